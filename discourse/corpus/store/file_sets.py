"""Sets of files of which all or none are written."""

import os
import stat
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from discourse.errors import DiscourseError

NEW_FILE = 0o644  # the mode of a file that was not there
ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write some files, all or none: under other names first, then moved to their places.

    Raises
    ------
    DiscourseError
        If a file cannot be written or replaced, or is read-only; all files are then as they were
        before.

    Notes
    -----
    A file that is replaced keeps its mode, so that a private one stays private.
    """
    written: list[tuple[str, Path]] = []
    try:
        for path, raw in files.items():
            _refuse_read_only(path)
            try:
                _write_beside(path, raw, written)
            except OSError as error:
                raise DiscourseError(
                    f"{path} cannot be written ({error.strerror}); name a folder in which files "
                    "can be written. No file was changed."
                ) from None
        _replace_files(written)
    finally:
        for name, _ in written:
            Path(name).unlink(missing_ok=True)


def _refuse_read_only(path: Path) -> None:
    """Refuse a file that nobody is to change, though its folder would let it be replaced."""
    if path.is_file() and not (path.stat().st_mode & ANY_WRITE and os.access(path, os.W_OK)):
        raise DiscourseError(
            f"{path} is read-only; allow it to be written, or name another file. No file was "
            "changed."
        )


def _write_beside(path: Path, raw: bytes, written: list[tuple[str, Path]]) -> None:
    """Write what a file is to contain into a new one beside it, and note both."""
    # The name of the file may itself be as long as the system allows.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
    written.append((name, path))
    with os.fdopen(handle, "wb") as page:
        page.write(raw)
    Path(name).chmod(stat.S_IMODE(path.stat().st_mode) if path.is_file() else NEW_FILE)


def _replace_files(written: Sequence[tuple[str, Path]]) -> None:
    """Move files to their places; if one cannot be moved, restore all that were there before."""
    before: dict[Path, bytes | None] = {}
    for name, path in written:
        try:
            old = path.read_bytes() if path.is_file() else None
            Path(name).replace(path)
        except OSError as error:
            _restore_files(before)
            raise DiscourseError(
                f"{path} cannot be replaced ({error.strerror}); close the program that has it "
                "open, or remove the file. No file was changed."
            ) from None
        before[path] = old


def _restore_files(before: Mapping[Path, bytes | None]) -> None:
    for path, raw in before.items():
        if raw is None:
            path.unlink()
        else:
            path.write_bytes(raw)
