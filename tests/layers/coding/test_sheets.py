"""Lines go to a workbook and come back with codes; what is wrong is named, and nothing lost."""

import zipfile

import openpyxl
import pytest

import discourse as dc
from discourse.errors import DiscourseError
from discourse.layers.coding.code_rows import Coding

TEXT = 'Peace =1+1 and “rights”. +peace\x0b, @peace\nand\tPEACE. -peace; 😀 peace "x" <b>'


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"=cmd()": TEXT})


@pytest.fixture
def lines(corpus):
    return dc.concordance(corpus, "peace")


@pytest.fixture
def sheet(lines, book, tmp_path):
    path = tmp_path / "lines.xlsx"
    dc.layers.to_sheet(lines, path, book)
    return path


def fill(path, rows):
    """Write cells of the sheet, by row (from 2) and column."""
    made = openpyxl.load_workbook(path)
    page = made["lines"]
    heads = {cell.value: cell.column for cell in page[1]}
    for (row, name), value in rows.items():
        page.cell(row, heads[name]).value = value
    made.save(path)


def test_codes_and_notes_come_back(corpus, lines, sheet, book):
    fill(sheet, {(2, "code"): "for", (3, "code"): " against ", (3, "note"): "=x", (4, "note"): "?"})
    made = openpyxl.load_workbook(sheet)
    made["lines"].cell(3, 8).data_type = "s"
    made.save(sheet)
    file = dc.layers.from_sheet(corpus, sheet, book, "A")
    ids = lines.frame["line_id"].tolist()
    assert file.read() == {
        ids[0]: Coding(("for",)), ids[1]: Coding(("against",), "=x"), ids[2]: Coding((), "?"),
    }  # fmt: skip
    assert file.undo() == tuple(ids[:3])
    assert file.read() == {}


def test_lines_that_were_written_without_a_codebook_come_back_with_codes(
    corpus, lines, book, tmp_path
):
    path = tmp_path / "lines.xlsx"
    lines.to_sheet(path)
    assert openpyxl.load_workbook(path).sheetnames == ["lines"]
    first = path.read_bytes()
    lines.to_sheet(path)
    assert path.read_bytes() == first
    fill(path, {(2, "code"): "for", (4, "note"): "?"})
    read = dc.layers.from_sheet(corpus, path, book, "A").read()
    ids = lines.frame["line_id"].tolist()
    assert read == {ids[0]: Coding(("for",)), ids[2]: Coding((), "?")}
    fill(path, {(3, "code"): "neither"})
    with pytest.raises(DiscourseError, match="'neither' is not known"):
        dc.layers.from_sheet(corpus, path, book, "A")


def test_a_line_of_a_text_that_the_corpus_has_twice_is_coded_once(book, tmp_path):
    corpus = dc.Corpus.from_texts({"a": "We want peace.", "b": "We want peace."})
    lines, path = dc.concordance(corpus, "peace"), tmp_path / "d.xlsx"
    dc.layers.to_sheet(lines, path, book)
    fill(path, {(2, "code"): "for"})
    read = dc.layers.from_sheet(corpus, path, book, "A").read()
    assert read == {lines[0].line_id: Coding(("for",))}
    assert openpyxl.load_workbook(path)["lines"].max_row == 2


def test_no_lines_are_a_sheet_of_headings(corpus, tmp_path):
    path = tmp_path / "none.xlsx"
    dc.concordance(corpus, "war").to_sheet(path)
    (heads,) = openpyxl.load_workbook(path)["lines"].iter_rows(values_only=True)
    assert heads == ("line_id", "document", "section", "left", "node", "right", "code", "note")


@pytest.mark.parametrize("path", ["lines.csv", "none/lines.xlsx", "", 3])
def test_something_that_is_no_workbook_to_write_is_refused(lines, tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DiscourseError):
        lines.to_sheet(path)
    assert list(tmp_path.iterdir()) == []


def test_every_cell_is_text_and_none_a_formula(sheet):
    for page in openpyxl.load_workbook(sheet):
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n") and (cell.data_type == "s") == bool(cell.value)


def test_the_same_lines_give_the_same_bytes(lines, sheet, book, tmp_path):
    dc.layers.to_sheet(lines, tmp_path / "again.xlsx", book)
    assert sheet.read_bytes() == (tmp_path / "again.xlsx").read_bytes()


