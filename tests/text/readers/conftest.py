"""Bytes of a file as a reader is given them, and what it makes of them."""

from pathlib import Path

import pytest

from discourse.text.extract import Raw
from discourse.text.readers.formats import find_reader


@pytest.fixture
def extracts():
    """Every text that the reader of a file's ending finds in some bytes."""

    def read(name, data, *, encodings=("utf-8",), text="text", document="document"):
        data = data if isinstance(data, bytes) else data.encode()
        raw = Raw(Path(name), name, data, encodings, text, document)
        return list(find_reader(Path(name).suffix)(raw))

    return read


@pytest.fixture
def extract(extracts):
    """The one text that the reader of a file's ending finds in some bytes."""

    def read(name, data, **options):
        (found,) = extracts(name, data, **options)
        assert "".join(found.text[r.start : r.end] for r in found.regions) == found.text
        return found

    return read
