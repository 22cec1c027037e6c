"""``discourse index``: read texts once and save them as a corpus, or as the shards of one."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from discourse.cli.inputs import make_read_options, make_tokenizer, read_corpus, report_skipped
from discourse.cli.jobs import run_jobs
from discourse.cli.parser import Parser, add_quiet, add_texts
from discourse.corpus.store.shard_building import index_shards
from discourse.corpus.store.shard_folder import BuiltShard
from discourse.errors import DiscourseError, count_noun

# What is done to a corpus as a whole, and not to texts that are read into shards.
OF_THE_WHOLE = ("layer", "joined", "subset")


def add_index(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = "Read texts once and save them as a corpus that opens in milliseconds."
    parser.epilog = f"for example: discourse {name} seeds/ paper.corpus"
    add_texts(parser)
    parser.add_argument("corpus", help="the folder to save it in")
    shards = parser.add_argument_group("shards")
    shards.add_argument(
        "--shards", type=int, metavar="N",
        help="save the texts as N corpora that are parts of one (`discourse help scale`); begun "
        "again, the command keeps those that are finished",
    )  # fmt: skip
    shards.add_argument(
        "--jobs", type=int, default=1, metavar="N",
        help="number of processes that build shards at a time (default: 1)",
    )  # fmt: skip
    shards.add_argument(
        "--executor", metavar="ADDRESS",
        help="the scheduler of a Dask cluster that builds the shards, e.g. tcp://10.0.0.1:8786; "
        "its workers have to see both folders",
    )  # fmt: skip
    add_quiet(parser)


def run_index(args: Namespace, name: str) -> int:
    """Save the corpus and say what it holds."""
    if args.shards is not None:
        return _run_shards(args)
    if args.jobs != 1 or args.executor is not None:
        given = "--executor" if args.executor is not None else "--jobs"
        raise DiscourseError(f"{given} is for building shards; say how many, e.g. --shards 8.")
    corpus = read_corpus(args)
    corpus.store.sentences  # noqa: B018 - found now, they are saved, and not found again
    corpus.save(args.corpus)
    print(f"{args.corpus} holds {corpus!r}")
    return 0


def _run_shards(args: Namespace) -> int:
    other = next((name for name in OF_THE_WHOLE if getattr(args, name)), None)
    if other is not None:
        raise DiscourseError(
            f"--{other} is for a corpus in one piece; leave it out (`discourse help scale` shows "
            "how shards are given layers, and how a part of them is counted)."
        )
    if args.texts == "-":
        raise DiscourseError("--shards divides files, not standard input; name a file or folder.")
    with _find_executor(args) as executor:
        built = index_shards(
            Path(args.texts),
            Path(args.corpus),
            args.shards,
            metadata=args.metadata,
            options=make_read_options(args),
            tokenizer=make_tokenizer(args),
            executor=executor,
        )
    if not args.quiet:
        report_skipped([each.reason for shard in built for each in shard.skipped])
    print(f"{args.corpus} holds {_describe_shards(built)}")
    return 0


@contextmanager
def _find_executor(args: Namespace) -> Iterator[Executor | None]:
    if args.executor is None:
        with run_jobs(args.jobs) as executor:
            yield executor
        return
    if args.jobs != 1:
        raise DiscourseError("--jobs and --executor are two ways to build shards; give one.")
    with _connect(args.executor) as client:
        yield client


def _connect(address: str) -> Any:
    """A client of a Dask cluster, which is an executor."""
    try:
        from distributed import Client as connect
    except ModuleNotFoundError:
        raise DiscourseError(
            "--executor needs Dask; pip install 'discourse-toolkit[cluster]', or build shards "
            "here with --jobs."
        ) from None
    to_scheduler: Any = connect
    try:
        return to_scheduler(address)
    except (OSError, ValueError) as error:
        raise DiscourseError(
            f"there is no Dask scheduler at {address} ({error}); give the address that it shows "
            "when it starts."
        ) from None


def _describe_shards(built: Sequence[BuiltShard]) -> str:
    held = [shard for shard in built if shard.documents]
    kept = sum(shard.was_there for shard in held)
    before = f" ({kept:,} of them finished before)" if kept else ""
    documents = sum(len(shard.documents) for shard in held)
    tokens = sum(shard.tokens for shard in held)
    return (
        f"{count_noun(len(held), 'shard')}{before}: {count_noun(documents, 'document')}, "
        f"{count_noun(tokens, 'token')}"
    )
