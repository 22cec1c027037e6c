"""Bytes become text in a named encoding; others are suggested, never applied."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DiscourseError
from discourse.text import encodings
from discourse.text.encodings import NotDecoded, decode, find_declared_encoding


def refusal(raw, *encodings):
    with pytest.raises(DiscourseError) as refused:
        decode(raw, encodings or ("utf-8",), "a.txt")
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_the_encoding_whatever_was_named(encoding):
    found = decode("Café.".encode(encoding), ["cp1252"], "a.txt")
    assert (found.text, found.encoding) == ("Café.", encoding.removesuffix("-sig"))


@given(st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])))
def test_utf_8_is_read_as_it_is(text):
    assert decode(text.encode(), ["utf-8", "cp1252"], "a.txt").text == text


def test_the_first_encoding_that_fits_all_of_the_bytes_is_taken():
    assert decode(b"caf\xe9", ["utf-8", "cp1252"], "a.txt").encoding == "cp1252"
    assert decode("café".encode(), ["utf-8", "cp1252"], "a.txt").encoding == "utf-8"


def test_an_error_shows_how_the_words_would_read(monkeypatch):
    monkeypatch.setattr(
        encodings, "_guess_encoding", lambda sample: [("cp1250", " (a guess, 44 % sure)")]
    )
    raw = "Ils se sont réunis à l'été, et la paix a été déclarée.".encode("cp1252")
    assert str(refusal(raw)) == (
        "a.txt: byte 13 (line 1) is not utf-8. It reads 'réunis ŕ' in cp1250 (a guess, 44 % sure); "
        "'réunis à' in cp1252. Name the encoding that reads correctly, such as "
        "encoding=('utf-8', 'cp1252'): the first that fits a file is used."
    )


def test_a_guess_says_how_sure_it_is():
    raw = ("Все люди рождаются свободными и равными в своем достоинстве и правах. " * 3).encode(
        "cp1251"
    )
    assert "Все люди' in " in str(refusal(raw))
    assert " % sure); " in str(refusal(raw))


def test_a_guess_that_fits_no_language_is_discarded():
    assert "a guess" not in str(refusal(b"caf\xe9"))


def test_every_encoding_that_was_tried_is_named():
    assert " is not utf-8 or ascii. " in str(refusal(b"caf\xe9", "utf-8", "ascii"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_recognised(encoding):
    error = refusal("One text.".encode(encoding))
    assert isinstance(error, NotDecoded)
    assert str(error) == (
        f"a.txt: every other byte is NUL, as in UTF-16; give encoding={encoding!r}."
    )


def test_an_error_survives_the_return_from_a_worker_process():
    error = refusal(b"caf\xe9")
    returned = pickle.loads(pickle.dumps(error))
    assert (type(returned), str(returned)) == (NotDecoded, str(error))


def test_bytes_with_nul_are_refused():
    assert str(refusal(b"One\0two, three, four")) == (
        "a.txt: character 3 is NUL, which no text contains; remove the file from the folder."
    )
    assert str(refusal(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff")) == (
        "a.txt is not a text: it contains NUL bytes; remove it from the folder."
    )


def test_an_unknown_encoding_is_refused():
    assert str(refusal(b"One", "utf-9")) == (
        "encoding='utf-9' is not known to Python; name another, such as 'utf-8'."
    )


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (b'<meta charset="windows-1251">', ["cp1251"]),
        (b"<META CONTENT='text/html; Charset=ISO-8859-1'>", ["cp1252"]),
        (b'<meta charset="x-none">', []),
        (b"<p>One.", []),
    ],
)
def test_what_a_page_declares_is_an_encoding_that_python_knows(head, names):
    assert find_declared_encoding(head, rb"charset\s*=\s*[\"']?([\w-]+)") == names


@given(st.binary(max_size=80))
def test_any_bytes_are_a_text_or_refused(raw):
    try:
        assert "\0" not in decode(raw, ["utf-8"], "a.txt").text
    except DiscourseError as refused:
        assert str(refused).startswith("a.txt")


@pytest.mark.parametrize("name", ["latin-1", "latin1", "iso-8859-1", "ISO8859-1", "L1"])
def test_a_text_that_cannot_be_the_latin_1_that_was_named_is_cp1252(name):
    found = decode(b"China\x92s caf\xe9", [name], "a.txt")
    assert (found.text, found.encoding) == ("China’s café", "cp1252")
    found = decode(b"caf\xe9", [name], "a.txt")
    assert (found.text, found.encoding) == ("café", name)


def test_bytes_that_cp1252_has_not_either_stay_latin_1():
    found = decode(b"a\x81\x92", ["latin-1"], "a.txt")
    assert (found.text, found.encoding) == ("a\x81\x92", "latin-1")


def test_latin_1_to_the_letter_is_kept_for_recipes_of_version_0_1_0():
    found = decode(b"China\x92s", [encodings.LATIN_1_TO_THE_LETTER], "a.txt")
    assert found.text == "China\x92s"
