"""What a verb takes, from its signature and docstring: as arguments of a command."""

import inspect
import types
import typing
from argparse import Action, ArgumentTypeError, BooleanOptionalAction, Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from discourse.cli.inputs import corpus_at
from discourse.corpus.corpus import Corpus
from discourse.corpus.references.frequency_list import SHIPPED, WORDFREQ, FrequencyList, reference
from discourse.record import NOT_RECORDED, Verb


def parameters(verb: Verb) -> Iterator["Parameter"]:
    """What a verb takes beside the corpus."""
    function = inspect.unwrap(verb.function)
    hints = typing.get_type_hints(function)
    explained = dict(explanations(inspect.getdoc(function) or ""))
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if name in NOT_RECORDED:
            continue
        yield Parameter(
            name=name,
            kinds=tuple(_kinds(hints[name])),
            default=parameter.default,
            is_positional=parameter.kind is not inspect.Parameter.KEYWORD_ONLY,
            help=explained.get(name, ""),
        )


def _kinds(hint: Any) -> Iterator[Any]:
    """The kinds of value that an annotation allows, numbers before text."""
    found: Sequence[Any] = (hint,)
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        found = typing.get_args(hint)
    yield from sorted((kind for kind in found if kind is not type(None)), key=lambda k: k is str)


def explanations(docstring: str) -> Iterator[tuple[str, str]]:
    """What the section Parameters of a docstring says of each."""
    section = regex.search(
        r"^Parameters\n-+\n(.*?)(?=^\w[^\n]*\n-+$|\Z)", docstring, regex.M | regex.S
    )
    entries = regex.split(r"^(?=\S)", section[1], flags=regex.M) if section else []
    for entry in filter(None, entries):
        names, _, text = entry.partition(" : ")
        for name in names.split(","):
            yield name.strip(), " ".join(text.split()).rstrip(".")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a verb, and what a command makes of it."""

    name: str
    kinds: tuple[Any, ...]
    default: Any
    is_positional: bool
    help: str

    @property
    def is_needed(self) -> bool:
        """Whether a call without it cannot be answered."""
        return self.default is inspect.Parameter.empty

    def add(self, add_argument: Callable[..., Action]) -> None:
        """Give it to a parser."""
        options: dict[str, Any] = {"help": self._help()}
        if bool in self.kinds:
            options["action"] = BooleanOptionalAction
        else:
            options |= {"type": self._converted, "metavar": self.name.upper()}
        if self._several() is not None:
            options["nargs"] = "+" if self.is_needed or not self.is_positional else "*"
        elif self.is_positional and not self.is_needed:
            options["nargs"] = "?"
        if self.is_positional:
            add_argument(self.name, **options)
        else:
            add_argument(f"--{self.name.replace('_', '-')}", **options)

    def is_given(self, args: Namespace) -> bool:
        """Whether the command line has it."""
        return getattr(args, self.name) not in (None, [])

    def value(self, args: Namespace) -> Any:
        """Its value as the verb takes it; a corpus or a list is read from its path or name."""
        value = getattr(args, self.name)
        if FrequencyList in self.kinds and is_listed(value):
            return reference(value)
        if Corpus in self.kinds:
            return corpus_at(value, args)
        is_list = isinstance(value, list)
        return value[0] if is_list and len(value) == 1 and self._one() else value

    def _several(self) -> Any:
        """The kind of the items, where it takes several."""
        for kind in self.kinds:
            if typing.get_origin(kind) is not None and typing.get_origin(kind) is not tuple:
                return typing.get_args(kind)[0]
        return None

    def _one(self) -> bool:
        """Whether it takes one item as well as several."""
        return self._several() in self.kinds

    def _converted(self, text: str) -> Any:
        kinds = [self._several()] if self._several() is not None else list(self.kinds)
        for kind in kinds:
            try:
                return converted(text, kind)
            except (TypeError, ValueError):
                continue
        wanted = " or ".join(getattr(kind, "__name__", str(kind)) for kind in kinds)
        raise ArgumentTypeError(f"{text!r} is not of the kind {wanted}")

    def _help(self) -> str:
        default = "" if self.is_needed or self.default in (None, ()) else self.default
        shown = f" (default: {default})" if default != "" else ""
        return f"{self.help}{shown}".replace("%", "%%")


def is_listed(name: str) -> bool:
    """Whether what a corpus is compared with is a list of frequencies, and no texts."""
    return name in SHIPPED or name.startswith(WORDFREQ) or name.endswith(".csv")


def converted(text: str, kind: Any) -> Any:
    """What is written on the command line, as a kind of value: ``2,3`` is a pair of numbers."""
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)
        return tuple(converted(part, inner[0]) for part in text.split(",", len(inner) - 1))
    if kind in (int, float):
        return kind(text)
    if kind in (str, Corpus):
        return text
    raise TypeError(kind)
