"""Mend tags and heads that cannot be right, before clauses are looked for.

A tagger takes a verb that it does not know for a noun (*and intensifies efforts*), a word of
another language for a verb (*Palais des Nations*), a past tense for a participle (*in 2017 China
built a road*). Here are the slips that grammar alone shows to be slips.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import regex

from discourse.layers.syntax.english import HAVE, NAME_PARTICLES, ONLY_PASTS, PASTS, PROPER_HEADS
from discourse.layers.syntax.inversions import find_inversions, lift_inversions
from discourse.layers.syntax.misread_pasts import find_misread_pasts, lift_pasts
from discourse.layers.syntax.numerals import find_amounts
from discourse.layers.syntax.trees import Trees, holds
from discourse.layers.syntax.words import (
    MODAL,
    NONE,
    OTHER,
    PARTICIPLE,
    PAST,
    PRESENT,
    Column,
    Mask,
    Words,
)
from discourse.layers.taggers.english_lemmas import looks_like_name

_IS_YEAR = regex.compile(r"1\d{3}|20\d{2}")
NOMINAL = ("NOUN", "PROPN", "PRON")


def mend_words(words: Words) -> Words:
    """Mend the tags of verbs, and the heads of what they govern.

    Parameters
    ----------
    words : Words
        The words as the layers have them, with contractions cut in two.
    """
    if "xpos" not in words.layers or not len(words):
        return words
    words = _retag(words, _is_name_particle(words), "PROPN", "NNP")
    words = _retag(words, _is_name_read_as_verb(words), "PROPN", "NNP")
    words = _retag(words, find_amounts(words), "NUM", "CD")
    ends = np.array([form.endswith("ifies") for form in words.form.values], dtype=bool)
    words = _retag(words, ends[words.form.codes] & (words.verb_form == OTHER), "VERB", "VBZ")
    words = _retag(words, words.form.is_any(ONLY_PASTS), "VERB", "VBD")
    misread = words.form.is_any(PASTS) & np.isin(words.verb_form, (PARTICIPLE, PRESENT))
    words = _retag(words, misread, "VERB", "VBD")
    words = _name_pasts(words)
    plurals = _find_misread_presents(words)
    words = _retag(words, np.isin(np.arange(len(words)), plurals), "VERB", "VBZ")
    pasts = find_misread_pasts(words)
    words = _retag(
        words, np.isin(np.arange(len(words)), [past.verb for past in pasts]), "VERB", "VBD"
    )
    if not words.is_parsed:
        return words
    words = lift_inversions(lift_pasts(words, pasts), find_inversions(words))
    words = _retag(words, _is_joined_past(words), "VERB", "VBD")
    words = _join_names(_lift_verbs(_give_subjects(words, plurals)))
    words = _retag(words, _is_misread_past(words), "VERB", "VBD")
    return _free_from_dates(words)


def is_year(words: Words) -> Mask:
    """Which words are numbers of years."""
    known = np.array([bool(_IS_YEAR.fullmatch(form)) for form in words.form.values], dtype=bool)
    found: Mask = known[words.form.codes]
    return found


def _retag(words: Words, wanted: Mask, pos: str, xpos: str) -> Words:
    """The words with other parts of speech."""
    if not wanted.any():
        return words
    columns = dict(words.columns)
    columns["pos"] = _set(columns["pos"], wanted, pos)
    columns["xpos"] = _set(columns["xpos"], wanted, xpos)
    return words.with_columns(columns)


def _set(column: Column, wanted: Mask, value: str) -> Column:
    return Column((*column.values, value), np.where(wanted, len(column.values), column.codes))


def _name_pasts(words: Words) -> Words:
    """Give words that are the past tense of one verb its lemma: *undergo*."""
    if "lemma" not in words.layers:
        return words
    lemma, past, lemmas = words.columns["lemma"], words.verb_form == PAST, ONLY_PASTS | PASTS
    for code in np.flatnonzero([form in lemmas for form in words.form.values]).tolist():
        lemma = _set(lemma, past & (words.form.codes == code), lemmas[words.form.values[code]])
    return replace(words, columns={**words.columns, "lemma": lemma})


def _is_name_particle(words: Words) -> Mask:
    """Which words tagged as verbs are particles of names: *Palais des Nations*."""
    found: Mask = words.form.is_any(NAME_PARTICLES) & (words.verb_form != OTHER)
    for at in np.flatnonzero(found).tolist():
        around = [k for k in (at - 1, at + 1) if 0 <= k < len(words)]
        capitals = [words.slice(k, k)[:1].isupper() for k in around]
        found[at] = len(around) == 2 and all(capitals) and words.slice(at, at).islower()
    return found


def _is_name_read_as_verb(words: Words) -> Mask:
    """Which words tagged as verbs go on with a name, and are in no list: *Jinping*."""
    name = words.columns["xpos"].is_any(["NNP"])
    found: Mask = (words.verb_form != OTHER) & np.append(False, name[:-1])
    for at in np.flatnonzero(found).tolist():
        found[at] = words.gap_before(at).isspace() and looks_like_name(words.slice(at, at))
    return found


def _find_misread_presents(words: Words) -> list[int]:
    """The plurals that are the verb of a sentence without one: *The firm advocates doing it*."""
    xpos, at = words.columns["xpos"], np.arange(len(words))
    finite = np.isin(words.verb_form, (MODAL, PAST, PRESENT))
    noun, gerund = xpos.is_any(["NN"]), xpos.is_any(["VBG"])
    wanted = xpos.is_any(["NNS"]) & np.append(False, noun[:-1]) & np.append(gerund[1:], False)
    wanted &= ~np.isin(words.sentence, words.sentence[finite])
    before, article = xpos.is_any(["JJ", "NN"]), xpos.is_any(["DT"])
    found = []
    for plural in at[wanted].tolist():
        first = plural - 1
        while first and before[first]:
            first -= 1
        same = words.sentence[first] == words.sentence[plural] == words.sentence[plural + 1]
        gaps = map(words.gap_before, range(first + 1, plural + 2))
        if article[first] and same and all(map(str.isspace, gaps)):
            found.append(plural)
    return found


def _give_subjects(words: Words, verbs: list[int]) -> Words:
    """Make the noun before each of some verbs its subject, with what was taken for the verb's."""
    head, deprel = words.head.copy(), words.columns["deprel"]
    at = np.arange(len(words))
    for verb in verbs:
        head[(head == verb) & (at < verb - 1)] = verb - 1
        if head[verb - 1] == verb:
            deprel = _set(deprel, at == verb - 1, "nsubj")
    return replace(words, head=head, columns={**words.columns, "deprel": deprel})


