"""What a coder has to do about the lines on show after something has changed."""

from typing import Any

import pandas as pd

from discourse.corpus.lines.line_ids import line_ids
from discourse.corpus.lines.lines import Concordance
from discourse.errors import DiscourseError
from discourse.lab.coding_desk import CodingDesk
from discourse.layers.coding.code_rows import read_rows
from discourse.layers.coding.codebook import DECIDED, Codebook
from discourse.layers.coding.codebook import codebook as read_codebook
from discourse.layers.coding.revision import (
    DISPUTED,
    LOST,
    OUTDATED,
    RENAMED,
    TWICE,
    UNCODED,
    UNKNOWN,
    revision,
)

MOST_LISTED = 500  # rows of a kind
MOST_REVISED = 50_000  # lines, all of which are cut out of their texts


def describe_revision(desk: CodingDesk, lines: Concordance) -> dict[str, Any]:
    """Describe what `revision` says of lines and of the file of one coder, kind by kind.

    The codebook is read as it is now. The files of other coders are read only for the lines that
    they differ on, and only if this coder may see that.

    Raises
    ------
    DiscourseError
        If there are too many lines, or the coder's file or the codebook cannot be read.
    """
    if len(lines) > MOST_REVISED:
        raise DiscourseError(
            f"{len(lines):,} lines are too many to list what is to be done; filter or sample them "
            f"to {MOST_REVISED:,} or fewer."
        )
    book = desk.codebook
    now = book if book.path is None else read_codebook(book.path)
    own = _find_own(desk, now, lines)
    disputed, outdated, unread = _find_disputed_lines(desk, now, lines)
    return {
        "uncoded": None if desk.decides else int((own["status"] == UNCODED).sum()),
        "lost": _describe_lost(desk, own[own["status"] == LOST]),
        "unknown": _count_rows(own[own["status"] == UNKNOWN], ["label"]),
        "twice": _list_rows(own[own["status"] == TWICE], ["line_id", "label", "row"]),
        "renamed": _count_rows(own[own["status"] == RENAMED], ["label", "label_now"]),
        "disputed": disputed,
        "outdated": outdated,
        "unread": unread,
        "has_new_codebook": now.sha256 != book.sha256,
    }


def _find_own(desk: CodingDesk, book: Codebook, lines: Concordance) -> pd.DataFrame:
    """What is to be done about the file of the coder, or about the decisions."""
    if not desk.decides:
        return revision(lines, book, coder=desk.file.coder)
    table = revision(lines, book)
    return table[table["coder"] == DECIDED]


def _describe_lost(desk: CodingDesk, lost: pd.DataFrame) -> dict[str, Any]:
    """The id, code and note of each row whose line is lost."""
    path, decides = desk.file.path, desk.decides
    read = read_rows(path, decided=decides) if len(lost) else []
    notes = {row.number: row.note for row in read}
    shown = lost.head(MOST_LISTED)
    rows = shown[["line_id", "label", "row"]].itertuples(index=False, name=None)
    return {
        "total": len(lost),
        "rows": [[line_id, label, notes.get(row, "")] for line_id, label, row in rows],
    }


def _list_rows(rows: pd.DataFrame, names: list[str]) -> dict[str, Any]:
    listed = rows.head(MOST_LISTED)[names].itertuples(index=False, name=None)
    return {"total": len(rows), "rows": [list(each) for each in listed]}


def _count_rows(rows: pd.DataFrame, names: list[str]) -> dict[str, Any]:
    """How many rows there are of each code."""
    sizes = rows.groupby(names, sort=True).size()
    counted = sizes.reset_index(name="count").head(MOST_LISTED)
    return {
        "total": len(rows),
        "rows": [[*given, int(count)] for *given, count in counted.itertuples(index=False)],
    }


def _find_disputed_lines(
    desk: CodingDesk, book: Codebook, lines: Concordance
) -> tuple[dict[str, Any] | None, dict[str, Any] | None, str]:
    """The lines on show that coders differ on or have changed since they were decided.

    They are named by their numbers. If they are not known, the reason comes last.
    """
    if desk.blind:
        return None, None, ""
    try:
        table = revision(lines, book)
    except DiscourseError as error:
        return None, None, str(error)
    numbers = {each: at for at, each in enumerate(line_ids(lines.store, lines.hits))}
    here = table[table["line_id"].isin(list(numbers))]
    here = here.assign(number=[numbers[each] for each in here["line_id"]]).sort_values("number")
    disputed = _list_rows(here[here["status"] == DISPUTED], ["number", "line_id", "coder"])
    names = ["number", "line_id", "coder", "label", "label_now"]
    return disputed, _list_rows(here[here["status"] == OUTDATED], names), ""
