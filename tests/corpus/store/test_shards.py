"""A corpus in shards answers as one corpus does, or not at all."""

import pickle
import warnings
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import cycle, pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import discourse as dc
from discourse.corpus.query import opening
from discourse.corpus.store import grams, saved_files, shard_workers, term_blocks
from discourse.corpus.store.counting import add_matrices
from discourse.corpus.store.shard_building import index_shards
from discourse.text.reading import ReadOptions

TEXTS = {
    "a": "Peace and rights. Peace, peace!\n\nHuman rights build peace.",
    "b": "The rights of all. We build the future; we built peace.",
    "c": "A shared future, a shared peace.\n\nRights and peace for all.",
    "d": "Peace. The co-operation of all builds human rights.",
    "e": "U.N. rights and human rights; the future of peace.",
}
YEARS = {"a": 1990, "b": 1990, "c": 2000, "d": None, "e": 2010}
LEMMAS = {"built": "build", "builds": "build", "rights": "right"}


class Serial:
    """An executor that does at once what it is given, after a journey as to another process."""

    def submit(self, work, *given):
        future = Future()
        work, given = pickle.loads(pickle.dumps((work, given)))
        try:
            future.set_result(pickle.loads(pickle.dumps(work(*given))))
        except Exception as error:
            future.set_exception(pickle.loads(pickle.dumps(error)))
        return future


def make_corpus(names, texts=TEXTS):
    """Texts with metadata, a layer of spans and a layer of tokens."""
    rows = [{"document": n, "year": YEARS[n], "text": texts[n]} for n in names]
    corpus = dc.Corpus.from_frame(pd.DataFrame(rows).convert_dtypes())
    spans = []
    for query, label in (("peace", "aim"), ("rights|human rights", "law"), ("the . ", "the")):
        frame = dc.concordance(corpus, query).frame
        spans.append(frame[["line_id"]].assign(label=label))
    code = dc.Layer(
        "code", pd.concat(spans), {"maker": "test"}, texts=corpus.store.digests.tolist()
    )
    words = dc.concordance(corpus, "[]").frame
    terms = words["node"].str.lower()
    lemmas = words[["line_id"]].assign(label=terms.map(lambda each: LEMMAS.get(each, each)))
    pos = words[["line_id"]].assign(label=terms.str.len().map(lambda n: "LONG" if n > 4 else "X"))
    pos = pos[terms != "of"]
    layers = [
        dc.Layer(name, table, {"maker": "test"}, shape="token", texts=corpus.store.digests.tolist())
        for name, table in (("lemma", lemmas), ("pos", pos))
    ]
    return corpus.with_layer(code, *layers)


def save_shards(folder, divided, texts=TEXTS):
    paths = []
    for number, names in enumerate(divided):
        make_corpus(names, texts).save(folder / f"{number}.corpus")
        paths.append(folder / f"{number}.corpus")
    return paths


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """One corpus, and the same in three shards."""
    paths = save_shards(tmp_path_factory.mktemp("shards"), ["ab", "c", "de"])
    return dc.load(paths), dc.load(paths, executor=Serial())


