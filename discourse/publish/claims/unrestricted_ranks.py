"""Superlatives over all words of a text: an order of some words does not show that they hold."""

from collections.abc import Iterator

import regex

from discourse.publish.claims.bound_numbers import is_true
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.comparative_words import SUPERLATIVE, sign_of
from discourse.publish.claims.comparisons import Inequality, is_literal, parse_comparison
from discourse.publish.claims.notebook_code import FAULTS
from discourse.publish.claims.numbers import ProseNumber

_WORD = r"(?:terms?|types?|words?)"
# Where the clause ends behind the noun, nothing says among which words the one has its rank.
_END = (
    r"(?:\s+(?:of\s+all|overall|(?:in|of)\s+(?:all\s+)?(?:our|the|this)\s+(?:book|chapter|corpus|"
    r"documents?|speech|texts?)))?\s*(?:[.;:!?)]|\Z)"
)
_OF_ALL = regex.compile(rf"\s+{_WORD}{_END}", regex.I)
_THAN_ANY = regex.compile(rf"\s+than\s+(?:all|any|every)\s+other\s+{_WORD}{_END}", regex.I)
_PLAIN = regex.compile(r"[\p{L}\p{M}'’-]+")
_AMONG = regex.compile(r"\b(?:among|amongst|between|except|of|besides?)\b", regex.I)
# What says elsewhere in the paragraph that only some words are looked at.
_CHOSEN = regex.compile(
    r"\b(?:candidates?|chosen|compar(?:e[sd]?|ing|isons?)|list(?:ed|s)?|picked|selected|table|"
    r"these|those|(?:\p{N}+|two|three|four|five|six|seven|eight|nine|ten|few|some)\s+(?:\p{L}+\s+)?"
    r"(?:adjectives|names|nouns|terms|types|verbs|words))\b",
    regex.I,
)


def check_unrestricted(number: ProseNumber, claims: Claims) -> Iterator[tuple[str, str]]:
    """Give the rank that a superlative over all words needs, and the order that it has.

    It is doubted only if the word does not have this rank.

    Parameters
    ----------
    number : ProseNumber
        Bound words whose claim holds.
    claims : Claims
        The claims of the notebook.
    """
    comparison = parse_comparison(number.claim)
    if not isinstance(comparison, Inequality) or any(map(is_literal, comparison.sides)):
        return
    is_said = (SUPERLATIVE.search(number.text) and _OF_ALL.match(number.following)) or (
        sign_of(number.text) and _THAN_ANY.match(number.following)
    )
    term, direction = comparison.sides[0], sign_of(number.text)
    if not is_said or not direction or not all(map(_PLAIN.fullmatch, comparison.sides)):
        return
    if _AMONG.search(number.preceding) or _CHOSEN.search(number.context):
        return
    rank = f"frequencies; {term.lower()}; count is {'highest' if direction > 0 else 'lowest'}"
    try:
        if not is_true(rank, claims):
            yield f"a rank among all words, such as '{rank}'", number.claim
    except FAULTS:  # no row
        return
