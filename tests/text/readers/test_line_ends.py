"""Words divided at the end of a line or a page: joined, kept with their hyphen, or left apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.text.readers.line_ends import join_broken_words


def joined(*pages):
    """The pages with | for the soft hyphen, and = for a hyphen that was kept."""
    return [
        page.replace("\u00ad", "|").replace("-\u2060", "=") for page in join_broken_words(pages)
    ]


@pytest.mark.parametrize(
    "divided",
    ["inter-\nnational", "inter- \nnational", "inter-\n national", "inter\u2010\nnational"],
)
def test_a_divided_word_is_joined_whatever_blanks_are_around_the_line_end(divided):
    assert joined(f"We value {divided} law.") == ["We value inter|national law."]


def test_a_word_in_three_pieces_is_joined():
    assert joined("inter-\nna-\ntional") == ["inter|na|tional"]
    assert joined("self-\ngov-\nernment, self-government") == ["self=gov|ernment, self-government"]


def test_the_end_of_a_word_on_the_next_page_moves_to_the_page_where_the_word_begins():
    assert joined("We value inter-\n", "national, not local law.") == [
        "We value inter|national,",
        " not local law.",
    ]
    assert joined("inter-", "", "national") == ["inter-", "", "national"]
    assert joined("pre-", "and, if so, postwar") == ["pre-", "and, if so, postwar"]


def test_a_word_in_three_pieces_on_three_pages_is_joined():
    assert joined("inter-", "nation-\n", "al, not local") == ["inter|nation|al,", "", " not local"]
    assert joined("inter-", "na-\ntion-", "al law") == ["inter|na|tion|al", "", " law"]
    assert joined("inter-", "national-", "and so", "on") == ["inter|national-", "", "and so", "on"]
    assert joined("pre-", "and post-", "war aims") == ["pre-", "and post|war", " aims"]


def test_the_text_decides_between_the_whole_word_and_the_hyphened_one():
    assert joined("well-\nknown, a Well-known one") == ["well=known, a Well-known one"]
    assert joined("Anti-\nAmerican and Anti-American") == ["Anti=American and Anti-American"]
    assert joined("co-\noperation is cooperation") == ["co|operation is cooperation"]
    assert joined("to-\nday today, to-day today") == ["to|day today, to-day today"]
    assert joined("to-\nday today, to-day to-day") == ["to=day today, to-day to-day"]


@pytest.mark.parametrize(
    "text",
    ["COVID-\n19", "1990-\n2000", "20-\nyear", "Anglo-\nAmerican", "e-\nmail", "vitamin-\nC"],
)
def test_a_hyphen_stays_beside_digits_single_letters_and_before_a_capital(text):
    assert joined(text) == [text.replace("-\n", "=")]


def test_words_in_capitals_are_joined_as_those_in_small_letters():
    assert joined("INTER-\nNATIONAL") == ["INTER|NATIONAL"]


@pytest.mark.parametrize(
    "text",
    [
        "pre-\nand postwar aims",
        "Sozial-\nund Rechtspolitik",
        "short-\nto medium-term",
        "moyen-\net long",
        "in-\nof uitvoer",
        "10-\nor 20-year",
        "Haupt-\nbeziehungsweise Neben",
        "Haupt-\nbzw. Neben",
    ],
)
def test_a_hyphen_before_a_conjunction_stands_for_the_rest_of_a_word(text):
    assert joined(text) == [text]


def test_a_conjunction_of_another_language_is_the_end_of_a_word():
    text = "The rule of law and the law of peace, and there-\nof peace to all"
    assert joined(text) == [text.replace("-\n", "|")]


@pytest.mark.parametrize(
    "quoted",
    [
        "Sozial-\nund Wirtschaftspolitik",
        "Vor-\noder Nachteil",
        "Haupt-\nbeziehungsweise Neben",
        "pré-\ne pós",
        "inn-\nog utland",
        "in-\noch utland",
    ],
)
def test_a_conjunction_of_a_quotation_stands_apart(quoted):
    text = f"the law of peace and the minister for {quoted} and peace to all"
    assert joined(text) == [text]


def test_a_german_text_quotes_english_and_has_its_own_words():
    assert joined("Das Amt und pre-\nand postwar und so") == [
        "Das Amt und pre-\nand postwar und so"
    ]
    assert joined("der Leu-\nmund und die Muse-\nen und so") == [
        "der Leu|mund und die Muse|en und so"
    ]


@pytest.mark.parametrize("divided", ["mark-\net", "want-\ned", "materi-\nals", "gold-\nen"])
def test_the_end_of_a_word_is_no_conjunction_of_another_language(divided):
    assert joined(f"the law and a {divided} to all")[0] == (
        f"the law and a {divided} to all".replace("-\n", "|")
    )


def test_a_text_that_does_not_divide_words_has_conjunctions_of_every_language():
    text = "\n".join(["We met and spoke"] * 40) + "\nof moyen-\net long terme"
    assert joined(text) == [text]


def test_a_piece_that_is_also_a_conjunction_is_joined_if_the_text_has_the_word():
    assert joined("an is-\nand, and the brig-\nand, a brigand") == [
        "an is-\nand, and the brig|and, a brigand"
    ]


def test_a_hyphen_inside_a_longer_compound_stays():
    assert joined("day-to-\nday business of today, to the day") == [
        "day-to=day business of today, to the day"
    ]
    assert joined("well-inten-\ntioned") == ["well-inten|tioned"]


def test_a_first_part_that_is_hyphened_elsewhere_keeps_its_hyphen_before_a_word():
    assert joined("self-\ngovernment; the government, by self-help") == [
        "self=government; the government, by self-help"
    ]
    assert joined("self-\nish, by self-help") == ["self|ish, by self-help"]


def test_a_text_that_does_not_divide_words_keeps_every_hyphen():
    lines = "\n".join(["We met and spoke"] * 40)
    assert joined(f"{lines}\nof far-\nreaching aims") == [f"{lines}\nof far=reaching aims"]
    assert joined(f"{lines}\nof inter-\nnational, international") == [
        f"{lines}\nof inter|national, international"
    ]


def test_a_non_breaking_hyphen_stays():
    assert join_broken_words(["well\u2011\nknown wellknown"]) == ["well\u2011\u2060known wellknown"]


@pytest.mark.parametrize("text", ["peace -\nnow", "peace--\nnow", "-\nnow", "a-\n\nb", "a-\n."])
def test_a_dash_and_a_blank_line_join_nothing(text):
    assert join_broken_words([text]) == [text]


def test_many_letters_and_many_line_ends_are_read():
    assert joined("a" * 100_000 + " bb-\ncc") == ["a" * 100_000 + " bb|cc"]
    assert joined("ab-\n" * 50_000)[0].count("|") == 40_000


@given(st.lists(st.text("and AB1-\u2010\u2011 \n’.", max_size=40), max_size=4))
def test_nothing_but_hyphens_and_white_space_changes(pages):
    def signs(pages):
        return re.sub("[\\s\u2060\u00ad\u2010\u2011-]", "", "".join(pages))

    found = join_broken_words(pages)
    assert len(found) == max(1, len(pages))
    assert signs(found) == signs(pages)
