"""Open a saved corpus by mapping its files instead of reading them; nothing is unpickled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.assembly import arrow_regions, assemble, region_frame, tabulate_skipped
from discourse.corpus.store.block import TokenBlock
from discourse.corpus.store.bounds import (
    are_regions,
    find_broken_array,
    find_broken_places,
    find_broken_spans,
    find_broken_table,
)
from discourse.corpus.store.index import Index
from discourse.corpus.store.joining import join_shards
from discourse.corpus.store.manifest import (
    GIVEN_TABLE,
    MANIFEST,
    SEAL,
    SENTENCES,
    read_corpus_manifest,
)
from discourse.corpus.store.metadata_steps import (
    apply_steps,
    check_steps,
    orders_of,
)
from discourse.corpus.store.placing import PlacedLayer
from discourse.corpus.store.saved_files import SavedFiles
from discourse.corpus.store.saved_layers import file_of_layer, read_layers
from discourse.corpus.store.shard_agreement import (
    check_agreement,
    prefixes_of_shards,
    rename_documents,
    unite_metadata,
)
from discourse.corpus.store.shard_contents import describe_shard
from discourse.corpus.store.store import Store
from discourse.corpus.store.strings import Strings
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.errors import DiscourseError
from discourse.text.reading import Skipped
from discourse.text.tokenizer import Tokenizer

SAVED_ARRAYS: Mapping[str, type[np.integer[Any]]] = {
    "ids": np.uint32,
    "starts": np.uint32,
    "documents": np.int64,
    "sections": np.int64,
    "runs": np.int64,
    "term_of_form": np.uint32,
    "posting_bounds": np.int64,
    "postings": np.uint32,
    "ranges": np.uint32,
    SENTENCES: np.int64,
}
SAVED_TABLES = ("forms", "terms", "texts", "sources", "regions")
# Up to this size, in bytes, the content of all files is checked whenever a corpus is loaded: about
# four million tokens, in a fortieth of a second, or in a tenth if only hashes were saved.
ALWAYS_HASHED = 1 << 26


def load_store(
    path: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    verify: bool | None = None,
    tokenizer: Tokenizer | None = None,
) -> Store:
    """Load the store in a folder, or the stores in several folders as one; see `dc.load`."""
    if isinstance(path, (str, PathLike)):
        return _load_folder(Path(path), verify, tokenizer)
    shards = [_load_folder(Path(shard), verify, tokenizer) for shard in path]
    return _merge_shards(shards, [str(shard) for shard in path])


def _load_folder(folder: Path, verify: bool | None, tokenizer: Tokenizer | None) -> Store:
    manifest = read_corpus_manifest(folder)
    try:
        return _open_generation(folder, manifest, verify, tokenizer)
    except FileNotFoundError as error:
        if read_corpus_manifest(folder)["generation"] != manifest["generation"]:
            return _load_folder(folder, verify, tokenizer)  # saved again while it was opened
        missing = Path(error.filename).name
        raise DiscourseError(f"{folder} has lost {missing}; save the corpus again.") from None


def _open_generation(
    folder: Path, manifest: Mapping[str, Any], verify: bool | None, tokenizer: Tokenizer | None
) -> Store:
    files = manifest["files"]
    small = sum(listed["bytes"] for listed in files.values()) <= ALWAYS_HASHED
    hashed = small if verify is None else verify
    checksums = {} if verify else manifest.get("checksums", {})
    saved = SavedFiles(folder, folder / manifest["generation"], files, checksums)
    saved.check(hashed=hashed)
    tables = _map_tables(saved)
    arrays = _map_arrays(saved, tables)
    layers = read_layers(manifest.get("layers", []), saved)
    _check_saved_layers(layers, saved, len(arrays["ids"]), tables["texts"].num_rows)
    words = _load_tokenizer(folder, manifest, tokenizer)
    try:
        store = _make_store(arrays, tables, layers, saved, words, manifest)
    except DiscourseError as error:
        raise DiscourseError(f"{folder}: {error}") from None
    # The seal of a manifest covers its entries; without one, only the fingerprint does.
    if verify or (hashed and SEAL not in manifest):
        _check_fingerprint(store, folder, manifest)
    return store


def _map_tables(saved: SavedFiles) -> dict[str, pa.Table]:
    given = [GIVEN_TABLE] if saved.has_table(GIVEN_TABLE) else []
    tables = {name: saved.map_table(name) for name in (*SAVED_TABLES, *given)}
    if broken := find_broken_table(tables):
        saved.refuse_table(broken)
    return tables


def _map_arrays(saved: SavedFiles, tables: Mapping[str, pa.Table]) -> dict[str, NDArray[Any]]:
    arrays = {
        name: saved.map_array(name, kind)
        for name, kind in SAVED_ARRAYS.items()
        if name != SENTENCES or saved.has_array(SENTENCES)
    }
    if broken := find_broken_array(arrays, tables):
        saved.refuse_array(broken)
    if not are_regions(tables["regions"], tables["texts"], len(arrays["ids"])):
        saved.refuse_table("regions")
    return arrays


def _check_saved_layers(
    layers: Mapping[str, PlacedLayer], saved: SavedFiles, tokens: int, documents: int
) -> None:
    for number, layer in enumerate(layers.values()):
        if broken := find_broken_spans(layer):
            saved.refuse_table(file_of_layer(number, broken))
        if broken := find_broken_places(layer, tokens, documents):
            saved.refuse_array(file_of_layer(number, broken))


def _check_fingerprint(store: Store, folder: Path, manifest: Mapping[str, Any]) -> None:
    if store.fingerprint != manifest["fingerprint"]:
        raise DiscourseError(
            f"{folder} has the fingerprint {store.fingerprint}, but {MANIFEST} says that "
            f"{manifest['fingerprint']} was saved; save the corpus again."
        )


def _load_tokenizer(
    folder: Path, manifest: Mapping[str, Any], tokenizer: Tokenizer | None
) -> Tokenizer:
    saved = manifest["words"]
    if tokenizer is None:
        try:
            return Tokenizer.of_recipe(saved)
        except (DiscourseError, TypeError) as error:
            raise DiscourseError(f"{folder}: {error}") from None
    if "rule" not in saved:  # by version 0.1.0, which had no other
        tokenizer = replace(tokenizer, rule="1")
    if tokenizer.recipe != saved:
        raise DiscourseError(
            f"{folder} was tokenised with {saved}, not with {tokenizer.recipe}; "
            "give tokenizer= as when the texts were read."
        )
    return tokenizer


def _make_store(
    arrays: Mapping[str, NDArray[Any]],
    tables: Mapping[str, pa.Table],
    layers: Mapping[str, PlacedLayer],
    saved: SavedFiles,
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
    # A copy holds no mapped files: it may outlive them, or be sent to another process.
    sources = partial(_make_source_frame, replace(saved), tables["sources"])
    regions = partial(region_frame, tables["regions"])
    skipped = partial(tabulate_skipped, [Skipped(**row) for row in manifest["skipped"]])
    conditions = tuple(manifest["conditions"])
    derived = tuple(check_steps(manifest.get("metadata", [])))
    return Store(
        tokenizer,
        index,
        texts,
        sources,
        regions,
        conditions,
        skipped,
        manifest["reading"],
        saved_sentences=arrays.get(SENTENCES),
        layers=layers,
        joined=tuple(manifest.get("joined", ())),
        given=tables.get(GIVEN_TABLE),
        orders=orders_of(manifest.get("order", {}), derived),
        derived=derived,
        saved_words=manifest.get("signed_words", manifest["words"]),
    )


def _make_source_frame(saved: SavedFiles, table: pa.Table) -> pd.DataFrame:
    sources = saved.make_frame("sources", table)
    if "description_digest" not in sources:  # saved before metadata could be named "description"
        sources = sources.rename(columns={"description": "description_digest"})
    return sources


def _single_chunk(table: pa.Table) -> pa.Array:
    column = table.column(0)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


# ----------------------------------------------------------------------------------- shards


def _merge_shards(shards: Sequence[Store], paths: Sequence[str]) -> Store:
    contents = [describe_shard(shard) for shard in shards]
    check_agreement(contents, paths)
    prefixes = prefixes_of_shards(contents, paths)
    shards = [rename_documents(*pair) for pair in zip(shards, prefixes, strict=True)]
    first = shards[0]
    derived, orders = unite_metadata([shard.derived for shard in shards], contents, paths)
    made = assemble(map(_block_of_store, shards), first.tokenizer)
    added = [step["column"] for step in derived]
    store = Store(
        first.tokenizer,
        made.index,
        made.texts,
        made.sources.drop(columns=added),
        made.regions,
        (),
        tabulate_skipped(made.skipped),
        first.read_options,
        given=made.given,
        orders=orders_of(orders, ()),
    )
    return join_shards(apply_steps(store, derived), shards)


def _block_of_store(store: Store) -> TokenBlock:
    """Turn a store into a block of a larger one."""
    index = store.index
    forms = pa.DictionaryArray.from_arrays(
        pa.array(index.ids.view(np.int32)), index.vocabulary.forms.array
    )
    return TokenBlock(
        forms,
        index.starts,
        store.texts.array,
        [{str(k): v for k, v in row.items()} for row in store.sources.to_dict("records")],
        arrow_regions(store.regions),
        [
            Skipped(**{str(k): v for k, v in row.items()})
            for row in store.skipped.to_dict("records")
        ],
        store.given,
    )
