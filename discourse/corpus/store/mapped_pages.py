"""Tell how much memory a process has, and give back the pages of mapped files.

The system does so itself when it needs the memory, but a scheduler that limits what a worker may
have, such as Dask's, counts them as the worker's: it would pause one that has read many shards.
"""

import ctypes
import mmap
import re
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
    for found in _MAPPING_AS_IN_FILE.finditer(Path("/proc/self/smaps").read_bytes()):
        yield int(found[1], 16), int(found[2], 16)


# A mapping that can only be read, of a file, and the lines on it up to one that says that no page
# was changed. One search is ten times as fast as looking at the lines, which are many thousands
# where many shards are open.
_MAPPING_AS_IN_FILE = re.compile(
    rb"^([0-9a-f]+)-([0-9a-f]+) r--. \S+ \S+ \S+ +\S.*\n(?:[A-Z].*\n)*?Anonymous: +0 kB$",
    re.MULTILINE,
)


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
