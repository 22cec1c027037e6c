import pytest

import discourse as dc


def test_all_lines_behind_all_rows_in_the_order_of_the_table(paper):
    table = dc.frequencies(paper, by="section").query("term in ('shared', 'rights')")
    lines = dc.evidence(paper, table)
    assert len(lines) == table["count"].sum()
    counted = lines.groupby(["part", "term"], sort=False, observed=True).size()
    assert counted.to_dict() == table.set_index(["part", "term"])["count"].to_dict()
    assert lines["node"].str.lower().tolist() == lines["term"].tolist()


def test_rows_that_are_hits_are_their_own_evidence(paper):
    hits = dc.positions(paper, ["human rights", "future"])
    lines = dc.evidence(paper, hits)
    assert lines["line_id"].tolist() == hits["line_id"].tolist()
    assert lines["term"].tolist() == hits["term"].tolist()


def test_no_rows_have_no_lines_and_the_same_columns(paper):
    table = dc.frequencies(paper)
    full, empty = dc.evidence(paper, table.head(1)), dc.evidence(paper, table.head(0))
    assert len(empty) == 0
    assert full.dtypes.equals(empty.dtypes)


def test_a_table_is_not_a_row(paper):
    with pytest.raises(dc.DiscourseError, match="a table of 2 rows; give one row of it"):
        dc.lines(paper, dc.frequencies(paper).head(2))
