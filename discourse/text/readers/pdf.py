"""A PDF: the text of its pages, each a section, so that a line can be cited by its page."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import regex

from discourse.text.document import Value
from discourse.text.extract import PAGE, Extract, Raw, TextBlock, divide, text_of
from discourse.text.packages import import_package, name_with_version

SOFT_HYPHEN = "\u00ad"
# A word is tried from its first letter alone: from each it takes seconds where there are many.
_BROKEN = regex.compile(r"(?<!\p{L})(\p{L}++)[-\u2010]\n(\p{Ll}\p{L}*)")
_HYPHENED = regex.compile(r"(?<!\p{L})\p{L}++[-\u2010]\p{L}+")


def read_pdf(raw: Raw) -> Iterator[Extract]:
    """The text of a PDF by pages; words that were divided at a line's end are joined again."""
    pages, metadata = _content(raw, import_package("pypdf", "pypdf", raw.place))
    if not any(page.strip() for page in pages):
        raise raw.refused("holds no text, as a scan does; run it through text recognition first.")
    blocks = [TextBlock(f"{page.rstrip()}\n\n", PAGE) for page in joined(pages)]
    yield Extract(text_of(blocks), divide(blocks), name_with_version("pypdf"), metadata=metadata)


def _content(raw: Raw, pypdf: Any) -> tuple[list[str], dict[str, Value]]:
    """The text of each page, and what the file says of itself."""
    locked = "is locked by a password; save a copy without one."
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw.data))
        if not reader.is_encrypted or reader.decrypt(""):
            pages = [page.extract_text() for page in reader.pages]
            return pages, _metadata(reader.metadata or {})
        reason = locked
    except pypdf.errors.DependencyError:
        reason = "is encrypted with AES; to read it: pip install cryptography."
    except pypdf.errors.FileNotDecryptedError:
        reason = locked
    except Exception as error:  # a damaged file fails anywhere in pypdf, with whatever error
        reason = f"cannot be read as a PDF ({type(error).__name__}); print it to PDF once more."
    raise raw.refused(reason)


def joined(pages: Sequence[str]) -> list[str]:
    """Pages on which a word divided at a line's end is one word again.

    Its hyphen stays where the text has the word with a hyphen elsewhere; else a soft hyphen marks
    the place, which is no part of a token.
    """
    hyphened = {word.casefold() for page in pages for word in _HYPHENED.findall(page)}

    def whole(match: regex.Match[str]) -> str:
        kept = f"{match[1]}-{match[2]}"
        return kept if kept.casefold() in hyphened else f"{match[1]}{SOFT_HYPHEN}{match[2]}"

    return [_BROKEN.sub(whole, page) for page in pages]


def _metadata(information: Any) -> dict[str, Value]:
    """Title and author, as the file names them."""
    said = {"title": information.get("/Title"), "author": information.get("/Author")}
    return {key: str(value).strip() for key, value in said.items() if str(value or "").strip()}
