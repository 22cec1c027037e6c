"""Run tasks here or on any executor; the results come in the order of the tasks."""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from inspect import iscoroutine
from typing import Any, TypeVar

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
                yield take_result(waiting.popleft())
            waiting.append(_submit(executor, work, task))
        while waiting:
            yield take_result(waiting.popleft())
    finally:
        cancel_all(waiting)


def _submit(executor: Executor, work: Callable[[Task], Result], task: Task) -> "Future[Result]":
    try:
        return executor.submit(work, task)
    except BrokenExecutor:  # which says that a worker ended
        raise
    except Exception as error:
        raise DiscourseError(
            f"the executor takes no work ({describe_failure(error)}); give one that runs."
        ) from error


def describe_failure(error: Exception) -> str:
    """The kind of an error, and what it says."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def take_result(future: "Future[Result]") -> Result:
    """The result of a task; an executor that gives a promise of it is refused."""
    result = future.result()
    if iscoroutine(result):
        result.close()
        raise DiscourseError(
            "the executor is asynchronous, and gives no results to one who does not await them; "
            "give one that is not, such as distributed.Client() without asynchronous=True."
        )
    return result


def cancel_all(futures: Iterable["Future[Any]"]) -> None:
    """Cancel what nobody waits for any more, if whoever would do it is still there."""
    for future in futures:
        with suppress(Exception):  # a client that was closed cannot even cancel
            future.cancel()
