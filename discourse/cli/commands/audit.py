"""``discourse audit``: list the regions of the texts and whether each is counted."""

from argparse import Namespace

from discourse.cli.inputs import read_corpus
from discourse.cli.output import write_table
from discourse.cli.parser import Parser, add_output, add_texts


def add_audit(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = (
        "One row per region, with its characters, its tokens and its treatment: count, show or "
        "drop. The regions of a text cover all of it."
    )
    parser.epilog = f"for example: discourse {name} seeds/"
    add_texts(parser)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--documents", action="store_true", help="one row per document instead")
    choice.add_argument(
        "--layers", action="store_true", help="one row per layer instead, see --layer"
    )
    choice.add_argument("--skipped", action="store_true", help="what could not be read, and why")
    add_output(parser)


def run_audit(args: Namespace, name: str) -> int:
    """Write the table."""
    if args.skipped:
        args.on_error = "skip"
    corpus = read_corpus(args)
    table = corpus.skipped if args.skipped else corpus.audit()
    table = corpus.documents if args.documents else table
    table = corpus.layers if args.layers else table
    write_table(table, args.format, args.rows)
    return 0
