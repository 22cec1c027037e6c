import pytest

import discourse as dc

LOST = f"{'0' * 12}:0-5"
OF_NOTHING = {"total": 0, "rows": []}


@pytest.fixture
def ids(lines):
    return lines.frame["line_id"].tolist()


def write(codebook, coder, *rows):
    path = codebook.parent / f"peace.{coder}.csv"
    path.write_text("\n".join(["line_id,label,note", *rows]) + "\n", encoding="utf-8")


@pytest.fixture
def changed(codebook, ids):
    """Of five lines, A has coded three, one under a former name; B differs on one of them."""
    book = codebook.read_text(encoding="utf-8")
    renamed = book.replace("[[code]]", '[renamed]\nwish = "aim"\n[[code]]', 1)
    codebook.write_text(renamed, encoding="utf-8")
    write(codebook, "A", f"{LOST},state,<i>old</i>", f"{ids[0]},wish,", f"{ids[1]},aim,",
          f"{ids[2]},state,", f"{ids[3]},,later")  # fmt: skip
    write(codebook, "B", f"{ids[1]},aim,", f"{ids[2]},aim,")
    return codebook


def test_what_is_to_be_done_is_counted_by_kind(lines, ids, changed, ask):
    answer = ask(dc.browse(lines, codebook=changed, coder="A"), "revision")
    assert answer["uncoded"] == 5 - 3
    assert answer["lost"] == {"total": 1, "rows": [[LOST, "state", "<i>old</i>"]]}
    assert answer["renamed"] == {"total": 1, "rows": [["wish", "aim", 1]]}
    assert answer["unknown"] == OF_NOTHING
    assert answer["disputed"] == {"total": 1, "rows": [[2, ids[2], "A: state ≠ B: aim"]]}
    assert (answer["unread"], answer["has_new_codebook"]) == ("", False)


def test_a_blind_coder_learns_nothing_of_the_others(lines, changed, ask):
    (changed.parent / "peace.C.csv").write_text("no,codes\n", encoding="utf-8")
    answer = ask(dc.browse(lines, codebook=changed, coder="B", blind=True), "revision")
    assert answer["uncoded"] == 5 - 2
    assert answer["lost"] == answer["unknown"] == answer["renamed"] == OF_NOTHING
    assert (answer["disputed"], answer["unread"]) == (None, "")
    assert LOST not in str(answer)


def test_a_coder_who_begins_has_all_lines_to_code(lines, changed, ask):
    assert ask(dc.browse(lines, codebook=changed, coder="D"), "revision")["uncoded"] == 5


def test_disputed_lines_are_numbered_as_they_are_shown(lines, changed, ask):
    browser = dc.browse(lines, codebook=changed, coder="A")
    ask(browser, "step", name="where", arguments=['peace_A != ""'])
    ask(browser, "step", name="sort", arguments=["peace_A"])  # aim, aim, state
    assert ask(browser, "revision")["disputed"]["rows"][0][0] == 2
    ask(browser, "step", name="where", arguments=['peace_A = "aim"'])
    answer = ask(browser, "revision")
    assert (answer["uncoded"], answer["disputed"]) == (0, OF_NOTHING)


def test_a_file_of_another_coder_that_cannot_be_read_is_named(lines, changed, ask):
    (changed.parent / "peace.C.csv").write_text("no,codes\n", encoding="utf-8")
    answer = ask(dc.browse(lines, codebook=changed, coder="A"), "revision")
    assert answer["uncoded"] == 5 - 3
    assert answer["disputed"] is None
    assert "peace.C.csv" in answer["unread"]


def test_a_codebook_that_has_changed_meanwhile_is_read_as_it_is_now(lines, changed, ask):
    browser = dc.browse(lines, codebook=changed, coder="A")
    changed.write_text('[[code]]\ncode = "aim"\n', encoding="utf-8")
    answer = ask(browser, "revision")
    assert answer["has_new_codebook"]
    assert answer["unknown"] == {"total": 3, "rows": [["state", 2], ["wish", 1]]}


def test_too_many_lines_are_refused(lines, codebook, monkeypatch):
    monkeypatch.setattr("discourse.lab.line_revision.MOST_REVISED", 4)
    answer = dc.browse(lines, codebook=codebook, coder="A").answer({"ask": "revision"})
    assert answer["text"] == (
        "5 lines are too many to list what is to be done; filter or sample them to 4 or fewer."
    )
