"""Values of several layers counted together: by hand, in all verbs, and against brute force."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.cli.main import main
from discourse.corpus.query.writing import write_value_query
from discourse.corpus.store.layer_values import count_values, split_value

ROWS = """# newdoc id = a
We we PRON
build build VERB
buildings building NOUN
. . PUNCT
We we PRON
built build VERB
a a DET
building building NOUN

# newdoc id = b
Building build VERB
peace peace NOUN
builds build VERB
peace _ NOUN
peace peace _
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    lines, number = [], 0
    for row in ROWS.splitlines():
        number = 0 if not row or row.startswith("#") else number + 1
        form, *values = row.split(" ")
        empty = ["_"] * 6
        lines.append("\t".join([str(number), form, *values, *empty]) if number else row)
    path = tmp_path_factory.mktemp("values") / "x.conllu"
    path.write_text("\n".join(lines), encoding="utf-8")
    return dc.read(path)


def test_lemmas_are_counted_by_part_of_speech(corpus):
    table = dc.frequencies(corpus, of="lemma+pos")
    assert table[["term", "count", "query"]].values.tolist() == [
        ["build_VERB", 4, '[lemma="build" & pos="VERB"]'],
        ["building_NOUN", 2, '[lemma="building" & pos="NOUN"]'],
        ["we_PRON", 2, '[lemma="we" & pos="PRON"]'],
        ["a_DET", 1, '[lemma="a" & pos="DET"]'],
        ["peace_NOUN", 1, '[lemma="peace" & pos="NOUN"]'],
    ]  # what has no lemma, or no part of speech, is no occurrence
    assert table["per_thousand"].tolist()[0] == 1000 * 4 / 12
    # The order of the layers is that of the values; a word form is one of them.
    assert dc.frequencies(corpus, of="pos+lemma")["term"].tolist()[0] == "VERB_build"
    words = dc.frequencies(corpus, of="term+pos").set_index("term")
    assert words.loc["building_VERB", "query"] == '[lower="building" & pos="VERB"]'
    assert words.loc[["building_NOUN", "building_VERB"], "count"].tolist() == [1, 1]
    three = dc.frequencies(corpus, of="term+lemma+pos")["term"].tolist()
    assert "buildings_building_NOUN" in three


def every_table(corpus, of):
    a, b = (corpus.subset(f'document = "{name}"') for name in "ab")
    return [
        (corpus, dc.frequencies(corpus, of=of)),
        (corpus, dc.frequencies(corpus, of=of, by="document")),
        (corpus, dc.ngrams(corpus, [1, 2, 3], of=of)),
        (corpus, dc.ngrams(corpus, 2, of=of, by="document", within="document")),
        (corpus, dc.collocates(corpus, '[pos="VERB"]', of=of, window=(1, 2))),
        (corpus, dc.tfidf(corpus, of=of)),
        (corpus, dc.dispersion(corpus, of=of, by="document")),
        (a, dc.keyness(a, b, of=of)),
    ]


@pytest.mark.parametrize("of", ["lemma", "lemma+pos", "pos+lemma", "term+pos", "term+lemma+pos"])
def test_every_row_resolves_to_its_lines(corpus, of):
    for where, table in every_table(corpus, of):
        assert len(table)
        for _, row in table.iterrows():
            assert len(dc.lines(where, row)) == row["count"], row["query"]
    for row in dc.diversity(corpus, by="document", of=of).to_dict("records"):
        assert len(corpus.find(row["query"])) == row["tokens"]


def test_tables_of_several_layers_are_those_of_one_where_the_other_says_nothing_new(corpus):
    same = corpus.with_layer(
        dc.Layer("one", corpus.layer("lemma").table.assign(label="x"), shape="token")
    )
    for (_, plain), (_, both) in zip(
        every_table(same, "lemma"), every_table(same, "lemma+one"), strict=True
    ):
        terms = both["term"].str.replace("_x", "")
        assert terms.equals(plain["term"])
        others = [name for name in plain if name not in ("term", "query")]
        pd.testing.assert_frame_equal(plain[others], both[others])


def test_queries_of_several_layers_are_phrases_of_joined_values(corpus):
    found = dc.positions(corpus, ["we_PRON build_*", "*_NOUN", "build|we_VERB"], of="lemma+pos")
    assert found["term"].value_counts().to_dict() == {
        "*_NOUN": 3, "build|we_VERB": 4, "we_PRON build_*": 2,
    }  # fmt: skip
    table = dc.dispersion(corpus, ["build_VERB"], of="lemma+pos", by="document")
    assert table["query"].tolist() == ['[lemma="build" & pos="VERB"]']
    assert table["count"].tolist() == [4]
    assert write_value_query('[pos="X"]', "lemma+pos") == '[pos="X"]'
    assert write_value_query('a_b :: x = "y"', "term+pos") == '[lower="a" & pos="b"] :: x = "y"'
    with pytest.raises(dc.DiscourseError, match=r"'build' is not one of each; join them with _, s"):
        dc.positions(corpus, "build", of="lemma+pos")


def layer(corpus, name, values):
    """A layer of the tokens of a corpus of one text; "" for no value."""
    index, digest = corpus.store.index, corpus.store.digests[0]
    rows = [
        (f"{digest}:{start}-{start + 1}", value)
        for start, value in zip(index.starts.tolist(), values, strict=True)
        if value
    ]
    table = pd.DataFrame(rows, columns=["line_id", "label"], dtype="str")
    return corpus.with_layer(dc.Layer(name, table, shape="token", texts=[digest]))


