from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import font_manager

import discourse as dc
from discourse.publish.plots import fonts


def labelled(*terms):
    table = pd.DataFrame({"term": terms, "count": range(1, len(terms) + 1)})
    return dc.plot.frequencies(table).get_yticklabels()


def test_labels_in_the_styles_own_letters_keep_its_font():
    (label,) = labelled(r"naïve $x_1$ %\alpha_β")
    assert label.get_fontfamily() == ["DejaVu Sans"]


def test_letters_of_another_font_are_drawn_in_it():
    # no sans serif shipped with matplotlib has this small capital
    (label,) = labelled("ᴕ")
    assert label.get_fontfamily() == ["DejaVu Sans", "DejaVu Serif"]
    label.figure.canvas.draw()  # warns, which is an error here, where a letter has no font


def test_letters_that_no_font_has_are_refused(monkeypatch):
    own = [(font.name, font.fname) for font in font_manager.fontManager.ttflist]
    monkeypatch.setattr(fonts, "_list_fonts", lambda: [f for f in own if f[0] == "DejaVu Serif"])
    with pytest.raises(dc.DiscourseError) as error:
        labelled("peace", "和平")
    assert str(error.value) == (
        "no installed font has '和平' (CJK), which a label needs; "
        "install one, such as Noto Sans CJK SC, and draw it again."
    )


def test_a_font_that_shows_boxes_is_not_used():
    assert not any(name.startswith(fonts.UNFIT_FONTS) for name, _ in fonts._list_fonts())


def test_preferred_fonts_come_first_and_those_removed_since_are_not_there(monkeypatch, tmp_path):
    for file in "znia":
        (tmp_path / file).touch()

    class Manager:
        ttflist = (
            font_manager.FontEntry(str(tmp_path / "z"), name="Zapf"),
            font_manager.FontEntry(str(tmp_path / "n"), name="Noto Sans CJK SC"),
            font_manager.FontEntry(str(tmp_path / "i"), name="Arial", style="italic"),
            font_manager.FontEntry(str(tmp_path / "a"), name="Arial"),
            font_manager.FontEntry(str(tmp_path / "gone"), name="Gone"),
        )

    monkeypatch.setattr(font_manager, "fontManager", Manager)
    assert [Path(path).name for _, path in fonts._list_fonts()] == ["n", "a", "z"]


def test_the_settings_of_matplotlib_are_unchanged():
    before = dict(mpl.rcParams)
    labelled("ᴕ")
    assert dict(mpl.rcParams) == before
