import pytest

import discourse as dc


def test_dots_mark_dp_and_bars_span_the_band(paper):
    table = dc.dispersion(paper, ["community of shared future", "china", "the"])
    ax = dc.plot.dispersion(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == table["term"].tolist()
    assert ax.lines[0].get_xdata().tolist() == table["dp"].tolist()
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    bands = list(zip(table["band_low"], table["band_high"], strict=True))
    assert [s for span in spans for s in span] == pytest.approx([b for band in bands for b in band])
    assert ax.get_xlim() == (0, 1)
    counts = [label.get_text() for label in ax.child_axes[0].get_yticklabels()]
    assert counts == table["count"].astype(str).tolist()


def test_a_query_without_hits_has_a_row_and_no_dot(paper):
    ax = dc.plot.dispersion(dc.dispersion(paper, ["the", "zebra"]))
    assert [x == x for x in ax.lines[0].get_xdata()] == [True, False]
