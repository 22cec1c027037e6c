"""How the rows of a table were chosen: by a rule that is found again, or by hand."""

import pandas as pd
import pytest

from discourse.publish.provenance.chosen_rows import describe_rows, find_repeated, say_rows

WORDS = pd.DataFrame(
    {
        "term": ["the", "peace", "of", "war", "rights", "and"],
        "count": [9, 7, 7, 4, 2, 1],
        "kind": ["f", "c", "f", "c", "c", "f"],
    }
)
LATER = pd.DataFrame({"term": ["war", "the", "peace", "and", "rights"], "count": [9, 4, 4, 3, 2]})
RISING = pd.DataFrame({"term": ["peace", "war", "the", "rights"], "count": [1, 4, 5, 9]})
RATIOS = pd.DataFrame(
    {
        "term": ["peace", "war", "rights"],
        "count": [7, 0, 2],
        "count_reference": [1, 4, 0],
        "log_ratio": [2.0, -3.0, 2.3],
        "log_ratio_low": [0.5, -9.0, -0.1],
        "log_ratio_high": [3.5, -1.0, 9.0],
    }
)
OFF_ZERO = "those whose interval of the log ratio excludes 0"
KEYS = pd.DataFrame(
    {
        "term": ["peace", "the", "war", "rights", "of", "treaty", "and"],
        "count": [9, 8, 7, 2, 5, 4, 3],
        "count_reference": [1, 2, 3, 4, 5, 6, 7],
        "log_ratio": [2.0, 1.5, 1.2, 1.0, -1.0, -2.0, -3.0],
        "log_ratio_low": [0.5, 0.3, -0.2, -0.1, -2.0, -3.0, -4.0],
        "log_ratio_high": [3.5, 2.0, 2.0, 2.0, 0.5, -1.0, -2.0],
        "log_likelihood": [20.0, 12.0, 11.0, 5.0, -4.0, -2.0, -1.0],
        "p_value": [0.0001, 0.002, 0.02, 0.04, 0.06, 0.5, 0.6],
        "status": ["robust", "robust", "not shown", "robust", "not shown", "robust", "lockword"],
    }
)
PARTS = pd.DataFrame(
    {
        "term": ["the", "peace", "war", "peace", "the", "rights"],
        "part": ["1", "1", "1", "2", "2", "2"],
    }
)
CELLS = pd.DataFrame(
    {
        "term": ["peace", "war", "the", "treaty", "war", "rights", "treaty"],
        "part": ["1", "2", "1", "1", "1", "2", "2"],
        "count": [2, 3, 5, 4, 1, 3, 1],
    }
)
AMONG = (
    "those of the first 2 terms that are no function words, among rows with a count of at least 3"
)

TREE = pd.DataFrame({"term": ["a b", "a b c", "b d"], "parent": ["", "a b", ""]})


