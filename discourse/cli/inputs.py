"""The corpus that a command is about: read, loaded, or from standard input."""

import sys
from argparse import Namespace
from pathlib import Path

from discourse.corpus.corpus import Corpus, load, read
from discourse.corpus.store.manifest import MANIFEST
from discourse.errors import DiscourseError
from discourse.text.encodings import decode
from discourse.text.limits import LARGEST_FILE, format_bytes, make_printable
from discourse.text.tokenizer import Tokenizer

STANDARD_INPUT = "standard input"
WORD_OPTIONS = ("possessive", "hyphen", "segmenter")


def corpus(args: Namespace) -> Corpus:
    """The texts that a command is about, or the part of them that was asked for.

    Raises
    ------
    DiscourseError : texts that cannot be read, or a condition that nothing answers.
    """
    whole = corpus_at(args.texts, args)
    return whole.subset(args.subset) if args.subset else whole


def corpus_at(path: str, args: Namespace) -> Corpus:
    """All of the texts at a path, read as the options say."""
    whole = _whole(path, args)
    if len(whole.skipped) and not args.quiet:
        first = make_printable(whole.skipped["reason"].iloc[0])
        print(
            f"discourse: skipped {len(whole.skipped):,}; the first: {first} "
            "audit --skipped lists all.",
            file=sys.stderr,
        )
    return whole


def _whole(path: str, args: Namespace) -> Corpus:
    if (Path(path) / MANIFEST).is_file():
        return _saved(path, args)
    if path == "-":
        return _standard_input(args)
    return read(
        path,
        encoding=_encodings(args),
        tokenizer=_words(args),
        metadata=args.metadata,
        text=args.text,
        document=args.document,
        on_error=args.on_error,
    )


def _saved(path: str, args: Namespace) -> Corpus:
    given = [f"--{name}" for name in WORD_OPTIONS if getattr(args, name) is not None]
    if given:
        raise DiscourseError(
            f"{path} is a saved corpus, whose words are fixed; leave {given[0]} out, "
            "or read the texts again."
        )
    return load(path)


def _standard_input(args: Namespace) -> Corpus:
    raw = sys.stdin.buffer.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise DiscourseError(
            f"{STANDARD_INPUT} has more than {format_bytes(LARGEST_FILE)}; "
            "save it, and name the file."
        )
    text = decode(raw, _encodings(args), STANDARD_INPUT).text
    if not text.strip():
        raise DiscourseError(f"{STANDARD_INPUT} is empty; pipe a text into the command.")
    return Corpus.from_texts({STANDARD_INPUT: text}, tokenizer=_words(args))


def _encodings(args: Namespace) -> list[str]:
    return [name.strip() for name in args.encoding.split(",")]


def _words(args: Namespace) -> Tokenizer:
    given = {name: getattr(args, name) for name in WORD_OPTIONS}
    return Tokenizer(**{name: value for name, value in given.items() if value is not None})
