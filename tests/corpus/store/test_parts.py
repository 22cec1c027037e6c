"""Every partition covers the tokens, and the condition of a part finds it again."""

import uuid
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.corpus import corpus_of_documents
from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.query.rereading import holds, reread
from discourse.corpus.query.writing import part_conditions
from discourse.corpus.store import parts as parts_module
from discourse.corpus.store.parts import partition
from discourse.text.document import Document, Region, plain_document


@pytest.fixture
def corpus():
    return dc.Corpus.from_frame(
        pd.DataFrame(
            {
                "document": ["a", "b", "c"],
                "text": ["One two. Three.\n\nFour.", "Five six.", "Seven."],
                "year": [1990, 2000, 1990],
                "speaker": ["Li", None, 'A "B" \\ C'],
            }
        )
    )


def sizes(corpus, by):
    parts = partition(corpus.store, by)
    return dict(zip(parts.labels, parts.sizes.tolist(), strict=True))


def test_documents_are_parts(corpus):
    assert sizes(corpus, "document") == {"a": 4, "b": 2, "c": 1}


def test_sections_are_named_with_their_document_where_there_are_several(corpus):
    assert sizes(corpus, "section") == {"a/1": 3, "a/2": 1, "b/1": 2, "c/1": 1}
    assert sizes(corpus.subset('document = "a"'), "section") == {"1": 3, "2": 1}


def test_sentences_are_numbered_within_their_document(corpus):
    assert sizes(corpus, "sentence") == {"a/1": 2, "a/2": 1, "a/3": 1, "b/1": 2, "c/1": 1}


def test_a_metadata_column_gathers_documents(corpus):
    assert sizes(corpus, "year") == {"1990": 5, "2000": 2}


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (list(range(12, 0, -1)), [str(number) for number in range(1, 13)]),
        ([10.5, 2.25, -1.0, 100.0], ["-1.0", "2.25", "10.5", "100.0"]),
        ([10, None, 9, 2], ["", "2", "9", "10"]),
        ([10.5, None, 9.25], ["", "9.25", "10.5"]),
        (["10", "9", "ten", None, ""], ["", "9", "10", "ten"]),
        ([10, "9", 2, "ten"], ["2", "9", "10", "ten"]),
        ([str(number) for number in range(12, 0, -1)], [str(n) for n in range(1, 13)]),
        (["-2", "-10", "1.5", "1"], ["-10", "-2", "1", "1.5"]),
        (["chapter 10", "chapter 2"], ["chapter 2", "chapter 10"]),
        (["2020-11", "2020-02", "1999-12"], ["1999-12", "2020-02", "2020-11"]),
        ([True, False, True], ["False", "True"]),
    ],
)
def test_numbers_are_sorted_as_numbers_and_everything_else_as_text(values, labels):
    texts = [f"word{number}" for number in range(len(values))]
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": texts, "chapter": values}))
    assert corpus.parts("chapter")["part"].tolist() == labels
    table = dc.frequencies(corpus, by="chapter")
    assert table["part"].cat.categories.tolist() == labels
    own = {text: "" if pd.isna(v) else str(v) for text, v in zip(texts, values, strict=True)}
    assert dict(zip(table["term"], table["part"], strict=True)) == own


def test_a_missing_value_is_a_part_of_its_own(corpus):
    assert sizes(corpus, "speaker") == {"": 2, 'A "B" \\ C': 1, "Li": 4}


def test_parts_by_something_unknown_are_refused(corpus):
    with pytest.raises(dc.DiscourseError) as refused:
        partition(corpus.store, "sectoin")
    assert str(refused.value) == (
        "by='sectoin' is not known; choose 'document', 'section', 'sentence', 'year', 'speaker'. "
        "Did you mean 'section'?"
    )


@pytest.mark.parametrize("by", ["document", "section", "sentence", "year", "speaker"])
def test_the_condition_of_a_part_selects_its_tokens_and_no_others(corpus, by):
    parts = partition(corpus.store, by)
    assert parts.sizes.sum() == corpus.size
    for condition, size in zip(
        part_conditions(parts, np.arange(len(parts))), parts.sizes.tolist(), strict=True
    ):
        assert corpus.subset(condition).size == size


def test_quotes_and_backslashes_in_a_value_are_escaped_in_its_condition(corpus):
    assert corpus.subset(r'speaker = "A \"B\" \\ C"').size == 1


def document_with(name, *sections):
    """A document in which each section has one word."""
    regions = [Region(2 * at, 2 * at + 2, "x", "count", s) for at, s in enumerate(sections)]
    return Document(name, "w " * len(sections), "0" * 64, tuple(regions))


