r"""Rich text: paragraphs and tables, headings by style, tracked changes accepted."""

import pytest

import discourse as dc
from discourse.errors import DiscourseError


def rtf(text, header=r"\ansi\ansicpg1252\deff0"):
    return "{\\rtf1" + header + "\n" + text + "}"


def regions(found):
    return [(r.name, r.treatment, found.text[r.start : r.end]) for r in found.regions]


def test_paragraphs_are_sections(extract):
    found = extract("a.rtf", rtf(r"\pard One.\par Two \b bold\b0 .\par"))
    assert regions(found) == [
        ("paragraph", "count", "One.\n\n"),
        ("paragraph", "count", "Two bold.\n\n"),
    ]
    assert found.made_by.startswith("discourse-toolkit ")


def test_headings_open_sections_by_style_or_outline(extract):
    styles = r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\*\cs2 heading;}}"
    text = r"\pard\s1 On Peace\par\pard\plain Text.\par\pard\outlinelevel1 On Law\par\pard End.\par"
    found = extract("a.rtf", rtf(styles + text))
    assert [found.text[r.start : r.head] for r in found.regions] == ["On Peace", "On Law"]


def test_title_and_author_are_metadata(extract):
    info = r"{\info{\title A Speech}{\author B\'e9}{\*\company C}}"
    assert extract("a.rtf", rtf(info + "One.")).metadata == {"title": "A Speech", "author": "Bé"}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"caf\'e9 \'93now\'94", "café “now”"),
        (r"\u8220?now\u8221?", "“now”"),
        (r"\uc0\u8220 now\uc1\u8221\'94", "“now”"),
        (r"\uc2\u8220\'aa\'bbnow", "“now"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"a\tab b\line c\_d\~e\{f\}\\", "a\tb\nc\u2011d\u00a0e{f}\\"),
        (r"a\emdash b\ldblquote c\rdblquote", "a—b“c”"),
        (r"{\f1 \'cc\'e8\'f0} \'e9", "Мир é"),
        (r"{\f2\'93\'fa\'96\'7b}", "日本"),
        ("over\r\ntwo\nlines", "overtwolines"),
    ],
)
def test_characters_are_decoded_by_number_and_by_the_code_page_of_their_font(
    extract, written, text
):
    fonts = r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times;}{\f2\fcharset128 Mincho;}}"
    assert extract("a.rtf", rtf(f"{fonts}x {written}\\par")).text == f"x {text}\n\n"


def test_the_code_page_of_a_file_is_used(extract):
    assert extract("a.rtf", rtf(r"\'cc\'e8\'f0", r"\ansi\ansicpg1251")).text == "Мир\n\n"
    assert extract("a.rtf", rtf(r"\'8e", r"\mac")).text == "é\n\n"
    assert extract("a.rtf", rtf(r"\'c3\'a9", r"\ansi\ansicpg65001")).text == "é\n\n"
    assert extract("a.rtf", rtf(r"\'e9", r"\ansi\ansicpg77777")).text == "é\n\n"


def test_what_was_added_is_read_and_what_was_deleted_is_not(extract):
    text = r"One {\revised two} {\deleted three}{\mvf four}four\par{\deleted human\par }rights\par"
    assert extract("a.rtf", rtf(text)).text == "One two four\n\nrights\n\n"


def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next_one(extract):
    assert extract("a.rtf", rtf(r"human {\deleted\par}rights\par")).text == "human rights\n\n"


def test_notes_are_placed_at_the_end_and_dropped(extract):
    note = r"{\super 1}{\footnote\pard {\super 1} A note.\par More.}"
    assert regions(extract("a.rtf", rtf(rf"We value rights{note} and law.\par"))) == [
        ("paragraph", "count", "We value rights¹ and law.\n\n"),
        ("note", "drop", "1 A note.\nMore.\n\n"),
    ]


def test_raised_and_hidden_text_are_apart(extract):
    text = r"law{\super a}, aid\super 2\nosupersub  and {\v secret }care\up6 3\up0 .\par"
    assert regions(extract("a.rtf", rtf(text))) == [
        ("paragraph", "count", "law, aid² and care³.\n\n"),
        ("note mark", "drop", "a\n\n"),
        ("hidden text", "drop", "secret\n\n"),
    ]


def test_the_cells_of_a_table_are_paragraphs(extract):
    text = r"\trowd\cellx1\cellx2 One\cell Two\cell\row After.\par"
    assert extract("a.rtf", rtf(text)).text == "One\n\nTwo\n\nAfter.\n\n"


def test_a_text_box_is_a_paragraph_and_is_read_once(extract):
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard Box.\par}}{\shprslt Box.}}"
    assert extract("a.rtf", rtf(rf"One {box}two.\par Three.")).text == (
        "One two.\n\nBox.\n\nThree.\n\n"
    )


def test_what_readers_do_not_see_in_the_text_is_left_out(extract):
    text = (
        r"{\header Head}{\footer Foot}{\*\generator X;}{\pict\bin4 {}{}00}{\listtext 1.\tab}"
        r'{\field{\*\fldinst HYPERLINK "x"}{\fldrslt One.}}{\*\bkmkstart a}\par'
    )
    assert extract("a.rtf", rtf(text)).text == "One.\n\n"


def test_a_file_that_is_cut_or_is_something_else_is_refused(extracts):
    for data, reason in (
        (rtf("One.")[:-1], "ends before its text does; open it and save it again."),
        ("One.", "is not rich text; open it and save it as .rtf."),
    ):
        with pytest.raises(DiscourseError) as refused:
            extracts("a.rtf", data)
        assert str(refused.value) == f"a.rtf {reason}"


def test_deep_groups_and_loose_braces_are_read(extract):
    assert extract("a.rtf", rtf("{" * 50_000 + "deep" + "}" * 50_000)).text == "deep\n\n"
    assert extract("a.rtf", rtf("One.") + "} {\\b Two.").text == "One.\n\n"


def test_a_folder_with_rich_text_is_read(tmp_path):
    (tmp_path / "a.rtf").write_text(rtf("Human rights."), encoding="ascii")
    assert dc.read(tmp_path).tokens("a") == ["Human", "rights"]
