"""Combine two divisions of the tokens: the parts are the combinations that occur."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from discourse.corpus.store.partition import Factor, Partition


def cross_partitions(one: Partition, two: Partition) -> Partition:
    """Divide the tokens by two criteria at once.

    The parts are ordered by the first criterion, and within it by the second; `one` may already
    combine several.
    """
    bounds = np.union1d(one.bounds, two.bounds)
    firsts = bounds[:-1]
    pairs = one.of(firsts) * len(two) + two.of(firsts)
    here, codes = np.unique(pairs, return_inverse=True)
    of_one, of_two = np.divmod(here, max(len(two), 1))
    factors = [
        *(Factor(each.parts, each.codes[of_one]) for each in one.factors),
        *(() if one.factors else (Factor(one, of_one),)),
        Factor(two, of_two),
    ]
    labels = [
        [parts.labels[number] for number in numbers.tolist()]
        for parts, numbers in ((one, of_one), (two, of_two))
    ]
    attributes = {
        name: [values[number] for number in factor.codes.tolist()]
        for factor in factors
        for name, values in factor.parts.attributes.items()
    }
    named = " and ".join(factor.parts.by for factor in factors)
    joined = join_labels(*labels)
    return Partition(named, joined, attributes, bounds, codes, factors=factors)


def join_labels(ones: Sequence[str], others: Sequence[str]) -> list[str]:
    """Label each part ``document/part``, with the document in quotes where labels would be equal.

    Section "1/2" of document "a" and section "2" of document "a/1" would otherwise be one label. If
    a name that contains quotes brings about another such pair, all documents are quoted.
    """
    plain = [f"{one}/{other}" for one, other in zip(ones, others, strict=True)]
    times = Counter(plain)
    if len(times) == len(plain):
        return plain
    escaped = [one.replace("\\", "\\\\").replace('"', '\\"') for one in ones]
    quoted = [f'"{one}"/{other}' for one, other in zip(escaped, others, strict=True)]
    labels = [q if times[p] > 1 else p for p, q in zip(plain, quoted, strict=True)]
    return labels if len(set(labels)) == len(labels) else quoted
