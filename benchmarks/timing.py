"""Seconds of some work: the best of several runs, ours and the peer's in turn.

Seconds of the processor, not of the clock: a busy machine lengthens both, but the latter tenfold.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5
ENOUGH = 20.0  # seconds after which a work is not run again


@dataclass(frozen=True)
class Measured:
    """One line of the table of results."""

    label: str
    ours: float
    peer: float | None
    goal: str

    @property
    def ratio(self) -> float | None:
        return None if self.peer is None else self.peer / self.ours


def measure(label: str, ours: Callable, peer: Callable | None, goal: str) -> Measured:
    """Both works in turn, so that whatever else the machine does meets both."""
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
