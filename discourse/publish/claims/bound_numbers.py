"""Whether the text of a bound number, or of a bound comparison, is what its claim gives."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pandas as pd
import regex

from discourse.errors import DiscourseError, MissingTextsError, one_of
from discourse.publish.claims.claims import ClaimedCell, Claims, is_share
from discourse.publish.claims.comparative_words import sign_of
from discourse.publish.claims.comparisons import (
    Inequality,
    RankClaim,
    is_literal,
    parse_comparison,
)
from discourse.publish.claims.notebook_code import FAULTS
from discourse.publish.claims.number_words import (
    NUMBER_SIGN,
    NUMBER_WORD,
    QUALIFIERS,
    is_order,
    least_amount,
    split_qualifier,
)
from discourse.publish.claims.words_of_extent import check_extent, has_extent
from discourse.publish.claims.words_of_relation import check_relation, words_beside
from discourse.publish.claims.written_numbers import (
    WRITTEN_NUMBER,
    agrees_with,
    compare,
    exact_value,
    is_number,
    is_percentage,
    number_value,
    write_like,
)
from discourse.publish.provenance.row_keys import key_of

_OF = regex.compile(r"\s+(?:out\s+)?of\s+(?:the\s+)?", regex.I)


def check_bound(
    text: str, claim: str, claims: Claims, *, beside: tuple[str, str] = ("", "")
) -> Iterator[tuple[str, str]]:
    """Give what a bound text should be, and what it is; nothing if the two agree.

    Parameters
    ----------
    text : str
        What the link shows.
    claim : str
        The claim.
    claims : Claims
        The claims of the notebook.
    beside : tuple of two str, optional
        The sentence in front of the link, and behind it.

    Raises
    ------
    MissingTextsError
        If the texts of the claim are not on this computer.

    Examples
    --------
    >>> import discourse as dc
    >>> claims = Claims(dc.read("seeds/"))
    >>> list(check_bound("eight", "community of shared future", claims))
    [('7', 'eight')]
    >>> list(check_bound("more often", "rights > peace", claims))
    []
    """
    try:
        comparison = parse_comparison(claim)
        if comparison is not None:
            yield from _check_comparison(text, claim, comparison, claims, beside)
            return
        number = split_qualifier(text)[1]
        if _OF.search(number):
            yield from _check_both(text, claim, claims)
        elif not is_number(number):
            yield _wanted_instead(text), text
        elif is_percentage(number) and not is_share(claim):
            yield "a share, such as 'A / B'", f"{text} of one number"
        else:
            value = claims.value(claim)
            if not agrees_with(text, value):
                yield write_like(value, text), text
    except MissingTextsError:
        raise
    except FAULTS as error:
        yield "a claim that gives one number", first_line(error)


def _wanted_instead(text: str) -> str:
    least = least_amount(text)
    return (
        "a number and nothing else"
        if least is None
        else f"a comparison with {least:,} or more, such as 'A >= {least}'"
    )


def qualified_text(qualifier: str, text: str, claim: str) -> str:
    """Return a bound text with the words before its link that say how its value compares.

    Words of extent, such as "far", qualify words. A number of the code is a bound itself: "fewer
    than [5](# 'code; tfidf; min_count') hits".

    Examples
    --------
    >>> qualified_text("nearly", "20", "peace"), qualified_text("", "20", "peace")
    ('nearly 20', '20')
    """
    own = split_qualifier(text)[0]
    counts = qualifier in QUALIFIERS
    if not qualifier or own or counts != is_number(text) or claim.startswith("code;"):
        return text
    return f"{qualifier} {text}"


def _check_both(text: str, claim: str, claims: Claims) -> Iterator[tuple[str, str]]:
    """What the numbers of "10 of 18" should be: a part, and the whole that it is of."""
    numbers = _OF.split(text)
    if len(numbers) != 2 or not all(map(is_number, numbers)):
        yield "a number and nothing else, or two as in '10 of 18'", text
        return
    for number, value in zip(numbers, claims.part_and_whole(claim), strict=True):
        if not agrees_with(number, value):
            yield write_like(value, number), number


def is_true(claim: str, claims: Claims) -> bool:
    """Whether a comparison holds.

    Raises
    ------
    DiscourseError
        If the claim is no comparison, or if a side of it gives no number.

    Examples
    --------
    >>> import discourse as dc
    >>> claims = Claims(dc.read("seeds/"))
    >>> is_true("frequencies; the; count is highest", claims)
    True
    >>> is_true("peace > rights > 20", claims)
    False
    """
    comparison = parse_comparison(claim)
    if comparison is None:
        raise DiscourseError(f"{claim!r} compares nothing; write 'A > B'.")
    return not _fault_of(comparison, claims)


def first_line(error: Exception) -> str:
    """The first line of an error's message, or the error's name."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def _check_comparison(
    text: str,
    claim: str,
    comparison: Inequality | RankClaim,
    claims: Claims,
    beside: tuple[str, str],
) -> Iterator[tuple[str, str]]:
    qualifier, number = split_qualifier(text)
    if is_number(text) and not is_order(text):
        yield "a claim that gives one number", f"the comparison {claim!r}"
        return
    if fault := _fault_of(comparison, claims):
        yield f"a comparison that holds: {claim}", fault
    elif qualifier and is_number(number):
        yield from _check_stated(text, qualifier, number, claim, comparison)
    elif (least := least_amount(text)) is not None:
        yield from _check_amount(text, least, claim, comparison)
    elif _has_number(text):
        yield "words without a number, or a number with what stands before it", text
    elif has_extent(text):
        yield from check_extent(text, claim, comparison, sign_of(text))
    else:
        yield from check_relation(words_beside(text, *beside), claim, comparison)


