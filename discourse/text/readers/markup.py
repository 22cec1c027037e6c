"""Markup becomes blocks, separated from one another as a reader sees them."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any

import regex

from discourse.text.document import DROP
from discourse.text.extract import PARAGRAPH, TextBlock
from discourse.text.readers.raised import raise_digits

GAP = "\n\n"
_WHITE_SPACE = regex.compile(r"\s+")


@dataclass(frozen=True)
class MarkupScheme:
    """What the elements of a markup language mean for the text.

    ``blocks`` are separated from the text around them, and ``opens`` says what some of them begin.
    ``left_out`` are not text. ``breaks`` end a line. ``exact`` keep their white space. ``apart``
    are shown or dropped, by the treatment given.
    """

    blocks: Set[str]
    opens: Mapping[str, str]
    left_out: Set[str]
    breaks: Set[str]
    exact: Set[str] = frozenset()
    apart: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _BlockWriter:
    """Collects text until something ends the block.

    ``apart`` is a stack of the uncounted elements that are open: (treatment, element name, kind of
    block to resume after it).
    """

    opens: str = PARAGRAPH
    apart: list[tuple[str, str, str]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    done: list[TextBlock] = field(default_factory=list)

    def add(self, text: str, *, exact: bool) -> None:
        if not exact:
            text = _WHITE_SPACE.sub(" ", text)
            begins = self._last_text().endswith((" ", "\n"))
            text = text.lstrip(" ") if begins else text
        if text:
            self.pieces.append(text)

    def _last_text(self) -> str:
        """What was written last; a text begins as a line does."""
        if self.pieces:
            return self.pieces[-1]
        return self.done[-1].text if self.done else "\n"

    def end_line(self) -> None:
        if self.pieces:
            self.pieces[-1] = self.pieces[-1].rstrip(" ")
            self.pieces.append("\n")

    def begin_apart(self, treatment: str, name: str) -> None:
        """Begin text that is not counted."""
        self.close("")
        self.apart.append((treatment, name, self.opens))

    def end_apart(self) -> None:
        """End text that is not counted, and resume the block around it."""
        self.close("")
        self.opens = self.apart.pop()[-1]

    def close(self, gap: str) -> None:
        """End a block; with a `gap`, also end its paragraph."""
        text = "".join(self.pieces)
        text = text.rstrip() if gap else text
        self.pieces = []
        if text and self.apart:
            treatment, name, _ = self.apart[-1]
            self.done.append(TextBlock(text + gap, "", treatment, name))
        elif text:
            self.done.append(TextBlock(text + gap, self.opens))
            self.opens = ""
        elif gap and self.done and not self.done[-1].text.endswith(gap):
            self.done[-1] = replace(self.done[-1], text=self.done[-1].text + gap)
        if gap:
            self.opens = PARAGRAPH


@dataclass(frozen=True)
class Marks:
    """What some elements of a text are, whatever their names.

    ``apart`` are dropped as regions of the name given. ``raised`` are written as raised numbers.
    A space follows those that are ``replaced`` by the next element.
    """

    apart: Mapping[Any, str] = field(default_factory=dict)
    raised: Set[Any] = frozenset()
    replaced: Set[Any] = frozenset()


def walk_blocks(root: Any, scheme: MarkupScheme, marks: Marks | None = None) -> list[TextBlock]:
    """Walk an lxml element and return its blocks, in the order of the text."""
    marks = marks or Marks()
    writer = _BlockWriter()
    exact = raised = 0
    for event, element in _walk_elements(root, scheme):
        name = local_name(element)
        if event == "tail":
            tail = " " if element in marks.replaced else element.tail or ""
            writer.add(raise_digits(tail) if raised else tail, exact=exact > 0)
            continue
        step = 1 if event == "start" else -1
        exact += (name in scheme.exact) * step
        raised += (element in marks.raised) * step
        if event == "end" and element in marks.apart:
            writer.end_apart()
        _apply_tag(writer, name, event, scheme)
        if event == "start":
            if element in marks.apart:
                writer.begin_apart(DROP, marks.apart[element])
            text = element.text or ""
            writer.add(raise_digits(text) if raised else text, exact=exact > 0)
    writer.close(GAP)
    return writer.done


def _apply_tag(writer: _BlockWriter, name: str, event: str, scheme: MarkupScheme) -> None:
    """Apply the start or the end of an element to the text around it."""
    starts = event == "start"
    if name in scheme.breaks and starts:
        writer.end_line()
    if name in scheme.blocks:
        writer.close(GAP)
        writer.opens = scheme.opens.get(name, PARAGRAPH) if starts else PARAGRAPH
    if name in scheme.apart and starts:
        writer.begin_apart(scheme.apart[name], name)
    elif name in scheme.apart:
        writer.end_apart()


def _walk_elements(root: Any, scheme: MarkupScheme) -> Iterator[tuple[str, Any]]:
    """Walk the start, end and tail of each element below a root, except those left out.

    This is a loop, not a recursion: markup may be nested deeper than Python calls may.
    """
    stack: list[tuple[Any, Iterator[Any]]] = [(root, iter(root))]
    yield "start", root
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element
            if stack:
                yield "tail", element
        elif local_name(child) in scheme.left_out or local_name(child) == "":
            yield "tail", child
        else:
            yield "start", child
            stack.append((child, iter(child)))


def local_name(element: Any) -> str:
    """The name of an element without its namespace; "" for a comment or an instruction."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""
