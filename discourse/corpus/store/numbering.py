"""Number the forms of words in the order of their first occurrence.

Nearly all words of most texts are short: their bytes fit into one whole number. Whole numbers are
looked up several times as fast as strings. A longer word is looked up among the strings first, and
its number there, marked by a byte that begins no UTF-8, takes the place of its bytes.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

SHORT = 8  # bytes of a whole number
LONG = 0xFF  # the last byte of the number of a longer word
PADDING = "\n" * (SHORT - 1)  # after a text, so that eight bytes follow the start of every word


class WordPlaces(NamedTuple):
    """Words in some bytes of UTF-8, which `PADDING` follows: where each starts, and its length."""

    data: bytes
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]


class Keys(NamedTuple):
    """A number for each word, which longer ones have elsewhere, and these by their places."""

    numbers: NDArray[np.uint64]
    long: NDArray[np.int64]
    strings: pa.StringArray


def read_keys(words: WordPlaces) -> Keys:
    """What is needed of some words to number them, in a third of the memory."""
    long = _find_long(words)
    return Keys(_read_first_bytes(words), long, _pick_words(words, long))


def number_forms(groups: Sequence[Keys]) -> pa.DictionaryArray:
    """Number the forms of some groups of words as one, in the order of their first occurrence.

    The numbers of longer words are put in place in the groups.
    """
    numbers, strings = number_strings([group.strings for group in groups])
    for group in groups:
        own, numbers = np.split(numbers, [len(group.long)])
        group.numbers[group.long] = own.astype(np.uint64) << 8 | LONG
    indices, distinct = _number_distinct([group.numbers for group in groups], pa.uint64())
    forms = _spell_keys(distinct.to_numpy(), strings)
    return pa.DictionaryArray.from_arrays(pa.array(indices), forms)


def number_strings(arrays: Sequence[pa.StringArray]) -> tuple[NDArray[np.int32], pa.StringArray]:
    """Number strings in the order of their first occurrence: that of each, and the distinct ones.

    Examples
    --------
    >>> numbers, distinct = number_strings([pa.array(["b", "a"]), pa.array(["a", "c"])])
    >>> numbers.tolist(), distinct.to_pylist()
    ([0, 1, 1, 2], ['b', 'a', 'c'])
    """
    return _number_distinct(arrays, pa.string())


def encode_distinct(values: pa.Array | pa.ChunkedArray) -> Any:
    """Arrow's dictionary encoding, in memory that NumPy can use afterwards.

    It takes ten times the memory of its result, which Arrow would keep for itself.
    """
    return pc.dictionary_encode(values, memory_pool=pa.system_memory_pool())


def _number_distinct(
    arrays: Sequence[Any], kind: pa.DataType
) -> tuple[NDArray[np.int32], pa.Array]:
    encoded = encode_distinct(pa.chunked_array(arrays, kind))
    chunks = [chunk.indices.to_numpy() for chunk in encoded.chunks]
    distinct = encoded.chunk(0).dictionary if chunks else pa.array([], kind)
    return np.concatenate([np.empty(0, dtype=np.int32), *chunks]), distinct


def _read_first_bytes(words: WordPlaces) -> NDArray[np.uint64]:
    """The first bytes of each word, as many as fit into a whole number; 0 stands for no byte."""
    size = max(len(words.data) - SHORT + 1, 0)
    numbers = np.ndarray((size,), np.dtype("<u8"), words.data, strides=(1,))
    keys = numbers[words.starts].astype(np.uint64, copy=False)
    absent = np.minimum(words.lengths, SHORT)
    absent -= SHORT
    absent *= -8
    keys <<= absent.view(np.uint64)
    return keys


def _find_long(words: WordPlaces) -> NDArray[np.int64]:
    """Which words are longer than a key, or contain the byte that stands for none."""
    is_long = words.lengths > SHORT
    if b"\0" in words.data:
        before = np.append(0, np.cumsum(np.frombuffer(words.data, np.uint8) == 0))
        is_long |= before[words.starts + words.lengths] > before[words.starts]
    return np.flatnonzero(is_long)


def _pick_words(words: WordPlaces, numbers: NDArray[np.int64]) -> pa.StringArray:
    """Some of the words, as strings."""
    offsets = np.zeros(len(numbers) + 1, dtype=np.int32)
    np.cumsum(words.lengths[numbers], out=offsets[1:])
    places = np.repeat(words.starts[numbers] - offsets[:-1], np.diff(offsets))
    places += np.arange(len(places))
    picked = np.frombuffer(words.data, np.uint8)[places]
    return _join_strings(offsets, picked)


def _spell_keys(keys: NDArray[np.uint64], strings: pa.StringArray) -> pa.StringArray:
    """The words of distinct keys; those of the longer ones occur in the order of the strings."""
    is_long = (keys & 0xFF) == LONG
    spelled = np.where(is_long, 0, keys).astype("<u8").view(np.uint8)
    letters = spelled != 0
    offsets = np.zeros(len(keys) + 1, dtype=np.int32)
    np.cumsum(letters.reshape(-1, SHORT).sum(axis=1), out=offsets[1:])
    return pc.replace_with_mask(
        _join_strings(offsets, spelled[letters]), pa.array(is_long), strings
    )


def _join_strings(offsets: NDArray[np.int32], data: NDArray[np.uint8]) -> pa.StringArray:
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(offsets) - 1, buffers)
