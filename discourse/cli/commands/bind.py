"""``discourse bind``: propose claims for the numbers of a notebook or a manuscript."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from discourse.cli.dialogue import ask_about_numbers
from discourse.cli.inputs import read_corpus
from discourse.cli.output import terminal_width, write_table
from discourse.cli.parser import Parser, add_output, add_reading
from discourse.errors import DiscourseError, count_noun, hide_controls
from discourse.publish.claims.binding import tally, tally_line
from discourse.publish.claims.proposals import propose
from discourse.publish.manuscripts.decisions import (
    ACCEPT,
    DROP,
    EXEMPT,
    NONE,
    apply_decisions,
    read_decisions,
)
from discourse.publish.manuscripts.proposing import (
    ManuscriptBinding,
    report_proposals,
    table_of_proposals,
)
from discourse.publish.provenance.study_folder import is_notebook
from discourse.publish.site.binding_page import save_binding_page

FAILED = 1


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
    parser.add_argument(
        "--page", metavar="FOLDER",
        help="save a page on which you decide in a browser; it saves a file of decisions",
    )  # fmt: skip
    parser.add_argument(
        "--decisions", type=Path, metavar="FILE",
        help="write what was decided on the page into the file of claims",
    )  # fmt: skip
    parser.add_argument("--list", action="store_true", help="list the claims, and ask nothing")
    add_reading(parser)
    add_output(parser)


def run_bind(args: Namespace, name: str) -> int:
    """Ask about the numbers, on a page or here, or write the proposals."""
    if args.page and args.decisions:
        raise DiscourseError("--page makes a page, and --decisions reads what it saved; give one.")
    if is_notebook(args.manuscript):
        return _bind_notebook(args)
    corpus = read_corpus(args) if args.texts else None
    binding = ManuscriptBinding.of(
        args.manuscript, corpus, claims=args.claims, texts=args.texts or ""
    )
    if binding.checked.claims.corpus is None:
        raise DiscourseError(f"{args.manuscript.name}: {binding.checked.claims.reason}.")
    if args.page:
        return _save_page(binding, args)
    if args.decisions:
        return _write_decisions(binding, args)
    if args.format == "json":
        print(json.dumps(report_proposals(binding), ensure_ascii=False, indent=1))
    elif args.format != "table" or args.list or not sys.stdin.isatty():
        write_table(table_of_proposals(binding), args.format, args.rows)
    else:
        answered = ask_about_numbers(binding, input, print, terminal_width())
        if not args.quiet:
            left = len(binding.open_numbers) - answered
            print(f"\nanswered {answered:,}, left {left:,}: {binding.checked.file.path.name}")
    return 0


def _save_page(binding: ManuscriptBinding, args: Namespace) -> int:
    size = save_binding_page(binding, args.page)
    if not args.quiet:
        asked = count_noun(len(binding.open_numbers), "number")
        print(f"{args.page}/index.html: {asked} to decide on, {size / 1000:,.0f} kB")
    return 0


def _write_decisions(binding: ManuscriptBinding, args: Namespace) -> int:
    """Write what was decided on a page; say what no longer fits, which is then left open."""
    decisions = read_decisions(args.decisions, args.manuscript.name)
    applied = apply_decisions(binding, decisions)
    if not args.quiet:
        counts = applied.counts
        written = (
            f"bound {counts[ACCEPT]:,}, exempt {counts[EXEMPT]:,}, dropped {counts[DROP]:,}, "
            f"left {counts[NONE]:,}: {binding.checked.file.path.name}"
        )
        print(hide_controls(written))
    for said, reason in applied.refused:
        print(f"discourse: not written: {said!r}: {hide_controls(reason)}", file=sys.stderr)
    return FAILED if applied.refused else 0


def _bind_notebook(args: Namespace) -> int:
    """Write the proposals; if there are none, how many numbers are bound and exempt."""
    given = {"--texts": args.texts, "--claims": args.claims, "--page": args.page}
    named = [name for name, value in {**given, "--decisions": args.decisions}.items() if value]
    if named:
        raise DiscourseError(
            "a notebook names its texts and has its claims itself; leave "
            f"{' and '.join(named)} out."
        )
    found = propose(args.manuscript)
    if args.format != "table" or len(found):
        write_table(found, args.format, args.rows)
    elif not args.quiet:
        print(tally_line(tally(args.manuscript)))
    return 0
