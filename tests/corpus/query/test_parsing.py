import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.parsing import parse, parse_condition, split_restriction, term_query
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import find_without_index
from discourse.corpus.query.writing import restrict_query
from discourse.errors import DiscourseError

WORDS = dc.Tokenizer()


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts(
        {"a": "Human rights, human right; China's win-win.", "b": "A community of shared future."}
    )


def nodes(corpus, query, **options):
    return [line.node for line in dc.concordance(corpus, query, **options)]


def test_a_phrase_ignores_case_and_punctuation(corpus):
    assert nodes(corpus, "human RIGHTS, human") == ["Human rights, human"]


def test_wildcards_match_letters_inside_one_word(corpus):
    assert nodes(corpus, "right?") == ["rights"]
    assert nodes(corpus, "right*") == ["rights", "right"]
    assert nodes(corpus, "* of") == ["community of"]
    assert nodes(corpus, "c*y of shared|common future") == ["community of shared future"]


def test_an_escaped_sign_is_text_and_no_wildcard(corpus):
    assert nodes(corpus, r"right\*") == ["right"]


def test_a_curly_apostrophe_is_the_straight_one(corpus):
    assert nodes(corpus, "china’s win‐win") == ["China's win-win"]


def test_a_restriction_follows_two_colons(corpus):
    assert nodes(corpus, 'a*|human :: document = "a" & section = "1"') == ["Human", "human"]
    assert nodes(corpus, '* :: document = "b" & (section = "1" | section = "2")')[0] == "A"


def test_two_colons_in_quotes_do_not_restrict(corpus):
    assert nodes(corpus, '[word="a::b|community"]') == ["community"]


PIECES = st.sampled_from(
    ["a", "b*", " ", "::", ":", "\\", '"', "'", "|", "[", "]", "=", "word", "&"]
)
VALUES = st.text(alphabet="ab: \\\"'", max_size=6).map(
    lambda text: text.replace("\\", "\\\\").replace('"', '\\"')
)
TOKENS = st.sampled_from(['[word="a::b|c"]', '[word="a|\\"::"]', '"a|::"', "[]", '[word!="a|::"]'])
WORDS_OF_PHRASES = st.sampled_from(["a", "b*", "b\\::a", "c|d"])
HITS = st.one_of(
    st.lists(TOKENS, min_size=1, max_size=3).map(" ".join),
    st.lists(WORDS_OF_PHRASES, min_size=1, max_size=3).map(" ".join),
)


@given(HITS, VALUES, st.sampled_from([" :: ", "::"]))
def test_a_query_is_split_where_the_parser_splits_it(hits, value, border):
    condition = f'section = "{value}"'
    assert split_restriction(hits) == (hits, None)
    query = f"{hits}{border}{condition}"
    before, after = split_restriction(query)
    assert (before.strip(), after.strip()) == (hits, condition)
    whole = parse(query, WORDS)
    assert whole.hits == parse(before, WORDS).hits
    assert whole.condition == parse_condition(after)
    again = parse(restrict_query(query, 'year = "1"'), WORDS)
    assert again.hits == whole.hits
    assert again.condition == parse_condition(f'({condition}) & year = "1"')


@given(st.lists(PIECES, max_size=9).map("".join))
def test_whatever_the_parser_reads_is_split_into_what_it_reads(query):
    try:
        whole = parse(query, WORDS)
    except DiscourseError:
        return
    before, after = split_restriction(query)
    assert whole.hits == parse(before, WORDS).hits
    assert whole.condition == (() if after is None else parse_condition(after))


@pytest.mark.parametrize("query", ["", "  ", "—", "…!", "* —"[2:]])
def test_a_phrase_without_a_word_is_refused(corpus, query):
    with pytest.raises(dc.DiscourseError) as error:
        corpus.find(query)
    assert str(error.value) == (
        f"{query!r} contains no word; give a phrase, such as human rights, or CQL, such as "
        '[word="rights"].'
    )


@pytest.mark.parametrize("query", ["a | b", "a|", "|b", "x a||b"])
def test_an_alternative_without_a_word_is_refused(corpus, query):
    with pytest.raises(dc.DiscourseError, match=r"has no word on one side of \|; write altern"):
        corpus.find(query)


def between_line_feeds(text):
    """Whatever is between line feeds is a token."""
    return [match.span() for match in regex.finditer(r"[^\n]+", text)]


ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1)
SIGNS = st.text(st.sampled_from("ab *?|[\"]\\:&()%.$^{}+-\t'“中Éé"), min_size=1, max_size=6)


@pytest.mark.filterwarnings("ignore:.*read as another")  # of whatever Hypothesis makes up
@given(st.lists(st.one_of(ANYTHING, SIGNS), min_size=1, max_size=4))
@example(["a::b"])
@example(["::"])
@example(["[", "|", "*"])
@example(['"a" "b"'])
@example(["meet("])
@example(["\\"])
@example(["𖼀*"])
def test_a_term_of_any_tokeniser_is_found_by_its_query(tokens):
    tokens = [f"{token}x" for token in tokens]  # only pieces with a letter are tokens
    words = dc.Tokenizer(segmenter=between_line_feeds)
    corpus = dc.Corpus.from_texts({"a": "\n".join(tokens)}, tokenizer=words)
    terms = [corpus.tokenizer.fold(token) for token in tokens]
    row = corpus.find(term_query(terms, corpus.tokenizer), within="document")
    assert [0, len(tokens)] in row.tolist()
    for term in set(terms):
        hits = corpus.find(term_query([term], corpus.tokenizer))
        assert len(hits) == terms.count(term)


