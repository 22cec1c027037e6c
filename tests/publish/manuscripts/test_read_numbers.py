"""Numbers that authors' programs write in ways of their own are read, each as one number."""

import zipfile

import pytest

import discourse as dc
from discourse.publish.manuscripts.manuscript import read_manuscript
from discourse.publish.manuscripts.manuscript_numbers import find_manuscript_numbers

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def docx(path, body):
    spaces = f'xmlns:w="{WORD}" xmlns:mc="{COMPATIBILITY}" xmlns:m="{MATH}"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>"
        )
        names = {"heading1": "heading 1", "toc1": "toc 1"}
        styles = (
            f'<w:style w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
            for style, name in names.items()
        )
        archive.writestr("word/styles.xml", f"<w:styles {spaces}>{''.join(styles)}</w:styles>")
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


def styled(text, style):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def heading(text):
    return styled(text, "heading1")


def listed(text):
    return styled(text, "toc1")


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


def alternatives(one, other):
    choice = f'<mc:Choice Requires="unknown">{one}</mc:Choice>'
    fallback = f"<mc:Fallback>{other}</mc:Fallback>"
    return f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (alternatives(paragraph("3 hits"), paragraph("99 hits")), ["3", "99"]),
        ("<w:p>" + alternatives("", "<w:r><w:t>99 hits</w:t></w:r>") + "</w:p>", ["99"]),
        ("<w:p><w:r>" + alternatives("", "<w:t>99 hits</w:t>") + "</w:r></w:p>", ["99"]),
        (
            "<w:p><w:r>" + alternatives(box(paragraph("3 hits")), box(paragraph("99 hits")))
            + "</w:r></w:p>",
            ["3", "99"],
        ),
        (listed("Peace has 99 hits"), ["99"]),
        (heading("On 99 hits") + listed("2.1 On 99 hits\t7"), ["99"]),
        (heading("On 12 hits") + listed("2.1 On 99 hits\t7"), ["12", "2.1", "99", "7"]),
        ("<m:oMathPara><m:oMath><m:r><m:t>peace = 99</m:t></m:r></m:oMath></m:oMathPara>", ["99"]),
    ],
)  # fmt: skip
def test_word_shows_what_a_fallback_a_contents_entry_or_a_formula_says(body, found, tmp_path):
    assert numbers(docx(tmp_path / "paper.docx", body)) == found


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
        ("<p><sup>1</sup> It has <sup>99</sup> hits of rights<sup>2</sup>.</p>", ["99"]),
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
SQUEEZED, FAR = '<w:w w:val="1"/>', '<w:position w:val="-100pt"/>'
NEAR = '<w:w w:val="90"/><w:position w:val="6"/><w:spacing w:val="-10"/>'
DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'


@pytest.mark.parametrize(
    ("body", "is_hidden"),
    [
        (f"<w:p>{run('It has 28 hits.', WHITE)}</w:p>", True),
        (f"<w:p>{run('It has 28 hits.', TINY)}</w:p>", True),
        (f"<w:p>{run('It has 28 hits.', SQUEEZED)}</w:p>", True),
        (f"<w:p>{run('It has 28 hits.', FAR)}</w:p>", True),
        (f"<w:p>{run('It has ')}{run('not ', SQUEEZED)}{run('28 hits.')}</w:p>", True),
        (f"<w:p>{run('It has 28 hits.', NEAR)}</w:p>", False),
        (f'<w:p><w:bdo w:val="rtl">{run("It has 28 hits.")}</w:bdo></w:p>', True),
        (f'<w:p><w:bdo w:val="ltr">{run("It has 28 hits.")}</w:bdo></w:p>', False),
        (f"<w:p>{run('It has 28 hits.', WHITE + DARK)}</w:p>", False),
        (f"<w:p><w:pPr>{DARK}</w:pPr>{run('It has 28 hits.', WHITE)}</w:p>", False),
        (cell(f"<w:p>{run('It has 28 hits.', WHITE)}</w:p>"), False),
    ],
    ids=[
        "white",
        "tiny",
        "squeezed",
        "far from its line",
        "beside it",
        "a little narrower and raised",
        "turned",
        "not turned",
        "on dark",
        "in a dark paragraph",
        "in a table",
    ],
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


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("It has 28.[^note7] And[^2] more.\n\n[^note7]: See *x*.\n[^2]: It has 7.", ["28", "7"]),
        ("It has x^2^ and H~2~O, `r 14*2` or `{python} 5 + 1` hits.", []),
        ("It has 28^2^ hits, the 2^nd^ of all.", ["28", "²", "2"]),
        ("It has 28<sup>2</sup> hits, and a note.<sup>3</sup>", ["28", "²"]),
        ("It has <del>73</del><ins>74</ins> hits, or ~~75~~76.", ["73", "74", "75", "76"]),
    ],
    ids=["notes", "signs", "raised", "raised in HTML", "struck out"],
)  # fmt: skip
def test_markdown_joins_no_number_with_marks(source, found, tmp_path):
    path = tmp_path / "paper.qmd"
    path.write_text(source, encoding="utf-8")
    read = find_manuscript_numbers(read_manuscript(path))
    open_numbers = [n.number for sentence in read for n in sentence.numbers if not n.rule]
    assert [number.text for number in open_numbers] == found


