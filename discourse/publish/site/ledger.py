"""What a page can be asked: its numbers, the stretches of text behind each, and the texts."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.contexts import hit_characters
from discourse.corpus.store.parts import document_of
from discourse.publish.evidence import lines as lines_behind
from discourse.publish.export.data_files import round_significant
from discourse.text.document import COUNT, DROP

# Of a word with more lines than these, the page holds the first: 2,000 are some 50 kB.
MOST_LINES = 2_000

# Hash, hash of the description, and name: a folder may hold the same text twice.
Key = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class PageText:
    """A text of the page: its name and hash, its regions, and where its counted tokens are."""

    name: str
    sha256: str
    text: str
    metadata: Mapping[str, Any]
    regions: pd.DataFrame
    tokens: NDArray[np.int64]


class Rest(NamedTuple):
    """What a number rests on: some evidence by its place in the ledger, and what of it counts.

    ``column`` is "count" for a number of lines, "tokens" and "characters" for the length of a
    stretch; under any other name the number is computed from the evidence, and not counted.
    """

    evidence: int
    column: str


@dataclass
class Ledger:
    """The numbers of a page, the evidence behind them, and the texts that it is in.

    Each is kept once, and known by its place.
    """

    sources: dict[Key, PageText] = field(default_factory=dict)
    evidence: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    cited: dict[int, set[tuple[int, int]]] = field(default_factory=dict)
    _read: dict[str, list[int]] = field(default_factory=dict)

    def read(self, corpus: Corpus) -> list[int]:
        """Enter the texts of a corpus; the place of each among the sources."""
        if corpus.fingerprint not in self._read:
            columns = corpus.store.sources[["sha256", "description_digest", "document"]].astype(str)
            keys = list(columns.itertuples(index=False, name=None))
            for number, key in enumerate(keys):
                if key not in self.sources:
                    self.sources[key] = _source(corpus, number)
            order = {key: at for at, key in enumerate(self.sources)}
            self._read[corpus.fingerprint] = [order[key] for key in keys]
        return self._read[corpus.fingerprint]

    def number(self, label: str, value: float | None, *rests: Rest) -> int:
        """Enter a number: what a reader is told it is, what it is exactly, and what it rests on."""
        exact = None if value is None else round_significant(float(value))
        return _entered(
            self.numbers, {"label": label, "value": exact, "rests": [list(r) for r in rests]}
        )

    def lines(self, corpus: Corpus, row: "pd.Series[Any] | Mapping[str, Any]") -> tuple[int, int]:
        """Enter the lines behind a row; which evidence they are, and how many."""
        found = lines_behind(corpus, row)
        places = self._places(corpus, found.hits)
        texts = [
            corpus.store.texts[at] for at in document_of(corpus.store, found.hits[:, 0]).tolist()
        ]
        forms: dict[str, int] = {}
        spans = [
            [document, start, end, forms.setdefault(text[start:end], len(forms))]
            for (document, start, end), text in zip(places[:MOST_LINES], texts, strict=False)
        ]
        entry = self._kept(
            {
                "kind": "lines",
                "query": str(row.get("query", row.get("line_id", ""))),
                "total": len(places),
                "embedded": len(spans),
                "spans": [number for span in spans for number in span],
                "forms": list(forms),
            },
            places[:MOST_LINES],
        )
        return entry, len(places)

    def stretches(self, corpus: Corpus, spans: Iterable[tuple[int, int, int]]) -> tuple[int, int]:
        """Enter whole stretches, each by its document's number in the corpus, start and end.

        Returns which evidence they are, and how many words are in them.
        """
        numbers = self.read(corpus)
        places = [(numbers[document], start, end) for document, start, end in spans]
        flat = [number for place in places for number in place]
        entry = _entered(self.evidence, {"kind": "stretch", "total": len(places), "spans": flat})
        sources = list(self.sources.values())
        return entry, sum(_words(sources[document], *place) for document, *place in places)

    def _kept(self, entry: dict[str, Any], places: Iterable[tuple[int, int, int]]) -> int:
        for document, start, end in places:
            self.cited.setdefault(document, set()).add((start, end))
        return _entered(self.evidence, entry)

    def _places(self, corpus: Corpus, hits: NDArray[np.int64]) -> list[tuple[int, int, int]]:
        numbers = self.read(corpus)
        documents = [numbers[at] for at in document_of(corpus.store, hits[:, 0]).tolist()]
        starts, ends = (column.tolist() for column in hit_characters(corpus.store, hits))
        return list(zip(documents, starts, ends, strict=True))


def _entered(register: dict[str, int], entry: Mapping[str, Any]) -> int:
    """The place of an entry, in the order in which they came; the same entry has one place."""
    return register.setdefault(json.dumps(entry, ensure_ascii=False), len(register))


def _words(source: PageText, start: int, end: int) -> int:
    """How many tokens of a text are in a stretch of it."""
    starts, ends = source.tokens[:, 0], source.tokens[:, 1]
    return max(int(np.searchsorted(ends, end, "right") - np.searchsorted(starts, start)), 0)


def _source(corpus: Corpus, number: int) -> PageText:
    """A document of a corpus; what a subset has masked of it is counted text here."""
    store = corpus.store
    row = store.sources.iloc[number]
    first, last = store.index.documents[number : number + 2]
    regions = store.regions[store.regions["document"] == number].reset_index(drop=True)
    masked = (regions["treatment"] == DROP) & (regions["section"] != "")
    own = ("document", "sha256", "description_digest")
    return PageText(
        name=str(row["document"]),
        sha256=str(row["sha256"]),
        text=store.texts[number],
        metadata={str(k): v for k, v in row.items() if k not in own and not pd.isna(v)},
        regions=regions.assign(treatment=regions["treatment"].mask(masked, COUNT)),
        tokens=np.column_stack([store.index.starts[first:last], store.index.ends[first:last]]),
    )
