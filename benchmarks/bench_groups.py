"""Groups of documents: keywords of each against all others, and how alike they are.

The peer of the keywords counts the same groups with pandas and computes the log ratio and the
log-likelihood with numpy; it has no intervals, no dispersion, no test of single documents and no
queries. That of the cosines is scikit-learn, which has neither the terms that make a cosine nor
queries.
"""

from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
import pandas as pd
from bench_trends import YEARS, dated

import discourse as dc
from discourse.measures.association import log_likelihood, log_ratio

GROUPS, MIN_COUNT, FREQUENT = 8, 5, 20


def compare_groups(corpus):
    return dc.compare(_grouped(corpus), by="group", min_count=MIN_COUNT)


@lru_cache(maxsize=1)
def _grouped(corpus):
    """The corpus with its documents in eight groups, in turn."""
    return corpus.with_metadata(group=[str(at % GROUPS) for at in range(len(corpus))])


def count_groups_with_pandas(tokens):
    group = np.repeat(np.arange(len(tokens.sizes)) % GROUPS, tokens.sizes)
    frame = pd.DataFrame({"word": tokens, "group": group})
    found = frame.groupby(["word", "group"], sort=False).size()
    counts = found.unstack(fill_value=0)  # noqa: PD010 - twice as fast as a pivot table
    counts = counts[counts.sum(axis=1) >= MIN_COUNT]
    sizes, whole = counts.sum(), counts.sum(axis=1)
    tables = []
    for group in counts.columns:
        sides = counts[group], sizes[group], whole - counts[group], sizes.sum() - sizes[group]
        measured = {"log_ratio": log_ratio(*sides), "log_likelihood": log_likelihood(*sides)}
        tables.append(pd.DataFrame({"count": counts[group], **measured}).assign(group=group))
    strength = pd.concat(tables).sort_values("log_likelihood", key=np.abs, ascending=False)
    return strength


def compare_years(corpus):
    return dc.similarity(dated(corpus), by="year", weights="tfidf_smooth", min_count=FREQUENT)


def compare_years_with_sklearn(tokens):
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
    from sklearn.metrics.pairwise import cosine_similarity

    starts = np.cumsum([0, *tokens.sizes]).tolist()
    documents = [tokens[start:end] for start, end in pairwise(starts)]
    years = [list(chain.from_iterable(documents[at::YEARS])) for at in range(YEARS)]
    counts = CountVectorizer(analyzer=lambda words: words).fit_transform(years)
    frequent = np.flatnonzero(counts.sum(axis=0) >= FREQUENT)
    cosines = cosine_similarity(TfidfTransformer().fit_transform(counts[:, frequent]))
    one, other = np.triu_indices(len(cosines), 1)
    pairs = pd.DataFrame({"part": one, "part_other": other, "cosine": cosines[one, other]})
    return pairs.sort_values("cosine", ascending=False)


WORK = [
    ("keywords of eight groups", compare_groups, count_groups_with_pandas, "≥ 1.5×"),
    ("similarity of fifty years", compare_years, compare_years_with_sklearn, "≥ 1.5×"),
]
