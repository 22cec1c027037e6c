"""Who a subject is: its class in a lexicon, and what a pronoun stands for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.parts import partition
from discourse.layers.lexicons import Lexicon
from discourse.layers.makers.categories import label_tokens_by_category
from discourse.layers.syntax.found_clauses import FoundClauses, Phrase
from discourse.layers.syntax.trees import either, holds, pick
from discourse.layers.syntax.words import NONE, Mask, Numbers, Words
from discourse.layers.taggers.english_lemmas import looks_like_name

OPEN = "open"  # the class of a pronoun of which it is not known what it stands for
FARTHEST = 3  # sentences from a pronoun back to what it stands for
# What each pronoun can stand for.
PLURAL, HUMAN, THING = "plural", "human", "thing"
PRONOUNS = {"it": THING, "they": PLURAL, "them": PLURAL, "he": HUMAN, "she": HUMAN}
DEMONSTRATIVES = ("this", "that", "these", "those", "which", "who", "whom", "what", "such", "one")
KINDS_OF_CLASSES = {"person": HUMAN, "people": PLURAL, "speaker": "", "we": "", "addressee": ""}


@dataclass(frozen=True, eq=False)
class Actors:
    """Who acts in each clause.

    Attributes
    ----------
    antecedent : ndarray of int64, shape (clauses,)
        The noun that a pronoun as subject stands for, or `NONE`.
    subject_class : ndarray of str, shape (clauses,)
        The class of the subject, or of what it stands for.
    actor, actor_low : ndarray of int64, shape (clauses,)
        The last and the first word of the name of who acts, or `NONE`.
    actor_class : ndarray of str, shape (clauses,)
        The class of who acts.
    """

    antecedent: Numbers
    subject_class: NDArray[np.object_]
    actor: Numbers
    actor_low: Numbers
    actor_class: NDArray[np.object_]


def find_actors(corpus: Corpus, words: Words, found: FoundClauses, known: Lexicon) -> Actors:
    """Say who acts in each clause: the subject if it is active, the agent if it is passive."""
    classes = label_tokens_by_category(corpus, known)
    subject = found.subject[0]
    antecedent = either(found.antecedent, _resolve(words, found, classes))
    meant = either(antecedent, subject)
    named = _classify(words, classes, subject)
    meant_class = _classify(words, classes, antecedent)
    subject_class = np.where(meant_class == "", named, meant_class)
    pronoun = holds(words.form.is_any([*PRONOUNS, *DEMONSTRATIVES]), subject)
    is_open = pronoun & (antecedent == NONE) & (subject_class == "")
    subject_class = np.where(is_open, OPEN, subject_class)
    subject_class = np.where(found.expletive, "", subject_class).astype(object)
    meant = np.where(found.expletive, NONE, meant)
    agent = found.agent[0]
    actor = np.where(found.passive, agent, meant)
    agent_class = _classify(words, classes, agent)
    return Actors(
        antecedent,
        subject_class,
        actor,
        pick(_name_starts(words), actor),
        np.where(found.passive, agent_class, subject_class).astype(object),
    )


def _classify(words: Words, classes: NDArray[np.object_], at: Numbers) -> NDArray[np.object_]:
    """The class of some words; "" for none."""
    if not len(classes):
        return np.full(len(at), "", dtype=object)
    return np.where(at == NONE, "", classes[words.first[at]]).astype(object)


def _name_starts(words: Words) -> Numbers:
    """The first word of the proper name that each word ends, else the word itself."""
    proper = _is_in_name(words)
    adjoins = np.zeros(len(words), dtype=bool)
    same = words.document[1:] == words.document[:-1]
    adjoins[1:] = proper[1:] & proper[:-1] & same & (words.start[1:] - words.end[:-1] == 1)
    places = np.arange(len(words))
    begins = np.where(adjoins, 0, places)
    return np.maximum.accumulate(begins) if len(begins) else places


def _resolve(words: Words, found: FoundClauses, classes: NDArray[np.object_]) -> Numbers:
    """What *it*, *they*, *he* and *she* stand for: the last subject that they agree with.

    It is a noun or a name, and the subject of a main clause.
    """
    subject = found.subject[0]
    forms = words.form.take(subject).tolist()
    kinds = _kinds_of_pronoun(words, found.subject, _classify(words, classes, subject))
    section = partition(words.store, "section").of(words.first[found.verb]).tolist()
    sentence = words.sentence[found.verb].tolist()
    antecedent = np.full(len(forms), NONE, dtype=np.int64)
    can_be_meant = holds(words.columns["pos"].is_any(["NOUN", "PROPN", "PRON"]), subject)
    can_be_meant &= found.main
    last: dict[str, tuple[int, int]] = {}  # the last noun of each kind, and its sentence
    place = NONE
    for at, form in enumerate(forms):
        if section[at] != place:
            last, place = {}, section[at]
        if subject[at] == NONE or found.expletive[at] or form in DEMONSTRATIVES:
            continue
        kind, noun = kinds[at], int(subject[at])
        if form in PRONOUNS:
            kind = PRONOUNS[form]
            noun, where = last.get(kind, (NONE, 0))
            if noun == NONE or sentence[at] - where > FARTHEST:
                continue
            antecedent[at] = noun
        if can_be_meant[at]:
            last[kind] = (noun, sentence[at])
    return antecedent


def _kinds_of_pronoun(words: Words, phrase: Phrase, labels: NDArray[np.object_]) -> list[str]:
    """What kind of pronoun could stand for each subject; "" for none."""
    subject, low, _ = phrase
    plural = words.columns["xpos"].is_any(["NNS", "NNPS"])
    plural |= words.columns["feats"].contains("Number=Plur")
    # A name with an article is that of a thing: *the Paris Agreement*.
    person = holds(_is_in_name(words), subject) | _is_unknown_name(words, subject)
    person &= ~holds(words.form.is_any(["the", "a"]), low)
    unknown = np.where(person, HUMAN, THING)
    kinds = [
        KINDS_OF_CLASSES.get(label, THING) if label else str(kind)
        for label, kind in zip(labels.tolist(), unknown, strict=True)
    ]
    is_plural = holds(plural, subject).tolist()
    return [PLURAL if many and kind else kind for kind, many in zip(kinds, is_plural, strict=True)]


def _is_unknown_name(words: Words, subject: Numbers) -> Mask:
    """Which nouns are names that a tagger did not know: a capital, and in no list of words."""
    found: Mask = holds(words.columns["xpos"].is_any(["NN"]), subject)
    for at in np.flatnonzero(found).tolist():
        found[at] = looks_like_name(words.slice(int(subject[at]), int(subject[at])))
    return found


def _is_in_name(words: Words) -> Mask:
    """Which words are names, or nouns written as one after another: *Jinping* in *Xi Jinping*."""
    proper = words.columns["pos"].is_any(["PROPN"]) | words.columns["xpos"].is_any(["NNP", "NNPS"])
    found = proper.copy()
    after = words.columns["pos"].is_any(["NOUN"]) & np.append(False, proper[:-1])
    for at in np.flatnonzero(after).tolist():
        found[at] = words.slice(at, at)[:1].isupper() and words.gap_before(at).isspace()
    return found
