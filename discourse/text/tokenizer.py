"""Text becomes tokens: where each starts and ends, and the form in which it is counted."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.errors import DiscourseError, one_of
from discourse.text import characters as of
from discourse.text.characters import (
    APOSTROPHES,
    HYPHENS,
    IGNORABLE,
    character_classes,
    code_points,
)
from discourse.text.segmenters import FILE, SEGMENTERS, Segmenter, segment, segmenter_name

# Characters scanned at a time. The arrays of a longer scan do not fit the processor's cache: one
# pass over 60 MB took ten times as long per token.
PIECE = 1 << 18

_FOLD = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))
_IGNORABLE = regex.compile(f"[{IGNORABLE}]+")


@dataclass(frozen=True)
class Tokenizer:
    """The rule that divides text into tokens, and the form in which each is counted.

    Parameters
    ----------
    possessive : str, optional
        "keep" (``China's`` is one token) or "split" (``China`` and ``'s``).
    hyphen : str, optional
        "keep" (``win-win`` is one token) or "split" (``win`` and ``win``).
    segmenter : str or callable, optional
        "zh" divides runs of Chinese with rjieba (``pip install 'discourse-toolkit[zh]'``). "file"
        takes the tokens of texts that are tokenised already, such as CoNLL-U, for which it is the
        default; phrases are then cut at their blanks alone. A function takes a text and returns
        the ``(start, end)`` of each word in it, in order; spans without a letter or number are left
        out.

    Raises
    ------
    DiscourseError
        If a choice is not one of these.

    Notes
    -----
    A token is a run of letters, numbers and marks that starts with a letter or a number. Inside a
    token, an apostrophe or a hyphen may join two runs, and so may ``.`` or ``,`` between digits
    (``36,000``, ``9.5``). Invisible characters (soft hyphen, zero-width joiners, direction marks)
    are ignored. A word hyphenated across a line end counts as two tokens.

    A token is counted in its folded form: NFC, case-folded, with one kind of apostrophe and of
    hyphen, without invisible characters. Case folding makes ``Straße`` and ``STRASSE`` one type,
    and also ``Maße`` and ``Masse``; the query ``[word="Maße"]`` tells them apart.

    Scripts that put no spaces between words (Chinese, Japanese, Thai, Khmer, Lao, Burmese, Tibetan)
    need a `segmenter`. Without one, a text in such a script is refused, and a quotation in it
    within another text counts as one token per unbroken run.

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
        """Find the tokens of a text.

        Parameters
        ----------
        text : str
            The text.

        Returns
        -------
        ndarray of int, shape (tokens, 2)
            The first character of each token, and the one after its last.
        """
        if callable(self.segmenter):
            return segment(self.segmenter, text)
        found = [self._scan(piece) + start for start, piece in _split_into_pieces(text)]
        spans = np.concatenate([np.empty((0, 2), dtype=np.int64), *found])
        return SEGMENTERS[self.segmenter](text, spans) if self.segmenter else spans

    def tokens(self, text: str) -> list[str]:
        """List the tokens of a text, as they are written.

        Parameters
        ----------
        text : str
            The text.

        Returns
        -------
        list of str
            The tokens, in order.
        """
        return [text[start:end] for start, end in self.spans(text).tolist()]

    def fold(self, token: str) -> str:
        """Fold a token to the form in which it is counted.

        Parameters
        ----------
        token : str
            The token as it is written.

        Returns
        -------
        str
            The folded form.
        """
        if token.isascii():
            return token.lower()  # same result as below, ten times faster
        folded = unicodedata.normalize("NFC", token).casefold().translate(_FOLD)
        return unicodedata.normalize("NFC", _IGNORABLE.sub("", folded))

    @staticmethod
    def of_recipe(recipe: Mapping[str, str]) -> "Tokenizer":
        """Make the tokenizer that a recipe records.

        Parameters
        ----------
        recipe : mapping of str to str
            The choices, as `Tokenizer.recipe` has them.

        Returns
        -------
        Tokenizer
            The same rule.

        Raises
        ------
        DiscourseError
            If the segmenter was a function, or is installed in another version.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Tokenizer.of_recipe({"possessive": "keep", "hyphen": "split"}).tokens("win-win")
        ['win', 'win']
        """
        name = recipe.get("segmenter", "")
        if name and name != FILE and not name.startswith("zh "):
            raise DiscourseError(
                f"the segmenter {name} is a function, and functions are not saved; "
                "give tokenizer= as when the texts were read."
            )
        choices = {key: value for key, value in recipe.items() if key != "segmenter"}
        made = Tokenizer(**choices, segmenter=name.partition(" ")[0] or None)
        if made.recipe != recipe:
            raise DiscourseError(
                f"the texts were read with the segmenter {name}, but {made.recipe['segmenter']} is "
                "installed; install that version, or read the texts again."
            )
        return made

    @property
    def recipe(self) -> dict[str, str]:
        """The choices by name, as provenance records them."""
        made = {"possessive": self.possessive, "hyphen": self.hyphen}
        return (
            made if self.segmenter is None else made | {"segmenter": segmenter_name(self.segmenter)}
        )

    @cached_property
    def _classes(self) -> NDArray[np.uint8]:
        table = character_classes()
        return (
            table
            if self.hyphen == "keep"
            else np.where(table == of.HYPHEN, of.OTHER, table).astype(np.uint8)
        )

    def _scan(self, text: str) -> NDArray[np.int64]:
        characters = code_points(text)
        kinds = self._classes[characters]
        if not (kinds == of.IGNORED).any():
            return self._borders(characters, kinds)
        seen = np.flatnonzero(kinds != of.IGNORED)
        spans = self._borders(characters[seen], kinds[seen])
        return np.stack([seen[spans[:, 0]], seen[spans[:, 1] - 1] + 1], axis=1)

    def _borders(
        self, characters: NDArray[np.unsignedinteger], kinds: NDArray[np.uint8]
    ) -> NDArray[np.int64]:
        """Find where tokens start and end: where inside a token changes to outside, and back."""
        inside = kinds >= of.LETTER
        if (kinds == of.MARK).any():
            inside |= _find_attached_marks(kinds)
        joints = np.flatnonzero((kinds >= of.POINT) & (kinds <= of.HYPHEN))
        joints = joints[(joints > 0) & (joints < len(kinds) - 1)]
        finals = (
            _find_final_apostrophes(characters, kinds, inside, joints)
            if self.possessive == "split"
            else joints[:0]
        )
        inside[_find_joining(inside, kinds, joints, finals)] = True
        cuts = finals[inside[finals - 1]]
        inside[finals] = True
        changes = np.flatnonzero(np.diff(inside, prepend=False, append=False))
        if len(cuts):
            changes = np.sort(np.concatenate([changes, cuts, cuts]))
        return changes.reshape(-1, 2)


