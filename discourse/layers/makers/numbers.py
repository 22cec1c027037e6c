"""Numbers, in digits and in words: years, dates, percentages, ordinals and quantities."""

import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import prod
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
_PARTS_OF = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    form: number for word, number in _ORDINALS.items() if number > 2 for form in (word, f"{word}s")
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,"
        "september sept sep,october oct,november nov,december dec".split(","), 1
    )
    for name in names.split()
}  # fmt: skip
# Words that are numbers, or parts of them.
NUMBER_WORDS = frozenset(
    [*_UNITS, *_TENS, *_SCALES, *(f"{word}s" for word in _SCALES), "half", "quarter", "gross"]
)
_CURRENCIES = r"(?:US|HK|CA|AU|NZ|[AC])?\$|[€£¥₹₽]|RMB|CNY|USD|EUR|GBP"
# Abbreviated scales; an "m" without a currency could be metres.
_SHORT_SCALES = {
    "k": 1_000, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12, "tn": 10**12,
}  # fmt: skip
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
# A share in words: "a third", "one-third" and "two thirds", but not "two third parties".
_SINGULAR = f"(?:{'|'.join(word for word in _PARTS_OF if not word.endswith('s'))})"
_PLURAL = f"(?:{'|'.join(word for word in _PARTS_OF if word.endswith('s'))})"
_SHARES = rf"(?:(?:half|quarter|{_PLURAL})|(?<=-){_SINGULAR})"
# Numbers are joined only after a scale: "two hundred and six", but not "two and six".
_WORDS = (
    rf"(?:(?:(?:{_SIMPLE}|an?)[\s-])?{_SCALE}(?:[\s-]{_SCALE})*\b"
    rf"(?:(?:[\s-]|\s+and\s+){_SIMPLE}(?![\s-]{_SHARES}\b)(?:[\s-]{_SCALE})*\b)*|{_SIMPLE})"
)
_SHARED = r"(?:\s+(?:of|more|less|larger|smaller|higher|lower)\b|\s*(?:[.,;:!?)]|$))"
_AND_SHARE = (
    rf"(?:\s+and\s+(?P<{{0}}_share>(?:{_SIMPLE}|an?)[\s-]{_SHARES}\b"
    rf"|(?:one|an?)\s{_SINGULAR}(?={_SHARED}|\s+(?:times|{_SCALE})\b))"
    rf"(?P<{{0}}_share_scale>(?:[\s-]{_SCALE}\b)+)?)?"
)
_CENTURY = "(?:seventeen|eighteen|nineteen|twenty)"
_ORDINAL, _ORDINAL_UNIT, _ORDINAL_SCALE = (
    f"(?:{'|'.join(word for word, value in _ORDINALS.items() if low <= value < high)})"
    for low, high in ((1, 10**12), (1, 10), (100, 10**12))
)
# What joins the last word of an ordinal to those before: "twenty-first", but not "one second".
_BEFORE_ORDINAL = (
    rf"(?:(?<=\b{_TEN})[\s-](?={_ORDINAL_UNIT}\b)|(?<=\b{_SCALE})(?:[\s-]|\s+and\s+)"
    rf"|[\s-](?={_ORDINAL_SCALE}\b))"
)
# Months have a capital: "May 5", but not "may 5".
_MONTH_NAMES = sorted((form for m in _MONTHS for form in (m.title(), m.upper())), key=len)
_MONTH = f"(?-i:{'|'.join(reversed(_MONTH_NAMES))})"
_GROUPS = r"\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})+(?!\d)(?:\.\d+)?"
_DIGITS = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|{_GROUPS}|\d+(?:\.\d+)?)"
_VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
# A share in digits: "1/2", but neither "9/11" nor "24/7".
_SLASHED = r"[1-9]\d?/(?:[2-9]|10|12|16|20|32|64|100)(?![/\d])"
_AMOUNT = (
    rf"(?:(?:{_DIGITS}|\d{{1,3}}\s)?[{_VULGAR}]|(?:\d{{1,3}}[\s-])?{_SLASHED}"
    rf"|{_DIGITS}|\.\d+(?!\.?\d))"
)
_BEFORE, _AFTER = r"(?<![\p{L}\p{N}.,:/@#_])(?<!\p{L}[-–])", r"(?![\p{L}\p{N}_])(?![.,:/][\d])"
_PERCENT = r"(?:\s?%|[\s-]+per\s?cent(?:age\s+points?)?\b|[\s-]+percentage\s+points?\b)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATES = (
    rf"{_BEFORE}(?P<y1>[12]\d{{3}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}}){_AFTER}",
    (
        rf"\b(?P<m2>{_MONTH})\.?\s+(?P<d2>{_DAY})(?:\s?[-–]\s?(?P<e2>{_DAY}))?"
        rf"(?:(?:,\s*|\s+)(?P<y2>[12]\d{{3}}))?{_AFTER}"
    ),
    (
        rf"{_BEFORE}(?P<d3>{_DAY})(?:\s?[-–]\s?(?P<e3>{_DAY}))?(?:\s+of)?\s+(?P<m3>{_MONTH})\b\.?"
        rf"(?:(?:,\s*|\s+)(?P<y3>[12]\d{{3}}){_AFTER})?"
    ),
    rf"\b(?P<m4>{_MONTH})\.?(?:,|\s+of)?\s+(?P<y4>[12]\d{{3}}){_AFTER}",
)
_PARTS = (
    r"(?<![\p{L}\p{N}.,:/])(?P<decade>[12]\d{2}0|['’][2-9]0)['’]?s\b",
    (
        rf"(?<![\p{{L}}\p{{N}}])(?P<sign>{_CURRENCIES})\s?(?P<amount>{_AMOUNT})"
        rf"(?:\s?(?P<amount_short>{'|'.join(_SHORT_SCALES)})\b|(?P<amount_scale>(?:[\s-]{_SCALE}\b)+))?"
        rf"{_AFTER}"
    ),
    rf"{_BEFORE}(?P<nth>\d+(?:,\d{{3}})*)(?:st|nd|rd|th)\b",
    (
        rf"(?:{_BEFORE}|(?<=\b(?:mid|pre|post|early|late|under|over)[-–]))(?P<digits>{_AMOUNT})"
        rf"(?:(?P<digit_short>k|mn|bn|tn)\b|{_AND_SHARE.format('digit')}"
        rf"(?P<digit_scale>(?:[\s-]{_SCALE}\b)+)?)"
        rf"(?:\s?(?P<sign_after>[€£¥₽]))?{_AFTER}(?P<digit_percent>{_PERCENT})?"
    ),
    rf"\b(?P<century>{_CENTURY})[\s-](?P<year>{_TEN}(?:[\s-]{_UNIT})?|{_TEENS})\b(?![\s-]{_SCALE})",
    (
        rf"\b(?:(?P<share>{_SIMPLE}[\s-]{_PLURAL}|{_UNIT}-{_SINGULAR}|(?:one|an?)\s{_SINGULAR})"
        rf"|(?P<half>half))\b(?:\s+(?:(?:of\s+)?an?\s+)?(?P<share_scale>{_SCALE}(?:[\s-]{_SCALE})*)\b"
        rf"|(?P<share_percent>(?:\s+(?:of\s+)?an?)?{_PERCENT}))?"
    ),
    rf"\b(?:(?P<base>{_WORDS}){_BEFORE_ORDINAL})?(?P<ordinal>{_ORDINAL})\b",
    rf"\b(?P<words>{_WORDS})\b{_AND_SHARE.format('word')}(?P<word_percent>{_PERCENT})?",
    rf"\b(?P<scales>{_SCALE}s)\b",
)
# Nearly no word begins a number, and one look at it is quicker than a look for each kind.
_FIRST = "|".join(
    [*_UNITS, *_TENS, *_SCALES, *_ORDINALS, "half", "an?[\\s-]", *(month[:3] for month in _MONTHS)]
)
_START = rf"(?<!\p{{L}})(?=[\d'’.$€£¥₹₽{_VULGAR}]|{_CURRENCIES}|{_FIRST})"
# The sign of a negative number: none where it joins two numbers.
_MINUS = regex.compile(
    rf"(?:(?:^|(?<![\p{{N}}%]\s*)(?<=[\s(\[]))[-−–]"
    rf"|(?<!(?:\p{{N}}|\b(?:{_UNIT}|{_TEN}|{_SCALE}|{_ORDINAL}))\s*)\bminus\s+)$",
    regex.I,
)
# What is not said exactly: "several hundred", "a few thousand".
_VAGUE = regex.compile(r"\b(?:several|few|many|couple\s+of)\s+$", regex.I)
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
_AFTER_SHARE = regex.compile(_SHARED)


