"""Data files with reproducible bytes."""

import json
from collections.abc import Mapping
from io import BytesIO, StringIO
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError

# Enough for any use of a number, and few enough to hide how platforms differ in rounding.
SIGNIFICANT_DIGITS = 10


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8, line feeds, numbers with ten significant digits."""
    lines = _LineFeeds(newline="")
    table.to_csv(lines, index=False, lineterminator="\r\n", float_format=f"%.{SIGNIFICANT_DIGITS}g")
    return lines.getvalue().encode("utf-8")


class _LineFeeds(StringIO):
    """Rows that the writer ends with CR LF, ended with LF.

    The writer quotes a cell that contains a character of its line end, and a lone carriage return
    must be quoted: it would be read as the end of the row.
    """

    def write(self, row: str) -> int:
        return super().write(f"{row.removesuffix(chr(13) + chr(10))}\n")


def text_cells(table: pd.DataFrame) -> pd.DataFrame:
    """A table as its CSV holds it: every cell is text."""
    return read_csv(csv_bytes(table))


def read_csv(raw: bytes) -> pd.DataFrame:
    """A CSV written by this package, with every cell as text."""
    return pd.read_csv(BytesIO(raw), dtype="str", keep_default_na=False, encoding="utf-8-sig")


def numbers_in(cells: "pd.Series[str]") -> "pd.Series[Any] | None":
    """The numbers in a column of a CSV; None if they would be written in another way."""
    numbers = pd.to_numeric(cells.replace("", None), errors="coerce")
    same = len(cells) and text_cells(numbers.to_frame()).iloc[:, 0].equals(cells)
    return numbers if same else None


def json_bytes(content: Mapping[str, Any]) -> bytes:
    """JSON that people and git can compare: one line per key, down to the second level."""
    return ("{\n" + ",\n".join(_json_entry(*item) for item in content.items()) + "\n}\n").encode(
        "utf-8"
    )


def _json_entry(key: str, value: Any, indent: str = " ") -> str:
    if isinstance(value, Mapping) and value and indent == " ":
        inner = ",\n".join(_json_entry(*item, indent="  ") for item in value.items())
        return f"{indent}{json.dumps(key)}: {{\n{inner}\n{indent}}}"
    return f"{indent}{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"


def round_significant(number: float) -> float:
    """Round a number to ten significant digits."""
    return float(f"{number:.{SIGNIFICANT_DIGITS}g}")


def refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; none of its keys may be there twice, because readers see either."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise DiscourseError(f"its entry {twice!r} is there twice; save it again.")
    return found
