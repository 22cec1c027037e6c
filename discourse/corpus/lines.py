"""Lines of text: each hit of a query with what stands around it."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from html import escape
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, overload

import numpy as np
import pandas as pd
import regex
from numpy.typing import NDArray

from discourse.corpus.aligned import as_html, as_text, folded
from discourse.corpus.contexts import UNITS_OF_CONTEXT, Contexts, characters
from discourse.corpus.ordering import order
from discourse.corpus.parts import document_of, region_of
from discourse.errors import DiscourseError, one_of

if TYPE_CHECKING:
    from discourse.corpus.corpus import Corpus

P = ParamSpec("P")

COLUMNS = ("line_id", "document", "section", "start_char", "end_char", "left", "node", "right")
CONTEXT = 10
UNIT = "token"
SHOWN = 50


@dataclass(frozen=True)
class Line:
    """A hit, where it is, and exact slices of the source text around it.

    ``line_id`` outlives any change of the tokeniser: it is the first twelve hex digits of the
    document's sha256, and the characters that the node spans.
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
        return folded(f"{self.left}[{self.node}]{self.right}")

    def _repr_html_(self) -> str:
        left, node, right = (escape(folded(part)) for part in (self.left, self.node, self.right))
        return f'<p title="{escape(self.line_id)}">{left}<mark>{node}</mark>{right}</p>'


@dataclass(frozen=True)
class Step:
    """One method that made some lines of others, and what it was called with."""

    name: str
    arguments: tuple[Any, ...]
    options: tuple[tuple[str, Any], ...] = ()

    def __repr__(self) -> str:
        given = [*map(repr, self.arguments), *(f"{key}={value!r}" for key, value in self.options)]
        return f"{self.name}({', '.join(given)})"


def step(
    method: Callable[Concatenate["Concordance", P], "Concordance"],
) -> Callable[Concatenate["Concordance", P], "Concordance"]:
    """Note each call of a method in the ``steps`` of the concordance that it makes."""

    @wraps(method)
    def noted(lines: "Concordance", /, *args: P.args, **kwargs: P.kwargs) -> "Concordance":
        made = method(lines, *args, **kwargs)
        call = Step(method.__name__, args, tuple(kwargs.items()))
        return replace(made, steps=(*lines.steps, call))

    return noted


