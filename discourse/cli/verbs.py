"""The verbs as commands: what a verb's signature says, its command takes."""

import inspect
import types
import typing
from argparse import Action, ArgumentTypeError, BooleanOptionalAction, Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from discourse.cli.commands import SHORT
from discourse.cli.output import write_lines, write_table
from discourse.cli.parser import Parser, add_output, add_texts
from discourse.cli.texts import corpus, corpus_at
from discourse.corpus.corpus import Corpus
from discourse.corpus.lines import Concordance
from discourse.corpus.reference import SHIPPED, WORDFREQ, FrequencyList, reference
from discourse.publish.recipes import verbs
from discourse.record import Verb

# What stands in the example of a command for a parameter that has no default.
SAMPLE = {
    "query": '"shared future"',
    "queries": '"human rights"',
    "node": "rights",
    "reference": "udhr",
}


def add(parser: Parser, name: str) -> None:
    """Give a parser what a verb takes."""
    verb = registered(name)
    taken = list(parameters(verb))
    parser.description = f"{summary(verb)}\n\ncolumns: {', '.join(verb.columns)}"
    parser.epilog = f"for example: discourse {name} seeds/ {' '.join(sample(taken))}".rstrip()
    add_texts(parser)
    own = parser.add_argument_group("analysis")
    for parameter in taken:
        parameter.add(own.add_argument)
    if is_concordance(verb):
        own.add_argument("--sort", nargs="+", metavar="KEY", help="by L1, R1, node and so on")
        own.add_argument("--sample", type=int, metavar="N", help="N lines at random")
    add_output(parser)


def run(args: Namespace, name: str) -> int:
    """Ask a verb, and write what it answers."""
    verb = registered(name)
    texts = corpus(args)
    given = {p.name: p.value(args) for p in parameters(verb) if p.is_given(args)}
    made = verb.function(texts, **given)
    if isinstance(made, Concordance):
        made = made.sample(args.sample) if args.sample is not None else made
        made = made.sort(*args.sort) if args.sort else made
        write_lines(made[: args.rows], args.format)
    else:
        write_table(made.head(args.rows) if args.rows is not None else made, args.format)
    return 0


def sample(taken: Sequence["Parameter"]) -> Iterator[str]:
    """Arguments that a command runs with on a single text."""
    yield from (SAMPLE.get(p.name, p.name.upper()) for p in taken if p.is_needed)
    if any(p.name == "by" and p.default == "document" for p in taken):
        yield "--by section"


def registered(name: str) -> Verb:
    """The verb of a command, from the register."""
    long = {short: verb for verb, short in SHORT.items()}
    return verbs()[long.get(name, name)]


def is_concordance(verb: Verb) -> bool:
    """Whether a verb answers with lines and not with a table."""
    hints = typing.get_type_hints(inspect.unwrap(verb.function))
    return hints["return"] is Concordance


def summary(verb: Verb) -> str:
    """What one row is, as the verb's docstring says first."""
    return (inspect.getdoc(verb.function) or "").partition("\n")[0]


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


def parameters(verb: Verb) -> Iterator[Parameter]:
    """What a verb takes beside the corpus."""
    function = inspect.unwrap(verb.function)
    hints = typing.get_type_hints(function)
    explained = dict(explanations(inspect.getdoc(function) or ""))
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
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
