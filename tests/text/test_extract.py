"""Blocks become regions: sections start at headings, otherwise at pages or paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from discourse.text.document import Region
from discourse.text.extract import TextBlock, join_blocks, tile_blocks


def test_headings_divide_a_text_that_has_some():
    blocks = [
        TextBlock("One\n\n", "heading"),
        TextBlock("A.\n\n", "paragraph"),
        TextBlock("B.", "paragraph"),
    ]
    assert tile_blocks(blocks) == (Region(0, 11, "heading", "count", "1", 3),)


def test_without_headings_each_paragraph_is_a_section():
    blocks = [TextBlock("A.\n\n", "paragraph"), TextBlock("B", "paragraph"), TextBlock(".")]
    assert tile_blocks(blocks) == (
        Region(0, 4, "paragraph", "count", "1"),
        Region(4, 6, "paragraph", "count", "2"),
    )


def test_an_uncounted_block_is_a_region_and_the_section_resumes_after_it():
    blocks = [TextBlock("A", "paragraph"), TextBlock("n", "", "drop", "note"), TextBlock("B")]
    assert tile_blocks(blocks) == (
        Region(0, 1, "paragraph", "count", "1"),
        Region(1, 2, "note", "drop"),
        Region(2, 3, "paragraph", "count", "1"),
    )


def test_a_heading_that_is_dropped_divides_nothing():
    blocks = [TextBlock("A", "heading", "drop", "boilerplate"), TextBlock("B", "paragraph")]
    assert [region.name for region in tile_blocks(blocks)] == ["boilerplate", "paragraph"]


kinds = st.sampled_from(["", "heading", "paragraph", "page"])
treatments = st.sampled_from([("count", ""), ("drop", "note"), ("show", "speaker")])


@given(st.lists(st.tuples(st.text("a \n", min_size=1), kinds, treatments)))
def test_regions_tile_the_text_and_sections_are_one_stretch(content):
    blocks = [TextBlock(text, opens, *treatment) for text, opens, treatment in content]
    regions = tile_blocks(blocks)
    text = join_blocks(blocks)
    assert "".join(text[region.start : region.end] for region in regions) == text
    sections = [region.section for region in regions if region.section]
    changes = [s for s, before in zip(sections, ["", *sections], strict=False) if s != before]
    assert len(changes) == len(set(changes))
