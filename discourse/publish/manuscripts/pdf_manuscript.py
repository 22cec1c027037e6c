"""A manuscript as a PDF: the text of each page, without running heads and page numbers."""

from pathlib import Path

import regex

from discourse.publish.claims.paragraphs import Paragraph, plain_letters, turned_spans
from discourse.publish.manuscripts.passage import Passage
from discourse.publish.manuscripts.xml_parts import raw_manuscript
from discourse.text.document import DROP
from discourse.text.readers.pdf import read_pdf

PAGE_KIND = "page"
_REFERENCES_LINE = regex.compile(r"(?m)^[\d. ]*(?:References|Bibliography|Works [Cc]ited)[ ]*$")


def read_pdf_manuscript(path: Path) -> list[Passage]:
    """Read the pages of a PDF; what follows a line "References" belongs to the list of works.

    Raises
    ------
    DiscourseError
        If the file is no PDF, is protected, or has no text.
    """
    (extract,) = read_pdf(raw_manuscript(path))
    passages: list[Passage] = []
    in_references = False
    for region in extract.regions:
        if region.treatment == DROP:
            continue
        text = extract.text[region.start : region.end].strip()
        text = _without_page_number(text, region.section)
        found = _REFERENCES_LINE.search(text)
        pieces = [(text, in_references)]
        if found and not in_references:
            pieces = [(text[: found.start()], False), (text[found.start() :], True)]
            in_references = True
        for piece, is_reference in pieces:
            plain = plain_letters(piece.strip())
            if plain:
                paragraph = Paragraph(1, plain, list(turned_spans(plain)))
                place = f"{PAGE_KIND} {region.section}"
                passages.append(
                    Passage(place, PAGE_KIND, paragraph, file=path, is_reference=is_reference)
                )
    return passages


def _without_page_number(text: str, page: str) -> str:
    """A page without a line at its end, or its beginning, that has only its number."""
    lines = text.split("\n")
    for at in (-1, 0):
        if len(lines) > 1 and lines[at].strip() == page:
            lines.pop(at)
    return "\n".join(lines)
