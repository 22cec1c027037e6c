import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.publish.plots.register import rows_of_marks


def test_dots_are_in_the_order_of_the_table_at_their_counts(paper):
    table = dc.frequencies(paper).head(4)
    ax = dc.plot.frequencies(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["the", "and", "of", "on"]
    assert ax.lines[0].get_xdata().tolist() == table["count"].tolist()
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first row stands on top"
    assert ax.get_xlim()[0] == 0


def test_a_table_by_part_draws_the_rate_in_every_part_and_zero_where_there_is_no_hit():
    corpus = dc.Corpus.from_texts({"x": "a a b c", "y": "b b b b", "z": "c c a b"})
    table = dc.frequencies(corpus, by="document")
    ax = dc.plot.frequencies(table[table["term"] == "a"])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["", "x", "y", "z"]
    found, none = ([None if x != x else x for x in line.get_xdata()] for line in ax.lines)
    assert found == [1000 * 2 / 4, None, 1000 * 1 / 4]
    assert none == [None, 0, None]
    assert [rows_of_marks(line) for line in ax.lines] == [[0, -1, 1], [-1, -1, -1]]
    assert ax.get_xlabel() == "Per 1,000 tokens of the part"
    assert [label.get_text() for label in ax.child_axes[0].get_yticklabels()] == ["", "2", "0", "1"]


def test_a_cut_table_by_part_is_completed_for_its_terms(paper):
    table = dc.frequencies(paper, by="section")
    ax = dc.plot.frequencies(table.head(1))
    rates = table[table["term"] == "the"].set_index("part")["per_thousand"]
    values = ax.lines[0].get_xdata()
    assert list(values) == [rates[part] for part in rates.index.categories]
    assert sorted(rows_of_marks(ax.lines[0])) == [0, 1, 2, 3, 4, 5], "the rows of the bundle"


def test_a_list_that_no_page_holds_is_refused_with_the_rows_that_fit(paper):
    words = dc.frequencies(paper)
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.frequencies(words)
    assert str(error.value) == (
        "475 rows would be drawn, and a page holds 50; draw the first of them, with table.head(50)."
    )
    height = dc.plot.frequencies(words.head(50)).figure.get_size_inches()[1] * 25.4
    assert height == pytest.approx(14 + 4.4 * 50)
    assert plt.get_fignums() != []


def test_terms_by_part_that_no_page_holds_are_refused_with_the_rows_that_fit(paper):
    table = dc.frequencies(paper, by="section")
    with pytest.raises(dc.DiscourseError, match=r"3,325 rows would be drawn, .* 49; ") as error:
        dc.plot.frequencies(table)
    fit = int(str(error.value).rpartition("(")[2].rstrip(")."))
    assert table.head(fit)["term"].nunique() == 7  # of 1 + 6 lines each
    dc.plot.frequencies(table.head(fit))


def test_labels_are_text_and_never_a_formula():
    words = dc.Tokenizer()
    corpus = dc.Corpus.from_texts({"a": "x"}, tokenizer=words)
    table = dc.frequencies(corpus).assign(term=[r"$x_1$ %\alpha"])
    ax = dc.plot.frequencies(table)
    ax.figure.canvas.draw()
    (label,) = ax.get_yticklabels()
    assert label.get_text() == r"$x_1$ %\alpha"
    assert not label.get_parse_math()


def test_given_axes_are_drawn_on_and_given_back(paper):
    import matplotlib.pyplot as plt

    _, mine = plt.subplots()
    assert dc.plot.frequencies(dc.frequencies(paper).head(2), mine) is mine


def test_a_table_without_rows_is_refused(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.frequencies(dc.frequencies(paper).head(0))
    assert str(error.value) == (
        "plot.frequencies was given a table without rows; there is nothing to draw."
    )


def test_a_table_of_something_else_is_refused(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.frequencies(paper.parts("section"))
    assert str(error.value) == (
        "plot.frequencies draws the column 'term', which this table does not have; "
        "give it a table of dc.frequencies."
    )


@pytest.fixture
def divided():
    texts = {
        "document": ["a", "b", "c"],
        "text": ["peace war war now", "peace peace", "now now"],
        "party": ["X", "X", "Y"],
        "decade": ["1", "2", "1"],
    }
    return dc.Corpus.from_frame(pd.DataFrame(texts))


def test_facets_are_panels_of_one_scale_with_a_line_for_each_other_value(divided):
    table = dc.frequencies(divided, by=["party", "decade"])
    ax = dc.plot.frequencies(table[table["term"] == "peace"], facet="party")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["", "1", "2"]
    assert [text.get_text() for text in ax.texts][:2] == ["X", "Y"]
    found, zero = (line.get_xdata() for line in ax.lines)
    # Of a thousand words, 250 and 1,000 are "peace" in X; Y has none in 1, and no text in 2.
    assert found[:2].tolist() == [0.25, 1.0]
    assert np.isnan(found[2:]).all()
    assert zero[2] == pytest.approx(1.15)
    assert np.isnan(zero[[0, 1, 3]]).all()
    rows = table[table["term"] == "peace"]["decade"].tolist()
    assert [rows[at] for at in rows_of_marks(ax.lines[0])[:2]] == ["1", "2"]
    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels == ["0", "1000", "0", "1000"]


def test_facets_of_one_column_have_a_line_for_each_term(divided):
    table = dc.frequencies(divided, by="party")
    ax = dc.plot.frequencies(table[table["term"].isin(["war", "now"])], facet="part")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["now", "war"]
    assert ax.lines[1].get_xdata()[3] == pytest.approx(1.15), "war is absent from Y"


def test_a_count_of_zero_is_hollow_whether_its_row_is_given_or_made(divided):
    asked = dc.frequencies(divided, ["peace", "war"], by="party")
    given = dc.frequencies(divided, by="party")
    for table in (asked, given[given["term"].isin(["peace", "war"])]):
        for options in ({}, {"facet": "part"}):
            filled, hollow = dc.plot.frequencies(table, **options).lines
            assert hollow.get_markerfacecolor() == "white"
            assert [np.isfinite(line.get_xdata()).sum() for line in (filled, hollow)] == [2, 2]
    filled, hollow = dc.plot.frequencies(dc.frequencies(divided, ["peace", "no", "war"])).lines
    assert (rows_of_marks(filled), rows_of_marks(hollow)) == ([0, 1, -1], [-1, -1, 2])
    assert (hollow.get_markerfacecolor(), hollow.get_clip_on()) == ("white", False)
    zero = rows_of_marks(dc.plot.frequencies(asked).lines[1])
    assert [asked["count"][at] for at in zero if at >= 0] == [0, 0]


def test_an_unknown_facet_and_too_many_panels_are_refused(divided):
    table = dc.frequencies(divided, by=["party", "decade"])
    with pytest.raises(dc.DiscourseError, match="facet='partyy' is not known; choose 'party'"):
        dc.plot.frequencies(table, facet="partyy")
    with pytest.raises(dc.DiscourseError, match="'part', which this table does not have"):
        dc.plot.frequencies(dc.frequencies(divided), facet="party")
    many = dc.Corpus.from_texts({f"d{number:02}": "peace" for number in range(30)})
    with pytest.raises(dc.DiscourseError, match="no room for 30 panels"):
        dc.plot.frequencies(dc.frequencies(many, by="document"), facet="part")
