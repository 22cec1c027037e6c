"""What a number in prose is bound to: a query, or one cell of a table, on the notebook's corpus."""

import typing
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.errors import DiscourseError, one_of
from discourse.publish.provenance.corpora import find_given
from discourse.publish.provenance.recipes import RemadeTables, is_of_type, parameters_of
from discourse.publish.provenance.row_keys import KEYS, key_of

MOST_DIGITS = 6

_QUOTED = regex.compile(r'"(?:[^"\\]|\\.)*"')
_OPTION = regex.compile(r"(\w+)\s*=\s*(.*)", regex.S)


@dataclass(frozen=True)
class CellClaim:
    """A claim about one cell: the table, the key of its row, the column, and options.

    ``key`` is None for a table with a single row. ``options`` are parameters of the table's verb,
    or values of columns that pick the row.
    """

    table: str
    key: str | None
    column: str
    options: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class ClaimedCell:
    """A column of a row of a table; a query alone is a row with ``query`` and ``count``."""

    table: str
    options: Mapping[str, str]
    row: "pd.Series[Any]"
    column: str


@dataclass(frozen=True)
class Claims:
    """Claims about one corpus, and their values; each table is made once.

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
    tables: RemadeTables = field(default_factory=RemadeTables, repr=False)

    def value(self, claim: str) -> float:
        """Compute the number that a claim gives.

        Raises
        ------
        DiscourseError
            If the text is not a claim, or if it gives no row, several rows, or no number.
        """
        numbers = [_cell_value(cell) for cell in self.cells(claim)]
        if len(numbers) == 1:
            return numbers[0]
        if len(numbers) > 2:
            raise DiscourseError(
                f"{claim!r} divides twice; divide only one number by one: 'A / B'."
            )
        if not numbers[1]:
            raise DiscourseError(f"{claim!r} divides by 0.")
        return numbers[0] / numbers[1]

    def cells(self, claim: str) -> list[ClaimedCell]:
        """Find the cell that a claim reads; for a share, both cells.

        Examples
        --------
        >>> import discourse as dc
        >>> cell, = Claims(dc.read("seeds/")).cells("dispersion; human rights; dp")
        >>> cell.column, int(cell.row["count"]), cell.row["query"]
        ('dp', 18, 'human rights')
        """
        return [self._find_cell(side) for side in _split_unquoted(claim, " / ")]

    def _find_cell(self, text: str) -> ClaimedCell:
        fields = _split_unquoted(text, ";")
        if len(fields) == 1:
            row = pd.Series({"query": text, "count": len(self.corpus.find(text))})
            return ClaimedCell("", {}, row, "count")
        claim = _parse_cell_claim(text, fields)
        table, row_options = self._make_table(claim)
        column = one_of("column", claim.column, map(str, table.columns))
        row = _pick_row(claim, table, row_options)
        return ClaimedCell(claim.table, claim.options, row, column)

    def _make_table(self, claim: CellClaim) -> tuple[pd.DataFrame, dict[str, str]]:
        """Make the table of a claim; return it with those options that pick a row of it."""
        known = parameters_of(claim.table)
        parameters = {
            name: _parse_option(text, known[name])
            for name, text in claim.options.items()
            if name in known
        }
        if "queries" in known and claim.key is not None:  # such a table has one row per query
            parameters.setdefault("queries", claim.key)
        recipe = {"verb": claim.table, "corpus": {}, "parameters": parameters}
        table = self.tables.rerun(recipe, find_given(self.corpus))
        row_options = sorted(claim.options.keys() - known.keys())
        for option in row_options:
            one_of(f"{claim.table}: option", option, [*known, *map(str, table.columns)])
        return table, {option: claim.options[option] for option in row_options}


def is_share(claim: str) -> bool:
    """Whether a claim is one number divided by another, ``A / B``."""
    return len(_split_unquoted(claim, " / ")) > 1


def _cell_value(cell: ClaimedCell) -> float:
    """The value of a cell, if it is a number."""
    value = cell.row[cell.column]
    if pd.isna(value):
        raise DiscourseError(f"{cell.column} has no value there: it is missing.")
    if not pd.api.types.is_number(value) or isinstance(value, bool):
        raise DiscourseError(f"{cell.column} is {value!r} there, which is not a number.")
    return typing.cast(float, value.item() if hasattr(value, "item") else value)


# ----------------------------------------------------------------------- parsing a claim


def _split_unquoted(text: str, sign: str) -> list[str]:
    """Split a text at the signs outside double quotes, and strip the pieces."""
    masked = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), text)
    pieces, start = [], 0
    for piece in masked.split(sign):
        pieces.append(text[start : start + len(piece)].strip())
        start += len(piece) + len(sign)
    return pieces


def _parse_cell_claim(claim: str, fields: list[str]) -> CellClaim:
    table, *rest = fields
    options = [(match[1], match[2]) for text in rest if (match := _OPTION.fullmatch(text))]
    names = rest[: len(rest) - len(options)]
    if len(names) not in (1, 2) or any(_OPTION.fullmatch(text) for text in names):
        raise DiscourseError(
            f"{claim!r} is not a claim; write 'table; row; column', followed by what else the "
            "table needs, such as 'tfidf; declaration; tfidf; by=section; part=2'."
        )
    return CellClaim(table, names[0] if len(names) == 2 else None, names[-1], dict(options))


def _parse_option(text: str, annotation: Any) -> Any:
    """Return the value of an option in the type that is asked for; the text itself if none fits.

    Nothing is evaluated: a value is true or false, a number, a text, a list of these, or the name
    of a shipped frequency list, never a file.
    """
    if FrequencyList in typing.get_args(annotation) and not text.endswith(".csv"):
        return {"list": text}
    return next((value for value in _possible_values(text) if is_of_type(value, annotation)), text)


def _possible_values(text: str) -> Iterator[Any]:
    """The values that a text may stand for, in the order in which they are tried."""
    if text in ("true", "false"):
        yield text == "true"
    items = [item.strip() for item in text.split(",")]
    for parse in (_parse_integer, float, str):
        with suppress(ValueError):
            yield parse(text)
        with suppress(ValueError):
            yield [parse(item) for item in items]


def _parse_integer(text: str) -> int:
    """An integer of at most six digits: one of twenty would keep a verb busy forever."""
    if len(text.lstrip("-")) > MOST_DIGITS:
        raise ValueError(text)
    return int(text)


# ------------------------------------------------------------------------ picking a row


def _pick_row(
    claim: CellClaim, table: pd.DataFrame, row_options: Mapping[str, str]
) -> "pd.Series[Any]":
    """Find the one row that a claim picks."""
    rows = table
    if claim.key is not None:
        row_options = {_row_key(claim, table): claim.key, **row_options}
    for column, value in row_options.items():
        kept = rows[rows[column].astype(str) == value]
        if kept.empty:
            values = rows[column].astype(str)
            raise DiscourseError(_no_row_message(claim.table, column, value, values))
        rows = kept
    if len(rows) > 1:
        raise DiscourseError(_several_rows_message(claim, rows))
    if rows.empty:
        raise DiscourseError(f"{claim.table} has no rows here.")
    return rows.iloc[0]


def _row_key(claim: CellClaim, table: pd.DataFrame) -> str:
    key = key_of(table)
    if key is None:
        raise DiscourseError(
            f"the rows of {claim.table} have no names; write '{claim.table}; {claim.column}'."
        )
    return key


def _no_row_message(table: str, column: str, value: str, values: "pd.Series[str]") -> str:
    near = get_close_matches(value, values.unique().tolist(), n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return f"no row of {table} has {column} {value!r}.{hint}"


def _several_rows_message(claim: CellClaim, rows: pd.DataFrame) -> str:
    keys = (key for key in KEYS if key in rows.columns and len(set(rows[key])) > 1)
    of = f" of {claim.key!r}" if claim.key is not None else ""
    return (
        f"{claim.table} has {len(rows):,} rows{of}; name the one you mean, such as "
        f"{next(keys, 'a column')}=…"
    )
