"""Claims are proposed with their lines, the likeliest first, and none is accepted unseen."""

import json

import pytest

from discourse.cli.dialogue import ask_about_numbers
from discourse.publish.manuscripts.checking import check_whole
from discourse.publish.manuscripts.proposing import (
    ManuscriptBinding,
    report_proposals,
    table_of_proposals,
)


@pytest.fixture
def binding(tmp_path, paper):
    """A function that begins to bind a source in Markdown."""

    def made(source):
        path = tmp_path / "paper.md"
        path.write_text(source, encoding="utf-8")
        return ManuscriptBinding.of(path, paper)

    return made


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("*Rights* has 28 hits.", "rights"),
        ("The phrase community of shared future has 7 hits.", "community of shared future"),
        ("It has 1,384 tokens.", "corpus; tokens"),
        ('Of *rights*, 14 hits are in section 3.', 'rights :: section = "3"'),
        ("Of *cooperation*, half of the hits are in section 5.",
         'cooperation :: section = "5" / cooperation'),
        ("*Future* has a DP of 0.76.", "dispersion; future; dp"),
        ("*Rights* occurs 20.2 times per thousand words.", "frequencies; rights; per_thousand"),
        ("Human rights are named 18 times.", "human rights"),
        ("| word | hits |\n|--|--|\n| cooperation | 12 |", "cooperation"),
        ("| word | DP |\n|--|--|\n| china | 0.25 |", "dispersion; china; dp"),
    ],
)  # fmt: skip
def test_the_likeliest_claim_is_the_one_that_is_meant(source, first, binding):
    begun = binding(source)
    (each,) = begun.open_numbers
    found = begun.candidates(each)
    assert found[0].claim == first
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_each_candidate_gives_the_number_and_brings_its_lines(binding):
    begun = binding("*Rights* has 28 hits, and *utopia* has 99.")
    table = table_of_proposals(begun)
    rights, utopia = (table[table["number"] == number] for number in ("28", "99"))
    assert set(rights["value"]) == {28.0}
    assert rights["lines"].iloc[0] == len(rights["line_ids"].iloc[0].split()) == 28
    assert utopia["claim"].tolist() == [""]


def test_proposals_for_tools_hold_what_the_file_of_claims_needs(binding, tmp_path, paper):
    report = report_proposals(binding("*Rights* has 28 hits."))
    assert json.loads(json.dumps(report)) == report
    (number,) = report["numbers"]
    entry = {**number["entry"], "claim": number["candidates"][0]["claim"]}
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in entry.items())
    (tmp_path / "paper.claims.toml").write_text(f"[[number]]\n{lines}\n", encoding="utf-8")
    assert [each.status for each in check_whole(tmp_path / "paper.md", paper).numbers] == ["holds"]


def dialogue(binding, *answers):
    said, waiting = [], iter(answers)

    def ask(prompt):
        said.append(prompt)
        answer = next(waiting, None)
        if answer is None:
            raise EOFError
        return answer

    return ask_about_numbers(binding, ask, said.append, 80), "\n".join(said)


SOURCE = "*Rights* has 28 hits. *China* has 26 hits. It had 9 readers. It has 475 types."


def test_the_dialogue_binds_exempts_skips_and_ends(binding, tmp_path, paper):
    begun = binding(SOURCE)
    answered, said = dialogue(begun, "1", "c china", "y", "e counted by hand", "s")
    assert answered == 3
    checked = check_whole(tmp_path / "paper.md", paper)
    assert [(each.number.number.text, each.status) for each in checked.numbers] == [
        ("28", "holds"), ("26", "moved"), ("9", "exempt"), ("475", "unbound"),
    ]  # fmt: skip
    assert checked.numbers[2].found == "counted by hand"
    assert "china: moved: 25 (26)" in said


@pytest.mark.parametrize(
    "answers", [[], ["q"], ["", "x", "0", "99", "e", "c", "y", "q"], ["c a", "n"]]
)
def test_nothing_is_bound_without_a_choice(answers, binding, tmp_path):
    begun = binding(SOURCE)
    answered, _ = dialogue(begun, *answers)
    assert answered == 0
    assert not (tmp_path / "paper.claims.toml").exists()


