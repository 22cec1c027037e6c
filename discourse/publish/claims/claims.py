"""What a number in prose is bound to: a query, or one cell of a table, on the notebook's corpus."""

import operator
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import equals, span_query
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.corpus.store.parts import part_names, span_layer_names
from discourse.errors import DiscourseError, MissingTextsError, one_of
from discourse.layers.lexicons import SHIPPED_LEXICONS, Lexicon, lexicon
from discourse.publish.claims.closed_labels import check_labels_of_query
from discourse.publish.claims.code_values import CODE, find_code_value
from discourse.publish.claims.comparisons import parse_comparison, split_unquoted
from discourse.publish.claims.saved_tables import is_saved_table, read_saved_table
from discourse.publish.provenance.corpora import CorpusOrList, find_given
from discourse.publish.provenance.recipes import (
    RemadeTables,
    is_of_type,
    mandatory_parameters,
    parameters_of,
)
from discourse.publish.provenance.row_keys import KEYS, key_of

MOST_DIGITS = 6
ROWS = "rows"
SHARE = "share"

_OPTION = regex.compile(r"(\w+)\s*=\s*(.*)", regex.S)
# A comma between queries, not one in brackets, as in "[]{0,2}".
_QUERY_BORDER = regex.compile(r",\s*(?![^()\[\]{}]*[)\]}])")
# A condition on a column, without spaces: " > " compares two claims.
_CONDITION = regex.compile(r"(\w+)(>=|<=|!=|>|<)(\S.*)", regex.S)
_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge, "<=": operator.le, "!=": operator.ne, ">": operator.gt, "<": operator.lt,
}  # fmt: skip


class RowCondition(typing.NamedTuple):
    """A condition on the rows of a table, such as ``count>=5``."""

    column: str
    sign: str
    value: str


@dataclass(frozen=True)
class CellClaim:
    """A claim about one cell: the table, the key of its row, the column, and options.

    ``key`` is None for a table with a single row. ``options`` are parameters of the table's verb,
    or values of columns that pick the row. The column ``rows`` is the number of rows.
    """

    table: str
    key: str | None
    column: str
    options: Mapping[str, str]
    conditions: tuple[RowCondition, ...] = ()


