"""``discourse bind``: propose claims for the numbers in a notebook's prose."""

from argparse import Namespace
from pathlib import Path

from discourse.cli.output import write_table
from discourse.cli.parser import Parser, add_output
from discourse.publish.claims.binding import tally, tally_line
from discourse.publish.claims.proposals import propose


def add_bind(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = "One row per claim that gives a number which is not bound yet."
    parser.epilog = f"for example: discourse {name} notebooks/02-frequencies.ipynb"
    parser.add_argument("notebook", type=Path, help="an .ipynb file")
    add_output(parser)


def run_bind(args: Namespace, name: str) -> int:
    """Write the proposals; if there are none, how many numbers are bound and exempt."""
    found = propose(args.notebook)
    if args.format != "table" or len(found):
        write_table(found, args.format, args.rows)
    elif not args.quiet:
        print(tally_line(tally(args.notebook)))
    return 0
