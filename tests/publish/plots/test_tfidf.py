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


def test_cells_of_a_cut_table_are_completed_and_what_is_white_is_zero(small):
    table = dc.tfidf(small)
    war = table.query("term == 'war'")
    ax = dc.plot.tfidf(war.head(1))
    printed = {text.get_position(): text.get_text() for text in ax.texts}
    assert printed == {(0, 0): "1", (1, 0): "1"}
    shades = ax.images[0].get_array()[0]
    assert shades[:2].tolist() == war.set_index("part")["tfidf"][["b", "a"]].tolist()
    colours = ax.images[0].to_rgba(ax.images[0].get_array())[0, :, :3].min(axis=1)
    assert colours[2] == 1, "no hit is white"
    assert max(colours[:2]) < 1


def test_a_table_without_a_record_is_drawn_as_it_is(small):
    table = dc.tfidf(small).query("term == 'war'").head(1)
    table.attrs = {}
    assert len(dc.plot.tfidf(table).texts) == 1


def test_a_table_of_another_session_is_not_completed_by_guess(small, monkeypatch):
    table = dc.tfidf(small).head(1)
    monkeypatch.setattr("discourse.publish.plots.completing.find_kept", lambda identity: None)
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.tfidf(table)
    assert str(error.value) == (
        "which parts have no hits of a term is not known, because the table was made in another "
        "session; read the texts and make it again here."
    )


def test_terms_that_no_page_holds_are_refused_with_the_rows_that_fit(paper):
    table = dc.tfidf(paper, by="section")
    with pytest.raises(
        dc.DiscourseError, match=r"475 rows would be drawn, and a page holds 46;"
    ) as e:
        dc.plot.tfidf(table)
    fit = int(str(e.value).rpartition("(")[2].rstrip(")."))
    assert table.head(fit)["term"].nunique() == 46
    assert table.head(fit + 1)["term"].nunique() == 47
    dc.plot.tfidf(table.head(fit))