QUESTIONS = {
    "frequencies": lambda c: dc.frequencies(c),
    "frequencies of lemmas": lambda c: dc.frequencies(c, of="lemma", min_count=2),
    "frequencies of lemmas and pos": lambda c: dc.frequencies(c, of="lemma+pos", by="year"),
    "frequencies of labels": lambda c: dc.frequencies(c, of="code", by="document"),
    "frequencies by document": lambda c: dc.frequencies(c, by="document"),
    "frequencies by section": lambda c: dc.frequencies(c, by="section"),
    "frequencies by sentence": lambda c: dc.frequencies(c, by="sentence"),
    "frequencies by year": lambda c: dc.frequencies(c, by="year", min_count=2),
    "frequencies by code": lambda c: dc.frequencies(c, by="code"),
    "frequencies by year and code": lambda c: dc.frequencies(c, by=["year", "code"]),
    "frequencies of queries": lambda c: dc.frequencies(c, ["peace", "rights|future", "none"]),
    "frequencies of queries by section": lambda c: dc.frequencies(c, "human *", by="section"),
    "frequencies of lemma queries": lambda c: dc.frequencies(c, ["build", "right*"], of="lemma"),
    "frequencies of conditions": lambda c: dc.frequencies(
        c, ['peace :: year >= 1990 & code = "aim"', 'rights :: document = "a"', "<code/>"]
    ),
    "ngrams": lambda c: dc.ngrams(c),
    "ngrams of two lengths": lambda c: dc.ngrams(c, [1, 3], min_count=2),
    "ngrams by year": lambda c: dc.ngrams(c, by="year"),
    "ngrams of lemmas": lambda c: dc.ngrams(c, of="lemma", within="sentence"),
    "ngrams across": lambda c: dc.ngrams(c, of="lemma", across=["mark", "code"], by="document"),
    "ngrams with measures": lambda c: dc.ngrams(c, measures=["mi", "log_likelihood"]),
    "collocates": lambda c: dc.collocates(c, "peace"),
    "collocates of lemmas": lambda c: dc.collocates(c, "the", of="lemma", window=2),
    "collocates within documents": lambda c: dc.collocates(
        c, '"rights" within code', window=(0, 3), within="document", measures=["dice"]
    ),
    "tfidf": lambda c: dc.tfidf(c),
    "tfidf by section": lambda c: dc.tfidf(c, by="section", norm="l2"),
    "dispersion": lambda c: dc.dispersion(c, ["peace", "human rights"], by="document"),
    "dispersion of types": lambda c: dc.dispersion(c, by="year", of="lemma"),
    "arf": lambda c: dc.dispersion(c, by="document", measures=["arf"]),
    "arf of lemmas": lambda c: dc.dispersion(c, by="document", of="pos", measures=["arf"]),
    "arf of queries": lambda c: dc.dispersion(c, ["peace", "x"], by="document", measures=["arf"]),
    "diversity": lambda c: dc.diversity(c, measures=["yule_k", "herdan_c"]),
    "diversity by year": lambda c: dc.diversity(c, by="year", of="pos", measures=["root_ttr"]),
    "diversity by labels": lambda c: dc.diversity(c, by=["year", "code"]),
    "ranked": lambda c: dc.concordance(c, "the|peace").rank("rights", "all", window=3).frame,
    "ranked by rarity": lambda c: dc.concordance(c, "peace|of").rank_by_rarity(window=2).frame,
    "grouped by node": lambda c: dc.concordance(c, "peace|human rights|the").group("node").frame,
    "grouped by long nodes": lambda c: dc.concordance(c, "<s/>").group("R1", "node").frame,
    "audit": lambda c: c.audit(),
    "duplicates": lambda c: c.duplicates(similarity=0.1),
    "misfits": lambda c: pd.concat([c.misfits("code"), c.misfits("pos")]),
    "layer": lambda c: c.layer("lemma").table,
    "more metadata": lambda c: dc.frequencies(
        c.with_metadata(half=lambda d: d["document"] < "c", when=("year", [1995])),
        by=["half", "when"],
    ),
    "families": lambda c: dc.families(c, min_n=1),
    "families of lemmas": lambda c: dc.families(
        c, min_n=2, of="lemma", within="sentence", across=["mark", "code", "section"]
    ),
    "another layer": lambda c: dc.frequencies(c.with_layer(aims(c)), by="aims"),
    "joined": lambda c: dc.ngrams(c.joined("code"), 2),
    "joined after all": lambda c: dc.frequencies(
        c.with_layer(aims(c)).with_metadata(n=lambda d: len(d["document"])).joined("aims"),
        by=["n", "code"],
    ),
    "concordance": lambda c: dc.concordance(c, "peace|rights", context=3).frame,
    "sorted": lambda c: dc.concordance(c, "peace|human rights").sort("R1", "node", "L2").frame,
    "sorted by place": lambda c: dc.concordance(c, "peace").sort("year", "document").frame,
    "sampled": lambda c: dc.concordance(c, "peace|the").sample(3, seed=2).frame,
    "filtered": lambda c: dc.concordance(c, "peace").filter("rights", window=3).frame,
    "excluded": lambda c: dc.concordance(c, "peace").exclude("rights").within("sentence").frame,
    "lines where": lambda c: dc.concordance(c, "peace").where('code = "aim" & year > 0').frame,
    "grouped": lambda c: dc.concordance(c, "peace").group("R1", "L1").frame,
    "lines with columns": lambda c: dc.concordance(c, "peace").with_columns("year", "code").frame,
    "positions": lambda c: dc.positions(c, ["peace", "rights", "none"]),
    "documents": lambda c: c.documents,
    "sections": lambda c: c.parts("section"),
    "layers": lambda c: c.layers,
    "similarity": lambda c: dc.similarity(c, by="document"),
    "frames": lambda c: dc.frames(c),
    "trend": lambda c: dc.trend(c.subset('document != "d"'), ["peace", "rights"], time="year"),
    "changes": lambda c: dc.changes(c.subset('document != "d"'), time="year"),
    "keyness": lambda c: dc.keyness(c, dc.reference("udhr"), by="document"),
    "keyness of subsets": lambda c: dc.keyness(
        c.subset("year < 1995"), c.subset("year > 1995"), by="document"
    ),
    "keyness by year": lambda c: dc.keyness(c, dc.reference("udhr"), by="year", of="term"),
    "keyness of parts of speech": lambda c: dc.keyness(
        c.subset("year < 1995"),
        c.subset("year > 1995"),
        of="pos",
        interval="part",
        by="document",
        measures=["rank_sum", "text_dispersion"],
    ),
    "keyness by document": lambda c: dc.keyness(
        c.subset("year < 1995"), c.subset("year > 1995"), unit="document", measures=["rank_sum"]
    ),
}


