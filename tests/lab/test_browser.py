import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.lab.browser import ANSWERS


def rows(answer):
    return [(left.strip(), node, right.strip()) for _, _, left, node, right, _ in answer["rows"]]


def test_rows_have_the_ids_and_the_words_of_their_lines(lines, ask):
    answer = ask(dc.browse(lines), "rows", first=1, last=3)
    assert [row[0] for row in answer["rows"]] == lines.frame["line_id"].tolist()[1:3]
    assert rows(answer)[0] == (
        "Peace now. We want", "peace", "and rights. Peace, peace and law. No peace",
    )  # fmt: skip
    assert answer["first"] == 1


@pytest.mark.parametrize(("first", "last", "size"), [(0, 99, 5), (4, 99, 1), (5, 9, 0), (99, 9, 0)])
def test_rows_beyond_the_last_line_are_not_there(lines, ask, first, last, size):
    assert len(ask(dc.browse(lines), "rows", first=first, last=last)["rows"]) == size


def test_each_click_is_a_step_that_can_be_pasted(corpus, lines, ask):
    browser = dc.browse(lines)
    ask(browser, "step", name="sort", arguments=["L1"])
    ask(browser, "step", name="filter", arguments=["and"], options={"window": 3})
    state = ask(browser, "step", name="sample", arguments=[2], options={"seed": 1})
    assert state["steps"] == ["sort('L1')", "filter('and', window=3)", "sample(2, seed=1)"]
    assert state["code"] == "lines.sort('L1').filter('and', window=3).sample(2, seed=1)"
    pasted = eval(state["code"], {"lines": lines})
    assert pasted.hits.tolist() == browser.lines.hits.tolist()
    assert browser.lines.steps == pasted.steps
    assert state["total"] == 2


def test_a_step_that_orders_replaces_one_of_its_kind_directly_before_it(lines, ask):
    browser = dc.browse(lines)
    ask(browser, "step", name="sort", arguments=["L1"])
    assert ask(browser, "step", name="sort", arguments=["R1"])["code"] == "lines.sort('R1')"
    assert ask(browser, "step", name="rank", arguments=["law"])["steps"][0] == "sort('R1')"
    twice = ask(browser, "step", name="filter", arguments=["and"])
    assert ask(browser, "step", name="filter", arguments=["law"])["steps"] == [
        *twice["steps"], "filter('law')",
    ]  # fmt: skip


def test_a_step_can_be_taken_back_in_the_middle(lines, ask):
    browser = dc.browse(lines)
    ask(browser, "step", name="filter", arguments=["and"])
    ask(browser, "step", name="sort", arguments=["R1"])
    state = ask(browser, "drop", number=0)
    assert state["code"] == "lines.sort('R1')"
    assert browser.lines.hits.tolist() == lines.sort("R1").hits.tolist()
    assert ask(browser, "drop", number=0)["code"] == "lines"
    assert browser.answer({"ask": "drop", "number": 0})["text"] == (
        "step 0 is not among the 0 steps."
    )


def test_what_the_lines_are_sorted_by_is_told(lines, ask):
    browser = dc.browse(lines)
    assert ask(browser, "step", name="sort", arguments=["R1", "L1"])["sorted"] == ["R1", "L1"]
    assert ask(browser, "step", name="shuffle", options={"seed": 1})["sorted"] == []


def test_groups_have_their_sizes_and_first_lines(lines, ask):
    browser = dc.browse(lines)
    state = ask(browser, "step", name="group", arguments=["R1"])
    assert state["groups"]["rows"] == [
        ["and", 2, 0], ["(none)", 1, 2], ["now", 1, 3], ["peace", 1, 4],
    ]  # fmt: skip
    answer = ask(browser, "rows", first=1, last=5)
    assert [row[-1] for row in answer["rows"]] == ["", "(none)", "now", "peace"]
    assert [row[-1] for row in ask(browser, "rows", first=0, last=2)["rows"]] == ["and", ""]


def test_another_query_begins_again(corpus, ask):
    browser = dc.browse(corpus, "peace")
    ask(browser, "step", name="sort", arguments=["R1"])
    state = ask(browser, "query", query="rights")
    assert (state["code"], state["total"]) == ("dc.concordance(corpus, 'rights')", 1)
    broken = browser.answer({"ask": "query", "query": "[word="})
    assert broken["kind"] == "error"
    assert "^" in broken["text"]
    assert ask(browser, "state")["total"] == 1


