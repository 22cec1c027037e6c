"""Plain text: the file is the text, and blank lines divide it."""

from collections.abc import Iterator

from discourse.text.document import Paragraphs
from discourse.text.extract import Extract, RawFile


def read_plain(raw: RawFile) -> Iterator[Extract]:
    """Read the text of a file; nothing in it marks a heading, so each paragraph is a section."""
    content = raw.decode()
    yield Extract(content.text, Paragraphs(content.text), content.encoding)
