"""Sequences of tokens that recur, and that no longer sequence could stand for.

A sequence is a *maximal repeat* if it occurs more than once and would lose hits with one token more
on its left or on its right (Gusfield 1997, section 7.12). Among the sorted suffixes, sequences that
lose hits to the right are the stretches between two lower neighbours, which are the inner nodes of
a suffix tree. Such a node loses hits to the left, too, if not all of its hits follow the same token
within its unit. Otherwise it is a part of the node with this token in front, which has the same
hits; following these links leads each node to its maximal repeat. All steps are linear but for
sorting, and no n-gram is counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.index import Integers
from discourse.corpus.store.nearest import Minima, Places
from discourse.corpus.store.parts import borders
from discourse.corpus.store.placing import count_up
from discourse.corpus.store.store import Store
from discourse.corpus.store.suffixes import Suffixes, sort_suffixes

AT_A_TIME = 1 << 22  # hits that are looked at together


@dataclass(frozen=True, eq=False)
class Repeats:
    """Maximal repeats in alphabetical order, and the longest one that lies in each.

    Attributes
    ----------
    n, counts : ndarray of int64, shape (repeats,)
        The number of tokens, and of hits.
    lows : ndarray of int64, shape (repeats,)
        The hits of repeat r begin at ``places[lows[r]:lows[r] + counts[r]]``.
    places : ndarray of int64
        Positions of tokens in the order of what follows them.
    parents : ndarray of int64, shape (repeats,)
        The longest repeat that lies in each; of several, the one with most hits, then the leftmost.
        -1 where none does.
    """

    n: Places
    counts: Places
    lows: Places
    places: Places
    parents: Places

    def __len__(self) -> int:
        return len(self.n)

    @cached_property
    def starts(self) -> Places:
        """The position of one hit of each."""
        return self.places[self.lows]

    def take(self, rows: Places) -> Iterator[tuple[slice, Places, Places]]:
        """The hits of some rows, some million at a time: which rows, the row and place of each."""
        ends = np.cumsum(self.counts[rows])
        at = 0
        while at < len(rows):
            before = ends[at - 1] if at else 0
            after = max(int(np.searchsorted(ends, before + AT_A_TIME, side="right")), at + 1)
            chosen = rows[at:after]
            counts = self.counts[chosen]
            hits = np.repeat(self.lows[chosen], counts) + count_up(counts)
            yield slice(at, after), np.repeat(np.arange(len(chosen)), counts), self.places[hits]
            at = after


class _Nodes(NamedTuple):
    """Sequences that lose hits with one token more on the right.

    Each is the stretch of suffixes from ``lows``, ``counts`` of them, which share ``n`` tokens; and
    is known by ``keys``, the first suffix of the stretch that shares no more with the one before.
    """

    keys: Places
    lows: Places
    counts: Places
    n: Places


def find_repeats(store: Store, *, within: str, min_count: int, min_n: int) -> Repeats:
    """Find all maximal repeats with at least `min_count` hits and `min_n` tokens.

    Parameters
    ----------
    store : Store
        The tokens to search.
    within : str
        "document", "section" or "sentence": no repeat crosses its borders, or a region that is left
        out.
    min_count, min_n : int
        The fewest hits, from 2, and the fewest tokens, from 1.

    Examples
    --------
    >>> import discourse as dc
    >>> store = dc.Corpus.from_texts({"a": "We meet here. We meet there. We met."}).store
    >>> found = find_repeats(store, within="section", min_count=2, min_n=1)
    >>> found.n.tolist(), found.counts.tolist(), found.parents.tolist()
    ([1, 2], [3, 2], [-1, 0])
    """
    ids, bounds = np.asarray(store.index.term_ids), borders(store, within)
    return sort_repeats(ids, bounds, store.counts >= min_count, min_count=min_count, min_n=min_n)


def sort_repeats(
    ids: Integers, bounds: Places, often: NDArray[np.bool_], *, min_count: int, min_n: int
) -> Repeats:
    """Find the maximal repeats of tokens that are given by their terms, as `find_repeats` does.

    Parameters
    ----------
    ids : ndarray of int
        The number of the term of each token.
    bounds : ndarray of int64
        Positions that no repeat crosses, ending with the number of tokens.
    often : ndarray of bool, shape (terms,)
        The terms with at least `min_count` hits.
    min_count, min_n : int
        The fewest hits, from 2, and the fewest tokens, from 1.
    """
    codes, tokens = _code_tokens(ids, bounds, often)
    suffixes = sort_suffixes(codes)
    minima = Minima(suffixes.shared)
    nodes, node_at = _find_nodes(suffixes, minima, min_count, min_n)
    closures, links = _close_left(codes, suffixes, nodes)
    maximal = np.flatnonzero(closures == np.arange(len(closures)))
    number = np.full(len(suffixes.shared), -1, dtype=np.int64)
    number[nodes.keys[maximal]] = np.arange(len(maximal))
    inside = _find_inside(suffixes, minima, nodes, node_at, links)
    parents = _choose_parents(nodes, inside, number[nodes.keys[closures]], maximal)
    order = np.lexsort((nodes.n[maximal], nodes.lows[maximal]))
    place = np.empty(len(order) + 1, dtype=np.int64)
    place[order], place[-1] = np.arange(len(order)), -1
    chosen = maximal[order]
    former = np.where(parents[order] >= 0, number[parents[order]], -1)
    return Repeats(
        nodes.n[chosen], nodes.counts[chosen], nodes.lows[chosen], tokens[suffixes.order],
        place[former],
    )  # fmt: skip


def _code_tokens(
    ids: Integers, edges: Places, often: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], Places]:
    """The tokens as numbers, with 0 at borders and for rare terms; and which token each is.

    A rare term is in no repeat, and it cannot be what all hits of a frequent one follow.
    """
    size = len(ids)
    numbers = (np.cumsum(often) * often).astype(np.int32)
    bounds = np.append(np.unique(edges)[1:-1], size)
    codes = np.insert(numbers[ids], bounds, 0)
    tokens = np.insert(np.arange(size), bounds, -1)
    kept = np.append(True, (codes[1:] > 0) | (codes[:-1] > 0))
    return codes[kept], tokens[kept]


def _find_nodes(
    suffixes: Suffixes, minima: Minima, min_count: int, min_n: int
) -> tuple[_Nodes, Places]:
    """The nodes with enough hits and tokens; and, for each suffix, the key of its node."""
    shared = suffixes.shared
    long = np.flatnonzero(shared >= min_n)
    before = minima.last_at_most(long, shared[long])
    is_first = shared[before] < shared[long]
    node_at = np.arange(len(shared))
    node_at[long] = np.where(is_first, long, before)
    node_at = _follow(node_at)
    keys, lows = long[is_first], before[is_first]
    counts = minima.next_at_most(keys, shared[keys] - 1) - lows
    often = counts >= min_count
    keys, lows, counts = keys[often], lows[often], counts[often]
    return _Nodes(keys, lows, counts, shared[keys].astype(np.int64)), node_at


def _follow(links: Places) -> Places:
    """Follow links to their end; what links to itself is an end."""
    while True:
        further = links[links]
        if np.array_equal(further, links):
            return links
        links = further


def _close_left(
    codes: NDArray[np.int32], suffixes: Suffixes, nodes: _Nodes
) -> tuple[Places, Places]:
    """The maximal repeat that each node is a part of, and the node with one token more in front.

    Both are numbers of nodes; a maximal repeat is itself.
    """
    order = suffixes.order
    left = np.where(order > 0, codes[order - 1], 0)
    changes = np.cumsum(np.append(False, (left[1:] != left[:-1]) | (left[1:] == 0)))
    is_alike = changes[nodes.lows] == changes[nodes.lows + nodes.counts - 1]
    links = np.arange(len(nodes.keys))
    number = np.full(len(order), -1, dtype=np.int64)
    number[nodes.keys] = links
    # One token further left, the same suffixes have the same order.
    links[is_alike] = number[suffixes.ranks[order[nodes.keys[is_alike]] - 1]]
    return _follow(links), links


def _find_inside(
    suffixes: Suffixes, minima: Minima, nodes: _Nodes, node_at: Places, links: Places
) -> tuple[Places, Places, Places]:
    """Shorter sequences with more hits that lie in nodes: at the beginning, or at the end.

    Returns the node that each lies in, its own key, and how many tokens stand before it.
    """
    shared = suffixes.shared
    ends = nodes.lows + nodes.counts
    border = np.where(shared[nodes.lows] >= shared[ends], nodes.lows, ends)
    beginning = node_at[border]
    # Without its first token, a node has more hits if it is nobody's link.
    is_linked = np.zeros(len(links), dtype=bool)
    is_linked[links[links != np.arange(len(links))]] = True
    free = np.flatnonzero(~is_linked)
    after = suffixes.ranks[suffixes.order[nodes.keys[free]] + 1].astype(np.int64)
    length = nodes.n[free] - 1
    before = minima.last_at_most(after + 1, length)
    is_short = shared[before] < length
    before[is_short] = minima.next_at_most(after[is_short], length[is_short])
    return (
        np.concatenate([np.arange(len(links)), free]),
        np.concatenate([beginning, node_at[before]]),
        np.concatenate([np.zeros_like(links), np.ones_like(free)]),
    )


def _choose_parents(
    nodes: _Nodes,
    inside: tuple[Places, Places, Places],
    closures: Places,
    maximal: Places,
) -> Places:
    """The key of the longest sequence in each maximal repeat; -1 where all are too short."""
    owners, keys, before = inside
    number = np.full(int(nodes.keys.max(initial=0)) + 1, -1, dtype=np.int64)
    number[nodes.keys] = np.arange(len(nodes.keys))
    known = keys < len(number)
    known[known] &= number[keys[known]] >= 0
    owners, inner, before = owners[known], number[keys[known]], before[known]
    outer = closures[owners]
    before += nodes.n[maximal[outer]] - nodes.n[owners]
    best = np.arange(len(outer))
    for values in (nodes.n[inner], nodes.counts[inner], -before):
        most = np.full(len(maximal), np.iinfo(np.int64).min)
        np.maximum.at(most, outer[best], values[best])
        best = best[values[best] == most[outer[best]]]
    parents = np.full(len(maximal), -1, dtype=np.int64)
    parents[outer[best]] = nodes.keys[inner[best]]
    return parents
