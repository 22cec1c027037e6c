"""What is asked of lines while they are browsed, and the answers, without a browser."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from discourse.corpus.lines.line import Line
from discourse.corpus.lines.line_ids import line_ids
from discourse.corpus.lines.lines import Concordance, groups_of_lines, read_lines
from discourse.corpus.lines.steps import Step
from discourse.corpus.store.parts import UNITS, part_names
from discourse.errors import DiscourseError, check_count, check_type, count_noun, one_of
from discourse.lab.coding_desk import CodingDesk
from discourse.lab.line_history import LineHistory
from discourse.lab.line_revision import describe_revision
from discourse.lab.widget import show_widget
from discourse.layers.coding.code_rows import Coding
from discourse.text.width import collapse_space

MOST_ROWS = 500  # that are sent at a time
LONGEST_SIDE = 240  # characters of a row's context that are sent
LONGEST_PASSAGE = 6_000  # characters on either side of a line that is read in its text
MOST_GROUPS = 500
MOST_COPIED = 5_000
MOST_TICKED = 5_000
MOST_COUNTED = 50_000  # lines among which the coded ones are counted

Answer = dict[str, Any]
Message = Mapping[str, Any]


class Browser:
    """Lines in a notebook, which a reader sorts, filters, reads and codes.

    `browse` makes it. The notebook shows it as a page that works with keyboard and mouse, and
    stores a table of the first lines.

    Attributes
    ----------
    lines : Concordance
        The lines as they stand there; ``browser.lines.steps`` lists the steps that led to them.
    code : str
        The same lines as a call that can be pasted into a cell.

    See Also
    --------
    dc.browse : Open lines in JupyterLab.
    dc.Concordance : The lines, and the same steps in code.
    dc.layers.code_file : The file into which codes are written.

    Notes
    -----
    ``discourse docs browsing`` explains the page and its keys.

    Examples
    --------
    >>> import discourse as dc
    >>> browser = dc.browse(dc.concordance(dc.read("seeds/"), "human rights"))
    >>> answer = browser.answer({"ask": "step", "name": "sort", "arguments": ["R1"]})
    >>> answer["total"], browser.code
    (18, "lines.sort('R1')")
    """

    def __init__(
        self,
        history: LineHistory,
        begin: Callable[[str], LineHistory] | None = None,
        query: str = "",
    ) -> None:
        self._history = history
        self._begin = begin  # with the lines of another query
        self._query = query
        self._version = 0
        self._shown_first = history.lines

    @property
    def lines(self) -> Concordance:
        """The lines as they stand."""
        return self._history.lines

    @property
    def code(self) -> str:
        """The lines as a call that can be pasted into a cell."""
        return self._history.code

    @property
    def _desk(self) -> CodingDesk | None:
        return self._history.desk

    def __repr__(self) -> str:
        return repr(self._shown_first)

    def _repr_html_(self) -> str:
        return self._shown_first._repr_html_()

    def _ipython_display_(self) -> None:
        show_widget(self)

    # ---------------------------------------------------------------------------- questions

    def answer(self, message: Message) -> Answer:
        """Answer a question of the page.

        Parameters
        ----------
        message : mapping
            ``ask`` says which question it is; the other entries belong to it.

        Returns
        -------
        dict
            ``kind`` says what the other entries are. What cannot be answered is of the kind
            "error", with the reason as ``text``.

        Examples
        --------
        >>> import discourse as dc
        >>> browser = dc.browse(dc.concordance(dc.read("seeds/"), "human rights"))
        >>> browser.answer({"ask": "rights"})["kind"]
        'error'
        """
        try:
            ask = one_of("ask", message.get("ask", ""), ANSWERS)
            answer = ANSWERS[ask](self, message)
        except DiscourseError as error:
            answer = {"kind": "error", "text": str(error)}
        except Exception as error:
            # Without an answer, the page would wait, and say that the kernel was stopped.
            text = (
                f"{type(error).__name__}: {error}; this is a fault of discourse, please report it."
            )
            answer = {"kind": "error", "text": text}
        return {**answer, "id": message.get("id")}

    def _set_up(self, message: Message) -> Answer:
        """All that the page needs to begin, also after it was loaded again."""
        return {
            **self._describe_state({}),
            "kind": "setup",
            "parts": [name for name in part_names(self.lines.store) if name != "sentence"],
            "has_query": self._begin is not None,
            "desk": None if self._desk is None else _describe_desk(self._desk),
        }

    def _describe_state(self, message: Message) -> Answer:
        """Which lines there are, and how they came about."""
        lines = self.lines
        return {
            "kind": "state",
            "version": self._version,
            "total": len(lines),
            "query": self._query,
            "steps": [repr(step) for step in self._history.steps],
            "sorted": _sort_keys(self._history.steps),
            "code": self.code,
            "groups": _describe_groups(lines),
            "coded": self._count_coded(),
        }

    def _find_rows(self, message: Message) -> Answer:
        """The lines from one number to another, with their codes."""
        first = check_count("first", message.get("first"))
        last = min(check_count("last", message.get("last")), first + MOST_ROWS, len(self.lines))
        found = read_lines(self.lines, first, last)
        opens = _group_starts(self.lines, first, last)
        rows = [
            [
                line.line_id,
                self._place(line),
                collapse_space(line.left)[-LONGEST_SIDE:],
                collapse_space(line.node)[:LONGEST_SIDE],
                collapse_space(line.right)[:LONGEST_SIDE],
                group,
            ]
            for line, group in zip(found, opens, strict=True)
        ]
        return {
            "kind": "rows",
            "version": self._version,
            "first": first,
            "rows": rows,
            "codes": self._describe_codes([line.line_id for line in found]),
        }

    def _place(self, line: Line) -> str:
        if len(self.lines.store.texts) == 1:
            return line.section
        return f"{line.document}/{line.section}" if line.section else line.document

    def _take_step(self, message: Message) -> Answer:
        options = message.get("options", {})
        check_type("options", options, Mapping, "the named arguments of a step", "give a mapping")
        self._history.take(str(message.get("name")), _read_list(message, "arguments"), options)
        return self._move_on()

    def _drop_step(self, message: Message) -> Answer:
        self._history.drop(check_count("number", message.get("number")))
        return self._move_on()

    def _ask_query(self, message: Message) -> Answer:
        """Begin again with the lines of another query."""
        if self._begin is None:
            raise DiscourseError("these lines come from no query; give dc.browse the corpus.")
        query = str(message.get("query"))
        self._history = self._begin(query)
        self._query = query
        return self._move_on()

    def _move_on(self) -> Answer:
        self._version += 1
        return self._describe_state({})

    def _expand(self, message: Message) -> Answer:
        """One line in its sentence, section or document."""
        self._check_version(message)
        number = self._check_line(message.get("number"))
        to = one_of("to", str(message.get("to", "sentence")), UNITS)
        line = self.lines.expand(number, to=to)
        return {
            "kind": "passage",
            "number": number,
            "to": to,
            "line_id": line.line_id,
            "place": f"{line.document} · {line.section}",
            "left": line.left[-LONGEST_PASSAGE:].lstrip(),
            "node": line.node,
            "right": line.right[:LONGEST_PASSAGE].rstrip(),
            "cut_left": len(line.left) > LONGEST_PASSAGE,
            "cut_right": len(line.right) > LONGEST_PASSAGE,
            "note": self._note(line.line_id),
        }

    def _copy(self, message: Message) -> Answer:
        """Lines as text for a clipboard: a heading, and a row per line with its id."""
        self._check_version(message)
        numbers = _read_list(message, "numbers")
        if len(numbers) > MOST_COPIED:
            raise DiscourseError(
                f"{len(numbers):,} lines are too many to copy; copy at most {MOST_COPIED:,}, or "
                "write dc.export(browser.lines, 'lines.xlsx')."
            )
        rows = ["\t".join(("line_id", "document", "section", "left", "node", "right"))]
        for number in numbers:
            line = self.lines[self._check_line(number)]
            cells = (line.line_id, line.document, line.section, line.left, line.node, line.right)
            rows.append("\t".join(collapse_space(cell).strip() for cell in cells))
        said = f"copied {count_noun(len(numbers), 'line')}"
        return {"kind": "copied", "text": "\n".join(rows) + "\n", "said": said}

    def _list_ids(self, message: Message) -> Answer:
        """The ids of the lines from one number to another, so that they can be ticked."""
        self._check_version(message)
        total = len(self.lines)
        first = check_count("first", message.get("first", 0))
        last = min(check_count("last", message.get("last", total)), total)
        if last - first > MOST_TICKED:
            raise DiscourseError(
                f"{last - first:,} lines are too many to tick; filter or sample them to "
                f"{MOST_TICKED:,} or fewer."
            )
        ids = line_ids(self.lines.store, self.lines.hits[first:last])
        return {"kind": "ids", "first": first, "lines": ids}

    def _check_version(self, message: Message) -> None:
        """Refuse the numbers of lines that were in another order when the page named them."""
        if message.get("version", self._version) != self._version:
            raise DiscourseError("other lines are on show now; look at them, and do it again.")

    def _check_line(self, number: object) -> int:
        """Return the number of a line, unless there is no such line."""
        given, total = check_count("number", number), len(self.lines)
        if total == 0:
            raise DiscourseError("there are no lines here; take a step back, or ask another query.")
        if given >= total:
            raise DiscourseError(
                f"there is no line {given + 1:,}; there {'is' if total == 1 else 'are'} "
                f"{count_noun(total, 'line')}."
            )
        return given

    # ------------------------------------------------------------------------------- coding

    def _need_desk(self) -> CodingDesk:
        if self._desk is None:
            raise DiscourseError(
                "these lines are not coded; write dc.browse(lines, codebook='codes/rights.toml', "
                "coder='A')."
            )
        return self._desk

    def _give_code(self, message: Message) -> Answer:
        line_ids = _read_ids(message)
        self._need_desk().give(line_ids, str(message.get("label")), _read_seen(message))
        return self._saved(line_ids)

    def _take_codes(self, message: Message) -> Answer:
        line_ids = _read_ids(message)
        self._need_desk().take_codes(line_ids, _read_seen(message))
        return self._saved(line_ids)

    def _write_note(self, message: Message) -> Answer:
        (line_id,) = _read_ids(message)[:1] or [""]
        seen = message.get("seen")
        self._need_desk().write_note(
            line_id, str(message.get("note", "")), None if seen is None else str(seen)
        )
        return self._saved([line_id])

    def _undo(self, message: Message) -> Answer:
        undone = self._need_desk().undo()
        return {**self._saved(undone), "number": self._find_first(undone)}

    def _find_first(self, lines: Sequence[str]) -> int | None:
        """The number of the first of some lines; None if none of them is on show."""
        wanted, hits = set(lines), self.lines.hits
        for block in range(0, len(hits), MOST_ROWS) if wanted else ():
            ids = line_ids(self.lines.store, hits[block : block + MOST_ROWS])
            found = next((at for at, each in enumerate(ids, block) if each in wanted), None)
            if found is not None:
                return found
        return None

    def _read_codes(self, message: Message) -> Answer:
        """The codes of lines as they are now, e.g. after another browser was used."""
        return {**self._saved(_read_ids(message)), "kind": "codes"}

    def _find_uncoded(self, message: Message) -> Answer:
        """The number of the next line without a code, from a line on; then from the first one."""
        desk, start = self._need_desk(), check_count("number", message.get("number"))
        lines = self.lines
        for first, last in ((start, len(lines)), (0, min(start, len(lines)))):
            for block in range(first, last, MOST_ROWS):
                hits = lines.hits[block : min(block + MOST_ROWS, last)]
                for number, is_open in enumerate(
                    desk.which_open(line_ids(lines.store, hits)), block
                ):
                    if is_open:
                        return {"kind": "found", "number": number}
        raise DiscourseError(
            "no line is left to decide." if desk.decides else "every line has a code."
        )

    def _revise(self, message: Message) -> Answer:
        """What the coder has to do about these lines after something has changed."""
        told = describe_revision(self._need_desk(), self.lines)
        return {"kind": "revision", "version": self._version, **told}

    def _saved(self, line_ids: Sequence[str]) -> Answer:
        return {
            "kind": "saved",
            "codes": self._describe_codes(line_ids),
            "lines": list(line_ids),
            "coded": self._count_coded(),
            "has_new_codebook": self._need_desk().has_new_codebook(),
        }

    def _describe_codes(self, line_ids: Sequence[str]) -> dict[str, Any]:
        """The codes of lines that have some, or a note, or codes of other coders."""
        if self._desk is None:
            return {}
        own, others = self._desk.read(), self._desk.read_others()
        described = {}
        for line_id in line_ids:
            coding = own.get(line_id, Coding())
            said = {
                coder: list(codings[line_id].labels)
                for coder, codings in others.items()
                if line_id in codings and codings[line_id].labels
            }
            if coding or said:
                described[line_id] = [list(coding.labels), coding.note, said]
        return described

    def _note(self, line_id: str) -> str:
        return "" if self._desk is None else self._desk.read().get(line_id, Coding()).note

    def _count_coded(self) -> int | None:
        """How many of the lines have a code, or need no decision; None where that takes long."""
        if self._desk is None or len(self.lines) > MOST_COUNTED:
            return None
        ids = line_ids(self.lines.store, self.lines.hits)
        return len(ids) - sum(self._desk.which_open(ids))


def _describe_desk(desk: CodingDesk) -> dict[str, Any]:
    book = desk.codebook
    return {
        "name": book.name,
        "layer": desk.layer_name,
        "question": book.question,
        "coder": desk.file.coder,
        "blind": desk.blind,
        "decides": desk.decides,
        "open": desk.open_lines,
        "several": book.several,
        "file": desk.file.path.name,
        "codes": [
            {
                "code": each.code,
                "key": each.key,
                "colour": each.colour,
                "parent": each.parent,
                "title": _describe_code(each.definition, each.example, each.exclusion),
            }
            for each in book.codes
        ],
    }


def _describe_code(definition: str, example: str, exclusion: str) -> str:
    lines = [definition, example and f"Example: {example}", exclusion and f"Not: {exclusion}"]
    return "\n".join(filter(None, lines))


def _sort_keys(steps: Sequence[Step]) -> list[str]:
    """What the lines are sorted by, if the last step that ordered them sorted them."""
    ordering = [
        step for step in steps if step.name in ("sort", "rank", "rank_by_rarity", "shuffle")
    ]
    return list(ordering[-1].arguments) if ordering and ordering[-1].name == "sort" else []


def _describe_groups(lines: Concordance) -> dict[str, Any] | None:
    """The first groups with their sizes, and the number of the first line of each."""
    if not lines.grouped:
        return None
    groups = groups_of_lines(lines)
    firsts = np.sort(np.unique(groups.of_line, return_index=True)[1])
    numbers = groups.of_line[firsts[:MOST_GROUPS]].tolist()
    rows = [
        [groups.labels[number], int(groups.sizes[number]), first]
        for number, first in zip(numbers, firsts.tolist(), strict=False)
    ]
    return {"by": list(lines.grouped), "total": len(firsts), "rows": rows}


def _group_starts(lines: Concordance, first: int, last: int) -> list[str]:
    """For each line, the label of the group that it opens; "" for one that opens none."""
    if not lines.grouped or last <= first:
        return [""] * max(last - first, 0)
    groups = groups_of_lines(lines)
    of_line = groups.of_line[max(first - 1, 0) : last].tolist()
    before = of_line[:-1] if first else [None, *of_line[:-1]]
    return [
        groups.labels[group] if group != other else ""
        for group, other in zip(of_line[bool(first) :], before, strict=True)
    ]


def _read_list(message: Message, name: str) -> list[Any]:
    given = message.get(name, [])
    return list(check_type(name, given, (list, tuple), "a list", f"give {name} as a list"))


def _read_seen(message: Message) -> dict[str, list[str]]:
    """The codes of lines as the page shows them, so that none is replaced unseen."""
    expected, way_out = "the codes of lines by their ids", "give a mapping"
    given = check_type("seen", message.get("seen", {}), Mapping, expected, way_out)
    return {str(line_id): list(map(str, _read_list(given, line_id))) for line_id in given}


def _read_ids(message: Message) -> list[str]:
    return list(map(str, _read_list(message, "lines")))


ANSWERS: dict[str, Callable[[Browser, Message], Answer]] = {
    "setup": Browser._set_up,
    "state": Browser._describe_state,
    "rows": Browser._find_rows,
    "step": Browser._take_step,
    "drop": Browser._drop_step,
    "query": Browser._ask_query,
    "expand": Browser._expand,
    "copy": Browser._copy,
    "ids": Browser._list_ids,
    "code": Browser._give_code,
    "uncode": Browser._take_codes,
    "note": Browser._write_note,
    "undo": Browser._undo,
    "codes": Browser._read_codes,
    "uncoded": Browser._find_uncoded,
    "revision": Browser._revise,
}
