"""How well clauses are found, as it was measured."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from discourse.corpus.store.store import Store
from discourse.layers.taggers.english_model import ENGLISH
from discourse.layers.taggers.tagger import PARSED

PARSE, TAGS = "parse", "tags"  # the two ways in which clauses are found
OF_TAGGER = ("lemma", "pos", "xpos", "feats")  # the layers that both ways were measured with


@cache
def read_accuracy() -> dict[str, dict[str, Any]]:
    """Precision and recall on texts that the rules were not made with, by way and column.

    The ways are "parse" and "tags"; tests/layers/syntax/test_clause_gold.py measures both again.
    """
    raw = (files("discourse.layers") / "data" / "measured_clauses.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = tomllib.loads(raw)["addresses"]
    return found


def is_measured(store: Store, way: str) -> bool:
    """Whether a store has the layers that a way was measured with: those of our tagger of English.

    Parameters
    ----------
    store : Store
        The corpus.
    way : str
        "parse" or "tags".
    """
    wanted = (*OF_TAGGER, *(PARSED if way == PARSE else ()))
    makers = {store.layers[name].about.get("maker") for name in wanted if name in store.layers}
    return makers == {ENGLISH} and all(name in store.layers for name in wanted)
