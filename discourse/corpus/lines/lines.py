"""Lines of text: each hit of a query with what stands around it."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, overload

import numpy as np
import pandas as pd
import regex
from numpy.typing import NDArray

from discourse.corpus.lines.contexts import UNITS_OF_CONTEXT, Contexts, hit_characters, line_ids
from discourse.corpus.lines.display import Shown, as_html, as_text
from discourse.corpus.lines.line import Line
from discourse.corpus.lines.sorting import order
from discourse.corpus.query.finding import find
from discourse.corpus.query.matching import which_near
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import UNITS, document_of, metadata_columns, partition, region_of
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, one_of

P = ParamSpec("P")

COLUMNS = ("line_id", "document", "section", "start_char", "end_char", "left", "node", "right")
CONTEXT = 10
UNIT = "token"
SHOWN = 50
TALLIED = 8


@dataclass(frozen=True, repr=False)
class Step:
    """One method that made some lines of others, and what it was called with."""

    name: str
    arguments: tuple[Any, ...]
    options: tuple[tuple[str, Any], ...] = ()

    def __iter__(self) -> Iterator[Any]:
        yield from (self.name, list(self.arguments), dict(self.options))

    def __repr__(self) -> str:
        given = [*map(repr, self.arguments), *(f"{key}={value!r}" for key, value in self.options)]
        return f"{self.name}({', '.join(given)})"


# The methods that make lines of lines, by name: all that a recipe may call.
STEPS: dict[str, Callable[..., "Concordance"]] = {}


def step(
    method: Callable[Concatenate["Concordance", P], "Concordance"],
) -> Callable[Concatenate["Concordance", P], "Concordance"]:
    """Note each call of a method in the ``steps`` of the concordance that it makes."""

    @wraps(method)
    def noted(lines: "Concordance", /, *args: P.args, **kwargs: P.kwargs) -> "Concordance":
        made = method(lines, *args, **kwargs)
        call = Step(method.__name__, args, tuple(kwargs.items()))
        return replace(made, steps=(*lines.steps, call))

    STEPS[method.__name__] = noted
    return noted


@dataclass(frozen=True, eq=False, repr=False)
class Concordance(Sequence[Line]):
    """All hits of a query in context: a lazy sequence of `Line`.

    Only the places of the hits are held; text is cut when a line is looked at. Each method gives a
    new concordance, and ``steps`` are the methods that led to this one.

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
    >>> lines.sort("R1", "R2")[:2].steps
    (sort('R1', 'R2'), slice(None, 2, None))
    """

    store: Store
    hits: NDArray[np.int64]
    context: int = CONTEXT
    unit: str = UNIT
    limit: str = "document"
    metadata: tuple[str, ...] = ()
    grouped: str = ""
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
        return as_text(self._shown())

    def _repr_html_(self) -> str:
        return as_html(self._shown())

    @property
    def frame(self) -> pd.DataFrame:
        """One row a line: ``line_id, document, section, start_char, end_char, left, node, right``.

        ``start_char`` and ``end_char`` are characters in the document, the second one past the end.
        After these stand ``part`` if the lines are grouped, and the columns of `with_columns`.
        """
        columns = self._columns(self.hits)
        types = dict.fromkeys(("start_char", "end_char"), "int64")
        table = pd.DataFrame(
            {name: pd.Series(columns[name], dtype=types.get(name, "str")) for name in columns}
        )
        if self.grouped:
            table["part"] = self._parts.label_column(self._parts.of(self.hits[:, 0]))
        documents = document_of(self.store, self.hits[:, 0])
        for name in self.metadata:
            table[name] = self.store.sources[name].iloc[documents].to_numpy()
        if self.provenance:
            table.attrs["provenance"] = self._recipe()
        return table

    def expand(self, line: int | Line, *, to: str = "sentence") -> Line:
        """One line with as much of the text around it as a unit holds.

        Parameters
        ----------
        line : its place among these lines, or the line itself.
        to : "sentence", "section" or "document"; not over anything that is left out.

        Examples
        --------
        >>> import discourse as dc
        >>> print(dc.concordance(dc.read("seeds/"), "Sky Net").expand(0))
        China carries out "[Sky Net]" operation and intensifies efforts to pursue, repatriate and \
