import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus.store.nearest import Minima


@given(st.lists(st.integers(0, 9), max_size=70), st.data())
def test_the_nearest_places_are_those_that_a_walk_finds(values, data):
    values = [-1, *values, -1]
    inner = st.integers(1, len(values) - 1), st.integers(0, 9)
    asked = data.draw(st.lists(st.tuples(*inner), max_size=20))
    places, limits = (np.array([pair[at] for pair in asked], dtype=np.int64) for at in (0, 1))
    tree = Minima(np.array(values, dtype=np.int32))
    before = [max(k for k in range(at) if values[k] <= limit) for at, limit in asked]
    assert tree.last_at_most(places, limits).tolist() == before
    places -= 1
    after = [min(k for k in range(at, len(values)) if values[k] <= limit) for at, limit in asked]
    assert tree.next_at_most(places, limits).tolist() == after


def test_a_single_value_has_nothing_beside_it():
    assert Minima(np.array([3])).last_at_most(np.array([], dtype=int), np.array([])).tolist() == []
