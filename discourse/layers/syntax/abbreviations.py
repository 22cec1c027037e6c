"""Words that taggers see as one and tokens divide (*U.S.*, *5:30*), and the point of *Dr.*.

A token has no marks, so *U.S.* is two tokens, of which the first has the values of the word.
"""

from dataclasses import replace

import numpy as np

from discourse.layers.syntax.words import NONE, Column, Words
from discourse.layers.taggers.word_cutting import is_abbreviation

REST = "GW"  # the tag of what goes with the word before it


def join_abbreviations(words: Words) -> Words:
    """Join the parts of words that are several tokens, and give abbreviations their points.

    Parameters
    ----------
    words : Words
        The words as the layers have them.
    """
    return _take_points(_join_parts(words))


def _join_parts(words: Words) -> Words:
    rest = words.columns["xpos"].is_any([REST]) & words.columns["pos"].is_any(["X"])
    rest[1:] &= words.document[1:] == words.document[:-1]
    if not rest[1:].any():
        return words
    rest[0] = False
    kept = np.flatnonzero(~rest)
    last = np.append(kept[1:], len(words)) - 1
    whole = np.cumsum(~rest) - 1  # the word that each part belongs to
    head = words.head[kept]
    return replace(
        words, document=words.document[kept], start=words.start[kept], end=words.end[last],
        first=words.first[kept], after=words.after[last],
        head=np.where(head == NONE, NONE, whole[head]),
        columns={
            name: Column(each.values, each.codes[kept]) for name, each in words.columns.items()
        },
    )  # fmt: skip


def _take_points(words: Words) -> Words:
    """Make the point after an abbreviation a part of it."""
    short = [is_abbreviation(form) for form in words.form.values]
    wanted = np.array(short, dtype=bool)[words.form.codes]
    end = words.end.copy()
    for at in np.flatnonzero(wanted).tolist():
        text = words.store.texts[int(words.document[at])]
        goes_on = at + 1 < len(words) and words.sentence[at + 1] == words.sentence[at]
        is_letter = end[at] - words.start[at] == 1
        if is_letter and not text[int(words.start[at])].isupper():
            continue
        if text[end[at] : end[at] + 1] == "." and (goes_on or "." in words.slice(at, at)):
            end[at] += text[end[at] + 1 : end[at] + 2] != "."
    return replace(words, end=end)