@cache
def _compile_number(*, dates: bool) -> "regex.Pattern[str]":
    """What a number looks like; compiled when it is first looked for, since it takes 0.1 s.

    Without dates, a date that is none, such as 31 February, is read as the numbers in it.
    """
    kinds = [*_DATES, *_PARTS] if dates else _PARTS
    return regex.compile(rf"{_START}(?:{'|'.join(kinds)})", regex.I)


class Number(NamedTuple):
    """What a stretch of text says in numbers."""

    start: int
    end: int
    kind: str
    value: float
    unit: str = ""
    date: str = ""


@maker("number", version=2)
def numbers(corpus: Corpus) -> pd.DataFrame:
    """One row per number, in digits or in English words, labelled with its kind.

    - "year": four digits from 1500 to 2099 without a comma, unless a unit follows; decades
      (``1990s``) are labelled so as well.
    - "date": a month with a day or a year (``Dec. 15``, ``March 2013``, ``2017-12-15``). A day
      that the month does not have (``31 February``) makes no date, but numbers.
    - "percentage": a number with ``%``, *percent*, *per cent* or *percentage points*.
    - "ordinal": ``70th``, *seventieth*; *second* is one unless a unit of time is meant.
    - "quantity": every other number, with its currency (``RMB9.5 billion``, ``$3.5bn``), its
      scale (*thirty-six thousand*, *half a million*, *hundreds*), its sign (``-5``, *minus five*)
      and its fraction (*two thirds*, ``9 1/2``, ``3½``).

    *one* is a number unless it stands for a person or a thing (*one another*, *no one*, *this
    one*). Digits inside a word or a code (``G20``, ``3.1.4``, ``10:30``) are no number.

    Parameters
    ----------
    corpus : Corpus
        The texts.

    Returns
    -------
    DataFrame
        The columns are ``line_id, label, value, unit, noun, date``. ``value`` is missing for dates,
        for *hundreds* and *several hundred*, and for numbers too large for a float; ``unit`` is a
        currency, "%" or a unit of measure as it is written; ``noun`` is what follows, up to the
        next function word or punctuation mark, four words at most; ``date`` is as much of
        YYYY-MM-DD as is known, of days that are joined by a hyphen the first and the last
        (``1990-03-13/1990-03-14``).

    Notes
    -----
    Digits are read as in English. In a text of another language, a number with a comma or a full
    stop has no value, because both are written there for what the other is in English. Digits in
    groups with blanks (``3 000 km``) are one number; with ordinary blanks it has no value (``12 345
    men``), because it could be two, unless it ends with ``000``, or a scale or a unit of measure
    follows.
    """
    rows = []
    for passages in read_passages(check_corpus("make", corpus)):
        for number, limit in find_numbers(passages):
            unit, noun = _read_unit(passages.text, number, limit)
            value = number.value if _is_readable(passages, number) else float("nan")
            line_id = passages.line_id(number.start, number.end)
            rows.append((line_id, number.kind, value, unit, noun, number.date))
    return tabulate_spans(rows, COLUMNS)


