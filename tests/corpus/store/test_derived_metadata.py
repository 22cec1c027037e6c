"""Metadata that is added later: what it is, what is refused, and that it can be added again."""

import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.store.metadata_steps import check_steps

EXPECTED = (
    "with_metadata(x=…) expects a function of a document, a mapping, a column with edges, or one "
    "value per document"
)


def make(years=("1990", "1994", "2003"), names="abc"):
    frame = pd.DataFrame({"document": list(names), "year": list(years)})
    return dc.Corpus.from_frame(
        frame.assign(text=["peace one", "peace peace", "war"][: len(frame)])
    )


@pytest.fixture
def corpus():
    return make()


def refusal(corpus, *arguments, **columns):
    with pytest.raises(dc.DiscourseError) as refused:
        corpus.with_metadata(*arguments, **columns)
    return str(refused.value)


def sizes(corpus, by):
    table = corpus.parts(by)
    return dict(zip(table["part"], table["tokens"], strict=True))


def test_a_function_of_a_document_sees_numerals_as_numbers(corpus):
    made = corpus.with_metadata(
        decade=lambda d: d["year"] // 10 * 10,
        late=lambda d: d["decade"] > 1990,
        n=lambda d: d.tokens,
    )
    assert made.documents["decade"].tolist() == [1990, 1990, 2000]
    assert made.documents["late"].tolist() == [False, False, True]
    assert made.documents["n"].tolist() == [2, 2, 1]
    assert sizes(made, "decade") == {"1990": 4, "2000": 1}
    assert len(made.find("peace :: decade < 2000 & late = 'False'")) == 3


def test_a_label_such_as_007_is_no_number():
    made = make(years=["007", "1", "2"]).with_metadata(kind=lambda d: type(d["year"]).__name__)
    assert made.documents["kind"].tolist() == ["str"] * 3


def test_the_corpus_itself_is_not_changed(corpus):
    before = corpus.fingerprint
    corpus.with_metadata(x=[1, 2, 3])
    assert "x" not in corpus.documents
    assert corpus.fingerprint == before
    assert "metadata" not in corpus.recipe


def test_edges_divide_numbers_into_bins_in_their_order(corpus):
    made = corpus.with_metadata(
        five=("year", [1994, 2000]),
        named=("year", {1990: "early", 1994: "late", 2000: "later"}),
        half=("year", [1990.5, 1999]),
    )
    assert sizes(made, "five") == {"below 1994": 2, "1994-1999": 2, "from 2000": 1}
    assert sizes(made, "named") == {"early": 2, "late": 2, "later": 1}
    assert sizes(made, "half") == {"below 1990.5": 2, "1990.5 to 1999": 2, "from 1999": 1}
    assert made.parts("named")["part"].tolist() == ["early", "late", "later"]


def test_edges_divide_dates_into_bins():
    days = [date(2001, 1, 19), date(2001, 1, 20), None]
    made = make(years=days).with_metadata(
        term=("year", {date(1993, 1, 20): "Clinton", date(2001, 1, 20): "Bush"}),
        since=("year", ["2001-01-20"]),
    )
    assert sizes(made, "term") == {"": 1, "Clinton": 2, "Bush": 2}
    assert sizes(made, "since") == {"": 1, "before 2001-01-20": 2, "from 2001-01-20": 2}


def test_a_mapping_of_another_column_or_of_the_documents(corpus):
    made = corpus.with_metadata(on="year", era={1990: "old", "1994": "old", 2003: None, 1800: "x"})
    assert made.documents["era"].tolist()[:2] == ["old", "old"]
    assert sizes(made, "era") == {"": 1, "old": 4}
    made = made.with_metadata(speaker={"a": "Jose\u0301", "b": "Jos\u00e9", "c": "Li"})
    assert sizes(made, "speaker") == {"Jos\u00e9": 4, "Li": 1}


def test_a_mapping_names_numbers_as_numbers(corpus):
    made = corpus.with_metadata(n=[1.5, 2.0, 3.0]).with_metadata(
        on="n", x={1.5: "a", 2: "b", 3.0: "c"}
    )
    assert made.documents["x"].tolist() == ["a", "b", "c"]