def _check_stated(
    text: str, qualifier: str, number: str, claim: str, comparison: Inequality | RankClaim
) -> Iterator[tuple[str, str]]:
    """Whether "more than half" is the comparison "> 0.5"."""
    if not isinstance(comparison, Inequality) or len(comparison.sides) != 2:
        yield "one claim compared with one number", text
        return
    (_, last), (sign,) = comparison.sides, comparison.signs
    if not is_literal(last) or number_value(last) != number_value(number):
        yield f"a claim that is compared with {number}", claim
    elif QUALIFIERS[qualifier] != sign:
        yield f"a claim with the sign that '{qualifier}' has", claim


def _check_amount(
    text: str, least: int, claim: str, comparison: Inequality | RankClaim
) -> Iterator[tuple[str, str]]:
    """Whether "hundreds of" is compared with two hundred or more."""
    match comparison:
        case Inequality(sides=(_, last), signs=(">" | ">=",)) if is_literal(last):
            if number_value(last) >= least:
                return
    yield f"a comparison with {least:,} or more, such as 'A >= {least}'", claim


def _has_number(text: str) -> bool:
    """Whether words contain a number that their comparison does not check."""
    patterns = (WRITTEN_NUMBER, NUMBER_SIGN, NUMBER_WORD)
    return not is_order(text) and any(pattern.search(text) for pattern in patterns)


def _fault_of(comparison: Inequality | RankClaim, claims: Claims) -> str:
    """What contradicts a comparison, "" if nothing does."""
    if isinstance(comparison, RankClaim):
        return _fault_of_rank(comparison, claims)
    values = [side_value(side, claims) for side in comparison.sides]
    _refuse_same_count(comparison, claims)
    for (first, second), sign in zip(pairwise(values), comparison.signs, strict=True):
        if not compare(first, sign, second):
            return f"{_as_text(first)} is not {sign} {_as_text(second)}"
    return ""


def _refuse_same_count(comparison: Inequality, claims: Claims) -> None:
    """Refuse a comparison of two ways to write one count: "frequencies; war; count == war"."""
    seen: dict[tuple[str, int], str] = {}
    for side in comparison.sides:
        cells = [] if is_literal(side) or is_share(side) else claims.cells(side)
        for cell in cells:
            query = cell.row.get("query")
            if cell.column != "count" or not isinstance(query, str) or cell.corpus is None:
                continue
            other = seen.setdefault((query.casefold().strip(), id(cell.corpus)), side)
            if other != side:
                raise DiscourseError(
                    f"{other!r} and {side!r} are the same hits, so that their comparison holds "
                    "for any text; write 'A > B'."
                )


def side_value(side: str, claims: Claims) -> Fraction:
    """The exact value of a side of a comparison: of a claim, or a number that is written out."""
    return number_value(side) if is_literal(side) else exact_value(claims.value(side))


def _as_text(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):.4g}"


def _fault_of_rank(claim: RankClaim, claims: Claims) -> str:
    (cell, *others) = claims.cells(claim.cell)
    if others:
        raise DiscourseError(f"{claim.cell!r} is a share, which has no rank; compare it: 'A > B'.")
    peers = rank_rows(cell, claim)
    if claim.rank in ("first", "last"):
        at = 0 if claim.rank == "first" else -1
        same = peers.index[at] == cell.row.name
        return "" if same else f"{_name_row(peers.iloc[at], peers)} is {claim.rank}"
    values = pd.to_numeric(peers[cell.column], errors="coerce")
    label: Any = cell.row.name
    own, rest = values[label], values.drop(label)
    if pd.isna(own):
        raise DiscourseError(f"{cell.column} has no value there: it is missing.")
    against = {
        "highest": rest[rest >= own], "lowest": rest[rest <= own],
        "only": rest[rest.fillna(0) != 0],
    }[claim.rank]  # fmt: skip
    if claim.rank == "only" and not own:
        return f"{cell.column} is 0 there"
    if against.empty:
        return ""
    return f"{_name_row(peers.loc[against.index[0]], peers)} has {against.iloc[0]:,.10g}"


def rank_rows(cell: ClaimedCell, claim: RankClaim) -> pd.DataFrame:
    """The rows among which a cell has its rank: they differ from its row in one column."""
    over = claim.of or key_of(cell.rows)
    if over is None:
        raise DiscourseError(f"{claim.cell!r} has no other rows; compare it: 'A > B'.")
    rows = cell.rows
    one_of("column", over, map(str, rows.columns))
    for column, value in cell.picks.items():
        if column != over:
            rows = rows[rows[column].astype(str) == value]
    if len(rows) < 2 and claim.rank != "only":
        raise DiscourseError(f"{claim.cell!r} has no other row to compare with.")
    return rows


def _name_row(row: "pd.Series[Any]", rows: pd.DataFrame) -> str:
    return str(row[key_of(rows) or rows.columns[0]])
