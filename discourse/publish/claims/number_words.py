"""English words for numbers, and what stands before a number: "about", "more than"."""

import unicodedata
from fractions import Fraction

import regex

_ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_FIRST_TO_TWELFTH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
_TEENTHS = [f"{word}th" for word in list(_ONES)[13:]]
_TENTHS = {f"{word[:-1]}ieth": number for word, number in _TENS.items()}
ORDINAL_WORDS = {
    **{word: number for number, word in enumerate([*_FIRST_TO_TWELFTH, *_TEENTHS], 1)},
    **_TENTHS,
    **{
        f"{tens}-{word}": number + unit
        for tens, number in _TENS.items()
        for unit, word in enumerate(_FIRST_TO_TWELFTH[:9], 1)
    },
}
_PARTS = {
    "half": 2, "halves": 2, "quarter": 4, "hundredth": 100, "thousandth": 1000,
    **{word: number for word, number in ORDINAL_WORDS.items() if 2 < number <= 20},
}  # fmt: skip
_GROUPS = {
    "couple": 2, "pair": 2, "duo": 2, "brace": 2, "twosome": 2, "trio": 3, "threesome": 3,
    "quartet": 4, "foursome": 4, "quintet": 5, "sextet": 6, "septet": 7, "octet": 8, "gross": 144,
}  # fmt: skip
ALONE = ("single", "sole", "lone", "solitary")
_FIXED = {
    "no": 0, "none": 0, "nil": 0, "nought": 0, "zilch": 0, "not a": 0, "not a single": 0,
    "nary a": 0, "once": 1, "twice": 2, "thrice": 3, "the only": 1, "both": 2, "a dozen": 12,
    "a score": 20, "threescore": 60, "fourscore": 80, "a decade": 10, "a century": 100,
    **{f"{start} {one}": 1 for start in ("a", "the") for one in ALONE},
    **{f"{'an' if group[0] == 'o' else 'a'} {group}": n for group, n in _GROUPS.items()},
}  # fmt: skip
_TUPLES = {
    "double": 2, "treble": 3, "triple": 3, "quadruple": 4, "quintuple": 5, "sextuple": 6,
    "septuple": 7, "octuple": 8, "decuple": 10,
}  # fmt: skip
_EXACT = tuple(f"{word}d" for word in _TUPLES)
_FACTORS = {
    f"{word}{ending}": number for word, number in _TUPLES.items() for ending in ("", "d", "s")
}
# Words for an amount that say no number; each is at least twice its unit.
_AMOUNTS = {
    "dozens": 12, "hundreds": 100, "millions": 10**6, "billions": 10**9, "scores": 20, "tens": 10,
    "thousands": 1_000, "trillions": 10**12,
}  # fmt: skip
_ONE = "|".join(_ONES)
_DIGIT = "|".join(list(_ONES)[1:10])
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[- ]?(?:{_DIGIT}))?|{_ONE})"
_SCALE = "|".join(_SCALES)
_COUNT = (
    rf"(?:(?:{_BELOW_100}|an?)(?:[- ](?:{_SCALE}))+"
    rf"(?:(?: and)? {_BELOW_100}(?: hundred(?: and {_BELOW_100})?)?)?|{_BELOW_100})"
)
_PART = "|".join(sorted((part for part in _PARTS if part != "halves"), key=len, reverse=True))
_FRACTION = rf"(?:(?:{_ONE}|an?)[- ](?:{_PART})|(?:{_ONE})[- ](?:{_PART})s|(?:(?:a|one)[- ])?half)"
_OTHERS = (
    rf"(?:(?:{_ONE}|a) )?dozens?|an? (?:{'|'.join(_GROUPS)})|none|nil|nought|zilch|once|twice|"
    "thrice|the only|threescore|fourscore"
)
_FOLD = rf"(?:(?:an? )?(?:hundred|thousand)|{_BELOW_100})-?fold"
_FACTOR = "|".join([*_EXACT, "halved"])
_AMOUNT = (
    r"(?:tens(?= of\b)|hundreds|thousands|millions|billions|trillions)"
    "(?: of (?:thousands|millions|billions|trillions))?"
)
_WHOLE = regex.compile(
    rf"{_FRACTION}|{_FOLD}|{'|'.join(_FACTORS)}|halved|{_AMOUNT}|scores|{_OTHERS}|{_COUNT}",
    regex.I,
)
# What is counted, after words that are numbers only before it: "no hits", "a score of hits", "XII
# times".
_COUNTED = "(?:hits?|occurrences?|instances?|mentions?|matches|match)"
# Not "is no occurrence" and "in no hit", which define something.
NO_HITS = (
    r"no(?= (?:other )?(?:single (?:hit|occurrence|instance|match|mention)|hits|occurrences|"
    r"instances|mentions?|matches)\b)"
)
# What is counted by words that otherwise count nothing: "a single hit", "both hits", "has no hit".
_ALONE = (
    rf"(?:(?:a|the) (?:{'|'.join(ALONE)})|both(?: of)?(?: the| its| these)?)(?= {_COUNTED}\b)|"
    rf"(?<=\b(?:has|have|had|finds?|gives?|there is|there was|with) )no(?= {_COUNTED}\b)|"
    rf"(?:not a(?: single)?|nary a)(?= {_COUNTED}\b)|a (?:century|decade)(?= of {_COUNTED}\b)|"
    rf"scores(?= of {_COUNTED}\b)"
)
_OF_MANY = r"(?= of (?:(?:the|its|their|such) )?(?!(?:zero|one|once)\b)\p{L}+s\b)"
# "Doubles" is a number in "it doubles in section 3", not in "each step doubles the frequency".
_NOW = (
    rf"(?:{'|'.join(f'{word}s' for word in _TUPLES)})(?! as\b)"
    r"(?<!\b(?:each|every|if)\b[^.;:]{0,50})"
    r"(?<!(?:\b(?:all|its|of|the|their|these|those)|['’]s) \p{L}+)"
)
_SMALL = str.maketrans("CLXVI", "clxvi")
# Two letters or more, and not "CI" for an interval.
_ROMAN_FORM = r"(?!CI\b)(?=[CLXVI]{2,})C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_ROMAN_OF = (
    rf"(?:{_ROMAN_FORM}|{_ROMAN_FORM.replace('CI', 'ci', 1).translate(_SMALL)})"
    rf"(?:(?= (?:times|{_COUNTED}|tokens|types|words|documents|parts)\b)|"
    r"(?<=\b(?:hits|occurrences|count|total|number)(?: is| was| of|:|,| =) \w+)\b)"
)
# Letters that look like digits: "IOO hits".
_LETTERS = rf"(?:(?=[Il]*O)[IlO]{{2,}}|O)(?= (?:times|{_COUNTED}|tokens|types|words)\b)"
# In a text, "a third" is a number only before "of", "double" only before "the" and the like, and
# the "twenty" of "twenty-first" is none.
NUMBER_WORD = regex.compile(
    rf"\b(?:an? (?:{_PART})(?= of\b)|(?!an? (?!half\b)){_FRACTION}|{_FOLD}|{_FACTOR}|"
    rf"{_NOW}|(?:{'|'.join(_TUPLES)})(?= the\b| as\b| that\b)|a score{_OF_MANY}|{_ALONE}|"
    rf"scores(?<=\b(?:has|have|had|in|with|are|were|contains?) scores){_OF_MANY}|{_AMOUNT}|"
    rf"(?-i:{_ROMAN_OF}|{_LETTERS})|"
    rf"{NO_HITS}|{_OTHERS}|{_COUNT})\b"
    rf"(?!-(?:{'|'.join(ORDINAL_WORDS)})\b)",
    regex.I,
)
# A single sign that stands for a number: ½, ², ④.
# A number in Braille has a sign before the letters a to j, which then are 1 to 0.
_BRAILLE = dict(zip("⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚", "1234567890", strict=True))
NUMBER_SIGN = regex.compile(rf"[\p{{No}}\p{{Nl}}]|💯|⠼[{''.join(_BRAILLE)}]+")
_ROMAN_NUMBER = regex.compile(_ROMAN_FORM)
_LIKE_DIGITS = str.maketrans("IlO", "110")
_ROMAN_DIGITS = {"C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
_OF_SOME = regex.compile(r"(?<=^both)(?: of)?(?: the| its| these)?$")
_GLUED = regex.compile(rf"\b({'|'.join(_TENS)})(?=(?:{_DIGIT})\b)")
_SCALED = regex.compile(rf"(.*\d)[\s-]({_SCALE})", regex.I)
_ORDINAL = regex.compile(r"(\d+)(?:st|nd|rd|th)")

# What may stand before a number, and how the value then compares with it. "About" and the like
# allow a tenth of the number; "nearly" and "just over" also say on which side the value is.
QUALIFIERS = {
    "more than": ">", "over": ">", "above": ">", "at least": ">=", "no fewer than": ">=",
    "no less than": ">=", "fewer than": "<", "less than": "<", "under": "<", "below": "<",
    "at most": "<=", "no more than": "<=", "up to": "<=", "about": "~", "around": "~",
    "roughly": "~", "approximately": "~", "some": "~", "nearly": "~<", "almost": "~<",
    "just under": "~<", "just over": "~>", "slightly more than": "~>", "slightly less than": "~<",
    "well over": ">", "well above": ">", "in excess of": ">", "upwards of": ">=",
    "not less than": ">=", "not fewer than": ">=", "well under": "<", "well below": "<",
    "not more than": "<=", "a maximum of": "<=", "a minimum of": ">=", "close to": "~",
    "circa": "~", "in the region of": "~", "something like": "~", "approaching": "~<",
    "just short of": "~<", "a little under": "~<", "a little over": "~>",
    "a little more than": "~>", "exceeding": ">", "beyond": ">", "surpassing": ">",
    "shy of": "<", "short of": "<", "just shy of": "~<", "barely": "~>", "scarcely": "~>",
}  # fmt: skip
TOLERANCE = Fraction(1, 10)

_QUALIFIED = regex.compile(
    rf"(?P<qualifier>{'|'.join(sorted(QUALIFIERS, key=len, reverse=True))}) (?P<number>.+)", regex.I
)


def word_value(text: str) -> Fraction | None:
    """Return the number that words, or a sign such as ½, stand for; None if they stand for none.

    Examples
    --------
    >>> [int(word_value(text)) for text in ("seven", "Twenty-one", "two hundred and five", "once")]
    [7, 21, 205, 1]
    >>> word_value("two thirds"), word_value("half"), word_value("½"), word_value("peace")
    (Fraction(2, 3), Fraction(1, 2), Fraction(1, 2), None)
    """
    if text == "💯":
        return Fraction(100)
    if text.startswith("⠼") and NUMBER_SIGN.fullmatch(text):
        return Fraction(int("".join(_BRAILLE[sign] for sign in text[1:])))
    if NUMBER_SIGN.fullmatch(text):
        return Fraction(unicodedata.numeric(text)).limit_denominator(1000)
    whole, text = text, " ".join(text.lower().split())
    if (whole.isupper() or whole.islower()) and _ROMAN_NUMBER.fullmatch(whole.upper()):
        return Fraction(_value_of_roman(whole.upper()))
    if "O" in whole and not whole.strip("IlO"):
        return Fraction(int(whole.translate(_LIKE_DIGITS)))
    if ordinal := _ORDINAL.fullmatch(text):
        return Fraction(int(ordinal[1]))
    known = {**_FIXED, **ORDINAL_WORDS}
    text = _OF_SOME.sub("", text)
    if text in known:
        return Fraction(known[text])
    if not _WHOLE.fullmatch(text):
        return None
    text = _GLUED.sub(r"\1 ", text.removesuffix("fold").rstrip("- "))
    return _value_of_phrase(text.replace("-", " ").split())


def is_exact(text: str) -> bool:
    """Whether a number word stands for a value that is not rounded: "half", "none", "doubled".

    Examples
    --------
    >>> is_exact("two thirds"), is_exact("No"), is_exact("trebled"), is_exact("three")
    (True, True, True, False)
    """
    value = word_value(text)
    if value is None:
        return False
    return value.denominator > 1 or value == 0 or text.lower().strip() in _EXACT


def write_cardinal(number: int) -> str:
    """Write a number from 1 to 99 in words.

    Examples
    --------
    >>> write_cardinal(7), write_cardinal(28), write_cardinal(30)
    ('seven', 'twenty-eight', 'thirty')
    """
    if number < 20:
        return list(_ONES)[number]
    tens = list(_TENS)[number // 10 - 2]
    return f"{tens}-{list(_ONES)[number % 10]}" if number % 10 else tens


def is_cardinal(text: str) -> bool:
    """Whether a text is a number from 1 to 99 in words.

    Examples
    --------
    >>> [is_cardinal(text) for text in ("Twenty-six", "seven", "zero", "half", "once")]
    [True, True, False, False, False]
    """
    return regex.fullmatch(_BELOW_100, text, regex.I) is not None and word_value(text) != 0


def is_order(text: str) -> bool:
    """Whether a number word says an order or a rank, so that it may be bound to a comparison.

    Examples
    --------
    >>> is_order("First"), is_order("70th"), is_order("the only"), is_order("one")
    (True, True, True, False)
    """
    plain = " ".join(text.lower().split())
    return plain in (*ORDINAL_WORDS, "the only") or _ORDINAL.fullmatch(plain) is not None


def split_qualifier(text: str) -> tuple[str, str]:
    """Split a text into what stands before its number, in small letters, and the number.

    Examples
    --------
    >>> split_qualifier("Nearly six"), split_qualifier("six")
    (('nearly', 'six'), ('', 'six'))
    """
    found = _QUALIFIED.fullmatch(" ".join(text.split()))
    return (found["qualifier"].lower(), found["number"]) if found else ("", text)


def split_scale(text: str) -> tuple[str, int]:
    """Split a number into its digits and the power of ten that a word after them says.

    Examples
    --------
    >>> split_scale("1.4 million"), split_scale("20")
    (('1.4', 6), ('20', 0))
    """
    found = _SCALED.fullmatch(text)
    if found is None:
        return text, 0
    return found[1], len(str(_SCALES[found[2].lower()])) - 1


def _value_of_phrase(words: list[str]) -> Fraction | None:
    """The value of a cardinal number, a fraction or dozens that are split into words."""
    *before, last = words
    if last in _AMOUNTS:
        return None
    if last == "halved":
        return Fraction(1, 2)
    if last in _FACTORS:
        return Fraction(_FACTORS[last])
    unit = _unit_value(last)
    if unit is not None:
        return Fraction(_cardinal(before or ["one"])) * unit
    return Fraction(_cardinal(words))


def _unit_value(word: str) -> Fraction | None:
    """The value of a part or a dozen, of which there may be several; None for another word."""
    if word == "dozen":
        return Fraction(12)
    part = _PARTS.get(word) or _PARTS.get(word.removesuffix("s"))
    return Fraction(1, part) if part else None


def least_amount(text: str) -> int | None:
    """Return what words for an amount without a number are at least, such as 200 for "hundreds of".

    Examples
    --------
    >>> least_amount("hundreds"), least_amount("Tens of thousands"), least_amount("two hundred")
    (200, 20000, None)
    """
    least = 1
    words = text.lower().replace(" of", " ").split()
    for word in words:
        if word not in _AMOUNTS:
            return None
        least *= _AMOUNTS[word]
    return 2 * least if words else None


def _value_of_roman(text: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in text]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _cardinal(words: list[str]) -> int:
    total = group = 0
    for word in words:
        if word in _SCALES:
            group = max(group, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, group = total + group, 0
        elif word != "and":
            group += {**_ONES, **_TENS, "a": 1, "an": 1}[word]
    return total + group
