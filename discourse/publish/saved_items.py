"""The figures and tables of a folder in their order, with what an article says of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.errors import count_noun
from discourse.publish.export.data_files import read_csv
from discourse.publish.export.sheet import make_sheet
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.bundle import is_bundle, read_record
from discourse.publish.provenance.panels_of_bundle import (
    is_figure_of_panels,
    panel_records,
    read_panels,
)


@dataclass(frozen=True)
class SavedItem:
    """A figure or a table, by the path of its bundle without an ending.

    ``label`` is what an article calls it, such as ``Figure 1``; ``lines`` are the files of its
    lines, with the number of lines in each; ``digits`` are those of a table.
    """

    path: Path
    label: str
    caption: str
    alt: str
    lines: Mapping[str, int]
    digits: int | None = None


def list_items(folder: Path) -> Iterator[SavedItem]:
    """The figures and tables of a folder in the order of their names, each kind counted from 1."""
    counts = {"Figure": 0, "Table": 0}
    for path in sorted(folder.glob("*.json")):
        if not is_own_file(path):
            continue
        if is_figure_of_panels(path):
            record: Mapping[str, Any] = read_panels(path)
            parts = panel_records(path, record)
        elif is_bundle(path):
            record, parts = read_record(path), [path]
        else:
            continue
        kind = "Table" if "digits" in record else "Figure"
        if kind == "Figure" and not is_own_file(path.with_suffix(".pdf")):
            continue  # a panel, or a table of another kind
        counts[kind] += 1
        lines = {
            part.with_suffix(".evidence.csv").name: read_record(part)["evidence"]["lines"]
            for part in parts
        }
        yield SavedItem(
            path.with_suffix(""),
            f"{kind} {counts[kind]}",
            record["caption"],
            record.get("alt") or "",
            lines,
            record.get("digits"),
        )


def say_evidence(items: Sequence[SavedItem]) -> list[str]:
    """A sentence on the lines behind each figure and table."""
    return [
        f"{item.label}: "
        + " and ".join(f"{count_noun(n, 'line')} in {name}" for name, n in item.lines.items())
        + "."
        for item in items
    ]


def rows_of_table(item: SavedItem) -> list[list[str]]:
    """The heads and the rows of a saved table, as they are read."""
    table = read_csv(read_bounded(item.path.with_name(f"{item.path.name}.csv")))
    sheet = make_sheet(table.drop(columns="query", errors="ignore"), digits=item.digits)
    return [list(row) for row in (sheet.heads, *sheet.rows)]
