"""A tokeniser as a short text, such as "hyphen=split", in which tables and commands name it."""

import regex

from discourse.errors import DiscourseError, check_type, one_of
from discourse.text.segmenters import segmenter_name
from discourse.text.tokenizer import CHOICES, Tokenizer

DEFAULT = "default"
SEGMENTER = "segmenter"
_CHOICE = regex.compile(r"\s*(\w+)\s*=\s*([^=,]*?)\s*")


def write_tokenizer(tokenizer: Tokenizer) -> str:
    """The choices of a tokeniser that are not the usual ones; "default" if all are.

    Examples
    --------
    >>> write_tokenizer(Tokenizer(possessive="split", hyphen="split"))
    'possessive=split, hyphen=split'
    >>> write_tokenizer(Tokenizer())
    'default'
    """
    chosen = {name: str(getattr(tokenizer, name)) for name in CHOICES}
    written = [f"{name}={value}" for name, value in chosen.items() if value != CHOICES[name][0]]
    if tokenizer.segmenter is not None:
        given = tokenizer.segmenter
        name = given if isinstance(given, str) else segmenter_name(given)
        written.append(f"{SEGMENTER}={name}")
    return ", ".join(written) or DEFAULT


def read_tokenizer(given: object) -> Tokenizer:
    """The tokeniser that a text describes; one that is a tokeniser already is returned.

    Raises
    ------
    DiscourseError
        For a text that is no list of choices, or a choice that tokenisers do not have.

    Examples
    --------
    >>> read_tokenizer("hyphen=split").tokens("win-win")
    ['win', 'win']
    """
    if isinstance(given, Tokenizer):
        return given
    way_out = "write tokenizer='hyphen=split', or give dc.Tokenizer(hyphen='split')"
    text = check_type("tokenizer", given, str, "a tokenizer, or its choices as text", way_out)
    if text.strip() == DEFAULT:
        return Tokenizer()
    choices = {}
    for piece in text.split(","):
        found = _CHOICE.fullmatch(piece)
        if found is None:
            raise DiscourseError(
                f"tokenizer={text!r} is not a tokenizer; write its choices, such as "
                f"'hyphen=split' or 'possessive=split, hyphen=split', or {DEFAULT!r}."
            )
        choices[one_of("choice of a tokenizer", found[1], [*CHOICES, SEGMENTER])] = found[2]
    return Tokenizer(**choices)
