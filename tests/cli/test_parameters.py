"""The parameters of a verb as arguments: kinds from its signature, help from its docstring."""

import argparse
import inspect
from collections.abc import Sequence
from typing import Literal

import pytest

import discourse as dc
from discourse.cli.parameters import Parameter, convert, list_parameters, parse_explanations
from discourse.cli.parser import Parser
from discourse.record import VERBS


def parameter(*kinds, default=None, positional=False):
    return Parameter("n", kinds, default, positional, "a number")


def parsed(what, *arguments):
    parser = Parser("x")
    what.add(parser.add_argument)
    return what.value(parser.parse_args(arguments))


def test_values_are_of_the_kinds_in_the_signature():
    assert parsed(parameter(int), "--n", "3") == 3
    assert parsed(parameter(float), "--n", "0.5") == 0.5
    assert parsed(parameter(bool), "--no-n") is False
    assert parsed(parameter(int, tuple[int, int]), "--n", "2,3") == (2, 3)
    assert parsed(parameter(Sequence[str]), "--n", "a", "b") == ["a", "b"]


def test_a_single_value_is_not_a_list_if_the_verb_takes_one():
    several = parameter(int, Sequence[int], positional=True, default=2)
    assert parsed(several, "3") == 3
    assert parsed(several, "2", "3") == [2, 3]
    assert parsed(parameter(Sequence[str]), "--n", "a") == ["a"]


def test_by_is_given_once_per_column_so_that_texts_may_follow():
    by = Parameter("by", (Sequence[str], str), "section", False, "the parts")
    assert parsed(by, "--by", "party") == "party"
    assert parsed(by, "--by", "party", "--by", "decade") == ["party", "decade"]


def test_a_value_of_another_kind_is_refused():
    with pytest.raises(dc.DiscourseError) as refused:
        parsed(parameter(int, tuple[int, int]), "--n", "wide")
    assert str(refused.value).startswith("argument --n: expects a whole number or ")


def test_a_parameter_without_a_default_must_be_given():
    needed = VERBS["concordance"]
    query, *rest = list_parameters(needed)
    assert (query.is_needed, query.is_positional) == (True, True)
    assert not any(one.is_needed or one.is_positional for one in rest)


@pytest.mark.parametrize("name", VERBS)
def test_every_parameter_of_every_verb_is_explained_and_can_be_given(name):
    for one in list_parameters(VERBS[name]):
        assert one.help
        one.add(argparse.ArgumentParser().add_argument)
        if bool not in one.kinds and dc.Corpus not in one.kinds:
            assert any(_reads(kind) for kind in one.kinds), one.name


def _reads(kind):
    try:
        return convert("1", kind) is not None or True
    except TypeError:
        return getattr(kind, "__args__", None) is not None


def test_help_of_a_parameter_without_a_type_is_its_description():
    docstring = """One row.

    Parameters
    ----------
    a, b : both of them,
        at once.
    c : alone.

    Returns
    -------
    d : nothing.
    """
    found = dict(parse_explanations(inspect.cleandoc(docstring)))
    assert found == {"a": "both of them, at once", "b": "both of them, at once", "c": "alone"}


def test_help_of_a_typed_parameter_is_the_first_paragraph_of_its_description():
    docstring = """One row.

    Parameters
    ----------
    a, b : int or tuple of int, optional
        Tokens on *either* side [1]_, or
        ``(before, after)``.

        More about it.
    by : str, default "section"
        "document" or "section".
    measures : sequence of str
        DP and `dp_norm`: both.
    bare : int

    Returns
    -------
    DataFrame
        One row.
    """
    found = dict(parse_explanations(inspect.cleandoc(docstring)))
    assert found == {
        "a": "tokens on *either* side, or (before, after)",
        "b": "tokens on *either* side, or (before, after)",
        "by": '"document" or "section"',
        "measures": "DP and dp_norm: both",
        "bare": "int",
    }


def test_items_of_a_literal_or_of_a_choice_of_types_are_read():
    assert parsed(parameter(Literal["raw", "log"]), "--n", "log") == "log"
    assert parsed(parameter(Sequence[str | float]), "--n", "0.5", "a") == [0.5, "a"]
    with pytest.raises(dc.DiscourseError, match="expects"):
        parsed(parameter(Literal["raw", "log"]), "--n", "loud")
