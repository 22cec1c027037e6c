"""How well clauses and slots are found, as it was measured."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from discourse.corpus.store.store import Store
from discourse.layers.syntax.slots import GAP, has_parse
from discourse.layers.taggers.english_model import ENGLISH
from discourse.layers.taggers.tagger import PARSED

PARSE, TAGS = "parse", "tags"  # the two ways in which clauses and slots are found
OF_TAGGER = ("lemma", "pos", "xpos", "feats")  # the layers that clauses were measured with
OF_SLOTS = ("pos",)  # those that slots were measured with; both with a parse or without
PREPOSITIONS = "prepositions"
ON_CLAUSES = (
    "113 sentences of State of the Union addresses of US presidents, with all layers of the tagger "
    "of English"
)
ON_SLOTS = (
    "the test part of the English Web Treebank (22,003 tokens of web texts), with the tagger of "
    "English"
)
Figures = dict[str, dict[str, Any]]


@cache
def read_accuracy() -> dict[str, Figures]:
    """Precision and recall on texts that the rules were not made with, by way and column.

    The ways are "parse" and "tags"; tests/layers/syntax/test_clause_gold.py measures both again.
    """
    found: dict[str, Figures] = _read("measured_clauses.toml")["addresses"]
    return found


@cache
def read_slot_accuracy() -> dict[str, Figures]:
    """Precision and recall of slots in a treebank, by way and slot.

    tests/layers/syntax/test_slot_gold.py measures them again.
    """
    return _read("measured_slots.toml")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("discourse.layers") / "data" / name).read_text(encoding="utf-8"))


def is_measured(store: Store, way: str, layers: Sequence[str] = OF_TAGGER) -> bool:
    """Whether a store has the layers that a way was measured with: those of our tagger of English.

    Parameters
    ----------
    store : Store
        The corpus.
    way : str
        "parse" or "tags".
    layers : sequence of str
        `OF_TAGGER` for clauses, `OF_SLOTS` for slots.
    """
    wanted = (*layers, *(PARSED if way == PARSE else ()))
    makers = {store.layers[name].about.get("maker") for name in wanted if name in store.layers}
    return makers == {ENGLISH} and all(name in store.layers for name in wanted)


def find_slot_accuracy(store: Store, slots: Iterable[str]) -> tuple[str, Figures]:
    """The way in which slots are found, and what was measured of them.

    Parameters
    ----------
    store : Store
        The corpus.
    slots : iterable of str
        The names of slots, as `dc.sketch` has them.

    Returns
    -------
    str
        "parse" or "tags".
    dict of str to dict
        Precision, recall and so on, by the name under which a slot was measured; empty if these
        layers were not.
    """
    way = PARSE if has_parse(store) else TAGS
    if not is_measured(store, way, OF_SLOTS):
        return way, {}
    asked = {PREPOSITIONS if GAP in slot else slot.removesuffix(" of") for slot in slots}
    return way, {
        name: figures for name, figures in read_slot_accuracy()[way].items() if name in asked
    }


def state_slot_accuracy(store: Store, slots: Iterable[str]) -> str:
    """How well slots are found, the worst and the best; "" if it was not measured."""
    _, found = find_slot_accuracy(store, slots)
    shares = [
        f"{name} {_write_range([figures[name] for figures in found.values()])}"
        for name in ("precision", "recall")
        if found
    ]
    return " and ".join(shares)


def note_clauses(store: Store, way: str) -> str:
    """What is said below a table of clauses: how well each column was measured to be found."""
    return _note_figures(read_accuracy()[way], ON_CLAUSES) if is_measured(store, way) else ""


def note_slots(store: Store, slots: Iterable[str]) -> str:
    """What is said below a table by slots: how well each slot was measured to be found."""
    return _note_figures(find_slot_accuracy(store, slots)[1], ON_SLOTS)


def _note_figures(figures: Figures, on: str) -> str:
    """Precision and recall of each field, with their intervals, as a sentence; "" if of none."""
    said = [
        f"{field} {_write_share(row, 'precision')}, {_write_share(row, 'recall')}"
        for field, row in figures.items()
        if row["found"] and row["labelled"]
    ]
    listed = "; ".join(said)
    told = f"Precision and recall on {on}, with Wilson's 95% intervals: {listed}."
    return told if said else ""


def _write_share(row: Mapping[str, Any], name: str) -> str:
    return f"{row[name]:.2f} ({row[f'{name}_low']:.2f}–{row[f'{name}_high']:.2f})"


def _write_range(shares: Sequence[float]) -> str:
    low, high = f"{min(shares):.2f}", f"{max(shares):.2f}"
    return low if low == high else f"{low} to {high}"
