"""The same texts divided into tokens by another rule, without reading them again."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from discourse.corpus.store.assembly import assemble
from discourse.corpus.store.block import ATTRIBUTE, make_block
from discourse.corpus.store.joining import join_spans
from discourse.corpus.store.layering import move_layers
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError
from discourse.text.document import Document, Region
from discourse.text.segmenters import FILE
from discourse.text.tokenizer import Tokenizer


def retokenise(store: Store, tokenizer: Tokenizer) -> Store:
    """Divide the texts of a store that is no subset by another rule.

    Descriptions, metadata and layers stay as they are; spans are placed on the new tokens.

    Raises
    ------
    DiscourseError
        If the rule takes the tokens of files, or a text needs a segmenter.
    """
    if tokenizer == store.tokenizer:
        return store
    check_own_rule(tokenizer)
    made = assemble([make_block(list(_documents_again(store)), tokenizer)], tokenizer)
    first_tokens = made.regions["first_token"].to_numpy()
    moved = replace(
        store,
        tokenizer=tokenizer,
        index=made.index,
        regions=store.regions.assign(first_token=first_tokens),
        saved_sentences=None,
        saved_words=None,
        given=None,
        joined=(),
    )
    moved = move_layers(moved, store)
    for name in store.joined:
        moved = join_spans(moved, name)
    return moved


def check_own_rule(tokenizer: Tokenizer) -> None:
    """Refuse a tokeniser that takes the tokens of files: texts are read with them or not at all."""
    if tokenizer.segmenter == FILE:
        raise DiscourseError(
            f"segmenter={FILE!r} takes the tokens of files, which are read with them; read the "
            "texts with that tokenizer, and give the other rules as alternatives."
        )


def _documents_again(store: Store) -> Iterator[Document]:
    """The documents that a store was made of, with the metadata that matters to tokens."""
    regions = store.regions
    attributes = [str(name) for name in regions.columns if str(name).startswith(ATTRIBUTE)]
    groups = dict(iter(regions.groupby("document", sort=True)))
    for number, (text, source) in enumerate(
        zip(store.texts, store.sources.to_dict("records"), strict=True)
    ):
        language = source.get("language")
        yield Document(
            str(source["document"]),
            text,
            str(source["sha256"]),
            [_region_of_row(row, attributes) for row in groups[number].to_dict("records")],
            {} if language is None or pd.isna(language) else {"language": str(language)},
        )


def _region_of_row(row: Mapping[Any, Any], attributes: list[str]) -> Region:
    given = {name: row[name] for name in attributes if isinstance(row[name], str)}
    known = {name.removeprefix(ATTRIBUTE): str(value) for name, value in given.items()}
    start, end, head = (int(row[name]) for name in ("start", "end", "head"))
    return Region(
        start, end, str(row["name"]), str(row["treatment"]), str(row["section"]),
        None if head < 0 else head, known or None,
    )  # fmt: skip