def test_a_new_note_leaves_the_sentence_the_same(tmp_path):
    path = tmp_path / "paper.md"
    digests = []
    for mark in ("", "[^1]", "[^note7]"):
        path.write_text(f"It has 28 hits{mark}.\n", encoding="utf-8")
        digests += [each.digest for each in find_manuscript_numbers(read_manuscript(path))]
    assert len(digests) == 3 and len(set(digests)) == 1


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (r"It has \num{1,384}, \num{1384} and \num{12 345} tokens.", ["1.384", "1384", "12345"]),
        (r"It has 1\,384 tokens, $1\,384$, or 1~384.", ["1\u202f384", "1\u202f384", "1\xa0384"]),
    ],
)
def test_latex_numbers_are_read_as_they_are_set(source, found, tmp_path):
    path = tmp_path / "paper.tex"
    path.write_text(source, encoding="utf-8")
    assert numbers(path) == found


def columns(path):
    read = read_manuscript(path).passages
    return {each.text: (each.row, each.column) for each in read if each.kind == "cell"}


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("\\claim%\n{28}%\n  {rights} hits", ["rights"]),
        ("\\claim\n{28}\n{rights  % a note\n} hits", ["rights"]),
        ("an odd \\claim26{x}, \\claim{28}{rights} hits", ["rights"]),
        ("an odd \\claim{26} x, \\claim{28}{rights} hits", ["rights"]),
        ("code \\lstinline|\\claim{26}{x}|, \\claim{28}{rights} hits", ["rights"]),
    ],
)
def test_latex_claims_are_read_as_latex_does(source, bound, tmp_path):
    path = tmp_path / "paper.tex"
    path.write_text(f"\\begin{{document}}{source}\\end{{document}}", encoding="utf-8")
    read = read_manuscript(path)
    found = [n.number for s in find_manuscript_numbers(read) for n in s.numbers if n.number.claim]
    assert [(number.text, number.claim) for number in found] == [("28", claim) for claim in bound]
    assert len(read.notes) == ("odd" in source)


def test_cells_over_several_columns_and_rows_are_counted(tmp_path):
    latex = tmp_path / "paper.tex"
    rows = r"a & b & c & d \\ e & \multicolumn{2}{c}{25} & 26 \\"
    latex.write_text(rf"\begin{{tabular}}{{llll}} {rows} \end{{tabular}}", encoding="utf-8")
    found = columns(latex)
    assert (found["25"], found["26"]) == ((2, 2), (2, 4))
    page = tmp_path / "paper.html"
    page.write_text(
        "<table><tr><td>a<td>b<td>c<td>d</tr>"
        '<tr><td rowspan="2">e<td colspan="2" rowspan="2">51<td>52</tr><tr><td>53</tr>'
        "<tr><td>f<td>54</tr></table>",
        encoding="utf-8",
    )
    found = columns(page)
    assert (found["51"], found["52"], found["53"], found["54"]) == ((2, 2), (2, 4), (3, 4), (4, 2))


def test_a_section_of_opendocument_may_be_hidden(tmp_path):
    body = '<text:section text:display="none"><text:p>It has 52 hits.</text:p></text:section>'
    (sentence,) = find_manuscript_numbers(read_manuscript(odt(tmp_path / "paper.odt", body)))
    assert [number.number.hidden for number in sentence.numbers] == [True]


SAID = (
    '<office:annotation office:name="{0}"><text:p>claim: {1}</text:p></office:annotation>28'
    '<office:annotation-end office:name="{0}"/>'
)


def test_a_comment_over_several_paragraphs_is_noted(tmp_path):
    inside = SAID.format("1", "rights").replace("28<", "No label.</text:p><text:p>28 hits<")
    read = read_manuscript(odt(tmp_path / "paper.odt", f"<text:p>{inside}</text:p>"))
    assert read.notes == [
        "the comment 'claim: rights' is not on words of one paragraph; put it on the number"
    ]
    body = f"<text:p>{SAID.format('1', 'rights')} hits</text:p>"
    assert read_manuscript(odt(tmp_path / "paper.odt", body)).notes == []


