"""The most memory that a process has of its own, while others ask for it."""

import threading
import time
from pathlib import Path

EVERY = 0.05  # seconds between two looks


class Watch:
    """The most memory that a process has of its own, from one question to the next."""

    def __init__(self) -> None:
        self.most = 0
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while True:
            self.most = max(self.most, own_memory())
            time.sleep(EVERY)

    def take(self) -> float:
        """The most in GiB since this was asked last."""
        most, self.most = max(self.most, own_memory()), 0
        return most / (1 << 20)


def own_memory() -> int:
    """Kilobytes that belong to this process alone."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon"))


def watch() -> tuple[float, float]:
    """The processor seconds of this process so far, and its most memory since it was asked."""
    return time.process_time(), WATCH.take()


WATCH = Watch()
