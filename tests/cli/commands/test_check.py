"""``discourse check`` and ``discourse bind`` on a manuscript."""

import json
import re

import pytest


@pytest.fixture
def manuscript(tmp_path):
    """A manuscript with a number that holds, one that has moved, and one without a claim."""
    path = tmp_path / "paper.md"
    path.write_text(
        "*Rights* has [28](# 'rights') hits, *china* has [26](# 'china'), and 9 are new.",
        encoding="utf-8",
    )
    return path


def test_each_number_has_a_row_and_the_exit_code_is_1(discourse, manuscript):
    code, out, _ = discourse("check", manuscript, "--texts", "seeds")
    assert code == 1
    rows = [line.split()[0] for line in out.splitlines()[1:4]]
    assert rows == ["holds", "moved", "unbound"]
    assert "holds 1, moved 1, unbound 1" in out


def test_what_holds_has_the_exit_code_0(discourse, manuscript):
    manuscript.write_text("*Rights* has [28](# 'rights') hits.", encoding="utf-8")
    assert discourse("check", manuscript, "--texts", "seeds")[0] == 0


@pytest.mark.parametrize("name", ["lost.docx", "paper.xyz"])
def test_what_cannot_be_read_has_the_exit_code_2(name, discourse, tmp_path):
    (tmp_path / "paper.xyz").touch()
    code, _, said = discourse("check", tmp_path / name, "--texts", "seeds")
    assert (code, name in said) == (2, True)


def test_claims_without_texts_say_how_to_name_them(discourse, manuscript):
    code, _, said = discourse("check", manuscript)
    assert (code, "--texts" in said) == (2, True)


def test_json_is_the_report(discourse, manuscript):
    code, out, _ = discourse("check", manuscript, "--texts", "seeds", "--format", "json")
    report = json.loads(out)
    assert (code, report["schema"], report["holds"]) == (1, "discourse-check/1", False)


def test_write_replaces_what_has_moved_and_the_rest_still_fails(discourse, manuscript):
    code, _, said = discourse("check", manuscript, "--texts", "seeds", "--write")
    assert (code, "replaced 1 number" in said) == (1, True)
    assert "[25](# 'china')" in manuscript.read_text(encoding="utf-8")


def test_page_saves_a_page(discourse, manuscript, tmp_path):
    _, out, _ = discourse("check", manuscript, "--texts", "seeds", "--page", tmp_path / "page")
    assert "index.html" in out
    assert (tmp_path / "page" / "index.html").is_file()


def test_bind_lists_proposals_where_nobody_can_answer(discourse, manuscript, tmp_path):
    manuscript.write_text("*Rights* has 28 hits.", encoding="utf-8")
    code, out, _ = discourse("bind", manuscript, "--texts", "seeds", "--list")
    assert (code, "rights" in out) == (0, True)
    _, out, _ = discourse("bind", manuscript, "--texts", "seeds", "--format", "json")
    assert json.loads(out)["numbers"][0]["candidates"][0]["claim"] == "rights"
    assert not (tmp_path / "paper.claims.toml").exists()


def test_bind_of_a_notebook_takes_no_texts(discourse, tmp_path):
    code, _, said = discourse("bind", tmp_path / "a.ipynb", "--texts", "seeds")
    assert (code, "leave --texts" in said) == (2, True)


def test_bind_saves_a_page_and_writes_what_was_decided_on_it(discourse, manuscript, tmp_path):
    manuscript.write_text("*Rights* has 28 hits. It had 9 readers.", encoding="utf-8")
    code, out, _ = discourse("bind", manuscript, "--texts", "seeds", "--page", tmp_path / "page")
    assert (code, "index.html: 2 numbers to decide on" in out) == (0, True)
    assert not (tmp_path / "paper.claims.toml").exists()
    html = (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    keys = re.findall(r'data-number="(\w+)"', html)
    (seen,) = re.findall(r'data-claim="rights" data-seen="(\w+)"', html)
    chosen = {"number": keys[0], "decision": "accept", "claim": "rights", "seen": seen}
    reason = {"number": keys[1], "decision": "exempt", "reason": "the design"}
    decisions = tmp_path / "paper.decisions.json"
    form = {"schema": "discourse-decisions/1", "manuscript": "paper.md"}
    decisions.write_text(json.dumps({**form, "decisions": [chosen, reason]}), encoding="utf-8")
    command = ("bind", manuscript, "--texts", "seeds", "--decisions", decisions)
    code, out, _ = discourse(*command)
    assert (code, out) == (0, "bound 1, exempt 1, dropped 0, left 0: paper.claims.toml\n")
    assert discourse("check", manuscript, "--texts", "seeds")[0] == 0
    code, _, said = discourse(*command)
    assert (code, said.count("not written")) == (1, 2)


def test_bind_makes_a_page_or_reads_decisions(discourse, manuscript, tmp_path):
    code, _, said = discourse("bind", manuscript, "--page", tmp_path, "--decisions", "a.json")
    assert (code, "give one" in said) == (2, True)
