"""What the check of a manuscript found, for other programs: JSON that stays as it is."""

import hashlib
import json
import math
from importlib.metadata import version
from typing import Any

from discourse.publish.manuscripts.checking import (
    FAILING,
    CheckedManuscript,
    CheckedNumber,
    count_statuses,
)

# A change that another program would notice gets another number; `report.schema.json` says what
# there is.
SCHEMA = "discourse-check/1"


def report_manuscript(checked: CheckedManuscript) -> dict[str, Any]:
    """Report the check of a manuscript as an object that JSON can hold.

    Parameters
    ----------
    checked : CheckedManuscript
        A manuscript that was checked.

    Returns
    -------
    dict
        ``schema, program, manuscript, texts, holds, counts, notes, numbers``, as
        ``report.schema.json`` in this folder says.
    """
    manuscript, corpus = checked.manuscript, checked.claims.corpus
    digest = hashlib.sha256(manuscript.path.read_bytes()).hexdigest()
    return {
        "schema": SCHEMA,
        "program": f"discourse {version('discourse-toolkit')}",
        "manuscript": {"name": manuscript.path.name, "sha256": digest},
        "texts": None
        if corpus is None
        else {
            "fingerprint": corpus.fingerprint,
            "documents": len(corpus.store.texts),
            "tokens": int(corpus.size),
        },
        "holds": not any(each.status in FAILING for each in checked.numbers),
        "counts": dict(count_statuses(checked.numbers)),
        "notes": list(manuscript.notes),
        "numbers": [_report_number(each) for each in checked.numbers],
    }


def report_json(checked: CheckedManuscript) -> str:
    """Write the report as JSON, the same for the same manuscript and texts."""
    return json.dumps(report_manuscript(checked), ensure_ascii=False, indent=1)


def _report_number(each: CheckedNumber) -> dict[str, Any]:
    number, lost = each.number, each.lost
    shown = lost.claim.number if lost is not None else ""
    return {
        "place": None if number is None else number.place,
        "kind": None if number is None else number.passage.kind,
        "sentence": lost.claim.sentence
        if number is None and lost is not None
        else (number.sentence if number is not None else ""),
        "number": shown if number is None else number.number.text,
        "claim": each.claim or None,
        "status": each.status,
        "expected": each.expected or None,
        "found": each.found or None,
        "value": None if math.isnan(each.value) else each.value,
        "lines": each.lines.total,
        "line_ids": list(each.lines.ids),
        "text": list(each.lines.texts),
    }
