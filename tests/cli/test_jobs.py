"""Files that are checked at the same time: in what order, and with which warnings."""

import warnings
from collections import Counter
from concurrent.futures import Executor, Future, ThreadPoolExecutor

from discourse.publish.checks import tasks
from discourse.publish.checks.tasks import Checked, StudyTask, check_all
from discourse.publish.verify import verify


class MainThread(Executor):
    """Does what it is given at once, in the main thread, as another process does."""

    def submit(self, function, /, *given, **named):
        future = Future()
        future.set_result(function(*given, **named))
        return future


def test_the_largest_files_are_checked_first_and_told_in_their_order(tmp_path):
    given = []
    for name, kind, size in [("a", "bundle", 1), ("b", "bundle", 9), ("c", "notebook", 5)]:
        (tmp_path / name).write_bytes(bytes(size))
        given.append(StudyTask(kind, tmp_path / name, name))
    done = []

    def check(task):
        done.append(task.name)
        return task.name

    with ThreadPoolExecutor(1) as pool:
        assert list(check_all(check, given, pool)) == ["a", "b", "c"]
    assert done == ["c", "b", "a"]
    assert list(check_all(check, given, None)) == ["a", "b", "c"]
    assert done[3:] == ["a", "b", "c"]


def test_a_warning_of_other_processes_is_shown_once(monkeypatch, tmp_path):
    for name in ("a.ipynb", "b.ipynb"):
        (tmp_path / name).write_text(
            '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8"
        )

    def check(*_):
        warnings.warn("a text was left out", UserWarning, stacklevel=1)
        return Checked([], Counter(), {}, set(), set())

    monkeypatch.setattr(tasks, "check_task", check)
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("default")
        verify(tmp_path, executor=MainThread())
    assert [str(each.message) for each in shown] == ["a text was left out"]
