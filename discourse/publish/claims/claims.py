"""What a number in prose is bound to: a query, or one cell of a table, on the notebook's corpus."""

import json
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.errors import DiscourseError, one_of
from discourse.publish.provenance.corpora import find_given
from discourse.publish.provenance.recipes import is_of_type, parameters_of, rerun
from discourse.publish.provenance.row_keys import KEYS, key_of

LONGEST_NUMBER = 6

_QUOTED = regex.compile(r'"(?:[^"\\]|\\.)*"')
_OPTION = regex.compile(r"(\w+)\s*=\s*(.*)", regex.S)


@dataclass(frozen=True)
class Claim:
    """One cell: the table, its row by key (none in a table of one row), the column, the rest.

    ``options`` are parameters of the table's verb, or values of columns that pick the row.
    """

    table: str
    key: str | None
    column: str
    options: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class ClaimedCell:
    """A column of a row of a table; a query alone is a row of ``query`` and ``count``."""

    table: str
    options: Mapping[str, str]
    row: "pd.Series[Any]"
    column: str


@dataclass(frozen=True)
class Claims:
    """Claims answered on one corpus; each table is made once.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.publish.claims.claims import Claims
    >>> claims = Claims(dc.read("seeds/"))
    >>> claims.value("community of shared future")
    7
    >>> round(claims.value("dispersion; community of shared future; dp"), 2)
    0.76
    >>> round(claims.value("parts; 3; tokens / corpus; tokens"), 2)
    0.27
    """

    corpus: Corpus
    _made: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, repr=False)

    def value(self, claim: str) -> float:
        """The number that a claim gives.

        Raises
        ------
        DiscourseError : a claim that is none, or that gives no number, no row or several.
        """
        numbers = [_number(cell) for cell in self.cells(claim)]
        if len(numbers) == 1:
            return numbers[0]
        if len(numbers) > 2:
            raise DiscourseError(f"{claim!r} divides twice; write one number by one, as 'A / B'.")
        if not numbers[1]:
            raise DiscourseError(f"{claim!r} divides by 0.")
        return numbers[0] / numbers[1]

    def cells(self, claim: str) -> list[ClaimedCell]:
        """The cell that a claim reads; of a share, both.

        Examples
        --------
        >>> import discourse as dc
        >>> cell, = Claims(dc.read("seeds/")).cells("dispersion; human rights; dp")
        >>> cell.column, int(cell.row["count"]), cell.row["query"]
        ('dp', 18, 'human rights')
        """
        return [self._behind(side) for side in _split(claim, " / ")]

    def _behind(self, claim: str) -> ClaimedCell:
        fields = _split(claim, ";")
        if len(fields) == 1:
            row = pd.Series({"query": claim, "count": len(self.corpus.find(claim))})
            return ClaimedCell("", {}, row, "count")
        asked = _cell(claim, fields)
        table, picked = self._table(asked)
        one_of("column", asked.column, map(str, table.columns))
        return ClaimedCell(asked.table, asked.options, _row(asked, table, picked), asked.column)

    def _table(self, claim: Claim) -> tuple[pd.DataFrame, dict[str, str]]:
        """The table of a claim, and those of its options that pick a row of it."""
        known = parameters_of(claim.table)
        asked = {name: text for name, text in claim.options.items() if name in known}
        parameters = {name: _read(text, known[name]) for name, text in asked.items()}
        if "queries" in known and claim.key is not None:  # what a table is asked for are its rows
            parameters.setdefault("queries", claim.key)
        recipe = {"verb": claim.table, "corpus": {}, "parameters": parameters}
        name = json.dumps(recipe, sort_keys=True)
        if name not in self._made:
            self._made[name] = rerun(recipe, find_given(self.corpus))
        table, rest = self._made[name], claim.options.keys() - asked.keys()
        for option in sorted(rest):
            one_of(f"{claim.table}: option", option, [*known, *map(str, table.columns)])
        return table, {option: claim.options[option] for option in sorted(rest)}


