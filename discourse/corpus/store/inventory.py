"""What a corpus is made of, as tables: its documents, its parts, and the audit of its regions."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import regex

from discourse.corpus.store.parts import UNITS, Partition, metadata_columns, region_of
from discourse.text.characters import HYPHENS
from discourse.text.document import COUNT
from discourse.text.reading import Skipped

if TYPE_CHECKING:
    from discourse.corpus.corpus import Corpus

OPENING = 40
# A word that may go on in the next line; it stays two tokens, because it may be win-win as well.
_LINE_END_HYPHEN = regex.compile(rf"(?<=\p{{L}})[{HYPHENS}\u00ad][^\S\n]*\n[^\S\n]*(?=\p{{L}})")


def totals_table(corpus: "Corpus") -> pd.DataFrame:
    """The corpus in one row: ``documents, sections, sentences, tokens, types, hapaxes``."""
    totals = {
        "documents": len(corpus.texts),
        "sections": len(corpus.index.sections) - 1,
        "sentences": len(corpus.sentences) - 1,
        "tokens": corpus.size,
        "types": len(corpus.terms),
        "hapaxes": int((corpus.counts == 1).sum()),
    }
    return pd.DataFrame([totals])


def strongest(table: pd.DataFrame, by: str = "count") -> pd.DataFrame:
    """The rows with the highest value first, those without one last; ties by term, then as before.

    Arrow sorts them five times faster than pandas, which matters for a million of n-grams.
    """
    keys = pa.table({name: pa.array(table[name]) for name in (by, "term")})
    order = pc.sort_indices(keys, sort_keys=[(by, "descending"), ("term", "ascending")])
    return table.take(order.to_numpy()).reset_index(drop=True)


def divided(table: pd.DataFrame, counts: Any, parts: Partition) -> pd.DataFrame:
    """Each row of the whole as one row for every part that has it; `counts` is rows × parts."""
    cells = counts.tocoo()
    row, part = cells.coords
    rows: pd.DataFrame = table.iloc[row].reset_index(drop=True)
    rows["part"] = parts.named(part)
    rows["count"] = cells.data
    rows["per_thousand"] = 1000 * cells.data / parts.sizes[part]
    rows["query"] = pd.Series(parts.restricted(rows["query"].tolist(), part), dtype="str")
    return rows


def documents_table(corpus: "Corpus") -> pd.DataFrame:
    """One row a document."""
    index = corpus.index
    own = pd.DataFrame(
        {
            "document": corpus.sources["document"],
            "tokens": np.diff(index.documents),
            "sections": np.diff(np.searchsorted(index.sections, index.documents)),
            "characters": [len(text) for text in corpus.texts],
            "sha256": corpus.sources["sha256"],
        }
    )
    return pd.concat([own, corpus.sources[metadata_columns(corpus)]], axis=1)


def skipped_table(skipped: Iterable[Skipped] = ()) -> pd.DataFrame:
    """One row a file, or a row of one, that could not be read: ``file, reason``."""
    rows = [(item.file, item.reason) for item in skipped]
    return pd.DataFrame(rows, columns=["file", "reason"], dtype="str")


def parts_table(corpus: "Corpus", by: str) -> pd.DataFrame:
    """One row a part."""
    parts = corpus.partition(by)
    position = pd.array([pd.NA] * len(parts), dtype="Int64")
    if by in UNITS:
        position = pd.array(parts.bounds[:-1] + 1, dtype="Int64")
    return pd.DataFrame(
        {
            "part": pd.Series(list(parts.labels), dtype="str"),
            "head": pd.Series(_heads(corpus, by), index=range(len(parts)), dtype="str"),
            "position": position,
            "tokens": parts.sizes,
            "types": np.diff(corpus.dtm(by=by)[0].indptr),
        }
    )


def _heads(corpus: "Corpus", by: str) -> list[str] | str:
    """The head with which each section opens, "" for one without."""
    if by != "section":
        return ""
    rows = corpus.regions.iloc[region_of(corpus, corpus.index.sections[:-1])]
    return [
        corpus.texts[document][start:head] if head > start else ""
        for document, start, head in zip(rows["document"], rows["start"], rows["head"], strict=True)
    ]


def audit_table(corpus: "Corpus") -> pd.DataFrame:
    """One row a region."""
    regions = corpus.regions
    counted = regions["treatment"] == COUNT
    tokens = np.diff(np.append(regions["first_token"], corpus.size))
    names = corpus.sources["document"].to_numpy()
    stretches = list(zip(regions["document"], regions["start"], regions["end"], strict=True))
    openings = [
        " ".join(corpus.texts[document][start : min(end, start + OPENING)].split())
        for document, start, end in stretches
    ]
    hyphens = [
        len(_LINE_END_HYPHEN.findall(corpus.texts[document], start, end))
        for document, start, end in stretches
    ]
    return pd.DataFrame(
        {
            "document": pd.Series(names[regions["document"]], dtype="str"),
            "region": regions["name"].astype("str"),
            "section": regions["section"].astype("str"),
            "characters": regions["end"] - regions["start"],
            "tokens": np.where(counted, tokens, 0),
            "treatment": regions["treatment"].astype("str"),
            "line_end_hyphens": hyphens,
            "opening": pd.Series(openings, dtype="str"),
        }
    )
