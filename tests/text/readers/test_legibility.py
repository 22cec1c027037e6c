"""Pages whose glyphs have no letters behind them."""

import pytest

from discourse.text.readers.legibility import find_illegible_pages, is_legible

ENGLISH = "The people of the world want peace, and the rule of law is what they hope for. " * 5


def shift(text, by):
    """The text of a font that names its glyphs by numbers, read as letters."""
    return "".join(chr(ord(letter) + by) if letter > " " else letter for letter in text)


def test_a_page_with_unknown_glyphs_is_not_legible():
    assert not is_legible("\ufffd" * 12)
    assert not is_legible("\ufffd" * 4 + "peace and rights")
    assert not is_legible("\ue001\ue002\ue003 " * 4)


def test_a_few_unknown_signs_do_no_harm():
    assert is_legible("\ufffd Peace and rights for all of us.")
    assert is_legible("\ufffd peace \ufffd rights")
    assert is_legible("\ufffd")


@pytest.mark.parametrize("by", [-31, -29, 13, 29])
def test_a_page_of_wrong_letters_is_not_legible(by):
    assert not is_legible(shift(ENGLISH, by))


def test_a_page_of_cyrillic_read_as_accented_letters_is_not_legible():
    russian = "Народы мира хотят жить в мире и безопасности, и это их право на будущее. " * 5
    assert is_legible(russian)
    assert not is_legible(russian.encode("cp1251").decode("latin-1"))


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH.upper(),
        "1990 14 2,350 17.5 % \n" * 80,
        "Introduction ............ 4\n" * 40,
        "Bangladesh Botswana Brazil Burundi Cambodia Cameroon Chad Chile Comoros Croatia " * 8,
        "世界人民希望和平与发展" * 30,
        "شعوب العالم تريد السلام والعدل " * 30,
        "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. " * 8,
        "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. " * 8,
        "Ko te katoa o nga tangata i te whanaungatanga mai e watea ana i nga here katoa. " * 8,
        "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. " * 8,
        "",
    ],
)
def test_capitals_tables_names_and_languages_are_legible(text):
    assert is_legible(text)


@pytest.mark.parametrize(
    "text",
    [
        "NATO UNDP WTO UNHCR OPCW CTBTO UNCTAD OSCE\n" * 25,
        "I II III IV V VI VII VIII IX X XI XII XIII XIV\n" * 20,
        "ii. iii. iv. xxv. xxx. cxx. lxxx. mdcc. clxxx. cccl. xc\n" * 20,
        "f(x) = g(x) + h(x) - (a + b) / (c * d) ^ n\n" * 20,
        "x<y y=z sin(x)=cos(y) {a|b} ||v|| %x dx/dt\n" * 20,
        "A/RES/72/3 S/2017/12 CO2 H2O B2B G7 3D Rev.1 kWh mg pH\n" * 20,
        "bzw. vgl. Nr. Abs. str. sq. ft. km hrs mph pp. ff.\n" * 20,
    ],
)
def test_acronyms_numerals_formulas_and_abbreviations_are_legible(text):
    assert is_legible(text)


@pytest.mark.parametrize("by", [-30, -28, 1, 3, 31])
def test_wrong_letters_of_other_fonts_are_not_legible(by):
    rest = "Nations that keep their promises do not fear each other; states must try to talk. " * 3
    assert not is_legible(shift(ENGLISH + rest, by))


def test_numbers_with_letters_inside_are_not_legible():
    assert not is_legible("7KH SHRSOH 3DUW 1DWLRQV g255x 8KH3H WKH ZRUOG 2XU " * 12)


def test_pages_are_numbered_from_1():
    assert find_illegible_pages([ENGLISH, "\ufffd" * 20, "", shift(ENGLISH, -29)]) == [2, 4]
