import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc


def quoted(text, language="en"):
    """What is in quotation marks, with its depth."""
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": [text], "language": [language]}))
    table = dc.layers.make(corpus, "quotations").table
    spans = [tuple(map(int, each.split(":")[1].split("-"))) for each in table["line_id"]]
    return [
        (text[start:end], depth) for (start, end), depth in zip(spans, table["depth"], strict=True)
    ]


def unpaired(text):
    table = dc.layers.unpaired_marks(dc.Corpus.from_texts({"a": text}))
    return list(zip(table["mark"], table["reason"], strict=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "no", and left.', [("no", 1)]),
        ("He said “no”—and ‘left’.", [("no", 1), ("left", 1)]),
        ("“He said ‘no’ to me.” Then.", [("He said ‘no’ to me.", 1), ("no", 2)]),
        ("\"It's 'so' here.\"", [("It's 'so' here.", 1), ("so", 2)]),
        ("``so'' and ‘‘x’", [("so", 1), ("x", 1)]),
        ('("so")--"so"--', [("so", 1), ("so", 1)]),
        ('\u3000He wrote "\u00a0so\u00a0" there.', []),
        ('""', []),
        ("The workers' rights and the states' duties.", []),
        ("The workers’ rights; ’90s, ’tis, rock ’n’ roll.", []),
        ("‘the workers’ rights’ are so", [("the workers’ rights", 1)]),
        ("'Go,' he said, 'to the dogs' home.'", [("Go,", 1), ("to the dogs' home.", 1)]),
        ("O’Neill’s ‘plan’", [("plan", 1)]),
    ],
)
def test_marks_that_form_a_pair_make_a_quotation(text, found):
    assert quoted(text) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "„so“, »so«, ‚so‘, «so»", ["so"] * 4),
        ("fr", "« so » et “so”", ["so"] * 2),
        ("sv", "”so” och »so»", ["so"] * 2),
        ("da", "»so« og «so»", ["so"] * 2),
        ("pl", "„so” i «so»", ["so"] * 2),
        ("en", "「so」『so』", ["so"] * 2),
    ],
)
def test_marks_are_read_by_the_language_of_the_text(language, text, found):
    assert [each for each, _ in quoted(text, language)] == found


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("“Peace. Then “war”.", [("“", "not closed")]),
        ("Peace” is so.", [("”", "not opened")]),
        ('so " so', [('"', "neither opens nor closes")]),
        ('"Peace.\n\nWar is "so".', [('"', "not closed")]),
        ('A 6" pipe', [('"', "not opened")]),
        ("“a “b” c”", [("“", "not closed"), ("”", "not opened")]),
        ("It's the workers' right.", []),
    ],
)
def test_a_mark_without_a_partner_makes_no_quotation_and_is_listed(text, marks):
    assert unpaired(text) == marks


def test_a_quotation_goes_on_in_a_paragraph_that_begins_with_its_mark():
    text = '"Peace is one.\n\n"Rights are two." He said "so".'
    assert quoted(text) == [('Peace is one.\n\n"Rights are two.', 1), ("so", 1)]


def test_the_end_of_a_line_is_no_end_of_a_paragraph_in_a_text_of_short_lines():
    assert quoted('He said, "peace\nand rights\nfor all" and\nleft us.') == [
        ("peace\nand rights\nfor all", 1)
    ]


def test_unpaired_marks_of_a_text_without_any_have_the_same_columns():
    table = dc.layers.unpaired_marks(dc.Corpus.from_texts({"a": "peace"}))
    assert table.empty
    assert list(table.columns) == ["document", "line_id", "mark", "reason", "text"]


@given(st.text(alphabet="ab .\n\"'“”‘’„«»`", max_size=60))
def test_no_mark_is_lost_and_every_span_lies_between_its_marks(text):
    if not any(character.isalpha() for character in text):
        return
    corpus = dc.Corpus.from_texts({"a": text})
    table = dc.layers.make(corpus, "quotations").table
    for line_id, marks in zip(table["line_id"], table["marks"], strict=True):
        start, end = map(int, line_id.split(":")[1].split("-"))
        opening, closing = marks.split(" ")
        assert text[:start].rstrip().endswith(opening)
        assert text[end:].lstrip().startswith(closing)
    doubled = sum(text.count(mark) for mark in '"“”„«»')
    paired = sum(sum(mark in '"“”„«»' for mark in each.split(" ")) for each in table["marks"])
    stray = dc.layers.unpaired_marks(corpus)["mark"].isin(list('"“”„«»')).sum()
    empty = doubled - paired - stray  # pairs with nothing between them
    assert empty >= 0
    assert empty % 2 == 0
