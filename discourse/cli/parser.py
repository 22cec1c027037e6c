"""What all commands take: texts, how to read them, and how to write what was found."""

import argparse
from typing import NoReturn

from discourse.errors import DiscourseError

FORMATS = ("table", "csv", "json", "markdown", "latex")


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def __init__(self, prog: str) -> None:
        super().__init__(
            prog=prog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,  # an option added later would change what the short form means
        )

    def error(self, message: str) -> NoReturn:
        """Refuse the command as any other bad input is refused."""
        raise DiscourseError(f"{message}; {self.prog} --help says what it takes.")


def add_texts(parser: Parser) -> None:
    """The texts, and how they are read."""
    parser.add_argument("texts", help="a file, a folder, a saved corpus, or - for standard input")
    reading = parser.add_argument_group("reading")
    reading.add_argument(
        "--encoding", default="utf-8", metavar="NAMES",
        help="of the texts; of several, as utf-8,cp1252, the first that fits (default: utf-8)",
    )  # fmt: skip
    reading.add_argument(
        "--metadata", metavar="TABLE",
        help="a table with a row for each file, or a pattern, as '{year}-{speaker}.txt'",
    )  # fmt: skip
    reading.add_argument(
        "--text", default="text", metavar="COLUMN",
        help="the column of a table that holds the texts (default: text)",
    )  # fmt: skip
    reading.add_argument(
        "--document", default="document", metavar="COLUMN",
        help="the column of a table that names texts or files (default: document)",
    )  # fmt: skip
    reading.add_argument(
        "--on-error", default="raise", choices=("raise", "skip"),
        help="what a file does that cannot be read (default: raise)",
    )  # fmt: skip
    reading.add_argument(
        "--subset", metavar="CONDITION",
        help="the part of the texts that answers a condition, as 'year > 2000'",
    )  # fmt: skip
    words = parser.add_argument_group("words")
    words.add_argument("--possessive", choices=("keep", "split"), help="China's as one, or as two")
    words.add_argument("--hyphen", choices=("keep", "split"), help="win-win as one, or as two")
    words.add_argument("--segmenter", choices=("zh",), help="for texts that set no spaces")


def add_output(parser: Parser) -> None:
    """How a table is written."""
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format", default="table", choices=FORMATS, help="of what is written (default: table)"
    )
    output.add_argument(
        "--rows", type=_whole, metavar="N", help="the first N rows alone (default: all)"
    )
    add_quiet(output)


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, 0 or more")
    return int(text)


def add_quiet(group: argparse._ActionsContainer) -> None:
    """Nothing but the result and what is wrong."""
    group.add_argument("--quiet", action="store_true", help="no notes on stderr")
