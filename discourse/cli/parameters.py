"""The parameters of a verb as arguments of a command, from its signature and its docstring."""

import inspect
import types
import typing
from argparse import Action, ArgumentTypeError, BooleanOptionalAction, Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from discourse.cli.inputs import read_corpus_at
from discourse.corpus.corpus import Corpus
from discourse.corpus.references.frequency_list import SHIPPED, WORDFREQ, FrequencyList, reference
from discourse.layers.lexicons import Lexicon
from discourse.record import NOT_RECORDED, Verb

KIND_NAMES = {int: "a whole number", float: "a number", str: "text"}

# Options that are given once per value, because they are often followed by the texts.
REPEATED = ("by",)
LONGEST_TYPE = 70  # characters of a parameter's name and type; a longer line is a description


def list_parameters(verb: Verb) -> Iterator["Parameter"]:
    """The parameters of a verb, other than the corpus."""
    function = inspect.unwrap(verb.function)
    hints = typing.get_type_hints(function)
    explained = dict(parse_explanations(inspect.getdoc(function) or ""))
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if name in NOT_RECORDED:
            continue
        yield Parameter(
            name=name,
            kinds=tuple(_list_kinds(hints[name])),
            default=parameter.default,
            is_positional=parameter.kind is not inspect.Parameter.KEYWORD_ONLY,
            help=explained.get(name, ""),
        )


def _list_kinds(hint: Any) -> Iterator[Any]:
    """The kinds of value that an annotation allows, numbers before text."""
    kinds = [hint]
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
    yield from sorted(kinds, key=lambda kind: kind is str)


def parse_explanations(docstring: str) -> Iterator[tuple[str, str]]:
    """Each parameter, and its explanation in the section Parameters of a docstring.

    Examples
    --------
    >>> docstring = '''Parameters
    ... ----------
    ... window : int, optional
    ...     Tokens on either side. Punctuation is not counted.
    ... '''
    >>> list(parse_explanations(docstring))
    [('window', 'tokens on either side. Punctuation is not counted')]
    """
    section = regex.search(
        r"^Parameters\n-+\n(.*?)(?=^\w[^\n]*\n-+$|\Z)", docstring, regex.M | regex.S
    )
    entries = regex.split(r"^(?=\S)", section[1], flags=regex.M) if section else []
    for entry in filter(None, entries):
        names, _, text = entry.partition(" : ")
        kind, _, description = text.partition("\n")
        is_type = len(f"{names} : {kind}") <= LONGEST_TYPE and kind[-1:] not in ".,;:"
        explanation = description if is_type and description.strip() else text
        for name in names.split(","):
            yield name.strip(), _write_explanation(explanation)


def _write_explanation(description: str) -> str:
    """The first paragraph of a description as a line of help, without markup."""
    paragraph = description.strip().partition("\n\n")[0]
    line = regex.sub(r"`|\s*\[\d+\]_", "", " ".join(paragraph.split())).rstrip(".")
    begins_with_word = line[:2].istitle()  # not a name such as DP
    return f"{line[:1].lower()}{line[1:]}" if begins_with_word else line


@dataclass(frozen=True)
class Parameter:
    """A parameter of a verb, as an argument of a command."""

    name: str
    kinds: tuple[Any, ...]
    default: Any
    is_positional: bool
    help: str

    @property
    def is_needed(self) -> bool:
        """Whether it has no default."""
        return self.default is inspect.Parameter.empty

    @property
    def takes_corpus(self) -> bool:
        """Whether other texts can be given, to compare with; an alternative is no other side."""
        return Corpus in self.kinds and self.is_positional

    def add(self, add_argument: Callable[..., Action]) -> None:
        """Add it to a parser."""
        options: dict[str, Any] = {"help": self._write_help()}
        if bool in self.kinds:
            options["action"] = BooleanOptionalAction
        else:
            options |= {"type": self._convert, "metavar": self.name.upper()}
        if self.name in REPEATED:
            options["action"] = "append"
        elif self._item_kinds():
            options["nargs"] = "+" if self.is_needed or not self.is_positional else "*"
        elif self.is_positional and (self.takes_corpus or not self.is_needed):
            options["nargs"] = "?"
        if self.is_positional:
            add_argument(self.name, **options)
        else:
            add_argument(f"--{self.name.replace('_', '-')}", **options)

    def is_given(self, args: Namespace) -> bool:
        """Whether the command line has it."""
        return getattr(args, self.name) not in (None, [])

    def value(self, args: Namespace) -> Any:
        """Its value for the verb; a corpus or a frequency list is read from its path or name."""
        value = getattr(args, self.name)
        if isinstance(value, list) and Corpus in self._item_kinds():
            return [self._read_side(each, args) for each in value]
        return self._read_side(value, args)

    def _read_side(self, value: Any, args: Namespace) -> Any:
        if FrequencyList in self.kinds and is_frequency_list(value):
            return reference(value)
        if Corpus in self.kinds and (not self._takes_text() or Path(value).exists()):
            return read_corpus_at(value, args)
        is_list = isinstance(value, list)
        return value[0] if is_list and len(value) == 1 and self._takes_one() else value

    def _takes_text(self) -> bool:
        """Whether a text that is neither a path nor a name of a list means something."""
        return str in self.kinds and FrequencyList not in self.kinds

    def _item_kinds(self) -> list[Any]:
        """The kinds of its items, if it takes several; a lexicon is one file."""
        if Lexicon in self.kinds:
            return []
        for kind in self.kinds:
            if isinstance(typing.get_origin(kind), type) and typing.get_origin(kind) is not tuple:
                return list(_list_kinds(typing.get_args(kind)[0]))
        return []

    def _takes_one(self) -> bool:
        """Whether it takes one item as well as several."""
        return any(kind in self.kinds for kind in self._item_kinds())

    def _convert(self, text: str) -> Any:
        kinds = self._item_kinds() or list(self.kinds)
        for kind in kinds:
            try:
                return convert(text, kind)
            except (TypeError, ValueError):
                continue
        expected = " or ".join(KIND_NAMES.get(kind, str(kind)) for kind in kinds)
        raise ArgumentTypeError(f"expects {expected}, got {text!r}")

    def _write_help(self) -> str:
        default = "" if self.is_needed or self.default in (None, ()) else self.default
        shown = f" (default: {default})" if default != "" else ""
        return f"{self.help}{shown}".replace("%", "%%")


def is_frequency_list(name: str) -> bool:
    """Whether a reference is named as a frequency list is, rather than by a path to texts."""
    return name in SHIPPED or name.startswith(WORDFREQ) or name.endswith(".csv")


def convert(text: str, kind: Any) -> Any:
    """Convert an argument of the command line to a kind of value; ``2,3`` is a pair of numbers.

    Raises
    ------
    TypeError, ValueError
        If the kind cannot be written on a command line, or the text is not of that kind.
    """
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return tuple(convert(part, inner[0]) for part in text.split(",", len(inner) - 1))
    if origin is typing.Literal and text in inner:
        return text
    if kind in (int, float):
        return kind(text)
    if kind in (str, Corpus):
        return text
    raise TypeError(kind)
