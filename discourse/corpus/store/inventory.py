"""Tables of what a corpus is made of: its documents, its parts, and the audit of its regions."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import regex

from discourse.corpus.store.counting import term_counts
from discourse.corpus.store.duplicates import duplicates_table
from discourse.corpus.store.parts import (
    UNITS,
    document_columns,
    metadata_at,
    partition,
    region_of,
    section_columns,
)
from discourse.corpus.store.store import Store
from discourse.text.characters import HYPHENS
from discourse.text.damage import count_damage
from discourse.text.document import COUNT

OPENING_CHARACTERS = 40
# A word that may continue in the next line. It stays two tokens, because the hyphen may be part of
# the word, as in "win-win".
_LINE_END_HYPHEN = regex.compile(rf"(?<=\p{{L}})[{HYPHENS}\u00ad][^\S\n]*\n[^\S\n]*(?=\p{{L}})")
# What is left of a line end inside a word that was joined there: a soft hyphen, or a word joiner
# after the hyphen of the word.
_SOFT_HYPHEN = regex.compile(r"(?<=\w)\u00ad(?=\w)")
_KEPT_HYPHEN = regex.compile(rf"(?<=\w)[{HYPHENS}]\u2060(?=\w)")


def totals_table(store: Store) -> pd.DataFrame:
    """The corpus in one row: ``documents, sections, sentences, tokens, types, hapaxes``."""
    totals = {
        "documents": len(store.texts),
        "sections": store.number_of_sections,
        "sentences": sum(store.ask(_count_sentences)),
        "tokens": store.size,
        "types": len(store.terms),
        "hapaxes": int((store.counts == 1).sum()),
    }
    return pd.DataFrame([totals])


def _count_sentences(store: Store) -> int:
    return len(store.sentences) - 1


def documents_table(store: Store) -> pd.DataFrame:
    """One row per document."""
    sizes = pd.concat(list(store.ask(_measure_documents)), ignore_index=True)
    own = pd.DataFrame(
        {
            "document": store.sources["document"],
            "tokens": np.diff(store.index.documents),
            **sizes,
            "sha256": store.sources["sha256"],
        }
    )
    return pd.concat([own, store.sources[document_columns(store)]], axis=1)


def _measure_documents(store: Store) -> pd.DataFrame:
    index = store.index
    return pd.DataFrame(
        {
            "sections": np.diff(np.searchsorted(index.sections, index.documents)),
            "characters": store.lengths,
        }
    )


def parts_table(store: Store, by: str | Sequence[str]) -> pd.DataFrame:
    """One row per part."""
    parts = partition(store, by)
    position = pd.array([pd.NA] * len(parts), dtype="Int64")
    if by in UNITS:
        position = pd.array(parts.bounds[:-1] + 1, dtype="Int64")
    attributes = section_columns(store) if by == "section" else []
    return pd.DataFrame(
        {
            "part": pd.Series(list(parts.labels), dtype="str"),
            "head": pd.Series(_section_heads(store, by), index=range(len(parts)), dtype="str"),
            "position": position,
            "tokens": parts.sizes,
            "types": np.diff(term_counts(store, by=by).indptr),
            **{name: metadata_at(store, name, parts.bounds[:-1]) for name in attributes},
            **{each.parts.by: each.parts.label_column(each.codes) for each in parts.factors},
        }
    )


def _section_heads(store: Store, by: str | Sequence[str]) -> list[str] | str:
    """The heading of each section, "" for a section without one."""
    if by != "section":
        return ""
    return [head for heads in store.ask(_section_heads_here) for head in heads]


def _section_heads_here(store: Store) -> list[str]:
    rows = store.regions.iloc[region_of(store, store.index.sections[:-1])]
    return [
        store.texts[document][start:head] if head > start else ""
        for document, start, head in zip(rows["document"], rows["start"], rows["head"], strict=True)
    ]


def audit_table(store: Store) -> pd.DataFrame:
    """One row per region."""
    table = pd.concat(list(store.ask(_audit_regions)), ignore_index=True)
    found = duplicates_table(store)
    firsts = dict(zip(found["document"], found["duplicate_of"], strict=True))
    duplicates = [firsts.get(name, "") for name in table["document"]]
    return table.assign(duplicate_of=pd.Series(duplicates, dtype="str"))


def _audit_regions(store: Store) -> pd.DataFrame:
    """What the audit says of each region, without the documents that are there twice."""
    regions = store.regions
    counted = regions["treatment"] == COUNT
    tokens = np.diff(np.append(regions["first_token"], store.size))
    names = store.sources["document"].to_numpy()
    stretches = list(zip(regions["document"], regions["start"], regions["end"], strict=True))
    openings = [
        " ".join(store.texts[document][start : min(end, start + OPENING_CHARACTERS)].split())
        for document, start, end in stretches
    ]
    hyphens = {
        name: [
            len(pattern.findall(store.texts[document], start, end))
            for document, start, end in stretches
        ]
        for name, pattern in (
            ("line_end_hyphens", _LINE_END_HYPHEN),
            ("soft_hyphens", _SOFT_HYPHEN),
            ("kept_hyphens", _KEPT_HYPHEN),
        )
    }
    damaged = [count_damage(store.texts[document][start:end]) for document, start, end in stretches]
    languages = np.array(store.languages, dtype=object)
    return pd.DataFrame(
        {
            "document": pd.Series(names[regions["document"]], dtype="str"),
            "region": regions["name"].astype("str"),
            "section": regions["section"].astype("str"),
            "characters": regions["end"] - regions["start"],
            "tokens": np.where(counted, tokens, 0),
            "treatment": regions["treatment"].astype("str"),
            **hyphens,
            "damaged": damaged,
            "language": pd.Series(languages[regions["document"]], dtype="str"),
            "opening": pd.Series(openings, dtype="str"),
        }
    )
