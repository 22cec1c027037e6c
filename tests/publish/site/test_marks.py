import json

import matplotlib.pyplot as plt
import pytest

import discourse as dc
from discourse.publish.plots.register import note_rows
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.recipes import rerun
from discourse.publish.site.drawings import remake_saved_rows
from discourse.publish.site.marks import marks_of


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "peace and war and peace\n\nrights of peace or rights"})


def test_a_dot_is_where_its_count_is(corpus):
    ax = dc.plot.frequencies(dc.frequencies(corpus).head(3))
    marks = marks_of(ax)
    assert [mark.row for mark in marks] == [0, 1, 2]
    middles = [(mark.left + mark.width / 2, mark.top + mark.height / 2) for mark in marks]
    height = ax.figure.get_size_inches()[1] * 72
    for (x, y), count, place in zip(middles, (3, 2, 2), range(3), strict=True):
        across, up = ax.transData.transform((count, place))
        assert (x, y) == pytest.approx((across, height - up), abs=0.01)


def test_a_cell_of_a_heat_map_shows_its_row_and_an_empty_one_none(corpus):
    table = dc.tfidf(corpus, by="section")
    marks = marks_of(dc.plot.tfidf(table))
    assert sorted(mark.row for mark in marks) == list(range(len(table)))


def test_a_stroke_shows_its_hit_whatever_the_order_of_the_terms(corpus):
    hits = dc.positions(corpus, ["rights", "peace"])
    marks = marks_of(dc.plot.positions(hits, corpus.parts()))
    assert [mark.row for mark in marks] == [0, 1, 2, 3, 4]
    across = [mark.left for mark in marks]
    assert across[0] < across[1] and across[2] < across[3] < across[0]


def test_every_row_of_a_figure_of_the_repository_has_a_mark(root):
    corpora = FolderCorpora(root)
    for path in sorted((root / "figures").glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if not record.get("plot"):
            continue
        table = remake_saved_rows(path, record, corpora)
        beside = {k: rerun(v, corpora.find) for k, v in record["plot"]["beside"].items()}
        shown = {
            mark.row for mark in marks_of(getattr(dc.plot, record["plot"]["name"])(table, **beside))
        }
        assert shown == set(range(len(table))), f"{path.name}: its plot notes them by `marks`"


@pytest.mark.parametrize("verb", ["collocates", "keyness", "association", "ngrams"])
def test_every_row_with_an_effect_has_one_mark(paper, verb):
    tables = {
        "collocates": lambda: dc.collocates(paper, "rights").head(5),
        "ngrams": lambda: dc.ngrams(paper, n=2).head(5),
    }
    table = tables.get(verb, lambda: dc.keyness(paper, dc.reference("udhr")).head(12))()
    marks = marks_of(getattr(dc.plot, verb)(table))
    assert sorted(mark.row for mark in marks) == list(range(len(table)))


def test_a_band_is_marked_at_its_dot(paper):
    table = dc.dispersion(paper, ["human rights", "international"])
    assert [mark.row for mark in marks_of(dc.plot.dispersion(table))] == [0, 1]


@pytest.mark.parametrize("drawn", ["bars", "points"])
def test_a_plot_of_another_package_may_show_its_rows_as_bars_or_points(drawn):
    _, ax = plt.subplots(figsize=(2, 1))
    ax.set(xlim=(0, 10), ylim=(0, 10))
    if drawn == "bars":
        for row, bar in enumerate(ax.bar([2, 6], [5, 8], width=2)):
            note_rows(bar, [row])
    else:
        note_rows(ax.scatter([2, 6], [2.5, 4]), [0, 1])
    marks = marks_of(ax)
    assert [mark.row for mark in marks] == [0, 1]
    middles = [(mark.left + mark.width / 2, mark.top + mark.height / 2) for mark in marks]
    expected = ax.transData.transform([(2, 2.5), (6, 4)])
    assert middles == [pytest.approx((x, 72 - y), abs=0.01) for x, y in expected]