def test_labels_that_would_be_equal_have_their_document_in_quotes():
    documents = [document_with("a", "1", "1/2"), document_with("a/1", "2"), document_with("b", "1")]
    corpus = corpus_of_documents(documents, None)
    labels = ["a/1", '"a"/1/2', '"a/1"/2', "b/1"]
    assert corpus.parts("section")["part"].tolist() == labels
    table = dc.frequencies(corpus, by="section")
    assert sorted(table["part"]) == sorted(labels)
    for _, row in table.iterrows():
        assert len(dc.lines(corpus, row)) == row["count"] == 1


names = st.text('a/"\\', min_size=1, max_size=4)


@given(st.dictionaries(names, st.lists(names, min_size=1, unique=True), min_size=2, max_size=4))
def test_no_two_parts_have_one_label_whatever_their_names(sections):
    documents = [document_with(name, *found) for name, found in sections.items()]
    parts = partition(corpus_of_documents(documents, None).store, "section")
    assert len(set(parts.labels)) == len(parts) == sum(map(len, sections.values()))


def test_a_partition_is_computed_once(corpus, monkeypatch):
    counted = []
    bounds = parts_module.unit_bounds
    monkeypatch.setattr(
        parts_module, "unit_bounds", lambda *given: counted.append(given) or bounds(*given)
    )
    for by in ("document", "section", "sentence", "year"):
        assert partition(corpus.store, by) is partition(corpus.store, by)
    dc.frequencies(corpus, by="section")
    dc.tfidf(corpus, by="section")
    corpus.parts("section")
    assert len(counted) == 4


def test_a_subset_has_partitions_of_its_own(corpus):
    assert sizes(corpus, "document") == {"a": 4, "b": 2, "c": 1}
    assert sizes(corpus.subset("year = 1990"), "document") == {"a": 4, "c": 1}


@pytest.mark.parametrize("by", ["document", "section", "sentence", "year"])
def test_nothing_that_is_given_away_shares_state_with_the_partition(corpus, by):
    before = corpus.parts(by)
    given = corpus.parts(by)
    given.loc[:, "tokens"] = 99
    given["part"] = "x"
    table = dc.frequencies(corpus, by=by)
    table["part"].cat.categories.name = "renamed"
    pd.testing.assert_frame_equal(corpus.parts(by), before)
    assert dc.frequencies(corpus, by=by)["part"].cat.categories.name is None
    parts = partition(corpus.store, by)
    for array in (parts.bounds, parts.codes, parts.sizes):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 9
    assert isinstance(parts.labels, tuple)


@pytest.mark.slow
def test_the_time_of_a_partition_grows_with_the_corpus_and_no_faster(processor_time_ratio):
    def divide(documents):
        texts = {str(number): "One two. Three.\n\nFour." for number in range(documents)}
        store = dc.Corpus.from_texts(texts).store
        _ = store.sentences

        def run():
            store.partitions.clear()
            for by in ("document", "section", "sentence"):
                partition(store, by)

        return run

    assert processor_time_ratio(divide(16_000), divide(4_000)) <= 2.6**2  # two doublings


texts = st.dictionaries(
    st.sampled_from("abc"), st.text("xy. \n", min_size=1), min_size=1, max_size=3
)


@given(texts)
def test_parts_of_any_texts_hold_every_token_once(content):
    corpus = dc.Corpus.from_texts(content)
    for by in ("document", "section", "sentence"):
        parts = partition(corpus.store, by)
        assert parts.sizes.sum() == corpus.size
        assert (parts.sizes > 0).all()
        assert len(set(parts.labels)) == len(parts)


