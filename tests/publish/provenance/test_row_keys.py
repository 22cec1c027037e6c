import pytest

import discourse as dc
from discourse.publish.provenance.row_keys import key_of, row_name


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "Peace and rights.\n\nRights.", "b": "Peace and war."})


def test_a_row_is_called_by_all_that_names_it_and_no_name_twice(corpus):
    assert row_name(corpus.documents.iloc[0]) == "a"
    assert row_name(corpus.audit().iloc[0]) == "paragraph, a"
    assert row_name(dc.ngrams(corpus, 2).iloc[0]) == "peace and"
    (line,) = dc.concordance(corpus, "war").frame.to_dict("records")
    assert row_name(line) == line["line_id"]
    assert row_name({"count": 7}) == "unnamed"


def test_the_first_key_that_a_table_has_picks_its_rows(corpus):
    assert key_of(dc.tfidf(corpus)) == "term"
    assert key_of(corpus.audit()) == "region"
    assert key_of(dc.frequencies(corpus)[["count"]]) is None
