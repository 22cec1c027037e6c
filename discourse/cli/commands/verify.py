"""``discourse verify``: whether what was published still holds."""

from argparse import Namespace

from discourse.cli.output import write_table
from discourse.cli.parser import Parser, add_output
from discourse.publish.verify import verify

FAILED = 1


def add(parser: Parser, name: str) -> None:
    """What the command takes."""
    parser.description = "One row a thing that does not hold; the exit code is 1 if there is any."
    parser.epilog = f"for example: discourse {name} ."
    parser.add_argument("folder", nargs="?", default=".", help="with notebooks, figures and texts")
    add_output(parser)


def run(args: Namespace, name: str) -> int:
    """Write what does not hold."""
    found = verify(args.folder)
    if args.format != "table" or len(found):
        write_table(found, args.format, args.rows)
    elif not args.quiet:
        checked = ", ".join(f"{what} {count:,}" for what, count in found.attrs["checked"].items())
        print(f"all of it holds: {checked or 'nothing was published here'}")
    return FAILED if len(found) else 0