@dataclass(frozen=True, eq=False, repr=False)
class Concordance(Sequence[Line]):
    """All hits of a query in context: a lazy sequence of `Line`.

    Only where the hits are is held; text is cut when a line is looked at. Each method gives a new
    concordance, and ``steps`` are the methods that led to this one.

    Examples
    --------
    >>> import discourse as dc
    >>> lines = dc.concordance(dc.read("seeds/"), "shared future", context=3)
    >>> len(lines), lines[0].node
    (7, 'shared future')
    >>> lines.sort("R1", "R2")[:2]
    2 lines
    lead  a community of  shared future  for humanity. China
    1     a community of  shared future  for humanity. In
    """

    corpus: "Corpus"
    hits: NDArray[np.int64]
    context: int = CONTEXT
    unit: str = UNIT
    limit: str = "document"
    steps: tuple[Step, ...] = ()
    provenance: str = ""

    def __post_init__(self) -> None:
        one_of("unit", self.unit, UNITS_OF_CONTEXT)
        if self.context < 0:
            raise DiscourseError(
                f"context={self.context} looks backwards; "
                f"give the number of {self.unit}s on either side, 0 or more."
            )

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, item: int) -> Line: ...

    @overload
    def __getitem__(self, item: slice) -> "Concordance": ...

    def __getitem__(self, item: int | slice) -> "Line | Concordance":
        if isinstance(item, slice):
            return self.slice(item.start, item.stop, item.step)
        if not -len(self) <= item < len(self):
            raise IndexError(f"line {item} is not among the {len(self):,} lines.")
        return next(iter(self._of(self.hits[[item]])))

    def __iter__(self) -> Iterator[Line]:
        for first in range(0, len(self), 1_000):
            yield from self._of(self.hits[first : first + 1_000])

    def __repr__(self) -> str:
        return as_text(self._first(SHOWN), self._heading(), self._place)

    def _repr_html_(self) -> str:
        return as_html(self._first(SHOWN), self._heading(), self._place)

    @property
    def frame(self) -> pd.DataFrame:
        """One row a line: ``line_id, document, section, start_char, end_char, left, node, right``.

        ``start_char`` and ``end_char`` are characters in the document, the second one past the end.
        """
        columns = self._columns(self.hits)
        types = {"start_char": "int64", "end_char": "int64"}
        table = pd.DataFrame(
            {name: pd.Series(columns[name], dtype=types.get(name, "str")) for name in columns}
        )
        if self.provenance:
            table.attrs["provenance"] = self._recipe()
        return table

    # ------------------------------------------------------------------------------ steps

    @step
    def slice(
        self, start: int | None = None, stop: int | None = None, every: int | None = None
    ) -> "Concordance":
        """The lines from one place to another, as ``lines[start:stop:every]``."""
        return replace(self, hits=self.hits[start:stop:every])

    @step
    def sort(self, *keys: str) -> "Concordance":
        """The lines by the words around the node, or by the node itself.

        Parameters
        ----------
        keys : the strongest first: ``L1`` to ``L9`` (the first to ninth word before the node),
            ``R1`` to ``R9`` (after it), ``node``, ``document`` (by name), ``position`` (in the
            corpus). Words are compared without case and accents; a line without such a word stands
            first, and lines that are equal stay in their order.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "human rights", context=1)
        >>> [line.right for line in lines.sort("R1", "L1")[4:7]]
        [' conventions.', ' conventions', ' conventions']
        """
        return replace(self, hits=self.hits[order(self._contexts, self.hits, keys)])

    # ------------------------------------------------------------------------------ inside

    @property
    def _contexts(self) -> Contexts:
        return Contexts(self.corpus, self.context, self.unit, self.limit)

    def _first(self, number: int) -> list[Line]:
        return list(self._of(self.hits[:number]))

    def _heading(self) -> str:
        """Which lines are shown, of how many, and how to see the others."""
        total = len(self)
        if total <= SHOWN:
            return f"{total} {'line' if total == 1 else 'lines'}"
        return f"1–{SHOWN} of {total:,} lines; lines[{SHOWN}:{2 * SHOWN}] are the next"

    def _place(self, line: Line) -> str:
        """Section, and document where there are several."""
        one = len(self.corpus.texts) == 1
        return line.section if one else f"{line.document}/{line.section}"

    def _of(self, hits: NDArray[np.int64]) -> Iterator[Line]:
        for row in zip(*self._columns(hits).values(), strict=True):
            yield Line(*row)

    def _columns(self, hits: NDArray[np.int64]) -> dict[str, list[Any]]:
        corpus = self.corpus
        documents = document_of(corpus, hits[:, 0])
        sections = corpus.regions["section"].to_numpy()[region_of(corpus, hits[:, 0])]
        starts, ends = (column.tolist() for column in characters(corpus, hits))
        digests = corpus.sources["sha256"].str[:12].to_numpy()[documents].tolist()
        slices = list(self._contexts.slices(hits))
        ids = [f"{d}:{start}-{end}" for d, start, end in zip(digests, starts, ends, strict=True)]
        names = corpus.sources["document"].to_numpy()[documents].tolist()
        values = (ids, names, sections.tolist(), starts, ends, *_transposed(slices))
        return dict(zip(COLUMNS, values, strict=True))

    def _recipe(self) -> str:
        steps = [[step.name, list(step.arguments), dict(step.options)] for step in self.steps]
        return json.dumps({**json.loads(self.provenance), "steps": steps}, ensure_ascii=False)


def _transposed(slices: Sequence[tuple[str, str, str]]) -> Iterator[list[str]]:
    return ([item[side] for item in slices] for side in range(3))


_LINE_ID = regex.compile(r"(?P<document>[0-9a-f]{12}):(?P<start>\d+)-(?P<end>\d+)")


def line(corpus: "Corpus", line_id: str) -> Concordance:
    """The line with an id, as a concordance of one.

    Of documents with the same bytes, whose ids are the same, it is in the first.

    Raises
    ------
    DiscourseError : no id of a line; a document that is not in the corpus; characters that are not
        a stretch of its tokens.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.lines import line
    >>> paper = dc.read("seeds/")
    >>> line(paper, dc.concordance(paper, "shared future")[0].line_id)[0].node
    'shared future'
    """
    asked = _LINE_ID.fullmatch(line_id)
    if asked is None:
        raise DiscourseError(
            f"{line_id!r} is no line_id; write one as "
            "'<12 hex digits of a sha256>:<first character>-<last + 1>'."
        )
    found = np.flatnonzero(corpus.sources["sha256"].str[:12] == asked["document"])
    if not len(found):
        raise DiscourseError(
            f"line_id={line_id!r} is of a document that is not in this corpus; "
            "ask the corpus that it was made with."
        )
    return Concordance(corpus, _hit(corpus, int(found[0]), asked))


def _hit(corpus: "Corpus", document: int, asked: regex.Match[str]) -> NDArray[np.int64]:
    """The tokens that start and end where a line does."""
    index = corpus.index
    first, last = index.documents[document : document + 2].tolist()
    start, end = int(asked["start"]), int(asked["end"])
    opening = first + int(np.searchsorted(index.starts[first:last], start))
    closing = first + int(np.searchsorted(index.ends[first:last], end))
    hit = np.array([[opening, closing + 1]])
    if not opening <= closing < last or [start, end] != [
        int(column[0]) for column in characters(corpus, hit)
    ]:
        raise DiscourseError(
            f"characters {start} to {end} are no stretch of tokens in "
            f"{corpus.sources['document'].iloc[document]!r}; the text is the same, but another "
            "tokeniser or subset made this line_id."
        )
    return hit