def test_a_list_or_a_series_has_one_value_per_document(corpus):
    series = pd.Series([3, 1, 2], index=[2, 0, 1])
    made = corpus.with_metadata(
        listed=["x", "y", None],
        aligned=series,
        cut=pd.cut(pd.Series([1, 5, None]), [0, 2, 9]),
        moment=[datetime(2001, 2, 3), datetime(2001, 2, 3, 4), date(2001, 1, 1)],
    )
    assert made.documents["aligned"].tolist() == [1, 2, 3]
    assert made.parts("cut")["part"].tolist() == ["", "(0, 2]", "(2, 9]"]
    assert made.parts("moment")["part"].tolist() == [
        "2001-01-01", "2001-02-03", "2001-02-03 04:00:00",
    ]  # fmt: skip
    assert sizes(made, "listed") == {"": 1, "x": 2, "y": 2}


def test_a_table_is_joined_by_document_or_by_another_column(corpus, tmp_path):
    by_document = pd.DataFrame({"document": ["c", "b", "a"], "n": [3, 2, 1]})
    assert corpus.with_metadata(by_document).documents["n"].tolist() == [1, 2, 3]
    path = tmp_path / "years.csv"
    path.write_text("year,party,size\n1990,A,10\n1994,B,9\n2003,A,\n1800,C,1\n", encoding="utf-8")
    made = corpus.with_metadata(path, on="year")
    assert sizes(made, "party") == {"A": 3, "B": 2}
    assert made.parts("size")["part"].tolist() == ["", "9", "10"]
    assert [step["table"]["file"] for step in made.recipe["metadata"]] == ["years.csv"] * 2


def test_a_table_may_repeat_a_column_but_not_contradict_it(corpus):
    table = pd.DataFrame({"document": ["a", "b", "c"], "year": [1990, 1994, 2003], "n": [1, 2, 3]})
    assert corpus.with_metadata(table).documents.columns.tolist()[-2:] == ["year", "n"]
    assert refusal(corpus, table.assign(year=1990)).startswith(
        "the corpus already has the metadata 'year', which is not replaced;"
    )


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"year": [1, 2, 3]},
            "the corpus already has the metadata 'year', which is not replaced; give the new "
            "column another name.",
        ),
        (
            {"tokens": [1, 2, 3]},
            "'tokens' cannot be a column of metadata, because a corpus makes one itself; give it "
            "another name.",
        ),
        (
            {"x": {"a": 1}},
            "'x' has no value where document is 'b' and 1 more; add it, or None where there is "
            "none.",
        ),
        (
            {"x": {"1990": 1}, "on": "yaer"},
            "on='yaer' is not known; choose 'document', 'year'. Did you mean 'year'?",
        ),
        (
            {"x": [1, 2]},
            f"{EXPECTED}; got 2 values for 3 documents.",
        ),
        ({"x": {1, 2, 3}}, f"{EXPECTED}; got a set."),
        (
            {"language": ["en", "tr", "fr"]},
            "the language of a text decides how it is read, so it cannot be added later; give it "
            "when the texts are read, in a description, a table or a column 'language'.",
        ),
        (
            {"x": "year"},
            f"{EXPECTED}; got 'year'.",
        ),
        (
            {"x": pd.DataFrame({"x": [1, 2, 3]})},
            f"{EXPECTED}; got a DataFrame.",
        ),
        (
            {"x": pd.Series([1, 2, 3], index=list("abc"))},
            f"{EXPECTED}; the index of this one is not that of corpus.documents, 0 to 2; "
            "give x=values.to_numpy() if its order is the same.",
        ),
        (
            {"x": lambda d: d["nothing"]},
            "the function for 'x' fails for the document 'a' with KeyError: 'nothing'; it is "
            "called with one row of corpus.documents, such as lambda d: d['year'] // 10 * 10.",
        ),
        (
            {"x": lambda d: [d["year"]]},
            "the function for 'x' gives a list for the document 'a'; let it give one value.",
        ),
        (
            {"x": lambda d: object()},
            "an object cannot be metadata, because it has no text of its own; give text, numbers "
            "or dates.",
        ),
        (
            {"x": ("year", [2000, 1990])},
            "the edges of 'x' do not increase from 2000 to 1990; give numbers or dates that "
            "increase, such as x=('year', [1990, 2000, 2010]).",
        ),
        (
            {"x": ("yaer", [2000])},
            "column of x='yaer' is not known; choose 'year'. Did you mean 'year'?",
        ),
    ],
)
def test_what_cannot_be_added_is_refused(corpus, columns, message):
    assert refusal(corpus, **columns) == message


