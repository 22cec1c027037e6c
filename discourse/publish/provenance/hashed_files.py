"""The texts below a folder, found by their hash."""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import chain, product
from pathlib import Path

from discourse.errors import DiscourseError
from discourse.text.description import hash_description
from discourse.text.document import READINGS, Document, Value, text_hash
from discourse.text.folder import DESCRIPTION_ENDING, FOLDER_DESCRIPTION, TextFile
from discourse.text.readers.formats import TOKENISED_ENDINGS, find_reader
from discourse.text.reading import ReadOptions, is_divided, read_documents
from discourse.text.table_files import TABLE_ENDINGS, read_table_rows, read_texts_of_cells
from discourse.text.turns import join_turns

LARGEST_TEXT = 2**30
# Trying them is harmless: the characters found are compared with those that are expected.
ENCODINGS = ("utf-8", "cp1252", "latin-1")


class HashedFiles:
    """The files below a folder by the hash of their bytes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[str, list[str]] = {}

    @cached_property
    def by_hash(self) -> dict[str, Path]:
        """The path of each file, by the first twelve hex digits of its sha256."""
        return {digest: self.copies[digest][0] for digest in reversed(self.copies)}

    @cached_property
    def copies(self) -> dict[str, list[Path]]:
        """The paths of each file and its copies, by the same digits."""
        found: dict[str, list[Path]] = {}
        for path in files_below(self.root):
            found.setdefault(_file_hash(path)[:12], []).append(path)
        return found

    def text_at(self, line_id: str, found: str = "") -> str:
        """Return the characters that a line's id names, in a file or in a table.

        An id does not name the reading of an edition: it is the one that has `found` there, or the
        edited one if none has.
        """
        digest, _, span = line_id.partition(":")
        start, _, end = span.partition("-")
        if digest not in self._texts:
            self._texts[digest] = list(self._read_texts(digest))
        named = [text[int(start) : int(end)] for text in self._texts[digest]]
        return found if found in named else named[0]

    def note_text(self, digest: str, text: str) -> None:
        """Remember a text that is in no file below the folder, for the lines in it."""
        self._texts.setdefault(digest, [text])

    def _read_texts(self, digest: str) -> Iterator[str]:
        if digest not in self.by_hash and digest in self._cells:
            yield self._cells[digest]
            return
        if digest not in self.by_hash and digest in self._parts:
            yield self._parts[digest]
            return
        if digest not in self.by_hash and digest in self._transcripts:
            yield self._transcripts[digest]
            return
        source = TextFile(self.path("a line", digest), "a line")
        readings = READINGS if source.path.suffix.casefold() == ".xml" else READINGS[:1]
        for reading in readings:
            (document,) = read_documents([source], ReadOptions(ENCODINGS, reading=reading))
            yield document.text if isinstance(document, Document) else ""

    @cached_property
    def _cells(self) -> dict[str, str]:
        """Every cell of every table, by its hash: a line's id does not name its text's column.

        The documents that a file is divided into have hashes of their own, too.
        """
        options = ReadOptions(ENCODINGS, on_error="skip")
        parts = (each for each in read_documents(self.exports(None), options))
        texts = [part.text for part in parts if isinstance(part, Document)]
        cells = (
            cell
            for table in self._files_with_endings(TABLE_ENDINGS)
            for cell in _table_cells(table.path)
        )
        return {text_hash(cell)[:12]: cell for cell in chain(texts, cells)}

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Every text of the tokenised files that hold several, by its hash."""
        files = self._files_with_endings(TOKENISED_ENDINGS)
        found = read_documents(files, ReadOptions(ENCODINGS, on_error="skip"))
        return {each.sha256[:12]: each.text for each in found if isinstance(each, Document)}

    @cached_property
    def _transcripts(self) -> dict[str, str]:
        """The joined turns of every table, whichever of its columns hold them and their names."""
        tables = self._files_with_endings(TABLE_ENDINGS)
        texts = chain.from_iterable(_joined_turns(table.path) for table in tables)
        return {text_hash(text)[:12]: text for text in texts}

    def tables(self) -> list[TextFile]:
        """The files that may hold several texts: these texts have hashes of their own."""
        return self._files_with_endings((*TABLE_ENDINGS, *TOKENISED_ENDINGS))

    def _files_with_endings(self, endings: Sequence[str]) -> list[TextFile]:
        return [
            TextFile(path, path.stem) for path in self.by_hash.values() if path.suffix in endings
        ]

    def folder_description(self, path: Path, digests: Collection[str] | None) -> Path | None:
        """The description of the folder of a file, or of the nearest above, that has such a hash.

        Without `digests`, any will do.
        """
        for folder in path.parents:
            found = self._folder_descriptions.get(folder / FOLDER_DESCRIPTION)
            if found and (digests is None or found in digests):
                return folder / FOLDER_DESCRIPTION
            if folder == self.root:
                break
        return None

    @cached_property
    def _folder_descriptions(self) -> dict[Path, str]:
        """The first twelve hex digits of the hash of each description of a folder."""
        below = files_below(self.root)
        named = (p for p in below if p.name == FOLDER_DESCRIPTION and os.access(p, os.R_OK))
        return {path: hash_description(path.read_bytes())[:12] for path in named}

    def exports(self, digests: Collection[str] | None) -> list[TextFile]:
        """The files that hold several documents, according to their descriptions."""
        sources = (
            TextFile(path, path.stem, shared=self.folder_description(path, digests))
            for path in self.by_hash.values()
            if path.suffix != DESCRIPTION_ENDING and find_reader(path.suffix.casefold())
        )
        return [source for source in sources if is_divided(source)]

    def path(self, name: str, digest: str) -> Path:
        """Find the file that has a hash.

        Raises
        ------
        DiscourseError
            If no file below the folder has it.
        """
        path = self.by_hash.get(digest)
        if path is None:
            near = [p for p in self.by_hash.values() if p.stem == Path(name).stem]
            other = f"; {near[0].relative_to(self.root)} has another hash" if near else ""
            raise DiscourseError(
                f"no text below {self.root} has the hash {digest} of {name!r}{other}."
            )
        return path


def files_below(root: Path) -> Iterator[Path]:
    """Find the regular files below a folder, sorted, without hidden files and symbolic links."""
    for folder, inner, names in os.walk(root, followlinks=False):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _file_hash(path: Path) -> str:
    """The hash of a file; "" for one that is too large to be a text, or cannot be read."""
    with suppress(OSError):
        if path.stat().st_size <= LARGEST_TEXT:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _table_cells(path: Path) -> Iterator[str]:
    """The texts in the cells of a table; of a broken table, those before the fault."""
    with suppress(AttributeError, DiscourseError, OSError, RecursionError, ValueError):
        yield from read_texts_of_cells(path.read_bytes(), path.suffix, ENCODINGS)


def _joined_turns(path: Path) -> Iterator[str]:
    """The texts that the rows of a table make if they are turns, by each column of names."""
    with suppress(DiscourseError, OSError, RecursionError, ValueError):
        _, found = read_table_rows(path.read_bytes(), path.suffix, ENCODINGS, path.name)
        rows = [row for _, row in found if not isinstance(row, DiscourseError)]
        columns = list(dict.fromkeys(chain.from_iterable(rows)))
        for said, name in product(columns, ["", *columns]):
            turns: dict[str, list[Mapping[str, Value]]] = {}
            for row in rows:
                if said in row:
                    turns.setdefault(str(row.get(name, "")), []).append(row)
            joined = join_turns(turns, text=said, speaker=name)
            yield from (each.text for each in joined.values())
