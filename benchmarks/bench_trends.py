"""Rates over time of some words and of whole vocabularies, compared with pandas.

The corpus and the frame get the years of their documents in the first call.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

import discourse as dc

YEARS = 50
QUERIES = ["the", "of", "and", "we", "people", "war", "peace", "law", "freedom", "world"]
MIN_COUNT = 20


def trend_of_ten(corpus):
    return dc.trend(dated(corpus), QUERIES)


def changes_of_all(corpus):
    return dc.changes(dated(corpus), min_count=MIN_COUNT)


@lru_cache(maxsize=1)
def dated(corpus):
    """Give the corpus fifty years, each with as many documents."""
    return corpus.with_metadata(year=[1970 + at % YEARS for at in range(len(corpus))])


FRAMES: list[pd.DataFrame] = []


def frame(tokens):
    """Make a frame with the word and the year of each token, once."""
    if not FRAMES:
        years = np.repeat(np.arange(len(tokens.sizes)) % YEARS, tokens.sizes)
        FRAMES.append(pd.DataFrame({"word": pd.Categorical(tokens), "year": years}))
    return FRAMES[0]


def groups_of_ten(tokens):
    words = frame(tokens)
    found = words[words["word"].isin(QUERIES)]
    sizes = words.groupby("year").size()
    return found.groupby(["word", "year"], observed=True).size() / sizes


def slopes_of_all(tokens):
    words = frame(tokens)
    counts = words.groupby(["word", "year"], observed=True).size().unstack(fill_value=0)  # noqa: PD010 -- the fastest way
    counts = counts[counts.sum(axis=1) >= MIN_COUNT]
    rates = counts / words.groupby("year").size()
    return np.polyfit(np.arange(YEARS), rates.to_numpy().T, 1)[0]


WORK = [
    ("trend of ten words over 50 years", trend_of_ten, groups_of_ten, "≥ 2×"),
    ("slopes of all types over 50 years", changes_of_all, slopes_of_all, "≥ 1×"),
]