def test_the_sheet_offers_the_codes_of_the_codebook(sheet):
    made = openpyxl.load_workbook(sheet)
    (offered,) = made["lines"].data_validations.dataValidation
    assert (str(offered.sqref), offered.formula1) == ("G2:G7", "'codebook'!$A$2:$A$3")
    assert [row[0].value for row in made["codebook"].iter_rows()] == ["code", "for", "against"]


def test_nobodys_codes_are_shown_unless_a_coder_is_named(corpus, lines, book, tmp_path):
    file = dc.layers.code_file(book, "A")
    file.put(lines[0].line_id, "for", note="why")
    for coder, shown in ((None, (None, None)), ("A", ("for", "why"))):
        dc.layers.to_sheet(lines, tmp_path / "x.xlsx", book, coder=coder)
        row = openpyxl.load_workbook(tmp_path / "x.xlsx")["lines"][2]
        assert tuple(cell.value or None for cell in row[-2:]) == shown


def test_a_blind_sample_is_coded_by_another(corpus, lines, book, tmp_path):
    dc.layers.code_file(book, "A").put(lines.frame["line_id"], "for")
    sample = lines.sample(3, seed=1)
    dc.layers.to_sheet(sample, tmp_path / "b.xlsx", book)
    fill(tmp_path / "b.xlsx", {(row, "code"): "against" for row in (2, 3, 4)})
    dc.layers.from_sheet(corpus, tmp_path / "b.xlsx", book, "B")
    table = dc.agreement(corpus.with_layer(*dc.layers.codes(corpus, book)), "stance")
    assert table[["units", "both"]].iloc[0].tolist() == [3, 0]


def test_lines_that_codes_have_chosen_or_ordered_are_not_written_for_a_blind_coder(
    corpus, lines, book, tmp_path
):
    ids, path = lines.frame["line_id"], tmp_path / "b.xlsx"
    for coder, code in (("A", "for"), ("B", "against")):
        dc.layers.code_file(book, coder).put(ids[:3], code)
    coded = corpus.with_layer(*dc.layers.codes(corpus, book))
    found = dc.concordance(coded, "peace")
    for given in (
        found.where('stance_A = "for"'),
        found.where('stance = ""'),
        found.sort("stance_A"),
        dc.concordance(coded, "<stance_A/>"),
    ):
        with pytest.raises(DiscourseError, match="by what a blind coder must not see"):
            dc.layers.to_sheet(given, path, book, blind=True)
        with pytest.raises(DiscourseError, match="by what a blind coder must not see"):
            dc.layers.to_sheet(given, path, book, coder="B", blind=True)
    with pytest.raises(DiscourseError, match="who decides sees the codes of all coders"):
        dc.layers.to_sheet(found, path, book, coder="B", decides=True, blind=True)
    assert not path.exists()
    dc.layers.to_sheet(found.where('stance_B = ""'), path, book, coder="B", blind=True)
    dc.layers.to_sheet(found.sample(2, seed=1), path, book, blind=True)
    assert openpyxl.load_workbook(path)["lines"].max_row == 1 + 2


def test_what_is_empty_in_the_sheet_keeps_what_the_file_has(corpus, lines, sheet, book):
    file = dc.layers.code_file(book, "A")
    file.put(lines[0].line_id, "for")
    fill(sheet, {(2, "note"): "why", (3, "code"): "for"})
    dc.layers.from_sheet(corpus, sheet, book, "A")
    assert file.read()[lines[0].line_id] == Coding(("for",), "why")


@pytest.mark.parametrize("column", ["code", "note"])
@pytest.mark.parametrize("with_book", [True, False])
def test_a_sheet_with_codes_or_notes_is_not_written_over(lines, book, tmp_path, column, with_book):
    def write(lines, **options):
        return (
            dc.layers.to_sheet(lines, path, book, **options) if with_book else lines.to_sheet(path)
        )

    path = tmp_path / "lines.xlsx"
    write(lines)
    fill(path, {(3, column): "for"})
    before = path.read_bytes()
    for given in (lines, lines[:0], lines[4:]):
        with pytest.raises(DiscourseError) as caught:
            write(given)
        assert str(caught.value) == (
            f"lines.xlsx has codes or notes of 1 line, such as {lines[1].line_id}, which would be "
            "lost; read them with dc.layers.from_sheet and remove the file, or name another file."
        )
    assert path.read_bytes() == before