def find_numbers(passages: Passages) -> Iterator[tuple[Number, int]]:
    """Find the numbers in the counted stretches of a text, each with the end of its stretch."""
    for stretch in passages.counted:
        place, no_date_before = stretch.start, stretch.start
        while True:
            found = None
            if place < no_date_before:
                found = _compile_number(dates=False).search(passages.text, place, stretch.end)
            if found is None or found.start() >= no_date_before:
                place = max(place, no_date_before)
                found = _compile_number(dates=True).search(passages.text, place, stretch.end)
            if found is None:
                break
            if _is_impossible(found):
                place, no_date_before = found.start(), found.end()
                continue
            place = found.end()
            number = _read_number(passages.text, found, stretch.end)
            if number is not None:
                yield _read_sign(passages.text, number, stretch.start), stretch.end


def _take_date(given: dict[str, str | None]) -> tuple[str | None, int, list[int]] | None:
    """The year, the month and the days of a date."""
    for part in ("1", "2", "3", "4"):
        month = given.get(f"m{part}")
        if month:
            days = [given.get(f"d{part}"), given.get(f"e{part}")]
            numbers = [int(day.rstrip("stndrhSTNDRH")) for day in days if day]
            number = int(month) if month.isdecimal() else _MONTHS[month.lower()]
            return given[f"y{part}"], number, numbers
    return None


