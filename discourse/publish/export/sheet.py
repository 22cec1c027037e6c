"""A table as it is read: every cell is text, and every column has an alignment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from discourse.corpus.lines.display import direction_of_line
from discourse.corpus.lines.lines import Concordance
from discourse.layer_notes import NOTE
from discourse.text.office_files import make_visible
from discourse.text.width import collapse_space

LINE_HEADS = ("place", "left", "node", "right", "line_id")


@dataclass(frozen=True)
class Sheet:
    """Heads and rows of text; the columns aligned right, and the column in bold, if any.

    ``note`` is what is said below the table, such as the measured error of a tagger.
    In a table from right to left, what is aligned right in others is aligned left.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right_aligned: frozenset[int]
    node: int = -1
    provenance: str = ""
    caption: str = ""
    note: str = ""
    right_to_left: bool = False


def make_sheet(
    table: pd.DataFrame | Concordance, *, digits: int | None = None, caption: str = ""
) -> Sheet:
    """A table, or the lines of a concordance, in the form in which it is read.

    Floats have `digits` digits after the decimal point; without it, four significant digits.
    """
    if isinstance(table, Concordance):
        return _make_lines_sheet(table)
    names = list(table.columns)
    numbers = (at for at, n in enumerate(names) if pd.api.types.is_numeric_dtype(table[n]))
    columns = [[_cell_text(value, digits) for value in table[name]] for name in names]
    return Sheet(
        [make_visible(str(name)) for name in names],
        list(zip(*columns, strict=True)),
        frozenset(numbers),
        provenance=str(table.attrs.get("provenance", "")),
        caption=make_visible(collapse_space(caption)),
        note=make_visible(str(table.attrs.get(NOTE, ""))),
    )


def _make_lines_sheet(lines: Concordance) -> Sheet:
    frame = lines.frame
    place = frame["section"]
    if len(lines.store.texts) > 1:
        place = frame["document"] + "/" + place
    columns = (place, frame["left"], frame["node"], frame["right"], frame["line_id"])
    texts = ([make_visible(collapse_space(text)).strip() for text in column] for column in columns)
    rows = list(zip(*texts, strict=True))
    provenance = str(frame.attrs.get("provenance", ""))
    directions = Counter(map(direction_of_line, lines))
    return Sheet(
        LINE_HEADS, rows, frozenset([1]), node=2, provenance=provenance,
        note=make_visible(lines.note),
        right_to_left=directions["rtl"] > directions["ltr"],
    )  # fmt: skip


def _cell_text(value: Any, digits: int | None) -> str:
    if not isinstance(value, str) and pd.isna(value):
        return ""
    if isinstance(value, float):
        return format_number(value) if digits is None else f"{value:.{digits}f}"
    return make_visible(collapse_space(str(value)).strip())


def format_number(value: float) -> str:
    """A number as it is read: four significant digits, and at least all before the point.

    Examples
    --------
    >>> [format_number(value) for value in (2.827433628, 67.96196374, 12345.678, 0.00001234)]
    ['2.827', '67.96', '12346', '1.234e-05']
    """
    return f"{value:.0f}" if 10_000 <= abs(value) < 1e15 else f"{value:.4g}"
