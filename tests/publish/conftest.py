"""Fixtures for the tests of figures, tables, claims and pages."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

from discourse.record import VERBS, verb

READ = 'import discourse as dc\n\npaper = dc.read("text.txt")'


@pytest.fixture
def prose(tmp_path):
    """A function that writes a notebook of Markdown cells, after a code cell that reads a text."""

    def written(*cells, code=READ, text="We share one future. A shared future is peace."):
        (tmp_path / "text.txt").write_text(text, encoding="utf-8")
        path = tmp_path / "prose.ipynb"
        notebook = new_notebook(cells=[new_code_cell(code), *map(new_markdown_cell, cells)])
        path.write_text(writes(notebook), encoding="utf-8")
        return path

    return written


@pytest.fixture
def register():
    """The decorator of verbs; what it registers is forgotten after the test."""
    before = dict(VERBS)
    yield verb
    VERBS.clear()
    VERBS.update(before)


@pytest.fixture
def as_first_format():
    """A function that makes a bundle one of the first format, which version 0.1.0 wrote.

    That version wrote no manifest.
    """

    def rewritten(path):
        record = json.loads(path.read_text(encoding="utf-8"))
        for entry in ("rows", "columns", "evidence", "seen", "added"):
            record.pop(entry, None)
        lines = path.with_name(f"{path.stem}.evidence.csv")
        record["sha256"].pop(lines.name, None)
        lines.unlink(missing_ok=True)
        record["format"] = "discourse bundle 1"
        path.write_text(json.dumps(record), encoding="utf-8")
        path.with_name("manifest.json").unlink(missing_ok=True)

    return rewritten