def _is_impossible(found: "regex.Match[str]") -> bool:
    """Whether what looks like a date is none, such as 31 February."""
    date = _take_date(found.groupdict())
    if date is None:
        return False
    year, month, days = date
    if not 1 <= month <= 12:
        return True
    # Without a year, 29 February is a date.
    last = monthrange(int(year or 2000), month)[1]
    return not all(1 <= day <= last for day in days) or days != sorted(days)


def _read_number(text: str, found: "regex.Match[str]", limit: int) -> Number | None:
    """Read what was found as a number; None if it is none."""
    start, end = found.span()
    given = found.groupdict()
    date = _take_date(given)
    if date is not None:
        return Number(start, end, DATE, float("nan"), date=_write_date(*date))
    if given["decade"]:
        decade = given["decade"].lstrip("'’")
        return Number(start, end, YEAR, float(decade) + (1900 if len(decade) == 2 else 0))
    if given["sign"]:
        scale = _scale_of(given["amount_scale"]) * _SHORT_SCALES.get(
            (given["amount_short"] or "").lower(), 1
        )
        value = _as_float(_value_of_digits(given["amount"]), scale)
        return Number(start, end, QUANTITY, value, unit=given["sign"])
    if given["nth"]:
        return Number(start, end, ORDINAL, _as_float(_value_of_digits(given["nth"])))
    if given["digits"]:
        return _read_digits(text, start, end, given, limit)
    if given["century"]:
        year = 100 * _UNITS.get(given["century"].lower(), 20) + _value_of_words(given["year"])
        return Number(start, end, YEAR, float(year), date=str(year))
    if given["share"] or given["half"]:
        return _read_share(text, start, end, given, limit)
    if given["ordinal"]:
        return _read_ordinal(text, start, end, given, limit)
    if given["scales"]:
        return Number(start, end, QUANTITY, float("nan"))
    return _read_words(text, start, end, given, limit)


def _write_date(year: str | None, month: int, days: list[int]) -> str:
    """A date as YYYY-MM-DD, with a slash between the first day and the last of several."""
    first = f"{year or '-'}-{month:02}"
    return "/".join(f"{first}-{day:02}" for day in days) if days else first