def is_share(claim: str) -> bool:
    """Whether a claim is one number divided by another, ``A / B``."""
    return len(_split(claim, " / ")) > 1


def _number(cell: ClaimedCell) -> float:
    """What stands in a cell, if that is a number."""
    value = cell.row[cell.column]
    if pd.isna(value):
        raise DiscourseError(f"{cell.column} has no value there: it is missing.")
    if not pd.api.types.is_number(value) or isinstance(value, bool):
        raise DiscourseError(f"{cell.column} is {value!r} there, which is no number.")
    return typing.cast(float, value.item() if hasattr(value, "item") else value)


# ----------------------------------------------------------------------- a claim is read


def _split(text: str, sign: str) -> list[str]:
    """The pieces between signs that stand in no quotes, stripped."""
    masked = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), text)
    pieces, start = [], 0
    for piece in masked.split(sign):
        pieces.append(text[start : start + len(piece)].strip())
        start += len(piece) + len(sign)
    return pieces


def _cell(claim: str, fields: list[str]) -> Claim:
    table, *rest = fields
    options = [(match[1], match[2]) for text in rest if (match := _OPTION.fullmatch(text))]
    named = rest[: len(rest) - len(options)]
    if len(named) not in (1, 2) or any(_OPTION.fullmatch(text) for text in named):
        raise DiscourseError(
            f"{claim!r} is no claim; write 'table; row; column', and then what else the table "
            "takes, as 'tfidf; declaration; tfidf; by=section; part=2'."
        )
    return Claim(table, named[0] if len(named) == 2 else None, named[-1], dict(options))


def _read(text: str, annotation: Any) -> Any:
    """The value that a text stands for where a type is asked for; the text itself if it fits not.

    Nothing is evaluated: a value is true or false, a number, a text, a list of them, or the name
    of a list of frequencies, which is no file.
    """
    if FrequencyList in typing.get_args(annotation) and not text.endswith(".csv"):
        return {"list": text}
    return next((value for value in _readings(text) if is_of_type(value, annotation)), text)


def _readings(text: str) -> Iterator[Any]:
    yield from (word == "true" for word in ("true", "false") if word == text)
    for kind in (_whole, float, str):
        for whole in (True, False):
            try:
                yield kind(text) if whole else [kind(item.strip()) for item in text.split(",")]
            except ValueError:
                continue


def _whole(text: str) -> int:
    """A whole number of six digits at most: one of twenty would keep a verb busy for ever."""
    if len(text.lstrip("-")) > LONGEST_NUMBER:
        raise ValueError(text)
    return int(text)


def _row(claim: Claim, table: pd.DataFrame, picked: Mapping[str, str]) -> "pd.Series[Any]":
    """The one row that a claim picks."""
    rows = table
    if claim.key is not None:
        picked = {_keyed(claim, table): claim.key, **picked}
    for column, value in picked.items():
        kept = rows[rows[column].astype(str) == value]
        if kept.empty:
            raise DiscourseError(_no_row(claim.table, column, value, rows[column].astype(str)))
        rows = kept
    if len(rows) > 1:
        raise DiscourseError(_several_rows(claim, rows))
    if rows.empty:
        raise DiscourseError(f"{claim.table} has no rows here.")
    return rows.iloc[0]


def _keyed(claim: Claim, table: pd.DataFrame) -> str:
    key = key_of(table)
    if key is None:
        raise DiscourseError(
            f"the rows of {claim.table} have no names; write '{claim.table}; {claim.column}'."
        )
    return key


def _no_row(table: str, column: str, value: str, values: "pd.Series[str]") -> str:
    near = get_close_matches(value, values.unique().tolist(), n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return f"no row of {table} has {column} {value!r}.{hint}"


def _several_rows(claim: Claim, rows: pd.DataFrame) -> str:
    differ = (c for c in KEYS if c in rows.columns and len(set(rows[c])) > 1)
    column = next(differ, "a column")
    of = f" of {claim.key!r}" if claim.key is not None else ""
    return f"{claim.table} has {len(rows):,} rows{of}; name the one you mean, as {column}=…"
