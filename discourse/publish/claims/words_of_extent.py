"""Words that say by how much two counts differ: a bare "A > B" does not show that they hold.

"Far more often" needs a ratio of at least two, "slightly more often" one within a tenth, and "the
vast majority" at least two thirds, which is twice as much as the rest.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import regex

from discourse.publish.claims.claims import is_share
from discourse.publish.claims.comparisons import Inequality, RankClaim, is_literal
from discourse.publish.claims.number_words import TOLERANCE
from discourse.publish.claims.written_numbers import number_value

# What they stand before: comparatives, and nouns that compare.
_COMPARED = r"(?=\s+(?:more|less|fewer|most|\p{L}+er|above|ahead|behind|below|over|too)\b)"
_NOUN = r"(?=\s+(?:bulk|difference|lead|majority|margin|minority|part|share)\b)"
_LARGE = (
    rf"(?:much|way|many times){_COMPARED}|by far|(?<!\b(?:so|as|how|thus) )far(?! from\b| as\b)|"
    "considerably|decidedly|decisively|dramatically|enormously|greatly|hugely|immensely|"
    "incomparably|largely|markedly|massively|overwhelmingly|strikingly|strongly|substantially|"
    "vastly|(?:enormous|great|huge|immense|large|massive|overwhelming|striking|strong|"
    rf"substantial|vast){_NOUN}"
)
_SMALL = (
    rf"(?:a bit|a little|a shade|a touch|barely|hardly|just|little|scarcely){_COMPARED}|"
    "fractionally|marginally|minimally|narrowly|negligibly|slightly|"
    rf"(?:bare|marginal|narrow|slight|slim|small){_NOUN}"
)
_WORDS = rf"(?:(?P<large>{_LARGE})|(?P<small>{_SMALL})|(?P<tested>significant(?:ly)?))".replace(
    " ", r"\s+"
)
_EXTENT = regex.compile(rf"\b{_WORDS}\b", regex.I)
_LAST_WORD = regex.compile(
    r"\b(?:by\s+far|a\s+(?:bit|little|shade|touch)|many\s+times|\p{L}+)(?=\s+(?:the\s+)?\Z)",
    regex.I,
)
_OF_A_WHOLE = regex.compile(r"(?<!\bat )\b(?:most(?= of\b|$)|majority|minority|half)\b", regex.I)
_TEST = regex.compile(r"\b[pq]_value\b")
# At least so many times as much, and at least such a part of a whole.
_TIMES, _PART = Fraction(2), Fraction(2, 3)


def has_extent(text: str) -> bool:
    """Whether words say by how much something differs.

    Examples
    --------
    >>> has_extent("far more often"), has_extent("slightly less"), has_extent("so far more")
    (True, True, False)
    """
    return _EXTENT.search(text) is not None


def extent_before(text: str, start: int) -> str:
    """Return the word in front of bound words that says by how much, "" if there is none.

    Examples
    --------
    >>> extent_before("It is far more common.", 10)
    'far'
    """
    last = _LAST_WORD.search(text, max(0, start - 40), start)
    found = _EXTENT.match(text, last.start()) if last else None
    return " ".join(found[0].split()) if last and found and found.end() == last.end() else ""


def check_extent(
    text: str, claim: str, comparison: Inequality | RankClaim, direction: int
) -> Iterator[tuple[str, str]]:
    """Give what a claim of such words should be, and what it is; nothing if it says how much.

    Parameters
    ----------
    text : str
        Words for which `has_extent` is true.
    claim : str
        The claim.
    comparison : Inequality or RankClaim
        The claim, as it is parsed.
    direction : int
        1 if the words say more, -1 if they say less, 0 if they say neither.
    """
    found = _EXTENT.search(text)
    if found is None:
        return
    if found["tested"]:
        if not _TEST.search(claim):
            yield "a claim about a p_value or q_value: 'significantly' says a test", claim
        return
    low, high = bounds_of_ratio(comparison)
    whole = _OF_A_WHOLE.search(text) is not None
    middle = Fraction(1, 2) if whole else Fraction(1)
    if found["large"]:
        least = _PART if whole else _TIMES
        most = 1 - _PART if whole else 1 / _TIMES
        up, down = low is not None and low >= least, high is not None and high <= most
        wanted = f"'{found['large']}' says {'two thirds' if whole else 'twice as much'} or more: "
        wanted += "a share such as 'A / B > 0.67'" if whole else "a ratio such as 'A / B > 2'"
    else:
        near = middle * TOLERANCE
        up = down = False
        if low is not None and high is not None:
            up = middle <= low and high <= middle + near
            down = middle - near <= low and high <= middle
        wanted = f"'{found['small']}' says a tenth or less: a ratio such as "
        wanted += f"'{float(middle):g} < A / B < {float(middle + near):g}'"
    if not ((up and direction >= 0) or (down and direction <= 0)):
        yield wanted, claim


def bounds_of_ratio(comparison: Inequality | RankClaim) -> tuple[Fraction | None, Fraction | None]:
    """Between which numbers a comparison says that a ratio or a share is; None without a bound.

    Examples
    --------
    >>> bounds_of_ratio(Inequality(("rights / peace", "2"), (">",)))
    (Fraction(2, 1), None)
    """
    low = high = None
    if isinstance(comparison, RankClaim):
        return low, high
    for (first, second), sign in zip(pairwise(comparison.sides), comparison.signs, strict=True):
        if is_literal(second) and is_share(first):
            number, below = number_value(second), sign[0] == ">"
        elif is_literal(first) and is_share(second):
            number, below = number_value(first), sign[0] == "<"
        else:
            continue
        if below:
            low = number
        elif sign[0] != "=":
            high = number
    return low, high
