"""A reader decides on the page of `discourse bind`, and what it saves is written."""

import pytest

from discourse.publish.manuscripts.checking import check_whole
from discourse.publish.manuscripts.decisions import apply_decisions, read_decisions
from discourse.publish.manuscripts.proposing import ManuscriptBinding
from discourse.publish.site.binding_page import save_binding_page

SOURCE = "*Rights* has 28 hits. *China* has 26 hits. It had 9 readers. It has 475 types."


@pytest.fixture
def opened(new_page, tmp_path, paper):
    """The page of a manuscript with four open numbers, and the manuscript."""
    manuscript = tmp_path / "paper.md"
    manuscript.write_text(SOURCE, encoding="utf-8")
    save_binding_page(ManuscriptBinding.of(manuscript, paper), tmp_path / "page")
    page = new_page(accept_downloads=True)
    page.on("console", lambda message: page.complaints.append(message.text))
    page.goto((tmp_path / "page" / "index.html").as_uri())
    return page, manuscript


def progress(page):
    return page.inner_text("#count")


def test_what_a_reader_decides_is_written_and_nothing_unseen(opened, paper, tmp_path):
    page, manuscript = opened
    assert progress(page) == "0 of 4 decided."
    assert page.is_disabled("#save")
    first = page.locator("#number-1 .candidate").first
    assert not first.locator(".accept").is_visible()
    first.locator(".accept").dispatch_event("click")  # a script is no reader
    assert progress(page) == "0 of 4 decided."
    first.locator("summary").click()
    assert first.locator("li mark").count() == 28
    first.locator(".accept").click()
    page.click("#number-2 .none")
    page.click("#number-3 .exempt")
    assert page.inner_text("#number-3 .decided") == "Say why it needs no claim."
    page.fill("#number-3 .reason", "counted by hand")
    page.click("#number-3 .exempt")
    page.click("#number-4 .none")
    page.click("#number-4 .undo")
    assert progress(page) == "3 of 4 decided."
    with page.expect_download() as download:
        page.click("#save")
    assert download.value.suggested_filename == "paper.decisions.json"
    download.value.save_as(tmp_path / "paper.decisions.json")
    begun = ManuscriptBinding.of(manuscript, paper)
    decisions = read_decisions(tmp_path / "paper.decisions.json", "paper.md")
    applied = apply_decisions(begun, decisions)
    assert dict(applied.counts) == {"accept": 1, "exempt": 1, "drop": 0, "none": 1}
    found = [each.status for each in check_whole(manuscript, paper).numbers]
    assert found == ["holds", "unbound", "exempt", "unbound"]
    assert [url for url in page.asked if not url.startswith(("file:", "blob:"))] == []
    assert page.complaints == []


def test_the_page_can_be_used_without_a_mouse_and_by_a_screen_reader(opened, axe):
    page, _ = opened
    page.focus("#number-1 summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.evaluate(axe)
    faults = page.evaluate("axe.run().then((found) => found.violations.map((each) => each.id))")
    assert faults == []
