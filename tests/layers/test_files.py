"""A layer as a file: nothing is lost, and what was changed by hand is named."""

import tomllib

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.errors import DiscourseError
from discourse.layers.files import find_changed_spans
from discourse.layers.toml_text import write_toml

A, B = "abcdef012345", "bcdef0123456"


@pytest.fixture
def layer():
    table = pd.DataFrame(
        {
            "line_id": [f"{B}:0-9", f"{A}:3-9", f"{A}:0-5"],
            "label": ['a "quoted", label', "line\nends\r\tand é 😀", "x"],
            "count": [1, 2, 3],
            "share": [0.1, None, 1e-9],
            "sure": [True, False, True],
            "note": ["", "NA", "-"],
        }
    )
    about = {
        "maker": "rule",
        "version": 2,
        "parameters": {"window": None, "words": ["a", None, {"b c": 1.5}]},
        "measured": {"precision": 0.9, "recall": 0.8, "on": "speeches"},
    }
    return dc.Layer("code", table, about, texts=[A, B, "cdef01234567"])


def test_a_layer_comes_back_as_it_was(layer, tmp_path):
    dc.layers.write(layer, tmp_path / "code.csv")
    for name in ("code.csv", "code", "code.toml"):
        again = dc.layers.read(tmp_path / name)
        assert again.digest == layer.digest
        assert again.about == layer.about
        assert (again.shape, again.texts) == (layer.shape, layer.texts)
        pd.testing.assert_frame_equal(again.table, layer.table)


def test_the_file_can_be_read_by_people_and_compared_by_git(layer, tmp_path):
    dc.layers.write(layer, tmp_path / "code.csv")
    raw = (tmp_path / "code.csv").read_bytes()
    assert raw.startswith(b"line_id,label,count,share,sure,note\n" + f"{A}:0-5,x,3".encode())
    dc.layers.write(layer, tmp_path / "code.csv")
    assert (tmp_path / "code.csv").read_bytes() == raw
    record = tomllib.loads((tmp_path / "code.toml").read_text("utf-8"))
    assert record["spans"] == 3
    assert record["digest"] == layer.digest
    assert record["columns"] == {"count": "int", "share": "float", "sure": "bool", "note": "text"}
    assert [len(sums.split()) for sums in record["texts"].values()] == [2, 1, 0]


def test_spans_that_were_changed_by_hand_are_read_and_named(layer, tmp_path):
    path = tmp_path / "code.csv"
    dc.layers.write(layer, path)
    assert find_changed_spans(path) == []
    path.write_bytes(path.read_bytes().replace(b",x,3", b",y,3"))
    assert dc.layers.read(path).digest != layer.digest
    assert [(each.place, each.found) for each in find_changed_spans(path)] == [(f"{A}:0-5", "y")]
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], *lines[2:]]))
    assert [(each.place, each.recorded) for each in find_changed_spans(path)] == [
        (f"{A}:0-5", "a span")
    ]
    dc.layers.write(dc.layers.read(path), path)
    assert find_changed_spans(path) == []


def test_a_file_without_a_record_is_a_layer_of_its_name(tmp_path):
    path = tmp_path / "act.csv"
    path.write_bytes(f"\ufeffline_id;label\r\n{A}:0-5;aim, goal\r\n".encode())
    found = dc.layers.read(path)
    assert (found.name, found.shape, found.about) == ("act", "span", {"file": "act.csv"})
    assert found.table["label"].tolist() == ["aim, goal"]
    with pytest.raises(DiscourseError, match=r"act\.csv has no record 'act\.toml' beside it"):
        find_changed_spans(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("line_id,label\na,b,c\n", "Expected 2 columns, got 3"),
        ("line_id,label\na\n", "Expected 2 columns, got 1"),
        ('line_id,label\n"a,b\n', "cannot be read as CSV"),
        ("", "Empty CSV file"),
        ("line_id,code\na,b\n", "has no column 'label'; its columns are line_id, code"),
        ("line_id,line_id,label\na,b,c\n", "has two columns 'line_id'"),
        (f"line_id,label\n{A}:5-5,b\n", "a span without a character"),
        (f"line_id,label\n{A}:0-5,b\n{A}:0-5,b\n", "twice as 'b'"),
        (f"line_id,label\n{A}:0-5,\n", "a span without a label"),
        ("line_id,label\nx:0-5,b\n", "'x:0-5' in row 0, which is not a line_id"),
    ],
)
def test_a_file_that_is_no_layer_is_refused(tmp_path, content, message):
    path = tmp_path / "act.csv"
    path.write_text(content, encoding="utf-8", newline="")
    with pytest.raises(DiscourseError) as refused:
        dc.layers.read(path)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_bytes_that_are_not_utf_8_are_refused(tmp_path):
    (tmp_path / "act.csv").write_bytes(b"line_id,label\n" + f"{A}:0-5,".encode() + b"caf\xe9\n")
    with pytest.raises(DiscourseError, match="cannot be read as CSV in UTF-8"):
        dc.layers.read(tmp_path / "act.csv")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("x = ", "act.toml is not TOML"),
        ("[source]\ntitle = 'A'\n", "is no record of a layer"),
        ('format = "discourse layer 1"\nname = 3\n', "its entry 'name' is missing or malformed"),
    ],
)
def test_a_record_that_is_none_is_refused(tmp_path, record, message):
    (tmp_path / "act.csv").write_text(f"line_id,label\n{A}:0-5,b\n")
    (tmp_path / "act.toml").write_text(record)
    with pytest.raises(DiscourseError) as refused:
        dc.layers.read(tmp_path / "act.csv")
    assert message in str(refused.value)


