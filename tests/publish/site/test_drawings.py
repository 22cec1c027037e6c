import shutil
from pathlib import Path

import pytest

import discourse as dc
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.site.drawings import draw_saved_figure, draw_saved_table
from discourse.publish.site.ledger import Ledger

OLD = Path(__file__).parents[1] / "old_bundles"


@pytest.mark.parametrize("name", ["evenness", "keywords"])
def test_a_table_that_version_0_1_0_saved_is_shown_with_the_names_of_today(name):
    html, linked = draw_saved_table(OLD / f"{name}.json", Ledger(), FolderCorpora(OLD))
    assert linked == html.count("<tr>") - 1  # all rows but the head
    assert ("against_band" in html, "not shown" in html) == (name == "evenness", name == "keywords")


@pytest.mark.parametrize("name", ["evenness-drawn", "where"])
def test_a_figure_that_version_0_1_0_saved_is_drawn_with_its_links(name):
    html, marks = draw_saved_figure(OLD / f"{name}.json", Ledger(), FolderCorpora(OLD))
    assert html.count('class="mark"') == marks > 0


def test_a_table_that_was_changed_is_not_shown(tmp_path):
    study = shutil.copytree(OLD, tmp_path / "study")
    path = study / "keywords.csv"
    path.write_bytes(path.read_bytes().replace(b",fragile,", b",robust,", 1))
    with pytest.raises(dc.DiscourseError, match=r"keywords\.csv, row 6 \(now\), status: the file"):
        draw_saved_table(study / "keywords.json", Ledger(), FolderCorpora(study))