VALUES = st.sampled_from(["", "a", "b", "a_b", "_", "\\", "a\\", "\\_b", "é*", 'q"?', "x|y"])


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=8))
def test_counts_are_those_of_the_tuples_and_every_query_finds_them(rows):
    corpus = dc.Corpus.from_texts({"x": "w " * len(rows)})
    for name, values in zip(("one", "two", "three"), zip(*rows, strict=True), strict=True):
        corpus = layer(corpus, name, values)
    for width, of in ((2, "one+two"), (3, "one+two+three")):
        cut = [row[:width] for row in rows]
        counts = Counter(row for row in cut if all(row))
        table = dc.frequencies(corpus, of=of)
        found = [tuple(split_value(term, width)) for term in table["term"]]
        assert dict(zip(found, table["count"], strict=True)) == counts
        assert list(count_values(corpus.store, of).terms) == sorted(table["term"])
        for row in table.to_dict("records"):
            assert len(corpus.find(row["query"])) == row["count"]
        assert dc.positions(corpus, table["term"].tolist(), of=of).groupby("term").size().to_dict(
        ) == dict(zip(table["term"], table["count"], strict=True))  # fmt: skip
        pairs = Counter(pair for pair in pairwise(cut) if all(map(all, pair)))
        grams = dc.ngrams(corpus, 2, of=of)
        assert grams["count"].sum() == sum(pairs.values())
        assert len(grams) == len(pairs)


@given(st.lists(VALUES, min_size=2, max_size=3), st.lists(VALUES, min_size=2, max_size=3))
def test_two_tuples_of_values_are_never_written_alike(one, other):
    if len(one) == len(other) and all(one) and all(other):
        corpus = dc.Corpus.from_texts({"x": "w w"})
        names = ["one", "two", "three"][: len(one)]
        for name, values in zip(names, zip(one, other, strict=True), strict=True):
            corpus = layer(corpus, name, values)
        terms = count_values(corpus.store, "+".join(names)).terms
        assert len(terms) == len({tuple(one), tuple(other)})


def test_subsets_joined_loaded_and_divided_corpora_count_alike(corpus, tmp_path):
    part = corpus.subset('document = "a"')
    assert dc.frequencies(part, of="lemma+pos")["count"].tolist() == [2, 2, 2, 1]
    corpus.save(tmp_path / "x.corpus")
    whole = dc.ngrams(corpus, 2, of="lemma+pos")
    pd.testing.assert_frame_equal(whole, dc.ngrams(dc.load(tmp_path / "x.corpus"), 2,
                                                   of="lemma+pos"))  # fmt: skip
    with ThreadPoolExecutor(2) as executor:
        again = dc.ngrams(corpus, 2, of="lemma+pos", executor=executor)
    pd.testing.assert_frame_equal(whole, again)
    name = dc.concordance(corpus, '"a" "building"').frame[["line_id"]].assign(label="site")
    joined = corpus.with_layer(dc.Layer("site", name)).joined("site")
    table = dc.frequencies(joined, of="term+pos")
    row = table[table["term"] == "a_building_NOUN"].iloc[0]
    assert row["query"] == '[lower="a_building" & pos="NOUN"]'
    assert len(dc.lines(joined, row)) == 1
    empty = dc.frequencies(corpus.subset('document = "a"'), of="lemma+pos", min_count=99)
    assert empty.empty
    assert empty.columns.equals(dc.frequencies(corpus).columns)


@pytest.mark.parametrize(
    ("of", "message"),
    [
        ("lemma+", "of='' is not known; choose 'term', 'lemma', 'pos'"),
        ("lemma+poss", "of='poss' is not known; choose .*Did you mean 'pos'"),
        ("lemma+pos+lemma", r"of='lemma\+pos\+lemma' names a layer twice; name each once"),
        ("lemma+sent", "counts values of tokens together, and 'sent' is a layer of spans; divide"),
        (3, "of(=3 is not known| expects a string, got 3)"),
        (None, "of(=None is not known| expects a string, got None)"),
        (["lemma", "pos"], "of.*lemma"),
    ],
)
@pytest.mark.parametrize(
    "verb", [dc.frequencies, dc.ngrams, dc.tfidf, dc.diversity, dc.dispersion]
)  # fmt: skip
def test_what_cannot_be_counted_together_is_refused(corpus, verb, of, message):
    with pytest.raises(dc.DiscourseError, match=message):
        verb(corpus, of=of)


def test_the_reference_must_have_all_of_the_layers(corpus):
    plain = dc.Corpus.from_texts({"a": "We build."})
    with pytest.raises(dc.DiscourseError, match="the reference has no layer 'lemma', and of='lem"):
        dc.keyness(corpus, plain, of="lemma+pos")
    with pytest.raises(dc.DiscourseError, match="with the layers 'lemma' and 'pos', and a list co"):
        dc.keyness(corpus, "udhr", of="lemma+pos")


def test_the_methods_name_the_layers_that_are_counted(corpus):
    text = dc.methods(dc.frequencies(corpus, of="lemma+pos")).text
    assert "Frequencies in the layers lemma and pos are given as counts" in text
    assert "The layer pos (" in text
    assert (
        "Frequencies in the layer lemma are" in dc.methods(dc.frequencies(corpus, of="lemma")).text
    )


def test_the_command_line_counts_layers_together(corpus, tmp_path, capsys):
    dc.layers.to_conllu(corpus, tmp_path / "x.conllu")
    main(["frequencies", str(tmp_path / "x.conllu"), "--of", "lemma+pos", "--quiet"])
    assert "build_VERB" in capsys.readouterr().out