@dataclass(frozen=True, eq=False)
class ClaimedCell:
    """A column of a row of a table; a query alone is a row with ``query`` and ``count``.

    ``rows`` are all rows of the table, and ``picks`` the values of the columns that pick this one.
    """

    table: str
    options: Mapping[str, str]
    row: "pd.Series[Any]"
    column: str
    corpus: Corpus | None = None
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    picks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Claims:
    """Claims about the corpora of a notebook, and their values; each table is made once.

    ``corpus`` is what a claim is about that names no corpus; where there is none, ``reason`` says
    why. ``named`` gives the corpus of a name, as in ``peace @ speeches``. ``folder`` is that of the
    notebook, to which the names of saved tables are relative, and ``code`` are its code cells.
    ``places`` are the folders in which saved tables must lie, if there are any. ``is_missing`` says
    that there is no corpus because its texts are not on this computer. ``reference`` takes the
    place of the one that a claim names.

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
    >>> claims.value("frequencies; rows; count=1") == claims.value("corpus; hapaxes")
    True
    """

    corpus: Corpus | None
    tables: RemadeTables = field(default_factory=RemadeTables, repr=False)
    named: Callable[[str], Corpus] | None = field(default=None, repr=False)
    folder: Path | None = None
    code: Sequence[str] = field(default=(), repr=False)
    reason: str = ""
    places: Sequence[Path] = ()
    is_missing: bool = False
    reference: CorpusOrList | None = None
    _found: dict[str, ClaimedCell] = field(default_factory=dict, init=False, repr=False)

    def value(self, claim: str) -> float:
        """Compute the number that a claim gives.

        Raises
        ------
        DiscourseError
            If the text is not a claim, or if it gives no row, several rows, or no number.
        """
        if parse_comparison(claim):
            raise DiscourseError(f"{claim!r} is a comparison, which gives no number.")
        numbers = self.sides(claim)
        if len(numbers) == 1:
            return numbers[0]
        if not numbers[1]:
            raise DiscourseError(f"{claim!r} divides by 0.")
        return numbers[0] / numbers[1]

    def sides(self, claim: str) -> list[float]:
        """Compute the number of a claim, or the two numbers of which one is divided by the other.

        Raises
        ------
        DiscourseError
            If the text is not a claim, or if a side gives no number.
        """
        numbers = [_cell_value(cell) for cell in self.cells(claim)]
        if len(numbers) > 2:
            raise DiscourseError(
                f"{claim!r} divides twice; divide only one number by one: 'A / B'."
            )
        return numbers

    def part_and_whole(self, claim: str) -> list[float]:
        """Compute the two numbers of "10 of 18": of a share, or of the spans of a layer.

        Raises
        ------
        DiscourseError
            If the claim is neither ``A / B`` nor ``LAYER = LABEL``.
        """
        if is_share(claim):
            return self.sides(claim)
        text, corpus = self._split_corpus(claim)
        found = _OPTION.fullmatch(text)
        if not found or not _label_query(text, self._check_corpus(corpus)):
            raise DiscourseError(f"{claim!r} gives one number; write 'A / B', or 'layer = label'.")
        return [self.value(claim), self.value(claim.replace(text, f"<{found[1]}/>"))]

    def cells(self, claim: str) -> list[ClaimedCell]:
        """Find the cell that a claim reads; for a share, both cells.

        Examples
        --------
        >>> import discourse as dc
        >>> cell, = Claims(dc.read("seeds/")).cells("dispersion; human rights; dp")
        >>> cell.column, int(cell.row["count"]), cell.row["query"]
        ('dp', 18, 'human rights')
        """
        return [self._keep_cell(side) for side in split_unquoted(_without_share(claim), " / ")]

    def _keep_cell(self, text: str) -> ClaimedCell:
        if text not in self._found:
            self._found[text] = self._find_cell(text)
        return self._found[text]

    def _find_cell(self, text: str) -> ClaimedCell:
        text, corpus = self._split_corpus(text)
        fields = split_unquoted(text, ";")
        if len(fields) == 1:
            corpus = self._check_corpus(corpus)
            text = _label_query(text, corpus) or text
            check_labels_of_query(text, corpus)
            row = pd.Series({"query": text, "count": len(corpus.find(text))})
            return ClaimedCell("", {}, row, "count", corpus)
        claim = _parse_cell_claim(text, fields)
        if claim.table == CODE and claim.key is not None:
            passed = find_code_value(self.code, claim.key, claim.column)
            return ClaimedCell("", {}, pd.Series({claim.column: passed}), claim.column)
        table, row_options = self._make_table(claim, corpus)
        rows = _keep_rows(claim, table)
        if claim.column == ROWS and ROWS not in table.columns:
            counted = _rows_with(rows, row_options)
            return ClaimedCell("", {}, pd.Series({ROWS: len(counted)}), ROWS, corpus)
        column = one_of("column", claim.column, map(str, table.columns))
        picks = _row_picks(claim, table, row_options)
        row = _pick_row(claim, rows, picks)
        if is_saved_table(claim.table):  # the lines behind it are those of its bundle
            row = row.drop(labels=["query", "line_id"], errors="ignore")
            return ClaimedCell("", {}, row, column, corpus, rows, picks)
        return ClaimedCell(claim.table, claim.options, row, column, corpus, rows, picks)

    def _split_corpus(self, text: str) -> tuple[str, Corpus | None]:
        """Split off the name of a corpus, as in ``peace @ speeches``."""
        *before, last = split_unquoted(text, " @ ")
        if not before:
            return text, self.corpus
        if self.named is None:
            raise DiscourseError(
                f"{text!r} names a corpus, but there is no notebook with its name."
            )
        return " @ ".join(before), self.named(last)

    def _check_corpus(self, corpus: Corpus | None) -> Corpus:
        if corpus is None:
            kind = MissingTextsError if self.is_missing else DiscourseError
            raise kind(self.reason or "there is no corpus for this claim.")
        return corpus

    def _make_table(
        self, claim: CellClaim, corpus: Corpus | None
    ) -> tuple[pd.DataFrame, dict[str, str]]:
        """Make the table of a claim; return it with those options that pick a row of it."""
        if is_saved_table(claim.table):
            table = read_saved_table(claim.table, self.folder, self.places)
            return table, dict(claim.options)
        known = parameters_of(claim.table)
        parameters = {
            name: _parse_option(text, known[name])
            for name, text in claim.options.items()
            if name in known
        }
        if "claim" in parameters:  # the semicolons of a claim inside a claim are quoted
            parameters["claim"] = claim.options["claim"].removeprefix('"').removesuffix('"')
        if isinstance(parameters.get("by"), str):
            parameters["by"] = _read_criteria(parameters["by"], self._check_corpus(corpus))
        # Such a table has one row per query; how many rows it has may depend on queries, too.
        if "queries" in known and (claim.key is not None or "queries" in claim.options):
            parameters |= self._choose_queries(claim, parameters, corpus)
        for name in ("query", "queries", "node"):
            given = parameters.get(name, ())
            for query in [given] if isinstance(given, str) else given:
                check_labels_of_query(str(query), self._check_corpus(corpus))
        recipe = {"verb": claim.table, "corpus": {}, "parameters": parameters}
        find = find_given(self._check_corpus(corpus), self.reference)
        table = self.tables.rerun(recipe, find)
        row_options = sorted(claim.options.keys() - known.keys())
        for option in row_options:
            one_of(f"{claim.table}: option", option, [*known, *map(str, table.columns)])
        return table, {option: claim.options[option] for option in row_options}

    def _choose_queries(
        self, claim: CellClaim, parameters: Mapping[str, Any], corpus: Corpus | None
    ) -> dict[str, Any]:
        """The queries of a claim: those that it gives, none if its row is a type, or else the row.

        Without queries, a row can be compared with all others, and a word that is misspelt is none.
        """
        if queries := claim.options.get("queries"):
            return {"queries": _QUERY_BORDER.split(queries)}
        if "queries" not in mandatory_parameters(claim.table):
            asked, known = str(claim.key), self._check_corpus(corpus)
            is_phrase = bool(_PHRASE.search(asked))
            if is_phrase:
                check_labels_of_query(asked, known)
            given = {"verb": claim.table, "corpus": {}, "parameters": dict(parameters)}
            whole = self.tables.rerun(given, find_given(known))
            is_word = claim.table == FREQUENCIES and not is_phrase
            if is_word or claim.key in set(whole["term"]):
                return {}
        return {"queries": claim.key}


