"""A description applied to its text: regions that tile it, and markers that do not fit."""

from dataclasses import replace
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DiscourseError
from discourse.text import tiling
from discourse.text.description import RegionRule, TextDescription, read_description
from discourse.text.document import Region
from discourse.text.tiling import tile


def begins(name, marker, *, treatment="count", section=None, head=False):
    label = (name if section is None else section) if treatment == "count" else ""
    return RegionRule(name, treatment, regex.compile(marker, regex.M), None, label, head)


def matches(name, marker, treatment="drop"):
    return RegionRule(name, treatment, None, regex.compile(marker, regex.M), "", False)


def optional(rule):
    return replace(rule, is_optional=True)


def tiled(text, *rules):
    return tile(text, TextDescription(Path("a.toml"), {}, "", "", rules, ""))


def shown(text, regions):
    return [(region.name, region.section, text[region.start : region.end]) for region in regions]


def test_a_region_runs_from_its_marker_to_the_next():
    text = "Title\nOne. Two."
    regions = tiled(text, begins("title", "Title", treatment="show"), begins("body", "One"))
    assert regions == (Region(0, 6, "title", "show"), Region(6, 15, "body", "count", "body"))


def test_a_head_ends_with_the_marker():
    (region,) = tiled("One. Two.", begins("body", r"One\.", section="1", head=True))
    assert region.head == len("One.")


def test_a_match_is_cut_out_and_the_section_resumes_after_it():
    text = "One\n12\ntwo\n13\n"
    regions = tiled(text, begins("body", "One", section="1"), matches("page", r"^\d+\n"))
    assert shown(text, regions) == [
        ("body", "1", "One\n"),
        ("page", "", "12\n"),
        ("body", "1", "two\n"),
        ("page", "", "13\n"),
    ]


def test_the_head_is_in_the_first_piece_only_and_ends_with_it():
    text = "One1 two. Three"
    first, _, second = tiled(text, begins("a", r"One1 two\.", head=True), matches("note", r"1"))
    assert (text[first.start : first.head], second.head) == ("One", None)


def test_successive_regions_may_be_one_section_even_across_a_dropped_one():
    rules = [begins("a", "A"), begins("x", "X", treatment="drop"), begins("b", "B", section="a")]
    assert [region.section for region in tiled("AXB", *rules)] == ["a", "", "a"]


def test_a_match_may_be_a_whole_region():
    text = "A1B"
    rules = [begins("a", "A"), begins("one", "1"), begins("b", "B"), matches("n", "1")]
    assert shown(text, tiled(text, *rules)) == [("a", "a", "A"), ("n", "", "1"), ("b", "b", "B")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "marker", [r"^\d+$", r"^[$\d]+$", r"^[]$\d]+$", r"^[[:digit:]$]+$", r"^(?#a $)\d+(?:$|\$)"]
)
def test_a_line_ends_before_its_line_break_on_any_system(end, marker):
    text = end.join(["One", "12", "two 3", "13", ""])
    regions = tiled(text, begins("body", "One", section="1"), matches("page", marker))
    assert [text[r.start : r.end] for r in regions if r.name == "page"] == ["12", "13"]


def test_the_paper_has_the_same_regions_with_windows_line_ends(root):
    path = root / "seeds" / "human-rights-2017-chapter-6.txt"
    text = path.read_text(encoding="utf-8")
    windows = text.replace("\n", "\r\n")
    description = read_description(path.with_suffix(".toml"))
    found = shown(windows, tile(windows, description))
    assert [(name, section, part.replace("\r\n", "\n")) for name, section, part in found] == shown(
        text, tile(text, description)
    )


def test_a_carriage_return_alone_does_not_end_a_line():
    with pytest.raises(DiscourseError, match=r"region 'page' should match '\^\\\\d\+\$'"):
        tiled("One\r\n12\rtwo", begins("body", "One"), matches("page", r"^\d+$"))


