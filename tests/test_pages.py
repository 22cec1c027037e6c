"""What the pages promise beyond their examples: calls in tables run, columns are explained."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COMPARISONS = sorted((ROOT / "docs" / "coming-from").glob("*.md"))
CELLS = re.compile(r"(?<!\\)\|")
CODE = re.compile(r"`([^`]+)`")


def rows(page):
    """The cells of each row of the tables of a page, without those of the heading."""
    for line in page.splitlines():
        if line.startswith("| ") and not line.startswith("| in "):
            yield [cell.strip().replace("\\|", "|") for cell in CELLS.split(line)[1:-1]]


@pytest.fixture
def names(tmp_path, root, monkeypatch):
    """The names that docs/coming-from/index.md defines, in a copy of the texts."""
    for name in ("docs", "seeds"):
        shutil.copytree(root / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    page = (root / "docs" / "coming-from" / "index.md").read_text(encoding="utf-8")
    found = {}
    for line in re.search(r"^```pycon\n(.*?)^```$", page, re.M | re.S)[1].splitlines():
        exec(line.removeprefix(">>> "), found)
    return found


@pytest.mark.parametrize("path", COMPARISONS, ids=lambda path: path.stem)
def test_each_call_in_the_column_here_runs(path, names):
    calls = [
        call
        for row in rows(path.read_text(encoding="utf-8"))
        if len(row) == 3
        for call in CODE.findall(row[1])
    ]
    assert calls or path.stem == "index"
    for call in calls:
        assert eval(call, dict(names)) is not None, call
