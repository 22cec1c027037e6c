"""The parts of a file of a word processor, which is an archive of XML: nothing in it is run."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from discourse.errors import DiscourseError
from discourse.publish.provenance.allowance import LARGEST_FILE
from discourse.text.extract import RawFile
from discourse.text.packages import import_package
from discourse.text.readers.archives import check_archive


def read_manuscript_bytes(path: Path) -> bytes:
    """Read a file, unless it is none or too large.

    Raises
    ------
    DiscourseError
        If there is no such file, or if it is too large.
    """
    if not path.is_file():
        raise DiscourseError(f"{path} does not exist or is no file; give a manuscript.")
    if path.stat().st_size > LARGEST_FILE:
        raise DiscourseError(f"{path} is larger than {LARGEST_FILE:,} bytes; divide it.")
    return path.read_bytes()


def raw_manuscript(path: Path) -> RawFile:
    """A manuscript as the readers of texts take it."""
    data = read_manuscript_bytes(path)
    return RawFile(path, path.name, data, ("utf-8",), "text", "document")


class XmlParts:
    """The parts of an archive: each is parsed when it is asked for.

    Entities are not expanded, and nothing is fetched.

    Raises
    ------
    DiscourseError
        If the file is no archive, is damaged, or unpacks to too much.
    """

    def __init__(self, path: Path, kind: str) -> None:
        self.raw = raw_manuscript(path)
        self.etree = import_package("lxml.etree", "lxml", self.raw.place)
        check_archive(self.raw, f"is damaged, or not {kind}; open it and save it again.")
        self.trees: dict[str, Any] = {}
        with zipfile.ZipFile(io.BytesIO(self.raw.data)) as archive:
            names = archive.namelist()
        self.names = frozenset(names)
        if len(self.names) < len(names):  # which one is read differs from program to program
            raise self.raw.error("is damaged: it has two parts of one name; save it again.")

    def parse(self, name: str) -> Any:
        """The root element of a part; None if there is no such part."""
        if name not in self.names:
            return None
        if name not in self.trees:
            parser = self.etree.XMLParser(
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                # So that a text that one of these stands in is one text.
                remove_comments=True,
                remove_pis=True,
                strip_cdata=True,
            )
            try:
                with zipfile.ZipFile(io.BytesIO(self.raw.data)) as archive:
                    root = self.etree.fromstring(archive.read(name), parser)
            except Exception as error:  # what zipfile, zlib and lxml raise
                raise self.raw.error(
                    f"cannot be read: its part {name} is damaged ({type(error).__name__}); open it "
                    "and save it again."
                ) from None
            if self._has_entities(root):
                raise self.raw.error(
                    f"is refused: its part {name} has entities that would have to be expanded; "
                    "open it in the program that made it, and save it again."
                )
            self.trees[name] = root
        return self.trees[name]

    def _has_entities(self, root: Any) -> bool:
        declared = root.getroottree().docinfo.internalDTD
        is_declared = declared is not None and any(True for _ in declared.iterentities())
        return is_declared or next(root.iter(self.etree.Entity), None) is not None

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        """The pictures, each with its name, in the order of the names."""
        with zipfile.ZipFile(io.BytesIO(self.raw.data)) as archive:
            for name in sorted(self.names):
                if "media" in Path(name).parts[:-1] and not name.endswith("/"):
                    yield Path(name).name, archive.read(name)

    def files(self, folder: str) -> Iterator[tuple[str, bytes]]:
        """The parts in a folder of the archive, each with its whole name."""
        with zipfile.ZipFile(io.BytesIO(self.raw.data)) as archive:
            for name in sorted(self.names):
                if name.startswith(folder) and not name.endswith("/"):
                    yield name, archive.read(name)

    def pack(self, roots: Iterable[Any]) -> bytes:
        """The archive with some changed parts, given by their roots."""
        changed = {
            name: self.etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            for name, tree in self.trees.items()
            if any(tree is root for root in roots)
        }
        return repack(self.raw.data, changed)


def repack(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """An archive with some of its entries replaced, in the same order and with the same dates."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in archive.infolist():
            content = changed.get(entry.filename)
            kind = entry.compress_type
            copy.writestr(entry, archive.read(entry) if content is None else content, kind)
    return packed.getvalue()
