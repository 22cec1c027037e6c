from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.text import Text

import discourse as dc
from discourse.publish.plots.canvas import canvas, figure_style


def test_settings_are_back_as_they_were_after_the_style():
    before = dict(mpl.rcParams)
    with figure_style():
        assert mpl.rcParams["text.parse_math"] is False
    assert dict(mpl.rcParams) == before


def test_a_backend_that_a_first_figure_made_interactive_stays_so():
    try:
        with figure_style():
            mpl.interactive(True)
        assert mpl.is_interactive()
    finally:
        mpl.interactive(False)


def test_a_new_figure_is_as_wide_as_its_place_in_print():
    with canvas(None, height_mm=30, width="page") as ax:
        width, height = ax.figure.get_size_inches() * 25.4
    assert (width, height) == pytest.approx((178, 30))


def test_a_figure_that_could_not_be_drawn_is_closed_and_the_readers_own_is_not():
    with pytest.raises(KeyError), canvas(None, height_mm=30):
        raise KeyError
    assert plt.get_fignums() == []
    _, mine = plt.subplots()
    with pytest.raises(KeyError), canvas(mine, height_mm=30):
        raise KeyError
    assert len(plt.get_fignums()) == 1


def test_a_width_in_millimetres(paper):
    ax = dc.plot.frequencies(dc.frequencies(paper).head(3), width=84)
    assert ax.figure.get_figwidth() * 25.4 == pytest.approx(84)


@pytest.mark.parametrize("width", [True, 0, 2_000, float("nan"), None, [84]])
def test_a_width_that_is_none_is_refused(paper, width):
    with pytest.raises(dc.DiscourseError, match="width expects 'column', 'page' or millimetres"):
        dc.plot.keyness(dc.keyness(paper, dc.reference("udhr")).head(3), width=width)


def test_all_letters_are_in_proportion_and_rows_keep_apart(paper):
    table = dc.keyness(paper, dc.reference("udhr")).head(5)
    usual, large = (dc.plot.keyness(table, width="page", font_size=size) for size in (7.5, 2 * 7.5))
    for one, other in zip(usual.findobj(Text), large.findobj(Text), strict=True):
        if one.get_text():
            assert other.get_fontsize() == pytest.approx(2 * one.get_fontsize())
    assert large.figure.get_figheight() == pytest.approx(2 * usual.figure.get_figheight())
    assert large.figure.get_figwidth() == usual.figure.get_figwidth()


@pytest.mark.parametrize("size", [0, 3, 100, "9", True, float("nan")])
def test_a_size_that_is_not_of_letters_is_refused(paper, size):
    with pytest.raises(dc.DiscourseError, match="font_size expects points from 4 to 40, got "):
        dc.plot.frequencies(dc.frequencies(paper).head(3), font_size=size)


@pytest.mark.parametrize(
    "name",
    sorted(
        {*dc.plot.__all__}
        - {"panels", "clauses", "correspondence", "multiverse", "positions", "trend"}
    ),
)
def test_every_plot_of_rows_refuses_what_no_page_holds(name):
    size = 400
    table = pd.DataFrame({"term": [f"w{at:03}" for at in range(size)], "part": "a", "slot": "s"})
    table = table.assign(family="w000", parent="")
    numbers = (
        "count", "count_reference", "count_other", "expected", "dp", "band_low", "band_high",
        "log_ratio", "log_ratio_low", "log_ratio_high", "low", "high", "log_dice", "tfidf",
        "count_own",
    )  # fmt: skip
    table = table.assign(**dict.fromkeys(numbers, 1))
    draw = getattr(dc.plot, name)
    if name == "association":  # its points share a place, and it has no rows
        assert draw(table).figure.get_figheight() * 25.4 <= 140
        return
    with pytest.raises(
        dc.DiscourseError, match=r"draw the first of them, with table\.head\((\d+)\)"
    ) as e:
        draw(table)
    assert plt.get_fignums() == []
    most = int(str(e.value).rpartition("(")[2].rstrip(")."))
    assert draw(table.head(most)).figure.get_figheight() * 25.4 <= 234.001
    with pytest.raises(dc.DiscourseError, match="would be drawn"):
        draw(table.head(most + 1))


def test_given_axes_hold_rows_as_long_as_their_letters_do_not_touch(paper):
    table = dc.frequencies(paper)
    axes = dc.plot.panels("ab", height=60)
    with pytest.raises(dc.DiscourseError, match="these axes have room for 16;"):
        dc.plot.frequencies(table, ax=axes["a"])
    dc.plot.frequencies(table.head(16), ax=axes["a"])
    axes["a"].figure.draw_without_rendering()
    boxes = [label.get_window_extent() for label in axes["a"].get_yticklabels()]
    assert all(one.y0 > other.y1 for one, other in pairwise(boxes))
