"""The table of verbs."""

from html import unescape

import pandas as pd

import discourse as dc
from discourse.publish.provenance.verb_table import VerbTable
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


def test_a_terminal_of_80_columns_prints_every_cell_whole():
    table = dc.verbs()
    assert table.loc[0, "verb"] == "absences"
    printed = str(table)
    assert max(map(len, printed.splitlines())) <= 79
    assert "..." not in printed
    blocks = [" ".join(block.split()) for block in printed.split("\n\n")]
    rows = table[["verb", "first_line", "column_names"]].to_numpy().tolist()
    assert blocks[:-1] == [f"{verb} {first} columns: {names}" for verb, first, names in rows]
    assert blocks[-1].startswith(f"[{len(table)} verbs;")


def test_a_verb_of_another_package_is_printed_with_its_package():
    table = VerbTable(
        {"verb": ["shouts"], "first_line": ["A row."], "column_names": ["n"], "package": ["loud"]}
    )
    assert str(table).splitlines()[:3] == [
        "shouts  A row.", "        columns: n", "        from the package loud",
    ]  # fmt: skip
    table["mine"] = 1
    assert "mine" in str(table)
    assert str(VerbTable(columns=list(dc.verbs()))).startswith("[0 verbs;")
