"""Codebooks go to other programs and come from them."""

import pathlib
import tempfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.errors import DiscourseError
from discourse.layers.toml_text import write_toml

BOOK = """
[[code]]
code = "peace"
parent = "aims"
[[code]]
code = "aims"
definition = 'What is "sought" & why: <all>.'
example = "for peace"
exclusion = "means"
colour = "#0a0b0c"
[[code]]
code = "世界"
"""
OTHER = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="{namespace}" origin="Taguette 1.4"><Codes>
<Code guid="1" name="aims" isCodable="true" color="#FF0000"><Description>Ends.

Not means.</Description>
<Code guid="2" name="other" isCodable="true"/></Code>
<Code guid="3" name="means" isCodable="true" color="red"><Code guid="4" name="other"/></Code>
</Codes><Sets/></CodeBook>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "goal.toml").write_text(BOOK, encoding="utf-8")
    return tmp_path


def write(folder, text):
    path = folder / "other.qdc"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_codebook_comes_back_with_all_that_the_format_has(folder):
    dc.layers.to_qdc(folder / "goal.toml", folder / "goal.qdc")
    again = dc.layers.from_qdc(folder / "goal.qdc", folder / "again.toml")
    assert again.name == "again"
    before = {code.code: code for code in dc.layers.codebook(folder / "goal.toml").codes}
    for code in again.codes:
        known = before[code.code]
        assert (code.definition, code.example, code.exclusion, code.parent, code.colour) == (
            known.definition, known.example, known.exclusion, known.parent, known.colour,
        )  # fmt: skip
    assert set(again.labels) == set(before)


PARAGRAPHS = st.lists(
    st.sampled_from(
        ["Example: ", "Exclusion: ", "\\", "\n", "\n\n", "a", " ", "\r", "\t", "\u2028"]
    ),
    max_size=8,
).map("".join)


@given(definition=PARAGRAPHS, example=PARAGRAPHS, exclusion=PARAGRAPHS)
@example("One.", "first\n\nsecond", "never\n\nnot once")
@example("One.\n\nExample: of a definition", "", "Example: e")
@example("Example: a", "\\Example: b", "")
@settings(max_examples=100, deadline=None)
def test_paragraphs_stay_where_they_are(definition, example, exclusion):
    parts = {"definition": definition, "example": example, "exclusion": exclusion}
    lines = ['name = "b"', "[[code]]", *write_toml({"code": "x", **parts}).split("\n")]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "b.qdc")
        dc.layers.to_qdc(lines, path)
        (code,) = dc.layers.from_qdc(path, path.with_suffix(".toml")).codes
    assert {part: getattr(code, part) for part in parts} == parts


def test_the_same_codebook_gives_the_same_bytes(folder):
    for name in ("one.qdc", "other.qdc"):
        dc.layers.to_qdc(folder / "goal.toml", folder / name)
    assert (folder / "one.qdc").read_bytes() == (folder / "other.qdc").read_bytes()


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", ""])
def test_codebooks_of_other_programs_are_read(folder, namespace):
    book = dc.layers.from_qdc(write(folder, OTHER.format(namespace=namespace)), folder / "x.toml")
    assert book.labels == ["aims", "aims > other", "means", "means > other"]
    assert [code.parent for code in book.codes] == ["", "aims", "", "means"]
    assert book.codes[0].definition == "Ends.\n\nNot means."
    assert book.codes[0].colour == "#ff0000"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<CodeBook", "other.qdc is not well-formed XML"),
        ("<Project/>", "other.qdc is no codebook of REFI-QDA"),
        ("<CodeBook><Codes/></CodeBook>", "other.qdc has no code"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><CodeBook><Codes><Code name="&b;"/></Codes></CodeBook>',
         "declares entities"),
    ],
)  # fmt: skip
def test_what_is_no_codebook_is_named_and_nothing_is_written(folder, text, message):
    with pytest.raises(DiscourseError) as caught:
        dc.layers.from_qdc(write(folder, text), folder / "x.toml")
    assert message in str(caught.value)
    assert not (folder / "x.toml").exists()


def test_names_that_no_code_can_have_are_mended_and_kept_in_the_definition(folder):
    names = ["war; peace", "a\tb", "", "x" * 120, "good", "war, peace", "good", "e\u0301"]
    codes = "".join(f'<Code name="{name.replace(chr(9), "&#9;")}"/>' for name in names[1:])
    inner = f'<Code name="{names[0]}"><Description>What.</Description><Code name="in"/></Code>'
    path = folder / "a.qdc"
    path.write_text(f"<CodeBook><Codes>{inner}{codes}</Codes></CodeBook>", encoding="utf-8")
    said = (
        r"a\.qdc has 6 names that no code can have here; a\.toml has 'war, peace', 'a b', 'code 4'"
    )
    with pytest.warns(UserWarning, match=said):
        book = dc.layers.from_qdc(path, folder / "a.toml")
    assert book.labels == [
        "war, peace", "in", "a b", "code 4", "x" * 100, "good", "war, peace (2)", "good (2)", "é",
    ]  # fmt: skip
    by_name = {each.code: each for each in book.codes}
    assert by_name["war, peace"].definition == "Original name: war; peace\n\nWhat."
    assert by_name["x" * 100].definition == f"Original name: {'x' * 120}"
    assert by_name["in"].parent == "war, peace"
    assert by_name["good"].definition == ""


def test_no_codebook_is_replaced(folder):
    dc.layers.to_qdc(folder / "goal.toml", folder / "goal.qdc")
    with pytest.raises(DiscourseError, match="exists, and may be in use"):
        dc.layers.from_qdc(folder / "goal.qdc", folder / "goal.toml")
    assert (folder / "goal.toml").read_text(encoding="utf-8") == BOOK


def test_what_xml_cannot_hold_is_refused(folder):
    (folder / "goal.toml").write_text('[[code]]\ncode = "a"\ndefinition = "\\u0001"\n')
    with pytest.raises(DiscourseError, match=r"U\+0001, which XML cannot hold"):
        dc.layers.to_qdc(folder / "goal.toml", folder / "goal.qdc")
