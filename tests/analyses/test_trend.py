import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.measures.inference import absence_bound

TEXTS = {
    "a": ("1990", "Peace and war and peace."),
    "b": ("1990", "War."),
    "c": ("2000", "Peace, peace, peace! Human rights."),
    "d": ("2010", "Human rights and human duties."),
}


def read_small(**columns):
    rows = [(name, year, text) for name, (year, text) in TEXTS.items()]
    table = pd.DataFrame(rows, columns=["document", "year", "text"]).assign(**columns)
    return dc.Corpus.from_frame(table)


@pytest.fixture(scope="module")
def small():
    return read_small()


@pytest.fixture(scope="module")
def many():
    """Thirty documents in three decades; *we* becomes more frequent."""
    years = [1990 + 10 * (at // 10) for at in range(30)]
    texts = ["we " * (1 + at // 6) + f"they said {'so ' * (at % 7)}" for at in range(30)]
    return dc.Corpus.from_frame(pd.DataFrame({"year": years, "text": texts}))


def refusal(corpus, *args, **options):
    with pytest.raises(dc.DiscourseError) as error:
        dc.trend(corpus, *args, **options)
    return str(error.value)


def test_a_row_per_query_and_year_counted_by_hand(small):
    table = dc.trend(small, ["peace", "human rights"])
    assert table["term"].tolist() == ["peace"] * 3 + ["human rights"] * 3
    assert table["time"].tolist() == ["1990", "2000", "2010"] * 2
    assert table["count"].tolist() == [2, 3, 0, 0, 1, 1]
    assert table["size"].tolist() == [6, 5, 5] * 2
    assert table["per_thousand"].tolist() == [2000 / 6, 600, 0, 0, 200, 200]
    assert table["documents"].tolist() == [2, 1, 1] * 2
    assert table["query"].tolist()[:2] == ['peace :: year = "1990"', 'peace :: year = "2000"']
    assert table["mean_time"].tolist() == [1990, 2000, 2010] * 2


def test_a_query_without_hits_has_rows_of_zeros_with_an_upper_bound(small):
    table = dc.trend(small, "utopia")
    assert table["count"].tolist() == [0, 0, 0]
    assert table["low"].tolist() == [0, 0, 0]
    assert table["high"].tolist() == pytest.approx((1000 * absence_bound([6, 5, 5])).tolist())


@pytest.fixture(scope="module")
def coded(small):
    """The small corpus, in which each *peace* has the code "hope", *war* and *duties* "deed"."""
    found = [("hope", "peace"), ("deed", "war"), ("deed", "duties")]
    rows = [(line.line_id, code) for code, word in found for line in dc.concordance(small, word)]
    return small.with_layer(dc.Layer("code", pd.DataFrame(rows, columns=["line_id", "label"])))


def test_labels_of_a_layer_are_counted_and_have_their_lines(coded):
    table = dc.trend(coded, of="code")
    assert table["term"].tolist() == ["deed"] * 3 + ["hope"] * 3
    assert table["count"].tolist() == [2, 0, 1, 2, 3, 0]
    assert table["per_thousand"].tolist()[:2] == [2000 / 6, 0]
    for _, row in table.iterrows():
        assert len(dc.lines(coded, row)) == row["count"]
    asked = dc.trend(coded, ["hope", "fear"], of="code")
    assert asked["count"].tolist() == [2, 3, 0, 0, 0, 0]


def test_nothing_to_count_is_refused(small):
    message = (
        "queries expects a query or several, got None; write queries='peace', or name a layer of "
        "spans with of= to count its labels."
    )
    assert refusal(small) == message
    assert refusal(dc.reference("inaugural")) == message


def test_labels_over_time_are_described_and_verified(tmp_path):
    for name, text in {"1990-a": "He said “peace”.", "2000-b": "“Peace” and “war”."}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    corpus = dc.read(tmp_path, metadata="{year:d}-{name}")
    corpus = corpus.with_layer(dc.layers.make(corpus, "quotations"))
    table = dc.trend(corpus, of="quotation")
    assert table["count"].tolist() == [1, 2]
    assert "The frequency of each label in the layer quotation" in str(dc.methods(table))
    dc.save_table(table, tmp_path / "quoted", caption="Quotations.")
    assert dc.verify(tmp_path).empty


def test_bins_join_points_and_no_bin_is_empty(small):
    table = dc.trend(small, "peace", bins=2)
    assert table["time"].tolist() == ["1990", "2000-2010"]
    assert table["count"].tolist() == [2, 3]
    assert table["query"].tolist()[1] == "peace :: year >= 2000 & year <= 2010"
    assert dc.trend(small, "peace", bins=1)["count"].tolist() == [5]
    assert len(dc.trend(small, "peace", bins=50)) == 3


def test_counts_are_those_of_a_pandas_groupby(many):
    table = dc.trend(many, ["we", "so"]).set_index(["term", "time"])
    words = pd.DataFrame(
        [(row.year, word) for row in many.documents.itertuples() for word in
         many.tokens(row.document)],
        columns=["year", "word"],
    )  # fmt: skip
    for year, found in words.groupby("year")["word"]:
        for word in ("we", "so"):
            row = table.loc[(word, str(year))]
            assert (row["count"], row["size"]) == ((found == word).sum(), len(found))


def test_every_row_has_as_many_lines_as_it_counts():
    date = pd.to_datetime(["1990-05-01", "1990-05-02", "2000-01-01", "2010-01-01"])
    stage = pd.Categorical(["z", "z", "b", "a"], ["z", "b", "a"], ordered=True)
    corpus = read_small(date=date, stage=stage)
    for time in ("year", "date", "stage"):
        for bins in (None, 2):
            queries = ["peace", "and|war", 'peace :: document = "a" | document = "c"']
            table = dc.trend(corpus, queries, time=time, bins=bins)
            lines = [len(dc.lines(corpus, row)) for _, row in table.iterrows()]
            assert lines == table["count"].tolist()
            assert table.groupby("term")["count"].sum()["peace"] == 5


def test_a_condition_of_the_query_stays(small):
    table = dc.trend(small, 'peace :: document = "a" | document = "c"')
    assert table["count"].tolist() == [2, 3, 0]
    assert table["query"].tolist()[0] == (
        'peace :: (document = "a" | document = "c") & year = "1990"'
    )


def test_values_of_a_layer_are_counted(small):
    lines = dc.concordance(small, "peace|war").frame
    tags = dc.Layer("pos", lines[["line_id"]].assign(label="NOUN"), shape="token")
    table = dc.trend(small.with_layer(tags), "NOUN", of="pos")
    assert table["count"].tolist() == [4, 3, 0]
    assert table["query"].tolist()[0] == '[pos="NOUN"] :: year = "1990"'


def test_a_subset_has_the_points_of_its_documents(small):
    table = dc.trend(small.subset("year >= 2000"), "peace")
    assert table["time"].tolist() == ["2000", "2010"]
    assert table["count"].tolist() == [3, 0]


def test_intervals_over_documents_are_wider_where_documents_differ():
    texts = ["so " * (1 + 9 * (at % 2)) + "no " * (10 - 9 * (at % 2)) for at in range(20)]
    table = pd.DataFrame({"year": [1990] * 10 + [2000] * 10, "text": texts})
    corpus = dc.Corpus.from_frame(table)
    exact, by_document = (dc.trend(corpus, "so", interval=each) for each in ("exact", "document"))
    assert (by_document["high"] - by_document["low"] > exact["high"] - exact["low"]).all()
    assert (by_document["low"] < by_document["per_thousand"]).all()


def test_a_point_with_fewer_than_ten_documents_has_no_interval_over_documents(many):
    fewer = many.subset('document != "0"')
    table = dc.trend(fewer, ["we", "utopia"], interval="document")
    assert table["low"].isna().tolist() == [True, False, False, True, True, True]


def test_without_ten_documents_anywhere_the_interval_is_refused(small):
    assert refusal(small, "peace", interval="document") == (
        "interval='document' needs 10 documents at a point of time, and none has more than 2; put "
        "the points into fewer bins with bins=, or choose interval='exact', which takes tokens as "
        "independent."
    )


def test_the_seed_decides_the_samples(many):
    first, again, other = (
        dc.trend(many, "so", interval="document", seed=seed) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first, again)
    assert first["low"].tolist() != other["low"].tolist()


def test_no_queries_give_an_empty_table_of_the_same_columns(small):
    full, empty = dc.trend(small, "peace"), dc.trend(small, [])
    assert len(empty) == 0
    pd.testing.assert_series_equal(full.dtypes, empty.dtypes)


def test_a_query_that_is_given_twice_has_its_rows_once(small):
    assert len(dc.trend(small, ["peace", "war", "peace"])) == 6


def test_arguments_stay_as_they_were(small):
    queries = ["peace", "war"]
    before = small.fingerprint
    dc.trend(small, queries)
    assert (queries, small.fingerprint) == (["peace", "war"], before)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"time": "month"}, "time='month' is not known; choose 'year'."),
        ({"bins": 0}, "bins expects a whole number of at least 1, got 0"),
        ({"bins": 2, "bin_by": "words"}, "bin_by='words' is not known; choose 'document', 'token'"),
        ({"interval": "part"}, "interval='part' is not known; choose 'exact', 'document'"),
    ],
)
def test_what_is_not_known_is_refused(small, options, message):
    assert message in refusal(small, "peace", **options)


def test_a_saved_table_is_verified(tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, (year, text) in TEXTS.items():
        (texts / f"{year}-{name}.txt").write_text(text)
    corpus = dc.read(texts, metadata="{year:d}-{speaker}")
    table = dc.trend(corpus, ["peace", "utopia"], bins=2)
    dc.save_table(table, tmp_path / "peace", caption="Peace.")
    ax = dc.plot.trend(table, documents=corpus.documents)
    dc.save_figure(ax, tmp_path / "drawn", table=table, caption="Peace.", alt="Two lines.")
    assert dc.verify(tmp_path).empty
    damaged = (tmp_path / "peace.csv").read_text().replace("peace,1990,2,", "peace,1990,3,")
    (tmp_path / "peace.csv").write_text(damaged)
    assert not dc.verify(tmp_path).empty


def test_rates_and_times_are_numbers(small):
    table = dc.trend(small, "peace")
    assert table["mean_time"].dtype == np.float64
    assert table["count"].dtype == np.int64
