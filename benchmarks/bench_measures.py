"""Collocates, keyness and dispersion of whole vocabularies.

What a corpus builds once (sentences) is built in the first call.
"""

from functools import lru_cache

import numpy as np

import discourse as dc

WINDOW = 5
LENGTH = 25  # of the peer's sentences, which it is given


def collocates_of_the(corpus):
    return dc.collocates(corpus, "the", window=WINDOW)


def windows_of_the(tokens):
    """Count windows with NLTK: cut at sentences, each position once; no measures."""
    from nltk import ConcordanceIndex, FreqDist

    nodes = ConcordanceIndex(tokens).offsets("the")
    inside: set[int] = set()
    for at in nodes:
        first = at - at % LENGTH
        end = min(first + LENGTH, len(tokens))
        inside.update(range(max(at - WINDOW, first), min(at + WINDOW + 1, end)))
    inside.difference_update(nodes)
    return FreqDist(tokens[at] for at in inside).most_common()


def collocates_of_a_thousand(corpus):
    term = corpus.store.index.vocabulary.terms[int(np.argmin(np.abs(corpus.store.counts - 1_000)))]
    return dc.collocates(corpus, term, window=WINDOW)


def keyness_of_halves(corpus):
    one, other = _halves(corpus)
    return dc.keyness(one, other, by="document")


@lru_cache(maxsize=1)
def _halves(corpus):
    """Split the corpus into two halves by the names of its documents."""
    names = corpus.documents["document"]
    middle = names.iloc[len(names) // 2]
    return corpus.subset(f'document < "{middle}"'), corpus.subset(f'document >= "{middle}"')


def dispersion_of_all(corpus):
    return dc.dispersion(corpus, by="document")


WORK = [
    ("collocates of *the*", collocates_of_the, windows_of_the, "≥ 20×"),
    ("collocates of a node with 1,000 hits", collocates_of_a_thousand, None, "< 0.05 s"),
    ("keyness of all types, one half against the other", keyness_of_halves, None, "< 0.4 s"),
    ("dispersion of all types over all documents, with bands", dispersion_of_all, None, "< 2 s"),
]
