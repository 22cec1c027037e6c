import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.query.rereading import holds, reread
from discourse.corpus.store.parts import partition

CONDITIONS = [
    'section = "1"', 'section != "2"', 'sentence = "2"', 'sentence != "1"',
    'document = "a" & sentence = "2" | document = "b"',
]  # fmt: skip


def labels(corpus, unit):
    parts = partition(corpus.store, unit)
    return [parts.labels[part].rpartition("/")[2] for part in parts.of(range(corpus.size))]


@given(
    st.lists(st.sampled_from(["One two. ", "Three. ", "four ", "\n\n"]), min_size=1, max_size=12),
    st.lists(st.sampled_from(CONDITIONS), max_size=2),
)
def test_tokens_read_again_are_those_of_the_index(pieces, conditions):
    corpus = dc.Corpus.from_texts({"a": "Zero. " + "".join(pieces), "b": "One. Two.\n\nThree."})
    for condition in conditions:
        try:
            corpus = corpus.subset(condition)
        except dc.DiscourseError:
            return
    tokens = reread(corpus.store)
    assert tokens.words == corpus.to_nltk().tokens
    assert list(tokens.starts) == corpus.store.index.starts.tolist()
    for unit in ("document", "section", "sentence"):
        parts = [str(tokens.parts(at)[unit]) for at in range(len(tokens))]
        assert parts == labels(corpus, unit)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('speaker = ""', "Two Three"),
        ('speaker != ""', "One"),
        ('speaker = "Li"', "One"),
        ('speaker != "Li"', "Two Three"),
        ('speaker < "Z"', "One Three"),
        ('speaker >= ""', "One Three"),
        ("year = 1990", "One"),
        ("year != 1990", "Two Three"),
        ("year > 0", "One Three"),
        ("year < 9999", "One Three"),
        ('year = ""', "Two"),
        ('year != ""', "One Three"),
    ],
)
def test_a_missing_value_is_the_empty_text_and_no_number(condition, expected):
    corpus = dc.Corpus.from_frame(
        pd.DataFrame(
            {
                "text": ["One", "Two", "Three"],
                "speaker": ["Li", None, ""],
                "year": [1990, None, 2000],
            }
        )
    )
    tokens, wanted = reread(corpus.store), parse_condition(condition)
    again = [word for at, word in enumerate(tokens.words) if holds(wanted, tokens.parts(at))]
    assert " ".join(corpus.subset(condition).to_nltk().tokens) == " ".join(again) == expected
