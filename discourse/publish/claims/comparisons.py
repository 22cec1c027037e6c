"""Claims that are comparisons: "A > B", "A >= B > C", "A is highest"."""

from dataclasses import dataclass

import regex

from discourse.errors import DiscourseError
from discourse.publish.claims.written_numbers import WRITTEN_NUMBER

RANKS = ("highest", "lowest", "only", "first", "last")

_QUOTED = regex.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKETED = regex.compile(r"\[[^\[\]]*\]")
# A condition on the parts of a query, such as "year > 1990": its sign compares no claims.
_CONDITION = regex.compile(
    r"(?:::|&|\||\band\b|\bor\b|\bnot\b|!|\()\s*\w+\s*(?:==|=|!=|<=|>=|<|>)\s*[^\s&|()]+"
)
_SIGN = regex.compile(r"(?:^| )(>=|<=|==|>|<)(?: |$)")
_RANK = regex.compile(rf"([^;]+;.+) is ({'|'.join(RANKS)})(?: of (\w+))?", regex.S)
_RANK_END = regex.compile(rf" is (?:{'|'.join(RANKS)})(?: of \w+)?$")


@dataclass(frozen=True)
class Inequality:
    """Sides, and the sign between each two of them: "A >= B > 5" has three sides and two signs."""

    sides: tuple[str, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True)
class RankClaim:
    """A cell that is the highest or lowest of its column, or the only one that is not 0.

    ``of`` is the column whose values tell the compared rows apart, None for the key of the table.
    """

    cell: str
    rank: str
    of: str | None


def parse_comparison(claim: str) -> Inequality | RankClaim | None:
    """Parse a comparison; None if the claim is none.

    Examples
    --------
    >>> parse_comparison('rights > peace :: year > 1990')
    Inequality(sides=('rights', 'peace :: year > 1990'), signs=('>',))
    >>> parse_comparison("frequencies; the; count is highest")
    RankClaim(cell='frequencies; the; count', rank='highest', of=None)
    >>> parse_comparison("frequencies; the; count") is None
    True
    """
    masked = _mask(claim)
    if rank := _RANK.fullmatch(masked):
        return RankClaim(claim[: rank.end(1)].strip(), rank[2], rank[3])
    signs = list(_SIGN.finditer(masked))
    if not signs:
        return None
    starts = [0, *(sign.end() for sign in signs)]
    ends = [*(sign.start() for sign in signs), len(claim)]
    sides = tuple(claim[start:end].strip() for start, end in zip(starts, ends, strict=True))
    if not all(sides):
        raise DiscourseError(f"{claim!r} compares nothing on one side; write 'A > B'.")
    if all(map(is_literal, sides)):
        raise DiscourseError(f"{claim!r} compares numbers without a claim; write 'A > 5'.")
    if any(_RANK_END.search(side) for side in sides):
        raise DiscourseError(f"{claim!r} is both a rank and a comparison; write one of them.")
    _refuse_itself(claim, sides)
    return Inequality(sides, tuple(sign[1] for sign in signs))


def _refuse_itself(claim: str, sides: tuple[str, ...]) -> None:
    """Refuse a comparison of a claim with itself, which says nothing about the text."""
    plain = [_plain_side(side) for side in sides]
    halves = [list(map(_plain_side, split_unquoted(side, " / "))) for side in sides]
    divides_itself = any(len(each) == 2 and each[0] == each[1] for each in halves)
    if len(set(plain)) < len(plain) or divides_itself:
        raise DiscourseError(
            f"{claim!r} compares a claim with itself, which holds for any text; write 'A > B'."
        )


def _plain_side(side: str) -> str:
    """A side without what makes no other claim: spaces, and quotation marks around all of it."""
    quoted = regex.fullmatch(r"(['\"])([^'\"]*)\1", side.strip())
    plain = " ".join((quoted[2] if quoted else side).split())
    return plain if regex.search(r"[\[\"]", plain) else plain.casefold()


def sides_of(claim: str) -> list[str]:
    """The claims that a comparison compares, without numbers; the claim itself if it is none.

    Examples
    --------
    >>> sides_of("rights > peace > 2"), sides_of("frequencies; the; count is highest")
    (['rights', 'peace'], ['frequencies; the; count'])
    """
    comparison = parse_comparison(claim)
    if isinstance(comparison, Inequality):
        return [side for side in comparison.sides if not is_literal(side)]
    return [claim if comparison is None else comparison.cell]


def is_literal(side: str) -> bool:
    """Whether a side of a comparison is a number that is written out.

    Examples
    --------
    >>> is_literal("0.5"), is_literal("50 %"), is_literal("rights")
    (True, True, False)
    """
    return WRITTEN_NUMBER.fullmatch(side) is not None


def split_unquoted(text: str, sign: str) -> list[str]:
    """Split a text at the signs outside double quotes, and strip the pieces.

    Examples
    --------
    >>> split_unquoted('[word="a;b"]; count', ";")
    ['[word="a;b"]', 'count']
    """
    masked = _blank_matches(_QUOTED, text)
    pieces, start = [], 0
    for piece in masked.split(sign):
        pieces.append(text[start : start + len(piece)].strip())
        start += len(piece) + len(sign)
    return pieces


def _mask(claim: str) -> str:
    """The claim with underscores for what cannot be compared: quoted text, tokens, conditions."""
    masked = _blank_matches(_BRACKETED, _blank_matches(_QUOTED, claim))
    return _blank_matches(_CONDITION, masked) if "::" in masked else masked


def _blank_matches(pattern: "regex.Pattern[str]", text: str) -> str:
    return pattern.sub(lambda found: "_" * len(found[0]), text)
