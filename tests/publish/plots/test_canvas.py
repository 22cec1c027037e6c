import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

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
