"""``discourse verify``: check whether everything published still holds."""

from argparse import Namespace

from discourse.cli.output import write_table
from discourse.cli.parser import Parser, add_output
from discourse.publish.provenance.allowance import SECONDS
from discourse.publish.verify import verify

FAILED = 1


def add_verify(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = (
        "One row per value that does not hold; the exit code is 1 if there are any."
    )
    parser.epilog = f"for example: discourse {name} ."
    parser.add_argument(
        "folder",
        nargs="?",
        default=".",
        help="folder with notebooks, figures and texts (default: .)",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="list numbers in prose that need no claim, too: years, words such as 'most'",
    )
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, metavar="N",
        help=f"how long the check of one file may take (default: {SECONDS:g})",
    )  # fmt: skip
    add_output(parser)


def run_verify(args: Namespace, name: str) -> int:
    """Write what does not hold; if all does, what was checked."""
    found = verify(args.folder, strict=args.strict, seconds=args.seconds)
    if args.format != "table" or len(found):
        write_table(found, args.format, args.rows)
    elif not args.quiet:
        checked = ", ".join(f"{what} {count:,}" for what, count in found.attrs["checked"].items())
        print(f"everything holds: {checked or 'nothing was published here'}")
    return FAILED if len(found) else 0
