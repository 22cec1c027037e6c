"""The arguments that all commands share: the texts, how to read them, how to write the result."""

import argparse
from typing import NoReturn

from discourse.errors import DiscourseError
from discourse.text.document import READINGS

FORMAT_NAMES = ("table", "csv", "json", "markdown", "latex")

KEEP_OR_SPLIT, SPLIT_OR_KEEP = ("keep", "split"), ("split", "keep")
TOKENIZER_OPTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "possessive": (KEEP_OR_SPLIT, "count China's as one token or as two"),
    "hyphen": (KEEP_OR_SPLIT, "count win-win as one token or as two"),
    "elision": (KEEP_OR_SPLIT, "count l'homme as one token or as two"),
    "case": (("lower", "keep"), "count US and us as one type or as two"),
    "hashtag": (SPLIT_OR_KEEP, "count #MeToo as the word MeToo or as one token"),
    "mention": (SPLIT_OR_KEEP, "count @who as the word who or as one token"),
    "url": (SPLIT_OR_KEEP, "count web addresses by their words or as one token"),
    "emoji": (("drop", "keep"), "count emoji or not"),
    "segmenter": (("zh", "file"), "for texts without spaces, or with tokens of their own"),
}


class Parser(argparse.ArgumentParser):
    """A parser whose errors are reported as all other bad input is."""

    def __init__(self, prog: str) -> None:
        super().__init__(
            prog=prog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,  # an option added later could change what an abbreviation means
        )

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise DiscourseError(f"{message}; {self.prog} --help lists the arguments.")


def add_texts(parser: Parser) -> None:
    """Add the texts and the options for reading them."""
    parser.add_argument("texts", help="a file, a folder, a saved corpus, or - for standard input")
    add_reading(parser)


def add_reading(parser: Parser) -> None:
    """Add the options for reading texts, for a command that names the texts by another option."""
    reading = parser.add_argument_group("reading")
    reading.add_argument(
        "--encoding", default="utf-8", metavar="NAMES",
        help="encoding of the texts; the first that fits of several, e.g. utf-8,cp1252 "
        "(default: utf-8)",
    )  # fmt: skip
    reading.add_argument(
        "--metadata", metavar="TABLE",
        help="a table with one row per file, or a pattern of file names, e.g. '{year}-{speaker}'",
    )  # fmt: skip
    reading.add_argument(
        "--text", default="text", metavar="COLUMN",
        help="the column of a table that holds the texts (default: text)",
    )  # fmt: skip
    reading.add_argument(
        "--document", default="document", metavar="COLUMN",
        help="the column of a table that names the texts or files (default: document)",
    )  # fmt: skip
    reading.add_argument(
        "--transcript", action="store_true",
        help="a line that begins with a name, e.g. 'LI: We agree.', begins the turn of a speaker",
    )  # fmt: skip
    reading.add_argument(
        "--speaker", default="speaker", metavar="COLUMN",
        help="the column of a transcript in a table that holds the speakers (default: speaker)",
    )  # fmt: skip
    reading.add_argument(
        "--reading", default="edited", choices=READINGS,
        help="which reading of a TEI edition is counted (default: edited)",
    )  # fmt: skip
    reading.add_argument(
        "--on-error", default="raise", choices=("raise", "skip"),
        help="stop at a file that cannot be read, or skip it (default: raise)",
    )  # fmt: skip
    reading.add_argument(
        "--verify", action="store_true",
        help="compare every file of a saved corpus with its hash first; a corpus of up to 64 MB "
        "always is",
    )  # fmt: skip
    reading.add_argument(
        "--layer", action="append", default=[], metavar="RULE",
        help="add a layer: a rule, e.g. quotations (`discourse help labelling-spans` lists them), "
        "a lexicon (.toml), the file of a layer (.csv), what a tagger says, e.g. lemma or pos, or "
        "all that it says, e.g. english (`discourse help models`); may be given several times",
    )  # fmt: skip
    reading.add_argument(
        "--joined", metavar="LAYER", help="count each span of a layer as one token"
    )
    reading.add_argument(
        "--subset", metavar="CONDITION",
        help="only the part of the texts that meets a condition, e.g. 'year > 2000'",
    )  # fmt: skip
    tokens = parser.add_argument_group("tokens")
    for name, (choices, meaning) in TOKENIZER_OPTIONS.items():
        tokens.add_argument(f"--{name}", choices=choices, help=meaning)


def add_output(parser: Parser) -> None:
    """Add the options for writing a table."""
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format", default="table", choices=FORMAT_NAMES,
        help="format of the result (default: table)",
    )  # fmt: skip
    output.add_argument(
        "--rows", type=_parse_row_count, metavar="N", help="only the first N rows (default: all)"
    )
    add_quiet(output)


def _parse_row_count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"expects a whole number, 0 or more, got {text!r}")
    return int(text)


def add_quiet(group: argparse._ActionsContainer) -> None:
    """Add the option that suppresses notes and progress."""
    group.add_argument("--quiet", action="store_true", help="no notes beside the result")
