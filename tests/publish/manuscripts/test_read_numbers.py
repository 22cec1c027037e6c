"""Numbers that authors' programs write in ways of their own are read, each as one number."""

import zipfile

import pytest

from discourse.publish.manuscripts.manuscript import read_manuscript
from discourse.publish.manuscripts.manuscript_numbers import find_manuscript_numbers

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def docx(path, body):
    spaces = f'xmlns:w="{WORD}" xmlns:mc="{COMPATIBILITY}"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>"
        )
    return path


def odt(path, body):
    names = ("office", "text", "table")
    spaces = " ".join(f'xmlns:{name}="{OFFICE}{name}:1.0"' for name in names)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
        )
    return path


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def control(inside):
    return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def box(inside):
    return f"<w:p><w:r><w:txbxContent>{inside}</w:txbxContent></w:r></w:p>"


def cell(inside):
    return f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"


def numbers(path):
    found = find_manuscript_numbers(read_manuscript(path))
    return [number.number.text for sentence in found for number in sentence.numbers]


@pytest.mark.parametrize(
    "body",
    [
        cell(control(paragraph("333 hits"))),
        cell(control(control(paragraph("333 hits")))),
        cell(box(paragraph("333 hits")) + paragraph("")),
        "<mc:AlternateContent><mc:Choice>" + paragraph("333 hits")
        + "</mc:Choice><mc:Fallback>" + paragraph("333 hits")
        + "</mc:Fallback></mc:AlternateContent>",
    ],
    ids=["control", "control in a control", "box", "alternatives"],
)  # fmt: skip
def test_word_holds_paragraphs_in_other_elements(body, tmp_path):
    assert numbers(docx(tmp_path / "paper.docx", body)) == ["333"]


def test_a_list_in_a_cell_of_opendocument_is_read(tmp_path):
    listed = "<text:list><text:list-item><text:p>44 hits</text:p></text:list-item></text:list>"
    row = f"<table:table-row><table:table-cell>{listed}</table:table-cell></table:table-row>"
    assert numbers(odt(tmp_path / "paper.odt", f"<table:table>{row}</table:table>")) == ["44"]


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011"])
def test_a_number_in_words_has_any_hyphen(hyphen, tmp_path):
    path = tmp_path / "paper.md"
    path.write_text(f"It has twenty{hyphen}eight hits.", encoding="utf-8")
    assert numbers(path) == ["twenty-eight"]


def test_the_hyphen_of_word_at_which_no_line_ends_is_one(tmp_path):
    body = "<w:p><w:r><w:t>twenty</w:t><w:noBreakHyphen/><w:t>eight hits</w:t></w:r></w:p>"
    assert numbers(docx(tmp_path / "paper.docx", body)) == ["twenty-eight"]


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f"])
def test_groups_of_digits_with_a_space_at_which_no_line_ends_are_one_number(space, tmp_path):
    path = tmp_path / "paper.md"
    path.write_text(f"It has 1{space}384 tokens, and 12{space}34 types.", encoding="utf-8")
    assert numbers(path) == [f"1{space}384", "12", "34"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("*Rights* occurs {28} times.", ["28"]),
        (r"It occurs \textbf{29} times, and \num{30}.", ["29", "30"]),
        ("It has [x]{.mark} and {31 hits}.", ["31"]),
        ("# Results {#sec-28 .wide width=50}\n\nIt has 7 hits.", ["7"]),
        ('![A.](a.png){#fig-9 width=80% alt="9"}', []),
    ],
)
def test_braces_hide_only_attributes(source, found, tmp_path):
    path = tmp_path / "paper.md"
    path.write_text(source, encoding="utf-8")
    assert numbers(path) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>It has 30<sup>a</sup> hits.</p>", ["30"]),
        ("<p>It has <del>73</del><ins>74</ins> hits.</p>", ["73", "74"]),
        ("<p>It has <s>75</s><strike>76</strike> hits.</p>", ["75", "76"]),
    ],
)
def test_html_joins_no_number_with_a_note_or_what_is_struck_out(source, found, tmp_path):
    path = tmp_path / "paper.html"
    path.write_text(source, encoding="utf-8")
    assert numbers(path) == found


def passage(path):
    (found,) = read_manuscript(path).passages
    return found


def run(text, look=""):
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("inside", ["<!-- x -->", "<?x y?>", "<![CDATA[]]>"])
def test_what_stands_inside_of_a_text_does_not_end_it(inside, tmp_path):
    body = paragraph(f"It has 28{inside}9 hits.")
    assert numbers(docx(tmp_path / "paper.docx", body)) == ["289"]


def test_paragraphs_whose_end_was_deleted_are_one(tmp_path):
    gone = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    first = f"<w:p>{gone}{run('It has 28 ')}</w:p>"
    body = first + f"<w:p>{run('hits.')}</w:p>"
    assert passage(docx(tmp_path / "a.docx", body)).text == "It has 28 hits."
    assert passage(docx(tmp_path / "b.docx", cell(body))).text == "It has 28 hits."
    assert passage(docx(tmp_path / "c.docx", first)).text == "It has 28 "


WHITE, TINY = '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'
DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'


@pytest.mark.parametrize(
    ("body", "is_hidden"),
    [
        (f"<w:p>{run('It has 28 hits.', WHITE)}</w:p>", True),
        (f"<w:p>{run('It has 28 hits.', TINY)}</w:p>", True),
        (f'<w:p><w:bdo w:val="rtl">{run("It has 28 hits.")}</w:bdo></w:p>', True),
        (f'<w:p><w:bdo w:val="ltr">{run("It has 28 hits.")}</w:bdo></w:p>', False),
        (f"<w:p>{run('It has 28 hits.', WHITE + DARK)}</w:p>", False),
        (f"<w:p><w:pPr>{DARK}</w:pPr>{run('It has 28 hits.', WHITE)}</w:p>", False),
        (cell(f"<w:p>{run('It has 28 hits.', WHITE)}</w:p>"), False),
    ],
    ids=["white", "tiny", "turned", "not turned", "on dark", "in a dark paragraph", "in a table"],
)
def test_word_text_that_nobody_sees_is_marked(body, is_hidden, tmp_path):
    (sentence,) = find_manuscript_numbers(read_manuscript(docx(tmp_path / "paper.docx", body)))
    assert [number.number.hidden for number in sentence.numbers] == [is_hidden]


def test_signs_of_a_font_are_read(tmp_path):
    def sign(font, code):
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    signs = (("Symbol", "F0B3"), ("Symbol", "F032"), ("Wingdings", "F0FC"), ("Arial", "2265"))
    body = f"<w:p>{run('p ')}{''.join(sign(*each) for each in signs)}</w:p>"
    assert passage(docx(tmp_path / "paper.docx", body)).text == "p ≥2□≥"