@pytest.mark.parametrize("is_over_two", [True, False])
def test_a_comment_of_word_over_two_paragraphs_is_noted(is_over_two, tmp_path):
    import docx as word

    document = word.Document()
    first, second = (document.add_paragraph().add_run(text) for text in ("No label.", "28 hits"))
    marked = [first, second] if is_over_two else [second]
    document.add_comment(marked, text="claim: rights", author="A", initials="A")
    document.save(tmp_path / "paper.docx")
    assert len(read_manuscript(tmp_path / "paper.docx").notes) == is_over_two


def test_each_of_two_claims_on_a_number_is_judged(tmp_path, paper):
    import docx as word

    document = word.Document()
    paragraph = document.add_paragraph("Of rights and china: ")
    run_of_number = paragraph.add_run("28")
    paragraph.add_run(" hits.")
    for claim in ("china", "rights"):
        document.add_comment(run_of_number, text=f"claim: {claim}", author="A", initials="A")
    document.save(tmp_path / "paper.docx")
    found = dc.check_manuscript(tmp_path / "paper.docx", paper)
    assert sorted(zip(found["claim"], found["status"], strict=True)) == [
        ("china", "moved"), ("rights", "holds"),
    ]  # fmt: skip


def test_a_claim_of_the_file_that_the_manuscript_overrules_is_noted(tmp_path, paper):
    path = tmp_path / "paper.md"
    path.write_text('*Rights* has [28](# "rights") hits, not *china*.', encoding="utf-8")
    (tmp_path / "paper.claims.toml").write_text(
        "[[number]]\nsentence = 'Rights has 28 hits, not china.'\nnumber = '28'\nclaim = 'china'\n",
        encoding="utf-8",
    )
    (note,) = dc.check_manuscript(path, paper).attrs["notes"]
    assert "'rights', which counts" in note


@pytest.mark.parametrize(
    ("name", "content", "way_out"),
    [
        ("a.md", b"caf\xe9 28 hits", "save it as UTF-8"),
        ("a.tex", b"caf\xe9 28 hits", "inputenc"),
        ("a.md", b"PK\x03\x04\0\0", "give it its own ending"),
    ],
)
def test_the_way_out_is_one_of_a_manuscript(name, content, way_out, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(dc.DiscourseError, match=way_out):
        read_manuscript(tmp_path / name)


def test_what_quarto_includes_is_noted(tmp_path):
    path = tmp_path / "paper.qmd"
    path.write_text("Text.\n\n{{< include _x.qmd >}}\n", encoding="utf-8")
    assert read_manuscript(path).notes == ["_x.qmd: is included, and not read; check it by itself"]


def test_a_comment_at_a_point_is_one_on_the_word_before(tmp_path):
    note = "<office:annotation><text:p>claim: rights</text:p></office:annotation>"
    path = odt(tmp_path / "paper.odt", f"<text:p>It has 35{note} hits.</text:p>")
    (sentence,) = find_manuscript_numbers(read_manuscript(path))
    assert [(each.number.text, each.number.claim) for each in sentence.numbers] == [
        ("35", "rights")
    ]
    path = docx(tmp_path / "paper.docx", f'<w:p>{run("It has 35")}<w:r><w:commentReference '
                f'w:id="4"/></w:r>{run(" hits.")}</w:p>')  # fmt: skip
    with zipfile.ZipFile(path, "a") as archive:
        said = paragraph("claim: rights")
        archive.writestr(
            "word/comments.xml",
            f'<w:comments xmlns:w="{WORD}"><w:comment w:id="4">{said}</w:comment></w:comments>',
        )
    (sentence,) = find_manuscript_numbers(read_manuscript(path))
    assert [each.number.claim for each in sentence.numbers] == ["rights"]


@pytest.mark.parametrize(("suffix", "status"), [("", "holds"), (" k", "doubtful")])
def test_a_unit_of_thousands_belongs_to_its_number(suffix, status, tmp_path, paper):
    path = tmp_path / "paper.md"
    path.write_text(f'*Rights* has [28](# "rights"){suffix} hits.', encoding="utf-8")
    assert dc.check_manuscript(path, paper)["status"].tolist() == [status]


def test_what_is_passed_over_in_a_file_of_claims_is_noted(tmp_path, paper):
    path = tmp_path / "paper.md"
    path.write_text("*Rights* has 28 hits.", encoding="utf-8")
    entry = '[[number]]\nsentence = "Rights has 28 hits."\nnumber = "28"\n'
    filed = tmp_path / "paper.claims.toml"
    filed.write_text(f'{entry}claim = "rights"\n{entry}claim = "china"\n', encoding="utf-8")
    table = dc.check_manuscript(path, paper)
    assert table["status"].tolist() == ["holds"]
    (note,) = table.attrs["notes"]
    assert "'rights', which counts, and to 'china'" in note
    filed.write_text(f'texts = "{tmp_path.parent}"\n', encoding="utf-8")
    (note,) = dc.check_manuscript(path).attrs["notes"]
    assert "outside of its folder" in note
