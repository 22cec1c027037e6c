import pytest

import discourse as dc


def test_dots_are_in_the_order_of_the_table_at_their_counts(paper):
    table = dc.frequencies(paper).head(4)
    ax = dc.plot.frequencies(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["the", "and", "of", "on"]
    assert ax.lines[0].get_xdata().tolist() == table["count"].tolist()
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first row stands on top"
    assert ax.get_xlim()[0] == 0


def test_rows_by_part_are_named_with_their_part(paper):
    ax = dc.plot.frequencies(dc.frequencies(paper, by="section").head(1))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["the · 3"]


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
