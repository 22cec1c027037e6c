"""Work in shares: here, or by any executor; the results come in the order of the shares."""

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from tqdm import tqdm

from discourse.errors import DiscourseError, describe

Share = TypeVar("Share")
Result = TypeVar("Result")

# Shares handed out before the first result is taken: enough for a cluster, and a limit on what
# lies about unread.
AHEAD = 256

DELAY = 1  # seconds before a bar is shown

_quiet = ContextVar("quiet", default=False)


@contextmanager
def without_progress(quiet: bool) -> Iterator[None]:
    """Without bars of progress, if that is wished."""
    before = _quiet.set(quiet)
    try:
        yield
    finally:
        _quiet.reset(before)


def map_tasks(
    work: Callable[[Share], Result],
    shares: Sequence[Share],
    executor: Executor | None,
    doing: str,
) -> Iterator[Result]:
    """The result of some work for each share.

    A bar on stderr shows the progress of what takes more than a second, on a terminal only: a
    notebook would store it, different on each run. Within `without_progress` there is none.
    """
    if not (executor is None or hasattr(executor, "submit")):
        raise DiscourseError(
            f"executor expects a concurrent.futures.Executor, got {describe(executor)}; give one, "
            "such as ProcessPoolExecutor(), or leave it out."
        )
    results = map(work, shares) if executor is None else _submit_ahead(work, shares, executor)
    hidden = _quiet.get() or not sys.stderr.isatty()
    return iter(tqdm(results, total=len(shares), desc=doing, delay=DELAY, disable=hidden))


def _submit_ahead(
    work: Callable[[Share], Result], shares: Sequence[Share], executor: Executor
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    try:
        for share in shares:
            if len(waiting) == AHEAD:
                yield waiting.popleft().result()
            waiting.append(executor.submit(work, share))
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
