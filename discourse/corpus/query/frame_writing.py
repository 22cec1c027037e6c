"""Write frames, which are sequences of terms with a slot, and the queries that find them."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.query.writing import (
    DEFAULT_UNIT,
    is_plain_in,
    row_terms,
    valued_query,
    write_tests,
)
from discourse.corpus.store.layer_values import TERM
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.text.tokenizer import Tokenizer


def frame_terms(rows: NDArray[np.int64], slot: int, vocabulary: Vocabulary) -> pa.StringArray:
    """Join the terms of each row with spaces, with an asterisk in place of one of them.

    Examples
    --------
    >>> import discourse as dc
    >>> known = dc.Corpus.from_texts({"a": "a shared future"}).store.index.vocabulary
    >>> frame_terms(np.array([[0, 2, 1]]), 1, known).to_pylist()
    ['a * future']
    """
    before, after = (row_terms(side, vocabulary) for side in (rows[:, :slot], rows[:, slot + 1 :]))
    return pc.binary_join_element_wise(before, after, " * ")


def frame_queries(
    rows: NDArray[np.int64],
    slot: int,
    vocabulary: Vocabulary,
    tokenizer: Tokenizer,
    *,
    within: str = DEFAULT_UNIT,
    of: str = TERM,
) -> pa.StringArray:
    """Write for each row the query whose hits are its terms in a row, and any token in one place.

    Examples
    --------
    >>> import discourse as dc
    >>> known = dc.Corpus.from_texts({"a": "a shared future"}).store.index.vocabulary
    >>> row, words = np.array([[0, 2, 1]]), dc.Tokenizer()
    >>> frame_queries(row, 1, known, words).to_pylist()
    ['a * future']
    >>> frame_queries(row, 1, known, words, within="sentence").to_pylist()
    ['[lower="a"] [] [lower="future"] within sentence']
    """
    suffix = "" if within == DEFAULT_UNIT else f" within {within}"
    used, numbers = np.unique(rows, return_inverse=True)
    tests = write_tests(vocabulary.terms.take(used).array, of)
    tokens = pc.binary_join_element_wise("[", tests, "]", "")
    columns: list[Any] = [tokens.take(pa.array(at)) for at in numbers.reshape(rows.shape).T]
    columns[slot] = valued_query(of)
    written = pc.binary_join_element_wise(*columns, " ")
    if of != TERM or within != DEFAULT_UNIT:
        return pc.binary_join_element_wise(written, suffix, "")
    known = is_plain_in(vocabulary, tokenizer)
    plain = np.logical_and.reduce([known[column] for column in np.delete(rows, slot, axis=1).T])
    return pc.if_else(pa.array(plain), frame_terms(rows, slot, vocabulary), written)
