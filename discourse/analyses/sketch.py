"""Which words keep a word company, slot by slot?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.errors import check_count
from discourse.layers.syntax.company import count_company, order_slots, read_node, slot_queries
from discourse.layers.syntax.slot_facts import SLOT_FACTS
from discourse.layers.syntax.slots import choose_slots
from discourse.measures import association
from discourse.record import verb

COLUMNS = (
    "slot", "term", "count", "count_slot", "count_elsewhere", "expected", "log_likelihood",
    "log_dice", "query",
)  # fmt: skip


@verb(
    columns=COLUMNS,
    cites=("rychly-2008", "dunning-1993"),
    methods=(
        "the collocates of “{node}”",
        "{!of=term?}by the {of:layer}",
        "{min_count>1?}with at least {min_count:occurrence}",
        "were counted by grammatical slot,",
        "{slots},",
        "{parsed?}along the relations of a dependency parse",
        "{!parsed?}by patterns of parts of speech",
        "{accuracy?}(found in web texts, with the same tagger, with {accuracy} by slot),",
        "{!accuracy?}(how well was not measured with these layers or slots),",
        "and ranked in each slot by log-Dice [@rychly-2008], with four-cell log-likelihood",
        "[@dunning-1993] against the same slot of all other words",
    ),
    facts=SLOT_FACTS,
)
def sketch(
    corpus: Corpus,
    node: str,
    *,
    of: str = "lemma",
    slots: str | Sequence[str] | None = None,
    min_count: int = 1,
) -> pd.DataFrame:
    """One row per slot and collocate of the node; slot by slot, highest log-Dice first.

    Parameters
    ----------
    corpus : Corpus
        The corpus to count in. It needs a layer of tokens ``pos``; with ``deprel`` and ``head``,
        slots follow the relations of the parser, otherwise patterns of parts of speech.
    node : str
        A lemma in any case, with the wildcards of phrases: "communit*", "freedom|liberty"; or a
        token in CQL, such as ``[lemma="future" & pos="NOUN"]``.
    of : str
        What node and collocates are: a layer that gives each token a value, several of them, as in
        "lemma+pos" (*future_NOUN*), or "term".
    slots : str or sequence of str, optional
        Names of slots, such as "modifier", "object of", "and/or", "of …" (or "of ..."); by default
        all that are filled.
    min_count : int
        The lowest count for which a collocate has a row.

    Returns
    -------
    DataFrame
        The columns are ``slot, term, count, count_slot, count_elsewhere, expected,
        log_likelihood, log_dice, query``. ``count`` is how often the collocate fills the slot of
        the node, ``count_slot`` how often any word does, and ``count_elsewhere`` how often the
        collocate fills this slot of other words. ``expected`` is the count if it filled the slots
        of the node as often as those of other words. Within a slot, ties are sorted by count, then
        by term. Slots of prepositions come last, frequent ones first. ``log_likelihood`` and
        ``expected`` are missing if no other word has the slot.

    Raises
    ------
    DiscourseError
        If the corpus has no parts of speech, the node is malformed, several tokens or restricted
        to parts, or a slot or `of` is not known.

    See Also
    --------
    dc.plot.sketch : Draw the table.
    dc.contrast : How the company of two words differs.
    dc.collocates : Words near a node.
    dc.clauses : Who does what in each clause.

    Notes
    -----
    The slots, and how they compare with those of Sketch Engine, are in ``discourse docs sketches``.
    The subject of a passive counts as an object.

    log_dice = 14 + log2(2 · count / (count_slot + count + count_elsewhere)) [1]_: 14 if the two
    fill the slot only together. It does not depend on the size of the corpus.

    Limits: a measure means little for a count of 1 or 2: with `min_count` such rows are left out.
    Pairs are found with a precision of 0.57 to 0.87 by a parse, depending on the slot, and of 0.53
    to 0.71 by tags, in web texts (``dc.layers.measured("slots")``), so a rare slot has mostly
    errors: read the lines. Patterns over tags are for English. There is no test over documents, and
    one text can have all hits.

    References
    ----------
    .. [1] Rychlý (2008), A lexicographer-friendly association score. Proceedings of RASLAN, 6-9.

    Examples
    --------
    >>> import discourse as dc
    >>> talks = dc.read("docs/parsed/")
    >>> table = dc.sketch(talks, "future")
    >>> table[["slot", "term", "count", "count_slot", "log_dice"]].head(5).round(2)
             slot    term  count  count_slot  log_dice
    0    modifier  shared      2           4     13.19
    1    modifier  bright      1           4     12.68
    2    modifier  common      1           4     12.42
    3  subject of  belong      1           1     14.00
    4   object of   build      4           6     13.68
    """
    check_count("min_count", min_count)
    store = corpus.store
    chosen, wanted = choose_slots(store, slots), read_node(store, node, of)
    (company,) = count_company(store, [wanted], chosen, of)
    table = company.table
    table = table.assign(**_measure_pairs(table))
    table = _sort_slots(store, table[table["count"] >= min_count])
    table["query"] = slot_queries(store, table, wanted, of)
    return table[list(COLUMNS)]


def _measure_pairs(table: pd.DataFrame) -> dict[str, Any]:
    """The measures against the slots of other words; only log-Dice needs none."""
    count, size, elsewhere, size_elsewhere = (
        table[name].to_numpy()
        for name in ("count", "count_slot", "count_elsewhere", "size_elsewhere")
    )
    counts = (count, size, elsewhere, np.maximum(size_elsewhere, 1))
    values = {"expected": association.expected, "log_likelihood": association.log_likelihood}
    measured = {
        name: np.where(size_elsewhere > 0, measure(*counts), np.nan)
        for name, measure in values.items()
    }
    return measured | {"log_dice": association.log_dice(*counts)}


def _sort_slots(store: Any, table: pd.DataFrame) -> pd.DataFrame:
    order = order_slots(store, table.groupby("slot")["count_slot"].first())
    place = table["slot"].map({name: at for at, name in enumerate(order)})
    keyed = table.assign(place=place.astype(np.int64))
    return keyed.sort_values(
        ["place", "log_dice", "count", "term"], ascending=[True, False, False, True],
        ignore_index=True,
    ).drop(columns="place")  # fmt: skip