def aims(corpus):
    """A layer that a reader makes later, of all texts."""
    lines = dc.concordance(corpus.whole, "peace|rights|build|a|of").frame
    return dc.Layer("aims", lines[["line_id"]].assign(label=lines["node"].str.lower()))


OF_SEVERAL = (
    "trend",
    "changes",
    "keyness of subsets",
    "keyness by document",
    "similarity",
    "keyness of parts of speech",
)
UNANSWERABLE = [("dispersion of types", "year = 1990")]


@pytest.fixture(scope="module", params=["ab c de", "a b c d e", "abcd e", "a bcde"])
def divided(request, tmp_path_factory):
    """One corpus, and the same in shards, divided in several ways."""
    paths = save_shards(tmp_path_factory.mktemp("divided"), request.param.split())
    return dc.load(paths), dc.load(paths, executor=Serial())


@pytest.mark.parametrize("question", QUESTIONS)
def test_shards_give_the_table_of_one_corpus(divided, question):
    one, many = map(QUESTIONS[question], divided)
    pd.testing.assert_frame_equal(many, one)
    assert many.attrs == one.attrs


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("condition", ["year = 1990", 'code != ""', 'section = "2" | year = 2010'])
def test_shards_of_a_subset_give_the_table_of_the_subset(both, question, condition):
    if (question, condition) in UNANSWERABLE or question in OF_SEVERAL:
        pytest.skip("a subset of one part is not compared")
    one, many = (QUESTIONS[question](corpus.subset(condition)) for corpus in both)
    pd.testing.assert_frame_equal(many, one)
    assert many.attrs == one.attrs


@pytest.fixture(scope="module")
def parsed(root, tmp_path_factory):
    """Parsed sentences as one corpus, and in three shards of two documents each."""
    return divide_sentences(root / "docs/parsed/talks.conllu", tmp_path_factory.mktemp("parsed"))


@pytest.fixture(scope="module")
def spoken(root, tmp_path_factory):
    """The same of sentences whose verbs have forms."""
    return divide_sentences(root / "docs/clauses/talk.conllu", tmp_path_factory.mktemp("spoken"))


def divide_sentences(file, folder):
    paths = []
    sentences = file.read_text("utf-8").strip().split("\n\n")
    for number, own in enumerate(np.array_split(np.array(sentences, dtype=object), 3)):
        texts = folder / f"texts {number}"
        texts.mkdir()
        for part, some in enumerate(np.array_split(own, 2)):
            content = "\n\n".join(line for line in some)
            plain = "\n".join(line for line in content.splitlines() if line[:1] != "#")
            (texts / f"{number}-{part}.conllu").write_text(f"{plain}\n\n", "utf-8")
        paths.append(folder / str(number))
        dc.read(texts).save(paths[-1])
    return dc.load(paths), dc.load(paths, executor=Serial())


OF_SYNTAX = {
    "sketch": lambda c: dc.sketch(c, "future"),
    "sketch of terms": lambda c: dc.sketch(c, "peace", of="term", min_count=2),
    "sketch of slots": lambda c: dc.sketch(c, "nation", slots=["of …", "modifier"]),
    "sketch of lemmas and pos": lambda c: dc.sketch(c, '[pos="NOUN"]', of="lemma+pos"),
    "sketch of nothing": lambda c: dc.sketch(c, "none"),
    "contrast": lambda c: dc.contrast(c, "future", "peace"),
    "contrast with a test": lambda c: dc.contrast(c, "future", "peace", inference=True, seed=2),
}


@pytest.mark.parametrize("question", OF_SYNTAX)
def test_shards_of_parsed_texts_give_the_table_of_one_corpus(parsed, question):
    one, many = map(OF_SYNTAX[question], parsed)
    pd.testing.assert_frame_equal(many, one)
    assert many.attrs == one.attrs


@pytest.mark.parametrize("by_parse", [True, False])
def test_clauses_in_shards_are_those_of_one_corpus(spoken, by_parse):
    one, many = (dc.clauses(corpus, by_parse=by_parse) for corpus in spoken)
    pd.testing.assert_frame_equal(many, one)
    assert many.attrs == one.attrs
    assert len(many) > 3


# ------------------------------------------------------------------------------ any division


WORDS = st.lists(st.sampled_from(["peace", "Rights", "of", "all", ".", "\n\n", "U.N."]), min_size=1)


