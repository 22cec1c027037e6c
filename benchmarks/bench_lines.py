"""Find, sort and show lines, compared with NLTK on the same tokens.

Both sides build something in the first call: this package sentences, NLTK its concordance index.
"""

import sys
from functools import lru_cache

import numpy as np

import discourse as dc

GAP = '[word="econom.*"] []{0,3} "polic.*"'


def first_lines(corpus):
    """The first page of lines of a frequent word, sorted and shown as text."""
    return repr(dc.concordance(corpus, "the").sort("R1")[:50])


def all_lines(corpus):
    """Every line of a frequent word, as a table."""
    return dc.concordance(corpus, "the").frame


def phrase(corpus):
    """The hits of a phrase of four frequent words."""
    return corpus.find("of the united states")


def gap(corpus):
    """The hits of two patterns with up to three tokens between them."""
    return corpus.find(GAP)


def meeting(corpus):
    """The hits of one word near another in the same sentence; both have a thousand hits."""
    one, other = _thousands(corpus)
    return corpus.find(f'meet([lower="{one}"], [lower="{other}"], -5, 5, within=s)')


def nltk_lines(tokens):
    """Return NLTK's list of every line of a frequent word."""
    if id(tokens) not in TEXTS:
        prepare_nltk(tokens)
    return TEXTS[id(tokens)].concordance_list("the", lines=sys.maxsize)


def prepare_nltk(tokens):
    """Build NLTK's concordance index."""
    import nltk

    TEXTS[id(tokens)] = nltk.Text(tokens)
    TEXTS[id(tokens)].concordance_list("the", lines=1)


TEXTS = {}  # by the id of their tokens


@lru_cache(maxsize=1)
def _thousands(corpus):
    """Return the two terms whose counts are closest to a thousand."""
    nearest = np.argsort(np.abs(corpus.store.counts - 1_000), kind="stable")[:2]
    return [corpus.store.index.vocabulary.terms[number] for number in nearest.tolist()]


WORK = [
    ("first 50 lines of 'the', sorted by R1", first_lines, nltk_lines, "< 1 s, 10 x NLTK's list"),
    ("every line of 'the' as a frame", all_lines, nltk_lines, "3 x NLTK's list"),
    ("of the united states", phrase, None, "< 50 ms"),
    (GAP, gap, None, "< 200 ms"),
    ("meet of two words with 1,000 hits each", meeting, None, "< 20 ms"),
]
