"""``discourse show``: print the text itself, with the hits of a query marked."""

from argparse import Namespace

from discourse.cli.inputs import read_corpus
from discourse.cli.parser import Parser, add_quiet, add_texts
from discourse.text.limits import make_printable


def add_show(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = (
        "Print the text itself, with hits in square brackets; dropped regions are left out."
    )
    parser.epilog = f'for example: discourse {name} seeds/ "shared future"'
    add_texts(parser)
    parser.add_argument("query", nargs="?", default="", help="a phrase or a CQL query")
    add_quiet(parser)


def run_show(args: Namespace, name: str) -> int:
    """Print the texts."""
    for line in str(read_corpus(args).show(args.query)).split("\n"):
        print(make_printable(line))
    return 0
