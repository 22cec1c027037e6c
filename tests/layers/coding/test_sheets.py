"""Lines go to a workbook and come back with codes; what is wrong is named, and nothing lost."""

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


def test_what_is_empty_in_the_sheet_keeps_what_the_file_has(corpus, lines, sheet, book):
    file = dc.layers.code_file(book, "A")
    file.put(lines[0].line_id, "for", note="why")
    fill(sheet, {(2, "note"): "and why", (3, "code"): "for"})
    dc.layers.from_sheet(corpus, sheet, book, "A")
    assert file.read()[lines[0].line_id] == Coding(("for",), "and why")


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
