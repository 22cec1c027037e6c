import pytest

import discourse as dc


def test_a_stroke_marks_each_position(paper):
    table = dc.positions(paper, ["community of shared future", "human rights"])
    ax = dc.plot.positions(table, paper.parts("section"))
    strokes = [
        [segment[0][0] for segment in collection.get_segments()] for collection in ax.collections
    ]
    baseline, borders, hits = strokes[:3]
    assert hits == [23, 67, 86, 139, 164, 180, 276]
    assert borders == [1, 65, 340, 532, 912, 1184]
    assert baseline == [1]


def test_each_term_is_named_with_its_hits_in_the_order_of_the_table(paper):
    table = dc.positions(paper, ["human rights", "community of shared future"])
    ax = dc.plot.positions(table, paper.parts("section"))
    labels = [text.get_text() for text in ax.texts]
    assert labels == ["human rights  18", "community of shared future  7"]
    assert ax.texts[0].get_position()[1] < ax.texts[1].get_position()[1]
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first row stands on top"


def test_parts_are_named_over_their_middle(paper):
    ax = dc.plot.positions(dc.positions(paper, "rights"), paper.parts("section"))
    (above,) = ax.child_axes
    assert [label.get_text() for label in above.get_xticklabels()] == [
        "lead", "1", "2", "3", "4", "5",
    ]  # fmt: skip
    assert above.get_xticks()[0] == (1 + 65) / 2


def test_parts_in_several_stretches_are_refused(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.positions(dc.positions(paper, "rights"), paper.parts("publisher"))
    assert str(error.value) == (
        "plot.positions marks the borders of parts that are stretches of the text; "
        "give it corpus.parts of 'document', 'section' or 'sentence'."
    )
