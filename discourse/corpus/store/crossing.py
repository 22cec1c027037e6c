"""What sequences of tokens run over: borders of units, marks between words, edges of spans."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.corpus.store.index import Integers
from discourse.corpus.store.parts import UNITS, span_layer_names, unit_bounds
from discourse.corpus.store.placing import SpanLayer
from discourse.corpus.store.store import Store
from discourse.errors import check_texts, one_of
from discourse.text.characters import code_points

MARK, QUOTATION_MARK_SIGN = "mark", "quotation_mark"
# What two words may have between them.
SIGNS = {MARK: r"\p{P}", QUOTATION_MARK_SIGN: r"[\p{Quotation_Mark}`]"}


class Crossing(NamedTuple):
    """A column that says which hits run over something, or lie inside of it.

    ``limits`` has a position for each token. A hit that starts there runs over something if it
    reaches beyond this position; it lies inside if it does not.
    """

    column: str
    limits: NDArray[np.int64]
    is_inside: bool = False

    def flag(self, starts: Integers, n: Integers | int) -> NDArray[np.bool_]:
        """Which of the sequences of `n` tokens that start at some tokens have the property."""
        flags: NDArray[np.bool_] = (self.limits[starts] < starts + n) != self.is_inside
        return flags


def read_crossings(store: Store, across: str | Sequence[str]) -> list[Crossing]:
    """What sequences are asked about; of a layer, whether they lie inside of its spans, too.

    Parameters
    ----------
    store : Store
        The tokens and their layers.
    across : str or sequence of str
        "sentence", "section", "document", "mark", "quotation_mark", or layers of spans.

    Examples
    --------
    >>> import discourse as dc
    >>> store = dc.Corpus.from_texts({"a": "We met. We, too, met."}).store
    >>> sentence, mark = read_crossings(store, ["sentence", "mark"])
    >>> sentence.flag(np.arange(4), 2).tolist(), mark.flag(np.arange(4), 2).tolist()
    ([False, True, False, False], [False, True, True, True])
    """
    names = [*UNITS, *SIGNS]
    known = [*names, *(name for name in span_layer_names(store) if name not in names)]
    asked = dict.fromkeys(
        one_of("across", each, known) for each in check_texts("across", across, MARK)
    )
    return [crossing for name in asked for crossing in _read_crossing(store, name)]


def _read_crossing(store: Store, name: str) -> list[Crossing]:
    column = f"across_{name}"
    if name in UNITS:
        return [Crossing(column, _next_border(unit_bounds(store, name), store.size))]
    if name in SIGNS:
        return [Crossing(column, _next_border(_find_signs(store, SIGNS[name]), store.size))]
    layer: Any = store.layers[name]
    return [
        Crossing(column, _next_border(_list_edges(layer), store.size)),
        Crossing(f"inside_{name}", _reach_of_spans(layer, store.size), is_inside=True),
    ]


def _next_border(borders: Integers, size: int) -> NDArray[np.int64]:
    """The first border after each token, or the number of tokens."""
    bounds = np.append(np.unique(borders), size).astype(np.int64)
    return bounds[np.searchsorted(bounds, np.arange(size), side="right")]


def _list_edges(layer: SpanLayer) -> NDArray[np.int64]:
    here = layer.has_tokens
    return np.concatenate([layer.first[here], layer.end[here]])


def _reach_of_spans(layer: SpanLayer, size: int) -> NDArray[np.int64]:
    """The furthest end of the spans that have begun at or before each token."""
    here = layer.has_tokens
    reach: NDArray[np.int64] = np.zeros(size, dtype=np.int64)
    np.maximum.at(reach, layer.first[here], layer.end[here])
    return np.maximum.accumulate(reach)


def _find_signs(store: Store, pattern: str) -> NDArray[np.int64]:
    """The tokens before which a sign occurs: between them and the token before."""
    index, found = store.index, [np.empty(0, dtype=np.int64)]
    ends = index.ends[:].astype(np.int64)
    for number, text in enumerate(store.texts):
        first, after = index.documents[number : number + 2].tolist()
        if after - first < 2:
            continue
        points = code_points(text)
        before = np.append(0, np.cumsum(_sign_table(pattern)[points]))
        gaps = before[index.starts[first + 1 : after]] - before[ends[first : after - 1]]
        found.append(first + 1 + np.flatnonzero(gaps > 0))
    return np.concatenate(found)


@cache
def _sign_table(pattern: str) -> NDArray[np.bool_]:
    """Which code points match a pattern; cached, because it takes a tenth of a second."""
    every = np.arange(0x110000, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    table = np.zeros(len(every), dtype=bool)
    table[[match.start() for match in regex.finditer(pattern, every)]] = True
    return table
