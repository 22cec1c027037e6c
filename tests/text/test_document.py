"""A text without a description: its paragraphs, and the hash that identifies it."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from discourse.text.document import Paragraphs, Region, plain_document


def test_paragraphs_are_divided_at_blank_lines_and_numbered():
    assert tuple(Paragraphs("One.\n\nTwo.\nThree.\n \n\nFour.")) == (
        Region(0, 6, "paragraph", "count", "1"),
        Region(6, 21, "paragraph", "count", "2"),
        Region(21, 26, "paragraph", "count", "3"),
    )


def test_blank_lines_before_the_first_paragraph_belong_to_it():
    assert [region.section for region in Paragraphs("\n\nOne.\n\nTwo.\n\n")] == ["1", "2"]


def test_windows_line_ends_divide_paragraphs_too():
    assert len(Paragraphs("One.\r\n\r\nTwo.\r\n")) == 2


@given(st.text("a \n\r\t"))
def test_paragraphs_tile_any_text_exactly(text):
    regions = Paragraphs(text)
    assert "".join(text[region.start : region.end] for region in regions) == text


@given(st.text("a \n", min_size=1).filter(str.strip))
def test_no_paragraph_of_a_text_is_blank(text):
    assert all(text[region.start : region.end].strip() for region in Paragraphs(text))


def test_a_plain_document_is_counted_whole_and_keeps_its_metadata():
    document = plain_document("a", "One.\n\nTwo.", {"year": 2017})
    assert {region.treatment for region in document.regions} == {"count"}
    assert (document.metadata, document.description) == ({"year": 2017}, "")


def test_a_text_in_memory_is_hashed_as_utf_8():
    assert plain_document("a", "é", {}).sha256 == hashlib.sha256("é".encode()).hexdigest()
