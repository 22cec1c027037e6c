"""The documents of a corpus in time: when each was made, and the points at which they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.corpus.query.writing import equals, write_membership
from discourse.corpus.store.partition import Partition, quote_label
from discourse.corpus.store.parts import document_columns, partition, section_columns
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_count, check_text, one_of
from discourse.text.limits import shorten

BIN_BY = ("document", "token")
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_NUMBER = regex.compile(r"-?\d{1,7}(?:\.\d+)?")
_COMPARABLE = regex.compile(r"\d+(?:\.\d+)?")  # as a condition may have a number
_MONTH = regex.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, eq=False)
class Timeline:
    """When each document with tokens was made, and the points of time that are counted.

    Attributes
    ----------
    times : ndarray of float, shape (documents,)
        The time of each document: a number, the year of a date with its fraction, or the place of
        an ordered category.
    sizes : ndarray of int, shape (documents,)
        The tokens of each document.
    points : ndarray of int, shape (documents,)
        The point of time, or the bin, of each document.
    labels : list of str
        The name of each point, in the order of time.
    conditions : list of str
        The condition that restricts a query to a point.
    """

    times: Floats
    sizes: Integers
    points: Integers
    labels: list[str]
    conditions: list[str]

    @property
    def documents(self) -> Integers:
        """The number of documents at each point."""
        return np.bincount(self.points, minlength=len(self.labels))

    @property
    def mean_times(self) -> Floats:
        """The mean time of the documents at each point."""
        sums = np.bincount(self.points, weights=self.times, minlength=len(self.labels))
        return sums / self.documents

    def sum_up(self, values: Any) -> Any:
        """Add up values of documents, (…, documents), at each point, (…, points)."""
        from scipy import sparse

        size = len(self.points)
        shape = (size, len(self.labels))
        ones = np.ones(size, dtype=np.int64)
        return values @ sparse.csr_array((ones, (np.arange(size), self.points)), shape=shape)


def read_timeline(
    store: Store, time: str, bins: int | None = None, bin_by: str = "document"
) -> Timeline:
    """Read the times of the documents from a column of their metadata.

    Parameters
    ----------
    store : Store
        The store.
    time : str
        The column: numbers such as years, dates as ISO 8601 writes them, or ordered categories.
    bins : int, optional
        The number of bins with about equal numbers of documents or tokens. A point of time is in
        one bin as a whole, so that there may be fewer.
    bin_by : str, optional
        "document" or "token".

    Raises
    ------
    DiscourseError
        If there is no such column, if a document has no time or one that is none, or if all have
        the same.
    """
    _check_time(store, time)
    units, parts = partition(store, "document"), partition(store, time)
    return make_timeline(units, parts, bins, bin_by, order=store.orders.get(time))


def make_timeline(
    units: Partition,
    parts: Partition,
    bins: int | None = None,
    bin_by: str = "document",
    *,
    order: Sequence[str] | None = None,
) -> Timeline:
    """Place documents in time.

    Parameters
    ----------
    units : Partition
        The documents.
    parts : Partition
        The documents by their times.
    bins, bin_by : optional
        What `read_timeline` takes.
    order : sequence of str, optional
        The categories in their order, if the times are categories.

    Raises
    ------
    DiscourseError
        If a document has no time or one that is none, or if all have the same.
    """
    time = parts.by
    one_of("bin_by", bin_by, BIN_BY)
    if bins is not None:
        check_count("bins", bins, least=1)
    named = parts.of(units.bounds[:-1])
    labels = list(parts.labels)
    if "" in labels:
        missing = _documents_of(units.labels, named, labels.index(""))
        _refuse_missing(time, missing, len(units.labels))
    numbers = _read_times(time, labels, order, lambda at: _documents_of(units.labels, named, at)[0])
    places = np.argsort(numbers, kind="stable")
    if len(labels) < 2:
        raise DiscourseError(
            f"all documents have the {time} {shorten(labels[0])!r}; a trend needs two points of "
            "time or more."
        )
    rank = np.empty(len(places), dtype=np.int64)
    rank[places] = np.arange(len(places))
    ordered = [labels[at] for at in places.tolist()]
    sizes = units.sizes.astype(np.float64) if bin_by == "token" else np.ones(len(named))
    weights: Floats = np.bincount(rank[named], weights=sizes).astype(np.float64)
    groups = np.arange(len(places)) if bins is None else _group_points(weights, bins)
    is_category = order is not None
    by_bin = _labels_by_bin(ordered, groups)
    return Timeline(
        times=numbers[named],
        sizes=units.sizes,
        points=groups[rank[named]],
        labels=[_label_bin(each, is_category=is_category) for each in by_bin],
        conditions=[_write_condition(time, each, is_category=is_category) for each in by_bin],
    )


def _check_time(store: Store, time: str) -> None:
    """Refuse what is no metadata of documents."""
    check_text("time", time, "year")
    of_sections = section_columns(store)
    columns = [name for name in document_columns(store) if name not in of_sections]
    if time in of_sections:
        raise DiscourseError(
            f"time={time!r} is that of sections, and a trend needs the times of documents; make a "
            "document of each section, or name a column of the documents."
        )
    if not columns:
        raise DiscourseError(
            f"time={time!r} is not known: the documents have no metadata; read them with "
            'metadata="{year:d}-{speaker}", or add a column with corpus.with_metadata(year=…).'
        )
    one_of("time", time, columns)


def _documents_of(names: Sequence[str], named: Integers, label: int) -> list[str]:
    return [names[at] for at in np.flatnonzero(named == label).tolist()]


def _refuse_missing(time: str, names: Sequence[str], documents: int) -> None:
    if len(names) == documents:
        raise DiscourseError(
            f"no document has a {time}; add it: corpus.with_metadata({time}={{'a': '1990', …}})."
        )
    more = f" and {len(names) - 1:,} more have" if len(names) > 1 else " has"
    raise DiscourseError(
        f"{shorten(names[0])!r}{more} no {time}; add it, or leave the documents without one "
        f"out: corpus.subset('{equals(time, '').replace('=', '!=', 1)}')."
    )


def _read_times(
    time: str, labels: Sequence[str], order: Sequence[str] | None, document_at: Any
) -> Floats:
    """The time of each label as a number."""
    if order is not None:
        places = {label: place for place, label in enumerate(order)}
        return np.array([places.get(label, len(places)) for label in labels], dtype=np.float64)
    numbers = read_times(labels)
    wrong = next((at for at, number in enumerate(numbers) if number is None), None)
    if wrong is not None:
        raise DiscourseError(
            f"the {time} of {shorten(document_at(wrong))!r} is {shorten(labels[wrong])!r}, which "
            "is neither a number nor a date such as 1990-05-17; correct it, or make a column of "
            "numbers or of ordered categories with corpus.with_metadata."
        )
    return np.array(numbers, dtype=np.float64)


def read_times(labels: Sequence[str]) -> list[float | None]:
    """Times as numbers: as they are written if all are numbers, else as dates; None for others.

    Examples
    --------
    >>> read_times(["1990", "2000.5"]), read_times(["1990-07", "1990-01-01", "May"])
    ([1990.0, 2000.5], [1990.495890410959, 1990.0, None])
    """
    if all(_NUMBER.fullmatch(label) for label in labels):
        return [float(label) for label in labels]
    return [_date_as_year(label) for label in labels]


def _date_as_year(label: str) -> float | None:
    """A date as the year and its fraction; None for what is no date."""
    try:
        day = datetime.fromisoformat(f"{label}-01" if _MONTH.fullmatch(label) else label)
    except ValueError:
        return float(label) if _NUMBER.fullmatch(label) and len(label) == 4 else None
    day = day.replace(tzinfo=None)
    start, end = datetime(day.year, 1, 1), datetime(day.year, 12, 31)
    length = (end - start).days + 1
    return day.year + (day - start).total_seconds() / (86_400 * length)


def _group_points(weights: Floats, bins: int) -> Integers:
    """The bin of each point: that of its middle document, or token, if all were put in a row."""
    ends = np.cumsum(weights)
    middle = (ends - weights / 2) / ends[-1]
    wanted = np.minimum((middle * bins).astype(np.int64), bins - 1)
    return np.unique(wanted, return_inverse=True)[1].astype(np.int64)


def _labels_by_bin(labels: Sequence[str], groups: Integers) -> list[list[str]]:
    """The labels of each bin."""
    bounds = np.flatnonzero(np.diff(groups)) + 1
    return [part.tolist() for part in np.split(np.array(labels, dtype=object), bounds)]


def _label_bin(labels: Sequence[str], *, is_category: bool) -> str:
    """Name a bin by its first and its last point: ``1990-1999``."""
    if len(labels) == 1:
        return labels[0]
    are_whole = not is_category and all(label.isdecimal() for label in labels)
    return f"{labels[0]}{'-' if are_whole else ' to '}{labels[-1]}"


def _write_condition(time: str, labels: Sequence[str], *, is_category: bool) -> str:
    """Write the condition that holds of the documents in a bin."""
    if len(labels) == 1:
        return equals(time, labels[0])
    name = equals(time, "").removesuffix(' = ""')
    first, last = labels[0], labels[-1]
    if is_category or not any(_NUMBER.fullmatch(label) for label in labels):
        return f"{name} >= {quote_label(first)} & {name} <= {quote_label(last)}"
    if all(_COMPARABLE.fullmatch(label) for label in labels):
        return f"{name} >= {first} & {name} <= {last}"
    return write_membership(time, labels)
