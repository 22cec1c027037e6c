import pytest

from discourse.publish.claims import numbers as module
from discourse.publish.claims.exemptions import RULES
from discourse.publish.claims.numbers import read_numbers


@pytest.fixture
def found(prose):
    """A function that gives the numbers of a Markdown text."""
    return lambda markdown: list(read_numbers(prose(markdown)))


# One or more texts for each rule; every number in them is covered by it.
COVERED = {
    "code": ["the parameter `min_count=3`", "```\nmin_count = 3\n```", "close to `0` or `-1`"],
    "quotation": ['he counts "7 dwarfs" there', "he counts “7 dwarfs”", "> a quoted 7"],
    "heading": ["## 2. The text", "### 2.1 The text", "### 2.1. The text"],
    "formula": [
        "where $n = 3m$ and",
        "$$\nx = 7y\n$$",
        "$2 < x^2$",
        "$k = 1, 2, …$",
        "$-1 \\le x \\le 1$",
        "$\\log_2 \\frac{1}{p}$",
    ],
    "address": [
        "ISBN 978-3-16-148410-0",
        "see https://example.org/7",
        "<https://example.org/7>",
        "doi:10.1075/ijcl.13.4",
    ],
    "date": ["on 15 December 2017", "on Dec. 15, 2017", "on 2017-12-15", "on May 4"],
    "year": ["in 2013 and 2015", "from 1990 to 2017, and", "Gries (2008).", "2013–2016"],
    "label": [
        "in section three",
        "as the note[^1] says",
        "in section 3",
        "Sections 4 and 5",
        "sections 1, 2 and 3",
        "notebook 06",
        "pages 1–3",
        "page 3 of 10",
        "pp. 12–14 of vol. 3, no. 2",
        "Art. 19",
        "Fig. 2",
        "§ 4",
        "appendix 3, footnote 7",
        "eq. 7",
        "figure 11a",
        "item 9",
    ],
    "version": ["Python 3.11", "release 0.1.0", "version 2"],
    "size": ["85 mm wide", "300 dpi", "1280 by 800 px", "2.5 MB", "12 pt"],
    "name": [
        "the G20 and L1",
        "as UTF-8",
        "the 3-grams",
        "the Four Freedoms",
        "after 9/11",
        "10-fold cross-validation",
    ],
    "ordinal": ["the 5th to 95th percentile", "the 21st century", "the 70th General Assembly"],
    "level": ["the 95 % interval", "a 90% confidence interval"],
    "scale": ["intervals that exclude zero", "far below zero"],
    "pronoun": ["another one", "one can see", "a dot, one row per word", "one of the counts"],
    "time": ["at 10 a.m. sharp", "at 9:30 pm", "after half an hour"],
    "reference": ["Resolution 217 of", "in A/RES/217,"],
    "compound": ["a two-edged sword", "a Five-Year Plan", "half-hearted", "a one-word answer"],
    "argument": ["for two reasons", "Three further points follow."],
    "adverb": ["read at once", "once it is read"],
    "degree": [
        "the longest",
        "fewer",
        "only here",
        "more often",
        "never",
        "every year",
        "a handful",
        "exclusively",
        "entirely here",
        "without exception",
        "the lion's share",
        "is unique",
    ],
}


@pytest.mark.parametrize(
    ("markdown", "texts"),
    [
        ("1,3,5 and 7 hits", ["1", "3", "5", "7"]),
        ("27,3 % of them", ["27", "3 %"]),
        ("2,8000 hits", ["2", "8000"]),
        ("12,34,567 hits", ["12", "34,567"]),
        ("1,384.5 and 3,000,000", ["1,384.5", "3,000,000"]),
        ("one point five million", ["one", "five million"]),
    ],
)
def test_each_number_of_a_row_is_listed(found, markdown, texts):
    numbers = sorted(found(markdown), key=lambda number: number.start)
    assert [(number.text, number.rule) for number in numbers] == [(text, "") for text in texts]


def test_every_rule_is_tested_here():
    assert set(COVERED) == {*RULES, "code", "heading"}


@pytest.mark.parametrize(
    ("rule", "markdown"), [(rule, text) for rule, texts in COVERED.items() for text in texts]
)
def test_a_rule_covers_every_number_of_its_kind(found, rule, markdown):
    assert {number.rule for number in found(markdown)} == {rule}


