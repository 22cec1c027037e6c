"""Lines in groups: by the part of the corpus that they are in, or by the words around the node."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.lines.contexts import Contexts
from discourse.corpus.lines.sorting import NEIGHBOURS, NODE, neighbour_terms
from discourse.corpus.store.partition import quote_label
from discourse.corpus.store.parts import part_names, partition
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, one_of

Integers = NDArray[np.int64]

PLACES = (*NEIGHBOURS, NODE)
NO_WORD = "(none)"


@dataclass(frozen=True, eq=False)
class LineGroups:
    """The groups of some lines.

    Attributes
    ----------
    labels : sequence of str
        What the lines of each group have in common; no two are equal.
    of_line : ndarray of int64, shape (lines,)
        The number of the group that each line is in.
    """

    labels: Sequence[str]
    of_line: Integers

    @cached_property
    def sizes(self) -> Integers:
        """The number of lines of each group."""
        return np.bincount(self.of_line, minlength=len(self.labels))


def check_groups(store: Store, by: Sequence[str]) -> tuple[str, ...]:
    """Return what lines are grouped by: one part, or places around the node.

    Raises
    ------
    DiscourseError
        For a name that is neither, a place that is named twice, or a part that is not alone.
    """
    parts = part_names(store)
    named = tuple(one_of("by", name, [*parts, *PLACES]) for name in by)
    other = [name for name in named if name in parts]
    if len(named) > 1 and (other or len(set(named)) < len(named)):
        raise DiscourseError(
            f"by={', '.join(map(repr, named))} is no way to group lines; give one part, such as "
            "'section', or different places around the node, such as 'L1', 'node', 'R1'."
        )
    return named


def group_lines(contexts: Contexts, hits: Integers, by: Sequence[str]) -> LineGroups:
    """Group lines by a part, in the order of the text, or by words, the largest group first."""
    if by[0] in part_names(contexts.store):
        parts = partition(contexts.store, by[0])
        return LineGroups(parts.labels, parts.of(hits[:, 0]))
    return _group_by_words(contexts, hits, sorted(by, key=_reading_order))


def _reading_order(place: str) -> int:
    """Where a place is in the line: negative before the node, which is at 0."""
    return 0 if place == NODE else int(place[1:]) * (-1 if place[0] == "L" else 1)


def _group_by_words(contexts: Contexts, hits: Integers, places: Sequence[str]) -> LineGroups:
    """Group lines with the same words in some places; of equal groups, in alphabetical order."""
    columns = [_numbers_at(contexts, hits, place) for place in places]
    group = np.zeros(len(hits), dtype=np.int64)
    for column in columns:
        pairs = group * (column.max(initial=0) + 1) + column
        group = np.unique(pairs, return_inverse=True)[1].reshape(-1)
    groups, examples = np.unique(group, return_index=True)
    sizes = np.bincount(group, minlength=len(groups))
    labels = _write_labels(contexts, hits[examples], places)
    order = np.array(sorted(range(len(labels)), key=lambda at: (-sizes[at], labels[at])), dtype=int)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return LineGroups([labels[at] for at in order.tolist()], rank[group])


def _numbers_at(contexts: Contexts, hits: Integers, place: str) -> Integers:
    """A number for what each line has in a place; equal words have equal numbers."""
    if place != NODE:
        return neighbour_terms(contexts, hits, place)
    if isinstance(contexts.store, ShardedStore):
        return _collect_nodes(contexts.store, hits)[0]
    terms = contexts.store.index.term_ids
    if (hits[:, 1] - hits[:, 0] == 1).all():
        return terms[hits[:, 0]].astype(np.int64)
    nodes = [terms[start:end].tobytes() for start, end in hits.tolist()]
    return pd.factorize(np.array(nodes, dtype=object))[0].astype(np.int64)


def _write_labels(contexts: Contexts, hits: Integers, places: Sequence[str]) -> list[str]:
    """The words of a line of each group, as they are read; a place that is left out is an "…"."""
    rows = list(zip(*(_words_at(contexts, hits, place) for place in places), strict=True))
    gaps = [
        " " if after - before == 1 else " … "
        for before, after in zip(
            map(_reading_order, places), map(_reading_order, places[1:]), strict=False
        )
    ]
    labels = [_write_pattern(row, gaps) for row in rows]
    if len(set(labels)) < len(labels):  # tokens of files and segmenters may have spaces
        labels = [_write_pattern(list(map(quote_label, row)), gaps) for row in rows]
    return labels


def _write_pattern(words: Sequence[str], gaps: Sequence[str]) -> str:
    return words[0] + "".join(gap + word for gap, word in zip(gaps, words[1:], strict=True))


def _words_at(contexts: Contexts, hits: Integers, place: str) -> list[str]:
    if place == NODE:
        numbers, nodes = _collect_nodes(contexts.store, hits)
        return [" ".join(nodes[number]) for number in numbers.tolist()]
    terms = contexts.store.index.vocabulary.terms
    at = neighbour_terms(contexts, hits, place).tolist()
    return [terms[number - 1] if number else NO_WORD for number in at]


def _collect_nodes(store: Store, hits: Integers) -> tuple[Integers, list[tuple[str, ...]]]:
    """The number of the words of each node, and the words that these numbers stand for."""
    known: dict[tuple[str, ...], int] = {}
    numbers = np.empty(len(hits), dtype=np.int64)
    for lines, nodes in store.ask_of_hits(_read_nodes, hits):
        numbers[lines] = [known.setdefault(node, len(known)) for node in nodes]
    return numbers, list(known)


def _read_nodes(store: Store, hits: Integers) -> list[tuple[str, ...]]:
    """The words of each node as they count."""
    terms, ids = store.index.vocabulary.terms, store.index.term_ids
    known: dict[bytes, tuple[str, ...]] = {}
    nodes = []
    for start, end in hits.tolist():
        numbers = ids[start:end]
        key = numbers.tobytes()
        if key not in known:
            known[key] = tuple(terms[number] for number in numbers.tolist())
        nodes.append(known[key])
    return nodes
