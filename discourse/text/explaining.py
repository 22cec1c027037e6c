"""Why a string becomes the tokens that it does."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd
import regex

from discourse.text.characters import (
    APOSTROPHES,
    HYPHENS,
    IGNORABLE,
    INNER_SIGNS,
    LOOKALIKES,
    MIDDLE_DOT,
    QUOTATION_MARK,
    RAISED_DIGITS,
)
from discourse.text.overlays import find_whole

COLUMNS = ("text", "term", "start_char", "end_char", "reason")

_PART = r"[\p{L}\p{M}\p{N}]"
# What is seen in a token, and what that means. `{}` is the sign itself.
_IN_TOKENS = (
    (rf"\A[{APOSTROPHES}{LOOKALIKES}]", "cut before the apostrophe by possessive='split'"),
    (rf"[{APOSTROPHES}{LOOKALIKES}]\Z", "cut behind the apostrophe by elision='split'"),
    (rf"(?<={_PART})[{APOSTROPHES}](?={_PART})", "an apostrophe joins two parts"),
    (rf"(?<={_PART})[{LOOKALIKES}](?={_PART})", "{} between letters is read as an apostrophe"),
    (rf"[{HYPHENS}]", "a hyphen joins two parts"),
    (r"(?<=\p{Nd})[.,](?=\p{Nd})", "{} between digits belongs to the number"),
    (rf"[{INNER_SIGNS}{MIDDLE_DOT}{QUOTATION_MARK}]", "{} belongs to the word in its script"),
    (rf"[{IGNORABLE}]", "invisible characters are ignored"),
)
_JOINTS = f"{HYPHENS}{APOSTROPHES}{LOOKALIKES}"
_PICTURES = r"\p{Extended_Pictographic}\p{RI}"
_OUTSIDE = regex.compile(
    rf"(?P<raised>[{RAISED_DIGITS}]+)|(?P<hashtag>[#＃])(?=$)|(?P<mention>[@＠])(?=$)"
    rf"|(?P<emoji>[{_PICTURES}][{_PICTURES}\p{{M}}\p{{Emoji_Modifier}}\u200d]*)"
    rf"|(?P<joint>[{_JOINTS}]+)|(?P<mark>\p{{M}}+)"
    rf"|(?P<sign>(?:[^\s\p{{M}}{_PICTURES}{RAISED_DIGITS}{_JOINTS[1:]}-](?<![#＃@＠](?=$)))+)"
)
_LETTER = regex.compile(r"[\p{L}\p{N}]")
_REASONS_OUTSIDE = {
    "raised": "a raised digit marks a note and belongs to no word",
    "hashtag": "a sign belongs to no word; hashtag='keep' keeps hashtags whole",
    "mention": "a sign belongs to no word; mention='keep' keeps mentions whole",
    "emoji": "an emoji is no word; emoji='keep' makes it a token",
    "joint": "an apostrophe or a hyphen belongs to a word only where it joins two parts",
    "mark": "a mark without a letter before it is no word",
    "sign": "signs belong to no word",
}


def explain_tokens(
    text: str,
    spans: Sequence[tuple[int, int]],
    fold: Callable[[str], str],
    known: Mapping[tuple[int, int], str],
) -> pd.DataFrame:
    """One row per token, and per run of signs outside all tokens; `known` are reasons by span."""
    rows: list[tuple[str, str, int, int, str]] = []
    at = 0
    for start, end in [*spans, (len(text), len(text))]:
        rows += _explain_outside(text, at, start)
        if end > start:
            word = text[start:end]
            reason = known.get((start, end)) or _explain_token(word)
            rows.append((word, fold(word), start, end, reason + _explain_form(word, fold(word))))
        at = end
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {"text": "str", "term": "str", "start_char": "int64", "end_char": "int64", "reason": "str"}
    )


def _explain_token(word: str) -> str:
    reasons: list[str] = []
    for pattern, reason in _IN_TOKENS:
        found = regex.search(pattern, word)
        if found and not (
            reasons and reasons[0].startswith("cut") and found.group() in APOSTROPHES
        ):
            reasons.append(reason.format(found.group()))
    kind = "a number" if regex.fullmatch(r"\p{N}+", word) else "a word"
    return "; ".join(reasons) or kind


def _explain_form(word: str, term: str) -> str:
    if term == word:
        return ""
    return "; counted in lower case" if word.lower() == term else "; counted in its folded form"


def _explain_outside(text: str, start: int, end: int) -> Iterator[tuple[str, str, int, int, str]]:
    for found in _OUTSIDE.finditer(text, start, end):
        reason = _REASONS_OUTSIDE[str(found.lastgroup)]
        if found.lastgroup == "sign" and _LETTER.search(found.group()):
            reason = "the segmenter leaves it out"
        if found.lastgroup == "emoji" and not find_whole(found.group(), ("emoji",)):
            reason = _REASONS_OUTSIDE["sign"]  # such as ©, which is text by default
        yield found.group(), "", found.start(), found.end(), reason
