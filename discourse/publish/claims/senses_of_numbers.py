"""Whether a sentence says of a count what a count is: no ratio, rate, measure, rank or denial."""

from collections.abc import Iterator

import regex

from discourse.publish.claims.claim_words import (
    OPTION,
    has_terms,
    is_among,
    subjects_of,
    words_of,
)
from discourse.publish.claims.claims import is_share
from discourse.publish.claims.comparisons import parse_comparison, split_unquoted
from discourse.publish.claims.numbers import ProseNumber

_RATIO = regex.compile(
    r"\s+times\s+(?:as\s+(?:many|much|often|\p{L}+(?:\s+\p{L}+){0,3}\s+as)\b|"
    r"(?:the|that|its)\s+(?:count|frequency|hits|length|number|rate|share|size)\b)",
    regex.I,
)
_OTHER_UNIT = regex.compile(
    r"\s+(?:(?:different|distinct|entire|individual|separate|unique|whole)\s+)?"
    r"(?P<unit>addresses|antonyms|articles|authors|books|centuries|chapters|cities|collocates|countries|"
    r"days|decades|delegates|documents|editions|files|forms|genres|groups|hours|kinds|"
    r"languages|lemmas|letters|meanings|members|men|minutes|months|nations|newspapers|"
    r"pages|pairs|paragraphs|parties|people|persons|places|points|positions|ranks|regions|"
    r"sections|senses|sentences|sources|speakers|speeches|spellings|states|syllables|"
    r"synonyms|texts|types|variants|volumes|weeks|women|years)\b|"
    r"\s+(?:different|distinct|unique)\s+(?P<unit>expressions|phrases|terms|words)\b",
    regex.I,
)
_MEASURE = (
    r"(?:log[ -]?(?:ratio|odds|likelihood)|odds ratio|keyness|dispersion|deviation(?: of "
    r"proportions)?|tf-?idf|percentage|proportion|share|rate|ratio|p(?:-value)?|q(?:-value)?|"
    r"chi-squared?|n?pmi|[tz]-score|entropy|similarity|cosine|mean|average|median|effect size|rank)"
)
_MEASURED = regex.compile(
    rf"(?:\b(?<![-'’])(?:{_MEASURE})(?:\s+(?:of|for)\s+[^.;:,\d]{{1,60}}?)?"
    r"(?:\s+(?:is|was|equals|of|amounts\s+to|comes\s+to)|\s*[=:])|\brank|"
    r"\b(?:ranks|ranked|comes|placed)(?:\s+(?:as|at))?(?:\s+(?:number|no\.))?)\s+\Z",
    regex.I,
)
_ON_A_LIST = regex.compile(r"\b(?:number|no\.)\s+\Z", regex.I)
_LIST = regex.compile(r"\s+(?:on|in|of)\s+(?:the|this|that|our|its)\s+(?:list|ranking)\b", regex.I)
_RATE_BEFORE = regex.compile(
    r"(?:^|[.;:,(!?]\s*)(?:per|(?:for|in|of|out\s+of)\s+(?:each|every))\s+"
    r"(?:hundred|thousand|million)\b[^.;:\d]*\Z",
    regex.I,
)
# "28 times per text", "28 hits in every section", "28 times in a thousand words", "28 hits a page".
_SCALE = r"(?:[\d,]*\d\s+)?(?:hundred|thousand|million|billion)"
_OF_MANY = (
    r"(?:chapter|column|day|document|hour|line|month|page|paragraph|section|sentence|session|"
    r"speaker|speech|text|volume|week|year)"
)
_GAP = r"\s+(?:(?!(?:and|as|or|than)\b)[\p{L}-]+\s+){0,3}"
_RATE = regex.compile(
    rf"(?:{_GAP}per\s+(?!se\b)[\d\p{{L}}]|"
    rf"{_GAP}(?:in|for|to|out\s+of)\s+(?:an?|any|each|every|one)\s+{_SCALE}\b|"
    rf"{_GAP}an?\s+(?:{_SCALE}|(?<=(?:hits|occurrences|mentions|times)\s+an?\s+){_OF_MANY})\b|"
    r"[^.;:,\d]*\b(?:on|in\s+the)\s+(?:average|mean)\b)",
    regex.I,
)
_IN_EACH = regex.compile(
    rf"{_GAP}(?:in|for|by|from)\s+(?:each|every|any\s+one|an?\s+(?:average|typical|given))"
    r"(?:\s+of\s+(?:its|our|the|their|these))?\s+(?:\p{L}+\s+)?"
    rf"(?!document|text){_OF_MANY}(?:e?s)?\b",  # of documents, `check_document` knows more
    regex.I,
)
_AVERAGE = regex.compile(
    r"\b(?:on\s+average|in\s+the\s+mean|averag(?:es|ed|ing)|"
    rf"(?:an?|the)\s+(?:average|mean)\s+(?:of|{_OF_MANY}))\b[^.;:\d]*\Z",
    regex.I,
)
# "Every 28 words" says how far apart they are.
_EVERY = regex.compile(r"\b(?:each|every)\s+\Z", regex.I)
# "It rose by 28 hits": what a number that counts is not.
_BY = regex.compile(
    r"\b(?:r[io]sen?|rises|grow[ns]?|grew|increas\w*|f[ae]ll(?:s|en)?|drop(?:s|ped)?|declin\w*|"
    r"decreas\w*|reduc\w*|shr[aiu]nk\w*|differ\w*|exceed\w*|chang(?:es?|ed)|outnumber\w*|beats?|"
    r"leads?|led|lag(?:s|ged)?|trail(?:s|ed)?|up|down|ahead|behind|more|fewer|less|higher|lower|"
    r"longer|shorter|f[ae]ll(?:s|en|ing)?\s+short\s+of|w[io]ns?|lost|loses?)"
    r"(?:\s+(?!\p{L}+ed\b)\p{L}+){0,2}\s+by\s+\Z",
    regex.I,
)
# "The gap is 28", not "the gap is 28 to 21".
_GAP_OF = regex.compile(
    r"\b(?:gap|difference|margin)(?:\s+(?:between|of|in|over)\s+[^.;:,\d]{1,60}?)?"
    r"\s+(?:is|was|of|equals|amounts\s+to|comes\s+to)\s+\Z",
    regex.I,
)
# "28 hits short of it", "it lost 28 hits".
_SHORT = regex.compile(
    r"\s+(?:(?:hits|mentions|occurrences|times)\s+)?(?:adrift|short|shy)\s+of\b",
    regex.I,
)
_AGAINST = regex.compile(r"[\s\p{L}]*\s(?:to|against|and|versus|vs)\b", regex.I)
_LOST = regex.compile(r"\b(?:loses|lost|sheds?)\s+\Z", regex.I)
_HITS = regex.compile(r"\s+(?:hits|mentions|occurrences)\b", regex.I)
# A whole number in groups of three that points divide, as in German.
_IN_POINTS = regex.compile(r"\d{1,3}(?:\.\d{3})+")
_DENIED = regex.compile(
    r"(?:\b(?:not|never|cannot|hardly|\p{L}+n['’]t)\s+(?:even\s+)?(?:as\s+many\s+as\s+|"
    r"(?:exceed|get|had|have|hit|occur|make|number|reach|total|score)(?:s|ed|red)?(?:\s+to|\s+in)?\s+)?|"
    r"\b(?:far\s+from|anything\s+but|nowhere\s+near|instead\s+of|rather\s+than)\s+(?:\p{L}+ing\s+)?|"
    r"\b(?:lacks?|lacked|lacking)\s+|\bfail(?:s|ed)?\s+to\s+\p{L}+\s+|"
    r"\b(?:false|untrue|wrong|not\s+true|not\s+the\s+case|a\s+myth|a\s+lie)\s+(?:to\s+say\s+)?that\b"
    r"[^.;:,]*)\Z",
    regex.I,
)
# "8.4 % of all sentences" of a share of all tokens.
_OF_OTHERS = regex.compile(
    r"\s+of\s+(?:(?:all|its|our|the|their|these)\s+)*"
    r"(?P<unit>documents|lines|paragraphs|sentences|speeches|types)\b(?!['’-])",
    regex.I,
)
_OF_TOKENS = regex.compile(r"^(?:corpus|documents|parts)\s*;.*\btokens\Z", regex.S)
# Rates are per thousand words: "7.6 hits per million", and "7.6 hits" without a word of a rate.
_PER = regex.compile(
    r"\s+(?:(?!(?:and|but|or|than|which)\b)[\p{L}-]+\s+){0,4}(?:per|(?:in|for)\s+(?:an?|each|every|one)|out\s+of\s+"
    r"(?:an?|each|every))\s+(?P<scale>[\d,.]*\d|[\p{L}-]+)",
    regex.I,
)
_SAID_OF_RATES = regex.compile(r"\bthousand|\b1[,.\s]?000\b|\brates?\b|‰", regex.I)
_COUNTED = regex.compile(
    r"\s+(?:hits|mentions|occurrences|times(?!\s+(?:as|the|that)\b))\b", regex.I
)
_COUNT_BEFORE = regex.compile(
    r"\b(?:counts?|hits|number)(?:\s+(?:of|for)\s+[^.;:,\d]{1,60}?)?\s+(?:is|was|are|were)\s+\Z",
    regex.I,
)
_THOUSANDS = ("thousand", "1,000", "1.000", "1000")
_RATES = ("per_thousand", "per_thousand_reference")
_RANGES = ("range", "range_reference")
_TOGETHER = regex.compile(
    r"[\"“‘'*]?(?P<first>[\p{L}'’ -]+?)[\"”’*]?\s+and\s+[\"“‘'*]?(?P<second>[\p{L}'’ -]+?)"
    r"[\"”’*]?,?\s+(?:combined|jointly|taken\s+together|together)\s+"
    r"(?:account\s+for|amount\s+to|appear|come\s+to|get|had|have|make|number|occur|total)\s+\Z",
    regex.I,
)
_PLAIN = regex.compile(r"[\p{L}\p{M}'’-]+(?: [\p{L}\p{M}'’-]+)*")
_ALL_BUT = regex.compile(r"\ball\s+but\s+\Z", regex.I)
_BUT = regex.compile(r"\b(?:but|rather)\b|[;:–—]", regex.I)


