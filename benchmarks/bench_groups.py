"""Groups of documents: keywords of each against all others.

The peer counts the same groups with pandas and computes the log ratio and the log-likelihood with
numpy; it has no intervals, no dispersion, no test of single documents and no queries.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

import discourse as dc
from discourse.measures.association import log_likelihood, log_ratio

GROUPS, MIN_COUNT = 8, 5


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


WORK = [
    ("keywords of eight groups", compare_groups, count_groups_with_pandas, "≥ 1.5×"),
]
