"""What the check of a stranger's folder may read, and what it may cost.

A bundle is data that anyone may have written. Only regular files below the folder are read, and
no link is followed. A larger table, a longer query or more time than is allowed is a finding.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from discourse.errors import DiscourseError, describe

LARGEST_FILE = 2**28  # bytes
MOST_ROWS = 100_000  # of a table whose rows are checked
MOST_COLUMNS = 1_000
MOST_NUMBERS = 100  # in a list that a recipe gives, such as the lengths of n-grams
LONGEST_QUERY = 10_000  # characters of a query, or of another text in a recipe
SECONDS = 300.0  # for one bundle, notebook, or file of lines or of a layer
SECONDS_BETWEEN_INTERRUPTIONS = 0.5


class OutOfTimeError(BaseException):
    """What is checked takes longer than is allowed.

    It is no `Exception`, so that nothing on the way takes it for a fault of the input.
    """


@contextmanager
def limited_time(seconds: float) -> Iterator[None]:
    """Stop what is done in the block after some seconds.

    Only the main thread of a POSIX system can be interrupted; elsewhere the block runs to its end,
    bounded by the rows, the queries and the parameters that are allowed. Python discards an
    exception that is raised while it collects garbage, so the block is interrupted until it ends.

    Raises
    ------
    OutOfTimeError
        If the block takes longer.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise OutOfTimeError

    started = time.monotonic()
    handler = signal.signal(signal.SIGALRM, stop)
    remaining, interval = signal.setitimer(
        signal.ITIMER_REAL, seconds, SECONDS_BETWEEN_INTERRUPTIONS
    )
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if remaining:  # someone else's timer goes on
            left = max(remaining - (time.monotonic() - started), 1e-6)
            signal.setitimer(signal.ITIMER_REAL, left, interval)


def check_seconds(seconds: object) -> float:
    """Return the time that is allowed, if it is a number of seconds above 0."""
    is_number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if not is_number or not 0 < seconds < float("inf"):  # type: ignore[operator]
        raise DiscourseError(
            f"seconds expects a number above 0, got {describe(seconds)}; write seconds=600."
        )
    return float(seconds)  # type: ignore[arg-type]


def is_own_file(path: Path) -> bool:
    """Whether a file is a regular one, and no link, pipe or device."""
    return path.is_file() and not path.is_symlink()


def read_bounded(path: Path) -> bytes:
    """Read a file of a bundle.

    Raises
    ------
    DiscourseError
        If there is none, if it is a link, a pipe or a device, or if it is too large.
    """
    if not is_own_file(path):
        kind = "is a link, a pipe or a device" if path.is_symlink() or path.exists() else "is lost"
        raise DiscourseError(f"{path} {kind}; save the figure or the table again.")
    if path.stat().st_size > LARGEST_FILE:
        raise DiscourseError(f"{path} is larger than {LARGEST_FILE:,} bytes.")
    return path.read_bytes()


def find_named(folder: Path, written: str, places: Sequence[Path] = ()) -> Path:
    """Return the path that a notebook names, which starts from the notebook's folder.

    Parameters
    ----------
    folder : Path
        The folder of the notebook.
    written : str
        The path as it is written in the code.
    places : sequence of Path, optional
        The folders in which it must lie; by default, it may lie anywhere.

    Raises
    ------
    DiscourseError
        If it leads out of them, or if the description beside it does.
    """
    path = folder / written
    refuse_outside(path, written, places)
    refuse_outside(path.parent / f"{path.stem}.toml", f"{path.stem}.toml", places)
    return path


def is_inside(path: Path, places: Sequence[Path]) -> bool:
    """Whether a path, with all links followed, lies in one of some folders."""
    target = Path(os.path.realpath(path))
    return any(target.is_relative_to(os.path.realpath(place)) for place in places)


def refuse_outside(path: Path, written: str, places: Sequence[Path]) -> None:
    """Refuse a path that leads out of some folders, if there are any."""
    if places and not is_inside(path, places):
        raise DiscourseError(
            f"the code reads {written!r}, which is outside of {places[0]}; put it there, or check "
            "from the folder that holds both."
        )


def check_columns_of_csv(path: Path, raw: bytes) -> None:
    """Refuse a CSV with more columns than a table can have."""
    columns = raw.partition(b"\n")[0].count(b",") + 1
    if columns > MOST_COLUMNS:
        raise DiscourseError(f"{path} has {columns:,} columns; at most {MOST_COLUMNS:,} are read.")


def check_recipe_size(recipe: Mapping[str, Any]) -> None:
    """Refuse parameters of a recipe that would take endless work.

    Raises
    ------
    DiscourseError
        If a text is too long, or a list of numbers or of texts has too many items.
    """
    parameters = recipe.get("parameters")
    for name, value in parameters.items() if isinstance(parameters, dict) else ():
        items = value if isinstance(value, list) else [value]
        longest = max((len(item) for item in items if isinstance(item, str)), default=0)
        if longest > LONGEST_QUERY:
            raise DiscourseError(
                f"the recipe's {name} has {longest:,} characters; at most {LONGEST_QUERY:,} are "
                "read."
            )
        numbers = sum(isinstance(item, (int, float)) for item in items)
        for kind, found, most in (
            ("numbers", numbers, MOST_NUMBERS),
            ("items", len(items), MOST_ROWS),
        ):
            if found > most:
                raise DiscourseError(
                    f"the recipe's {name} has {found:,} {kind}; at most {most:,} are read."
                )


def check_query_size(query: str) -> None:
    """Refuse a query of a saved table that is too long to be read."""
    if len(query) > LONGEST_QUERY:
        raise DiscourseError(
            f"a query has {len(query):,} characters; at most {LONGEST_QUERY:,} are read."
        )
