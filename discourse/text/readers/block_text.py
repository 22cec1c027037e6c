"""The text of a block as it grows: white space, the borders of words, and what is left out."""

from collections.abc import Mapping

import regex

from discourse.text.document import COUNT, DROP
from discourse.text.extract import PARAGRAPH, TextBlock
from discourse.text.readers.markup import GAP

# What may come between two pieces of text: nothing, a space between letters, a space, or a space
# because letters are lost, which no join undoes.
NO_BORDER, WORD_BORDER, SPACE_BORDER, LOST_BORDER = range(4)
# A hyphen at the end of a line within a word, and what it becomes: a sign that belongs to no word.
LINE_END_HYPHENS, SOFT_HYPHEN = "-\u2010\u00ac", "\u00ad"
# What the last character is where white space means nothing: at the start of a block or a line.
_BEGINS = ("", " ", "\n")
_MARK = regex.compile(r"\p{M}")


class BlockText:
    """Collects text until something ends the block; ``done`` are the blocks so far.

    ``opens`` is what the next block begins, ``attributes`` what is known about it. What is left out
    of a block follows it, so that it divides no word and no phrase.
    """

    def __init__(self) -> None:
        self.done: list[TextBlock] = []
        self.opens = PARAGRAPH
        self.attributes: Mapping[str, str] | None = None
        self.after_name = False
        self.is_joined = False
        self._pieces: list[str] = []
        self._aside: list[TextBlock] = []
        self._border = NO_BORDER
        self._leaves_join = False
        self._span: tuple[str, list[str]] | None = None

    @property
    def last(self) -> str:
        """The last character of the block, "" at its start."""
        return self._pieces[-1][-1] if self._pieces else ""

    @property
    def end(self) -> str:
        """The last characters of the block, as many as show whether a word ends there."""
        return "".join(self._pieces[-10:])[-10:]

    def add(self, text: str) -> None:
        """Add text to the block; white space counts as one space."""
        if self._span is not None:
            self._span[1].append(text)
            return
        last = self._pieces[-1][-1] if self._pieces else ""
        if self._leaves_join and text[:1].isspace():
            self.is_joined = False
        follows = last not in _BEGINS and not self.is_joined
        words = text.split()
        if words:
            space = " " if follows and (text[0].isspace() or self._is_border(last, words)) else ""
            after = " " if text[-1].isspace() else ""
            self._pieces.append(space + " ".join(words) + after)
            self._border = NO_BORDER
        elif follows:
            self._pieces.append(" ")
            self._border = LOST_BORDER if self._border == LOST_BORDER else NO_BORDER
        else:
            return
        self.is_joined = self._leaves_join = self.after_name = False

    def _is_border(self, last: str, words: list[str]) -> bool:
        """Whether a word ends here although no white space follows it."""
        if self._border in (WORD_BORDER, LOST_BORDER):
            return _is_of_word(last) and _is_of_word(words[0][0])
        return self._border == SPACE_BORDER

    def separate(self, border: int = WORD_BORDER) -> None:
        """End a word, unless white space does or the next piece of text is joined to it."""
        self._border = max(self._border, border)
        if border == LOST_BORDER:
            self.is_joined = False

    def end_line(self) -> None:
        """End a line, unless it is empty."""
        if self._pieces and self.last != "\n":
            self._pieces[-1] = self._pieces[-1].rstrip(" ")
            self._pieces.append("\n")

    def join(self, *, is_break: bool = False) -> None:
        """Join what follows to what is before; a hyphen before a break becomes a soft hyphen."""
        if self._border == LOST_BORDER:
            return
        while self._pieces and self._pieces[-1].isspace():
            self._pieces.pop()
        if self._pieces:
            before = self._pieces[-1].rstrip()
            if is_break and before[-1] in LINE_END_HYPHENS and before[-2:-1].isalpha():
                before = before[:-1] + SOFT_HYPHEN
            self._pieces[-1] = before
        self.is_joined = True

    def leave_out(self, text: str, name: str, treatment: str) -> None:
        """Let a text that is not counted follow the block.

        White space behind it ends a word, although a break inside a word came before it.
        """
        self._leaves_join = self.is_joined
        if text:
            self._aside.append(TextBlock(text + GAP, "", treatment, name))

    def begin_span(self, name: str) -> None:
        """Leave out all text from here on, over the ends of blocks, until the span ends."""
        self._span = (name, [])

    def end_span(self) -> None:
        """Count text again."""
        self._flush_span()
        self._span = None

    def _flush_span(self) -> None:
        if self._span is not None:
            name, pieces = self._span
            self.leave_out(" ".join("".join(pieces).split()), name, DROP)
            pieces.clear()

    def close(self) -> None:
        """End the block."""
        self._flush_span()
        if self._pieces:
            text = "".join(self._pieces).rstrip()
            if text:
                self.done.append(TextBlock(text + GAP, self.opens, COUNT, "", self.attributes))
                self.opens = ""
            self._pieces = []
        if self._aside:
            self.done += self._aside
            self._aside = []
        self._border = NO_BORDER
        self.is_joined = self._leaves_join = self.after_name = False

    def read_block(self) -> str:
        """The block so far, in one line."""
        return " ".join("".join(self._pieces).split())


def _is_of_word(sign: str) -> bool:
    """Whether a character is part of a word: a letter, a number, or a mark on one of them."""
    return sign.isalnum() or _MARK.match(sign) is not None
