import json

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.export.data_files import text_cells
from discourse.publish.export.sheet import make_sheet
from discourse.publish.export.text_tables import latex_table


@pytest.fixture
def table(paper):
    return dc.dispersion(paper, ["community of shared future", "human rights"])


def test_a_bundle_is_six_files_and_the_csv_is_unrounded(table, tmp_path):
    dc.save_table(table, tmp_path / "spread", caption="Spread.", digits=3)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [
        "manifest.json",
        *(f"spread.{ending}" for ending in ("csv", "evidence.csv", "html", "json", "md", "tex")),
    ]
    written = pd.read_csv(tmp_path / "spread.csv", dtype="str", keep_default_na=False)
    pd.testing.assert_frame_equal(written, text_cells(table))


def test_what_is_read_is_rounded_and_has_its_caption(table, tmp_path):
    dc.save_table(table, tmp_path / "spread", caption="100 % & more", digits=3)
    pages = {end: (tmp_path / f"spread.{end}").read_text("utf-8") for end in ("tex", "md", "html")}
    assert "\\caption{100 \\% \\& more} \\\\" in pages["tex"]
    assert "\\toprule" in pages["tex"]
    assert pages["md"].startswith("100 % \\& more\n\n| term |")
    assert "<caption>100 % &amp; more</caption>" in pages["html"]
    for page in pages.values():
        assert "0.755" in page
        assert "0.7550" not in page
        assert "query" not in page.split("<footer>")[0]


def test_long_texts_have_several_lines_in_a_latex_table_that_is_wider_than_a_page():
    long, short = "a" * 60, "b"
    wide = make_sheet(pd.DataFrame({"term": [long], "count": [7], "note": ["c" * 38]}))
    # 95 letters, less 5 of the count, 38 of the note, and 3 for the gap of each column
    assert "{p{%.2f\\linewidth}rl}" % ((95 - 5 - 38 - 9) / 95) in latex_table(wide)
    assert "{lrl}" in latex_table(wide, fits=False)
    assert "{lr}" in latex_table(make_sheet(pd.DataFrame({"term": [long], "count": [7]})))
    many = pd.DataFrame({f"figure_of_part_{at}": [at] for at in range(9)})
    assert f"{{{'r' * 9}l}}" in latex_table(make_sheet(many.assign(term=short)))


def test_a_saved_table_is_verified_like_a_figure(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Peace and rights.", encoding="utf-8")
    corpus = dc.read(tmp_path / "texts")
    dc.save_table(dc.frequencies(corpus), tmp_path / "words", caption="Words.")
    assert len(dc.verify(tmp_path)) == 0
    record = json.loads((tmp_path / "words.json").read_text(encoding="utf-8"))
    assert record["caption"] == "Words."
    page = tmp_path / "words.md"
    page.write_text(page.read_text(encoding="utf-8").replace("1", "2", 1), encoding="utf-8")
    assert dc.verify(tmp_path)["file"].tolist() == ["words.md"]


def test_a_table_without_a_caption_is_refused(table, tmp_path):
    with pytest.raises(dc.DiscourseError) as error:
        dc.save_table(table, tmp_path / "spread", caption=" ")
    assert (
        str(error.value) == f"{tmp_path / 'spread'} has no caption; say in caption= what it shows."
    )
    assert list(tmp_path.iterdir()) == []


def test_the_documents_of_a_corpus_can_be_saved(tmp_path):
    speeches = dc.read("docs/speeches", metadata="{year}-{speaker}")
    texts = speeches.documents[["document", "year", "tokens"]]
    dc.save_table(texts, tmp_path / "texts", caption="The texts.")
    assert dc.verify(tmp_path, texts="docs/speeches").empty
    assert "| 1990-Li | 1990 | 15 |" in (tmp_path / "texts.md").read_text("utf-8")
    assert "6 documents" in str(dc.methods(texts))


@pytest.mark.parametrize("mine", [[2.0, 4.0], [2.5, 4.0], [2.0, None], ["2", "4"], ["a", "4"]])
def test_a_column_of_the_author_is_verified_as_the_csv_holds_it(tmp_path, mine):
    (tmp_path / "a.txt").write_text("Peace and rights, and peace.", encoding="utf-8")
    table = dc.frequencies(dc.read(tmp_path)).head(2).assign(mine=mine)
    dc.save_table(table, tmp_path / "mine", caption="Two words.")
    assert dc.verify(tmp_path).empty