@pytest.mark.parametrize(
    ("markdown", "free"),
    [
        ("It has 1,384 tokens, and 28 hits.", ["1,384", "28"]),
        ("1950 tokens of 1,995 are left.", ["1950", "1,995"]),  # a count is not a year
        ("In section 4, 28 hits.", ["28"]),
        ("Sections 4 and 5, 28 hits.", ["28"]),
        ("A value of -1.98 or \u22120.5 and 27 %.", ["-1.98", "\u22120.5", "27 %"]),
        ("A 28-fold rise, 3 to 5.", ["28", "3", "5"]),
        ("## The 7 words", ["7"]),
        ("the n = 3 words", ["3"]),
        ("A price of 5 $ and of 6 $.", ["5", "6"]),
        ("Seven words, and half of six.", ["Seven", "half", "six"]),
        ("Twenty-one of a dozen, none twice.", ["Twenty-one", "a dozen", "none", "twice"]),
        ("The only hit, and a third of them.", ["The only", "a third"]),
        ("The twenty-first, and a third family.", []),
        ("The ½ of ④.", ["½", "④"]),
        ("1. An item\n2. another", []),
        ("*7* and **8** and <b>9</b>", ["7", "8", "9"]),
        ("[7](# 'peace') and [8](#)", ["8"]),
        ("Twentyone hits, sixtyfour words.", ["Twentyone", "sixtyfour"]),
        (
            "Hundreds of hits, dozens, tens of thousands.",
            ["Hundreds", "dozens", "tens of thousands"],
        ),
        ("It has a score of hits, and scores of words.", ["a score"]),
        ("It has scores of hits.", ["scores"]),
        ("Scores of occurrences, and a decade of war.", ["Scores"]),
        ("A three-figure count, a two-digit year.", ["three"]),
        ("It doubled, trebled, then halved.", ["doubled", "trebled", "halved"]),
        ("It doubles in section 3; it triples.", ["doubles", "triples"]),
        ("XII times, XXI hits.", ["XII", "XXI"]),
        ("It has p < .05, and .5 %.", [".05", ".5 %"]),
        ("It has no hits, no single mention.", ["no", "no"]),
        ("two-hundred hits, a hundredfold rise", ["two-hundred", "a hundredfold"]),
        ("It has,20 hits.", ["20"]),
        ("It has <sup>99</sup> hits of rights<sup>2</sup>.", ["99"]),
        ("## 21 Peace", ["21"]),
        (
            "It is $21\\text{ hits}$, $\\mathbf{20}$ or $x = \\mathrm{about}\\ 19\\,$.",
            ["21", "20", "19"],
        ),
        ("$x = 21$: 7, $y^2$ and $$x = 5$$ of 6 $$y^2$$", ["21", "7", "5", "6"]),
        ("It has `99` hits, `n=98` hits, `97x`, `rights = 96`.", ["99", "98", "97", "96"]),
        ('It has "99" hits, “98” separate hits.', ["99", "98"]),
        ("It has version 99 hits, Python 98 times.", ["99", "98"]),
        ("It has 99 pt hits, 98 px hits.", ["99", "98"]),
        (
            "It has 1999. The count is 1998; hits: 1997; hits, 1996.",
            ["1999", "1998", "1997", "1996"],
        ),
        ("Peace: 1999. It occurs 1984x.", ["1999", "1984"]),
        ("In section 99 hits, no. 98 hits.", ["99", "98"]),
        ("It is in the 99th percentile, with 28th Hits.", ["99", "28"]),
        ("It has $99n$ hits or $98_{hits}$.", ["99", "98"]),
        ("| word | count |\n|---|---|\n| peace | 1999 |", ["1999"]),
        ("| word | year |\n|---|---|\n| peace | 1999 |", []),
        ("It has no hit, both hits, just the one hit.", ["no", "both", "one"]),
        ("It has two reasons, two-hit leads, dozen-odd hits.", ["two", "two", "dozen"]),
        ("It has (in 2017, 99 hits), and (2017: 98 hits).", ["99", "98"]),
        ("(Gries 2008: 12), see (Gries 2008, 12–14), Gries 2008, 12-14.", []),
        ("He counts Ninety Hits.", ["Ninety"]),
        ("The year is 1999, in 1998, a 1997 text; the date was 1996.", []),
        ("It is $x = 21$, $p<.05$ or $$y \\approx 1{,}384$$.", ["21", ".05", "1", "384"]),
    ],
)
def test_what_no_rule_covers_needs_a_claim(found, markdown, free):
    assert [n.text for n in found(markdown) if not n.rule and not n.claim] == free


def test_a_number_has_its_place_its_sentence_and_the_names_near_it(found):
    markdown = "# Title\n\nOf *peace* now. Then *rights*, `shared` and\n“common future”: 28 hits."
    (number,) = found(markdown)
    assert (number.cell, number.line, number.text) == (2, 4, "28")
    assert number.sentence == "Then rights, shared and “common future”: 28 hits."
    assert number.named == ("rights", "shared", "common future", "peace")
    assert (number.named_near, number.following) == (3, " hits.")


def test_the_sentences_of_a_paragraph_are_found_once_and_only_if_it_has_numbers(found, monkeypatch):
    calls, starts = [], module.sentence_starts
    monkeypatch.setattr(module, "sentence_starts", lambda text: calls.append(text) or starts(text))
    assert len(found("Of 7, 8. And 9.\n\nNothing of peace.\n\nWith 1.\n\nPeace.")) == 5
    assert calls == ["Of 7, 8. And 9.", "Nothing of peace.", "With 1."]


def test_a_number_can_be_bound_anywhere(found):
    (number,) = found("> in section [3](# 'corpus; types')")
    assert (number.claim, number.rule) == ("corpus; types", "")


def test_a_mark_without_a_number_is_found_too(found):
    assert [(n.text, n.claim) for n in found("[](# 'peace') [7 hits](# 'rights')")] == [
        ("", "peace"),
        ("7 hits", "rights"),
    ]


ORDINARY = """## 2.1 What the chapter says

The 95 % CI of the ratio is open. Peace, no doubt, matters, and no line is disputed; there is no
need of a test. A score of the model, and the scores of words, are given in the table. In doublings,
each step up doubles the frequency. MI and CI are measures; IV is a label, and VI means six in
Rome, as Louis XIV knew. The triples, and the word's triples, are in no hit; it is no
occurrence. It halves nothing. The share is as $x^2$ shows,
and `p < .05` is code. Mr. X took no part. E.g. this; i.e. that: v. the rest...
"""


def test_ordinary_prose_is_not_taken_for_numbers(found):
    assert [n.text for n in found(ORDINARY) if not n.rule and not n.claim] == ["six"]


@pytest.mark.parametrize("word", ["outnumbers", "exceeded", "does not occur", "absent", "majority"])
def test_words_that_compare_are_counted_as_words_of_degree(found, word):
    assert [(n.text, n.rule) for n in found(f"It {word} there.")] == [(word, "degree")]
