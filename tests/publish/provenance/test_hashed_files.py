import csv
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

import discourse as dc
from discourse.publish.provenance.hashed_files import HashedFiles, files_below
from discourse.text.document import text_hash

LONG = "word " * 60_000


def digest(content):
    return hashlib.sha256(content).hexdigest()[:12]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.txt").write_bytes(b"peace")
    (tmp_path / "deep" / "a.txt").write_bytes(b"war \xe9")
    (tmp_path / ".hidden").write_bytes(b"hidden")
    return tmp_path


def test_files_are_listed_in_order_without_hidden_ones_and_links(folder):
    if hasattr(os, "symlink"):
        (folder / "link.txt").symlink_to(folder / "b.txt")
        (folder / "linked").symlink_to(folder / "deep")
    names = [path.relative_to(folder).as_posix() for path in files_below(folder)]
    assert names == ["b.txt", "deep/a.txt"]


def test_a_file_is_found_by_its_hash_and_of_two_alike_the_first(folder):
    (folder / "deep" / "same.txt").write_bytes(b"peace")
    files = HashedFiles(folder)
    assert files.path("any name", digest(b"peace")) == folder / "b.txt"


def test_a_file_that_was_changed_is_named(folder):
    with pytest.raises(dc.DiscourseError) as error:
        HashedFiles(folder).path("b", "0" * 12)
    assert str(error.value) == (
        f"no text below {folder} has the hash 000000000000 of 'b'; b.txt has another hash."
    )


def test_a_line_is_read_at_its_id_in_a_file_of_any_encoding(folder):
    files = HashedFiles(folder)
    assert files.text_at(f"{digest(b'peace')}:1-4") == "eac"
    assert files.text_at(f"{digest(b'war ' + bytes([0xE9]))}:0-5") == "war \xe9"


def test_a_line_of_a_cell_is_read_from_its_table(folder):
    (folder / "rows.csv").write_text("name,text\nx,one two\n", encoding="utf-8")
    (folder / "rows.jsonl").write_text('{"text": "three four"}\n', encoding="utf-8")
    files = HashedFiles(folder)
    assert files.text_at(f"{digest(b'one two')}:4-7") == "two"
    assert files.text_at(f"{digest(b'three four')}:0-5") == "three"
    assert [table.name for table in files.tables()] == ["rows", "rows"]


def test_a_line_without_its_file_is_refused(folder):
    with pytest.raises(dc.DiscourseError, match="no text below"):
        HashedFiles(folder).text_at("0" * 12 + ":0-1")


def test_long_cells_of_tables_are_found_in_threads(tmp_path):
    before = csv.field_size_limit()
    for number in range(15):
        table = f'text,n\n"{number} {LONG}",1\n'
        (tmp_path / f"{number}.csv").write_text(table, encoding="utf-8")
    line_ids = [f"{text_hash(f'{number} {LONG}')[:12]}:0-7" for number in range(15)]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda line: HashedFiles(tmp_path).text_at(line), line_ids))
    assert found == [f"{number} {LONG}"[:7] for number in range(15)]
    assert csv.field_size_limit() == before


def test_the_cells_before_a_fault_of_a_table_are_found(tmp_path):
    (tmp_path / "a.csv").write_text('text\nOne.\n"Two.\n', encoding="utf-8")
    assert HashedFiles(tmp_path).text_at(f"{text_hash('One.')[:12]}:0-3") == "One"
