"""The words of each part, in the order of the text: what measures of a sequence are given."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.partition import Partition
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.errors import ElsewhereError

Measured = TypeVar("Measured")
Terms = NDArray[np.integer[Any]]
# Tokens of a part in several shards that are brought together here: four bytes each.
MOST_TOKENS = 200_000_000


def measure_parts(
    store: Store, parts: Partition, measure: Callable[..., Measured], *given: Any
) -> list[Measured]:
    """What a measure is of the terms of each part, in their order; tokens without a value are none.

    Parameters
    ----------
    store : Store
        The tokens.
    parts : Partition
        Their parts.
    measure : callable
        A function of a module: of the numbers of a part's terms, and of what is given.
    *given
        What it is given, the same for each part.

    Raises
    ------
    DiscourseError
        If the terms of a part are in several shards, and too many to be brought here.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.store.parts import partition
    >>> store = dc.Corpus.from_texts({"a": "We met. We, too.", "b": "No."}).store
    >>> measure_parts(store, partition(store, "document"), len)
    [4, 1]
    """
    if not isinstance(store, ShardedStore):
        return _measure_here(store, parts, np.arange(len(parts)), measure, given)
    sliced = list(store.slice_parts(parts))
    shards = np.bincount(np.concatenate([used for _, used in sliced]), minlength=len(parts))
    # A part in one shard is measured there; of others, the terms are needed in one place.
    alone = [np.flatnonzero(shards[used] == 1) for _, used in sliced]
    each = [(own, here) for (own, _), here in zip(sliced, alone, strict=True)]
    measured: dict[int, Measured] = {}
    answers = store.ask(_measure_here, measure, given, each=each)
    for (_, used), here, answer in zip(sliced, alone, answers, strict=True):
        measured |= zip(used[here].tolist(), answer, strict=True)
    for number in np.flatnonzero(shards != 1).tolist():
        measured[number] = measure(_bring_terms(store, parts, sliced, number), *given)
    return [measured[number] for number in range(len(parts))]


def _measure_here(
    store: Store,
    parts: Partition,
    numbers: NDArray[np.int64],
    measure: Callable[..., Measured],
    given: Sequence[Any],
) -> list[Measured]:
    part, terms = _list_terms_by_part(store, parts)
    firsts, ends = (np.searchsorted(part, numbers, side=side) for side in ("left", "right"))
    return [measure(terms[at:end], *given) for at, end in zip(firsts, ends, strict=True)]


def _list_terms_by_part(store: Store, parts: Partition) -> tuple[NDArray[np.int64], Terms]:
    """The part and the term of each token, part by part; without tokens that have no value."""
    part = np.repeat(parts.codes, np.diff(parts.bounds))
    terms = store.index.term_ids
    counted = store.counts[terms] > 0
    part, terms = part[counted], terms[counted]
    order = np.argsort(part, kind="stable")
    return part[order], terms[order]


def _bring_terms(
    store: ShardedStore,
    parts: Partition,
    sliced: Sequence[tuple[Partition, NDArray[np.int64]]],
    number: int,
) -> Terms:
    """The terms of a part that is in several shards."""
    if parts.sizes[number] > MOST_TOKENS:
        raise ElsewhereError(
            f"this reads the words of a part in their order, and {parts.labels[number]!r} has "
            f"{parts.sizes[number]:,} tokens in several shards, of which {MOST_TOKENS:,} can be "
            "brought together; choose smaller parts, such as by='document'."
        )
    shards = [at for at, (_, used) in enumerate(sliced) if number in used]
    each = [(sliced[at][0], int(np.searchsorted(sliced[at][1], number))) for at in shards]
    answers = store.ask_some(shards, _terms_of_part, each=each)
    found = [
        store.lexicon.places[at].astype(np.uint32)[terms]
        for at, terms in zip(shards, answers, strict=True)
    ]
    return np.concatenate([np.empty(0, dtype=np.uint32), *found])


def _terms_of_part(store: Store, parts: Partition, number: int) -> Terms:
    part, terms = _list_terms_by_part(store, parts)
    return terms[slice(*np.searchsorted(part, [number, number + 1]))]