@pytest.mark.filterwarnings("ignore:.*read as another")  # of whatever Hypothesis makes up
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_a_term_of_the_paper_s_tokeniser_is_found_by_its_query(texts):
    corpus = dc.Corpus.from_texts({"a": "latin " * 99 + " ".join(texts)})
    for term, count in zip(corpus.terms, corpus.store.counts.tolist(), strict=True):
        assert len(corpus.find(term_query([term], corpus.tokenizer))) == count


def test_a_plain_term_keeps_a_plain_query():
    assert term_query(["china's", "win-win"], WORDS) == "china's win-win"
    assert term_query(["36,000"], WORDS) == "36,000"
    assert term_query(["low carbon"], WORDS) == r'[lower="low\ carbon"]'


def two_by_two(text):
    """Two Chinese characters per word; any other letter is a word of its own."""
    return [match.span() for match in regex.finditer(r"[\u4e00-\u9fff]{1,2}|\w", text)]


def test_a_wildcard_belongs_to_the_letters_it_touches():
    corpus = dc.Corpus.from_texts(
        {"a": "中国人民共同"}, tokenizer=dc.Tokenizer(segmenter=two_by_two)
    )
    assert nodes(corpus, "人*") == ["人民"]
    assert nodes(corpus, "?同") == ["共同"]
    assert nodes(corpus, "中国 *") == ["中国人民"]


def test_a_phrase_stays_within_a_section_and_never_bridges_what_is_left_out(tmp_path):
    (tmp_path / "a.txt").write_text("human <x> rights human\nrights", encoding="utf-8")
    (tmp_path / "a.toml").write_text(
        """
        region = [
            { name = "1", begins = "human <" },
            { name = "cut", matches = "<x>", treatment = "drop" },
            { name = "2", begins = { regex = "^rights" } },
        ]
        """,
        encoding="utf-8",
    )
    corpus = dc.read(tmp_path)
    assert corpus.size == 4
    assert nodes(corpus, "human rights") == []
    assert nodes(corpus, "human rights", within="document") == ["human\nrights"]


def test_a_query_with_its_own_unit_does_not_ask_for_another():
    corpus = dc.Corpus.from_texts({"a": "One two.\n\nThree."})
    assert nodes(corpus, '"two" "Three" within document') == ["two.\n\nThree"]
    assert nodes(corpus, '"two" "Three"') == []


def test_parsing_a_phrase_needs_no_grammar():
    import sys

    sys.modules.pop("discourse.corpus.query.cql", None)
    parse("human rights", WORDS)
    assert "discourse.corpus.query.cql" not in sys.modules


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("36,*", ["36,000"]), ("9.*", ["9.5"]), ("?.5", ["9.5"]), ("*,?00", ["36,000"]),
        ("9*", ["9.5", "9"]), ("mm.*", ["mm or"]),
        ('(meet("mm", "36,000", -5, 5))', ["mm"]),
        ('(meet("mm", "or", -5, 5)) minus "or"', ["mm"]),
    ],
)  # fmt: skip
def test_wildcards_inside_numbers_and_queries_in_brackets(query, found):
    corpus = dc.Corpus.from_texts({"a": "9.5 and 9 mm or 36,000, 36 x."})
    assert [line.node for line in dc.concordance(corpus, query)] == found


@pytest.mark.parametrize(
    "query, hits",
    [
        ("l'", 3), ("L’", 3), ("l' homme", 2), ("l'homme", 2), ("l'*", 3), ("* homme", 2),
        ("qu'|l'", 4), ("qu' elle", 1), ("'s", 2), ("’s", 2), ("state 's", 1), ("*'s", 2),
        ("state|china 's", 2), ("'s|elle", 3), ("* 's", 2), ("lhomme", 0),
    ],
)  # fmt: skip
def test_a_word_that_a_choice_cuts_off_can_be_asked_for(query, hits):
    tokenizer = dc.Tokenizer(elision="split", possessive="split")
    text = "L'homme et l'État. L’homme qu'elle aime. China's and the state’s."
    corpus = dc.Corpus.from_texts({"a": text}, tokenizer=tokenizer)
    assert len(dc.concordance(corpus, query)) == len(dc.positions(corpus, query)) == hits
    assert len(find_without_index(reread(corpus.store), query, tokenizer)) == hits


def test_every_counted_term_has_as_many_hits_as_it_is_counted():
    tokenizer = dc.Tokenizer(elision="split", possessive="split")
    corpus = dc.Corpus.from_texts(
        {"a": "L'amour d'autrui, l'État's, it's James's."}, tokenizer=tokenizer
    )
    counts = dc.frequencies(corpus).set_index("term")["count"]
    assert counts["l'"] == counts["'s"] - 1 == 2
    for term, count in counts.items():
        assert len(dc.concordance(corpus, term)) == count, term


def test_without_the_choice_an_apostrophe_at_an_end_belongs_to_no_word():
    corpus = dc.Corpus.from_texts({"a": "L'homme, l homme, s."})
    assert len(dc.concordance(corpus, "l'")) == len(dc.concordance(corpus, "'s")) == 1
