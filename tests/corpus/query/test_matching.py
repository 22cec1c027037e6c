import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query import values
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import find_without_index

WORDS = st.sampled_from(["a", "b", "c", "A", "B", "a.", "b.", "x-y", "é"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=4)
CORPORA = st.lists(TEXTS.map("\n\n".join), min_size=1, max_size=3).map(
    lambda texts: dc.Corpus.from_texts({f"d{number}": text for number, text in enumerate(texts)})
)
CONDITIONS = st.sampled_from(
    ['section = "1"', 'section != "2"', 'document = "d0"', 'sentence = "2" | section = "3"']
)

TESTS = st.recursive(
    st.sampled_from(
        ['word="a"', 'word="A|b"', 'lower="a"', 'lower!="b"', 'word="."%c', 'word!="a"%c']
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" & ".join),
        st.tuples(inner, inner).map(" | ".join),
        inner.map("!({})".format),
        inner.map("({})".format),
    ),
    max_leaves=3,
)
PATTERNS = st.recursive(
    st.one_of(
        st.just("[]"), st.sampled_from(['"a"', '"b"%c', '"x.*"', '"é"']), TESTS.map("[{}]".format)
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join).map("({})".format),
        st.lists(inner, min_size=2, max_size=3).map(" | ".join).map("({})".format),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,3}", "{,2}"])).map(
            lambda pair: f"({pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=5,
)
HITS = st.recursive(
    PATTERNS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["minus", "union"]), inner).map(
            lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
        ),
        st.tuples(
            inner, inner, st.integers(-3, 0), st.integers(0, 3), st.sampled_from(["", ", within=s"])
        ).map(lambda p: f"meet({p[0]}, {p[1]}, {p[2]}, {p[3]}{p[4]})"),
        st.tuples(inner, st.sampled_from(["s", "section", "document"])).map(
            lambda pair: f"({pair[0]}) within {pair[1]}"
        ),
    ),
    max_leaves=3,
)
QUERIES = st.one_of(
    HITS,
    st.tuples(HITS, CONDITIONS).map(" :: ".join),
    st.sampled_from(["a b", "a|b c", "? *", "x-*", 'a b|c a :: document = "d1"']),
)


def found(corpus, query, within):
    """What `Corpus.find` gives, in characters."""
    table = dc.concordance(corpus, query, within=within).frame
    return list(zip(table["document"], table["start_char"], table["end_char"], strict=True))


@pytest.mark.slow
@settings(max_examples=200)
@given(CORPORA, QUERIES, st.sampled_from(["document", "section", "sentence"]))
def test_the_index_finds_what_is_found_token_by_token(corpus, query, within):
    try:
        hits = found(corpus, query, within)
    except dc.DiscourseError as error:
        assert "can match no token" in str(error) or "are allowed" in str(error)
        return
    assert hits == find_without_index(reread(corpus.store), query, corpus.tokenizer, within=within)


@pytest.mark.slow
@settings(max_examples=150)
@given(CORPORA, QUERIES, CONDITIONS, CONDITIONS)
def test_a_subset_is_found_token_by_token(corpus, query, first, second):
    try:
        part = corpus.subset(first).subset(second)
        hits = found(part, query, "document")
    except dc.DiscourseError:
        return
    tokens = reread(part.store)
    assert hits == find_without_index(tokens, query, corpus.tokenizer, within="document")


@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        ('("a"? | "b") "c"', ["a c", "c"]),  # an option that may be empty
        ('("a"? "b"?)* "c"', ["a c", "c"]),  # a repetition of what may be empty
        ('("a"? "b"?){3} "c"?', ["a c", "c"]),
        ('("a" | "b" "c")? "x"?', ["a"]),  # no token that each hit must have
        ('("a" "c" | "c" "a")', ["a c"]),
    ],
)
def test_patterns_in_which_much_may_be_missing(query, nodes):
    corpus = dc.Corpus.from_texts({"d": "a c. z c"})
    assert [line.node for line in dc.concordance(corpus, query)] == nodes


@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        ('[word="war|peace"]', ["peace", "war"]),
        ('[word="wa|peac"]', []),
        ('[word="a\\|b|war"]', ["war"]),
        ('[word="war|"]', ["war"]),
        ('[word="WAR|Peace"%c]', ["peace", "war"]),
        ('[lower="war|pea.*"]', ["peace", "war"]),
        ('[word!="war|peace|and"]', ["love"]),
    ],
)
def test_texts_beside_each_other_are_what_a_regular_expression_matches(query, nodes):
    corpus = dc.Corpus.from_texts({"d": "peace and war and love"})
    assert [line.node for line in dc.concordance(corpus, query)] == nodes
    tokens = reread(corpus.store)
    assert len(find_without_index(tokens, query, corpus.tokenizer)) == len(nodes)


def test_a_regular_expression_has_more_time_for_more_words(monkeypatch):
    monkeypatch.setattr(values, "REGEX_SECONDS", 0.0)
    corpus = dc.Corpus.from_texts({"d": " ".join(f"w{number}" for number in range(20_000))})
    assert len(corpus.find('"w1.*3"')) > 0


def test_a_hostile_regular_expression_is_answered(monkeypatch):
    monkeypatch.setattr(values, "REGEX_SECONDS", 0.5)
    corpus = dc.Corpus.from_texts({"d": " ".join("a" * n + "!" + "a" * n for n in range(20, 60))})
    started = time.monotonic()
    with pytest.raises(dc.DiscourseError) as error:
        corpus.find('"(a|aa)+b(?<=a)"')
    assert str(error.value) == (
        'the regular expression "(a|aa)+b(?<=a)" takes more than 0.5 seconds; '
        "write it without nested repetitions."
    )
    assert time.monotonic() - started < 3


@pytest.mark.slow
@pytest.mark.parametrize("query", ["([]{0,100}){0,5}", '("a"? | "b"?){250} ("a"|"b"){0,250}'])
def test_a_query_that_would_take_too_long_is_answered(query):
    corpus = dc.Corpus.from_texts({"d": "a b " * 4_000})
    started = time.monotonic()
    with pytest.raises(dc.DiscourseError) as error:
        corpus.find(query)
    assert str(error.value) == (
        "this query compares more than 100,000,000 places of the corpus; "
        "make its gaps and repetitions shorter, or its rarest word rarer."
    )
    assert time.monotonic() - started < 60


def test_a_frequent_pattern_is_found_by_reading_all_tokens():
    corpus = dc.Corpus.from_texts({"d": "a b " * 50})
    assert len(corpus.find('[word!="a"]')) == 50
    assert len(corpus.find("[]")) == 100
