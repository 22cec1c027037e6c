import pytest

from discourse.publish.claims.binding import check_prose

TEXT = "Peace and peace. Peace or war; peace, war and shared rights."
FOUR = "[4](# 'peace')"


def found(notebook):
    return [f"{finding.expected} | {finding.found}" for finding in check_prose(notebook)]


WRONG = {
    "has {} times as many hits as *war*": "a ratio",
    "has {} times as often hits": "a ratio",
    "occurs {} times as often as *war*": "a ratio",
    "has {} times the hits of *war*": "a ratio",
    "occurs in {} texts": "a claim about texts",
    "occurs in {} different chapters": "a claim about chapters",
    "has {} collocates": "a claim about collocates",
    "has {} lemmas": "a claim about lemmas",
    "is in {} paragraphs": "a claim about paragraphs",
    "is said by {} speakers": "a claim about speakers",
    "is {} letters long": "a claim about letters",
    "has rank {}": "the measure or the rank",
    "is number {} on the list": "the measure or the rank",
    "has a log ratio of {}": "the measure or the rank",
    "lacks {} hits": "one that denies it",
    "is far from having {} hits": "one that denies it",
    "never reached {} hits": "one that denies it",
    "has not even {} hits": "one that denies it",
    "occurs in all but {} lines": "what is left out",
    "has {} hits per thousand words": "a claim about a rate",
    "has {} occurrences in every thousand words": "a claim about a rate",
    "has hits exceeding {}": "exceeding 4",
    "has hits beyond {}": "beyond 4",
    "is just shy of {} hits": "just shy of 4",
    "has barely {} hits": "barely 4",
    "has {}-odd hits": "4-odd",
    "has {}-plus hits": "4-plus",
    "has {} score hits": "4 score",
    "is √{}": "√4",
    "has {} squared hits": "4 squared",
    "has {} hits per text": "a rate",
    "occurs {} times per million words": "a rate",
    "occurs {} times per 1,000 words": "a rate",
    "occurs {} times in a thousand words": "a rate",
    "has {} hits a page": "a rate",
    "has {} hits in every section": "a rate",
    "occurs on average {} times": "a rate",
    "occurs {} times on average": "a rate",
    "stands only every {} words": "a rate",
    "rose by {} hits": "no difference",
    "has three more hits, or is ahead by {}": "no difference",
    "is {} positions from *war*": "positions",
    "has {} different forms": "forms",
    "has {} different words": "words",
    "has fewer hits than {}": "4",
    "has {} lakh hits": "4 lakh",
    "has {} mio. hits": "4 mio",
    "has {} bn hits": "4 bn",
    "has {} pct": "4 pct",
    "has {} Millionen hits": "4 Millionen",
    "has \u2212 {} hits": "\u2212 4",
    "has {} : 1 hits": "4 : 1",
    "has {} to 1 hits": "4 to 1",
    "has {} × 2 hits": "4 × 2",
    "has twice {} hits": "twice 4",
    "is the {}-th word": "4-th",
    "falls short of *war* by {} hits": "no difference",
    "is {} hits short of *war*": "no difference",
    "won by {} hits": "no difference",
    "lost {} hits": "no difference",
    "leads: the gap between it and *war* is {}": "no difference",
    "and *war* together have {} hits": "named together",
    "has {} pairs of hits": "pairs",
    "has {} synonyms": "synonyms",
}


@pytest.mark.parametrize(("words", "expected"), WRONG.items())
def test_a_count_is_no_ratio_unit_measure_or_denial(prose, words, expected):
    notebook = prose(f"*Peace* {words.format(FOUR)}.", text=TEXT)
    assert any(expected in each for each in found(notebook))


@pytest.mark.parametrize(
    "sentence",
    [
        "Per thousand words, *peace* has {} hits.",
        "The log ratio of *peace* is {}.",
        "The p-value for *peace* is {}.",
    ],
)
def test_a_rate_or_a_measure_that_is_named_first_is_noticed(prose, sentence):
    assert len(found(prose(sentence.format(FOUR), text=TEXT))) == 1


RIGHT = [
    "*Peace* has hits [in excess of 3](# 'peace').", "*Peace* is [shy of 5](# 'peace') hits.",
    "*Peace* occurs {} times as a noun.", "*Peace* has {} hits, per se.",
    "With a rate of 1 `x=1`, *peace* has {} hits.", "*Peace* has not three but {} hits.",
    "*Peace* is used {} times, shared or not.", "It never stops: *peace* has {} hits.",
    "*Peace* has {} mentions.", "Of *peace* there are {} lines.",
    "*Peace* falls from {} to one hit.", "*Peace* has {} hits, 9.1 per thousand words.",
    "Less common than *or*, and followed by {} hits of it, is *peace*.",
    "Far above the average, *peace* has {} hits.", "*Peace* has more hits than 3, namely {}.",
    "*Peace* wins: {} hits.", "*War* lost ground; *peace* has {} hits.",
    "The gap is large: *peace* has {} hits.", "The gap is {} hits to 3, of *peace*.",
    "*Peace* comes together: {} hits.",
    "‘Peace’ occurs {} times as a noun.", "The authors' *peace* has {} hits, and others'.",
]  # fmt: skip


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_count_that_is_said_as_one_is_not_doubted(prose, sentence):
    shown = found(prose(sentence.format(FOUR), text=TEXT))
    assert [each for each in shown if "unbound" not in each] == []