def test_a_text_with_half_a_surrogate_pair_has_sentences():
    corpus = dc.Corpus.from_texts({"a": "Hi \ud800 there. You."})
    assert corpus.parts("sentence")["tokens"].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("text", "by", "advice"),
    [
        ("Peace. War.\n\nPeace.", "document", "choose a finer one, such as by='section'"),
        ("Peace. War.", "document", "choose a finer one, such as by='sentence'"),
        ("Peace. War.", "section", "choose a finer one, such as by='sentence'"),
        ("Peace.", "sentence", "add a second sentence"),
    ],
)
def test_for_a_single_part_the_error_names_a_unit_that_gives_more(text, by, advice):
    corpus = dc.Corpus.from_texts({"a": text})
    for verb, name in ((dc.tfidf, "TF-IDF"), (dc.dispersion, "dispersion")):
        with pytest.raises(dc.DiscourseError) as error:
            verb(corpus, by=by)
        assert str(error.value) == (
            f"by={by!r} gives only one part here, and {name} compares parts; {advice}."
        )


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"a": "", "b": ""}, "gives no part here, and TF-IDF compares parts; of 2 documents, 2 "),
        ({"a": "Peace.", "b": ""}, "only one part here, and TF-IDF compares parts; of 2 documents, "
         "1 without words is no part: add texts that have words."),
    ],
)  # fmt: skip
def test_empty_documents_are_named_where_parts_are_too_few(texts, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.tfidf(dc.Corpus.from_texts(texts), by="document")
    assert message in str(error.value)


def test_years_stay_whole_and_days_are_days_where_some_are_missing(tmp_path):
    days = pd.to_datetime(["1990-05-01", "2018-02-03", None])
    hours = pd.to_datetime(["1990-05-01 10:30", "2018-02-03 00:00", None])
    table = pd.DataFrame(
        {"text": ["peace a", "peace b", "peace c"], "year": [1990, 2018, None],
         "day": days, "hour": hours}
    )  # fmt: skip
    made = dc.Corpus.from_frame(table)
    made.save(tmp_path / "saved")
    for corpus in (made, dc.load(tmp_path / "saved", verify=True)):
        assert corpus.parts("year")["part"].tolist() == ["", "1990", "2018"]
        assert corpus.parts("day")["part"].tolist() == ["", "1990-05-01", "2018-02-03"]
        assert corpus.parts("hour")["part"].tolist() == ["", *map(str, hours[:2])]
        for condition, documents in {
            'year = "1990"': ["0"], "year = 1990": ["0"], "year != 1990": ["1", "2"],
            'year = ""': ["2"], "year > 1990": ["1"], 'day >= "2018"': ["1"], 'day = ""': ["2"],
        }.items():  # fmt: skip
            part = corpus.subset(condition)
            assert part.documents["document"].tolist() == documents
            assert len(reread(part.store)) == part.size
        with pytest.raises(dc.DiscourseError, match="compares numbers, but day holds text"):
            corpus.subset("day > 2017")


def test_ordered_categories_keep_their_order():
    ranks = pd.Categorical(["high", "low", None, "middle"], ["low", "middle", "high"], ordered=True)
    frame = pd.DataFrame({"text": ["one", "two", "three", "four"], "rank": ranks})
    corpus = dc.Corpus.from_frame(frame)
    assert corpus.parts("rank")["part"].tolist() == ["", "low", "middle", "high"]
    assert corpus.recipe["order"] == {"rank": ["low", "middle", "high"]}
    assert corpus.subset('rank != "low"').parts("rank")["part"].tolist() == ["", "middle", "high"]
    assert "order" not in dc.Corpus.from_frame(frame.astype({"rank": "str"})).recipe


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (pd.period_range("2020-01", periods=2, freq="M"), ["2020-01", "2020-02"]),
        (pd.Series([pd.Period("2020Q2"), None]), ["", "2020Q2"]),
        ([Path("a/b"), Path("a")], ["a", "a/b"]),
        ([uuid.UUID(int=2), uuid.UUID(int=1)], [str(uuid.UUID(int=n)) for n in (1, 2)]),
        (pd.cut(pd.Series([1, 11]), [0, 9, 20]), ["(0, 9]", "(9, 20]"]),
        (pd.cut(pd.Series([1, 99]), [0, 9, 20]), ["", "(0, 9]"]),
        ([(1, 2), (3, 4)], ["(1, 2)", "(3, 4)"]),
        ([1j, 2j], ["1j", "2j"]),
    ],
)
def test_values_that_json_cannot_hold_are_text(values, labels, tmp_path):
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": ["one", "two"], "of": values}))
    assert corpus.parts("of")["part"].tolist() == labels
    assert len(corpus.subset(f'of = "{labels[1]}"')) == 1
    corpus.save(tmp_path / "saved")
    assert dc.load(tmp_path / "saved", verify=True).parts("of")["part"].tolist() == labels


def test_an_object_without_a_text_of_its_own_is_refused():
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Corpus.from_frame(pd.DataFrame({"text": ["one"], "of": [object()]}))
    assert str(refused.value) == (
        "an object cannot be metadata, because it has no text of its own; convert it to text, a "
        "number or a date."
    )


