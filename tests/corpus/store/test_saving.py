"""A saved corpus comes back as it was, or is refused; a crash leaves the old one or none."""

import json
import mmap
import multiprocessing
import os
import pickle
import signal
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import discourse as dc
from discourse.corpus.store import loading, saving
from discourse.corpus.store import store as store_module
from discourse.corpus.store.manifest import MANIFEST, SEAL, seal_manifest

TEXTS = {"a": "Peace and rights.\n\nRights of peoples.", "b": "China’s peace, Peace!"}


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts(TEXTS)


@pytest.fixture
def saved(corpus, tmp_path):
    corpus.save(tmp_path / "saved")
    return tmp_path / "saved"


def refusal(function, *args, **kwargs):
    with pytest.raises(dc.DiscourseError) as refused:
        function(*args, **kwargs)
    return str(refused.value)


def alter(folder, **entries):
    """Change entries of a manifest, and seal it as if they had been saved."""
    manifest = json.loads((folder / MANIFEST).read_bytes()) | entries
    del manifest[SEAL]
    (folder / MANIFEST).write_text(json.dumps(seal_manifest(manifest)), encoding="utf-8")


def files(folder):
    (generation,) = folder.glob("generation-*")
    return generation


def test_a_loaded_corpus_is_the_saved_one(paper, tmp_path):
    paper.save(tmp_path / "paper")
    loaded = dc.load(tmp_path / "paper", verify=True)
    assert loaded.fingerprint == paper.fingerprint
    assert loaded.terms == paper.terms
    assert list(loaded.store.texts) == list(paper.store.texts)
    assert loaded.find("human rights").tolist() == paper.find("human rights").tolist()
    for table in ("audit", "parts"):
        pd.testing.assert_frame_equal(getattr(loaded, table)(), getattr(paper, table)())
    pd.testing.assert_frame_equal(loaded.documents, paper.documents)
    pd.testing.assert_frame_equal(dc.frequencies(loaded), dc.frequencies(paper))


def test_a_saved_corpus_is_not_read_as_texts(saved):
    assert refusal(dc.read, saved) == f"{saved} is a saved corpus; open it with dc.load."


def test_a_saved_subset_is_a_subset(paper, tmp_path):
    part = paper.subset('section = "1"')
    part.save(tmp_path / "part")
    loaded = dc.load(tmp_path / "part", verify=True)
    assert (loaded.fingerprint, loaded.store.conditions) == (
        part.fingerprint,
        part.store.conditions,
    )
    assert loaded.terms == part.terms
    assert loaded.subset('section = "1"').size == part.size


def test_a_corpus_saved_before_metadata_could_be_named_description_is_loaded(
    paper, tmp_path, monkeypatch
):
    def old_table(store):
        renamed = store.sources.rename(columns={"description_digest": "description"})
        return pa.Table.from_pandas(renamed, preserve_index=False)

    monkeypatch.setattr(saving, "_sources_to_save", old_table)
    paper.save(tmp_path / "paper")
    loaded = dc.load(tmp_path / "paper", verify=True)
    pd.testing.assert_frame_equal(loaded.documents, paper.documents)


def test_a_loaded_corpus_can_be_sent_to_another_process(saved):
    loaded = dc.load(saved)
    sent = pickle.loads(pickle.dumps(loaded))
    pd.testing.assert_frame_equal(sent.documents, loaded.documents)
    pd.testing.assert_frame_equal(dc.frequencies(sent), dc.frequencies(loaded))


def test_arrays_are_mapped_and_cannot_be_written(saved):
    ids = dc.load(saved).store.index.ids
    assert isinstance(ids.base.obj, mmap.mmap)
    assert not ids.flags.writeable


def test_sentences_are_saved_if_they_were_found(corpus, tmp_path, monkeypatch):
    assert corpus.store.sentences.tolist() == [0, 3, 6, 9]
    corpus.save(tmp_path / "saved")
    monkeypatch.setattr(store_module, "sentence_starts", None)
    assert dc.load(tmp_path / "saved").store.sentences.tolist() == [0, 3, 6, 9]


