"""The words of a corpus as its tagger or parser divided them, with what it says of each.

A tagger may cut ``don't`` into *do* and *n't*, where the corpus has one token. Clauses are found in
these words; what is found is then given by the tokens that the words lie in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.heads import read_distances
from discourse.corpus.store.layer import Spans
from discourse.corpus.store.layer_values import token_layer_names
from discourse.corpus.store.layering import extract_layer
from discourse.corpus.store.placing import KEY_BITS, TokenPlaces
from discourse.corpus.store.store import Store

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]

PARSED = ("deprel", "head")
LAYERS = ("lemma", "pos", "xpos", "feats", *PARSED)
NONE = -1  # no word

# What form of a verb a word is.
OTHER, MODAL, PAST, PRESENT, BASE, PARTICIPLE, GERUND = range(7)
FORMS_OF_XPOS = {
    "MD": MODAL, "VBD": PAST, "VBP": PRESENT, "VBZ": PRESENT, "VB": BASE, "VBN": PARTICIPLE,
    "VBG": GERUND,
}  # fmt: skip
MODAL_FORMS = (
    "can", "could", "may", "might", "must", "shall", "should", "will", "would", "ought", "ca", "wo",
    "sha", "'ll", "'d", "cannot",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Column:
    """A value per word, as the number of a string; "" for none."""

    values: tuple[str, ...]
    codes: Numbers

    def is_any(self, wanted: Collection[str]) -> Mask:
        """Which words have one of some values."""
        found: Mask = np.array([value in wanted for value in self.values], dtype=bool)[self.codes]
        return found

    def contains(self, part: str) -> Mask:
        """Which words have a value with some characters in it."""
        found: Mask = np.array([part in value for value in self.values], dtype=bool)[self.codes]
        return found

    @cached_property
    def _strings(self) -> NDArray[np.object_]:
        return np.array(self.values, dtype=object)

    def take(self, at: Numbers) -> NDArray[np.object_]:
        """The values of some words; "" for `NONE`."""
        taken = self._strings[self.codes[at]] if len(self.codes) else at
        return np.where(at == NONE, "", taken).astype(object)

    @staticmethod
    def of_strings(strings: Iterable[str]) -> "Column":
        """Number the strings of all words."""
        codes, values = pd.factorize(np.array(list(strings), dtype=object))
        return Column((*map(str, values), ""), codes.astype(np.int64))


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a corpus in text order, without punctuation.

    Attributes
    ----------
    store : Store
        The corpus.
    document, start, end : ndarray of int64, shape (words,)
        The document of each word, its first character and the one after its last.
    first, after : ndarray of int64, shape (words,)
        The first token that a word lies in, and the one after the last.
    columns : dict of str to Column
        What the layers of tokens say, by the name of the layer; a layer that the corpus does not
        have says "" of each word.
    layers : frozenset of str
        The layers that the corpus has.
    head : ndarray of int64, shape (words,)
        The head of each word; `NONE` for a root, and where the corpus does not say.
    """

    store: Store
    document: Numbers
    start: Numbers
    end: Numbers
    first: Numbers
    after: Numbers
    columns: dict[str, Column]
    layers: frozenset[str]
    head: Numbers

    def __len__(self) -> int:
        return len(self.start)

    @property
    def is_parsed(self) -> bool:
        """Whether the corpus says how words depend on one another."""
        return {"deprel", "head"} <= self.layers

    @cached_property
    def form(self) -> Column:
        """The words in lower case, with one kind of apostrophe."""
        return Column.of_strings(
            self.slice(at, at).lower().replace("’", "'") for at in range(len(self))
        )

    @cached_property
    def sentence(self) -> Numbers:
        """The number of the sentence of each word."""
        return np.searchsorted(self.store.sentences, self.first, side="right") - 1

    @cached_property
    def lemma(self) -> Column:
        """The lemmas; the forms where the corpus has none."""
        return self.columns["lemma"] if "lemma" in self.layers else self.form

    @cached_property
    def relation(self) -> Column:
        """The relations to the heads, without their subtypes."""
        given = self.columns["deprel"]
        values = [value.partition(":")[0] for value in given.values]
        return Column(tuple(values), given.codes)

    @property
    def has_tagged_form(self) -> Mask:
        """Which words have a tag of the Penn treebank that says what form of a verb they are."""
        return self.columns["xpos"].is_any(FORMS_OF_XPOS)

    @cached_property
    def verb_form(self) -> NDArray[np.int64]:
        """What form of a verb each word is: by its xpos, else its feats, else its letters."""
        named = self.columns["xpos"]
        forms: Numbers = np.array([FORMS_OF_XPOS.get(v, OTHER) for v in named.values], np.int64)
        found = forms[named.codes]
        unnamed = named.is_any([""]) & self.columns["pos"].is_any(["VERB", "AUX"])
        return np.where(unnamed, self._guess_verb_forms(), found) if unnamed.any() else found

    def _guess_verb_forms(self) -> Numbers:
        """Forms of verbs without a tag of the Penn treebank."""
        feats, form, base = self.columns["feats"], self.form, self.lemma
        letters = np.array([_form_of_letters(value) for value in form.values])[form.codes]
        same = form.take(np.arange(len(self))) == base.take(np.arange(len(self)))
        guessed = np.where(same & ("lemma" in self.layers), PRESENT, letters)
        for part, value in (
            ("VerbForm=Inf", BASE), ("Mood=Imp", BASE), ("VerbForm=Ger", GERUND),
            ("Tense=Past|VerbForm=Part", PARTICIPLE), ("Tense=Pres|VerbForm=Part", GERUND),
            ("VerbForm=Fin", PRESENT),
        ):  # fmt: skip
            guessed = np.where(feats.contains(part), value, guessed)
        past = feats.contains("VerbForm=Fin") & feats.contains("Tense=Past")
        guessed = np.where(feats.contains("Mood=Imp"), BASE, np.where(past, PAST, guessed))
        return np.where(form.is_any(MODAL_FORMS), MODAL, guessed).astype(np.int64)

    def with_columns(self, columns: dict[str, Column]) -> "Words":
        """The same words with other values: their forms need not be read again."""
        changed = replace(self, columns=columns)
        for name in ("form", "sentence"):
            if name in self.__dict__:
                changed.__dict__[name] = self.__dict__[name]
        return changed

    def slice(self, at: int, last: int) -> str:
        """The text from one word to another of the same document."""
        text = self.store.texts[int(self.document[at])]
        return text[int(self.start[at]) : int(self.end[last])]

    def gap_before(self, at: int) -> str:
        """What is written between a word and the one before it in its document."""
        text = self.store.texts[int(self.document[at])]
        same = at > 0 and self.document[at - 1] == self.document[at]
        return text[int(self.end[at - 1]) if same else 0 : int(self.start[at])]


