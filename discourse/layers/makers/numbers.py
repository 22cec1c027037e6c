"""Numbers, in digits and in words: years, dates, percentages, ordinals and quantities."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.layers.passages import Passages, read_passages
from discourse.layers.register import check_corpus, maker, tabulate_spans
from discourse.text.stopwords import stopwords

COLUMNS = {
    "line_id": "str", "label": "str", "value": "float64", "unit": "str", "noun": "str",
    "date": "str",
}  # fmt: skip
YEAR, DATE, PERCENTAGE, ORDINAL, QUANTITY = "year", "date", "percentage", "ordinal", "quantity"

_UNITS = dict(zip(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen".split(), range(20), strict=True,
))  # fmt: skip
_TENS = dict(zip(
    "twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True
))  # fmt: skip
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "dozen": 12,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
    "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
    "thousandth": 1_000, "millionth": 10**6, "billionth": 10**9,
}  # fmt: skip
_FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4,
    "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7,
    "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,"
        "september sept sep,october oct,november nov,december dec".split(","), 1
    )
    for name in names.split()
}  # fmt: skip
_CURRENCIES = r"US\$|HK\$|[$€£¥₹₽]|RMB|CNY|USD|EUR|GBP"
_MEASURES = frozenset(
    "dollar dollars cent cents euro euros pound pounds yuan yen rouble roubles rupee rupees tonne "
    "tonnes ton tons kilogram kilograms kilo kilos kg gram grams kilometer kilometers kilometre "
    "kilometres km meter meters metre metres mile miles foot feet inch inches yard yards acre "
    "acres hectare hectares barrel barrels gallon gallons liter liters litre litres bushel bushels "
    "degree degrees watt watts kilowatt kilowatts megawatt megawatts second seconds minute minutes "
    "hour hours day days week weeks month months year years decade decades century "
    "centuries".split()
)

_TEN, _UNIT, _SCALE = (f"(?:{'|'.join(words)})" for words in (_TENS, _UNITS, _SCALES))
_TEENS = f"(?:{'|'.join(list(_UNITS)[10:])})"
_SIMPLE = rf"(?:{_TEN}(?:[\s-]{_UNIT})?|{_UNIT})"
# Numbers are joined only after a scale: "two hundred and six", but not "two and six".
_WORDS = (
    rf"(?:(?:{_SIMPLE}|an?)(?:[\s-]{_SCALE})+\b"
    rf"(?:(?:[\s-]|\s+and\s+){_SIMPLE}(?:[\s-]{_SCALE})*\b)*|{_SIMPLE})"
)
_CENTURY = "(?:seventeen|eighteen|nineteen|twenty)"
_ORDINAL = f"(?:{'|'.join(_ORDINALS)})"
_FRACTION = f"(?:{'|'.join(_FRACTIONS)})"
# Months have a capital: "May 5", but not "may 5".
_MONTH_NAMES = sorted((form for m in _MONTHS for form in (m.title(), m.upper())), key=len)
_MONTH = f"(?-i:{'|'.join(reversed(_MONTH_NAMES))})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_BEFORE, _AFTER = r"(?<![\p{L}\p{N}.,:/@#_])(?<!\p{L}[-–])", r"(?![\p{L}\p{N}_])(?![.,:/][\d])"
_PERCENT = r"(?:\s?%|[\s-]+per\s?cent(?:age\s+points?)?\b|[\s-]+percentage\s+points?\b)"
_PARTS = (
    rf"{_BEFORE}(?P<y1>[12]\d{{3}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}}){_AFTER}",
    (
        rf"\b(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>[12]\d{{3}}))?"
        rf"{_AFTER}"
    ),
    (
        rf"{_BEFORE}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m3>{_MONTH})\b\.?"
        rf"(?:,?\s+(?P<y3>[12]\d{{3}}){_AFTER})?"
    ),
    rf"\b(?P<m4>{_MONTH})\.?(?:,|\s+of)?\s+(?P<y4>[12]\d{{3}}){_AFTER}",
    r"(?<![\p{L}\p{N}.,:/])(?P<decade>[12]\d{2}0|['’][2-9]0)['’]?s\b",
    (
        rf"(?<![\p{{L}}\p{{N}}])(?P<sign>{_CURRENCIES})\s?(?P<amount>{_DIGITS}|\.\d+)"
        rf"(?:[\s-](?P<amount_scale>{_SCALE}))?(?![\p{{L}}\p{{N}}])"
    ),
    rf"{_BEFORE}(?P<nth>{_DIGITS})(?:st|nd|rd|th)\b",
    (
        rf"(?:{_BEFORE}|(?<=\b(?:mid|pre|post|early|late|under|over)[-–]))(?P<digits>{_DIGITS})"
        rf"(?:[\s-](?P<digit_scale>{_SCALE}))?{_AFTER}(?P<digit_percent>{_PERCENT})?"
    ),
    rf"\b(?P<century>{_CENTURY})[\s-](?P<year>{_TEN}(?:[\s-]{_UNIT})?|{_TEENS})\b(?![\s-]{_SCALE})",
    (
        rf"\b(?:(?P<many>{_UNIT}|an?)[\s-](?P<part>{_FRACTION})|(?P<half>half))\b"
        rf"(?P<fraction_of>\s+(?:an?\s+)?{_SCALE})?"
    ),
    rf"\b(?:(?P<base>{_WORDS})(?:[\s-]|\s+and\s+))?(?P<ordinal>{_ORDINAL})\b",
    rf"\b(?P<words>{_WORDS})\b(?P<and_half>\s+and\s+a\s+half)?(?P<word_percent>{_PERCENT})?",
    rf"\b(?P<scales>{_SCALE}s?)\b",
)
# Nearly no word begins a number, and one look at it is quicker than a look for each kind.
_FIRST = "|".join(
    [*_UNITS, *_TENS, *_SCALES, *_ORDINALS, "half", "an?[\\s-]", *(month[:3] for month in _MONTHS)]
)
_NUMBER = regex.compile(
    rf"(?<!\p{{L}})(?=[\d'’.$€£¥₹₽]|{_CURRENCIES}|{_FIRST})(?:{'|'.join(_PARTS)})", regex.I
)
_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*")
_NOUN = regex.compile(
    r"[\s-]+(?P<words>\p{L}[\p{L}\p{M}\p{N}'’-]*(?:\s+\p{L}[\p{L}\p{M}'’-]*){0,3})"
)
# "one" that stands for a person or thing and counts nothing.
_BEFORE_ONE = regex.compile(
    r"\b(?:no|the|this|that|any|every|each|some|which|another|only|such|everyone|good|great|new)\s+$",
    regex.I,
)
_AFTER_ONE = regex.compile(
    r"(?:['’]s|\s+(?:another|who|whom|whose|which|that|can|could|may|might|must|should|will|would|is|was|has|had|does|did|by\s+one))\b",
    regex.I,
)
_ARTICLE = regex.compile(r"\b(?:a|an|per|one|every|each|this|that|split)\s+$", regex.I)
_STOP = stopwords() | frozenset(
    "can could may might must shall should will would not never than and or".split()
)
LONGEST_YEAR = 4
# What follows a second that is a unit of time, and a third that is a part of something.
_AFTER_UNIT = regex.compile(r"\s*(?:[.,;:!?]|$)|\s+(?:of|later|before|after)\b")
_AFTER_SHARE = regex.compile(
    r"\s+(?:of|more|less|larger|smaller|higher|lower)\b|\s*(?:[.,;:!?)]|$)"
)


class Number(NamedTuple):
    """What a stretch of text says in numbers."""

    start: int
    end: int
    kind: str
    value: float
    unit: str = ""
    date: str = ""


@maker("number", version=1)
def numbers(corpus: Corpus) -> pd.DataFrame:
    """One row per number, in digits or in English words, labelled with its kind.

    - "year": four digits from 1500 to 2099 without a comma, unless a unit follows; decades
      (``1990s``) are labelled so as well.
    - "date": a month with a day or a year (``Dec. 15``, ``March 2013``, ``2017-12-15``).
    - "percentage": a number with ``%``, *percent*, *per cent* or *percentage points*.
    - "ordinal": ``70th``, *seventieth*; *second* is one unless a unit of time is meant.
    - "quantity": every other number, with its currency (``RMB9.5 billion``) and its scale
      (*thirty-six thousand*, *half a million*, *two thirds*, *hundreds*).

    *one* is a number unless it stands for a person or a thing (*one another*, *no one*, *this
    one*). Digits inside a word or a code (``G20``, ``3.1.4``, ``10:30``) are no number.

    Parameters
    ----------
    corpus : Corpus
        The texts.

    Returns
    -------
    DataFrame
        The columns are ``line_id, label, value, unit, noun, date``. ``value`` is missing for dates
        and for *hundreds*; ``unit`` is a currency, "%" or a unit of measure as it is written;
        ``noun`` is what follows, up to the next function word or punctuation mark, four words at
        most; ``date`` is as much of YYYY-MM-DD as is known.

    Notes
    -----
    Digits are read as in English. In a text of another language, a number with a comma or a full
    stop has no value, because both are written there for what the other is in English.
    """
    rows = []
    for passages in read_passages(check_corpus("make", corpus)):
        for number in find_numbers(passages):
            unit, noun = _read_unit(passages.text, number)
            value = number.value if _is_readable(passages, number) else float("nan")
            line_id = passages.line_id(number.start, number.end)
            rows.append((line_id, number.kind, value, unit, noun, number.date))
    return tabulate_spans(rows, COLUMNS)


def find_numbers(passages: Passages) -> Iterator[Number]:
    """Find the numbers in the counted stretches of a text, in order."""
    text = passages.text
    for stretch in passages.counted:
        for found in _NUMBER.finditer(text, stretch.start, stretch.end):
            number = _read_number(text, found)
            if number is not None:
                yield number


def _read_number(text: str, found: "regex.Match[str]") -> Number | None:
    """Read what was found as a number; None if it is none."""
    start, end = found.span()
    given = found.groupdict()
    if given["y1"]:
        return _make_date(start, end, given["y1"], int(given["m1"]), given["d1"])
    for part in ("2", "3", "4"):
        if given[f"m{part}"]:
            month = _MONTHS[given[f"m{part}"].lower()]
            return _make_date(start, end, given[f"y{part}"], month, given.get(f"d{part}"))
    if given["decade"]:
        decade = given["decade"].lstrip("'’")
        return Number(start, end, YEAR, float(decade) + (1900 if len(decade) == 2 else 0))
    if given["sign"]:
        amount = _value_of_digits(given["amount"]) * _scale_of(given["amount_scale"])
        return Number(start, end, QUANTITY, amount, unit=given["sign"])
    if given["nth"]:
        return Number(start, end, ORDINAL, _value_of_digits(given["nth"]))
    if given["digits"]:
        return _read_digits(text, start, end, given)
    if given["century"]:
        year = 100 * _UNITS.get(given["century"].lower(), 20) + _value_of_words(given["year"])
        return Number(start, end, YEAR, year, date=f"{year:.0f}")
    if given["part"] or given["half"]:
        return _read_fraction(text, start, end, given)
    if given["ordinal"]:
        return _read_ordinal(text, start, end, given)
    if given["scales"]:
        is_plural = given["scales"].lower() not in _SCALES
        value = float("nan") if is_plural else _scale_of(given["scales"])
        return Number(start, end, QUANTITY, value)
    return _read_words(text, start, end, given)


def _make_date(
    start: int, end: int, year: str | None, month: int, day: str | None
) -> Number | None:
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    date = f"{year or '-'}-{month:02}" + (f"-{int(day):02}" if day else "")
    return Number(start, end, DATE, float("nan"), date=date)


def _read_digits(text: str, start: int, end: int, given: dict[str, str]) -> Number:
    digits = given["digits"]
    value = _value_of_digits(digits) * _scale_of(given["digit_scale"])
    if given["digit_percent"]:
        return Number(start, end, PERCENTAGE, value, unit="%")
    is_year = len(digits) == LONGEST_YEAR and digits.isdecimal() and 1500 <= value <= 2099
    following = _TOKEN.match(text, end + 1)
    measured = following is not None and following[0].casefold() in _MEASURES
    if is_year and not given["digit_scale"] and not measured:
        return Number(start, end, YEAR, value, date=digits)
    return Number(start, end, QUANTITY, value)


def _read_fraction(text: str, start: int, end: int, given: dict[str, str]) -> Number | None:
    if given["half"]:
        value = 0.5
    else:
        many, part = given["many"].lower(), given["part"].lower()
        if part in _ORDINALS and many in ("a", "one") and not _is_share(text, end):
            return _read_ordinal(text, end - len(part), end, {"ordinal": part, "base": None})
        value = (1 if many in ("a", "an") else _value_of_words(many)) / _FRACTIONS[part]
    if given["fraction_of"]:
        value *= _scale_of(given["fraction_of"].split()[-1])
    return Number(start, end, QUANTITY, value)


def _is_share(text: str, end: int) -> bool:
    """Whether *a third* is a part of something, and not one more."""
    return _AFTER_SHARE.match(text, end) is not None


def _read_ordinal(text: str, start: int, end: int, given: dict[str, str | None]) -> Number | None:
    base, ordinal = given["base"], str(given["ordinal"]).lower()
    if ordinal == "second" and not base and _ARTICLE.search(text, max(0, start - 10), start):
        if _AFTER_UNIT.match(text, end):
            return None
    value = float(_ORDINALS[ordinal])
    if base:
        before = _value_of_words(base)
        value = before * value if value >= 100 else before + value
    return Number(start, end, ORDINAL, value)


def _read_words(text: str, start: int, end: int, given: dict[str, str]) -> Number | None:
    words = given["words"].lower()
    if words == "one" and not given["word_percent"]:
        if _BEFORE_ONE.search(text, max(0, start - 12), start) or _AFTER_ONE.match(text, end):
            return None
    value = _value_of_words(words) + (0.5 if given["and_half"] else 0)
    if given["word_percent"]:
        return Number(start, end, PERCENTAGE, value, unit="%")
    return Number(start, end, QUANTITY, value)


def _value_of_digits(digits: str) -> float:
    return float(digits.replace(",", ""))


def _scale_of(word: str | None) -> int:
    return _SCALES[word.lower()] if word else 1


def _value_of_words(words: str) -> float:
    """The value of a number in words.

    Examples
    --------
    >>> _value_of_words("two hundred and thirty-six thousand and five")
    236005.0
    """
    total, group = 0.0, 0.0
    for word in regex.split(r"[\s-]+", words.lower()):
        if word in ("a", "an"):
            group += 1
        elif word in _UNITS or word in _TENS:
            group += _UNITS.get(word, 0) + _TENS.get(word, 0)
        elif word in ("hundred", "dozen"):
            group = (group or 1) * _SCALES[word]
        elif word in _SCALES:
            total, group = total + (group or 1) * _SCALES[word], 0.0
    return total + group


def _is_readable(passages: Passages, number: Number) -> bool:
    if passages.language.partition("-")[0] in ("en", "zh", "ja", "ko"):
        return True
    return not regex.search(r"\d[.,]\d", passages.text[number.start : number.end])


def _read_unit(text: str, number: Number) -> tuple[str, str]:
    """The unit after a number, and the words that say what is counted."""
    if number.kind in (YEAR, DATE):
        return "", ""
    found = _NOUN.match(text, number.end)
    words = found["words"].split() if found else []
    unit = number.unit
    if words and not unit and words[0].casefold() in _MEASURES:
        unit, words = words[0].casefold(), words[1:]
    kept = []
    for word in words:
        if word.casefold() in _STOP:
            break
        kept.append(word)
    return unit, " ".join(kept)
