"""A frequency list as a file: rows of counts in CSV, each looked at before it is believed."""

import io
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError
from discourse.text.words import Words

PART, DOCUMENT = "part", "document"
COLUMNS = (DOCUMENT, PART, "term", "count")


@dataclass(frozen=True)
class Description:
    """What the TOML file beside a list says: its source, its tokeniser, and of its parts."""

    about: dict[str, Any]
    words: Words | None
    sha256: str | None
    parts: pd.DataFrame


def read_description(path: Path) -> Description:
    """The description beside a list; without one nothing is known."""
    beside = path.with_suffix(".toml")
    found = tomllib.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {}
    parts = found.pop("parts", [])
    words = found.pop("words", None)
    return Description(
        found.get("source", {}),
        None if words is None else Words(**words),
        found.get("sha256"),
        pd.DataFrame(parts, columns=list(dict.fromkeys(key for part in parts for key in part))),
    )


def read_listing(raw: bytes, name: str, words: Words) -> tuple[pd.DataFrame, bool]:
    """The rows of a list, ``line, part, term, count``, and whether its parts are documents.

    Raises
    ------
    DiscourseError : no such columns, no rows, a count that is none, a term that the tokeniser would
        not give, or the same term twice in a part; each with its line.
    """
    table = pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False, encoding="utf-8")
    _check_columns(table, name)
    unit = next((column for column in (DOCUMENT, PART) if column in table), None)
    rows = pd.DataFrame(
        {
            "line": range(2, len(table) + 2),  # the first line of the file is its head
            "part": table[unit] if unit else name,
            "term": table["term"],
            "count": pd.to_numeric(table["count"], errors="coerce"),
        }
    )
    bad = ~(rows["count"] >= 0) | (rows["count"] % 1 != 0)
    if bad.any():
        given = table.loc[bad, "count"].iloc[0]
        _refuse(rows[bad], name, f"count={given!r} is no number of occurrences; give 0, 1, 2 …")
    rows["count"] = rows["count"].astype("int64")
    _check_terms(rows, name, words)
    return rows, unit == DOCUMENT


def _check_columns(table: pd.DataFrame, name: str) -> None:
    strange = [column for column in table.columns if column not in COLUMNS]
    missing = [column for column in ("term", "count") if column not in table]
    if strange or missing:
        raise DiscourseError(
            f"{name} has the columns {', '.join(map(repr, table.columns))}; a frequency list has "
            "'term', 'count' and, where known, 'document' or 'part'."
        )
    if table.empty:
        raise DiscourseError(f"{name} has no rows; give a list with at least one term.")


def _check_terms(rows: pd.DataFrame, name: str, words: Words) -> None:
    """Each term is one that this tokeniser gives, once in each part."""
    terms = rows["term"].drop_duplicates()
    strange = terms[[[words.fold(t) for t in words.tokens(term)] != [term] for term in terms]]
    if len(strange):
        term = strange.iloc[0]
        counted = ", ".join(repr(words.fold(token)) for token in words.tokens(term)) or "nothing"
        first = rows[rows["term"] == term]
        rule = ", ".join(f"{choice}={value!r}" for choice, value in words.recipe.items())
        _refuse(
            first, name,
            f"{term!r} is no term under Words({rule}), which counts it as {counted}; "
            "name the list's own tokeniser in words=, or count it anew",
        )  # fmt: skip
    again = rows[rows.duplicated(["part", "term"])]
    if len(again):
        term, part = again.iloc[0][["term", "part"]]
        _refuse(again, name, f"{term!r} of {part!r} has a row already; add their counts up")


def _refuse(rows: pd.DataFrame, name: str, fault: str) -> None:
    raise DiscourseError(f"{name}, line {rows['line'].iloc[0]}: {fault}.")
