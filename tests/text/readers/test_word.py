"""A Word file: paragraphs and tables, headings by style, tracked changes accepted."""

import io
import zipfile

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

import discourse as dc
from discourse.errors import DiscourseError

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def document():
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = "A Speech", "B"
    return made


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_headings_open_sections(extract, document):
    document.add_paragraph("Before.")
    document.add_heading("One", level=1)
    document.add_paragraph("Text.")
    document.add_paragraph("")
    found = extract("a.docx", saved(document))
    assert [(r.name, found.text[r.start : r.end]) for r in found.regions] == [
        ("lead", "Before.\n\n"),
        ("heading", "One\n\nText.\n\n"),
    ]
    assert found.metadata == {"title": "A Speech", "author": "B"}
    assert found.made_by.startswith("python-docx ")


def test_the_cells_of_a_table_are_paragraphs_in_their_place(extract, document):
    document.add_paragraph("Before.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "One", "Two"
    document.add_paragraph("After.")
    assert extract("a.docx", saved(document)).text.split() == ["Before.", "One", "Two", "After."]


def test_what_was_added_is_read_and_what_was_deleted_is_not(extract, document):
    paragraph = document.add_paragraph("One ")
    for name, text in (("ins", "w:t"), ("del", "w:delText"), ("moveFrom", "w:t")):
        change = f"<w:{name} {WORD}><w:r><{text}>{name}</{text}></w:r></w:{name}>"
        paragraph._p.append(parse_xml(change))
    assert extract("a.docx", saved(document)).text == "One ins\n\n"


def run(text, properties=""):
    return parse_xml(f"<w:r {WORD}><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")


def delete_mark(paragraph, name="del"):
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f"<w:rPr {WORD}><w:{name}/></w:rPr>"))


@pytest.mark.parametrize("name", ["del", "moveFrom"])
def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next_one(extract, document, name):
    delete_mark(document.add_paragraph("human "), name)
    delete_mark(document.add_paragraph("rights "), name)
    document.add_paragraph("today")
    document.add_paragraph("Next.")
    assert extract("a.docx", saved(document)).text == "human rights today\n\nNext.\n\n"


def test_merged_paragraphs_have_the_style_of_the_last_one(extract, document):
    delete_mark(document.add_paragraph("On "))
    document.add_heading("Peace", level=1)
    (region,) = extract("a.docx", saved(document)).regions
    assert (region.name, region.head) == ("heading", 8)


def test_a_paragraph_before_a_table_does_not_go_on_in_it(extract, document):
    delete_mark(document.add_paragraph("Before"))
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Cell"
    assert extract("a.docx", saved(document)).text == "Before\n\nCell\n\n"


def test_a_row_and_a_cell_that_were_deleted_are_not_read(extract, document):
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(table._cells):
        cell.text = f"Cell {number}"
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {WORD}/>"))
    table.cell(1, 1)._tc.get_or_add_tcPr().append(parse_xml(f"<w:cellDel {WORD}/>"))
    assert extract("a.docx", saved(document)).text == "Cell 2\n\n"


RAISED = "<w:vertAlign w:val='superscript'/>"


def test_a_raised_number_is_no_part_of_a_word(extract, document):
    paragraph = document.add_paragraph("rights")
    for element in (run("1", RAISED), run(",", RAISED), run("2", RAISED), run(" and law")):
        paragraph._p.append(element)
    assert extract("a.docx", saved(document)).text == "rights¹,² and law\n\n"


def test_a_raised_letter_after_a_word_is_a_region_and_raised_letters_are_part_of_it(
    extract, document
):
    paragraph = document.add_paragraph("law")
    for element in (run("a", RAISED), run(" on the 5"), run("th", RAISED), run(" of May")):
        paragraph._p.append(element)
    found = extract("a.docx", saved(document))
    assert [(r.name, r.section, found.text[r.start : r.end]) for r in found.regions] == [
        ("paragraph", "1", "law on the 5th of May\n\n"),
        ("note mark", "", "a\n\n"),
    ]


def test_a_character_style_raises_its_text_and_a_run_can_lower_it(extract, document):
    base = document.styles.add_style("Note mark", 2)
    base.font.superscript = True
    style = document.styles.add_style("My mark", 2)
    style.base_style = base
    paragraph = document.add_paragraph("rights")
    paragraph.add_run("1", style="My mark")
    lowered = "<w:vertAlign w:val='baseline'/>"
    paragraph._p.append(run(" 3", f"<w:rStyle w:val='{style.style_id}'/>{lowered}"))
    assert extract("a.docx", saved(document)).text == "rights¹ 3\n\n"


def test_text_above_the_line_that_is_smaller_is_raised(extract, document):
    above, small = "<w:position w:val='6'/>", "<w:sz w:val='12'/>"
    paragraph = document.add_paragraph("rights")
    for element in (run("1", above + small), run(" law"), run("a", above + small)):
        paragraph._p.append(element)
    for element in (run(" 19", above), run(" 20", small), run("48", "<w:position w:val='-6'/>")):
        paragraph._p.append(element)
    style = document.styles.add_style("Mark", 2).element
    style.append(run("", above + "<w:sz w:val='6pt'/>").find(f"{{{style.nsmap['w']}}}rPr"))
    paragraph.add_run(" aid")
    paragraph.add_run("2", style="Mark")
    assert extract("a.docx", saved(document)).text == "rights¹ law 19 2048 aid²\n\na\n\n"


