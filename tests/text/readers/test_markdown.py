"""Markdown: the file is the text, and its headings divide it."""

from hypothesis import given
from hypothesis import strategies as st

from discourse.text.extract import join_blocks
from discourse.text.readers.markdown import split_markdown


def shown(found):
    return [(r.name, r.section, found.text[r.start : r.end]) for r in found.regions]


def test_a_heading_and_the_text_below_it_are_a_section(extract):
    found = extract("a.md", "Before.\n\n# One\n\nText.\n\nMore.\n## Two\nText.\n")
    assert shown(found) == [
        ("lead", "lead", "Before.\n\n"),
        ("heading", "1", "# One\n\nText.\n\nMore.\n"),
        ("heading", "2", "## Two\nText.\n"),
    ]
    assert [r.head and found.text[r.start : r.head] for r in found.regions] == [
        None,
        "# One",
        "## Two",
    ]


def test_without_headings_each_paragraph_is_a_section(extract):
    found = extract("a.md", "One #1.\n\n#Two\n")
    assert [r.name for r in found.regions] == ["paragraph", "paragraph"]


def test_a_number_sign_in_code_is_not_a_heading(extract):
    found = extract("a.md", "# One\n\n```\n# not a heading\n```\n\n~~~~\n# nor this\n~~~~\n")
    assert [r.section for r in found.regions] == ["1"]


def test_front_matter_is_dropped(extract):
    found = extract("a.md", "---\ntitle: A\n---\n\n# One\nText.\n")
    assert shown(found) == [
        ("front matter", "", "---\ntitle: A\n---\n\n"),
        ("heading", "1", "# One\nText.\n"),
    ]
    assert found.regions[0].treatment == "drop"


def test_front_matter_is_dropped_with_windows_line_ends_too(extract):
    found = extract("a.md", "---\r\ntitle: A\r\n---\r\n\r\n# One\r\nText.\r\n")
    assert shown(found) == [
        ("front matter", "", "---\r\ntitle: A\r\n---\r\n\r\n"),
        ("heading", "1", "# One\r\nText.\r\n"),
    ]


@given(st.text("# a\n`-~\r"))
def test_blocks_make_up_the_whole_text(text):
    assert join_blocks(split_markdown(text)) == text
