"""Columns of strings that are written when they are read.

A table of terms by documents has a row for each term of each document, and a query in each row:
millions of strings, of which a reader looks at some dozens. Such a column knows how to write any
of its rows. Rows that are selected, sorted or shown stay unwritten, or are written alone;
whatever else is done with it writes all of them, and from then on it is a column like others.
"""

from abc import ABCMeta
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Writer = Callable[[Rows], pa.ChunkedArray]
Plain: Any = pd.arrays.ArrowStringArray


class _EqualToPlain(ABCMeta):
    """Pandas compares arrays only if their types are equal: these equal those that are written."""

    def __eq__(cls, other: object) -> bool:
        return other is Plain or other is cls

    def __hash__(cls) -> int:
        return hash(Plain)


class DeferredStrings(Plain, metaclass=_EqualToPlain):  # type: ignore[misc]
    """Strings of which each row is written on demand; `defer_strings` makes them.

    ``_write`` is missing once all are written. ``_rows`` is how many rows there are, or the numbers
    of those that are left.
    """

    _write: Writer | None = None
    _rows: int | Rows = 0

    @classmethod
    def of_rows(cls, write: Writer, rows: int | Rows) -> "DeferredStrings":
        """Strings that `write` writes as large strings, given the numbers of some rows."""
        made = cls(
            pa.chunked_array([], pa.large_string()),
            dtype=pd.StringDtype("pyarrow", na_value=np.nan),
        )
        made._write, made._rows = write, rows
        return made

    @property
    def _pa_array(self) -> pa.ChunkedArray:
        """All strings; pandas reads them here."""
        if self._write is not None:
            self._pa_array = self._write(self._numbers)
        return self._strings

    @_pa_array.setter
    def _pa_array(self, strings: pa.ChunkedArray) -> None:
        self._write = None
        self._strings = strings

    @property
    def _numbers(self) -> Rows:
        return np.arange(self._rows) if isinstance(self._rows, int) else self._rows

    def _from_pyarrow_array(self, pa_array: pa.Array | pa.ChunkedArray) -> Plain:
        return Plain(pa_array, dtype=self.dtype)

    def __len__(self) -> int:
        if self._write is None:
            return len(self._strings)
        return self._rows if isinstance(self._rows, int) else len(self._rows)

    def __getitem__(self, item: Any) -> Any:
        if self._write is None:
            return super().__getitem__(item)
        if isinstance(item, slice):
            return self._select(self._numbers[item])
        item = pd.api.indexers.check_array_indexer(self, item)
        if isinstance(item, np.ndarray):
            return self._select(self._numbers[item])
        if isinstance(item, (int, np.integer)):
            return self._write(self._numbers[item : item + 1 or None])[0].as_py()
        return super().__getitem__(item)

    def take(self, indices: Any, allow_fill: bool = False, fill_value: Any = None) -> Any:
        """Some of the rows, unwritten unless a row is to be missing."""
        places = np.asarray(indices, dtype=np.int64)
        if self._write is None or not len(places) or (allow_fill and places.min() < 0):
            return super().take(indices, allow_fill=allow_fill, fill_value=fill_value)
        return self._select(self._numbers[places])

    def _select(self, rows: Rows) -> "DeferredStrings":
        assert self._write is not None
        return DeferredStrings.of_rows(self._write, rows)

    def copy(self) -> Any:
        """The same rows."""
        return super().copy() if self._write is None else self._select(self._numbers)

    def view(self, dtype: Any = None) -> Any:
        """The same rows; pandas may make the view read-only."""
        if dtype is not None or self._write is None:
            return super().view(dtype)
        viewed = self._select(self._numbers)
        viewed._readonly = getattr(self, "_readonly", False)
        return viewed

    def isna(self) -> NDArray[np.bool_]:
        """Which strings are missing: none that are to be written."""
        return super().isna() if self._write is None else np.zeros(len(self), dtype=bool)

    @property
    def nbytes(self) -> int:
        """The memory that the column takes now."""
        if self._write is None:
            return int(self._strings.nbytes)
        return 0 if isinstance(self._rows, int) else self._rows.nbytes

    def __reduce__(self) -> Any:
        return partial(Plain, dtype=self.dtype), (self._pa_array,)


def defer_strings(write: Writer, rows: int) -> "pd.Series[str]":
    """A column of strings, each of which is written when it is read.

    Examples
    --------
    >>> import pyarrow as pa
    >>> column = defer_strings(lambda rows: pa.chunked_array([list(map(str, rows))]), 1_000_000)
    >>> column.iloc[[7, 999_999]].tolist()
    ['7', '999999']
    """
    return pd.Series(DeferredStrings.of_rows(write, rows))
