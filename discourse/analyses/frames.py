"""Which sequences of words have a slot, and what fills it?"""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.frame_writing import frame_queries, frame_terms
from discourse.corpus.query.writing import row_queries, row_terms
from discourse.corpus.store.grams import count_grams
from discourse.corpus.store.layer_values import TERM, count_values
from discourse.corpus.store.parts import single_part
from discourse.corpus.store.store import Store
from discourse.errors import check_count
from discourse.record import verb

COLUMNS = (
    "frame", "filler", "term", "n", "count", "share", "count_frame", "fillers", "ttr", "query",
    "query_frame",
)  # fmt: skip
SHORTEST, LONGEST_FRAME = 3, 50  # tokens


class _Filled(NamedTuple):
    """N-grams, their counts, and those of the frame that each becomes without one of its words."""

    grams: NDArray[np.int64]
    counts: NDArray[np.int64]
    frames: NDArray[np.int64]
    fillers: NDArray[np.int64]


@verb(
    columns=COLUMNS,
    cites=("romer-2010", "gray-biber-2013"),
    methods=(
        "frames of {n:token}",
        "{!of=term?}of the {of:layer}",
        "with one slot between the first token and the last",
        "and at least {min_count:occurrence}",
        "and {min_fillers:filler}",
        "were counted without crossing {within} borders;",
        "their variability is given as the type-token ratio of the slot",
        "[@romer-2010; @gray-biber-2013]",
    ),
)
def frames(
    corpus: Corpus,
    n: int = 4,
    *,
    of: str = TERM,
    within: str = "section",
    min_count: int = 2,
    min_fillers: int = 2,
) -> pd.DataFrame:
    """One row per frame and filler of its slot; the most frequent frame and filler first.

    Parameters
    ----------
    corpus : Corpus
        The corpus to count.
    n : int
        The number of tokens of a frame with its slot, from 3 to 50. The slot is any token but the
        first and the last.
    of : str
        What a frame consists of: "term", a layer that gives each token a value, such as "lemma", or
        several of them, as in "lemma+pos".
    within : str
        "document", "section" or "sentence": no frame crosses its borders, or a region that is left
        out.
    min_count : int
        The lowest count of a frame, with all its fillers, for which it has rows.
    min_fillers : int
        The fewest different fillers for which a frame has rows.

    Returns
    -------
    DataFrame
        The columns are ``frame, filler, term, n, count, share, count_frame, fillers, ttr, query,
        query_frame``. ``term`` is the ``frame`` with the ``filler`` in its slot, and ``count`` how
        often it occurs; ``share`` is its share of the hits of the frame, ``count_frame``.
        ``fillers`` is how many different ones there are, and ``ttr`` the type-token ratio of the
        slot, fillers / count_frame: near 0 in a fixed phrase, 1 where no filler occurs twice.
        ``query_frame`` has the ``count_frame`` hits of the frame.

    Raises
    ------
    DiscourseError
        For numbers out of range, and an `of` or `within` that the corpus does not have.

    See Also
    --------
    dc.families : Formulas that recur, and their variants.
    dc.ngrams : All sequences of a length.
    dc.sketch : The company of a word by grammatical slot.

    Notes
    -----
    ttr = fillers / count_frame: the variant/p-frame ratio of [1]_, and the variability of [2]_.
    Such frames are also called p-frames.

    Limits: the ratio falls as a frame becomes more frequent, so compare frames with about as many
    hits; of a frame with a few hits it says little. Most frequent frames are grammar (*the * of
    the*): read the fillers. Every n-gram is in a frame for each of its slots, so rows are not
    independent, and their counts do not add up. There is no test, and no count of documents.

    ``discourse docs families`` shows frames beside families.

    References
    ----------
    .. [1] Römer (2010), Establishing the phraseological profile of a text type: The construction
       of meaning in academic book reviews. English Text Construction 3(1), 95-119.
    .. [2] Gray & Biber (2013), Lexical frames in academic prose and conversation. International
       Journal of Corpus Linguistics 18(1), 109-136.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.frames(dc.read("seeds/"), 4)
    >>> table[["frame", "filler", "count", "count_frame", "ttr"]].head(4).round(2)
             frame          filler  count  count_frame   ttr
    0  on the * of          rights      7           19  0.47
    1  on the * of     elimination      5           19  0.47
    2  on the * of         concept      1           19  0.47
    3  on the * of  implementation      1           19  0.47
    """
    n = check_count("n", n, least=SHORTEST, most=LONGEST_FRAME)
    check_count("min_count", min_count)
    check_count("min_fillers", min_fillers)
    store = count_values(corpus.store, of)
    cells = count_grams(store, n, parts=single_part(store), within=within)
    tables = [
        _tabulate_frames(
            store,
            _fill_slot(cells.terms, cells.sums, slot, min_count, min_fillers),
            slot,
            within,
        )
        for slot in range(1, n - 1)
    ]
    table = pa.concat_tables(tables)
    order = [
        ("count_frame", "descending"), ("frame", "ascending"), ("count", "descending"),
        ("term", "ascending"),
    ]  # fmt: skip
    rows: pd.DataFrame = table.take(pc.sort_indices(table, sort_keys=order)).to_pandas()
    rows["n"] = n
    rows["share"] = rows["count"] / rows["count_frame"]
    rows["ttr"] = rows["fillers"] / rows["count_frame"]
    return rows[list(COLUMNS)]


def _fill_slot(
    grams: NDArray[np.int64],
    counts: NDArray[np.int64],
    slot: int,
    min_count: int,
    min_fillers: int,
) -> _Filled:
    """The n-grams whose frames have enough hits and fillers, if the word in one slot varies."""
    frame = np.zeros(len(grams), dtype=np.int64)
    for column in np.delete(grams, slot, axis=1).T:
        frame = pd.factorize(frame * (int(column.max(initial=0)) + 1) + column)[0]
    hits = np.zeros(int(frame.max(initial=-1)) + 1, dtype=np.int64)
    np.add.at(hits, frame, counts)
    fillers = np.bincount(frame, minlength=len(hits))
    kept = np.flatnonzero((hits[frame] >= min_count) & (fillers[frame] >= min_fillers))
    return _Filled(grams[kept], counts[kept], hits[frame[kept]], fillers[frame[kept]])


def _tabulate_frames(store: Store, filled: _Filled, slot: int, within: str) -> pa.Table:
    vocabulary, grams = store.index.vocabulary, filled.grams
    written = {"within": within, "of": store.of}
    return pa.table(
        {
            "frame": frame_terms(grams, slot, vocabulary),
            "filler": row_terms(grams[:, [slot]], vocabulary),
            "term": row_terms(grams, vocabulary),
            "count": filled.counts,
            "count_frame": filled.frames,
            "fillers": filled.fillers,
            "query": row_queries(grams, vocabulary, store.tokenizer, **written),
            "query_frame": frame_queries(grams, slot, vocabulary, store.tokenizer, **written),
        }
    )
