"""The values of CQL: a regular expression, checked, and in the form in which it is compared."""

import unicodedata
from dataclasses import dataclass
from math import prod

import lark
import regex

from discourse.corpus.query.grammar import BrokenQueryError
from discourse.corpus.query.pattern import Word, escape_value, literal_text
from discourse.corpus.query.restriction import read_integer
from discourse.text.characters import (
    APOSTROPHES,
    HYPHENS,
    IGNORABLE,
    INNER_SIGNS,
    LOOKALIKES,
    MIDDLE_DOT,
)
from discourse.text.tokenizer import Tokenizer

# The most repetitions inside a regular expression: a billion of them would exhaust memory.
MOST_LETTERS_REPEATED = 1_000


@dataclass(frozen=True)
class ValueReader:
    """Reads the values of a query on texts that a tokenizer divided.

    With `joined`, a token may be several words with ``_`` between them, and signs.
    """

    tokenizer: Tokenizer
    joined: bool

    def read_form(self, attribute: str, quoted: lark.Token, flag: list[lark.Token]) -> Word:
        """Read a value of `word` or `lower`; refuse one that no token can have."""
        value = _INVISIBLE.sub("", quoted[1:-1])
        if _BLANK_IN_VALUE.search(value):
            raise BrokenQueryError(
                quoted,
                f"{quoted} is one token with a space in it, but no token contains a space:",
                '" "'.join(quoted.split()),
            )
        if not value:
            raise BrokenQueryError(
                quoted, f"{quoted} is empty, but no token is; write [] for any token:", "[]"
            )
        self._refuse_cut(quoted, value)
        test = self.read_value(attribute, quoted, flag)
        value = unicodedata.normalize("NFC", value)
        text = literal_text(value) if attribute == "lower" else None
        folded = value if text is None else escape_value(self.tokenizer.fold(text))
        return Word(attribute, folded, test.ignore_case)

    def _refuse_cut(self, quoted: lark.Token, value: str) -> None:
        """Refuse a value at whose signs the tokenizer cuts words, such as ``AT&T``."""
        text = value if _ABBREVIATION.fullmatch(value) else literal_text(value)
        if text is None or self.joined or callable(self.tokenizer.segmenter):
            return
        spans = self.tokenizer.spans(text).tolist()
        covered = {place for start, end in spans for place in range(start, end)}
        cut = [sign for place, sign in enumerate(text) if place not in covered]
        signs = [sign for sign in dict.fromkeys(cut) if not _IN_TOKENS.match(sign)]
        if signs:
            words = (escape_value(text[start:end]) for start, end in spans)
            raise BrokenQueryError(
                quoted,
                f"{quoted} is no token, because words are divided at {' '.join(signs)}:",
                " ".join(f'"{word}"' for word in words),
            )

    def read_value(self, attribute: str, quoted: lark.Token, flag: list[lark.Token]) -> Word:
        """Read any value; compile it once, to refuse a malformed one here."""
        value = unicodedata.normalize("NFC", quoted[1:-1])
        if flag and flag[0] != "%c":
            raise BrokenQueryError(
                flag[0], f"{flag[0]} is not a flag; the only one is %c (ignore case):", "%c"
            )
        if unknown := _UNKNOWN_GROUP.search(value):
            raise BrokenQueryError(
                quoted,
                f"{unknown[0]} is not allowed in a value; allowed are (?: (?i) (?= (?! (?<:",
            )
        repeated = (
            max(map(read_integer, filter(None, times))) for times in _REPETITION.findall(value)
        )
        if prod(repeated) > MOST_LETTERS_REPEATED:
            raise BrokenQueryError(
                quoted, f"this repeats letters more than {MOST_LETTERS_REPEATED:,} times:"
            )
        try:
            regex.compile(value)
        except regex.error as error:
            raise BrokenQueryError(quoted, f"this is not a regular expression ({error}):") from None
        return Word(attribute, value, bool(flag))


# Allow only these (?…) groups: recursive ones such as (?R) can exhaust memory.
_UNKNOWN_GROUP = regex.compile(
    r"(?s)\\.(*SKIP)(*FAIL)|\[(?:\\.|[^\]\\])*\](*SKIP)(*FAIL)|\(\?(?!:|i\)|=|!|<[=!]).?"
)
_REPETITION = regex.compile(r"(?s)\\.(*SKIP)(*FAIL)|\{(?=\d|,\d)(\d*),?(\d*)\}")
_BLANK_IN_VALUE = regex.compile(r"(?s)\\.(*SKIP)(*FAIL)|\[(?:\\.|[^\]\\])*\](*SKIP)(*FAIL)|\s")
_INVISIBLE = regex.compile(f"[{IGNORABLE}]+")
# `U.S.` is a regular expression that some words match, but it is never written for them.
_ABBREVIATION = regex.compile(r"(?:\p{L}\.){2,}")
# Signs that are part of some tokens, depending on what is beside them; and the blanks in tokens of
# a segmenter.
_IN_TOKENS = regex.compile(
    rf"[{HYPHENS}{APOSTROPHES}{LOOKALIKES}{INNER_SIGNS}{MIDDLE_DOT}{IGNORABLE}\p{{M}}\s]"
)