@settings(max_examples=15, deadline=None)
@given(
    texts=st.lists(WORDS.map(" ".join).filter(str.strip), min_size=2, max_size=5),
    cuts=st.sets(st.integers(1, 4)),
    size=st.integers(1, 6),
)
def test_any_division_into_shards_is_one_corpus(texts, cuts, size, tmp_path_factory):
    folder = tmp_path_factory.mktemp("divided")
    names = [f"text {number}" for number in range(len(texts))]
    bounds = [0, *sorted(cut for cut in cuts if cut < len(texts)), len(texts)]
    paths = []
    for first, end in pairwise(bounds):
        own = dict(zip(names[first:end], texts[first:end], strict=True))
        paths.append(folder / str(first))
        dc.Corpus.from_texts({name: f"Peace {text}" for name, text in own.items()}).save(paths[-1])
    one, many = dc.load(paths), dc.load(paths, executor=Serial())
    assert many.fingerprint == one.fingerprint
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grams, "RANGE_TOKENS", size)
        patch.setattr(grams, "RANGE_OF_SHARDS", size)
        patch.setattr(term_blocks, "MOST_CELLS", size)
        for verb in (
            lambda c: dc.frequencies(c, by="section"),
            lambda c: dc.ngrams(c, 2, by="document"),
            lambda c: dc.ngrams(c, [2, 3], min_count=2),
            lambda c: dc.collocates(c, "peace", window=2),
            lambda c: dc.concordance(c, "peace .").sort("R1").frame,
            lambda c: dc.dispersion(c, by="document", measures=["arf"]),
            lambda c: dc.keyness(c, dc.reference("udhr"), by="section", interval="part"),
            lambda c: dc.diversity(c, by="section"),
            lambda c: c.duplicates(similarity=0.3),
            lambda c: dc.families(c, min_n=1, within="document", across="mark"),
            lambda c: dc.families(c, min_n=2, min_count=3),
        ):
            pd.testing.assert_frame_equal(verb(many), verb(one))


def test_shards_that_share_names_are_one_corpus_in_both_ways(tmp_path):
    for year in ("2001", "2002"):
        texts = {"001": f"Peace in {year}.", "002": "Rights and peace."}
        pages = [{"document": n, "text": t, "page": int(n)} for n, t in texts.items()]
        corpus = dc.Corpus.from_frame(pd.DataFrame(pages).drop(columns="page"))
        corpus.with_metadata(half=lambda row: row["document"][-1]).save(tmp_path / year)
    paths = [tmp_path / "2001", tmp_path / "2002"]
    one, many = dc.load(paths), dc.load(paths, executor=Serial())
    assert list(many) == ["2001/001", "2001/002", "2002/001", "2002/002"]
    assert many.fingerprint == one.fingerprint
    for condition in ('document = "2002/002"', 'half = "1"'):
        pd.testing.assert_frame_equal(
            dc.frequencies(many.subset(condition)), dc.frequencies(one.subset(condition))
        )


@pytest.mark.parametrize("kept", [None, Serial()])
def test_a_shard_with_metadata_of_its_own_is_named(tmp_path, kept):
    for name in "abc":
        corpus = dc.Corpus.from_texts({name: "Peace and rights."})
        if name == "c":
            corpus = corpus.with_metadata(half=lambda row: "first")
        corpus.save(tmp_path / name)
    paths = [tmp_path / name for name in "abc"]
    with pytest.raises(dc.DiscourseError, match=r"c has metadata .* than that of .*a; add"):
        dc.load(paths, executor=kept)


def test_metadata_that_differ_in_kind_are_those_of_one_corpus(tmp_path):
    kinds = [
        {"year": 1990, "party": "X", "share": 0.5},
        {"year": "1991", "share": 1},
        {"party": "Y", "date": pd.Timestamp("1990-05-17")},
    ]
    for number, metadata in enumerate(kinds):
        row = {"document": f"d{number}", "text": "Peace and rights.", **metadata}
        dc.Corpus.from_frame(pd.DataFrame([row])).save(tmp_path / str(number))
    paths = [tmp_path / str(number) for number in range(3)]
    one, many = dc.load(paths), dc.load(paths, executor=Serial())
    assert many.fingerprint == one.fingerprint
    pd.testing.assert_frame_equal(many.documents, one.documents)
    for by in ("year", "party", "share", "date"):
        pd.testing.assert_frame_equal(dc.frequencies(many, by=by), dc.frequencies(one, by=by))
    for condition in ('year = "1990"', 'party = ""', "share > 0.6", 'date = "1990-05-17"'):
        assert list(many.subset(condition)) == list(one.subset(condition))


def same_tables(paths, *verbs):
    one, many = dc.load(paths), dc.load(paths, executor=Serial())
    assert many.fingerprint == one.fingerprint
    for verb in verbs:
        pd.testing.assert_frame_equal(verb(many), verb(one))