def check_sense(number: ProseNumber) -> Iterator[tuple[str, str]]:
    """Give what the claim of a number should be, and what it is; nothing if no doubt is found.

    Only claims that count are looked at, a query or the ``count`` of a term, shares of all tokens,
    rates and ranges.

    Parameters
    ----------
    number : ProseNumber
        A bound number whose claim holds.
    """
    if not _is_count(number.claim):
        yield from _check_share(number)
        yield from _check_measure(number)
        return
    if together := _named_together(number):
        yield f"a claim about what is named together: {together}", number.claim
        return
    before, after = number.preceding, number.following
    if _RATIO.match(after):
        yield "a ratio, such as 'A / B'", number.claim
    elif _RATE_BEFORE.search(before) or _says_rate(number):
        yield "a claim about a rate, such as 'frequencies; rights; per_thousand'", number.claim
    elif _says_difference(before, after):
        yield "a ratio, such as 'A / B': a claim gives no difference", number.claim
    elif _IN_POINTS.fullmatch(number.text):
        yield "a whole number, with commas between thousands", number.text
    elif _MEASURED.search(before) or (_ON_A_LIST.search(before) and _LIST.match(after)):
        yield "a claim about the measure or the rank that is named", number.claim
    elif _DENIED.search(before) and not _BUT.search(after):
        yield "a sentence that says the number", "one that denies it"
    elif _ALL_BUT.search(before) and "::" not in number.claim:
        yield "a claim about what is left out, such as 'rights :: section != 3'", number.claim
    elif unit := _other_unit(number):
        yield f"a claim about {unit}", number.claim


