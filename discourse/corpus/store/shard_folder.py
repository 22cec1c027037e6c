"""A folder of shards: which they are, and whether all of them are there, as they were built."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from discourse.corpus.store.manifest import MANIFEST
from discourse.corpus.store.saving import LOCK, lock_saved_folder
from discourse.errors import DiscourseError
from discourse.text.reading import Skipped

SHARDS = "shards.json"
NEW = f"{SHARDS}.new"  # left behind if the process was killed while it wrote the list
FORMAT = "discourse shards"


class BuiltShard(NamedTuple):
    """A shard that was built, or was there: what it holds, and what was left out."""

    name: str
    documents: list[str]
    tokens: int
    digest: str
    skipped: list[Skipped]
    was_there: bool


class ShardFolder(NamedTuple):
    """The shards of a folder, and what is known of them all since they were built.

    Earlier versions did not save what was skipped, nor how many texts a shard has, and which.
    """

    paths: list[Path]
    skipped: list[Skipped] | None
    texts: Mapping[str, tuple[int, str]]

    def check(self, sources: pd.DataFrame) -> None:
        """Refuse a shard whose texts are not those that it was built of.

        Raises
        ------
        DiscourseError
            If another corpus was saved or copied in its place; the shard is named.
        """
        first = 0
        for path in self.paths if self.texts else []:
            number, digest = self.texts[path.name]
            own = sources[first : first + number]
            # If a shard is there twice, the names of all documents begin with that of their shard.
            bare = own.assign(document=own["document"].str.removeprefix(f"{path.name}/"))
            if digest not in (digest_texts(own), digest_texts(bare)):
                raise DiscourseError(
                    f"{path} has other texts than it was built of; remove it and run the command "
                    "that made it again, which makes only what is missing."
                )
            first += number


def list_shards(path: str | PathLike[str]) -> ShardFolder | None:
    """The shards of a folder that `discourse index --shards` wrote; None of another folder.

    Raises
    ------
    DiscourseError
        If the folder is damaged, not finished, or has lost a shard.
    """
    folder = Path(path)
    if not (folder / SHARDS).is_file():
        return None
    listed = _read_listing(folder)
    if listed["shards"] is None:
        raise DiscourseError(
            f"{folder} is not finished; run the command that began it again, which keeps the "
            "shards that are."
        )
    shards = [folder / name for name in listed["shards"]]
    lost = next((shard for shard in shards if not (shard / MANIFEST).is_file()), None)
    if lost is not None:
        raise DiscourseError(
            f"{folder} has lost {lost.name}; run the command that made it again, which makes only "
            "what is missing."
        )
    skipped = listed.get("skipped")
    return ShardFolder(
        shards,
        None if skipped is None else [Skipped(*row) for row in skipped],
        {name: (number, digest) for name, (number, digest) in listed.get("texts", {}).items()},
    )


def _read_listing(folder: Path) -> dict[str, Any]:
    """What a folder of shards says of itself: its plan, and its shards once all are there."""
    try:
        listed = json.loads((folder / SHARDS).read_bytes())
    except (OSError, ValueError, RecursionError):
        listed = None
    if not isinstance(listed, dict) or listed.get("format") != FORMAT or not _is_listing(listed):
        raise DiscourseError(f"{folder / SHARDS} is not what was saved; make the shards again.")
    return listed


def _is_listing(listed: dict[str, Any]) -> bool:
    shards, texts, skipped = (listed.get(key) for key in ("shards", "texts", "skipped"))
    names = shards if isinstance(shards, list) else []
    are_names = all(isinstance(name, str) and Path(name).name == name for name in names)
    are_texts = texts is None or (
        isinstance(texts, dict)
        and set(texts) == set(names)
        and all(_are_of_types(row, (int, str)) for row in texts.values())
    )
    are_skipped = skipped is None or (
        isinstance(skipped, list) and all(_are_of_types(row, (str, str)) for row in skipped)
    )
    is_finished_or_begun = shards is None or bool(names)
    return (
        isinstance(listed.get("plan"), str)
        and are_names
        and are_texts
        and are_skipped
        and is_finished_or_begun
    )


def _are_of_types(row: object, types: tuple[type, ...]) -> bool:
    return isinstance(row, list) and tuple(map(type, row)) == types


@contextmanager
def begin_folder(folder: Path, plan: Sequence[object]) -> Iterator[None]:
    """Begin a folder of shards, or go on with one of the same plan; no other process may meanwhile.

    Raises
    ------
    DiscourseError
        If the folder holds something else, or another process builds shards in it.
    """
    digest = hashlib.sha256(json.dumps(plan).encode("utf-8", "surrogatepass")).hexdigest()
    is_begun = (folder / SHARDS).is_file()
    if not is_begun and folder.exists() and not _was_left_empty(folder):
        raise DiscourseError(f"{folder} is not a folder of shards; give a new folder.")
    if is_begun and _read_listing(folder)["plan"] != digest:
        raise DiscourseError(
            f"{folder} was made of other texts, in another way, or by another version of "
            "discourse; give a new folder, or remove this one."
        )
    folder.mkdir(parents=True, exist_ok=True)
    with lock_saved_folder(folder):
        if not is_begun:
            _write_listing(folder, {"format": FORMAT, "plan": digest, "shards": None})
        yield


def _was_left_empty(folder: Path) -> bool:
    """Whether a folder has nothing but what was left by a process that was killed at once."""
    return folder.is_dir() and {item.name for item in folder.iterdir()} <= {LOCK, NEW}


def finish_folder(folder: Path, built: Sequence[BuiltShard]) -> None:
    """Say that all shards are there, what they hold, and what was skipped.

    Raises
    ------
    DiscourseError
        If a shard that was built is not seen here.
    """
    held = [shard for shard in built if shard.documents]
    lost = next((each for each in held if not (folder / each.name / MANIFEST).is_file()), None)
    if lost is not None:
        raise DiscourseError(
            f"{folder / lost.name} was built by a worker, but is not seen here; give a folder that "
            "every worker and this machine see, such as one on a shared disk."
        )
    listed = {
        **_read_listing(folder),
        "shards": [shard.name for shard in held],
        "texts": {shard.name: [len(shard.documents), shard.digest] for shard in held},
        "skipped": [[each.file, each.reason] for shard in built for each in shard.skipped],
    }
    _write_listing(folder, listed)


def digest_texts(sources: pd.DataFrame) -> str:
    """Twelve hex digits for the names and the texts of some documents."""
    said = json.dumps([sources["document"].tolist(), sources["sha256"].tolist()])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _write_listing(folder: Path, listed: dict[str, Any]) -> None:
    new = folder / NEW
    new.write_text(json.dumps(listed, indent=1) + "\n", "utf-8")
    new.replace(folder / SHARDS)
