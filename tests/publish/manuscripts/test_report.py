"""The report for other programs, and the page, say what the check found."""

import json
from importlib.resources import files

import jsonschema
import pytest

from discourse.publish.manuscripts.checking import check_manuscript, check_whole
from discourse.publish.manuscripts.report import report_json, report_manuscript
from discourse.publish.site.checked_page import save_checked_page

SOURCE = """# About rights

*Rights* has [28](# "rights") hits, *china* has [26](# "china"), and *peace* has
[more than 2](# "peace") of [1,384](# "corpus; tokens") words, [9](# "utopia") and 12 in 2017.

| word | <b>hits</b> |
|--|--|
| rights | [28](# "rights") |
"""


@pytest.fixture
def checked(tmp_path, paper):
    """A manuscript that was checked."""
    path = tmp_path / "paper.md"
    path.write_text(SOURCE, encoding="utf-8")
    (tmp_path / "paper.claims.toml").write_text(
        "[[number]]\nsentence = 'It is gone and had 7.'\nnumber = '7'\nclaim = 'future'\n",
        encoding="utf-8",
    )
    return check_whole(path, paper)


def test_the_report_has_the_form_that_its_schema_says(checked):
    schema = files("discourse.publish.manuscripts") / "report.schema.json"
    report = json.loads(report_json(checked))
    jsonschema.validate(report, json.loads(schema.read_text(encoding="utf-8")))
    assert report == report_manuscript(checked)
    assert report["counts"] == {
        "holds": 4, "moved": 1, "no lines": 1, "unbound": 1, "exempt": 1, "lost": 1,
    }  # fmt: skip
    assert report["holds"] is False


def test_each_number_has_its_lines(checked):
    rights, *_ = report_manuscript(checked)["numbers"]
    assert rights["lines"] == len(rights["line_ids"]) == len(rights["text"]) == 28
    assert all("[rights]" in text.lower() for text in rights["text"])


def test_a_total_has_the_stretch_that_it_is_the_total_of(checked, paper):
    tokens = next(n for n in report_manuscript(checked)["numbers"] if n["number"] == "1,384")
    (line_id,) = tokens["line_ids"]
    assert line_id.endswith(f":0-{len(paper.store.texts[0])}")
    assert tokens["text"] == [""]


def test_the_table_has_the_same_columns_and_types_when_empty(tmp_path, checked):
    path = tmp_path / "empty.md"
    path.write_text("No number at all, or rather: nothing.", encoding="utf-8")
    empty, full = check_manuscript(path), checked.table()
    assert len(empty) == 0
    assert (empty.dtypes == full.dtypes).all()


def test_the_page_has_the_manuscript_and_is_the_same_each_time(checked, tmp_path):
    save_checked_page(checked, tmp_path / "one")
    save_checked_page(checked, tmp_path / "two")
    one, two = ((tmp_path / name / "index.html").read_bytes() for name in ("one", "two"))
    assert one == two
    page = one.decode("utf-8")
    assert page.count('class="number good"') == 4
    assert page.count('class="number fails"') == 1
    assert '<span class="now">is 25</span>' in page
    assert page.count('class="unbound"') == 2
    assert "It is gone and had 7." in page


def test_what_a_manuscript_says_is_never_markup_on_the_page(tmp_path, paper):
    path = tmp_path / "paper.tex"
    path.write_text('<script>alert(1)</script> has 7 & <b>9</b> "hits".', encoding="utf-8")
    save_checked_page(check_whole(path, paper), tmp_path / "page")
    page = (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