def test_values_and_names_are_compared_in_their_composed_form():
    composed, decomposed = "Jos\u00e9", "Jose\u0301"
    corpus = dc.Corpus.from_frame(
        pd.DataFrame(
            {
                "document": [decomposed, "b"],
                "text": ["one two", "one"],
                f"{decomposed} x": [decomposed, composed],
            }
        )
    )
    assert list(corpus) == [composed, "b"]
    assert sizes(corpus, f"{composed} x") == {composed: 3}
    for name in (composed, decomposed):
        assert len(corpus.find(f'one :: "{composed} x" = "{name}"')) == 2
        assert len(corpus.find(f'one :: "{decomposed} x" in ("{name}", "c")')) == 2
        assert len(corpus.find(f'one :: document = "{name}"')) == 1
        assert len(corpus[name]) == 1
        assert name in corpus
    assert holds(parse_condition(f'document = "{decomposed}"'), {"document": decomposed})


def test_names_that_differ_only_in_their_form_are_one_name():
    texts = {"Jos\u00e9": "one", "Jose\u0301": "two"}
    with pytest.raises(dc.DiscourseError, match=r"^two documents are named 'Jos\u00e9'; give each"):
        dc.Corpus.from_texts(texts)
    with pytest.raises(dc.DiscourseError, match=r"^the frame has two columns 'Jos\u00e9'"):
        dc.Corpus.from_frame(pd.DataFrame({**dict.fromkeys(texts, "a"), "text": ["one"]}))


def test_decomposed_names_and_values_of_a_corpus_of_version_0_1_are_found(tmp_path):
    name = "Jose\u0301"
    old = plain_document("x", "one two", {})
    corpus = corpus_of_documents([replace(old, name=name, metadata={"speaker": name})], None)
    corpus.save(tmp_path / "old")
    loaded = dc.load(tmp_path / "old", verify=True)
    assert list(loaded) == [name]
    assert loaded.tokens(name) == ["one", "two"]
    assert sizes(loaded, "speaker") == {"Jos\u00e9": 2}
    for query in ("Jos\u00e9", name):
        assert len(loaded.find(f'one :: speaker = "{query}"')) == 1
        assert len(loaded.find(f'one :: document in ("{query}", "b")')) == 1
    (row,) = dc.frequencies(loaded, by="speaker").head(1).to_dict("records")
    assert len(dc.lines(loaded, row)) == row["count"]


@pytest.mark.parametrize(
    "written, kept", [("ano\u0303", "anõ"), ("वर\u094dष", "वर्ष"), ("año", "año")]
)
def test_the_name_of_a_column_is_found_in_either_form(written, kept):
    table = pd.DataFrame({"text": ["One two.", "Two three."], written: [1, 2]})
    corpus = dc.Corpus.from_frame(table).with_metadata(q=(written, [2]))
    assert corpus.parts(written)["part"].tolist() == ["1", "2"]
    assert corpus.parts("q")["part"].tolist() == ["below 2", "from 2"]
    assert corpus.documents.columns[-2] == kept
    for name in (written, f'"{written}"'):
        assert corpus.subset(f"{name} = 1").size == 2
        assert len(dc.concordance(corpus, f'"Two" :: {name} = 2')) == 1
        assert len(dc.concordance(corpus, f"two :: {name} in (1, 2)")) == 2
    assert dc.frequencies(corpus, by=written)["part"].nunique() == 2
    lines = dc.concordance(corpus, "two").with_columns(written).group(written)
    assert lines.to_frame()[kept].tolist() == [1, 2]
    assert list(corpus.sort(written)) == ["0", "1"]
    mapped = corpus.with_metadata(other={1: "x", 2: "y"}, on=written)
    assert mapped.documents["other"].tolist() == ["x", "y"]


def test_the_parts_of_an_ordered_codebook_are_in_the_order_of_its_degrees():
    corpus = dc.Corpus.from_texts({"d": "a b c d e"})
    ids = dc.concordance(corpus, "[]").frame["line_id"].tolist()
    spans = {"line_id": [*ids[:4], ids[0]], "label": ["strong", "weak", "medium", "own", "weak"]}
    book = {"codes": ["weak", "medium", "strong"], "ordered": True}
    table = pd.DataFrame(spans)
    graded = corpus.with_layer(
        dc.Layer("grade", table, {"codebook": book}), dc.Layer("plain", table, {"codebook": {}})
    )
    found = partition(graded.store, "grade")
    assert found.labels == ("", "weak", "strong; weak", "medium", "own")
    assert found.of([0, 1, 2, 3, 4]).tolist() == [2, 1, 3, 4, 0]
    plain = partition(graded.store, "plain").labels
    assert plain == ("", "medium", "own", "strong; weak", "weak")
