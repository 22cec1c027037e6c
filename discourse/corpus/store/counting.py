"""Counts of terms by part, as sparse matrices, in tasks whose counts add up."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.parallel import map_tasks
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import partition
from discourse.corpus.store.posting_counts import count_postings
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store

if TYPE_CHECKING:
    from scipy import sparse


# Tokens per task: 4 MB to send to a worker, and some hundredths of a second to count.
WORKER_TOKENS = 1 << 20
# Tokens per task without an executor: large, because counts of tasks have to be added, but small
# enough for memory to hold the tokens several times over.
LOCAL_TOKENS = 1 << 25


class TermTask(NamedTuple):
    """A run of tokens: their terms, and the lengths of the stretches that parts divide it into."""

    term_ids: NDArray[np.uint32]
    lengths: NDArray[np.int64]


def term_counts(
    store: Store, *, by: str | Sequence[str] = "document", executor: Executor | None = None
) -> "sparse.csr_array":
    """How often each term of the vocabulary occurs in each part.

    Parameters
    ----------
    store : Store
        The store to count in.
    by : str or sequence of str, optional
        "document", "section", "sentence", a metadata column or a layer of spans, or several.
    executor : Executor, optional
        Any `concurrent.futures.Executor`; only the term numbers of a task are sent to it.

    Returns
    -------
    csr_array of int, shape (parts, terms)
        Counts, with a column for every term of the vocabulary.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.store.counting import term_counts
    >>> term_counts(dc.read("seeds/").store, by="section").sum(axis=1)
    array([ 64, 275, 192, 380, 272, 201])
    """
    return count_terms(store, partition(store, by), executor)


def count_terms(
    store: Store, parts: Partition, executor: Executor | None = None
) -> "sparse.csr_array":
    """How often each term of the vocabulary occurs in each part of any division: (parts, terms)."""
    if isinstance(store, ShardedStore):
        return _count_terms_in_shards(store, parts)
    return count_terms_here(store, parts, executor)


def _count_terms_in_shards(store: ShardedStore, parts: Partition) -> "sparse.csr_array":

    shape = (len(parts), len(store.lexicon.vocabulary.terms))
    sliced = list(store.slice_parts(parts))
    answers = store.ask(count_terms_here, each=[(own,) for own, _ in sliced])
    placed = (
        place_cells(own, used, places, shape)
        for (_, used), places, own in zip(sliced, store.lexicon.places, answers, strict=True)
    )
    return add_matrices(placed, shape)


def place_cells(
    counts: "sparse.csr_array",
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    shape: tuple[int, int],
) -> "sparse.csr_array":
    """Counts whose rows and columns have other numbers in a larger table."""
    from scipy import sparse

    cells = counts.tocoo()
    places = (rows[cells.coords[0]], columns[cells.coords[1]])
    return sparse.csr_array((cells.data, places), shape=shape)


def add_matrices(
    matrices: "Iterable[sparse.csr_array]", shape: tuple[int, int]
) -> "sparse.csr_array":
    """Add up sparse counts as they come.

    Two are added once they have about equally many cells, so that each cell is added to others as
    often as the number of matrices has digits in binary, and no more of them are held than that.
    """
    from scipy import sparse

    held = [sparse.csr_array(shape, dtype=np.int64)]
    for each in matrices:
        held.append(each)
        while len(held) > 1 and held[-2].nnz <= held[-1].nnz:
            last = held.pop()
            held[-1] = held[-1] + last
    counts: sparse.csr_array = sum(held[1:], held[0])
    counts.sort_indices()
    return counts


def count_terms_here(
    store: Store, parts: Partition, executor: Executor | None = None
) -> "sparse.csr_array":
    """The counts of a store whose tokens are here, (parts, terms)."""
    from scipy import sparse

    size = LOCAL_TOKENS if executor is None else WORKER_TOKENS
    cuts = [(start, min(start + size, store.size)) for start in range(0, store.size, size)]
    stretches = [parts.stretches(*cut) for cut in cuts]
    tasks = [
        TermTask(store.index.term_ids[start:end], lengths)
        for (start, end), (_, lengths) in zip(cuts, stretches, strict=True)
    ]
    terms = len(store.index.vocabulary.terms)
    if not tasks:
        return sparse.csr_array((len(parts), terms), dtype=np.int64)
    work = partial(count_term_task, terms=terms)
    counted = sparse.vstack(list(map_tasks(work, tasks, executor, "counting")), format="csr")
    # A part may be in several stretches and tasks: the product adds up their rows.
    codes = np.concatenate([codes for codes, _ in stretches])
    rows = np.arange(len(codes))
    ones = np.ones(len(codes), dtype=np.int64)
    rows_of_parts = sparse.csr_array((ones, (codes, rows)), shape=(len(parts), len(codes)))
    counts: sparse.csr_array = rows_of_parts @ counted
    counts.sort_indices()
    return counts


def part_counts(
    store: Store, parts: Partition, kind: type[np.signedinteger[Any]] = np.int64
) -> "sparse.csr_array":
    """How often each part has each term of the vocabulary, as integers of a kind: (terms, parts).

    With a kind of 32 bits, others may share the arrays: they must be left as they are. These are
    `count_terms` with terms first, of which all tokens need not be sorted again: a term's
    positions ascend, so where the parts do as well, its tokens in a part follow each other.
    """
    codes = parts.codes
    by_document = parts is store.partitions.get("document")
    if isinstance(store, ShardedStore) or not store.size or (codes[1:] < codes[:-1]).any():
        counted = count_terms(store, parts).T.tocsr()
    elif by_document and (taken := store.index.taken_counts) is not None:
        counted = taken
    else:
        counted = count_postings(store.index.postings, parts.bounds, codes)
    counts: sparse.csr_array = counted.astype(kind, copy=False)
    return counts


def choose_terms(counts: "sparse.csr_array", terms: NDArray[np.int64]) -> "sparse.csr_array":
    """The counts of some terms, whose numbers ascend; those of all terms are not copied."""
    return counts if len(terms) == counts.shape[0] else counts[terms]


def count_term_task(task: TermTask, *, terms: int) -> "sparse.csr_array":
    """How often each term occurs in each stretch of a task, (stretches, terms).

    The tokens form a sparse matrix as they are, with one cell per token. Transposing it brings the
    equal cells together in linear time, where they are added up.
    """
    from scipy import sparse

    ones = np.ones(len(task.term_ids), dtype=np.int32)
    bounds = np.append(0, np.cumsum(task.lengths)).astype(np.int32)
    cells = (ones, task.term_ids.view(np.int32), bounds)
    columns = sparse.csr_array(cells, shape=(len(task.lengths), terms)).tocsc()
    columns.sum_duplicates()
    return columns.tocsr()


def narrow_counts(counts: NDArray[np.integer[Any]]) -> NDArray[Any]:
    """Whole numbers of 0 or more in as few bytes as they need, to be sent."""
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))