def test_a_table_is_not_exported_over_a_sheet_with_codes(lines, sheet, book):
    dc.export(lines, sheet)  # nobody has coded
    sheet.unlink()
    dc.layers.to_sheet(lines, sheet, book)
    fill(sheet, {(3, "code"): "for"})
    before = sheet.read_bytes()
    for table in (lines, lines.frame):
        with pytest.raises(DiscourseError, match=r"lines\.xlsx has codes or notes of 1 line"):
            dc.export(table, sheet)
    assert sheet.read_bytes() == before


def test_a_sheet_whose_codes_were_read_is_written_again(corpus, lines, sheet, book):
    fill(sheet, {(2, "code"): "for", (3, "note"): "why"})
    dc.layers.from_sheet(corpus, sheet, book, "A")
    dc.layers.to_sheet(lines, sheet, book, coder="A")
    fill(sheet, {(2, "code"): "against"})
    file = dc.layers.from_sheet(corpus, sheet, book, "A")
    assert [each.labels for each in file.read().values()] == [("against",), ()]


def test_a_file_that_is_no_sheet_of_lines_is_not_written_over(lines, book, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_text("somebody's thesis")
    for write in (lines.to_sheet, lambda path: dc.layers.to_sheet(lines, path, book)):
        with pytest.raises(DiscourseError, match="exists, and is not seen to be a sheet of lines"):
            write(path)
    assert path.read_text() == "somebody's thesis"


def test_what_was_coded_since_the_sheet_was_written_is_not_replaced(corpus, lines, book, tmp_path):
    path, ids = tmp_path / "x.xlsx", lines.frame["line_id"].tolist()
    file = dc.layers.code_file(book, "A")
    file.put(ids[:3], "for", note="n")
    dc.layers.to_sheet(lines, path, book, coder="A")
    assert openpyxl.load_workbook(path)["written"].sheet_state == "hidden"
    file.put(ids[0], "against", note="newer")  # and the sheet says nothing new of it
    fill(path, {(3, "code"): "against", (4, "note"): "m", (5, "code"): "for"})
    dc.layers.from_sheet(corpus, path, book, "A")
    assert list(file.read().values()) == [
        Coding(("against",), "newer"), Coding(("against",), "n"), Coding(("for",), "m"),
        Coding(("for",)),
    ]  # fmt: skip
    file.put(ids[1], "for")
    file.put(ids[2], "for", note="newer")
    dc.layers.from_sheet(corpus, path, book, "B")  # the codes of A were filled in, and say nothing
    before = file.path.read_bytes()
    fill(path, {(3, "code"): "against", (6, "code"): "for"})
    with pytest.raises(DiscourseError) as caught:
        dc.layers.from_sheet(corpus, path, book, "A")
    assert f"of {ids[2]} ('m', in the file 'newer'). Nothing was changed" in str(caught.value)
    assert file.path.read_bytes() == before


def test_a_sheet_from_before_is_a_conflict_with_what_was_coded_since(corpus, lines, sheet, book):
    file = dc.layers.code_file(book, "A")
    fill(sheet, {(2, "code"): "for"})
    file.put(lines[0].line_id, "against", note="later")
    with pytest.raises(DiscourseError, match=r"\('for', in the file 'against'\)"):
        dc.layers.from_sheet(corpus, sheet, book, "A")
    assert file.read()[lines[0].line_id] == Coding(("against",), "later")
    file.remove(lines[0].line_id)
    dc.layers.from_sheet(corpus, sheet, book, "A")
    assert file.read()[lines[0].line_id] == Coding(("for",))


@pytest.mark.parametrize("cells", [{(2, "code"): "against"}, {(2, "note"): "m"}])
def test_a_sheet_from_before_does_not_bring_back_a_line_that_was_removed(
    corpus, lines, book, tmp_path, cells
):
    path, line = tmp_path / "x.xlsx", lines[0].line_id
    file = dc.layers.code_file(book, "A")
    file.put(line, "for")
    dc.layers.to_sheet(lines, path, book, coder="A")
    fill(path, cells)
    file.remove(line)
    with pytest.raises(DiscourseError, match=rf"{line} \('(m|against)', in the file nothing\)"):
        dc.layers.from_sheet(corpus, path, book, "A")
    assert file.read() == {}
    file.put(line, "against", note="m")  # what the sheet has
    dc.layers.from_sheet(corpus, path, book, "A")
    assert file.read() == {line: Coding(("against",), "m")}


def test_codes_in_another_order_are_no_conflict(corpus, lines, tmp_path):
    book, path, line = tmp_path / "aim.toml", tmp_path / "x.xlsx", lines[0].line_id
    codes = [f'[[code]]\ncode = "{name}"\n' for name in "abc"]
    book.write_text("several = true\n" + "".join(codes))
    dc.layers.code_file(book, "A").put(line, ["a", "b"])
    dc.layers.to_sheet(lines, path, book, coder="A")
    fill(path, {(2, "code"): "a; b; c"})
    book.write_text("several = true\n" + "".join(reversed(codes)))
    file = dc.layers.from_sheet(corpus, path, book, "A")
    assert file.read()[line].labels == ("c", "b", "a")


LOOKS_LIKE_A_FORMULA = ("=1+1", '=HYPERLINK("x")', "#N/A", "#REF!", "'=x", "+1", "@x", "{=1}")


@pytest.mark.parametrize("note", LOOKS_LIKE_A_FORMULA)
def test_a_note_that_looks_like_a_formula_is_read_whole(corpus, lines, book, sheet, tmp_path, note):
    fill(sheet, {(2, "note"): note})  # openpyxl writes formulas and errors, without a result
    file = dc.layers.from_sheet(corpus, sheet, book, "A")
    assert file.read()[lines[0].line_id].note == note
    dc.layers.to_sheet(lines, tmp_path / "again.xlsx", book, coder="A")
    dc.layers.code_file(book, "B").put(lines[1].line_id, "for")
    cell = openpyxl.load_workbook(tmp_path / "again.xlsx")["lines"].cell(2, 8)
    assert (cell.value, cell.data_type) == (note, "s")


def test_a_formula_as_a_code_is_named(corpus, sheet, book):
    fill(sheet, {(2, "code"): "=G3", (3, "code"): "for"})
    with pytest.raises(DiscourseError, match=r"row 2: code of stance\.toml='=G3' is not known"):
        dc.layers.from_sheet(corpus, sheet, book, "A")


def test_a_formula_in_a_sheet_of_which_only_results_can_be_read_is_named(
    corpus, lines, book, tmp_path
):
    content = b'<table:table-cell table:formula="of:=1+1" office:value="2"/>'
    with zipfile.ZipFile(tmp_path / "x.ods", "w") as made:
        made.writestr("content.xml", content)
    with pytest.raises(DiscourseError, match=r"x\.ods has formulas, of which only the results"):
        dc.layers.from_sheet(corpus, tmp_path / "x.ods", book, "A")


def test_decisions_are_made_in_a_sheet_that_shows_what_coders_say(corpus, lines, book, tmp_path):
    path, line = tmp_path / "x.xlsx", lines[1].line_id
    dc.layers.code_file(book, "A").put([lines[0].line_id, line], "for")
    dc.layers.code_file(book, "B").put(line, "against")
    dc.layers.to_sheet(lines, path, book, coder="C", decides=True)
    rows = list(openpyxl.load_workbook(path)["lines"].iter_rows(values_only=True))
    assert [row[-1] for row in rows[:4]] == ["coders", "A: for", "A: for, B: against", None]
    fill(path, {(3, "code"): "against", (3, "note"): "why"})
    file = dc.layers.from_sheet(corpus, path, book, "C", decides=True)
    assert file.path.name == "stance.decided.csv"
    assert file.read() == {line: Coding(("against",), "why", "C")}
    fill(path, {(3, "code"): "for"})
    with pytest.raises(DiscourseError, match=r"\('for', in the file 'against'\)"):
        dc.layers.from_sheet(corpus, path, book, "C", decides=True)
    dc.layers.to_sheet(lines, tmp_path / "y.xlsx", book, coder="C", decides=True)
    fill(tmp_path / "y.xlsx", {(3, "code"): "for"})
    dc.layers.from_sheet(corpus, tmp_path / "y.xlsx", book, "C", decides=True)
    assert file.read()[line].labels == ("for",)
    with pytest.raises(DiscourseError, match="decides=True is for somebody who decides; give"):
        dc.layers.to_sheet(lines, tmp_path / "z.xlsx", book, decides=True)


def test_several_codes_are_separated(corpus, lines, book, tmp_path):
    book.write_text("several = true\n" + book.read_text())
    dc.layers.to_sheet(lines, tmp_path / "x.xlsx", book)
    fill(tmp_path / "x.xlsx", {(2, "code"): "against; for;"})
    file = dc.layers.from_sheet(corpus, tmp_path / "x.xlsx", book, "A")
    assert file.read()[lines[0].line_id].labels == ("for", "against")
    dc.layers.to_sheet(lines, tmp_path / "y.xlsx", book, coder="A")
    assert openpyxl.load_workbook(tmp_path / "y.xlsx")["lines"].cell(2, 7).value == "for; against"


def test_codes_that_a_spreadsheet_takes_for_numbers_are_read(corpus, lines, tmp_path):
    book = tmp_path / "degree.toml"
    book.write_text('ordered = true\n[[code]]\ncode = "1"\n[[code]]\ncode = "2"\n')
    dc.layers.to_sheet(lines, tmp_path / "x.xlsx", book)
    fill(tmp_path / "x.xlsx", {(2, "code"): 1, (3, "code"): 2.0})
    file = dc.layers.from_sheet(corpus, tmp_path / "x.xlsx", book, "A")
    assert [each.labels for each in file.read().values()] == [("1",), ("2",)]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({(3, "code"): "neither"}, "row 3: code of stance.toml='neither' is not known"),
        ({(3, "code"): "for;against"}, "row 3: a line has one code in stance.toml"),
        ({(3, "line_id"): "x"}, "row 3: 'x' is not a line_id"),
        ({(3, "line_id"): "abcdef012345:1-2"}, "row 3: abcdef012345:1-2 is of no text"),
        ({(3, "node"): "war"}, "and the node beside it 'war'; the columns were sorted apart"),
        ({(1, "code"): "label"}, "has no column 'code'; its columns are"),
    ],
)
def test_what_is_wrong_is_named_with_its_row_and_nothing_is_changed(
    corpus, lines, sheet, book, cells, message
):
    file = dc.layers.code_file(book, "A")
    file.put(lines[4].line_id, "for")
    before = file.path.read_bytes()
    fill(sheet, {(2, "code"): "for", **cells})
    with pytest.raises(DiscourseError) as caught:
        dc.layers.from_sheet(corpus, sheet, book, "A")
    assert message in str(caught.value)
    assert "Name the right one" not in str(caught.value)
    assert file.path.read_bytes() == before


