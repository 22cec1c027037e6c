"""Give back the pages of mapped files that a process has touched.

The system does so itself when it needs the memory, but a scheduler that limits what a worker may
have, such as Dask's, counts them as the worker's: it would pause one that has read many shards.
"""

import ctypes
import mmap
import sys
from pathlib import Path

MOST_MAPPED = 1 << 30  # bytes of mapped files that a process may keep between two questions
_LEAST = 1 << 20  # bytes of a mapping that is worth a call
# Rights of a mapping whose pages are those of its file. Private ones, as of libraries, may have
# been written to before they became read-only; given back, they would be read as they were.
_SHARED = "r--s"


def release_mapped_pages() -> None:
    """Give back the pages of files that are only read, if they are many; the system keeps them.

    Only Linux says how many they are; elsewhere, nothing is done.
    """
    if not sys.platform.startswith("linux") or _mapped_bytes() <= MOST_MAPPED:
        return
    advise = ctypes.CDLL(None).madvise
    for line in Path("/proc/self/maps").read_text("utf-8", "surrogateescape").splitlines():
        span, rights, *rest = line.split(maxsplit=5)
        start, end = (int(bound, 16) for bound in span.split("-"))
        if rights == _SHARED and len(rest) == 4 and end - start >= _LEAST:
            advise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), mmap.MADV_DONTNEED)


def _mapped_bytes() -> int:
    """The bytes of files that are mapped here and in memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[2]) * mmap.PAGESIZE
