"""Run what a command does in several processes."""

import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children

from discourse.errors import DiscourseError


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


def _ignore_interrupts() -> None:
    """Leave an interruption to the process that gives the tasks: it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
