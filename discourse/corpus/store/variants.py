"""Group repeats into families: a head, and the longer sequences that are variants of it."""

from typing import NamedTuple

import numpy as np

from discourse.corpus.store.nearest import Places
from discourse.corpus.store.placing import count_up
from discourse.corpus.store.repeats import Repeats


class Families(NamedTuple):
    """For each repeat the head of its family, its depth below it, and the hits it accounts for.

    A head contains no other repeat. ``own`` is the number of the head's hits that lie in this
    variant and in no longer one, so that the numbers of a family add up to the hits of its head. Of
    equally long variants, a hit belongs to the more frequent one, then to the first in the order of
    the repeats. ``order`` lists the repeats family by family, the one whose head has most hits
    first, and each variant before those that lie below it.
    """

    heads: Places
    depths: Places
    own: Places
    order: Places


def group_repeats(repeats: Repeats) -> Families:
    """Follow each repeat through the longest one that lies in it down to the head of its family.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.store.repeats import find_repeats
    >>> store = dc.Corpus.from_texts({"a": "We meet here. We meet there. We met."}).store
    >>> found = find_repeats(store, within="section", min_count=2, min_n=1)
    >>> group_repeats(found).own.tolist()  # "we" once without "meet", and twice with it
    [1, 2]
    """
    heads, depths = _climb(repeats.parents)
    return Families(
        heads, depths, _share_hits(repeats, heads), _order_families(repeats, heads, depths)
    )


def _climb(parents: Places) -> tuple[Places, Places]:
    """The end of the way from each repeat to its parent and so on, and the number of steps."""
    ends = np.where(parents >= 0, parents, np.arange(len(parents)))
    steps = (parents >= 0).astype(np.int64)
    while True:
        further = ends[ends]
        if np.array_equal(further, ends):
            return ends, steps
        steps += steps[ends]
        ends = further


def _share_hits(repeats: Repeats, heads: Places) -> Places:
    """How many hits of its head each repeat accounts for."""
    is_head = heads == np.arange(len(heads))
    owner = np.full(int(repeats.places.max(initial=0)) + 1, -1, dtype=np.int64)
    keys = []
    tops = np.flatnonzero(is_head)
    for part, row, place in repeats.take(tops):
        owner[place] = tops[part][row]
        keys.append(tops[part][row] * len(owner) + place)
    known = np.sort(np.concatenate([np.empty(0, dtype=np.int64), *keys]))
    variants, before = _locate_heads(repeats, heads, np.flatnonzero(~is_head), known, len(owner))
    # The last one written is the owner.
    rank = np.lexsort((-variants, repeats.counts[variants], repeats.n[variants]))
    variants, before = variants[rank], before[rank]
    for part, row, place in repeats.take(variants):
        owner[place + before[part][row]] = variants[part][row]
    return np.bincount(owner[known % len(owner)], minlength=len(heads)).astype(np.int64)


def _locate_heads(
    repeats: Repeats, heads: Places, variants: Places, known: Places, size: int
) -> tuple[Places, Places]:
    """Where the head lies in each variant, once or several times: tokens before it.

    `known` are the hits of all heads, each as the number of the head times `size` plus its place.
    """
    first = heads[variants] * size + repeats.starts[variants]
    last = first + repeats.n[variants] - repeats.n[heads[variants]]
    low, high = np.searchsorted(known, first), np.searchsorted(known, last, side="right")
    times = high - low
    hits = known[np.repeat(low, times) + count_up(times)]
    return np.repeat(variants, times), hits - np.repeat(first, times)


def _order_families(repeats: Repeats, heads: Places, depths: Places) -> Places:
    """List each repeat before those below it, and of siblings the most frequent first."""
    size = len(repeats)
    above = np.where(repeats.parents >= 0, repeats.parents, size)  # that of all heads
    order = np.lexsort((np.arange(size), -repeats.counts, above, depths))
    levels = np.split(order, np.flatnonzero(np.diff(depths[order])) + 1)
    below = np.ones(size + 1, dtype=np.int64)  # each with all that are below it
    for level in reversed(levels):
        np.add.at(below, above[level], below[level])
    place = np.full(size + 1, -1, dtype=np.int64)
    for level in levels:
        before = np.cumsum(below[level]) - below[level]
        opens = np.append(True, np.diff(above[level]) != 0)[: len(level)]
        firsts = np.maximum.accumulate(np.where(opens, np.arange(len(level)), 0))
        place[level] = place[above[level]] + 1 + before - before[firsts]
    return np.argsort(place[:-1])
