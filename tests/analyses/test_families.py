import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.analyses import families as families_module

SENTENCES = st.lists(st.sampled_from("abc"), min_size=1, max_size=9).map(" ".join)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=4).map(". ".join)
CORPORA = st.lists(TEXTS, min_size=1, max_size=3).map(
    lambda texts: dc.Corpus.from_texts(dict(zip("xyz", texts, strict=False)))
)
FORMULA = "a community of shared future for"


def test_the_repeated_ngrams_of_the_chapter_are_57_families_members(paper):
    # 236 n-grams of two words or more occur three times; 57 of them say it all.
    repeated = dc.ngrams(paper, range(2, 40), min_count=3)
    table = dc.families(paper, min_count=3, min_n=2)
    assert (len(repeated), len(table)) == (236, 57)
    assert len(dc.families(paper, min_count=3)) == (table["n"] >= 3).sum() == 22


def test_the_family_of_the_shared_future(paper):
    table = dc.families(paper, across=["sentence", "quotation_mark"])
    family = table[table["family"] == FORMULA]
    columns = ["term", "count", "count_own", "depth", "across_quotation_mark"]
    assert family[columns].to_numpy().tolist() == [
        [FORMULA, 7, 0, 0, 1],
        [f"{FORMULA} humanity", 6, 0, 1, 0],
        [f"building {FORMULA} humanity", 4, 4, 2, 0],
        [f"{FORMULA} humanity in", 3, 2, 2, 1],
        [f"of {FORMULA}", 2, 1, 1, 1],
    ]


@settings(max_examples=60)
@given(CORPORA, st.sampled_from([2, 3]), st.sampled_from([1, 2]))
def test_every_repeated_ngram_is_in_a_row_with_as_many_hits(corpus, min_count, min_n):
    table = dc.families(corpus, min_count=min_count, min_n=min_n)
    grams = dc.ngrams(corpus, range(min_n, 40), min_count=min_count)
    rows = [f" {term} " for term in table["term"]]
    for term, count in zip(grams["term"], grams["count"], strict=True):
        inside = [at for at, row in enumerate(rows) if f" {term} " in row]
        assert table["count"].iloc[inside].max() == count
    counts = grams.set_index("term")["count"]
    assert table["count"].tolist() == counts.loc[table["term"]].tolist()
    ranges = grams.set_index("term")["range"]
    assert table["range"].tolist() == ranges.loc[table["term"]].tolist()


def own_hits(corpus, family):
    """The hits of the head that each row accounts for, by looking at each of them."""
    own = dict.fromkeys(family["term"], 0)
    preferred = family.sort_values(["n", "count", "term"], ascending=[False, False, True])
    hits = {term: corpus.find(query) for term, query in zip(family["term"], family["query"],
            strict=True)}  # fmt: skip
    for first, end in hits[family["term"].iloc[0]].tolist():
        own[next(
            term for term in preferred["term"]
            if any(low <= first and end <= high for low, high in hits[term].tolist())
        )] += 1  # fmt: skip
    return own


@settings(max_examples=40)
@given(CORPORA, st.sampled_from([1, 2, 3]))
def test_the_hits_of_a_head_are_shared_among_its_family(corpus, min_n):
    table = dc.families(corpus, min_n=min_n)
    for head, family in table.groupby("family", sort=False):
        assert family["term"].iloc[0] == head
        assert family["count_own"].sum() == family["count"].iloc[0]
        assert dict(zip(family["term"], family["count_own"], strict=True)) == own_hits(
            corpus, family
        )


@settings(max_examples=60)
@given(CORPORA)
def test_a_tree_lists_each_row_below_its_parent(corpus):
    table = dc.families(corpus, min_n=1)
    way: list[str] = []
    heads = []
    for row in table.itertuples():
        way = way[: row.depth]
        assert row.parent == (way[-1] if way else "")
        assert f" {row.parent} ".strip() in row.term
        way.append(row.term)
        if not row.depth:
            heads.append((-table.loc[row.Index, "count"], row.term))
        assert row.family == way[0]
    assert heads == sorted(heads)
    for _, siblings in table.groupby("parent"):
        keys = list(zip(-siblings["count"], siblings["term"], strict=True))
        assert keys == sorted(keys)


