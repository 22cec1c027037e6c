"""The lines of text behind the rows of a table, and those of them that a bundle holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.analyses.concordance import concordance
from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.line_ids import find_hits
from discourse.corpus.lines.lines import CONTEXT, Concordance
from discourse.corpus.references.counted_documents import rows_behind
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.errors import DiscourseError
from discourse.publish.provenance.recipes import Finder, Recipe

# Of one bundle: about two megabytes, which git and a spreadsheet still open at once.
MOST_LINES = 5_000
Hits = NDArray[np.int64]


@dataclass(frozen=True)
class BundleLines:
    """The evidence of a bundle: the lines behind its rows, as many as it holds.

    ``hits`` is the number of all lines behind all rows; of each row, the first ``each`` are held.
    It is None if all are. Each has ``context`` words on either side.
    """

    table: pd.DataFrame
    hits: int
    each: int | None
    context: int = CONTEXT

    @property
    def entry(self) -> dict[str, Any]:
        """What the record of the bundle says of them."""
        own = {} if self.context == CONTEXT else {"context": self.context}
        return {"lines": len(self.table), "hits": self.hits, "each": self.each, **own}


def resolve_row(corpus: Corpus, row: "pd.Series[Any] | Mapping[str, Any]") -> Concordance:
    """The lines behind a row: those that its ``line_id`` names, or the hits of its ``query``.

    Raises
    ------
    DiscourseError
        If it has neither, or if its line is not in the corpus.
    """
    if "line_id" in row:
        ids, document = str(row["line_id"]), str(row.get("document", ""))
        return Concordance(corpus.store, find_hits(corpus.store, ids, document))
    if "query" in row:
        return concordance(corpus, str(row["query"]))
    given = ", ".join(map(repr, row.keys()))
    raise DiscourseError(
        f"a row resolves to lines by its 'query' or its 'line_id'; this one has {given}. "
        "Give a row of a table that a verb made, e.g. table.iloc[0]."
    )


def hits_of_rows(corpus: Corpus, table: pd.DataFrame) -> list[Hits]:
    """The places of the lines behind each row of a table."""
    return [resolve_row(corpus, row).hits for _, row in table.iterrows()]


def table_of_lines(
    corpus: Corpus, table: pd.DataFrame, hits: Sequence[Hits], context: int = CONTEXT
) -> pd.DataFrame:
    """One row per line: the columns of its row, then those of the line, with so many words.

    A column of the row that has the name of one of the line, and another value somewhere, has the
    ending ``_of_row``. The list of lines of a row that counts them is not said again beside each.
    """
    if {"count", "line_id"} <= set(table.columns):
        table = table.drop(columns="line_id")
    frame = Concordance(
        corpus.store, np.concatenate([np.empty((0, 2), dtype=np.int64), *hits]), context
    ).frame
    rows = np.repeat(np.arange(len(table)), [len(each) for each in hits])
    beside = table.iloc[rows].reset_index(drop=True)
    beside.attrs = {}
    shared = [name for name in table.columns if name in frame.columns]
    same = [name for name in shared if beside[name].astype(str).eq(frame[name].astype(str)).all()]
    renamed = {name: f"{name}_of_row" for name in shared if name not in same}
    return pd.concat([beside.drop(columns=same).rename(columns=renamed), frame], axis=1)


def bundle_lines(
    corpus: Corpus | FrequencyList, table: pd.DataFrame, context: int = CONTEXT
) -> BundleLines | None:
    """The evidence that a bundle holds of its table; None if its rows do not resolve to lines.

    Of a frequency list it is the rows of its file: ``query, count_of_row``, and the ``line`` of the
    file, the ``part`` and the ``count`` there.

    All lines of all rows are held if they are not too many; else the first lines of each row, as
    many of each as are allowed in all.
    """
    if isinstance(corpus, FrequencyList):
        return _rows_behind_queries(corpus, table)
    if not {"line_id", "query"} & set(table.columns) or not isinstance(corpus, Corpus):
        return None
    try:
        hits = hits_of_rows(corpus, table)
    except DiscourseError:  # such as the id of a line in a file that is counted but not read
        return None
    held = _hold(hits, lambda kept: table_of_lines(corpus, table, kept, context))
    return replace(held, context=context)


def reference_lines(
    find: Finder, recipe: Recipe, table: pd.DataFrame, context: int = CONTEXT
) -> BundleLines | None:
    """The evidence that a bundle holds of the other side of its table; None if it has none.

    Parameters
    ----------
    find : callable
        Gives the corpus, or the frequency list, that a part of a recipe describes.
    recipe : mapping
        The recipe of the table.
    table : DataFrame
        Its rows. Those of `keyness` were compared with a reference, those of `contrast` with
        another node or corpus.
    context : int, optional
        The words of a line on either side of its hit.

    Returns
    -------
    BundleLines or None
        The lines of the reference corpus or of the other node, as `bundle_lines` has those of the
        target; of a frequency list its rows: ``term, count_reference``, and the ``line`` of the
        file, the ``part`` and the ``count`` there.
    """
    given = recipe["parameters"]
    if "query_other" in table.columns:
        part, query = given.get("other"), "query_other"
        source = find(part if isinstance(part, Mapping) else recipe["corpus"])
    elif "count_reference" in table.columns and isinstance(given.get("reference"), Mapping):
        source, query = find(given["reference"]), "query"
    else:
        return None
    if isinstance(source, FrequencyList):
        return _rows_of_list(source, table)
    if query not in table:
        return None
    return bundle_lines(source, table.assign(query=table[query]), context)


def _rows_of_list(source: FrequencyList, table: pd.DataFrame) -> BundleLines:
    """The rows of a frequency list behind the counts of the reference in a table."""
    found = [source.rows(str(term)) for term in table["term"]]
    return _hold_rows(found, table[["term", "count_reference"]])


def _rows_behind_queries(source: FrequencyList, table: pd.DataFrame) -> BundleLines | None:
    """The rows of a frequency list behind the counts of a table that was made from it."""
    if not {"query", "count"} <= set(table.columns):
        return None
    named = table[["query", "count"]].rename(columns={"count": "count_of_row"})
    return _hold_rows(rows_behind(source, table), named)


def _hold_rows(found: Sequence[pd.DataFrame], named: pd.DataFrame) -> BundleLines:
    """Rows of a list's file, after what names the row of a table that they are behind."""
    names = [str(name) for name in named.columns]

    def join(kept: Sequence[Hits]) -> pd.DataFrame:
        pieces = [
            each.iloc[: len(rows)][["line", "part", "count"]].assign(
                **dict(zip(names, of_row, strict=True))
            )
            for each, rows, of_row in zip(found, kept, named.to_numpy(object), strict=True)
        ]
        columns = [*names, "line", "part", "count"]
        return pd.concat(pieces, ignore_index=True)[columns] if pieces else named

    return _hold([rows[["line"]].to_numpy(np.int64) for rows in found], join)


def _hold(hits: Sequence[Hits], make: Callable[[Sequence[Hits]], pd.DataFrame]) -> BundleLines:
    """All lines of all rows if they are not too many; else the first ones of each row."""
    sizes = np.array([len(each) for each in hits], dtype=np.int64)
    if sizes.sum() <= MOST_LINES:
        return BundleLines(make(hits), int(sizes.sum()), None)
    each = _largest_share(sizes)
    kept = [of_row[:each] for of_row in hits]
    room = np.maximum(MOST_LINES - np.cumsum([0, *map(len, kept[:-1])]), 0)
    kept = [of_row[:most] for of_row, most in zip(kept, room.tolist(), strict=True)]
    return BundleLines(make(kept), int(sizes.sum()), each)


def _largest_share(sizes: NDArray[np.int64]) -> int:
    """How many lines of each row are held, at least one, so that all together are not too many."""
    low, high = 1, MOST_LINES
    while low < high:
        middle = (low + high + 1) // 2
        if np.minimum(sizes, middle).sum() <= MOST_LINES:
            low = middle
        else:
            high = middle - 1
    return low
