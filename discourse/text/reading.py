"""Files become documents: each by its reader, with the description beside it applied."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

import regex

from discourse.errors import DiscourseError
from discourse.text.delimited import DELIMITED_ENDINGS
from discourse.text.description import TextDescription, read_description
from discourse.text.dividing import Part, drop_front, split_documents
from discourse.text.document import EDITED, Document, Value, compose_metadata, text_hash
from discourse.text.encodings import NotDecoded
from discourse.text.extract import TURN, Extract, RawFile
from discourse.text.folder import TextFile, list_files
from discourse.text.limits import shorten
from discourse.text.metadata import add_metadata, is_pattern
from discourse.text.readers.formats import find_reader
from discourse.text.table_files import TABLE_ENDINGS
from discourse.text.tiling import tile
from discourse.text.turns import divide_into_turns

ON_ERROR = ("raise", "skip")
PLAIN_ENDINGS = (".txt", ".md", *DELIMITED_ENDINGS)
NAMED_FILES = 10  # files that a message names before it counts the rest
# Something that can be counted: a letter, a digit, or a sign such as an emoji.
_COUNTABLE = regex.compile(r"[\p{L}\p{N}\p{So}\p{Extended_Pictographic}]")


@dataclass(frozen=True)
class ReadOptions:
    """How files are read: the encodings to try, the columns of tables, and what an error does.

    Metadata is ``composed``, to NFC, except for the corpora of version 0.1.
    ``transcript`` says that all files are transcripts, ``reading`` which reading of an edition is
    counted.
    """

    encodings: tuple[str, ...] = ("utf-8",)
    text: str = "text"
    document: str = "document"
    on_error: str = "raise"
    composed: bool = True
    speaker: str = "speaker"
    transcript: bool = False
    reading: str = EDITED


@dataclass(frozen=True)
class Skipped:
    """A file, or a row of a table, that could not be read, and why."""

    file: str
    reason: str


def list_described_files(
    path: Path, metadata: str | PathLike[str] | None, options: ReadOptions
) -> list[TextFile]:
    """List the files at a path, each with the metadata from a table or from its name.

    Raises
    ------
    DiscourseError
        If nothing is there, or the table or pattern of metadata cannot be read.
    """
    if metadata is None:
        return list_files(path)
    metadata_file = None if is_pattern(metadata) else Path(metadata)
    return add_metadata(
        list_files(path, exclude=metadata_file),
        metadata,
        document=options.document,
        encodings=options.encodings,
    )


def read_documents(files: Sequence[TextFile], options: ReadOptions) -> Iterator[Document | Skipped]:
    """Read the documents of some files, in order; with ``on_error="skip"`` also what was skipped.

    Raises
    ------
    NotDecoded
        With ``on_error="raise"``, if a file is in none of the encodings given.
    DiscourseError
        With ``on_error="raise"``, if a file cannot be read as a whole, or its description does not
        fit it.
    """
    for file in files:
        try:
            found: list[Document | DiscourseError] = list(_read_file(file, options))
        except DiscourseError as error:
            if options.on_error == "raise":
                raise
            found = [error]
        for item in found:
            yield Skipped(file.place, str(item)) if isinstance(item, DiscourseError) else item


def _read_file(file: TextFile, options: ReadOptions) -> Iterator[Document | DiscourseError]:
    """Read the documents of a file; a row that is not a document is an error, raised or yielded."""
    raw, description = _open_file(file, options)
    digest = hashlib.sha256(raw.data).hexdigest()
    if description is not None:
        _check_hash(description, file, digest)
    read = find_reader(file.path.suffix.casefold())
    if read is None:
        raise DiscourseError(
            f"{file.place} is of a kind that is not read here; install the package that reads it."
        )
    for extract in read(raw):
        try:
            parts = _divide_extract(extract, file, description)
        except DiscourseError as error:
            if options.on_error == "raise":
                raise
            yield error
            continue
        for part in parts:
            try:
                document = _make_document(part, file, description, digest)
                document = _find_turns(document, file) if raw.transcript else document
                yield _compose_document(document) if options.composed else document
            except DiscourseError as error:
                if options.on_error == "raise":
                    raise
                yield error


def is_divided(file: TextFile) -> bool:
    """Whether a file holds several documents, according to its description."""
    try:
        described = _choose_description(file)
    except (DiscourseError, OSError):
        return False
    return described is not None and described.documents is not None


def _choose_description(file: TextFile) -> TextDescription | None:
    """The description of a file: the one beside it, or else that of its folder."""
    found = file.description
    return read_description(found, of_folder=found == file.shared) if found else None


def _divide_extract(
    extract: Extract | DiscourseError, file: TextFile, description: TextDescription | None
) -> list[Part]:
    if isinstance(extract, DiscourseError):
        raise extract
    _check_text(extract, file)
    return list(split_documents(extract, description, file.name))


def _open_file(file: TextFile, options: ReadOptions) -> tuple[RawFile, TextDescription | None]:
    """Read the bytes of a file, and the description beside it."""
    if file.refusal:
        raise DiscourseError(f"{file.place} {file.refusal}")
    try:
        with file.path.open("rb", buffering=0) as opened:  # a buffer would be copied
            data = opened.readall()
        description = _choose_description(file)
    except OSError as error:
        raise DiscourseError(
            f"{file.place} cannot be read ({error.strerror}); make it readable, or remove it."
        ) from None
    own = description.encoding if description else ""
    encodings = (own,) if own else options.encodings
    raw = RawFile(
        file.path,
        file.place,
        data,
        encodings,
        options.text,
        options.document,
        options.speaker,
        (description.reading if description else "") or options.reading,
        options.transcript or (description is not None and description.transcript),
    )
    return raw, description


def _check_hash(description: TextDescription, file: TextFile, digest: str) -> None:
    if description.sha256 not in ("", digest):
        raise DiscourseError(
            f"{file.place} has the sha256 {digest}, but {description.path} says "
            f"{description.sha256}; restore the text, or write its new hash there if the change "
            "is intended."
        )


def _make_document(
    part: Part, file: TextFile, description: TextDescription | None, digest: str
) -> Document:
    extract = part.extract
    document = Document(
        name=extract.name or file.name,
        text=extract.text,
        sha256=text_hash(extract.source or extract.text) if extract.name else digest,
        regions=extract.regions,
        metadata={**extract.metadata, **file.metadata},
        made_by=extract.made_by,
        file=file.place,
        annotation=extract.annotation,
    )
    if description is None:
        return document
    try:
        return _apply_description(document, file, description, part.front)
    except DiscourseError as error:
        if description.path != file.shared and not extract.name:
            raise
        which = f"{file.place}, {extract.name!r}" if extract.name else file.place
        raise DiscourseError(f"{which}: {error}") from None


def _compose_document(document: Document) -> Document:
    if not document.metadata:
        return document
    try:
        return replace(document, metadata=compose_metadata(document.metadata))
    except DiscourseError as error:
        raise DiscourseError(f"{shorten(document.file)}: {error}") from None


def _check_text(extract: Extract, file: TextFile) -> None:
    place = f"{file.place}, {extract.name!r}," if extract.name else file.place
    is_row = file.path.suffix.casefold() in TABLE_ENDINGS
    way_out = "remove its row from the table" if is_row else "remove it from the folder"
    if not extract.text.strip():
        raise DiscourseError(f"{place} is empty; {way_out}, or put its text in.")
    if not _COUNTABLE.search(extract.text):
        raise DiscourseError(f"{place} contains no letters or digits; {way_out}.")


def _apply_description(
    document: Document, file: TextFile, description: TextDescription, front: int
) -> Document:
    """Give a document the regions and metadata of its description."""
    text = document.text[front:]
    own = description.of_kind(f"{file.name}{file.path.suffix}", text)
    metadata = own.metadata_in(text)
    _check_source_metadata(file, own.path, metadata)
    regions = drop_front(tile(text, own), front) if own.rules else document.regions
    return replace(
        document,
        regions=regions,
        metadata={**document.metadata, **metadata},
        description=description.digest,
    )


def _find_turns(document: Document, file: TextFile) -> Document:
    """Divide a transcript into turns, unless its reader has done so."""
    if any(region.name == TURN for region in document.regions):
        return document
    regions = divide_into_turns(document.text, document.regions, file.place)
    return replace(document, regions=regions)


def _check_source_metadata(file: TextFile, path: Path, described: Mapping[str, Value]) -> None:
    """Refuse contradictory metadata; what a file says about itself may be overruled."""
    for key in file.metadata.keys() & described.keys():
        if str(file.metadata[key]) != str(described[key]):
            raise DiscourseError(
                f"{path}: {key} is {described[key]!r}, but the metadata given for "
                f"{file.place} says {file.metadata[key]!r}; correct one of them."
            )


def name_other_files(
    error: NotDecoded, files: Sequence[TextFile], options: ReadOptions
) -> NotDecoded:
    """Add to an error the names of all later files that are in none of the encodings either."""
    places = [file.place for file in files]
    later = files[places.index(error.place) + 1 :]
    others = [shorten(file.path.name) for file in later if _is_undecodable(file, options)]
    if not others:
        return error
    more = f" and {len(others) - NAMED_FILES} more" if len(others) > NAMED_FILES else ""
    named = ", ".join(others[:NAMED_FILES])
    return NotDecoded(error.place, f"{error.reason} The same is true of {named}{more}.")


def _is_undecodable(file: TextFile, options: ReadOptions) -> bool:
    """Whether a file of plain text is in none of the encodings."""
    if file.path.suffix.casefold() not in PLAIN_ENDINGS:
        return False
    try:
        _open_file(file, options)[0].decode()
    except NotDecoded:
        return True
    except DiscourseError:
        return False
    return False
