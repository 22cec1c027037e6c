"""A table of texts: each row is a document, and its other columns are metadata."""

from collections.abc import Iterator

from discourse.errors import DiscourseError
from discourse.text.delimited import TableRow, parse_rows
from discourse.text.document import Paragraphs
from discourse.text.extract import Extract, RawFile
from discourse.text.turns import join_turns

USUAL_NAME_COLUMN = "document"  # the default column of names, which a table need not have


def read_table(raw: RawFile) -> Iterator[Extract | DiscourseError]:
    """Read the text of each row, or report why it has none.

    The column of names gives a text its name. A table without the default column of names is read
    too: its texts are numbered by row. In a transcript, each row is a turn, and the rows with one
    name are one document.
    """
    content = raw.decode()
    needed = [(raw.text_column, "text")]
    if raw.document_column != USUAL_NAME_COLUMN:
        needed.append((raw.document_column, "document"))
    if raw.transcript:
        needed.append((raw.speaker_column, "speaker"))
    found = parse_rows(content.text, raw.path.suffix.casefold(), raw.place, *needed)
    turns: dict[str, list[TableRow]] = {}
    for number, (place, row) in enumerate(found, 1):
        if isinstance(row, DiscourseError):
            yield row
        elif not isinstance(row.get(raw.text_column), str):
            yield DiscourseError(
                f"{place} has no text in {raw.text_column!r}; remove the row, or give it a text."
            )
        elif raw.transcript:
            name = str(row.pop(raw.document_column, ""))
            turns.setdefault(name, []).append(row)
        else:
            yield _extract_row(row, raw, str(number), content.encoding)
    for name, rows in turns.items():
        joined = join_turns(rows, text=raw.text_column, speaker=raw.speaker_column)
        yield Extract(joined.text, joined.regions, content.encoding, name, joined.metadata)


def _extract_row(row: TableRow, raw: RawFile, number: str, encoding: str) -> Extract:
    text = str(row[raw.text_column])
    metadata = {
        key: value
        for key, value in row.items()
        if key not in (raw.text_column, raw.document_column)
    }
    name = str(row.get(raw.document_column, f"{raw.path.stem}/{number}"))
    return Extract(text, Paragraphs(text), encoding, name, metadata)
