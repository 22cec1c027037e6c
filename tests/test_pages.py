"""What the pages promise beyond their examples: calls in tables run, columns are explained."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import discourse as dc
from discourse.publish.claims.bound_numbers import check_bound
from discourse.publish.claims.claims import Claims
from discourse.record import VERBS

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = [ROOT / "docs", ROOT / "docs" / "guides", ROOT / "docs" / "coming-from"]
PAGES = [ROOT / "README.md", *(path for folder in FOLDERS for path in sorted(folder.glob("*.md")))]
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


# ---- links -------------------------------------------------------------------------------------


def anchors(page):
    """The anchors of the headings of a page, as code hosts and MyST make them."""
    without_code = re.sub(r"^```.*?^```$", "", page, flags=re.M | re.S)
    for heading in re.findall(r"^#+ (.*)$", without_code, re.M):
        text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
        yield re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_link_to_a_heading_leads_to_one(path):
    links = re.findall(r"\]\(([^)\s#]*)#([^)\s\"]+)\)", path.read_text(encoding="utf-8"))
    missing = [
        (file, anchor)
        for file, anchor in links
        if "://" not in file
        and anchor not in anchors((path.parent / file if file else path).read_text("utf-8"))
    ]
    assert missing == []


# ---- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "numbers"), [("index", 1), ("guides/manuscript", 3)])
def test_the_numbers_that_a_page_shows_as_bound_are_right(name, numbers, paper):
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    bound = re.findall(r'\[([^]]+)\]\(# "([^"]+)"\)', page)
    assert len(bound) == numbers
    assert [found for each in bound for found in check_bound(*each, Claims(paper))] == []


# ---- the glossary ------------------------------------------------------------------------------

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def explained_columns():
    """The columns in the tables of the glossary that explain columns."""
    return [
        name
        for row in rows(GLOSSARY.partition("\n## Columns\n")[2])
        if row[0] != "column" and set(row[0]) != {"-"}
        for name in CODE.findall(row[0])
    ]


def test_every_column_of_every_verb_is_explained_once():
    own = {name for verb in VERBS.values() for name in verb.columns if verb_is_ours(verb)}
    explained = explained_columns()
    assert sorted(own - set(explained)) == [], "explain them in docs/glossary.md"
    assert sorted(set(explained) - own) == [], "no verb has them"
    assert len(explained) == len(set(explained))


def verb_is_ours(verb):
    """Whether discourse has the verb itself; other tests register verbs of their own."""
    return verb.function.__module__.startswith("discourse.")


def test_every_name_in_the_glossary_exists():
    words = GLOSSARY.partition("\n## Columns\n")[0]
    named = [CODE.findall(row[2]) for row in rows(words) if len(row) == 3]
    names = {"dc": dc, "corpus": dc.Corpus}
    for name in {name for group in named for name in group}:
        assert eval(name, dict(names)) is not None


def test_the_guides_say_for_each_verb_and_plot_which_question_it_answers():
    page = (ROOT / "docs" / "guides" / "index.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`dc\.([\w.]+)`", page))
    verbs = {verb.name for verb in VERBS.values() if verb_is_ours(verb)}
    plots = {f"plot.{name}" for name in dc.plot.__all__} - {"plot.panels"}
    assert verbs | plots == listed


# ---- figures that are repeated ------------------------------------------------------------------


def test_figures_on_the_page_about_tests_are_those_of_the_benchmarks():
    page = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    measured = "".join(
        (ROOT / "benchmarks" / name).read_text(encoding="utf-8")
        for name in ["calibration.md", "results.md"]
    )
    calibrated = [row for row in rows(page) if len(row) == 9 and "%" in row[-1]]
    timed = [row for row in rows(page) if row[-1].endswith("×")]
    assert (len(calibrated), len(timed)) == (3, 4)
    assert all(f"| {' | '.join(row[1:])} |" in measured for row in calibrated)
    assert all(f"| {' | '.join(row)} |" in measured for row in timed)