def _lift_verbs(words: Words) -> Words:
    """Give a clause its verb where its object was taken for its predicate."""
    head, deprel = words.head.copy(), words.columns["deprel"]
    at = np.arange(len(words))
    for verb, noun, has in [*_find_perfects(words), *_find_prepositions(words)]:
        moved = (head == noun) & (at < verb)
        head[moved] = verb
        head[verb], head[noun] = head[noun], verb
        relation = str(deprel.take(np.array([noun]))[0])
        deprel = _set(_set(deprel, at == verb, relation), at == noun, "obj")
        deprel = _set(deprel, at == has, "aux")
    return replace(words, head=head, columns={**words.columns, "deprel": deprel})


def _find_perfects(words: Words) -> Iterator[tuple[int, int, int]]:
    """The participle, the noun and the *has* where *has created peace* was taken for *is peace*."""
    participle = (words.verb_form == PARTICIPLE) & words.relation.is_any(["amod"])
    adverb = words.columns["pos"].is_any(["ADV", "PART"])
    linked = words.relation.is_any(["cop"]) & words.form.is_any(HAVE) & (words.head != NONE)
    for has in np.flatnonzero(linked).tolist():
        verb, noun = has + 1, int(words.head[has])
        while verb < noun and adverb[verb]:
            verb += 1
        if has < verb < noun and participle[verb] and words.head[verb] == noun:
            yield verb, noun, has


def _find_prepositions(words: Words) -> Iterator[tuple[int, int, int]]:
    """The verb and the noun where a verb was taken for a preposition, or for an adjective."""
    wrong = np.isin(words.verb_form, (PARTICIPLE, PAST)) & words.relation.is_any(["case"])
    wrong &= Trees(words.head).has_child(words.relation.is_any(["nsubj"]))
    wrong |= words.form.is_any(ONLY_PASTS) & words.relation.is_any(["amod"])
    wrong |= _is_joined_modifier(words) & (words.verb_form == PAST)
    for verb in np.flatnonzero(wrong & (words.head != NONE)).tolist():
        yield verb, int(words.head[verb]), NONE


def _is_joined_modifier(words: Words) -> Mask:
    """Which words, after *and*, modify a noun that is coordinated with a past tense."""
    coordinator = words.relation.is_any(["cc"])
    follows = words.relation.is_any(["amod"]) & np.append(False, coordinator[:-1])
    joined = words.relation.is_any(["conj"]) & words.columns["pos"].is_any(NOMINAL)
    joined &= holds(words.verb_form == PAST, words.head)
    found: Mask = follows & holds(joined, words.head)
    return found


