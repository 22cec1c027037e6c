"""Which formulas recur, and in which variants?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import row_queries, row_terms
from discourse.corpus.store.crossing import crossing_columns
from discourse.corpus.store.layer_values import TERM, count_values
from discourse.corpus.store.recurrent_text import RecurrentText, read_recurrent
from discourse.corpus.store.repeats import Repeats, sort_repeats
from discourse.corpus.store.store import Store
from discourse.corpus.store.variants import group_repeats
from discourse.errors import DiscourseError, check_count
from discourse.record import verb

COLUMNS = ("family", "term", "n", "count", "count_own", "range", "depth", "parent", "query")
# No query is longer.
LONGEST_REPEAT = 10_000
# Hits, and tokens of all rows together, that one table may take.
MOST_HITS, MOST_ROW_TOKENS = 500_000_000, 100_000_000


@verb(
    columns=COLUMNS,
    cites=("gusfield-1997", "manber-myers-1993"),
    methods=(
        "families of formulas were found:",
        "sequences of at least {min_n:token}",
        "{!of=term?}of the {of:layer}",
        "with at least {min_count:occurrence} that would lose occurrences with one token more on",
        "either side (maximal repeats) [@gusfield-1997], by sorting all suffixes",
        "[@manber-myers-1993],",
        "without crossing {within} borders;",
        "each belongs to the family of the longest of them that it contains;",
        "occurrences that run over one of these were counted: {across}",
    ),
)
def families(
    corpus: Corpus,
    *,
    min_count: int = 2,
    min_n: int = 3,
    of: str = TERM,
    within: str = "section",
    across: str | Sequence[str] = (),
) -> pd.DataFrame:
    """One row per formula; families with the most frequent head first, each as a tree.

    Parameters
    ----------
    corpus : Corpus
        The corpus to search.
    min_count : int
        The lowest count of a formula, from 2.
    min_n : int
        The fewest tokens of a formula, from 1. A word such as *of* would be the head of thousands.
    of : str
        What a formula consists of: "term", a layer that gives each token a value, such as "lemma",
        or several of them, as in "lemma+pos".
    within : str
        "document", "section" or "sentence": no formula crosses its borders, or a region that is
        left out.
    across : str or sequence of str
        What hits may run over, each a column after the others with the number of hits that do:
        "sentence", "section" or "document" (its border), "mark" (a punctuation mark between two
        words), "quotation_mark", or a layer of spans (an edge of a span). Of a layer, a second
        column counts the hits that lie inside of a span, as in a name.

    Returns
    -------
    DataFrame
        The columns are ``family, term, n, count, count_own, range, depth, parent, query``.
        ``term`` is a sequence of ``n`` tokens that occurs ``count`` times in ``range`` documents,
        and would occur less often with one more token on its left or on its right. ``parent`` is
        the longest other row whose term it contains; of several, the most frequent, then the
        leftmost. ``family`` is the term at the end of this way, the head, which contains no other:
        it has no parent, and ``depth`` 0. ``count_own`` is how many hits of the head this row
        accounts for: those that lie in it and in no longer row of the family. In a family, they add
        up to the count of the head. Of rows of one length, the more frequent accounts for a hit,
        then the first in the alphabet.

    Raises
    ------
    DiscourseError
        For numbers out of range, a `within`, `of` or `across` that the corpus does not have, and
        texts that repeat each other for more than 10,000 tokens, or too often.

    See Also
    --------
    dc.plot.families : Draw the variants, aligned at their heads.
    dc.frames : Sequences with a slot, and what fills it.
    dc.ngrams : All sequences of a length.

    Notes
    -----
    The sequences are maximal repeats [1]_, found by sorting all suffixes of the texts [2]_. Every
    n-gram that recurs, from `min_n` tokens, is in one row with the same number of hits, or in a row
    that contains it; so a table of families says once what tables of n-grams repeat. The hits of
    two variants may overlap, and their counts, other than ``count_own``, do not add up.

    Limits: that a sequence recurs does not make it a formula, since frequent words recur together
    by chance, and nothing here tests this; ``range`` says in how many documents it does. Counts of
    2 are mostly such chance. Whatever is copied is a repeat, too: take out texts that are there
    twice, which `Corpus.duplicates` lists. A variant with another word in the middle has another
    head; `frames` finds it.

    ``discourse docs families`` shows families, frames and what they run over.

    References
    ----------
    .. [1] Gusfield (1997), Algorithms on Strings, Trees, and Sequences, section 7.12. Cambridge.
    .. [2] Manber & Myers (1993), Suffix arrays: A new method for on-line string searches. SIAM
       Journal on Computing 22(5), 935-948.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.families(dc.read("seeds/"), min_count=3)
    >>> shared = table[table["family"] == "a community of shared future for"]
    >>> shared.set_index("term")[["count", "count_own"]].rename_axis(None)
                                                        count  count_own
    a community of shared future for                        7          1
    a community of shared future for humanity               6          0
    building a community of shared future for humanity      4          4
    a community of shared future for humanity in            3          2
    """
    check_count("min_count", min_count, least=2)
    check_count("min_n", min_n, least=1, most=LONGEST_REPEAT)
    store = count_values(corpus.store, of)
    columns = crossing_columns(corpus.store, across)
    text = read_recurrent(
        corpus.store, of=of, within=within, min_count=min_count, min_n=min_n, across=across
    )
    often = store.counts >= min_count
    repeats = sort_repeats(text.ids, text.bounds, often, min_count=min_count, min_n=min_n)
    _check_sizes(store, text, repeats)
    groups = group_repeats(repeats)
    rows = groups.order
    terms, queries = _write_formulas(store, text, repeats, within)
    parents = np.where(repeats.parents >= 0, repeats.parents, len(repeats))
    table = pd.DataFrame(
        {
            "family": terms.take(pa.array(groups.heads[rows])).to_pandas(),
            "term": terms.take(pa.array(rows)).to_pandas(),
            "n": repeats.n[rows],
            "count": repeats.counts[rows],
            "count_own": groups.own[rows],
            "depth": groups.depths[rows],
            "parent": terms.take(pa.array(parents[rows])).to_pandas(),
            "query": queries.take(pa.array(rows)).to_pandas(),
            **_count_ranges(text, repeats, rows),
        }
    )
    return table[[*COLUMNS, *columns]]


def _check_sizes(store: Store, text: RecurrentText, repeats: Repeats) -> None:
    """Refuse texts that repeat each other so much that the table would not be readable."""
    longest = int(repeats.n.argmax()) if len(repeats) else 0
    if len(repeats) and repeats.n[longest] > LONGEST_REPEAT:
        low = repeats.lows[longest]
        where = _find_documents(text, repeats.places[low : low + 2])
        one, other = sorted(store.sources["document"].iloc[where])
        tokens = f"{repeats.n[longest]:,} tokens"
        same = f"the documents {one!r} and {other!r} have {tokens} in a row in common"
        if one == other:
            same = f"the document {one!r} has the same {tokens} twice"
        raise DiscourseError(
            f"{same}, and a formula has at most {LONGEST_REPEAT:,}; leave out texts that are "
            "there twice, which corpus.duplicates() lists."
        )
    if repeats.counts.sum() > MOST_HITS or repeats.n.sum() > MOST_ROW_TOKENS:
        raise DiscourseError(
            f"these texts repeat themselves too often: {len(repeats):,} formulas with "
            f"{repeats.counts.sum():,} hits; leave out texts that are there twice, which "
            "corpus.duplicates() lists, or raise min_count or min_n."
        )


def _find_documents(text: RecurrentText, places: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.searchsorted(text.documents, places, side="right") - 1


def _write_formulas(
    store: Store, text: RecurrentText, repeats: Repeats, within: str
) -> tuple[pa.Array, pa.Array]:
    """The term and the query of each repeat; after all terms stands an empty one."""
    ids, vocabulary = text.ids, store.index.vocabulary
    order = np.argsort(repeats.n, kind="stable")
    lengths, firsts = np.unique(repeats.n[order], return_index=True)
    terms, queries = [], []
    for n, chosen in zip(lengths.tolist(), np.split(order, firsts)[1:], strict=True):
        rows = ids[repeats.starts[chosen][:, None] + np.arange(n)].astype(np.int64)
        terms.append(row_terms(rows, vocabulary))
        queries.append(row_queries(rows, vocabulary, store.tokenizer, within=within, of=store.of))
    back = pa.array(np.append(np.argsort(order), len(order)))
    empty = pa.array([""], pa.string())
    written = pa.concat_arrays([*_flatten(terms), empty]).take(back)
    return written, pa.concat_arrays([*_flatten(queries), empty]).take(back)


def _flatten(arrays: Sequence[pa.Array | pa.ChunkedArray]) -> list[pa.Array]:
    return [
        array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array for array in arrays
    ]


def _count_ranges(
    text: RecurrentText, repeats: Repeats, rows: NDArray[np.int64]
) -> dict[str, NDArray[np.int64]]:
    """In how many documents each repeat occurs, and how many of its hits run over something."""
    names = ("range", *(crossing.column for crossing in text.crossings))
    counted = {name: np.zeros(len(rows), dtype=np.int64) for name in names}
    documents = len(text.documents)
    for part, row, starts in repeats.take(rows):
        size = part.stop - part.start
        pairs = pd.unique(row * documents + _find_documents(text, starts))
        counted["range"][part] = np.bincount(pairs // documents, minlength=size)
        n = repeats.n[rows[part]][row]
        for crossing in text.crossings:
            flagged = row[crossing.flag(starts, n)]
            counted[crossing.column][part] = np.bincount(flagged, minlength=size)
    return counted