# The table in which a word without a row is taken to be misspelt, and what tells a phrase, or a
# query, from a single word.
FREQUENCIES = "frequencies"
_PHRASE = regex.compile(r"[\s*?|\[\"<]")


def _read_criteria(by: str, corpus: Corpus) -> str | list[str]:
    """Read ``by=party, decade`` as two columns, unless one column has this name."""
    names = [name.strip() for name in by.split(",")]
    return by if len(names) == 1 or by in part_names(corpus.store) else names


def _label_query(text: str, corpus: Corpus) -> str:
    """Write ``LAYER = LABEL`` as the query for the spans with this label; "" for other texts."""
    found = _OPTION.fullmatch(text)
    if not found or found[1] not in span_layer_names(corpus.store):
        return ""
    return span_query(found[1], found[2].strip("\"' "))


def is_share(claim: str) -> bool:
    """Whether a claim is one number divided by another, ``A / B``.

    Examples
    --------
    >>> is_share("peace :: year = 1990 / peace"), is_share("share; peace; count; year = 1990")
    (True, True)
    """
    return len(split_unquoted(_without_share(claim), " / ")) > 1


def _without_share(claim: str) -> str:
    """Write ``share; QUERY; count; PART = VALUE`` as the division that it stands for."""
    name, *fields = split_unquoted(claim, ";")
    if name != SHARE or not fields:
        return claim
    last, *corpus = split_unquoted(fields[-1], " @ ")
    options = [_OPTION.fullmatch(text) for text in [*fields[2:-1], last]]
    if len(fields) < 3 or fields[1] != "count" or not all(options):
        raise DiscourseError(
            f"{claim!r} is not a share; write 'share; query; count; section = 3' for the share of "
            "its hits in a part."
        )
    of = f" @ {corpus[0]}" if corpus else ""
    places = " & ".join(equals(match[1], match[2]) for match in options if match)
    return f"{fields[0]} :: {places}{of} / {fields[0]}{of}"


