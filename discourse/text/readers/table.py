"""A table of texts: each row is a document, and its other columns are metadata."""

from collections.abc import Iterator

from discourse.errors import DiscourseError
from discourse.text.delimited import TableRow
from discourse.text.document import Paragraphs, compose
from discourse.text.extract import Extract, RawFile
from discourse.text.table_files import read_table_rows
from discourse.text.turns import join_turns

USUAL_NAME_COLUMN = "document"  # the default column of names, which a table need not have


def read_table(raw: RawFile) -> Iterator[Extract | DiscourseError]:
    """Read the text of each row, or report why it has none.

    The column of names gives a text its name. A table without the default column of names is read
    too: its texts are numbered by row. In a transcript, each row is a turn, and the rows with one
    name are one document.
    """
    needed = [(raw.text_column, "text")]
    if raw.document_column != USUAL_NAME_COLUMN:
        needed.append((raw.document_column, "document"))
    if raw.transcript:
        needed.append((raw.speaker_column, "speaker"))
    ending = raw.path.suffix.casefold()
    made_by, found = read_table_rows(raw.data, ending, raw.encodings, raw.place, *needed)
    turns: dict[str, list[TableRow]] = {}
    number = 0
    for number, (place, row) in enumerate(found, 1):
        if isinstance(row, DiscourseError):
            yield row
        elif not isinstance(row.get(raw.text_column), str):
            yield DiscourseError(
                f"{place} has no text in {raw.text_column!r}; remove the row, or give it a text."
            )
        elif raw.transcript:
            name = compose(str(row.pop(raw.document_column, "")))
            turns.setdefault(name, []).append(row)
        else:
            yield _extract_row(row, raw, str(number), made_by)
    if not number:
        yield DiscourseError(
            f"{raw.place} has no rows below its header; remove it from the folder, or add some."
        )
    found_turns = join_turns(turns, text=raw.text_column, speaker=raw.speaker_column)
    for name, joined in found_turns.items():
        yield Extract(joined.text, joined.regions, made_by, name, joined.metadata)


def _extract_row(row: TableRow, raw: RawFile, number: str, made_by: str) -> Extract:
    text = str(row[raw.text_column])
    metadata = {
        key: value
        for key, value in row.items()
        if key not in (raw.text_column, raw.document_column)
    }
    name = compose(str(row.get(raw.document_column, f"{raw.path.stem}/{number}")))
    return Extract(text, Paragraphs(text), made_by, name, metadata)
