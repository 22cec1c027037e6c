"""One hit in its context."""

from dataclasses import dataclass
from html import escape

from discourse.errors import hide_controls
from discourse.shown_tables import NO_MATHS
from discourse.text.direction import direction_attribute
from discourse.text.width import collapse_space


@dataclass(frozen=True)
class Line:
    """A hit: its place, and its context as exact slices of the source text.

    ``line_id`` stays valid when the tokeniser changes: it consists of the first twelve hex digits
    of the document's sha256 and the characters that the node spans.

    See Also
    --------
    dc.Concordance : The lines of a query.
    dc.lines : The lines behind a row of a table.
    dc.Concordance.expand : A line with its whole sentence.

    Notes
    -----
    ``discourse docs queries`` explains queries and lines.

    Examples
    --------
    >>> import discourse as dc
    >>> line = dc.concordance(dc.read("seeds/"), "shared future", context=2)[0]
    >>> print(line)
    community of [shared future] for humanity.
    >>> line.line_id
    '592c40085518:563-576'
    """

    line_id: str
    document: str
    section: str
    start_char: int
    end_char: int
    left: str
    node: str
    right: str

    def __str__(self) -> str:
        return hide_controls(collapse_space(f"{self.left}[{self.node}]{self.right}"))

    def _repr_html_(self) -> str:
        left, node, right = (
            escape(collapse_space(part)) for part in (self.left, self.node, self.right)
        )
        direction = direction_attribute(f"{self.left}{self.node}{self.right}")
        aligned = ' style="text-align: right"' if direction else ""  # JupyterLab aligns all left
        return (
            f'<p class="{NO_MATHS}" title="{escape(self.line_id)}" '
            f'data-document="{escape(self.document)}"{direction}{aligned}>'
            f"{left}<mark>{node}</mark>{right}</p>"
        )
