"""A worker that has read many shards gives their pages back."""

import ctypes
import mmap
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from discourse.corpus.store import mapped_pages


def resident():
    return int(Path("/proc/self/statm").read_text("ascii").split()[2])


def map_with_numpy(path):
    return np.load(path, mmap_mode="r")


def map_with_arrow(path):  # privately, unlike numpy
    return np.frombuffer(pa.memory_map(str(path)).read_buffer(), np.int64)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says how many")
@pytest.mark.parametrize("map_file", [map_with_numpy, map_with_arrow])
def test_pages_of_mapped_files_are_given_back_and_read_again(map_file, tmp_path, monkeypatch):
    np.save(tmp_path / "a.npy", np.arange(1 << 23))  # 64 MiB
    mapped = map_file(tmp_path / "a.npy")
    total, before = int(mapped.sum()), resident()
    mapped_pages.release_mapped_pages()  # fewer than may be kept
    assert resident() > before - 1_000
    monkeypatch.setattr(mapped_pages, "MOST_MAPPED", 0)
    mapped_pages.release_mapped_pages()
    assert resident() < before - 10_000
    assert int(mapped.sum()) == total


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says how many")
def test_pages_that_were_written_to_before_they_became_read_only_are_kept(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(bytes(1 << 22))
    with (tmp_path / "a").open("rb") as file:
        private = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE)
    private[:] = b"x" * len(private)
    place = ctypes.addressof(ctypes.c_char.from_buffer(private))
    assert ctypes.CDLL(None).mprotect(ctypes.c_void_p(place), len(private), mmap.PROT_READ) == 0
    monkeypatch.setattr(mapped_pages, "MOST_MAPPED", 0)
    mapped_pages.release_mapped_pages()
    assert private[:] == b"x" * len(private)
