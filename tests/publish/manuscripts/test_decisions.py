"""What was decided on a page is written as it was seen, or refused with the reason."""

import json
import re

import pytest

import discourse as dc
from discourse.publish.manuscripts.checking import check_whole
from discourse.publish.manuscripts.decisions import (
    apply_decisions,
    key_of_lines,
    key_of_number,
    read_decisions,
)
from discourse.publish.manuscripts.proposing import ManuscriptBinding
from discourse.publish.site.binding_page import save_binding_page

SOURCE = "*Rights* has 28 hits. *China* has 26 hits. It had 9 readers. It has 475 types."


@pytest.fixture
def manuscript(tmp_path):
    path = tmp_path / "paper.md"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def saved(folder, *decisions, **other):
    """A file as the page saves it."""
    form = {"schema": "discourse-decisions/1", "manuscript": "paper.md", "decisions": decisions}
    path = folder / "paper.decisions.json"
    path.write_text(json.dumps({**form, **other}), encoding="utf-8")
    return path


def accept(binding, at, claim, **other):
    each = binding.open_numbers[at]
    (candidate,) = [c for c in binding.candidates(each) if c.claim == claim]
    seen = {"claim": claim, "seen": key_of_lines(candidate), **other}
    return {"number": key_of_number(each), "decision": "accept", **seen}


def decide(binding, at, decision, **other):
    return {"number": key_of_number(binding.open_numbers[at]), "decision": decision, **other}


def test_each_decision_is_written_and_what_has_none_stays_open(manuscript, paper, tmp_path):
    begun = ManuscriptBinding.of(manuscript, paper)
    path = saved(
        tmp_path,
        accept(begun, 0, "rights"),
        decide(begun, 1, "none"),
        decide(begun, 2, "exempt", reason="counted by hand"),
    )
    applied = apply_decisions(begun, read_decisions(path, "paper.md"))
    assert (dict(applied.counts), applied.refused) == (
        {"accept": 1, "exempt": 1, "drop": 0, "none": 1}, [],
    )  # fmt: skip
    found = [each.status for each in check_whole(manuscript, paper).numbers]
    assert found == ["holds", "unbound", "exempt", "unbound"]


def test_lines_that_are_not_those_seen_are_refused(manuscript, paper, tmp_path):
    begun = ManuscriptBinding.of(manuscript, paper)
    path = saved(tmp_path, accept(begun, 0, "rights"))
    other = ManuscriptBinding.of(manuscript, dc.Corpus.from_texts({"a": "Rights. " * 28}))
    applied = apply_decisions(other, read_decisions(path, "paper.md"))
    assert applied.refused == [
        ("rights", "its lines are not those that were seen: it gives 28 now")
    ]
    assert not (tmp_path / "paper.claims.toml").exists()


@pytest.mark.parametrize("claim", ["china", "no; such; claim"])
def test_a_claim_that_was_not_seen_is_refused(claim, manuscript, paper, tmp_path):
    begun = ManuscriptBinding.of(manuscript, paper)
    path = saved(tmp_path, {**accept(begun, 0, "rights"), "claim": claim})
    applied = apply_decisions(begun, read_decisions(path, "paper.md"))
    assert len(applied.refused) == 1
    assert not (tmp_path / "paper.claims.toml").exists()


def test_a_number_is_decided_once_and_a_changed_sentence_is_named(manuscript, paper, tmp_path):
    begun = ManuscriptBinding.of(manuscript, paper)
    first = accept(begun, 0, "rights")
    path = saved(tmp_path, first, first)
    applied = apply_decisions(begun, read_decisions(path, "paper.md"))
    gone = "its number is bound already, or its sentence has changed"
    assert (applied.counts["accept"], applied.refused) == (1, [("rights", gone)])
    manuscript.write_text(SOURCE.replace("28 hits", "29 hits"), encoding="utf-8")
    again = ManuscriptBinding.of(manuscript, paper)
    assert apply_decisions(again, read_decisions(path, "paper.md")).counts["accept"] == 0


def test_a_lost_claim_is_dropped(manuscript, paper, tmp_path):
    begun = ManuscriptBinding.of(manuscript, paper)
    apply_decisions(begun, read_decisions(saved(tmp_path, accept(begun, 0, "rights")), "paper.md"))
    manuscript.write_text("Nothing is counted here.", encoding="utf-8")
    again = ManuscriptBinding.of(manuscript, paper)
    path = saved(tmp_path, decide(again, 0, "drop"))
    assert apply_decisions(again, read_decisions(path, "paper.md")).counts["drop"] == 1
    assert ManuscriptBinding.of(manuscript, paper).open_numbers == []


@pytest.mark.parametrize(
    ("decisions", "other", "said"),
    [
        ([], {"schema": "other/1"}, "has no decisions"),
        ([], {"manuscript": "other.md"}, "is about 'other.md'"),
        ([], {"decisions": {}}, "no list of decisions"),
        ([{"number": "a", "decision": "all"}], {}, "decision 1 is not understood"),
        ([{"number": "a", "decision": "accept", "claim": "rights"}], {}, "decision 1"),
        ([{"number": "a", "decision": "exempt", "reason": " "}], {}, "decision 1"),
        ([{"number": 7, "decision": "none"}], {}, "decision 1"),
        ([["none"]], {}, "decision 1"),
    ],
)
def test_a_file_of_another_form_is_refused(decisions, other, said, tmp_path):
    with pytest.raises(dc.DiscourseError, match=re.escape(said)):
        read_decisions(saved(tmp_path, *decisions, **other), "paper.md")


def test_a_file_that_is_no_json_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(b"\xff[")
    with pytest.raises(dc.DiscourseError, match="has no decisions"):
        read_decisions(path, "paper.md")


def test_the_page_has_each_number_with_its_lines_and_escapes_all_of_them(tmp_path, paper):
    path = tmp_path / "paper.md"
    path.write_text('*Rights* has 28 hits, and `<b>"x"` has 26.', encoding="utf-8")
    begun = ManuscriptBinding.of(path, paper)
    size = save_binding_page(begun, tmp_path / "page")
    html = (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    assert size == len(html.encode("utf-8"))
    assert [html.count(text) for text in ("<mark>28</mark>", "<mark>26</mark>", "<b>")] == [1, 1, 0]
    first = html.partition('data-claim="rights"')[2].partition("</details>")[0]
    assert len(re.findall(r"<mark>[Rr]ights</mark>", first)) == 28
    assert "http" not in html.replace("http-equiv", "")