def _check_share(number: ProseNumber) -> Iterator[tuple[str, str]]:
    """A share of all tokens, where the sentence says that it is one of sentences or the like."""
    found = _OF_OTHERS.match(number.following)
    halves = split_unquoted(number.claim, " / ")
    if found and is_share(number.claim) and len(halves) == 2 and _OF_TOKENS.search(halves[1]):
        yield f"a share of {found['unit']}", number.claim


def _check_measure(number: ProseNumber) -> Iterator[tuple[str, str]]:
    """A rate or a range that a sentence gives as a count, or a rate in another unit."""
    measure = _column_of_claim(number.claim)
    if measure not in (*_RATES, *_RANGES):
        return
    unit = _PER.match(number.following)
    if measure in _RATES and unit and unit["scale"].lower() not in _THOUSANDS:
        yield "a rate per thousand, as its claim gives", f"per {unit['scale']}"
    elif not (measure in _RATES and _SAID_OF_RATES.search(number.context)) and (
        _COUNTED.match(number.following) or _COUNT_BEFORE.search(number.preceding)
    ):
        yield "a claim that counts hits", number.claim
    elif (said := _MEASURED.search(number.preceding)) and not (
        measure in _RATES and "rate" in said[0].casefold()
    ):
        yield "a claim about the measure or the rank that is named", number.claim


