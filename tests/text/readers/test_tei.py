"""TEI: the text of the source, with notes and speakers kept apart."""

import pytest

from discourse.errors import DiscourseError

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>A <hi>Play</hi></title><author>B</author></titleStmt>"
    "<publicationStmt><date>1600</date></publicationStmt></fileDesc></teiHeader>"
)


def tei(body, header=HEADER, before=""):
    return (
        f'{before}<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}'
        f'<text xml:lang="en-GB"><body>{body}</body></text></TEI>'
    )


def shown(found):
    return [(r.name, r.treatment, found.text[r.start : r.end].strip()) for r in found.regions]


def test_heads_open_sections_and_the_header_is_metadata(extract):
    found = extract("a.xml", tei("<div><head>One</head><p>Text.</p></div><head>Two</head>"))
    assert shown(found) == [("heading", "count", "One\n\nText."), ("heading", "count", "Two")]
    assert found.metadata == {"title": "A Play", "author": "B", "date": "1600", "language": "en"}


def test_notes_are_cut_out_and_the_paragraph_resumes_after_them(extract):
    found = extract("a.xml", tei("<p>One<note>a <p>note</p></note> two.</p><p>Three.</p>"))
    assert [(r.name, r.section) for r in found.regions] == [
        ("paragraph", "1"),
        ("note", ""),
        ("paragraph", "1"),
        ("paragraph", "2"),
    ]


def test_speakers_and_stage_directions_are_shown_and_not_counted(extract):
    found = extract("a.xml", tei("<sp><speaker>Anna</speaker><l>Peace.</l></sp>"))
    assert shown(found) == [("speaker", "show", "Anna"), ("paragraph", "count", "Peace.")]


def test_of_two_readings_the_one_of_the_source_is_read(extract):
    found = extract("a.xml", tei("<p>the <choice><sic>teh</sic><corr>the</corr></choice> end</p>"))
    assert found.text.strip() == "the teh end"


def test_the_encoding_is_the_one_that_the_file_declares(extract):
    data = tei("<p>café</p>", before='<?xml version="1.0" encoding="iso-8859-1"?>')
    assert extract("a.xml", data.encode("iso-8859-1")).text == "café\n\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<doc><p>One.</p></doc>", "is XML, but not a TEI document with a <text>"),
        (tei("<p>One.</q>"), "is not well-formed XML: Opening and ending tag mismatch"),
        (
            tei("<p>&x;</p>", before='<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "contains the entity &x;, and entities are not expanded; write the character itself.",
        ),
    ],
)
def test_files_that_are_not_tei_and_external_entities_are_refused(extracts, data, message):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.xml", data)
    assert str(refused.value).startswith(f"a.xml {message}")
