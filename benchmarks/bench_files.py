"""From files to a corpus and to tables by document, compared with scikit-learn's vectorizers.

The label of a task that is given the folder, and no corpus, begins with "files".
"""

import discourse as dc


def corpus(folder):
    read = dc.read(folder)
    _ = read.store.index.postings
    return read.terms


def tfidf(folder):
    return dc.tfidf(dc.read(folder), by="document")


def frequencies(folder):
    return dc.frequencies(dc.read(folder), by="document")


def counts_matrix(folder):
    from sklearn.feature_extraction.text import CountVectorizer

    return _fit(CountVectorizer, folder)


def tfidf_matrix(folder):
    from sklearn.feature_extraction.text import TfidfVectorizer

    return _fit(TfidfVectorizer, folder)


def _fit(vectorizer, folder):
    files = sorted(map(str, folder.glob("*.txt")))
    return vectorizer(input="filename", token_pattern="[a-z]+").fit_transform(files)


WORK = [
    ("files → corpus with offsets and postings", corpus, counts_matrix, "≥ 2.5×"),
    ("files → TF-IDF of each document, as a table", tfidf, tfidf_matrix, "≥ 1.5×"),
    ("files → frequencies in each document, as a table", frequencies, counts_matrix, "≥ 1.5×"),
]
