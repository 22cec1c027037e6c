"""The order in which the labels of parts are shown: numbers as numbers, categories as given."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_DIGITS = re.compile(r"([0-9]+)")


def order_labels(labels: Sequence[str], given: Sequence[str] = ()) -> NDArray[np.int64]:
    """Return the numbers of some labels in the order in which they are shown.

    The label of missing values, "", comes first. Those that `given` lists follow in its order. If
    all others are numbers, they are sorted as numbers; otherwise as text in which runs of digits
    are compared as numbers, so that chapter 2 comes before chapter 10.

    Examples
    --------
    >>> order_labels(["10", "", "9"]).tolist()
    [1, 2, 0]
    >>> order_labels(["late", "early"], ["early", "late"]).tolist()
    [1, 0]
    """
    places = {label: place for place, label in enumerate(given)}
    others = [label for label in labels if label and label not in places]
    numbers = pd.to_numeric(pd.Series(others, dtype=object), errors="coerce")
    if numbers.notna().all():
        ranked = sorted(zip(numbers.tolist(), others, strict=True))
        later = [label for _, label in ranked]
    else:
        later = sorted(others, key=lambda label: (_split_digits(label), label))
    places |= {label: len(places) + rank for rank, label in enumerate(later)}
    keys = [places[label] if label else -1 for label in labels]
    return np.argsort(np.array(keys, dtype=np.int64), kind="stable")


def _split_digits(label: str) -> list[str | tuple[int, str]]:
    """A label as text and numbers in turns; a number is compared by its length, then its digits."""
    pieces: list[str | tuple[int, str]] = list(_DIGITS.split(label))
    for at in range(1, len(pieces), 2):
        digits = str(pieces[at]).lstrip("0")
        pieces[at] = (len(digits), digits)
    return pieces
