"""``discourse audit``: every region of the texts, and what became of it."""

from argparse import Namespace

from discourse.cli.inputs import corpus
from discourse.cli.output import write_table
from discourse.cli.parser import Parser, add_output, add_texts


def add(parser: Parser, name: str) -> None:
    """What the command takes."""
    parser.description = (
        "One row a region, with its characters, its tokens and what became of it: the regions of a "
        "text cover all of it."
    )
    parser.epilog = f"for example: discourse {name} seeds/"
    add_texts(parser)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--documents", action="store_true", help="one row a document instead")
    choice.add_argument("--skipped", action="store_true", help="what could not be read, and why")
    add_output(parser)


def run(args: Namespace, name: str) -> int:
    """Write the table."""
    if args.skipped:
        args.on_error = "skip"
    texts = corpus(args)
    table = texts.skipped if args.skipped else texts.audit()
    table = texts.documents if args.documents else table
    write_table(table, args.format, args.rows)
    return 0
