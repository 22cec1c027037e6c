import pandas as pd
import pytest

import discourse as dc
from discourse.publish.site.calls import remake_notebook_tables
from discourse.publish.site.grids import Grid, read_grid
from discourse.publish.site.ledger import Ledger
from discourse.publish.site.linking import link_grid
from discourse.publish.site.stored import parse_html

TEXT = "peace and war and peace\n\nrights of peace or rights"
CODE = ['study = dc.read("x")\nterms = dc.frequencies(study)\ndc.tfidf(study, by="section")']


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": TEXT})


def as_shown(table):
    return read_grid(next(parse_html(table._repr_html_()).all("table")))


def link(corpus, table, code=CODE):
    ledger = Ledger()
    ledger.enter_texts(corpus)
    return ledger, link_grid(
        ledger, as_shown(table), remake_notebook_tables(code, corpus), [corpus]
    )


def test_a_frame_is_read_back_as_it_was_shown():
    shown = as_shown(pd.DataFrame({"term": ["a<b", "c"], "count": [3, 10]}))
    assert shown == Grid(("term", "count"), (("a<b", "3"), ("c", "10")))


def test_a_table_without_a_cell_is_not_a_grid():
    assert read_grid(next(parse_html("<table><tr></tr></table>").all("table"))) is None


def test_a_named_index_is_a_column_and_a_pivot_names_what_its_columns_are():
    table = pd.DataFrame({"term": ["a", "a"], "part": ["1", "2"], "count": [3, 4]})
    assert as_shown(table.set_index("term")[["count"]]).columns == ("term", "count")
    pivot = table.pivot_table(index="term", columns="part", values="count").astype(int)
    assert as_shown(pivot) == Grid(
        ("term", "1", "2"), (("a", "3", "4"),), index="term", over="part"
    )


def test_a_row_is_linked_at_its_count_and_its_other_numbers_are_entered(corpus):
    table = dc.frequencies(corpus)[["term", "count", "per_thousand"]].head(2).round(1)
    _, found = link(corpus, table)
    assert found.links == {(0, 1), (1, 1)}
    assert set(found.numbers) == {(0, 1), (0, 2), (1, 1), (1, 2)}
    assert found.rows == 2


def test_a_row_with_a_number_that_is_not_the_tables_is_not_linked(corpus):
    table = dc.frequencies(corpus)[["term", "count"]].head(2)
    table.loc[0, "count"] = 4
    assert link(corpus, table)[1].links == {(1, 1)}


def test_rows_by_part_are_told_apart(corpus):
    table = dc.tfidf(corpus, by="section")[["part", "term", "count", "tfidf"]].round(3)
    ledger, found = link(corpus, table)
    assert found.rows == len(table)
    assert any('peace :: section = \\"2\\"' in entry for entry in ledger.evidence)


def test_a_cell_of_a_pivot_is_linked_if_its_query_has_as_many_hits(corpus):
    counts = dc.frequencies(corpus, by="section").query("term in ['peace', 'war']")
    pivot = counts.pivot_table(index="term", columns="part", values="count", observed=False)
    pivot = pivot.fillna(0).astype(int)
    pivot.loc["war", "1"] = 2  # it has one
    assert link(corpus, pivot)[1].links == {(0, 1), (0, 2), (1, 2)}


def test_a_row_that_names_a_line_is_linked_if_its_node_is_there(corpus):
    lines = dc.concordance(corpus, "peace").frame[["line_id", "node"]]
    lines.loc[1, "node"] = "war"
    lines.loc[2, "line_id"] = lines.loc[2, "line_id"].replace(":", ":9")
    assert link(corpus, lines.assign(mine=1), [])[1].links == {(0, 0)}


def test_the_parts_and_regions_of_a_corpus_rest_on_stretches(corpus):
    ledger, found = link(
        corpus, corpus.parts()[["part", "tokens"]], ["s = dc.read('x')\ns.parts()"]
    )
    assert found.links == {(0, 1), (1, 1)}
    assert '"kind": "stretch"' in next(iter(ledger.evidence))


def test_a_part_with_masked_words_is_not_linked(corpus):
    long = dc.Corpus.from_texts({"a": "Peace is here. War is there. Peace is not."})
    held = long.subset('sentence != "2"')
    table = held.parts()[["part", "tokens"]]
    code = ["s = dc.read('x')\ns = s.subset('sentence != \"2\"')", "s.parts()"]
    assert table["tokens"].tolist() == [6]
    assert link(long, table, code)[1].links == set()


def test_only_calls_with_constants_give_tables(corpus):
    code = [
        'study = dc.read("x")\nn = count()',
        "dc.frequencies(study, min_count=n)",
        "dc.frequencies(study.subset('section = \"2\"'))",
        "%matplotlib inline",
        'dc.frequencies(study, by="chapter")',
        "dc.frequencies(other)",
    ]
    made = remake_notebook_tables(code, corpus)
    assert [(one.verb, one.corpus.size) for one in made] == [("frequencies", 5)]


def test_a_table_of_keyness_is_found_with_its_reference(corpus):
    code = ['study = dc.read("x")\nudhr = dc.reference("udhr")', "dc.keyness(study, udhr)"]
    (made,) = remake_notebook_tables(code, corpus)
    table = made.table[["term", "count", "count_reference", "log_ratio"]].head(3).round(2)
    _, found = link(corpus, table, code)
    assert found.links == {(0, 1), (1, 1), (2, 1)}
    assert set(found.numbers) == {(row, column) for row in range(3) for column in (1, 2, 3)}
