"""A corpus in a folder: arrays and tables that are mapped, not read, with a hash of each.

A save writes a new generation beside the old one and then switches the manifest to it in one step,
so that a crash leaves the old corpus or none. Nothing is unpickled.
"""

import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.assembly import assemble, region_frame, tabulate_skipped
from discourse.corpus.store.block import LABEL, REGIONS, TokenBlock
from discourse.corpus.store.index import Index
from discourse.corpus.store.store import Store
from discourse.corpus.store.strings import Strings
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.errors import DiscourseError
from discourse.text.reading import Skipped
from discourse.text.tokenizer import Tokenizer

FORMAT = "discourse corpus"
VERSION = 1
MANIFEST = "manifest.json"
LOCK = ".lock"
GENERATION = re.compile(r"generation-(\d+)")

ARRAYS: Mapping[str, type[np.integer[Any]]] = {
    "ids": np.uint32,
    "starts": np.uint32,
    "documents": np.int64,
    "sections": np.int64,
    "runs": np.int64,
    "term_of_form": np.uint32,
    "posting_bounds": np.int64,
    "postings": np.uint32,
    "ranges": np.uint32,
    "sentences": np.int64,
}
OPTIONAL = "sentences"  # kept if they were asked for: finding them takes as long as all the rest
TABLES = ("forms", "terms", "texts", "sources", "regions")


