"""The number that a reader reads where a bound one stands: what adjoins it may change it.

``1[20](…)`` reads as 120, ``[20](…) thousand`` as 20,000 and "nearly [20](…)" as less than 20. So
the stretch that reads as one number has to be the bound text, and words such as "nearly" in front
of it are checked with it.
"""

import regex

from discourse.publish.claims.number_words import (
    NUMBER_SIGN,
    NUMBER_WORD,
    QUALIFIERS,
    split_qualifier,
)
from discourse.publish.claims.words_of_extent import extent_before
from discourse.publish.claims.written_numbers import WRITTEN_NUMBER, is_number

# What is written without spaces between words, as Chinese is, joins a number to its neighbours;
# there, only numerals belong to the number.
_INVISIBLE = r"[\u00ad\u200b-\u200d\u2060\ufeff]*"
_JOINED = r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{M}\p{N}_〇一二三四五六七八九十百千万萬亿億兆]"
_DIGIT_WORD = "(?:zero|nought|one|two|three|four|five|six|seven|eight|nine)"
_PART = "(?:half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|hundredth|thousandth)"
_SCALE = "(?:hundred|thousand|million|billion|trillion|dozen)s?"
# Short and foreign words for the same, and units of a share: "28 bn", "28 lakh", "28 pct".
_OTHER_SCALE = (
    r"(?:k|m|bln|bn|mln|mn|mio|mrd|tn|tsd|lakhs?|crores?|pct|ppm|basis points?|tausend|"
    r"milli(?:onen|arden?|ards?|ers?)|millones|milioni|mille)\b\.?"
)

_GLUED_BEFORE = regex.compile(
    rf"(?:{_JOINED}+(?:[.,'’·]{_JOINED}*)*{_INVISIBLE}|(?<![\w.])\.|(?<![\w-])[-\u2212]|"
    # A minus with a space behind it.
    r"\u2212\s+|"
    r"[√∛]\s*|\b(?:square|cube)\s+root\s+of\s+|"
    rf"\b(?:minus|negative|twice|thrice|double|treble|triple|quadruple|{_SCALE}(?: and)?)\s+)\Z",
    regex.I,
)
_GLUED_AFTER = regex.compile(
    rf"(?:{_INVISIBLE}{_JOINED}+|[.,'’·]\d+|\s*[%‰‱]|\+|-fold\b|[\s-]+{_SCALE}\b|"
    rf"\s+{_OTHER_SCALE}|-(?:st|nd|rd|th)\b|"
    # A sum, a product or a ratio: "28 × 10", "28 − 1", "28 : 1", "28 to 1".
    r"\s*[×\u2212÷]\s*\d+|\s*[∙⋅·]\s*10\b|\s+x\s+\d+|\s+[:+]\s+\d+|:\d+|"
    r"(?<!\bfrom\s\S+)\s+to\s+(?:1|one)\b|"
    rf"\s+per ?(?:cent|mille)\b|\s+percentage points?\b|\s+(?:halves|{_PART}s)\b|"
    rf"\s+and (?:a|an|{_DIGIT_WORD})[ -]{_PART}s?\b(?! of\b)|"
    r"-(?:odd|plus)\b|\s+plus\b(?=\s+(?:hits?|occurrences?|times|words|tokens)\b)|"
    r"\s+(?:score|gross)(?=\s+(?:hits?|occurrences?|times|words|tokens|mentions)\b)|"
    rf"\s+(?:squared|cubed)\b|\s+point(?: {_DIGIT_WORD}\b)+)",
    regex.I,
)
# Digits that an ordinary space divides into groups: of "1 028", only the last three may be bound.
_GROUP_BEFORE = regex.compile(r"(?<![\d.,])\d{1,3}\s\Z")
_LAST_GROUP = regex.compile(r"0\d\d(?!\d)")
# Some words of place say a bound as well: "has over 20 hits", but "spread over 20 lines".
_OF_PLACE = ("above", "around", "below", "beyond", "over", "some", "under", "up to")
_BEFORE = "|".join(sorted(set(QUALIFIERS) - set(_OF_PLACE), key=len, reverse=True)).replace(
    " ", r"\s+"
)
_QUALIFIED = regex.compile(
    rf"\b(?:(?P<words>{_BEFORE})|(?:has|have|had|with|contains?|occurs?|is|are|was|were|makes?|"
    r"hits|occurrences|reach(?:es)?|in|of|by|for|to)\s+"
    rf"(?P<words>{'|'.join(_OF_PLACE)}))\s+\Z|"
    # The noun may stand between: "fewer hits than 28".
    r"\b(?P<words>(?:(?:no|not)\s+)?(?:more|fewer|less))\s+(?:\p{L}+\s+){1,2}than\s+\Z|"
    # A sign that ends an arrow or a tag of HTML says nothing of the number.
    r"(?<![-=]|<[\p{L}/!][^<>]*)(?P<words>[<>≤≥~∼≈])\s*\Z",
    regex.I,
)
_SIGNS = {
    "<": "less than", ">": "more than", "≤": "at most", "≥": "at least", "~": "about",
    "∼": "about", "≈": "about",
    **{words: f"{words} than" for words in (
        "more", "fewer", "less", "no more", "no fewer", "no less", "not more", "not fewer",
        "not less",
    )},
}  # fmt: skip
# How far in front of a bound number its own signs and words may begin.
_NEAR = 80


