"""Subtitles: cues become turns, and their times and styles are no text."""

import pytest

from discourse.errors import DiscourseError

VTT = """WEBVTT - A talk

NOTE checked by hand

STYLE
::cue { color: red }

intro
00:01.000 --> 00:04.000 align:start
<v Li Wei>We want <i>peace</i> &amp; human

00:00:04.000 --> 00:00:05.000
<v Li Wei>rights.</v>

00:00:05.000 --> 00:00:06.000
<v.loud Wu>War? <00:00:05.500><c.x>No</c>.</v> <v Li Wei>Good.

00:00:06.000 --> 00:00:07.000
[applause]

NOTE
two lines
of notes

00:00:07.000 --> 00:00:08.000
Nobody says this.
"""

SRT = """1
00:00:01,000 --> 00:00:04,000
LI: We want <font color="red">human</font>

2
00:00:04,000 --> 00:00:05,000
rights.
WU: {\\an8}Remember: peace.

3
00:00:05,000 --> 00:00:06,000
[applause]
Now.
"""


def turns(found):
    return [
        (region.attributes or {}, " ".join(found.text[region.start : region.end].split()))
        for region in found.regions
        if region.treatment == "count"
    ]


def test_consecutive_cues_of_one_voice_are_a_turn(extract):
    found = extract("a.vtt", VTT)
    assert turns(found) == [
        ({"speaker": "Li Wei", "start": "00:01.000"}, "We want peace & human rights."),
        ({"speaker": "Wu", "start": "00:00:05.000"}, "War? No."),
        ({"speaker": "Li Wei", "start": "00:00:05.000"}, "Good."),
        ({"start": "00:00:07.000"}, "Nobody says this."),
    ]


