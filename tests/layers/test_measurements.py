"""What was measured, as one table."""

import pytest

import discourse as dc
from discourse.errors import DiscourseError


def test_every_measured_rule_the_tagger_and_clauses_are_in_the_table():
    table = dc.layers.measured()
    rules = dc.layers.makers().dropna(subset="precision")
    assert {*rules["maker"], "english", "clauses", "slots"} == {*table["measured"]}
    same = table.set_index("measured").loc[rules["maker"], "precision"]
    assert same.tolist() == rules["precision"].tolist()


def test_each_value_lies_in_its_interval():
    table = dc.layers.measured()
    for name in ("precision", "recall"):
        inside = table[name].between(table[f"{name}_low"], table[f"{name}_high"])
        assert (inside | table[f"{name}_low"].isna()).all()


def test_clauses_have_a_row_per_field_and_method():
    table = dc.layers.measured("clauses")
    assert not table.duplicated(["field", "method"]).any()
    assert {*table["method"]} == {"parse", "tags"}
    assert table.set_index(["method", "field"]).loc[("parse", "clause"), "labelled"] == 201


def test_slots_have_a_row_per_slot_and_method():
    table = dc.layers.measured("slots").set_index(["method", "field"])
    assert {*table.index.get_level_values("method")} == {"parse", "tags"}
    assert table.loc[("parse", "subject"), ["found", "labelled"]].tolist() == [1416, 1378]


def test_a_rule_that_was_not_measured_has_no_row():
    assert len(dc.layers.measured("actors")) == 0
    assert dc.layers.measured("actors").dtypes.equals(dc.layers.measured("english").dtypes)


def test_an_unknown_name_is_refused():
    with pytest.raises(DiscourseError, match=r"what='claus' is not known; .*'clauses'"):
        dc.layers.measured("claus")
