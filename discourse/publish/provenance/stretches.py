"""The stretches of text that a row of a table of the corpus is about: a part, a region, a text."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.parts import document_of, partition


def find_stretches(
    corpus: Corpus, table: str, options: Mapping[str, Any], row: "pd.Series[Any]"
) -> Iterator[tuple[int, int, int]]:
    """Find the stretches of text that a row of a table of the corpus describes.

    Each is a document's number, and where the stretch starts and ends in its text.
    """
    if table == "parts":
        yield from _stretches_of_part(corpus, options.get("by", "section"), str(row["part"]))
    elif table == "audit":
        region = corpus.store.regions.iloc[int(str(row.name))]
        yield int(region["document"]), int(region["start"]), int(region["end"])
    else:
        for number, name in enumerate(corpus.store.sources["document"]):
            if table == "corpus" or name == row["document"]:
                yield number, 0, len(corpus.store.texts[number])


def _stretches_of_part(corpus: Corpus, by: Any, label: str) -> Iterator[tuple[int, int, int]]:
    """From the first word to the last of each stretch of a part; a stretch ends with its document.

    Each is a document's number, and where the stretch starts and ends in its text.
    """
    parts, index = partition(corpus.store, by), corpus.store.index
    at = np.flatnonzero(parts.codes == list(parts.labels).index(label))
    firsts, ends = parts.bounds[at], parts.bounds[at + 1]
    documents = document_of(corpus.store, firsts)
    starts = index.starts[firsts].tolist()
    stops = index.ends[ends - 1].tolist()
    yield from zip(documents.tolist(), starts, stops, strict=True)
