"""Finding a phrase."""

from nltk.text import ConcordanceIndex

import discourse as dc

PHRASE = "of the people"


def positions(corpus):
    return lambda: corpus.find(PHRASE)


def lines(corpus):
    return lambda: list(dc.concordance(corpus, PHRASE))


def nltk_lines(tokens):
    index = ConcordanceIndex(tokens)
    return lambda: index.find_concordance(PHRASE.split())


WORK = [
    (f'all hits of "{PHRASE}"', positions, nltk_lines, "≥ 50×, < 50 ms"),
    ("the same as lines in context", lines, nltk_lines, ""),
]
