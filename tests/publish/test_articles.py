"""An article in LaTeX or Word is checked as a notebook is: what no longer holds is found."""

import shutil

import pytest

import discourse as dc

SAID = "the texts have"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A study with a text, a figure and a table, and an article of each kind."""
    pytest.importorskip("docx")
    root = tmp_path_factory.mktemp("made")
    for name in ("texts", "figures", "paper"):
        (root / name).mkdir()
    (root / "texts" / "a.txt").write_text("Peace & peace. War, peace again.\n", encoding="utf-8")
    table = dc.frequencies(dc.read(root / "texts")).head(3)
    save_figure(root, table, "The three words: peace has 3 hits.")
    dc.save_table(table, root / "figures" / "list", caption="A list of 3 words.")
    for ending in ("tex", "docx"):
        dc.save_article(root / "figures", root / "paper" / f"article.{ending}")
    return root


def save_figure(root, table, caption):
    ax = dc.plot.frequencies(table)
    dc.save_figure(ax, root / "figures" / "words", table=table, caption=caption, alt="Dots.")


@pytest.fixture
def study(made, tmp_path):
    return shutil.copytree(made, tmp_path / "study")


@pytest.fixture
def latex(study):
    return study / "paper" / "article.tex"


def found_in(study, name):
    table = dc.verify(study)
    rows = table[table["file"] == f"paper/{name}"]
    return list(zip(rows["row"], rows["expected"], rows["found"], strict=True))


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def edit_word(study, edit):
    docx = pytest.importorskip("docx")
    path = study / "paper" / "article.docx"
    document = docx.Document(str(path))
    edit(document)
    document.save(str(path))


def paragraph_with(document, words):
    return next(p for p in document.paragraphs if words in p.text)


def test_what_is_written_holds(study):
    found = dc.verify(study)
    assert found.empty
    assert found.attrs["checked"]["articles"] == 2
    assert found.attrs["checked"]["numbers bound"] == 4  # the tokens and types, in both
    assert found.attrs["unread"] == []


def test_a_bound_number_that_no_longer_holds_is_found_at_its_line(study, latex):
    assert r"\claim{5}{corpus; tokens}" in latex.read_text(encoding="utf-8")
    change(latex, r"\claim{5}{corpus; tokens}", r"\claim{7}{corpus; tokens}")
    lines = latex.read_text(encoding="utf-8").splitlines()
    line = next(at for at, text in enumerate(lines, 1) if SAID in text)
    ((row, expected, shown),) = found_in(study, "article.tex")
    assert row == f"line {line}, [7](# corpus; tokens)"
    assert (expected, shown) == ("5", "7")


def test_a_text_that_changes_is_found_in_both(study):
    change(study / "texts" / "a.txt", "again", "again and again")
    for name in ("article.tex", "article.docx"):
        assert any("corpus; tokens" in row for row, _, _ in found_in(study, name))


@pytest.mark.parametrize(
    "sentence", ["*Peace* has 3 hits.", r"\emph{Peace} has three hits.", r"It has 50 \% of all."]
)
def test_a_number_that_is_bound_to_nothing_is_found(sentence, study, latex):
    change(latex, "To be written.", sentence)
    ((row, expected, shown),) = found_in(study, "article.tex")
    assert row.startswith("line ") and shown.endswith(", unbound")
    assert expected == (
        "a bound number, or a sentence of a caption or of the methods as they are now"
    )


def test_a_number_of_the_author_can_be_bound(study, latex):
    change(
        latex,
        "To be written.",
        r"\emph{Peace} has \claim{three}{peace} hits, \claim{60 \%}"
        r"{peace / corpus; tokens} of all.",
    )
    assert found_in(study, "article.tex") == []


def test_a_caption_that_is_not_that_of_the_figure_is_found(study):
    table = dc.frequencies(dc.read(study / "texts")).head(2)
    save_figure(study, table, "The two words: peace has 3 hits.")
    for name in ("article.tex", "article.docx"):
        shown = [found for _, _, found in found_in(study, name)]
        assert "three, unbound" in shown


def test_methods_that_are_not_those_of_the_figures_are_found(study, latex):
    change(latex, "All 3 rows", "All 4 rows")
    assert "4, unbound" in [found for _, _, found in found_in(study, "article.tex")]


def test_a_word_file_with_an_old_number_is_found(study):
    def edit(document):
        run = next(run for run in paragraph_with(document, SAID).runs if run.text == "5")
        run.text = "7"

    edit_word(study, edit)
    ((row, expected, shown),) = found_in(study, "article.docx")
    assert row.startswith("paragraph ") and row.endswith("[7](# corpus; tokens)")
    assert (expected, shown) == ("5", "7")


def test_a_word_file_with_a_number_of_its_own_is_found(study):
    def edit(document):
        paragraph_with(document, "To be written.").add_run(" Peace has 9 hits.")

    edit_word(study, edit)
    ((_, _, shown),) = found_in(study, "article.docx")
    assert shown == "9, unbound"


def test_a_word_file_with_another_table_is_found(study):
    def edit(document):
        document.tables[0].rows[1].cells[1].text = "9"

    edit_word(study, edit)
    assert found_in(study, "article.docx") == [
        ("table 1", "a saved table as it is now", "another table")
    ]


def test_a_word_file_with_another_picture_is_found(study, tmp_path):
    from PIL import Image

    Image.new("RGB", (9, 9)).save(tmp_path / "other.png")
    edit_word(study, lambda document: document.add_picture(str(tmp_path / "other.png")))
    ((_, expected, shown),) = found_in(study, "article.docx")
    assert (expected, shown) == ("a picture of a saved figure", "another picture")


def test_works_cited_need_no_claim(study):
    edit_word(study, lambda document: document.add_paragraph("Gries (2008). 13(4), 403–437."))
    assert found_in(study, "article.docx") == []


def test_a_manuscript_without_a_head_is_named_and_not_compared(study, latex):
    change(latex, '%: figures = "../figures"\n', "")
    found = dc.verify(study)
    assert found.empty and found.attrs["unread"] == ["paper/article.tex"]


def test_a_folder_that_is_not_there_is_found(study, latex):
    change(latex, '%: figures = "../figures"', '%: figures = "../../elsewhere"')
    ((_, expected, shown),) = found_in(study, "article.tex")
    assert expected == "an article" and "there is no folder" in shown


def test_a_damaged_word_file_is_no_article(study):
    path = study / "paper" / "article.docx"
    path.write_bytes(path.read_bytes()[:500])
    assert dc.verify(study).attrs["unread"] == ["paper/article.docx"]
