"""Files become documents: each by its reader, with the description beside it applied."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

import regex

from discourse.errors import DiscourseError
from discourse.text.delimited import ROWS
from discourse.text.description import TextDescription, read_description
from discourse.text.document import Document, Value, text_hash
from discourse.text.encodings import NotDecoded
from discourse.text.extract import Extract, Raw
from discourse.text.folder import DESCRIPTION, TextFile, list_files
from discourse.text.limits import shorten
from discourse.text.metadata import add_metadata, is_pattern
from discourse.text.readers.formats import find_reader
from discourse.text.tiling import tile

ON_ERROR = ("raise", "skip")
DECODED = (".txt", ".md", *ROWS)
NAMED = 10  # files that a message names before it counts the others
_WORD = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True)
class Options:
    """How files are read: the encodings to try, the columns of tables, and what an error does."""

    encodings: tuple[str, ...] = ("utf-8",)
    text: str = "text"
    document: str = "document"
    on_error: str = "raise"


@dataclass(frozen=True)
class Skipped:
    """A file, or a row of one, that could not be read, and why."""

    file: str
    reason: str


def list_described_files(
    path: Path, metadata: str | PathLike[str] | None, options: Options
) -> list[TextFile]:
    """The files at a path, each with the metadata that a table or its name gives it.

    Raises
    ------
    DiscourseError : nothing there, or a table or pattern that cannot be read.
    """
    if metadata is None:
        return list_files(path)
    besides = None if is_pattern(metadata) else Path(metadata)
    return add_metadata(
        list_files(path, besides=besides),
        metadata,
        document=options.document,
        encodings=options.encodings,
    )


def read_documents(files: Sequence[TextFile], options: Options) -> Iterator[Document | Skipped]:
    """The documents of some files in their order; with ``on_error="skip"`` also what is none.

    Raises
    ------
    DiscourseError : with ``on_error="raise"`` a file that cannot be read whole, bytes in another
        encoding than those named, or a description that does not fit its text.
    """
    for at, source in enumerate(files):
        try:
            found: list[Document | DiscourseError] = list(_read(source, options))
        except DiscourseError as error:
            if options.on_error == "raise":
                raise _with_others(error, files[at + 1 :], options) from None
            found = [error]
        for item in found:
            yield Skipped(source.place, str(item)) if isinstance(item, DiscourseError) else item


def _read(source: TextFile, options: Options) -> Iterator[Document | DiscourseError]:
    """What a file holds; a row that is no document is refused or, if so wished, handed on."""
    raw, description = _opened(source, options)
    digest = hashlib.sha256(raw.data).hexdigest()
    if description is not None:
        _check_hash(description, source, digest)
    read = find_reader(source.path.suffix.casefold())
    if read is None:
        raise DiscourseError(
            f"{source.place} is of a kind that is not read here; install the package that reads it."
        )
    for extract in read(raw):
        try:
            yield _document(extract, source, description, digest)
        except DiscourseError as error:
            if options.on_error == "raise":
                raise
            yield error


def _opened(source: TextFile, options: Options) -> tuple[Raw, TextDescription | None]:
    """The bytes of a file, and the description beside it."""
    if source.refusal:
        raise DiscourseError(f"{source.place} {source.refusal}")
    beside = source.path.with_suffix(DESCRIPTION)
    try:
        data = source.path.read_bytes()
        description = read_description(beside) if beside.is_file() else None
    except OSError as error:
        raise DiscourseError(
            f"{source.place} cannot be read ({error.strerror}); make it readable, or take it out."
        ) from None
    own = description.encoding if description else ""
    encodings = (own,) if own else options.encodings
    raw = Raw(source.path, source.place, data, encodings, options.text, options.document)
    return raw, description


def _check_hash(description: TextDescription, source: TextFile, digest: str) -> None:
    if description.sha256 not in ("", digest):
        raise DiscourseError(
            f"{source.place} has the sha256 {digest}, but {description.path} says "
            f"{description.sha256}; restore the text, or write its new hash there if the change "
            "is meant."
        )


def _document(
    extract: Extract | DiscourseError,
    source: TextFile,
    description: TextDescription | None,
    digest: str,
) -> Document:
    if isinstance(extract, DiscourseError):
        raise extract
    _check_text(extract, source)
    document = Document(
        name=extract.name or source.name,
        text=extract.text,
        sha256=text_hash(extract.text) if extract.name else digest,
        regions=extract.regions,
        metadata={**extract.metadata, **source.metadata},
        made_by=extract.made_by,
        file=source.place,
    )
    return document if description is None else _described(document, source, description)


def _check_text(extract: Extract, source: TextFile) -> None:
    place = f"{source.place}, {extract.name!r}," if extract.name else source.place
    if not extract.text.strip():
        raise DiscourseError(f"{place} is empty; take it out of the folder, or put its text in.")
    if not _WORD.search(extract.text):
        raise DiscourseError(f"{place} holds no letter and no digit; take it out of the folder.")


def _described(document: Document, source: TextFile, description: TextDescription) -> Document:
    """A document with its regions and metadata as the description beside its file has them."""
    _check_metadata(source, description)
    regions = tile(document.text, description) if description.rules else document.regions
    return replace(
        document,
        regions=regions,
        metadata={**document.metadata, **description.metadata},
        description=description.digest,
    )


def _check_metadata(source: TextFile, description: TextDescription) -> None:
    """Refuse two values for one thing; what a file says of itself is no such value."""
    said: Mapping[str, Value] = description.metadata
    for key in source.metadata.keys() & said.keys():
        if str(source.metadata[key]) != str(said[key]):
            raise DiscourseError(
                f"{description.path}: {key} is {said[key]!r}, but the metadata given for "
                f"{source.place} says {source.metadata[key]!r}; correct one of them."
            )


def _with_others(
    error: DiscourseError, rest: Sequence[TextFile], options: Options
) -> DiscourseError:
    """An error of encoding names the other files that have it too; any other stays as it is."""
    if not isinstance(error, NotDecoded):
        return error
    others = [shorten(source.path.name) for source in rest if _is_not_decoded(source, options)]
    if not others:
        return error
    more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
    return NotDecoded(f"{error} So it is with {', '.join(others[:NAMED])}{more}.")


def _is_not_decoded(source: TextFile, options: Options) -> bool:
    """Whether a file that is nothing but text is in another encoding."""
    if source.path.suffix.casefold() not in DECODED:
        return False
    try:
        _opened(source, options)[0].decoded()
    except NotDecoded:
        return True
    except DiscourseError:
        return False
    return False
