"""Time a task: the best of several runs, alternating between ours and the peer's.

Processor seconds are measured, not elapsed time: a busy machine increases both, but the latter
tenfold.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5
ENOUGH = 20.0  # seconds after which a task is not run again


@dataclass(frozen=True)
class Measured:
    """One row of the table of results."""

    label: str
    ours: float
    peer: float | None
    goal: str

    @property
    def ratio(self) -> float | None:
        return None if self.peer is None else self.peer / self.ours


def measure(label: str, ours: Callable, peer: Callable | None, goal: str) -> Measured:
    """Alternate between the two tasks, so that other load on the machine affects both equally."""
    best: dict[str, float] = {}
    spent = 0.0
    for _ in range(RUNS):
        for name, work in (("ours", ours), ("peer", peer)):
            if work is not None:
                seconds = once(work)
                best[name] = min(best.get(name, seconds), seconds)
                spent += seconds
        if spent > ENOUGH:
            break
    return Measured(label, best["ours"], best.get("peer"), goal)


def once(work: Callable) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start
