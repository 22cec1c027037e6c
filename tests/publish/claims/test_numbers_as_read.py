import pytest

from discourse.publish.claims.binding import check_prose, tally
from discourse.publish.claims.numbers import read_numbers
from discourse.publish.claims.numbers_as_read import qualifier_before

BOUND = "[4](# 'peace')"
FOUR = "[four](# 'peace')"
TEXT = "Peace and peace, peace or peace of one shared future."

# What a reader reads, for each text; "" if it is the bound number alone.
READ = {
    f"1{BOUND} hits": "14",
    f"**1**{BOUND} hits": "14",
    f"<b>1</b>{BOUND} hits": "14",
    f"{BOUND}0 hits": "40",
    f"{BOUND}*0* hits": "40",
    f"{BOUND}`0` hits": "40",
    f"{BOUND},000 hits": "4,000",
    f"{BOUND}.5 hits": "4.5",
    f"0.{BOUND} hits": "0.4",
    f".{BOUND} hits": ".4",
    f"1,{BOUND} hits": "1,4",
    f"{BOUND} thousand hits": "4 thousand",
    f"{BOUND}\nmillion hits": "4 million",
    f"{BOUND}-hundred hits": "4-hundred",
    f"{BOUND} dozen hits": "4 dozen",
    f"{BOUND} %": "4 %",
    f"{BOUND}\u202f%": "4\u202f%",
    f"{BOUND} per cent": "4 per cent",
    f"{BOUND} percent": "4 percent",
    f"{BOUND} ‰": "4 ‰",
    f"{BOUND}th hit": "4th",
    f"{BOUND}k hits": "4k",
    f"{BOUND}e9 hits": "4e9",
    f"{BOUND}<sup>9</sup> hits": "4⁹",
    f"{BOUND}² hits": "4²",
    f"{BOUND}½ hits": "4½",
    f"{BOUND}\u200b0 hits": "40",
    f"<s>{BOUND}</s>21 hits": "",  # what is struck out is a finding of its own
    f"-{BOUND} hits": "-4",
    f"\u2212{BOUND} hits": "\u22124",
    f"minus {BOUND}": "minus 4",
    f"double {BOUND}": "double 4",
    f"{BOUND}-fold": "4-fold",
    f"{BOUND} and a half times": "4 and a half",
    f"{FOUR} point five": "four point five",
    f"twenty-{FOUR} hits": "twenty-four",
    f"twenty{FOUR} hits": "twentyfour",
    f"one hundred and {FOUR} hits": "one hundred and four",
    f"{FOUR} hundred and ten hits": "four hundred and ten",
    f"{FOUR} thirds": "four thirds",
    f"{FOUR}fold": "fourfold",
    f"{FOUR}teen hits": "fourteen",
    f"第{BOUND}百": "4百",
    f"十{BOUND}次": "十4",
    # and what is one number alone
    f"It has {BOUND} hits.": "",
    f"*peace*:{BOUND}, ({BOUND}), “{BOUND}”; n={BOUND}.": "",
    f"共{BOUND}次": "",
    f"the {BOUND}-word list, {FOUR}-part and {BOUND}–{BOUND}, {BOUND}/{BOUND}": "",
    f"{BOUND} of them; {BOUND}. Five": "",
    f"{BOUND} and {BOUND}, and a third of them": "",
    f"{BOUND} per thousand words": "",
    f"{BOUND} and half of them": "",
    f"{BOUND}<br>0 others": "",
    f"a line\n{BOUND}\n": "",
    f"well – {BOUND} — {BOUND} … {BOUND}": "",
    f"pre- and {BOUND} and post-": "",
    f"{BOUND}; {BOUND}: it has {BOUND}, {BOUND} or {BOUND}": "",
    f"the point {FOUR} points at": "",
    f"| *peace* | {BOUND} | {BOUND} |\n|---|---|---|\n| 1 | {BOUND} | {BOUND} |": "",
}


@pytest.mark.parametrize(("markdown", "read"), READ.items())
def test_what_reads_as_one_number_has_to_be_the_bound_text(prose, markdown, read):
    seen = {
        " ".join(n.read.split()) if "\n" in n.read else n.read
        for n in read_numbers(prose(markdown))
        if n.claim
    }
    assert seen == {read}


def test_a_number_that_goes_on_outside_of_its_link_is_a_finding_and_not_bound(prose):
    notebook = prose(f"*Peace* has {BOUND} thousand hits.", text=TEXT)
    ((_, place, expected, shown),) = check_prose(notebook)
    assert place == "cell 2, line 1, [4](# peace)"
    assert expected == "a link around all that reads as the number: 4 thousand"
    assert shown == "one around 4 alone"
    assert (tally(notebook)["bound"], tally(notebook)["unbound"]) == (0, 1)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("has fewer than", "fewer than 4"),
        ("has more\nthan", "more than 4"),
        ("has nearly", "nearly 4"),
        ("has over", "over 4"),
        ("n >", "more than 4"),
        ("n <", "less than 4"),
    ],
)
def test_words_before_a_link_are_checked_with_its_number(prose, before, said):
    ((*_, expected, shown),) = check_prose(prose(f"*Peace* {before} {BOUND} hits.", text=TEXT))
    assert (expected, shown) == ("4", said)


@pytest.mark.parametrize(
    "before", ["has about", "has at least", "has", "is spread over", "in all, some", "n ≥", "->"]
)
def test_words_before_a_link_that_hold_are_no_finding(prose, before):
    assert list(check_prose(prose(f"*Peace* {before} {BOUND} hits.", text=TEXT))) == []


def test_a_number_of_the_code_is_a_bound_itself(prose):
    notebook = prose(
        "Words with fewer than [3](# 'code; ngrams; min_count') hits.",
        code='paper = dc.read("text.txt")\ntable = dc.ngrams(paper, min_count=3)',
    )
    assert list(check_prose(notebook)) == []


@pytest.mark.parametrize("markdown", ["It is far {}.", "It is by far the {}.", "slightly\n{}"])
def test_words_of_extent_before_a_link_are_checked_with_it(prose, markdown):
    bound = "[more common](# 'peace > shared')"
    expected = "'slightly' says a tenth" if "slightly" in markdown else "says twice as much"
    ((_, _, wanted, _),) = check_prose(prose(markdown.format(bound), text=TEXT))
    assert expected in wanted


def test_other_words_and_signs_before_a_link_qualify_nothing():
    for words in ("so far ", "spread over ", "just ", "the ", "not ", "-> ", "<b> ", "</svg> "):
        assert qualifier_before(f"{words}as often", len(words)) == ""
