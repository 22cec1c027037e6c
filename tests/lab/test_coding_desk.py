import pytest

import discourse as dc


@pytest.fixture
def ids(lines):
    return lines.frame["line_id"].tolist()


def saved(folder, coder="A"):
    return (folder / f"peace.{coder}.csv").read_text(encoding="utf-8").splitlines()


def test_a_key_codes_a_line_and_the_answer_comes_after_it_is_saved(lines, ids, codebook, ask):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    answer = ask(browser, "code", lines=ids[:1], label="aim")
    assert saved(codebook.parent) == ["line_id,label,note", f"{ids[0]},aim,"]
    assert answer["codes"] == {ids[0]: [["aim"], "", {}]}
    assert answer["coded"] == 1
    assert ask(browser, "rows", first=0, last=2)["codes"] == {ids[0]: [["aim"], "", {}]}


def test_another_code_replaces_the_first_where_a_line_has_one(lines, ids, codebook, ask):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    ask(browser, "code", lines=ids[:1], label="aim")
    ask(browser, "code", lines=ids[:1], label="aim")
    answer = ask(browser, "code", lines=ids[:1], label="state")
    assert answer["codes"] == {ids[0]: [["state"], "", {}]}
    assert ask(browser, "undo")["codes"] == {ids[0]: [["aim"], "", {}]}
    assert ask(browser, "undo")["codes"] == {}
    assert ask(browser, "undo")["lines"] == []


def test_several_codes_are_added_and_taken_away_by_their_keys(lines, ids, several, ask):
    browser = dc.browse(lines, codebook=several, coder="A")
    ask(browser, "code", lines=ids[:2], label="aim")
    ask(browser, "code", lines=ids[1:3], label="state")
    answer = ask(browser, "codes", lines=ids[:3])
    assert [answer["codes"][each][0] for each in ids[:3]] == [["aim"], ["aim", "state"], ["state"]]
    ask(browser, "code", lines=ids[:3], label="aim")
    answer = ask(browser, "code", lines=ids[:3], label="aim")
    assert [answer["codes"].get(each, [[]])[0] for each in ids[:3]] == [[], ["state"], ["state"]]


def test_a_note_stays_when_codes_change(lines, ids, codebook, ask):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    ask(browser, "note", lines=ids[:1], note="$5 and $7")
    ask(browser, "code", lines=ids[:1], label="aim")
    answer = ask(browser, "uncode", lines=ids[:1])
    assert answer["codes"] == {ids[0]: [[], "$5 and $7", {}]}
    assert ask(browser, "expand", number=0)["note"] == "$5 and $7"


def test_lines_without_a_code_are_found_and_kept(lines, ids, codebook, ask):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    assert ask(browser, "step", name="where", arguments=['peace_A = ""'])["total"] == 5
    ask(browser, "code", lines=ids[:2], label="aim")
    assert ask(browser, "state")["total"] == 5  # no line vanishes under the reader
    state = ask(browser, "step", name="where", arguments=['peace_A = ""'])
    assert (state["total"], state["steps"]) == (3, ["where('peace_A = \"\"')"])
    ask(browser, "drop", number=0)
    assert ask(browser, "uncoded", number=0)["number"] == 2
    ask(browser, "code", lines=ids[2:], label="aim")
    assert browser.answer({"ask": "uncoded", "number": 3})["text"] == "every line has a code."


def test_lines_are_sorted_by_their_codes(lines, ids, codebook, ask):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    ask(browser, "code", lines=ids[:1], label="state")
    ask(browser, "code", lines=ids[1:3], label="aim")
    ask(browser, "step", name="sort", arguments=["peace_A"])
    assert browser.lines.frame["line_id"].tolist() == [*ids[3:], *ids[1:3], ids[0]]
    coded = dc.Corpus(lines.store).with_layer(*dc.layers.codes(dc.Corpus(lines.store), codebook))
    again = dc.concordance(coded, "peace").again(browser.lines.steps)
    assert again.frame["line_id"].tolist() == browser.lines.frame["line_id"].tolist()
    assert again.frame.attrs == browser.lines.frame.attrs


def test_other_coders_are_shown_unless_the_coder_is_blind(lines, ids, codebook, ask):
    dc.layers.code_file(codebook, "B").put(ids[0], "state")
    seen = dc.browse(lines, codebook=codebook, coder="A")
    assert ask(seen, "rows", first=0, last=1)["codes"] == {ids[0]: [[], "", {"B": ["state"]}]}
    blind = dc.browse(lines, codebook=codebook, coder="C", blind=True)
    assert ask(blind, "rows", first=0, last=5)["codes"] == {}


def test_a_blind_coder_is_offered_no_layer_of_codes(corpus, lines, ids, codebook, ask):
    dc.layers.code_file(codebook, "B").put(ids[0], "state")
    coded = dc.concordance(corpus.with_layer(*dc.layers.codes(corpus, codebook)), "peace")
    assert "peace_B" in ask(dc.browse(coded, codebook=codebook, coder="A"), "setup")["parts"]
    blind = dc.browse(coded, codebook=codebook, coder="A", blind=True)
    assert ask(blind, "setup")["parts"] == ["document", "section"]


def test_two_browsers_lose_nothing(lines, ids, codebook, ask):
    one, two = (dc.browse(lines, codebook=codebook, coder="A") for _ in range(2))
    for number, line_id in enumerate(ids):
        ask((one, two)[number % 2], "code", lines=[line_id], label=("aim", "state")[number % 2])
    assert len(saved(codebook.parent)) == 1 + len(ids)
    both = [ask(each, "codes", lines=ids)["codes"] for each in (one, two)]
    assert both[0] == both[1]
    assert [both[0][each][0] for each in ids] == [["aim"], ["state"], ["aim"], ["state"], ["aim"]]


@pytest.mark.parametrize("label", ["<script>", "", "nope"])
def test_a_code_that_is_not_in_the_codebook_is_refused_and_nothing_is_lost(
    lines, ids, codebook, ask, label
):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    ask(browser, "code", lines=ids[:1], label="aim")
    before = saved(codebook.parent)
    answer = browser.answer({"ask": "code", "lines": ids[:1], "label": label})
    assert answer["kind"] == "error"
    assert "choose 'aim', 'state'" in answer["text"]
    assert saved(codebook.parent) == before


def test_a_file_that_was_broken_by_hand_is_refused_and_stays(lines, ids, codebook, ask):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    ask(browser, "code", lines=ids[:1], label="aim")
    path = codebook.parent / "peace.A.csv"
    path.write_text("line_id,label,note\nnot an id,aim,\n", encoding="utf-8")
    for question in ({"ask": "code", "lines": ids[:1], "label": "state"},
                     {"ask": "rows", "first": 0, "last": 2}):  # fmt: skip
        answer = browser.answer(question)
        assert answer["kind"] == "error"
        assert "peace.A.csv" in answer["text"]
    assert "not an id" in path.read_text(encoding="utf-8")


def test_how_many_of_the_lines_have_a_code_is_counted(lines, ids, codebook, ask):
    dc.layers.code_file(codebook, "A").put(["0" * 12 + ":0-5", *ids[:2]], "aim")
    browser = dc.browse(lines, codebook=codebook, coder="A")
    assert ask(browser, "setup")["coded"] == 2
    assert ask(browser, "step", name="slice", arguments=[1, None])["coded"] == 1
