import json

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.export.data_files import text_cells
from discourse.publish.provenance.recipes import recipe_of, rerun
from discourse.publish.provenance.row_keys import row_name
from discourse.publish.provenance.table_differences import (
    author_columns,
    find_differences,
    match_rows,
)


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "Peace and rights.\n\nRights.", "b": "Peace and war."})


@pytest.mark.parametrize(
    "make",
    [
        lambda corpus: dc.frequencies(corpus, by="section", min_count=2),
        lambda corpus: dc.tfidf(corpus),
        lambda corpus: dc.dispersion(corpus, ["peace", "rights"], by="document"),
        lambda corpus: dc.positions(corpus, "peace"),
        lambda corpus: dc.concordance(corpus, "rights").frame,
        lambda corpus: dc.concordance(corpus, "rights|peace").sort("R1", "L1")[1:].frame,
        lambda corpus: corpus.parts("section"),
    ],
)
def test_a_recipe_run_again_makes_the_same_table(corpus, make):
    table = make(corpus)
    again = rerun(recipe_of(table, "x"), lambda _: corpus)
    pd.testing.assert_frame_equal(table, again)


def test_rows_are_found_by_their_keys_wherever_they_stand(corpus):
    table = dc.frequencies(corpus)
    picked = table.iloc[[2, 0]]
    assert match_rows(text_cells(picked), table) == [2, 0]
    unknown = picked.assign(term=["zebra", "peace"])
    assert match_rows(text_cells(unknown), table)[0] is None


def test_seven_and_seven_point_zero_are_the_same(corpus):
    table = dc.frequencies(corpus)
    written = text_cells(table.assign(count=table["count"].astype(float)))
    assert list(find_differences("x", written, table)) == []


def test_columns_that_the_verb_does_not_make_are_the_authors(corpus):
    table = dc.frequencies(corpus)
    assert author_columns([*table.columns, "theme"], table) == ["theme"]


def test_a_recipe_of_unknown_parameters_is_refused(corpus):
    recipe = recipe_of(dc.frequencies(corpus), "x")
    recipe["parameters"] = {"min_count": "1"}
    with pytest.raises(dc.DiscourseError) as error:
        rerun(recipe, lambda _: corpus)
    assert str(error.value) == "frequencies does not take min_count='1'."


def test_joined_tables_lose_their_record_and_are_told_how_to_get_it_back(corpus):
    joined = pd.concat([dc.frequencies(corpus), dc.frequencies(corpus, by="document")])
    with pytest.raises(dc.DiscourseError, match=r"dc\.with_record"):
        recipe_of(joined, "x")
    recorded = dc.with_record(joined, like=dc.frequencies(corpus))
    assert json.loads(recorded.attrs["provenance"])["verb"] == "frequencies"


def test_a_row_is_called_by_all_that_names_it_and_no_name_twice(corpus):
    assert row_name(corpus.documents.iloc[0]) == "a"
    assert row_name(corpus.audit().iloc[0]) == "paragraph, a"
    assert row_name(dc.ngrams(corpus, 2).iloc[0]) == "peace and"
    (line,) = dc.concordance(corpus, "war").frame.to_dict("records")
    assert row_name(line) == line["line_id"]
    assert row_name({"count": 7}) == "unnamed"
