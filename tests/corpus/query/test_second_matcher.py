import ast
from pathlib import Path

import pytest

import discourse as dc
from discourse.corpus.query import reread_layers, reread_tokens, rereading, second_matcher
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import count_without_index, find_without_index


def test_the_second_matcher_counts_by_hand():
    tokens = reread(dc.Corpus.from_texts({"a": "no no yes. No"}).store)
    words = dc.Tokenizer()
    assert find_without_index(tokens, "no no", words) == [("a", 0, 5)]
    assert find_without_index(tokens, "no", words, within="sentence") == [
        ("a", 0, 2), ("a", 3, 5), ("a", 11, 13),
    ]  # fmt: skip
    assert find_without_index(tokens, 'no :: sentence = "2"', words) == [("a", 11, 13)]


# What the two matchers may have in common: the syntax tree of a query, the tokeniser and what it
# knows of signs and sentences, and the records of a store and its layers, without their methods.
SHARED = {
    "discourse.corpus.query.parsing": {"parse", "parse_condition"},
    "discourse.corpus.query.pattern": {
        "AttributeComparison", "Both", "Choice", "Condition", "Containing", "Edge", "Find", "Hits",
        "Meet", "Minus", "Not", "Pattern", "SpanHits", "Structure", "Test", "Token",
        "TokenSequence", "Union", "Word",
    },
    "discourse.corpus.store.block": {"ATTRIBUTE"},
    "discourse.corpus.store.layer": {"Spans"},
    "discourse.corpus.store.parts": {"UNITS"},
    "discourse.corpus.store.placing": {"PlacedLayer", "SpanLayer", "TokenLayer"},
    "discourse.corpus.store.store": {"Store"},
    "discourse.errors": {"DiscourseError"},
    "discourse.text.characters": {"IGNORABLE", "LETTER", "character_classes"},
    "discourse.text.document": {"compose"},
    "discourse.text.sentences": {"sentence_starts"},
    "discourse.text.tokenizer": {"Tokenizer"},
}  # fmt: skip
OWN = (second_matcher, rereading, reread_tokens, reread_layers)


@pytest.mark.parametrize("module", OWN)
def test_the_second_matcher_shares_nothing_below_the_syntax_tree(module):
    own = {each.__name__ for each in OWN}
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not {alias.name.partition(".")[0] for alias in node.names} & {
                "discourse",
                "numpy",
            }
        elif isinstance(node, ast.ImportFrom) and node.module.startswith("discourse"):
            names = {alias.name for alias in node.names}
            assert node.module in own or names <= SHARED.get(node.module, set()), node.module


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("peace", "peace"), (r"U\.S\.", "U.S."), ("win-win", "win-win"), ("a.c", None),
        (r"\d", None), ("a|b", None), (r"a\ b", "a b"), ("", ""), ("é", "é"),
    ],
)  # fmt: skip
def test_a_value_without_operators_is_a_text(written, text):
    assert second_matcher._literal_text(written) == text


MEETS = [
    # text, query, the number of hits
    ("Alpha gamma. Delta.", 'meet("Alpha", "gamma" "Delta", 1, 5, within=s)', 0),
    ("Alpha gamma Delta.", 'meet("Alpha", "gamma" "Delta", 1, 5, within=s)', 1),
    ("Alpha gamma. Delta.", 'meet("gamma" "Delta", "Alpha", -5, -1, within=s)', 0),
    ("Alpha gamma Delta.", 'meet("gamma" "Delta", "Alpha", -5, -1, within=s)', 1),
    ("Alpha gamma. Delta.", 'meet("Alpha", "gamma" "Delta", 1, 5)', 1),
    ("Alpha gamma. Delta.", 'meet("Alpha", "gamma" []?, 1, 5, within=s)', 1),
]


@pytest.mark.parametrize(("text", "query", "hits"), MEETS)
@pytest.mark.parametrize("within", ["document", "section"])
def test_meet_within_keeps_both_sides_whole_inside_the_unit(text, query, hits, within):
    corpus = dc.Corpus.from_texts({"a": text})
    assert len(corpus.find(query, within=within)) == hits
    again = find_without_index(reread(corpus.store), query, corpus.tokenizer, within=within)
    assert len(again) == hits


def test_what_was_asked_for_last_is_kept_for_the_same_limits_only():
    corpus = dc.Corpus.from_texts({"a": "# One\n\npeace and war\n\n# Two\n\nwar and peace"})
    wide = 'meet("war", <document/> union "peace", -9, 9)'  # the document overlaps each hit
    queries = [wide, f"{wide} within section", wide]
    tokens = reread(corpus.store)
    kept = [count_without_index(tokens, query, corpus.tokenizer) for query in queries]
    anew = [count_without_index(reread(corpus.store), q, corpus.tokenizer) for q in queries]
    assert kept == anew == [len(corpus.find(query)) for query in queries]
