"""The examples of the module's docstring, and what holds for the normal form of any pattern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.normal_form import anchor_rows, normalise
from discourse.corpus.query.parsing import parse
from discourse.corpus.query.pattern import Find, Repeat, TokenSequence, pattern_length
from discourse.corpus.query.writing import write_query

PATTERNS = st.recursive(
    st.sampled_from(["[]", '"a"', '"b"']),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join).map("({})".format),
        st.lists(inner, min_size=2, max_size=3).map(" | ".join).map("({})".format),
        st.tuples(inner, st.sampled_from("?*+")).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=6,
)


def normal_form(query):
    return normalise(parse(query, dc.Tokenizer()).hits.pattern)


def brief(*items):
    """Items as the module's docstring writes them: ``[word="a"]`` is ``a``."""
    text = write_query(Find(TokenSequence(items)))
    for letter in "ab":
        text = text.replace(f'([word="{letter}"])', letter).replace(f'[word="{letter}"]', letter)
    return text.replace("((", "(").replace("))", ")")


@pytest.mark.parametrize(
    ("query", "form", "anchored"),
    [
        ('("a"? "b")+', "a{0,1} b (a{0,1} b){0,99}", [("a{0,1}", "b", "(a{0,1} b){0,99}")]),
        (
            '("a"? "b"?)+',
            "(a b{0,1} | b){0,100}",
            [("", "a", "b{0,1} (a b{0,1} | b){0,99}"), ("", "b", "(a b{0,1} | b){0,99}")],
        ),
    ],
)
def test_a_pattern_is_divided_at_a_token_that_every_hit_contains(query, form, anchored):
    items = normal_form(query)
    assert brief(*items) == form
    assert [
        (brief(*row.before), brief(row.token), brief(*row.after))
        for row in anchor_rows(items, lambda token: 0)
    ] == anchored


@given(PATTERNS)
def test_only_a_repetition_can_match_nothing(query):
    try:
        items = normal_form(query)
    except dc.DiscourseError:
        return
    for item in items:
        assert (pattern_length(item)[0] == 0) == isinstance(item, Repeat)
        if isinstance(item, Repeat):
            assert item.least == 0 < pattern_length(item.item)[0]
