"""Counting types and n-grams."""

import discourse as dc
from discourse.corpus.store.counting import term_counts
from discourse.corpus.store.grams import count_grams
from discourse.corpus.store.parts import single_part


def gram_counts(corpus, n, executor=None):
    """The n-grams of a whole corpus: cells with one part."""
    store = corpus.store
    return count_grams(store, n, parts=single_part(store), within="section", executor=executor)


def most_common(tokens):
    from nltk import FreqDist

    return FreqDist(tokens).most_common()


def table(n, min_count=1):
    return lambda corpus: dc.ngrams(corpus, n, min_count=min_count)


def counts(n):
    return lambda corpus: gram_counts(corpus, n)


def counts_by_document(corpus):
    return term_counts(corpus.store)


def distribution(n):
    def count(tokens):
        from nltk import FreqDist, ngrams

        return FreqDist(ngrams(tokens, n))

    return count


def bigram_matrix(tokens):
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(
        ngram_range=(2, 2), tokenizer=same, lowercase=False, token_pattern=None
    )
    return counter.fit_transform([tokens])


def same(tokens):
    return tokens


WORK = [
    ("frequencies of all types", dc.frequencies, most_common, "≥ 20×"),
    ("counts of all types in each document", counts_by_document, None, ""),
    ("2-grams as a table", table(2), distribution(2), "≥ 6×"),
    ("2-grams, counts only", counts(2), distribution(2), "≥ 6×"),
    ("2-grams, counts only, versus CountVectorizer", counts(2), bigram_matrix, "≥ 8×"),
    ("3-grams that occur at least twice, as a table", table(3, 2), distribution(3), "≥ 6×"),
    ("families of formulas, as a table", dc.families, None, "≤ 60 s"),
    ("3-grams, counts only", counts(3), distribution(3), "≥ 6×"),
]
