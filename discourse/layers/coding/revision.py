"""What is to be done after a query, a text or a codebook has changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from discourse.corpus.lines.lines import Concordance
from discourse.errors import check_type
from discourse.layers.coding.code_file import CodeFile, warn_of_orphans
from discourse.layers.coding.code_rows import Row, are_one_too_many, line_order, read_rows
from discourse.layers.coding.codebook import DECIDED, Codebook
from discourse.layers.coding.codebook import codebook as read_codebook
from discourse.layers.coding.codes import BETWEEN, decisions_path, open_files

UNCODED, DISPUTED, OUTSIDE, LOST, RENAMED, UNKNOWN, TWICE, OUTDATED = (
    "uncoded", "disputed", "outside", "lost", "renamed", "unknown", "twice", "outdated",
)  # fmt: skip
STATUSES = (LOST, UNKNOWN, TWICE, RENAMED, DISPUTED, OUTDATED, UNCODED, OUTSIDE)


class _Task(NamedTuple):
    """A row of the table."""

    line_id: str
    status: str
    coder: str = ""
    label: str = ""
    label_now: str = ""
    node: str = ""
    file: str = ""
    row: int | None = None


@dataclass(frozen=True)
class _Coded:
    """A row of the file of a coder."""

    coder: str
    file: str
    row: Row


def revision(
    lines: Concordance,
    codebook: str | PathLike[str] | Codebook,
    *,
    coder: str | None = None,
) -> pd.DataFrame:
    """List what is to be done: lines that are uncoded, disputed or lost, and changed codes.

    Parameters
    ----------
    lines : Concordance
        The lines that are to be coded: those of the query as it is now.
    codebook : str, PathLike or Codebook
        The codebook: its TOML file, with the files of its coders beside it.
    coder : str, optional
        List only what this coder has to do. No file of another coder is read, and no line is
        disputed. Of a coder who has no file yet, all lines are uncoded.

    Returns
    -------
    DataFrame
        One row per line and reason, with the columns ``line_id, status, coder, label, label_now,
        node, file, row``; ``row`` is the line of the file. The status is, in this order:

        - "lost": a line of a text that is not in the corpus, or no longer as long;
        - "unknown": a code that is not in the codebook;
        - "twice": one of several rows of a line that cannot all be, as the codebook allows a line
          one code now, or has given two codes the same name; `codes` refuses the file until one of
          them is removed;
        - "renamed": a code whose present name is in ``label_now``; it counts as that one;
        - "disputed": a line that coders differ on, and that nobody has decided;
        - "outdated": a line that was decided, with the decision in ``label``, and of which all
          coders now say what is in ``label_now``;
        - "uncoded": a line that a coder has not coded, one row per coder; or, if there is no file
          yet, one row per line with the coder "";
        - "outside": a coded line that is in the corpus, and is not among these lines.

        It is empty if there is nothing to do. If the codebook has no files of codes and there are
        some of no codebook, as after it was renamed, a warning names them.

    Raises
    ------
    DiscourseError
        If a file is no file of codes, or `coder` is no name of a coder.

    See Also
    --------
    dc.layers.codes : The codes of all coders as layers.
    dc.browse : Read, sort and code lines in JupyterLab.

    Notes
    -----
    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> lines = dc.concordance(paper, '[lower="human"]? [lower="rights"]')
    >>> table = dc.layers.revision(lines, "notebooks/codes/rights.toml")
    >>> table.loc[table["status"] == "uncoded", "coder"].value_counts().to_dict()
    {'A': 10, 'B': 10}
    """
    way_out = "give the lines to code, such as dc.concordance(corpus, 'human rights')"
    check_type("lines", lines, Concordance, "a Concordance", way_out)
    book = read_codebook(codebook)
    files = _find_files(book, coder)
    if not files:
        warn_of_orphans(book)
    coders = [each for each, _ in files if each != DECIDED]
    coded = list(_read_coded(files))
    nodes = dict(lines.to_frame()[["line_id", "node"]].itertuples(index=False, name=None))
    texts = _Texts(lines)
    found = [
        *_check_rows(coded, book, texts, nodes),
        *_find_twice(coded, book, texts),
        *_find_disputed(coded, book, texts),
        *_find_outdated(coded, book, texts),
        *_find_uncoded(coded, coders, nodes),
    ]
    found.sort(key=_task_order)
    kinds = {**dict.fromkeys(_Task._fields, "str"), "row": "Int64"}
    return pd.DataFrame(found, columns=list(_Task._fields)).astype(kinds)


def _task_order(task: _Task) -> tuple[object, ...]:
    return STATUSES.index(task.status), task.coder, line_order(task.line_id), task.label


class _Texts:
    """The texts of the corpus that some lines are of."""

    def __init__(self, lines: Concordance) -> None:
        store = lines.store.whole or lines.store
        self._texts = dict(zip(store.digests.tolist(), store.texts, strict=True))

    def at(self, line_id: str) -> str:
        """The characters of a line; none if its text is not here, or no longer as long."""
        text, start, end = line_order(line_id)
        found: str = self._texts.get(text, "")[start:end]
        return found if len(found) == end - start else ""


def _find_files(book: Codebook, coder: str | None) -> list[tuple[str, Path]]:
    """The files to read: that of one coder, or those of all coders and the decisions."""
    if coder is not None:
        return [(coder, CodeFile(book, coder).path)]
    decided = decisions_path(book)
    files = [(file.coder, file.path) for file in open_files(book)]
    return [*files, *([(DECIDED, decided)] if decided else [])]


def _read_coded(files: Sequence[tuple[str, Path]]) -> Iterator[_Coded]:
    for coder, path in files:
        if not path.exists():
            continue
        rows = read_rows(path, decided=coder == DECIDED)
        yield from (_Coded(coder, path.name, row) for row in rows)


def _check_rows(
    coded: list[_Coded], book: Codebook, texts: _Texts, nodes: Mapping[str, str]
) -> Iterator[_Task]:
    """Rows whose line is lost or is not among those to code, or whose code has changed."""
    for each in coded:
        line_id, label = each.row.line_id, each.row.label
        node, now = texts.at(line_id), book.current(label)
        task = _Task(line_id, LOST, each.coder, label, "", node, each.file, each.row.number)
        if not node:
            yield task
        elif line_id not in nodes:
            yield task._replace(status=OUTSIDE)
        if label and now not in book.labels:
            yield task._replace(status=UNKNOWN)
        elif now != label:
            yield task._replace(status=RENAMED, label_now=now)


def _find_twice(coded: list[_Coded], book: Codebook, texts: _Texts) -> Iterator[_Task]:
    """The rows of lines that have more of them than the codebook allows."""
    by_line: dict[tuple[str, str], list[_Coded]] = {}
    for each in coded:
        by_line.setdefault((each.coder, each.row.line_id), []).append(each)
    for (coder, line_id), rows in by_line.items():
        for each in rows:
            others = [other for other in rows if other is not each]
            if any(are_one_too_many(each.row, other.row, book) for other in others):
                label, now = each.row.label, book.current(each.row.label)
                yield _Task(line_id, TWICE, coder, label, now if now != label else "",
                            texts.at(line_id), each.file, each.row.number)  # fmt: skip


def _what_is_said(coded: list[_Coded], book: Codebook) -> dict[str, dict[str, set[str]]]:
    """The present codes of each line by coder; those that were decided by "decided"."""
    said: dict[str, dict[str, set[str]]] = {}
    for each in coded:
        if each.row.label:
            by_coder = said.setdefault(each.row.line_id, {})
            by_coder.setdefault(each.coder, set()).add(book.current(each.row.label))
    return said


def _find_disputed(coded: list[_Coded], book: Codebook, texts: _Texts) -> Iterator[_Task]:
    """The lines that coders differ on, and that nobody has decided."""
    for line_id, by_coder in _what_is_said(coded, book).items():
        if DECIDED not in by_coder and len(set(map(frozenset, by_coder.values()))) > 1:
            coders = " ≠ ".join(f"{coder}: {'; '.join(sorted(labels))}"
                                for coder, labels in sorted(by_coder.items()))  # fmt: skip
            yield _Task(line_id, DISPUTED, coders, node=texts.at(line_id))


def _find_outdated(coded: list[_Coded], book: Codebook, texts: _Texts) -> Iterator[_Task]:
    """The lines of which all coders now say something else than was decided."""
    places = {each.row.line_id: each for each in coded if each.coder == DECIDED and each.row.label}
    for line_id, by_coder in _what_is_said(coded, book).items():
        decided = by_coder.pop(DECIDED, None)
        given = list(by_coder.values())
        if decided and given and all(each == given[0] != decided for each in given):
            labels, now = ("; ".join(sorted(each)) for each in (decided, given[0]))
            file, number = places[line_id].file, places[line_id].row.number
            coders = BETWEEN.join(sorted(by_coder))
            yield _Task(line_id, OUTDATED, coders, labels, now, texts.at(line_id), file, number)


def _find_uncoded(
    coded: list[_Coded], coders: list[str], nodes: Mapping[str, str]
) -> Iterator[_Task]:
    """The lines that a coder has not coded, for each coder; for all if there is none yet."""
    done = {(each.coder, each.row.line_id) for each in coded if each.row.label}
    for coder in coders or [""]:
        for line_id, node in nodes.items():
            if (coder, line_id) not in done:
                yield _Task(line_id, UNCODED, coder, node=node)
