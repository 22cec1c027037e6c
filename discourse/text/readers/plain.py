"""Plain text: the file is the text, and a blank line divides it."""

from collections.abc import Iterator

from discourse.text.document import Paragraphs
from discourse.text.extract import Extract, Raw


def read_plain(raw: Raw) -> Iterator[Extract]:
    """The one text of a file; nothing in it marks a heading, so each paragraph is a section."""
    content = raw.decoded()
    yield Extract(content.text, Paragraphs(content.text), content.encoding)
