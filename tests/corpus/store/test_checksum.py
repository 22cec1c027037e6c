"""The checksum of a file notices what happens to files; only the hash notices a forger."""

import json

import numpy as np
import pytest

import discourse as dc
from discourse.corpus.store.checksum import COLUMNS, checksum
from discourse.corpus.store.manifest import MANIFEST, SEAL, seal_manifest


@pytest.fixture
def content():
    """Three rows of a table and some bytes."""
    return np.random.default_rng(15).integers(0, 256, 3 * 8 * COLUMNS + 13, dtype=np.uint8)


def test_a_checksum_is_that_of_the_bytes(content):
    assert checksum(bytes(content)) == checksum(bytes(content.copy()))
    assert checksum(b"") != checksum(b"\0")


@pytest.mark.parametrize("at", [0, 7, 8 * COLUMNS - 1, 8 * COLUMNS, -1])
@pytest.mark.parametrize("bit", [0, 7])
def test_a_bit_is_noticed(content, at, bit):
    changed = content.copy()
    changed[at] ^= 1 << bit
    assert checksum(bytes(changed)) != checksum(bytes(content))


@pytest.mark.parametrize("apart", [8, 512, 4096, 8 * COLUMNS])
def test_stretches_that_change_places_are_noticed(content, apart):
    changed = content.copy()
    changed[:apart], changed[apart : 2 * apart] = content[apart : 2 * apart], content[:apart]
    assert checksum(bytes(changed)) != checksum(bytes(content))


@pytest.mark.parametrize(
    "change", [lambda c: c[:-1], lambda c: np.append(c, 0), lambda c: c[4096:]]
)
def test_a_file_of_another_length_is_noticed(content, change):
    assert checksum(bytes(change(content))) != checksum(bytes(content))


@pytest.fixture
def saved(tmp_path):
    dc.Corpus.from_texts({"a": "Peace and rights, " * 4_000}).save(tmp_path / "saved")
    return tmp_path / "saved"


def test_who_forges_a_file_is_noticed_by_its_hash(saved):
    # The sums of rows and columns stay the same: two words change places in two documents alike.
    (path,) = saved.rglob("starts.npy")
    raw = np.frombuffer(path.read_bytes(), "<u8").copy()
    raw[20], raw[21] = raw[20] + 1, raw[21] - 1
    raw[20 + COLUMNS], raw[21 + COLUMNS] = raw[20 + COLUMNS] - 1, raw[21 + COLUMNS] + 1
    before = checksum(path.read_bytes())
    path.unlink()
    path.write_bytes(raw.tobytes())
    assert checksum(path.read_bytes()) == before
    with pytest.raises(dc.DiscourseError, match=r"starts\.npy is not what was saved"):
        dc.load(saved, verify=True)


def test_a_corpus_without_checksums_is_compared_by_its_hashes(saved):
    manifest = json.loads((saved / MANIFEST).read_bytes())
    del manifest["checksums"], manifest[SEAL]
    (saved / MANIFEST).write_text(json.dumps(seal_manifest(manifest)), encoding="utf-8")
    assert dc.load(saved).size == 12_000
    (path,) = saved.rglob("texts.arrow")
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"Peace")] ^= 1
    path.unlink()
    path.write_bytes(raw)
    with pytest.raises(dc.DiscourseError, match=r"texts\.arrow is not what was saved"):
        dc.load(saved)


def test_a_checksum_that_is_wrong_leaves_the_word_to_the_hash(saved):
    manifest = json.loads((saved / MANIFEST).read_bytes())
    manifest["checksums"]["ids.npy"] = "0" * 16
    del manifest[SEAL]
    (saved / MANIFEST).write_text(json.dumps(seal_manifest(manifest)), encoding="utf-8")
    assert dc.load(saved).size == 12_000
