"""Verbs that no peer has, or not for a whole corpus."""

from bench_trends import dated

import discourse as dc

WORK = [
    ("TF-IDF by document", lambda corpus: dc.tfidf(corpus, by="document"), None, ""),
    ("frequencies by document", lambda corpus: dc.frequencies(corpus, by="document"), None, ""),
    (
        "2-grams by document that occur at least 50 times",
        lambda corpus: dc.ngrams(corpus, 2, by="document", min_count=50),
        None,
        "",
    ),
    ("diversity of each document", lambda corpus: dc.diversity(corpus, by="document"), None, ""),
    ("positions of *peace*", lambda corpus: dc.positions(corpus, ["peace"]), None, ""),
    (
        "keyness against the Declaration of Human Rights",
        lambda corpus: dc.keyness(corpus, dc.reference("udhr")),
        None,
        "",
    ),
    (
        "hedges that are absent, against the same corpus",
        lambda corpus: dc.absences(corpus, "hedges", reference=corpus),
        None,
        "",
    ),
    (
        "frames of four words that occur at least five times",
        lambda corpus: dc.frames(corpus, 4, min_count=5),
        None,
        "",
    ),
    (
        "correspondence of fifty years",
        lambda corpus: dc.correspondence(dated(corpus), by="year", min_count=20),
        None,
        "",
    ),
    (
        "a claim with possessives kept, and split",
        lambda corpus: dc.multiverse(corpus, "peace > war", tokenizer="possessive=split"),
        None,
        "",
    ),
]
