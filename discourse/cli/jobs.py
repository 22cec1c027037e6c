"""Run what a command does in several processes."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import Semaphore, active_children

from discourse.errors import DiscourseError

# Each process imports what it needs and reads its texts again: with fewer tasks that takes longer
# than it saves, and with more processes it takes the memory that texts need.
TASKS_EACH, MOST_CHOSEN = 4, 4


@contextmanager
def run_jobs(jobs: int) -> Iterator[Executor | None]:
    """An executor of several processes; none for one job, which is done here.

    An interruption ends all of them.
    """
    if jobs < 1:
        raise DiscourseError(f"--jobs expects a number of processes, got {jobs}; give 1 or more.")
    if jobs == 1:
        yield None
        return
    others = {child.pid for child in active_children()}
    with ProcessPoolExecutor(jobs, initializer=_ignore_interrupts) as executor:
        try:
            yield executor
        except KeyboardInterrupt:
            for child in active_children():
                if child.pid not in others:
                    child.terminate()
            raise


def choose_jobs(tasks: int) -> int:
    """The number of processes for some tasks: one per processor, if there are enough tasks.

    Examples
    --------
    >>> choose_jobs(7), choose_jobs(1_000) <= 4
    (1, True)
    """
    jobs = min(_count_processors(), tasks // TASKS_EACH, MOST_CHOSEN)
    return jobs if jobs > 1 and _can_share() else 1


def _can_share() -> bool:
    """Whether processes can share a queue here: some systems have no semaphores."""
    try:
        Semaphore()
    except (ImportError, NotImplementedError, OSError):
        return False
    return True


def _count_processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _ignore_interrupts() -> None:
    """Leave an interruption to the process that gives the tasks: it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