def test_turns_of_speakers_are_those_of_one_corpus(tmp_path):
    """Shards with speakers and without, one of which names them in its documents."""
    spoken = "LI: Peace and rights.\nWU: Rights for all, and peace."
    dc.Corpus.from_texts({"a": spoken}, transcript=True).save(tmp_path / "a")
    dc.Corpus.from_frame(
        pd.DataFrame({"document": ["b", "c"], "text": ["Peace.", "No peace."], "speaker": "LI"})
    ).save(tmp_path / "b")
    dc.Corpus.from_texts({"d": "Peace without a speaker."}).save(tmp_path / "d")
    same_tables(
        [tmp_path / name for name in "abd"],
        lambda c: dc.frequencies(c, by="speaker"),
        lambda c: dc.frequencies(c.subset('speaker = "LI"')),
        lambda c: dc.frequencies(c, 'peace :: speaker = ""'),
    )


def test_joined_spans_are_those_of_one_corpus(tmp_path):
    for name, text in {"a": "New York and peace.", "b": "Peace in new  york. New York!"}.items():
        corpus = dc.Corpus.from_texts({name: text})
        spans = dc.concordance(corpus, "new york").frame[["line_id"]].assign(label="place")
        corpus.with_layer(dc.Layer("name", spans)).joined("name").save(tmp_path / name)
    same_tables(
        [tmp_path / "a", tmp_path / "b"],
        dc.frequencies,
        dc.ngrams,
        lambda c: dc.concordance(c, "new_york").frame,
    )


def test_texts_of_other_languages_and_their_own_tokens_are_those_of_one_corpus(tmp_path):
    rows = [
        {"document": "a", "text": "Irak ve IRAK.", "language": "tr"},
        {"document": "b", "text": "Iraq and IRAK.", "language": "en"},
    ]
    for row in rows:
        dc.Corpus.from_frame(pd.DataFrame([row])).save(tmp_path / row["document"])
    same_tables([tmp_path / "a", tmp_path / "b"], dc.frequencies, lambda c: dc.ngrams(c, 2))
    lines = ["1\tPeace\tpeace\tNOUN\t_\t_\t0\troot\t_\t_", "2\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_"]
    for name in ("c", "d"):
        (tmp_path / f"{name}.conllu").write_text("\n".join(lines) + "\n\n", "utf-8")
        dc.read(tmp_path / f"{name}.conllu").save(tmp_path / f"{name}.corpus")
    same_tables(
        [tmp_path / "c.corpus", tmp_path / "d.corpus"],
        lambda c: dc.frequencies(c, of="pos", by="document"),
        lambda c: dc.frequencies(c, by="sentence"),
    )


def test_duplicates_among_many_documents_are_those_of_one_corpus(tmp_path):
    """More than are compared in pairs, so that they are sketched where they are."""
    texts = {}
    for number in range(75):
        words = [f"w{(number * 7 + at) % 400}" for at in range(40)]
        texts[f"d{number:02}"] = " ".join(words)
    texts["d60"] = texts["d03"] + " more"
    texts["d61"] = texts["d04"]
    names = list(texts)
    for number, own in enumerate((names[:30], names[30:45], names[45:])):
        dc.Corpus.from_texts({name: texts[name] for name in own}).save(tmp_path / str(number))
    paths = [tmp_path / str(number) for number in range(3)]
    same_tables(paths, lambda c: c.duplicates(), lambda c: c.duplicates(similarity=0.3))
    assert {"d60", "d61"} <= set(dc.load(paths).duplicates()["document"])


def test_more_than_there_is_room_for_is_refused_with_a_way_out(both, monkeypatch):
    many = both[1]
    monkeypatch.setattr("discourse.corpus.store.part_sequences.MOST_TOKENS", 3)
    assert refusal(dc.diversity, many, by="code").endswith(
        "of which 3 can be brought together; choose smaller parts, such as by='document'."
    )
    monkeypatch.setattr("discourse.corpus.store.recurrent_text.MOST_RECURRENT", 3)
    assert "raise min_count or min_n, or ask a subset." in refusal(dc.families, many, min_n=1)
    monkeypatch.setattr("discourse.corpus.lines.page.MOST_CHARACTERS", 3)
    assert "show a document, as in corpus['name'].show" in refusal(many.show, "peace")
    monkeypatch.setattr("discourse.corpus.store.layering.MOST_SENT", 1)
    assert "add it to each shard, and save the shards" in refusal(many.with_layer, aims(many))
    monkeypatch.setattr("discourse.corpus.store.layering.MOST_BROUGHT", 1)
    assert "ask a subset" in refusal(many.layer, "code")
    monkeypatch.setattr("discourse.corpus.references.side.MOST_HELD", 1)
    sides = many.subset("year < 1995"), many.subset("year > 1995")
    assert "raise min_count" in refusal(dc.keyness, *sides, measures=["rank_sum"])


