import hashlib
import json

import numpy as np
import pytest
from nbformat import writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import discourse as dc
from discourse.corpus.store.manifest import seal_manifest
from discourse.publish.checks.saved_corpora import NOT_HERE

COUNT = '*Peace* has [2](# "peace") hits.'


@pytest.fixture
def study(tmp_path):
    """A folder with two texts, the corpus saved from them, and a notebook that loads it."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("Peace and war.\n", encoding="utf-8")
    (texts / "b.txt").write_text("War, then peace.\n", encoding="utf-8")
    dc.read(texts).save(tmp_path / "study.corpus")
    write_notebook(tmp_path, COUNT)
    return tmp_path


def write_notebook(folder, prose):
    code = 'import discourse as dc\n\ncorpus = dc.load("study.corpus")'
    notebook = new_notebook(cells=[new_code_cell(code), new_markdown_cell(prose)])
    (folder / "study.ipynb").write_text(writes(notebook), encoding="utf-8")


def test_a_saved_corpus_is_compared_with_its_texts(study):
    found = dc.verify(study)
    assert found.empty
    assert found.attrs["checked"]["saved corpora"] == 1


@pytest.mark.parametrize("prose", [COUNT, "Prose."])
def test_a_text_that_has_changed_since_is_noticed(study, prose):
    write_notebook(study, prose)
    (study / "texts" / "b.txt").write_text("War, then quiet.\n", encoding="utf-8")
    (finding,) = dc.verify(study).itertuples()
    assert (finding.file, finding.row) == ("study.ipynb", "saved corpus 'study.corpus'")
    assert finding.expected == "the corpus that its texts give"
    assert "b.txt has another hash" in finding.found


def test_another_description_of_a_text_is_noticed(study):
    (study / "texts" / "a.toml").write_text("[source]\nyear = 1990\n", encoding="utf-8")
    (finding,) = dc.verify(study).itertuples()
    assert "their descriptions, names or regions have changed" in finding.found


def test_texts_that_are_kept_elsewhere_are_said_not_to_be_checked(study, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (study / "texts").rename(elsewhere / "texts")
    found = dc.verify(study)
    assert found.empty
    assert found.attrs["checked"][NOT_HERE] == 1
    assert "saved corpora" not in found.attrs["checked"]
    assert dc.verify(study, texts=elsewhere).attrs["checked"]["saved corpora"] == 1


def test_a_damaged_corpus_is_noticed_though_the_prose_claims_nothing(study):
    write_notebook(study, "Prose.")
    corpus = study / "study.corpus"
    largest = max((p for p in corpus.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    raw = bytearray(largest.read_bytes())
    raw[len(raw) // 2] ^= 1
    largest.write_bytes(raw)
    (finding,) = dc.verify(study).itertuples()
    assert (finding.row, finding.expected) == (
        "saved corpus 'study.corpus'",
        "a corpus that can be loaded",
    )


def test_a_corpus_that_no_notebook_loads_is_checked_too(study):
    (study / "study.ipynb").unlink()
    assert dc.verify(study).attrs["checked"]["saved corpora"] == 1
    (file,) = study.glob("study.corpus/generation-*/ids.npy")
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    (finding,) = dc.verify(study).itertuples()
    assert (finding.file, finding.expected) == ("study.corpus", "files as they were saved")
    assert "ids.npy is not what was saved" in finding.found


def test_a_saved_corpus_of_other_texts_is_noticed_without_a_notebook(study):
    (study / "study.ipynb").unlink()
    (study / "texts" / "b.txt").write_text("War, then quiet.\n", encoding="utf-8")
    (finding,) = dc.verify(study).itertuples()
    assert (finding.file, finding.expected) == ("study.corpus", "the corpus that its texts give")


def hash_again(corpus):
    """Write the sizes and hashes of the files of a saved corpus anew, as a forger would."""
    path = corpus / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for name in manifest["files"]:
        raw = (corpus / manifest["generation"] / name).read_bytes()
        saved = {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
        manifest["files"][name] = saved
    del manifest["sha256"]
    path.write_text(json.dumps(seal_manifest(manifest)), encoding="utf-8")


def change_array(corpus, name):
    (file,) = corpus.glob(f"generation-*/{name}.npy")
    array = np.load(file)
    array[[0, -1]] = array[[-1, 0]]
    np.save(file, array)


def change_table(corpus, name, old, new):
    (file,) = corpus.glob(f"generation-*/{name}.arrow")
    raw = file.read_bytes()
    assert old in raw
    file.write_bytes(raw.replace(old, new))


FORGED = {
    "words": lambda corpus: change_array(corpus, "ids"),
    "counts of words": lambda corpus: change_array(corpus, "postings"),
    "texts": lambda corpus: change_table(corpus, "texts", b"Peace and war", b"Power and war"),
}


@pytest.mark.parametrize("what", FORGED)
@pytest.mark.parametrize("is_loaded", [True, False])
def test_a_corpus_that_was_changed_with_its_hashes_is_compared_with_its_texts(
    study, what, is_loaded
):
    write_notebook(study, "Prose.")
    if not is_loaded:
        (study / "study.ipynb").unlink()
    FORGED[what](study / "study.corpus")
    hash_again(study / "study.corpus")
    (finding,) = dc.verify(study).itertuples()
    said = finding.expected, finding.found
    assert said == (f"the {what} that its texts give", f"other {what}")


def test_a_part_of_a_corpus_that_was_saved_holds(study):
    dc.read(study / "texts").subset('document = "b"').save(study / "part.corpus")
    found = dc.verify(study)
    assert (found.empty, found.attrs["checked"]["saved corpora"]) == (True, 2)