def test_lemmas_have_families_too(paper):
    corpus = dc.Corpus.from_texts({"a": "We built peace. They build peace. We build roads."})
    lemmas = dc.concordance(corpus, "[]").frame[["line_id", "node"]]
    labels = lemmas["node"].str.lower().replace({"built": "build"})
    layer = dc.Layer("lemma", lemmas[["line_id"]].assign(label=labels), shape="token")
    table = dc.families(corpus.with_layer(layer), of="lemma", min_n=2)
    assert table[["term", "count", "query"]].to_numpy().tolist() == [
        ["build peace", 2, '[lemma="build"] [lemma="peace"]'],
        ["we build", 2, '[lemma="we"] [lemma="build"]'],
    ]


def test_the_columns_of_an_empty_table_are_those_of_a_full_one(paper):
    empty = dc.families(dc.Corpus.from_texts({"a": "Once."}), across="mark")
    full = dc.families(paper, across="mark")
    assert len(empty) == 0 < len(full)
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert list(full.columns) == [*families_module.COLUMNS, "across_mark"]
    assert len(dc.families(dc.Corpus.from_texts({"a": "…"}))) == 0


def test_names_are_told_from_formulas(paper):
    corpus = dc.Corpus.from_texts({"a": "In the United Nations. In the United Nations we met."})
    names = dc.concordance(corpus, "United Nations").frame[["line_id"]].assign(label="org")
    table = dc.families(corpus.with_layer(dc.Layer("name", names)), min_n=2, across="name")
    assert table[["term", "count", "across_name", "inside_name"]].to_numpy().tolist() == [
        ["in the united nations", 2, 2, 0],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_count": 1}, "min_count expects a whole number of at least 2, got 1"),
        ({"min_n": 0}, "min_n expects a whole number from 1 to 10,000, got 0"),
        ({"within": "page"}, "within='page' is not known; choose 'document', 'section'"),
        ({"across": ["mark", 1]}, "across expects a string or a list of strings, got 1"),
        ({"of": "lemma"}, "of='lemma' is a layer that this corpus does not have"),
    ],
)
def test_what_cannot_be_answered_is_refused(paper, options, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.families(paper, **options)
    assert str(error.value).startswith(message)


def test_a_text_that_is_there_twice_is_refused_if_it_is_long():
    text = " ".join(map(str, range(10_001)))
    with pytest.raises(dc.DiscourseError) as error:
        dc.families(dc.Corpus.from_texts({"b": text, "a": text}))
    assert str(error.value) == (
        "the documents 'a' and 'b' have 10,001 tokens in a row in common, and a formula has at "
        "most 10,000; leave out texts that are there twice, which corpus.duplicates() lists."
    )
    with pytest.raises(dc.DiscourseError) as error:
        dc.families(dc.Corpus.from_texts({"a": f"{text}. And {text}"}))
    assert str(error.value).startswith("the document 'a' has the same 10,001 tokens twice, and a ")


def test_texts_of_one_word_are_refused(monkeypatch):
    monkeypatch.setattr(families_module, "MOST_HITS", 1_000)
    with pytest.raises(dc.DiscourseError) as error:
        dc.families(dc.Corpus.from_texts({"a": "ha " * 100}))
    assert str(error.value) == (
        "these texts repeat themselves too often: 97 formulas with 4,850 hits; leave out texts "
        "that are there twice, which corpus.duplicates() lists, or raise min_count or min_n."
    )


def test_the_corpus_is_as_it_was(paper):
    before = np.asarray(paper.store.index.term_ids).copy(), paper.fingerprint
    dc.families(paper, across="mark")
    assert np.array_equal(before[0], paper.store.index.term_ids)
    assert before[1] == paper.fingerprint


def test_a_saved_table_verifies(paper, root, tmp_path):
    table = dc.families(paper, min_count=4, across="sentence")
    dc.save_table(table, tmp_path / "formulas", caption="Formulas.")
    verified = dc.verify(tmp_path, texts=root / "seeds")
    assert (len(verified), verified.attrs["checked"]["counts"]) == (0, len(table))