def test_metadata_comes_back_with_its_types(tmp_path):
    table = pd.DataFrame(
        {
            "text": ["One.", "Two."],
            "year": [1990, 2000],
            "day": [date(1990, 1, 2), None],
            "spoken": [True, None],
            "rate": [0.5, None],
            "place": ["Genf", None],
            "when": pd.to_datetime(["1990-01-02", "2000-01-02"]),
        }
    )
    corpus = dc.Corpus.from_frame(table)
    corpus.save(tmp_path / "saved")
    assert dc.load(tmp_path / "saved", verify=True).fingerprint == corpus.fingerprint
    assert dc.load(tmp_path / "saved").subset("year > 1995").size == 1


def test_metadata_of_mixed_types_is_refused_and_nothing_is_left(tmp_path):
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": ["One.", "Two."], "year": [1990, "MM"]}))
    assert refusal(corpus.save, tmp_path / "saved") == (
        "'year' contains values of several types, and a column on disk has only one; "
        "convert them before making the corpus."
    )
    assert not list((tmp_path / "saved").glob("generation-*"))


@pytest.mark.parametrize("text", ["", "…", "\ud800 half a pair"])
def test_a_text_of_any_kind_comes_back(tmp_path, text):
    dc.Corpus.from_texts({"a": text}).save(tmp_path / "saved")
    assert list(dc.load(tmp_path / "saved", verify=True).store.texts) == [text]


def test_saving_again_replaces_the_corpus(saved):
    dc.Corpus.from_texts({"c": "New."}).save(saved)
    assert list(dc.load(saved, verify=True).terms) == ["new"]
    assert [path.name for path in saved.glob("generation-*")] == ["generation-2"]


def test_a_corpus_may_be_saved_over_itself(saved):
    dc.load(saved).save(saved)
    assert dc.load(saved, verify=True).size == 9


def test_a_reader_keeps_what_it_has_opened_while_another_saves(saved):
    reader = dc.load(saved)
    dc.Corpus.from_texts({"c": "New."}).save(saved)
    assert dc.frequencies(reader)["count"].sum() == 9
    assert reader.store.texts[0] == TEXTS["a"]


def test_a_save_between_manifest_and_files_is_seen(saved, monkeypatch):
    read = loading.read_corpus_manifest
    calls = []

    def late(folder):
        manifest = read(folder)
        if not calls:
            calls.append(folder)
            dc.Corpus.from_texts({"c": "New."}).save(saved)
        return manifest

    monkeypatch.setattr(loading, "read_corpus_manifest", late)
    assert dc.load(saved).terms == ("new",)


# --------------------------------------------------------------------------------- refusals


def test_nothing_there_is_refused(tmp_path):
    assert refusal(dc.load, tmp_path / "x") == (
        f"{tmp_path / 'x'} does not exist; give a folder that Corpus.save wrote."
    )


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "other"}', "\xff", "[" * 99_999])
def test_a_foreign_folder_is_refused(tmp_path, content):
    assert refusal(dc.load, tmp_path) == (
        f"{tmp_path} is not a saved corpus; give a folder that Corpus.save wrote."
    )
    (tmp_path / MANIFEST).write_bytes(content.encode("latin-1"))
    assert refusal(dc.load, tmp_path) == (
        f"{tmp_path} is not a saved corpus, or its manifest.json is damaged; give a folder that "
        "Corpus.save wrote."
    )


def test_a_generation_outside_the_folder_is_refused(saved):
    alter(saved, generation="../x")
    assert refusal(dc.load, saved) == (
        f"{saved}: manifest.json is not what was saved; save the corpus again."
    )


def test_a_newer_format_is_refused(saved):
    alter(saved, version=3)
    assert refusal(dc.load, saved) == (
        f"{saved} has format 3, and this version of discourse reads up to 2; "
        "pip install --upgrade discourse-toolkit."
    )


