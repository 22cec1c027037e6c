"""Text becomes tokens: where each starts and ends, and the form in which it is counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import pandas as pd
import regex
from numpy.typing import NDArray

from discourse.errors import DiscourseError, check_text, one_of
from discourse.text import characters as of
from discourse.text.characters import APOSTROPHES, LOOKALIKES, character_classes
from discourse.text.explaining import explain_tokens
from discourse.text.folding import (
    DOTLESS,
    FOLDED_SIGNS,
    fold_as_first,
    fold_word,
    is_folded_as_first,
)
from discourse.text.overlays import KEPT, blank_out, cut_elisions, find_whole
from discourse.text.scanning import find_words
from discourse.text.segmenters import FILE, SEGMENTERS, Segmenter, segment, segmenter_name

# What each choice may be; the first is the default.
CHOICES = {
    "possessive": ("keep", "split"),
    "hyphen": ("keep", "split"),
    "elision": ("keep", "split"),
    "hashtag": ("split", "keep"),
    "mention": ("split", "keep"),
    "url": ("split", "keep"),
    "emoji": ("drop", "keep"),
    "case": ("lower", "keep"),
    "rule": ("2", "1"),
}
# Choices that 0.1.0 had, which every recipe names.
FIRST_CHOICES = ("possessive", "hyphen")
# Choices about words as they are counted, whatever divides a text into them.
COUNTING_CHOICES = ("case", "rule")
# A run of signs with an apostrophe at one of its ends.
_CHUNK = regex.compile(
    rf"(?<!\S)(?:[{APOSTROPHES}{LOOKALIKES}]\S+|\S+[{APOSTROPHES}{LOOKALIKES}])(?!\S)"
)


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
    elision : str, optional
        "keep" (``l'homme`` is one token) or "split" (``l'`` and ``homme``), for French, Italian,
        Catalan and Occitan.
    case : str, optional
        "lower" (``US`` and ``us`` are one type) or "keep" (they are two).
    hashtag, mention, url : str, optional
        "split" (``#MeToo`` is the word ``MeToo``) or "keep" (``#MeToo`` is one token); so with
        ``@who`` and with web addresses.
    emoji : str, optional
        "drop" (an emoji is no token) or "keep".
    rule : str, optional
        "2", which is described below; "1" is the rule of version 0.1.0, which corpora saved by it
        keep.

    Raises
    ------
    DiscourseError
        If a choice is not one of these.

    See Also
    --------
    dc.read : Its parameter ``tokenizer`` takes one.
    dc.Corpus.tokens : The tokens of a document.

    Notes
    -----
    A token is a run of letters, numbers and marks that starts with a letter or a number. Inside a
    token, an apostrophe or a hyphen may join two runs, and so may ``.`` or ``,`` between digits
    (``36,000``, ``9.5``). Between letters, what looks like an apostrophe is one (``don´t``), and
    a sign may belong to the word in its script: ``l·l`` in Catalan, geresh and gershayim in
    Hebrew, the marks of question and emphasis in Armenian. A raised digit belongs to no word
    (``rights¹``). Invisible characters (soft hyphen, zero-width joiners, direction marks) are
    ignored. A word hyphenated across a line end counts as two tokens.

    A token is counted in its folded form: NFC, lower case, with one kind of apostrophe and of
    hyphen, without invisible characters. ``Maße`` and ``Masse`` are two types, and so are
    ``Straße`` and ``STRASSE``. In a text whose metadata `language` is Turkish or Azerbaijani,
    the lower case of ``I`` is ``ı``.

    Rule "1" has no look-alikes of the apostrophe and no signs inside words, takes raised digits for
    parts of words, and folds by Unicode's case folding, which makes ``Maße`` and ``Masse`` one.

    Scripts that put no spaces between words (Chinese, Japanese, Thai, Khmer, Lao, Burmese, Tibetan)
    need a `segmenter`. Without one, a text in such a script is refused, and a quotation in it
    within another text counts as one token per unbroken run.

    ``discourse docs your-own-texts`` explains what counts as a word.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.Tokenizer().tokens("China’s win-win deals: 36,000.")
    ['China’s', 'win-win', 'deals', '36,000']
    >>> dc.Tokenizer(possessive="split", hyphen="split").tokens("China’s win-win")
    ['China', '’s', 'win', 'win']
    >>> dc.Tokenizer(elision="split").tokens("l'homme d'aujourd'hui")
    ["l'", 'homme', "d'", "aujourd'hui"]
    >>> dc.Tokenizer(hashtag="keep", emoji="keep").tokens("So true! #MeToo 👍")
    ['So', 'true', '#MeToo', '👍']
    >>> dc.Tokenizer().fold("China’s")
    "china's"
    """

    possessive: str = "keep"
    hyphen: str = "keep"
    segmenter: str | Segmenter | None = None
    elision: str = "keep"
    case: str = "lower"
    hashtag: str = "split"
    mention: str = "split"
    url: str = "split"
    emoji: str = "drop"
    rule: str = "2"

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            one_of(name, getattr(self, name), choices)
        if isinstance(self.segmenter, str):
            one_of("segmenter", self.segmenter, SEGMENTERS)
        if callable(self.segmenter) or self._takes_tokens:
            self._refuse_choices()

    def _refuse_choices(self) -> None:
        given = [name for name in self._chosen if name not in COUNTING_CHOICES]
        if given:
            are = "are choices" if len(given) > 1 else "is a choice"
            raise DiscourseError(
                f"{' and '.join(given)} {are} of the built-in rule; leave "
                f"{'them' if len(given) > 1 else 'it'} out with a segmenter of your own"
                f"{', or of a file' if self._takes_tokens else ''}."
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

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Tokenizer().spans("Human rights.").tolist()
        [[0, 5], [6, 12]]
        """
        if callable(self.segmenter):
            return segment(self.segmenter, text)
        if not self._kept_whole:
            return self._word_spans(text)
        kept = find_whole(text, self._kept_whole)
        words = self._word_spans(blank_out(text, kept))
        whole = np.array([(start, end) for start, end, _ in kept], dtype=np.int64).reshape(-1, 2)
        spans = np.concatenate([words, whole])
        return spans[np.argsort(spans[:, 0])]

    def phrase_spans(self, text: str) -> list[list[int]]:
        """Find the tokens of a phrase, in which a word that a choice cuts off may be by itself.

        Parameters
        ----------
        text : str
            The phrase.

        Returns
        -------
        list of [int, int]
            The first character of each token, and the one after its last.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Tokenizer(elision="split").phrase_spans("l' homme")
        [[0, 2], [3, 8]]
        """
        spans: list[list[int]] = self.spans(text).tolist()
        if "split" not in (self.elision, self.possessive):
            return spans
        for start, end in (chunk.span() for chunk in _CHUNK.finditer(text)):
            if self._is_cut_off(text[start:end]):
                inside = [span for span in spans if start <= span[0] < end]
                spans = [*(span for span in spans if span not in inside), [start, end]]
        return sorted(spans)

    def _is_cut_off(self, chunk: str) -> bool:
        """Whether a chunk is a token where a letter follows it, or precedes it."""
        size = len(chunk)
        before, after = [[0, size], [size, size + 1]], [[0, 1], [1, size + 1]]
        return bool(
            self.spans(f"{chunk}a").tolist() == before or self.spans(f"a{chunk}").tolist() == after
        )

    def _word_spans(self, text: str) -> NDArray[np.int64]:
        spans = find_words(text, self._classes, cut_possessive=self.possessive == "split")
        if self.elision == "split":
            spans = cut_elisions(text, spans)
        return SEGMENTERS[self.segmenter](text, spans) if isinstance(self.segmenter, str) else spans

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

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Tokenizer().tokens("Human rights.")
        ['Human', 'rights']
        """
        return [text[start:end] for start, end in self.spans(text).tolist()]

    def fold(self, token: str, language: str = "") -> str:
        """Fold a token to the form in which it is counted.

        Parameters
        ----------
        token : str
            The token as it is written.
        language : str, optional
            The code of the language whose lower case is used; it matters for "tr" and "az".

        Returns
        -------
        str
            The folded form.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Tokenizer().fold("ILIK"), dc.Tokenizer().fold("ILIK", "tr")
        ('ilik', 'ılık')
        """
        if self.rule == "1" and self.case == "lower":
            return token.lower() if token.isascii() else fold_as_first(token)
        if token.isascii() and language not in DOTLESS and not FOLDED_SIGNS.intersection(token):
            # The same result as below, ten times faster.
            return token.lower() if self.case == "lower" else token
        return fold_word(token, language, keep_case=self.case == "keep")

    def explain(self, text: str) -> pd.DataFrame:
        """Show what becomes of a text, and why.

        Parameters
        ----------
        text : str
            A text; a line or two are enough to see a rule at work.

        Returns
        -------
        DataFrame
            One row per token, and per run of other characters than white space: ``text, term,
            start_char, end_char, reason``. ``term`` is the form in which a token is counted, and
            empty for what belongs to no token.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Tokenizer().explain("rights¹ 36,000")[["text", "term", "reason"]]
             text    term                                             reason
        0  rights  rights                                             a word
        1       ¹          a raised digit marks a note and belongs to no ...
        2  36,000  36,000             , between digits belongs to the number
        """
        kept = find_whole(check_text("text", text, "China’s rights"), self._kept_whole)
        known = {(start, end): f"{kind}='keep' keeps it whole" for start, end, kind in kept}
        spans = [(start, end) for start, end in self.spans(text).tolist()]
        if self.segmenter is not None:
            found = f"found with the segmenter {segmenter_name(self.segmenter)}"
            known = dict.fromkeys(spans, found) | known
        return explain_tokens(text, spans, self.fold, known)

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
        # Version 0.1.0 recorded no rule.
        choices = {"rule": "1"} | {k: value for k, value in recipe.items() if k != "segmenter"}
        for choice in choices:
            one_of("choice of a tokenizer", choice, [field.name for field in fields(Tokenizer)])
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
        made = {name: getattr(self, name) for name in FIRST_CHOICES} | self._chosen
        if self.rule != "1":  # the rule that a recipe without this key means
            made["rule"] = self.rule
        else:
            made.pop("rule")
        return (
            made if self.segmenter is None else made | {"segmenter": segmenter_name(self.segmenter)}
        )

    def simplify_recipe(self, characters: Iterable[str]) -> dict[str, str]:
        """The recipe as a fingerprint covers it.

        Parameters
        ----------
        characters : iterable of str
            The characters of all words of a corpus or list.

        Returns
        -------
        dict of str to str
            The recipe; without the rule if that of version 0.1.0 gives the same words, so that the
            fingerprints of such texts are still those of 0.1.0.
        """
        made = self.recipe
        if self.rule != "1" and is_folded_as_first(characters):
            del made["rule"]
        return made

    @property
    def _chosen(self) -> dict[str, str]:
        """The choices other than the default."""
        chosen = {name: str(getattr(self, name)) for name in CHOICES}
        return {name: value for name, value in chosen.items() if value != CHOICES[name][0]}

    @property
    def _takes_tokens(self) -> bool:
        """Whether the tokens are those of the files."""
        return isinstance(self.segmenter, str) and self.segmenter == FILE

    @cached_property
    def _kept_whole(self) -> tuple[str, ...]:
        return tuple(kind for kind in KEPT if getattr(self, kind) == "keep")

    @cached_property
    def _classes(self) -> NDArray[np.uint8]:
        table = character_classes(self.rule)
        return (
            table
            if self.hyphen == "keep"
            else np.where(table == of.HYPHEN, of.OTHER, table).astype(np.uint8)
        )
