import pytest

from discourse.publish.claims.binding import check_prose

TEXT = "the peace, the war, the peace of the peace, rights; the war, the peace or trade"


def found(notebook):
    return [f"{finding.expected} | {finding.found}" for finding in check_prose(notebook)]


WRONG = {
    "*Peace* occurs [only](# 'peace == peace').": "compares a claim with itself",
    "*Peace* occurs [only](# 'peace == \"peace\"').": "compares a claim with itself",
    "*Peace* is [always](# 'peace / peace == 1') there.": "compares a claim with itself",
    "*Peace*: [as often](# 'frequencies; peace; count == peace').": "are the same hits",
    "*War* [outstrips](# 'peace > war') *peace*.": "first side",
    "*War* [dwarfs](# 'peace > war') *peace*.": "first side",
    "*War* [outpaces](# 'peace > war') *peace*.": "first side",
    "*Peace* [trails](# 'war < peace') *war*.": "first side",
    "Compared with *peace*, *war* is [more frequent](# 'peace > war').": "first side",
    "*War* is [more frequent](# 'peace > war') compared with *peace*.": "first side",
    "*War* is [more frequent](# 'war > 1') than *peace*.": "what the sentence names: peace",
    "*War* is [as frequent](# 'war == 2') as *peace* and [more](# 'war > 1') than *peace*.":
        "what the sentence names: peace",
    "*War* is [more frequent](# 'war > 1') than peace.": "what the sentence names: peace",
    "*War* is [more frequent](# 'war > trade') than peace, unlike *trade*.":
        "what the sentence names: peace",
    "*Peace* is the [most frequent](# 'frequencies; peace; count; term!=the is highest') word.":
        "what the rank leaves out: term!=the",
    "*War* is the [rarest](# 'frequencies; war; count; count>1 is lowest') word.":
        "what the rank leaves out: count>1",
    "The ratio of *war* to *peace* is [2](# 'peace / war').": "a ratio whose first side",
    "*War* has [2](# 'peace / war') times the hits of *peace*.": "a ratio whose first side",
    "*War* is [2](# 'peace / war') times as frequent as *peace*.": "a ratio whose first side",
    "There is [no](# 'frequencies; rows; term=xx') *war*.": "words that the sentence names",
}  # fmt: skip


@pytest.mark.parametrize(("markdown", "expected"), WRONG.items())
def test_a_comparison_has_to_be_the_one_of_its_sentence(prose, markdown, expected):
    assert any(expected in each for each in found(prose(markdown, text=TEXT)))


RIGHT = [
    "*Peace* is [more frequent](# 'peace > war') than expected; *war* is not.",
    "*Peace* is [more frequent](# 'peace > war') than in the text of *war*.",
    "*Peace* is [rarer](# 'peace < the') than the word the.",
    "*Peace* [outstrips](# 'peace > war') *war*.",
    "*War* [trails](# 'war < peace') *peace*.",
    "*War* is [outnumbered](# 'war < peace') by *peace*.",
    "Compared with *war*, *peace* is [more frequent](# 'peace > war').",
    "*Peace* is [more frequent](# 'peace > war') than *war*.",
    "*Peace* is [more frequent](# 'peace / war > 1') than *war*.",
    "Besides the, *peace* is the [most frequent](# 'frequencies; peace; count; term!=the is "
    "highest') word.",
    "With *trade*, [1](# 'trade') hit, left out, *war* "
    "is the [rarest](# 'frequencies; war; count; count>1 is lowest').",
    "*Peace* occurs [only](# 'peace :: document = \"text\" == peace') in this text.",
]


@pytest.mark.parametrize("markdown", RIGHT)
def test_a_comparison_that_its_sentence_makes_is_not_doubted(prose, markdown):
    assert found(prose(markdown, text=TEXT)) == []


@pytest.mark.parametrize(
    "markdown",
    [
        "The ratio of *peace* to *war* is [2](# 'peace / war').",
        "*Peace* has [2](# 'peace / war') times the hits of *war*.",
        "*Peace* is [2](# 'peace / war') times as frequent as *war*.",
        "Of *peace*, [100 %](# 'peace / peace') is *peace*.",
    ],
)
def test_a_ratio_in_the_order_of_its_sentence_holds(prose, markdown):
    assert not [each for each in found(prose(markdown, text=TEXT)) if "a ratio whose" in each]
