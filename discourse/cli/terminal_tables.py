"""What a terminal shows of a wide table, and what it says below it: how well that was found."""

from collections.abc import Iterator, Mapping

import pandas as pd

from discourse.cli.output import format_aligned
from discourse.corpus.store.store import Store
from discourse.layer_notes import NOTE
from discourse.layers.measurements import CLAUSES, SLOTS, measured
from discourse.layers.syntax.accuracy import PARSE, TAGS, find_slot_accuracy, is_measured
from discourse.layers.syntax.requirements import choose_parse
from discourse.publish.plots.multiverse import count_verdicts
from discourse.record import Verb
from discourse.text.width import count_columns, truncate

MULTIVERSE = "multiverse"
# The columns that a terminal shows of a verb's table, where all of them would be too wide; columns
# that the verb does not promise, such as those of layers, follow.
SHOWN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    CLAUSES: (
        "document", "section", "subject", "verb", "voice", "actor", "actor_class", "object",
        "negated", "modal", "quantity", "year", "main",
    ),
    MULTIVERSE: (
        "tokenizer", "names", "reference", "left_out", "value", "value_other", "holds", "lost",
        "gained", "note",
    ),
}  # fmt: skip
WIDEST_CELL = 32  # columns of a terminal
BY_SLOTS = ("sketch", "contrast")  # the verbs with a column of slots
WAYS = {PARSE: "by dependencies", TAGS: "by parts of speech"}


def shorten_table(table: pd.DataFrame, verb: Verb) -> pd.DataFrame:
    """The columns of a table that a terminal shows, with cells that fit.

    The document is left out if there is only one.

    Parameters
    ----------
    table : DataFrame
        The table of a verb.
    verb : Verb
        The verb.

    Returns
    -------
    DataFrame
        The table itself, unless the verb has columns chosen in `SHOWN_COLUMNS`.
    """
    if verb.name not in SHOWN_COLUMNS:
        return table
    own = [name for name in table.columns if name not in verb.columns]
    names = [*SHOWN_COLUMNS[verb.name], *own]
    if "document" in names and table["document"].nunique() < 2:
        names.remove("document")
    shown = table[names].copy()
    for name in names:
        if pd.api.types.is_string_dtype(shown[name]):
            shown[name] = shown[name].map(_fit_cell)
    return shown


def _fit_cell(cell: str) -> str:
    return cell if count_columns(cell) <= WIDEST_CELL else f"{truncate(cell, WIDEST_CELL - 1)}…"


def list_notes(table: pd.DataFrame, verb: Verb, store: Store, by_parse: object) -> Iterator[str]:
    """The lines below a table: the columns that are not shown, and how well its rows are found.

    Parameters
    ----------
    table : DataFrame
        The whole table.
    verb : Verb
        The verb that made it.
    store : Store
        The corpus that it was made of.
    by_parse : bool, optional
        Which way clauses were found, as `dc.clauses` was told.

    Yields
    ------
    str
        A line.
    """
    if verb.name in BY_SLOTS:
        yield from _list_slot_accuracy(table, store)
    elif verb.name != CLAUSES and NOTE in table.attrs:
        yield from ("", str(table.attrs[NOTE]))
    if verb.name not in SHOWN_COLUMNS:
        return
    left = len(table.columns) - len(shorten_table(table, verb).columns)
    yield ""
    if verb.name == MULTIVERSE:
        yield f"{count_verdicts(table)}."
    yield f"{left} more columns: --format csv"
    if verb.name == CLAUSES:
        yield from _list_accuracy(store, by_parse)


def _list_accuracy(store: Store, by_parse: object) -> Iterator[str]:
    way = PARSE if choose_parse(store, None if by_parse is None else bool(by_parse)) else TAGS
    if not is_measured(store, way):
        yield "How well clauses are found was not measured with these layers."
        return
    table = measured(CLAUSES)
    yield from _list_figures(table[table["method"] == way], way, "column")


def _list_slot_accuracy(table: pd.DataFrame, store: Store) -> Iterator[str]:
    way, found = find_slot_accuracy(store, table["slot"].unique())
    if not found:
        yield from ("", "How well slots are found was not measured with these layers or slots.")
        return
    figures = measured(SLOTS)
    chosen = (figures["method"] == way) & figures["field"].isin(found)
    yield from _list_figures(figures[chosen], way, "slot")


def _list_figures(table: pd.DataFrame, way: str, what: str) -> Iterator[str]:
    """Precision and recall, as lines below a table."""
    yield ""
    yield f"Measured {WAYS[way]} on {table['on'].iloc[0]}, with Wilson's 95% intervals:"
    shares = {name: _write_shares(table, name) for name in ("precision", "recall")}
    counts = table[["found", "labelled"]]
    yield from format_aligned(pd.DataFrame({what: table["field"], **shares, **dict(counts)}))


def _write_shares(table: pd.DataFrame, name: str) -> "pd.Series[str]":
    """Shares with their intervals: *0.96 (0.92–0.98)*."""
    columns = (table[column] for column in (name, f"{name}_low", f"{name}_high"))
    rows = zip(*columns, strict=True)
    written = ["" if pd.isna(at) else f"{at:.2f} ({low:.2f}–{high:.2f})" for at, low, high in rows]
    return pd.Series(written, table.index, dtype="str")