def _form_of_letters(form: str) -> int:
    if form.endswith("ing"):
        return GERUND
    return PAST if form.endswith("ed") else PRESENT


def word_layers(store: Store, *, parsed: bool) -> list[str]:
    """The layers of tokens by which clauses are found, with a parse or without."""
    here = [name for name in LAYERS if name in token_layer_names(store)]
    return [name for name in here if parsed or name not in PARSED]


def read_words(store: Store) -> Words:
    """Read what the layers of tokens of a corpus say of its words.

    Parameters
    ----------
    store : Store
        A corpus with a layer of tokens, such as ``pos``.
    """
    places = TokenPlaces.of_index(store.index, store.digests)
    layers = [name for name in LAYERS if name in token_layer_names(store)]
    placed = {name: _place(extract_layer(store, name).spans, places) for name in layers}
    starts, ends = _join_words([each[:2] for each in placed.values()])
    first = np.searchsorted(places.ends, starts, side="right")
    after = np.searchsorted(places.starts, ends, side="left")
    kept = after > first  # the others are punctuation, or left out of a subset
    starts, ends, first, after = starts[kept], ends[kept], first[kept], after[kept]
    columns = {}
    for name in LAYERS:
        codes = np.full(len(starts), NONE, dtype=np.int64)
        values: tuple[str, ...] = ()
        if name in placed:
            keys, _, labels, values = placed[name]
            at = _find(starts, keys)
            codes[at[at != NONE]] = labels[at != NONE]
        columns[name] = Column((*values, ""), codes % (len(values) + 1))
    return Words(
        store, starts >> KEY_BITS, starts & _LOW, ends & _LOW, first, after, columns,
        frozenset(layers), _find_heads(starts, columns["head"]),
    )  # fmt: skip


_LOW = (1 << KEY_BITS) - 1


def _place(spans: Spans, places: TokenPlaces) -> tuple[Numbers, Numbers, Numbers, tuple[str, ...]]:
    """The characters of pieces in all documents that have their text, and their labels."""
    borders = np.searchsorted(spans.text, np.arange(len(spans.texts) + 1))
    nothing = np.empty(0, dtype=np.int64)
    shifts, rows = [nothing], [nothing]
    for number, text in enumerate(spans.texts):
        for document in places.documents.get(text, nothing).tolist():
            rows.append(np.arange(borders[number], borders[number + 1]))
            shifts.append(np.full(len(rows[-1]), document << KEY_BITS))
    row, shift = np.concatenate(rows), np.concatenate(shifts)
    return shift + spans.start[row], shift + spans.end[row], spans.label[row], spans.values


def _join_words(pieces: list[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    """The words that any layer knows, in text order."""
    starts = np.concatenate([start for start, _ in pieces])
    ends = np.concatenate([end for _, end in pieces])
    joined, at = np.unique(starts, return_index=True)
    return joined, ends[at]


def _find(ascending: Numbers, wanted: Numbers) -> Numbers:
    """The places of some numbers among others; `NONE` for those that are not there."""
    if not len(ascending):
        return np.full(len(wanted), NONE, dtype=np.int64)
    at = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    return np.where(ascending[at] == wanted, at, NONE)


def _find_heads(starts: Numbers, column: Column) -> Numbers:
    """The heads of words, which are given as distances between first characters."""
    characters, word = read_distances(column.values)
    goal = starts + characters[column.codes]
    return np.where(word[column.codes] > 0, _find(starts, goal), NONE)
