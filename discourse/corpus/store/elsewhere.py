"""What stands in a store in shards where another store has its arrays, and refuses to be read."""

from collections.abc import Sequence
from typing import Any

from discourse.corpus.store.layer import refuse_other_maker
from discourse.corpus.store.placing import PlacedLayer, SpanLayer, TokenLayer
from discourse.corpus.store.shard_contents import LayerOutline, ShardContents
from discourse.corpus.store.shard_workers import Shard
from discourse.corpus.store.strings import Strings
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.errors import DiscourseError, ElsewhereError


class Elsewhere:
    """Stands where a store has arrays that stay in the shards, and refuses to be read."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __get__(self, owner: Any, kind: type) -> Any:
        if owner is None:
            return self
        raise elsewhere(self.what, owner.shards)


def elsewhere(what: str, shards: Sequence[Shard]) -> ElsewhereError:
    """The error of a call that needs what stays in the shards."""
    number = f"{len(shards):,} shard{'' if len(shards) == 1 else 's'}"
    return ElsewhereError(
        f"this needs {what} in one place, but the corpus is in {number}, each counted where it is; "
        f"load as many as fit without executor=, as in dc.load([{shards[0].path!r}])."
    )


class TextsElsewhere(Sequence[str]):
    """The texts of the documents of shards, of which only the number is known here."""

    def __init__(self, number: int, shards: Sequence[Shard]) -> None:
        self.number, self.shards = number, shards

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, key: Any) -> Any:
        raise elsewhere("the texts", self.shards)

    def __getattr__(self, name: str) -> Any:
        raise elsewhere("the texts", self.shards)


class ShardedVocabulary(Vocabulary):
    """The terms of all shards; their forms stay where they are."""

    forms: Any = Elsewhere("the words as they are written")
    term_of_form: Any = Elsewhere("the words as they are written")

    def __init__(self, terms: Strings, shards: Sequence[Shard]) -> None:
        for name, value in {"terms": terms, "plain_terms": {}, "shards": shards}.items():
            object.__setattr__(self, name, value)


class ShardedSpanLayer(SpanLayer):
    """A layer of spans of shards: its labels, and what it says of each text as a digest."""

    spans: Any = Elsewhere("the spans")
    document: Any = Elsewhere("the spans")
    row: Any = Elsewhere("the spans")
    first: Any = Elsewhere("the spans")
    end: Any = Elsewhere("the spans")

    def __init__(self, outline: LayerOutline, shards: Sequence[Shard]) -> None:
        _set_outline(self, outline, shards)

    @property
    def values(self) -> tuple[str, ...]:
        """The labels, ascending."""
        return tuple(vars(self)["labels_known"])

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its own that the layer has."""
        return tuple(vars(self)["columns_known"])


class ShardedTokenLayer(TokenLayer):
    """A layer of shards that gives each token a value; which, the shards know."""

    values: Any = Elsewhere("the values of a layer")
    ids: Any = Elsewhere("the values of a layer")
    pieces: Any = Elsewhere("the values of a layer")
    saved_postings: Any = Elsewhere("the values of a layer")

    def __init__(self, outline: LayerOutline, shards: Sequence[Shard]) -> None:
        _set_outline(self, outline, shards)


def _set_outline(layer: PlacedLayer, outline: LayerOutline, shards: Sequence[Shard]) -> None:
    known = {
        "name": outline.name,
        "about": outline.about,
        "text_digests": outline.text_digests,
        "labels_known": outline.labels,
        "columns_known": outline.columns,
        "shards": shards,
    }
    for name, value in known.items():
        object.__setattr__(layer, name, value)


def layer_of_outline(outline: LayerOutline, shards: Sequence[Shard]) -> PlacedLayer:
    """A layer of shards that is known by its outline."""
    kind = ShardedTokenLayer if outline.shape == "token" else ShardedSpanLayer
    return kind(outline, shards)


def unite_layers(
    contents: Sequence[ShardContents], shards: Sequence[Shard]
) -> dict[str, PlacedLayer]:
    """The layers of all shards, each made in the same way for all of them."""
    united = {}
    for outlines in zip(*(each.layers for each in contents), strict=True):
        first = outlines[0]
        digests: dict[str, str] = {}
        for shard, outline in zip(shards, outlines, strict=True):
            if (outline.shape, outline.about) != (first.shape, first.about):
                paths = (shards[0].path, shard.path)
                refuse_other_maker(first.name, first.about, outline.about, paths)
            if outline.columns != first.columns:
                raise DiscourseError(
                    f"the layer {first.name!r} of {shard.path} has other columns than that of "
                    f"{shards[0].path}; give it the same ones in all shards."
                )
            for text, digest in outline.text_digests.items():
                if digests.setdefault(text, digest) != digest:
                    raise DiscourseError(
                        f"the layer {first.name!r} of {shard.path} labels a text differently "
                        "than that of another shard that has it, too; leave the text out of one."
                    )
        labels = tuple(sorted({label for outline in outlines for label in outline.labels}))
        outline = first._replace(text_digests=digests, labels=labels)
        united[first.name] = layer_of_outline(outline, shards)
    return united
