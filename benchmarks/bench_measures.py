"""Collocates, keyness and dispersion of whole vocabularies.

What a corpus builds once (sentences) is built in the first call.
"""

from functools import lru_cache

import numpy as np

import discourse as dc

WINDOW = 5


def collocates_of_the(corpus):
    return dc.collocates(corpus, "the", window=WINDOW, within="document")


def windows_of_the(tokens):
    """Count windows with NLTK: cut at documents, each position once; no measures."""
    return _count_windows(tokens, np.cumsum(tokens.sizes))


def _count_windows(tokens, ends):
    """Count what is near *the* in stretches of tokens that end at some places, ascending."""
    from nltk import ConcordanceIndex, FreqDist

    nodes = ConcordanceIndex(tokens).offsets("the")
    of_node = np.searchsorted(ends, nodes, side="right")
    first = [0, *ends.tolist()]
    inside: set[int] = set()
    for at, number in zip(nodes, of_node.tolist(), strict=True):
        inside.update(
            range(max(at - WINDOW, first[number]), min(at + WINDOW + 1, first[number + 1]))
        )
    inside.difference_update(nodes)
    return FreqDist(tokens[at] for at in inside).most_common()


def collocates_in_sentences(folder):
    return dc.collocates(dc.read(folder), "the", window=WINDOW)


def windows_in_sentences(folder):
    """Read files with NLTK, find sentences and words, and count windows cut at sentences."""
    from nltk.tokenize import PunktSentenceTokenizer, wordpunct_tokenize

    find, tokens, ends = PunktSentenceTokenizer(), [], []
    for path in sorted(folder.glob("*.txt")):
        for sentence in find.tokenize(path.read_text(encoding="utf-8")):
            tokens += wordpunct_tokenize(sentence.lower())
            ends.append(len(tokens))
    return _count_windows(tokens, np.array(ends))


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
    ("collocates of *the*, windows inside documents", collocates_of_the, windows_of_the, "≥ 20×"),
    (
        "files → collocates of *the*, windows inside sentences",
        collocates_in_sentences,
        windows_in_sentences,
        "",
    ),
    ("collocates of a node with 1,000 hits", collocates_of_a_thousand, None, "< 0.05 s"),
    ("keyness of all types, one half against the other", keyness_of_halves, None, "< 0.4 s"),
    ("dispersion of all types over all documents, with bands", dispersion_of_all, None, "< 2 s"),
]
