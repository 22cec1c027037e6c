"""What a page can answer: its numbers, the stretches of text behind each, and the texts."""

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

# The page embeds at most this many lines of a query, about 50 kB.
MOST_LINES = 2_000

# Hash, hash of the description, and name: a folder may hold the same text twice.
TextKey = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class PageText:
    """A text of the page: its name and hash, its regions, and where its counted tokens are."""

    name: str
    sha256: str
    text: str
    metadata: Mapping[str, Any]
    regions: pd.DataFrame
    tokens: NDArray[np.int64]


class Evidence(NamedTuple):
    """What a number rests on: the place of its evidence in the ledger, and the unit counted.

    ``column`` is "count" for a number of lines, "tokens" or "characters" for the length of a
    stretch; any other number is computed from the evidence, not counted in it.
    """

    evidence: int
    column: str


@dataclass
class Ledger:
    """The numbers of a page, the evidence behind them, and the texts that contain it.

    Each is kept once, and identified by its place.
    """

    sources: dict[TextKey, PageText] = field(default_factory=dict)
    evidence: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    cited: dict[int, set[tuple[int, int]]] = field(default_factory=dict)
    _places: dict[str, list[int]] = field(default_factory=dict)

    def enter_texts(self, corpus: Corpus) -> list[int]:
        """Enter the texts of a corpus; return the place of each among the sources."""
        if corpus.fingerprint not in self._places:
            columns = corpus.store.sources[["sha256", "description_digest", "document"]].astype(str)
            keys = list(columns.itertuples(index=False, name=None))
            for number, key in enumerate(keys):
                if key not in self.sources:
                    self.sources[key] = _page_text(corpus, number)
            order = {key: at for at, key in enumerate(self.sources)}
            self._places[corpus.fingerprint] = [order[key] for key in keys]
        return self._places[corpus.fingerprint]

    def enter_number(self, label: str, value: float | None, *rests: Evidence) -> int:
        """Enter a number: its label for the reader, its exact value, and what it rests on."""
        exact = None if value is None else round_significant(float(value))
        entry = {"label": label, "value": exact, "rests": [list(each) for each in rests]}
        return _place_in(self.numbers, entry)

    def enter_lines(
        self, corpus: Corpus, row: "pd.Series[Any] | Mapping[str, Any]"
    ) -> tuple[int, int]:
        """Enter the lines behind a row; return their place in the evidence, and how many they are.

        All lines are counted; the first `MOST_LINES` are embedded.
        """
        found = lines_behind(corpus, row).hits
        numbers, hits = self.enter_texts(corpus), found[:MOST_LINES]
        starts, ends = (column.tolist() for column in hit_characters(corpus.store, hits))
        forms: dict[str, int] = {}
        spans: list[int] = []
        documents = document_of(corpus.store, hits[:, 0]).tolist()
        for document, start, end in zip(documents, starts, ends, strict=True):
            form = corpus.store.texts[document][start:end]
            spans += [numbers[document], start, end, forms.setdefault(form, len(forms))]
            self.cited.setdefault(numbers[document], set()).add((start, end))
        entry = {
            "kind": "lines",
            "query": str(row.get("query", row.get("line_id", ""))),
            "total": len(found),
            "embedded": len(hits),
            "spans": spans,
            "forms": list(forms),
        }
        return _place_in(self.evidence, entry), len(found)

    def enter_stretches(
        self, corpus: Corpus, spans: Iterable[tuple[int, int, int]]
    ) -> tuple[int, int]:
        """Enter whole stretches; return their place in the evidence, and how many words they have.

        Each stretch is a document's number in the corpus, and its start and end in characters.
        """
        numbers = self.enter_texts(corpus)
        places = [(numbers[document], start, end) for document, start, end in spans]
        flat = [number for place in places for number in place]
        entry = {"kind": "stretch", "total": len(places), "spans": flat}
        sources = list(self.sources.values())
        words = sum(_count_words(sources[document], *place) for document, *place in places)
        return _place_in(self.evidence, entry), words


def _place_in(register: dict[str, int], entry: Mapping[str, Any]) -> int:
    """The place of an entry in a register, where it is added if it is new."""
    return register.setdefault(json.dumps(entry, ensure_ascii=False), len(register))


def _count_words(source: PageText, start: int, end: int) -> int:
    """Count the tokens of a text that lie within a stretch of it."""
    starts, ends = source.tokens[:, 0], source.tokens[:, 1]
    return max(int(np.searchsorted(ends, end, "right") - np.searchsorted(starts, start)), 0)


def _page_text(corpus: Corpus, number: int) -> PageText:
    """A document of a corpus; text that a subset has masked is shown as counted text."""
    store = corpus.store
    row = store.sources.iloc[number]
    first, last = store.index.documents[number : number + 2]
    # The regions are in the order of the documents.
    begin, end = np.searchsorted(store.regions["document"], [number, number + 1])
    regions = store.regions.iloc[begin:end].reset_index(drop=True)
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
