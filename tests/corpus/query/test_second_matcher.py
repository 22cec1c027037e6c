import ast
from pathlib import Path

import pytest

import discourse as dc
from discourse.corpus.query import reread_layers, reread_tokens, rereading, second_matcher
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import find_without_index


def test_the_second_matcher_counts_by_hand():
    tokens = reread(dc.Corpus.from_texts({"a": "no no yes. No"}).store)
    words = dc.Tokenizer()
    assert find_without_index(tokens, "no no", words) == [("a", 0, 5)]
    assert find_without_index(tokens, "no", words, within="sentence") == [
        ("a", 0, 2), ("a", 3, 5), ("a", 11, 13),
    ]  # fmt: skip
    assert find_without_index(tokens, 'no :: sentence = "2"', words) == [("a", 11, 13)]


@pytest.mark.parametrize("module", [second_matcher, rereading, reread_tokens, reread_layers])
def test_the_second_matcher_shares_no_arrays_and_no_index(module):
    source = Path(module.__file__).read_text(encoding="utf-8")
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    assert not imported & {
        "numpy",
        "discourse.corpus.store.index",
        *(
            f"discourse.corpus.query.{name}"
            for name in (
                "matching", "walking", "token_tests", "structures", "stretches", "values",
                "conditions", "normal_form",
            )
        ),
    }  # fmt: skip
