"""Layers over the tokens: adding them, and asking and counting by them.

The values are made up: a part of speech by the number of the term, a lemma without a final *s*, a
tree in which every tenth token is a verb on which the tokens up to it depend, and the codes of two
coders, who differ in one line of seven. Where a task needs them, they are made in the first call.
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


RELATIONS = ("nsubj", "obj", "amod", "obl", "advmod", "det", "conj", "nmod", "compound", "root")


@lru_cache(maxsize=1)
def _parse(corpus):
    """Give each ten tokens of a document a tree: the last is its root, a verb."""
    index = corpus.store.index
    size = len(index.term_ids)
    places = np.arange(size)
    document = np.searchsorted(index.documents, places, side="right") - 1
    last = index.documents[document + 1] - 1
    head = np.minimum(places + 9 - (places - index.documents[document]) % 10, last)
    starts = index.starts.astype(np.int64)
    distance = starts[head] - starts
    known = np.unique(distance)
    heads = [f"+{each}" if each else "0" for each in known.tolist()]
    order = np.argsort(np.array(heads))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    is_verb = head == places
    relation = np.where(is_verb, 9, places % 9)
    sorted_relations = sorted(RELATIONS)
    numbers = np.array([sorted_relations.index(name) for name in RELATIONS])
    tags = np.where(is_verb, TAGS.index("VERB"), TAGS.index("NOUN"))
    layers = [
        _label_tokens(corpus.store, "head", sorted(heads), rank[np.searchsorted(known, distance)]),
        _label_tokens(corpus.store, "deprel", sorted_relations, numbers[relation]),
        _label_tokens(corpus.store, "pos", TAGS, tags),
        _label_tokens(corpus.store, "xpos", ("NN", "VBD"), is_verb),
        _make_layers(corpus)[1],
    ]
    return corpus.with_layer(*layers)


@lru_cache(maxsize=1)
def _parse_english(corpus):
    """Of the first documents, those of which *the* is one word in a hundred, with such trees."""
    corpus = corpus.subset('document < "000100"')
    counts, _, terms = corpus.dtm(by="document")
    share = counts[:, [terms.index("the")]].toarray()[:, 0] / counts.sum(axis=1)
    english = np.where(share > 0.01, "yes", "no").tolist()
    return _parse(corpus.with_metadata(english=english)).subset('english = "yes"')


@lru_cache(maxsize=1)
def _code(corpus):
    """Two coders label the same spans, up to five thousand, with one of three codes."""
    spans = dc.concordance(corpus, "of the").frame[["line_id"]].drop_duplicates().head(5_000)
    place = np.arange(len(spans))
    codes = np.array(["one", "other", "third"])
    first = spans.assign(label=codes[place % 3])
    second = spans.assign(label=codes[(place + (place % 7 == 0)) % 3])
    return corpus.with_layer(dc.Layer("coder_a", first), dc.Layer("coder_b", second))


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
    ("sketch of *people*", lambda corpus: dc.sketch(_parse(corpus), "people"), None, ""),
    (
        "clauses of the English texts among the first 100",
        lambda corpus: dc.clauses(_parse_english(corpus)),
        None,
        "",
    ),
    (
        "agreement of two coders",
        lambda corpus: dc.agreement(_code(corpus), ["coder_a", "coder_b"]),
        None,
        "",
    ),
    (
        "confusion of two coders",
        lambda corpus: dc.confusion(_code(corpus), ["coder_a", "coder_b"]),
        None,
        "",
    ),
    ("without the spans of a layer", lambda corpus: _name(corpus).without("name"), None, ""),
]
