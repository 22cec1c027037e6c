"""A folder of shards: which they are, and whether all of them are there."""

import hashlib
import json
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from discourse.corpus.store.manifest import MANIFEST, read_corpus_manifest
from discourse.errors import DiscourseError

SHARDS = "shards.json"
FORMAT = "discourse shards"


def list_shards(path: str | PathLike[str]) -> list[Path] | None:
    """The shards of a folder that `discourse index --shards` wrote; None of another folder.

    Raises
    ------
    DiscourseError
        If the folder is damaged, not finished, or has lost a shard.
    """
    folder = Path(path)
    if not (folder / SHARDS).is_file():
        return None
    listed = read_shard_listing(folder)
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
    return shards


def read_shard_listing(folder: Path) -> dict[str, Any]:
    """What a folder of shards says of itself: its plan, and its shards once all are there."""
    try:
        listed = json.loads((folder / SHARDS).read_bytes())
    except (OSError, ValueError, RecursionError):
        listed = None
    if not isinstance(listed, dict) or listed.get("format") != FORMAT or not _is_listing(listed):
        raise DiscourseError(f"{folder / SHARDS} is not what was saved; make the shards again.")
    return listed


def _is_listing(listed: dict[str, Any]) -> bool:
    shards = listed.get("shards")
    names = shards if isinstance(shards, list) else []
    are_names = all(isinstance(name, str) and Path(name).name == name for name in names)
    return isinstance(listed.get("plan"), str) and are_names and (shards is None or bool(names))


def begin_folder(folder: Path, plan: Sequence[object]) -> None:
    """Begin a folder of shards, or go on with one that was begun with the same plan.

    Raises
    ------
    DiscourseError
        If the folder holds something else.
    """
    digest = hashlib.sha256(json.dumps(plan).encode("utf-8", "surrogatepass")).hexdigest()
    if (folder / SHARDS).is_file():
        if read_shard_listing(folder)["plan"] != digest:
            raise DiscourseError(
                f"{folder} was made of other texts, or in another way; give a new folder, or "
                "remove this one."
            )
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DiscourseError(f"{folder} is not a folder of shards; give a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    _write_listing(folder, {"format": FORMAT, "plan": digest, "shards": None})


def finish_folder(folder: Path, names: Sequence[str]) -> None:
    """Say that all shards are there."""
    _write_listing(folder, {**read_shard_listing(folder), "shards": list(names)})


def _write_listing(folder: Path, listed: dict[str, Any]) -> None:
    new = folder / f"{SHARDS}.new"
    new.write_text(json.dumps(listed, indent=1) + "\n", "utf-8")
    new.replace(folder / SHARDS)


def is_finished(shard: Path) -> bool:
    """Whether a shard was saved as a whole."""
    try:
        read_corpus_manifest(shard)
    except DiscourseError:
        return False
    return True