def test_a_truncated_file_is_refused(saved):
    file = files(saved) / "ids.npy"
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[:-4])
    assert refusal(dc.load, saved) == (
        f"{saved}: ids.npy has {size - 4} bytes, but {size} were saved; save the corpus again."
    )


def test_a_lost_file_is_refused(saved):
    (files(saved) / "terms.arrow").unlink()
    assert refusal(dc.load, saved) == f"{saved} has lost terms.arrow; save the corpus again."


def test_an_altered_manifest_is_found(saved):
    manifest = json.loads((saved / MANIFEST).read_bytes())
    altered = json.dumps({**manifest, "conditions": ["year > 2000"]})
    (saved / MANIFEST).write_text(altered, "utf-8")
    for verify in (None, False, True):
        assert refusal(dc.load, saved, verify=verify) == (
            f"{saved}: manifest.json is not what was saved; save the corpus again."
        )


def test_a_manifest_that_does_not_belong_to_its_files_is_found_when_asked_for(saved):
    alter(saved, conditions=["year > 2000"])
    assert " was saved; save the corpus again." in refusal(dc.load, saved, verify=True)


def test_nothing_is_unpickled(saved):
    array = np.array([os.getcwd], dtype=object)
    file = files(saved) / "ids.npy"
    np.save(file, array, allow_pickle=True)
    listed = json.loads((saved / MANIFEST).read_bytes())["files"]
    listed["ids.npy"]["bytes"] = file.stat().st_size
    alter(saved, files=listed)
    assert refusal(dc.load, saved, verify=False) == (
        f"{saved}: ids.npy is damaged and cannot be read; save the corpus again."
    )


def test_a_folder_with_other_files_is_not_written_into(corpus, tmp_path):
    (tmp_path / "thesis.txt").write_text("Years of work.", "utf-8")
    message = refusal(corpus.save, tmp_path)
    assert message == (
        f"{tmp_path} is not a saved corpus (it contains 'thesis.txt'); give a new folder."
    )
    assert refusal(corpus.save, tmp_path / "thesis.txt").endswith("give a new folder.")


def pairs(text):
    return [(at, at + 2) for at in range(0, len(text) - 1, 2)]


def test_a_function_has_to_be_given_again(tmp_path):
    words = dc.Tokenizer(segmenter=pairs)
    dc.Corpus.from_texts({"a": "abcd"}, tokenizer=words).save(tmp_path)
    assert refusal(dc.load, tmp_path).endswith("give tokenizer= as when the texts were read.")
    assert list(dc.load(tmp_path, tokenizer=words, verify=True).terms) == ["ab", "cd"]


def test_a_corpus_of_version_0_1_0_keeps_its_words(tmp_path):
    first = dc.Corpus.from_texts({"a": "Maße, Masse¹."}, tokenizer=dc.Tokenizer(rule="1"))
    first.save(tmp_path)
    manifest = json.loads((tmp_path / MANIFEST).read_bytes())
    assert manifest["words"] == {"possessive": "keep", "hyphen": "keep"}
    del manifest["signed_words"], manifest[SEAL]
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    corpus = dc.load(tmp_path, verify=True)
    assert corpus.terms == ("masse", "masse¹")
    assert [len(corpus.find(query)) for query in ("Maße", "masse¹", '[lower="Maße"]')] == [1, 1, 1]
    assert dc.load(tmp_path, tokenizer=dc.Tokenizer()).tokenizer == dc.Tokenizer(rule="1")


def test_another_tokeniser_is_refused(saved):
    message = refusal(dc.load, saved, tokenizer=dc.Tokenizer(hyphen="split"))
    assert message == (
        f"{saved} was tokenised with {{'possessive': 'keep', 'hyphen': 'keep', 'rule': '2'}}, not "
        "with {'possessive': 'keep', 'hyphen': 'split', 'rule': '2'}; give tokenizer= as when the "
        "texts were read."
    )


