"""Claims find their sentences again, or say that these are gone."""

import pytest

from discourse.publish.manuscripts.checking import check_whole
from discourse.publish.manuscripts.claims_file import FiledClaim
from discourse.publish.manuscripts.manuscript_numbers import digest_of_text
from discourse.publish.manuscripts.proposing import ManuscriptBinding

FIRST = "The word *rights* has 28 hits.\n"


@pytest.fixture
def bound(tmp_path, paper):
    """A function that binds the unbound numbers of a source to claims, in their order."""

    def made(source, *claims):
        path = tmp_path / "paper.md"
        path.write_text(source, encoding="utf-8")
        binding = ManuscriptBinding.of(path, paper)
        for each, claim in zip(binding.open_numbers, claims, strict=True):
            binding.accept(each, claim)
        return path

    return made


def check(path, source, paper):
    path.write_text(source, encoding="utf-8")
    return [
        (each.number and each.number.number.text, each.status)
        for each in check_whole(path, paper).numbers
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (FIRST, [("28", "holds")]),
        ("The word *rights* has 27 hits.\n", [("27", "moved")]),
        ("The word *rights* has twenty-eight hits.\n", [("twenty-eight", "holds")]),
        ("Some words before.\n\nThe  word\nrights has 28 hits.\n", [("28", "holds")]),
        ("The two words *rights* have 28 hits.\n", [("two", "unbound"), ("28", "lost")]),
        ("Another text.\n", [(None, "lost")]),
    ],
)
def test_a_claim_finds_its_sentence_or_is_lost(source, expected, bound, paper):
    assert check(bound(FIRST, "rights"), source, paper) == expected


def test_a_lost_claim_names_the_nearest_sentence(bound, paper):
    path = bound(FIRST, "rights")
    path.write_text("In all, the word *rights* has 28 hits here.\n", encoding="utf-8")
    (lost,) = check_whole(path, paper).numbers
    assert (lost.status, lost.claim) == ("lost", "rights")
    assert lost.found == "In all, the word rights has 28 hits here."
    binding = ManuscriptBinding.of(path, paper)
    (each,) = binding.open_numbers
    assert binding.candidates(each)[0].claim == "rights"
    binding.accept(each, "rights")
    assert [each.status for each in check_whole(path, paper).numbers] == ["holds"]
    assert len(binding.checked.file.claims) == 1


def test_sentences_that_differ_in_their_numbers_keep_their_claims(bound, paper):
    twice = "It has 28 hits.\n\nIt has 25 hits.\n\nIt has 28 hits.\n"
    path = bound(twice, "rights", "china", "international")
    words = "Of *rights*, *china*, *international*.\n"
    assert check(path, f"{words}\n{twice}", paper) == [(n, "holds") for n in ("28", "25", "28")]
    moved = twice.replace("25", "28", 1).replace("28", "27", 1)
    assert check(path, f"{words}\n{moved}", paper)[0] == ("27", "moved")


def test_a_label_is_part_of_the_sentence():
    one, two = (digest_of_text(f"Section {n} has 7 hits.") for n in (1, 2))
    assert one != two
    assert one == digest_of_text("Section 1 has 9 hits.")


def test_claims_written_by_hand_need_no_digest(tmp_path, paper):
    path = tmp_path / "paper.md"
    path.write_text("| word | hits |\n|--|--|\n| rights | 28 |\n", encoding="utf-8")
    (tmp_path / "paper.claims.toml").write_text(
        "[[number]]\nsentence = '28'\nbeside = 'rights | hits'\nnumber = '28'\nclaim = 'rights'\n",
        encoding="utf-8",
    )
    assert [each.status for each in check_whole(path, paper).numbers] == ["holds"]


@pytest.mark.parametrize(
    ("source", "sentence", "number"),
    [
        ("It has 1\u00a0384 words.\n", "It has 1 384 words.", "1 384"),
        ("It has 1\u00a0384 words.\n", "It has 1\u00a0384 words.", "1\u00a0384"),
        ("It has 1\u2009384 words.\n", "It has 1 384 words.", "1\u2009384"),
        ("It has 1\u202f384 words in **it**.\n", "It has 1 384 words in it.", "1,384"),
        ("*It* has 1,384 words.\n", "*It* has 1,384 words.", "1,384"),
        ("*It* has 1,384 words.\n", "*It* has 1,380 words.", "1,380"),
        ("It has 1,384 words.\n", "It has [1,384](# 'corpus; tokens') words.", "1,384"),
    ],
)
def test_a_sentence_of_the_file_is_found_whatever_its_spaces_and_marks(
    source, sentence, number, tmp_path, paper
):
    (tmp_path / "paper.claims.toml").write_text(
        f'[[number]]\nsentence = "{sentence}"\nnumber = "{number}"\nclaim = "corpus; tokens"\n',
        encoding="utf-8",
    )
    ((_, status),) = check(tmp_path / "paper.md", source, paper)
    assert status == "holds"


def test_a_filed_claim_is_what_the_file_says(bound, paper):
    path = bound('It has "28" hits, *rights*.\n', "rights")
    (claim,) = ManuscriptBinding.of(path, paper).checked.file.claims
    assert isinstance(claim, FiledClaim)
    assert (claim.number, claim.order, claim.claim) == ("28", 1, "rights")
