"""Raised text: numbers and letters that mark notes, and letters that are part of a word."""

import pytest

from discourse.text.readers.raised import is_note_mark, is_raised_number, raise_digits


def test_digits_are_raised():
    assert raise_digits("1,2 (10)") == "¹,² ⁽¹⁰⁾"
    assert raise_digits("-6") == "⁻⁶"


@pytest.mark.parametrize("raised", ["1", "12", "1,2", "1, 2", "[3]", "(4)", "¹", "2–4", "*1", "-6"])
def test_numbers_in_any_punctuation_are_numbers(raised):
    assert is_raised_number(raised)


@pytest.mark.parametrize("raised", ["", "a", "th", "*", "note 5", "1a", ","])
def test_other_raised_text_is_no_number(raised):
    assert not is_raised_number(raised)


@pytest.mark.parametrize(
    ("before", "raised"),
    [
        ("law", "a"),
        ("law.", "b"),
        ("law”", "c"),
        ("law", "a,b"),
        ("LAW", "[a]"),
        ("aid", "note 5"),
        ("aid", "n. 5"),
        ("aid", "1a"),
        ("law", "ii"),
        ("law.", "iv"),
        ("law", "xiii"),
        ("law", "IV"),
        ("law", "i, ii"),
        ("why", "a"),
    ],
)
def test_a_letter_after_a_word_and_a_numbered_note_are_note_marks(before, raised):
    assert is_note_mark(raised, before)


@pytest.mark.parametrize(
    ("before", "raised"),
    [
        ("5", "th"),
        ("XX", "e"),
        ("N", "o"),
        ("n", "o"),
        ("M", "me"),
        ("1", "a"),
        ("", "a"),
        ("S", "t"),
        *(("1", end) for end in "st nd rd th er re me lle gr os o a ii".split()),
        *(("M", end) for end in "me lle gr r".split()),
        ("law", "th"),
        ("law", "iiii"),
        ("law", "vx"),
        ("Sr", "a"),
        ("St", "e"),
        ("XX", "iv"),
        ("Aug", "os"),
    ],
)
def test_raised_letters_of_an_abbreviation_are_part_of_it(before, raised):
    assert not is_note_mark(raised, before)
