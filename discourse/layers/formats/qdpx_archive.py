"""The archive of a REFI-QDA project, opened with care: it may come from anybody."""

import io
import zipfile
from pathlib import PurePosixPath
from typing import Any

from discourse.errors import DiscourseError, count_noun
from discourse.layers.aligning import SourceFile
from discourse.text.limits import LARGEST_FILE, format_bytes, shorten
from discourse.text.packages import import_package

NAMESPACE = "urn:QDA-XML:project:1.0"
PROJECT = "project.qde"
MOST_ENTRIES = 100_000


def qda_tag(name: str) -> str:
    """The name of an element of a project, with its namespace."""
    return f"{{{NAMESPACE}}}{name}"


def open_archive(source: SourceFile) -> zipfile.ZipFile:
    """Open an archive, and refuse one that is damaged or unpacks elsewhere or to too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
    except zipfile.BadZipFile:
        raise DiscourseError(
            f"{source.place} is damaged, or not a .qdpx file; export the project again."
        ) from None
    entries = archive.infolist()
    for entry in entries:
        inner = PurePosixPath(entry.filename.replace("\\", "/"))
        if inner.is_absolute() or ".." in inner.parts:
            raise DiscourseError(
                f"{source.place} contains an entry that would unpack elsewhere, "
                f"{shorten(entry.filename)!r}; do not trust it."
            )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_FILE or len(entries) > MOST_ENTRIES:
        raise DiscourseError(
            f"{source.place} unpacks to {format_bytes(unpacked)} in "
            f"{count_noun(len(entries), 'file')}, and the limit is "
            f"{format_bytes(LARGEST_FILE)} in {MOST_ENTRIES:,}; export it without sound and "
            "pictures."
        )
    return archive


def unpack_entry(source: SourceFile, archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of an entry, whose folder may be written in small letters; never too many."""
    names = {entry.casefold(): entry for entry in archive.namelist()}
    if name.casefold() not in names:
        raise DiscourseError(f"{source.place} has no {shorten(name)!r}; export the project again.")
    try:
        with archive.open(names[name.casefold()]) as opened:
            data = opened.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise DiscourseError(
            f"{source.place}: {shorten(name)!r} cannot be unpacked ({error}); export the project "
            "again."
        ) from None
    if len(data) > LARGEST_FILE:
        raise DiscourseError(
            f"{source.place}: {shorten(name)!r} unpacks to more than {format_bytes(LARGEST_FILE)}, "
            "which is the limit."
        )
    return data


def parse_project(source: SourceFile, archive: zipfile.ZipFile) -> Any:
    """Parse ``project.qde``; nothing is fetched, and entities are refused."""
    etree = import_package("lxml.etree", "lxml", source.place)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    if not any(name.casefold() == PROJECT for name in archive.namelist()):
        raise DiscourseError(
            f"{source.place} is an archive, but not a REFI-QDA project: it has no {PROJECT!r}; "
            "export the project as .qdpx from the program that it was made with."
        )
    data = unpack_entry(source, archive, PROJECT)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DiscourseError(
            f"{source.place}: {PROJECT} is not well-formed XML ({error}); export the project again."
        ) from None
    if root.getroottree().docinfo.doctype or next(root.iter(etree.Entity), None) is not None:
        raise DiscourseError(
            f"{source.place}: {PROJECT} declares entities, which no project does; do not trust it."
        )
    if root.tag != qda_tag("Project"):
        raise DiscourseError(
            f"{source.place}: {PROJECT} is not a REFI-QDA project; export the project again."
        )
    return root
