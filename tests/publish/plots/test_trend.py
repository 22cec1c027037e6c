import pandas as pd
import pytest
from matplotlib.collections import PolyCollection

import discourse as dc
from discourse.publish.plots.register import rows_of_marks


@pytest.fixture(scope="module")
def corpus():
    texts = ["we so so so", "we we so so", "we we we so so so so so so so"]
    return dc.Corpus.from_frame(pd.DataFrame({"year": [1990, 2000, 2020], "text": texts}))


@pytest.fixture
def table(corpus):
    return dc.trend(corpus, ["we", "so"])


def bands(ax):
    return [each for each in ax.collections if isinstance(each, PolyCollection)]


def test_a_term_is_a_line_through_its_rates_on_a_band(table):
    ax = dc.plot.trend(table.head(3))
    (line,) = ax.lines
    top = table["high"].head(3).max()
    assert line.get_xdata().tolist() == [1990, 2000, 2020]
    assert (line.get_ydata() * top).tolist() == pytest.approx([250, 500, 300])
    ends = bands(ax)[0].get_paths()[0].vertices[:, 1] * top
    assert ends.min() == pytest.approx(table["low"].head(3).min())
    assert ends.max() == pytest.approx(top)
    assert [text.get_text() for text in ax.texts] == ["we  6"]


def test_each_term_has_a_strip_with_the_first_on_top(table):
    ax = dc.plot.trend(table)
    assert [text.get_text() for text in ax.texts] == ["we  6", "so  12"]
    first, second = (line.get_ydata() for line in ax.lines)
    assert first.min() > second.max()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["0", "500", "0", "500"]


def test_strips_can_share_a_scale(table):
    own, same = (dc.plot.trend(table, same_scale=same) for same in (False, True))
    scaled = [line.get_ydata()[0] % 1.42 for line in same.lines]
    assert scaled[1] == pytest.approx(3 * scaled[0])  # 750 and 250 per thousand
    assert own.lines[0].get_ydata()[0] % 1.42 > scaled[0]


def test_rows_in_another_order_make_the_same_line(table):
    mixed = table.head(3).iloc[[2, 0, 1]]
    ax = dc.plot.trend(mixed)
    assert ax.lines[0].get_xdata().tolist() == [1990, 2000, 2020]
    assert rows_of_marks(ax.lines[0]) == [1, 2, 0]


def test_each_document_is_a_tick(corpus, table):
    ax = dc.plot.trend(table, documents=corpus.documents)
    ticks = ax.collections[-1].get_segments()
    assert [tick[0][0] for tick in ticks] == [1990, 2000, 2020]
    assert ax.get_ylim()[0] < 0


def test_a_missing_end_leaves_a_gap_in_the_band(table):
    broken = table.head(3).copy()
    broken.loc[1, ["low", "high"]] = float("nan")
    ax = dc.plot.trend(broken)
    assert len(ax.lines[0].get_xdata()) == 3


def test_a_single_point_is_a_dot_on_a_stroke(corpus):
    ax = dc.plot.trend(dc.trend(corpus, "we", bins=1))
    assert ax.lines[0].get_xdata().tolist() == pytest.approx([2010 - 20 / 3])


def test_a_term_without_hits_is_a_line_at_zero_below_its_bound(corpus):
    ax = dc.plot.trend(dc.trend(corpus, "utopia"))
    assert ax.lines[0].get_ydata().tolist() == [0, 0, 0]
    assert bands(ax)[0].get_paths()[0].vertices[:, 1].max() == pytest.approx(1)


def test_categories_are_named_below_the_axis():
    stage = pd.Categorical(["late", "early"], ["early", "late"], ordered=True)
    corpus = dc.Corpus.from_frame(pd.DataFrame({"stage": stage, "text": ["we", "so"]}))
    ax = dc.plot.trend(dc.trend(corpus, "we", time="stage"))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["early", "late"]


def test_terms_can_be_relabelled(table):
    ax = dc.plot.trend(table, labels={"we": "nous"})
    assert [text.get_text() for text in ax.texts] == ["nous  6", "so  12"]


def test_more_terms_than_a_page_holds_are_refused(corpus):
    table = dc.trend(corpus, [f"w{at}" for at in range(40)])
    with pytest.raises(dc.DiscourseError, match="40 terms would be drawn, and a page holds 10"):
        dc.plot.trend(table)


def test_documents_without_such_a_time_are_refused(corpus, table):
    with pytest.raises(dc.DiscourseError, match="time='month' is not known"):
        dc.plot.trend(table, documents=corpus.documents, time="month")
    with pytest.raises(dc.DiscourseError, match="'a' is neither a number nor a date"):
        named = corpus.with_metadata(stage=["a", "b", "c"])
        dc.plot.trend(dc.trend(named, "we"), documents=named.documents, time="stage")
    with pytest.raises(dc.DiscourseError, match=r"give it corpus\.documents as documents"):
        dc.plot.trend(table, documents=table)


def test_the_table_stays_as_it_was(table):
    before = table.copy()
    dc.plot.trend(table)
    pd.testing.assert_frame_equal(table, before)
