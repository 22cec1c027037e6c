"""The direction of a text follows most of its letters."""

import pytest

from discourse.text.direction import direction_attribute, direction_of


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("", "ltr"),
        ("1948, § 2!", "ltr"),
        ("Peace", "ltr"),
        ("和平与发展", "ltr"),
        ("שלום", "rtl"),
        ("زكاة", "rtl"),
        ("UN: حقوق الإنسان", "rtl"),
        ("the word حقوق here", "ltr"),
        ("١٩٤٨", "ltr"),  # Arabic digits are written from left to right
        ("ab של", "ltr"),
    ],
)
def test_a_text_has_the_direction_of_most_of_its_letters(text, direction):
    assert direction_of(text) == direction
    assert direction_attribute(text) == (' dir="rtl"' if direction == "rtl" else "")


def test_only_the_beginning_of_a_long_text_is_looked_at():
    assert direction_of("א" * 2_000 + "a" * 10_000) == "rtl"
