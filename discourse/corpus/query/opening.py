"""Open shards where they are, as parts of one corpus, and take subsets of all of them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from socket import gethostname

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype

from discourse.corpus.query.conditions import evaluate_on_stretches
from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.query.subset import refuse_empty_subset, subset
from discourse.corpus.store.assembly import make_source_frame, tabulate_skipped
from discourse.corpus.store.elsewhere import layer_of_outline, unite_layers
from discourse.corpus.store.layer_values import TERM, count_values
from discourse.corpus.store.loading import load_store
from discourse.corpus.store.manifest import read_corpus_manifest
from discourse.corpus.store.mapped_pages import own_bytes
from discourse.corpus.store.metadata_steps import Step, add_columns, orders_of
from discourse.corpus.store.placing import PlacedLayer, SpanLayer
from discourse.corpus.store.shard_agreement import (
    check_agreement,
    prefixes_of_shards,
    rename_documents,
    rename_in_step,
    unite_metadata,
)
from discourse.corpus.store.shard_contents import ShardContents, describe_shard
from discourse.corpus.store.shard_folder import ShardFolder, list_shards
from discourse.corpus.store.shard_workers import Shard, Workers
from discourse.corpus.store.shards import ShardedStore, frame_of_sources
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, describe
from discourse.text.reading import Skipped
from discourse.text.tokenizer import Tokenizer

# Shards that one worker keeps open: their files are mapped, but what was found in them, such as the
# borders of sentences, is kept in memory. All are closed when that has grown by as many bytes.
KEPT_OPEN = 64
MOST_FOUND = 3 << 28


def list_shards_elsewhere(path: Path, executor: Executor) -> ShardFolder | None:
    """The shards of a folder that workers see, and this machine need not; see `list_shards`."""
    _check_executor(executor)
    if path.exists():
        return list_shards(path)
    (found,) = Workers(executor, find_folder).ask([Shard(str(path))], list_shards, [()], ())
    return found


def load_shards(
    paths: Sequence[str],
    executor: Executor,
    verify: bool | None,
    tokenizer: Tokenizer | None,
    skipped: Sequence[Skipped] | None = None,
) -> ShardedStore:
    """Ask workers to open saved corpora, and make one store of what they say.

    Parameters
    ----------
    paths : sequence of str
        The folders of the saved corpora, as the workers see them.
    executor : Executor
        Anything with the `submit` of `concurrent.futures.Executor`.
    verify : bool, optional
        Whether hashes are compared, as `dc.load` takes it.
    tokenizer : Tokenizer, optional
        What counts as a token, where it is not saved.
    skipped : sequence of Skipped, optional
        What was skipped, where the shards do not say all of it.

    Raises
    ------
    DiscourseError
        If a worker cannot open a shard or has another version of discourse, or if the shards are
        not parts of one corpus.
    """
    _check_executor(executor)
    workers = Workers(executor, open_shard)
    shards = [Shard(path, verify=verify, tokenizer=tokenizer) for path in paths]
    each = [(path,) for path in paths]
    contents = list(workers.ask(shards, describe_opened, each, ()))
    check_agreement(contents, paths)
    return _make_whole(shards, contents, workers, skipped)


def _check_executor(executor: Executor) -> None:
    if not hasattr(executor, "submit"):
        raise DiscourseError(
            f"executor expects a concurrent.futures.Executor, got {describe(executor)}; give one, "
            "such as ProcessPoolExecutor() or a distributed.Client()."
        )


# ------------------------------------------------------------------------------------ by a worker


def open_shard(shard: Shard) -> Store:
    """Open a shard as a part of the corpus; what was opened lately is kept."""
    if not shard.fingerprint:
        return _open_as_saved(shard)
    _CLOSING.close_if_large()
    return _open_kept(shard)


@dataclass
class Closing:
    """Closes all shards when the memory of the process has grown too far since it had none."""

    before: int | None = None

    def close_if_large(self) -> None:
        """Close them if what was found in them may fill the memory."""
        if self.before is None:
            self.before = own_bytes()
        elif own_bytes() - self.before > MOST_FOUND:
            _open_kept.cache_clear()
            self.before = own_bytes()


_CLOSING = Closing()


@lru_cache(KEPT_OPEN)
def _open_kept(shard: Shard) -> Store:
    if shard.of != TERM:
        return count_values(_open_kept(replace(shard, of=TERM)), shard.of)
    if shard.conditions:
        former = _open_kept(replace(shard, conditions=shard.conditions[:-1]))
        return subset(former, shard.conditions[-1])
    if shard.changes:
        unchanged = _open_kept(replace(shard, changes=shard.changes[:-1]))
        return shard.changes[-1].work(unchanged, shard.changes[-1].given)
    found = read_corpus_manifest(Path(shard.path))["fingerprint"]
    if found != shard.fingerprint:
        raise DiscourseError(
            f"{shard.path} was saved again since the corpus was loaded; load the corpus again."
        )
    return _fit_into_whole(_open_as_saved(shard), shard)


def _open_as_saved(shard: Shard) -> Store:
    return load_store(find_folder(shard), verify=shard.verify, tokenizer=shard.tokenizer)


def find_folder(shard: Shard) -> Path:
    """The folder of a shard, as this machine sees it."""
    if not Path(shard.path).exists():
        raise DiscourseError(
            f"{shard.path} does not exist on {gethostname()}, where a worker looked for it; give "
            "paths that every worker sees, such as those of a shared disk."
        )
    return Path(shard.path)


def _fit_into_whole(store: Store, shard: Shard) -> Store:
    """Give a shard the names, columns and orders that it has in the whole."""
    renamed = rename_documents(store, shard.prefix)
    columns = {
        name: renamed.sources[name].astype(pandas_dtype(kind))
        if name in renamed.sources
        else pd.Series(np.nan, renamed.sources.index, dtype=pandas_dtype(kind))
        for name, kind in shard.columns
    }
    missing = [name for name in shard.attributes if name not in renamed.regions]
    nothing = pd.Categorical([None] * len(renamed.regions))
    return replace(
        renamed,
        sources=pd.DataFrame(columns, index=renamed.sources.index),
        regions=renamed.regions.assign(**dict.fromkeys(missing, nothing)),
        orders={name: order for name, order in shard.orders},
    )


def describe_opened(store: Store, path: str) -> ShardContents:
    """Describe a shard that was opened from a path."""
    found: str = read_corpus_manifest(Path(path))["fingerprint"]
    return replace(describe_shard(store), fingerprint=found)


# ------------------------------------------------------------------------------------- as a whole


def _make_whole(
    shards: Sequence[Shard],
    contents: Sequence[ShardContents],
    workers: Workers,
    skipped: Sequence[Skipped] | None,
) -> ShardedStore:
    paths = [shard.path for shard in shards]
    prefixes = prefixes_of_shards(contents, paths)
    sources, orders, derived = _unite_sources(contents, paths, prefixes)
    attributes = tuple(dict.fromkeys(name for each in contents for name in each.region_columns))
    aligned = [
        replace(
            shard,
            fingerprint=each.fingerprint,
            prefix=prefix,
            columns=tuple((str(name), str(kind)) for name, kind in sources.dtypes.items()),
            attributes=attributes,
            orders=tuple(orders.items()),
        )
        for shard, each, prefix in zip(shards, contents, prefixes, strict=True)
    ]
    first = contents[0]
    known = {
        "tokenizer": shards[0].tokenizer or Tokenizer.of_recipe(first.words),
        "sources": sources,
        "conditions": (),
        "skipped": pd.concat([each.skipped for each in contents], ignore_index=True)
        if skipped is None
        else tabulate_skipped(skipped),
        "read_options": first.read_options,
        "whole": None,
        "layers": unite_layers(contents, aligned),
        "joined": first.joined,
        "of": TERM,
        "orders": orders,
        "derived": derived,
        "saved_words": None,
    }
    return ShardedStore(aligned, contents, workers, known=known)


def _unite_sources(
    contents: Sequence[ShardContents], paths: Sequence[str], prefixes: Sequence[str]
) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]], tuple[Step, ...]]:
    """The documents of all shards, the orders of their categories, and what added metadata."""
    steps = [
        tuple(rename_in_step(step, prefix) if prefix else step for step in each.derived)
        for each, prefix in zip(contents, prefixes, strict=True)
    ]
    derived, given = unite_metadata(steps, contents, paths)
    rows = [
        {str(name): value for name, value in row.items()}
        | {"document": f"{prefix}{row['document']}"}
        for each, prefix in zip(contents, prefixes, strict=True)
        for row in each.sources.to_dict("records")
    ]
    read = make_source_frame(rows).drop(columns=[step["column"] for step in derived])
    return *add_columns(read, orders_of(given, ()), derived), derived


# ----------------------------------------------------------------------------------------- subsets


def take_subset(store: Store, condition: str) -> Store:
    """Take the subset of a store, or of its shards, that satisfies a condition."""
    return (
        _subset_shards(store, condition)
        if isinstance(store, ShardedStore)
        else subset(store, condition)
    )


def change_whole(store: Store, change: Callable[[Store], Store]) -> Store:
    """Change the corpus that a subset was taken from, and take the subset again."""
    whole = store.whole or store
    changed = change(whole)
    for condition in store.conditions[len(whole.conditions) :]:
        changed = take_subset(changed, condition)
    return changed


def _subset_shards(store: ShardedStore, condition: str) -> ShardedStore:
    """Take the subset of all shards that satisfies a condition."""
    matching = list(store.ask(has_match, condition))
    if not any(matching):
        refuse_empty_subset(store, condition)
    at = [number for number, matches in enumerate(matching) if matches]
    conditions = (*store.conditions, condition)
    shards = [
        replace(store.shards[n], conditions=(*store.shards[n].conditions, condition)) for n in at
    ]
    contents = list(store.workers.ask(shards, describe_shard, [()] * len(shards), ()))
    places = store.places_in_whole or range(len(store.shards))
    known = {
        **store.known,
        "sources": frame_of_sources(contents),
        "conditions": conditions,
        "whole": store.whole or store,
        "layers": _limit_layers(store, contents, shards),
    }
    return ShardedStore(
        shards, contents, store.workers, known=known, places_in_whole=[places[n] for n in at]
    )


def has_match(store: Store, condition: str) -> bool:
    """Whether a token of a store satisfies a condition."""
    return bool(evaluate_on_stretches(store, parse_condition(condition))[1].any())


def _limit_layers(
    store: ShardedStore, contents: Sequence[ShardContents], shards: Sequence[Shard]
) -> dict[str, PlacedLayer]:
    """The layers of a subset: with all of their labels, of the texts that are left."""
    limited = {}
    for number, layer in enumerate(store.layers.values()):
        left = {
            text: digest
            for each in contents
            for text, digest in each.layers[number].text_digests.items()
        }
        outline = contents[0].layers[number]._replace(text_digests=left)
        if isinstance(layer, SpanLayer):
            outline = outline._replace(labels=layer.values)
        limited[layer.name] = layer_of_outline(outline, shards)
    return limited
