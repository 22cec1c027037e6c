"""What is found of the finite clauses of a corpus: the words of each that matter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from discourse.layers.syntax.words import Mask, Numbers

# A word and the phrase that it is the head of: the word, its first word and its last.
Phrase = tuple[Numbers, Numbers, Numbers]


@dataclass(frozen=True, eq=False)
class FoundClauses:
    """Finite clauses, in the order of their verbs; a word that is not there is -1.

    Attributes
    ----------
    verb : ndarray of int64, shape (clauses,)
        The lexical verb.
    first, last : ndarray of int64, shape (clauses,)
        The first and the last word of the verb group.
    low, high : ndarray of int64, shape (clauses,)
        The first and the last word of the clause.
    subject, agent, object : tuple of ndarray
        The head, the first and the last word of each phrase.
    antecedent : ndarray of int64, shape (clauses,)
        The noun that a relative pronoun stands for.
    negation, modal_word : ndarray of int64, shape (clauses,)
        The word that negates the clause, and the modal verb.
    passive, main, expletive : ndarray of bool, shape (clauses,)
        The voice, whether it is a main clause, and whether *it* or *there* stands for no one.
    modal, tense : ndarray of str, shape (clauses,)
        What the modal verb is called, and "present", "past" or "".
    owner : ndarray of int64, shape (words,)
        The number of the clause that each word belongs to.
    """

    verb: Numbers
    first: Numbers
    last: Numbers
    low: Numbers
    high: Numbers
    subject: Phrase
    agent: Phrase
    object: Phrase
    antecedent: Numbers
    negation: Numbers
    modal_word: Numbers
    passive: Mask
    main: Mask
    expletive: Mask
    modal: NDArray[np.object_]
    tense: NDArray[np.object_]
    owner: Numbers