@pytest.mark.parametrize(
    ("text", "rules", "message"),
    [
        (
            "One. Two.",
            [begins("b", "Two")],
            "the first region begins at character 5 (line 1), not at the text's start; "
            "add a region that begins at 'One. Two.'.",
        ),
        (
            "A text of more than thirty characters",
            [matches("a", "text")],
            "the first region begins nowhere, not at the text's start; "
            "add a region that begins at 'A text of more than thirty cha…'.",
        ),
        (
            "One.\nTwo.",
            [begins("a", "One"), begins("b", "Three")],
            "region 'b' should begin at 'Three', which does not occur after "
            "character 3 (line 1); correct the marker, or the order.",
        ),
        (
            "One.\nTwo.\nTwo.",
            [begins("a", "One"), begins("b", "Two")],
            "region 'b' should begin at 'Two', which occurs at character 5 (line 2) and "
            "character 10 (line 3); make the marker longer, so that it occurs once.",
        ),
        (
            "One.",
            [begins("a", "One"), matches("page", r"\d")],
            "region 'page' should match '\\\\d', which does not occur; "
            "correct the marker, or remove the region.",
        ),
        (
            "One. Two.",
            [begins("a", "One"), begins("b", "Two"), matches("c", r"\. T")],
            "region 'c' crosses the boundary of another region at character 3 (line 1); "
            "let its marker match less.",
        ),
        (
            "One two",
            [begins("a", "One"), matches("b", "One t"), matches("c", "two")],
            "region 'c' crosses the boundary of another region at character 4 (line 1); "
            "let its marker match less.",
        ),
        (
            "ABC",
            [begins("a", "A", section="1"), begins("b", "B"), begins("c", "C", section="1")],
            "region 'c' opens section '1' again, after section 'b'; give it a label of its own.",
        ),
    ],
)
def test_a_description_that_does_not_fit_is_refused_with_the_place(text, rules, message):
    with pytest.raises(DiscourseError) as refused:
        tiled(text, *rules)
    assert str(refused.value) == f"a.toml: {message}"


def test_a_marker_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(tiling, "SECONDS_PER_MARKER", 0.05)
    with pytest.raises(DiscourseError) as refused:
        tiled("a" * 5_000 + "b", begins("slow", r"(?:a|aa)+[xy]"))
    assert str(refused.value) == (
        "a.toml: the marker of region 'slow' takes more than 0.05 seconds; "
        "write it without nested repetitions."
    )


@given(st.text("ab1\n ", min_size=1), st.lists(st.sampled_from("ab\n "), max_size=3))
def test_regions_tile_any_text_exactly(text, markers):
    rules = [begins("start", r"\A(?s:.)"), matches("digits", r"\d+"), matches("none", r"\Z|1(?=a)")]
    rules += [begins(str(number), regex.escape(marker)) for number, marker in enumerate(markers)]
    try:
        regions = tiled(text, *rules)
    except DiscourseError:
        return
    assert "".join(text[region.start : region.end] for region in regions) == text
    assert all(region.start < region.end for region in regions)


def test_an_optional_region_may_be_missing():
    rules = [
        begins("a", r"\A"),
        optional(begins("by", "^By ", treatment="drop")),
        begins("body", "^Text"),
        optional(matches("page", r"^\d+\n")),
    ]
    assert shown("X\nBy Y\nText.", tiled("X\nBy Y\nText.", *rules)) == [
        ("a", "a", "X\n"),
        ("by", "", "By Y\n"),
        ("body", "body", "Text."),
    ]
    assert shown("X\nText\n12\n.", tiled("X\nText\n12\n.", *rules)) == [
        ("a", "a", "X\n"),
        ("body", "body", "Text\n"),
        ("page", "", "12\n"),
        ("body", "body", "."),
    ]


def test_an_optional_region_that_could_begin_twice_is_refused():
    with pytest.raises(DiscourseError, match=r"which occurs at character 1 \(line 1\) and"):
        tiled("aBB", begins("a", "a"), optional(begins("b", "B")))


def test_a_region_may_begin_where_an_empty_match_is():
    rules = [begins("head", r"\A", treatment="show"), begins("body", r"(?=^Text)")]
    assert shown("X\nText.", tiled("X\nText.", *rules)) == [
        ("head", "", "X\n"),
        ("body", "body", "Text."),
    ]
    assert shown("Text.", tiled("Text.", *rules)) == [("body", "body", "Text.")]
    assert shown("ab", tiled("ab", begins("a", "a*"))) == [("a", "a", "ab")]


def test_a_match_may_run_to_the_end_of_the_text():
    rules = [begins("a", r"\A"), matches("rights", r"(?s)^Copyright.*\Z")]
    text = "One.\nCopyright 1\nCopyright 2\n"
    assert shown(text, tiled(text, *rules)) == [
        ("a", "a", "One.\n"),
        ("rights", "", "Copyright 1\nCopyright 2\n"),
    ]
