"""The verbs as commands: what a verb's signature says, its command takes."""

import inspect
import typing
from argparse import Namespace
from collections.abc import Iterator, Sequence

from discourse.cli.catalogue import SHORT
from discourse.cli.inputs import corpus
from discourse.cli.output import write_lines, write_table
from discourse.cli.parameters import Parameter, parameters
from discourse.cli.parser import Parser, add_output, add_texts
from discourse.corpus.lines.lines import Concordance
from discourse.publish.provenance.recipes import verbs
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
        write_table(made, args.format, args.rows)
    return 0


def sample(taken: Sequence[Parameter]) -> Iterator[str]:
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
