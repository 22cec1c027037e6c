"""Somebody decides on the page about lines that coders differ on."""

import pytest

import discourse as dc

CODINGS = {"A": ["aim", "aim", "state", "aim"], "B": ["aim", "state", "state", "state"]}


@pytest.fixture
def ids(lines):
    return lines.frame["line_id"].tolist()


@pytest.fixture
def coded(codebook, ids):
    """Of five lines, A and B have coded four, and differ on the second and the fourth."""
    for coder, labels in CODINGS.items():
        for line, label in zip(ids, labels, strict=False):
            dc.layers.code_file(codebook, coder).put(line, label)
    return codebook


@pytest.fixture
def browser(lines, coded):
    return dc.browse(lines, codebook=coded, coder="A", decides=True)


def decisions(codebook):
    return dc.layers.code_file(codebook, "A", decides=True).read()


def test_one_key_decides_a_line_and_the_codes_of_all_coders_are_shown(browser, ids, coded, ask):
    desk = ask(browser, "setup")["desk"]
    assert (desk["decides"], desk["coder"], desk["file"]) == (True, "A", "peace.decided.csv")
    shown = ask(browser, "rows", first=0, last=5)["codes"]
    assert shown[ids[1]] == [[], "", {"A": ["aim"], "B": ["state"]}]
    answer = ask(browser, "code", lines=[ids[1]], label="state")
    assert answer["codes"] == {ids[1]: [["state"], "", {"A": ["aim"], "B": ["state"]}]}
    ask(browser, "note", lines=[ids[1]], note="why")
    assert (coded.parent / "peace.decided.csv").read_text("utf-8").splitlines() == [
        "line_id,label,note,decided_by", f"{ids[1]},state,why,A",
    ]  # fmt: skip
    layer = dc.layers.codes(dc.Corpus(browser.lines.store), coded)[0]
    row = layer.table.set_index("line_id").loc[ids[1]]
    assert row.tolist() == ["state", "why", "A, B", "A"]
    ask(browser, "undo")
    assert ask(browser, "undo")["codes"] == {ids[1]: [[], "", {"A": ["aim"], "B": ["state"]}]}
    assert decisions(coded) == {}


def test_the_lines_to_decide_are_found_counted_and_kept(browser, lines, ids, coded, ask):
    assert ask(browser, "state")["coded"] == 5 - 2
    assert ask(browser, "uncoded", number=0)["number"] == 1
    assert ask(browser, "code", lines=[ids[1]], label="aim")["coded"] == 5 - 1
    assert ask(browser, "uncoded", number=0)["number"] == 3
    condition = ask(browser, "setup")["desk"]["open"]
    assert condition == 'peace = "" & peace_A != ""'
    ask(browser, "step", name="where", arguments=[condition])
    assert browser.lines.frame["line_id"].tolist() == [ids[3]]
    ask(browser, "code", lines=[ids[3]], label="aim")
    assert browser.answer({"ask": "uncoded", "number": 0})["text"] == "no line is left to decide."
    # The same step can be taken of a corpus that has the layers.
    corpus = dc.Corpus(lines.store).with_layer(*dc.layers.codes(dc.Corpus(lines.store), coded))
    assert len(dc.concordance(corpus, "peace").where(condition)) == 0


def test_with_three_coders_a_line_that_any_two_differ_on_is_kept(lines, ids, coded, ask):
    dc.layers.code_file(coded, "C").put([ids[0], ids[4]], "state")
    dc.layers.code_file(coded, "B").put(ids[4], "aim")
    browser = dc.browse(lines, codebook=coded, coder="C", decides=True)
    ask(browser, "step", name="where", arguments=[ask(browser, "setup")["desk"]["open"]])
    assert browser.lines.frame["line_id"].tolist() == [ids[0], ids[1], ids[3], ids[4]]


def test_disputed_lines_of_agreement_are_decided(lines, ids, coded, ask):
    corpus = dc.Corpus(lines.store)
    corpus = corpus.with_layer(*dc.layers.codes(corpus, coded))
    disputed = dc.lines(corpus, dc.agreement(corpus, "peace").iloc[0])
    browser = dc.browse(disputed, codebook=coded, coder="A", decides=True)
    assert [browser.lines[n].line_id for n in range(2)] == [ids[1], ids[3]]
    ask(browser, "code", lines=[ids[1], ids[3]], label="aim")
    assert dc.layers.revision(disputed, coded).empty is False  # the lines outside, and no other
    assert "disputed" not in set(dc.layers.revision(lines, coded)["status"])


def test_a_line_on_which_coders_agree_is_not_decided(browser, ids, coded, ask):
    for lines in ([ids[0]], [ids[1], ids[0]], [ids[4]]):
        answer = browser.answer({"ask": "code", "lines": lines, "label": "state"})
        assert answer["text"] == (
            f"coders do not differ on 1 line of these, such as {lines[-1]}, so there is nothing to "
            "decide; choose lines with different codes."
        )
    assert decisions(coded) == {}


def test_a_decision_that_is_outdated_is_listed_and_can_be_removed(browser, ids, coded, ask):
    ask(browser, "code", lines=[ids[1]], label="state")
    dc.layers.code_file(coded, "B").put(ids[1], "aim")
    answer = ask(browser, "revision")
    assert answer["outdated"] == {"total": 1, "rows": [[1, ids[1], "A, B", "state", "aim"]]}
    assert answer["disputed"] == {"total": 1, "rows": [[3, ids[3], "A: aim ≠ B: state"]]}
    assert answer["uncoded"] is None
    ask(browser, "uncode", lines=[ids[1]])
    assert ask(browser, "revision")["outdated"]["total"] == 0


def test_what_cannot_be_decided_is_refused(lines, codebook, coded):
    with pytest.raises(dc.DiscourseError, match="leave blind=True or decides=True out"):
        dc.browse(lines, codebook=coded, coder="A", blind=True, decides=True)
    with pytest.raises(dc.DiscourseError, match="decides=True is for a coder; give codebook="):
        dc.browse(lines, decides=True)
    with pytest.raises(dc.DiscourseError, match="coder='A' as well"):
        dc.browse(lines, codebook=coded, decides=True)
    (coded.parent / "peace.B.csv").write_text("no,codes\n", encoding="utf-8")
    with pytest.raises(dc.DiscourseError, match=r"peace\.B\.csv, line 1: the columns are no"):
        dc.browse(lines, codebook=coded, coder="A", decides=True)
    for coder in CODINGS:
        (coded.parent / f"peace.{coder}.csv").unlink()
    with pytest.raises(dc.DiscourseError, match=r"no coder has a file beside peace\.toml, so"):
        dc.browse(lines, codebook=coded, coder="A", decides=True)
