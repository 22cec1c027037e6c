"""Read texts into shards: each is built by one task, and saved before the next is begun."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from socket import gethostname
from typing import Any, NamedTuple

import pandas as pd

from discourse.corpus.store.assembly import assemble, refuse_no_text, refuse_repeated
from discourse.corpus.store.block import read_block
from discourse.corpus.store.building import choose_tokenizer, make_read_store, record_options
from discourse.corpus.store.loading import load_store
from discourse.corpus.store.manifest import MANIFEST
from discourse.corpus.store.parallel import describe_failure, map_tasks
from discourse.corpus.store.saving import save
from discourse.corpus.store.shard_folder import (
    BuiltShard,
    begin_folder,
    digest_texts,
    finish_folder,
)
from discourse.corpus.store.shard_workers import check_version
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_count
from discourse.record import package_version
from discourse.text.description import hash_description
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
    version: str


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
        If the texts cannot be read, two documents have one name, the folder holds something else or
        is in use, or a worker has another version or does not see a path.
    """
    check_count("shards", shards, least=1)
    path, folder = path.absolute(), folder.absolute()
    files = list_described_files(path, metadata, options)
    tokenizer = tokenizer or choose_tokenizer(files)
    read = record_options(options, metadata, files)
    groups = divide_files(files, shards)
    digits = len(str(len(groups)))
    version = package_version()
    tasks = [
        ShardTask(
            str(folder / f"{number:0{digits}}"), tuple(pieces), options, tokenizer, read, version
        )
        for number, pieces in enumerate(groups, start=1)
    ]
    with begin_folder(folder, [version, tokenizer.recipe, read, *map(_describe_pieces, groups)]):
        built = _build_all(tasks, executor, folder)
        if not any(shard.documents for shard in built):
            refuse_no_text([each for shard in built for each in shard.skipped])
        refuse_repeated(pd.Series([name for shard in built for name in shard.documents]))
        finish_folder(folder, built)
    return built


def _build_all(
    tasks: Sequence[ShardTask], executor: Executor | None, folder: Path
) -> list[BuiltShard]:
    try:
        return list(map_tasks(build_shard, tasks, executor, "indexing"))
    except DiscourseError:
        raise
    except Exception as error:  # a cluster has an exception of its own for workers that died
        if executor is None or getattr(error, "filename", None):
            raise
        raise DiscourseError(
            f"a worker ended, perhaps for want of memory ({describe_failure(error)}), and {folder} "
            "is not finished; run the command again, with more shards or fewer workers: finished "
            "shards are kept if the shards are as many."
        ) from error


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
    """What a shard is made of, as far as it can be known without reading its texts."""
    return [[str(file.path), file.length, _describe_state(file), share] for file, share in pieces]


def _describe_state(file: TextFile) -> list[object]:
    """When a file was changed, and the hash of the description that goes with it."""
    if file.refusal:
        return []
    try:
        described = file.description
    except DiscourseError:  # one that is refused when the file is read
        described = None
    # Those of folders are among the options of reading.
    is_own = described is not None and described != file.shared
    digest = hash_description(described.read_bytes()) if described and is_own else ""
    return [file.path.stat().st_mtime_ns, digest]


def build_shard(task: ShardTask) -> BuiltShard:
    """Read and save a shard, unless it is there."""
    folder = Path(task.folder)
    check_version(task.version, task.folder)
    built = _load_built(folder, task.tokenizer)
    if built is not None:
        skipped = [Skipped(*row) for row in built.skipped.itertuples(index=False)]
        return _describe_built(folder, built, skipped, was_there=True)
    _refuse_files_elsewhere(task.pieces)
    blocks = [
        read_block([piece.file], task.options, task.tokenizer, piece.share) for piece in task.pieces
    ]
    skipped = [each for block in blocks for each in block.skipped]
    if not any(block.sources for block in blocks):
        return BuiltShard(folder.name, [], 0, "", skipped, was_there=False)
    made = assemble(blocks, task.tokenizer)
    store = make_read_store(made, task.tokenizer, task.options, task.read_options)
    store.sentences  # noqa: B018 - found now, they are saved, and not found again by each worker
    (folder / MANIFEST).unlink(missing_ok=True)  # of a shard that is damaged
    save(store, folder)
    return _describe_built(folder, store, skipped, was_there=False)


def _load_built(folder: Path, tokenizer: Tokenizer) -> Store | None:
    """A shard that was saved as a whole, and is not damaged; None otherwise."""
    try:
        return load_store(folder, tokenizer=_own_segmenter(tokenizer))
    except DiscourseError:
        return None


def _refuse_files_elsewhere(pieces: Sequence[Piece]) -> None:
    """Refuse files that were listed, but are not here: they are not to be skipped as unreadable."""
    for file, _ in pieces:
        if not (file.refusal or os.path.lexists(file.path)):
            raise DiscourseError(
                f"{file.place} does not exist on {gethostname()}, where a worker looked for it; "
                "give a folder that every worker sees, such as one on a shared disk."
            )


def _describe_built(
    folder: Path, store: Store, skipped: list[Skipped], *, was_there: bool
) -> BuiltShard:
    names: list[str] = store.sources["document"].tolist()
    digest = digest_texts(store.sources)
    return BuiltShard(folder.name, names, store.size, digest, skipped, was_there)


def _own_segmenter(tokenizer: Tokenizer) -> Tokenizer | None:
    """A tokeniser that a saved corpus does not hold, because it has a function."""
    return tokenizer if callable(tokenizer.segmenter) else None
