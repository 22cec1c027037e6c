import threading

import pandas as pd
import pytest

import discourse as dc

LOST = f"{'0' * 12}:0-5"


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
    _, own = dc.layers.codes(dc.Corpus(lines.store), codebook)
    coded = dc.Corpus(lines.store).with_layer(own)
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


def test_a_blind_coder_asks_in_vain_for_the_codes_of_others(corpus, ids, codebook, ask):
    dc.layers.code_file(codebook, "A").put(ids[:2], "state")
    other = dc.Layer("topic", dc.layers.codes(corpus, codebook)[1].table, {"coder": "A"})
    coded = corpus.with_layer(*dc.layers.codes(corpus, codebook), other)
    blind = dc.browse(coded, "peace", codebook=codebook, coder="B", blind=True, seed=1)
    ask(blind, "code", lines=ids[:1], label="aim")
    for condition in ('peace_B != "" & peace_A = "state"', 'peace = "state"', 'topic = "state"'):
        answer = blind.answer({"ask": "step", "name": "where", "arguments": [condition]})
        assert answer["kind"] == "error"
        answer = blind.answer({"ask": "query", "query": f"peace :: {condition}"})
        assert answer["kind"] == "error"
    for name in ("sort", "group"):
        answer = blind.answer({"ask": "step", "name": name, "arguments": ["peace_A"]})
        assert answer["kind"] == "error"
    assert ask(blind, "step", name="where", arguments=['peace_B != ""'])["total"] == 1
    seen = dc.browse(coded, "peace", codebook=codebook, coder="B")
    assert ask(seen, "step", name="where", arguments=['peace_A = "state"'])["total"] == 2


def test_what_is_no_code_of_another_coder_stays_for_a_blind_one(corpus, ids, codebook, ask):
    corpus = corpus.with_metadata(pd.DataFrame({"document": ["d"], "peace_of": ["a"]}))
    spans = pd.DataFrame({"line_id": ids[:1], "label": ["x"]})
    layers = [
        dc.Layer("peace_rule", spans, {"maker": "my rule"}),
        dc.Layer("peace_A", spans),
        dc.Layer("peaces", spans),
    ]
    blind = dc.browse(
        corpus.with_layer(*layers), "peace", codebook=codebook, coder="B", blind=True
    )  # fmt: skip
    assert ask(blind, "setup")["parts"] == [
        "document", "section", "peace_of", "peace_rule", "peaces",
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["renamed", "of another program", "without a record"])
def test_the_codes_of_another_coder_are_hidden_whatever_their_layer_is_called(
    corpus, ids, codebook, how
):
    dc.layers.code_file(codebook, "A").put(ids[:2], "state")
    given = dc.layers.codes(corpus, codebook)[1]
    table, about = given.table, dict(given.about)
    if how == "without a record":
        table, about = table[["line_id", "label"]], {}
    elif how == "of another program":
        table, about = table.assign(label="goals > x", coder="Ann"), {"maker": "REFI-QDA"}
    coded = corpus.with_layer(dc.Layer("mine", table, about))
    blind = dc.browse(coded, "peace", codebook=codebook, coder="B", blind=True)
    assert list(blind.lines.store.layers) == []
    answer = blind.answer({"ask": "query", "query": "<mine/>"})
    assert answer["text"] == (
        "'<mine/>' names mine, which a blind coder must not see; write a query without."
    )


