import shutil
from pathlib import Path

import pytest

import discourse as dc
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.site.drawings import draw_saved_figure, draw_saved_table
from discourse.publish.site.ledger import Ledger

OLD = Path(__file__).parents[1] / "old_bundles"


def test_a_table_that_version_0_1_0_saved_is_shown_with_the_names_of_today():
    html, linked = draw_saved_table(OLD / "evenness.json", Ledger(), FolderCorpora(OLD))
    assert linked == html.count("<tr>") - 1  # all rows but the head
    assert "against_band" in html


def test_a_table_whose_numbers_are_measured_otherwise_now_is_not_shown(tmp_path):
    study = shutil.copytree(OLD, tmp_path / "study")
    shutil.copytree(OLD.parent / "old_keyness", study, dirs_exist_ok=True)
    record = study / "keywords.record"
    with pytest.raises(dc.DiscourseError, match=r"row 1 \(war\), log_ratio_low: the file has '-9"):
        draw_saved_table(record.rename(study / "keywords.json"), Ledger(), FolderCorpora(study))


@pytest.mark.parametrize("name", ["evenness-drawn", "where"])
def test_a_figure_that_version_0_1_0_saved_is_drawn_with_its_links(name):
    html, marks = draw_saved_figure(OLD / f"{name}.json", Ledger(), FolderCorpora(OLD))
    assert html.count('class="mark"') == marks > 0


def test_a_table_that_was_changed_is_not_shown(tmp_path):
    study = shutil.copytree(OLD, tmp_path / "study")
    path = study / "evenness.csv"
    path.write_bytes(path.read_bytes().replace(b",within,", b",more even,", 1))
    with pytest.raises(dc.DiscourseError, match=r"evenness\.csv, row 1 .*, against_band: the file"):
        draw_saved_table(study / "evenness.json", Ledger(), FolderCorpora(study))


def test_a_figure_of_panels_is_one_figure_with_the_tables_and_the_links_of_all(tmp_path):
    (tmp_path / "a.txt").write_text("Peace and rights.\n\nRights, and peace.", encoding="utf-8")
    corpus = dc.read(tmp_path / "a.txt")
    scores, hits = dc.tfidf(corpus, by="section"), dc.positions(corpus, "rights")
    axes = dc.plot.panels("ab", height=60)
    dc.plot.tfidf(scores, ax=axes["a"])  # with a colour scale, which has axes of its own
    dc.plot.positions(hits, corpus.parts("section"), ax=axes["b"])
    path, words = tmp_path / "two", {"caption": "Two panels.", "alt": "x"}
    dc.save_figure(axes["a"], path, tables={"a": scores, "b": hits}, **words)
    html, marks = draw_saved_figure(path.with_suffix(".json"), Ledger(), FolderCorpora(tmp_path))
    assert html.count("<figure") == html.count("<svg") == 1
    assert "<figcaption>Two panels.</figcaption>" in html
    assert html.count("The table behind panel") == 2
    scored = int((scores["count"] > 0).sum())
    assert html.count('class="mark"') == marks == scored + len(hits)
