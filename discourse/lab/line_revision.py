"""What a coder has to do about the lines on show after something has changed."""

from typing import Any

import pandas as pd

from discourse.corpus.lines.line_ids import line_ids
from discourse.corpus.lines.lines import Concordance
from discourse.errors import DiscourseError
from discourse.lab.coding_desk import CodingDesk
from discourse.layers.coding.code_rows import read_rows
from discourse.layers.coding.codebook import Codebook
from discourse.layers.coding.codebook import codebook as read_codebook
from discourse.layers.coding.revision import DISPUTED, LOST, RENAMED, UNCODED, UNKNOWN, revision

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
    own = revision(lines, now, coder=desk.file.coder)
    disputed, unread = _find_disputed(desk, now, lines)
    return {
        "uncoded": int((own["status"] == UNCODED).sum()),
        "lost": _describe_lost(desk, own[own["status"] == LOST]),
        "unknown": _count_rows(own[own["status"] == UNKNOWN], ["label"]),
        "renamed": _count_rows(own[own["status"] == RENAMED], ["label", "label_now"]),
        "disputed": disputed,
        "unread": unread,
        "has_new_codebook": now.sha256 != book.sha256,
    }


def _describe_lost(desk: CodingDesk, lost: pd.DataFrame) -> dict[str, Any]:
    """The id, code and note of each row whose line is lost."""
    path = desk.file.path
    notes = {row.number: row.note for row in read_rows(path)} if len(lost) else {}
    shown = lost.head(MOST_LISTED)
    rows = shown[["line_id", "label", "row"]].itertuples(index=False, name=None)
    return {
        "total": len(lost),
        "rows": [[line_id, label, notes.get(row, "")] for line_id, label, row in rows],
    }


def _count_rows(rows: pd.DataFrame, names: list[str]) -> dict[str, Any]:
    """How many rows there are of each code."""
    sizes = rows.groupby(names, sort=True).size()
    counted = sizes.reset_index(name="count").head(MOST_LISTED)
    return {
        "total": len(rows),
        "rows": [[*given, int(count)] for *given, count in counted.itertuples(index=False)],
    }


def _find_disputed(
    desk: CodingDesk, book: Codebook, lines: Concordance
) -> tuple[dict[str, Any] | None, str]:
    """The lines on show that coders differ on, by their numbers; or why that is not known."""
    if desk.blind:
        return None, ""
    try:
        table = revision(lines, book)
    except DiscourseError as error:
        return None, str(error)
    numbers = {each: at for at, each in enumerate(line_ids(lines.store, lines.hits))}
    told = table.loc[table["status"] == DISPUTED, ["line_id", "coder"]]
    rows = sorted(
        [numbers[line_id], line_id, coders]
        for line_id, coders in told.itertuples(index=False, name=None)
        if line_id in numbers
    )
    return {"total": len(rows), "rows": rows[:MOST_LISTED]}, ""
