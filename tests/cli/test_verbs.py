"""A verb as a command: its signature becomes arguments, its docstring their help."""

import argparse
import inspect
from collections.abc import Sequence
from dataclasses import replace

import pytest

import discourse as dc
from discourse.cli.parser import Parser
from discourse.cli.verbs import Parameter, converted, explanations, parameters
from discourse.record import VERBS


def parameter(*kinds, default=None, positional=False):
    return Parameter("n", kinds, default, positional, "a number")


def parsed(what, *arguments):
    parser = Parser("x")
    what.add(parser.add_argument)
    return what.value(parser.parse_args(arguments))


def test_kinds_are_read_as_the_signature_says():
    assert parsed(parameter(int), "--n", "3") == 3
    assert parsed(parameter(float), "--n", "0.5") == 0.5
    assert parsed(parameter(bool), "--no-n") is False
    assert parsed(parameter(int, tuple[int, int]), "--n", "2,3") == (2, 3)
    assert parsed(parameter(Sequence[str]), "--n", "a", "b") == ["a", "b"]


def test_one_of_several_is_one_where_the_verb_takes_one():
    several = parameter(int, Sequence[int], positional=True, default=2)
    assert parsed(several, "3") == 3
    assert parsed(several, "2", "3") == [2, 3]
    assert parsed(parameter(Sequence[str]), "--n", "a") == ["a"]


def test_what_is_of_no_kind_is_refused():
    with pytest.raises(dc.DiscourseError) as refused:
        parsed(parameter(int, tuple[int, int]), "--n", "wide")
    assert str(refused.value).startswith("argument --n: 'wide' is not of the kind int or ")


def test_a_parameter_without_a_default_must_be_given():
    needed = VERBS["concordance"]
    query, *rest = parameters(needed)
    assert (query.is_needed, query.is_positional) == (True, True)
    assert not any(one.is_needed or one.is_positional for one in rest)


@pytest.mark.parametrize("name", VERBS)
def test_every_parameter_of_every_verb_is_explained_and_can_be_given(name):
    for one in parameters(VERBS[name]):
        assert one.help
        one.add(argparse.ArgumentParser().add_argument)
        if bool not in one.kinds and dc.Corpus not in one.kinds:
            assert any(_reads(kind) for kind in one.kinds), one.name


def _reads(kind):
    try:
        return converted("1", kind) is not None or True
    except TypeError:
        return getattr(kind, "__args__", None) is not None


def test_help_is_what_the_docstring_says():
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
    found = dict(explanations(inspect.cleandoc(docstring)))
    assert found == {"a": "both of them, at once", "b": "both of them, at once", "c": "alone"}


def test_a_verb_is_asked_what_was_given_and_nothing_else(discourse, monkeypatch):
    calls = []
    real = VERBS["frequencies"]

    def counted(corpus: dc.Corpus, *, by: str | None = None, min_count: int = 1) -> object:
        """One row."""
        calls.append((by, min_count))
        return real.function(corpus)

    monkeypatch.setitem(VERBS, "frequencies", replace(real, function=counted))
    assert discourse("freq", "seeds", "--min-count", "3", "--rows", "0")[0] == 0
    assert calls == [(None, 3)]


def test_the_same_numbers_stand_in_a_terminal_and_in_a_notebook(discourse, paper):
    _, out, _ = discourse("tfidf", "seeds", "--by", "section", "--format", "csv")
    assert out == dc.tfidf(paper, by="section").to_csv(
        index=False, lineterminator="\n", float_format="%.10g"
    )


def test_a_part_of_the_texts_can_be_asked_for(discourse):
    _, out, _ = discourse("freq", "seeds", "--subset", 'section = "lead"', "--format", "csv")
    assert sum(int(line.split(",")[1]) for line in out.splitlines()[1:]) == 64


def test_lines_are_sorted_and_sampled(discourse):
    code, out, _ = discourse("kwic", "seeds", "rights", "--sort", "R1", "--rows", "2")
    assert (code, out.count("\n")) == (0, 2)
    assert discourse("kwic", "seeds", "rights", "--sample", "3")[1].count("\n") == 3
