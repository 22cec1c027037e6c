"""Which parts of a corpus use the same words, as a map of parts and words?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import restrict, term_queries, valued_query
from discourse.corpus.store.counting import count_terms
from discourse.corpus.store.layer_values import TERM, check_counted, count_values
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import comparable_parts
from discourse.errors import DiscourseError, check_count, describe
from discourse.measures.correspondence import Points, correspondence_analysis
from discourse.record import verb

COLUMNS = (
    "kind", "name", "count", "x", "y", "mass", "quality", "contribution_x", "contribution_y",
    "explained_x", "explained_y", "query",
)  # fmt: skip
MOST_PARTS = 3_000  # the work grows with the cube of their number


@verb(
    columns=COLUMNS,
    cites=("greenacre-2017",),
    methods=(
        "a correspondence analysis [@greenacre-2017]",
        "of the counts of",
        "{of=term?}types",
        "{!of=term?}values of the {of:layer}",
        "{min_count>1?}with at least {min_count:occurrence} in the corpus",
        "by {by} gave a map of parts and words, in principal coordinates on axes {axes}",
    ),
)
def correspondence(
    corpus: Corpus,
    *,
    by: str | Sequence[str] = "document",
    of: str = TERM,
    min_count: int = 1,
    axes: tuple[int, int] = (1, 2),
) -> pd.DataFrame:
    """One row per part, in the order of the text; then one per term, the most influential first.

    Parameters
    ----------
    corpus : Corpus
        The corpus whose parts are mapped.
    by : str or sequence of str
        "document", "section", "sentence", a metadata column or a layer of spans, or several, as in
        ``["party", "decade"]``: the parts.
    of : str
        What is counted: "term", a layer that gives each token a value, such as "lemma", or several
        of them, as in "lemma+pos" (*build_VERB*).
    min_count : int
        The lowest count in the whole corpus for which a term is in the map.
    axes : tuple of int
        The two axes of the map, numbered from 1, the one with most inertia.

    Returns
    -------
    DataFrame
        The columns are ``kind, name, count, x, y, mass, quality, contribution_x, contribution_y,
        explained_x, explained_y, query``. ``kind`` is "part" or "term". ``x`` and ``y`` are the
        coordinates on the two axes: parts are near each other if their shares of the terms are
        alike, and terms if their shares of the parts are; a term and a part on the same side of an
        axis go together. ``mass`` is the share of all counts. ``contribution_x`` and
        ``contribution_y`` are shares of the inertia of an axis, which add up to 1 over the parts,
        and over the terms: the words of an axis are those that contribute most. ``quality`` is the
        share of the point's own distance from the centre that the map shows. ``explained_x`` and
        ``explained_y`` are the shares of the inertia of the whole table that the axes have; they
        are the same in all rows. The hits of ``query`` are the ``count`` tokens of the part, or of
        the term.

    Raises
    ------
    DiscourseError
        For a `by` that the corpus does not have or that gives only one part, more than 3,000 parts,
        no term with `min_count`, or axes that are not two numbers.

    See Also
    --------
    dc.plot.correspondence : Draw the map.
    dc.similarity : Which parts are alike, and in which words.
    dc.compare : Words that distinguish each group from all others.

    Notes
    -----
    quality = (x² + y²) / distance², where the distance is that from the centre in all dimensions.

    contribution_x = mass · x² / inertia, where the inertia is that of the axis, as in
    ``contribution_y``.

    explained_x = inertia / total, as in ``explained_y``, where the total is the inertia of all
    axes.

    The formula of the places is that of `discourse.measures.correspondence` [1]_. Parts without any
    of the terms are left out. An axis that the table does not have, since two parts have only one,
    and equal parts none, is missing throughout.

    Limits: a map describes these counts and tests nothing. Two axes show only a part of the table:
    ``explained_x`` and ``explained_y`` say how much, and a point of low ``quality`` is not where it
    seems to be. Rare terms can dominate: a word of a single part is as far from the centre as any,
    so raise `min_count`. The distance between a term and a part means nothing; only their
    directions do. A map of a few parts hangs on each of them.

    ``discourse docs groups`` shows how to read the map.

    References
    ----------
    .. [1] Greenacre (2017), Correspondence analysis in practice. 3rd ed. Chapman & Hall/CRC, Boca
       Raton.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.correspondence(dc.read("seeds/"), by="section", min_count=5)
    >>> table[["kind", "name", "x", "y"]].round(2).iloc[[0, 1, 6]]
       kind  name     x     y
    0  part  lead  0.72 -0.14
    1  part     1  0.89 -0.27
    6  term   had -1.36 -1.52
    """
    check_count("min_count", min_count, least=1)
    chosen = _check_axes(axes)
    parts = comparable_parts(corpus.store, by, "a map")
    if len(parts) > MOST_PARTS:
        raise DiscourseError(
            f"by={by!r} gives {len(parts):,} parts, and a map has at most {MOST_PARTS:,}; divide "
            "by a column with fewer values, or take a subset of the corpus."
        )
    store = count_values(corpus.store, check_counted(corpus.store, of))
    here = np.flatnonzero(store.counts)
    counts = count_terms(store, parts)[:, here]
    sizes = counts.sum(axis=1)
    enough = np.flatnonzero(counts.sum(axis=0) >= min_count)
    if not len(enough):
        raise DiscourseError(
            f"no term occurs {min_count:,} times; give a lower number, such as min_count=5."
        )
    counts = counts[:, enough].tocsr()
    filled = np.flatnonzero(counts.sum(axis=1))
    found = correspondence_analysis(counts[filled])
    shares = _explain(found.inertia, found.total, chosen)
    names = [list(store.terms)[number] for number in enough.tolist()]
    sums = counts.sum(axis=0)
    terms = _locate("term", names, sums, found.columns, found.inertia, chosen)
    terms["query"] = pd.Series(term_queries(names, corpus.tokenizer, of), dtype="str")
    table = pd.concat(
        [
            _locate_parts(parts, filled, sizes, found.rows, found.inertia, chosen, of),
            _order_terms(terms, shares),
        ],
        ignore_index=True,
    )
    table["explained_x"], table["explained_y"] = shares
    return table[list(COLUMNS)]


def _check_axes(axes: object) -> tuple[int, int]:
    numbers = list(axes) if isinstance(axes, Sequence) and not isinstance(axes, str) else []
    if len(numbers) != 2 or len(set(map(str, numbers))) != 2:
        raise DiscourseError(
            f"axes expects two different numbers, got {describe(axes)}; write axes=(1, 2)."
        )
    one, other = (check_count("axes", number, least=1) for number in numbers)
    return one, other


def _explain(inertia: NDArray[Any], total: float, axes: tuple[int, int]) -> tuple[float, float]:
    """The shares of the whole inertia that two axes have; nan for an axis that there is not."""
    one, other = (
        float(inertia[axis - 1] / total) if axis <= len(inertia) else np.nan for axis in axes
    )
    return one, other


def _locate(
    kind: str,
    names: Sequence[str],
    counts: NDArray[np.int64],
    points: Points,
    inertia: NDArray[Any],
    axes: tuple[int, int],
) -> pd.DataFrame:
    """The points of one kind on two axes; missing on an axis that there is not."""
    columns: dict[str, Any] = {
        "kind": pd.Series([kind] * len(names), dtype="str"),
        "name": pd.Series(names, dtype="str"),
        "count": counts,
        "mass": points.mass,
    }
    shown = np.zeros(len(names))
    for name, axis in zip("xy", axes, strict=True):
        known = axis <= len(inertia)
        place = points.coordinates[:, axis - 1] if known else np.full(len(names), np.nan)
        columns[name] = place
        share = points.mass * place**2 / inertia[axis - 1] if known else place
        columns[f"contribution_{name}"] = share
        shown += np.nan_to_num(place) ** 2
    # A point in the centre has no distance to show.
    away = points.distance > 1e-12
    quality = np.divide(shown, points.distance, out=np.full(len(names), np.nan), where=away)
    columns["quality"] = np.minimum(quality, 1.0)
    return pd.DataFrame(columns)


def _locate_parts(
    parts: Partition,
    filled: NDArray[np.int64],
    sizes: NDArray[np.int64],
    points: Points,
    inertia: NDArray[Any],
    axes: tuple[int, int],
    of: str,
) -> pd.DataFrame:
    names = [parts.labels[number] for number in filled.tolist()]
    table = _locate("part", names, sizes[filled], points, inertia, axes)
    queries = restrict(pa.array([valued_query(of)]), np.zeros_like(filled), parts, filled)
    return table.assign(query=pd.Series(queries, dtype="str"))


def _order_terms(table: pd.DataFrame, shares: tuple[float, float]) -> pd.DataFrame:
    """Sort terms by what they contribute to the map, ties by name."""
    both = sum(
        np.nan_to_num(share) * table[f"contribution_{name}"].fillna(0.0)
        for name, share in zip("xy", shares, strict=True)
    )
    # Rounding must not decide between terms with the same counts.
    ordered = table.assign(shaping=pd.Series(both).round(12))
    ordered = ordered.sort_values(["shaping", "name"], ascending=[False, True], ignore_index=True)
    return ordered.drop(columns="shaping")
