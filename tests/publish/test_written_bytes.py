"""Bytes and names that say something else to readers or programs than the cells do."""

import hashlib
import json
import re

import pandas as pd
import pytest

import discourse as dc
from discourse.corpus.store.manifest import seal_manifest

TEXTS = {"1945-Roosevelt": "Peace and war and peace.", "1969-Nixon": "Peace of peace, or war."}


@pytest.fixture
def study(tmp_path):
    """A folder with two texts and a table of them, by document."""
    (tmp_path / "texts").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    save(tmp_path, dc.read(tmp_path / "texts"))
    return tmp_path


def save(folder, corpus):
    (folder / "tables").mkdir(exist_ok=True)
    table = dc.frequencies(corpus, by="document")
    dc.save_table(table[table["term"] == "peace"], folder / "tables" / "peace", caption="Peace.")


def found(folder):
    return [(row.file, row.row, row.found) for row in dc.verify(folder).itertuples()]


def change(path, change_bytes):
    """Change a file, and the hashes of it wherever they are listed."""
    replace_hash(path, change_bytes)
    manifest = path.with_name("manifest.json")
    manifest.write_text(json.dumps(seal_manifest(json.loads(manifest.read_text("utf-8")))), "utf-8")


def replace_hash(path, change_bytes):
    raw = path.read_bytes()
    before = hashlib.sha256(raw).hexdigest()
    changed = change_bytes(raw)
    assert changed != raw
    path.write_bytes(changed)
    after = hashlib.sha256(changed).hexdigest()
    for other in sorted(path.parent.glob("*.json"), key=lambda each: each.name == "manifest.json"):
        text = other.read_text(encoding="utf-8")
        if before in text and other != path:
            replaced = text.replace(before, after).encode()
            replace_hash(other, lambda _, replaced=replaced: replaced)


def test_what_was_saved_holds(study):
    assert found(study) == []


@pytest.mark.parametrize("file", ["peace.csv", "peace.evidence.csv"])
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, "a byte order mark"),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "line ends of Windows"),
        (lambda raw: raw + b"\n\n", "other spaces or blank lines"),
        (lambda raw: raw.replace(b"\n", b"\n\n", 1), "other spaces or blank lines"),
        (
            lambda raw: re.sub(rb"\bpeace,", rb'"peace",', raw, count=1),
            "the same in another spelling, such as with other quotes",
        ),
    ],
)
def test_a_csv_whose_cells_are_the_same_has_the_same_bytes(study, file, damage, said):
    change(study / "tables" / file, damage)
    assert found(study) == [(f"tables/{file}", "bytes", said)]


def test_a_record_is_compared_by_what_it_says(study):
    change(study / "tables" / "peace.json", lambda raw: json.dumps(json.loads(raw)).encode())
    assert found(study) == []


def test_a_document_that_was_renamed_is_named(study):
    old = study / "texts" / "1945-Roosevelt.txt"
    old.rename(old.with_stem("1945-Stalin"))
    assert found(study) == [
        ("tables/peace.json", "document '1945-Roosevelt'", "1945-Stalin.txt"),
    ]


def test_documents_that_exchanged_their_names_are_named(study):
    first, second = sorted((study / "texts").iterdir())
    exchanged = {first.stem: second.read_text(), second.stem: first.read_text()}
    save(study, dc.Corpus.from_texts(exchanged))
    assert [row for _, row, _ in found(study)] == [
        "document '1945-Roosevelt'",
        "document '1969-Nixon'",
    ]


def test_a_text_may_be_moved_and_its_folder_be_a_part_of_its_name(study):
    (study / "elsewhere").mkdir()
    (study / "texts").rename(study / "elsewhere" / "deep")
    assert found(study) == []
    save(study, dc.read(study / "elsewhere"))
    assert found(study) == []


def test_the_names_in_a_table_of_texts_are_those_of_its_rows(study):
    rows = pd.DataFrame({"document": ["a", "b"], "text": ["Peace and war.", "Peace, or peace."]})
    rows.to_csv(study / "texts" / "rows.csv", index=False)
    save(study, dc.read(study / "texts" / "rows.csv"))
    assert found(study) == []


def test_metadata_that_code_gives_is_mentioned(study):
    parties = pd.DataFrame({"document": list(TEXTS), "party": ["Whig", "Whig"]})
    corpus = dc.read(study / "texts").with_metadata(parties, year={name: 1845 for name in TEXTS})
    save(study, corpus)
    checked = dc.verify(study).attrs["checked"]
    assert checked["metadata given in code, not checked"] == 2


def test_metadata_of_a_file_is_compared_and_not_mentioned(study):
    parties = pd.DataFrame({"document": list(TEXTS), "party": ["Whig", "Whig"]})
    parties.to_csv(study / "parties.csv", index=False)
    save(study, dc.read(study / "texts").with_metadata(study / "parties.csv"))
    checked = dc.verify(study).attrs["checked"]
    assert "metadata given in code, not checked" not in checked