def test_a_line_of_which_all_is_higher_has_no_raised_text(extract, document):
    paragraph = document.add_paragraph()
    for text in ("In ", "1948"):
        paragraph._p.append(run(text, "<w:position w:val='2'/><w:sz w:val='18'/>"))
    assert extract("a.docx", saved(document)).text == "In 1948\n\n"


def test_a_ruby_is_a_region(extract, document):
    paragraph = document.add_paragraph("mis")
    ruby = "<w:ruby><w:rt><w:r><w:t>top</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>ter</w:t></w:r>"
    paragraph._p.append(parse_xml(f"<w:r {WORD}>{ruby}</w:rubyBase></w:ruby></w:r>"))
    paragraph.add_run("s agree")
    found = extract("a.docx", saved(document))
    assert found.text == "misters agree\n\ntop\n\n"
    assert [region.name for region in found.regions] == ["paragraph", "ruby"]


def test_hidden_text_is_a_region_that_is_dropped(extract, document):
    paragraph = document.add_paragraph("One ")
    paragraph.add_run("secret ").font.hidden = True
    paragraph.add_run("two ").font.hidden = False
    document.add_paragraph().add_run("All of it.").font.hidden = True
    found = extract("a.docx", saved(document))
    assert [(r.name, r.treatment, found.text[r.start : r.end]) for r in found.regions] == [
        ("paragraph", "count", "One two\n\n"),
        ("hidden text", "drop", "secret\n\nAll of it.\n\n"),
    ]


def test_the_words_of_small_files(shared):
    merged = dc.read(shared / "cases" / "docx_deleted_mark.docx")
    assert len(dc.concordance(merged, "human rights")) == 1
    assert merged.documents["sections"].tolist() == [1]
    raised = dc.read(shared / "cases" / "docx_raised.docx")
    assert raised.store.texts[0] == "rights¹ law\n\na\n\n"
    assert [r for r in raised.audit()["region"]] == ["paragraph", "note mark"]


def test_elements_that_represent_characters_are_read(extract, document):
    paragraph = document.add_paragraph()
    run = "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
    paragraph._p.append(parse_xml(f"<w:r {WORD}>{run}</w:r>"))
    assert extract("a.docx", saved(document)).text == "a\tb\nc\u2011d\n\n"


def test_a_file_without_properties_has_no_title(extract, root):
    data = (root / "docs" / "speeches" / "2010-Sam.docx").read_bytes()
    found = extract("a.docx", data)
    assert found.metadata == {}
    assert [r.name for r in found.regions] == ["heading", "heading"]


def with_entry(data, name, content):
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def refusal(extracts, data):
    with pytest.raises(DiscourseError) as refused:
        extracts("a.docx", data)
    return str(refused.value)


def test_a_damaged_file_is_refused(extracts, document):
    data = saved(document)
    damaged = "a.docx is damaged, or not a .docx file; open it in Word and save it as "
    assert refusal(extracts, data[: len(data) // 2]) == f"{damaged}.docx."
    assert refusal(extracts, b"Not a Word file") == f"{damaged}.docx."


def test_an_archive_of_something_else_is_refused(extracts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "One.")
    assert refusal(extracts, buffer.getvalue()) == (
        "a.docx cannot be read as a Word file (KeyError); open and save it again."
    )


def test_notes_that_are_not_xml_and_a_file_without_a_body_are_refused(extracts, document):
    refused = "a.docx cannot be read as a Word file ({}); open and save it again."
    document.element.remove(document.element.body)
    assert refusal(extracts, saved(document)) == refused.format("AttributeError")
    other = docx.Document()
    add_footnotes(other, "<w:footnotes")
    assert refusal(extracts, saved(other)) == refused.format("XMLSyntaxError")


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "..\\a"])
def test_an_entry_that_would_unpack_elsewhere_is_refused(extracts, document, name):
    assert refusal(extracts, with_entry(saved(document), name, "One.")) == (
        f"a.docx contains an entry that would unpack elsewhere, {name!r}; do not trust it."
    )


def test_an_archive_that_unpacks_to_too_much_is_refused(extracts, document, monkeypatch):
    monkeypatch.setattr("discourse.text.readers.archives.LARGEST_FILE", 2**20)
    data = with_entry(saved(document), "word/media/a.bin", b"\0" * 2**27)
    assert refusal(extracts, data) == (
        "a.docx unpacks to 129 MB, and the limit is 1 MB; divide it."
    )


def add_footnotes(document, xml):
    uri, package = PackURI("/word/footnotes.xml"), document.part.package
    part = Part(uri, "application/xml", xml.encode(), package)
    document.part.relate_to(part, f"{OFFICE}/footnotes")


def test_notes_are_placed_at_the_end_and_dropped(extract, document):
    document.add_paragraph("One.")
    notes = "".join(f"<w:footnote><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:footnote>" for n in "ab")
    add_footnotes(document, f"<w:footnotes {WORD}>{notes}</w:footnotes>")
    found = extract("a.docx", saved(document))
    assert [(r.name, r.treatment, found.text[r.start : r.end]) for r in found.regions] == [
        ("paragraph", "count", "One.\n\n"),
        ("note", "drop", "a\n\nb\n\n"),
    ]


def test_a_text_box_is_a_paragraph_and_is_read_once(extract, document):
    box = f"<w:txbxContent {WORD}><w:p><w:r><w:t>Box.</w:t></w:r></w:p></w:txbxContent>"
    paragraph = document.add_paragraph("One.")
    paragraph._p.append(
        parse_xml(
            f'<w:r {WORD} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert extract("a.docx", saved(document)).text == "One.\n\nBox.\n\n"
