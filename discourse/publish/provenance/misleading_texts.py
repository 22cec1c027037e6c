"""Texts of an author that a reader sees as something else than what is written."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd
import regex

from discourse.errors import DiscourseError

# Characters that turn the order of those behind them round; in a text that is written from right to
# left, all but the first two are in their place.
_OVERRIDES = regex.compile("[\u202d\u202e]")
_TURNS = regex.compile("[\u202a-\u202e\u2066-\u2069]")
_FROM_RIGHT = regex.compile(r"[\p{bc=R}\p{bc=AL}]")
_UNSEEN = regex.compile(r"\p{Cf}+|\A[\p{Z}\s]+|[\p{Z}\s]+\Z")
# Letters of other scripts that are drawn as Latin ones.
_ALIKE = str.maketrans("аеорсухіјѕԁһԛԝοανικρυϲ", "aeopcyxijsdhqwoavikpuc")
SHOWN_ENTRIES = ("caption", "alt", "added")


class Misleading(NamedTuple):
    """Where a text is that misleads, and in what way."""

    place: str
    reason: str


def find_misleading(
    record: Mapping[str, Any], own: pd.DataFrame, columns: Iterable[str]
) -> Iterator[Misleading]:
    """Find texts whose order is turned round, and columns that look like those of the verb.

    Parameters
    ----------
    record : mapping
        What a bundle says of a figure or a table: its caption, its alternative text, what was
        added, and the options of its plot.
    own : DataFrame
        The columns of the author.
    columns : iterable of str
        Those that the verb makes.

    Yields
    ------
    Misleading
        The entry, or the column, and what is wrong with it.
    """
    texts = [(entry, str(record[entry])) for entry in SHOWN_ENTRIES if record.get(entry)]
    plot = record.get("plot")
    options = plot.get("options") if isinstance(plot, Mapping) else None
    texts += [("plot, options", text) for text in _texts_in(options)]
    for column in own.columns:
        place = f"column {column}"
        texts += [(place, str(cell)) for cell in (column, *own[column].unique())]
    for place in dict.fromkeys(place for place, text in texts if _is_turned(text)):
        yield Misleading(place, "characters that turn the order of letters and digits round")
    looks = {_as_seen(column): column for column in columns}
    for column in map(str, own.columns):
        if _as_seen(column) in looks:
            yield Misleading(f"column {column}", f"the look of {looks[_as_seen(column)]!r}")


def refuse_misleading(
    name: str, record: Mapping[str, Any], own: pd.DataFrame, columns: Iterable[str]
) -> None:
    """Refuse texts that mislead.

    Raises
    ------
    DiscourseError
        If there is one; its entry or column is named.
    """
    for place, reason in find_misleading(record, own, columns):
        raise DiscourseError(f"{name}, {place}: it has {reason}; write what a reader shall see.")


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for each in pair for text in _texts_in(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in _texts_in(each))


def _is_turned(text: str) -> bool:
    is_turned = _TURNS.search(text) and not _FROM_RIGHT.search(text)
    return bool(_OVERRIDES.search(text) or is_turned)


def _as_seen(name: str) -> str:
    """A name by its look: without what is not seen, and with Latin letters for their like."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", name)).translate(_ALIKE)
