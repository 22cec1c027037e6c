"""The texts of a page with their regions: whole, or only what is cited if they are too large."""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from html import escape
from operator import itemgetter
from typing import NamedTuple

from discourse.publish.site.ledger import PageText
from discourse.text.direction import direction_attribute
from discourse.text.document import COUNT, DROP

# Two million characters are about 300,000 words: a long book, and a page of 2 MB.
MOST_CHARACTERS = 2_000_000
# Characters of context on either side of a cited line.
CITED_CONTEXT = 200

TREATMENT_LABELS = {COUNT: "counted", DROP: "left out: not counted"}


class TextPiece(NamedTuple):
    """A stretch of a text in the page, and the region and section that it is part of."""

    start: int
    end: int
    region: str
    section: str
    treatment: str


def find_pieces(source: PageText, cited: Collection[tuple[int, int]] | None) -> Iterator[TextPiece]:
    """Return the regions of a text; if lines are cited, only what surrounds them in each region."""
    columns = source.regions[["start", "end", "name", "section", "treatment"]]
    spans = sorted(cited or ())
    for start, end, *about in columns.itertuples(index=False):
        whole = TextPiece(int(start), int(end), *map(str, about))
        if cited is None:
            yield whole
            continue
        first = bisect_left(spans, whole.start, key=itemgetter(0))
        last = bisect_left(spans, whole.end, key=itemgetter(0))
        inside = [span for span in spans[first:last] if span[1] <= whole.end]
        for start, end in _join_cited(inside, whole):
            yield whole._replace(start=start, end=end)


def _join_cited(spans: list[tuple[int, int]], whole: TextPiece) -> list[tuple[int, int]]:
    """Widen spans by their context, within their region, and join those that touch."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        first, last = max(start - CITED_CONTEXT, whole.start), min(end + CITED_CONTEXT, whole.end)
        if joined and first <= joined[-1][1]:
            first, last = joined[-1][0], max(joined.pop()[1], last)
        joined.append((first, last))
    return joined


def write_page_text(
    number: int, source: PageText, cited: Collection[tuple[int, int]] | None
) -> str:
    """Write a text as HTML: its metadata, and its pieces with their treatment."""
    facts = {**source.metadata, "characters": f"{len(source.text):,}", "sha256": source.sha256}
    about = "".join(f"<dt>{escape(k)}</dt><dd>{escape(str(v))}</dd>" for k, v in facts.items())
    part = (
        ""
        if cited is None
        else "<p>The text is too large to be embedded: only what is cited is shown.</p>"
    )
    body = "\n".join(_write_piece(number, source, piece) for piece in find_pieces(source, cited))
    return (
        f'<section class="document"><h3 id="text-{number}">{escape(source.name)}</h3>'
        f'<dl>{about}</dl><p class="hash" data-hash="{number}"></p>{part}\n{body}\n</section>'
    )


def _write_piece(number: int, source: PageText, piece: TextPiece) -> str:
    name = f"§ {piece.section}" if piece.section else piece.region
    about = f"{name} · {TREATMENT_LABELS.get(piece.treatment, 'shown: not counted')}"
    text = escape(source.text[piece.start : piece.end], quote=False)
    # A browser would read a plain carriage return as a line feed, and every position after it
    # would be wrong.
    text = text.replace("\r", "&#13;").encode("utf-8", "replace").decode("utf-8")
    # A blank line at the end is part of the text, but need not be visible.
    closing = " closing" if text.endswith("\n\n") else ""
    treatment = escape(piece.treatment)
    direction = direction_attribute(source.text[piece.start : piece.end])
    return (
        f'<p class="about">{escape(about)}</p><div class="piece {treatment}{closing}" '
        f'data-document="{number}" data-start="{piece.start}" data-section="{escape(name)}" '
        f'data-treatment="{treatment}"{direction}>{text}</div>'
    )
