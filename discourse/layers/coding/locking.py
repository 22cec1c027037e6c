"""A folder of codes is changed by one program at a time.

The lock belongs to the system, which gives it back when a program ends, however it ends.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from discourse.errors import DiscourseError

LONGEST_WAIT = 10.0  # seconds; a change takes a few thousandths of one
PAUSE = 0.005
LOCK_FILE = ".codes.lock"  # on Windows, where a folder itself cannot be locked


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, so that no other program or browser changes its codes.

    Raises
    ------
    DiscourseError
        If the folder is not there or cannot be locked, or another program does not give it back.
    """
    try:
        handle = _open_lock(folder)
    except OSError as error:
        raise DiscourseError(
            f"{folder} cannot be opened ({error.strerror}); name a folder in which files can be "
            "written. No code was changed."
        ) from None
    try:
        _wait_for(lambda: _lock(handle), folder)
        yield
    finally:
        os.close(handle)  # which also gives back the lock
        _remove_lock(folder)


def _wait_for(lock: Callable[[], None], folder: Path) -> None:
    """Try until nobody else has the lock."""
    last = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            return lock()
        except (BlockingIOError, PermissionError):
            if time.monotonic() > last:
                raise DiscourseError(
                    f"another program holds the codes in {folder}; end it, and try again. No code "
                    "was changed."
                ) from None
        except OSError as error:
            raise DiscourseError(
                f"{folder} cannot be locked ({error.strerror}), so that two programs could "
                "overwrite each other's codes; keep them in a folder on a disk of this machine."
            ) from None
        time.sleep(PAUSE)


if sys.platform == "win32":
    import msvcrt

    def _open_lock(folder: Path) -> int:
        last = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                return os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT)
            except PermissionError:  # another program is removing it
                if not folder.is_dir() or time.monotonic() > last:
                    raise
                time.sleep(PAUSE)

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _remove_lock(folder: Path) -> None:
        with suppress(OSError):  # another program has it open, and removes it later
            (folder / LOCK_FILE).unlink()

else:
    import fcntl

    def _open_lock(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _remove_lock(folder: Path) -> None:
        """Remove nothing: the folder itself was locked."""
