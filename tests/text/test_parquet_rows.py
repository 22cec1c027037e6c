"""Tables in Parquet are read as those in other files are."""

import datetime as dt
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import discourse as dc
from discourse.text import parquet_rows

ROWS = {
    "document": ["a", "b"],
    "text": ["Peace and rights.", "Human rights."],
    "year": [1990, None],
    "share": [0.5, 1.0],
    "day": [dt.date(1990, 5, 17), dt.date(2000, 1, 2)],
    "at": [dt.datetime(1990, 5, 17, 12, 30), dt.datetime(1990, 5, 17)],
    "party": pd.Categorical(["X", "Y"]),
    "tags": [["x", "y"], []],
    "sum": [Decimal("1.50"), Decimal(2)],
}


def test_a_parquet_file_gives_the_corpus_of_its_frame(tmp_path):
    frame = pd.DataFrame(ROWS)
    frame.iloc[[1, 0]].to_parquet(tmp_path / "texts.parquet")  # with labels of rows
    corpus = dc.read(tmp_path)
    table = corpus.documents.set_index("document")
    assert list(corpus) == ["b", "a"]
    assert corpus.tokens("a") == ["Peace", "and", "rights"]
    assert table.loc["a", ["year", "share", "party", "tags"]].tolist() == [
        1990,
        0.5,
        "X",
        '["x", "y"]',
    ]
    assert pd.isna(table.loc["b", "year"])
    assert table.loc["a", "sum"] == 1.5
    assert "day" in table and "__index_level_0__" not in table
    assert list(corpus.subset('day < "1995-01-01"')) == ["a"]


def test_the_same_rows_as_json_lines_are_the_same_texts(tmp_path):
    frame = pd.DataFrame({name: ROWS[name] for name in ("document", "text", "share")})
    (tmp_path / "p").mkdir()
    (tmp_path / "j").mkdir()
    frame.to_parquet(tmp_path / "p" / "texts.parquet")
    frame.to_json(tmp_path / "j" / "texts.jsonl", orient="records", lines=True)
    one, other = dc.read(tmp_path / "p"), dc.read(tmp_path / "j")
    pd.testing.assert_frame_equal(dc.frequencies(one), dc.frequencies(other))
    assert one.documents["sha256"].tolist() == other.documents["sha256"].tolist()


def refusal(path, **options):
    with pytest.raises(dc.DiscourseError) as refused:
        dc.read(path, **options)
    return str(refused.value)


def test_what_is_no_table_of_texts_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1 and no more")
    assert refusal(path).startswith(f"{path} cannot be read as Parquet (")
    pq.write_table(pa.table({"speech": ["Peace."], "raw": [b"\x00"]}), path)
    assert "has no column 'text'; its columns are speech, raw. Name the right one" in refusal(path)
    assert "row 1 has bytes in the column 'raw'; write it as text" in refusal(path, text="speech")
    pq.write_table(pa.table({"text": ["Peace.", None]}), path)
    assert "row 2 has no text in 'text'" in refusal(path)
    monkeypatch.setattr(parquet_rows, "LARGEST_FILE", 10)
    assert " unpacks to " in refusal(path)


def test_a_parquet_file_joins_metadata(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Peace.", "utf-8")
    pd.DataFrame({"document": ["a"], "year": [1990]}).to_parquet(tmp_path / "m.parquet")
    corpus = dc.read(tmp_path / "texts").with_metadata(tmp_path / "m.parquet")
    assert corpus.documents["year"].tolist() == [1990]
