"""The description beside a text: what the format allows, and the errors for everything else."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DiscourseError
from discourse.text.description import read_description

REGION = '[[region]]\nname = "body"\nbegins = "A"\n'


@pytest.fixture
def described(tmp_path):
    """Write a description file, and read it."""

    def write(content):
        path = tmp_path / "text.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_description(path)

    return write


def refusal(described, content, tmp_path):
    with pytest.raises(DiscourseError) as refused:
        described(content)
    message = str(refused.value)
    assert message.startswith(f"{tmp_path / 'text.toml'}: ")
    return message.removeprefix(f"{tmp_path / 'text.toml'}: ")


def test_a_description_says_where_a_text_is_from_and_how_it_is_divided(described):
    content = """
        [source]
        title = "A Text"
        year = 2017

        [text]
        encoding = "cp1252"
        sha256 = "00ff"

        [[region]]
        name = "title"
        begins = "A Text"
        treatment = "show"

        [[region]]
        name = "body"
        begins = { regex = "^It" }
        section = "1"
        head = true

        [[region]]
        name = "page number"
        matches = { regex = '^\\d+$' }
        treatment = "drop"
    """
    description = described(content)
    title, body, number = description.rules
    assert description.metadata == {"title": "A Text", "year": 2017}
    assert (description.encoding, description.sha256) == ("cp1252", "00ff")
    assert (title.name, title.treatment, title.section, title.head) == ("title", "show", "", False)
    assert (body.name, body.treatment, body.section, body.head) == ("body", "count", "1", True)
    assert (number.name, number.treatment, number.begins) == ("page number", "drop", None)
    assert description.digest == hashlib.sha256(content.encode()).hexdigest()


def test_a_region_without_a_section_is_counted_in_one_of_its_own_name(described):
    (rule,) = described(REGION).rules
    assert (rule.treatment, rule.section, rule.head) == ("count", "body", False)


def test_an_empty_description_says_nothing(described):
    description = described("")
    assert (description.metadata, description.encoding, description.rules) == ({}, "", ())


def test_a_literal_marker_matches_its_characters_only(described):
    (rule,) = described("[[region]]\nname = 'a'\nbegins = 'What (a+b)?'\n").rules
    assert rule.begins.fullmatch("What (a+b)?")
    assert not rule.begins.search("What aab")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '[sources]\ntitle = "A"',
            "table='sources' is not known; choose 'source', 'text', 'documents', 'region'. "
            "Did you mean 'source'?",
        ),
        ("source = 3", "[source] is 3; give a table."),
        ("text = 'utf-8'", "[text] is 'utf-8'; give a table."),
        ("region = 'a'", "region is 'a'; give a list of tables, [[region]]."),
        ("region = ['a']", "region 1 is 'a'; give a table, [[region]]."),
        (
            "[text]\nencodings = 'utf-8'",
            "key of [text]='encodings' is not known; choose 'encoding', 'sha256', "
            "'transcript', 'reading'. "
            "Did you mean 'encoding'?",
        ),
        ("[text]\nencoding = 8", "encoding of [text] is 8; give a string, in quotes."),
        ("[text]\nsha256 = 12", "sha256 of [text] is 12; give a string, in quotes."),
        (
            "[source]\nauthors = ['A', 'B']",
            "authors of [source] is ['A', 'B']; give a string, a number, true, false or a date.",
        ),
        (
            "[[region]]\nname = 'a'\nstarts = 'A'",
            "key of [[region]] 1='starts' is not known; choose 'name', 'treatment', 'begins', "
            "'matches', 'section', 'head', 'optional'.",
        ),
        (
            "[[region]]\nbegins = 'A'",
            "[[region]] 1 has no name; add one, such as name = 'pager'.",
        ),
        (
            f"{REGION}[[region]]\nname = 2\nbegins = 'B'",
            "name of [[region]] 2 is 2; give a string, in quotes.",
        ),
        (
            "[[region]]\nname = 'a'",
            "region 'a' needs one marker: begins = '…' (it runs to the next region) or "
            "matches = '…' (each match is a region).",
        ),
        (
            "[[region]]\nname = 'a'\nbegins = 'A'\nmatches = 'B'",
            "region 'a' needs one marker: begins = '…' (it runs to the next region) or "
            "matches = '…' (each match is a region).",
        ),
        (
            f"{REGION}treatment = 'dorp'",
            "treatment of region 'body'='dorp' is not known; choose 'count', 'show', 'drop'. "
            "Did you mean 'drop'?",
        ),
        (
            f"{REGION}treatment = ['drop']",
            "treatment of region 'body'=['drop'] is not known; choose 'count', 'show', 'drop'. "
            "Did you mean 'drop'?",
        ),
        (
            "[[region]]\nname = 'a'\nmatches = 'A'",
            "region 'a' has no treatment; add treatment = 'drop' or 'show'.",
        ),
        (
            "[[region]]\nname = 'a'\nmatches = 'A'\ntreatment = 'count'",
            "treatment of region 'a'='count' is not known; choose 'show', 'drop'.",
        ),
        (
            f"{REGION}treatment = 'show'\nsection = '1'",
            "region 'body' is not counted, so it has no section; remove section.",
        ),
        (
            f"{REGION}treatment = 'drop'\nhead = true",
            "region 'body' is not counted, so it has no head; remove head.",
        ),
        (f"{REGION}section = 1", "section of region 'body' is 1; give a string, in quotes."),
        (f"{REGION}section = ''", "section of region 'body' is ''; give it a label, such as '1'."),
        (f"{REGION}head = 'yes'", "head of region 'body' is 'yes'; give true or false."),
        (
            "[[region]]\nname = 'a'\nbegins = 3",
            "the marker of region 'a' is 3; give a string, or { regex = '…' }.",
        ),
        (
            "[[region]]\nname = 'a'\nbegins = ''",
            "the marker of region 'a' is ''; give a string, or { regex = '…' }.",
        ),
        (
            "[[region]]\nname = 'a'\nbegins = { regexp = 'A' }",
            "the marker of region 'a' is {'regexp': 'A'}; give a string, or { regex = '…' }.",
        ),
        (
            "[[region]]\nname = 'a'\nbegins = { regex = '(A' }",
            "the marker of region 'a' is not a regular expression: missing ) at position 2.",
        ),
        (
            "source",
            "Expected '=' after a key in a key/value pair (at end of document); "
            'write each value on a line such as title = "A text", below a line such as [source] '
            "(see `discourse help descriptions`).",
        ),
        (b"[source]\ntitle = '\xe9'", "byte 18 is not UTF-8; save it as UTF-8."),
    ],
)
def test_keys_and_values_unknown_to_the_format_are_refused(described, tmp_path, content, message):
    assert refusal(described, content, tmp_path) == message


words = st.sampled_from(
    ["source", "text", "region", "name", "begins", "matches", "treatment", "head", "section"]
)
values = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-9, 9),
        st.sampled_from(["count", "drop", "A", "", "(", "utf-8"]),
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


def toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return f"'{value}'" if isinstance(value, str) else str(value)


def answered(path, content):
    """Whether a description was read; anything but a `DiscourseError` is raised."""
    path.write_bytes(content)
    try:
        return bool(read_description(path))
    except DiscourseError as refused:
        return str(refused).startswith(f"{path}: ")


@given(st.dictionaries(words, values, max_size=4))
def test_any_toml_is_read_as_a_description_or_refused_by_name(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "fuzz.toml"
    assert answered(path, "\n".join(f"{k} = {toml(v)}" for k, v in content.items()).encode())


@given(st.binary(max_size=60) | st.text("[]source.regin=\"'{}\n12#", max_size=60).map(str.encode))
def test_any_bytes_are_a_description_or_refused_by_name(tmp_path_factory, content):
    assert answered(tmp_path_factory.getbasetemp() / "fuzz.toml", content)