extradite fugitives accused of corruption.
        """
        one_of("to", to, UNITS)
        chosen = line if isinstance(line, Line) else self[line]
        found = find_line(self.store, chosen.line_id)
        return replace(found, context=self.store.size, unit="token", limit=to)[0]

    def again(self, steps: Iterable[Sequence[Any]]) -> "Concordance":
        """These lines after the steps of others, as ``lines.steps`` or a recipe lists them.

        Parameters
        ----------
        steps : for each step its name, its arguments and its named arguments.

        Raises
        ------
        DiscourseError : a step that is none.

        Examples
        --------
        >>> import discourse as dc
        >>> paper = dc.read("seeds/")
        >>> steps = dc.concordance(paper, "rights").sort("L1").sample(5, seed=1).steps
        >>> len(dc.concordance(paper, "peace").again(steps))
        3
        """
        lines = self
        for name, arguments, options in steps:
            one_of("step", name, STEPS)
            lines = STEPS[name](lines, *arguments, **dict(options))
        return lines

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
            first, and lines that are equal stay in their order. Groups stay together.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "human rights", context=1)
        >>> [line.right for line in lines.sort("R1", "L1")[4:7]]
        [' conventions.', ' conventions', ' conventions.']
        """
        sorted_lines = replace(self, hits=self.hits[order(self._contexts, self.hits, keys)])
        return sorted_lines._by_part() if self.grouped else sorted_lines

    @step
    def filter(self, query: str, *, window: int = 5) -> "Concordance":
        """The lines with a hit of a query near the node.

        Parameters
        ----------
        window : how many tokens away from the node it may be, on either side, within the context's
            unit; a hit that overlaps the node is not near it.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "human rights")
        >>> len(lines), len(lines.filter("international")), len(lines.exclude("international"))
        (18, 12, 6)
        """
        return replace(self, hits=self.hits[self._near(query, window)])

    @step
    def exclude(self, query: str, *, window: int = 5) -> "Concordance":
        """The lines without a hit of a query near the node: those that `filter` leaves out."""
        return replace(self, hits=self.hits[~self._near(query, window)])

    @step
    def sample(self, n: int, *, seed: int = 0) -> "Concordance":
        """A random sample of `n` lines in their order; all lines where there are no more.

        Examples
        --------
        >>> import discourse as dc
        >>> len(dc.concordance(dc.read("seeds/"), "rights").sample(10, seed=1))
        10
        """
        if n < 0:
            raise DiscourseError(f"n={n} lines cannot be drawn; give 0 or more.")
        drawn = np.random.default_rng(seed).choice(len(self), min(n, len(self)), replace=False)
        return replace(self, hits=self.hits[np.sort(drawn)])

    @step
    def within(self, unit: str) -> "Concordance":
        """The lines with a context that ends where their "sentence", "section" or "document" does.

        `sort` and `filter` look no further either.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.concordance(dc.read("seeds/"), "this vision").within("sentence")[0].right
        '.'
        """
        return replace(self, limit=one_of("unit", unit, UNITS))

    @step
    def group(self, by: str) -> "Concordance":
        """The lines by part: a unit of the text, or a metadata column.

        Parts stand in the order of the text, the lines of each in the order that they had.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "shared future").sort("R1").group("section")
        >>> lines.frame["part"].tolist()
        ['lead', '1', '1', '1', '1', '1', '1']
        """
        return replace(self, grouped=by)._by_part()

    @step
    def with_columns(self, *names: str) -> "Concordance":
        """The lines with columns of the documents in their frame.

        Raises
        ------
        DiscourseError : a column that is not here, or that has the name of one of the frame's own.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "Sky Net").with_columns("date")
        >>> str(lines.frame["date"].iloc[0])
        '2017-12-15'
        """
        for name in names:
            one_of("column", name, metadata_columns(self.store))
            if name in (*COLUMNS, "part"):
                raise DiscourseError(
                    f"column={name!r} is one that a frame of lines makes itself; "
                    "name the metadata differently."
                )
        return replace(self, metadata=(*self.metadata, *names))

    # ------------------------------------------------------------------------------ inside

    @property
    def _contexts(self) -> Contexts:
        return Contexts(self.store, self.context, self.unit, self.limit)

    @property
    def _parts(self) -> Partition:
        return partition(self.store, self.grouped)

    def _by_part(self) -> "Concordance":
        parts = self._parts.of(self.hits[:, 0])
        return replace(self, hits=self.hits[np.argsort(parts, kind="stable")])

    def _near(self, query: str, window: int) -> NDArray[np.bool_]:
        if window < 0:
            raise DiscourseError(
                f"window={window} looks backwards; "
                "give the number of tokens on either side, 0 or more."
            )
        others = find(self.store, query)
        return which_near(self.hits, others, -window, window, self._contexts.borders)

    def _shown(self) -> Shown:
        """The first lines, to be looked at."""
        hits = self.hits[:SHOWN]
        lines = list(self._of(hits))
        groups = [""] * len(lines)
        if self.grouped:
            sizes = np.bincount(self._parts.of(self.hits[:, 0]), minlength=len(self._parts))
            labels = (f"{self.grouped} {label}" for label in self._parts.labels)
            named = [_counted(*each) for each in zip(labels, sizes, strict=True)]
            groups = [named[part] for part in self._parts.of(hits[:, 0]).tolist()]
        one = len(self.store.texts) == 1
        places = [line.section if one else f"{line.document}/{line.section}" for line in lines]
        return Shown((self._heading(), *self._tally()), lines, places, groups)

    def _heading(self) -> str:
        """Which lines are shown, of how many, and how to see the others."""
        total = len(self)
        if total <= SHOWN:
            return f"{total} {'line' if total == 1 else 'lines'}"
        return (
            f"1–{SHOWN} of {total:,} lines; lines[{SHOWN}:{2 * SHOWN}] are the next, "
            "lines.frame is all of them"
        )

    def _tally(self) -> Iterator[str]:
        """Hits per part: of a corpus of one document per section, otherwise per document."""
        parts = partition(self.store, "section" if len(self.store.texts) == 1 else "document")
        sizes = np.bincount(parts.of(self.hits[:, 0]), minlength=len(parts))
        shown = np.flatnonzero(sizes)
        others = len(shown) - TALLIED
        if others > 0:
            shown = shown[np.argsort(-sizes[shown], kind="stable")][:TALLIED]
        named = [_counted(parts.labels[part], sizes[part]) for part in shown.tolist()]
        if named:
            more = f", and {others:,} with fewer" if others > 0 else ""
            yield f"hits by {parts.by}: {', '.join(named)}{more}"

    def _of(self, hits: NDArray[np.int64]) -> Iterator[Line]:
        for row in zip(*self._columns(hits).values(), strict=True):
            yield Line(*row)

    def _columns(self, hits: NDArray[np.int64]) -> dict[str, list[Any]]:
        store = self.store
        documents = document_of(store, hits[:, 0])
        regions = region_of(store, hits[:, 0])
        values = (
            line_ids(store, hits),
            store.sources["document"].to_numpy()[documents].tolist(),
            store.regions["section"].to_numpy()[regions].tolist(),
            *(column.tolist() for column in hit_characters(store, hits)),
            *_transposed(list(self._contexts.slices(hits))),
        )
        return dict(zip(COLUMNS, values, strict=True))

    def _recipe(self) -> str:
        steps = [list(step) for step in self.steps]
        return json.dumps({**json.loads(self.provenance), "steps": steps}, ensure_ascii=False)


