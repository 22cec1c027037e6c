"""Documents with their counts, times and groups: those of a store, or the parts of a list.

A frequency list that is divided into documents has all that is needed to follow words over time,
or to compare groups, but for the lines.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from discourse.corpus.query.hit_counts import count_queries
from discourse.corpus.query.parsing import split_restriction
from discourse.corpus.query.timeline import Timeline, make_timeline, read_timeline
from discourse.corpus.query.writing import span_query, term_queries
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.corpus.store.combined_parts import cross_partitions
from discourse.corpus.store.label_counts import count_labels
from discourse.corpus.store.label_order import order_labels
from discourse.corpus.store.layer_values import TERM
from discourse.corpus.store.layering import find_span_layer
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import partition, span_layer_names
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_text, check_texts, one_of

DOCUMENT = "document"
NOT_METADATA = ("part", "tokens")


def timeline_of(
    source: Store | FrequencyList, time: str, bins: int | None = None, bin_by: str = DOCUMENT
) -> Timeline:
    """Read the times of the documents, as `read_timeline` does.

    Parameters
    ----------
    source : Store or FrequencyList
        The documents.
    time, bins, bin_by : optional
        What `read_timeline` takes.

    Raises
    ------
    DiscourseError
        As `read_timeline`; and for a list that is not divided into documents.
    """
    if isinstance(source, Store):
        return read_timeline(source, time, bins, bin_by)
    documents = divide_list(source, DOCUMENT)
    one_of("time", check_text("time", time, "year"), _metadata_columns(source))
    return make_timeline(documents, divide_list(source, time), bins, bin_by)


def count_by_document(
    source: Store | FrequencyList, queries: str | Sequence[str], of: str = TERM
) -> tuple[list[str], list[str], NDArray[np.int64]]:
    """Count queries in each document, as `count_queries` does, or labels; of a list, words.

    Parameters
    ----------
    source : Store or FrequencyList
        The documents.
    queries : str or sequence of str
        One query or several.
    of : str, optional
        What the words of a phrase are, or the layer of spans whose labels the queries are; a list
        has only terms.

    Returns
    -------
    names, written : list of str
        The queries as they were given, and as they are run.
    counts : ndarray of int, shape (queries, documents)
        The hits.

    Raises
    ------
    DiscourseError
        For a malformed query; of a list, for anything but a word, and for another `of`.
    """
    if isinstance(source, Store):
        documents = partition(source, DOCUMENT)
        if of not in span_layer_names(source):
            return count_queries(source, queries, documents, of)
        labels = list(dict.fromkeys(check_texts("queries", queries, "China")))
        spans = [span_query(of, label) for label in labels]
        return labels, *count_queries(source, spans, documents)[1:]
    check_terms_of_list(source, of)
    names = list(dict.fromkeys(check_texts("queries", queries, "peace")))
    words = [_read_word(source, name) for name in names]
    counts = source.counts.tocsc()
    places = {term: place for place, term in enumerate(source.terms)}
    made = np.zeros((len(words), counts.shape[0]), dtype=np.int64)
    for row, word in enumerate(words):
        if word in places:
            made[row] = counts[:, [places[word]]].toarray()[:, 0]
    return names, term_queries([name.strip() for name in names], source.tokenizer).to_pylist(), made


def count_labels_by_document(
    store: Store, of: str
) -> tuple[list[str], list[str], sparse.csr_array]:
    """Count every label of a layer of spans in each document, as `count_by_document` does.

    Parameters
    ----------
    store : Store
        The documents.
    of : str
        A layer of spans of the store.
    """
    counts = count_labels(store, of, partition(store, DOCUMENT))
    here = np.flatnonzero(counts.sum(axis=1))
    names = [find_span_layer(store, of).values[label] for label in here.tolist()]
    return names, [span_query(of, name) for name in names], counts[here]


def divide_list(source: FrequencyList, by: str | Sequence[str]) -> Partition:
    """Divide the documents of a list by "document" or metadata, as `partition` divides a store.

    Raises
    ------
    DiscourseError
        For a list that is not divided into documents, or a name that it does not have.
    """
    if not source.parts_are_documents:
        raise DiscourseError(
            f"the list {source.name!r} is not divided into documents, and this counts by document; "
            "give a list with a column 'document', or dc.read('texts/')."
        )
    names = [by] if isinstance(by, str) else list(by)
    if not names:
        raise DiscourseError("by=[] names nothing to divide by; write by='document'.")
    known = [DOCUMENT, *_metadata_columns(source)]
    divided = [_divide_by_column(source, one_of("by", name, known)) for name in names]
    return reduce(cross_partitions, divided)


def check_terms_of_list(source: FrequencyList, of: str) -> None:
    """Refuse to count anything but terms in a list.

    Raises
    ------
    DiscourseError
        For any other layer.
    """
    if of != TERM:
        raise DiscourseError(
            f"of={of!r} needs a text, and the list {source.name!r} has counts of words; leave of= "
            "out, or read the texts."
        )


def rows_behind(source: FrequencyList, table: pd.DataFrame) -> list[pd.DataFrame]:
    """The rows of a list's file behind each row of a table: those of its word, in its part.

    Parameters
    ----------
    source : FrequencyList
        The list that the table was made from.
    table : DataFrame
        Rows with a ``query`` for a word, which may be restricted to a part.

    Returns
    -------
    list of DataFrame
        For each row ``line, part, term, count``, as `FrequencyList.rows` has them.
    """
    written = term_queries(source.terms, source.tokenizer).to_pylist()
    terms = dict(zip(written, source.terms, strict=True))
    within: dict[str, FrequencyList] = {"": source}
    found = []
    for query in table["query"].astype(str):
        asked, condition = split_restriction(query)
        part = (condition or "").strip()
        if part not in within:
            within[part] = source.subset(part)
        word = asked.strip()
        found.append(within[part].rows(terms.get(word) or source.tokenizer.fold(word)))
    return found


def _metadata_columns(source: FrequencyList) -> list[str]:
    return [str(name) for name in source.parts.columns if name not in NOT_METADATA]


def _divide_by_column(source: FrequencyList, by: str) -> Partition:
    parts = source.parts
    values = parts["part" if by == DOCUMENT else by]
    texts = ["" if pd.isna(value) else str(value) for value in values]
    labels = list(dict.fromkeys(texts))
    if by != DOCUMENT:
        labels = [labels[at] for at in order_labels(labels).tolist()]
    places = {label: place for place, label in enumerate(labels)}
    bounds = np.append(0, np.cumsum(parts["tokens"])).astype(np.int64)
    codes = np.array([places[text] for text in texts], dtype=np.int64)
    return Partition(by, labels, {by: labels}, bounds, codes)


def _read_word(source: FrequencyList, query: str) -> str:
    """The term that a query for one word asks for."""
    tokens = source.tokenizer.tokens(query)
    if len(tokens) != 1 or tokens[0] != query.strip():
        raise DiscourseError(
            f"{query!r} is not a word, and the list {source.name!r} has counts of words alone; ask "
            "for words, such as 'peace', or read the texts."
        )
    return source.tokenizer.fold(tokens[0])
