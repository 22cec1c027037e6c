"""``discourse verify``: check whether everything published still holds."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import regex

from discourse.cli.jobs import run_jobs
from discourse.cli.output import write_table
from discourse.cli.parser import Parser, add_output
from discourse.errors import hide_controls
from discourse.publish.provenance.allowance import SECONDS
from discourse.publish.verify import MANUSCRIPTS, is_not_compared, verify

FAILED = 1
NAMED_FILES = 3  # in the summary
# What is counted of each bundle: the summary has the sum, and the list below it the bundles.
_OF_BUNDLE = regex.compile(
    r"((?:names|columns) of the author|bundles of the first format) \((.*)\)(.*)", regex.S
)


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
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="N",
        help="how many processes check files at the same time (default: 1)",
    )  # fmt: skip
    add_output(parser)


def run_verify(args: Namespace, name: str) -> int:
    """Write what does not hold; if all does, what was checked, and what was not."""
    with run_jobs(args.jobs) as executor:
        found = verify(
            args.folder,
            strict=args.strict,
            seconds=args.seconds,
            run=args.run,
            update=args.update,
            executor=executor,
        )
    if args.format == "table" and not args.quiet:
        for change in found.attrs["updated"]:
            print(hide_controls(change))
    if args.format != "table" or len(found):
        write_table(found, args.format, args.rows)
    if args.format == "table" and not args.quiet:
        attrs = found.attrs
        holds = not len(found)
        for line in _summarise(attrs["checked"], attrs["unread"], holds=holds):
            print(hide_controls(line))
        for line in _list_missing(attrs["missing"]):
            print(line)
    return FAILED if len(found) else 0


def _summarise(checked: Mapping[str, int], unread: Sequence[str], *, holds: bool) -> Iterator[str]:
    """What was checked and, in a line of its own, what was not; below, what a person has to read.

    What was not compared may say anything: where there is some, not everything is said to hold.
    """
    counts: Counter[str] = Counter()
    listed: dict[str, list[str]] = {}
    for what, count in checked.items():
        found = _OF_BUNDLE.fullmatch(what)
        kind = f"{found[1]}{found[3]}" if found else _name_files(what, unread)
        counts[kind] += count
        if found:
            listed.setdefault(kind, []).append(found[2])
    items = [(is_not_compared(kind), f"{kind} {count:,}") for kind, count in counts.items()]
    compared = ", ".join(item for is_left, item in items if not is_left)
    left = ", ".join(item for is_left, item in items if is_left)
    whole = "what was compared holds" if left else "everything holds"
    yield f"{whole if holds else 'compared'}: {compared}"
    if left:
        yield f"not compared: {left}"
    for kind, details in listed.items():
        yield f"{kind}:"
        yield from (f"  {detail}" for detail in details)


def _list_missing(missing: Mapping[str, str]) -> Iterator[str]:
    """Each file whose texts are not on this computer, below the sentence that says how to get them.

    No file is left out: a false number could hide behind texts that nobody has.
    """
    for sentence in dict.fromkeys(missing.values()):
        yield f"not compared: {sentence}"
        yield from (f"  {hide_controls(name)}" for name in missing if missing[name] == sentence)


def _name_files(what: str, unread: Sequence[str]) -> str:
    """What was counted; of manuscripts, the names of the first."""
    if what != MANUSCRIPTS:
        return what
    more = f" and {len(unread) - NAMED_FILES:,} more" if len(unread) > NAMED_FILES else ""
    return f"manuscripts ({', '.join(unread[:NAMED_FILES])}{more}), not compared"
