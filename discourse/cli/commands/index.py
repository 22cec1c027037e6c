"""``discourse index``: read texts once and save them as a corpus."""

from argparse import Namespace

from discourse.cli.inputs import read_corpus
from discourse.cli.parser import Parser, add_quiet, add_texts


def add_index(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = "Read texts once and save them as a corpus that opens in milliseconds."
    parser.epilog = f"for example: discourse {name} seeds/ paper.corpus"
    add_texts(parser)
    parser.add_argument("corpus", help="the folder to save it in")
    add_quiet(parser)


def run_index(args: Namespace, name: str) -> int:
    """Save the corpus and say what it holds."""
    corpus = read_corpus(args)
    corpus.save(args.corpus)
    print(f"{args.corpus} holds {corpus!r}")
    return 0
