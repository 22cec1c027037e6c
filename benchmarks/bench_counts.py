"""Counting types and n-grams."""

from itertools import pairwise

from nltk import FreqDist, ngrams
from sklearn.feature_extraction.text import CountVectorizer

import discourse as dc
from discourse.corpus.counting import gram_counts, term_counts


def bigram_matrix(tokens):
    counter = CountVectorizer(ngram_range=(2, 2), analyzer=pairs)
    return lambda: counter.fit_transform([tokens])


def pairs(tokens):
    return map(" ".join, pairwise(tokens))


def distribution(n, min_count=1):
    def counted(tokens):
        return lambda: [
            (gram, count)
            for gram, count in FreqDist(ngrams(tokens, n)).items()
            if count >= min_count
        ]

    return counted


def most_common(tokens):
    return lambda: FreqDist(tokens).most_common()


def table(n, min_count=1):
    return lambda corpus: lambda: dc.ngrams(corpus, n, min_count=min_count)


def counts(n):
    return lambda corpus: lambda: gram_counts(corpus, n)


WORK = [
    ("frequencies of all types", lambda c: lambda: dc.frequencies(c), most_common, "≥ 20×"),
    ("counts of all types by document", lambda c: lambda: term_counts(c), None, ""),
    ("2-grams as a table", table(2), distribution(2), "≥ 6×"),
    ("2-grams against CountVectorizer(2, 2)", table(2), bigram_matrix, "≥ 8×"),
    ("3-grams of two or more as a table", table(3, 2), distribution(3, 2), "≥ 6×"),
    ("2-grams, counts alone", counts(2), distribution(2), ""),
    ("3-grams, counts alone", counts(3), distribution(3), ""),
]
