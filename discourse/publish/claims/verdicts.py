"""What a claim gives on one corpus: its values, whether it holds, and the queries behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from discourse.publish.claims.bound_numbers import is_true, rank_rows, side_value
from discourse.publish.claims.claims import ClaimedCell, Claims
from discourse.publish.claims.comparisons import (
    Inequality,
    RankClaim,
    parse_comparison,
    sides_of,
)
from discourse.publish.claims.written_numbers import compare


@dataclass(frozen=True)
class Verdict:
    """What a claim gives on a corpus.

    Attributes
    ----------
    holds : bool
        Whether a comparison holds; True for a number, which says nothing.
    value, value_other : float
        The two sides of a comparison; of an order, the two neighbours that decide; of a rank, the
        cell and its strongest rival. Of a number, the other is missing.
    pair : str
        Of an order of three or more, the two sides that decide and their sign.
    queries : tuple of str
        The queries of the rows that the claim reads.
    references : tuple of str
        The references that its tables name, each once.
    """

    holds: bool
    value: float
    value_other: float
    pair: str
    queries: tuple[str, ...]
    references: tuple[str, ...]


def judge(claim: str, claims: Claims) -> Verdict:
    """Compute what a claim gives.

    Raises
    ------
    DiscourseError
        If the text is not a claim, or a side of it gives no number.

    Examples
    --------
    >>> import discourse as dc
    >>> claims = Claims(dc.read("seeds/"))
    >>> verdict = judge("rights > peace > 2", claims)
    >>> verdict.holds, verdict.value, verdict.value_other, verdict.pair
    (True, 3.0, 2.0, 'peace > 2')
    """
    comparison = parse_comparison(claim)
    cells = [cell for side in sides_of(claim) for cell in claims.cells(side)]
    holds, pair = True, ""
    if comparison is None:
        value, other = claims.value(claim), np.nan
    elif isinstance(comparison, Inequality):
        values = [side_value(side, claims) for side in comparison.sides]
        at, holds = _find_deciding_pair(values, comparison.signs)
        value, other = float(values[at]), float(values[at + 1])
        if len(values) > 2:
            pair = f"{comparison.sides[at]} {comparison.signs[at]} {comparison.sides[at + 1]}"
    else:
        holds = is_true(claim, claims)
        rival = _find_rival(cells[0], comparison)
        value, other = float(cells[0].row[cells[0].column]), float(rival[cells[0].column])
        cells.append(ClaimedCell("", {}, rival, cells[0].column))
    queries = dict.fromkeys(_queries_of(cells))
    references = dict.fromkeys(cell.options.get("reference") for cell in cells)
    return Verdict(
        holds, float(value), float(other), pair, tuple(queries), tuple(filter(None, references))
    )


def _find_deciding_pair(values: Sequence[Fraction], signs: Sequence[str]) -> tuple[int, bool]:
    """Which neighbours of an order contradict it or come closest to that; whether all hold."""
    pairs = list(zip(pairwise(values), signs, strict=True))
    kept = [compare(first, sign, second) for (first, second), sign in pairs]
    margins = [_margin(first, sign, second) for (first, second), sign in pairs]
    return min(range(len(pairs)), key=lambda at: (kept[at], margins[at])), all(kept)


def _margin(first: Fraction, sign: str, second: Fraction) -> Fraction:
    if sign == "==":
        return -abs(first - second)
    return first - second if sign[0] == ">" else second - first


def _find_rival(cell: ClaimedCell, claim: RankClaim) -> "pd.Series[Any]":
    """The row that a ranked cell has to be compared with."""
    peers = rank_rows(cell, claim)
    if claim.rank in ("first", "last"):
        ends = (0, 1) if claim.rank == "first" else (-1, -2)
        at = ends[0] if peers.index[ends[0]] != cell.row.name else ends[1]
        return peers.iloc[at]
    label: Any = cell.row.name
    others = peers.drop(index=label)
    values = pd.to_numeric(others[cell.column], errors="coerce")
    if values.isna().all():
        return cell.row.where(cell.row.index != cell.column)
    strongest: Any = values.idxmin() if claim.rank == "lowest" else values.idxmax()
    found: pd.Series[Any] = others.loc[strongest]
    return found


def _queries_of(cells: Sequence[ClaimedCell]) -> Iterator[str]:
    for cell in cells:
        for column in ("query", "query_other"):
            if isinstance(cell.row.get(column), str):
                yield str(cell.row[column])
