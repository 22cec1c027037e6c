"""Conditions survive writing and parsing, and both matchers agree with Python itself."""

import operator

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.query.pattern import AttributeComparison
from discourse.corpus.query.rereading import holds, reread
from discourse.corpus.query.second_matcher import find_without_index
from discourse.corpus.query.writing import equals, write_membership

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SIGNS = {
    "=": operator.eq, "==": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip

SPEECHES = pd.DataFrame(
    {
        "document": list("abcdef"),
        "text": ["One.", "Two.", "Three.", "Four.", "Five.", "Six."],
        "year": [1990, 1990, 2000, 2010, 2010, 2020],
        "Speaker Name": ["Li", "Wu", "Li", "it's", 'Q"', "and"],
    }
)
NAMES = {"year": "year", '"year"': "year", '"Speaker Name"': "Speaker Name"}


@given(TEXT, TEXT)
@example("and", "x")
@example("in", "x")
@example("a·b", "x")  # an identifier to Python, two words to the grammar
@example("_", "x")
def test_a_written_comparison_is_read_back(attribute, label):
    assert parse_condition(equals(attribute, label)) == (
        (AttributeComparison(attribute, "=", label),),
    )


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_a_written_list_is_read_back(labels):
    assert parse_condition(write_membership("document", labels)) == (
        (AttributeComparison("document", "in", frozenset(labels)),),
    )


def quote(text):
    """A text as a condition contains it, in either kind of quotes."""
    sign = "'" if '"' in text else '"'
    return f"{sign}{text}{sign}"


def comparisons(name, values, written):
    """Pairs of a condition on one column and the test that it should mean."""
    column = NAMES[name]
    single = st.tuples(st.sampled_from(sorted(SIGNS)), st.sampled_from(values)).map(
        lambda pair: (
            f"{name} {pair[0]} {written(pair[1])}",
            lambda row: SIGNS[pair[0]](row[column], pair[1]),
        )
    )
    brackets = st.sampled_from(["({})", "[{}]", "({},)"])
    several = st.tuples(brackets, st.lists(st.sampled_from(values), min_size=1, max_size=3)).map(
        lambda pair: (
            f"{name} in {pair[0].format(', '.join(map(written, pair[1])))}",
            lambda row: row[column] in pair[1],
        )
    )
    return st.one_of(single, several)


def joined(word, how):
    return lambda pair: (
        f"({pair[0][0]}) {word} {pair[1][0]}",
        lambda row: how([pair[0][1](row), pair[1][1](row)]),
    )


CONDITIONS = st.recursive(
    st.one_of(
        comparisons("year", [1990, 2000, 2010, 1], str),
        comparisons('"year"', [1990, 2020], str),
        comparisons('"Speaker Name"', ["Li", "it's", 'Q"', "and", ""], quote),
    ),
    lambda inner: st.one_of(
        *(
            st.tuples(inner, inner.map(lambda pair: (f"({pair[0]})", pair[1]))).map(
                joined(word, how)
            )
            for word, how in (("and", all), ("&", all), ("or", any), ("|", any))
        )
    ),
    max_leaves=5,
)


@given(CONDITIONS)
def test_a_condition_keeps_the_rows_that_python_would_keep_in_both_matchers(condition):
    text, test = condition
    corpus = dc.Corpus.from_frame(SPEECHES)
    expected = [row["document"] for row in SPEECHES.to_dict("records") if test(row)]
    wanted, tokens = parse_condition(text), reread(corpus.store)
    again = [tokens.parts(at)["document"] for at in range(len(tokens))]
    held = [name for at, name in enumerate(again) if holds(wanted, tokens.parts(at))]
    hits = [line.document for line in dc.concordance(corpus, f"* :: {text}")]
    assert held == hits == expected
    if expected:
        part = corpus.subset(text)
        assert part.documents["document"].tolist() == expected
        assert reread(part.store).words == part.to_nltk().tokens


def test_and_binds_more_tightly_than_or():
    corpus = dc.Corpus.from_frame(SPEECHES)
    for condition in ("year = 1990 or year = 2010 and document = 'd'",
                      "year = 1990 | year = 2010 & document = 'd'"):  # fmt: skip
        assert list(corpus.subset(condition)) == ["a", "b", "d"]


def test_a_list_may_hold_texts_and_numbers_and_the_missing():
    table = pd.DataFrame({"text": ["One", "Two", "Three"], "year": [1990, None, 2000]})
    corpus = dc.Corpus.from_frame(table)
    for condition, words in (
        ('year in (1990, "2000")', ["One", "Three"]),
        ('year in ("", 2000)', ["Two", "Three"]),
        ("year in (1990)", ["One"]),
    ):
        assert corpus.subset(condition).to_nltk().tokens == words
        wanted, tokens = parse_condition(condition), reread(corpus.store)
        kept = [word for at, word in enumerate(tokens.words) if holds(wanted, tokens.parts(at))]
        assert kept == words


@pytest.mark.parametrize(
    "condition, expected",
    [
        ('lev >= "mid"', "bc"), ('lev < "mid"', ""), ('lev <= "mid"', "c"), ('lev > "low"', "bc"),
        ('p >= "5-9"', "bc"), ('p < "5-9"', "a"), ('p <= "from 10"', "abc"),
        ("stars > 3", "ab"), ('stars > "3"', "ab"), ("stars <= 1", "abc"),
    ],
)  # fmt: skip
def test_ordered_categories_and_bins_are_compared_in_their_order(condition, expected):
    table = pd.DataFrame(
        {
            "document": list("abc"),
            "text": ["One.", "Two.", "Three."],
            "y": [1, 7, 12],
            "lev": pd.Categorical([None, "high", "mid"], ["low", "mid", "high"], ordered=True),
            "stars": pd.Categorical([2, 1, 3], [3, 2, 1], ordered=True),
        }
    )
    corpus = dc.Corpus.from_frame(table).with_metadata(p=("y", [5, 10]))
    tokens = reread(corpus.store)
    query = f"* :: {condition}"
    again = find_without_index(tokens, query, corpus.store.tokenizer)
    assert [line.document for line in dc.concordance(corpus, query)] == list(expected)
    assert [name for name, _, _ in again] == list(expected)
    if expected:
        part = corpus.subset(condition)
        assert list(part) == list(expected)
        assert reread(part.store).words == part.to_nltk().tokens
        assert list(part.subset(condition)) == list(expected)


@pytest.mark.parametrize("condition", ['lev > "Mid"', "lev > 3", 'lev <= ""', 'lev < "hig"'])
def test_a_label_outside_the_order_of_its_column_is_refused(condition):
    levels = pd.Categorical(["high", "low"], ["low", "mid", "high"], ordered=True)
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": ["One.", "Two."], "lev": levels}))
    with pytest.raises(dc.DiscourseError) as refused:
        corpus.subset(condition)
    assert str(refused.value).endswith(
        "compares in the order of lev, which has no such label; its labels are 'low', 'mid', "
        "'high'."
    )


def test_numbers_are_not_compared_with_text():
    corpus = dc.Corpus.from_frame(SPEECHES)
    with pytest.raises(dc.DiscourseError) as refused:
        corpus.subset('"Speaker Name" in (1, 2)')
    assert str(refused.value) == (
        "Speaker Name in (1, 2) compares numbers, but Speaker Name holds text; put the value into "
        "quotes."
    )


def test_a_frequency_list_takes_the_same_conditions():
    addresses = dc.reference("inaugural")
    either = addresses.subset('speaker = "Lincoln" | speaker = "Grant"')
    for condition in (
        'speaker in ("Lincoln", "Grant")',
        "speaker == 'Lincoln' or speaker == 'Grant'",
    ):
        assert addresses.subset(condition).parts.equals(either.parts)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("year in ()", '''\
the condition breaks here:
  year in ()
           ^
This would work: section = "2" & year >= 2017'''),
        ('year in ("1990"', '''\
the condition ends too early here:
  year in ("1990"
                 ^
This would work: year in ("1990")'''),
        ("speaker = ‘Li’", '''\
the condition breaks here:
  speaker = ‘Li’
            ^
This would work: speaker = 'Li\''''),
    ],
)  # fmt: skip
def test_a_condition_that_breaks_is_shown_the_place_and_one_that_works(condition, said):
    with pytest.raises(dc.DiscourseError) as refused:
        parse_condition(condition)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("condition", "works"),
    [
        ("speaker == Li", 'speaker == "Li"'),
        ("year <> 1990", "year != 1990"),
        ('1990 = "x"', '"1990" = "x"'),
        ("year in (1990) and speaker = Li", 'year in (1990) and speaker = "Li"'),
    ],
)
def test_a_broken_condition_is_answered_with_the_one_that_was_meant(condition, works):
    with pytest.raises(dc.DiscourseError) as error:
        parse_condition(condition)
    assert str(error.value).endswith(f"This would work: {works}")


def test_a_list_of_truth_values_is_a_mask():
    corpus = dc.Corpus.from_texts({"a": "One.", "b": "Two.", "c": "Three."})
    assert list(corpus.subset([True, False, True])) == ["a", "c"]
