"""Whether a sentence says of a count what a count is: no ratio, rate, measure, rank or denial."""

from collections.abc import Iterator

import regex

from discourse.publish.claims.claim_words import OPTION, has_terms, is_among, words_of
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
    r"(?P<unit>addresses|articles|authors|books|centuries|chapters|cities|collocates|countries|days|"
    r"decades|delegates|documents|files|groups|hours|languages|lemmas|letters|members|men|minutes|"
    r"months|nations|newspapers|pages|paragraphs|parties|people|persons|regions|sections|sentences|"
    r"sources|speakers|speeches|states|syllables|texts|types|volumes|weeks|women|years)\b",
    regex.I,
)
_MEASURE = (
    r"(?:log[ -]?(?:ratio|odds|likelihood)|odds ratio|keyness|dispersion|deviation(?: of "
    r"proportions)?|tf-?idf|percentage|proportion|share|rate|ratio|p(?:-value)?|q(?:-value)?|"
    r"chi-squared?|n?pmi|[tz]-score|entropy|similarity|cosine|mean|average|median|effect size|rank)"
)
_MEASURED = regex.compile(
    rf"(?:\b(?<![-'’])(?:{_MEASURE})(?:\s+of\s+[^.;:,\d]{{1,60}}?)?"
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
_DENIED = regex.compile(
    r"(?:\b(?:not|never|cannot|hardly|\p{L}+n['’]t)\s+(?:even\s+)?(?:as\s+many\s+as\s+|"
    r"(?:exceed|get|had|have|hit|occur|make|number|reach|total|score)(?:s|ed|red)?(?:\s+to|\s+in)?\s+)?|"
    r"\b(?:far\s+from|anything\s+but|nowhere\s+near|instead\s+of|rather\s+than)\s+(?:\p{L}+ing\s+)?|"
    r"\b(?:lacks?|lacked|lacking)\s+|\bfail(?:s|ed)?\s+to\s+\p{L}+\s+|"
    r"\b(?:false|untrue|wrong|not\s+true|not\s+the\s+case|a\s+myth|a\s+lie)\s+(?:to\s+say\s+)?that\b"
    r"[^.;:,]*)\Z",
    regex.I,
)
_ALL_BUT = regex.compile(r"\ball\s+but\s+\Z", regex.I)
_BUT = regex.compile(r"\b(?:but|rather)\b|[;:–—]", regex.I)


def check_sense(number: ProseNumber) -> Iterator[tuple[str, str]]:
    """Give what the claim of a number should be, and what it is; nothing if no doubt is found.

    Only claims that count are looked at: a query, or the ``count`` of a term.

    Parameters
    ----------
    number : ProseNumber
        A bound number whose claim holds.
    """
    if not _is_count(number.claim):
        return
    before, after = number.preceding, number.following
    if _RATIO.match(after):
        yield "a ratio, such as 'A / B'", number.claim
    elif _RATE_BEFORE.search(before):
        yield "a claim about a rate, such as 'frequencies; rights; per_thousand'", number.claim
    elif _MEASURED.search(before) or (_ON_A_LIST.search(before) and _LIST.match(after)):
        yield "a claim about the measure or the rank that is named", number.claim
    elif _DENIED.search(before) and not _BUT.search(after):
        yield "a sentence that says the number", "one that denies it"
    elif _ALL_BUT.search(before) and "::" not in number.claim:
        yield "a claim about what is left out, such as 'rights :: section != 3'", number.claim
    elif unit := _other_unit(number):
        yield f"a claim about {unit}", number.claim


def _other_unit(number: ProseNumber) -> str:
    """The unit behind a number that hits are not counted in, "" if there is none."""
    found = _OTHER_UNIT.match(number.following)
    if found is None or "<" in number.claim or OPTION.fullmatch(number.claim):
        return ""
    unit = found["unit"].lower()
    words = words_of(number.claim)
    stem = unit.removesuffix("s")
    is_query = is_among(unit, words) or any(word.rstrip("*").startswith(stem) for word in words)
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
