"""The lines of text behind a claim, or the stretches behind a total, by their ids."""

from collections.abc import Iterator
from typing import NamedTuple

from discourse.corpus.lines.line import Line
from discourse.errors import DiscourseError
from discourse.publish.claims.claims import ClaimedCell, Claims
from discourse.publish.claims.comparisons import sides_of
from discourse.publish.evidence import lines
from discourse.publish.provenance.recipes import CORPUS_TABLES
from discourse.publish.provenance.stretches import find_stretches

MOST_IDS = 1_000  # of one number; all lines are counted


class ClaimedLines(NamedTuple):
    """How many lines there are behind a number, and the ids of the first of them.

    A line shows its text. Of a total, such as the number of tokens, the lines are the stretches
    that it is the total of, and have no texts.
    """

    total: int
    ids: tuple[str, ...]
    texts: tuple[str, ...]


def find_claimed_lines(claim: str, claims: Claims) -> ClaimedLines:
    """Find the lines behind a claim: of a comparison or a share, those of all its sides.

    Raises
    ------
    DiscourseError
        If the text is not a claim.

    Examples
    --------
    >>> import discourse as dc
    >>> found = find_claimed_lines("community of shared future", Claims(dc.read("seeds/")))
    >>> found.total, found.ids[0]
    (7, '592c40085518:550-576')
    """
    total, texts = 0, []
    ids: dict[str, bool] = {}
    for side in sides_of(claim):
        for cell in claims.cells(side):
            for number, found in _lines_of_cell(cell):
                total += number
                for line_id, text in found:
                    if line_id not in ids and len(ids) < MOST_IDS:
                        ids[line_id] = True
                        texts.append(text)
    return ClaimedLines(total, tuple(ids), tuple(texts))


def _lines_of_cell(cell: ClaimedCell) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """How many lines a row has, and the first of them: id and text."""
    if cell.corpus is None:
        return
    if cell.table in CORPUS_TABLES:
        digests = cell.corpus.store.digests
        stretches = list(find_stretches(cell.corpus, cell.table, cell.options, cell.row))
        named = (f"{digests[at]}:{start}-{end}" for at, start, end in stretches)
        yield len(stretches), [(name, "") for name in named][:MOST_IDS]
    elif "query" in cell.row or "line_id" in cell.row:
        try:
            found = lines(cell.corpus, cell.row)
        except DiscourseError:  # a row that is about no lines, such as one of a reference
            return
        yield len(found), [(line.line_id, _with_brackets(line)) for line in found[:MOST_IDS]]


def _with_brackets(line: Line) -> str:
    """A line as one text, with its node in brackets."""
    return " ".join(f"{line.left}[{line.node}]{line.right}".split())