@pytest.mark.parametrize(
    ("table", "shown", "chosen"),
    [
        (TREE, [0, 2], "those without a parent"),
        (WORDS, range(6), "all"),
        (WORDS, [], "by hand"),
        (WORDS, [0], "the first 1"),
        (WORDS, [0, 1, 2], "the first 3"),
        (WORDS, [1, 3, 4], "those that are no function words"),
        (WORDS, [1, 3], "the first 2 that are no function words"),
        (WORDS, [1, 2, 3, 4, 5], "by hand"),
        (WORDS, [3, 4], "by hand"),
        (LATER, [1, 2], "by hand"),
        (LATER, [0, 2], "the first 2 that are no function words"),
        (LATER, [0, 1, 2, 3], "the first 4"),
        (RISING, [1, 2, 3], "those with a count of at least 4"),
        (RISING, [1, 3], "those that are no function words and with a count of at least 4"),
        (RISING, [2], "by hand"),
        (WORDS, [0, 2, 5], "those whose kind is f"),
        (WORDS, [0, 4], "by hand"),
        (RATIOS, [0, 1], "the first 2"),
        (RATIOS, [1], "by hand"),
        (RATIOS.drop(columns="count_reference").iloc[::-1], [1, 2], OFF_ZERO),
        (KEYS, [0, 1, 3, 5], "those whose status is robust"),
        (KEYS, [0, 1, 3], "the first 3 whose status is robust"),
        (KEYS, [0, 3], "the first 2 that are no function words and whose status is robust"),
        (KEYS, [0, 1, 2, 3, 4, 5], "the first 6"),
        (KEYS.iloc[::-1], [1, 2, 3, 4, 5, 6], "those whose status is not lockword"),
        (KEYS.iloc[::-1], [0, 2, 4], "those whose status is not robust"),
        (KEYS.iloc[::-1], [5, 6], "those whose interval of the log ratio is above 0"),
        (KEYS, [5, 6], "those whose interval of the log ratio is below 0"),
        (KEYS, [0, 1, 5, 6], OFF_ZERO),
        (KEYS.iloc[::-1], [3, 4, 5, 6], "those whose log ratio is above 0"),
        (KEYS, [4, 5], "the first 2 whose log ratio is below 0"),
        (KEYS.iloc[::-1], [4, 5, 6], "those with a log-likelihood of at least 10.83"),
        (KEYS.iloc[::-1], [1, 4], "by hand"),
        (KEYS.iloc[::-1], [1, 2, 6], "by hand"),
        (KEYS.drop(columns="status").iloc[[3, 0, 1, 4]], [0, 1, 2], "the first 3"),
        (
            KEYS.drop(columns=["log_ratio", "status"]).iloc[::-1],
            [3, 4, 5, 6],
            "those with p below 0.05",
        ),
        (PARTS, [1, 3], "those of the first 1 terms that are no function words"),
        (PARTS, [0, 1, 2, 3], "the first 4"),
        (PARTS, [0, 1, 3, 4], "those of the first 2 terms"),
        (PARTS, [3, 4, 5], "those whose part is 2"),
        (CELLS, [1, 3, 4, 6], AMONG),
        (CELLS, [1, 3, 4], "by hand"),
        (CELLS, [3, 5, 6], "by hand"),
    ],
)
def test_the_rule_is_the_first_that_gives_these_rows(table, shown, chosen):
    table = table.reset_index(drop=True)
    described = describe_rows(table, list(shown))
    assert described["chosen"] == chosen
    assert (described["shown"], described["of"]) == (len(shown), len(table))
    assert described["order"] == "of its table"


def test_another_order_is_by_hand():
    described = describe_rows(WORDS, [2, 1, 0])
    assert (described["chosen"], described["order"]) == ("the first 3", "by hand")


@pytest.mark.parametrize(
    ("table", "shown", "said"),
    [
        (WORDS, range(6), "all 6 rows of its table are shown"),
        (WORDS, [0, 1], "the first 2 of 6 rows of its table are shown"),
        (WORDS, [0, 1, 2], "the first 3 of 6 rows of its table, down to a count of 7, are shown"),
        (LATER[:2], [0], "the first 1 of 2 rows of its table, down to a count of 9, are shown"),
        (RISING, [0, 1], "the first 2 of 4 rows of its table are shown"),
        (
            WORDS, [1, 3],
            "the first 2 of 6 rows of its table that are no function words (English stop list of "
            "discourse), down to a count of 4, are shown",
        ),
        (
            WORDS, [1, 3, 4],
            "3 of 6 rows of its table are shown: those that are no function words (English stop "
            "list of discourse)",
        ),
        (WORDS, [0, 4], "2 of 6 rows of its table, chosen by the authors, are shown"),
        (
            RATIOS, range(3),
            "all 3 rows of its table are shown, 2 of them with a count of 0 (0.5 in the log ratio)",
        ),
    ],
)  # fmt: skip
def test_the_rule_is_said_in_a_sentence(table, shown, said):
    assert say_rows(describe_rows(table, list(shown)), table, list(shown)) == said


def test_rows_that_repeat_an_earlier_one_are_found():
    written = WORDS.iloc[[0, 1, 0, 1]].astype(str)
    assert find_repeated(written, WORDS) == [(3, 1), (4, 2)]
    assert find_repeated(WORDS.astype(str), WORDS) == []
