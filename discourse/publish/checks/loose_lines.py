"""Whether the lines in a file of no bundle are those of the texts."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from discourse.errors import DiscourseError
from discourse.publish.checks.rows import find_rows_left_out
from discourse.publish.checks.study import StudyCheck, explain_error
from discourse.publish.export.export import import_texts
from discourse.publish.provenance.allowance import (
    MOST_ROWS,
    check_columns_of_csv,
    read_bounded,
)
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.table_differences import cells_by_row

PLACES = ("start_char", "end_char")
COMPARED = ("line_id", "node", "left", "right", "document", *PLACES)
# No recipe says which lines there should be, nor what a count beside them counts.
OF_NO_BUNDLE = "lines of no bundle ({}: whether all are there{}), not compared"


def check_lines(path: Path, name: str, check: StudyCheck) -> Iterator[Finding]:
    """Lines that are not the text at their ids, or are there twice."""
    check_columns_of_csv(path, read_bounded(path))
    table = import_texts(path)
    yield from find_rows_left_out(name, table)
    others = [column for column in table.columns if column not in COMPARED]
    said = f", and the columns {', '.join(others)}" if others else ""
    check.checked[OF_NO_BUNDLE.format(name, said)] += 1
    table[["line_id", "node"]]  # what every file of lines has
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(cells_by_row(table.head(MOST_ROWS)), 1):
        check.checked["lines"] += 1
        place = f"row {number} ({row['line_id']})"
        yield from _check_line(name, place, row, check)
        if tuple(row.values()) in seen:
            yield Finding(name, place, "a line once", "the same again")
        seen.add(tuple(row.values()))


def _check_line(
    name: str, place: str, row: Mapping[str, str], check: StudyCheck
) -> Iterator[Finding]:
    """The node of a line, what is around it, its place, and the name of its document."""
    expected = _text_at(row["line_id"], row["node"], check)
    if row["node"] != expected:
        yield Finding(name, place, expected, row["node"])
        return
    digest, _, span = row["line_id"].partition(":")
    start, end = map(int, span.split("-"))
    if span != f"{start}-{end}":
        yield Finding(name, f"{place}, line_id", f"{digest}:{start}-{end}", row["line_id"])
    for column, there in zip(PLACES, (start, end), strict=True):
        if row.get(column, str(there)) != str(there):
            yield Finding(name, f"{place}, {column}", str(there), row[column])
    left, right = row.get("left", ""), row.get("right", "")
    around = f"{digest}:{max(0, start - len(left))}-{end + len(right)}"
    expected = _text_at(around, left + row["node"] + right, check)
    if expected != left + row["node"] + right:
        yield Finding(name, f"{place}, left and right", expected, left + row["node"] + right)
    named = {"documents": {row["document"]: digest}} if "document" in row else {}
    for document, file in check.corpora.find_other_names(named):
        place = f"{place}, document {document!r}"
        yield Finding(name, place, "the name of the file with its text", file.name)


def _text_at(line_id: str, found: str, check: StudyCheck) -> str:
    """The text at an id, or why there is none."""
    try:
        return check.corpora.files.text_at(line_id, found)
    except (DiscourseError, LookupError, ValueError) as error:
        return explain_error(error)