# ------------------------------------------------------------------------------- processes


def save_slowly(path, reached):
    """Save over the corpus at a path, and stop before the last file is written."""

    def stop(file, table):
        reached.set()
        time.sleep(60)

    saving._save_table = stop
    dc.Corpus.from_texts({"c": "New."}).save(path)


def started(paths):
    """Start a process for each path that is in the middle of saving there."""
    context = multiprocessing.get_context("spawn")
    reached = [context.Event() for _ in paths]
    processes = [
        context.Process(target=save_slowly, args=given)
        for given in zip(paths, reached, strict=True)
    ]
    for process in processes:
        process.start()
    assert all(event.wait(60) for event in reached)
    return processes


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_killed_save_leaves_the_old_corpus_or_none(saved, tmp_path):
    paths = [saved, tmp_path / "new"]
    other = dc.Corpus.from_texts({"d": "Other."})
    for path, process in zip(paths, started(paths), strict=True):
        assert refusal(other.save, path) == (
            f"{path} is being saved by another process; wait for it, or give another folder."
        )
        process.kill()
        process.join()
    assert dc.load(saved, verify=True).size == 9
    assert refusal(dc.load, paths[1]).endswith("give a folder that Corpus.save wrote.")
    for path in paths:
        other.save(path)
        assert list(dc.load(path, verify=True).terms) == ["other"]
        assert len(list(path.glob("generation-*"))) == 1


# ---------------------------------------------------------------------------------- shards


def test_shards_are_one_corpus(tmp_path):
    for name, text in TEXTS.items():
        dc.Corpus.from_texts({name: text}).save(tmp_path / name)
    shards, whole = dc.load([tmp_path / "a", tmp_path / "b"]), dc.Corpus.from_texts(TEXTS)
    assert shards.fingerprint == whole.fingerprint
    assert shards.store.index.ids.tolist() == whole.store.index.ids.tolist()
    assert shards.store.index.sections.tolist() == whole.store.index.sections.tolist()
    pd.testing.assert_frame_equal(shards.audit(), whole.audit())
    pd.testing.assert_frame_equal(dc.frequencies(shards), dc.frequencies(whole))
    assert shards.find("peace peace").tolist() == whole.find("peace peace").tolist()


def test_a_shard_that_is_given_twice_is_refused(saved):
    assert refusal(dc.load, [saved, saved]) == f"{saved} is given twice; give each shard once."


def test_documents_that_share_a_name_begin_with_that_of_their_shard(tmp_path):
    for year in ("2001", "2002"):
        corpus = dc.Corpus.from_texts({"001": f"Peace in {year}."})
        corpus.with_metadata(even=lambda row: row["document"] == "001").save(
            tmp_path / f"{year}.corpus"
        )
    whole = dc.load([tmp_path / "2001.corpus", tmp_path / "2002.corpus"])
    assert list(whole) == ["2001/001", "2002/001"]
    assert whole.documents["even"].tolist() == [True, True]
    assert dc.frequencies(whole, "2002", by="document")["part"].tolist() == ["2002/001", "2001/001"]


def test_no_shard_is_refused():
    assert refusal(dc.load, []) == "load needs at least one path; none was given."


def test_a_subset_is_not_a_shard(corpus, tmp_path):
    corpus.subset('document = "a"').save(tmp_path)
    assert refusal(dc.load, [tmp_path]) == (
        f'{tmp_path} is a subset (document = "a"); save whole corpora as shards, '
        "and take the subset of the whole."
    )


def test_shards_of_different_tokenisers_are_refused(saved, tmp_path):
    dc.Corpus.from_texts({"c": "One."}, tokenizer=dc.Tokenizer(hyphen="split")).save(tmp_path / "c")
    assert refusal(dc.load, [saved, tmp_path / "c"]).endswith("read them with the same tokenizer.")
    assert Path(tmp_path / "c").is_dir()
