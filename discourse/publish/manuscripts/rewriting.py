"""Today's numbers put into a manuscript in place of those that have moved."""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import regex

from discourse.corpus.store.file_sets import write_together
from discourse.errors import DiscourseError
from discourse.publish.claims.bound_numbers import qualified_text
from discourse.publish.claims.number_words import is_cardinal, is_order, write_cardinal
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.claims.written_numbers import agrees_with, is_number
from discourse.publish.manuscripts.checking import MOVED, CheckedManuscript, CheckedNumber
from discourse.publish.manuscripts.latex_encoding import find_input_encodings
from discourse.publish.manuscripts.manuscript import Manuscript
from discourse.publish.manuscripts.manuscript_numbers import (
    ManuscriptNumber,
    find_manuscript_numbers,
    place_in_text,
)
from discourse.publish.manuscripts.markdown_manuscript import read_markdown_source
from discourse.publish.manuscripts.word_changes import highest_id, track_change
from discourse.text.encodings import Decoded, decode

WRITTEN_KINDS = (".docx", ".tex", ".md", ".qmd")
_DIGITS = regex.compile(r"[-\u2212]?\d[\d.,\u00a0\u2009\u202f]*(?<=\d)|[-\u2212]?\.\d+")


@dataclass(frozen=True)
class Rewritten:
    """What was put into a manuscript, and the numbers that have moved and were left."""

    replaced: tuple[CheckedNumber, ...]
    left: tuple[CheckedNumber, ...]


# A command that sets a number itself.
_OF_SIUNITX = regex.compile(r"\\(?:num|qty|SI)\s*(?:\[[^\]]*\])?\s*\{\s*\Z")


class _Replacement(NamedTuple):
    """The stretch of a passage that is replaced, and by what."""

    checked: CheckedNumber
    start: int
    end: int
    new: str


def rewrite_manuscript(checked: CheckedManuscript, out: Path | None = None) -> Rewritten:
    """Replace the numbers that have moved by those that the texts give.

    In Word, each is a tracked change. Numbers whose words would be wrong then, such as "more than
    20" for 15, and words that compare, are left to the author.

    Parameters
    ----------
    checked : CheckedManuscript
        A manuscript that was checked.
    out : Path, optional
        Where to write it; by default in its own place. Files that it includes are written in
        theirs, and so are refused with `out`.

    Raises
    ------
    DiscourseError
        If manuscripts of this kind are only read, or if a file cannot be written.
    """
    path = checked.manuscript.path
    ending = path.suffix.casefold()
    if ending not in WRITTEN_KINDS:
        kinds = ", ".join(WRITTEN_KINDS)
        raise DiscourseError(
            f"{path.name} is of a kind that is only read; numbers are written into {kinds}."
        )
    moved = [each for each in checked.numbers if each.status == MOVED]
    wanted = [found for each in moved if (found := _replacement_of(each)) is not None]
    if ending == ".docx":
        done, files = _change_word(checked, wanted)
    elif ending == ".tex":
        declared = find_input_encodings(path.read_bytes())
        done, files = _change_latex(checked, wanted, declared)
    else:
        done, files = _change_markdown(checked, wanted)
    if out is not None and set(files) - {path}:
        raise DiscourseError(
            f"{path.name} includes files with numbers that have moved; write them in their places, "
            "without another name."
        )
    if files or out is not None:
        own = files.pop(path) if path in files else path.read_bytes()
        write_together({**files, out or path: own})
    replaced = {id(each) for each in done}
    return Rewritten(tuple(done), tuple(each for each in moved if id(each) not in replaced))


def _replacement_of(each: CheckedNumber) -> _Replacement | None:
    """What to put in place of a number; None if that is left to the author."""
    if each.number is None or not is_number(each.number.number.text):
        return None
    number, new = each.number.number, each.expected
    if not is_number(new) or is_order(number.text):
        return None
    text = qualified_text(number.qualifier, new, each.claim)
    if number.qualifier and not agrees_with(text, each.value):
        return None
    if not any(map(str.isdecimal, number.text)):
        new = _in_words(new, number)
        if not new:
            return None
    start, end = number.start, number.start + len(number.text)
    old_digits, new_digits = _DIGITS.search(number.text), _DIGITS.search(new)
    if (
        old_digits
        and new_digits
        and _beside_digits(number.text, old_digits) == _beside_digits(new, new_digits)
    ):
        end = start + old_digits.end()
        start, new = start + old_digits.start(), new_digits[0]
    return _Replacement(each, start, end, new)


def _in_words(new: str, number: ProseNumber) -> str:
    """A number of digits as it takes the place of words; "" if that is left to the author.

    Words such as "half", "once" and "none" say more than their value; a sentence does not begin
    with digits.
    """
    old = regex.sub(r"\s+per ?cent\Z", "", number.text, flags=regex.I)
    rest = number.text[len(old) :]
    digits = new.removesuffix(rest).replace(",", "")
    if not is_cardinal(old) or not digits.isdecimal() or not int(digits):
        return ""
    if int(digits) < 100:
        words = write_cardinal(int(digits))
        words = words.upper() if old.isupper() else words
        return f"{words[0].upper() if old[0].isupper() else words[0]}{words[1:]}{rest}"
    return new if number.preceding.strip() else ""


def _beside_digits(text: str, found: "regex.Match[str]") -> tuple[str, str]:
    return text[: found.start()], text[found.end() :]


def _decode_source(path: Path, declared: Sequence[str] = ()) -> Decoded:
    return decode(path.read_bytes(), ("utf-8", *declared), path.name)


