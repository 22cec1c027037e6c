"""Runs of text, as word processors keep them, become the blocks of a paragraph."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from discourse.text.document import DROP
from discourse.text.extract import TextBlock
from discourse.text.readers.raised import NOTE_MARK, is_note_mark, is_raised_number, raise_digits

NOTE, HIDDEN, RUBY = "note", "hidden text", "ruby"


@dataclass(frozen=True)
class Look:
    """How a run of text looks: raised, hidden, above the words as a ruby is, or none of these."""

    is_raised: bool = False
    is_hidden: bool = False
    is_ruby: bool = False


Run = tuple[str, Look]


def make_paragraph(runs: Iterable[Run], opens: str) -> list[TextBlock]:
    """Make the block of a paragraph, and those of its hidden text, note marks and rubies.

    These follow the paragraph, so that they divide no word and no phrase. A paragraph without text
    has no blocks.
    """
    text = ""
    aside: list[TextBlock] = []
    for look, alike in groupby(runs, lambda run: run[1]):
        piece = "".join(run for run, _ in alike)
        if look.is_hidden:
            aside.append(TextBlock(piece, "", DROP, HIDDEN))
        elif look.is_ruby:
            aside.append(TextBlock(piece, "", DROP, RUBY))
        elif look.is_raised and is_note_mark(piece, text):
            aside.append(TextBlock(piece, "", DROP, NOTE_MARK))
        else:
            is_raised = look.is_raised and is_raised_number(piece)
            text += raise_digits(piece) if is_raised else piece
    blocks = [TextBlock(text, opens), *aside]
    return [
        replace(block, text=f"{block.text.rstrip()}\n\n") for block in blocks if block.text.strip()
    ]


def make_notes(notes: Iterable[str]) -> list[TextBlock]:
    """Make the blocks of the notes of a text, which are placed at its end and dropped."""
    return [TextBlock(f"{note.strip()}\n\n", "", DROP, NOTE) for note in notes if note.strip()]
