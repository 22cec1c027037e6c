"""What was measured of rules, of the tagger of English, of clauses and of slots, as one table."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from discourse.errors import one_of
from discourse.layers.register import MAKERS
from discourse.layers.syntax.accuracy import (
    ON_CLAUSES,
    ON_SLOTS,
    PARSE,
    TAGS,
    read_accuracy,
    read_slot_accuracy,
)
from discourse.layers.taggers.english_model import ENGLISH, read_english_record

CLAUSES, SLOTS = "clauses", "slots"
COLUMNS = {
    "measured": "str", "field": "str", "method": "str", "precision": "float64",
    "precision_low": "float64", "precision_high": "float64", "recall": "float64",
    "recall_low": "float64", "recall_high": "float64", "found": "int64", "labelled": "int64",
    "on": "str",
}  # fmt: skip


def measured(what: str | None = None) -> pd.DataFrame:
    """Tabulate how well rules, the tagger of English, clauses and slots do on other texts.

    Parameters
    ----------
    what : str, optional
        The name of a rule, as `makers` lists them, "english" for the tagger, "clauses", or
        "slots" for those of `dc.sketch` and `dc.contrast`; by default all of them.

    Returns
    -------
    DataFrame
        One row per field that was measured: ``measured, field, method, precision, precision_low,
        precision_high, recall, recall_low, recall_high, found, labelled, on``. ``field`` is the
        layer, the column of a table or the slot ("subject" stands for "subject of" as well);
        ``method`` is "parse" or "tags" for clauses and slots, which are found in two ways.
        Intervals are Wilson's at 95 %. A rule that was not measured has no row.

    Raises
    ------
    DiscourseError
        If nothing has that name.

    See Also
    --------
    dc.layers.makers : The rules that make layers.
    dc.layers.tag : Lemmas, parts of speech and syntax.
    dc.clauses : Who does what in each clause.

    Notes
    -----
    ``discourse docs gold`` explains how errors were measured.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.layers.measured("clauses")
    >>> table["field"].head(3).tolist()
    ['clause', 'main', 'subject']
    """
    rows = list(_list_measurements())
    if what is not None:
        one_of("what", what, [*MAKERS, ENGLISH, CLAUSES, SLOTS])
        rows = [row for row in rows if row["measured"] == what]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _list_measurements() -> Iterator[Mapping[str, Any]]:
    for name, entry in sorted(MAKERS.items()):
        if entry.measured:
            yield {"measured": name, "field": entry.layer, "method": "", **entry.measured}
    for layer, figures in read_english_record()["measured"].items():
        yield {"measured": ENGLISH, "field": layer, "method": "", **figures}
    records = ((CLAUSES, read_accuracy(), ON_CLAUSES), (SLOTS, read_slot_accuracy(), ON_SLOTS))
    for name, record, on in records:
        for method in (PARSE, TAGS):
            for field, figures in record[method].items():
                yield {"measured": name, "field": field, "method": method, "on": on, **figures}
