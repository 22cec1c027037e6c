"""What clauses can be found in: English, with whole sentences, whose verb forms are known."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from discourse.corpus.store.layer_values import token_layer_names
from discourse.corpus.store.parts import document_of
from discourse.corpus.store.store import Store
from discourse.errors import ADD_TAGS, DiscourseError, check_flag
from discourse.layers.lexicons import Lexicon, read_data_lexicon
from discourse.layers.syntax.words import Column, Mask, Words
from discourse.layers.taggers.english_model import ENGLISH
from discourse.layers.taggers.languages import Reader, find_unnamed, judge_documents
from discourse.text.languages import DEFAULT_LANGUAGE

_READER = Reader(
    (DEFAULT_LANGUAGE,), "dc.clauses reads English", "take the clauses of the English documents"
)
# Lexicons of the package whose categories are not those of subjects.
NO_ACTORS = ("hedges", "modals", "negation", "quantifiers", "reporting")
# Features of Universal Dependencies that say what form of a verb a word is.
FORM_FEATURES = ("VerbForm=", "Mood=")
# Of words; the last six are those of the English Web Treebank.
PENN_TAGS = frozenset(
    "CC CD DT EX FW IN JJ JJR JJS LS MD NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH "
    "VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB ADD AFX GW HYPH NFP XX".split()
)


def choose_parse(store: Store, by_parse: bool | None) -> bool:
    """Whether clauses are found by dependencies rather than by rules over parts of speech.

    Raises
    ------
    DiscourseError
        If the store has no parts of speech, no forms of verbs, or no parse that was asked for.
    """
    layers = token_layer_names(store)
    if by_parse is not None:
        check_flag("by_parse", by_parse)
    tagged = "pos" in layers or "xpos" in layers
    parsed = tagged and "deprel" in layers and "head" in layers
    if by_parse and not parsed:
        raise DiscourseError(
            f"by_parse=True needs the layers pos, deprel and head; add them with {ADD_TAGS}, or "
            "leave by_parse out."
        )
    if not tagged:
        raise DiscourseError(
            "dc.clauses needs parts of speech, and the corpus has no layer of tokens 'pos' or "
            f"'xpos'; add it with {ADD_TAGS}, or read CoNLL-U."
        )
    if "xpos" not in layers and "feats" not in layers:
        _refuse_verbs_without_forms("has neither")
    return parsed if by_parse is None else by_parse


def read_penn_tags(words: Words) -> Words:
    """The words without their xpos if it has the tags of another set than the Penn treebank's.

    Raises
    ------
    DiscourseError
        If no features say what form verbs have instead.
    """
    xpos = words.columns["xpos"]
    named = ~xpos.is_any([""])
    foreign = named & ~xpos.is_any(PENN_TAGS)
    if 2 * foreign.sum() <= named.sum():
        return words
    if not _have_form_features(words).any():
        shown = " and ".join(map(repr, pd.unique(xpos.take(np.flatnonzero(foreign)))[:2]))
        raise DiscourseError(
            "dc.clauses tells finite verbs from participles by 'xpos' with tags of the Penn "
            f"treebank, such as VBD, and this corpus has tags of another set, such as {shown}; "
            f"replace them with {ADD_TAGS}, or add 'feats'."
        )
    untagged = Column(("",), np.zeros(len(words), dtype=np.int64))
    read = words.with_columns({**words.columns, "xpos": untagged})
    return replace(read, layers=words.layers - {"xpos"})


def _have_form_features(words: Words) -> Mask:
    """Which words have features that say what form of a verb they are."""
    found = np.zeros(len(words), dtype=bool)
    for part in FORM_FEATURES:
        found |= words.columns["feats"].contains(part)
    return found


class VerbForms(NamedTuple):
    """Whether words have verbs, and whether the tags of any say what form it has."""

    are_there: bool = False
    are_told: bool = False

    def __or__(self, other: "VerbForms") -> "VerbForms":
        return VerbForms(self.are_there or other.are_there, self.are_told or other.are_told)


def tell_verb_forms(words: Words) -> VerbForms:
    """Whether tags tell *adopted* in *was adopted* from *they adopted*."""
    verbs = words.columns["pos"].is_any(["VERB", "AUX"])
    formed = words.has_tagged_form | _have_form_features(words)
    return VerbForms(bool(verbs.any()), bool((verbs & formed).any()))


def check_verb_forms(forms: VerbForms) -> None:
    """Refuse words whose tags tell the form of no verb."""
    if forms.are_there and not forms.are_told:
        _refuse_verbs_without_forms("says this of no verb")


def _refuse_verbs_without_forms(lack: str) -> None:
    raise DiscourseError(
        "dc.clauses tells finite verbs from participles by 'xpos' (tags of the Penn treebank, such "
        f"as VBD) or 'feats' (VerbForm=Fin), and the corpus {lack}; add them with {ADD_TAGS}, or "
        "read CoNLL-U."
    )


def check_english(store: Store) -> None:
    """Refuse documents in another language than English, by what they say or by their words."""
    for name, language in zip(store.sources["document"], store.languages, strict=True):
        if language != DEFAULT_LANGUAGE:
            raise DiscourseError(
                f"dc.clauses reads English, and {name!r} is in {language!r}; take a subset of "
                "the English documents, such as corpus.subset('language = \"en\"')."
            )
    tagged = store.layers.get("pos", store.layers.get("xpos"))
    if tagged is None or tagged.about.get("maker") != ENGLISH:  # our tagger has looked at them
        documents = range(len(store.languages))
        judge_documents(store, find_unnamed(store, documents), _READER)


def check_actors(known: Lexicon) -> Lexicon:
    """Return a lexicon, unless it is one of the package that does not class subjects."""
    for name in NO_ACTORS:
        if known.sha256 == read_data_lexicon(name).sha256:
            raise DiscourseError(
                f"actors={name!r} is no lexicon of subjects; choose 'actors' or 'person', or give "
                "a lexicon of your own."
            )
    return known


def check_words_and_sentences(store: Store) -> None:
    """Refuse joined tokens, and a subset that cuts sentences, in the rest of which anyone acts."""
    if store.joined:
        raise DiscourseError(
            f"dc.clauses reads words, and each span of {store.joined[0]!r} is one token here; give "
            "it the corpus that corpus.joined was called on."
        )
    if store.whole is None or (at := _find_cut_sentence(store, store.whole)) is None:
        return
    name = store.sources["document"].iloc[int(document_of(store, np.array([at]))[0])]
    raise DiscourseError(
        f"dc.clauses reads whole sentences, and this subset has only a part of one in {name!r}; "
        "take the clauses of the whole, with the layer that divides it as a column: "
        "dc.clauses(corpus, layers='quotation')."
    )


def _find_cut_sentence(store: Store, whole: Store) -> int | None:
    """The first token of a subset whose sentence is not all there."""
    places = pd.Index(whole.sources["document"]).get_indexer(store.sources["document"])
    sizes, of_whole = np.diff(store.index.documents), whole.index.documents
    # A document that is complete needs no look at its sentences.
    cut = np.flatnonzero(sizes != np.diff(of_whole)[places])
    if not len(cut):
        return None
    lengths = np.diff(whole.sentences)
    for number in cut.tolist():
        first, end = store.index.documents[number : number + 2]
        low, high = of_whole[places[number] : places[number] + 2]
        same = np.searchsorted(whole.index.starts[low:high], store.index.starts[first:end]) + low
        sentence = np.searchsorted(whole.sentences, same, side="right") - 1
        there, at, kept = np.unique(sentence, return_index=True, return_counts=True)
        partly = kept != lengths[there]
        if partly.any():
            return int(first + at[np.argmax(partly)])
    return None
