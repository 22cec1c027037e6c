"""Modals and tenses of verb groups, whichever way the groups were found."""

import numpy as np
from numpy.typing import NDArray

from discourse.layers.syntax.english import MODALS, SEMI_MODALS
from discourse.layers.syntax.trees import pick
from discourse.layers.syntax.words import MODAL, NONE, PAST, PRESENT, Mask, Numbers, Words


def name_semi_modal(words: Words) -> NDArray[np.object_]:
    """The semi-modal that each word is if an infinitive follows: a key of `SEMI_MODALS`, or ""."""
    names = [""] * len(words.form.values)
    for at, form in enumerate(words.form.values):
        names[at] = form if form in ("going", "used", "ought") else ""
    by_form = np.array(names, dtype=object)[words.form.codes]
    by_lemma = np.where(words.lemma.is_any(["have"]), "have", "").astype(object)
    by_lemma = np.where(words.lemma.is_any(["need"]), "need", by_lemma)
    by_lemma = np.where(words.form.is_any(["has", "had", "having", "'ve"]), "have", by_lemma)
    return np.where(by_form != "", by_form, by_lemma).astype(object)


def name_modals(
    words: Words, marker: Numbers, semi_modal: NDArray[np.object_]
) -> NDArray[np.object_]:
    """The modal of each verb group: that which marks it, else its semi-modal."""
    written = words.form.take(marker)
    full = np.array([MODALS.get(str(form), str(form)) for form in written], dtype=object)
    semi = np.array([SEMI_MODALS.get(str(name), "") for name in semi_modal], dtype=object)
    is_modal = pick(words.verb_form, marker) == MODAL
    return np.where(is_modal, full, semi).astype(object)


def find_modals(
    words: Words, marker: Numbers, semi: Numbers, modal: NDArray[np.object_]
) -> Numbers:
    """The word that is the modal of each verb group: that which marks it, else its semi-modal."""
    is_modal = pick(words.verb_form, marker) == MODAL
    return np.where(modal == "", NONE, np.where(is_modal, marker, semi))


def name_tenses(
    words: Words, marker: Numbers, modal: NDArray[np.object_], imperative: Mask
) -> NDArray[np.object_]:
    """The tense of each verb group by the form of its first verb: "present", "past" or ""."""
    form = pick(words.verb_form, marker)
    tense = np.where(form == PAST, "past", np.where(form == PRESENT, "present", ""))
    untensed = imperative | (marker == NONE) | ((modal != "") & (modal != "have"))
    return np.where(untensed, "", tense).astype(object)
