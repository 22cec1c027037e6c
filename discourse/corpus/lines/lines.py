"""Lines of text: each hit of a query in its context."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import index
from os import PathLike
from typing import Any, overload

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.lines.contexts import UNITS_OF_CONTEXT, Contexts, hit_characters
from discourse.corpus.lines.display import LinesPreview, write_lines_html, write_lines_text
from discourse.corpus.lines.grouping import PLACES, LineGroups, check_groups, group_lines
from discourse.corpus.lines.line import Line
from discourse.corpus.lines.line_ids import find_hit, line_ids
from discourse.corpus.lines.ranking import order_by_rarity
from discourse.corpus.lines.sampling import draw, draw_of_groups
from discourse.corpus.lines.sorting import sort_order
from discourse.corpus.lines.steps import Step, step, take_step
from discourse.corpus.lines.worksheet import (
    check_workbook,
    keep_answers,
    make_workbook,
    save_workbook,
)
from discourse.corpus.query.conditions import evaluate_on_stretches
from discourse.corpus.query.finding import find
from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.query.stretches import which_near
from discourse.corpus.store.file_sets import write_together
from discourse.corpus.store.parts import (
    UNITS,
    borders,
    document_of,
    metadata_at,
    metadata_columns,
    partition,
    region_of,
)
from discourse.corpus.store.placing import TokenLayer
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.errors import (
    DiscourseError,
    check_count,
    check_text,
    check_type,
    describe,
    one_of,
)
from discourse.layer_notes import NOTE, note_layers

COLUMNS = ("line_id", "document", "section", "start_char", "end_char", "left", "node", "right")
CONTEXT = 10
UNIT_OF_CONTEXT = "token"
SHOWN = 50
TALLIED = 8
DRAWN_TOGETHER = 1_000  # lines whose text is cut at a time


@dataclass(frozen=True, eq=False, repr=False)
class Concordance(Sequence[Line]):
    """All hits of a query in context: a lazy sequence of `Line`.

    Only the positions of the hits are stored; text is cut when a line is looked at. Each method
    returns a new concordance, and ``steps`` lists the calls that led to it.

    Attributes
    ----------
    steps : tuple of Step
        The calls that made these lines, in order.
    hits : ndarray
        The positions of the hits: (lines, 2), the first token and the one after the last.

    See Also
    --------
    dc.concordance : Make lines by a query.
    dc.lines : The lines behind a row of a table.
    dc.browse : Lines in JupyterLab, to sort, read and code.
    dc.Line : One of the lines.

    Notes
    -----
    ``discourse docs queries`` explains queries, and what can be done with lines.

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
    unit: str = UNIT_OF_CONTEXT
    limit: str = "document"
    metadata: tuple[str, ...] = ()
    grouped: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    provenance: str = ""

    def __post_init__(self) -> None:
        way_out = "make lines with dc.concordance(corpus, query)"
        check_type("Concordance", self.store, Store, "the store of a corpus", way_out)
        one_of("unit", self.unit, UNITS_OF_CONTEXT)
        check_count("context", self.context)
        hits = self.hits.view()
        hits.setflags(write=False)
        object.__setattr__(self, "hits", hits)

    def __dir__(self) -> list[str]:
        own = [name for name in vars(Concordance) if not name.startswith("_")]
        return sorted({*own, "count", "index"} - set(_INNER))

    # ------------------------------------------------------------------------- as a sequence

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, item: int) -> Line: ...

    @overload
    def __getitem__(self, item: slice) -> "Concordance": ...

    def __getitem__(self, item: int | slice) -> "Line | Concordance":
        if isinstance(item, slice):
            return self.slice(item.start, item.stop, item.step)
        try:
            number = index(item)
        except TypeError:
            raise DiscourseError(
                f"lines[…] expects a number or a slice, got {describe(item)}; write lines[0] or "
                "lines[:10], and lines.to_frame() for columns and chosen rows."
            ) from None
        if not -len(self) <= number < len(self):
            raise IndexError(f"line {number} is not among the {len(self):,} lines.")
        return next(iter(self._cut_lines(self.hits[[number]])))

    def __iter__(self) -> Iterator[Line]:
        for first in range(0, len(self), DRAWN_TOGETHER):
            yield from self._cut_lines(self.hits[first : first + DRAWN_TOGETHER])

    def __repr__(self) -> str:
        return write_lines_text(self._preview())

    def _repr_html_(self) -> str:
        return write_lines_html(self._preview())

    # ------------------------------------------------------------------------------ to look at

    def to_frame(self) -> pd.DataFrame:
        """The lines as a table, one row per line.

        Returns
        -------
        DataFrame
            One row per line, with the columns ``line_id, document, section, start_char, end_char,
            left, node, right``. ``start_char`` and ``end_char`` are characters in the document, the
            second one past the end. A column ``part`` follows if the lines are grouped, and then
            those of `with_columns`.

        See Also
        --------
        dc.positions : Hits without their contexts.
        dc.Concordance.to_sheet : The lines as a workbook.
        dc.export : The lines for another program.

        Examples
        --------
        >>> import discourse as dc
        >>> table = dc.concordance(dc.read("seeds/"), "shared future").to_frame()
        >>> table[["line_id", "section", "node"]].head(2)
                        line_id section           node
        0  592c40085518:563-576    lead  shared future
        1  592c40085518:900-913       1  shared future
        """
        columns = self._columns(self.hits)
        types = dict.fromkeys(("start_char", "end_char"), "int64")
        table = pd.DataFrame(
            {name: pd.Series(columns[name], dtype=types.get(name, "str")) for name in columns}
        )
        if self.grouped:
            groups = self._groups
            table["part"] = pd.Categorical.from_codes(
                groups.of_line, pd.Index(list(groups.labels), dtype="str"), ordered=True
            )
        for name in self.metadata:
            table[name] = self._values(name)
        if self.provenance:
            table.attrs["provenance"] = self._recipe()
        if self.note:
            table.attrs[NOTE] = self.note
        return table

    @property
    def note(self) -> str:
        """The measured error of the layers that the lines rest on; "" if they rest on none.

        Examples
        --------
        >>> import discourse as dc
        >>> paper = dc.read("seeds/")
        >>> paper = paper.with_layer(*dc.layers.tag(paper, layers=["lemma"]))
        >>> dc.concordance(paper, '[lemma="build"]').note.partition(",")[0]
        'Measured error: of the values of lemma (english)'
        """
        return self._note

    @cached_property
    def _note(self) -> str:
        if not (self.provenance and self.store.layers):
            return ""
        recipe = json.loads(self._recipe())
        recipe["corpus"] = list(self.store.conditions)
        return note_layers([self.store], recipe)

    @property
    def frame(self) -> pd.DataFrame:
        """The table of `to_frame`."""
        return self.to_frame()

    def head(self, n: int = 5) -> "Concordance":
        """The first `n` lines.

        Parameters
        ----------
        n : int
            The number of lines; all of them if there are fewer.

        Returns
        -------
        Concordance
            These lines, as ``lines[:n]``.

        See Also
        --------
        dc.Concordance.tail : The last lines.
        dc.Concordance.sample : Lines at random.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.concordance(dc.read("seeds/"), "shared future", context=1).head(1)
        1 line
        lead  of  shared future  for
        """
        return self[: check_count("n", n)]

    def tail(self, n: int = 5) -> "Concordance":
        """The last `n` lines.

        Parameters
        ----------
        n : int
            The number of lines; all of them if there are fewer.

        Returns
        -------
        Concordance
            These lines, as ``lines[-n:]``.

        See Also
        --------
        dc.Concordance.head : The first lines.
        dc.Concordance.sample : Lines at random.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.concordance(dc.read("seeds/"), "shared future", context=1).tail(1)
        1 line
        1  of  shared future  for
        """
        return self[-n:] if check_count("n", n) else self[:0]

    def groups(self) -> pd.DataFrame:
        """The groups of grouped lines.

        Returns
        -------
        DataFrame
            One row per group, with the columns ``part, count``, in the order of the lines.

        Raises
        ------
        DiscourseError
            If the lines are not grouped.

        See Also
        --------
        dc.Concordance.group : Group the lines.
        dc.frequencies : Counts by part.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.concordance(dc.read("seeds/"), "shared future").group("L2", "R2").groups()
                           part  count
        0  community … humanity      6
        1       community … the      1
        """
        if not self.grouped:
            raise DiscourseError(
                "these lines are not grouped; group them first: lines.group('R1').groups()."
            )
        numbers, firsts = np.unique(self._groups.of_line, return_index=True)
        shown = numbers[np.argsort(firsts)]
        labels = [self._groups.labels[number] for number in shown.tolist()]
        return pd.DataFrame(
            {"part": pd.Series(labels, dtype="str"), "count": self._groups.sizes[shown]}
        )

    def to_sheet(self, path: str | PathLike[str]) -> None:
        """Write the lines to a workbook, with a column for a code and one for a note.

        `dc.layers.to_sheet` also writes the codes of a codebook, and `dc.layers.from_sheet` reads
        the codes of either.

        Parameters
        ----------
        path : str or PathLike
            The file to write, such as ``lines.xlsx``.

        Raises
        ------
        DiscourseError
            If the file cannot be written, openpyxl is not installed, there are more lines, or
            longer ones, than a workbook can hold, or the file is there already with codes or notes
            that would be lost.

        See Also
        --------
        dc.layers.to_sheet : A workbook with the codes of a codebook.
        dc.layers.from_sheet : Read the codes.
        dc.Concordance.to_frame : The lines as a table.

        Examples
        --------
        >>> import discourse as dc, pathlib, tempfile
        >>> lines = dc.concordance(dc.read("seeds/"), "human rights").sample(5, seed=1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     lines.to_sheet(folder + "/lines.xlsx")
        ...     [path.name for path in pathlib.Path(folder).iterdir()]
        ['lines.xlsx']
        """
        target = check_workbook(path)
        keep_answers(target)
        write_together({target: save_workbook(make_workbook(self.to_frame()))})

    def expand(self, line: int | Line, *, to: str = "sentence") -> Line:
        """One line with its whole sentence, section or document as context.

        Parameters
        ----------
        line : int or Line
            The number of the line among these, or the line itself.
        to : str
            "sentence", "section" or "document". The context ends where text is left out.

        Returns
        -------
        Line
            The same hit, with the longer context.

        See Also
        --------
        dc.Corpus.show : The whole text.
        dc.Concordance.within : Contexts that end with their sentence.

        Examples
        --------
        >>> import discourse as dc
        >>> print(dc.concordance(dc.read("seeds/"), "Sky Net").expand(0))
        China carries out "[Sky Net]" operation and intensifies efforts to pursue, repatriate and \
extradite fugitives accused of corruption.
        """
        one_of("to", to, UNITS)
        way_out = "write lines.expand(0) or lines.expand(lines[0])"
        if not isinstance(line, Line):
            line = self[check_type("line", line, int, "a line or its number", way_out)]
        found = find_line(self.store, line.line_id, line.document)
        return replace(found, context=self.store.size, unit="token", limit=to)[0]

    def again(self, steps: Sequence[Sequence[Any] | Step]) -> "Concordance":
        """Repeat on these lines the steps that made other lines.

        Parameters
        ----------
        steps : sequence
            ``lines.steps``, or the steps as a recipe lists them: for each a name, a list of
            arguments and a mapping of named arguments.

        Returns
        -------
        Concordance
            The lines after the last step.

        Raises
        ------
        DiscourseError
            For something that is not a step.

        See Also
        --------
        dc.Concordance : The attribute ``steps`` lists the steps.
        dc.browse : Steps by mouse and keyboard.

        Examples
        --------
        >>> import discourse as dc
        >>> paper = dc.read("seeds/")
        >>> steps = dc.concordance(paper, "rights").sort("L1").sample(5, seed=1).steps
        >>> len(dc.concordance(paper, "peace").again(steps))
        3
        """
        lines = self
        for each in check_type(
            "steps", steps, (list, tuple), "a list of steps", "give lines.steps"
        ):
            lines = take_step(lines, each)
        return lines

    # ------------------------------------------------------------------------------ steps

    @step
    def slice(
        self, start: int | None = None, stop: int | None = None, every: int | None = None
    ) -> "Concordance":
        """The lines from one number to another, as ``lines[start:stop:every]``.

        Parameters
        ----------
        start, stop, every : int, optional
            As in a slice of a list.

        Returns
        -------
        Concordance
            These lines, in order.

        See Also
        --------
        dc.Concordance.head : The first lines.
        dc.Concordance.sample : Lines at random.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "rights", context=1)
        >>> lines.slice(0, 2)
        2 lines
        lead  human  rights , earnestly
        lead  human  rights  obligations,
        """
        try:
            return replace(self, hits=self.hits[start:stop:every])
        except (TypeError, ValueError):
            given = [start, stop] if every is None else [start, stop, every]
            shown = ":".join("" if each is None else describe(each) for each in given)
            raise DiscourseError(
                f"lines[{shown}] is not a slice; give whole numbers, such as lines[:10]."
            ) from None

    @step
    def sort(self, *keys: str) -> "Concordance":
        """The lines sorted by the words around the node, or by the node itself.

        Parameters
        ----------
        *keys : str
            The first key counts most: ``L1`` to ``L9`` (the first to ninth word before the node),
            ``R1`` to ``R9`` (after it), ``node``, ``document`` (by name), ``position`` (in the
            corpus), or another part, such as "section", a metadata column or a layer of spans.
            Words are compared without case and accents. A line without such a word comes first,
            equal lines keep their order, and groups stay together.

        Returns
        -------
        Concordance
            The same lines, in another order.

        See Also
        --------
        dc.Concordance.rank : The lines with some words first.
        dc.Concordance.group : Lines with the same words together.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "human rights", context=1)
        >>> [line.right for line in lines.sort("R1", "L1")[4:7]]
        [' conventions.', ' conventions', ' conventions.']
        """
        return self._reorder(sort_order(self._contexts, self.hits, keys))

    @step
    def rank(self, *words: str, window: int = 5) -> "Concordance":
        """The lines with most of some words near the node first.

        Parameters
        ----------
        *words : str
            Words, or other queries. Each counts once per line, however often it occurs there; a hit
            that overlaps the node is not near it.
        window : int
            The number of tokens to look at on either side of the node; not beyond the section,
            sentence or document that the context ends with.

        Returns
        -------
        Concordance
            The same lines, in another order. Lines with equally many of the words keep their order,
            and groups stay together.

        Raises
        ------
        DiscourseError
            If no word is given.

        See Also
        --------
        dc.Concordance.rank_by_rarity : The lines with rare words first or last.
        dc.Concordance.sort : The order of the alphabet.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "human rights", context=2)
        >>> lines.rank("international", "law")[:1]
        1 line
        lead  of international  human rights , earnestly fulfills
        """
        if not words:
            raise DiscourseError(
                "rank expects one word or more; write lines.rank('international', 'law')."
            )
        check_count("window", window)
        near = np.zeros(len(self), dtype=np.int64)
        for word in words:
            near += self._which_near(check_text("words", word, "peace"), window)
        return self._reorder(np.argsort(-near, kind="stable"))

    @step
    def rank_by_rarity(self, *, window: int = 10) -> "Concordance":
        """The lines with the most common words around the node first, those with rare words last.

        Lines in common words are good examples: they can be understood without knowing the text.

        Parameters
        ----------
        window : int
            The number of tokens to look at on either side of the node; not beyond the section,
            sentence or document that the context ends with.

        Returns
        -------
        Concordance
            The same lines, by the mean of the logarithms of the frequencies that their words have
            in the corpus. A line of the node alone comes last, equal lines keep their order, and
            groups stay together.

        See Also
        --------
        dc.Concordance.rank : The lines with words of your own first.
        dc.Concordance.sample : Lines at random.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "human rights", context=2)
        >>> lines.rank_by_rarity(window=2)[:1]
        1 line
        1  of international  human rights  protection and
        """
        check_count("window", window)
        return self._reorder(order_by_rarity(self._contexts, self.hits, window))

    @step
    def shuffle(self, *, seed: int = 0) -> "Concordance":
        """The lines in a random order, in which no line is helped by those around it.

        Parameters
        ----------
        seed : int
            The seed of the random numbers; the same seed gives the same order.

        Returns
        -------
        Concordance
            The same lines, in another order; groups stay together.

        See Also
        --------
        dc.Concordance.sample : Some lines at random.
        dc.Concordance.sort : The order of the alphabet.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "human rights")
        >>> lines.shuffle(seed=1).sort("position").hits.tolist() == lines.hits.tolist()
        True
        """
        random = np.random.default_rng(check_count("seed", seed))
        return self._reorder(random.permutation(len(self)))

    @step
    def filter(self, query: str, *, window: int = 5) -> "Concordance":
        """The lines with a hit of another query near the node.

        Parameters
        ----------
        query : str
            The query to look for; a hit that overlaps the node is not near it.
        window : int
            The number of tokens to look at on either side of the node; not beyond the section,
            sentence or document that the context ends with.

        Returns
        -------
        Concordance
            These lines, in order.

        See Also
        --------
        dc.Concordance.exclude : The other lines.
        dc.Concordance.where : A condition on the place of a line.
        dc.collocates : The words that occur near a node.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "human rights")
        >>> len(lines), len(lines.filter("international")), len(lines.exclude("international"))
        (18, 12, 6)
        """
        return replace(self, hits=self.hits[self._which_near(query, window)])

    @step
    def exclude(self, query: str, *, window: int = 5) -> "Concordance":
        """The lines without a hit of another query near the node: those that `filter` leaves out.

        Parameters
        ----------
        query : str
            The query to look for.
        window : int
            The number of tokens to look at on either side of the node.

        Returns
        -------
        Concordance
            These lines, in order.

        See Also
        --------
        dc.Concordance.filter : The other lines.
        dc.Concordance.where : A condition on the place of a line.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "rights")
        >>> len(lines), len(lines.filter("human")), len(lines.exclude("human"))
        (28, 18, 10)
        """
        return replace(self, hits=self.hits[~self._which_near(query, window)])

    @step
    def where(self, condition: str) -> "Concordance":
        """The lines in some parts of the corpus, or under some labels.

        Parameters
        ----------
        condition : str
            A condition as after ``::`` in a query: ``section = "2"``, ``year >= 2000``,
            ``code = "institution"``, and ``code = ""`` for lines without a label. It is asked of
            the first token of each hit.

        Returns
        -------
        Concordance
            These lines, in order.

        Raises
        ------
        DiscourseError
            For a malformed condition, or one about something that the corpus does not have.

        See Also
        --------
        dc.Concordance.filter : A condition on the words near the node.
        dc.Corpus.subset : The same condition for a corpus.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "human rights")
        >>> len(lines), len(lines.where('section = "2"'))
        (18, 4)
        """
        wanted = parse_condition(check_text("condition", condition, 'section = "2"'))
        bounds, holds = evaluate_on_stretches(self.store, wanted)
        at = np.searchsorted(bounds, self.hits[:, 0], side="right") - 1
        return replace(self, hits=self.hits[holds[at]])

    @step
    def sample(
        self,
        n: int,
        *,
        seed: int = 0,
        by: str | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> "Concordance":
        """A random sample of the lines, in their order.

        Parameters
        ----------
        n : int
            The number of lines; all of them if there are fewer.
        seed : int
            The seed of the random numbers; the same seed draws the same lines.
        by : str, optional
            A part, such as "document" or a metadata column, whose values count alike: as many lines
            are drawn of each, or all lines of one that has fewer. By default each line has the same
            chance.
        weights : mapping of str to number, optional
            With `by`, the weight of each value: twice as many lines are drawn of one of weight 2 as
            of one of weight 1, and none of those that are not named. Fewer than `n` are drawn if
            the values named have fewer.

        Returns
        -------
        Concordance
            These lines, in order.

        Raises
        ------
        DiscourseError
            If there is no such part or value, or a weight is no number above 0.

        See Also
        --------
        dc.Concordance.shuffle : All lines in a random order.
        dc.Concordance.head : The first lines.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "rights")
        >>> len(lines.sample(10, seed=1))
        10
        >>> lines.sample(10, seed=1, by="section").group("section").groups()["count"].tolist()
        [2, 3, 3, 2]
        >>> weighted = lines.sample(4, seed=1, by="section", weights={"1": 3, "2": 1})
        >>> weighted.group("section").groups()["count"].tolist()
        [3, 1]
        """
        size = min(check_count("n", n), len(self))
        random = np.random.default_rng(check_count("seed", seed))
        if by is None:
            if weights is not None:
                raise DiscourseError("weights are of the values of a part; give by='year' as well.")
            return replace(self, hits=self.hits[draw(len(self), size, random)])
        parts = partition(self.store, by)
        given = None if weights is None else _check_weights(by, weights, parts.labels)
        drawn = draw_of_groups(parts.of(self.hits[:, 0]), size, random, given)
        return replace(self, hits=self.hits[drawn])

    @step
    def within(self, unit: str) -> "Concordance":
        """The lines with contexts that end with their sentence, section or document.

        `sort` and `filter` look no further either.

        Parameters
        ----------
        unit : str
            "sentence", "section" or "document".

        Returns
        -------
        Concordance
            The same lines, with these contexts.

        See Also
        --------
        dc.Concordance.expand : One line with its whole sentence.
        dc.concordance : Its ``context`` is the length of the contexts.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.concordance(dc.read("seeds/"), "this vision").within("sentence")[0].right
        '.'
        """
        return replace(self, limit=one_of("unit", unit, UNITS))

    @step
    def group(self, by: str, *more: str) -> "Concordance":
        """The lines grouped by part, or by the words around the node.

        Parameters
        ----------
        by : str
            "document", "section", "sentence", a metadata column or a layer of spans; or a place in
            the line: ``L1`` to ``L9``, ``node``, ``R1`` to ``R9``.
        *more : str
            Further places, so that lines with the same words in all of these places are a group.

        Returns
        -------
        Concordance
            The same lines; parts in the order of the text, groups of words by size, the largest
            first. The lines of a group keep their order.

        Raises
        ------
        DiscourseError
            For something that is neither a part nor a place, or several parts.

        See Also
        --------
        dc.Concordance.groups : The groups with their sizes.
        dc.Concordance.sort : The lines in the order of their words.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "shared future").sort("R1").group("section")
        >>> lines.to_frame()["part"].tolist()
        ['lead', '1', '1', '1', '1', '1', '1']
        >>> dc.concordance(dc.read("seeds/"), "rights").group("node", "R1").groups().head(2)
                         part  count
        0           rights of      7
        1  rights conventions      3
        """
        return replace(self, grouped=check_groups(self.store, (by, *more)))._order_by_group()

    @step
    def with_columns(self, *names: str) -> "Concordance":
        """The lines with metadata of their documents or sections, and labels, as columns.

        Parameters
        ----------
        *names : str
            Metadata columns and layers of the corpus. A layer of spans gives the labels over the
            first token of a hit, a layer of tokens the value of each of its tokens.

        Returns
        -------
        Concordance
            The same lines, with these columns.

        Raises
        ------
        DiscourseError
            For a column that the corpus does not have, or that has the name of one of the table's
            own columns.

        See Also
        --------
        dc.Concordance.to_frame : The table with these columns.
        dc.Corpus.documents : The metadata that there is.

        Examples
        --------
        >>> import discourse as dc
        >>> lines = dc.concordance(dc.read("seeds/"), "Sky Net").with_columns("date")
        >>> str(lines.to_frame()["date"].iloc[0])
        '2017-12-15'
        """
        known = [*metadata_columns(self.store), *self.store.layers]
        names = tuple(one_of("column", name, known) for name in names)
        for name in names:
            if name in (*COLUMNS, "part"):
                raise DiscourseError(
                    f"column={name!r} is one that a table of lines makes itself; "
                    "name the metadata differently."
                )
        return replace(self, metadata=(*self.metadata, *names))

    # ------------------------------------------------------------------------------ inside

    @cached_property
    def _contexts(self) -> Contexts:
        return Contexts(self.store, self.context, self.unit, self.limit)

    @cached_property
    def _groups(self) -> LineGroups:
        return group_lines(self._contexts, self.hits, self.grouped)

    def _reorder(self, order: NDArray[np.int64]) -> "Concordance":
        ordered = replace(self, hits=self.hits[order])
        return ordered._order_by_group() if self.grouped else ordered

    def _order_by_group(self) -> "Concordance":
        return replace(self, hits=self.hits[np.argsort(self._groups.of_line, kind="stable")])

    def _which_near(self, query: str, window: int) -> NDArray[np.bool_]:
        check_count("window", window)
        check_text("query", query, "peace")
        near = np.zeros(len(self), dtype=bool)
        for places, answer in self.store.ask_of_hits(
            _which_near_here, self.hits, query, window, self.limit
        ):
            near[places] = answer
        return near

    def _preview(self) -> LinesPreview:
        """The first lines, and a heading."""
        hits = self.hits[:SHOWN]
        lines = list(self._cut_lines(hits))
        groups = [""] * len(lines)
        if self.grouped:
            sizes, labels = self._groups.sizes, self._groups.labels
            kind = "" if self.grouped[0] in PLACES else f"{self.grouped[0]} "
            groups = [
                _label_with_size(kind + labels[group], sizes[group])
                for group in self._groups.of_line[:SHOWN].tolist()
            ]
        is_one_text = len(self.store.texts) == 1
        places = [
            line.section if is_one_text else f"{line.document}/{line.section}" for line in lines
        ]
        return LinesPreview((self._heading(), *self._tally()), lines, places, groups, self.note)

    def _heading(self) -> str:
        """Which lines are shown, out of how many, and how to see the others."""
        total = len(self)
        if total <= SHOWN:
            return f"{total} {'line' if total == 1 else 'lines'}"
        return (
            f"1–{SHOWN} of {total:,} lines; lines[{SHOWN}:{2 * SHOWN}] gives the next, "
            "lines.to_frame() gives all of them"
        )

    def _tally(self) -> Iterator[str]:
        """The number of hits per document, or per section if the corpus has one document."""
        parts = partition(self.store, "section" if len(self.store.texts) == 1 else "document")
        sizes = np.bincount(parts.of(self.hits[:, 0]), minlength=len(parts))
        shown = np.flatnonzero(sizes)
        others = len(shown) - TALLIED
        if others > 0:
            shown = shown[np.argsort(-sizes[shown], kind="stable")][:TALLIED]
        tallies = [_label_with_size(parts.labels[part], sizes[part]) for part in shown.tolist()]
        if tallies:
            more = f", and {others:,} with fewer" if others > 0 else ""
            yield f"hits by {parts.by}: {', '.join(tallies)}{more}"

    def _cut_lines(self, hits: NDArray[np.int64]) -> Iterator[Line]:
        for row in zip(*self._columns(hits).values(), strict=True):
            yield Line(*row)

    def _columns(self, hits: NDArray[np.int64]) -> dict[str, list[Any]]:
        if isinstance(self.store, ShardedStore):
            view = (self.context, self.unit, self.limit)
            return _columns_in_shards(self.store, hits, view)
        return columns_of_hits(self.store, hits, self._contexts)

    def _values(self, name: str) -> Any:
        """What a metadata column or a layer says of each hit."""
        layer = self.store.layers.get(name)
        if layer is None:
            return metadata_at(self.store, name, self.hits[:, 0]).to_numpy()
        if isinstance(layer, TokenLayer):
            values = np.array(list(layer.values), dtype=object)
            said = [" ".join(values[layer.ids[start:end]]) for start, end in self.hits]
        else:
            parts = partition(self.store, name)
            labels = np.array(parts.labels, dtype=object)
            said = labels[parts.of(self.hits[:, 0])].tolist()
        return pd.array(said, dtype="str")

    def _recipe(self) -> str:
        steps = [list(step) for step in self.steps]
        return json.dumps({**json.loads(self.provenance), "steps": steps}, ensure_ascii=False)


# What a concordance is made of; the completion of a notebook does not offer these names.
_INNER = ("store", "context", "unit", "limit", "metadata", "grouped", "provenance", "frame")


def _which_near_here(
    store: Store, hits: NDArray[np.int64], query: str, window: int, limit: str
) -> NDArray[np.bool_]:
    """Which hits have a hit of another query near them, in a store whose tokens are here."""
    return which_near(hits, find(store, query), -window, window, borders(store, limit))


def columns_of_hits(
    store: Store, hits: NDArray[np.int64], contexts: Contexts
) -> dict[str, list[Any]]:
    """What a table says of each hit in a store whose tokens are here."""
    documents = document_of(store, hits[:, 0])
    regions = region_of(store, hits[:, 0])
    slices = list(contexts.slices(hits))
    values = (
        line_ids(store, hits),
        store.sources["document"].iloc[documents].tolist(),
        store.regions["section"].iloc[regions].tolist(),
        *(column.tolist() for column in hit_characters(store, hits)),
        *([item[side] for item in slices] for side in range(3)),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _columns_here(
    store: Store, hits: NDArray[np.int64], context: int, unit: str, limit: str
) -> dict[str, list[Any]]:
    return columns_of_hits(store, hits, Contexts(store, context, unit, limit))


def _columns_in_shards(
    store: ShardedStore, hits: NDArray[np.int64], view: tuple[int, str, str]
) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [None] * len(hits) for name in COLUMNS}
    for places, answer in store.ask_of_hits(_columns_here, hits, *view):
        for name, column in columns.items():
            for place, value in zip(places.tolist(), answer[name], strict=True):
                column[place] = value
    return columns


def find_line(store: Store, line_id: str, document: str = "") -> Concordance:
    """The line with an id, as a concordance of one.

    Documents with the same bytes have the same ids; the line is in the one with the given name or,
    without a name, in the first of them.

    Raises
    ------
    DiscourseError
        For a malformed id, a document that is not in the corpus, or characters that are not a
        stretch of its tokens.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.lines.lines import find_line
    >>> paper = dc.read("seeds/")
    >>> find_line(paper.store, dc.concordance(paper, "shared future")[0].line_id)[0].node
    'shared future'
    """
    return Concordance(store, find_hit(store, line_id, document))


def read_lines(lines: Concordance, first: int, last: int) -> list[Line]:
    """The lines from one number to another, which is not among them."""
    return list(lines._cut_lines(lines.hits[first:last]))


def groups_of_lines(lines: Concordance) -> LineGroups:
    """The group of each of some grouped lines."""
    return lines._groups


def _label_with_size(label: str, size: int) -> str:
    return f"{label} ({size:,})"


def _check_weights(
    by: str, weights: Mapping[str, float], labels: Sequence[str]
) -> NDArray[np.float64]:
    """The weight of each part; 0 of those that are not named."""
    way_out = 'give a number for each value, such as {"1990": 2, "2000": 1}'
    check_type("weights", weights, Mapping, "a mapping", way_out)
    found = np.zeros(len(labels))
    for label, weight in weights.items():
        at = list(labels).index(one_of(f"value of {by}", str(label), labels))
        is_number = isinstance(weight, (int, float)) and not isinstance(weight, bool)
        if not (is_number and 0 < weight < math.inf):
            raise DiscourseError(
                f"the weight of {label!r} is {describe(weight)}; {way_out}, each above 0."
            )
        found[at] = weight
    return found