def test_a_claim_that_gives_no_number_is_not_offered_for_binding(binding, tmp_path):
    answered, said = dialogue(binding(SOURCE), "c heron; x", "q")
    assert (answered, "bind it?" in said) == (0, False)
    assert "no lines" in said
    assert not (tmp_path / "paper.claims.toml").exists()


def test_a_claim_about_a_stretch_says_so(binding):
    _, said = dialogue(binding("There are 2 texts."), "c corpus; documents", "n", "q")
    assert "(a stretch of text)" in said
    assert "bind it?" in said


def test_the_lines_of_a_claim_are_seen_before_it_is_accepted(binding):
    _, said = dialogue(binding(SOURCE), "l 1", "q")
    assert said.count("[rights]") + said.count("[Rights]") >= 28


def test_a_claim_whose_sentence_is_gone_can_be_dropped(binding, tmp_path, paper):
    begun = binding("*Rights* has 28 hits.")
    dialogue(begun, "1")
    again = binding("Another text, without numbers.")
    answered, said = dialogue(again, "d")
    assert (answered, "this sentence is gone" in said) == (1, True)
    assert again.checked.file.claims == ()


@pytest.mark.parametrize(
    ("source", "number", "claim"),
    [
        ("*International* is more frequent than *china*.", "more", "international > china"),
        ("*China* is less frequent than *rights*.", "less", "china < rights"),
        ("*International* is the most frequent of them.", "most", ""),
        ("*The* is the most frequent word.", "most", "frequencies; the; count is highest"),
        ("*Commercial* is found only in section 4.", "only",
         'commercial :: section = "4" == commercial'),
        ("*International* occurs as often as *rights*.", "as often as",
         "international == rights"),
        ("*China* occurs as often as *rights*.", "as often as", ""),
        ("*China* never has *utopia*.", "never", "utopia == 0"),
    ],
)  # fmt: skip
def test_words_of_degree_are_proposed_where_a_claim_holds(source, number, claim, binding):
    begun = binding(source)
    found = {
        each.number.number.text: [c.claim for c in begun.candidates(each)]
        for each in begun.open_numbers
    }
    assert (claim in found[number]) if claim else (number not in found)


def test_a_word_of_degree_is_bound_as_a_number_is(binding, tmp_path, paper):
    begun = binding("*International* is more frequent than *china*, which has 25 hits.")
    assert dialogue(begun, "1", "1")[0] == 2
    checked = check_whole(tmp_path / "paper.md", paper)
    assert [(each.claim, each.status) for each in checked.numbers] == [
        ("international > china", "holds"), ("china", "holds"),
    ]  # fmt: skip
    assert checked.numbers[0].lines.total == 28 + 25


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("*Rights* makes up 2.0 % of the tokens.", "rights / corpus; tokens"),
        ("*China* accounts for 1.8 per cent of all words.", "china / corpus; tokens"),
        ("The ratio of types to tokens is 0.34.", "corpus; types / corpus; tokens"),
        ("The word *rights* occurs often in 1 text.", "corpus; documents"),
    ],
)
def test_shares_and_totals_are_proposed_by_what_the_sentence_asks_for(source, first, binding):
    begun = binding(source)
    numbers = [each for each in begun.open_numbers if not each.number.is_degree]
    assert begun.candidates(numbers[-1])[0].claim == first


def test_twice_is_a_ratio_of_two_words(binding):
    begun = binding("*Cooperation* is found twice as often as *judicial*.")
    (each,) = [each for each in begun.open_numbers if each.number.number.text == "twice"]
    assert "cooperation / judicial" in [c.claim for c in begun.candidates(each)]


def test_a_wrong_number_is_shown_what_its_words_give(binding):
    begun = binding("*Rights* has 26 hits.")
    (each,) = begun.open_numbers
    last = begun.candidates(each)[-1]
    assert (last.claim, last.value, last.gives) == ("rights", 28, False)
    assert "rights: 28, lines 28 (the text says 26)" in dialogue(begun, "q")[1]
    assert all(c.gives for c in begun.candidates(each)[:-1])
