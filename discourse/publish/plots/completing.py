"""All parts of each term of a table by part, so that what is not drawn is zero."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError
from discourse.record import VERBS, find_kept


def complete_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Add the rows that a cut table lacks: those of its terms in further parts.

    They are made again from the corpus, and follow the rows of the table. A table without a
    record of how it was made is returned as it is; so is one that is not by part.

    Raises
    ------
    DiscourseError
        If the corpus of the table was read in another session.
    """
    recipe = json.loads(table.attrs.get("provenance") or "{}")
    if not recipe or table.empty or not {"part", "term"} <= set(table.columns):
        return table
    whole = _make_again(recipe)
    if not {"part", "term"} <= set(whole.columns):
        return table
    keys = set(zip(table["part"].astype(str), table["term"], strict=True))
    drawn = set(table["term"])
    pairs = zip(whole["part"].astype(str), whole["term"], strict=True)
    lacking = [term in drawn and (part, term) not in keys for part, term in pairs]
    if not any(lacking):
        return table
    complete = pd.concat([table, whole.loc[lacking]], ignore_index=True)[list(table.columns)]
    types = {name: table[name].dtype for name in whole.columns if name in table.columns}
    complete = complete.astype({**types, "part": whole["part"].dtype})
    complete.attrs = dict(table.attrs)
    return complete


def _make_again(recipe: Mapping[str, Any]) -> pd.DataFrame:
    """The whole table that a recipe of this session makes."""
    given = {
        name: find_kept(value) if isinstance(value, dict) else value
        for name, value in recipe["parameters"].items()
    }
    corpus = find_kept(recipe["corpus"])
    if corpus is None:
        raise DiscourseError(
            "which parts have no hits of a term is not known, because the table was made in "
            "another session; read the texts and make it again here."
        )
    whole: pd.DataFrame = VERBS[recipe["verb"]].function(corpus, **given)
    return whole
