"""A table of texts: each row is a document, its other columns are metadata."""

from collections.abc import Iterator

from discourse.errors import DiscourseError
from discourse.text.delimited import Row, rows
from discourse.text.document import Paragraphs
from discourse.text.extract import Extract, Raw

NAMES = "document"  # the usual column of names, which a table may do without


def read_table(raw: Raw) -> Iterator[Extract | DiscourseError]:
    """The text of each row, or why it has none.

    A text is named by the column of names; where there is none, and no other than the usual was
    asked for, by the number of its row.
    """
    content = raw.decoded()
    names = [(raw.document, "document")] if raw.document != NAMES else []
    found = rows(content.text, raw.path.suffix.casefold(), raw.place, (raw.text, "text"), *names)
    for number, (place, row) in enumerate(found, 1):
        if isinstance(row, DiscourseError):
            yield row
        elif not isinstance(row.get(raw.text), str):
            yield DiscourseError(
                f"{place} has no text in {raw.text!r}; take the row out, or give it one."
            )
        else:
            yield _extract(row, raw, str(number), content.encoding)


def _extract(row: Row, raw: Raw, number: str, encoding: str) -> Extract:
    text = str(row[raw.text])
    metadata = {key: value for key, value in row.items() if key not in (raw.text, raw.document)}
    name = str(row.get(raw.document, f"{raw.path.stem}/{number}"))
    return Extract(text, Paragraphs(text), encoding, name, metadata)
