"""The files of a saved corpus: found, compared with what was saved, and mapped.

Nothing is unpickled. What numpy and Arrow raise for a damaged file cannot be foreseen, so every
error of theirs becomes one that names the file.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.checksum import checksum_file
from discourse.errors import DiscourseError

T = TypeVar("T")
ARRAY_ENDING, TABLE_ENDING = ".npy", ".arrow"


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
        The checksum of each file by its name, as `checksum_file` makes it. A file that has it needs
        no comparison of hashes.
    """

    folder: Path
    generation: Path
    listed: Mapping[str, Any]
    checksums: Mapping[str, str] = field(default_factory=dict)

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
            size = self._read(name, lambda file: file.stat().st_size)
            if size != saved["bytes"]:
                raise DiscourseError(
                    f"{self.folder}: {name} has {size} bytes, but {saved['bytes']} were saved; "
                    "save the corpus again."
                )
            if not (self.generation / name).is_file():  # a pipe or a device, which may never end
                raise self._damage(name)
            if hashed and not self._is_as_saved(name):
                raise DiscourseError(
                    f"{self.folder}: {name} is not what was saved; save the corpus again."
                )

    def _is_as_saved(self, name: str) -> bool:
        """Whether a file has the checksum that was saved or, failing that, the hash."""
        if name in self.checksums and self._read(name, checksum_file) == self.checksums[name]:
            return True
        return self._read(name, _hash_file) == str(self.listed[name]["sha256"])

    def has_table(self, name: str) -> bool:
        """Whether a table was saved that not every corpus has."""
        return f"{name}{TABLE_ENDING}" in self.listed

    def has_array(self, name: str) -> bool:
        """Whether an array was saved that not every corpus has."""
        return f"{name}{ARRAY_ENDING}" in self.listed

    def map_array(self, name: str, *kinds: type[np.integer[Any]]) -> NDArray[Any]:
        """Map an array whose numbers have one of some types."""

        def read(file: Path) -> NDArray[Any]:
            # Warnings are left as they are: their filters belong to the whole process, and threads
            # that open shards at the same time would put back those of each other.
            array = np.load(file, mmap_mode="r", allow_pickle=False)
            end = array.offset + array.nbytes
            if array.dtype not in kinds or array.ndim != 1 or end != file.stat().st_size:
                raise ValueError(file.name)
            return np.asarray(array)  # still mapped, but without the slower class np.memmap

        return self._read(f"{name}{ARRAY_ENDING}", read)

    def map_table(self, name: str) -> pa.Table:
        """Map a table, whose values lie inside the file."""

        def read(file: Path) -> pa.Table:
            table = pa.ipc.open_file(pa.memory_map(str(file))).read_all()
            table.validate(full=True)
            return table

        return self._read(f"{name}{TABLE_ENDING}", read)

    def make_frame(self, name: str, table: pa.Table) -> pd.DataFrame:
        """Turn a mapped table into a frame, as the pandas metadata in its file says."""
        frame: pd.DataFrame = self._read(f"{name}{TABLE_ENDING}", lambda _: table.to_pandas())
        if list(frame.columns) != table.column_names or list(frame.index) != list(
            range(len(frame))
        ):
            self.refuse_table(name)
        return frame

    def _read(self, name: str, read: Callable[[Path], T]) -> T:
        if name not in self.listed:
            raise FileNotFoundError(2, "not listed", name)
        try:
            return read(self.generation / name)
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


def _hash_file(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
