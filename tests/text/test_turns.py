"""Transcripts: lines that begin with a speaker, and rows of a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DiscourseError
from discourse.text.document import Paragraphs, Region
from discourse.text.turns import divide_into_turns, find_labels, join_turns


def divide(text, regions=None):
    found = divide_into_turns(text, regions or Paragraphs(text), "a.txt")
    assert "".join(text[region.start : region.end] for region in found) == text
    return found


def said(text, regions=None):
    """Who says what: the turns that are counted, joined by their section."""
    turns = {}
    for region in divide(text, regions):
        if region.treatment == "count":
            speaker = (region.attributes or {}).get("speaker", "")
            before = turns.get(region.section, ("", ""))[1]
            turns[region.section] = (speaker, before + text[region.start : region.end])
    return [(speaker, " ".join(words.split())) for speaker, words in turns.values()]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("LI: We agree.", "LI"),
        ("Li Wei: We agree.", "Li Wei"),
        ("  Li:\tWe agree.", "Li"),
        ("Li :  We agree.", "Li"),
        ("Q: We agree.", "Q"),
        ("Speaker 1: We agree.", "Speaker 1"),
        ("MR. LI: We agree.", "MR. LI"),
        ("Ms. O’Neill-Wu, Minister of Trade: We agree.", "Ms. O’Neill-Wu, Minister of Trade"),
        ("Li Wei (China): We agree.", "Li Wei (China)"),
        ("Ursula von der Leyen: We agree.", "Ursula von der Leyen"),
        ("Émilie: We agree.", "Émilie"),
        ("李：We agree.", "李"),
        ("محمد: We agree.", "محمد"),
        ("**Li:** We agree.", "Li"),
        ("**Li**: We agree.", "Li"),
        ("[00:01:02] Li: We agree.", "Li"),
        ("00:01 - 00:04 Li: We agree.", "Li"),
        ("Li (00:01): We agree.", "Li"),
        ("Li Wei  0:03\nWe agree.", "Li Wei"),
        ("Li:\nWe agree.", "Li"),
        ("Li:\r\nWe agree.", "Li"),
        (">> LI: We agree.", "LI"),
        ("- Li: We agree.", "Li"),
    ],
)
def test_a_line_that_begins_with_a_name_begins_a_turn(line, speaker):
    assert said(line) == [(speaker, "We agree.")]
    assert said(f"Wu: No.\n{line}") == [("Wu", "No."), (speaker, "We agree.")]


@pytest.mark.parametrize(
    "line",
    [
        "My question is this: why?",
        "see: the annex",
        "At 10:30 we met",
        "10:30 we met",
        "http://example.org is down",
        "Peace:now",
        "(Li: yes)",
        "We agree with Li: yes",
        "One Two Three Four Five Six Seven Eight Nine: yes",
    ],
)
def test_a_line_that_only_contains_a_colon_begins_none(line):
    assert said(f"Wu: No.\n{line}") == [("Wu", f"No. {line}")]


def test_a_name_in_lower_case_is_one_if_it_occurs_twice():
    assert said("Li: Well.\ninterviewer: Why?") == [("Li", "Well. interviewer: Why?")]
    assert said("interviewer: Why?\nLi: So.\ninterviewer: Oh.") == [
        ("interviewer", "Why?"),
        ("Li", "So."),
        ("interviewer", "Oh."),
    ]


def test_a_turn_runs_over_paragraphs_and_what_precedes_it_has_no_speaker():
    text = "Interview 3\n\nLi: One.\n\nTwo.\nLi: Three."
    assert said(text) == [("", "Interview 3"), ("Li", "One. Two."), ("Li", "Three.")]
    names = [(region.name, region.treatment, region.section) for region in divide(text)]
    assert names == [
        ("paragraph", "count", "1"),
        ("speaker", "show", ""),
        ("turn", "count", "2"),
        ("turn", "count", "2"),
        ("speaker", "show", ""),
        ("turn", "count", "3"),
    ]


def test_a_heading_belongs_to_no_speaker():
    text = "Part one\n\nLi: One.\n\nPart two\n\nNotes.\n\nWu: Two."
    one, two = text.index("Part two"), text.index("Notes")
    regions = [
        Region(0, one, "heading", "count", "1", 8),
        Region(one, len(text), "heading", "count", "2", two - 2),
    ]
    assert said(text, regions) == [
        ("", "Part one"),
        ("Li", "One."),
        ("", "Part two"),
        ("", "Notes."),
        ("Wu", "Two."),
    ]


def test_what_is_left_out_stays_left_out_and_does_not_end_a_turn():
    text = "Li: One. Wu: no Two."
    regions = [
        Region(0, 9, "body", "count", "body"),
        Region(9, 16, "aside", "drop"),
        Region(16, len(text), "body", "count", "body"),
    ]
    assert said(text, regions) == [("Li", "One. Two.")]


def test_a_text_without_speakers_is_no_transcript():
    with pytest.raises(DiscourseError) as refused:
        divide("We agree.")
    assert str(refused.value) == (
        "a.txt is read as a transcript, but no line of it begins with a speaker, such as "
        "'LI: We agree.'; leave transcript out, or write the speakers so."
    )


PIECES = st.sampled_from(["Li: ", "Wu:\n", "peace ", "\n", "\n\n", ": ", "Ada Li: ", "x: ", "(a)"])


@given(st.lists(PIECES, min_size=1, max_size=12).map("".join).map("Li: a\n{}".format))
def test_whatever_the_text_it_is_tiled_and_a_section_has_one_speaker(text):
    found = divide(text)
    assert found[0].start == 0 and found[-1].end == len(text)
    known = {}
    for region in found:
        if region.treatment == "count":
            speaker = (region.attributes or {}).get("speaker")
            assert known.setdefault(region.section, speaker) == speaker
    order = [int(region.section) for region in found if region.treatment == "count"]
    assert order == sorted(order)


def test_labels_are_found_within_stretches_only():
    text = "Li: a\nWu: b\nLi: c"
    assert [label.speaker for label in find_labels(text, [(6, 12)])] == ["Wu"]


# ------------------------------------------------------------------------------------- a table


def test_the_rows_of_a_document_are_its_turns():
    rows = [
        {"text": "Peace.", "speaker": "Li", "year": 1990, "party": "A"},
        {"text": "War?", "speaker": "Wu", "year": 1990},
        {"text": "Yes.", "year": 1990, "party": "A"},
    ]
    joined = join_turns({"d": rows}, text="text", speaker="speaker")["d"]
    assert joined.text == "Peace.\n\nWar?\n\nYes."
    assert joined.metadata == {"year": 1990}
    assert joined.regions == (
        Region(0, 8, "turn", "count", "1", None, {"speaker": "Li", "party": "A"}),
        Region(8, 14, "turn", "count", "2", None, {"speaker": "Wu"}),
        Region(14, 18, "turn", "count", "3", None, {"party": "A"}),
    )


def test_a_column_that_changes_in_one_document_is_known_of_the_turns_of_all():
    rows = {"d": [{"text": "a", "n": 1}, {"text": "b", "n": 2.0}], "e": [{"text": "c", "n": 3}]}
    joined = join_turns(rows, text="text", speaker="speaker")
    assert [r.attributes for each in joined.values() for r in each.regions] == [
        {"n": "1"},
        {"n": "2"},
        {"n": "3"},
    ]
    assert joined["e"].metadata == {}


def test_the_column_of_speakers_may_have_any_name():
    rows = {"d": [{"said": "Yes.", "Who": "Li"}]}
    joined = join_turns(rows, text="said", speaker="Who")["d"]
    assert joined.regions == (Region(0, 4, "turn", "count", "1", None, {"speaker": "Li"}),)
