"""Read texts into shards: each is built by one task, and saved before the next is begun."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from discourse.corpus.store.assembly import assemble
from discourse.corpus.store.block import read_block
from discourse.corpus.store.building import choose_tokenizer, make_read_store, record_options
from discourse.corpus.store.loading import load_store
from discourse.corpus.store.parallel import map_tasks
from discourse.corpus.store.saving import save
from discourse.corpus.store.shard_folder import begin_folder, finish_folder, is_finished
from discourse.corpus.store.shard_workers import describe_failure
from discourse.errors import DiscourseError, check_count
from discourse.text.folder import TextFile
from discourse.text.reading import ReadOptions, Skipped, list_described_files
from discourse.text.table_files import TABLE_ENDINGS
from discourse.text.tokenizer import Tokenizer


class Piece(NamedTuple):
    """A file, or a share of the texts in it: its number, and how many shares there are."""

    file: TextFile
    share: tuple[int, int] = (0, 1)


@dataclass(frozen=True)
class ShardTask:
    """A shard to build: where, of what, and how."""

    folder: str
    pieces: tuple[Piece, ...]
    options: ReadOptions
    tokenizer: Tokenizer
    read_options: Mapping[str, Any]


class BuiltShard(NamedTuple):
    """A shard that was built, or was there: how much it holds, and what was left out."""

    name: str
    documents: int
    tokens: int
    skipped: list[Skipped]
    was_there: bool


def index_shards(
    path: Path,
    folder: Path,
    shards: int,
    *,
    metadata: str | PathLike[str] | None,
    options: ReadOptions,
    tokenizer: Tokenizer | None,
    executor: Executor | None,
) -> list[BuiltShard]:
    """Read the texts at a path into a folder of shards of about the same size.

    Together the shards are the corpus that `dc.read` makes. Those that are finished are kept when
    the same is asked again.

    Parameters
    ----------
    path : Path
        A file or a folder. The rows of a table may go into several shards.
    folder : Path
        Where the shards are saved.
    shards : int
        How many are wanted; there are fewer if there are fewer texts.
    metadata : str or PathLike, optional
        A table or a pattern of metadata, as `read_store` takes it.
    options : ReadOptions
        How files are read.
    tokenizer : Tokenizer, optional
        What counts as a token.
    executor : Executor, optional
        Any `concurrent.futures.Executor` whose workers see both paths.

    Returns
    -------
    list of BuiltShard
        The shards in their order, also those in which all texts were skipped.

    Raises
    ------
    DiscourseError
        If the texts cannot be read, or the folder holds something else.
    """
    check_count("shards", shards, least=1)
    path, folder = path.absolute(), folder.absolute()
    files = list_described_files(path, metadata, options)
    tokenizer = tokenizer or choose_tokenizer(files)
    read = record_options(options, metadata, files)
    groups = divide_files(files, shards)
    digits = len(str(len(groups)))
    tasks = [
        ShardTask(str(folder / f"{number:0{digits}}"), tuple(pieces), options, tokenizer, read)
        for number, pieces in enumerate(groups, start=1)
    ]
    begin_folder(folder, [tokenizer.recipe, read, *map(_describe_pieces, groups)])
    try:
        built = list(map_tasks(build_shard, tasks, executor, "indexing"))
    except (DiscourseError, OSError):
        raise
    except Exception as error:  # a cluster has an exception of its own for workers that died
        if executor is None:
            raise
        raise DiscourseError(
            f"a worker ended, perhaps for want of memory ({describe_failure(error)}), and {folder} "
            "is not finished; run the command again, with more shards or fewer workers: finished "
            "shards are kept if the shards are as many."
        ) from error
    if not any(shard.documents for shard in built):
        raise DiscourseError(
            f"none of {len(files):,} files could be read; the first: {built[0].skipped[0].reason}"
        )
    finish_folder(folder, [shard.name for shard in built if shard.documents])
    return built


def divide_files(files: Sequence[TextFile], shards: int) -> list[list[Piece]]:
    """Divide files, in their order, into groups of about equal bytes, none of them empty."""
    total = max(sum(file.length for file in files), 1)
    groups: list[list[Piece]] = [[] for _ in range(shards)]
    before = 0.0
    for piece, length in _cut_files(files, total / shards):
        # The group that the middle of the piece is in, if all were laid end to end.
        at = min(int((before + length / 2) * shards / total), shards - 1)
        groups[at].append(piece)
        before += length
    return [group for group in groups if group]


def _cut_files(files: Sequence[TextFile], target: float) -> Iterator[tuple[Piece, float]]:
    """The files, and in place of a table that is larger than the target shares of it."""
    for file in files:
        is_table = file.path.suffix.casefold() in TABLE_ENDINGS
        number = max(round(file.length / target), 1) if is_table else 1
        for share in range(number):
            yield Piece(file, (share, number)), file.length / number


def _describe_pieces(pieces: Sequence[Piece]) -> list[object]:
    """What a shard is made of, as far as it can be known without reading it."""
    return [
        [str(file.path), file.length, 0 if file.refusal else file.path.stat().st_mtime_ns, share]
        for file, share in pieces
    ]


def build_shard(task: ShardTask) -> BuiltShard:
    """Read and save a shard, unless it is there."""
    folder = Path(task.folder)
    if is_finished(folder):
        store = load_store(folder, verify=False, tokenizer=_own_segmenter(task.tokenizer))
        skipped = [Skipped(*row) for row in store.skipped.itertuples(index=False)]
        return BuiltShard(folder.name, len(store.texts), store.size, skipped, was_there=True)
    blocks = [
        read_block([piece.file], task.options, task.tokenizer, piece.share) for piece in task.pieces
    ]
    skipped = [each for block in blocks for each in block.skipped]
    if not any(block.sources for block in blocks):
        return BuiltShard(folder.name, 0, 0, skipped, was_there=False)
    made = assemble(blocks, task.tokenizer)
    store = make_read_store(made, task.tokenizer, task.options, task.read_options)
    store.sentences  # noqa: B018 - found now, they are saved, and not found again by each worker
    save(store, folder)
    return BuiltShard(folder.name, len(store.texts), store.size, skipped, was_there=False)


def _own_segmenter(tokenizer: Tokenizer) -> Tokenizer | None:
    """A tokeniser that a saved corpus does not hold, because it has a function."""
    return tokenizer if callable(tokenizer.segmenter) else None
