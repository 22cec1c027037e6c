"""What an author adds to a figure: it is listed, it covers nothing, and it looks like no data."""

import json
import re
import shutil

import matplotlib.pyplot as plt
import pytest

import discourse as dc
from discourse.publish.export.manifest import update_manifest

TEXT = "Peace and rights for all.\n\nRights, and rights again: peace, war and peace, for all of us."
WORDS = {"caption": "Words of the text.", "alt": "Dots for each word."}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    root = tmp_path_factory.mktemp("texts")
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    return dc.read(root)


@pytest.fixture(scope="module")
def table(corpus):
    return dc.frequencies(corpus).head(6)


def box(ax, x, y, wide, high, **look):
    ax.add_patch(plt.Rectangle((x, y), wide, high, **{"linewidth": 0, **look}))


REFUSED = {
    "a text over a name": (
        lambda ax: ax.text(-0.02, 0, "war", transform=ax.get_yaxis_transform(), ha="right"),
        "what was added ('war') is over the label 'and'",
    ),
    "a text over a number": (
        lambda ax: ax.text(2, 6.2, "20", va="top", ha="center"), "('20') is over the label '2'",
    ),
    "a text over the name of the axis": (
        lambda ax: ax.figure.text(0.5, 0.02, "Rate per million"), "is over the label 'Count'",
    ),
    "a text with a ground over a name": (
        lambda ax: ax.text(-0.4, 1, "of war", ha="center", backgroundcolor="white"),
        "over the label",
    ),
    "an area over names": (
        lambda ax: ax.figure.add_artist(plt.Rectangle((0, 0), 0.1, 1, color="white", zorder=9)),
        "over the label",
    ),
    "a line through a name": (
        lambda ax: ax.plot([-0.5, -0.1], [0, 0], color="red", clip_on=False), "over the label",
    ),
    "a sign like a dot": (
        lambda ax: ax.text(2, 2.5, "●", size=7, color="#1a1a1a", ha="center"), "of the data",
    ),
    "a text in a font of other signs": (
        lambda ax: ax.text(3, 3.5, "AB", family="cmsy10"), "in cmsy10, which has other signs",
    ),
    "a text over a dot": (
        lambda ax: ax.text(3, 0, "few", ha="center", va="center"), "covers 1 of the marks",
    ),
    "an area over dots": (
        lambda ax: box(ax, 0.5, 0.5, 9, 2, facecolor="white", zorder=9), "covers",
    ),
    "a thick line over dots": (
        lambda ax: ax.axvline(3, color="red", linewidth=9, zorder=9), "covers",
    ),
    "dots like those of the data": (
        lambda ax: ax.plot([1.5], [2.5], "o", color="#1a1a1a"), "in the colour and the size",
    ),
    "dots almost like those of the data": (
        lambda ax: ax.plot([1.5], [2.5], "o", color="black", markersize=5), "in the colour and",
    ),
    "a circle like a dot": (
        lambda ax: ax.add_artist(
            plt.matplotlib.patches.Ellipse((1.5, 2.5), 0.06, 0.3, color="#1a1a1a")
        ),
        "in the colour and the size",
    ),
    "a set of dots": (
        lambda ax: ax.scatter([1.5], [2.5], s=20, color="#1a1a1a"), "in the colour and the size",
    ),
    "nothing": (lambda ax: None, "nothing is seen that the plot does not draw"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_covers_or_imitates_is_not_saved(table, tmp_path, name):
    add, words = REFUSED[name]
    ax = dc.plot.frequencies(table)
    add(ax)
    with pytest.raises(dc.DiscourseError) as refused:
        dc.save_figure(ax, tmp_path / "x", table=table, **WORDS, added="a note")
    assert words in str(refused.value)
    assert list(tmp_path.iterdir()) == []


NO_ADDITIONS = {
    "an inset": (
        lambda ax: ax.inset_axes([0.6, 0.2, 0.3, 0.3]).plot([1, 2], [1, 2]), "dc.plot.panels",
    ),
    "a second scale": (lambda ax: ax.secondary_xaxis("top"), "further axes"),
    "a twin": (lambda ax: ax.twiny().set_xlim(0, 1), "further axes"),
    "a second panel": (lambda ax: ax.figure.add_axes([0.7, 0.5, 0.2, 0.2]), "further axes"),
    "mathematics": (lambda ax: ax.text(2.4, 4.5, "$n = 8$"), "without mathematical notation"),
    "a legend with dots like those of the data": (
        lambda ax: ax.legend(
            handles=[plt.Line2D([], [], marker="o", ls="", color="#1a1a1a", label="count")],
            loc="lower right",
        ),
        "or say in the caption what the marks mean",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_ADDITIONS)
def test_what_is_no_addition_is_refused_with_the_way_out(table, tmp_path, name):
    add, words = NO_ADDITIONS[name]
    ax = dc.plot.frequencies(table)
    add(ax)
    with pytest.raises(dc.DiscourseError, match=words):
        dc.save_figure(ax, tmp_path / "x", table=table, **WORDS, added="a note")


ALLOWED = {
    "an arrow": (
        lambda ax: ax.annotate("the war", (1.2, 4.5), (2.2, 4.5), arrowprops={"arrowstyle": "->"}),
        "1 artist: 1 text; “the war”",
    ),
    "a thin line": (lambda ax: ax.axvline(1.5, color="red"), "1 artist: 1 line or row of dots"),
    "a band behind the dots": (
        lambda ax: ax.axvspan(1.2, 1.8, color="#eeeeee", zorder=0), "1 artist: 1 rectangle",
    ),
    "dots of another colour": (
        lambda ax: ax.plot([1.5], [4.5], "o", color="red"), "1 artist: 1 line or row of dots",
    ),
    "a note and a line": (
        lambda ax: (ax.text(2.4, 4.5, "a note", va="center"), ax.axvline(1.5, color="red")),
        "2 artists: 1 line or row of dots, 1 text; “a note”",
    ),
    "a title": (
        lambda ax: ax.set_title("Words of the text"),
        "1 artist: 1 title; “Words of the text”",
    ),
    "a line and its legend": (
        lambda ax: (
            ax.axvline(1.5, color="red", label="mean"),
            ax.legend(fontsize=6, loc="lower right"),
        ),
        "2 artists: 1 legend, 1 line or row of dots; “mean” (a number or a scale)",
    ),
}  # fmt: skip


@pytest.fixture
def study(corpus, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_added_is_listed_in_numbers_and_words(table, study, name):
    add, words = ALLOWED[name]
    ax = dc.plot.frequencies(table)
    add(ax)
    dc.save_figure(ax, study / "x", table=table, **WORDS, added="a note")
    found = dc.verify(study)
    assert found.to_dict("records") == []
    assert found.attrs["checked"][f"figures with additions (x: a note; {words})"] == 1


def rewrite(study, change):
    path = study / "x.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    names = {each.name for each in study.iterdir() if each.is_file()}
    update_manifest(study, sorted(names - {"manifest.json", "a.txt"}))


def found_in(study):
    return "\n".join(" | ".join(row) for row in dc.verify(study).itertuples(index=False))


def test_an_addition_that_only_the_record_has_is_a_finding(table, study):
    dc.save_figure(dc.plot.frequencies(table), study / "x", table=table, **WORDS)
    rewrite(study, lambda record: record.update(added="an arrow"))
    wanted = "x.svg | what was added | something that the plot does not draw | nothing"
    assert wanted in found_in(study)


def test_an_addition_that_the_picture_has_not_is_a_finding(table, study, tmp_path_factory):
    before = tmp_path_factory.mktemp("before")
    dc.save_figure(dc.plot.frequencies(table), before / "x", table=table, **WORDS)
    ax = dc.plot.frequencies(table)
    ax.text(2.4, 4.5, "a note", va="center")
    dc.save_figure(ax, study / "x", table=table, **WORDS, added="a note")
    shutil.copy(before / "x.svg", study / "x.svg")
    rewrite(study, lambda record: None)
    assert "x.svg | a text that was added | 'a note' | none" in found_in(study)


def test_more_in_the_picture_than_the_record_lists_is_a_finding(table, study, tmp_path_factory):
    more = tmp_path_factory.mktemp("more")
    for folder, lines in ((study, [1.5]), (more, [1.5, 2.5])):
        ax = dc.plot.frequencies(table)
        for place in lines:
            ax.axvline(place, color="red")
        dc.save_figure(ax, folder / "x", table=table, **WORDS, added="a line")
    shutil.copy(more / "x.svg", study / "x.svg")
    rewrite(study, lambda record: None)
    assert "x.svg | what was added | what its record lists, 1 at most | 2" in found_in(study)


def test_an_addition_in_the_picture_alone_may_cover_nothing_either(table, study):
    ax = dc.plot.frequencies(table)
    ax.axvline(1.5, color="red", linewidth=0.8)
    dc.save_figure(ax, study / "x", table=table, **WORDS, added="a line")
    page = (study / "x.svg").read_text(encoding="utf-8")
    wide = re.sub(
        "stroke: #ff0000; stroke-width: [0-9.]+", "stroke: #ff0000; stroke-width: 900", page
    )
    assert wide != page
    (study / "x.svg").write_text(wide, encoding="utf-8")
    rewrite(study, lambda record: None)
    assert "over the label" in found_in(study)