@given(st.lists(st.integers(0, 9), max_size=9))
def test_matrices_add_up_in_any_number(cells):
    shape = (3, 3)
    matrices = [sparse.csr_array(np.eye(3, k=cell % 5 - 2, dtype=np.int64)) for cell in cells]
    total = add_matrices(iter(matrices), shape)
    assert (
        total.toarray().tolist()
        == sum((each.toarray() for each in matrices), np.zeros(shape, dtype=np.int64)).tolist()
    )


# ------------------------------------------------------------------------------- lines, evidence


def test_rows_resolve_to_the_lines_of_the_shards(both):
    one, many = both
    table = dc.frequencies(many, by="document")
    row = table[table["count"] == 2].iloc[0]
    assert len(dc.lines(many, row)) == 2
    pd.testing.assert_frame_equal(
        dc.evidence(many, table.head(6)),
        dc.evidence(one, dc.frequencies(one, by="document").head(6)),
    )
    line = dc.concordance(one, "future").frame.iloc[-1]
    assert dc.lines(many, line).frame["node"].tolist() == ["future"]
    lines = dc.concordance(many, "future")
    assert str(lines.expand(1)) == str(dc.concordance(one, "future").expand(1))
    assert repr(lines) == repr(dc.concordance(one, "future"))
    assert lines[0] == dc.concordance(one, "future")[0]


def test_a_corpus_in_shards_says_what_it_is(both):
    _, many = both
    assert repr(many) == "Corpus in 3 shards: 5 documents, 7 sections, 49 tokens"
    assert len(many) == 5
    assert "a" in many
    assert many["a"].size == dc.Corpus.from_texts({"a": TEXTS["a"]}).size
    assert many.terms == both[0].terms


# ------------------------------------------------------------------------------ what is refused


def refusal(function, *given, **named):
    with pytest.raises(dc.DiscourseError) as refused:
        function(*given, **named)
    return str(refused.value)


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.to_nltk(),
        lambda c: c.sort("year"),
        lambda c: dc.layers.make(c, "quotations"),
    ],
)
def test_what_needs_the_texts_themselves_is_refused_with_a_way_out(both, call):
    message = refusal(call, both[1])
    assert (
        "in one place, but the corpus is in 3 shards, each counted where it is; load as" in message
    )
    assert f"without executor=, as in dc.load([{both[1].store.shards[0].path!r}])." in message


