"""Stretches of a text that a choice keeps whole, such as hashtags, or cuts, such as l'homme."""

from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.text.characters import APOSTROPHES, LOOKALIKES

_WORD = r"\p{L}\p{M}\p{N}_"
# A hashtag may follow a letter of a script without spaces directly.
_SPACED = "[{}--[{}]]".format(
    _WORD, r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
)
# What may follow one another in a web address, and what may not end it: a sentence goes on there.
_ADDRESS = r"[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?'’)\]}…]"
_PICTURE = (
    r"(?:[\p{Emoji_Presentation}--\p{RI}]|[\p{Extended_Pictographic}&&\p{So}--[©®™]]"
    r"|\p{Emoji}(?=\ufe0f))"
)
_PATTERNS = {
    "url": rf"(?i:https?://|(?<![{_WORD}@.])www\.)(?=[\p{{L}}\p{{N}}]){_ADDRESS}"
    rf"|(?<![{_WORD}@./-])(?:[\p{{L}}\p{{N}}-]+\.)+\p{{Ll}}{{2,}}/{_ADDRESS}",
    "hashtag": rf"(?<![{_SPACED}&#＃/])[#＃][{_WORD}]*\p{{L}}[{_WORD}]*",
    "mention": rf"(?<![{_SPACED}@＠./])[@＠][{_WORD}]+(?:[.-][{_WORD}]+)*"
    rf"(?:@[{_WORD}.-]+[{_WORD}])?",
    "emoji": rf"[0-9#*]\ufe0f?\u20e3|\p{{RI}}{{2}}|{_PICTURE}[\ufe0e\ufe0f]?\p{{Emoji_Modifier}}?"
    rf"(?:[\U000E0020-\U000E007F]+|(?:\u200d{_PICTURE}[\ufe0f]?\p{{Emoji_Modifier}}?)*)",
}
KEPT = tuple(_PATTERNS)

# Words that lose their last vowel before another: French, Italian, Catalan and Occitan.
ELIDED = frozenset(
    (
        "c ç d j l m n s t qu jusqu lorsqu puisqu quoiqu "
        "un all dall dell nell sull coll dagl degl agl negl sugl gl quest quell bell sant tutt "
        "mezz nessun ciascun alcun qualcun buon com dov cos anch sott contr senz quant v"
    ).split()
)
_ELISION = regex.compile(
    rf"(?i)(?<![{_WORD}{APOSTROPHES}{LOOKALIKES}])(?:{'|'.join(sorted(ELIDED))})"
    rf"[{APOSTROPHES}{LOOKALIKES}](?=\p{{L}})"
)


def find_whole(text: str, kinds: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Find what stays whole, in order: start, end and kind of each."""
    if not kinds:
        return []
    found = _compile_patterns(kinds).finditer(text)
    return [(match.start(), match.end(), str(match.lastgroup)) for match in found]


@cache
def _compile_patterns(kinds: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?P<{kind}>{_PATTERNS[kind]})" for kind in kinds), regex.V1)


def blank_out(text: str, stretches: list[tuple[int, int, str]]) -> str:
    """Put spaces where some stretches of a text are; all others keep their places."""
    pieces, at = [], 0
    for start, end, _ in stretches:
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def cut_elisions(text: str, spans: NDArray[np.int64]) -> NDArray[np.int64]:
    """Cut tokens behind the apostrophe of an elided word, as in ``l'homme``."""
    cuts = np.array([match.end() for match in _ELISION.finditer(text)], dtype=np.int64)
    return cut_spans(spans, cuts)


def cut_spans(spans: NDArray[np.int64], cuts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Cut spans in two wherever a cut lies inside one."""
    if not len(spans) or not len(cuts):
        return spans
    at = np.searchsorted(spans[:, 0], cuts, side="right") - 1
    within = (at >= 0) & (cuts > spans[at, 0]) & (cuts < spans[at, 1])
    return np.sort(np.concatenate([spans.ravel(), np.repeat(cuts[within], 2)])).reshape(-1, 2)
