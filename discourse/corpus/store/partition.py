"""A division of the tokens into parts, by any criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.index import Integers


@dataclass(frozen=True, eq=False)
class Partition:
    """A division of the tokens into parts, each of which has at least one token.

    Attributes
    ----------
    by : str
        What divides the tokens, e.g. "section".
    labels : sequence of str
        The name of each part; no two are equal.
    attributes : mapping of str to sequence of str
        What the parts are in terms of the corpus: for each attribute, such as "document", its value
        in each part.
    bounds : ndarray of int64
        The first token of each stretch, followed by the number of tokens. A part may have several
        stretches.
    codes : ndarray of int64
        The part of each stretch.
    conditions : sequence of str, optional
        The condition of each part, where it is not that each attribute has its value.
    factors : sequence of Factor, optional
        What the parts are combinations of, where the tokens are divided by several criteria.
    """

    by: str
    labels: Sequence[str]
    attributes: Mapping[str, Sequence[str]]
    bounds: NDArray[np.int64]
    codes: NDArray[np.int64]
    conditions: Sequence[str] | None = None
    factors: "Sequence[Factor]" = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", tuple(self.labels))
        object.__setattr__(self, "attributes", {k: tuple(v) for k, v in self.attributes.items()})
        for name in ("bounds", "codes"):
            object.__setattr__(self, name, _view_read_only(getattr(self, name)))

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """The number of tokens of each part, (parts,)."""
        sizes = np.bincount(self.codes, weights=np.diff(self.bounds), minlength=len(self))
        return _view_read_only(sizes.astype(np.int64))

    def of(self, positions: Integers) -> NDArray[np.int64]:
        """The part of each token."""
        return self.codes[np.searchsorted(self.bounds, positions, side="right") - 1]

    def stretches(self, start: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The part and the length of each stretch between two tokens."""
        first = np.searchsorted(self.bounds, start, side="right") - 1
        last = np.searchsorted(self.bounds, end)
        lengths = np.diff(self.bounds[first : last + 1].clip(start, end))
        return self.codes[first:last], lengths

    def label_column(self, part: Integers) -> "pd.Series[str]":
        """The label of each part, as a categorical column in the order of the parts."""
        # A view of the index, because its owner may rename the categories in place.
        return pd.Series(pd.Categorical.from_codes(part, self._index.view(), ordered=True))

    @property
    def criteria(self) -> list[str]:
        """The names of what the parts are combinations of; none if they are not."""
        return [factor.parts.by for factor in self.factors]

    @cached_property
    def _index(self) -> "pd.Index[str]":
        return pd.Index(list(self.labels), dtype="str")


class Factor(NamedTuple):
    """One of several criteria that divide the tokens, and for each combination its part."""

    parts: Partition
    codes: NDArray[np.int64]


def _view_read_only(array: NDArray[np.int64]) -> NDArray[np.int64]:
    view = array.view()
    view.flags.writeable = False
    return view


def quote_label(text: str) -> str:
    r"""Write a text as a condition compares with it: in quotes, with ``\\`` before a quote."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
