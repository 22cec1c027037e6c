"""Pages whose glyphs have no letters behind them: their text is not what a reader sees."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

import regex

# What a glyph becomes for which the file names no letter.
UNKNOWN_GLYPH = "\ufffd"
# A page is not readable if more of its glyphs than this are unknown: single signs such as bullets
# often are.
SHARE_OF_UNKNOWN = 0.2
GLYPHS_TO_JUDGE = 10
# Nor is one that consists of signs more than this, with so many that no formula has. Dots may be
# many, in a table of contents.
SHARE_OF_SIGNS = 0.4
SHARE_OF_ODD_SIGNS = 0.15
# Wrong letters instead of none: Latin letters most of which have accents; or next to none of the
# commonest words of any language, and besides one of these: many different words in small letters
# with too few vowels, signs or digits inside the words, or control characters. Rare words alone are
# no sign: acronyms, Roman numerals and formulas have no vowels.
WORDS_TO_JUDGE = 50
DIFFERENT_WORDS = 20
SHARE_OF_ACCENTS = 0.7
SHARE_OF_COMMON_WORDS = 0.05
SHARE_OF_VOWELS = 0.3
SHARE_OF_SIGNS_IN_WORDS = 0.1
SHARE_OF_DIGITS_IN_WORDS = 0.15
SHARE_OF_CONTROLS = 0.01

_INVISIBLE = regex.compile(r"\s+")
_UNKNOWN = regex.compile(rf"[{UNKNOWN_GLYPH}\p{{Co}}\p{{Cn}}\p{{Cc}}]")
_SIGN = regex.compile(r"(?V1)[[\p{P}\p{S}]--[.,_…·•\-–—]]")
_ODD_SIGN = regex.compile(r"[!\"#$%&'*:;?@`]")
_SIGN_IN_WORD = regex.compile(r"\p{L}{2}[{|}~\\#$%&]|[{|}~\\#$%]\p{L}{2}")
_DIGIT_IN_WORD = regex.compile(r"(?<![\p{L}\p{N}])(?:\p{N}\p{L}{2,}|\p{L}+\p{N}+\p{L}+)")
_CONTROL = regex.compile(r"(?V1)[\p{Cc}--\s]")
# Formulas have single small letters and short names.
_SMALL_WORD = regex.compile(r"(?V1)(?<!\p{L})[\p{Latin}&&\p{Ll}]{3,}(?!\p{L})")
_LATIN_WORD = regex.compile(r"(?V1)[\p{Latin}&&\p{L}]+")
# The commonest words of some languages that are written in Latin letters, one language a line.
COMMON_WORDS = [
    frozenset(words.split())
    for words in """
    the of and to in a is that for it as was with be on by
    der die das und in den von zu mit sich des auf für ist
    de la le et les des en un du une que est pour dans
    de la que el en y a los se del las por un con
    o de que e do da em um para com não uma os no
    di e il la che in un per è del non si della le
    de het een van en in is dat op te zijn niet voor met
    och att det som på är av för en inte den till med har
    og i det at er en af til på som med for ikke den
    ja on ei se että hän oli ovat mutta kun myös sekä
    w i z na się nie do jest to że jak o po za
    a v je se na že s z o do by i pro to
    a az és hogy nem is egy meg ez de van csak ha
    și în de la cu nu a se să pe din că o
    ve bir bu için de da ile çok olarak gibi ne daha
    yang dan di dengan untuk dari tidak ini itu dalam pada ke
    ng sa ang mga na ay at ni hindi ito para kay
    wa ya na kwa ni katika za la kila au haki mtu
    và của các có là trong cho được không một những người
    i u je da se na za su od s ili ne
    ir kad su į ne kaip iš yra bei tai per
    un ir ka par ar no uz vai kas tiesības
    on ja ei et see ta ning ka oli kui
    agus an na ar a go is le i ní
    yn y a i ar mae o yr ei wedi
    eta da du ez bat dira baino edo bere
    de la i el que en a les els per un amb
    """.strip().splitlines()
]


def find_illegible_pages(pages: Sequence[str]) -> list[int]:
    """Find the numbers of the pages, from 1, that have glyphs but no letters for them."""
    return [number for number, page in enumerate(pages, 1) if not is_legible(page)]


def is_legible(page: str) -> bool:
    """Whether the text of a page can be what a reader sees there."""
    glyphs = _INVISIBLE.sub("", page)
    unknown = len(_UNKNOWN.findall(glyphs))
    if len(glyphs) >= GLYPHS_TO_JUDGE and unknown > SHARE_OF_UNKNOWN * len(glyphs):
        return False
    if len(glyphs) >= WORDS_TO_JUDGE and _is_soup_of_signs(glyphs):
        return False
    words = [word.casefold() for word in _LATIN_WORD.findall(page)]
    return len(words) < WORDS_TO_JUDGE or _is_language(words, page)


def _is_soup_of_signs(glyphs: str) -> bool:
    """Whether glyphs are signs for the most part, and not those of formulas only."""
    signs, odd = len(_SIGN.findall(glyphs)), len(_ODD_SIGN.findall(glyphs))
    return signs > SHARE_OF_SIGNS * len(glyphs) and odd > SHARE_OF_ODD_SIGNS * len(glyphs)


def _is_language(words: Sequence[str], page: str) -> bool:
    """Whether the words of a page in Latin letters can be those of a language."""
    letters = "".join(words)
    if sum(not letter.isascii() for letter in letters) > SHARE_OF_ACCENTS * len(letters):
        return False
    times = Counter(words)
    enough = SHARE_OF_COMMON_WORDS * len(words)
    if any(sum(times[word] for word in language) >= enough for language in COMMON_WORDS):
        return True
    return not (
        len(_SIGN_IN_WORD.findall(page)) > SHARE_OF_SIGNS_IN_WORDS * len(words)
        or len(_DIGIT_IN_WORD.findall(page)) > SHARE_OF_DIGITS_IN_WORDS * len(words)
        or len(_CONTROL.findall(page)) > SHARE_OF_CONTROLS * len(page)
        or _lacks_vowels(_SMALL_WORD.findall(page))
    )


def _lacks_vowels(words: Sequence[str]) -> bool:
    """Whether words in small letters, if there are enough to judge, have too few vowels."""
    if len(words) < WORDS_TO_JUDGE or len(set(words)) < DIFFERENT_WORDS:
        return False
    plain = regex.sub(r"\p{M}", "", unicodedata.normalize("NFD", "".join(words)))
    vowels = sum(letter in "aeiouyæøœıəɛɔɨʉ" for letter in plain)
    return vowels < SHARE_OF_VOWELS * len(plain)
