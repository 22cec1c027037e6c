"""The files of a saved corpus: found, compared with what was saved, and mapped.

Nothing is unpickled. What numpy and Arrow raise for a damaged file cannot be foreseen, so every
error of theirs becomes one that names the file.
"""

import hashlib
import mmap
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.lib.format import read_array_header_1_0, read_magic
from numpy.typing import NDArray

from discourse.corpus.store.bounds import are_strings
from discourse.corpus.store.checksum import checksum
from discourse.errors import DiscourseError

ARRAY_ENDING, TABLE_ENDING = ".npy", ".arrow"
LONGEST_HEADER = 1 << 12  # in bytes, of an array


@dataclass(frozen=True)
class SavedFiles:
    """The files of one generation, with the size and hash that were saved of each.

    Attributes
    ----------
    folder : Path
        The folder of the saved corpus, as messages name it.
    generation : Path
        The folder in it that holds the files.
    listed : mapping
        The ``bytes`` and the ``sha256`` of each file by its name.
    checksums : mapping, optional
        The checksum of each file by its name, as `checksum` makes it. A file that has it needs no
        comparison of hashes.
    mapped : dict
        The content of each file that was mapped, by its name.
    """

    folder: Path
    generation: Path
    listed: Mapping[str, Any]
    checksums: Mapping[str, str] = field(default_factory=dict)
    mapped: dict[str, memoryview] = field(default_factory=dict, init=False)

    def check(self, *, hashed: bool) -> None:
        """Compare the size of each file with that which was saved and, if asked, its content.

        Raises
        ------
        FileNotFoundError
            If a file is lost.
        DiscourseError
            If one differs, or cannot be read.
        """
        for name, saved in self.listed.items():
            with self._naming(name):
                found = (self.generation / name).stat()
            if found.st_size != saved["bytes"]:
                raise DiscourseError(
                    f"{self.folder}: {name} has {found.st_size} bytes, but {saved['bytes']} were "
                    "saved; save the corpus again."
                )
            if not stat.S_ISREG(found.st_mode):  # a pipe or a device, which may never end
                raise self._damage(name)
            if hashed and not self._is_as_saved(name):
                raise DiscourseError(
                    f"{self.folder}: {name} is not what was saved; save the corpus again."
                )

    def _is_as_saved(self, name: str) -> bool:
        """Whether a file has the checksum that was saved or, failing that, the hash."""
        with self._naming(name):
            content = self._map(name)
            if name in self.checksums and checksum(content) == self.checksums[name]:
                return True
            return hashlib.sha256(content).hexdigest() == str(self.listed[name]["sha256"])

    def _map(self, name: str) -> memoryview:
        if name not in self.mapped:
            self.mapped[name] = map_file(self.generation / name)
        return self.mapped[name]

    def has_table(self, name: str) -> bool:
        """Whether a table was saved that not every corpus has."""
        return f"{name}{TABLE_ENDING}" in self.listed

    def has_array(self, name: str) -> bool:
        """Whether an array was saved that not every corpus has."""
        return f"{name}{ARRAY_ENDING}" in self.listed

    def map_array(self, name: str, *kinds: type[np.integer[Any]]) -> NDArray[Any]:
        """Map an array whose numbers have one of some types."""
        file = f"{name}{ARRAY_ENDING}"
        with self._naming(file):
            content = self._map(file)
            header = BytesIO(content[:LONGEST_HEADER])
            if read_magic(header) != (1, 0):
                raise ValueError(file)
            shape, _, kind = read_array_header_1_0(header)
            array: NDArray[Any] = np.frombuffer(content, kind, offset=header.tell())
            if kind not in kinds or shape != array.shape:
                raise ValueError(file)
            return array

    def map_table(self, name: str) -> pa.Table:
        """Map a table, whose values lie inside the file."""
        file = f"{name}{TABLE_ENDING}"
        with self._naming(file):
            table = pa.ipc.open_file(pa.py_buffer(self._map(file))).read_all()
            table.validate()
            for chunk in (chunk for column in table.columns for chunk in column.chunks):
                if chunk.type != pa.string() or chunk.null_count or not len(chunk):
                    chunk.validate(full=True)
                elif not are_strings(chunk):
                    raise ValueError(file)
            return table

    def make_frame(self, name: str, table: pa.Table) -> pd.DataFrame:
        """Turn a mapped table into a frame, as the pandas metadata in its file says."""
        with self._naming(f"{name}{TABLE_ENDING}"):
            frame: pd.DataFrame = table.to_pandas()
        if list(frame.columns) != table.column_names or list(frame.index) != list(
            range(len(frame))
        ):
            self.refuse_table(name)
        return frame

    @contextmanager
    def _naming(self, name: str) -> Iterator[None]:
        """Let the errors of whoever reads a file name it."""
        if name not in self.listed:
            raise FileNotFoundError(2, "not listed", name)
        try:
            yield
        except FileNotFoundError:
            raise FileNotFoundError(2, "lost", name) from None
        except Exception:
            raise self._damage(name) from None

    def refuse_table(self, name: str) -> NoReturn:
        """Refuse a table that is not of the form in which it was saved."""
        raise self._damage(f"{name}{TABLE_ENDING}")

    def refuse_array(self, name: str) -> NoReturn:
        """Refuse an array whose numbers leave their bounds."""
        raise self._damage(f"{name}{ARRAY_ENDING}")

    def _damage(self, name: str) -> DiscourseError:
        return DiscourseError(
            f"{self.folder}: {name} is damaged and cannot be read; save the corpus again."
        )


def map_file(path: Path) -> memoryview:
    """The content of a file, of which only what is read is brought into memory."""
    with path.open("rb") as file:
        # An empty file cannot be mapped.
        size = os.fstat(file.fileno()).st_size
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b"")
