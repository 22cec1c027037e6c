"""A page on which a reader decides what the numbers of a manuscript are bound to."""

import json
from collections.abc import Iterator, Sequence
from html import escape
from importlib.metadata import version
from os import PathLike
from string import Template

from discourse.corpus.store.file_sets import write_together
from discourse.errors import check_path, count_noun
from discourse.publish.manuscripts.candidates import Candidate
from discourse.publish.manuscripts.checking import CheckedNumber
from discourse.publish.manuscripts.decisions import (
    SCHEMA_OF_DECISIONS,
    key_of_lines,
    key_of_number,
)
from discourse.publish.manuscripts.proposing import ManuscriptBinding, propose_claims
from discourse.publish.site.site import policy_hash, read_asset
from discourse.text.direction import direction_attribute

# Of each candidate; a page with all lines of all candidates would be too large.
LINES_ON_PAGE = 100


def save_binding_page(binding: ManuscriptBinding, out: str | PathLike[str]) -> int:
    """Save the open numbers of a manuscript as one page that needs no network.

    A candidate can be accepted only where its lines are seen. The page saves what was decided as a
    file of its own, which `read_decisions` reads.

    Parameters
    ----------
    binding : ManuscriptBinding
        The manuscript.
    out : str or path-like
        A folder, created if it does not exist; the page is its ``index.html``.

    Returns
    -------
    int
        The size of the page in bytes.
    """
    folder = check_path("out", out)
    page = _write_page(binding)
    folder.mkdir(parents=True, exist_ok=True)
    write_together({folder / "index.html": page})
    return len(page)


def _write_page(binding: ManuscriptBinding) -> bytes:
    path = binding.checked.manuscript.path
    style = read_asset("page.css") + read_asset("binding.css")
    script = read_asset("binding.js")
    asked = list(propose_claims(binding))
    facts = {
        "schema": SCHEMA_OF_DECISIONS,
        "manuscript": path.name,
        "file": f"{path.stem}.decisions.json",
    }
    filled = {
        "title": escape(path.name),
        "style": style,
        "script": script,
        "style_hash": policy_hash(style),
        "script_hash": policy_hash(script),
        "claims": escape(binding.checked.file.path.name),
        "numbers": "\n".join(
            _write_number(at, len(asked), each, found) for at, (each, found) in enumerate(asked, 1)
        ),
        "facts": json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c"),
        "version": escape(version("discourse-toolkit")),
    }
    return Template(read_asset("binding.html")).substitute(filled).encode("utf-8", "replace")


def _write_number(at: int, most: int, each: CheckedNumber, found: Sequence[Candidate]) -> str:
    """A number in its sentence, its candidates, and what can be decided."""
    body = "\n".join(
        [
            *_mark_number(each),
            *(_write_candidate(at, k, candidate) for k, candidate in enumerate(found, 1)),
            *_write_choices(at, each, found),
        ]
    )
    place = each.number.place if each.number is not None else "a sentence that is gone"
    return (
        f'<section class="open" id="number-{at}" data-number="{key_of_number(each)}" '
        f'aria-labelledby="place-{at}">\n<h2 id="place-{at}">{at} of {most}: {escape(place)}</h2>\n'
        f'{body}\n<p class="decided" role="status"></p>\n</section>'
    )


def _mark_number(each: CheckedNumber) -> Iterator[str]:
    if each.number is not None:
        number = each.number.number
        if each.number.passage.heads:
            yield f'<p class="place">{escape(each.number.passage.heads)}</p>'
        sentence = f"{number.preceding}{number.text}{number.following}"
        yield (
            f"<blockquote{direction_attribute(sentence)}>{escape(number.preceding)}"
            f"<mark>{escape(number.text)}</mark>{escape(number.following)}</blockquote>"
        )
    if each.lost is not None:
        lost = each.lost.claim
        said = lost.claim or f"exempt: {lost.exempt}"
        yield f"<p>The sentence was: “{escape(lost.sentence)}” (<code>{escape(said)}</code>)</p>"


def _write_candidate(at: int, k: int, candidate: Candidate) -> str:
    """A candidate: its lines, and below them the button that accepts it."""
    lines = candidate.lines
    shown = [text for text in lines.texts[:LINES_ON_PAGE] if text]
    items = "\n".join(f"<li{direction_attribute(text)}>{_mark_node(text)}</li>" for text in shown)
    listed = "<p>It counts a whole text.</p>"
    if shown:  # long lists scroll, which needs the focus where there is no mouse
        listed = f'<ol class="lines" tabindex="0" aria-label="Its lines">\n{items}\n</ol>'
    if not lines.total:
        listed = "<p>No line of the texts has it.</p>"
    more = lines.total - len(shown)
    rest = f"<p>And {more:,} more.</p>" if shown and more else ""
    other = "" if candidate.gives else ", not what the text says"
    return (
        f'<details class="candidate" data-claim="{escape(candidate.claim)}" '
        f'data-seen="{key_of_lines(candidate)}">\n'
        f"<summary>{k}. <code>{escape(candidate.claim)}</code>: {candidate.value:,.10g}, "
        f"{count_noun(lines.total, 'line')}{other}</summary>\n{listed}{rest}\n"
        f'<button type="button" class="accept" aria-describedby="place-{at}">Bind to this claim'
        "</button>\n</details>"
    )


def _mark_node(text: str) -> str:
    """A line, whose node is in its first brackets, as HTML."""
    before, opened, rest = text.partition("[")
    node, closed, after = rest.partition("]")
    if not (opened and closed):
        return escape(text)
    return f"{escape(before)}<mark>{escape(node)}</mark>{escape(after)}"


def _write_choices(at: int, each: CheckedNumber, found: Sequence[Candidate]) -> Iterator[str]:
    if not found and each.number is not None:
        yield "<p>No claim was found that gives it.</p>"
    yield '<div class="choices">'
    if each.number is not None:
        yield '<button type="button" class="none">None of these</button>'
        yield (
            f'<label for="reason-{at}">It needs no claim, since it is</label> '
            f'<input id="reason-{at}" class="reason" maxlength="500" '
            'placeholder="the design of this study">'
            '<button type="button" class="exempt">Exempt</button>'
        )
    if each.lost is not None:
        yield '<button type="button" class="drop">Drop the lost claim</button>'
    yield '<button type="button" class="undo" hidden>Undo</button></div>'