def test_a_line_is_read_in_its_sentence_section_or_document(lines, ask):
    browser = dc.browse(lines)
    sentence = ask(browser, "expand", number=1, to="sentence")
    assert sentence["left"] + sentence["node"] + sentence["right"] == "We want peace and rights."
    document = ask(browser, "expand", number=1, to="document")
    assert document["left"].startswith("Peace now.")
    assert not document["cut_left"]


def test_a_long_document_is_cut_and_says_so(ask):
    lines = dc.concordance(dc.Corpus.from_texts({"d": "word " * 4000 + "x" + " word" * 4000}), "x")
    passage = ask(dc.browse(lines), "expand", number=0, to="document")
    assert passage["cut_left"]
    assert passage["cut_right"]
    assert len(passage["left"]) <= 6000


def test_copied_lines_are_a_table_with_their_ids(lines, ask):
    answer = ask(dc.browse(lines), "copy", numbers=[0, 4])
    heading, first, last = answer["text"].splitlines()
    assert heading == "line_id\tdocument\tsection\tleft\tnode\tright"
    assert first.split("\t")[0] == lines[0].line_id
    assert last.split("\t")[-2:] == ["peace", ""]
    assert answer["said"] == "copied 2 lines"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"ask": "nothing"}, "ask='nothing' is not known; choose 'setup', "),
        ({}, "ask='' is not known; choose 'setup', "),
        ({"ask": "rows", "first": "x", "last": 3}, "first expects a whole number of at least 0"),
        ({"ask": "step", "name": "__init__"}, "step='__init__' is not known; choose 'slice', "),
        ({"ask": "step", "name": "sort", "arguments": ["page"]}, "key='page' is not known; "),
        ({"ask": "step", "name": "sample"}, "sample takes other arguments"),
        ({"ask": "step", "name": "filter", "arguments": ["a"], "options": {"x": 1}},
         "filter takes other arguments"),
        ({"ask": "query", "query": "a"}, "these lines come from no query; give dc.browse the "),
        ({"ask": "code", "lines": [], "label": "aim"}, "these lines are not coded; write "),
        ({"ask": "copy", "numbers": list(range(5001))}, "5,001 lines are too many to copy; "),
        ({"ask": "copy", "numbers": [0, 5]}, "there is no line 6; there are 5 lines."),
        ({"ask": "copy", "numbers": 0}, "numbers expects a list, got 0; give numbers as a list."),
        ({"ask": "copy", "numbers": ["0"]}, "number expects a whole number of at least 0"),
        ({"ask": "expand", "number": 5, "to": "sentence"}, "there is no line 6; there are 5"),
        ({"ask": "expand", "number": 0, "to": "page"}, "to='page' is not known; choose "),
        ({"ask": "ids", "first": "x"}, "first expects a whole number of at least 0"),
        ({"ask": "step", "name": "sort", "arguments": "R1"}, "arguments expects a list, got "),
        ({"ask": "step", "name": "sort", "arguments": ["R1"], "options": [1]},
         "options expects the named arguments of a step, got a list; "),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told_and_changes_nothing(lines, message, said):
    browser = dc.browse(lines)
    answer = browser.answer({**message, "id": 7})
    assert (answer["kind"], answer["id"]) == ("error", 7)
    assert answer["text"].startswith(said)
    assert browser.lines is browser._history.lines
    assert browser.lines.steps == ()


def test_without_lines_there_is_nothing_to_copy_or_to_read(corpus, ask):
    browser = dc.browse(corpus, "zebra")
    for question in ({"ask": "copy", "numbers": [0]}, {"ask": "expand", "number": 0}):
        answer = browser.answer(question)
        assert (answer["kind"], answer["text"]) == (
            "error",
            "there are no lines here; take a step back, or ask another query.",
        )
    assert ask(browser, "ids")["lines"] == []


def test_the_ids_of_some_lines_or_of_all_are_listed(lines, ask):
    browser = dc.browse(lines)
    ids = lines.frame["line_id"].tolist()
    assert ask(browser, "ids")["lines"] == ids
    answer = ask(browser, "ids", first=1, last=3)
    assert (answer["first"], answer["lines"]) == (1, ids[1:3])
    assert ask(browser, "ids", first=4, last=99)["lines"] == ids[4:]
    assert ask(browser, "ids", first=9, last=99)["lines"] == []


@pytest.mark.parametrize(
    "question",
    [{"ask": "expand", "number": 0}, {"ask": "copy", "numbers": [0]}, {"ask": "ids", "last": 1}],
)
def test_a_number_that_was_named_when_other_lines_were_on_show_is_refused(lines, ask, question):
    browser = dc.browse(lines)
    version = ask(browser, "state")["version"]
    assert browser.answer({**question, "version": version})["kind"] != "error"
    ask(browser, "step", name="sort", arguments=["R1"])
    answer = browser.answer({**question, "version": version})
    assert answer["text"] == "other lines are on show now; look at them, and do it again."


