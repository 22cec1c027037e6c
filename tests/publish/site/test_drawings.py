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
