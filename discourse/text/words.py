"""Text becomes words: where each token starts and ends, and the form that it is counted in."""

import unicodedata
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.errors import one_of

APOSTROPHES = "'\u2019\u02bc"
HYPHENS = "-\u2010\u2011"
# Invisible inside a word, no part of what it is: soft hyphen, zero-width joiners, word joiner.
IGNORABLE = "\u00ad\u200c\u200d\u2060"

_FOLD = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-") | dict.fromkeys(IGNORABLE, "")
)


@dataclass(frozen=True)
class Words:
    """What counts as a token, and in what form it is counted.

    A token is a run of letters, numbers and marks that starts with a letter or a number, joined
    inside by an apostrophe or a hyphen, and by ``.`` or ``,`` between digits (``36,000``, ``9.5``).
    It is counted in its folded form: NFC, case-folded, with one apostrophe and one hyphen, without
    invisible characters.

    Parameters
    ----------
    possessive : "keep" (``China's`` is one token) or "split" (``China`` and ``'s``).
    hyphen : "keep" (``win-win`` is one token) or "split" (``win`` and ``win``).

    Raises
    ------
    DiscourseError : a choice that is not one of these.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.Words().tokens("China\u2019s win-win deals: 36,000.")
    ['China\u2019s', 'win-win', 'deals', '36,000']
    >>> dc.Words(possessive="split", hyphen="split").tokens("China\u2019s win-win")
    ['China', '\u2019s', 'win', 'win']
    >>> dc.Words().fold("China\u2019s")
    "china's"
    """

    possessive: str = "keep"
    hyphen: str = "keep"

    def __post_init__(self) -> None:
        one_of("possessive", self.possessive, ("keep", "split"))
        one_of("hyphen", self.hyphen, ("keep", "split"))

    def spans(self, text: str) -> NDArray[np.int64]:
        """(tokens, 2): the first character of each token, and the one after its last."""
        found = [match.span() for match in self._pattern.finditer(text)]
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    def tokens(self, text: str) -> list[str]:
        """The tokens of a text, as they are written."""
        return [text[start:end] for start, end in self.spans(text).tolist()]

    def fold(self, token: str) -> str:
        """The form in which a token is counted."""
        return unicodedata.normalize(
            "NFC", unicodedata.normalize("NFC", token).casefold().translate(_FOLD)
        )

    @property
    def recipe(self) -> dict[str, str]:
        """The choices, as provenance records them."""
        return asdict(self)

    @cached_property
    def _pattern(self) -> regex.Pattern[str]:
        run = rf"[\p{{L}}\p{{N}}](?:[{IGNORABLE}]*[\p{{L}}\p{{N}}\p{{M}}])*"
        joins = [r"(?<=\p{Nd})[.,](?=\p{Nd})"]
        if self.hyphen == "keep":
            joins.append(f"[{HYPHENS}]")
        if self.possessive == "keep":
            joins.append(f"[{APOSTROPHES}]")
            return regex.compile(f"{run}(?:(?:{'|'.join(joins)}){run})*")
        # Any other apostrophe still joins (o'clock); only a final 's stands alone.
        final = rf"[{APOSTROPHES}][sS](?![\p{{L}}\p{{N}}\p{{M}}])"
        joins.append(f"(?!{final})[{APOSTROPHES}]")
        return regex.compile(
            rf"{run}(?:(?:{'|'.join(joins)}){run})*|(?<=[\p{{L}}\p{{N}}\p{{M}}]){final}"
        )