def test_bins_of_text_are_refused():
    assert refusal(make(years=["1990", "about 2000", ""]), x=("year", [1995])) == (
        "'year' contains 'about 2000', which is not a number and fits no bin of 'x'; give a "
        "mapping of its values instead."
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            5,
            "with_metadata expects a table or the path of one, got 5; name other columns, such as ",
        ),
        (
            "none.csv",
            "none.csv is not an existing table (.csv, .tsv, .jsonl, .ndjson, .parquet, .xlsx, "
            ".ods);",
        ),
        (pd.DataFrame({"name": ["a"]}), "on='document' is not known; choose 'name'."),
        (
            pd.DataFrame({"document": ["a", "a"], "x": [1, 2]}),
            "the table has two rows in which document is 'a'; keep one of them.",
        ),
        (
            pd.DataFrame([["a", 1, 2]], columns=["document", "x", "x"]),
            "the table has two columns 'x'; rename one of them.",
        ),
    ],
)
def test_a_table_that_cannot_be_joined_is_refused(corpus, table, message):
    assert refusal(corpus, table).startswith(message)


def test_a_subset_is_given_its_own_values_and_its_whole_has_none_elsewhere(corpus):
    part = corpus.subset("year < 2000").with_metadata(size=lambda d: d["tokens"], w=[1, 2.5])
    assert part.documents["size"].tolist() == [2, 2]
    assert part.whole.documents["w"].tolist()[:2] == [1.0, 2.5]
    assert part.whole.documents["w"].isna().tolist() == [False, False, True]
    again = part.whole.subset("year < 2000")
    assert again.fingerprint == part.fingerprint
    assert part.subset("size = 2").size == 4


def test_a_saved_corpus_has_what_was_added_and_shards_are_united(tmp_path):
    parts = [make(names="abc"), make(names="xyz")]
    added = [
        part.with_metadata(
            decade=lambda d: d["year"] // 10 * 10,
            era=("year", {1990: "z", 2000: "a"}),
            size=lambda d: 1 if d["document"] in "ax" else 2.5,
        )
        for part in parts
    ]
    for number, part in enumerate(added):
        part.save(tmp_path / str(number))
        again = dc.load(tmp_path / str(number), verify=True)
        assert again.fingerprint == part.fingerprint
        assert again.recipe == part.recipe
        assert again.parts("era")["part"].tolist() == ["z", "a"]
    united = dc.load([tmp_path / "0", tmp_path / "1"])
    assert sizes(united, "decade") == {"1990": 8, "2000": 2}
    assert united.parts("era")["part"].tolist() == ["z", "a"]
    read_together = dc.Corpus.from_frame(
        pd.DataFrame(
            {
                "document": list("abcxyz"),
                "text": ["peace one", "peace peace", "war"] * 2,
                "year": ["1990", "1994", "2003"] * 2,
            }
        )
    ).with_metadata(
        decade=lambda d: d["year"] // 10 * 10,
        era=("year", {1990: "z", 2000: "a"}),
        size=lambda d: 1 if d["document"] in "ax" else 2.5,
    )
    assert united.fingerprint == read_together.fingerprint
    pd.testing.assert_frame_equal(
        dc.frequencies(united, by="decade"), dc.frequencies(read_together, by="decade")
    )
    parts[0].save(tmp_path / "0")
    with pytest.raises(dc.DiscourseError, match=r"1 has metadata that was added in another way"):
        dc.load([tmp_path / "0", tmp_path / "1"])


