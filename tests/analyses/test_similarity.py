import math

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics.pairwise import cosine_similarity

import discourse as dc
from discourse.analyses.similarity import ONE_PAIR, PAIRS, WEIGHTS


@pytest.fixture
def small():
    return dc.Corpus.from_texts(
        {"a": "peace peace war now", "b": "peace war war now", "c": "law law now"}
    )


def test_one_row_per_pair_by_hand(small):
    table = dc.similarity(small)
    assert table[["part", "part_other"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    # "now" is in all parts and counts for nothing; peace and war are (2, 1), (1, 2) times ln 1.5.
    assert table["cosine"].tolist() == pytest.approx([4 / 5, 0, 0])
    assert table["terms"].tolist() == ["peace; war", "", ""]
    assert table["count"].tolist() == [6, 0, 0]
    assert [len(dc.lines(small, row)) for _, row in table.iterrows()] == [6, 0, 0]


def test_every_pair_resolves_to_the_occurrences_of_its_terms(paper):
    table = dc.similarity(paper, by="section")
    assert all(len(dc.lines(paper, row)) == row["count"] for _, row in table.head(6).iterrows())


@pytest.mark.parametrize("weights", WEIGHTS)
def test_the_terms_of_a_pair_make_its_cosine(paper, weights):
    whole = dc.similarity(paper, by="section", weights=weights)
    row = whole[(whole["part"] == "2") & (whole["part_other"] == "3")].iloc[0]
    terms = dc.similarity(paper, by="section", weights=weights, pair=("2", "3"))
    assert terms["share"].sum() == pytest.approx(1)
    assert terms["cosine"].tolist() == pytest.approx([row["cosine"]] * len(terms))
    assert row["terms"] == "; ".join(terms["term"].head(5))
    first = terms.iloc[0]
    assert len(dc.lines(paper, first)) == first["count"]
    assert len(paper.find(first["query_other"])) == first["count_other"]


def test_cosines_of_smooth_weights_are_those_of_scikit_learn(paper):
    counts, parts, _ = paper.dtm(by="section")
    expected = cosine_similarity(TfidfTransformer(norm=None).fit_transform(counts))
    table = dc.similarity(paper, by="section", weights="tfidf_smooth")
    for _, row in table.iterrows():
        place = parts.index(row["part"]), parts.index(row["part_other"])
        assert row["cosine"] == pytest.approx(expected[place])


def test_log_ratio_counts_only_what_a_part_has_more_of(small):
    terms = dc.similarity(small, weights="log_ratio", pair=("b", "c"))
    # now: 1 of 3 in c, and 2 of 8 elsewhere; 1 of 4 in b, and 2 of 7 elsewhere, which is less.
    assert terms.empty
    four = dc.Corpus.from_texts({"a": "peace war", "b": "peace now", "c": "law", "d": "law"})
    terms = dc.similarity(four, weights="log_ratio", pair=("a", "b")).set_index("term")
    assert terms.loc["peace", "weight"] == pytest.approx(math.log2((1 / 2) / (1 / 4)))


def test_rates_of_equal_documents_are_proportional_and_other_weights_have_none():
    same = dc.Corpus.from_texts({"a": "peace war", "b": "peace war peace war", "c": "peace war"})
    assert dc.similarity(same, weights="rate")["cosine"].tolist() == pytest.approx([1, 1, 1])
    table = dc.similarity(same)
    assert table["cosine"].isna().all()
    assert table["terms"].tolist() == [""] * 3
    assert dc.similarity(same, pair=("a", "b")).empty


def test_documents_without_tokens_are_no_parts():
    corpus = dc.Corpus.from_texts({"a": "peace", "b": "", "c": "peace war"})
    assert dc.similarity(corpus, weights="rate")[["part", "part_other"]].to_numpy().tolist() == [
        ["a", "c"]
    ]


def test_pairs_of_columns_are_parts():
    frame = pd.DataFrame(
        {"text": ["peace", "peace war", "law"], "party": list("XXY"), "decade": list("121")}
    )
    corpus = dc.Corpus.from_frame(frame)
    row = dc.similarity(corpus, by=["party", "decade"]).iloc[0]
    assert (row["part"], row["part_other"]) == ("X/1", "X/2")
    assert len(dc.lines(corpus, row)) == row["count"] == 2


def test_columns_are_the_same_without_rows(small):
    full, empty = dc.similarity(small, min_count=1), dc.similarity(small, min_count=99)
    assert full.columns.tolist() == empty.columns.tolist() == list(PAIRS)
    assert full.dtypes.equals(empty.dtypes)
    one, none = (dc.similarity(small, pair=("a", "b"), min_count=n) for n in (1, 99))
    assert one.columns.tolist() == none.columns.tolist() == list(ONE_PAIR)
    assert one.dtypes.equals(none.dtypes)


def test_what_is_no_pair_is_refused(small, monkeypatch):
    for pair in (("a",), ("a", "a"), "a"):
        with pytest.raises(dc.DiscourseError, match=r"write pair=\('a', 'b'\)"):
            dc.similarity(small, pair=pair)
    with pytest.raises(dc.DiscourseError, match=r"got 1990; write pair=\('a', 'b'\)"):
        dc.similarity(small, pair=(1990, 2000))
    with pytest.raises(dc.DiscourseError, match="pair='d' is not known; choose 'a', 'b', 'c'"):
        dc.similarity(small, pair=("a", "d"))
    with pytest.raises(dc.DiscourseError, match="weights='idf' is not known"):
        dc.similarity(small, weights="idf")
    with pytest.raises(dc.DiscourseError, match="gives only one part"):
        dc.similarity(dc.Corpus.from_texts({"a": "peace"}))
    monkeypatch.setattr("discourse.analyses.similarity.MOST_PARTS", 2)
    with pytest.raises(dc.DiscourseError, match="gives 3 parts, and the pairs of at most 2"):
        dc.similarity(small)
    assert len(dc.similarity(small, pair=("a", "b"))) == 2


def test_methods_name_the_weights_and_the_pair(small):
    text = dc.methods(dc.similarity(small, weights="rate", pair=("a", "b"))).text
    assert "similarity of “a” and “b” by document is the cosine" in text
    assert "which are relative frequencies" in text


def test_a_saved_table_is_verified(paper, root, tmp_path):
    for name, pair in (("all", None), ("one", ("2", "3"))):
        table = dc.similarity(paper, by="section", pair=pair).head(4)
        dc.save_table(table, tmp_path / name, caption="Similar.")
    assert dc.verify(tmp_path, texts=root / "seeds").empty
    assert np.isfinite(table["cosine"]).all()


@pytest.mark.parametrize("weights", WEIGHTS)
def test_parts_without_a_value_of_the_layer_have_no_cosine(small, weights):
    words = dc.concordance(small, '[] :: document = "a"').frame[["line_id"]].assign(label="NOUN")
    tagged = small.with_layer(dc.Layer("pos", words, shape="token"))
    table = dc.similarity(tagged, of="pos", weights=weights)
    assert table["cosine"].isna().all()
