import pytest

from discourse.publish.claims.binding import check_prose
from discourse.publish.claims.proposals import propose
from discourse.publish.claims.words_of_change import change_of

IN_A, IN_B = ':: document = "a"', ':: document = "b"'


@pytest.fixture
def two_texts(prose, tmp_path):
    """A function that writes a notebook about text a, with peace 3 times, and b, with it once."""

    def written(markdown):
        notebook = prose(markdown, code='import discourse as dc\npaper = dc.read("texts")')
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / "a.txt").write_text("Peace, peace, peace. War.", encoding="utf-8")
        (tmp_path / "texts" / "b.txt").write_text("Peace and war, war.", encoding="utf-8")
        return notebook

    return written


@pytest.mark.parametrize(
    ("text", "change"),
    [("rose", 1), ("has grown", 1), ("declined", -1), ("fell", -1), ("the rise", 0), ("rises and "
     "falls", 0), ("fell short", 0)],
)  # fmt: skip
def test_verbs_of_change_say_more_or_less(text, change):
    assert change_of(text) == change


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (f"*Peace* [rose](# 'peace {IN_A} > peace {IN_B}').", "the later place has more"),
        (f"*Peace* [rose](# 'peace {IN_B} < peace {IN_A}').", "the later place has more"),
        (f"*War* [fell](# 'war {IN_B} / war {IN_A} > 1').", "the later place has less"),
        ("*War*, *peace*: [rose](# 'peace > war').", "one thing at two places"),
        ("*Peace* [rose](# 'peace == 4').", "one thing at two places"),
        ("*Peace* rose from [4](# 'peace') hits to [4](# 'peace').", "a number greater than 4"),
        ("*Peace* fell to [4](# 'peace') from [4](# 'peace').", "a number greater than 4"),
    ],
)
def test_a_change_that_is_none_is_noticed(two_texts, markdown, expected):
    assert any(expected in finding.expected for finding in check_prose(two_texts(markdown)))


def test_a_change_is_a_word_of_degree_and_its_claims_are_proposed(two_texts):
    notebook = two_texts("*Peace* fell and *war* rose.")
    assert list(check_prose(notebook)) == []
    found = propose(notebook)
    assert found["claim"].tolist() == [
        f"peace {IN_B} < peace {IN_A}", f"war {IN_B} > war {IN_A}",
    ]  # fmt: skip
    fell, rose = (f"[{row.number}](# '{row.claim}')" for row in found.itertuples())
    assert list(check_prose(two_texts(f"*Peace* {fell} and *war* {rose}."))) == []
