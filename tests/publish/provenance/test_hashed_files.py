"""Texts are found again by their hash, in files and in the cells of tables."""

import csv
from concurrent.futures import ThreadPoolExecutor

from discourse.publish.provenance.hashed_files import HashedFiles
from discourse.text.document import text_hash

LONG = "word " * 60_000


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
