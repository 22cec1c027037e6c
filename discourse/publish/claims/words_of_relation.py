"""Whether words that compare say the relation that their claim has: more, equal, none, all, only.

The words are those of the link, with what decides their sense right beside it: "does *not* [occur]"
and "*as* [frequent] *as*".
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import regex

from discourse.publish.claims.claims import is_share
from discourse.publish.claims.comparative_words import NEGATED, SUPERLATIVE, sign_of
from discourse.publish.claims.comparisons import Inequality, RankClaim, is_literal
from discourse.publish.claims.number_words import is_order, word_value
from discourse.publish.claims.words_of_extent import bounds_of_ratio
from discourse.publish.claims.written_numbers import number_value

# What is read with the words of a link, in front of it and behind it.
_BEFORE = regex.compile(
    r"\b(?:(?:almost|nearly|virtually|practically|at least|at most)\s+)?"
    r"(?:not|never|nor|neither|no|cannot|\p{L}+n['’]t|hardly|as|equally|more|less|most|least|almost|"
    r"nearly|virtually|practically)\s+\Z",
    regex.I,
)
_AFTER = regex.compile(r"\s+(?:as|than|by|in common|any other|all others?|every other)\b", regex.I)
_IDIOMS = regex.compile(
    r"\b(?:(?:at|after|above|first of|most of|least of|once and for) all\b|"
    r"all (?:in all|the|but)\b|not only\b|no longer\b|if only\b|only (?=if|when|because))",
    regex.I,
)

_AN_ADVERB = r"(?:\p{L}+ly |any |much |so |that |quite )?"
_NOT = r"(?:not|never|no|nor|neither|cannot|\p{L}+n['’]t)"
_NOT_MORE = regex.compile(rf"\b{_NOT} {_AN_ADVERB}(?=\p{{L}})", regex.I)
_NOT_AS = regex.compile(rf"\b{_NOT} (?:as|so|nearly as|quite as) \p{{L}}+(?: as\b|\Z)", regex.I)
_NOT_EQUAL = regex.compile(
    rf"\b{_NOT} (?:the same|equal(?:ly)?|identical(?:ly)?|alike|match)\b|"
    r"\b(?:differ(?:s|ed|ent|ently|ing)?|unequal(?:ly)?|unlike|dissimilar|diverge[sd]?)\b",
    regex.I,
)
_NO_DIFFERENCE = regex.compile(rf"\b{_NOT} (?:\p{{L}}+ )?(?:differ\p{{L}}*|unequal)\b", regex.I)
_EQUAL = regex.compile(
    r"\b(?:as \p{L}+(?: as\b|\Z)|equal(?:s|led|ly)?|the same|identical(?:ly)?|alike|tied?|"
    r"on a par|neck and neck|match(?:es|ed)?)\b",
    regex.I,
)
_AT_LEAST_AS = regex.compile(r"\bat least as\b", regex.I)
_AT_MOST_AS = regex.compile(r"\bat most as\b", regex.I)
_NEAR = regex.compile(r"\b(?:almost|nearly|virtually|practically|about|roughly)\b", regex.I)

_ONLY = regex.compile(
    r"\b(?:only|alone|sole(?:ly)?|exclusive(?:ly)?|unique(?:ly)?|confined|restricted|limited|purely|"
    r"no other|nowhere else|nothing but|nobody else)\b",
    regex.I,
)
_ALL = regex.compile(
    r"\b(?:all|every|each|always|everywhere|entire(?:ly)?|wholly|completely|invariably|"
    r"throughout|without exception|both)\b",
    regex.I,
)
_NOTHING = regex.compile(
    r"\b(?:never|nowhere|absent|absence|lack(?:s|ed|ing)?|missing|unattested|unused|without|"
    r"nothing|none|neither|nil|not|no|cannot|\p{L}+n['’]t|fail(?:s|ed)? to (?:appear|occur))\b",
    regex.I,
)
_MAJORITY = regex.compile(
    r"(?<!\bat )\b(?:most|majority|mostly|mainly|chiefly|predominantly|"
    r"(?:bulk|(?:greater|larger|better) part) of)\b",
    regex.I,
)
_MINORITY = regex.compile(r"\bminority\b", regex.I)
_EXACTLY_ALL = ("==", ">=")
# How much of a whole "nearly all" is at least.
_NEARLY_ALL, _HALF = Fraction(9, 10), Fraction(1, 2)

Wrong = tuple[str, str]


def words_beside(text: str, before: str, after: str) -> str:
    """Return bound words with what decides their sense right beside the link.

    Examples
    --------
    >>> words_beside("occur", "It does not ", " here."), words_beside("frequent", "is as ", " as")
    ('not occur', 'as frequent as')
    """
    first, last = _BEFORE.search(before[-40:]), _AFTER.match(after)
    parts = [first[0] if first else "", text, last[0] if last else ""]
    return " ".join(" ".join(parts).split())


def check_relation(text: str, claim: str, comparison: Inequality | RankClaim) -> Iterator[Wrong]:
    """Give what a comparison should be for its words, and what it is; nothing if the two agree.

    Parameters
    ----------
    text : str
        The words, as `words_beside` gives them.
    claim : str
        The claim.
    comparison : Inequality or RankClaim
        The claim, as it is parsed.
    """
    plain = _IDIOMS.sub(" ", text)
    found = (
        _wanted_of_order(plain, comparison)
        or _wanted_of_denial(plain, comparison)
        or _wanted_of_whole(plain, comparison)
        or _wanted_of_equals(plain, comparison)
        or _wanted_of_degree(plain, comparison)
    )
    if found:
        yield found, claim
    elif sign_of(plain) * _direction_claimed(comparison) < 0 and not _is_weakened(plain):
        yield "words that say the same direction as the claim", text


def _wanted_of_order(text: str, comparison: Inequality | RankClaim) -> str:
    """Tell whether an order is long enough for "second" and the like."""
    number = word_value(text.lower().removeprefix("the ")) if is_order(text) else None
    rank = comparison.rank if isinstance(comparison, RankClaim) else ""
    last = regex.search(r"\blast\b", text, regex.I)
    if (number == 1 and rank in ("last", "lowest") and regex.search(r"\dst|first", text)) or (
        last and rank in ("first", "highest")
    ):
        return f"a rank that '{text}' says"
    if number is None or number < 2 or _size_of(comparison) >= number:
        return ""
    return (
        f"an order of {number} or more, or a number of rows, such as 'frequencies; rows; count>=5'"
    )


def _size_of(comparison: Inequality | RankClaim) -> int:
    return len(comparison.sides) if isinstance(comparison, Inequality) else 1


def _is_weakened(text: str) -> bool:
    """Whether words deny a comparative, so that their own direction is not what they say."""
    return NEGATED.search(text) is not None or _NOT_MORE.search(text) is not None


def _wanted_of_denial(text: str, comparison: Inequality | RankClaim) -> str:
    """What "not more frequent", "not as often as" and "does not occur" need."""
    if _ONLY.search(text) or _NO_DIFFERENCE.search(text) or _NOT_EQUAL.search(text):
        return ""
    if _NOT_AS.search(text):
        return "" if _all_signs(comparison, "<") else "a comparison 'A < B': it is not as much"
    denied = _NOT_MORE.search(text)
    rest = text[denied.end() :] if denied else ""
    if denied and (direction := sign_of(rest)):
        if isinstance(comparison, RankClaim):
            return "a comparison of two: a rank does not show that something is not so"
        sign = "<=" if direction > 0 else ">="
        return "" if _all_signs(comparison, sign) else f"a comparison 'A {sign} B': it is denied"
    if not _NOTHING.search(text) or sign_of(text):  # "more often than not"
        return ""
    if _NEAR.search(text):
        low = _share_at_most(comparison, 1 - _NEARLY_ALL)
        return "" if low else "a share of a tenth at most, such as 'A / B < 0.1'"
    return "" if _says_nothing(comparison) else "a comparison with 0, such as 'A == 0'"


def _wanted_of_whole(text: str, comparison: Inequality | RankClaim) -> str:
    """What "all", "every" and "only" need: two equal numbers, or nothing elsewhere."""
    is_only = _ONLY.search(text) is not None
    if not is_only and not _ALL.search(text):
        return ""
    compares = sign_of(text) != 0 or SUPERLATIVE.search(text) is not None
    if compares or _NO_DIFFERENCE.search(text) or _NOT_EQUAL.search(text) or _EQUAL.search(text):
        return ""
    if _NEAR.search(text) and not is_only:
        high = _share_at_least(comparison, _NEARLY_ALL)
        return "" if high else "a share of nine tenths or more, such as 'A / B > 0.9'"
    if isinstance(comparison, RankClaim):
        return "" if is_only and comparison.rank == "only" else _whole_message(is_only)
    return "" if _says_whole(comparison) else _whole_message(is_only)


def _whole_message(is_only: bool) -> str:
    rank = ", or 'CELL is only'" if is_only else ""
    return f"two equal numbers, such as 'rights :: section = 3 == rights'{rank}"


def _wanted_of_equals(text: str, comparison: Inequality | RankClaim) -> str:
    """What "as frequent as", "the same" and "differ" need."""
    signs = comparison.signs if isinstance(comparison, Inequality) else (">",)
    if _NO_DIFFERENCE.search(text):
        return "" if _all_signs(comparison, "==") else "a comparison 'A == B': they do not differ"
    if _NOT_EQUAL.search(text):
        equal = any("=" in sign for sign in signs) and not _is_near_one(comparison)
        return "a comparison 'A > B' or 'A < B': they differ" if equal else ""
    for pattern, allowed in ((_AT_LEAST_AS, (">", ">=")), (_AT_MOST_AS, ("<", "<="))):
        if pattern.search(text):
            agree = set(signs) <= {*allowed, "=="} and isinstance(comparison, Inequality)
            return "" if agree else f"a comparison 'A {allowed[1]} B'"
    if not _EQUAL.search(text) or _NOT_AS.search(text) or sign_of(text):
        return ""
    if _NEAR.search(text):
        return "" if _is_near_one(comparison) else "a ratio within a tenth: '0.9 < A / B < 1.1'"
    return "" if _all_signs(comparison, "==") else "a comparison 'A == B': they are equal"


def _wanted_of_degree(text: str, comparison: Inequality | RankClaim) -> str:
    """What a superlative, a majority and a comparative need."""
    if _MAJORITY.search(text) and _is_below_half(comparison):
        return "a share of more than half, or a rank"
    if _MINORITY.search(text) and not _share_at_most(comparison, _HALF):
        return "a share of less than half"
    if SUPERLATIVE.search(text) and _compares_two(comparison):
        return "a rank, such as 'CELL is highest', or an order of three or more"
    if sign_of(text) and not _is_weakened(text) and _may_be_equal(comparison):
        return "a comparison 'A > B' or 'A < B': the two may be equal"
    return ""


def _all_signs(comparison: Inequality | RankClaim, wanted: str) -> bool:
    """Whether each sign of an order shows a relation: "<" shows "<=", too."""
    shown = {"<=": {"<", "<=", "=="}, ">=": {">", ">=", "=="}}.get(wanted, {wanted})
    return isinstance(comparison, Inequality) and set(comparison.signs) <= shown


def _says_nothing(comparison: Inequality | RankClaim) -> bool:
    """Whether a comparison says that something is 0."""
    return isinstance(comparison, Inequality) and ("==", "0") in zip(
        comparison.signs, comparison.sides[1:], strict=True
    )


def _says_whole(comparison: Inequality) -> bool:
    """Whether a comparison says that two numbers are equal, or that nothing is elsewhere."""
    for (first, second), sign in zip(pairwise(comparison.sides), comparison.signs, strict=True):
        if is_literal(second):
            number, elsewhere = number_value(second), regex.search(r"!=| minus |!within", first)
            whole = number == 1 and (sign == "==" or (sign in _EXACTLY_ALL and is_share(first)))
            if not whole and not (number == 0 and sign == "==" and elsewhere):
                return False
        elif sign != "==":
            return False
    return True


def _share_at_least(comparison: Inequality | RankClaim, least: Fraction) -> bool:
    low, _ = bounds_of_ratio(comparison)
    return low is not None and low >= least


def _share_at_most(comparison: Inequality | RankClaim, most: Fraction) -> bool:
    _, high = bounds_of_ratio(comparison)
    return high is not None and high <= most


def _is_near_one(comparison: Inequality | RankClaim) -> bool:
    low, high = bounds_of_ratio(comparison)
    tenth = 1 - _NEARLY_ALL
    return low is not None and high is not None and low >= 1 - tenth and high <= 1 + tenth


def _is_below_half(comparison: Inequality | RankClaim) -> bool:
    """Whether a comparison with a number does not say that a share is more than half."""
    if isinstance(comparison, RankClaim) or not is_literal(comparison.sides[-1]):
        return False
    whole = not is_share(comparison.sides[0])
    return whole or number_value(comparison.sides[-1]) < _HALF


def _compares_two(comparison: Inequality | RankClaim) -> bool:
    """Whether a comparison is of two things, neither of which is a number."""
    if isinstance(comparison, RankClaim) or len(comparison.sides) > 2:
        return False
    return not any(map(is_literal, comparison.sides))


def _may_be_equal(comparison: Inequality | RankClaim) -> bool:
    """Whether a comparison of claims holds for equal numbers, too."""
    if isinstance(comparison, RankClaim) or any(map(is_literal, comparison.sides)):
        return False
    return any("=" in sign for sign in comparison.signs)


def _direction_claimed(comparison: Inequality | RankClaim) -> int:
    if isinstance(comparison, RankClaim):
        return {"highest": 1, "lowest": -1}.get(comparison.rank, 0)
    directions = {sign[0] for sign in comparison.signs} - {"="}
    return {frozenset(">"): 1, frozenset("<"): -1}.get(frozenset(directions), 0)
