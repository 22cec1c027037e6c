import pytest

import discourse as dc
from discourse.publish.claims.code_values import find_code_value

CELLS = [
    "import discourse as d\nsize = 4",
    "top = d.ngrams(paper, size, min_count=3).head(20)\nrest = d.ngrams(paper, size).tail(2)",
    "spread = d.dispersion(paper, ['peace', 'rights', 'war'])\nd.collocates(paper, 'peace')",
    "mixed = d.positions(paper, ['peace', word])\nd.tfidf(paper, min_count=count())",
]


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("ngrams", "n", 4),
        ("top", "min_count", 3),
        ("top", "head", 20),
        ("tail", "tail", 2),
        ("spread", "queries", 3),
        ("collocates", "window", 5),  # the default of the verb
    ],
)
def test_a_number_that_the_code_passes_is_found(name, parameter, value):
    assert find_code_value(CELLS, name, parameter) == value


@pytest.mark.parametrize(
    ("name", "parameter", "how_many"),
    [
        ("ngrams", "min_count", "different numbers"),
        ("peace", "n", "no number that is written out"),
        ("mixed", "queries", "no number that is written out"),
        ("tfidf", "min_count", "no number that is written out"),
    ],
)
def test_a_number_that_is_not_there_or_not_one_is_refused(name, parameter, how_many):
    with pytest.raises(dc.DiscourseError) as error:
        find_code_value(CELLS, name, parameter)
    assert str(error.value) == (
        f"the code passes {how_many} as {parameter} to {name!r}; name a function that it calls, "
        "or what the statement sets, and an argument, such as 'code; ngrams; n'."
    )


@pytest.mark.parametrize(
    "cell",
    [
        "dc.ngrams(paper, n=9) if 0 else None",
        "if False:\n    dc.ngrams(paper, n=9)",
        "0 and dc.ngrams(paper, n=9)",
        "True or dc.ngrams(paper, n=9)",
        "while 0:\n    dc.ngrams(paper, n=9)",
    ],
)
def test_a_call_that_never_runs_passes_nothing(cell):
    with pytest.raises(dc.DiscourseError, match="no number that is written out"):
        find_code_value([cell], "ngrams", "n")
    live = cell.replace("0", "1").replace("False", "1").replace("True", "0")
    assert find_code_value([live], "ngrams", "n") == 9