def test_too_many_lines_are_not_listed_to_be_ticked(ask):
    browser = dc.browse(dc.concordance(dc.Corpus.from_texts({"d": "x " * 5002}), "x"))
    assert len(ask(browser, "ids", first=2)["lines"]) == 5000
    answer = browser.answer({"ask": "ids", "first": 1, "last": 5002})
    assert answer["text"] == (
        "5,001 lines are too many to tick; filter or sample them to 5,000 or fewer."
    )


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 9), st.floats(), st.text(max_size=3),
    st.lists(st.integers(-1, 9) | st.text(max_size=3) | st.none(), max_size=3),
    st.dictionaries(st.sampled_from(["seed", "window", "by"]), st.integers(-1, 9), max_size=2),
)  # fmt: skip
ENTRIES = (
    "number", "numbers", "first", "last", "lines", "label", "note", "query", "arguments", "options",
    "to", "seen", "version",
)  # fmt: skip


@given(
    st.sampled_from(sorted(ANSWERS)),
    st.sampled_from(["sort", "group", "rank", "sample", "where", "filter", "slice", "within"]),
    st.dictionaries(st.sampled_from(ENTRIES), ANYTHING),
)
def test_whatever_is_asked_there_is_an_answer_and_no_fault(tmp_path_factory, ask, name, entries):
    path = tmp_path_factory.mktemp("any") / "peace.toml"
    path.write_text('[[code]]\ncode = "aim"\n', encoding="utf-8")
    corpus = dc.Corpus.from_texts({"d": "Peace now. We want peace."})
    browser = dc.browse(corpus, "peace", codebook=path, coder="A")
    answer = browser.answer({**entries, "ask": ask, "name": name, "id": 1})
    assert answer["id"] == 1
    assert "fault of discourse" not in answer.get("text", ""), answer["text"]
    json.dumps(answer)


def test_a_fault_is_told_to_the_page_which_would_wait_for_ever(lines, monkeypatch):
    def fail(browser, message):
        raise KeyError("x")

    monkeypatch.setitem(ANSWERS, "rows", fail)
    answer = dc.browse(lines).answer({"ask": "rows", "id": 3})
    assert answer == {
        "kind": "error",
        "text": "KeyError: 'x'; this is a fault of discourse, please report it.",
        "id": 3,
    }


def test_answers_are_what_json_can_hold(corpus, codebook, ask):
    browser = dc.browse(corpus, "peace", codebook=codebook, coder="A")
    ask(browser, "step", name="group", arguments=["R1"])
    lines = [browser.lines[0].line_id]
    given = {
        "rows": {"first": 0, "last": 5}, "step": {"name": "sort", "arguments": ["R1"]},
        "drop": {"number": 0}, "query": {"query": "peace"}, "expand": {"number": 0},
        "copy": {"numbers": [0]}, "code": {"lines": lines, "label": "aim"},
        "uncode": {"lines": lines}, "codes": {"lines": lines},
        "note": {"lines": lines, "note": "x"}, "uncoded": {"number": 0},
    }  # fmt: skip
    for question in ANSWERS:
        json.dumps(ask(browser, question, **given.get(question, {})))


@given(
    st.lists(st.sampled_from(["sort", "group", "rank", "shuffle", "filter", "drop"]), max_size=6)
)
def test_whatever_is_clicked_the_code_gives_the_lines_on_show(names):
    lines = dc.concordance(dc.Corpus.from_texts({"d": "x a x b. X a b x. B x a x"}), "x")
    browser = dc.browse(lines)
    given = {"sort": ["R1"], "group": ["L1"], "rank": ["a"], "shuffle": [], "filter": ["b"]}
    for name in names:
        if name == "drop":
            browser.answer({"ask": "drop", "number": 0})
        else:
            browser.answer({"ask": "step", "name": name, "arguments": given[name]})
    assert eval(browser.code, {"lines": lines}).hits.tolist() == browser.lines.hits.tolist()
    assert lines.steps == ()


def test_the_stored_table_is_that_of_the_lines_at_the_beginning(lines, ask):
    browser = dc.browse(lines)
    before = browser._repr_html_()
    ask(browser, "step", name="sort", arguments=["R1"])
    assert browser._repr_html_() == before == lines._repr_html_()
