"""``discourse verify``: check whether everything published still holds."""

from argparse import Namespace
from collections.abc import Mapping

from discourse.cli.output import write_table
from discourse.cli.parser import Parser, add_output
from discourse.publish.provenance.allowance import SECONDS
from discourse.publish.verify import is_not_compared, verify

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
        "--run",
        action="store_true",
        help="execute the notebooks, in a copy of the folder, and compare their outputs",
    )
    parser.add_argument(
        "--update",
        action="store_true",
        help="first list in the manifests what is there now, e.g. after deleting a figure",
    )
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, metavar="N",
        help=f"how long the check of one file may take (default: {SECONDS:g})",
    )  # fmt: skip
    add_output(parser)


def run_verify(args: Namespace, name: str) -> int:
    """Write what does not hold; if all does, what was checked, and what was not."""
    found = verify(
        args.folder,
        strict=args.strict,
        seconds=args.seconds,
        run=args.run,
        update=args.update,
    )
    if args.format == "table" and not args.quiet:
        for change in found.attrs["updated"]:
            print(change)
    if args.format != "table" or len(found):
        write_table(found, args.format, args.rows)
    elif not args.quiet:
        print(_summarise(found.attrs["checked"]))
    return FAILED if len(found) else 0


def _summarise(checked: Mapping[str, int]) -> str:
    """What was checked and, in a line of its own, what was not."""
    items = [(is_not_compared(what), f"{what} {count:,}") for what, count in checked.items()]
    compared = ", ".join(item for is_left, item in items if not is_left)
    left = ", ".join(item for is_left, item in items if is_left)
    everything = f"everything holds: {compared or 'nothing was published here'}"
    return f"{everything}\nnot compared: {left}" if left else everything