def test_a_layer_is_written_whole_or_not_at_all(layer, tmp_path, monkeypatch):
    path = tmp_path / "code.csv"
    dc.layers.write(layer, path)
    before = path.read_bytes(), path.with_suffix(".toml").read_bytes()
    other = dc.Layer("code", layer.table.head(1))
    real = type(path).replace

    def broken(self, target):
        if str(target).endswith(".toml"):
            raise OSError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(type(path), "replace", broken)
    with pytest.raises(DiscourseError, match="cannot be replaced"):
        dc.layers.write(other, path)
    assert (path.read_bytes(), path.with_suffix(".toml").read_bytes()) == before
    assert len(list(tmp_path.iterdir())) == 2


def test_a_description_of_a_text_is_not_replaced_by_a_record(layer, tmp_path):
    (tmp_path / "code.toml").write_text('[source]\ntitle = "A"\n')
    with pytest.raises(DiscourseError, match="is no record of a layer and would be replaced"):
        dc.layers.write(layer, tmp_path / "code.csv")
    with pytest.raises(DiscourseError, match="is not the name of a CSV file"):
        dc.layers.write(layer, tmp_path / "code.xlsx")
    with pytest.raises(DiscourseError, match="there is no folder"):
        dc.layers.write(layer, tmp_path / "none" / "code.csv")


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
cells = st.one_of(anything, st.none(), st.integers(-(2**40), 2**40), st.floats(allow_nan=False))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from([A, B]),
            st.integers(0, 50),
            st.integers(1, 9),
            anything,
            cells,
            anything,
        ),
        max_size=8,
        unique_by=lambda row: row[:4],
    ),
    name=anything,
)
def test_no_label_and_no_cell_is_lost(tmp_path, rows, name):
    rows = [row for row in rows if row[3]]
    table = pd.DataFrame(
        {
            "line_id": pd.Series([f"{t}:{s}-{s + n}" for t, s, n, *_ in rows], dtype="str"),
            "label": pd.Series([row[3] for row in rows], dtype="str"),
            "own": pd.Series([row[4] for row in rows], dtype=object),
            f"_{name}": pd.Series([row[5] for row in rows], dtype="str"),
        }
    )
    try:
        layer = dc.Layer("code", table, {"note": name})
    except DiscourseError:  # two labels are one in NFC
        return
    dc.layers.write(layer, tmp_path / "code.csv")
    again = dc.layers.read(tmp_path / "code.csv")
    assert again.digest == layer.digest
    assert again.about == layer.about
    assert find_changed_spans(tmp_path / "code.csv") == []


@given(
    st.recursive(
        st.one_of(anything, st.integers(), st.booleans(), st.floats(allow_nan=False)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(anything, inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_toml_is_read_as_it_was_written(value):
    assert tomllib.loads(write_toml({"value": value, "rest": {"x": 1}}))["value"] == value


def test_many_spans_come_back(tmp_path):
    starts = np.arange(100_000) * 6
    table = pd.DataFrame(
        {
            "line_id": [f"{A}:{start}-{start + 5}" for start in starts.tolist()],
            "label": np.where(starts % 4 == 0, "NOUN", "VERB"),
        }
    )
    layer = dc.Layer("pos", table, shape="token")
    dc.layers.write(layer, tmp_path / "pos.csv")
    assert dc.layers.read(tmp_path / "pos.csv").digest == layer.digest
