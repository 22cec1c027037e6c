"""Layers on the tokens of a corpus: placed, listed, masked, joined, saved and merged."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.store.placing import place_layer


def refusal(function, *arguments, **named):
    with pytest.raises(dc.DiscourseError) as raised:
        function(*arguments, **named)
    return str(raised.value)


def digest_of(corpus, name):
    documents = corpus.documents.set_index("document")
    return documents["sha256"][name][:12]


def layer_of(corpus, name, spans, document="a", **named):
    """A layer of ``(start, end, label)`` in one document."""
    digest = digest_of(corpus, document)
    ids = [f"{digest}:{start}-{end}" for start, end, _ in spans]
    table = pd.DataFrame({"line_id": ids, "label": [label for *_, label in spans]}, dtype=object)
    return dc.Layer(name, table, **named)


def label(corpus, name, query, label="x"):
    """A layer of the hits of a query."""
    ids = dc.concordance(corpus, query).frame["line_id"]
    return dc.Layer(name, pd.DataFrame({"line_id": ids, "label": label}))


TEXT = "China's win-win plan: peace, and peace again. New York is quiet."


@pytest.fixture(scope="module")
def corpus():
    return dc.Corpus.from_texts({"a": TEXT, "b": "Peace in New York."})


# ----------------------------------------------------------------------------------- the layer


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("word", "a layer cannot be named 'word'"),
        ("s", "a layer cannot be named 's'"),
        ("document", "a layer cannot be named 'document'"),
        ("two words", "'two words' cannot name a layer; give one word"),
        ("", "'' cannot name a layer"),
        ("1st", "'1st' cannot name a layer"),
        (7, "name expects a string, got 7"),
    ],
)
def test_a_name_that_no_query_could_write_is_refused(corpus, name, message):
    assert message in refusal(layer_of, corpus, name, [(0, 5, "x")])


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([1], "expects a DataFrame with the columns line_id and label, got a list"),
        (pd.DataFrame({"label": ["x"]}), "has no column 'line_id'; its columns are label"),
        (pd.DataFrame({"line_id": ["aaaaaaaaaaaa:0-1"]}), "has no column 'label'"),
        (
            pd.DataFrame({"line_id": ["aaaaaaaaaaaa:0-1"], "label": [3]}),
            "has the label 3 in row 0, which is not a string",
        ),
        (
            pd.DataFrame({"line_id": ["aaaaaaaaaaaa:0-1"], "label": [None]}),
            "has the label None in row 0",
        ),
        (
            pd.DataFrame({"line_id": ["aaaaaaaaaaaa:0-1"], "label": ["\ud800"]}, dtype=object),
            "half of a surrogate pair",
        ),
        (
            pd.DataFrame({"line_id": ["aaaaaaaaaaaa:0-1"], "label": [""]}),
            "has a span without a label",
        ),
        (pd.DataFrame({"line_id": ["a:0-1"], "label": ["x"]}), "'a:0-1' in row 0, which is not"),
        (pd.DataFrame({"line_id": [5], "label": ["x"]}), "has 5 in row 0, which is not a line_id"),
        (
            pd.DataFrame({"line_id": ["aaaaaaaaaaaa:4-4"], "label": ["x"]}),
            "a span without a character",
        ),
        (
            pd.DataFrame({"line_id": ["aaaaaaaaaaaa:0-1"] * 2, "label": ["x", "x"]}),
            "labels aaaaaaaaaaaa:0-1 twice as 'x'",
        ),
        (
            pd.DataFrame([["aaaaaaaaaaaa:0-1", "x", 1, 2]], columns=["line_id", "label", "n", "n"]),
            "has two columns 'n'",
        ),
    ],
)
def test_a_table_that_is_no_layer_is_refused(table, message):
    assert message in refusal(dc.Layer, "code", table)


def test_two_values_for_a_token_are_refused(corpus):
    message = refusal(layer_of, corpus, "pos", [(0, 7, "NOUN"), (5, 9, "PART")], shape="token")
    assert "gives one value per token, but" in message
    assert message.count(":0-7") == message.count(":5-9") == 1


def test_what_is_said_about_a_layer_must_fit_a_file(corpus):
    assert "cannot be written to a file" in refusal(
        layer_of, corpus, "code", [(0, 5, "x")], about={"maker": {1, 2}}
    )
    assert "about expects a mapping, got 'me'" in refusal(
        layer_of, corpus, "code", [(0, 5, "x")], about="me"
    )


def test_the_digest_is_that_of_the_content(corpus):
    spans = [(0, 5, "x"), (0, 5, "y"), (8, 15, "x")]
    one, other = layer_of(corpus, "code", spans), layer_of(corpus, "code", spans[::-1])
    assert one.digest == other.digest, "the order of the rows says nothing"
    assert one.table.equals(other.table)
    for changed in (spans[:2], [*spans[:2], (8, 15, "z")], [*spans[:2], (8, 14, "x")]):
        assert layer_of(corpus, "code", changed).digest != one.digest
    assert layer_of(corpus, "other", spans).digest != one.digest


def test_numbers_and_their_text_in_own_columns_are_one(corpus):
    table = layer_of(corpus, "code", [(0, 5, "x"), (8, 15, "y")]).table
    numbers = dc.Layer("code", table.assign(value=[1, 2]))
    assert numbers.digest == dc.Layer("code", table.assign(value=["1", "2"])).digest
    assert numbers.digest != dc.Layer("code", table.assign(value=[1.5, 2])).digest
    assert numbers.table["value"].tolist() == [1, 2]


# ------------------------------------------------------------------------------------- placing

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 25), st.sampled_from(["x", "y", "zz"])),
    max_size=12,
).map(lambda found: sorted({(at, min(at + size, len(TEXT)), what) for at, size, what in found}))


@given(spans)
def test_a_token_belongs_to_the_spans_with_which_it_shares_a_character(spans):
    corpus = dc.Corpus.from_texts({"a": TEXT, "b": "Peace in New York."})
    store = corpus.store
    layer = layer_of(corpus, "code", [each for each in spans if each[0] < each[1]] or [(0, 1, "x")])
    placed = place_layer(layer, store.index, store.digests, store.lengths)
    starts, ends = store.index.starts, store.index.ends[np.arange(store.size)]
    here = range(store.index.documents[1])
    for row, first, end in zip(placed.row, placed.first, placed.end, strict=True):
        start, after = placed.spans.start[row], placed.spans.end[row]
        assert list(range(first, end)) == [
            token for token in here if starts[token] < after and start < ends[token]
        ]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=30), st.integers(0, 6))
def test_a_token_has_the_value_of_the_piece_that_covers_most_of_it(sizes, gap):
    corpus = dc.Corpus.from_texts({"a": TEXT})
    pieces, at = [], 0
    for number, size in enumerate(sizes):
        if at + size <= len(TEXT):
            pieces.append((at, at + size, f"v{number % 5}"))
        at += size + (gap if number % 3 == 0 else 0)
    if not pieces:
        return
    store = corpus.with_layer(layer_of(corpus, "pos", pieces, shape="token")).store
    starts, ends = store.index.starts, store.index.ends[np.arange(store.size)]
    placed = store.layers["pos"]
    for token in range(store.size):
        common = [
            (min(ends[token], end) - max(starts[token], start), -number)
            for number, (start, end, _) in enumerate(pieces)
            if start < ends[token] and starts[token] < end
        ]
        expected = pieces[-max(common)[1]][2] if common else ""
        assert placed.values[int(placed.ids[token])] == expected


def test_every_document_of_a_text_has_its_spans():
    corpus = dc.Corpus.from_texts({"a": "Peace and rights.", "b": "War.", "c": "Peace and rights."})
    coded = corpus.with_layer(layer_of(corpus, "code", [(0, 5, "aim")]))
    assert dc.frequencies(coded, of="code", by="document")["count"].tolist() == [1, 1]
    assert coded.layers["spans"].tolist() == [1]


def test_what_does_not_match_one_to_one_is_listed(corpus):
    pieces = [(0, 5, "PROPN"), (5, 7, "PART"), (8, 15, "NOUN"), (46, 54, "PROPN")]
    tagged = corpus.with_layer(layer_of(corpus, "pos", pieces, shape="token"))
    found = tagged.misfits("pos")
    assert found.loc[
        found["misfit"] != "no value", ["misfit", "text", "label"]
    ].values.tolist() == [
        ["several pieces", "China's", "PROPN"],
        ["piece of several tokens", "New", "PROPN"],
        ["piece of several tokens", "York", "PROPN"],
    ]
    assert tagged.layers["misfits"].tolist() == [len(found)]
    lines = dc.concordance(tagged, '[pos="PROPN"]')
    assert [line.node for line in lines] == ["China's", "New", "York"]

    spans = [(0, 5, "country"), (20, 21, "mark")]
    named = corpus.with_layer(layer_of(corpus, "name", spans))
    assert named.misfits("name")[["misfit", "text", "label"]].values.tolist() == [
        ["token partly inside", "China", "country"],
        ["no token", ":", "mark"],
    ]


def test_spans_of_another_text_are_refused_by_name(corpus):
    layer = layer_of(corpus, "code", [(0, 7, "aim")])
    changed = dc.Corpus.from_texts({"a": TEXT + " More.", "b": "Peace in New York."})
    message = refusal(changed.with_layer, layer)
    assert "labels 1 span of texts that are not in this corpus, or have changed since" in message
    assert f"{digest_of(corpus, 'a')}:0-7 (aim)" in message


def test_a_span_after_the_end_of_its_text_is_refused_by_name(corpus):
    message = refusal(corpus.with_layer, layer_of(corpus, "code", [(0, 5, "aim"), (60, 99, "end")]))
    assert "has 1 span beyond the end of the text" in message
    assert ":60-99 (end)" in message


def test_a_layer_cannot_have_the_name_of_a_metadata_column():
    frame = pd.DataFrame({"text": ["Peace."], "year": [1990], "document": ["a"]})
    corpus = dc.Corpus.from_frame(frame)
    assert "has a metadata column 'year'" in refusal(
        corpus.with_layer, layer_of(corpus, "year", [(0, 5, "x")])
    )


# ------------------------------------------------------------------------------------- counting


def test_the_labels_over_a_token_divide_the_tokens(corpus):
    coded = corpus.with_layer(
        layer_of(corpus, "code", [(0, 20, "one"), (8, 27, "two"), (29, 44, "one")])
    )
    parts = coded.parts("code").set_index("part")["tokens"]
    assert parts.to_dict() == {"": 8, "one": 4, "one; two": 2, "two": 1}
    table = dc.frequencies(coded, by="code")
    assert table["count"].sum() == coded.size
    for row in table.to_dict("records"):
        assert len(coded.find(row["query"])) == row["count"], row["query"]


def test_labels_with_the_sign_that_joins_them_stay_apart(corpus):
    coded = corpus.with_layer(
        layer_of(corpus, "code", [(0, 20, "a"), (8, 20, "b"), (29, 44, "a; b")])
    )
    assert coded.parts("code")["part"].tolist() == ["", "a", "a + b", "a; b"]


def test_a_layer_that_covers_nothing_divides_nothing(corpus):
    coded = corpus.with_layer(layer_of(corpus, "code", [(20, 21, "mark")]))
    assert coded.parts("code")["part"].tolist() == [""]
    assert dc.frequencies(coded, of="code").empty


def test_values_of_a_layer_are_counted_as_terms_are(corpus):
    words = corpus.store.index.vocabulary
    ids = corpus.store.index.ids
    store = corpus.store
    ends = store.index.ends[np.arange(store.size)]
    documents = np.repeat(store.digests, np.diff(store.index.documents))
    table = pd.DataFrame(
        {
            "line_id": [
                f"{d}:{s}-{e}" for d, s, e in zip(documents, store.index.starts, ends, strict=True)
            ],
            "label": [words.terms[t] for t in words.term_of_form[ids].tolist()],
        }
    )
    tagged = corpus.with_layer(dc.Layer("lemma", table, shape="token"))
    for verb, columns in (
        (lambda **k: dc.frequencies(tagged, **k), ["term", "count", "per_thousand", "range"]),
        (lambda **k: dc.frequencies(tagged, by="document", **k), ["part", "term", "count"]),
        (lambda **k: dc.ngrams(tagged, [1, 2, 3], **k), ["term", "n", "count", "range"]),
        (lambda **k: dc.collocates(tagged, "peace", **k), ["term", "count", "log_likelihood"]),
        (lambda **k: dc.tfidf(tagged, **k), ["part", "term", "tfidf", "tfidf_smooth"]),
        (lambda **k: dc.dispersion(tagged, by="document", **k), ["term", "count", "dp"]),
        (lambda **k: dc.diversity(tagged, by="document", **k), ["part", "types", "ttr"]),
        (lambda **k: dc.keyness(tagged["a"], tagged["b"], **k), ["term", "count", "log_ratio"]),
    ):
        plain, of_lemma = verb(), verb(of="lemma")
        pd.testing.assert_frame_equal(plain[columns], of_lemma[columns])
        if "query" in of_lemma and "count" in of_lemma and "term" in of_lemma:
            for row in of_lemma[of_lemma["count"] > 0].head(8).to_dict("records"):
                where = tagged["a"] if "status" in row else tagged
                assert len(where.find(row["query"])) == row["count"], row["query"]
    positions = dc.positions(tagged, ["peace", "new york"], of="lemma")
    assert positions["line_id"].equals(dc.positions(tagged, ["peace", "New York"])["line_id"])


def test_tokens_without_a_value_are_counted_as_nothing(corpus):
    tagged = corpus.with_layer(
        layer_of(corpus, "pos", [(8, 15, "ADJ"), (22, 27, "NOUN")], shape="token")
    )
    assert dc.frequencies(tagged, of="pos")["term"].tolist() == ["ADJ", "NOUN"]
    assert dc.ngrams(tagged, 2, of="pos").empty
    assert dc.diversity(tagged, by="document", of="pos")["tokens"].tolist() == [2, 0]
    near = dc.collocates(tagged, "plan", of="pos", window=2)
    assert near[["term", "count"]].values.tolist() == [["ADJ", 1], ["NOUN", 1]]


@pytest.mark.parametrize("verb", ["frequencies", "ngrams", "tfidf", "diversity", "dispersion"])
def test_what_is_no_layer_cannot_be_counted(corpus, verb):
    assert (
        "of='lemma' is a layer that this corpus does not have; add it with corpus.with_layer(*dc."
        in refusal(getattr(dc, verb), corpus, of="lemma")
    )


def test_lists_have_no_lemmas(corpus):
    tagged = corpus.with_layer(layer_of(corpus, "pos", [(8, 15, "ADJ")], shape="token"))
    assert "of='pos' needs a reference with the layer 'pos'" in refusal(
        dc.keyness, tagged, "udhr", of="pos"
    )


# -------------------------------------------------------------- subsets, joined tokens, the disk


def test_subsets_keep_what_lies_in_them(corpus):
    coded = corpus.with_layer(label(corpus, "code", "peace")).with_layer(
        layer_of(corpus, "name", [(46, 54, "city"), (0, 7, "country")])
    )
    part = coded["b"]
    assert part.layers[["layer", "spans", "documents"]].values.tolist() == [
        ["code", 1, 1],
        ["name", 0, 0],
    ]
    assert len(part.layer("code").table) == 1
    assert coded.without("code").size == coded.size - 3
    assert coded.only("name").terms == ("china's", "new", "york")
    assert len(coded.without("name").find('"peace" "again"')) == 1
    assert coded.without("name").without("code").recipe["subset"] == ['name = ""', 'code = ""']


def test_a_layer_added_to_a_subset_is_that_of_the_whole(corpus):
    layer = label(corpus, "code", "peace")
    late, early = corpus["b"].with_layer(layer), corpus.with_layer(layer)["b"]
    assert late.fingerprint == early.fingerprint
    assert late.whole.fingerprint == corpus.with_layer(layer).fingerprint


def test_joined_spans_are_one_token(corpus):
    named = corpus.with_layer(
        layer_of(corpus, "name", [(46, 54, "city"), (8, 20, "plan"), (8, 15, "inner")])
    )
    joined = named.joined("name")
    assert joined.tokens("a") == [
        "China's", "win-win_plan", "peace", "and", "peace", "again", "New_York", "is", "quiet",
    ]  # fmt: skip
    assert joined.tokens("b") == ["Peace", "in", "New", "York"], "the layer labels only the other"
    assert [line.node for line in dc.concordance(joined, '[lower="new_york"]')] == ["New York"]
    for row in dc.frequencies(joined).to_dict("records"):
        assert len(dc.lines(joined, row)) == row["count"]
    assert joined.joined("name").fingerprint == joined.fingerprint
    assert named["a"].joined("name").fingerprint == joined["a"].fingerprint


def test_several_blanks_are_one_in_the_term():
    corpus = dc.Corpus.from_texts({"a": "New  York and New\nYork and Nëw  York"})
    joined = corpus.with_layer(label(corpus, "name", "n?w york")).joined("name")
    assert dc.frequencies(joined)[["term", "count"]].values.tolist() == [
        ["and", 2], ["new_york", 2], ["nëw_york", 1],
    ]  # fmt: skip


def test_a_span_across_sections_is_not_joined():
    corpus = dc.Corpus.from_texts({"a": "New\n\nYork"})
    named = corpus.with_layer(layer_of(corpus, "name", [(0, 9, "city")]))
    assert named.joined("name").terms == ("new", "york")
    assert len(named.find("<name/>")) == 1


def make_layers(corpus, document="a"):
    tags = [(0, 5, "PROPN"), (5, 7, "PART"), (22, 27, "NOUN"), (33, 38, "NOUN")]
    first = layer_of(corpus, "pos", tags, document, about={"maker": "me"}, shape="token")
    table = layer_of(corpus, "name", [(0, 7, "country"), (46, 54, "city")], document).table
    named = dc.Layer("name", table.assign(kind=["a", None], value=[1.5, 2]), {"maker": "me"})
    return corpus.with_layer(first).with_layer(named)


@pytest.mark.parametrize("change", [lambda c: c, lambda c: c.joined("name"), lambda c: c["a"]])
def test_a_saved_corpus_keeps_its_layers(corpus, tmp_path, change):
    whole = change(make_layers(corpus))
    whole.save(tmp_path / "saved")
    loaded = dc.load(tmp_path / "saved", verify=True)
    assert loaded.fingerprint == whole.fingerprint
    pd.testing.assert_frame_equal(loaded.layers, whole.layers)
    for name in ("pos", "name"):
        pd.testing.assert_frame_equal(loaded.layer(name).table, whole.layer(name).table)
        pd.testing.assert_frame_equal(loaded.misfits(name), whole.misfits(name))
    query = '[pos="NOUN"] :: name = ""'
    assert loaded.find(query).tolist() == whole.find(query).tolist()


def test_a_corpus_without_layers_is_saved_as_before(corpus, tmp_path):
    corpus.save(tmp_path / "saved")
    assert '"version": 1' in (tmp_path / "saved" / "manifest.json").read_text("utf-8")


def test_shards_with_layers_are_the_whole(corpus, tmp_path):
    texts = {"a": TEXT, "b": TEXT.replace("quiet", "loud")}
    shards = []
    for name, text in texts.items():
        shards.append(make_layers(dc.Corpus.from_texts({name: text}), name))
        shards[-1].save(tmp_path / name)
    merged = dc.load([tmp_path / "a", tmp_path / "b"])
    whole = dc.Corpus.from_texts(texts)
    for layer in ("pos", "name"):
        rows = pd.concat([shard.layer(layer).table for shard in shards])
        shape = "token" if layer == "pos" else "span"
        whole = whole.with_layer(dc.Layer(layer, rows, {"maker": "me"}, shape=shape))
    assert merged.fingerprint == whole.fingerprint
    assert dc.frequencies(merged, of="pos").equals(dc.frequencies(whole, of="pos"))
    assert merged.joined("name").terms == whole.joined("name").terms

    other = dc.Corpus.from_texts({"c": TEXT + " More."})
    other.save(tmp_path / "c")
    assert "has the layers none, but" in refusal(dc.load, [tmp_path / "a", tmp_path / "c"])


@pytest.mark.slow
def test_work_on_spans_grows_with_their_number(processor_time_ratio):
    def prepare(size):
        corpus = dc.Corpus.from_texts({"a": "peace and rights " * size})
        digest = digest_of(corpus, "a")
        ids = [f"{digest}:{17 * at}-{17 * at + 9}" for at in range(size)]
        layer = dc.Layer("code", pd.DataFrame({"line_id": ids, "label": "aim"}))
        return lambda: corpus.with_layer(layer).parts("code")

    assert processor_time_ratio(prepare(100_000), prepare(25_000)) <= 2.6**2


# ---------------------------------------------------------------------------- what is refused


def test_a_layer_of_spans_is_not_counted_by_verbs_that_count_words(corpus):
    coded = corpus.with_layer(layer_of(corpus, "code", [(0, 5, "x")]))
    message = "of='code' is a layer of spans, whose labels dc.frequencies and dc.trend count"
    for verb in (dc.ngrams, dc.tfidf, dc.diversity, dc.dispersion):
        assert message in refusal(verb, coded, of="code")
    assert "of='code' is a layer of spans" in refusal(dc.positions, coded, "peace", of="code")


def test_the_reference_must_have_the_layer(corpus):
    tagged = corpus.with_layer(layer_of(corpus, "pos", [(8, 15, "ADJ")], shape="token"))
    assert "the reference has no layer 'pos'" in refusal(dc.keyness, tagged, corpus, of="pos")


def test_spans_that_begin_at_one_token_have_no_dispersion():
    corpus = dc.Corpus.from_texts({"a": "x b c d. e f."})
    nested = corpus.with_layer(layer_of(corpus, "B", [(0, 1, "p"), (0, 3, "p")]))
    nested = nested.with_layer(layer_of(corpus, "A", [(0, 1, "q")]))
    assert "has more hits in a part than it has tokens" in refusal(
        dc.dispersion, nested, ["<B/>"], by="A"
    )


@pytest.mark.parametrize(
    ("measured", "message"),
    [
        ("good", "measured expects a mapping, got 'good'"),
        ({"precision": "high"}, "precision of measured expects a number from 0 to 1, got 'high'"),
        ({"recall": -1}, "recall of measured expects a number from 0 to 1, got -1"),
        ({"precision": True}, "precision of measured expects a number from 0 to 1, got True"),
    ],
)
def test_a_precision_that_is_none_is_refused(corpus, measured, message):
    about = {"maker": "me", "measured": measured}
    assert message in refusal(layer_of, corpus, "code", [(0, 5, "x")], about=about)


def test_texts_are_named_by_their_hashes(corpus):
    assert "texts='zzz' is not the beginning of a sha256" in refusal(
        layer_of, corpus, "code", [(0, 5, "x")], texts=["zzz"]
    )
    digest = digest_of(corpus, "b")
    assert digest in layer_of(corpus, "code", [(0, 5, "x")], texts=digest).texts


def test_columns_with_odd_values_are_text_or_refused(corpus):
    table = layer_of(corpus, "code", [(0, 5, "x")]).table
    large = dc.Layer("code", table.assign(n=pd.Series([2**63 + 1], dtype="uint64")))
    assert large.table["n"].tolist() == [str(2**63 + 1)]
    odd = table.assign(note=pd.Series(["\ud800"], dtype=object))
    assert "the column 'note' of a layer has half of a surrogate pair" in refusal(
        dc.Layer, "code", odd
    )


def test_a_value_with_a_blank_is_one_token(corpus):
    tagged = corpus.with_layer(layer_of(corpus, "lemma", [(22, 27, "a b")], shape="token"))
    assert len(dc.positions(tagged, ["a b"], of="lemma")) == 1


def test_deep_nests_of_one_label_are_one_stretch():
    corpus = dc.Corpus.from_texts({"a": "a " * 4000})
    spans = [(2 * at, 8000 - 2 * at - 1, "x") for at in range(2000)]
    nested = corpus.with_layer(layer_of(corpus, "n", spans))
    assert nested.parts("n")[["part", "tokens"]].values.tolist() == [["x", 4000]]


def test_too_many_overlapping_labels_are_refused(monkeypatch):
    monkeypatch.setattr("discourse.corpus.store.layer_parts.MOST_LABELS", 5)
    corpus = dc.Corpus.from_texts({"a": "a b c d e f g h"})
    spans = [(0, 15 - 2 * at, f"x{at}") for at in range(5)]
    nested = corpus.with_layer(layer_of(corpus, "n", spans))
    assert "overlap too often to divide the tokens by them" in refusal(nested.parts, "n")


def test_the_layer_of_a_document_is_that_of_its_text_alone(corpus):
    both = corpus.with_layer(label(corpus, "code", "peace"))
    alone = dc.Corpus.from_texts({"b": "Peace in New York."})
    alone = alone.with_layer(label(alone, "code", "peace"))
    assert both["b"].recipe["layers"] == alone.recipe["layers"]


def test_the_name_of_a_layer_is_found_in_either_form():
    corpus = dc.Corpus.from_texts({"a": "One two.", "b": "Two three."})
    frame = dc.concordance(corpus, "*").frame
    labels = pd.DataFrame({"line_id": frame["line_id"], "label": list("xyyz")})
    made = corpus.with_layer(dc.Layer("an\u0303o", labels, shape="token"))
    assert made.layers["layer"].tolist() == ["a\u00f1o"]
    for name in ("a\u00f1o", "an\u0303o"):
        assert dc.frequencies(made, of=name)["count"].tolist() == [2, 1, 1]
        assert len(dc.concordance(made, f'[{name}="y"]')) == 2
        assert len(dc.positions(made, ["y"], of=name)) == 2
        assert dc.dispersion(made, ["y"], of=name)["count"].tolist() == [2]
        assert made.layer(name).name == "a\u00f1o"
    coded = corpus.with_layer(dc.Layer("an\u0303o", labels))
    for name in ("a\u00f1o", "an\u0303o"):
        assert len(coded.find(f'<{name} label="y"/>')) == 2
        assert coded.subset(f'{name} = "y"').size == coded.parts(name)["tokens"].tolist()[1] == 2
        assert coded.joined(name).size == 4


def test_metadata_and_joined_spans_leave_layers_where_they_are():
    corpus = dc.Corpus.from_texts({"a": "Peace and human rights.", "b": "Human rights now."})
    line_ids = dc.concordance(corpus, "human rights").frame["line_id"]
    code = dc.Layer("code", pd.DataFrame({"line_id": line_ids, "label": ["aim", "norm"]}))
    era = {"a": "old", "b": "new"}
    layered = corpus.with_layer(code)
    one, other = layered.with_metadata(era=era).joined("code"), layered.joined("code")
    other = other.with_metadata(era=era)
    assert one.fingerprint == other.fingerprint
    for made in (one, other, other.sort("era")):
        assert made.parts("code")[["part", "tokens"]].values.tolist() == [
            ["", 3], ["aim", 1], ["norm", 1],
        ]  # fmt: skip
        assert made.subset('era = "new"').parts("code")["part"].tolist() == ["", "norm"]
        with pytest.raises(dc.DiscourseError, match="the corpus has a layer 'code', so no metad"):
            made.with_metadata(code=era)
        with pytest.raises(dc.DiscourseError, match="has a metadata column 'era', so no layer"):
            made.with_layer(dc.Layer("era", code.table))
