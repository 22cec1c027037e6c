"""``discourse bind``: propose claims for the numbers of a notebook or a manuscript."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from discourse.cli.dialogue import ask_about_numbers
from discourse.cli.inputs import read_corpus
from discourse.cli.output import terminal_width, write_table
from discourse.cli.parser import Parser, add_output, add_reading
from discourse.errors import DiscourseError
from discourse.publish.claims.binding import tally, tally_line
from discourse.publish.claims.proposals import propose
from discourse.publish.manuscripts.proposing import (
    ManuscriptBinding,
    report_proposals,
    table_of_proposals,
)
from discourse.publish.provenance.study_folder import is_notebook


def add_bind(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = (
        "One row per claim that gives a number which is not bound yet. In a terminal, the command "
        "asks about each number of a manuscript, shows the lines of each claim, and keeps what is "
        "answered in a file beside it, such as paper.claims.toml; nothing is bound unseen."
    )
    parser.epilog = f"for example: discourse {name} paper.docx --texts seeds/"
    parser.add_argument(
        "manuscript", type=Path, help="a notebook, whose claims stand in it, or a manuscript"
    )
    parser.add_argument(
        "--texts", help="the texts of a manuscript: a file, a folder or a saved corpus"
    )
    parser.add_argument(
        "--claims", type=Path, metavar="FILE",
        help="the claims (default: paper.claims.toml beside paper.docx)",
    )  # fmt: skip
    parser.add_argument("--list", action="store_true", help="list the claims, and ask nothing")
    add_reading(parser)
    add_output(parser)


def run_bind(args: Namespace, name: str) -> int:
    """Ask about the numbers, or write the proposals."""
    if is_notebook(args.manuscript):
        return _bind_notebook(args)
    corpus = read_corpus(args) if args.texts else None
    binding = ManuscriptBinding.of(
        args.manuscript, corpus, claims=args.claims, texts=args.texts or ""
    )
    if binding.checked.claims.corpus is None:
        raise DiscourseError(f"{args.manuscript.name}: {binding.checked.claims.reason}.")
    if args.format == "json":
        print(json.dumps(report_proposals(binding), ensure_ascii=False, indent=1))
    elif args.format != "table" or args.list or not sys.stdin.isatty():
        write_table(table_of_proposals(binding), args.format, args.rows)
    else:
        answered = ask_about_numbers(binding, input, print, terminal_width())
        if not args.quiet:
            left = len(binding.open_numbers()) - answered
            print(f"\nanswered {answered:,}, left {left:,}: {binding.checked.file.path.name}")
    return 0


def _bind_notebook(args: Namespace) -> int:
    """Write the proposals; if there are none, how many numbers are bound and exempt."""
    if args.texts or args.claims:
        raise DiscourseError(
            "a notebook names its texts and has its claims itself; leave --texts and --claims out."
        )
    found = propose(args.manuscript)
    if args.format != "table" or len(found):
        write_table(found, args.format, args.rows)
    elif not args.quiet:
        print(tally_line(tally(args.manuscript)))
    return 0
