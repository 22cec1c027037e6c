"""Text becomes words: where each token starts and ends, and the form that it is counted in."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.errors import DiscourseError, one_of
from discourse.text import characters as of
from discourse.text.characters import APOSTROPHES, HYPHENS, IGNORABLE, classes, codes
from discourse.text.segmenters import SEGMENTERS, Segmenter, name_of, segment

# Characters scanned at a time: what a scan of more makes no longer fits the processor's cache,
# and one pass over 60 MB took ten times as long a token.
PIECE = 1 << 18

_FOLD = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))
_IGNORABLE = regex.compile(f"[{IGNORABLE}]+")


@dataclass(frozen=True)
class Tokenizer:
    """What counts as a token, and in what form it is counted.

    A token is a run of letters, numbers and marks that starts with a letter or a number, joined
    inside by an apostrophe or a hyphen, and by ``.`` or ``,`` between digits (``36,000``, ``9.5``).
    Invisible characters (soft hyphen, zero-width joiners, marks of direction) are looked through;
    a hyphen at the end of a line stays, and what follows is a token of its own. A token is counted
    in its folded form: NFC, case-folded, with one apostrophe and one hyphen, without invisible
    characters. By case-folding ``Straße`` and ``STRASSE`` are one type, and so are ``Maße`` and
    ``Masse``, which a query tells apart by ``[word="Maße"]``.

    Scripts that set no spaces between words (Chinese, Japanese, Thai, Khmer, Lao, Burmese, Tibetan)
    need a `segmenter`; without one a text in them is refused, and a quotation in them inside
    another text counts as one token for each run without a break.

    Parameters
    ----------
    possessive : "keep" (``China's`` is one token) or "split" (``China`` and ``'s``).
    hyphen : "keep" (``win-win`` is one token) or "split" (``win`` and ``win``).
    segmenter : "zh" divides runs of Chinese with rjieba (``pip install 'discourse-toolkit[zh]'``).
        Any function serves that takes a text and gives the ``(start, end)`` of each word in it,
        in order; spans without a letter or number are left out.

    Raises
    ------
    DiscourseError : a choice that is not one of these.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.Tokenizer().tokens("China\u2019s win-win deals: 36,000.")
    ['China\u2019s', 'win-win', 'deals', '36,000']
    >>> dc.Tokenizer(possessive="split", hyphen="split").tokens("China\u2019s win-win")
    ['China', '\u2019s', 'win', 'win']
    >>> dc.Tokenizer().fold("China\u2019s")
    "china's"
    """

    possessive: str = "keep"
    hyphen: str = "keep"
    segmenter: str | Segmenter | None = None

    def __post_init__(self) -> None:
        one_of("possessive", self.possessive, ("keep", "split"))
        one_of("hyphen", self.hyphen, ("keep", "split"))
        if isinstance(self.segmenter, str):
            one_of("segmenter", self.segmenter, SEGMENTERS)
        elif self.segmenter is not None and (self.possessive, self.hyphen) != ("keep", "keep"):
            raise DiscourseError(
                "possessive and hyphen are choices of the built-in rule; "
                "leave them out with a segmenter of your own."
            )

    def spans(self, text: str) -> NDArray[np.int64]:
        """(tokens, 2): the first character of each token, and the one after its last."""
        if callable(self.segmenter):
            return segment(self.segmenter, text)
        found = [self._scan(piece) + start for start, piece in _pieces(text)]
        spans = np.concatenate([np.empty((0, 2), dtype=np.int64), *found])
        return SEGMENTERS[self.segmenter](text, spans) if self.segmenter else spans

    def tokens(self, text: str) -> list[str]:
        """The tokens of a text, as they are written."""
        return [text[start:end] for start, end in self.spans(text).tolist()]

    def fold(self, token: str) -> str:
        """The form in which a token is counted."""
        if token.isascii():
            return token.lower()  # the same, ten times faster
        folded = unicodedata.normalize("NFC", token).casefold().translate(_FOLD)
        return unicodedata.normalize("NFC", _IGNORABLE.sub("", folded))

    @staticmethod
    def of_recipe(recipe: Mapping[str, str]) -> "Tokenizer":
        """The rule that a recipe records.

        Raises
        ------
        DiscourseError : a segmenter that is a function, or another version of one by name.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Tokenizer.of_recipe({"possessive": "keep", "hyphen": "split"}).tokens("win-win")
        ['win', 'win']
        """
        name = recipe.get("segmenter", "")
        if name and not name.startswith("zh "):
            raise DiscourseError(
                f"the segmenter {name} is a function, and functions are not saved; "
                "give tokenizer= as when the texts were read."
            )
        choices = {key: value for key, value in recipe.items() if key != "segmenter"}
        made = Tokenizer(**choices, segmenter="zh" if name else None)
        if made.recipe != recipe:
            raise DiscourseError(
                f"the words were {name}, and here they are {made.recipe['segmenter']}; "
                "install that version, or read the texts again."
            )
        return made

    @property
    def recipe(self) -> dict[str, str]:
        """The choices, as provenance records them."""
        made = {"possessive": self.possessive, "hyphen": self.hyphen}
        return made if self.segmenter is None else made | {"segmenter": name_of(self.segmenter)}

    @cached_property
    def _classes(self) -> NDArray[np.uint8]:
        table = classes()
        return (
            table
            if self.hyphen == "keep"
            else np.where(table == of.HYPHEN, of.OTHER, table).astype(np.uint8)
        )

    def _scan(self, text: str) -> NDArray[np.int64]:
        characters = codes(text)
        kinds = self._classes[characters]
        if not (kinds == of.IGNORED).any():
            return self._borders(characters, kinds)
        seen = np.flatnonzero(kinds != of.IGNORED)
        spans = self._borders(characters[seen], kinds[seen])
        return np.stack([seen[spans[:, 0]], seen[spans[:, 1] - 1] + 1], axis=1)

    def _borders(
        self, characters: NDArray[np.unsignedinteger], kinds: NDArray[np.uint8]
    ) -> NDArray[np.int64]:
        """Where tokens start and end: at the changes between inside a token and outside."""
        inside = kinds >= of.LETTER
        if (kinds == of.MARK).any():
            inside |= _attached(kinds)
        joints = np.flatnonzero((kinds >= of.POINT) & (kinds <= of.HYPHEN))
        joints = joints[(joints > 0) & (joints < len(kinds) - 1)]
        finals = (
            _finals(characters, kinds, inside, joints) if self.possessive == "split" else joints[:0]
        )
        inside[_joined(inside, kinds, joints, finals)] = True
        cuts = finals[inside[finals - 1]]
        inside[finals] = True
        changes = np.flatnonzero(np.diff(inside, prepend=False, append=False))
        if len(cuts):
            changes = np.sort(np.concatenate([changes, cuts, cuts]))
        return changes.reshape(-1, 2)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A text in pieces of some length that end with a space, and where each starts."""
    start = 0
    while start < len(text):
        end = text.find(" ", start + PIECE) + 1 or len(text)
        yield start, text[start:end]
        start = end


