import time

import docx
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc

ENDINGS = (".csv", ".xlsx", ".md", ".tex", ".html", ".docx")
NASTY = "<b>&amp; \\textbf{50%} | _x_ #1 $2 ~^ “和平” é 🕊 *"


@pytest.fixture
def table():
    texts = ["=1+1", "'tis", NASTY]
    return pd.DataFrame({"term": texts, "count": [1, 2, 3], "score": [0.5, float("nan"), -1.25]})


@pytest.fixture
def lines():
    corpus = dc.Corpus.from_texts({"a": "=One & <peace>,\n\n50% of 和平 peace_x.", "b": "Peace"})
    return dc.concordance(corpus, "peace|和平")


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_lines_give_the_same_bytes(lines, ending, tmp_path):
    first = dc.export(lines, tmp_path / f"a{ending}").read_bytes()
    time.sleep(
        2.1 if ending in (".xlsx", ".docx") else 0
    )  # the times in a zip file have a resolution of two seconds
    assert dc.export(lines, tmp_path / f"b{ending}").read_bytes() == first


def test_a_csv_gives_back_what_went_in(table, tmp_path):
    path = dc.export(table, tmp_path / "t.csv")
    assert path.read_text(encoding="utf-8").splitlines()[1] == "=1+1,1,0.5"
    pd.testing.assert_frame_equal(dc.import_csv(path), table, check_dtype=False)
    path = dc.export(table, tmp_path / "t.csv", spreadsheet_safe=True)
    assert path.read_text(encoding="utf-8-sig").splitlines()[1] == "'=1+1,1,0.5"
    pd.testing.assert_frame_equal(dc.import_csv(path), table, check_dtype=False)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_no_text_of_a_csv_is_a_formula_and_each_comes_back(text):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        table = pd.DataFrame({"term": [text, "x"]})
        path = dc.export(table, Path(folder) / "t.csv", spreadsheet_safe=True)
        cell = path.read_text(encoding="utf-8-sig").removeprefix("term\n").lstrip('"')
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert dc.import_csv(path)["term"][0] == text


@pytest.mark.parametrize("text", ["a\rb", "\r", "a\r\nb", "=1", "'tis", ' "x"'])
def test_a_saved_text_is_data_and_comes_back_as_it_was(text, tmp_path):
    path = dc.export(pd.DataFrame({"term": [text, "x"]}), tmp_path / "t.csv")
    assert dc.import_csv(path)["term"].tolist() == [text, "x"]


def test_what_is_safe_in_a_spreadsheet_is_a_csv(tmp_path):
    with pytest.raises(dc.DiscourseError, match="spreadsheet_safe=True is for"):
        dc.export(pd.DataFrame({"term": ["x"]}), tmp_path / "t.xlsx", spreadsheet_safe=True)


@pytest.mark.parametrize(
    "texts",
    [["01", "2"], ["nan", "7"], ["1e5", "2"], ["7", "lead"], ["1.50"], ["NA", ""]],
)
def test_texts_that_only_look_like_numbers_come_back_as_texts(texts, tmp_path):
    path = dc.export(pd.DataFrame({"part": texts}), tmp_path / "t.csv")
    assert dc.import_csv(path)["part"].tolist() == texts


def test_numbers_come_back_as_numbers_and_so_do_sections_that_a_csv_cannot_tell(tmp_path):
    numbers = {"part": ["1", "2"], "count": [12, 0], "dp": [0.125, float("nan")]}
    read = dc.import_csv(dc.export(pd.DataFrame(numbers), tmp_path / "t.csv"))
    assert [kind.kind for kind in read.dtypes] == ["i", "i", "f"]
    assert read["part"].astype(str).tolist() == ["1", "2"]
    assert read["dp"].isna().tolist() == [False, True]


def test_a_table_without_rows_keeps_its_columns(tmp_path):
    read = dc.import_csv(dc.export(pd.DataFrame({"term": [], "count": []}), tmp_path / "t.csv"))
    assert (read.columns.tolist(), len(read)) == (["term", "count"], 0)


def test_a_workbook_holds_numbers_and_texts_and_no_formula(table, tmp_path):
    page = openpyxl.load_workbook(dc.export(table, tmp_path / "t.xlsx")).active
    rows = list(page.iter_rows(values_only=True))
    assert rows == [
        ("term", "count", "score"), ("=1+1", 1, 0.5), ("'tis", 2, None), (NASTY, 3, -1.25)
    ]  # fmt: skip
    assert [page.cell(2, 1).data_type, page.cell(2, 1).quotePrefix] == ["s", True]


