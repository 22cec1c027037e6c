"""Tell how much memory a process has, and give back the pages of mapped files.

The system does so itself when it needs the memory, but a scheduler that limits what a worker may
have, such as Dask's, counts them as the worker's: it would pause one that has read many shards.
"""

import ctypes
import mmap
import sys
from collections.abc import Iterator
from pathlib import Path

MOST_MAPPED = 1 << 29  # bytes of mapped files that a process may keep between two questions
_LEAST = 1 << 20  # bytes of a mapping that is worth a call


def release_mapped_pages() -> None:
    """Give back the pages of files that are only read, if they are many; the system keeps them.

    Some mappings, as of libraries, were written to before they became read-only. They have pages
    that are no longer those of the file (`Anonymous`), and are left alone. Only Linux tells all
    this; elsewhere, nothing is done.
    """
    if not sys.platform.startswith("linux") or _mapped_bytes() <= MOST_MAPPED:
        return
    advise = ctypes.CDLL(None).madvise
    for start, end in _mappings_as_in_files():
        if end - start >= _LEAST:
            advise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), mmap.MADV_DONTNEED)


def _mappings_as_in_files() -> Iterator[tuple[int, int]]:
    """Where files are mapped that can only be read, and of which no page was ever changed."""
    span = (0, 0)
    for line in Path("/proc/self/smaps").read_text("utf-8", "surrogateescape").splitlines():
        if line[0].islower() or line[0].isdigit():  # an address; values begin with a capital
            bounds, rights, *rest = line.split(maxsplit=5)
            is_read_only = rights.startswith("r--") and len(rest) == 4
            start, end = (int(bound, 16) for bound in bounds.split("-"))
            span = (start, end) if is_read_only else (0, 0)
        elif line.startswith("Anonymous:") and line.split()[1] == "0":
            yield span


def _mapped_bytes() -> int:
    """The bytes of files that are mapped here and in memory."""
    return _pages()[1] * mmap.PAGESIZE


def own_bytes() -> int:
    """The bytes that the process has of its own, without mapped files; 0 where nothing tells."""
    if not sys.platform.startswith("linux"):
        return 0
    resident, mapped = _pages()
    return (resident - mapped) * mmap.PAGESIZE


def _pages() -> tuple[int, int]:
    """The pages in memory, and those of them that are of mapped files."""
    _, resident, mapped, *_ = Path("/proc/self/statm").read_text("ascii").split()
    return int(resident), int(mapped)
