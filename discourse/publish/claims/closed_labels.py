"""Labels that a layer cannot have: a misspelt one has no hit, which a claim of 0 would not show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.finding import parse_for
from discourse.corpus.query.pattern import (
    AttributeComparison,
    Structure,
    Token,
    Word,
    literal_text,
)
from discourse.corpus.store.placing import PlacedLayer, SpanLayer
from discourse.errors import one_of

POS = "pos"
# The universal parts of speech (universaldependencies.org/u/pos).
UNIVERSAL_POS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip


def check_labels_of_query(query: str, corpus: Corpus) -> None:
    """Refuse a query that asks for a code which its codebook does not have.

    The labels of other layers are open: a text may well have no name of some country. Parts of
    speech are closed where all that a layer has are universal ones.

    Raises
    ------
    DiscourseError
        For such a label; the message names it, and those that there are.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> paper = paper.with_layer(*dc.layers.codes(paper, "notebooks/codes/rights.toml"))
    >>> check_labels_of_query('<rights label="process"/>', paper)
    >>> try:
    ...     check_labels_of_query('rights :: rights_A = "proces"', paper)
    ... except dc.DiscourseError as error:
    ...     print(error)
    label of the layer rights_A='proces' is not known; choose \
'institution', 'process', 'head'. Did you mean 'process'?
    """
    layers = corpus.store.layers
    for name, value, is_text in _find_labels(parse_for(corpus.store, query)):
        known = _closed_labels(layers[name]) if name in layers else ()
        if not known or value == "" or _is_among(value, known, is_text=is_text):
            continue
        one_of(f"label of the layer {name}", value, known)


def _closed_labels(layer: PlacedLayer) -> Sequence[str]:
    """All labels that a layer can have; none if it can have any."""
    if isinstance(layer, SpanLayer):
        book = layer.about.get("codebook")
        codes = book.get("codes", ()) if isinstance(book, Mapping) else ()
        return list(dict.fromkeys([*map(str, codes), *layer.values])) if codes else ()
    is_universal = layer.name == POS and set(layer.values) <= {"", *UNIVERSAL_POS}
    return UNIVERSAL_POS if is_universal else ()


def _is_among(value: str, known: Sequence[str], *, is_text: bool) -> bool:
    """Whether a text is one of the labels, or a regular expression matches one of them."""
    return value in known if is_text else any(regex.fullmatch(value, each) for each in known)


def _find_labels(part: Any) -> Iterator[tuple[str, str, bool]]:
    """The layer, the value, and whether it is a text and no regular expression, of each test."""
    if isinstance(part, AttributeComparison):
        values = part.value if isinstance(part.value, frozenset) else [part.value]
        yield from ((part.attribute, each, True) for each in values if isinstance(each, str))
    elif isinstance(part, Structure):
        yield from (_of_word(part.name, word) for word in _words(part.test)
                    if word.attribute == "label")  # fmt: skip
    elif isinstance(part, Token):
        yield from (_of_word(word.attribute, word) for word in _words(part.test))
    else:
        for inner in _inside(part):
            yield from _find_labels(inner)


def _of_word(layer: str, word: Word) -> tuple[str, str, bool]:
    text = literal_text(word.value)
    if text is not None and not word.ignore_case:
        return layer, text, True
    return layer, f"(?i){word.value}" if word.ignore_case else word.value, False


def _words(test: Any) -> Iterator[Word]:
    if isinstance(test, Word):
        yield test
    else:
        for inner in _inside(test):
            yield from _words(inner)


def _inside(part: Any) -> Iterator[Any]:
    """What a part of a query consists of."""
    if isinstance(part, tuple):
        yield from part
    elif is_dataclass(part):
        yield from (getattr(part, each.name) for each in fields(part))
