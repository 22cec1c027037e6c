"""Tables of a tagged corpus are verified by tagging the texts again, once."""

import json
import shutil

import pytest

import discourse as dc
from discourse.layers.taggers import tagging

TEXT = "China's bridges were built by workers. We don't build them!"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    for folder in ("figures", "texts", "layers"):
        (root / folder).mkdir()
    (root / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    corpus = dc.read(root / "texts")
    corpus = corpus.with_layer(*dc.layers.tag(corpus))
    for name in ("lemma", "pos"):
        dc.save_table(dc.frequencies(corpus, of=name), root / "figures" / name, caption="Words.")
        dc.layers.write(corpus.layer(name), root / "layers" / f"{name}.csv")
    return root


@pytest.fixture
def study(published, tmp_path):
    return shutil.copytree(published, tmp_path / "study")


def findings(root):
    return list(dc.verify(root).itertuples(index=False, name=None))


def test_tables_of_a_tagged_corpus_hold_and_it_is_tagged_once(study, monkeypatch):
    tag_stretch, seen = tagging._tag_stretch, []

    def listen(*given):
        seen.append(given[-1].document)
        return tag_stretch(*given)

    monkeypatch.setattr(tagging, "_tag_stretch", listen)
    assert findings(study) == []
    assert seen == [0]


def test_a_value_that_the_tagger_does_not_give_is_named(study):
    path = study / "layers" / "lemma.csv"
    layer = dc.layers.read(path)
    table = layer.table
    table.loc[table["label"] == "worker", "label"] = "work"
    dc.layers.write(dc.Layer("lemma", table, layer.about, shape="token"), path)
    rows = [row[2:] for row in findings(study)]
    assert ("worker", "work") in rows


def test_another_model_is_named(study):
    path = study / "figures" / "pos.json"
    record = json.loads(path.read_text("utf-8"))
    record["recipe"]["corpus"]["layers"]["pos"]["model"]["sha256"] = "0" * 64
    path.write_text(json.dumps(record), encoding="utf-8")
    assert any("the layer 'pos' was made with model=" in found for *_, found in findings(study))


def test_layers_of_a_function_are_checked_by_their_file(study):
    corpus = dc.read(study / "texts")

    def tag(sentences):
        return [{"pos": ["X"] * len(words)} for words in sentences]

    (layer,) = dc.layers.tag(corpus, tag)
    table = dc.frequencies(corpus.with_layer(layer), of="pos")
    dc.save_table(table, study / "figures" / "mine", caption="Words.")
    assert any("no file of the layer 'pos'" in why or "pos" in why for *_, why in findings(study))
    dc.layers.write(layer, study / "layers" / "mine.csv")
    assert findings(study) == []
