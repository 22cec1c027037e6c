"""Run what a command does in several processes."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from discourse.errors import DiscourseError


@contextmanager
def run_jobs(jobs: int) -> Iterator[Executor | None]:
    """An executor of several processes; none for one job, which is done here."""
    if jobs < 1:
        raise DiscourseError(f"--jobs expects a number of processes, got {jobs}; give 1 or more.")
    if jobs == 1:
        yield None
        return
    with ProcessPoolExecutor(jobs) as executor:
        yield executor