@pytest.mark.parametrize(
    "query",
    [
        "rights within peace_A", '"rights" within peace_A', "<peace_A/>", "peace !within <peace/>",
        'rights :: peace_A = "aim"', 'rights :: peace != "aim"', 'rights :: peace in ("aim")',
        '<s/> containing peace_A', '<peace label="aim"/>', '"rights" </peace_A>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("has_layers", [True, False])
def test_a_query_of_a_blind_coder_for_hidden_codes_is_refused_and_finds_no_nothing(
    corpus, ids, codebook, query, has_layers
):
    dc.layers.code_file(codebook, "A").put(ids[:2], "state")
    if has_layers:
        corpus = corpus.with_layer(*dc.layers.codes(corpus, codebook))
    options = {"codebook": codebook, "coder": "B", "blind": True}
    with pytest.raises(dc.DiscourseError, match="which a blind coder must not see; write a query"):
        dc.browse(corpus, query, **options)
    blind = dc.browse(corpus, "peace", **options)
    for question in (
        {"ask": "query", "query": query},
        {"ask": "step", "name": "filter", "arguments": [query]},
        {"ask": "step", "name": "where", "arguments": [query.rpartition(":: ")[2]]},
    ):
        assert "a blind coder must not see" in blind.answer(question)["text"]


def test_a_word_that_is_spelt_like_a_hidden_layer_can_be_asked_for(corpus, codebook, ask):
    blind = dc.browse(corpus, "peace", codebook=codebook, coder="B", blind=True)
    for query in ("peace", "law|peace", "peace in our time", '"peace"%c "and"', '[lower="peace"]'):
        ask(blind, "query", query=query)
    ask(blind, "step", name="filter", arguments=["peace"])
    ask(blind, "step", name="where", arguments=['peace_B = ""'])


def test_a_line_of_another_text_is_not_saved(lines, codebook):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    for question in ({"ask": "code", "label": "aim"}, {"ask": "note", "note": "x"}):
        answer = browser.answer({**question, "lines": [LOST]})
        assert answer["kind"] == "error"
        assert answer["text"].startswith(f"{LOST} is of no text of the corpus")
    assert not (codebook.parent / "peace.A.csv").exists()


def test_the_page_learns_that_the_codebook_has_changed(lines, ids, codebook, ask):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    assert ask(browser, "code", lines=ids[:1], label="aim")["has_new_codebook"] is False
    text = codebook.read_text(encoding="utf-8")
    codebook.write_text(text.replace("What is wanted.", "A wish."), encoding="utf-8")
    assert ask(browser, "codes", lines=ids[:1])["has_new_codebook"] is True
    codebook.write_text(text, encoding="utf-8")
    assert ask(browser, "codes", lines=ids[:1])["has_new_codebook"] is False
    codebook.unlink()
    assert ask(browser, "codes", lines=ids[:1])["has_new_codebook"] is True


def find_lines(coded, way):
    """Lines that one coder has chosen or ordered."""
    return {
        "grouped": lambda: dc.concordance(coded, "peace").group("peace_A"),
        "sorted": lambda: dc.concordance(coded, "peace").sort("peace"),
        "kept": lambda: dc.concordance(coded, "peace").where('peace_A = "state"'),
        "ranked": lambda: dc.concordance(coded, "peace").rank("rights :: peace_A = 'state'"),
        "shown": lambda: dc.concordance(coded, "peace").with_columns("peace_A"),
        "found": lambda: dc.concordance(coded, 'peace :: peace_A = "state"'),
        "subset": lambda: dc.concordance(coded.only("peace_A"), "peace"),
        "joined": lambda: dc.concordance(coded.joined("peace_A"), "peace"),
    }[way]()


@pytest.mark.parametrize(
    "way", ["grouped", "sorted", "kept", "ranked", "shown", "found", "subset", "joined"]
)
def test_lines_that_show_codes_of_others_are_refused_for_a_blind_coder(
    corpus, ids, codebook, way
):  # fmt: skip
    dc.layers.code_file(codebook, "A").put(ids[:2], "state")
    lines = find_lines(corpus.with_layer(*dc.layers.codes(corpus, codebook)), way)
    dc.browse(lines, codebook=codebook, coder="B")
    with pytest.raises(dc.DiscourseError) as error:
        dc.browse(lines, codebook=codebook, coder="B", blind=True)
    assert str(error.value) == (
        "these lines were found, chosen or ordered by what a blind coder must not see (peace, "
        "peace_A); give lines that were not, such as dc.concordance(corpus, query)."
    )


def test_lines_of_a_coded_corpus_are_blind_in_a_corpus_without_the_codes(
    corpus, lines, ids, codebook
):  # fmt: skip
    for coder in "AB":
        dc.layers.code_file(codebook, coder).put(ids[:2], "state")
    coded = corpus.with_layer(*dc.layers.codes(corpus, codebook))
    given = dc.concordance(coded, "peace").sort("R1").group("node")
    blind = dc.browse(given, codebook=codebook, coder="B", blind=True)
    assert list(blind.lines.store.layers) == ["peace_B"]
    own = corpus.with_layer(coded.layer("peace_B"))
    again = dc.concordance(own, "peace").sort("R1").group("node").shuffle(seed=0)
    assert blind.lines.frame.equals(again.frame)
    assert blind.lines.frame.attrs == again.frame.attrs
    assert list(given.store.layers) == ["peace", "peace_A", "peace_B"]


def test_a_blind_coder_cannot_take_back_the_random_order(lines, codebook, ask):
    blind = dc.browse(lines.sort("R1"), codebook=codebook, coder="B", blind=True, n=4, seed=3)
    before = blind.lines.hits.tolist()
    assert ask(blind, "state")["steps"] == []
    assert blind.answer({"ask": "drop", "number": 0})["kind"] == "error"
    ask(blind, "step", name="sort", arguments=["R1"])
    ask(blind, "drop", number=0)
    assert blind.lines.hits.tolist() == before
    assert blind.code == "lines.sample(4, seed=3).shuffle(seed=3)"


def test_each_query_of_a_blind_coder_gives_lines_in_a_random_order(corpus, lines, codebook, ask):
    blind = dc.browse(corpus, codebook=codebook, coder="B", blind=True, seed=3)
    assert ask(blind, "query", query="peace")["code"] == (
        "dc.concordance(corpus, 'peace').shuffle(seed=3)"
    )
    assert blind.lines.hits.tolist() == lines.shuffle(seed=3).hits.tolist() != lines.hits.tolist()
    drawn = dc.browse(corpus, "law", codebook=codebook, coder="B", blind=True, n=3, seed=3)
    state = ask(drawn, "query", query="peace")
    assert (state["total"], state["steps"]) == (3, [])
    assert state["code"] == "dc.concordance(corpus, 'peace').sample(3, seed=3).shuffle(seed=3)"
    assert ask(dc.browse(corpus, n=3, seed=3), "query", query="peace")["total"] == 3


def test_uncoded_lines_are_found_where_other_lines_are_lost_or_other_files_are_broken(
    lines, ids, codebook, ask
):
    dc.layers.code_file(codebook, "A").put([LOST, *ids[:2]], "aim")
    dc.layers.code_file(codebook, "C").put([LOST, ids[0]], "state")
    (codebook.parent / "peace.B.csv").write_text(f"line_id,label\n{ids[0]},zz\n", encoding="utf-8")
    own = dc.browse(lines, codebook=codebook, coder="A")
    assert ask(own, "step", name="where", arguments=['peace_A = ""'])["total"] == 3
    assert ask(own, "step", name="where", arguments=['peace_C = ""'])["total"] == 3
    blind = dc.browse(lines, codebook=codebook, coder="D", blind=True)
    assert ask(blind, "step", name="where", arguments=['peace_D = ""'])["total"] == 5
    broken = dc.browse(lines, codebook=codebook, coder="A")
    (codebook.parent / "peace.A.csv").write_text(f"line_id,label\n{ids[0]},zz\n", encoding="utf-8")
    answer = broken.answer({"ask": "step", "name": "where", "arguments": ['peace_A = ""']})
    assert answer["text"].startswith("peace.A.csv, line 2: ")


def test_a_code_given_to_ticked_lines_is_one_change(lines, ids, several, ask):
    browser = dc.browse(lines, codebook=several, coder="A")
    ask(browser, "code", lines=ids[:1], label="state")
    ask(browser, "code", lines=ids[3:4], label="state")
    ask(browser, "code", lines=ids[:3], label="aim")
    assert len(saved(several.parent)) == 1 + 5
    answer = ask(browser, "undo")
    assert sorted(answer["lines"]) == ids[:3]
    assert answer["number"] == 0
    assert saved(several.parent) == [
        "line_id,label,note", f"{ids[0]},state,", f"{ids[3]},state,",
    ]  # fmt: skip
    assert ask(browser, "undo")["number"] == 3
    assert ask(browser, "undo")["number"] == 0
    assert ask(browser, "undo")["number"] is None


def test_what_is_taken_back_may_be_of_a_line_that_is_not_on_show(lines, ids, codebook, ask):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    ask(browser, "code", lines=ids[:1], label="aim")
    ask(browser, "step", name="where", arguments=['peace_A = ""'])
    answer = ask(browser, "undo")
    assert (answer["lines"], answer["number"]) == (ids[:1], None)


def test_two_browsers_lose_nothing(lines, ids, codebook, ask):
    one, two = (dc.browse(lines, codebook=codebook, coder="A") for _ in range(2))
    for number, line_id in enumerate(ids):
        ask((one, two)[number % 2], "code", lines=[line_id], label=("aim", "state")[number % 2])
    assert len(saved(codebook.parent)) == 1 + len(ids)
    both = [ask(each, "codes", lines=ids)["codes"] for each in (one, two)]
    assert both[0] == both[1]
    assert [both[0][each][0] for each in ids] == [["aim"], ["state"], ["aim"], ["state"], ["aim"]]


def test_a_key_adds_or_takes_away_by_what_the_coder_has_seen(lines, ids, several, ask):
    one, two = (dc.browse(lines, codebook=several, coder="A") for _ in range(2))
    ask(one, "code", lines=ids[:1], label="aim", seen={ids[0]: []})
    answer = ask(two, "code", lines=ids[:1], label="aim", seen={ids[0]: []})
    assert answer["codes"][ids[0]][0] == ["aim"]
    ask(one, "code", lines=ids[:1], label="state", seen={ids[0]: ["aim"]})
    answer = ask(two, "code", lines=ids[:1], label="aim", seen={ids[0]: ["aim"]})
    assert answer["codes"][ids[0]][0] == ["state"]


def test_no_code_is_replaced_or_taken_away_that_the_coder_has_not_seen(lines, ids, codebook, ask):
    one, two = (dc.browse(lines, codebook=codebook, coder="A") for _ in range(2))
    ask(one, "code", lines=ids[:1], label="aim", seen={ids[0]: []})
    seen = {line_id: [] for line_id in ids}
    for question in ({"ask": "code", "label": "state"}, {"ask": "uncode"}):
        answer = two.answer({**question, "lines": ids, "seen": seen})
        assert answer["text"] == (
            f"another page has coded {ids[0]} as aim meanwhile; look at it, and press the key "
            "again."
        )
        assert saved(codebook.parent) == ["line_id,label,note", f"{ids[0]},aim,"]
    assert ask(two, "code", lines=ids[:1], label="aim", seen=seen)["coded"] == 1
    ask(two, "code", lines=ids[:1], label="state", seen={ids[0]: ["aim"]})
    assert saved(codebook.parent)[1:] == [f"{ids[0]},state,"]
    ask(two, "uncode", lines=ids[:1], seen={ids[0]: ["state"]})
    assert saved(codebook.parent)[1:] == []


def test_no_note_is_replaced_that_the_coder_has_not_seen(lines, ids, codebook, ask):
    one, two = (dc.browse(lines, codebook=codebook, coder="A") for _ in range(2))
    ask(one, "note", lines=ids[:1], note="first", seen="")
    answer = two.answer({"ask": "note", "lines": ids[:1], "note": "second", "seen": ""})
    assert answer["text"] == (
        "another page has written the note 'first' on this line meanwhile; look at it, and write "
        "yours again."
    )
    ask(two, "note", lines=ids[:1], note="second", seen="first")
    assert saved(codebook.parent)[1:] == [f"{ids[0]},,second"]


def test_codes_and_notes_of_one_line_at_once_lose_nothing(several, lines, ask):
    text = lines[0].line_id.partition(":")[0]
    ids = [f"{text}:{number}-{number + 1}" for number in range(25)]
    one, two, three = (dc.browse(lines, codebook=several, coder="A") for _ in range(3))

    def code(browser, question, **given):
        for line_id in ids:
            ask(browser, question, lines=[line_id], **given)

    threads = [
        threading.Thread(target=code, args=(one, "code"), kwargs={"label": "aim"}),
        threading.Thread(target=code, args=(two, "code"), kwargs={"label": "state"}),
        threading.Thread(target=code, args=(three, "note"), kwargs={"note": "x"}),
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    codings = dc.layers.code_file(several, "A").read()
    assert {coding.labels for coding in codings.values()} == {("aim", "state")}
    assert {coding.note for coding in codings.values()} == {"x"}
    assert list(codings) == ids


def test_degrees_are_sorted_and_grouped_as_the_codebook_orders_them(lines, ids, tmp_path, ask):
    book = tmp_path / "grade.toml"
    codes = "".join(f'[[code]]\ncode = "{code}"\n' for code in ("weak", "medium", "strong"))
    book.write_text(f"ordered = true\n{codes}", encoding="utf-8")
    browser = dc.browse(lines, codebook=book, coder="A")
    for line_id, label in zip(ids, ["strong", "medium", "weak", "medium"], strict=False):
        ask(browser, "code", lines=[line_id], label=label)
    ask(browser, "step", name="sort", arguments=["grade_A"])
    found = browser.lines.frame["line_id"].tolist()
    assert found == [ids[4], ids[2], ids[1], ids[3], ids[0]]
    state = ask(browser, "step", name="group", arguments=["grade_A"])
    assert [row[:2] for row in state["groups"]["rows"]] == [
        ["", 1], ["weak", 1], ["medium", 2], ["strong", 1],
    ]  # fmt: skip


def test_a_code_that_the_codebook_has_no_more_is_refused(lines, ids, codebook, ask):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    text = codebook.read_text(encoding="utf-8")
    codebook.write_text(text.replace("What is wanted.", "A wish."), encoding="utf-8")
    ask(browser, "code", lines=ids[:1], label="aim")
    before = saved(codebook.parent)
    for changed in (text.replace('"aim"', '"goal"'), f"several = true\n{text}"):
        codebook.write_text(changed, encoding="utf-8")
        answer = browser.answer({"ask": "code", "lines": ids[1:2], "label": "aim"})
        assert answer["text"] == (
            "peace.toml has changed since these lines were opened; run the cell again to code them "
            "with it as it is now."
        )
        assert saved(codebook.parent) == before
    codebook.unlink()
    answer = browser.answer({"ask": "code", "lines": ids[1:2], "label": "aim"})
    assert answer["text"].endswith("peace.toml cannot be read (No such file or directory).")


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


def test_a_code_that_the_codebook_has_not_any_more_is_not_taken_back_to(lines, codebook, ask):
    browser = dc.browse(lines, codebook=codebook, coder="A")
    first = lines[0].line_id
    ask(browser, "code", lines=[first], label="aim")
    ask(browser, "code", lines=[first], label="state")
    codebook.write_text('[[code]]\ncode = "state"\n')
    answer = browser.answer({"ask": "undo", "id": "2"})
    assert answer["kind"] == "error"
    assert "cannot be taken back" in answer["text"]
    assert dc.layers.code_file(codebook, "A").read()[first].labels == ("state",)
    ask(browser, "rows", first=0, last=2)
