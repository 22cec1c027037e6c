"""Save a corpus in a folder, as arrays and tables that can be mapped, with a hash of each file.

A save writes a new generation beside the old one and then switches the manifest to it in one step,
so that a crash leaves the old corpus or none.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.assembly import arrow_regions
from discourse.corpus.store.checksum import checksum
from discourse.corpus.store.manifest import (
    CORPUS_FORMAT,
    GENERATION,
    GIVEN_TABLE,
    MANIFEST,
    SENTENCES,
    VERSION,
    VERSION_WITHOUT_LAYERS,
    read_corpus_manifest,
    seal_manifest,
)
from discourse.corpus.store.saved_files import map_file
from discourse.corpus.store.saved_layers import layer_arrays, layer_entries, layer_tables
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError

LOCK = ".lock"


def save(store: Store, path: str | PathLike[str]) -> None:
    """Save a corpus in a new folder, or over one that was saved there; see `Corpus.save`."""
    if not store.is_here:
        raise DiscourseError(
            "a corpus in shards is saved already, in its shards; to save it as one, or to save a "
            "subset, load them without executor=."
        )
    try:
        _save_in_folder(store, Path(path))
    except OSError as error:  # a full disk, or a folder in which nothing can be written
        raise DiscourseError(
            f"{path}: the corpus cannot be saved there ({error.strerror or error}); name another "
            "folder. What was saved there before is as it was."
        ) from None


def _save_in_folder(store: Store, folder: Path) -> None:
    _refuse_foreign(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with lock_saved_folder(folder):
        generation = folder / f"generation-{max(_generation_numbers(folder), default=0) + 1}"
        generation.mkdir()
        try:
            files = dict(_write_generation(store, generation))
            checksums = {name: checksum(map_file(generation / name)) for name in files}
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise
        _switch_generation(folder, _make_manifest(store, generation.name, files, checksums))
        for number in _generation_numbers(folder):
            if (old := folder / f"generation-{number}") != generation:
                # Windows cannot delete what a reader has mapped; the next save tries again.
                shutil.rmtree(old, ignore_errors=True)


def _refuse_foreign(folder: Path) -> None:
    if folder.is_dir():
        names = {item.name for item in folder.iterdir()}
        foreign = sorted(n for n in names - {MANIFEST, LOCK} if not GENERATION.fullmatch(n))
        if MANIFEST in names:
            read_corpus_manifest(folder)
    else:
        foreign = [folder.name] if folder.exists() else []
    if foreign:
        raise DiscourseError(
            f"{folder} is not a saved corpus (it contains {foreign[0]!r}); give a new folder."
        )


@contextmanager
def lock_saved_folder(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; the system releases it whenever the process ends."""
    with (folder / LOCK).open("wb") as file:
        try:
            _lock_file(file)
        except OSError:
            raise DiscourseError(
                f"{folder} is being saved by another process; wait for it, or give another folder."
            ) from None
        yield


def _lock_file(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _generation_numbers(folder: Path) -> list[int]:
    found = (GENERATION.fullmatch(item.name) for item in folder.iterdir())
    return [int(match[1]) for match in found if match]


def _write_generation(store: Store, generation: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Write each file, and yield its name with its size and hash."""
    for name, array in _arrays_to_save(store).items():
        yield _write_file(generation / f"{name}.npy", partial(np.save, arr=array))
    for name, table in _tables_to_save(store).items():
        yield _write_file(generation / f"{name}.arrow", partial(_save_table, table=table))


def _arrays_to_save(store: Store) -> dict[str, NDArray[Any]]:
    index = store.index
    bounds, positions = index.postings
    arrays: dict[str, NDArray[Any]] = {
        "ids": index.ids,
        "starts": index.starts,
        "documents": index.documents,
        "sections": index.sections,
        "runs": index.runs,
        "term_of_form": index.vocabulary.term_of_form,
        "posting_bounds": bounds,
        "postings": positions,
        "ranges": index.ranges,
    }
    if store.has_sentences:
        arrays[SENTENCES] = store.sentences
    return arrays | layer_arrays(store.layers)


def _tables_to_save(store: Store) -> dict[str, pa.Table]:
    tables = {
        "forms": pa.table({"form": store.index.vocabulary.forms.array}),
        "terms": pa.table({"term": store.index.vocabulary.terms.array}),
        "texts": pa.table({"text": store.texts.array}),
        "sources": _sources_to_save(store),
        "regions": arrow_regions(store.regions),
        **layer_tables(store.layers),
    }
    return tables if store.given is None else {**tables, GIVEN_TABLE: store.given}


def _sources_to_save(store: Store) -> pa.Table:
    for name, column in store.sources.items():
        try:
            pa.array(column, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            raise DiscourseError(
                f"{name!r} contains values of several types, and a column on disk has only one; "
                "convert them before making the corpus."
            ) from None
    return pa.Table.from_pandas(store.sources, preserve_index=False)


def _save_table(file: BinaryIO, table: pa.Table) -> None:
    with pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table.unify_dictionaries())


def _write_file(path: Path, write: Callable[[BinaryIO], object]) -> tuple[str, dict[str, object]]:
    with path.open("w+b") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return path.name, {"bytes": file.seek(0, os.SEEK_END), "sha256": digest}


def _make_manifest(
    store: Store, generation: str, files: Mapping[str, object], checksums: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "format": CORPUS_FORMAT,
        "version": VERSION if store.layers else VERSION_WITHOUT_LAYERS,
        "generation": generation,
        "fingerprint": store.fingerprint,
        "words": store.tokenizer.recipe,
        "signed_words": store.signed_words,
        "conditions": list(store.conditions),
        "skipped": store.skipped.to_dict("records"),
        "reading": dict(store.read_options),
        **({"layers": layer_entries(store.layers)} if store.layers else {}),
        **({"joined": list(store.joined)} if store.joined else {}),
        **({"metadata": list(store.derived)} if store.derived else {}),
        **({"order": store.given_orders} if store.given_orders else {}),
        "made_with": {"discourse": version("discourse-toolkit")},
        "files": files,
        "checksums": checksums,  # beside the files, whose entries earlier versions check
    }


def _switch_generation(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Point the folder to a new generation, in one atomic step."""
    sealed = json.dumps(seal_manifest(manifest), ensure_ascii=False, indent=1)
    content = sealed.encode("utf-8", "surrogatepass")
    new = folder / f"{manifest['generation']}/{MANIFEST}"
    _write_file(new, lambda file: file.write(content))
    _sync_folder(new.parent)
    new.replace(folder / MANIFEST)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows does this without being asked."""
    if sys.platform != "win32":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
