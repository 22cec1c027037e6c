"""Work on speed changes no cell: the digest of each verb's table is that on record.

`REWRITE_TABLES=1 make test ARGS=tests/test_tables.py` renews the record, after a change that was
intended.
"""

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import pytest

import discourse as dc
from discourse.record import VERBS

RECORD = Path(__file__).parent / "table-digests.json"

CALLS = {
    "absences": lambda c: dc.absences(c, "hedges", reference=c),
    "agreement": lambda c: dc.agreement(c, ["one", "other"]),
    "clauses": lambda c: dc.clauses(c),
    "changes": lambda c: dc.changes(add_years(c), min_count=10, inference=True),
    "collocates": lambda c: dc.collocates(c, "w3|the", window=4, measures=["npmi", "dice"]),
    "compare": lambda c: dc.compare(c, by="section", min_count=2, inference=True),
    "concordance": lambda c: dc.concordance(c, "w4|the *").sort("L1", "R1").frame,
    "confusion": lambda c: dc.confusion(c, ["one", "other"]),
    "contrast": lambda c: dc.contrast(c, "w2|rights", "w3|development", of="term"),
    "correspondence": lambda c: dc.correspondence(c, by="section", min_count=5).round(6),
    "dispersion": lambda c: dc.dispersion(c, by="section", min_count=2),
    "diversity": lambda c: dc.diversity(c, by="section", measures=["yule_k", "root_ttr"]),
    "families": lambda c: dc.families(c, min_n=2, across=["sentence", "mark", "one"]),
    "families of tags": lambda c: dc.families(c, of="pos", min_count=3),
    "frames": lambda c: dc.frames(c, 3),
    "frequencies": lambda c: dc.frequencies(c, by="section"),
    "frequencies of tags": lambda c: dc.frequencies(c, by="section", of="lemma+pos"),
    "frequencies of queries": lambda c: dc.frequencies(c, ["w1 *", "the", "zz"], by="section"),
    "keyness": lambda c: dc.keyness(c, dc.reference("udhr"), min_count=2),
    "multiverse": lambda c: dc.multiverse(
        c, "w1|the > w2|rights > 1", tokenizer="hyphen=split", names="without", leave_out="document"
    ),
    "ngrams": lambda c: dc.ngrams(c, [2, 3], min_count=2, measures=["mi"]),
    "ngrams across": lambda c: dc.ngrams(c, 2, by="section", across=["sentence", "other"]),
    "ngrams by section": lambda c: dc.ngrams(c, 2, by="section", within="sentence"),
    "positions": lambda c: dc.positions(c, ["w1", "the", "w2 w3"]),
    "similarity": lambda c: dc.similarity(c, by="section").head(500),
    "sketch": lambda c: dc.sketch(c, "w2|rights", of="term"),
    "tfidf": lambda c: dc.tfidf(c, by="section"),
    "tfidf of tags": lambda c: dc.tfidf(c, by="section", of="lemma", norm="l2", min_count=2),
    "trend": lambda c: dc.trend(add_years(c), ["w1", "the w*"], bins=5, interval="document"),
}
WITHOUT = {
    ("generated", "clauses"): "no clauses are in words drawn by chance",
    ("seed", "changes"): "one text has no time",
    ("seed", "trend"): "one text has no time",
}


@pytest.fixture(scope="module")
def generated():
    """Sixty texts of three sections, whose words are drawn by Zipf's law."""
    rng = np.random.default_rng(15)
    words = [f"w{rank}" for rank in range(400)]
    rates = 1 / np.arange(1, 401)

    def write():
        drawn = rng.choice(words, size=rng.integers(20, 60), p=rates / rates.sum()).tolist()
        return " ".join(drawn[:12]) + ". The " + " ".join(drawn[12:]) + "."

    texts = {f"{at:02}": "\n\n".join(write() for _ in range(3)) for at in range(60)}
    return add_coders(add_tags(dc.Corpus.from_texts(texts)))


@pytest.fixture(scope="module")
def seed(paper):
    return add_coders(paper.with_layer(*dc.layers.tag(paper)))


def add_tags(corpus):
    lines = dc.concordance(corpus, "[]").frame[["line_id", "node"]]
    tags = np.resize(["NOUN", "VERB", "ADJ", "ADP"], len(lines))
    values = {"lemma": lines["node"].str.lower(), "pos": tags}
    tables = {name: lines[["line_id"]].assign(label=column) for name, column in values.items()}
    layers = (dc.Layer(name, table, shape="token") for name, table in tables.items())
    return corpus.with_layer(*layers)


def add_coders(corpus):
    lines = dc.concordance(corpus, "[]").frame[["line_id"]]
    codes = lines.assign(label=np.where(np.arange(len(lines)) % 6 < 3, "actor", "goal"))
    coders = {"one": codes[::3], "other": codes[::2]}
    return corpus.with_layer(*(dc.Layer(name, table) for name, table in coders.items()))


def add_years(corpus):
    return corpus.with_metadata(year=[1960 + at for at in range(len(corpus))])


def digest(table):
    """A hash of every cell; of numbers, nine digits, as later ones depend on the machine."""
    kinds = [str(kind) for kind in table.dtypes]
    cells = table.to_csv(float_format="%.9g", lineterminator="\n")
    return hashlib.sha256(f"{kinds}{cells}".encode()).hexdigest()[:16]


def test_every_verb_is_on_record():
    assert {name.partition(" ")[0] for name in CALLS} == set(VERBS)


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("corpus", ["generated", "seed"])
def test_tables_are_those_on_record(corpus, name, request):
    if (corpus, name) in WITHOUT:
        pytest.skip(WITHOUT[corpus, name])
    table = CALLS[name](request.getfixturevalue(corpus))
    assert len(table)
    found = [len(table), digest(table)]
    known = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    key = f"{name} ({corpus})"
    if "REWRITE_TABLES" in os.environ:
        known[key] = found
        RECORD.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert known.get(key) == found
