"""What spaCy says about texts of a corpus. spaCy itself is needed only for its files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from os import PathLike
from typing import Any

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.layer import Layer
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_path, count_noun, describe
from discourse.layers.aligning import ForeignText, align, as_spans, open_source, whole_store
from discourse.layers.register import check_corpus
from discourse.text.annotation import SPAN, TOKEN, Labels
from discourse.text.readers.distances import HEAD, ROOT, HeadDistance, write_distance
from discourse.text.readers.tokenised import usable_name

# The layer that each attribute of a token makes, named as in CoNLL-U.
ATTRIBUTES = {
    "lemma": "lemma_",
    "pos": "pos_",
    "xpos": "tag_",
    "feats": "morph",
    "deprel": "dep_",
}
_WHOLE_DOC = ("text", "ents", "__iter__")


def from_spacy(corpus: Corpus, docs: Any, *, model: str = "") -> list[Layer]:
    """Read what spaCy says about the texts of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The texts. The tokens of the corpus stay what they are.
    docs : Doc, mapping of str to Doc, sequence of Doc, or path
        The documents by name, in the order of the corpus, or the only one; or a file that
        ``DocBin.to_disk`` wrote, with all documents in their order, for which spaCy must be
        installed.
    model : str, optional
        The pipeline that made them, such as ``"en_core_web_sm 3.8.0"``, for the record.

    Returns
    -------
    list of Layer
        The layers of tokens ``lemma``, ``pos``, ``xpos``, ``feats``, ``deprel`` and ``head``, as
        far as they have values, and the layers of spans ``entity``, ``sent`` and one for each group
        in ``doc.spans``. ``head`` is the distance to the head in characters, such as "+12" or
        "-5", and "0" for a root.

    Raises
    ------
    DiscourseError
        If there are more or fewer documents than texts, one is of another text, or spaCy is needed
        and is not installed.

    See Also
    --------
    dc.layers.tag : Lemmas, parts of speech and syntax.
    dc.layers.from_conllu : Layers from CoNLL-U.
    dc.Corpus.with_layer : A corpus with one more layer.

    Notes
    -----
    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    With ``nlp = spacy.load("en_core_web_sm")``::

        docs = [nlp(text) for text in corpus.store.texts]
        layers = dc.layers.from_spacy(corpus, docs, model="en_core_web_sm 3.8.0")
        corpus = corpus.with_layer(*layers)

    One ``Doc`` is expected for each text:

    >>> import discourse as dc
    >>> try:
    ...     dc.layers.from_spacy(dc.read("docs/speeches"), [])
    ... except dc.DiscourseError as error:
    ...     print(str(error).partition(";")[0])
    from_spacy expects one Doc for each of 6 documents, got 0
    """
    check_corpus("from_spacy", corpus)
    store = whole_store(corpus)
    about: dict[str, str] = {"model": model} if model else {}
    if isinstance(docs, (str, PathLike)):
        source = open_source(check_path("docs", docs))
        about |= source.about
        docs = _read_bin(source.data, source.place)
    named = _name_docs(store, docs)
    texts = [
        ForeignText(name, f"the Doc of {name!r}", str(doc.text), list(_label_doc(doc)))
        for name, doc in named.items()
    ]
    return align(corpus, texts, about)


def _read_bin(data: bytes, place: str) -> list[Any]:
    try:
        tokens, vocab = import_module("spacy.tokens"), import_module("spacy.vocab")
    except ImportError:
        raise DiscourseError(
            f"{place} needs spaCy to be read; install it with: pip install spacy."
        ) from None
    try:
        return list(tokens.DocBin().from_bytes(data).get_docs(vocab.Vocab()))
    except Exception as error:  # whatever zlib, msgpack and spaCy raise
        raise DiscourseError(
            f"{place} is not a file of spaCy's DocBin ({type(error).__name__}); write it with "
            "doc_bin.to_disk(path)."
        ) from None


def _name_docs(store: Store, docs: Any) -> dict[str, Any]:
    """The documents of spaCy by the names of those of the corpus."""
    names = store.sources["document"].tolist()
    if isinstance(docs, Mapping):
        found = {str(name): doc for name, doc in docs.items()}
    else:
        given = [docs] if _is_doc(docs) else list(docs) if isinstance(docs, Iterable) else [docs]
        if len(given) != len(names):
            raise DiscourseError(
                f"from_spacy expects one Doc for each of {count_noun(len(names), 'document')}, got "
                f"{len(given):,}; give them by name, such as {{{names[0]!r}: doc}}."
            )
        found = dict(zip(names, given, strict=True))
    for name, doc in found.items():
        if not _is_doc(doc):
            raise DiscourseError(
                f"from_spacy expects a Doc of spaCy for {name!r}, got {describe(doc)}; give what "
                "nlp(text) returns."
            )
    return found


def _is_doc(value: object) -> bool:
    return all(hasattr(value, name) for name in _WHOLE_DOC)


def _label_doc(doc: Any) -> Iterator[Labels]:
    """The values of the tokens of a document, and its labelled spans."""
    tokens = [token for token in doc if not token.is_space]
    spans = [(token.idx, token.idx + len(token.text)) for token in tokens]
    for name, attribute in ATTRIBUTES.items():
        values = [str(getattr(token, attribute, "")) for token in tokens]
        yield from _keep_labelled(name, TOKEN, spans, values, attribute)
    yield from _keep_labelled(HEAD, TOKEN, spans, _head_distances(doc, tokens), "head")
    yield from _span_labels("entity", list(doc.ents), "ents")
    taken = (*ATTRIBUTES, HEAD, "entity", "sent")
    known = {name: f"its {name}" for name in taken}  # which group, or what else, makes a layer
    for key, group in dict(getattr(doc, "spans", {})).items():
        name = usable_name(str(key), "spans")
        if known.setdefault(name, str(key)) != str(key):
            raise DiscourseError(
                f"the Doc has spans[{str(key)!r}], whose layer would be {name!r} as that of "
                f"{known[name]}; rename the group."
            )
        yield from _span_labels(name, list(group), f"spans[{key!r}]")
    if _has_sentences(doc):
        found = list(doc.sents)
        bounds = [(sent.start_char, sent.end_char) for sent in found]
        yield from _keep_labelled(
            "sent", SPAN, bounds, list(map(str, range(1, len(found) + 1))), "sents"
        )


def _has_sentences(doc: Any) -> bool:
    has = getattr(doc, "has_annotation", None)
    return bool(has is not None and has("SENT_START"))


def _head_distances(doc: Any, tokens: Sequence[Any]) -> list[str]:
    """The distance to the head of each token, "0" for a root; "" if none is known."""
    has = getattr(doc, "has_annotation", None)
    if has is None or not has("DEP"):
        return [""] * len(tokens)
    return [
        "" if token.head.is_space
        else ROOT if token.head.i == token.i
        else write_distance(HeadDistance(token.head.idx - token.idx, 1))
        for token in tokens
    ]  # fmt: skip


def _span_labels(name: str, found: Sequence[Any], source: str) -> Iterator[Labels]:
    spans = [(span.start_char, span.end_char) for span in found]
    yield from _keep_labelled(name, SPAN, spans, [str(s.label_) or name for s in found], source)


def _keep_labelled(
    name: str, shape: str, spans: Sequence[tuple[int, int]], values: Sequence[str], source: str
) -> Iterator[Labels]:
    """The labels that are not empty."""
    kept = [at for at, value in enumerate(values) if value and spans[at][1] > spans[at][0]]
    if kept:
        about = {"maker": "spaCy", "attribute": source}
        labels = [values[at] for at in kept]
        yield Labels(name, shape, as_spans([spans[at] for at in kept]), labels, about)
