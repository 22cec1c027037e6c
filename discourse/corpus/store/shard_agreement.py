"""Whether shards are parts of one corpus, and what their documents are called in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from discourse.corpus.store.metadata_steps import Step, unite_steps
from discourse.corpus.store.shard_contents import ShardContents
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError

SUFFIX = ".corpus"  # of a folder's name, and no part of the name of the shard


def check_agreement(shards: Sequence[ShardContents], paths: Sequence[str]) -> None:
    """Refuse shards that are not parts of one corpus, and name the first that differs.

    Raises
    ------
    DiscourseError
        If there is none, one is a subset, or two were read with different tokenisers or options, or
        have different layers.
    """
    if not shards:
        raise DiscourseError("load needs at least one path; none was given.")
    first = shards[0]
    for shard, path in zip(shards, paths, strict=True):
        if shard.conditions:
            raise DiscourseError(
                f"{path} is a subset ({shard.conditions[0]}); save whole corpora as shards, "
                "and take the subset of the whole."
            )
        if shard.words != first.words:
            raise DiscourseError(
                f"{path} was tokenised with {dict(shard.words)}, but {paths[0]} with "
                f"{dict(first.words)}; read them with the same tokenizer."
            )
        if shard.read_options != first.read_options:
            raise DiscourseError(
                f"{path} was read with {dict(shard.read_options)}, but {paths[0]} with "
                f"{dict(first.read_options)}; read them with the same options."
            )
    for shard, path in zip(shards, paths, strict=True):
        if _layer_names(shard) != _layer_names(first):
            raise DiscourseError(
                f"{path} has the layers {_list_layers(shard)}, but {paths[0]} has "
                f"{_list_layers(first)}; add the same layers to all shards."
            )


def _layer_names(shard: ShardContents) -> tuple[list[str], tuple[str, ...]]:
    return [layer.name for layer in shard.layers], shard.joined


def _list_layers(shard: ShardContents) -> str:
    names = [layer.name for layer in shard.layers]
    return ", ".join(f"{n} (joined)" if n in shard.joined else n for n in names) or "none"


def unite_metadata(
    derived: Sequence[tuple[Step, ...]], shards: Sequence[ShardContents], paths: Sequence[str]
) -> tuple[tuple[Step, ...], dict[str, Sequence[str]]]:
    """The steps that added metadata to all shards, and the orders of their categories.

    Raises
    ------
    DiscourseError
        If metadata was added in different ways, or categories have different orders.
    """
    united = unite_steps(derived)
    if united is None:
        count = next(n for n in range(2, len(derived) + 1) if unite_steps(derived[:n]) is None)
        raise _unlike_metadata(paths[count - 1], paths[0])
    orders: dict[str, Sequence[str]] = {}
    for shard, path in zip(shards, paths, strict=True):
        for name, order in shard.given_orders.items():
            if orders.setdefault(name, order) != order:
                raise _unlike_metadata(path, paths[0])
    return united, orders


def _unlike_metadata(path: str, other: str) -> DiscourseError:
    return DiscourseError(
        f"{path} has metadata that was added in another way than that of {other}; add it to the "
        "corpus that the shards make together."
    )


# ------------------------------------------------------------------------------- names of documents


def prefixes_of_shards(shards: Sequence[ShardContents], paths: Sequence[str]) -> list[str]:
    """What the names of the documents of each shard begin with in the whole.

    It is nothing if all documents have names of their own; otherwise the name of the shard, as in
    ``2001/001`` for the document ``001`` of ``2001.corpus``.
    """
    names = [name for shard in shards for name in shard.sources["document"]]
    if len(set(names)) == len(names):
        return [""] * len(shards)
    return [f"{name}/" for name in name_shards(paths)]


def name_shards(paths: Sequence[str]) -> list[str]:
    """Name each shard by its folder, and by those above it where two have the same name.

    Examples
    --------
    >>> name_shards(["data/2001.corpus", "data/2002.corpus"])
    ['2001', '2002']
    >>> name_shards(["commons/2001.corpus", "lords/2001.corpus"])
    ['commons/2001', 'lords/2001']
    """
    parts = [Path(path).parts for path in paths]
    parts = [(*each[:-1], each[-1].removesuffix(SUFFIX)) if each else ("",) for each in parts]
    for depth in range(1, max(map(len, parts)) + 1):
        names = ["/".join(each[-depth:]) for each in parts]
        if len(set(names)) == len(names):
            return names
    repeated = next(path for path in paths if list(paths).count(path) > 1)
    raise DiscourseError(f"{repeated} is given twice; give each shard once.")


def rename_documents(store: Store, prefix: str) -> Store:
    """Put a prefix before the name of each document."""
    if not prefix:
        return store
    sources = store.sources.assign(document=prefix + store.sources["document"])
    derived = tuple(rename_in_step(step, prefix) for step in store.derived)
    return replace(store, sources=sources, derived=derived)


def rename_in_step(step: Mapping[str, Any], prefix: str) -> Mapping[str, Any]:
    """A step that adds metadata by the names of documents, with the new names."""
    if step["of"] != "document" or "values" not in step:
        return step
    values = {f"{prefix}{name}": value for name, value in step["values"].items()}
    return {**step, "values": values}
