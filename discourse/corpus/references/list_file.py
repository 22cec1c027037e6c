"""A frequency list as a CSV file and its description; every row is checked."""

import io
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from discourse.errors import DiscourseError, one_of
from discourse.text.description import parse_toml
from discourse.text.tokenizer import Tokenizer

PART, DOCUMENT = "part", "document"
LIST_COLUMNS = (DOCUMENT, PART, "term", "count")


@dataclass(frozen=True)
class ListDescription:
    """What the TOML file beside a list says about its source, its tokeniser and its parts."""

    about: dict[str, Any]
    tokenizer: Tokenizer | None
    sha256: str | None
    parts: pd.DataFrame


def read_list_description(path: Path) -> ListDescription:
    """Read the description beside a list; without one, the description is empty.

    Raises
    ------
    DiscourseError
        If the file is not valid TOML, names an unknown choice of the tokeniser, or has a part
        without a name.
    """
    beside = path.with_suffix(".toml")
    raw = beside.read_bytes() if beside.is_file() else b""
    advice = "write it as TOML"
    return parse_toml(
        raw, _check_list_description, place=beside.name, way_out=advice, page="keyness"
    )


def _check_list_description(found: dict[str, Any]) -> ListDescription:
    choices = _check_toml_table("[words]", found["words"]) if "words" in found else None
    for key in choices or ():
        one_of("key of [words]", key, [choice.name for choice in fields(Tokenizer)])
    return ListDescription(
        _check_toml_table("[source]", found.get("source", {})),
        None if choices is None else Tokenizer(**choices),
        found.get("sha256"),
        _check_list_parts(found.get("parts", [])),
    )


def _check_toml_table(name: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise DiscourseError(f"{name} is {value!r}; give a table.")
    return value


def _check_list_parts(given: object) -> pd.DataFrame:
    """One row per ``[[parts]]``, each of which names another part of the list."""
    if not isinstance(given, list):
        raise DiscourseError(f"parts is {given!r}; give a list of tables, [[parts]].")
    parts = [_check_toml_table(f"[[parts]] {number}", part) for number, part in enumerate(given, 1)]
    names: set[str] = set()
    for number, part in enumerate(parts, 1):
        name = part.get("part")
        if not isinstance(name, str) or name in names:
            raise DiscourseError(
                f"part of [[parts]] {number} is {name!r}; "
                "name each part of the list once, in quotes, e.g. part = '1'."
            )
        names.add(name)
    return pd.DataFrame(parts, columns=list(dict.fromkeys(key for part in parts for key in part)))


def read_listing(raw: bytes, name: str, tokenizer: Tokenizer) -> tuple[pd.DataFrame, bool]:
    """Read the rows of a list, and whether its parts are documents.

    Parameters
    ----------
    raw : bytes
        The CSV file.
    name : str
        The name of the file, for errors.
    tokenizer : Tokenizer
        How the list was tokenised.

    Returns
    -------
    listing : DataFrame
        One row per row of the file: ``line, part, term, count``.
    parts_are_documents : bool
        Whether the parts are in a column ``document``.

    Raises
    ------
    DiscourseError
        If the file is not CSV in UTF-8, has other columns or no rows; or for a row whose count is
        not a count, whose term this tokeniser would not give, or whose term the part already has.
    """
    table = _read_csv_cells(raw, name)
    _check_list_columns(table, name)
    filled = [line for line, content in enumerate(raw.splitlines(), 1) if content.strip()]
    unit = next((column for column in (DOCUMENT, PART) if column in table), None)
    rows = pd.DataFrame(
        {
            "line": filled[1 : len(table) + 1],  # the first is the header
            "part": table[unit] if unit else name,
            "term": table["term"],
            "count": pd.to_numeric(table["count"], errors="coerce"),
        }
    )
    bad = ~(rows["count"] >= 0) | (rows["count"] % 1 != 0)
    if bad.any():
        given = table.loc[bad, "count"].iloc[0]
        _refuse_list_row(
            rows[bad], name, f"count={given!r} is not a number of occurrences; give 0, 1, 2 …"
        )
    rows["count"] = rows["count"].astype("int64")
    _check_terms(rows, name, tokenizer)
    return rows, unit == DOCUMENT


def _read_csv_cells(raw: bytes, name: str) -> pd.DataFrame:
    """The cells of a CSV file as text."""
    try:
        text = raw.decode("utf-8-sig")
        return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    except UnicodeDecodeError as error:
        reason = f": byte {error.start} is not UTF-8; save the list as UTF-8."
    except pd.errors.EmptyDataError:
        reason = " is empty; give a list with the columns 'term' and 'count'."
    except pd.errors.ParserError as error:
        reason = f" is not CSV ({str(error).strip()}); save the list as CSV again."
    raise DiscourseError(f"{name}{reason}")


def _check_list_columns(table: pd.DataFrame, name: str) -> None:
    strange = [column for column in table.columns if column not in LIST_COLUMNS]
    missing = [column for column in ("term", "count") if column not in table]
    if strange or missing:
        raise DiscourseError(
            f"{name} has the columns {', '.join(map(repr, table.columns))}; a frequency list has "
            "'term', 'count' and, where known, 'document' or 'part'."
        )
    if table.empty:
        raise DiscourseError(f"{name} has no rows; give a list with at least one term.")


def _check_terms(rows: pd.DataFrame, name: str, tokenizer: Tokenizer) -> None:
    """Refuse a term that this tokeniser would not give, or that occurs twice in a part."""
    terms = rows["term"].drop_duplicates()
    strange = terms[:0]
    if not _are_words(terms.tolist(), tokenizer):
        strange = terms[[_fold_term(term, tokenizer) != [term] for term in terms]]
    if len(strange):
        term = strange.iloc[0]
        counted = ", ".join(map(repr, _fold_term(term, tokenizer))) or "nothing"
        first = rows[rows["term"] == term]
        rule = ", ".join(f"{choice}={value!r}" for choice, value in tokenizer.recipe.items())
        _refuse_list_row(
            first, name,
            f"{term!r} is not a term under Tokenizer({rule}), which counts it as {counted}; "
            "give the list's own tokeniser as tokenizer=, or count again",
        )  # fmt: skip
    again = rows[rows.duplicated(["part", "term"])]
    if len(again):
        term, part = again.iloc[0][["term", "part"]]
        _refuse_list_row(
            again, name, f"{term!r} of {part!r} already has a row; add up their counts"
        )


def _are_words(terms: list[str], tokenizer: Tokenizer) -> bool:
    """Whether each of some terms is a word of its own in a text that has one in each line.

    A term that a choice cuts off from a word, such as ``'s``, is none, and needs a closer look.
    """
    ends = np.cumsum([len(term) + 1 for term in terms], dtype=np.int64) - 1
    starts = np.concatenate([[0], ends[:-1] + 1])
    spans = tokenizer.spans("\n".join(terms))
    alone = np.array_equal(spans, np.stack([starts, ends], axis=1))
    return alone and all(tokenizer.fold(term) == term for term in terms)


def _fold_term(term: str, tokenizer: Tokenizer) -> list[str]:
    """The words as which a term is counted."""
    return [tokenizer.fold(term[start:end]) for start, end in tokenizer.phrase_spans(term)]


def _refuse_list_row(rows: pd.DataFrame, name: str, fault: str) -> None:
    raise DiscourseError(f"{name}, line {rows['line'].iloc[0]}: {fault}.")