def test_sounds_are_shown_and_notes_are_dropped(extract):
    found = extract("a.vtt", VTT)
    apart = [
        (region.name, region.treatment, found.text[region.start : region.end].strip())
        for region in found.regions
        if region.treatment != "count"
    ]
    assert apart == [
        ("sound", "show", "[applause]"),
        ("note", "drop", "checked by hand\n\ntwo lines\nof notes"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_names_in_capitals_are_speakers_in_subrip(extract, end):
    found = extract("a.srt", SRT.replace("\n", end).encode())
    assert turns(found) == [
        ({"speaker": "LI", "start": "00:00:01.000"}, "We want human rights."),
        ({"speaker": "WU", "start": "00:00:04.000"}, "Remember: peace. Now."),
    ]


def cues(*texts):
    return "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{text}\n\n" for n, text in enumerate(texts, 1)
    )


def test_other_names_are_speakers_if_most_cues_have_one_or_if_it_is_asked_for(extract):
    most = extract("a.srt", cues("Li: One.", "two", "Wu: Three.", "Li: Four."))
    assert [(known["speaker"], said) for known, said in turns(most)] == [
        ("Li", "One. two"),
        ("Wu", "Three."),
        ("Li", "Four."),
    ]
    few = cues("Remember: one.", "two", "three", "four")
    assert turns(extract("a.srt", few)) == [
        ({"start": "00:00:01.000"}, "Remember: one. two three four")
    ]
    asked = extract("a.srt", few, transcript=True)
    assert turns(asked)[0][0]["speaker"] == "Remember"


def test_cues_without_a_blank_line_between_them_keep_no_number(extract):
    found = extract("a.srt", "1\n00:01,000 --> 00:02,000\nOne.\n2\n00:02,000 --> 00:03,000\nTwo.")
    assert turns(found) == [({"start": "00:01.000"}, "One. Two.")]


def test_a_new_speaker_need_not_be_named(extract):
    found = extract(
        "a.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n>> LI: WE AGREE.\n>> SO DO WE.\n\n"
        "00:02.000 --> 00:03.000\nALL OF US.\n\n"
        "00:03.000 --> 00:04.000\n- One.\n- WU: Two.\n- Three.\n\n"
        "00:04.000 --> 00:05.000\n- not a change -\n",
    )
    assert [(known.get("speaker"), said) for known, said in turns(found)] == [
        ("LI", "WE AGREE."),
        (None, "SO DO WE. ALL OF US."),
        (None, "One."),
        ("WU", "Two."),
        (None, "Three. - not a change -"),
    ]


def test_a_cue_may_be_empty(extract):
    found = extract("a.srt", cues("", "", "Bye."))
    assert turns(found) == [({"start": "00:00:03.000"}, "Bye.")]


def test_a_number_that_is_said_is_counted(extract):
    found = extract("a.srt", cues("In", "1948", "we met."))
    assert turns(found)[0][1] == "In 1948 we met."


@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
def test_a_file_without_cues_is_refused(extracts, name):
    with pytest.raises(DiscourseError) as refused:
        extracts(name, "WEBVTT\n\nWe agree.")
    assert str(refused.value) == (
        f"{name} has no cues, such as '00:00:01,000 --> 00:00:02,000' above a line of text; "
        "export it again as subtitles."
    )


@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
@pytest.mark.parametrize(
    "said",
    [
        "One\n\ntwo three\n\n",
        "\nOne two\nthree\n\n",
        "One\n \ntwo\n\nthree\n\n",
        "\n\nOne\n\ntwo\nthree\n",
    ],
)
def test_text_behind_a_blank_line_continues_its_cue(extract, name, said):
    head = "WEBVTT\n\n" if name == "a.vtt" else ""
    first = f"{head}1\n00:00:01,000 --> 00:00:02,000\n{said}"
    alone = extract(name, first)
    assert turns(alone) == [({"start": "00:00:01.000"}, "One two three")]
    followed = extract(name, f"{first}\n2\n00:00:02,000 --> 00:00:03,000\nfour\n")
    assert turns(followed) == [({"start": "00:00:01.000"}, "One two three four")]


def test_a_number_said_above_times_is_counted_where_cues_have_no_numbers(extract):
    text = "00:01,000 --> 00:02,000\nHow many?\n5\n00:02,000 --> 00:03,000\nFive."
    assert turns(extract("a.srt", text))[0][1] == "How many? 5 Five."


def test_words_that_begin_like_a_comment_are_counted(extract):
    said = "00:01.000 --> 00:02.000\n\nNOTED it is.\n"
    assert turns(extract("a.vtt", f"WEBVTT\n\n{said}"))[0][1] == "NOTED it is."
    assert turns(extract("a.srt", said.replace("NOTED", "NOTE")))[0][1] == "NOTE it is."


def test_the_header_of_a_file_is_no_text(extract):
    head = "WEBVTT\nKind: captions\nLanguage: en\nmade by hand\n\nREGION\nid:left\n\n"
    found = extract("a.vtt", f"{head}00:01.000 --> 00:02.000 region:left\nOne.")
    assert found.text == "One.\n\nmade by hand\n\n"


def test_text_above_the_first_cue_is_refused(extracts):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.srt", "\nlost words\n\n1\n00:01,000 --> 00:02,000\nOne.")
    assert str(refused.value) == (
        "a.srt has 'lost words' in line 2, above the first cue; put it below the times of a cue, "
        "or remove it."
    )


@pytest.mark.parametrize(
    "times",
    [
        "00:02.000 -> 00:03.000",
        "00:00:02.000 \u2192 00:00:03.000",
        "00:02.000 00:03.000",
        "00:02.000 - 00:03.000",
        "00:02.000 -->",
        "--> 00:03.000",
        "00:00:02, 000 --> 00:00:03, 000",
        "00:02.000 --> 00:03.000 lost words",
    ],
)
def test_broken_times_are_refused(extracts, times):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\nOne.\n\n{times}\nTwo.")
    assert str(refused.value) == (
        f"a.vtt has {times!r} in line 6, which is not the time of a cue, such as "
        "'00:00:01,000 --> 00:00:02,000'; correct it there."
    )


@pytest.mark.parametrize("said", ["5 > 3", "From 10:30 - 11:15.", "It was 3 --> 4.", "10:30"])
def test_what_only_looks_like_times_is_counted(extract, said):
    text = f"1\n00:01,000 --> 00:02,000\n{said}\n"
    assert turns(extract("a.srt", text))[0][1] == said