def _counted(label: str, size: int) -> str:
    return f"{label} ({size:,})"


def _transposed(slices: Sequence[tuple[str, str, str]]) -> Iterator[list[str]]:
    return ([item[side] for item in slices] for side in range(3))


_LINE_ID = regex.compile(r"(?P<document>[0-9a-f]{12}):(?P<start>\d+)-(?P<end>\d+)")


def find_line(store: Store, line_id: str) -> Concordance:
    """The line with an id, as a concordance of one.

    Of documents with the same bytes, whose ids are the same, it is in the first.

    Raises
    ------
    DiscourseError : no id of a line; a document that is not in the corpus; characters that are not
        a stretch of its tokens.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.lines.lines import find_line
    >>> paper = dc.read("seeds/")
    >>> find_line(paper.store, dc.concordance(paper, "shared future")[0].line_id)[0].node
    'shared future'
    """
    asked = _LINE_ID.fullmatch(line_id)
    if asked is None:
        raise DiscourseError(
            f"{line_id!r} is no line_id; write one as "
            "'<12 hex digits of a sha256>:<first character>-<last + 1>'."
        )
    found = np.flatnonzero(store.digests == asked["document"])
    if not len(found):
        raise DiscourseError(
            f"line_id={line_id!r} is of a document that is not in this corpus; "
            "ask the corpus that it was made with."
        )
    return Concordance(store, _hit(store, int(found[0]), asked))


def _hit(store: Store, document: int, asked: regex.Match[str]) -> NDArray[np.int64]:
    """The tokens that start and end where a line does."""
    index = store.index
    first, last = index.documents[document : document + 2].tolist()
    start, end = int(asked["start"]), int(asked["end"])
    opening = first + int(np.searchsorted(index.starts[first:last], start))
    closing = first + int(np.searchsorted(index.ends[first:last], end))
    hit = np.array([[opening, closing + 1]])
    if not opening <= closing < last or [start, end] != [
        int(column[0]) for column in hit_characters(store, hit)
    ]:
        raise DiscourseError(
            f"characters {start} to {end} are no stretch of tokens in "
            f"{store.sources['document'].iloc[document]!r}; the text is the same, but another "
            "tokeniser or subset made this line_id."
        )
    return hit
