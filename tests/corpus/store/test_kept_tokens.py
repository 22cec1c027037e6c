"""The tokens of a subset are counted without a mask over the corpus."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus.store.kept_tokens import KeptTokens


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=12))
def test_tokens_are_counted_as_over_a_mask(stretches):
    lengths, stays = zip(*stretches, strict=True)
    mask = np.repeat(stays, lengths)
    before = np.concatenate([[0], np.cumsum(mask)])
    kept = KeptTokens(np.concatenate([[0], np.cumsum(lengths)]), np.array(stays))
    assert kept.take(np.arange(len(mask))).tolist() == np.flatnonzero(mask).tolist()
    assert kept.count_before(np.arange(len(mask) + 1)).tolist() == before.tolist()
    assert kept.count == before[-1]
    assert kept.edges.tolist() == (np.flatnonzero(np.diff(mask)) + 1).tolist()
