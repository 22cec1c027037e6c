"""Files become documents: bytes decoded as named, the description beside them applied."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from discourse.errors import DiscourseError
from discourse.text.description import Description, read_description
from discourse.text.document import Document, Paragraphs, Region, plain
from discourse.text.tiling import tile


def named_files(path: Path) -> list[tuple[Path, str]]:
    """The text files at a path and the name of each document, in the order of their names.

    Raises
    ------
    DiscourseError : nothing there, or a folder without texts.
    """
    return [
        (file, file.stem if path == file else file.relative_to(path).with_suffix("").as_posix())
        for file in text_files(path)
    ]


def text_files(path: Path) -> list[Path]:
    """The text files at a path, sorted by name; README.txt tells about a folder and is no text."""
    if path.is_dir():
        found = sorted(file for file in path.rglob("*.txt") if file.is_file() and _is_text(file))
        if not found:
            raise DiscourseError(f"{path} holds no text; put .txt files into it.")
        return found
    if not path.exists():
        raise DiscourseError(
            f"{path} does not exist; give a text file, or a folder that holds some."
        )
    return [path]


def _is_text(file: Path) -> bool:
    return file.stem.casefold() != "readme"


def read_document(file: Path, name: str, *, encoding: str = "utf-8") -> Document:
    """One text file, decoded, with the regions of the description beside it if there is one.

    Raises
    ------
    DiscourseError : an empty text, other bytes than the encoding named, or a description that does
        not fit the text.
    """
    raw = file.read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    beside = file.with_suffix(".toml")
    if not beside.is_file():
        return plain(name, _decoded(raw, file, encoding), {}, sha256)
    description = read_description(beside)
    _check_hash(description, file, sha256)
    text = _decoded(raw, file, description.encoding or encoding)
    regions: Sequence[Region] = tile(text, description) if description.rules else Paragraphs(text)
    return Document(name, text, sha256, regions, description.metadata, description.digest)


def _decoded(raw: bytes, file: Path, encoding: str) -> str:
    """The text in some bytes, a byte order mark left out; nothing is replaced or skipped."""
    name = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
    try:
        text = raw.decode(name)
    except LookupError:
        raise DiscourseError(
            f"encoding={encoding!r} is not known to Python; name another, as 'utf-8'."
        ) from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DiscourseError(
            f"{file}: byte {error.start} (line {line}) is not {encoding}; name the encoding that "
            "the file is in, as encoding='cp1252'."
        ) from None
    if not text.strip():
        raise DiscourseError(f"{file} is empty; take it out of the folder, or put its text in.")
    return text


def _check_hash(description: Description, file: Path, sha256: str) -> None:
    if description.sha256 not in ("", sha256):
        raise DiscourseError(
            f"{file} has the sha256 {sha256}, but {description.path} says {description.sha256}; "
            "restore the text, or write its new hash there if the change is meant."
        )
