"""Read the corpus that a command works on: texts, a saved corpus, or standard input."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from discourse import layers
from discourse.cli.parser import TOKENIZER_OPTIONS
from discourse.corpus.corpus import Corpus, load, read
from discourse.corpus.store.layer import Layer
from discourse.corpus.store.manifest import MANIFEST
from discourse.corpus.store.shard_folder import SHARDS
from discourse.errors import DiscourseError
from discourse.layers.coding.codebook import is_codebook
from discourse.layers.taggers.choosing import NAMED
from discourse.layers.taggers.tagger import ATTRIBUTES
from discourse.layers.taggers.udpipe import ENDING
from discourse.text.encodings import decode
from discourse.text.limits import LARGEST_FILE, format_bytes, make_printable
from discourse.text.reading import ReadOptions
from discourse.text.tokenizer import Tokenizer

STANDARD_INPUT = "standard input"


def read_corpus(args: Namespace) -> Corpus:
    """The texts that a command was given, or the part of them selected by ``--subset``."""
    whole = read_corpus_at(args.texts, args)
    return whole.subset(args.subset) if args.subset else whole


def read_corpus_at(path: str, args: Namespace) -> Corpus:
    """All texts at a path, with their layers; files that are skipped are reported."""
    whole = _read_whole_corpus(path, args)
    if not args.quiet:
        report_skipped(whole.skipped["reason"].tolist())
    for source in args.layer:
        if source not in ATTRIBUTES:
            whole = whole.with_layer(*_read_layers(whole, source))
    if tagged := [source for source in args.layer if source in ATTRIBUTES]:
        whole = whole.with_layer(*layers.tag(whole, layers=tagged))
    return whole.joined(args.joined) if args.joined else whole


def report_skipped(reasons: Sequence[str]) -> None:
    """Say how many texts were skipped, and why the first was."""
    if reasons:
        first = make_printable(reasons[0])
        print(
            f"discourse: skipped {len(reasons):,}; the first: {first} audit --skipped lists all.",
            file=sys.stderr,
        )


def _read_layers(corpus: Corpus, source: str) -> list[Layer]:
    """What a rule, a lexicon or a tagger makes, a file holds, or coders have coded."""
    match Path(source).suffix:
        case ".csv":
            return [layers.read(source)]
        case ".toml" if is_codebook(source):
            return layers.codes(corpus, source)
        case ".toml":
            return [layers.make(corpus, layers.lexicon(source))]
    if source in NAMED or Path(source).suffix == ENDING:
        return layers.tag(corpus, source)
    return [layers.make(corpus, source)]


def _read_whole_corpus(path: str, args: Namespace) -> Corpus:
    if (Path(path) / MANIFEST).is_file() or (Path(path) / SHARDS).is_file():
        return _load_saved_corpus(path, args)
    if path == "-":
        return _read_standard_input(args)
    return read(
        path,
        encoding=_list_encodings(args),
        tokenizer=make_tokenizer(args),
        metadata=args.metadata,
        text=args.text,
        document=args.document,
        speaker=args.speaker,
        transcript=args.transcript,
        reading=args.reading,
        on_error=args.on_error,
    )


def _load_saved_corpus(path: str, args: Namespace) -> Corpus:
    given = [f"--{name}" for name in TOKENIZER_OPTIONS if getattr(args, name) is not None]
    if given:
        raise DiscourseError(
            f"{path} is a saved corpus, and its tokens are fixed; leave {given[0]} out, "
            "or read the texts again."
        )
    return load(path, verify=True if args.verify else None)


def _read_standard_input(args: Namespace) -> Corpus:
    raw = sys.stdin.buffer.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise DiscourseError(
            f"{STANDARD_INPUT} has more than {format_bytes(LARGEST_FILE)}; "
            "save it to a file, and name the file."
        )
    text = decode(raw, _list_encodings(args), STANDARD_INPUT).text
    if not text.strip():
        raise DiscourseError(f"{STANDARD_INPUT} is empty; pipe a text into the command.")
    return Corpus.from_texts(
        {STANDARD_INPUT: text}, transcript=args.transcript, tokenizer=make_tokenizer(args)
    )


def make_read_options(args: Namespace) -> ReadOptions:
    """How files are read, as `discourse.read` takes it apart."""
    return ReadOptions(
        tuple(_list_encodings(args)),
        args.text,
        args.document,
        args.on_error,
        speaker=args.speaker,
        transcript=args.transcript,
        reading=args.reading,
    )


def _list_encodings(args: Namespace) -> list[str]:
    return [name.strip() for name in args.encoding.split(",")]


def make_tokenizer(args: Namespace) -> Tokenizer | None:
    """The tokeniser that the options choose; None if they choose nothing."""
    given = {name: getattr(args, name) for name in TOKENIZER_OPTIONS}
    chosen = {name: value for name, value in given.items() if value is not None}
    return Tokenizer(**chosen) if chosen else None
