"""The settings in which a claim is computed: every combination of the choices that are varied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.opening import change_whole
from discourse.corpus.query.writing import part_conditions, write_complement
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.corpus.store.parts import part_names, partition, span_layer_names
from discourse.corpus.store.retokenising import retokenise
from discourse.errors import DiscourseError, one_of
from discourse.layers.making import make
from discourse.publish.provenance.corpora import CorpusOrList
from discourse.text.tokenizer import Tokenizer

WITH, WITHOUT = NAMES = ("with", "without")
NAME_LAYER, NAME_MAKER = "name", "names"
MOST_SETTINGS = 2_000
SHOWN_DIGITS = 6  # of the fingerprint of one of several references of the same name


class Setting(NamedTuple):
    """One combination of choices; the first of each is the author's own.

    ``reference`` is the number of a reference, 0 for the one that the claim names, and
    ``left_out`` that of a part, 0 for none.
    """

    tokenizer: Tokenizer
    names: str
    reference: int
    left_out: int


@dataclass(frozen=True)
class Choices:
    """What is varied: of each choice the alternatives, the author's own first.

    Attributes
    ----------
    tokenizers : sequence of Tokenizer
        The tokenisers.
    names : sequence of str
        "with", "without", or both.
    references : sequence of Corpus, FrequencyList or Rates
        The alternatives to the reference that the claim names.
    reference_names : sequence of str
        What a table calls the reference of the claim, "" if it has none, and each alternative.
    parts : sequence of str
        The names of the parts that are left out, one at a time.
    conditions : sequence of str
        The condition that holds outside each part.
    """

    tokenizers: Sequence[Tokenizer]
    names: Sequence[str]
    references: Sequence[CorpusOrList]
    reference_names: Sequence[str]
    parts: Sequence[str]
    conditions: Sequence[str]

    def __len__(self) -> int:
        return prod(map(len, self._alternatives))

    def __iter__(self) -> Iterator[Setting]:
        return (Setting(*chosen) for chosen in product(*self._alternatives))

    @property
    def _alternatives(self) -> tuple[Sequence[Tokenizer], Sequence[str], range, range]:
        return (
            self.tokenizers, self.names, range(len(self.references) + 1),
            range(len(self.parts) + 1),
        )  # fmt: skip


def list_parts(corpus: Corpus, leave_out: str | None) -> tuple[list[str], list[str]]:
    """The parts that can be left out, and the condition that holds outside each of them."""
    if leave_out is None:
        return [], []
    parts = partition(corpus.store, one_of("leave_out", leave_out, part_names(corpus.store)))
    check_number(len(parts) + 1)
    conditions = part_conditions(parts, np.arange(len(parts)))
    # The part without a label: tokens in no span, or documents without a value.
    labels = [label or f"no {leave_out}" for label in parts.labels]
    return labels, [write_complement(condition) for condition in conditions]


def check_number(settings: int) -> None:
    """Refuse more settings than anybody can look through."""
    if settings > MOST_SETTINGS:
        raise DiscourseError(
            f"these choices have {settings:,} combinations, and {MOST_SETTINGS:,} are computed at "
            "most; vary fewer of them, or leave out larger parts, such as leave_out='document'."
        )


class Variants:
    """The corpora of all settings; texts are tokenised, and names found, once for each choice."""

    def __init__(self, corpus: Corpus, choices: Choices) -> None:
        self.corpus = corpus
        self.choices = choices
        self._named: dict[str, Corpus] = {}
        self._tokenised: dict[tuple[str, Tokenizer], Corpus] = {}
        self._without: dict[tuple[str, Tokenizer], Corpus] = {}

    def corpus_of(self, setting: Setting) -> Corpus:
        """The corpus of a setting.

        Raises
        ------
        DiscourseError
            If nothing is left of it, or a text needs a segmenter.
        """
        made = self._vary(self.corpus, setting)
        if not setting.left_out:
            return made
        try:
            return made.subset(self.choices.conditions[setting.left_out - 1])
        except DiscourseError:
            raise DiscourseError("nothing is left without this part.") from None

    def reference_of(self, setting: Setting) -> CorpusOrList | None:
        """The reference of a setting; None for the one that the claim names."""
        if not setting.reference:
            return None
        found = self.choices.references[setting.reference - 1]
        return self._vary(found, setting) if isinstance(found, Corpus) else found

    def _vary(self, corpus: Corpus, setting: Setting) -> Corpus:
        """A corpus with the tokeniser of a setting, with or without its names."""
        key = (corpus.fingerprint, setting.tokenizer)
        if key not in self._tokenised:
            named = self._with_names(corpus) if WITHOUT in self.choices.names else corpus
            change = partial(retokenise, tokenizer=setting.tokenizer)
            is_same = setting.tokenizer == corpus.tokenizer
            self._tokenised[key] = named if is_same else Corpus(change_whole(named.store, change))
        if setting.names == WITH:
            return self._tokenised[key]
        if key not in self._without:
            self._without[key] = self._tokenised[key].without(NAME_LAYER)
        return self._without[key]

    def _with_names(self, corpus: Corpus) -> Corpus:
        """A corpus with the names that it has as a layer, or else with those found by rule."""
        if has_names(corpus):
            return corpus
        if corpus.fingerprint not in self._named:
            self._named[corpus.fingerprint] = corpus.with_layer(make(corpus, NAME_MAKER))
        return self._named[corpus.fingerprint]


def has_names(corpus: Corpus) -> bool:
    """Whether a corpus has a layer of names."""
    return NAME_LAYER in span_layer_names(corpus.store)


def name_references(own: str, references: Sequence[CorpusOrList]) -> list[str]:
    """What a table calls the reference of a claim and each alternative; no two are equal."""
    names = [own, *map(_name_reference, references)]
    return [
        own,
        *(
            f"{name} ({reference.fingerprint[:SHOWN_DIGITS]})" if names.count(name) > 1 else name
            for name, reference in zip(names[1:], references, strict=True)
        ),
    ]


def _name_reference(reference: CorpusOrList) -> str:
    """The name of a list, or the documents of a corpus."""
    if not isinstance(reference, Corpus):
        conditions = reference.conditions if isinstance(reference, FrequencyList) else ()
        return "; ".join([reference.name, *conditions])
    first, *others = reference
    more = f" and {len(others):,} more" if others else ""
    return "; ".join([f"{first}{more}", *reference.recipe["subset"]])
