"""``discourse check``: check every number of a manuscript against the texts."""

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from discourse.cli.inputs import read_corpus
from discourse.cli.output import terminal_width, write_table
from discourse.cli.parser import Parser, add_output, add_reading
from discourse.errors import count_noun, hide_controls
from discourse.publish.manuscripts.checking import (
    EXEMPT,
    FAILING,
    HOLDS,
    CheckedManuscript,
    CheckedNumber,
    check_whole,
    count_statuses,
)
from discourse.publish.manuscripts.report import report_json
from discourse.publish.manuscripts.rewriting import rewrite_manuscript
from discourse.publish.provenance.allowance import SECONDS
from discourse.publish.site.checked_page import save_checked_page
from discourse.text.width import count_columns, truncate

FAILED = 1
LEAST_SENTENCE = 20  # columns for the sentence, however narrow the terminal is


def add_check(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = (
        "One row per number of a manuscript: whether it holds (the texts give it), has moved (they "
        "give another), or has no lines. The exit code is 1 if any does not hold. Read are .docx, "
        ".odt, .tex, .md, .qmd, .ipynb, .html and .pdf; nothing in them is run."
    )
    parser.epilog = f"for example: discourse {name} paper.docx --texts seeds/"
    parser.add_argument("manuscript", type=Path, help="the file with the manuscript")
    parser.add_argument(
        "--texts",
        help="the texts: a file, a folder or a saved corpus (default: as it or its claims say)",
    )
    parser.add_argument(
        "--claims", type=Path, metavar="FILE",
        help="the claims (default: paper.claims.toml beside paper.docx)",
    )  # fmt: skip
    parser.add_argument(
        "--exempt", action="store_true", help="list the numbers that need no claim, too"
    )
    parser.add_argument(
        "--write", action="store_true",
        help="put today's numbers into a .docx (as tracked changes), .tex, .md or .qmd",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the manuscript here, and leave it as it is"
    )
    parser.add_argument(
        "--page",
        metavar="FOLDER",
        help="save the manuscript as a page whose numbers open their lines",
    )
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, metavar="N",
        help=f"how long the check may take (default: {SECONDS:g})",
    )  # fmt: skip
    add_reading(parser)
    add_output(parser)


def run_check(args: Namespace, name: str) -> int:
    """Write what was found, and how many numbers hold."""
    corpus = read_corpus(args) if args.texts else None
    checked = check_whole(args.manuscript, corpus, claims=args.claims, seconds=args.seconds)
    if args.format == "json":
        print(report_json(checked))
    else:
        table = checked.table()
        if not args.exempt:
            table = table[table["status"] != EXEMPT].reset_index(drop=True)
        shown = _shorten_rows(table) if args.format == "table" else table
        if args.format != "table" or len(shown):
            write_table(shown, args.format, args.rows)
    if args.format == "table" and not args.quiet:
        print(hide_controls(summarize_statuses(checked)))
    if args.page:
        size = save_checked_page(checked, args.page)
        if args.format == "table" and not args.quiet:
            print(f"{args.page}/index.html: {size / 1000:,.0f} kB")
    written = _replace_moved(args, checked) if args.write or args.out else []
    for note in () if args.quiet else checked.manuscript.notes:
        print(f"discourse: {hide_controls(note)}", file=sys.stderr)
    return FAILED if any(_fails(each, written) for each in checked.numbers) else 0


def _fails(each: CheckedNumber, written: Sequence[CheckedNumber]) -> bool:
    return each.status in FAILING and not any(each is other for other in written)


def _replace_moved(args: Namespace, checked: CheckedManuscript) -> Sequence[CheckedNumber]:
    """Replace what has moved, say so on stderr, and return what was replaced."""
    rewritten = rewrite_manuscript(checked, args.out)
    if not args.quiet:
        place = args.out or args.manuscript
        said = f"{place}: replaced {count_noun(len(rewritten.replaced), 'number')}"
        print(f"discourse: {hide_controls(said)}", file=sys.stderr)
        for each in rewritten.left:
            where = "" if each.number is None else f"{each.number.place}, {each.number.number.text}"
            left = f"left to you: {where} ({each.expected})"
            print(f"discourse: {hide_controls(left)}", file=sys.stderr)
    return rewritten.replaced


def _shorten_rows(table: pd.DataFrame) -> pd.DataFrame:
    """What a terminal shows: what should be there only where it is not, and a short sentence."""
    short = table[["status", "place", "number", "expected", "claim", "sentence"]].copy()
    # A space at which no line ends, as in "1 384", is an ordinary one in a terminal.
    short["number"] = [" ".join(text.split()) for text in short["number"]]
    short["expected"] = short["expected"].where(short["status"] != HOLDS, "")
    short["expected"] = [truncate(text, LEAST_SENTENCE * 2) for text in short["expected"]]
    taken = sum(
        max([count_columns(name), *map(count_columns, short[name].tolist())]) + 2
        for name in short.columns[:-1]
    )
    width = max(LEAST_SENTENCE, terminal_width() - taken)
    short["sentence"] = [truncate(text, width) for text in short["sentence"]]
    return short


def summarize_statuses(checked: CheckedManuscript) -> str:
    """How many numbers have each status, in one line; and what to do about those without claims.

    A manuscript without numbers says so.
    """
    counts: Mapping[str, int] = dict(count_statuses(checked.numbers))
    if not counts:
        return f"{checked.manuscript.path.name} has no numbers."
    said = ", ".join(f"{status} {count:,}" for status, count in counts.items())
    unbound = counts.get("unbound", 0) + counts.get("lost", 0)
    way_out = f"\ndiscourse bind {checked.manuscript.path.name} proposes claims" if unbound else ""
    return f"{said}{way_out}"
