"""Run tasks here or on any executor; the results come in the order of the tasks."""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from tqdm import tqdm

from discourse.errors import DiscourseError, describe

Task = TypeVar("Task")
Result = TypeVar("Result")
Item = TypeVar("Item")

# Tasks that are submitted before the first result is taken: enough for a cluster, and a bound on
# the number of unconsumed results.
MAX_PENDING = 256

DELAY = 1  # seconds before a progress bar is shown

_quiet = ContextVar("quiet", default=False)


@contextmanager
def without_progress(quiet: bool) -> Iterator[None]:
    """Hide progress bars within the block, if `quiet`."""
    before = _quiet.set(quiet)
    try:
        yield
    finally:
        _quiet.reset(before)


def map_tasks(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    executor: Executor | None,
    doing: str,
) -> Iterator[Result]:
    """Yield the result of each task.

    The work shows its progress, as `show_progress` does.
    """
    if not (executor is None or hasattr(executor, "submit")):
        raise DiscourseError(
            f"executor expects a concurrent.futures.Executor, got {describe(executor)}; give one, "
            "such as ProcessPoolExecutor(), or leave it out."
        )
    results = map(work, tasks) if executor is None else _submit_ahead(work, tasks, executor)
    return show_progress(results, len(tasks), doing)


def show_progress(items: Iterable[Item], total: int, doing: str) -> Iterator[Item]:
    """Yield each item; what takes more than a second shows a progress bar on stderr.

    It does so only on a terminal: a notebook would store a bar that differs on each run. Within
    `without_progress` none is shown.
    """
    hidden = _quiet.get() or not sys.stderr.isatty()
    return iter(tqdm(items, total=total, desc=doing, delay=DELAY, disable=hidden))


def _submit_ahead(
    work: Callable[[Task], Result], tasks: Sequence[Task], executor: Executor
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            if len(waiting) == MAX_PENDING:
                yield waiting.popleft().result()
            waiting.append(executor.submit(work, task))
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