def _is_joined_past(words: Words) -> Mask:
    """Which participles are past tenses with an object: *they met and adopted three laws*."""
    found: Mask = (words.verb_form == PARTICIPLE) & _is_joined_modifier(words)
    return found


def _join_names(words: Words) -> Words:
    """Make the last word of *the Belt and Road Initiative* its head, and not the first."""
    head, deprel = words.head.copy(), words.columns["deprel"]
    at = np.arange(len(words))
    for first, last in _find_joined_names(words):
        head[(head == first) & ((at < first) | (at > last))] = last
        head[last], head[first] = head[first], last
        relation = str(deprel.take(np.array([first]))[0])
        deprel = _set(_set(deprel, at == last, relation), at == first, "compound")
    return replace(words, head=head, columns={**words.columns, "deprel": deprel})


def _find_joined_names(words: Words) -> Iterator[tuple[int, int]]:
    """The first and the last word of names of one thing with *and*, and one article, within."""
    joined = words.relation.is_any(["conj"]) & words.form.is_any(PROPER_HEADS)
    joined &= holds(Trees(words.head).has_child(words.form.is_any(["the"])), words.head)
    for last in np.flatnonzero(joined).tolist():
        first = int(words.head[last])
        written = [words.slice(at, at) for at in range(first, last + 1)]
        if len(written) < 4 or written[1] not in ("and", "&"):
            continue
        if all(word[:1].isupper() for word in (written[0], *written[2:])):
            yield first, last


def _is_misread_past(words: Words) -> Mask:
    """Which participles are past tenses: *he spoke and called on them*, *the Prince put it off*."""
    relation, form = words.relation, words.verb_form
    trees, at = Trees(words.head), np.arange(len(words))
    bare = ~trees.has_child(relation.is_any(["aux", "cop"]))
    past = (form == PAST) & bare
    # A noun is not coordinated with a participle: what it depends on is.
    above = trees.climb(words.columns["pos"].is_any(NOMINAL))
    of_noun = holds(past[above], words.head)
    of_noun &= trees.first_child(relation.is_any(["cc"])) == at - 1
    joined = relation.is_any(["conj"]) & (holds(past, words.head) | of_noun)
    # The first words of a clause, with a noun of their own directly before and an object after.
    own = words.columns["pos"].is_any(NOMINAL) & (words.head == at + 1)
    opening = relation.is_any(["root"]) & np.append(False, own[:-1])
    opening &= trees.has_child(relation.is_any(["obj"]))
    # A passive has no object.
    opening |= trees.has_child(relation.is_any(["nsubj"])) & trees.has_child(
        relation.is_any(["obj"])
    )
    found: Mask = (form == PARTICIPLE) & bare & (joined | opening)
    return found


def _free_from_dates(words: Words) -> Words:
    """Make *China* the subject of *In 2015 China signed*, where *in* was taken to be its own."""
    head, deprel = words.head.copy(), words.columns["deprel"]
    at = np.arange(len(words))
    subjects = _lacks_subject(words)
    for year, noun in _find_dated(words):
        verb = int(head[noun])
        head[year - 1] = year
        deprel = _set(deprel, at == year, "obl")
        if verb > noun and subjects[verb]:
            head[year] = verb
            deprel = _set(deprel, at == noun, "nsubj")
    return replace(words, head=head, columns={**words.columns, "deprel": deprel})


def _lacks_subject(words: Words) -> Mask:
    subject = words.relation.is_any(["nsubj", "csubj", "expl"])
    found: Mask = (words.verb_form != OTHER) & ~Trees(words.head).has_child(subject)
    return found


def _find_dated(words: Words) -> Iterator[tuple[int, int]]:
    """The year and the noun of each noun that was taken to be a part of the date before it."""
    trees, relation, at = Trees(words.head), words.relation, np.arange(len(words))
    year = trees.first_child(is_year(words))
    case = trees.first_child(relation.is_any(["case"]))
    dated = (year != NONE) & (case == year - 1) & (year < at)
    dated &= relation.is_any(["obl", "root"])
    common = words.columns["xpos"].is_any(["NN", "NNS"])
    for noun in np.flatnonzero(dated).tolist():
        after = int(year[noun]) + 1
        if not common[after] and words.gap_before(after).isspace():
            yield int(year[noun]), noun
