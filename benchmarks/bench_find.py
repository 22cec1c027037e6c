"""Find a phrase, compared with NLTK's index of the same tokens."""

import discourse as dc

PHRASE = "of the people"
INDEXES = {}  # by the id of their tokens; one is built in the first call


def positions(corpus):
    return corpus.find(PHRASE)


def lines(corpus):
    return list(dc.concordance(corpus, PHRASE))


def nltk_lines(tokens):
    from nltk.text import ConcordanceIndex

    if id(tokens) not in INDEXES:
        INDEXES[id(tokens)] = ConcordanceIndex(tokens)
        INDEXES[id(tokens)].find_concordance(PHRASE.split())
    return INDEXES[id(tokens)].find_concordance(PHRASE.split())


WORK = [
    (f'all hits of "{PHRASE}"', positions, nltk_lines, "≥ 50×, < 50 ms"),
    ("the same hits, as lines in context", lines, nltk_lines, ""),
]
