"""Correspondence analysis: Greenacre's table of smokers, and independent programs."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse, stats

from discourse.measures.correspondence import correspondence_analysis

# Staff groups of a firm by how much they smoke: none, light, medium, heavy (Greenacre 2017, ch. 9).
SMOKING = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])


def test_the_inertias_of_the_smokers_are_those_in_the_book():
    found = correspondence_analysis(SMOKING)
    assert found.inertia == pytest.approx([0.07476, 0.01002, 0.00041], abs=5e-6)
    assert found.total == pytest.approx(0.08519, abs=5e-6)
    assert found.inertia[:2] / found.total == pytest.approx([0.878, 0.118], abs=5e-4)


def test_the_coordinates_of_the_smokers_are_those_in_the_book_but_for_signs():
    found = correspondence_analysis(SMOKING)
    rows = [[0.066, 0.194], [0.259, 0.243], [0.381, 0.011], [0.233, 0.058], [0.201, 0.079]]
    columns = [[0.393, 0.030], [0.099, 0.141], [0.196, 0.007], [0.294, 0.198]]
    assert np.abs(found.rows.coordinates[:, :2]) == pytest.approx(np.array(rows), abs=5e-4)
    assert np.abs(found.columns.coordinates[:, :2]) == pytest.approx(np.array(columns), abs=5e-4)


def test_the_total_is_chi_squared_by_the_sum():
    chi_squared = stats.chi2_contingency(SMOKING, correction=False).statistic
    assert correspondence_analysis(SMOKING).total == pytest.approx(chi_squared / SMOKING.sum())


def test_a_decomposition_of_the_whole_matrix_gives_the_same(rng):
    counts = rng.poisson(2, (6, 30)) + 1
    shares = counts / counts.sum()
    row, column = shares.sum(axis=1), shares.sum(axis=0)
    residuals = (shares - np.outer(row, column)) / np.sqrt(np.outer(row, column))
    left, values, right = np.linalg.svd(residuals, full_matrices=False)
    found = correspondence_analysis(sparse.csr_array(counts))
    assert found.inertia == pytest.approx(values[:5] ** 2)
    rows = np.abs(left * values / np.sqrt(row)[:, None])[:, :5]
    columns = np.abs(right.T * values / np.sqrt(column)[:, None])[:, :5]
    assert np.abs(found.rows.coordinates) == pytest.approx(rows)
    assert np.abs(found.columns.coordinates) == pytest.approx(columns)


def test_prince_gives_the_same():
    prince = pytest.importorskip("prince", reason="prince is not installed; it is compared with")
    table = pd.DataFrame(SMOKING)
    theirs = prince.CA(n_components=3).fit(table)
    ours = correspondence_analysis(SMOKING)
    assert theirs.eigenvalues_ == pytest.approx(ours.inertia)
    for place, points in (
        (theirs.row_coordinates(table), ours.rows),
        (theirs.column_coordinates(table), ours.columns),
    ):
        assert np.abs(place.to_numpy()) == pytest.approx(np.abs(points.coordinates))


TABLES = st.lists(st.lists(st.integers(1, 9), min_size=4, max_size=4), min_size=2, max_size=5).map(
    np.array
)


@given(counts=TABLES)
def test_points_are_centred_and_their_distances_add_up_to_the_inertia(counts):
    found = correspondence_analysis(counts)
    for points in (found.rows, found.columns):
        assert points.mass @ points.coordinates == pytest.approx(0, abs=1e-7)
        assert points.mass @ points.distance == pytest.approx(found.total, abs=1e-9)
        inertia = (points.mass[:, None] * points.coordinates**2).sum(axis=0)
        assert inertia == pytest.approx(found.inertia, abs=1e-9)


@given(counts=TABLES)
def test_the_row_that_contributes_most_is_on_the_positive_side(counts):
    found = correspondence_analysis(counts)
    share = found.rows.mass[:, None] * found.rows.coordinates**2
    for axis in range(len(found.inertia)):
        if found.inertia[axis] > 1e-6:
            most = share[:, axis] >= share[:, axis].max() * (1 - 1e-6)
            assert found.rows.coordinates[most, axis].max() > 0


def test_equal_rows_have_no_axis():
    found = correspondence_analysis([[1, 2, 3], [2, 4, 6]])
    assert found.inertia.tolist() == []
    assert found.total == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("counts", [[[1, 0], [2, 0]], [[0, 0], [1, 2]], np.zeros((0, 2))])
def test_an_empty_row_or_column_is_refused(counts):
    with pytest.raises(ValueError, match="a row or a column of the counts has none"):
        correspondence_analysis(counts)
    with pytest.raises(ValueError, match="negative"):
        correspondence_analysis([[1, -1], [2, 3]])
