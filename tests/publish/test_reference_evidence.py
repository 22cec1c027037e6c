"""The evidence of both sides of a comparison belongs to a bundle, and is complete."""

import hashlib
import json
import shutil

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.export.data_files import csv_bytes, read_csv
from discourse.publish.export.manifest import update_manifest

TARGET = "Peace and rights for all. Rights, and peace."
OTHER = "War and peace. War, and rights for some. Peace and war."


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    for name, text in (("a", TARGET), ("b", OTHER)):
        (root / name).mkdir()
        (root / name / f"{name}.txt").write_text(text, encoding="utf-8")
    target, other = dc.read(root / "a"), dc.read(root / "b")
    key = dc.keyness(target, other)
    dc.save_table(key.head(5), root / "corpora", caption="Words.")
    listed = dc.keyness(target, dc.reference("udhr")).head(4)
    dc.save_table(listed, root / "list", caption="Words.")
    dc.save_table(dc.frequencies(target).head(3), root / "alone", caption="Words.")
    return root


@pytest.fixture
def study(published, tmp_path):
    return shutil.copytree(published, tmp_path / "study")


def said(root):
    return "\n".join(" | ".join(row) for row in dc.verify(root).itertuples(index=False))


def hash_again(study, name):
    path = study / f"{name}.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    for file in record["sha256"]:
        if (study / file).exists():
            record["sha256"][file] = hashlib.sha256((study / file).read_bytes()).hexdigest()
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    names = {each.name for each in study.iterdir() if each.is_file()} - {"manifest.json"}
    update_manifest(study, sorted(names))


def change_lines(study, name, change):
    path = study / f"{name}.reference.csv"
    path.write_bytes(csv_bytes(change(read_csv(path.read_bytes()))))
    hash_again(study, name)


def test_it_holds_every_line_of_the_reference_and_verify_counts_them(published):
    table = read_csv((published / "corpora.csv").read_bytes())
    lines = read_csv((published / "corpora.reference.csv").read_bytes())
    found = lines["term"].value_counts().to_dict()
    wanted = table.set_index("term")["count_reference"].astype(int)
    assert found == wanted[wanted > 0].to_dict()
    assert set(lines["document"]) == {"b"}
    record = json.loads((published / "corpora.json").read_text(encoding="utf-8"))
    assert record["evidence_reference"] == {"lines": len(lines), "hits": len(lines), "each": None}
    checked = dc.verify(published)
    assert checked.to_dict("records") == []
    assert checked.attrs["checked"]["lines"] > len(lines)


def test_of_a_frequency_list_it_holds_the_rows(published):
    table = read_csv((published / "list.csv").read_bytes())
    rows = read_csv((published / "list.reference.csv").read_bytes())
    assert rows.columns.tolist() == ["term", "count_reference", "line", "part", "count"]
    summed = rows.assign(count=rows["count"].astype(int)).groupby("term")["count"].sum().to_dict()
    wanted = table.set_index("term")["count_reference"].astype(int)
    assert summed == wanted[wanted > 0].to_dict()


def test_a_table_of_one_corpus_has_none(published):
    assert not (published / "alone.reference.csv").exists()
    assert "evidence_reference" not in (published / "alone.json").read_text(encoding="utf-8")


def set_cell(column, value):
    def change(table):
        table.loc[1, column] = value
        return table

    return change


DAMAGES = {
    "a line is lost": (lambda table: table.drop(index=1), "no such line"),
    "a line is there twice": (lambda table: table.loc[[0, 0, *table.index[1:]]], "a line once"),
    "another word": (set_cell("left", "never"), "left"),
    "another count": (set_cell("count_reference", "99"), "count_reference"),
    "the order": (lambda table: table.iloc[::-1], "order"),
    "a column is lost": (lambda table: table.drop(columns="document"), "columns"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_lines_of_the_reference(study, name):
    change, words = DAMAGES[name]
    change_lines(study, "corpora", change)
    found = said(study)
    assert "corpora.reference.csv" in found, found
    assert words in found, found


LISTED = {
    "a row is lost": (lambda table: table.drop(index=1), "no such line"),
    "another count": (set_cell("count", "99"), "count"),
    "another part": (set_cell("part", "preamble of war"), "a line that its row is based on"),
    "another line": (set_cell("line", "99999"), "a line that its row is based on"),
}


@pytest.mark.parametrize("name", LISTED)
def test_rows_of_a_list(study, name):
    change, words = LISTED[name]
    change_lines(study, "list", change)
    found = said(study)
    assert "list.reference.csv" in found, found
    assert words in found, found


@pytest.mark.parametrize("name", ["corpora", "list"])
def test_the_other_side_is_taken_away(study, name):
    (study / f"{name}.reference.csv").unlink()
    path = study / f"{name}.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    del record["evidence_reference"], record["sha256"][f"{name}.reference.csv"]
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    hash_again(study, name)
    assert f"{name}.json | evidence_reference" in said(study)


def test_more_lines_than_a_bundle_holds_are_said(tmp_path):
    for name, text in (("a", "peace war"), ("b", "war peace peace " * 2_500)):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(text, encoding="utf-8")
    table = dc.keyness(dc.read(tmp_path / "a"), dc.read(tmp_path / "b"))
    dc.save_table(table, tmp_path / "words", caption="Words.")
    record = json.loads((tmp_path / "words.json").read_text(encoding="utf-8"))
    assert record["evidence_reference"] == {"lines": 5_000, "hits": 7_500, "each": 2_500}
    found = dc.verify(tmp_path)
    assert found.to_dict("records") == []
    assert found.attrs["checked"]["lines beyond those that bundles hold, not checked"] == 2_500


def test_the_other_side_of_a_contrast_is_that_of_its_node(tmp_path):
    talks = dc.read("docs/parsed")
    table = dc.contrast(talks, "*", "*").query("log_ratio == 0").head(2)
    folder = tmp_path / "x"
    folder.mkdir()
    dc.save_table(table, folder / "pairs", caption="Pairs.")
    lines = pd.read_csv(folder / "pairs.reference.csv", keep_default_na=False)
    assert len(lines) == table["count_other"].sum()