def _column_of_claim(claim: str) -> str:
    """The column of a claim about one cell, "" for any other claim."""
    if len(split_unquoted(claim, " / ")) > 1 or parse_comparison(claim):
        return ""
    _, *fields = split_unquoted(split_unquoted(claim, " @ ")[0], ";")
    names = [field for field in fields if not OPTION.fullmatch(field)]
    return names[-1] if names else ""


def _named_together(number: ProseNumber) -> str:
    """The marked words that have a number together, if its claim is about one of them only."""
    found = _TOGETHER.search(number.preceding)
    (*_, subject) = subjects_of(number.claim) or [""]
    if found is None or not _PLAIN.fullmatch(subject):
        return ""
    marked = [name for name in number.named[: number.named_near] if _PLAIN.fullmatch(name)]
    first, second = found["first"], found["second"]
    names = [name for name in marked if first.endswith(name) or second == name]
    of_claim = words_of(number.claim)
    left = [name for name in names if not any(is_among(word, of_claim) for word in words_of(name))]
    return " and ".join(names) if len(names) == 2 and len(left) == 1 else ""


def _says_rate(number: ProseNumber) -> bool:
    """Whether a number is said per text, per thousand words, or as an average."""
    before, after = number.preceding, number.following
    if _RATE.match(after) or _AVERAGE.search(before) or _EVERY.search(before):
        return True
    # A claim about one part holds for "each of two sections", one about all parts does not.
    return not _is_restricted(number.claim) and _IN_EACH.match(after) is not None


def _says_difference(before: str, after: str) -> bool:
    """Whether a number is said to be a difference: "rose by 28", "28 hits short of *war*"."""
    if _BY.search(before) or _SHORT.match(after):
        return True
    if _GAP_OF.search(before) and not _AGAINST.match(after):
        return True
    return _LOST.search(before) is not None and _HITS.match(after) is not None


def _is_restricted(claim: str) -> bool:
    return "::" in claim or any(OPTION.fullmatch(each) for each in split_unquoted(claim, ";"))


def _other_unit(number: ProseNumber) -> str:
    """The unit behind a number that hits are not counted in, "" if there is none."""
    found = _OTHER_UNIT.match(number.following)
    if found is None or "<" in number.claim or OPTION.fullmatch(number.claim):
        return ""
    unit = found["unit"].lower()
    words = words_of(number.claim)
    stem = unit.removesuffix("s")
    is_query = is_among(unit, words) or any(
        word.rstrip("*").startswith(stem) or (word.endswith("*") and unit.startswith(word[:-1]))
        for word in words
    )
    return "" if is_query else unit


def _is_count(claim: str) -> bool:
    """Whether a claim gives a number of hits."""
    if is_share(claim) or parse_comparison(claim):
        return False
    fields = split_unquoted(split_unquoted(claim, " @ ")[0], ";")
    if len(fields) == 1:
        return True
    names = [field for field in fields[1:] if not OPTION.fullmatch(field)]
    return names[-1:] == ["count"] and has_terms(fields[0])