def test_a_line_twice_is_named(corpus, lines, sheet, book):
    ids = lines.frame["line_id"]
    fill(sheet, {(3, "line_id"): ids[0], (3, "node"): "Peace", (3, "code"): "for"})
    with pytest.raises(DiscourseError, match=r"row 3: .* is in lines\.xlsx, sheet 'lines', row 2"):
        dc.layers.from_sheet(corpus, sheet, book, "A")


def test_what_is_no_workbook_is_named(corpus, lines, book, tmp_path):
    with pytest.raises(DiscourseError, match=r"is no workbook; name it as 'lines\.xlsx'"):
        dc.layers.to_sheet(lines, tmp_path / "x.csv", book)
    (tmp_path / "x.xlsx").write_text("no archive")
    with pytest.raises(DiscourseError, match=r"x\.xlsx cannot be read as a workbook"):
        dc.layers.from_sheet(corpus, tmp_path / "x.xlsx", book, "A")
    with pytest.raises(DiscourseError, match="is not a workbook"):
        dc.layers.from_sheet(corpus, tmp_path / "none.xlsx", book, "A")


def test_no_lines_give_a_sheet_with_heads(corpus, book, tmp_path):
    dc.layers.to_sheet(dc.concordance(corpus, "nothing"), tmp_path / "x.xlsx", book)
    assert dc.layers.from_sheet(corpus, tmp_path / "x.xlsx", book, "A").read() == {}
