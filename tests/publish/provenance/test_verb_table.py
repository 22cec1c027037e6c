"""The table of verbs."""

from html import unescape

import pandas as pd

import discourse as dc
from discourse.record import VERBS


def test_every_verb_that_can_be_called_is_a_row_in_alphabetical_order():
    table = dc.verbs()
    assert list(table.columns) == ["verb", "first_line", "column_names", "package"]
    own = table.loc[table["package"] == "discourse-toolkit", "verb"].tolist()
    assert own == sorted(own)
    assert set(own) == {name for name in VERBS if name in dc.__all__}


def test_a_row_says_what_help_and_the_tables_say(paper):
    table = dc.verbs().set_index("verb")
    assert table.loc["keyness", "first_line"] == dc.keyness.__doc__.splitlines()[0]
    assert table.loc["tfidf", "column_names"] == ", ".join(dc.tfidf(paper, by="section").columns)


def test_columns_that_only_some_calls_make_are_left_out():
    assert "p_value" not in dc.verbs().set_index("verb").loc["keyness", "column_names"]


def test_columns_that_others_replace_if_asked_for_are_named(paper):
    table = dc.similarity(paper, by="section")
    assert dc.verbs().set_index("verb").loc["similarity", "column_names"] == ", ".join(table)


def test_a_notebook_shows_whole_cells():
    table = dc.verbs()
    html = table._repr_html_()
    assert all(cell in unescape(html) for cell in table.to_numpy().ravel())
    assert "..." not in html
    assert type(table.head(2)) is type(table.set_index("verb")) is pd.DataFrame
