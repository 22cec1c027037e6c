"""A PDF: the text of its pages. Each is a section, so that a line can be cited by its page."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import regex

from discourse.text.document import Value
from discourse.text.extract import PAGE, Extract, RawFile, TextBlock, join_blocks, tile_blocks
from discourse.text.packages import import_package, name_with_version

SOFT_HYPHEN = "\u00ad"
# Match a word from its first letter only: trying each letter takes seconds on long words.
_BROKEN = regex.compile(r"(?<!\p{L})(\p{L}++)[-\u2010]\n(\p{Ll}\p{L}*)")
_HYPHENED = regex.compile(r"(?<!\p{L})\p{L}++[-\u2010]\p{L}+")


def read_pdf(raw: RawFile) -> Iterator[Extract]:
    """Read the pages of a PDF; words divided at a line end are joined."""
    pages, metadata = _extract_pages(raw, import_package("pypdf", "pypdf", raw.place))
    if not any(page.strip() for page in pages):
        raise raw.error("contains no text, like a scan; run it through text recognition first.")
    blocks = [TextBlock(f"{page.rstrip()}\n\n", PAGE) for page in join_broken_words(pages)]
    yield Extract(
        join_blocks(blocks), tile_blocks(blocks), name_with_version("pypdf"), metadata=metadata
    )


def _extract_pages(raw: RawFile, pypdf: Any) -> tuple[list[str], dict[str, Value]]:
    """Extract the text of each page, and the file's own metadata."""
    locked = "is protected by a password; save a copy without one."
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw.data))
        if not reader.is_encrypted or reader.decrypt(""):
            pages = [page.extract_text() for page in reader.pages]
            return pages, _pdf_metadata(reader.metadata or {})
        reason = locked
    except pypdf.errors.DependencyError:
        reason = "is encrypted with AES; to read it, pip install cryptography."
    except pypdf.errors.FileNotDecryptedError:
        reason = locked
    except Exception as error:  # a damaged file can raise any error anywhere in pypdf
        reason = f"cannot be read as a PDF ({type(error).__name__}); print it to PDF again."
    raise raw.error(reason)


def join_broken_words(pages: Sequence[str]) -> list[str]:
    """Join the words that are divided at a line end.

    If the hyphenated word occurs elsewhere in the text, the hyphen stays. Otherwise a soft hyphen
    marks the place; tokens ignore it.
    """
    hyphened = {word.casefold() for page in pages for word in _HYPHENED.findall(page)}

    def join_word(match: regex.Match[str]) -> str:
        kept = f"{match[1]}-{match[2]}"
        return kept if kept.casefold() in hyphened else f"{match[1]}{SOFT_HYPHEN}{match[2]}"

    return [_BROKEN.sub(join_word, page) for page in pages]


def _pdf_metadata(information: Any) -> dict[str, Value]:
    """Title and author from the file's own metadata."""
    named = {"title": information.get("/Title"), "author": information.get("/Author")}
    return {key: str(value).strip() for key, value in named.items() if str(value or "").strip()}
