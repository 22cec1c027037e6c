"""The bytes of a file as a reader gets them, and the texts that it extracts."""

from pathlib import Path

import pytest

from discourse.text.extract import RawFile
from discourse.text.readers.formats import find_reader


@pytest.fixture
def extracts():
    """Extract every text from some bytes, with the reader for the ending of a file name."""

    def read(name, data, *, encodings=("utf-8",), text="text", document="document", **options):
        data = data if isinstance(data, bytes) else data.encode()
        raw = RawFile(Path(name), name, data, encodings, text, document, **options)
        return list(find_reader(Path(name).suffix)(raw))

    return read


@pytest.fixture
def extract(extracts):
    """Extract the only text from some bytes, with the reader for the ending of a file name."""

    def read(name, data, **options):
        (found,) = extracts(name, data, **options)
        assert "".join(found.text[r.start : r.end] for r in found.regions) == found.text
        return found

    return read
