"""Pages whose glyphs have no letters behind them: their text is not what a reader sees."""

import unicodedata
from collections.abc import Sequence

import regex

# What a glyph becomes for which the file names no letter.
UNKNOWN_GLYPH = "\ufffd"
# A page is not readable if more of its glyphs than this are unknown: single signs such as bullets
# often are.
SHARE_OF_UNKNOWN = 0.1
GLYPHS_TO_JUDGE = 10
# Wrong letters instead of none: the page has next to none of the commonest words of any language,
# and too few vowels, or too many letters with accents, for any that is written in Latin letters.
WORDS_TO_JUDGE = 50
SHARE_OF_COMMON_WORDS = 0.03
SHARE_OF_VOWELS = 0.25
SHARE_OF_ACCENTS = 0.5

_INVISIBLE = regex.compile(r"\s+")
_UNKNOWN = regex.compile(rf"[{UNKNOWN_GLYPH}\p{{Co}}\p{{Cn}}\p{{Cc}}]")
_LATIN_WORD = regex.compile(r"(?V1)[\p{Latin}&&\p{L}]+")
# The commonest words of languages written in Latin letters; each text in one of them has several.
COMMON_WORDS = frozenset(
    """
    the of and to in a is that for it as was with be on by not he this are or his from at which
    der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an
    de la le et les des en un du une que est pour dans qui par sur au pas plus ce il ne se sont
    el los y del las con no una su al lo como más pero sus o e do da em os com um não uma na dos as
    di il che è per non sono della dei si alla i gli nel delle het een van dat op te zijn niet aan
    och att det som på är av för inte den til og er med af ikke jeg vi har et som at eller
    ja on ei se että hän oli ovat mutta kun myös w z na się nie do jest to że jak o po za od dla
    a v je se na že s z o do by si ale jako pro az hogy és egy nem van is meg ez şi în cu să care
    la ve bir bu için de da ile çok olarak gibi ne yang dan di dengan untuk dari tidak ini itu
    ng sa ang mga na ay at wa ya kwa ni katika và của các có là trong cho được không i u je da se
    ir ne kad su un ka par ar no et ei on ja agus an na ar yn y mae eta du da ez
    """.split()
)


def find_illegible_pages(pages: Sequence[str]) -> list[int]:
    """Find the numbers of the pages, from 1, that have glyphs but no letters for them."""
    return [number for number, page in enumerate(pages, 1) if not is_legible(page)]


def is_legible(page: str) -> bool:
    """Whether the text of a page can be what a reader sees there."""
    glyphs = _INVISIBLE.sub("", page)
    unknown = len(_UNKNOWN.findall(glyphs))
    if len(glyphs) >= GLYPHS_TO_JUDGE and unknown > SHARE_OF_UNKNOWN * len(glyphs):
        return False
    words = [word.casefold() for word in _LATIN_WORD.findall(page)]
    return len(words) < WORDS_TO_JUDGE or _is_language(words)


def _is_language(words: Sequence[str]) -> bool:
    """Whether words in Latin letters can be those of a language."""
    common = sum(word in COMMON_WORDS for word in words)
    if common >= SHARE_OF_COMMON_WORDS * len(words):
        return True
    letters = "".join(words)
    plain = regex.sub(r"\p{M}", "", unicodedata.normalize("NFD", letters))
    vowels = sum(letter in "aeiouyæøœ" for letter in plain)
    accents = sum(not letter.isascii() for letter in letters)
    return vowels >= SHARE_OF_VOWELS * len(letters) and accents <= SHARE_OF_ACCENTS * len(letters)
