"""Long lists of strings, as UTF-8 in one buffer: in memory, or in a mapped file."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from discourse.errors import DiscourseError

BATCH_STRINGS = 1 << 12
FIRST_OTHER = 0x80  # the first byte of UTF-8 that is not ASCII
LETTERS_AND_DIGITS = b"abcdefghijklmnopqrstuvwxyz0123456789"  # of which nearly all terms consist


class Strings(Sequence[str]):
    """Strings that are decoded on demand.

    Parameters
    ----------
    array : Array or ChunkedArray
        An Arrow array of strings or, for texts, of bytes: a Python string may contain half of a
        surrogate pair, which is not valid UTF-8 and must come back as it was.
    """

    def __init__(self, array: pa.Array | pa.ChunkedArray) -> None:
        self.array = array
        self._last: tuple[int | None, str] = (
            None,
            "",
        )  # callers usually take several slices of a text

    @staticmethod
    def of_texts(texts: Sequence[str]) -> "Strings":
        """Encode texts."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))]
        return Strings(pa.Array.from_buffers(pa.large_binary(), len(encoded), buffers))

    @staticmethod
    def of_names(names: Sequence[str]) -> "Strings":
        """Keep names, which are valid Unicode."""
        return Strings(pa.array(names, pa.string()))

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, key: int) -> str: ...
    @overload
    def __getitem__(self, key: slice) -> "Strings": ...
    def __getitem__(self, key: int | slice) -> "str | Strings":
        if isinstance(key, slice):
            return Strings(self.array[key])
        number, string = self._last
        if number != key:
            string = _decode_string(self.array[int(key)].as_py())
            self._last = (int(key), string)
        return string

    def __iter__(self) -> Iterator[str]:
        encoded = pa.types.is_large_binary(self.array.type)
        for start in range(0, len(self), BATCH_STRINGS):
            strings = self.array[start : start + BATCH_STRINGS].to_pylist()
            yield from map(_decode_string, strings) if encoded else strings

    def buffers(self) -> Iterator[NDArray[np.uint8]]:
        """The bytes of all strings, one array per buffer."""
        for data, borders in self._chunks():
            yield data[borders[0] : borders[-1]]

    def consist_of(self, characters: bytes) -> NDArray[np.bool_]:
        """Which strings have a character, and none besides some ASCII characters."""
        is_other = np.ones(256, dtype=bool)
        is_other[np.frombuffer(characters, np.uint8)] = False
        consist = []
        for data, borders in self._chunks():
            consist.append(np.diff(borders) > 0)
            others = np.flatnonzero(is_other[data[borders[0] : borders[-1]]]) + borders[0]
            consist[-1][np.searchsorted(borders, others, side="right") - 1] = False
        return np.concatenate([np.empty(0, dtype=bool), *consist])

    def characters(self) -> set[str]:
        """The characters that occur in names."""
        found: set[str] = set()
        for data in self.buffers():
            occurs = np.zeros(FIRST_OTHER, dtype=bool)
            occurs[data[data < FIRST_OTHER]] = True
            found.update(map(chr, np.flatnonzero(occurs).tolist()))
            found.update(data[data >= FIRST_OTHER].tobytes().decode())
        return found

    def place(self, string: str) -> int:
        """Where a string is among these, which ascend, or where it would be."""
        wanted = string.encode("utf-8", "surrogatepass")  # UTF-8 sorts as its characters do
        before = 0
        for data, borders in self._chunks():
            encoded, at = data.data, borders.data
            low, high = 0, len(at) - 1
            while low < high:
                middle = (low + high) // 2
                if bytes(encoded[at[middle] : at[middle + 1]]) < wanted:
                    low = middle + 1
                else:
                    high = middle
            if low < len(at) - 1:
                return before + low
            before += low
        return before

    def lengths(self) -> NDArray[np.int64]:
        """The number of characters of each string."""
        counts = [
            # Of the bytes of a character, all but the first are from 0x80 to 0xBF.
            np.count_nonzero(data[start:end].view(np.int8) >= -0x40)
            for data, borders in self._chunks()
            for start, end in pairwise(borders.tolist())
        ]
        return np.array(counts, dtype=np.int64)

    def _chunks(self) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.integer[Any]]]]:
        """The bytes of each chunk, and where its strings begin, followed by the end of the last."""
        array = self.array
        is_large = pa.types.is_large_binary(array.type) or pa.types.is_large_string(array.type)
        for chunk in array.chunks if isinstance(array, pa.ChunkedArray) else [array]:
            _, borders, data = chunk.buffers()
            places: NDArray[Any] = np.zeros(1, dtype=np.int64)
            if len(chunk):
                kind = np.int64 if is_large else np.int32
                places = np.frombuffer(borders, kind)[chunk.offset : chunk.offset + len(chunk) + 1]
            yield np.frombuffer(b"" if data is None else data, np.uint8), places

    def take(self, numbers: NDArray[np.integer[Any]]) -> "Strings":
        """The strings of the given numbers; a copy, unless they adjoin."""
        if len(numbers) and (np.diff(numbers) == 1).all():
            is_whole = len(numbers) == len(self)
            return self if is_whole else self[int(numbers[0]) : int(numbers[-1]) + 1]
        return Strings(self.array.take(pa.array(numbers, pa.int64())))


def _decode_string(value: str | bytes) -> str:
    if isinstance(value, str):
        return value
    try:
        return value.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:  # only in a saved corpus whose hashes were not compared
        raise DiscourseError(
            "a text of the saved corpus is damaged; load it with verify=True to see which file "
            "differs, and save the corpus again."
        ) from None
