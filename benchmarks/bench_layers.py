"""Layers over the tokens: adding them, and asking and counting by them.

The values are made up: a part of speech by the number of the term, a lemma without a final *s*.
Where a task needs them, they are made in the first call.
"""

from functools import lru_cache

import numpy as np

import discourse as dc
from discourse.corpus.store.layering import add_layer
from discourse.corpus.store.placing import TokenLayer, tokens_as_spans
from discourse.corpus.store.strings import Strings

TAGS = ("ADJ", "ADP", "ADV", "AUX", "DET", "NOUN", "NUM", "PRON", "PROPN", "SCONJ", "VERB", "X")


def add_parts_of_speech(corpus):
    return add_layer(corpus.store, _make_layers(corpus)[0]).index.term_ids


@lru_cache(maxsize=1)
def _make_layers(corpus):
    terms = list(corpus.store.index.vocabulary.terms)
    ids = corpus.store.index.term_ids
    tags = _label_tokens(corpus.store, "pos", TAGS, np.arange(len(terms))[ids] % len(TAGS))
    lemmas = [term.removesuffix("s") or term for term in terms]
    known = sorted(set(lemmas))
    number = np.searchsorted(np.array(known), np.array(lemmas))
    return tags, _label_tokens(corpus.store, "lemma", known, number[ids])


def _label_tokens(store, name, ordered, numbers):
    """Make a layer that gives each token one of some values, which ascend."""
    values = TokenLayer(name, {}, {}, Strings.of_names(ordered), numbers.astype(np.uint32))
    spans = tokens_as_spans(store.index, store.digests, values)
    return dc.Layer(name, spans, shape="token", texts=store.digests.tolist())


@lru_cache(maxsize=1)
def _tag(corpus):
    for layer in _make_layers(corpus):
        corpus = corpus.with_layer(layer)
    return corpus


@lru_cache(maxsize=1)
def _name(corpus):
    """Spans of two tokens, one in fifty tokens."""
    table = dc.concordance(corpus, "of the").frame[["line_id"]].drop_duplicates()
    return corpus.with_layer(dc.Layer("name", table.assign(label="x")))


WORK = [
    ("add a layer with a value per token", add_parts_of_speech, None, ""),
    (
        '`[pos="ADV"] [pos="VERB"]`',
        lambda corpus: _tag(corpus).find('[pos="ADV"] [pos="VERB"]'),
        None,
        "< 0.3 s",
    ),
    ('`[lemma="nation"]`', lambda corpus: _tag(corpus).find('[lemma="nation"]'), None, "as a word"),
    ('`[word="nation"]`', lambda corpus: corpus.find('[word="nation"]'), None, ""),
    ("frequencies of lemmas", lambda corpus: dc.frequencies(_tag(corpus), of="lemma"), None, ""),
    ("2-grams of parts of speech", lambda corpus: dc.ngrams(_tag(corpus), of="pos"), None, ""),
    (
        "contrast of *freedom* and *liberty*",
        lambda corpus: dc.contrast(_tag(corpus), "freedom", "liberty", of="term"),
        None,
        "",
    ),
    ('`"the" within name`', lambda corpus: _name(corpus).find('"the" within name'), None, ""),
    ("without the spans of a layer", lambda corpus: _name(corpus).without("name"), None, ""),
]
