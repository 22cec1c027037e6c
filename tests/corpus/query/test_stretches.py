"""Stretches and hits, compared with what a loop over all pairs gives."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus.query.stretches import (
    Stretches,
    Tiles,
    divide_overlapping,
    drop_inner_hits,
    which_contain,
    which_near,
    which_near_inside,
    which_overlap,
)

HIT = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda pair: (pair[0], sum(pair)))
HITS = st.lists(HIT, max_size=8, unique=True).map(sorted)


def array(hits):
    return np.array(hits, dtype=np.int64).reshape(-1, 2)


def lies_in(hit, other):
    return other[0] <= hit[0] and hit[1] <= other[1]


@given(HITS, HITS)
def test_hits_compared_with_hits(one, other):
    outermost = [h for h in one if not any(lies_in(h, o) and h != o for o in one)]
    assert drop_inner_hits(array(one)).tolist() == [list(hit) for hit in outermost]
    assert which_contain(array(one), array(other)).tolist() == [
        any(lies_in(o, hit) for o in other) for hit in one
    ]
    assert which_overlap(array(one), array(other)).tolist() == [
        any(o[0] < hit[1] and hit[0] < o[1] for o in other) for hit in one
    ]


@given(HITS, HITS, HITS)
def test_hits_that_lie_in_stretches(hits, one, other):
    first, second = Stretches.of_hits(array(one)), Stretches.of_hits(array(other))
    for stretches, wanted in (
        (first, [any(lies_in(h, o) for o in one) for h in hits]),
        (
            first.intersect(second),
            [any(lies_in(h, o) for o in one) and any(lies_in(h, o) for o in other) for h in hits],
        ),
    ):
        assert stretches.contain(array(hits)).tolist() == wanted
        assert (np.diff(stretches.first) > 0).all() and (np.diff(stretches.end) > 0).all()
        pairs = zip(*map(np.ndarray.tolist, stretches.around_hits(array(hits))), strict=True)
        assert sorted(pairs) == [
            (number, at)
            for number, hit in enumerate(hits)
            for at, stretch in enumerate(zip(stretches.first, stretches.end, strict=True))
            if lies_in(hit, stretch)
        ]


@given(HITS, st.sets(st.integers(1, 17)), st.sets(st.integers(1, 17)))
def test_no_border_is_inside_a_hit_that_lies_in_a_tile(hits, one, other):
    borders = [np.array([0, *sorted(inner), 18]) for inner in (one, other)]
    tiles = Tiles(*borders)
    united = [0, *sorted(one | other), 18]
    assert tiles.first.tolist() == united[:-1] and tiles.end.tolist() == united[1:]
    inside = [not any(hit[0] < border < hit[1] for border in united) for hit in hits]
    assert tiles.contain(array(hits)).tolist() == inside
    assert Stretches(tiles.first, tiles.end).contain(array(hits)).tolist() == inside


@given(HITS)
def test_hits_are_divided_into_groups_without_overlap(hits):
    groups = [group.tolist() for group in divide_overlapping(array(hits))]
    assert sorted(number for group in groups for number in group) == list(range(len(hits)))
    for group in groups:
        inside = [hits[number] for number in group]
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(inside))


@given(HITS, HITS, HITS, st.integers(-4, 4), st.integers(0, 4))
def test_hits_near_others_in_one_stretch(node, near, limits, low, width):
    stretches = Stretches.of_hits(array(limits))

    def is_near(hit, other):
        after = other[0] >= hit[1]
        if not after and other[1] > hit[0]:
            return False
        distance = other[0] - hit[1] + 1 if after else other[1] - 1 - hit[0]
        hull = (min(hit[0], other[0]), max(hit[1], other[1]))
        return low <= distance <= low + width and any(lies_in(hull, s) for s in limits)

    found = which_near_inside(array(node), array(near), low, low + width, stretches)
    assert found.tolist() == [any(is_near(hit, other) for other in near) for hit in node]


def test_near_is_counted_from_edge_to_edge_within_borders():
    node, borders = np.array([[4, 6]]), np.array([0, 10])
    for other, away in (([0, 2], -3), ([2, 4], -1), ([6, 7], 1), ([8, 10], 3)):
        for low, high in ((-5, 5), (away, away), (away - 1, away + 1)):
            assert which_near(node, np.array([other]), low, high, borders).all()
        assert not which_near(node, np.array([other]), -5, away - 1, borders).any()
        assert not which_near(node, np.array([other]), away + 1, 5, borders).any()
        assert not which_near(node, np.array([other]), -5, 5, np.array([0, 4, 6, 10])).any()
