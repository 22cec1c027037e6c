"""Layers of several coders, from other programs, are divided and compared."""

import pandas as pd
import pytest

import discourse as dc
from discourse.errors import DiscourseError


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "Peace and rights. War."})


def write(path, *rows):
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_spans_of_another_program_are_compared_by_coder(corpus, tmp_path):
    path = write(
        tmp_path / "catma.csv",
        "Source;Start Offset;End Offset;Tag;Author;Phrase",
        "a.txt;0;5;/aim;Ann Lee;Peace",
        "a.txt;0;5;/aim;Bo;Peace",
        "a.txt;10;16;/aim;Ann Lee;rights",
        "a.txt;10;16;/means;Bo;rights",
        "a.txt;18;21;/means;Bo;War",
    )
    columns = {"document": "Source", "start": "Start Offset", "end": "End Offset", "label": "Tag",
               "coder": "Author", "text": "Phrase"}  # fmt: skip
    layer = dc.layers.from_csv(corpus, path, name="code", columns=columns)
    assert layer.table["coder"].tolist() == ["Ann Lee, Bo", "Ann Lee", "Bo", "Bo"]
    one, other = dc.layers.by_coder(layer)
    assert (one.name, other.name) == ("code_Ann_Lee", "code_Bo")
    assert other.table["label"].tolist() == ["/aim", "/means", "/means"]
    table = dc.agreement(corpus.with_layer(one, other), "code")
    assert table[["coder", "coder_other", "units", "both", "one"]].iloc[0].tolist() == [
        "Ann Lee", "Bo", 2, 1, 1,
    ]  # fmt: skip


def test_columns_that_are_not_there_are_named(corpus, tmp_path):
    path = write(tmp_path / "x.csv", "document,start,end,tag", "a,0,5,x")
    with pytest.raises(DiscourseError, match=r"column='Tag' is not known; .* Did you mean 'tag'"):
        dc.layers.from_csv(corpus, path, columns={"label": "Tag"})
    with pytest.raises(DiscourseError, match="columns expects a mapping"):
        dc.layers.from_csv(corpus, path, columns="tag")


def layer(*coders):
    lines = [f"abcdef012345:{at}-{at + 1}" for at in range(len(coders))]
    table = pd.DataFrame({"line_id": lines, "label": "x", "coder": list(coders), "n": 1})
    return dc.Layer("code", table, {"maker": "CATMA"})


def test_each_coder_keeps_the_other_columns_and_the_texts():
    one, other = dc.layers.by_coder(layer("B", "A, B"))
    assert [len(one), len(other)] == [1, 2]
    assert list(one.table) == ["line_id", "label", "n"]
    assert one.texts == other.texts == ("abcdef012345",)
    assert one.about["maker"] == "CATMA"


@pytest.mark.parametrize(
    ("coders", "message"),
    [(("A", ""), "the span abcdef012345:1-2 of the layer 'code' has no coder"),
     (("A B", "A-B"), "the coders 'A B' and 'A-B' would both have the layer 'code_A_B'")],
)  # fmt: skip
def test_what_is_no_coder_is_named(coders, message):
    with pytest.raises(DiscourseError) as caught:
        dc.layers.by_coder(layer(*coders))
    assert message in str(caught.value)


def test_a_layer_without_coders_is_refused():
    plain = dc.Layer("code", layer("A").table[["line_id", "label", "n"]])
    with pytest.raises(DiscourseError, match="column='coder' is not known; choose 'n'"):
        dc.layers.by_coder(plain)
    with pytest.raises(DiscourseError, match="layer expects a Layer, got None"):
        dc.layers.by_coder(None)
