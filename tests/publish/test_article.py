"""The skeleton of an article: every figure and table, the methods, the references."""

import shutil
import subprocess

import pytest

import discourse as dc
from discourse.publish.manuscripts.latex_commands import write_latex_claim
from discourse.publish.manuscripts.latex_manuscript import read_latex_manuscript


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A folder with a text, and with a figure, a figure of two panels and a table of it."""
    root = tmp_path_factory.mktemp("study")
    (root / "texts").mkdir()
    text = "Peace & 100 % of peace. War_no more; “peace” again.\n"
    (root / "texts" / "a.txt").write_text(text, encoding="utf-8")
    (root / "figures").mkdir()
    corpus = dc.read(root / "texts")
    table = dc.frequencies(corpus).head(3)
    about = {"caption": "Words & 100 % of them.", "alt": "Dots."}
    dc.save_figure(dc.plot.frequencies(table), root / "figures" / "words", table=table, **about)
    axes = dc.plot.panels("ab", height=40)
    for ax in axes.values():
        dc.plot.frequencies(table, ax=ax)
    tables = {"a": table, "b": table}
    dc.save_figure(axes["a"], root / "figures" / "both", tables=tables, **about)
    dc.save_table(table, root / "figures" / "list", caption="A list.")
    return root


def test_latex_has_each_figure_and_table_once_with_its_caption(study, tmp_path):
    (study / "paper").mkdir(exist_ok=True)
    path = dc.save_article(study / "figures", study / "paper" / "article.tex")
    text = path.read_text("utf-8")
    places = ["\\includegraphics{../figures/both.pdf}", "\\input{../figures/list.tex}"]
    places.append("\\includegraphics{../figures/words.pdf}")
    assert [text.index(place) for place in places] == sorted(map(text.index, places))
    assert text.count("\\includegraphics") == 2 and "-a.pdf" not in text
    assert text.count("\\caption{Words \\& 100 \\% of them.}") == 2
    assert dc.methods(study / "figures").bibtex == path.with_suffix(".bib").read_text("utf-8")
    assert "\\bibliography{article}" in text


def test_word_has_the_pictures_with_their_alternative_text_and_the_table(study, tmp_path):
    docx = pytest.importorskip("docx")
    path = dc.save_article(study / "figures", tmp_path / "article.docx")
    document = docx.Document(str(path))
    said = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert said == ["Dots.", "Dots."]
    (table,) = document.tables
    cells = [cell.text for cell in table.rows[1].cells]
    assert cells[:2] == ["peace", "3"]
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    assert captions == [
        "Figure 1. Words & 100 % of them.", "Table 1. A list.", "Figure 2. Words & 100 % of them.",
    ]  # fmt: skip
    entries = [p.text for p in document.paragraphs][-3:]
    assert entries[-1].startswith("The discourse developers (2026). discourse: a toolkit")
    widest = document.sections[0].page_width
    assert all(shape.width < widest for shape in document.inline_shapes)


def test_word_has_the_claim_of_a_number_as_a_comment_on_it(study, tmp_path):
    docx = pytest.importorskip("docx")
    path = dc.save_article(study / "figures", study / "claims.docx")
    comments = list(docx.Document(str(path)).comments)
    assert [each.text for each in comments] == ["claim: corpus; tokens", "claim: corpus; types"]
    assert [each.timestamp for each in comments] == [None, None]
    path.unlink(), path.with_suffix(".bib").unlink()


@pytest.mark.parametrize(
    "claim", ["peace", '[word="100" & lower="%"] / a#b', "share; peace; count; section = 1_a"]
)
def test_a_claim_in_latex_is_read_as_it_was_written(claim, tmp_path):
    path = tmp_path / "article.tex"
    path.write_text(write_latex_claim(r"60 \%", claim), encoding="utf-8")
    (passage,) = read_latex_manuscript(path)[0]
    (span,) = passage.paragraph.spans
    assert (passage.text, span.kind, span.claim) == ("60 %", "claim", claim)


@pytest.mark.parametrize("ending", ["tex", "docx"])
def test_the_same_folder_gives_the_same_bytes(study, tmp_path, ending):
    if ending == "docx":
        pytest.importorskip("docx")
    path = tmp_path / f"article.{ending}"
    first = dc.save_article(study / "figures", path).read_bytes()
    assert dc.save_article(study / "figures", path).read_bytes() == first


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdfLaTeX is not installed")
def test_latex_compiles(study):
    (study / "paper").mkdir(exist_ok=True)
    path = dc.save_article(study / "figures", study / "paper" / "article.tex")
    for command in (["pdflatex", "-interaction=nonstopmode"], ["bibtex"]):
        done = subprocess.run([*command, path.stem], cwd=path.parent, capture_output=True)
        assert done.returncode == 0, done.stdout[-2000:]
    assert path.with_suffix(".pdf").stat().st_size > 10_000


def test_another_ending_or_a_folder_that_is_not_there_is_refused(study, tmp_path):
    with pytest.raises(dc.DiscourseError, match=r"neither \.tex nor"):
        dc.save_article(study / "figures", tmp_path / "article.odt")
    with pytest.raises(dc.DiscourseError, match="there is no folder"):
        dc.save_article(study / "figures", tmp_path / "none" / "article.tex")
    (tmp_path / "empty").mkdir()
    with pytest.raises(dc.DiscourseError, match=r"figure or table|no figure"):
        dc.save_article(tmp_path / "empty", tmp_path / "article.tex")


def test_both_have_the_same_text(study, tmp_path):
    docx = pytest.importorskip("docx")
    (study / "paper").mkdir(exist_ok=True)
    word = dc.save_article(study / "figures", study / "paper" / "same.docx")
    latex = dc.save_article(study / "figures", study / "paper" / "same.tex")
    shown = latex.read_text("utf-8").replace("\\%", "%").replace("\\&", "&")
    paragraphs = [p.text for p in docx.Document(str(word)).paragraphs]
    heads = ["Introduction", "Data and methods", "Results", "Discussion", "Data availability"]
    for text in heads:
        assert text in paragraphs and f"\\section{{{text}}}" in shown
    assert "Figure 1: 5 lines in both-a.evidence.csv and 5 lines in both-b.evidence.csv." in shown
    word.unlink(), latex.unlink(), latex.with_suffix(".bib").unlink()
