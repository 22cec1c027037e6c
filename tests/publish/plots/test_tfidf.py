import numpy as np
import pytest

import discourse as dc


@pytest.fixture
def small():
    return dc.Corpus.from_texts({"b": "peace peace war", "a": "war and", "c": "rights rights"})


def test_terms_are_in_the_order_of_the_table_and_parts_in_that_of_the_text(small):
    ax = dc.plot.tfidf(dc.tfidf(small))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["b", "a", "c"]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["rights", "peace", "and", "war"]


def test_shades_are_the_scores_and_printed_numbers_the_counts(small):
    table = dc.tfidf(small)
    ax = dc.plot.tfidf(table)
    shades = ax.images[0].get_array()
    rights = table.query("term == 'rights'")["tfidf"].item()
    np.testing.assert_allclose(shades[0], [0, 0, rights])
    printed = {text.get_position(): text.get_text() for text in ax.texts}
    assert printed == {(2, 0): "2", (0, 1): "2", (1, 2): "1", (0, 3): "1", (1, 3): "1"}


def test_a_part_without_a_row_has_its_column(paper):
    table = dc.tfidf(paper, by="section").query("part == '4'").head(3)
    ax = dc.plot.tfidf(table)
    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels == ["lead", "1", "2", "3", "4", "5"]


def test_a_table_without_rows_is_refused(small):
    with pytest.raises(dc.DiscourseError, match=r"plot\.tfidf was given a table without rows"):
        dc.plot.tfidf(dc.tfidf(small).head(0))