def _split_into_pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text into pieces that end with a space; yield where each starts, and the piece."""
    start = 0
    while start < len(text):
        end = text.find(" ", start + PIECE) + 1 or len(text)
        yield start, text[start:end]
        start = end


def _find_attached_marks(kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Find the marks that follow a letter or number with nothing but marks between."""
    places = np.arange(len(kinds))
    base = np.maximum.accumulate(np.where(kinds == of.MARK, 0, places))
    attached: NDArray[np.bool_] = (kinds == of.MARK) & (kinds[base] >= of.LETTER)
    return attached


def _find_joining(
    inside: NDArray[np.bool_],
    kinds: NDArray[np.uint8],
    joints: NDArray[np.int64],
    finals: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Find the apostrophes, hyphens and points that join two halves of a token."""
    digits = (kinds[joints - 1] == of.DIGIT) & (kinds[joints + 1] == of.DIGIT)
    words = inside[joints - 1] & (kinds[joints + 1] >= of.LETTER)
    joined = np.where(kinds[joints] == of.POINT, digits, words)
    if len(finals):
        joined &= ~np.isin(joints, finals) & ~np.isin(joints, finals + 2)
    return joints[joined]


def _find_final_apostrophes(
    characters: NDArray[np.unsignedinteger],
    kinds: NDArray[np.uint8],
    inside: NDArray[np.bool_],
    joints: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Find the apostrophes of a final ``'s``; any other one still joins (o'clock)."""
    of_s = (characters[joints + 1] | 32) == ord("s")
    follows = kinds[np.minimum(joints + 2, len(kinds) - 1)]
    ends = (joints + 2 == len(kinds)) | (follows < of.MARK)
    after_word = inside[joints - 1]
    finals: NDArray[np.int64] = joints[(kinds[joints] == of.APOSTROPHE) & of_s & ends & after_word]
    return finals
