"""What nothing names in a study is said not to be compared; what systems leave is passed over."""

import pytest

import discourse as dc
from discourse.publish.checks.notebooks import SENSE

UNNAMED = ("README.md", "index.md", "paper/paper.pdf", "images/words.png", "results.csv", "d.zip")
QUIET = ("LICENSE", "pyproject.toml", "code.py", "figures/Thumbs.db", "figures/.DS_Store", "a.py~")


@pytest.fixture
def study(tmp_path):
    for name in ("texts", "figures", "old"):
        (tmp_path / name).mkdir()
    (tmp_path / "texts/a.txt").write_text("Peace and rights, and peace.", encoding="utf-8")
    table = dc.frequencies(dc.read(tmp_path / "texts")).head(3)
    dc.save_table(table, tmp_path / "figures/list", caption="A list.")
    return tmp_path


def not_compared(found):
    return [kind for kind in found.attrs["checked"] if "not compared" in kind and kind != SENSE]


def test_files_that_nothing_names_are_said_not_to_be_compared(study):
    for name in QUIET:
        (study / name).write_text("War 99", encoding="utf-8")
    found = dc.verify(study)
    assert (len(found), not_compared(found)) == (0, [])
    for name in UNNAMED:
        (study / name).parent.mkdir(exist_ok=True)
        (study / name).write_text("War 99", encoding="utf-8")
    (study / "old/a.txt").write_text("War and war.", encoding="utf-8")
    found = dc.verify(study)
    assert found.empty
    assert not_compared(found) == [
        "files with the name of a text and other words (old/a.txt), not compared",
        "files that nothing names (README.md, d.zip, images/words.png, index.md, paper/paper.pdf, "
        "results.csv), not compared",
    ]


def test_texts_on_which_a_notebook_computes_its_claims_are_named_by_it(tmp_path, prose):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_text("Peace and rights, and peace.", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("War 99", encoding="utf-8")
    code = 'import discourse as dc\npaper = dc.read("texts")'
    other = "files that nothing names (notes.txt, text.txt), not compared"
    prose("*Peace* has [2](# 'peace') hits.", code=code)
    assert not_compared(dc.verify(tmp_path)) == [other]
    prose("*Peace* has hits.", code=code)  # nothing was computed on the texts
    assert not_compared(dc.verify(tmp_path)) == [other.replace("text.txt", "text.txt, texts/a.txt")]
