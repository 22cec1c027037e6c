"""What is counted or looked at a few at a time is what it is all at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from discourse.corpus.store import count_blocks, posting_counts
from discourse.corpus.store.count_blocks import divide_rows
from discourse.corpus.store.index import make_postings
from discourse.corpus.store.posting_counts import count_postings


@given(st.data(), st.integers(1, 9), st.integers(1, 4), st.integers(1, 40))
def test_the_blocks_of_a_table_are_its_chosen_rows(data, rows, parts, batch):
    cells = st.lists(st.integers(0, 2), min_size=rows * parts, max_size=rows * parts)
    table = np.array(data.draw(cells)).reshape(rows, parts)
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=rows, max_size=rows)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(count_blocks, "BATCH_COUNTS", batch)
        blocks = list(divide_rows(sparse.csr_array(table), chosen))
    numbers = np.arange(chosen.sum())
    assert np.concatenate([numbers[some] for some, _ in blocks]).tolist() == numbers.tolist()
    found = np.concatenate([counts.toarray() for _, counts in blocks])
    assert found.tolist() == table[chosen].tolist()


@given(st.lists(st.lists(st.integers(0, 3), max_size=6), min_size=1, max_size=5), st.integers(1, 7))
def test_terms_are_counted_in_parts(parts, step):
    ids = np.array([term for part in parts for term in part], dtype=np.uint32)
    bounds = np.cumsum([0, *map(len, parts)])
    if not len(ids):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posting_counts, "STEP", step)
        found = count_postings(make_postings(ids, 4), bounds, np.arange(len(parts)))
    expected = [[part.count(term) for part in parts] for term in range(4)]
    assert found.toarray().tolist() == expected
