"""Every row of every verb resolves to exactly the lines that it counts."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.record import VERBS

WORDS = [
    "peace",
    "Peace",
    "war",
    "o'clock",
    "win-win",
    "36,000",
    "naïve",
    "x",
    "|",
    "*",
    "—",
    "和平",
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=4).map(". ".join)
ARTICLES = st.lists(TEXTS, min_size=1, max_size=3).map("\n\n".join).map("peace {}".format)

TAGS = {"peace": "NN", "Peace": "NNP", "war": "VBZ", "x": "CC", "naïve": "VBN"}
PARTS = {"NN": "NOUN", "NNP": "PROPN", "VBZ": "VERB", "CC": "CCONJ", "VBN": "VERB", "RB": "ADV"}


def tagged_clauses(corpus):
    """The clauses of a corpus whose words have tags; the rows are asked of the corpus without."""
    lines = dc.concordance(corpus, "[]").frame
    tags = lines["node"].map(lambda word: TAGS.get(word, "RB"))
    said = {"xpos": tags, "pos": tags.map(PARTS)}
    tables = {
        name: lines[["line_id"]].assign(label=labels).drop_duplicates("line_id")
        for name, labels in said.items()
    }
    layers = (dc.Layer(name, table, shape="token") for name, table in tables.items())
    table = dc.clauses(corpus.with_layer(*layers))
    table.attrs = {}
    return table


# Calls of each verb that give different kinds of rows; a new verb adds its own.
CALLS = {
    "concordance": [lambda corpus: dc.concordance(corpus, "peace|war").frame],
    "positions": [lambda corpus: dc.positions(corpus, ["peace", "wa*", "x *"])],
    "frequencies": [
        lambda corpus: dc.frequencies(corpus),
        lambda corpus: dc.frequencies(corpus, by="section"),
        lambda corpus: dc.frequencies(corpus, by="sentence"),
        lambda corpus: dc.frequencies(corpus, by="year"),
        lambda corpus: dc.frequencies(corpus, by=["document", "year"]),
    ],
    "tfidf": [lambda corpus: dc.tfidf(corpus, by="document")],
    "trend": [
        lambda corpus: dc.trend(corpus, ["peace", "wa*", 'x * :: year = "2"'], time="number"),
        lambda corpus: dc.trend(corpus, "peace", time="number", bins=2, bin_by="token"),
    ],
    "changes": [
        lambda corpus: dc.changes(corpus, time="number"),
        lambda corpus: dc.changes(corpus, ["win-win", "peace war"], time="number"),
    ],
    "dispersion": [
        lambda corpus: dc.dispersion(corpus, by="document"),
        lambda corpus: dc.dispersion(corpus, ["win-win", "peace war"], by="document"),
    ],
    "ngrams": [
        lambda corpus: dc.ngrams(corpus, (1, 2, 3)),
        lambda corpus: dc.ngrams(corpus, by="sentence"),
        lambda corpus: dc.ngrams(corpus, within="sentence", by="section"),
        lambda corpus: dc.ngrams(corpus, within="document", by="year"),
    ],
    "frames": [
        lambda corpus: dc.frames(corpus, 3, min_fillers=1),
        lambda corpus: dc.frames(corpus, 4, within="sentence"),
        lambda corpus: dc.frames(corpus, 3, of="pos", within="document", min_count=1),
        lambda corpus: dc.frames(corpus, 3).assign(
            count=lambda rows: rows["count_frame"], query=lambda rows: rows["query_frame"]
        ),
    ],
    "families": [
        lambda corpus: dc.families(corpus, min_n=1),
        lambda corpus: dc.families(corpus, min_n=2, within="sentence", across="mark"),
        lambda corpus: dc.families(corpus, min_n=1, of="pos", within="document"),
    ],
    "diversity": [
        lambda corpus: dc.diversity(corpus, by="sentence").rename(columns={"tokens": "count"}),
        lambda corpus: dc.diversity(corpus, by="year").rename(columns={"tokens": "count"}),
    ],
    "keyness": [
        lambda corpus: dc.keyness(corpus, dc.Corpus.from_texts({"other": "Peace. War, win-win."})),
        lambda corpus: dc.keyness(corpus, dc.reference("udhr")).query("count > 0"),
    ],
    "compare": [
        lambda corpus: dc.compare(corpus),
        lambda corpus: dc.compare(corpus, by=["year", "section"]),
    ],
    "correspondence": [
        lambda corpus: dc.correspondence(corpus, by="sentence"),
    ],
    "similarity": [
        lambda corpus: dc.similarity(corpus, by="sentence", weights="rate"),
        lambda corpus: dc.similarity(corpus, weights="tfidf_smooth"),
    ],
    "sketch": [
        lambda corpus: dc.sketch(corpus, "peace", of="term"),
        lambda corpus: dc.sketch(corpus, "w*|x", of="term", slots=["modifier", "and/or"]),
    ],
    "contrast": [
        lambda corpus: dc.contrast(corpus, "peace", "war", of="term"),
        lambda corpus: dc.contrast(corpus, "peace", other_with_grammar(corpus), of="term"),
    ],
    "agreement": [
        lambda corpus: dc.agreement(corpus, ["one", "other"]).rename(columns={"one": "count"}),
    ],
    "confusion": [lambda corpus: dc.confusion(corpus, ["one", "other"])],
    "multiverse": [
        lambda corpus: dc.multiverse(
            corpus,
            "peace > war",
            tokenizer=["hyphen=split", "case=keep"],
            names="without",
            leave_out="year",
        ),
        lambda corpus: dc.multiverse(corpus, "peace|war", leave_out="one"),
        lambda corpus: dc.multiverse(corpus, "frequencies; peace; count > 1", names="without"),
    ],
    "absences": [
        lambda corpus: dc.absences(corpus, "hedges", reference=corpus),
        lambda corpus: dc.absences(corpus, "modals", reference="udhr"),
    ],
    "clauses": [tagged_clauses],
    "collocates": [
        lambda corpus: dc.collocates(corpus, "peace", window=2),
        lambda corpus: dc.collocates(corpus, "peace war|x", window=(0, 3), within="document"),
        lambda corpus: dc.collocates(corpus, '[]{1,3} "peace"', window=(2, 0), within="section"),
    ],
}


# What a parser might say; each word has what its place in the text gives.
GRAMMAR = {
    "pos": ["NOUN", "ADJ", "VERB", "NOUN", "ADP", "CCONJ", "ADV"],
    "deprel": ["amod", "nsubj", "obj", "case", "nmod", "conj"],
}


def with_grammar(corpus, *names):
    """The corpus with layers of parts of speech and of a parse."""
    words = dc.concordance(corpus, "[]").frame[["line_id", "start_char"]]
    words = words.drop_duplicates("line_id")
    start = words["start_char"]
    last = words["line_id"].str[:12].ne(words["line_id"].str[:12].shift(-1))
    to_next = (start.shift(-1) - start).fillna(0).astype(int)
    labels = {name: start.map(lambda at, v=v: v[at % len(v)]) for name, v in GRAMMAR.items()}
    labels["head"] = to_next.map("{:+}".format).where(~last, "0")
    layers = (
        dc.Layer(name, words[["line_id"]].assign(label=labels[name]), shape="token")
        for name in names
    )
    return corpus.with_layer(*layers)


def other_with_grammar(corpus):
    """Another corpus, with the layers of the first."""
    names = [name for name in ("pos", "deprel", "head") if name in corpus.store.layers]
    return with_grammar(dc.Corpus.from_texts({"other": "Peace at last. War, win-win."}), *names)


def with_codes(corpus):
    """The corpus with layers of two coders, who differ on some lines."""
    lines = dc.concordance(corpus, "peace|war").frame.drop_duplicates("line_id")
    node = lines["node"].str.lower()
    said = {"one": node, "other": node.where(lines["start_char"] % 3 > 0, "war")}
    tables = {name: pd.DataFrame({"line_id": lines["line_id"], "label": labels})
              for name, labels in said.items()}  # fmt: skip
    return corpus.with_layer(*(dc.Layer(name, table) for name, table in tables.items()))


def test_every_verb_is_tested_here():
    assert set(CALLS) == set(VERBS)


@pytest.mark.slow
@settings(max_examples=6)  # each example runs several hundred queries
@given(st.lists(ARTICLES, min_size=2, max_size=3), st.booleans())
def test_every_row_has_as_many_lines_as_it_counts(texts, parsed):
    years = [0, None, 2][: len(texts)]
    table = pd.DataFrame({"year": years, "number": range(len(texts)), "text": texts})
    table["language"] = "en"  # which random words do not show
    corpus = with_codes(dc.Corpus.from_frame(table))
    corpus = with_grammar(corpus, *(("pos", "deprel", "head") if parsed else ["pos"]))
    for calls in CALLS.values():
        for call in calls:
            for _, row in call(corpus).iterrows():
                lines = dc.lines(corpus, row)
                assert len(lines) == row.get("count", 1), row.to_dict()


def test_every_row_of_the_paper_has_as_many_lines_as_it_counts(paper):
    for table in (
        dc.frequencies(paper),
        dc.frequencies(paper, by="sentence"),
        dc.tfidf(paper, by="section"),
        dc.dispersion(paper),
    ):
        for _, row in table.iterrows():
            assert len(dc.lines(paper, row)) == row["count"]


def test_a_row_that_is_a_hit_resolves_to_its_own_line(paper):
    table = dc.concordance(paper, "community of shared future").frame
    for _, row in table.iterrows():
        (line,) = dc.lines(paper, row)
        assert (line.line_id, line.node) == (row["line_id"], row["node"])
        assert paper.store.texts[0][line.start_char : line.end_char] == line.node


def test_a_row_that_no_verb_made_is_refused_with_its_columns(paper):
    row = {"term": "rights", "count": 28}
    with pytest.raises(dc.DiscourseError) as error:
        dc.lines(paper, row)
    assert str(error.value) == (
        "a row resolves to lines by its 'query' or its 'line_id'; this one has 'term', 'count'. "
        "Give a row of a table that a verb made, e.g. table.iloc[0]."
    )
