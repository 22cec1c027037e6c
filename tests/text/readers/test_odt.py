"""An OpenDocument text: paragraphs and tables, headings by outline, tracked changes accepted."""

import io
import zipfile

import pytest

import discourse as dc
from discourse.errors import DiscourseError

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
        ("meta", "meta"),
        ("svg", "svg-compatible"),
    )
)
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = """
<style:style style:name="Raised" style:family="text">
  <style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T1" style:family="text" style:parent-style-name="Raised"/>
<style:style style:name="T2" style:family="text">
  <style:text-properties style:text-position="33% 58%"/></style:style>
<style:style style:name="T3" style:family="text">
  <style:text-properties style:text-position="-33% 58%"/></style:style>
<style:style style:name="Hidden" style:family="text">
  <style:text-properties text:display="none"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Title" style:family="paragraph"/>
"""


def odt(body, meta="", manifest="", **entries):
    """An .odt file with this body."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    about = (
        f"<office:document-meta {NAMES} {DC}><office:meta>{meta}</office:meta>"
        "</office:document-meta>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        files = {"content.xml": content, "meta.xml": about, "META-INF/manifest.xml": manifest}
        for name, text in {**files, **entries}.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def regions(found):
    return [(r.name, r.treatment, found.text[r.start : r.end]) for r in found.regions]


def test_headings_and_titles_open_sections(extract):
    found = extract(
        "a.odt",
        odt(
            "<text:p>Before.</text:p><text:h text:outline-level='1'>One</text:h>"
            "<text:p>Text.</text:p><text:p/><text:p text:style-name='P1'>Two</text:p>"
        ),
    )
    assert [(r.name, found.text[r.start : r.head or r.end]) for r in found.regions] == [
        ("lead", "Before.\n\n"),
        ("heading", "One"),
        ("heading", "Two"),
    ]
    assert found.made_by.startswith("lxml ")


def test_title_and_author_are_metadata(extract):
    meta = "<dc:title>A Speech</dc:title><dc:creator>C</dc:creator>"
    data = odt("<text:p>One.</text:p>", f"{meta}<meta:initial-creator>B</meta:initial-creator>")
    assert extract("a.odt", data).metadata == {"title": "A Speech", "author": "B"}
    assert extract("a.odt", odt("<text:p>One.</text:p>", meta)).metadata["author"] == "C"
    assert extract("a.odt", odt("<text:p>One.</text:p>")).metadata == {}


def test_white_space_is_that_which_readers_see(extract):
    body = "<text:p> One\n  <text:s text:c='3'/>two<text:tab/>three<text:line-break/> four</text:p>"
    assert extract("a.odt", odt(body)).text == "One two\tthree\nfour\n\n"


def test_the_cells_of_a_table_and_the_items_of_a_list_are_paragraphs(extract):
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        f"<table:table><table:table-row>{cell.format('One')}{cell.format('Two')}</table:table-row>"
        "</table:table><text:list><text:list-item><text:p>Three</text:p></text:list-item></text:list>"
    )
    assert extract("a.odt", odt(body)).text == "One\n\nTwo\n\nThree\n\n"


def test_deleted_text_and_comments_are_left_out(extract):
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>We want <text:change text:change-id='1'/>new"
        "<office:annotation><text:p>Why?</text:p></office:annotation> rules.</text:p>"
    )
    assert extract("a.odt", odt(body)).text == "We want new rules.\n\n"


def test_notes_are_placed_at_the_end_and_dropped(extract):
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>A note.</text:p></text:note-body></text:note>"
    )
    assert regions(extract("a.odt", odt(f"<text:p>We value rights{note} and law.</text:p>"))) == [
        ("paragraph", "count", "We value rights and law.\n\n"),
        ("note", "drop", "A note.\n\n"),
    ]


def test_raised_and_hidden_text_are_apart(extract):
    body = (
        "<text:p>law<text:span text:style-name='T1'>a</text:span>, "
        "aid<text:span text:style-name='T2'>2</text:span>, "
        "H<text:span text:style-name='T3'>2</text:span>O "
        "<text:span text:style-name='Hidden'>secret </text:span>end</text:p>"
        "<text:section text:display='none'><text:p>All of it.</text:p></text:section>"
    )
    assert regions(extract("a.odt", odt(body))) == [
        ("paragraph", "count", "law, aid², H2O end\n\n"),
        ("note mark", "drop", "a\n\n"),
        ("hidden text", "drop", "secret\n\nAll of it.\n\n"),
    ]


def test_a_text_box_is_a_paragraph_and_the_name_of_a_picture_is_no_text(extract):
    box = "<draw:frame><draw:text-box><text:p>Box.</text:p></draw:text-box></draw:frame>"
    picture = "<draw:frame><svg:title>Photo</svg:title></draw:frame>"
    assert extract("a.odt", odt(f"<text:p>One {box}{picture}two.</text:p>")).text == (
        "One two.\n\nBox.\n\n"
    )


def refusal(extracts, data):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.odt", data)
    return str(refused.value)


def test_a_file_that_cannot_be_read_is_refused(extracts):
    damaged = "a.odt is damaged, or not an .odt file; open it and save it as .odt."
    data = odt("<text:p>One.</text:p>")
    assert refusal(extracts, data[: len(data) // 2]) == damaged
    assert refusal(extracts, b"One.") == damaged
    assert refusal(extracts, odt("<text:p>One.")) == (
        "a.odt cannot be read as an .odt file (XMLSyntaxError); open and save it again."
    )
    assert refusal(extracts, odt("", **{"content.xml": "<a/>"})) == (
        "a.odt is not an OpenDocument text; open it and save it as .odt."
    )
    assert refusal(extracts, odt("", manifest="<m:encryption-data/>")) == (
        "a.odt is protected by a password; save a copy without one."
    )
    assert refusal(extracts, odt("", **{"../a": "One."})) == (
        "a.odt contains an entry that would unpack elsewhere, '../a'; do not trust it."
    )


def test_a_folder_with_an_opendocument_text_is_read(tmp_path):
    (tmp_path / "a.odt").write_bytes(odt("<text:p>Human rights.</text:p>"))
    assert dc.read(tmp_path).tokens("a") == ["Human", "rights"]


def test_a_ruby_is_a_region(extract):
    ruby = "<text:ruby><text:ruby-base>ter</text:ruby-base><text:ruby-text>top</text:ruby-text>"
    found = extract("a.odt", odt(f"<text:p>mis{ruby}</text:ruby>s agree</text:p>"))
    assert regions(found) == [
        ("paragraph", "count", "misters agree\n\n"),
        ("ruby", "drop", "top\n\n"),
    ]
