"""Compare a regular expression with many values."""

import time
from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import regex
from numpy.typing import NDArray

from discourse.corpus.query.pattern import Both, Not, Test, Word, literal_text
from discourse.errors import DiscourseError

# Seconds that one regular expression may take over all values, and in addition for each: most
# take some millionths, and one with nested repetitions may take hours for one value.
REGEX_SECONDS = 5.0
SECONDS_PER_VALUE = 20e-6

Mask = NDArray[np.bool_]


def match_values(test: Word, values: pa.Array | pa.ChunkedArray) -> Mask:
    """Which values a regular expression matches as a whole."""
    texts = None if test.ignore_case else _literal_texts(test.value)
    if texts is not None:
        # Half of a surrogate pair is in no value, and Arrow cannot compare with it.
        known = [text for text in texts if text.encode(errors="ignore").decode() == text]
        return np.asarray(pc.is_in(values, pa.array(known, values.type)), dtype=bool)
    opening = "" if test.ignore_case else _literal_opening(test.value)
    possible = np.flatnonzero(np.asarray(pc.starts_with(values, opening)))
    candidates = values.take(pa.array(possible)).to_pylist()
    matching = np.zeros(len(values), dtype=bool)
    matching[possible] = _match_strings(test, candidates)
    return matching


def _literal_texts(value: str) -> list[str] | None:
    """The only texts that a regular expression matches; None if it has other operators than |."""
    texts = [literal_text(each) for each in ([value] if "\\" in value else value.split("|"))]
    found = [text for text in texts if text is not None]
    return found if len(found) == len(texts) else None


def _match_strings(test: Word, strings: Sequence[str]) -> list[bool]:
    wanted = regex.compile(test.value, regex.DOTALL | regex.IGNORECASE * test.ignore_case)
    limit = REGEX_SECONDS + SECONDS_PER_VALUE * len(strings)
    end = time.monotonic() + limit
    matching = []
    try:
        for string in strings:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            matching.append(bool(wanted.fullmatch(string, timeout=left)))
    except TimeoutError:
        raise DiscourseError(
            f'the regular expression "{test.value}" takes more than {limit:.2g} seconds; '
            "write it without nested repetitions."
        ) from None
    return matching


def _literal_opening(value: str) -> str:
    """The letters with which everything that a regular expression matches begins."""
    found = _OPENING.match(value)
    return found[0] if found and "|" not in value else ""


_OPENING = regex.compile(r"(?:\w(?![*?{+]))*")


def evaluate_test(test: Test, evaluate: Callable[[Word], Mask], size: int) -> Mask:
    """Which of a number of rows pass a test, given those that pass each of its comparisons."""
    if isinstance(test, Word):
        return evaluate(test)
    if isinstance(test, Not):
        return ~evaluate_test(test.test, evaluate, size)
    join = np.logical_and if isinstance(test, Both) else np.logical_or
    start = np.full(size, isinstance(test, Both))
    return reduce(join, (evaluate_test(part, evaluate, size) for part in test.tests), start)
