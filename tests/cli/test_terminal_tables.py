"""A terminal shows the columns of a wide table that fit, and below it how well rows are found."""

import pandas as pd
import pytest

import discourse as dc
from discourse.cli.terminal_tables import SHOWN_COLUMNS, WIDEST_CELL, shorten_table
from discourse.record import VERBS


@pytest.fixture(scope="module")
def talk(root):
    return dc.read(root / "docs" / "clauses")


def test_the_columns_chosen_are_columns_of_the_verb():
    for verb, names in SHOWN_COLUMNS.items():
        assert {*names} <= {*VERBS[verb].columns}


def test_the_document_is_shown_if_there_are_several(talk):
    table = dc.clauses(talk)
    shown = shorten_table(table, VERBS["clauses"])
    assert shown.columns.tolist() == [n for n in SHOWN_COLUMNS["clauses"] if n != "document"]
    two = pd.concat([table, table.assign(document="other")])
    assert shorten_table(two, VERBS["clauses"]).columns[0] == "document"
    assert table.columns[0] == "line_id"


def test_the_columns_of_layers_are_shown_and_long_cells_are_shortened(talk):
    made = dc.clauses(talk.with_layer(dc.layers.make(talk, "quotations")), layers="quotation")
    table = made.assign(quotation="x" * 40, actor="字" * 40, subject="y" * 32)
    row = shorten_table(table, VERBS["clauses"]).iloc[0]
    assert row["quotation"] == "x" * (WIDEST_CELL - 1) + "…"
    assert row["actor"] == "字" * 15 + "…"
    assert row["subject"] == "y" * 32


def test_the_table_of_another_verb_is_shown_whole(paper):
    table = dc.frequencies(paper)
    assert shorten_table(table, VERBS["frequencies"]) is table


def test_precision_and_recall_are_below_the_table(discourse):
    code, out, err = discourse("clauses", "seeds", "--layer", "english", "--rows", "1")
    assert (code, err) == (0, "")
    table, count, title, *rows = filter(None, out.split("\n")[1:])
    assert table.split()[:3] == ["lead", "China", "safeguard"]
    assert count == "23 more columns: --format csv"
    assert title == (
        "Measured by dependencies on 113 sentences of State of the Union addresses of US "
        "presidents, with all layers of the tagger of English, with Wilson's 95% intervals:"
    )
    found = dc.layers.measured("clauses").query("method == 'parse'")
    assert [row.split()[0] for row in rows] == ["column", *found["field"]]
    clause = found.iloc[0]
    assert rows[1].split() == [
        "clause",
        f"{clause['precision']:.2f}",
        f"({clause['precision_low']:.2f}–{clause['precision_high']:.2f})",
        f"{clause['recall']:.2f}",
        f"({clause['recall_low']:.2f}–{clause['recall_high']:.2f})",
        str(clause["found"]),
        str(clause["labelled"]),
    ]
    _, by_tags, _ = discourse("clauses", "seeds", "--layer", "english", "--no-by-parse")
    assert "\nMeasured by parts of speech on 113 sentences" in by_tags


def test_precision_and_recall_of_slots_are_below_a_sketch(discourse):
    arguments = ("China", "--slots", "subject of", "--layer", "english", "--rows", "1")
    code, out, err = discourse("sketch", "seeds", *arguments)
    assert (code, err) == (0, "")
    title, head, row = list(filter(None, out.split("\n")))[-3:]
    assert title.startswith("Measured by dependencies on the test part of the English Web Treebank")
    assert (head.split()[0], row.split()[0]) == ("slot", "subject")
    figures = dc.layers.measured("slots").query("method == 'parse' and field == 'subject'").iloc[0]
    assert f"{figures['precision']:.2f}" in row.split()
    _, out, _ = discourse("sketch", "docs/parsed", "future", "--rows", "1")
    assert "\nHow well slots are found was not measured with these layers or slots.\n" in out


def test_nothing_is_claimed_of_layers_that_were_not_measured(discourse):
    _, out, err = discourse("clauses", "docs/clauses", "--rows", "1")
    assert err == ""
    assert out.split("\n")[2:] == [
        "", "23 more columns: --format csv",
        "How well clauses are found was not measured with these layers.", "",
    ]  # fmt: skip
    assert discourse("clauses", "docs/clauses", "--rows", "1", "--quiet")[1].count("\n") == 2


def test_other_formats_have_all_columns_and_nothing_below(discourse):
    _, out, _ = discourse("clauses", "docs/clauses", "--rows", "1", "--format", "csv")
    head, _, rest = out.partition("\n")
    assert head == ",".join(VERBS["clauses"].columns)
    assert rest.count("\n") == 1
