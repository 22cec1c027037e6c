"""What axes of the author may look like: no frame, ground, tick or grid may be taken for a mark."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch
from matplotlib.spines import Spine
from matplotlib.textpath import TextPath
from matplotlib.ticker import AutoMinorLocator, FixedLocator
from matplotlib.transforms import Affine2D, ScaledTranslation

import discourse as dc

TEXT = "Peace and rights and peace for all, and rights for all who want peace and rest."
WORDS = {"caption": "The most frequent words.", "alt": "Dots."}


def thicken(ax, side, width, colour, **look):
    ax.spines[side].set(visible=True, linewidth=width, color=colour, **look)


def mark_ticks(axis, line, **look):
    for tick in axis.get_major_ticks():
        getattr(tick, line).set(visible=True, **look)


def add_lines(ax):
    ax.xaxis.set_minor_locator(FixedLocator([0.5, 1.5, 2.5]))
    ax.grid(True, axis="x", which="minor", color="#1a1a1a", linewidth=0.8)


def add_a_border(ax):
    ax.xaxis.set_minor_locator(FixedLocator([1.7]))
    ax.grid(True, axis="x", which="minor", color="#aaaaaa")


def add_steps(ax):
    ax.xaxis.set_minor_locator(AutoMinorLocator(4))
    ax.grid(True, axis="x", which="both", color="#dddddd")


def add_sides(ax):
    for number in range(1, 9):
        side = Spine.linear_spine(ax, "bottom")
        side.set_position(("outward", 1.5 * number))
        side.set(color="w", linewidth=1.5)
        ax.spines[f"further {number}"] = side


def move_texts(texts, ax, across, down):
    ax.figure.canvas.draw()
    for text in texts:
        away = ScaledTranslation(across / 72, down / 72, ax.figure.dpi_scale_trans)
        text.set_transform(text.get_transform() + away)


def write_on_the_page(ax):
    words = Affine2D().translate(0.1, 0.4).transform_path(TextPath((0, 0), "p<0.01", size=0.3))
    page = ax.figure
    page.patch = PathPatch(words, transform=page.transFigure, facecolor="#bbbbbb", edgecolor="none")
    ax.set_facecolor("none")


def cut_the_ground(ax):
    rows = TextPath((0, 1), "robust", size=1)
    ax.patch.set_facecolor("#b0b0b0")
    ax.patch.set_clip_path(rows, ax.transData)


def write_decimals(divided, digits):
    """Numbers as they are written where a comma is before the decimals."""
    return lambda number, _: f"{number / divided:.{digits}f}".replace(".", ",")


DAMAGES = {
    "a side hides dots": lambda ax: thicken(ax, "right", 100, "w"),
    "a side hides a row": lambda ax: thicken(ax, "bottom", 60, "k"),
    "a side hides names": lambda ax: thicken(ax, "left", 20, "k"),
    "a side is a row of dots": lambda ax: thicken(
        ax, "top", 1.5, "#1a1a1a", linestyle=(0, (0.01, 10)), capstyle="round"
    ),
    "dots at the right": lambda ax: mark_ticks(ax.yaxis, "tick2line", marker="o", markersize=5),
    "dots at zero": lambda ax: mark_ticks(ax.yaxis, "tick1line", marker="o", markersize=5),
    "digits for ticks": lambda ax: mark_ticks(ax.xaxis, "tick1line", marker="$9$", markersize=6),
    "dark lines": add_lines,
    "the edge of the ground": lambda ax: ax.patch.set(edgecolor="k", linewidth=40),
    "dashes around the ground": lambda ax: ax.patch.set(
        edgecolor="k", linewidth=1.5, linestyle=(0, (1, 9))
    ),
    "squares beside the rows": lambda ax: ax.tick_params(
        axis="y", right=True, length=4.5, width=4.5, color="#1a1a1a", direction="in"
    ),
    "ticks hide the ends of names": lambda ax: ax.tick_params(
        axis="y", left=True, length=6, width=60, color="w", pad=-5
    ),
    "words on the page": write_on_the_page,
    "a ground that is cut": cut_the_ground,
    "a bracket around two rows": lambda ax: thicken(ax, "left", 1.0, "k", bounds=(2, 3)),
    "the edge of the page": lambda ax: ax.figure.patch.set(edgecolor="k", linewidth=150),
}


@pytest.fixture
def table():
    return dc.frequencies(dc.Corpus.from_texts({"a": TEXT})).head(5)


@pytest.fixture
def ax(table):
    _, given = plt.subplots(figsize=(4, 3))
    return dc.plot.frequencies(table, ax=given)


@pytest.mark.parametrize("name", DAMAGES)
def test_what_looks_like_a_mark_or_covers_one_is_refused(ax, table, tmp_path, name):
    DAMAGES[name](ax)
    with pytest.raises(dc.DiscourseError, match="mark"):
        dc.save_figure(ax, tmp_path / "words", table=table, **WORDS)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (add_sides, "11 at the frame of axes_1"),
        (lambda ax: move_texts(ax.get_xticklabels(), ax, 20, 0), "20 points away"),
        (lambda ax: move_texts(ax.get_yticklabels(), ax, 0, -6.5), "at the place of 'and'"),
        (lambda ax: ax.xaxis.set_major_formatter(write_decimals(10, 1)), "0,0 at the x axis"),
        (lambda ax: ax.xaxis.set_major_formatter(write_decimals(1000, 3)), "0,000 at the x axis"),
        (lambda ax: ax.get_yticklabels()[2].set_color("red"), "#ff0000 at the look of 'all'"),
        (lambda ax: ax.get_yticklabels()[2].set_fontsize(12), "12px at the look of 'all'"),
        (lambda ax: ax.get_xticklabels()[1].set_color("#aaaaaa"), "#aaaaaa at the look of '1'"),
        (lambda ax: ax.set_facecolor("#d5d5d5"), "one on which #d5d5d5 is seen"),
        (lambda ax: ax.grid(True, axis="y", color="#d4d4d4", linewidth=1), "lines of a grid that"),
        (add_a_border, "at the x axis in .*, lines of the grid"),
    ],
)
def test_what_is_around_the_marks_does_not_mislead(ax, table, tmp_path, change, what):
    change(ax)
    with pytest.raises(dc.DiscourseError, match=what):
        dc.save_figure(ax, tmp_path / "words", table=table, **WORDS)


def test_a_grid_over_the_hits_is_refused(tmp_path):
    corpus = dc.Corpus.from_texts({"a": TEXT})
    hits = dc.positions(corpus, ["peace", "rights"])
    _, ax = plt.subplots(figsize=(4, 3))
    dc.plot.positions(hits, corpus.parts("document"), ax=ax)
    ax.xaxis.set_minor_locator(FixedLocator(hits["position"].tolist()))
    ax.grid(True, axis="x", which="minor", color="w", linewidth=1.5)
    dc.save_figure(ax, tmp_path / "below", table=hits, **WORDS)
    ax.set_axisbelow(False)
    with pytest.raises(dc.DiscourseError, match="a line of a grid hides at a mark in"):
        dc.save_figure(ax, tmp_path / "above", table=hits, **WORDS)


def test_the_colours_of_bands_are_seen_on_the_ground(tmp_path):
    texts = {name: f"{TEXT} {name}" for name in "abc"}
    table = dc.dispersion(dc.Corpus.from_texts(texts), ["peace", "rights", "rest"], by="document")
    _, ax = plt.subplots(figsize=(4, 3), layout="constrained")
    dc.plot.dispersion(table, ax=ax)
    ax.set_facecolor("#eaeaf2")
    dc.save_figure(ax, tmp_path / "pale", table=table, **WORDS)
    ax.set_facecolor("#c4c4c4")
    with pytest.raises(dc.DiscourseError, match="one on which #c4c4c4 is seen"):
        dc.save_figure(ax, tmp_path / "same", table=table, **WORDS)


def test_a_grid_in_the_colour_of_the_strokes_is_refused(ax, table, tmp_path):
    edges = [each.get_edgecolor()[0] for each in ax.collections if len(each.get_edgecolor())]
    colours = {to_hex(edge) for edge in edges}
    assert colours
    ax.grid(True, axis="y", color=min(colours), linewidth=1)
    with pytest.raises(dc.DiscourseError, match="mark"):
        dc.save_figure(ax, tmp_path / "words", table=table, **WORDS)


@pytest.mark.parametrize(
    "change",
    [
        lambda ax: None,
        lambda ax: ax.grid(True),
        lambda ax: ax.grid(True, axis="x", linestyle=":", linewidth=0.5),
        lambda ax: thicken(ax, "right", 1.5, "k"),
        lambda ax: ax.tick_params(axis="both", length=5, width=1),
        lambda ax: [ax.spines[side].set_position(("outward", 8)) for side in ("bottom", "left")],
        add_steps,
        lambda ax: ax.grid(True, axis="x", color="#d5d5d5"),  # down, and the stems run across
    ],
)
def test_a_plain_frame_and_a_pale_grid_hold(ax, table, tmp_path, change):
    ax.figure.set_layout_engine("constrained")
    change(ax)
    dc.save_figure(ax, tmp_path / "words", table=table, **WORDS)
    assert (tmp_path / "words.svg").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda ax: ax.set_position([0.02, 0.2, 0.9, 0.7]),
        lambda ax: ax.set_position([0.2, 0.02, 0.7, 0.9]),
        lambda ax: [each.set(clip_on=True, clip_box=ax.bbox) for each in ax.get_yticklabels()],
    ],
)
def test_a_text_that_an_edge_cuts_off_is_refused(ax, table, tmp_path, change):
    change(ax)
    with pytest.raises(dc.DiscourseError, match="an edge that cuts it off at the place of '"):
        dc.save_figure(ax, tmp_path / "words", table=table, **WORDS)


def test_names_over_one_another_are_refused(ax, table, tmp_path):
    ax.set_position([0.3, 0.3, 0.6, 0.02])
    with pytest.raises(dc.DiscourseError, match="over '"):
        dc.save_figure(ax, tmp_path / "words", table=table, **WORDS)


def test_names_that_are_exchanged_are_refused(table):
    first, second = table["term"].head(2)
    with pytest.raises(dc.DiscourseError, match="which is another name of the column 'term'"):
        dc.plot.frequencies(table, labels={first: second, second: first})


def test_numbers_that_are_turned_are_said_to_be(ax, table, tmp_path):
    ax.tick_params(axis="x", rotation=45)
    with pytest.raises(dc.DiscourseError, match=r"another number '0' at .*, turned by 0\.7071"):
        dc.save_figure(ax, tmp_path / "words", table=table, **WORDS)


def test_a_heat_map_on_axes_with_a_grid_has_none(tmp_path):
    corpus = dc.Corpus.from_texts({"a": TEXT, "b": "Peace was far away."})
    scores = dc.tfidf(corpus, by="document").head(4)
    with plt.style.context("ggplot"):
        _, given = plt.subplots(figsize=(4, 3), layout="constrained")
    dc.save_figure(dc.plot.tfidf(scores, given), tmp_path / "cells", table=scores, **WORDS)
    assert (tmp_path / "cells.svg").exists()
