"""How well clauses are found, as it was measured."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_accuracy() -> dict[str, dict[str, Any]]:
    """Precision and recall on texts that the rules were not made with, by way and column.

    The ways are "parse" and "tags"; tests/layers/syntax/test_clause_gold.py measures both again.
    """
    raw = (files("discourse.layers") / "data" / "measured_clauses.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = tomllib.loads(raw)["addresses"]
    return found
