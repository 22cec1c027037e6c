"""The dialogue of ``discourse bind`` about a manuscript: nothing is bound that nobody has seen."""

from collections.abc import Callable, Iterator, Sequence

from discourse.errors import DiscourseError, hide_controls
from discourse.publish.manuscripts.candidates import Candidate
from discourse.publish.manuscripts.checking import HOLDS, NO_LINES, CheckedNumber
from discourse.publish.manuscripts.proposing import ManuscriptBinding
from discourse.text.width import truncate

LINES_SHOWN = 3  # of each candidate, before "l" shows all
HELP = (
    "a number accepts that claim; c CLAIM is a claim of your own; l NUMBER shows all its lines;\n"
    "e REASON: it needs no claim; d drops a claim whose sentence is gone; s skips; q ends"
)
_PROMPT = "[1-{most}, c, l, e, s, q, ?] "
_PROMPT_WITHOUT = "[c, e, s, q, ?] "
_PROMPT_LOST = "[d, s, q, ?] "


def ask_about_numbers(
    binding: ManuscriptBinding,
    ask: Callable[[str], str],
    say: Callable[[str], None],
    width: int,
) -> int:
    """Ask about each number without a claim, and keep what is answered; return how many were.

    Parameters
    ----------
    binding : ManuscriptBinding
        The manuscript.
    ask : callable
        Shows a prompt and returns the answer, such as `input`; its end of input ends the dialogue.
    say : callable
        Shows a line.
    width : int
        The columns of the terminal.
    """
    answered, numbers = 0, binding.open_numbers
    for at, each in enumerate(numbers, 1):
        found = binding.candidates(each)
        for line in _describe_number(each, found, f"{at} of {len(numbers)}", width):
            say(hide_controls(line))
        done = _ask_about(binding, each, found, ask, say)
        if done is None:
            break
        answered += done
    return answered


def _ask_about(
    binding: ManuscriptBinding,
    each: CheckedNumber,
    found: Sequence[Candidate],
    ask: Callable[[str], str],
    say: Callable[[str], None],
) -> bool | None:
    """Ask until there is an answer: True if it decides, False if it skips, None if it ends."""
    prompt = _PROMPT.format(most=len(found)) if found else _PROMPT_WITHOUT
    prompt = _PROMPT_LOST if each.number is None else prompt
    while True:
        try:
            answer = ask(prompt).strip()
        except EOFError:
            return None
        letter, _, rest = answer.partition(" ")
        try:
            if letter == "q":
                return None
            if letter == "s":
                return False
            if letter == "d" and each.lost is not None:
                binding.drop(each)
                return True
            if letter == "e" and rest.strip():
                binding.exempt(each, rest)
                return True
            if letter == "c" and rest.strip():
                if _accept_own(binding, each, rest, ask, say):
                    return True
                continue
            if letter == "l" and (chosen := _find_chosen(rest, found)):
                for line in chosen.lines.texts or chosen.lines.ids:
                    say(hide_controls(f"    {line}"))
                continue
            if (chosen := _find_chosen(answer, found)) is not None:
                binding.accept(each, chosen.claim)
                return True
        except DiscourseError as error:
            say(hide_controls(str(error)))
            continue
        say(HELP)


def _find_chosen(answer: str, found: Sequence[Candidate]) -> Candidate | None:
    text = answer.strip()
    at = int(text) if text.isdecimal() and len(text) < 4 else 0
    return found[at - 1] if 1 <= at <= len(found) else None


def _accept_own(
    binding: ManuscriptBinding,
    each: CheckedNumber,
    claim: str,
    ask: Callable[[str], str],
    say: Callable[[str], None],
) -> bool:
    """Show what a claim of the author gives, with its lines, and ask whether it is meant."""
    judged = binding.judge(each, claim)
    gives = "holds" if judged.status == HOLDS else f"{judged.status}: {judged.expected}"
    if judged.found:
        gives += f" ({judged.found})"
    say(hide_controls(f"  {judged.claim}: {gives}"))
    if judged.status == NO_LINES and judged.value != judged.value:  # it gives no number at all
        return False
    for line in judged.lines.texts[:LINES_SHOWN]:
        say(hide_controls(f"    {line or '(a stretch of text)'}"))
    try:
        meant = ask("  bind it? [y/n] ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False
    if meant:
        binding.accept(each, claim)
    return meant


def _describe_number(
    each: CheckedNumber, found: Sequence[Candidate], count: str, width: int
) -> Iterator[str]:
    """A number in its sentence, and its candidates with their first lines."""
    yield ""
    number = each.number
    if number is None:
        lost = each.lost.claim if each.lost is not None else None
        yield f"({count}) this sentence is gone:"
        yield f"  {lost.sentence if lost is not None else ''}"
        yield f"  {each.claim}"
        return
    yield f"({count}) {number.place}"
    if number.passage.heads:
        yield f"  {number.passage.heads}:"
    preceding, following = (" ".join(text.split()) for text in _words_around(each))
    yield f"  {preceding} >{number.number.text}< {following}".rstrip()
    if each.lost is not None:
        yield f"  the sentence was: {each.lost.claim.sentence}"
    if not found:
        yield "  no claim was found that gives it"
    for at, candidate in enumerate(found, 1):
        lines = candidate.lines
        stretch = " (a stretch of text)" if lines.texts and not lines.texts[0] else ""
        other = "" if candidate.gives else f" (the text says {number.number.text})"
        said = f"{candidate.claim}: {candidate.value:,.10g}, lines {lines.total:,}"
        yield f"  {at}  {said}{stretch}{other}"
        shown = filter(None, lines.texts[:LINES_SHOWN])
        yield from (f"       {_cut_line(line, max(20, width - 7))}" for line in shown)
        if lines.total > LINES_SHOWN:
            yield f"       and {lines.total - LINES_SHOWN:,} more"


def _cut_line(line: str, width: int) -> str:
    """A line that is cut to a width, with its hit in the first half."""
    start = max(0, line.find("[") - width // 2)
    return truncate(f"…{line[start + 1 :]}" if start else line, width)


def _words_around(each: CheckedNumber) -> tuple[str, str]:
    if each.number is None:
        return "", ""
    return each.number.number.preceding, each.number.number.following
