from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager

import discourse as dc
from discourse.publish.plots import fonts
from discourse.publish.plots.canvas import Lettering, figure_style


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


def make_font(path, name, letters):
    """A font with boxes for some letters."""
    letters = "".join(dict.fromkeys(letters))
    glyphs = [".notdef", *(f"u{ord(letter):X}" for letter in letters)]
    font = FontBuilder(1000)
    font.setupGlyphOrder(glyphs)
    font.setupCharacterMap({ord(letter): f"u{ord(letter):X}" for letter in letters})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (900, 700), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    font.setupGlyf(dict.fromkeys(glyphs, pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": name, "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(path)
    return str(path)


@pytest.fixture
def install(monkeypatch, tmp_path):
    """Install a font while Python runs, as the system would list it."""
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [*font_manager.fontManager.ttflist])

    def install_font(name, letters):
        new = make_font(tmp_path / f"{name}.ttf", name, letters)
        monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [new])

    return install_font


def test_a_font_that_was_just_installed_is_found_for_its_letters(install):
    with pytest.raises(dc.DiscourseError, match="no installed font has '㊅㊆'"):
        labelled("㊅㊆")
    install("Discourse Test", "㊅㊆")
    (label,) = labelled("㊅㊆")
    assert label.get_fontfamily() == ["DejaVu Sans", "Discourse Test"]


def test_a_font_that_was_just_installed_is_found_by_its_name(paper, install):
    table = dc.frequencies(paper).head(2)
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.frequencies(table, font="DejaVu Serf")
    assert str(error.value) == (
        "no font named 'DejaVu Serf' is installed here; install it, or leave font= out for that of "
        "the package. Did you mean 'DejaVu Serif'?"
    )
    install("Discourse Named", "theand0123456789Count")
    ax = dc.plot.frequencies(table, font="Discourse Named")
    assert ax.get_yticklabels()[0].get_fontfamily()[0] == "Discourse Named"
    with figure_style(Lettering("Discourse Named", 10)):
        assert fonts.letters_width("the", 10) == pytest.approx(30, rel=0.05)


def test_labels_are_drawn_in_letters_that_a_font_has_or_refused(paper, install):
    table = dc.frequencies(paper).head(2)
    with pytest.raises(dc.DiscourseError, match="no installed font has '㊇'"):
        dc.plot.frequencies(table, labels={"the": "㊇"})
    install("Discourse Label", "㊇")
    ax = dc.plot.frequencies(table, labels={"the": "㊇"})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["㊇", "and"]
