"""Which terms distinguish one part of the corpus from the others?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.deferred import defer_strings
from discourse.corpus.query.writing import row_queries
from discourse.corpus.store.counting import choose_terms, part_counts
from discourse.corpus.store.layer_values import TERM, check_counted, count_values
from discourse.corpus.store.parts import comparable_parts
from discourse.corpus.tabulation import (
    label_parts,
    order_strongest_first,
    restrict_rows,
    take_strings,
)
from discourse.errors import check_count, one_of
from discourse.measures.weighting import idf, idf_smooth, tf
from discourse.record import verb

COLUMNS = (
    "part", "term", "count", "tf", "idf", "tfidf", "idf_smooth", "tfidf_smooth", "query",
)  # fmt: skip


@verb(
    columns=COLUMNS,
    cites=("sparck-jones-1972", "pedregosa-2011"),
    methods=(
        "{of=term?}terms",
        "{!of=term?}values of the {of:layer}",
        "{min_count>1?}with at least {min_count:occurrence} in the corpus",
        "were weighted by TF-IDF, by {by},",
        "as (count / tokens in the part) · ln(parts / parts with the term) [@sparck-jones-1972],",
        "and by scikit-learn's smoothed variant [@pedregosa-2011]",
        "{norm?}with the scores of each part divided by their Euclidean length (norm: {norm})",
        "{!norm?}without normalisation (norm: None)",
    ),
)
def tfidf(
    corpus: Corpus,
    *,
    by: str | Sequence[str] = "document",
    of: str = TERM,
    min_count: int = 1,
    norm: str | None = None,
) -> pd.DataFrame:
    """One row per term and part; highest `tfidf` first, ties by term, then by part.

    Parameters
    ----------
    corpus : Corpus
        The corpus whose parts are compared.
    by : str or sequence of str
        "document", "section", "sentence", a metadata column or a layer of spans, or several, as in
        ``["party", "decade"]``, whose combinations are the parts to compare.
    of : str
        What is counted: "term", a layer that gives each token a value, such as "lemma", or several
        of them, as in "lemma+pos" (*build_VERB*).
    min_count : int
        The lowest count in the whole corpus for which a term has rows.
    norm : str, optional
        "l2" divides the ``tfidf_smooth`` of each part by their Euclidean length, over all of its
        terms, as scikit-learn does by default.

    Returns
    -------
    DataFrame
        The columns are ``part, term, count, tf, idf, tfidf, idf_smooth, tfidf_smooth, query``.
        ``tf`` = count / tokens in the part. ``idf`` = ln(parts / parts with the term): 0 for a term
        that occurs in every part. ``tfidf`` = tf · idf, so that long and short parts are comparable
        [1]_. ``idf_smooth`` = ln((1 + parts) / (1 + parts with the term)) + 1, and
        ``tfidf_smooth`` = count · idf_smooth, as in scikit-learn's `TfidfTransformer` with
        ``norm=None`` [2]_: never 0, and higher in longer parts. With ``norm="l2"`` they are those
        of its default. If `by` names several columns, these follow.

        Documents without tokens are among the parts that are counted, though they have no rows.

    Raises
    ------
    DiscourseError
        For a `by` that the corpus does not have, or that gives only one part, or another `norm`.

    See Also
    --------
    dc.plot.tfidf : Draw the table.
    dc.keyness : Words that distinguish a corpus from another.
    dc.frequencies : How often each type occurs.

    Notes
    -----
    Limits: a weight ranks the words of a part; it is no test, and has no interval. With few parts,
    ``idf`` has few values: of two parts, a word is in one or in both. A word that occurs once in a
    short part is ranked high: raise `min_count`. A word of all parts has a ``tfidf`` of 0, however
    much more often one of them has it; for that, use `compare`.

    ``discourse docs glossary`` explains the weight in a sentence.

    References
    ----------
    .. [1] Spärck Jones (1972), A statistical interpretation of term specificity. Journal of
       Documentation 28(1), 11-21.
    .. [2] Pedregosa et al. (2011), Scikit-learn. JMLR 12, 2825-2830.

    Examples
    --------
    >>> import discourse as dc
    >>> scores = dc.tfidf(dc.read("seeds/"), by="section", min_count=3)
    >>> scores[["part", "term", "count", "tfidf"]].head(3).round(3)
       part         term  count  tfidf
    0     4          had      6  0.040
    1     2  declaration      4  0.037
    2  lead     building      2  0.034
    """
    check_count("min_count", min_count)
    if norm is not None:
        one_of("norm", norm, ("l2",))
    parts = comparable_parts(corpus.store, by, "TF-IDF")
    store = count_values(corpus.store, check_counted(corpus.store, of))
    here = np.flatnonzero(store.counts)
    # (terms, parts), in alphabetical order
    counts = choose_terms(part_counts(store, parts), here)
    ranges = np.diff(counts.indptr)
    # A document without tokens is no part, but is one of the documents.
    among = len(corpus.store.sources) if by == "document" else len(parts)
    enough = np.flatnonzero(store.counts[here] >= max(min_count, 1))
    cells = choose_terms(counts, enough).tocoo()
    weights = idf(among, ranges[enough])
    scores = tf(cells.data, parts.sizes[cells.coords[1]])
    scores *= weights[cells.coords[0]]
    order = order_strongest_first(scores)
    term, part = (place[order] for place in cells.coords)
    count = cells.data[order]
    rows = here[enough]
    vocabulary, tokenizer = store.index.vocabulary, corpus.tokenizer
    shares, known = tf(count, parts.sizes[part]), weights[term]
    smooth = idf_smooth(among, ranges[enough])[term]
    columns = {
        "term": defer_strings(
            lambda numbers: take_strings(vocabulary.terms.array, rows[term[numbers]]), len(term)
        ),
        "count": count,
        "tf": shares,
        "idf": known,
        "tfidf": shares * known,
        "idf_smooth": smooth,
        "tfidf_smooth": count * smooth,
        "query": restrict_rows(
            lambda used: row_queries(rows[used, None], vocabulary, tokenizer, of=of),
            term,
            parts,
            part,
        ),
    }
    if norm == "l2":
        squares = np.where(ranges > 0, idf_smooth(among, np.maximum(ranges, 1)), 0.0) ** 2
        columns["tfidf_smooth"] /= np.sqrt(counts.T.tocsr().power(2) @ squares)[part]
    table = label_parts(pd.DataFrame(columns, copy=False), parts, part)
    return table[[*COLUMNS, *parts.criteria]]