def _read_sign(text: str, number: Number, limit: int) -> Number:
    """Take in the sign of a negative number."""
    if number.kind not in (QUANTITY, PERCENTAGE, YEAR):
        return number
    place = max(limit, number.start - 20)
    before = text[place : number.start]
    if before[-1:] not in ("-", "−", "–") and "minus" not in before.lower():
        return number
    found = _MINUS.search(text, place, number.start)
    if found is None or (number.date == "" and number.kind == YEAR):
        return number
    kind = QUANTITY if number.kind == YEAR else number.kind
    return Number(found.start(), number.end, kind, -number.value, number.unit)


def _read_digits(
    text: str, start: int, end: int, given: dict[str, str | None], limit: int
) -> Number | None:
    digits, scale = str(given["digits"]), given["digit_scale"]
    if "/" in digits and Fraction(regex.split(r"[\s-]", digits)[-1]) >= 1:
        return None  # "24/7"
    value = _value_of_digits(digits)
    if value is not None and given["digit_share"]:
        value = (value + _value_of_share(str(given["digit_share"]))) * _scale_of(
            given["digit_share_scale"]
        )
    amount = _as_float(
        value, _scale_of(scale) * _SHORT_SCALES.get((given["digit_short"] or "").lower(), 1)
    )
    if given["digit_percent"]:
        return Number(start, end, PERCENTAGE, amount, unit="%")
    following = _TOKEN.match(text, end + 1, limit)
    measured = following is not None and following[0].casefold() in _MEASURES
    is_year = end - start == LONGEST_YEAR and digits.isdecimal() and 1500 <= amount <= 2099
    if is_year and not measured:
        return Number(start, end, YEAR, amount, date=digits)
    if " " in digits and not (measured or scale or _is_grouped(digits)):
        amount = float("nan")
    return Number(start, end, QUANTITY, amount, unit=given["sign_after"] or "")


def _is_grouped(digits: str) -> bool:
    """Whether digits with blanks are surely one number: "3 000" and "9 1/2", but not "12 345"."""
    return digits.endswith(" 000") or "/" in digits or digits[-1] in _VULGAR


def _read_share(
    text: str, start: int, end: int, given: dict[str, str | None], limit: int
) -> Number | None:
    share = given["share"]
    if share:
        part = regex.split(r"[\s-]", share.lower())[-1]
        is_part = part not in _ORDINALS or "-" in share or given["share_scale"]
        if not (is_part or given["share_percent"] or _is_share(text, end, limit)):
            base = share[: -len(part)].strip() if _ORDINALS[part] >= 100 else None
            first = start if base else end - len(part)
            return _read_ordinal(text, first, end, {"ordinal": part, "base": base}, limit)
    value = _value_of_share(share) if share else Fraction(1, 2)
    if given["share_percent"]:
        return Number(start, end, PERCENTAGE, _as_float(value), unit="%")
    return Number(start, end, QUANTITY, _as_float(value, _scale_of(given["share_scale"])))


def _is_share(text: str, end: int, limit: int) -> bool:
    """Whether *a third* is a part of something, and not one more."""
    return _AFTER_SHARE.match(text, end, limit) is not None


def _read_ordinal(
    text: str, start: int, end: int, given: dict[str, str | None], limit: int
) -> Number | None:
    base, ordinal = given["base"], str(given["ordinal"]).lower()
    if ordinal == "second" and not base and _ARTICLE.search(text, max(0, start - 10), start):
        if _AFTER_UNIT.match(text, end, limit):
            return None
    value = _ORDINALS[ordinal]
    if base:
        before = _value_of_words(base)
        value = before * value if value >= 100 else before + value
    return Number(start, end, ORDINAL, _as_float(value))