@pytest.mark.slow
def test_an_executor_counts_the_same(corpus):
    made = corpus.with_metadata(decade=lambda d: d["year"] // 10 * 10)
    with ProcessPoolExecutor(2) as executor:
        pd.testing.assert_frame_equal(
            dc.ngrams(made, 2, by="decade", executor=executor), dc.ngrams(made, 2, by="decade")
        )


LABELS = st.one_of(
    st.none(),
    st.integers(-3, 12),
    st.sampled_from(["10", "9", "a b", 'q"', "é", "e\u0301", "", "|"]),
)


@given(st.lists(LABELS, min_size=2, max_size=6), st.booleans())
def test_each_row_by_a_derived_column_has_as_many_lines_as_it_counts(values, in_subset):
    texts = ["peace war peace", "war", "Peace! Rights."]
    corpus = dc.Corpus.from_texts({f"d{n}": texts[n % 3] for n in range(len(values))})
    corpus = corpus.subset('document != "d0"') if in_subset else corpus
    values = values[1:] if in_subset else values
    made = corpus.with_metadata(group=values)
    table = dc.frequencies(made, by="group")
    assert table["count"].sum() == made.size
    for _, row in table.iterrows():
        assert len(dc.lines(made, row)) == row["count"]
    whole = dc.frequencies(made).set_index("term")["count"]
    pd.testing.assert_series_equal(
        table.groupby("term")["count"].sum().sort_index(), whole.sort_index()
    )
    with tempfile.TemporaryDirectory() as folder:
        made.save(Path(folder) / "a")
        again = dc.load(Path(folder) / "a", verify=True)
        pd.testing.assert_frame_equal(dc.frequencies(again, by="group"), table)


@pytest.mark.parametrize(
    "steps",
    [
        {},
        [1],
        [{"column": "x"}],
        [{"column": "x", "of": "document", "values": [1]}],
        [{"column": "x", "of": "document", "values": {"a": [1]}}],
        [{"column": "x", "of": "year", "bins": [], "labels": ["a"]}],
        [{"column": "x", "of": "year", "bins": [1, "a"], "labels": ["a", "b", "c"]}],
        [{"column": "x", "of": "year", "bins": [1], "labels": [1, 2]}],
        [{"column": "x", "of": "year", "values": {}, "code": "print()"}],
    ],
)
def test_malformed_steps_of_a_recipe_are_refused(steps):
    with pytest.raises(dc.DiscourseError, match=r"^the recipe's 'metadata' is not a list of"):
        check_steps(steps)


def test_a_layer_keeps_its_name_and_its_spans_in_another_order(corpus):
    lines = dc.concordance(corpus, "peace").frame["line_id"]
    layer = dc.Layer("code", pd.DataFrame({"line_id": lines, "label": ["x", "y", "x"]}))
    made = corpus.with_layer(layer).with_metadata(n=[3, 2, 1])
    pd.testing.assert_frame_equal(
        dc.frequencies(made.sort("n"), by="code"), dc.frequencies(made, by="code")
    )
    assert refusal(made, code=[1, 2, 3]) == (
        "the corpus has a layer 'code', so no metadata can have that name; give the new column "
        "another name."
    )


@pytest.mark.parametrize(
    "edges, fault",
    [
        ([10, 5], "do not increase from 10 to 5"),
        ([5, 5.0], "do not increase from 5 to 5.0"),
        ([], "are an empty list"),
        (5, "are 5"),
        ([float("nan")], "contain nan, which is neither a number nor a date"),
        ([1, None], "contain None, which is neither a number nor a date"),
        ([1, True], "contain True, which is neither a number nor a date"),
        ([1, "2"], "mix numbers and text, 1 and '2'"),
        (["2001-01-01", "2000-01-01"], "do not increase from 2001-01-01 to 2000-01-01"),
    ],
)
def test_the_fault_of_edges_is_named(edges, fault):
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": ["a", "b"], "y": [1, 7]}))
    with pytest.raises(dc.DiscourseError) as refused:
        corpus.with_metadata(x=("y", edges))
    assert str(refused.value) == (
        f"the edges of 'x' {fault}; give numbers or dates that increase, such as "
        "x=('y', [1990, 2000, 2010])."
    )


def test_documents_that_the_corpus_does_not_contain_are_named():
    corpus = dc.Corpus.from_texts({"a": "One.", "b": "Two."})
    table = pd.DataFrame({"document": list("abxy"), "year": [1, 2, 3, 4], "place": list("stuv")})
    out = "which the corpus does not contain; correct the name, or leave it out."
    with pytest.warns(UserWarning) as said:
        joined = corpus.with_metadata(table)
        corpus.with_metadata(year={"a": 1, "b": 2, "bb": 3})
    assert [str(one.message) for one in said] == [
        f"the table names 'x' and 1 more, {out}",
        f"the mapping of 'year' names 'bb', {out}",
    ]
    assert joined.documents["year"].tolist() == [1, 2]


def test_a_part_of_a_corpus_takes_a_table_of_the_whole_without_a_warning(recwarn):
    corpus = dc.Corpus.from_texts({"a": "One.", "b": "Two."}).subset('document = "a"')
    corpus.with_metadata(pd.DataFrame({"document": ["a", "b"], "year": [1, 2]}))
    corpus.with_metadata(when={"a": 1, "b": 2})
    with_years = corpus.with_metadata(year={"a": 1, "b": 2})
    with_years.with_metadata(era={1: "early", 2: "late", 3: "later"}, on="year")
    assert not recwarn.list
