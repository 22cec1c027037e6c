"""The texts of a page with their regions: whole, or where they are too large, what is cited."""

from collections.abc import Collection, Iterator
from html import escape
from typing import NamedTuple

from discourse.publish.site.ledger import PageText
from discourse.text.document import COUNT, DROP

# Two million characters are some three hundred thousand words: a long book, and a page of 2 MB.
MOST_CHARACTERS = 2_000_000
# On either side of a line that is cited.
AROUND = 200

ABOUT = {COUNT: "counted", DROP: "left out: not counted"}


class Piece(NamedTuple):
    """A stretch of a text in the page, and what it is part of."""

    start: int
    end: int
    region: str
    section: str
    treatment: str


def pieces(source: PageText, cited: Collection[tuple[int, int]] | None) -> Iterator[Piece]:
    """The regions of a text; of one too large, what stands around the lines cited in each."""
    columns = source.regions[["start", "end", "name", "section", "treatment"]]
    for start, end, *about in columns.itertuples(index=False):
        whole = Piece(int(start), int(end), *map(str, about))
        if cited is None:
            yield whole
            continue
        here = sorted(span for span in cited if whole.start <= span[0] and span[1] <= whole.end)
        for start, end in _joined(here, whole):
            yield whole._replace(start=start, end=end)


def _joined(spans: list[tuple[int, int]], whole: Piece) -> list[tuple[int, int]]:
    """Spans with what is around them, those that touch as one; none leaves its region."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        first, last = max(start - AROUND, whole.start), min(end + AROUND, whole.end)
        if joined and first <= joined[-1][1]:
            first, last = joined[-1][0], max(joined.pop()[1], last)
        joined.append((first, last))
    return joined


def text_html(number: int, source: PageText, cited: Collection[tuple[int, int]] | None) -> str:
    """A text as HTML: its metadata, and its pieces with what becomes of each."""
    facts = {**source.metadata, "characters": f"{len(source.text):,}", "sha256": source.sha256}
    about = "".join(f"<dt>{escape(k)}</dt><dd>{escape(str(v))}</dd>" for k, v in facts.items())
    part = (
        ""
        if cited is None
        else "<p>The text is too large to be embedded: it is here as far as it is cited.</p>"
    )
    body = "\n".join(_piece(number, source, piece) for piece in pieces(source, cited))
    return (
        f'<section class="document"><h3 id="text-{number}">{escape(source.name)}</h3>'
        f'<dl>{about}</dl><p class="hash" data-hash="{number}"></p>{part}\n{body}\n</section>'
    )


def _piece(number: int, source: PageText, piece: Piece) -> str:
    name = f"§ {piece.section}" if piece.section else piece.region
    about = f"{name} · {ABOUT.get(piece.treatment, 'shown: not counted')}"
    text = escape(source.text[piece.start : piece.end], quote=False)
    # A carriage return as it is would be read as a line feed, and every place after it be wrong.
    text = text.replace("\r", "&#13;").encode("utf-8", "replace").decode("utf-8")
    # A blank line at the end is part of the text, and need not be seen.
    closing = " closing" if text.endswith("\n\n") else ""
    return (
        f'<p class="about">{escape(about)}</p><div class="piece {piece.treatment}{closing}" '
        f'data-document="{number}" data-start="{piece.start}" data-section="{escape(name)}" '
        f'data-treatment="{piece.treatment}">{text}</div>'
    )
