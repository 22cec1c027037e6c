"""``discourse study``: make a study of a folder of texts, with executed notebooks."""

import sys
from argparse import Namespace
from pathlib import Path

from discourse.cli.parser import Parser, add_quiet
from discourse.errors import count_noun, hide_controls
from discourse.publish.studies.study import make_study

FAILED = 1


def add_study(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = (
        "Make a study in a new folder: a copy of the texts, a few notebooks, chosen by what is "
        "there (one text or many, dated, grouped, coded), which are executed; their figures, "
        "tables, lines of evidence and methods; and a page on which every number opens its lines. "
        "Every step can be changed and run again. Needs the extra `lab`."
    )
    parser.epilog = f"for example: discourse {name} seeds/ --out my-study"
    parser.add_argument("texts", type=Path, help="a folder of texts, or one file")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER",
        help="the new folder (default: NAME-study, here)",
    )  # fmt: skip
    parser.add_argument(
        "--metadata", default="", metavar="TABLE",
        help="a table with one row per file, or a pattern of file names, e.g. '{year}-{speaker}' "
        "(default: a table in the folder with a column document and no texts, or '{year:d}-{name}' "
        "if all names have this form; folders of texts are groups)",
    )  # fmt: skip
    parser.add_argument(
        "--codebook", type=Path, action="append", default=[], metavar="FILE",
        help="a codebook with the codes of its coders beside it, besides those in the folder",
    )  # fmt: skip
    parser.add_argument(
        "--on-error", default="raise", choices=("raise", "skip"),
        help="stop at a file that cannot be read, or skip it (default: raise)",
    )  # fmt: skip
    add_quiet(parser)


def run_study(args: Namespace, name: str) -> int:
    """Make the study, and say what it has and how to go on."""

    def note(message: str) -> None:
        if not args.quiet:
            print(f"discourse: {hide_controls(message)}", file=sys.stderr)

    stem = args.texts.resolve().stem or "texts"
    folder = args.out or Path(f"{stem}-study")
    made = make_study(
        args.texts,
        folder,
        metadata=args.metadata,
        codebooks=args.codebook,
        on_error=args.on_error,
        note=note,
    )
    if not args.quiet:
        print(f"{folder} has {count_noun(len(made.notebooks), 'notebook')}: open them with")
        print(f"  jupyter lab {folder / 'notebooks'}")
        print(f"or read {folder / 'site' / 'index.html'} in a browser.")
        if made.findings:
            said = count_noun(made.findings, "finding")
            print(f"discourse verify {folder} lists {said}.")
    return FAILED if made.findings else 0