def test_a_workbook_of_lines_has_the_columns_of_their_frame(lines, tmp_path):
    page = openpyxl.load_workbook(dc.export(lines, tmp_path / "t.xlsx")).active
    rows = list(page.iter_rows(values_only=True))
    assert rows[0] == tuple(lines.frame.columns)
    assert [row[6] for row in rows[1:]] == lines.frame["node"].tolist()


def test_a_document_has_the_node_in_bold(lines, tmp_path):
    table = docx.Document(dc.export(lines, tmp_path / "t.docx")).tables[0]
    assert [cell.text for cell in table.rows[1].cells][:4] == [
        "a/1",
        "One & <",
        "peace",
        ">, 50% of 和平 peace_x.",
    ]
    assert table.rows[1].cells[2].paragraphs[0].runs[0].bold


def test_columns_are_as_wide_as_their_content(table, tmp_path):
    page = openpyxl.load_workbook(dc.export(table, tmp_path / "t.xlsx")).active
    widths = [page.column_dimensions[name].width for name in "ABC"]
    assert widths == [len(NASTY) + 3, len("count") + 3, len("score") + 3]
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize("longest", [1, 40, 500])
def test_a_table_stays_on_its_sheet_and_only_its_long_columns_give_way(longest, tmp_path):
    texts = pd.DataFrame({"term": ["x" * longest], "count": [7], "query": ["y" * longest]})
    document = docx.Document(dc.export(texts, tmp_path / "t.docx"))
    widths = [cell.width.pt for cell in document.tables[0].rows[1].cells]
    assert widths[1] == 5 * (len("count") + 3)
    assert sum(widths) <= document.sections[0].page_width.pt - 2 * 36
    assert widths[0] == 5 * (min(max(longest, len("term")), 65) + 3)
    assert document.tables[0].rows[0]._tr.trPr.xpath("w:tblHeader")


def test_what_is_read_has_four_digits_and_a_workbook_all(tmp_path):
    numbers = pd.DataFrame({"score": [2.827433628, 12345.678]})
    assert dc.export(numbers, tmp_path / "t.md").read_text().split()[-5:] == [
        "2.827", "|", "|", "12346", "|"
    ]  # fmt: skip
    page = openpyxl.load_workbook(dc.export(numbers, tmp_path / "t.xlsx")).active
    assert page["A2"].value == 2.827433628


def test_markdown_latex_and_html_mean_what_the_text_says(tmp_path):
    table = pd.DataFrame({"term": [NASTY]})
    written = {e: dc.export(table, tmp_path / f"t{e}").read_text("utf-8") for e in ENDINGS[2:5]}
    assert written[".md"].splitlines()[2] == (
        r"| \<b\>\&amp; \\textbf{50%} \| \_x\_ \#1 \$2 \~^ “和平” é 🕊 \* |"
    )
    assert (
        r"\textless{}b\textgreater{}\&amp; \textbackslash{}textbf\{50\%\} \textbar{} \_x\_ \#1 "
        r"\$2 \textasciitilde{}\textasciicircum{} “和平” é 🕊 * \\"
    ) in written[".tex"]
    assert (
        "<td>&lt;b&gt;&amp;amp; \\textbf{50%} | _x_ #1 $2 ~^ “和平” é 🕊 *</td>" in written[".html"]
    )
    assert "http" not in written[".html"]


def test_what_no_page_can_hold_is_shown_by_a_sign(tmp_path):
    table = pd.DataFrame({"term": ["a\x00b\x1bc"]})
    for ending in ENDINGS[1:]:
        dc.export(table, tmp_path / f"t{ending}")
    page = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert page.cell(2, 1).value == "a␀b␛c"


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_concordance_can_be_exported(ending, tmp_path):
    lines = dc.concordance(dc.Corpus.from_texts({"a": "x"}), "peace")
    assert dc.export(lines, tmp_path / f"t{ending}").stat().st_size > 0


def test_an_export_that_cannot_be_is_refused(table, tmp_path):
    for path, said in (
        ("t.pdf", "'t.pdf' has no known ending; choose one of "
                  ".csv, .xlsx, .md, .tex, .html, .docx."),
        ("no/t.csv", f"there is no folder {tmp_path / 'no'}; make it, or name another."),
    ):  # fmt: skip
        with pytest.raises(dc.DiscourseError) as error:
            dc.export(table, tmp_path / path)
        assert str(error.value) == said
    with pytest.raises(dc.DiscourseError, match="a cell has 32,768 characters"):
        dc.export(pd.DataFrame({"term": ["x" * 32_768]}), tmp_path / "t.xlsx")
