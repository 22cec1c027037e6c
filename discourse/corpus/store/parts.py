"""Parts: any partition of the tokens, and the conditions that pick some of them."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.index import Integers
from discourse.errors import DiscourseError, one_of
from discourse.text.document import COUNT
from discourse.text.sentences import sentence_starts

if TYPE_CHECKING:
    from discourse.corpus.corpus import Corpus

UNITS = ("document", "section", "sentence")


@dataclass(frozen=True, eq=False)
class Partition:
    """A division of the tokens into parts that each hold at least one.

    ``bounds`` cuts the tokens into stretches (first tokens, closed by the number of tokens), and
    ``codes`` says to which part each stretch belongs. ``labels`` names the parts, ``conditions``
    is what follows ``::`` in a query that is restricted to each.
    """

    by: str
    labels: Sequence[str]
    conditions: Sequence[str]
    bounds: NDArray[np.int64]
    codes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """(parts,) tokens in each part."""
        sizes = np.bincount(self.codes, weights=np.diff(self.bounds), minlength=len(self))
        return sizes.astype(np.int64)

    def of(self, positions: Integers) -> NDArray[np.int64]:
        """The part of each token."""
        return self.codes[np.searchsorted(self.bounds, positions, side="right") - 1]

    def stretches(self, start: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Among the tokens from `start` to `end`, the part of each stretch and its length."""
        first = np.searchsorted(self.bounds, start, side="right") - 1
        last = np.searchsorted(self.bounds, end)
        lengths = np.diff(self.bounds[first : last + 1].clip(start, end))
        return self.codes[first:last], lengths

    def restricted(self, queries: Sequence[str], part: Integers) -> list[str]:
        """Each query restricted to a part: ``rights :: section = "2"``."""
        conditions = self.conditions
        return [f"{q} :: {conditions[at]}" for q, at in zip(queries, part.tolist(), strict=True)]

    def named(self, part: Integers) -> "pd.Series[str]":
        """The label of each part, as a column that knows all parts and their order in the text."""
        return pd.Series(pd.Categorical.from_codes(part, pd.Index(list(self.labels)), ordered=True))


@dataclass(frozen=True)
class Comparison:
    """``attribute operator value``: a value in quotes compares as text, a bare one as a number."""

    attribute: str
    operator: str
    value: str | float


# What follows `::`: alternatives, each of which holds where all of its comparisons hold.
Condition = tuple[tuple[Comparison, ...], ...]

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(values: "pd.Series[Any]", comparison: Comparison) -> NDArray[np.bool_]:
    """Which values a comparison holds for.

    A missing one is equal to the text "" and to nothing else, and neither smaller nor greater than
    anything.
    """
    compared = OPERATORS[comparison.operator]
    if isinstance(comparison.value, str):
        answer = compared(values.astype("string"), comparison.value)
        missing = comparison.operator in ("=", "!=") and compared("", comparison.value)
        return np.asarray(answer.fillna(missing), dtype=bool)
    numbers = pd.to_numeric(values, errors="coerce")
    if numbers.notna().sum() < values.notna().sum():
        raise DiscourseError(
            f"{comparison.attribute} {comparison.operator} {comparison.value:g} compares numbers, "
            f"but {comparison.attribute} holds text; put the value into quotes."
        )
    answer = compared(numbers, comparison.value)
    return np.asarray(answer.fillna(comparison.operator == "!="), dtype=bool)


def condition(attribute: str, label: str) -> str:
    """One comparison as it is written in a query: ``section = "2"``."""
    escaped = label.replace("\\", "\\\\").replace('"', '\\"')
    return f'{attribute} = "{escaped}"'


def partition(corpus: "Corpus", by: str) -> Partition:
    """The tokens of a corpus divided by a unit of the text or a metadata column."""
    one_of("by", by, [*UNITS, *metadata_columns(corpus)])
    if by not in UNITS:
        return _by_metadata(corpus, by)
    bounds = unit_bounds(corpus, by)
    names = unit_names(corpus, by, bounds)
    several = len(corpus.texts) > 1 and by != "document"
    labels = names[by]
    conditions = [condition(by, label) for label in labels]
    if several:
        documents = names["document"]
        labels = [f"{document}/{label}" for document, label in zip(documents, labels, strict=True)]
        conditions = [
            f"{condition('document', document)} & {part}"
            for document, part in zip(documents, conditions, strict=True)
        ]
    return Partition(by, labels, conditions, bounds, np.arange(len(labels)))


def several(corpus: "Corpus", by: str, compared_by: str) -> Partition:
    """The tokens divided into parts, if there are two at least to be compared.

    Parameters
    ----------
    compared_by : what compares the parts, as it stands in the error: "TF-IDF".
    """
    parts = partition(corpus, by)
    if len(parts) > 1:
        return parts
    finer = next((unit for unit in UNITS if len(partition(corpus, unit)) > 1), None)
    advice = f"choose a finer one, as by={finer!r}" if finer else "give it a text of two sentences"
    raise DiscourseError(
        f"by={by!r} gives one part here, and {compared_by} compares parts; {advice}."
    )


