"""Write down a text that comes as tokens, one after the other, and what is said about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import regex

from discourse.text.annotation import Annotation, Labels, spans_array
from discourse.text.document import COUNT, Region, Value
from discourse.text.extract import Extract

PARAGRAPH_GAP = "\n\n"
PARAGRAPH = "paragraph"
# Several values on one token are written as one, with this between them.
JOINT = "+"
_NOT_A_NAME = regex.compile(r"[^\p{L}\p{N}_]+")


@dataclass
class _Collected:
    shape: str
    about: Mapping[str, str]
    spans: list[tuple[int, int]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)


class TokenisedText:
    """Collects a text, its tokens, sentences and paragraphs, and labels on them."""

    def __init__(self) -> None:
        self.tokens: list[tuple[int, int]] = []
        self._pieces: list[str] = []
        self._length = 0
        self._gap: str | None = None
        self._owes_gap = False
        self._sentences: list[int] = []
        self._paragraphs: list[int] = []
        self._collected: dict[str, _Collected] = {}

    def begin_paragraph(self) -> None:
        """Begin a paragraph at what is written next."""
        self._write_gap(self._gap or PARAGRAPH_GAP)
        self._paragraphs.append(self._length)

    def begin_sentence(self) -> None:
        """Begin a sentence at what is written next."""
        self._write_gap(" " if self._gap is None else self._gap)
        self._sentences.append(self._length)

    def end_with(self, gap: str | None) -> None:
        """Say what follows the last token, whatever begins there; None leaves that open."""
        self._gap = gap

    def _write_gap(self, gap: str) -> None:
        """Write what is between the last token and the next, unless it has been written."""
        if self._owes_gap:
            self._write(gap)
        self._owes_gap, self._gap = False, None

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def write(self, text: str) -> int:
        """Write a stretch of text, and return where it begins."""
        self._write_gap("" if self._gap is None else self._gap)
        start = self._length
        self._write(text)
        self._owes_gap = True
        return start

    def write_token(self, form: str) -> tuple[int, int]:
        """Write a token, one blank after the last one unless something else was said."""
        self._write_gap(" " if self._gap is None else self._gap)
        start = self.write(form)
        self.tokens.append((start, self._length))
        return start, self._length

    def label(
        self,
        name: str,
        shape: str,
        span: tuple[int, int],
        label: str,
        about: Mapping[str, str],
        columns: Mapping[str, str] | None = None,
    ) -> None:
        """Say something about a stretch of the text."""
        found = self._collected.get(name)
        if found is None:
            found = self._collected[name] = _Collected(shape, about)
        found.spans.append(span)
        found.labels.append(label)
        if not columns and not found.columns:
            return
        for column in columns or {}:
            found.columns.setdefault(column, [""] * (len(found.labels) - 1))
        for column, values in found.columns.items():
            values.append((columns or {}).get(column, ""))

    def extract(
        self, made_by: str, *, name: str, source: str, metadata: Mapping[str, Value]
    ) -> Extract:
        """The text with all that was said about it."""
        text = "".join(self._pieces)
        labels = [
            Labels(
                key, found.shape, spans_array(found.spans), found.labels, found.about,
                found.columns,
            )
            for key, found in self._collected.items()
        ]  # fmt: skip
        annotation = Annotation(
            spans_array(self.tokens), np.unique(np.array(self._sentences, dtype=np.int64)), labels
        )
        return Extract(text, self._regions(len(text)), made_by, name, metadata, source, annotation)

    def _regions(self, length: int) -> tuple[Region, ...]:
        starts = sorted({0, *self._paragraphs} - {length})
        ends = [*starts[1:], length]
        return tuple(
            Region(start, end, PARAGRAPH, COUNT, str(number))
            for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        )


def usable_name(name: str, otherwise: str) -> str:
    """The name of a layer that a column or an element makes: one word, with ``_`` for the rest.

    Examples
    --------
    >>> usable_name("my group", "span"), usable_name("2nd", "span"), usable_name("?", "span")
    ('my_group', '_2nd', 'span')
    """
    usable = _NOT_A_NAME.sub("_", name).strip("_") or otherwise
    return f"_{usable}" if usable[0].isdigit() else usable


def join_values(values: Sequence[str]) -> str:
    r"""Write several values as one, such as ``ADP+DET``.

    Examples
    --------
    >>> join_values(["de", "el"]), join_values(["a+b", "c"])
    ('de+el', 'a\\+b+c')
    """
    return JOINT.join(value.replace("\\", "\\\\").replace(JOINT, "\\" + JOINT) for value in values)


def split_values(joined: str) -> list[str]:
    r"""The values that were written as one.

    Examples
    --------
    >>> split_values("de+el"), split_values(r"a\+b+c")
    (['de', 'el'], ['a+b', 'c'])
    """
    values, signs = [""], iter(joined)
    for sign in signs:
        if sign == JOINT:
            values.append("")
        else:
            values[-1] += next(signs, "\\") if sign == "\\" else sign
    return values
