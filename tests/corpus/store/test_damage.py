"""A damaged saved corpus is refused by the name of the file, and never gives another number."""

import json
import os
import random
import shutil

import numpy as np
import pyarrow as pa
import pytest

import discourse as dc
from discourse.corpus.store import loading
from discourse.corpus.store.manifest import MANIFEST, SEAL, seal_manifest

TEXTS = {
    "a": "Peace and rights.\n\nRights of peoples, “as they said”, and China’s.",
    "b": "China’s peace, Peace! “Rights” of all.",
}


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A small corpus with everything that can be saved: layers of both shapes, and sentences."""
    folder = tmp_path_factory.mktemp("original") / "saved"
    years = {"a": 1990, "b": 2000}
    corpus = dc.Corpus.from_texts(TEXTS).with_metadata(year=lambda row: years[row["document"]])
    corpus = corpus.with_layer(dc.layers.make(corpus, "quotations"))
    lines = dc.concordance(corpus, "*").frame
    table = lines[["line_id"]].assign(label=lines["node"].str.lower())
    corpus = corpus.with_layer(dc.Layer("lemma", table.iloc[1:], shape="token"))
    assert len(corpus.store.sentences) == 5
    corpus.save(folder)
    return folder


@pytest.fixture
def saved(original, tmp_path):
    return shutil.copytree(original, tmp_path / "saved")


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.suffix in (".npy", ".arrow", ".json"))


def answers(corpus):
    """What a corpus says, by way of all of its files."""
    return [
        dc.frequencies(corpus, by="document").to_csv(),
        dc.frequencies(corpus, of="lemma").to_csv(),
        dc.positions(corpus, ["peace", "rights within quotation"]).to_csv(),
        repr(dc.concordance(corpus, "[]").sort("L1", "R1")),
        repr(corpus.show("peace")),
        *(table.to_csv() for table in (corpus.audit(), corpus.documents, corpus.layers)),
        corpus.parts("sentence").to_csv(),
        dc.frequencies(corpus.subset("year > 1995")).to_csv(),
        corpus.fingerprint,
    ]


def damaged(path, at, change):
    """Replace a file by one with one other byte; what is mapped stays as it was."""
    content = bytearray(path.read_bytes())
    content[at] ^= change
    path.unlink()
    path.write_bytes(content)


@pytest.mark.slow
def test_every_damaged_byte_is_refused_by_the_name_of_its_file(saved, original):
    # One byte in 29 of each file, each with one bit changed.
    rng = random.Random(13)
    right = answers(dc.load(saved))
    for path in files(saved):
        whole = path.read_bytes()
        for at in range(rng.randrange(29), len(whole), 29):
            damaged(path, at, 1 << rng.randrange(8))
            try:
                found = answers(dc.load(saved))
            except dc.DiscourseError as error:
                assert path.name in str(error), (path.name, at)
            else:
                assert (found, path.name) == (right, MANIFEST), (path.name, at)
            path.write_bytes(whole)


@pytest.mark.slow
def test_without_hashes_a_damaged_byte_ends_in_no_other_error(saved):
    # In a child process, because a number out of bounds may end the interpreter.
    if not hasattr(os, "fork"):
        pytest.skip("only POSIX can fork")
    rng = random.Random(13)
    for path in files(saved):
        whole = path.read_bytes()
        for at in rng.sample(range(len(whole)), 2):
            damaged(path, at, 1 << rng.randrange(8))
            if (child := os.fork()) == 0:
                try:
                    answers(dc.load(saved, verify=False))
                    os._exit(0)
                except dc.DiscourseError:
                    os._exit(0)
                finally:
                    os._exit(1)
            assert os.waitpid(child, 0)[1] == 0, (path.name, at)
            path.write_bytes(whole)


@pytest.mark.parametrize("name", ["ids.npy", "postings.npy", "texts.arrow", "sources.arrow"])
def test_the_hashes_of_a_large_corpus_are_compared_when_asked_for(saved, name, monkeypatch):
    monkeypatch.setattr(loading, "ALWAYS_HASHED", 0)
    (path,) = saved.rglob(name)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    with pytest.raises(dc.DiscourseError) as refused:
        dc.load(saved, verify=True)
    assert str(refused.value) == f"{saved}: {name} is not what was saved; save the corpus again."


def rewrite(folder, name, **columns):
    """Replace an array or a table by another of any size, and seal the manifest again."""
    (path,) = folder.rglob(name)
    if path.suffix == ".npy":
        array = np.load(path).copy()
        path.unlink()
        np.save(path, columns["change"](array))
    else:
        with pa.ipc.open_file(path.read_bytes()) as reader:
            table = reader.read_all()
        path.unlink()
        table = columns["change"](table)
        with pa.ipc.new_file(path, table.schema) as writer:
            writer.write_table(table)
    reseal(folder, path)


def reseal(folder, path=None, **entries):
    manifest = json.loads((folder / MANIFEST).read_bytes()) | entries
    del manifest[SEAL]
    if path is not None:
        manifest["files"][path.name]["bytes"] = path.stat().st_size
    (folder / MANIFEST).write_text(json.dumps(seal_manifest(manifest)), encoding="utf-8")


def set_item(at, value):
    def change(array):
        array[at] = value
        return array

    return change


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("ids.npy", set_item(0, 99)),
        ("ids.npy", lambda array: array[:-1]),
        ("starts.npy", set_item(2, 0)),
        ("starts.npy", set_item(0, 40)),
        ("documents.npy", set_item(1, 99)),
        ("documents.npy", set_item(0, -1)),
        ("sections.npy", set_item(-1, 3)),
        ("runs.npy", lambda array: array[:0]),
        ("sentences.npy", set_item(1, 99)),
        ("term_of_form.npy", set_item(0, 99)),
        ("posting_bounds.npy", set_item(1, -1)),
        ("postings.npy", set_item(0, 99)),
        ("ranges.npy", set_item(0, 3)),
        ("ids.npy", lambda array: array.astype(np.int64)),
        ("ids.npy", lambda array: array.reshape(1, -1)),
        ("forms.arrow", lambda table: table.slice(1)),
        ("terms.arrow", lambda table: table.rename_columns(["other"])),
        ("texts.arrow", lambda table: table.slice(1)),
        ("sources.arrow", lambda table: table.drop_columns(["sha256"])),
        ("regions.arrow", lambda table: table.slice(1)),
        ("regions.arrow", lambda table: table.drop_columns(["head"])),
        ("layer-0-row.npy", set_item(0, 9)),
        ("layer-0-document.npy", set_item(0, -1)),
        ("layer-0-end.npy", set_item(0, 0)),
        ("layer-0-spans.arrow", lambda table: table.drop_columns(["start"])),
        ("layer-0-span_texts.arrow", lambda table: table.rename_columns(["x"])),
        ("layer-1-ids.npy", set_item(0, 200)),
        ("layer-1-posting_bounds.npy", set_item(-1, 1)),
        ("layer-1-values.arrow", lambda table: table.append_column("x", table["value"])),
    ],
)
def test_numbers_out_of_bounds_are_refused_even_with_a_seal(saved, name, change):
    rewrite(saved, name, change=change)
    blamed = {"forms.arrow": "ids.npy", "texts.arrow": "sources.arrow"}.get(name, name)
    if name == "ids.npy":  # the first array that does not have as many tokens
        blamed = "(ids.npy|documents.npy)"
    with pytest.raises(dc.DiscourseError, match=rf": {blamed} is damaged and cannot be read;"):
        dc.load(saved, verify=False)


@pytest.mark.parametrize(
    "entries",
    [
        {"files": []},
        {"files": {"ids.npy": 3}},
        {"files": {"../ids.npy": {"bytes": 1, "sha256": ""}}},
        {"fingerprint": 5},
        {"words": ["keep"]},
        {"words": {"possessive": None}},
        {"conditions": "year > 2000"},
        {"skipped": [{"file": "a"}]},
        {"reading": None},
        {"layers": [{"name": "code"}]},
        {"joined": {"a": "b"}},
        {"generation": 1},
        {"version": "1"},
    ],
)
def test_a_malformed_manifest_is_refused_even_with_a_seal(saved, entries):
    reseal(saved, **entries)
    with pytest.raises(dc.DiscourseError) as refused:
        dc.load(saved)
    assert str(refused.value) == (
        f"{saved}: manifest.json is not what was saved; save the corpus again."
    )


@pytest.mark.parametrize(
    "entries",
    [
        {"words": {"unknown": "choice"}},
        {"words": {"possessive": "never"}},
        {"metadata": {"column": "year"}},
        {"order": {"year": [1, 2]}},
        {"files": {}},
    ],
)
def test_choices_that_are_not_known_are_refused_even_with_a_seal(saved, entries):
    reseal(saved, **entries)
    with pytest.raises(dc.DiscourseError, match=str(saved)):
        dc.load(saved)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_in_place_of_a_file_is_refused_and_not_waited_for(saved):
    (path,) = saved.rglob("ids.npy")
    path.unlink()
    os.mkfifo(path)
    manifest = json.loads((saved / MANIFEST).read_bytes())
    manifest["files"]["ids.npy"]["bytes"] = 0
    reseal(saved, files=manifest["files"])
    with pytest.raises(dc.DiscourseError, match=r"ids.npy is damaged and cannot be read"):
        dc.load(saved)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0 or os.name == "nt",
    reason="root can write everywhere",
)
def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(dc.DiscourseError, match="cannot be saved there"):
        dc.Corpus.from_texts(TEXTS).save(tmp_path / "saved")


def test_a_full_disk_is_named_and_the_old_corpus_stays(saved, monkeypatch):
    def fill(file, table):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("discourse.corpus.store.saving._save_table", fill)
    with pytest.raises(dc.DiscourseError) as refused:
        dc.Corpus.from_texts({"c": "New."}).save(saved)
    assert str(refused.value) == (
        f"{saved}: the corpus cannot be saved there (No space left on device); name another "
        "folder. What was saved there before is as it was."
    )
    monkeypatch.undo()
    assert list(dc.load(saved, verify=True)) == ["a", "b"]
