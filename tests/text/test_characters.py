"""The table of the classes of characters is made of some planes of Unicode, and holds for all."""

import numpy as np
import regex

from discourse.text.characters import (
    APOSTROPHE,
    DIGIT,
    HEBREW,
    LETTER,
    MARK,
    OTHER,
    UNSPACED,
    WITH_CHARACTERS,
    character_classes,
)


def test_planes_that_are_left_out_have_no_letters_marks_or_digits():
    table = character_classes()
    assert len(table) == 0x110000
    left_out = np.ones(len(table), dtype=bool)
    for first, end in WITH_CHARACTERS:
        left_out[first:end] = False
    points = np.flatnonzero(left_out).astype(np.uint32)
    assert not table[points].any()
    assert regex.search(r"[\p{L}\p{M}\p{N}]", points.tobytes().decode("utf-32-le")) is None


def test_classes_of_some_characters():
    table = character_classes()
    classes = {
        "a": LETTER, "ж": LETTER, "½": LETTER, "7": DIGIT, "٣": DIGIT, "²": OTHER, "א": HEBREW,
        "中": UNSPACED, "\U00020000": UNSPACED, "\U00031350": UNSPACED, "\u0301": MARK,
        "\U000e0100": MARK, "’": APOSTROPHE, "!": OTHER,
    }  # fmt: skip
    assert {sign: int(table[ord(sign)]) for sign in classes} == classes
