"""Run a verb as a command; its signature and docstring say which arguments it takes."""

import inspect
import typing
from argparse import Namespace
from collections.abc import Iterator, Sequence

from discourse.cli.catalogue import SHORT_NAMES
from discourse.cli.inputs import read_corpus
from discourse.cli.output import write_lines, write_table
from discourse.cli.parameters import Parameter, list_parameters
from discourse.cli.parser import Parser, add_output, add_texts
from discourse.cli.terminal_tables import list_notes, shorten_table
from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.errors import DiscourseError
from discourse.publish.provenance.recipes import find_verb
from discourse.record import Verb

# What the example of a command gives for a parameter that has no default.
EXAMPLE_VALUES = {
    "query": '"shared future"',
    "queries": '"human rights"',
    "layers": "rights --layer notebooks/codes/rights.toml",
    "lexicon": "hedges",
    "claim": '"china > development"',
    "node": "rights",
    "other": "development",
    "reference": "udhr",
}
# The layers that the example of a command needs.
EXAMPLE_LAYERS = {"contrast": "english", "sketch": "english", "clauses": "english"}

# The texts of an example, where those of a single document will not do.
YEARS = '--metadata "{year:d}-{speaker}"'
EXAMPLE_TEXTS = {
    "changes": f"docs/speeches {YEARS}",
    "trend": f'docs/speeches "human rights" {YEARS}',
}


def add_verb(parser: Parser, name: str) -> None:
    """Add the arguments of a verb to a parser."""
    verb = _find_command_verb(name)
    taken = list(list_parameters(verb))
    parser.description = f"{_read_summary(verb)}\n\ncolumns: {', '.join(verb.columns)}"
    example = " ".join(_list_example_arguments(name, taken))
    texts = EXAMPLE_TEXTS.get(name, "seeds/")
    parser.epilog = f"for example: discourse {name} {texts} {example}".rstrip()
    add_texts(parser)
    own = parser.add_argument_group("analysis")
    for parameter in taken:
        parameter.add(own.add_argument)
    if compared := [parameter.name.upper() for parameter in taken if parameter.takes_corpus]:
        own.add_argument(
            "--against", metavar="CONDITION",
            help=f"in place of {compared[0]}: the part of the same texts that meets a condition",
        )  # fmt: skip
    if _gives_lines(verb):
        own.add_argument("--sort", nargs="+", metavar="KEY", help="keys such as L1, R1 and node")
        own.add_argument("--sample", type=int, metavar="N", help="N lines at random")
    add_output(parser)


def run_verb(args: Namespace, name: str) -> int:
    """Run a verb and write its table or its lines."""
    verb = _find_command_verb(name)
    corpus = read_corpus(args)
    taken = list(list_parameters(verb))
    given = {p.name: p.value(args) for p in taken if p.is_given(args)}
    given |= _choose_other_side(args, name, corpus, taken)
    made = verb.function(corpus, **given)
    if isinstance(made, Concordance):
        made = made.sample(args.sample) if args.sample is not None else made
        made = made.sort(*args.sort) if args.sort else made
        write_lines(made[: args.rows], args.format, with_note=not args.quiet)
    elif args.format == "table":
        write_table(shorten_table(made, verb), args.format, args.rows)
        notes = list_notes(made, verb, corpus.store, given.get("by_parse"))
        for line in () if args.quiet else notes:
            print(line)
    else:
        write_table(made, args.format, args.rows)
    return 0


def _choose_other_side(
    args: Namespace, command: str, corpus: Corpus, taken: Sequence[Parameter]
) -> dict[str, Corpus]:
    """The part of the same texts that ``--against`` names, for the parameter that takes texts."""
    compared = next((parameter for parameter in taken if parameter.takes_corpus), None)
    if compared is None:
        return {}
    named = compared.name.upper()
    if compared.is_given(args) and args.against:
        raise DiscourseError(
            f"{command} compares with {named} or --against; leave one of them out."
        )
    if args.against:
        return {compared.name: (corpus.whole if args.subset else corpus).subset(args.against)}
    if compared.is_needed and not compared.is_given(args):
        raise DiscourseError(
            f"{command} compares with other texts; name them as {named}, or a part of the same "
            "texts with --against, such as --subset 'year < 2000' --against 'year >= 2000'."
        )
    return {}


def _list_example_arguments(command: str, taken: Sequence[Parameter]) -> Iterator[str]:
    """Arguments with which a command runs on a single text."""
    yield from (EXAMPLE_VALUES.get(p.name, p.name.upper()) for p in taken if p.is_needed)
    if any(p.name == "by" and p.default == "document" for p in taken):
        yield "--by section"
    if command in EXAMPLE_LAYERS:
        yield f"--layer {EXAMPLE_LAYERS[command]}"


def _find_command_verb(name: str) -> Verb:
    long_names = {short: verb for verb, short in SHORT_NAMES.items()}
    return find_verb(long_names.get(name, name))


def _gives_lines(verb: Verb) -> bool:
    """Whether a verb makes a concordance rather than a table."""
    hints = typing.get_type_hints(inspect.unwrap(verb.function))
    return hints.get("return") is Concordance


def _read_summary(verb: Verb) -> str:
    """The first line of a verb's docstring, which says what one row is."""
    return (inspect.getdoc(verb.function) or "").partition("\n")[0]