def _attached(kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The marks that follow a letter or number, with nothing but marks between."""
    places = np.arange(len(kinds))
    base = np.maximum.accumulate(np.where(kinds == of.MARK, 0, places))
    attached: NDArray[np.bool_] = (kinds == of.MARK) & (kinds[base] >= of.LETTER)
    return attached


def _joined(
    inside: NDArray[np.bool_],
    kinds: NDArray[np.uint8],
    joints: NDArray[np.int64],
    finals: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The joints that stand between two halves of a token."""
    digits = (kinds[joints - 1] == of.DIGIT) & (kinds[joints + 1] == of.DIGIT)
    words = inside[joints - 1] & (kinds[joints + 1] >= of.LETTER)
    joined = np.where(kinds[joints] == of.POINT, digits, words)
    if len(finals):
        joined &= ~np.isin(joints, finals) & ~np.isin(joints, finals + 2)
    return joints[joined]


def _finals(
    characters: NDArray[np.unsignedinteger],
    kinds: NDArray[np.uint8],
    inside: NDArray[np.bool_],
    joints: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The apostrophes of a final ``'s``. Any other one still joins (o'clock)."""
    of_s = (characters[joints + 1] | 32) == ord("s")
    follows = kinds[np.minimum(joints + 2, len(kinds) - 1)]
    ends = (joints + 2 == len(kinds)) | (follows < of.MARK)
    after_word = inside[joints - 1]
    finals: NDArray[np.int64] = joints[(kinds[joints] == of.APOSTROPHE) & of_s & ends & after_word]
    return finals