def test_shards_are_saved_already(both, tmp_path):
    assert "is saved already, in its shards;" in refusal(both[1].save, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_shard_that_is_missing_damaged_or_saved_again_is_named(tmp_path):
    paths = save_shards(tmp_path, ["a", "b"])
    message = refusal(dc.load, [*paths, tmp_path / "c.corpus"], executor=Serial())
    assert message.startswith(f"{tmp_path / 'c.corpus'} does not exist on ")
    assert message.endswith("give paths that every worker sees, such as those of a shared disk.")
    many = dc.load(paths, executor=Serial())
    make_corpus("c").save(paths[1])
    assert refusal(dc.frequencies, many, "peace") == (
        f"{paths[1]} was saved again since the corpus was loaded; load the corpus again."
    )
    texts = next(paths[0].glob("*/texts.arrow"))
    texts.write_bytes(texts.read_bytes()[:-8])
    assert str(paths[0]) in refusal(dc.load, paths, executor=Serial())


def test_shards_that_were_made_in_other_ways_are_named(tmp_path):
    paths = save_shards(tmp_path, ["a"])
    other = dc.Corpus.from_texts({"z": TEXTS["b"]}, tokenizer=dc.Tokenizer(hyphen="split"))
    other.save(tmp_path / "split")
    message = refusal(dc.load, [*paths, tmp_path / "split"], executor=Serial())
    assert message.startswith(f"{tmp_path / 'split'} was tokenised with ")
    dc.Corpus.from_texts({"z": TEXTS["b"]}).save(tmp_path / "bare")
    message = refusal(dc.load, [*paths, tmp_path / "bare"], executor=Serial())
    assert message.startswith(f"{tmp_path / 'bare'} has the layers none, but {paths[0]} has code,")
    make_corpus("bc").subset('document = "b"').save(tmp_path / "part")
    assert "is a subset" in refusal(dc.load, [tmp_path / "part"], executor=Serial())


def test_a_worker_of_another_version_is_named(tmp_path, monkeypatch):
    paths = save_shards(tmp_path, ["a"])
    many = dc.load(paths, executor=Serial())
    versions = cycle(["98", "99"])
    monkeypatch.setattr(shard_workers, "package_version", lambda: next(versions))
    for call in (lambda: dc.load(paths, executor=Serial()), lambda: dc.frequencies(many)):
        message = refusal(call)
        assert f"was asked about {paths[0]} and has discourse 99, but the one who asks" in message
        assert "has 98; install the same version everywhere" in message


def test_an_executor_that_is_shut_down_or_none_is_refused(tmp_path):
    paths = save_shards(tmp_path, ["a", "b"])
    with ThreadPoolExecutor(1) as executor:
        many = dc.load(paths, executor=executor)
        assert dc.frequencies(many, "peace")["count"].tolist() == [5]
    message = refusal(dc.ngrams, many)
    assert message.startswith("the executor takes no work (RuntimeError: cannot schedule new")
    assert message.endswith("load the corpus again with one that runs.")
    assert "executor expects a concurrent.futures.Executor, got 3" in refusal(
        dc.load, paths, executor=3
    )
    assert "send the paths of the shards" in refusal(pickle.dumps, many)


def test_queries_and_conditions_are_refused_as_by_one_corpus(both):
    for call in (
        lambda c: dc.frequencies(c, '[word="peace'),
        lambda c: dc.frequencies(c, 'peace :: yaer = "1990"'),
        lambda c: c.subset('year = "3000"'),
        lambda c: dc.ngrams(c, by="yaer"),
        lambda c: dc.trend(c, "peace", time="year"),
        lambda c: dc.keyness(c.subset("year = 1990"), c),
        lambda c: c["z"],
        lambda c: dc.lines(c, {"line_id": "000000000000:1-2"}),
    ):
        assert refusal(call, both[1]) == refusal(call, both[0])


def test_more_hits_or_parts_than_there_is_room_for_are_refused(both, monkeypatch):
    monkeypatch.setattr("discourse.corpus.query.finding.MOST_HITS", 3)
    assert refusal(dc.concordance, both[1], "peace") == (
        "dc.concordance lists the hits of a query, which has more than 3 here; ask a subset, or "
        "count them with dc.frequencies."
    )
    monkeypatch.setattr("discourse.corpus.store.parts.MOST_PARTS", 3)
    many = both[1].subset("year > 0")
    assert refusal(dc.frequencies, many, by="section").startswith(
        "dc.frequencies would list the 6 parts of by='section', and lists 3 of shards at most"
    )


def test_layers_that_were_made_in_other_ways_name_their_shards(tmp_path):
    paths = [tmp_path / name for name in ("a", "b")]
    for path in paths:
        corpus = dc.Corpus.from_texts({path.name: TEXTS[path.name]})
        spans = dc.concordance(corpus, "peace").frame[["line_id"]].assign(label="aim")
        corpus.with_layer(dc.Layer("code", spans, {"maker": path.name})).save(path)
    message = refusal(dc.load, paths, executor=Serial())
    assert f"in {paths[0]} and by " in message
    assert f"in {paths[1]}; make it in the same way" in message


def test_no_two_questions_are_the_same_to_a_scheduler_that_remembers_errors(tmp_path):
    class Remembering(Serial):
        """As Dask does: equal tasks are one, and its error is kept."""

        answers: ClassVar = {}

        def submit(self, work, task):
            return self.answers.setdefault(pickle.dumps(task), super().submit(work, task))

    paths = save_shards(tmp_path, ["a", "b"])
    paths[1].rename(tmp_path / "hidden")
    assert "does not exist" in refusal(dc.load, paths, executor=Remembering())
    (tmp_path / "hidden").rename(paths[1])
    assert len(dc.load(paths, executor=Remembering())) == 2


def test_executors_that_close_in_the_middle_or_are_asynchronous_are_refused(tmp_path):
    class Closing(Serial):
        """As a Dask client that is closed: what was asked fails, and cannot be cancelled."""

        error: Exception = CancelledError("lost")

        def submit(self, work, task):
            future = Future()
            future.set_exception(self.error)
            future.cancel = lambda: 1 / 0
            return future

    class Asynchronous(Serial):
        def submit(self, work, task):
            future = super().submit(work, task)

            async def give():
                return future.result()

            future.result = give
            return future

    paths = save_shards(tmp_path, ["a", "b"])
    message = refusal(dc.load, paths, executor=Closing())
    assert message.startswith(f"the executor was closed while it was asked about {paths[0]}, so")
    Closing.error = TimeoutError("closed")
    message = refusal(dc.load, paths, executor=Closing())
    assert message.startswith(f"{paths[0]} gave no answer (TimeoutError: closed)")
    message = refusal(dc.load, paths, executor=Asynchronous())
    assert message.endswith("such as distributed.Client() without asynchronous=True.")


def test_a_folder_of_shards_that_only_workers_see_is_listed_by_them(tmp_path, monkeypatch):
    (tmp_path / "texts").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / f"texts/{name}.txt").write_text(text, "utf-8")
    index_shards(
        tmp_path / "texts", tmp_path / "shards", 2,
        metadata=None, options=ReadOptions(), tokenizer=None, executor=None,
    )  # fmt: skip
    exists = Path.exists

    class OfWorkers(Serial):
        def submit(self, work, *given):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Path, "exists", exists)
                return super().submit(work, *given)

    monkeypatch.setattr(Path, "exists", lambda path: False)
    many = dc.load(tmp_path / "shards", executor=OfWorkers())
    assert (list(many), len(many.store.shards)) == (list(TEXTS), 2)
    assert "does not exist on" in refusal(dc.load, tmp_path / "none", executor=OfWorkers())


