"""What sequences of tokens run over: borders of units, marks between words, edges of spans."""

from collections.abc import Sequence
from concurrent.futures import Executor
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.corpus.store.gram_packing import GramCounts
from discourse.corpus.store.grams import count_grams, count_grams_between, count_in_shards
from discourse.corpus.store.index import Integers
from discourse.corpus.store.layer_values import count_values
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import UNITS, span_layer_names, unit_bounds
from discourse.corpus.store.placing import SpanLayer
from discourse.corpus.store.shards import ShardedStore
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
    names = _name_crossings(store, across)
    return [crossing for name in names for crossing in _read_crossing(store, name)]


def crossing_columns(store: Store, across: str | Sequence[str]) -> list[str]:
    """The columns that tell what sequences run over; of a layer, also whether they lie inside."""
    columns = []
    for name in _name_crossings(store, across):
        columns.append(f"across_{name}")
        if name not in (*UNITS, *SIGNS):
            columns.append(f"inside_{name}")
    return columns


def _name_crossings(store: Store, across: str | Sequence[str]) -> list[str]:
    names = [*UNITS, *SIGNS]
    known = [*names, *(name for name in span_layer_names(store) if name not in names)]
    asked = [one_of("across", each, known) for each in check_texts("across", across, MARK)]
    return list(dict.fromkeys(asked))


def count_crossing_grams(
    store: Store,
    n: int,
    across: str | Sequence[str],
    *,
    of: str,
    parts: Partition,
    within: str,
    min_count: int = 1,
    executor: Executor | None = None,
) -> tuple[GramCounts, dict[str, NDArray[np.int64]]]:
    """Count n-grams as `count_grams` does, and of each cell those that run over something.

    Where hits run over something is a division of the tokens, too: each part is divided further by
    whether the n-gram that starts at a token does, and the counts are then added up again.
    """
    columns = crossing_columns(store, across)
    counted = count_values(store, of)
    if isinstance(store, ShardedStore) and columns:
        cells = count_in_shards(
            counted,
            partial(_count_divided, of=of),
            n,
            (within, across),
            parts,
            min_count,
            flags=len(columns),
            asked=store,
        )
    else:
        crossings = read_crossings(store, across) if columns else []
        divided = _divide_further(parts, crossings, n, store.size) if columns else parts
        cells = count_grams(
            counted, n, parts=divided, within=within, min_count=min_count, executor=executor
        )
    if not columns:
        return cells, {}
    part, flags = cells.parts >> len(columns), cells.parts & ((1 << len(columns)) - 1)
    gram = np.repeat(np.arange(len(cells.terms)), np.diff(cells.bounds))
    firsts = np.flatnonzero(np.append(True, np.diff(gram * len(parts) + part) != 0)[: len(gram)])
    found = {
        column: _sum_cells(cells.counts * (flags >> bit & 1), firsts)
        for bit, column in enumerate(columns)
    }
    merged = GramCounts(
        cells.terms,
        np.searchsorted(firsts, cells.bounds),
        part[firsts],
        _sum_cells(cells.counts, firsts),
    )
    return merged, found


def _count_divided(
    store: Store,
    parts: Partition,
    terms: tuple[int, int],
    is_common: NDArray[np.bool_],
    n: int,
    within: str,
    across: str | Sequence[str],
    of: str,
) -> GramCounts:
    """Count as `count_grams_between` does, in parts that are divided further."""
    divided = _divide_further(parts, read_crossings(store, across), n, store.size)
    return count_grams_between(count_values(store, of), divided, terms, is_common, n, within)


def _divide_further(
    parts: Partition, crossings: Sequence[Crossing], n: int, size: int
) -> Partition:
    codes = np.repeat(parts.codes, np.diff(parts.bounds)) << len(crossings)
    for bit, crossing in enumerate(crossings):
        codes |= crossing.flag(np.arange(size), n).astype(np.int64) << bit
    firsts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])[:size])
    labels = [f"{label}/{flags}" for label in parts.labels for flags in range(1 << len(crossings))]
    return Partition(parts.by, labels, {}, np.append(firsts, size), codes[firsts])


def _sum_cells(counts: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.add.reduceat(counts, firsts) if len(firsts) else counts


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