def _read_words(
    text: str, start: int, end: int, given: dict[str, str | None], limit: int
) -> Number | None:
    words, share = str(given["words"]).lower(), given["word_share"]
    if words == "one" and not (given["word_percent"] or share):
        after_one = _AFTER_ONE.match(text, end, limit)
        if _BEFORE_ONE.search(text, max(0, start - 12), start) or after_one:
            return None
    value = Fraction(_value_of_words(words))
    if share:
        # "two million and a half" is 2,500,000, and "two hundred and a half" 200.5.
        scale = _SCALES.get(regex.split(r"[\s-]+", words)[-1], 1)
        value += _value_of_share(share) * (scale if scale >= 1000 else 1)
        value *= _scale_of(given["word_share_scale"])
    amount = _as_float(value)
    if words.startswith(tuple(_SCALES)) and _VAGUE.search(text, max(0, start - 14), start):
        amount = float("nan")
    if given["word_percent"]:
        return Number(start, end, PERCENTAGE, amount, unit="%")
    return Number(start, end, QUANTITY, amount)


# More digits than the largest float has.
_MOST_DIGITS = 309


def _value_of_digits(amount: str) -> Fraction | None:
    """The value of digits, of a share in digits, or of both; None if no float is so large.

    Examples
    --------
    >>> _value_of_digits("9 1/2"), _value_of_digits("3½"), _value_of_digits("36,000.5")
    (Fraction(19, 2), Fraction(7, 2), Fraction(72001, 2))
    """
    if len(amount) > _MOST_DIGITS:
        return None
    whole, value = amount, Fraction(0)
    if amount[-1] in _VULGAR:
        whole = amount[:-1]
        value = Fraction(unicodedata.numeric(amount[-1])).limit_denominator(10)
    elif "/" in amount:
        *before, share = regex.split(r"[\s-]", amount)
        whole, value = "".join(before), Fraction(share)
    digits = regex.sub(r"[,\s]", "", whole)
    return value + Fraction(f"0{digits}" if digits.startswith(".") else digits or 0)


def _as_float(value: Fraction | int | None, scale: int = 1) -> float:
    """The nearest float, missing if there is none."""
    try:
        return float("nan") if value is None else float(value * scale)
    except OverflowError:
        return float("nan")


def _scale_of(words: str | None) -> int:
    return prod(_SCALES[word] for word in regex.findall(r"\p{L}+", (words or "").lower()))


def _value_of_share(words: str) -> Fraction:
    """The value of a share in words.

    Examples
    --------
    >>> _value_of_share("two-thirds")
    Fraction(2, 3)
    """
    *many, part = regex.split(r"[\s-]+", words.lower())
    return Fraction(_value_of_words(" ".join(many)), _PARTS_OF[part])


def _value_of_words(words: str) -> int:
    """The value of a number in words.

    Examples
    --------
    >>> _value_of_words("two hundred and thirty-six thousand and five")
    236005
    >>> _value_of_words("three hundred thousand million")
    300000000000
    """
    terms, group = [0], 0
    for word in regex.split(r"[\s-]+", words.lower()):
        if word in ("a", "an"):
            group += 1
        elif word in _UNITS or word in _TENS:
            group += _UNITS.get(word, 0) + _TENS.get(word, 0)
        elif word in ("hundred", "dozen") and (group or not terms[-1]):
            group = (group or 1) * _SCALES[word]
        elif word in _SCALES:
            # A scale multiplies all that is smaller: "five thousand six hundred million".
            while terms[-1] and terms[-1] < _SCALES[word]:
                group += terms.pop()
            group = group or (terms.pop() if terms[-1] else 1)
            terms.append(group * _SCALES[word])
            group = 0
    return sum(terms) + group


def _is_readable(passages: Passages, number: Number) -> bool:
    if passages.language.partition("-")[0] in ("en", "zh", "ja", "ko"):
        return True
    return not regex.search(r"\d[.,]\d", passages.text[number.start : number.end])


def _read_unit(text: str, number: Number, limit: int) -> tuple[str, str]:
    """The unit after a number, and the words that say what is counted."""
    if number.kind in (YEAR, DATE):
        return "", ""
    found = _NOUN.match(text, number.end, limit)
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