def test_shards_that_threads_open_leave_the_filters_of_warnings_as_they_are(tmp_path, monkeypatch):
    paths = save_shards(tmp_path, ["a", "b"])
    before, seen, map_file = list(warnings.filters), [], saved_files.map_file

    def map_and_look(path):
        seen.append(list(warnings.filters))
        return map_file(path)

    monkeypatch.setattr(saved_files, "map_file", map_and_look)
    assert len(dc.load(paths, executor=Serial())) == 2
    assert seen
    assert all(filters == before for filters in seen)


# ------------------------------------------------------------------------------- other executors


@pytest.mark.slow
def test_processes_answer_as_one_corpus(tmp_path):
    paths = save_shards(tmp_path, ["ab", "c", "de"])
    one = dc.load(paths)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        many = dc.load(paths, executor=executor)
        for question in ("frequencies by year", "ngrams across", "collocates", "sorted"):
            pd.testing.assert_frame_equal(QUESTIONS[question](many), QUESTIONS[question](one))
        for process in executor._processes.values():
            process.kill()
        assert "load the corpus again" in refusal(dc.ngrams, many)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # a killed worker is reported
def test_a_cluster_answers_though_a_worker_is_killed(tmp_path):
    distributed = pytest.importorskip("distributed")
    paths = save_shards(tmp_path, ["ab", "c", "de"])
    one = dc.load(paths)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        for executor in (client, client.get_executor()):
            many = dc.load(paths, executor=executor)
            for question in ("frequencies by year", "ngrams across", "keyness of subsets"):
                pd.testing.assert_frame_equal(QUESTIONS[question](many), QUESTIONS[question](one))
        next(iter(cluster.workers.values())).process.process._process.kill()
        pd.testing.assert_frame_equal(dc.ngrams(many, 3), dc.ngrams(one, 3))
        assert "does not exist on" in refusal(dc.load, [tmp_path / "none"], executor=client)
    assert refusal(dc.frequencies, many, "peace").endswith(
        "load the corpus again with one that runs."
    )


def test_shards_are_closed_when_what_was_found_in_them_fills_the_memory(tmp_path, monkeypatch):
    corpus = dc.load(save_shards(tmp_path, ["ab", "cde"]), executor=Serial())
    memory = 1_000
    monkeypatch.setattr(opening, "own_bytes", lambda: memory)
    monkeypatch.setattr(opening, "_CLOSING", opening.Closing())
    opening._open_kept.cache_clear()
    one = dc.frequencies(corpus, "peace")
    assert opening._open_kept.cache_info().currsize == 2
    memory += opening.MOST_FOUND + 1
    pd.testing.assert_frame_equal(dc.frequencies(corpus, "peace"), one)
    assert opening._open_kept.cache_info().misses == 2  # since they were closed
    assert opening._open_kept.cache_info().currsize == 2


# ---- shards and documents without tokens ---------------------------------------------------


def test_shards_without_tokens_give_the_tables_of_one_corpus(tmp_path):
    paths = []
    for number, texts in enumerate([{"a": TEXTS["a"], "b": TEXTS["d"]}, {"c": "", "d": ""}, {
        "e": TEXTS["e"], "f": ""
    }]):  # fmt: skip
        paths.append(tmp_path / f"{number}.corpus")
        dc.Corpus.from_texts(texts).save(paths[-1])
    one, many = dc.load(paths), dc.load(paths, executor=Serial())
    layer = dc.Layer(
        "code", dc.concordance(one, "rights").frame[["line_id"]].assign(label="law"), {},
        texts=one.store.digests.tolist(),
    )  # fmt: skip
    other = dc.reference("udhr")
    for work in (
        lambda corpus: dc.keyness(corpus, other),
        lambda corpus: dc.keyness(corpus, other, by="section", inference=True, seed=3),
        lambda corpus: corpus.audit(),
        lambda corpus: corpus.duplicates(similarity=0.2),
        lambda corpus: dc.frequencies(corpus.with_layer(layer), of="code", by="document"),
    ):
        pd.testing.assert_frame_equal(work(many), work(one))


def test_one_shard_is_said_in_the_singular(tmp_path):
    dc.Corpus.from_texts(TEXTS).save(tmp_path / "a.corpus")
    shown = repr(dc.load([tmp_path / "a.corpus"], executor=Serial()))
    assert shown.startswith("Corpus in 1 shard: 5 documents")