def stretch_as_read(text: str, start: int, end: int) -> str:
    """Return what reads as one number where a bound text stands: that text, unless more adjoins it.

    Parameters
    ----------
    text : str
        The text of a paragraph, as a reader sees it.
    start, end : int
        Where the bound text is.

    Returns
    -------
    str
        The bound text, with what belongs to its first and its last number.

    Examples
    --------
    >>> stretch_as_read("It has 120 hits.", 8, 10), stretch_as_read("It has 20 hits.", 7, 9)
    ('120', '20')
    >>> stretch_as_read("It has 20 thousand hits.", 7, 9)
    '20 thousand'
    """
    bound = text[start:end]
    begins, ends = _begins_with_number(bound), _ends_with_number(bound)
    first, last = start, end
    glued = _GROUP_BEFORE if _LAST_GROUP.match(bound) else _GLUED_BEFORE
    before = glued.search(text, max(0, start - _NEAR), start) if begins else None
    after = _GLUED_AFTER.match(text, end) if ends else None
    first = before.start() if before else first
    last = after.end() if after else last
    for pattern in (WRITTEN_NUMBER, NUMBER_WORD):
        for found in pattern.finditer(text):
            if begins and found.start() < start < found.end():
                first = min(first, found.start())
            if ends and found.start() < end < found.end():
                last = max(last, found.end())
    return text[first:last]


def qualifier_before(text: str, start: int) -> str:
    """Return the words in front of a bound text that say how its value compares, "" if none do.

    Examples
    --------
    >>> qualifier_before("It has fewer than 20 hits.", 18), qualifier_before("It has 20 hits.", 7)
    ('fewer than', '')
    >>> qualifier_before("n > 20", 4)
    'more than'
    >>> qualifier_before("It is spread over 20 lines.", 18)
    ''
    """
    found = _QUALIFIED.search(text, max(0, start - _NEAR), start)
    words = " ".join(found["words"].lower().split()) if found else ""
    return _SIGNS.get(words, words) or extent_before(text, start)


def _begins_with_number(bound: str) -> bool:
    return is_number(bound) or any(
        pattern.match(bound) for pattern in (WRITTEN_NUMBER, NUMBER_SIGN, NUMBER_WORD)
    )


def _ends_with_number(bound: str) -> bool:
    if is_number(split_qualifier(bound)[1]):
        return True
    return any(
        found.end() == len(bound)
        for pattern in (WRITTEN_NUMBER, NUMBER_SIGN, NUMBER_WORD)
        for found in pattern.finditer(bound)
    )