def _encode_like(path: Path, source: str, encoding: str) -> bytes:
    """The bytes of a source, with the mark at the beginning that its file has."""
    mark = BOM_UTF8 if path.read_bytes().startswith(BOM_UTF8) else b""
    return mark + source.encode(encoding)


# ---------------------------------------------------------------------------------- Word


def _change_word(
    checked: CheckedManuscript, wanted: Sequence[_Replacement]
) -> tuple[list[CheckedNumber], dict[Path, bytes]]:
    parts, done, roots = checked.manuscript.parts, [], []
    if parts is None or not wanted:
        return [], {}
    number = highest_id(parts.trees.values()) + 1
    for each in reversed(wanted):  # what follows first, so that the places before stay the same
        passage = each.checked.number.passage if each.checked.number is not None else None
        letters = [] if passage is None else list(passage.sources[each.start : each.end])
        if not letters or any(letter is None for letter in letters):
            continue
        roots.append(letters[0].element.getroottree().getroot())
        number = track_change(letters, each.new, number)
        done.append(each.checked)
    done.reverse()
    return done, {checked.manuscript.path: parts.pack(roots)} if done else {}


# --------------------------------------------------------------------------------- LaTeX


def _change_latex(
    checked: CheckedManuscript, wanted: Sequence[_Replacement], declared: Sequence[str]
) -> tuple[list[CheckedNumber], dict[Path, bytes]]:
    """Each number is changed where it is written.

    One that the author's own command stands for is left if the command is used for another, too.
    """
    done: list[CheckedNumber] = []
    passages = checked.manuscript.passages
    shown = Counter(
        letter
        for each in passages
        for letter, sign in zip(each.sources, each.text, strict=True)
        if letter is not None and sign.isalnum()  # the marks of a formula share a place with it
    )
    changed = Counter(
        each.checked.number.passage.sources[each.start]
        for each in wanted
        if each.checked.number is not None
    )
    changes: dict[Path, dict[tuple[int, int], str]] = {}
    sources: dict[Path, Decoded] = {}
    for each in wanted:
        passage = each.checked.number.passage if each.checked.number is not None else None
        letters = [] if passage is None else list(passage.sources[each.start : each.end])
        if passage is None or not letters or any(letter is None for letter in letters):
            continue
        file, start, end = letters[0].file, letters[0].at, letters[-1].at + 1
        source = sources.setdefault(file, _decode_source(file, declared)).text
        written, as_shown = source[start:end], passage.text[each.start : each.end]
        plain = written.replace("{,}", ",").replace("\\,", "\u202f")
        if {letter.file for letter in letters} != {file} or plain != as_shown:
            continue  # it is not written as it is shown
        if shown[letters[0]] > changed[letters[0]]:
            continue
        new = each.new.replace(",", "{,}") if "{,}" in written else each.new
        new = new.replace("\u202f", "\\,") if "\\," in written else new
        if _OF_SIUNITX.search(source[:start]):  # which reads a comma as a point
            new = new.replace(",", "")
        if changes.setdefault(file, {}).setdefault((start, end), new) == new:
            done.append(each.checked)
    return done, {
        file: _encode_like(file, _apply_changes(sources[file].text, own), sources[file].encoding)
        for file, own in changes.items()
    }


def _apply_changes(source: str, changes: dict[tuple[int, int], str]) -> str:
    for (start, end), new in sorted(changes.items(), reverse=True):
        source = f"{source[:start]}{new}{source[end:]}"
    return source


# ------------------------------------------------------------------------------ Markdown


def _change_markdown(
    checked: CheckedManuscript, wanted: Sequence[_Replacement]
) -> tuple[list[CheckedNumber], dict[Path, bytes]]:
    """Each number is searched for in its line; what is written has to be read as it is meant."""
    path = checked.manuscript.path
    decoded = _decode_source(path)
    source = decoded.text
    places = [place_in_text(number) for number in _numbers_in_order(checked.manuscript)]
    done: list[CheckedNumber] = []
    for each in wanted:
        number = each.checked.number
        if number is None:
            continue
        expected = [other.number.text for other in _numbers_in_order(_read_again(path, source))]
        at, start = places.index(place_in_text(number)), each.start - number.number.start
        text = expected[at]
        old = number.passage.text[each.start : each.end]
        expected[at] = f"{text[:start]}{each.new}{text[start + len(old) :]}"
        line = number.passage.lines[number.number.start]
        for changed in _changes_in_line(source, line, old, each.new):
            again = _numbers_in_order(_read_again(path, changed))
            if [other.number.text for other in again] == expected:
                source = changed
                done.append(each.checked)
                break
    return done, {path: _encode_like(path, source, decoded.encoding)} if done else {}


def _numbers_in_order(manuscript: Manuscript) -> list[ManuscriptNumber]:
    found = find_manuscript_numbers(manuscript)
    return [number for sentence in found for number in sentence.numbers]


def _read_again(path: Path, source: str) -> Manuscript:
    passages, passed = read_markdown_source(path, source)
    return Manuscript(path, passages, passed=passed)


def _changes_in_line(source: str, line: int, old: str, new: str) -> Iterator[str]:
    """The source with one of the places changed at which a line has a number, one after another."""
    starts = [0, *(found.end() for found in regex.finditer(r"\n", source))]
    start = starts[line - 1]
    end = starts[line] if line < len(starts) else len(source)
    for found in regex.finditer(rf"(?<![\d.,]){regex.escape(old)}(?!\d)", source[start:end]):
        at = start + found.start()
        yield f"{source[:at]}{new}{source[at + len(old) :]}"
