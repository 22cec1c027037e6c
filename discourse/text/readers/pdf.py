"""A PDF: the text of its pages. Each is a section, so that a line can be cited by its page."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from threading import Lock
from typing import Any

from discourse.text.document import DROP, Value
from discourse.text.extract import PAGE, Extract, RawFile, TextBlock, join_blocks, tile_blocks
from discourse.text.packages import import_package, name_with_version
from discourse.text.readers.glyphs import read_page_lines
from discourse.text.readers.legibility import find_illegible_pages
from discourse.text.readers.line_ends import join_broken_words
from discourse.text.readers.page_layout import (
    PageLine,
    PrintedPage,
    find_usual_size,
    order_columns,
)
from discourse.text.readers.raised import NOTE_MARK
from discourse.text.readers.running_heads import name_repeated_lines

PASSWORD_ERROR = 4  # PDFium's number for a password that is missing
# Lines at the end of a page whose letters are smaller than those of the text, by this factor, are
# its footnotes: a word that is divided at the end of the page goes on behind them.
SMALL_PRINT = 0.93
PAGES_NAMED = 5  # a message names so many pages before it counts the rest

_PDFIUM = Lock()  # PDFium is not thread-safe


def read_pdf(raw: RawFile) -> Iterator[Extract]:
    """Read the pages of a PDF: columns in order, divided words joined, running heads dropped."""
    pages, metadata = _extract_pages(raw, import_package("pypdfium2", "pypdfium2", raw.place))
    _check_legible(raw, ["\n".join(line.text for line in page.lines) for page in pages])
    blocks = _page_blocks(pages)
    yield Extract(
        join_blocks(blocks), tile_blocks(blocks), name_with_version("pypdfium2"), metadata=metadata
    )


def _extract_pages(raw: RawFile, pdfium: Any) -> tuple[list[PrintedPage], dict[str, Value]]:
    """Extract the lines of each page in reading order, and the file's own metadata."""
    try:
        with _PDFIUM, closing(pdfium.PdfDocument(raw.data)) as document:
            pages = [_extract_page(page, pdfium.raw) for page in document]
            return pages, _pdf_metadata(document.get_metadata_dict())
    except pdfium.PdfiumError as error:
        locked = error.err_code == PASSWORD_ERROR
    if locked:
        raise raw.error("is protected by a password; save a copy without one.")
    raise raw.error("cannot be read as a PDF; open it and print it to PDF again.")


def _extract_page(page: Any, api: Any) -> PrintedPage:
    height, lines = read_page_lines(page, api)
    return PrintedPage(height, tuple(order_columns(lines)))


def _check_legible(raw: RawFile, pages: Sequence[str]) -> None:
    """Refuse a file without text, or with text that is not what a reader sees."""
    if not any(page.strip() for page in pages):
        raise raw.error("contains no text, like a scan; run it through text recognition first.")
    illegible = find_illegible_pages(pages)
    if illegible:
        named = ", ".join(map(str, illegible[:PAGES_NAMED]))
        more = f" and {len(illegible) - PAGES_NAMED} more" if illegible[PAGES_NAMED:] else ""
        pages_named = f"page {named}" if len(illegible) == 1 else f"pages {named}{more}"
        raise raw.error(
            f"does not say which letters the signs on {pages_named} stand for; "
            "run it through text recognition first."
        )


def _page_blocks(pages: Sequence[PrintedPage]) -> list[TextBlock]:
    """Divide pages into what is read and their running heads, feet and numbers, which are not."""
    names = name_repeated_lines(pages)
    size = find_usual_size(pages)
    texts = [_split_footnotes(page, named, size) for page, named in zip(pages, names, strict=True)]
    # The empty page keeps the end of the last page from the first footnote.
    joined = join_broken_words([body for body, _ in texts] + [""] + [notes for _, notes in texts])
    blocks: list[TextBlock] = []
    for page, named, body, notes in zip(
        pages, names, joined[: len(pages)], joined[len(pages) + 1 :], strict=True
    ):
        text = "\n".join(part.rstrip() for part in (body, notes) if part.strip())
        outer = list(_outer_blocks(page, named))
        blocks += [block for block, is_above in outer if is_above]
        blocks.append(TextBlock(f"{text}\n\n", PAGE))
        marks = [mark for line in page.lines for mark in line.marks]
        blocks += [TextBlock(f"{' '.join(marks)}\n\n", "", DROP, NOTE_MARK)] if marks else []
        blocks += [block for block, is_above in outer if not is_above]
    return blocks


def _split_footnotes(page: PrintedPage, named: Mapping[int, str], size: float) -> tuple[str, str]:
    """Split the lines of a page that are read into its text and its footnotes."""
    lines = [line for index, line in enumerate(page.lines) if index not in named]
    end = len(lines)
    while end and lines[end - 1].size < SMALL_PRINT * size:
        end -= 1
    return _join_lines(lines[:end]), _join_lines(lines[end:])


def _join_lines(lines: Sequence[PageLine]) -> str:
    return "\n".join(line.text for line in lines)


def _outer_blocks(page: PrintedPage, named: Mapping[int, str]) -> Iterator[tuple[TextBlock, bool]]:
    """Make a block of the lines at the top, and of those at the bottom, that have one name."""
    places = [
        (-page.lines[index].base, name, page.lines[index].text, _is_in_upper_half(page, index))
        for index, name in named.items()
    ]
    for (name, is_above), group in groupby(sorted(places), lambda place: (place[1], place[3])):
        text = "\n".join(line.strip() for _, _, line, _ in group)
        yield TextBlock(f"{text}\n\n", "", DROP, name), is_above


def _is_in_upper_half(page: PrintedPage, index: int) -> bool:
    return page.lines[index].base > page.height / 2


def _pdf_metadata(information: Mapping[str, str]) -> dict[str, Value]:
    """Title and author from the file's own metadata."""
    named = {"title": information.get("Title"), "author": information.get("Author")}
    return {key: str(value).strip() for key, value in named.items() if str(value or "").strip()}
