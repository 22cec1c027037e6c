"""Runs of text, as word processors keep them, become the blocks of a paragraph."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from discourse.text.document import COUNT, DROP
from discourse.text.extract import TextBlock
from discourse.text.readers.raised import NOTE_MARK, is_note_mark, is_raised_number, raise_digits

NOTE, HIDDEN = "note", "hidden text"


@dataclass(frozen=True)
class Look:
    """How a run of text looks: raised, hidden, or neither."""

    is_raised: bool = False
    is_hidden: bool = False


Run = tuple[str, Look]


def make_paragraph(runs: Iterable[Run], opens: str) -> list[TextBlock]:
    """Make the blocks of a paragraph; hidden text and note marks are regions of their own.

    A paragraph without text has no blocks. The last block ends with a blank line.
    """
    blocks: list[TextBlock] = []
    for look, alike in groupby(runs, lambda run: run[1]):
        text = "".join(run for run, _ in alike)
        block = _make_block(text, look, blocks[-1].text if blocks else "")
        if blocks and block.treatment == blocks[-1].treatment == COUNT:
            blocks[-1] = replace(block, text=blocks[-1].text + block.text)
        elif text:
            blocks.append(block)
    while blocks and not blocks[-1].text.strip():
        blocks.pop()
    if blocks:
        blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text.rstrip()}\n\n")
    return list(_open_first(blocks, opens))


def make_notes(notes: Iterable[str]) -> list[TextBlock]:
    """Make the blocks of the notes of a text, which are placed at its end and dropped."""
    return [TextBlock(f"{note.strip()}\n\n", "", DROP, NOTE) for note in notes if note.strip()]


def _make_block(text: str, look: Look, before: str) -> TextBlock:
    if look.is_hidden:
        return TextBlock(text, "", DROP, HIDDEN)
    if look.is_raised and is_note_mark(text, before):
        return TextBlock(text, "", DROP, NOTE_MARK)
    return TextBlock(raise_digits(text) if look.is_raised and is_raised_number(text) else text)


def _open_first(blocks: Iterable[TextBlock], opens: str) -> Iterator[TextBlock]:
    """Let the first counted block open the paragraph."""
    for block in blocks:
        if block.treatment == COUNT:
            yield replace(block, opens=opens)
            opens = ""
        else:
            yield block
