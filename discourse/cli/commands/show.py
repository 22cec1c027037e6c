"""``discourse show``: the text itself, with the hits of a query marked."""

from argparse import Namespace

from discourse.cli.inputs import corpus
from discourse.cli.parser import Parser, add_quiet, add_texts
from discourse.text.limits import make_printable


def add(parser: Parser, name: str) -> None:
    """What the command takes."""
    parser.description = (
        "The text itself, with hits in square brackets; dropped regions are left out."
    )
    parser.epilog = f'for example: discourse {name} seeds/ "shared future"'
    add_texts(parser)
    parser.add_argument("query", nargs="?", default="", help="a phrase, or CQL")
    add_quiet(parser)


def run(args: Namespace, name: str) -> int:
    """Print the texts."""
    for line in str(corpus(args).show(args.query)).split("\n"):
        print(make_printable(line))
    return 0
