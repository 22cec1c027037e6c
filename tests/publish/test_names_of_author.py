"""Names that an author draws for those of the text are listed, so that a person reads them."""

import matplotlib.pyplot as plt
import pytest

import discourse as dc
from discourse.cli.main import main
from discourse.publish.plots.relabelling import names_of_author

WORDS = {"caption": "Words of the text.", "alt": "Dots for each word."}


@pytest.fixture
def study(tmp_path):
    (tmp_path / "a.txt").write_text("Peace and rights. War, and peace.", encoding="utf-8")
    return tmp_path


def listed(root):
    found = dc.verify(root)
    assert found.to_dict("records") == []
    return [kind for kind in found.attrs["checked"] if kind.startswith("names of the author")]


def test_verify_and_methods_list_each_label(study, capsys):
    table = dc.frequencies(dc.read(study / "a.txt")).head(3)
    ax = dc.plot.frequencies(table, labels={"peace": "war", "and": "und"})
    dc.save_figure(ax, study / "x", table=table, **WORDS)
    assert listed(study) == [
        "names of the author (x: “war” for “peace”)", "names of the author (x: “und” for “and”)",
    ]  # fmt: skip
    said = "with labels by the authors: “war” for “peace” and “und” for “and” (“x”)"
    assert said in dc.methods(study).text
    assert main(["verify", str(study)]) == 0
    summary, _, *listing = capsys.readouterr().out.splitlines()
    assert "names of the author 2, " in f"{summary}, "
    assert listing[:3] == [
        "names of the author:", "  x: “war” for “peace”", "  x: “und” for “and”",
    ]  # fmt: skip


def test_verify_names_the_corpora_whose_sides_were_named(study):
    table = dc.keyness(dc.read(study / "a.txt"), dc.reference("udhr")).head(3)
    ax = dc.plot.keyness(table, sides=["the Declaration", "the text"])
    dc.save_figure(ax, study / "x", table=table, **WORDS)
    target, reference = listed(study)
    assert target.startswith("names of the author (x: “the Declaration” for the target, the corpus")
    assert target.endswith("('a'))")
    assert reference == "names of the author (x: “the text” for the reference, the list 'udhr')"
    assert "“the text” for the reference" in dc.methods(study).text


def test_a_figure_without_names_of_the_author_lists_none(study):
    table = dc.frequencies(dc.read(study / "a.txt")).head(3)
    dc.save_figure(dc.plot.frequencies(table), study / "x", table=table, **WORDS)
    assert listed(study) == []
    assert names_of_author(None) == []


def test_a_label_without_letters_is_refused(study):
    table = dc.frequencies(dc.read(study / "a.txt")).head(3)
    with pytest.raises(dc.DiscourseError) as refused:
        dc.plot.frequencies(table, labels={"peace": " "})
    assert str(refused.value) == (
        "labels= has ' ' for 'peace', so that its row would have no name; write what is drawn in "
        "its place, or leave 'peace' out."
    )


def test_axes_that_a_plot_cannot_draw_on_again_are_refused(study):
    table = dc.frequencies(dc.read(study / "a.txt")).head(3)
    inner = plt.figure().subfigures(1, 2)[0].subplots()
    with pytest.raises(dc.DiscourseError, match="was given axes of a subfigure"):
        dc.plot.frequencies(table, inner)
    _, ax = plt.subplots()
    ax.set_xscale("log")
    with pytest.raises(dc.DiscourseError, match=r"a log scale.*ax\.set_xscale\('linear'\)"):
        dc.plot.frequencies(table, ax)


def test_axes_without_room_are_refused_without_a_warning_before(study):
    table = dc.frequencies(dc.read(study / "a.txt")).head(3)
    _, ax = plt.subplots(figsize=(0.4, 2), layout="constrained")
    dc.plot.frequencies(table, ax)
    with pytest.raises(dc.DiscourseError, match="10 by 51 mm has no room for its axes"):
        dc.save_figure(ax, study / "x", table=table, **WORDS)
    _, low = plt.subplots(figsize=(3, 0.3))
    with pytest.raises(dc.DiscourseError, match="room for none; give higher axes"):
        dc.plot.frequencies(table, low)