@pytest.mark.parametrize(
    ("sentence", "faults"),
    [
        ("*Peace* and *war* together have [6](# 'peace|war') hits.", 0),
        ("*Peace* and *war* together have [6](# '[lower=\"peace|war\"]') hits.", 0),
        ("[36 %](# 'peace / corpus; tokens') of all words are *peace*.", 0),
        ("[36 %](# 'peace / corpus; tokens') of all sentences have *peace*.", 1),
    ],
)
def test_a_number_of_two_words_or_of_another_whole_needs_its_claim(prose, sentence, faults):
    assert len(found(prose(sentence, text=TEXT))) == faults


@pytest.mark.parametrize("number", ["4.000", "4.0"])
def test_a_count_in_groups_that_points_divide_is_noticed(prose, number):
    """In German, 4.000 are four thousand."""
    shown = found(prose(f"*Peace* has [{number}](# 'peace') hits.", text=TEXT))
    assert len(shown) == (number == "4.000")


def test_the_last_group_of_a_number_is_no_number(prose):
    shown = found(prose("*Peace* has 1 [004](# 'peace') hits.", text=TEXT))
    assert any("1 004" in each for each in shown)


@pytest.fixture
def two_texts(prose, tmp_path):
    """A function that writes a notebook about text a, with peace 3 times, and b, with it once."""

    def written(markdown):
        notebook = prose(markdown, code='import discourse as dc\npaper = dc.read("texts")')
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / "a.txt").write_text("Peace, peace, peace.", encoding="utf-8")
        (tmp_path / "texts" / "b.txt").write_text("Peace and war.", encoding="utf-8")
        return notebook

    return written


@pytest.mark.parametrize(
    ("markdown", "document"),
    [
        (f"*Peace* has {FOUR} hits in text a.", "a"),
        (f"*Peace* has {FOUR} hits in b.", "b"),
        (f"*Peace* has {FOUR} hits in each text.", "a"),
        (f"*Peace* has {FOUR} hits in the second text.", "b"),
        (f"In text b, *peace* has {FOUR} hits.", "b"),
        ("*Peace* has [3](# 'peace :: document = \"a\"') hits in text b.", "b"),
        ("[Most](# 'share; peace; count; document = a > 0.5') *peace* is in b.", "b"),
    ],
)
def test_a_claim_about_another_document_is_noticed(two_texts, markdown, document):
    (finding,) = check_prose(two_texts(markdown))
    assert finding.expected.startswith(f"a claim about document {document}")


@pytest.mark.parametrize(
    "markdown",
    [
        "*Peace* has [3](# 'peace :: document = \"a\"') hits in text a.",
        "*Peace* has [once](# 'peace :: document = \"b\"') occurred in b.",
        f"*Peace* has {FOUR} hits in all texts.",
        "[Most](# 'share; peace; count; document = a > 0.5') *peace* is in a.",
        "*War* has [1](# 'war') hit in b.",
        '*Peace* is [not in the first section of a](# \'war :: section = "1" & document = "a" '
        "== 0'): *war*.",
    ],
)
def test_a_claim_about_the_document_of_its_sentence_is_not_doubted(two_texts, markdown):
    assert [finding.expected for finding in check_prose(two_texts(markdown))] == []


@pytest.mark.parametrize(
    ("sentence", "faults"),
    [
        ("*Peace* has {rate} hits per million words.", 1),
        ("*Peace* has {rate} hits per hundred tokens.", 1),
        ("*Peace* occurs {rate} times in every sentence.", 1),
        ("*Peace* has {rate} hits.", 1),
        ("The count of *peace* is {rate}.", 1),
        ("*Peace* has {range} hit and no more: {range} hits.", 1),
        ("The log ratio of *peace* is {rate}.", 1),
        ("The p-value of *peace* is {range}.", 1),
        ("*Peace* has {rate} hits per thousand words.", 0),
        ("Per thousand words, *peace* has {rate} hits.", 0),
        ("The rate of *peace* is {rate} and that of *war* lower.", 0),
        ("With a rate of {rate}, *peace* comes first.", 0),
        ("*Peace* is in {range} text.", 0),
    ],
)
def test_a_rate_or_a_range_is_no_count_and_rates_are_per_thousand(prose, sentence, faults):
    bound = {
        "rate": "[364](# 'frequencies; peace; per_thousand')",
        "range": "[1](# 'frequencies; peace; range')",
    }
    wanted = ("a rate per thousand", "a claim that counts hits", "a claim about the measure")
    shown = found(prose(sentence.format(**bound), text=TEXT))
    assert sum(each.startswith(wanted) for each in shown) == faults
