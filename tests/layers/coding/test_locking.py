"""A folder of codes is changed by one program at a time, and a lock is never left behind."""

import errno
import sys

import pytest

from discourse.errors import DiscourseError
from discourse.layers.coding import locking
from discourse.layers.coding.locking import lock_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locks are of another kind there")


def test_a_folder_can_be_locked_again_after_it_was_given_back(tmp_path):
    for _ in range(3):
        with lock_folder(tmp_path):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_given_back_after_an_error(tmp_path):
    with pytest.raises(KeyError), lock_folder(tmp_path):
        raise KeyError
    with lock_folder(tmp_path):
        pass


def test_a_program_that_keeps_the_lock_is_named_and_nothing_waits_forever(tmp_path, monkeypatch):
    monkeypatch.setattr(locking, "LONGEST_WAIT", 0.05)
    with lock_folder(tmp_path):
        with pytest.raises(DiscourseError, match="another program holds the codes in"):
            with lock_folder(tmp_path):
                pass


def test_a_disk_without_locks_is_refused(tmp_path, monkeypatch):
    def refuse(*args):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locking.fcntl, "flock", refuse)
    with pytest.raises(DiscourseError, match=r"cannot be locked \(No locks available\)"):
        with lock_folder(tmp_path):
            pass


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DiscourseError, match="cannot be opened"):
        with lock_folder(tmp_path / "none"):
            pass