def undivided(corpus: "Corpus") -> Partition:
    """The whole corpus as one part."""
    return Partition("", [""], [""], np.array([0, corpus.size]), np.array([0]))


def _by_metadata(corpus: "Corpus", by: str) -> Partition:
    bounds = unit_bounds(corpus, "document")
    values = _of_documents(corpus, by, bounds).astype("string").fillna("")
    codes, labels = pd.factorize(values, sort=True)
    conditions = [condition(by, label) for label in labels]
    return Partition(by, [str(label) for label in labels], conditions, bounds, codes)


def metadata_columns(corpus: "Corpus") -> list[str]:
    """The columns of the documents that the author of the corpus gave."""
    own = ("document", "sha256", "description", "made_by")
    return [c for c in corpus.sources.columns if c not in own]


def unit_bounds(corpus: "Corpus", unit: str) -> NDArray[np.int64]:
    """The first token of each document, section or sentence that has one, closed by the size."""
    if unit == "sentence":
        return corpus.sentences
    return corpus.index.sections if unit == "section" else np.unique(corpus.index.documents)


def borders(corpus: "Corpus", unit: str) -> NDArray[np.int64]:
    """The tokens before which a unit, or a stretch with nothing left out, ends; closed.

    Ascending; one that is both stands twice, since merging is ten times faster than a union.
    """
    if unit == "sentence":  # they end with each run already
        return corpus.sentences
    return np.sort(np.concatenate([unit_bounds(corpus, unit), corpus.index.runs]), kind="stable")


def unit_names(corpus: "Corpus", unit: str, bounds: NDArray[np.int64]) -> dict[str, list[str]]:
    """For each stretch its document, and where the unit is finer its section or number too."""
    firsts = bounds[:-1]
    at = document_of(corpus, firsts)
    names = {"document": corpus.sources["document"].to_numpy()[at].tolist()}
    if unit != "document":
        names["section"] = corpus.regions["section"].to_numpy()[region_of(corpus, firsts)].tolist()
    if unit == "sentence":
        opening = np.searchsorted(firsts, corpus.index.documents[at])
        names["sentence"] = [str(n) for n in np.arange(len(firsts)) - opening + 1]
    return names


def document_of(corpus: "Corpus", positions: Integers) -> NDArray[np.int64]:
    """The document of each token."""
    return np.searchsorted(corpus.index.documents, positions, side="right") - 1


def region_of(corpus: "Corpus", positions: Integers) -> NDArray[np.int64]:
    """The row of the counted region of each token."""
    counted = np.flatnonzero(corpus.regions["treatment"] == COUNT)
    firsts = corpus.regions["first_token"].to_numpy()[counted]
    return counted[np.searchsorted(firsts, positions, side="right") - 1]


def _of_documents(corpus: "Corpus", by: str, bounds: NDArray[np.int64]) -> "pd.Series[Any]":
    """A metadata column for the document of each stretch."""
    return corpus.sources[by].iloc[document_of(corpus, bounds[:-1])].reset_index(drop=True)


def held_by(corpus: "Corpus", wanted: Condition) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Stretches of the corpus (their bounds), and for which of them a condition holds."""
    attributes = {comparison.attribute for group in wanted for comparison in group}
    for attribute in sorted(attributes):
        one_of("condition", attribute, [*UNITS, *metadata_columns(corpus)])
    unit = next((u for u in reversed(UNITS) if u in attributes), "document")
    bounds = unit_bounds(corpus, unit)
    names = unit_names(corpus, unit, bounds)
    held = np.zeros(len(bounds) - 1, dtype=bool)
    for group in wanted:
        answers = np.ones(len(bounds) - 1, dtype=bool)
        for comparison in group:
            known = names.get(comparison.attribute)
            values = (
                _of_documents(corpus, comparison.attribute, bounds)
                if known is None
                else pd.Series(known, dtype="str")
            )
            answers &= compare(values, comparison)
        held |= answers
    return bounds, held


def sentence_bounds(corpus: "Corpus") -> NDArray[np.int64]:
    """The first token of each sentence; none crosses a section, or a region that is left out."""
    index = corpus.index
    firsts = [index.sections, index.runs]
    languages = corpus.sources.get("language", pd.Series("en", corpus.sources.index))
    for at, (text, language) in enumerate(zip(corpus.texts, languages, strict=True)):
        first, last = index.documents[at : at + 2]
        starts = sentence_starts(text, str(language))
        firsts.append(np.searchsorted(index.starts[first:last], starts) + first)
    return np.unique(np.concatenate(firsts))
