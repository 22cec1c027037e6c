"""60 numbers in each format: the wrong ones are found, and no right one is accused."""

from collections import Counter, defaultdict

import pytest

from discourse.publish.manuscripts.checking import check_whole
from discourse.publish.manuscripts.claims_file import find_claims_file
from discourse.publish.manuscripts.proposing import ManuscriptBinding

ENDINGS = (".docx", ".odt", ".tex", ".md", ".qmd", ".html", ".pdf")
NUMBERS, WRONG = 60, 20


def bind(path, paper, gold, *, with_notes):
    """Bind the numbers of the right manuscript, as its author would."""
    waiting = defaultdict(list)
    for number in gold.numbers():
        waiting[number.in_note and with_notes, number.right].append(number)
    binding = ManuscriptBinding.of(path, paper)
    for each in binding.checked.numbers:
        in_note = each.number.passage.kind == "note"
        number = waiting[in_note, each.number.number.text].pop(0)
        if number.claim.startswith("exempt:"):
            binding.exempt(each, number.claim.removeprefix("exempt: "))
        elif number.claim not in ("", "="):
            binding.accept(each, number.claim)
    assert not any(waiting.values())


@pytest.fixture
def bound(tmp_path, paper, gold):
    """A function that writes the manuscript in a format, binds it, and plants wrong numbers."""

    def made(ending, *, wrong):
        path = gold.write(tmp_path / f"paper{ending}")
        bind(path, paper, gold, with_notes=ending in gold.WITH_NOTES)
        return gold.write(path, wrong=wrong)

    return made


def statuses(numbers):
    return Counter((each.number.number.text, each.status) for each in numbers)


def test_the_gold_manuscript_has_60_numbers_and_20_wrong_ones(gold):
    numbers = gold.numbers()
    assert len(numbers) == NUMBERS
    assert sum(number.right != number.wrong for number in numbers) == WRONG
    assert {number.status for number in numbers} == {"holds", "exempt", "unbound"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_right_number_is_accused(ending, bound, paper, gold):
    checked = check_whole(bound(ending, wrong=False), paper)
    assert statuses(checked.numbers) == Counter((n.right, n.status) for n in gold.numbers())


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_wrong_number_is_found_and_no_other(ending, bound, paper, gold):
    checked = check_whole(bound(ending, wrong=True), paper)
    expected = Counter(
        (n.wrong, n.status if n.right == n.wrong else "moved") for n in gold.numbers()
    )
    assert statuses(checked.numbers) == expected
    moved = [each for each in checked.numbers if each.status == "moved"]
    assert len(moved) == WRONG
    wanted = Counter(n.wrong for n in gold.numbers() if n.right != n.wrong)
    assert Counter(each.number.number.text for each in moved) == wanted


def test_claims_stand_beside_the_manuscript(bound, tmp_path):
    path = bound(".md", wrong=False)
    assert find_claims_file(path) == tmp_path / "paper.claims.toml"
    assert "[[number]]" in find_claims_file(path).read_text(encoding="utf-8")


def as_link(text, claim):
    """A number as in the Markdown of notebooks; a reason has no place there."""
    return text if claim.startswith("exempt:") else f"[{text}](# '{claim}')"


def as_macro(text, claim):
    name, said = ("exempt", claim[8:]) if claim.startswith("exempt:") else ("claim", claim)
    return rf"\{name}{{{text}}}{{{said}}}"


def as_comment(text, claim):
    said = claim if claim.startswith("exempt:") else f"claim: {claim}"
    return f"\u00ab{text}|{said}\u00bb"


INLINE = {
    ".md": as_link, ".qmd": as_link, ".ipynb": as_link, ".html": as_link, ".tex": as_macro,
    ".docx": as_comment, ".odt": as_comment,
}  # fmt: skip


@pytest.mark.parametrize("ending", INLINE)
@pytest.mark.parametrize("wrong", [False, True])
def test_numbers_bound_in_the_manuscript_need_no_file(ending, wrong, tmp_path, paper, gold):
    path = gold.write(tmp_path / f"paper{ending}", wrong=wrong, bound=INLINE[ending])
    checked = check_whole(path, paper)
    found = statuses(checked.numbers)
    expected = Counter()
    for number in gold.numbers():
        status = number.status
        if number.claim.startswith("exempt:") and INLINE[ending] is as_link:
            status = "unbound"
        if number.in_note and ending == ".docx" and status == "holds":
            status = "unbound"  # Word has no comments in notes
        elif wrong and number.right != number.wrong:
            status = "moved"
        expected[number.wrong if wrong else number.right, status] += 1
    assert found == expected
    assert not find_claims_file(path).exists()
