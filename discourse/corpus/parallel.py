"""Work in shares: here, or by any executor; the results come in the order of the shares."""

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import TypeVar

from tqdm import tqdm

Share = TypeVar("Share")
Result = TypeVar("Result")

# Shares handed out before the first result is taken: enough for a cluster, and a limit on what
# lies about unread.
AHEAD = 256


def each(
    work: Callable[[Share], Result],
    shares: Sequence[Share],
    executor: Executor | None,
    doing: str,
) -> Iterator[Result]:
    """The result of some work for each share.

    A bar on stderr shows the progress of what takes more than a second, on a terminal only: a
    notebook would store it, different on each run.
    """
    results = map(work, shares) if executor is None else _ahead(work, shares, executor)
    return iter(
        tqdm(results, total=len(shares), desc=doing, delay=1, disable=not sys.stderr.isatty())
    )


def _ahead(
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
