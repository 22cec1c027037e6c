from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.naive import find_again
from discourse.corpus.rereading import read_again

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
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) minus ({pair[1]})"),
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


@settings(max_examples=600)
@given(CORPORA, QUERIES, st.sampled_from(["document", "section", "sentence"]))
def test_the_index_finds_what_is_found_token_by_token(corpus, query, within):
    try:
        hits = found(corpus, query, within)
    except dc.DiscourseError as error:
        assert "takes no token" in str(error) or "are the most" in str(error)
        return
    assert hits == find_again(read_again(corpus), query, corpus.words, within=within)


@settings(max_examples=200)
@given(CORPORA, QUERIES, CONDITIONS, CONDITIONS)
def test_a_subset_is_found_token_by_token(corpus, query, first, second):
    try:
        part = corpus.subset(first).subset(second)
        hits = found(part, query, "document")
    except dc.DiscourseError:
        return
    tokens = read_again(part)
    assert hits == find_again(tokens, query, corpus.words, within="document")