def save(store: Store, path: str | PathLike[str]) -> None:
    """Write a corpus into a folder, over a corpus that was saved there before or as a new one."""
    folder = Path(path)
    _refuse_foreign(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with _lock_folder(folder):
        generation = folder / f"generation-{max(_generation_numbers(folder), default=0) + 1}"
        generation.mkdir()
        try:
            files = dict(_write_generation(store, generation))
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise
        _switch_generation(folder, _make_manifest(store, generation.name, files))
        for number in _generation_numbers(folder):
            if (old := folder / f"generation-{number}") != generation:
                # Windows keeps what a reader has mapped; the next save takes it away.
                shutil.rmtree(old, ignore_errors=True)


def load_store(
    path: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    verify: bool = False,
    tokenizer: Tokenizer | None = None,
) -> Store:
    """The store that was saved in a folder, or those of several folders as one; see `dc.load`."""
    if isinstance(path, (str, PathLike)):
        return _load_folder(Path(path), verify, tokenizer)
    shards = [_load_folder(Path(shard), verify, tokenizer) for shard in path]
    return _merge_shards(shards, [str(shard) for shard in path])


# ----------------------------------------------------------------------------------- saving


def _refuse_foreign(folder: Path) -> None:
    if folder.is_dir():
        names = {item.name for item in folder.iterdir()}
        foreign = sorted(n for n in names - {MANIFEST, LOCK} if not GENERATION.fullmatch(n))
        if MANIFEST in names:
            _read_manifest(folder)
    else:
        foreign = [folder.name] if folder.exists() else []
    if foreign:
        raise DiscourseError(
            f"{folder} is no saved corpus (it holds {foreign[0]!r}); give a new folder."
        )


@contextmanager
def _lock_folder(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when a process ends, however it ends."""
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
    """Write each file; its name, size and hash."""
    for name, array in _arrays_to_save(store).items():
        yield _write_file(generation / f"{name}.npy", partial(np.save, arr=array))
    for name, table in _tables_to_save(store).items():
        yield _write_file(generation / f"{name}.arrow", partial(_write_table, table=table))


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
        arrays[OPTIONAL] = store.sentences
    return arrays


def _tables_to_save(store: Store) -> dict[str, pa.Table]:
    return {
        "forms": pa.table({"form": store.index.vocabulary.forms.array}),
        "terms": pa.table({"term": store.index.vocabulary.terms.array}),
        "texts": pa.table({"text": store.texts.array}),
        "sources": _sources_to_save(store),
        "regions": _regions_to_save(store.regions),
    }


def _sources_to_save(store: Store) -> pa.Table:
    for name, column in store.sources.items():
        try:
            pa.array(column, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            raise DiscourseError(
                f"{name!r} holds values of several types, and a table on disk has one a column; "
                "give it one before the corpus is made."
            ) from None
    return pa.Table.from_pandas(store.sources, preserve_index=False)


def _regions_to_save(regions: pd.DataFrame) -> pa.Table:
    return pa.table({f.name: pa.array(regions[f.name]).cast(f.type) for f in REGIONS})


def _write_table(file: BinaryIO, table: pa.Table) -> None:
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


def _make_manifest(store: Store, generation: str, files: Mapping[str, object]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "generation": generation,
        "fingerprint": store.fingerprint,
        "words": store.tokenizer.recipe,
        "conditions": list(store.conditions),
        "skipped": store.skipped.to_dict("records"),
        "reading": dict(store.read_options),
        "made_with": {"discourse": version("discourse-toolkit")},
        "files": files,
    }


def _switch_generation(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Point the folder to a new generation, in one step that happens or does not."""
    content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    new = folder / f"{manifest['generation']}/{MANIFEST}"
    _write_file(new, lambda file: file.write(content))
    _sync_folder(new.parent)
    new.replace(folder / MANIFEST)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows does that by itself."""
    if sys.platform != "win32":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


# ---------------------------------------------------------------------------------- loading


def _load_folder(folder: Path, verify: bool, tokenizer: Tokenizer | None) -> Store:
    manifest = _read_manifest(folder)
    try:
        return _open_generation(folder, manifest, verify, tokenizer)
    except FileNotFoundError as error:
        if _read_manifest(folder)["generation"] != manifest["generation"]:
            return _load_folder(folder, verify, tokenizer)  # saved anew while it was opened
        missing = Path(error.filename).name
        raise DiscourseError(f"{folder} has lost {missing}; save the corpus again.") from None


def _read_manifest(folder: Path) -> dict[str, Any]:
    if not folder.exists():
        raise DiscourseError(f"{folder} does not exist; give a folder that Corpus.save wrote.")
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        ours = manifest["format"] == FORMAT
        newer = manifest["version"] > VERSION
        complete = manifest.keys() >= {
            "fingerprint",
            "words",
            "conditions",
            "skipped",
            "reading",
            "files",
        }
        named = GENERATION.fullmatch(manifest["generation"])
    except (OSError, ValueError, TypeError, KeyError):
        ours = False
    if ours and newer:
        raise DiscourseError(
            f"{folder} has format {manifest['version']}, and this version of discourse reads up to "
            f"{VERSION}; pip install --upgrade discourse-toolkit."
        )
    if not ours or not complete or not named:
        raise DiscourseError(f"{folder} is no saved corpus; give a folder that Corpus.save wrote.")
    return manifest


def _open_generation(
    folder: Path, manifest: Mapping[str, Any], verify: bool, tokenizer: Tokenizer | None
) -> Store:
    generation = folder / manifest["generation"]
    _check_files(folder, generation, manifest["files"], verify)
    try:
        arrays = {
            name: _map_array(generation / f"{name}.npy", kind)
            for name, kind in ARRAYS.items()
            if name != OPTIONAL or f"{name}.npy" in manifest["files"]
        }
        tables = {name: _map_table(generation / f"{name}.arrow") for name in TABLES}
    except (ValueError, pa.ArrowException):
        raise DiscourseError(f"{folder} cannot be read; save the corpus again.") from None
    store = _make_store(arrays, tables, _load_tokenizer(folder, manifest, tokenizer), manifest)
    if verify and store.fingerprint != manifest["fingerprint"]:
        raise DiscourseError(
            f"{folder} has the fingerprint {store.fingerprint}, and {manifest['fingerprint']} was "
            "saved; save the corpus again."
        )
    return store


def _check_files(folder: Path, generation: Path, files: Mapping[str, Any], verify: bool) -> None:
    for name, saved in files.items():
        file = generation / Path(name).name
        size = file.stat().st_size
        if size != saved["bytes"]:
            raise DiscourseError(
                f"{folder}: {name} has {size} bytes, and {saved['bytes']} were saved; "
                "save the corpus again."
            )
        if verify:
            with file.open("rb") as opened:
                if hashlib.file_digest(opened, "sha256").hexdigest() != saved["sha256"]:
                    raise DiscourseError(
                        f"{folder}: {name} is not what was saved; save the corpus again."
                    )


def _map_array(file: Path, kind: type[np.integer[Any]]) -> NDArray[Any]:
    array = np.load(file, mmap_mode="r", allow_pickle=False)
    if array.dtype != kind or array.ndim != 1:
        raise ValueError(file.name)
    return np.asarray(array)  # without the slower class of a mapped array, but mapped


def _map_table(file: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(file))).read_all()


def _load_tokenizer(
    folder: Path, manifest: Mapping[str, Any], tokenizer: Tokenizer | None
) -> Tokenizer:
    saved = manifest["words"]
    if tokenizer is None:
        try:
            return Tokenizer.of_recipe(saved)
        except DiscourseError as error:
            raise DiscourseError(f"{folder}: {error}") from None
    if tokenizer.recipe != saved:
        raise DiscourseError(
            f"{folder} was read with the words {saved}, not with {tokenizer.recipe}; "
            "give tokenizer= as when the texts were read."
        )
    return tokenizer


def _make_store(
    arrays: Mapping[str, NDArray[Any]],
    tables: Mapping[str, pa.Table],
    tokenizer: Tokenizer,
    manifest: Mapping[str, Any],
) -> Store:
    vocabulary = Vocabulary(
        Strings(_single_chunk(tables["forms"])),
        Strings(_single_chunk(tables["terms"])),
        arrays["term_of_form"],
    )
    borders = (arrays["documents"], arrays["sections"], arrays["runs"])
    index = Index(
        vocabulary,
        arrays["ids"],
        arrays["starts"],
        *borders,
        saved_postings=(arrays["posting_bounds"], arrays["postings"]),
        saved_ranges=arrays["ranges"],
    )
    texts = Strings(tables["texts"].column(0))
    sources = tables["sources"].to_pandas()
    if "description_digest" not in sources:  # saved before metadata could have this name
        sources = sources.rename(columns={"description": "description_digest"})
    regions = region_frame(tables["regions"])
    skipped = tabulate_skipped(Skipped(**row) for row in manifest["skipped"])
    conditions = tuple(manifest["conditions"])
    return Store(
        tokenizer,
        index,
        texts,
        sources,
        regions,
        conditions,
        skipped,
        manifest["reading"],
        saved_sentences=arrays.get(OPTIONAL),
    )


def _single_chunk(table: pa.Table) -> pa.Array:
    column = table.column(0)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


# ----------------------------------------------------------------------------------- shards


def _merge_shards(shards: Sequence[Store], paths: Sequence[str]) -> Store:
    if not shards:
        raise DiscourseError("load needs at least one path; none was given.")
    tokenizer, reading = shards[0].tokenizer, shards[0].read_options
    for shard, path in zip(shards, paths, strict=True):
        if shard.conditions:
            raise DiscourseError(
                f"{path} is a subset ({shard.conditions[0]}); save whole corpora as shards, "
                "and take the subset of all."
            )
        if shard.tokenizer.recipe != tokenizer.recipe:
            raise DiscourseError(
                f"{path} was saved with the words {shard.tokenizer.recipe}, and {paths[0]} with "
                f"{tokenizer.recipe}; read them with the same tokenizer."
            )
        if shard.read_options != reading:
            raise DiscourseError(
                f"{path} was read with {dict(shard.read_options)}, and {paths[0]} with "
                f"{dict(reading)}; read them with the same choices."
            )
    made = assemble(map(_block_of_store, shards), tokenizer.fold)
    skipped = tabulate_skipped(made.skipped)
    return Store(
        tokenizer, made.index, made.texts, made.sources, made.regions, (), skipped, reading
    )


def _block_of_store(store: Store) -> TokenBlock:
    """A whole corpus as one block of a larger one."""
    index = store.index
    forms = pa.DictionaryArray.from_arrays(
        pa.array(index.ids.view(np.int32)), index.vocabulary.forms.array
    )
    return TokenBlock(
        pa.chunked_array([forms], LABEL),
        index.starts,
        store.texts.array,
        [{str(k): v for k, v in row.items()} for row in store.sources.to_dict("records")],
        _regions_to_save(store.regions),
        [
            Skipped(**{str(k): v for k, v in row.items()})
            for row in store.skipped.to_dict("records")
        ],
    )
