import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.tabulation import order_strongest_first

WORD = st.sampled_from(["a", "a'b", "B", "ß", "4", "c-d"])
TEXT = st.lists(WORD, min_size=1, max_size=12).map(" ".join)


@given(st.lists(st.sampled_from([0.5, 1.0, 2.0, np.nan])))
def test_equal_values_keep_their_order_and_missing_ones_come_last(values):
    expected = pd.Series(values, dtype=float).sort_values(ascending=False, kind="stable")
    assert order_strongest_first(np.array(values, dtype=float)).tolist() == list(expected.index)


@pytest.mark.parametrize(("verb", "strength"), [(dc.frequencies, "count"), (dc.tfidf, "tfidf")])
@given(texts=st.lists(TEXT, min_size=2, max_size=5))
def test_rows_by_part_descend_and_ties_go_by_term_and_by_part(verb, strength, texts):
    table = verb(dc.Corpus.from_texts(dict(zip("vwxyz", texts, strict=False))), by="document")
    expected = table.sort_values("part", kind="stable").sort_values("term", kind="stable")
    expected = expected.sort_values(strength, ascending=False, kind="stable")
    assert table.index.tolist() == list(range(len(table)))
    assert expected.index.tolist() == table.index.tolist()