def _cell_value(cell: ClaimedCell) -> float:
    """The value of a cell, if it is a number."""
    value = cell.row[cell.column]
    if pd.isna(value):
        raise DiscourseError(f"{cell.column} has no value there: it is missing.")
    if not pd.api.types.is_number(value) or isinstance(value, bool):
        raise DiscourseError(f"{cell.column} is {value!r} there, which is not a number.")
    return typing.cast(float, value.item() if hasattr(value, "item") else value)


# ----------------------------------------------------------------------- parsing a claim


def _parse_cell_claim(claim: str, fields: list[str]) -> CellClaim:
    table, *rest = fields
    conditions = [found for text in rest if (found := _CONDITION.fullmatch(text))]
    options = [
        (found[1], found[2])
        for text in rest
        if not _CONDITION.fullmatch(text) and (found := _OPTION.fullmatch(text))
    ]
    names = rest[: len(rest) - len(options) - len(conditions)]
    if len(names) not in (1, 2) or any(_OPTION.fullmatch(text) for text in names):
        raise DiscourseError(
            f"{claim!r} is not a claim; write 'table; row; column', followed by what else the "
            "table needs, such as 'tfidf; declaration; tfidf; by=section; part=2'."
        )
    key = names[0] if len(names) == 2 else None
    picked = tuple(RowCondition(*found.groups()) for found in conditions)
    return CellClaim(table, key, names[-1], dict(options), picked)


def _parse_option(text: str, annotation: Any) -> Any:
    """Return the value of an option in the type that is asked for; the text itself if none fits.

    Nothing is evaluated: a value is true or false, a number, a text, a list of these, or the name
    of a shipped frequency list or lexicon, never a file.
    """
    kinds = typing.get_args(annotation)
    if FrequencyList in kinds and not text.endswith(".csv"):
        return {"list": text}
    if Lexicon in kinds and text in SHIPPED_LEXICONS:
        return lexicon(text).lines
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


def _keep_rows(claim: CellClaim, table: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows that the conditions of a claim allow."""
    rows = table
    for column, sign, value in claim.conditions:
        one_of("column", column, map(str, table.columns))
        values: Any = rows[column]
        limit: Any = value
        if pd.api.types.is_numeric_dtype(values):
            with suppress(ValueError):
                limit = float(value.replace(",", ""))
        if isinstance(limit, str):
            if sign != "!=":
                raise DiscourseError(f"{column}{sign}{value} compares no numbers; write a number.")
            values = values.astype(str)
        rows = rows[_SIGNS[sign](values, limit)]
    return rows


def _rows_with(rows: pd.DataFrame, row_options: Mapping[str, str]) -> pd.DataFrame:
    """The rows that a claim about their number counts."""
    for column, value in row_options.items():
        one_of("column", column, map(str, rows.columns))
        rows = rows[rows[column].astype(str) == value]
    return rows


def _row_picks(
    claim: CellClaim, table: pd.DataFrame, row_options: Mapping[str, str]
) -> dict[str, str]:
    """The values of columns by which a claim picks its row."""
    if claim.key is None:
        return dict(row_options)
    return {_row_key(claim, table): claim.key, **row_options}


def _pick_row(claim: CellClaim, rows: pd.DataFrame, picks: Mapping[str, str]) -> "pd.Series[Any]":
    """Find the one row that a claim picks."""
    for column, value in picks.items():
        one_of("column", column, map(str, rows.columns))
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
