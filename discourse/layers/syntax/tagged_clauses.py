"""Finite clauses by rule over parts of speech, where the corpus has no parse.

Each sentence is read from left to right: verb groups first, then what stands before and after each
of them. ``discourse help grammar`` says how well the rules do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from discourse.layers.syntax.english import (
    BE,
    DO,
    GET,
    HAVE,
    LIMITS,
    MONTHS,
    NO,
    NO_AGENTS,
    NOBODY,
    NOT,
    RELATIVES,
    STATES,
    TELLING,
    WEEKDAYS,
)
from discourse.layers.syntax.found_clauses import FoundClauses, Phrase
from discourse.layers.syntax.groups import find_modals, name_modals, name_semi_modal, name_tenses
from discourse.layers.syntax.inversions import find_inversions
from discourse.layers.syntax.mending import is_year
from discourse.layers.syntax.words import (
    BASE,
    GERUND,
    MODAL,
    NONE,
    OTHER,
    PARTICIPLE,
    PAST,
    PRESENT,
    Numbers,
    Words,
)

# What a word is for the rules.
NOUN, PRONOUN, DETERMINER, ADJECTIVE, ADVERB, PREPOSITION, TO = "N", "P", "D", "A", "R", "I", "T"
COORDINATOR, SUBORDINATOR, WH, VERB, GENITIVE, THERE, ELSE = "C", "S", "W", "V", "G", "E", "O"
KINDS_OF_XPOS = {
    "NN": NOUN, "NNS": NOUN, "NNP": NOUN, "NNPS": NOUN, "PRP": PRONOUN, "DT": DETERMINER,
    "PDT": DETERMINER, "PRP$": DETERMINER, "WP$": WH, "JJ": ADJECTIVE, "JJR": ADJECTIVE,
    "JJS": ADJECTIVE, "CD": ADJECTIVE, "RB": ADVERB, "RBR": ADVERB, "RBS": ADVERB, "RP": ADVERB,
    "IN": PREPOSITION, "TO": TO, "CC": COORDINATOR, "WDT": WH, "WP": WH, "WRB": WH, "POS": GENITIVE,
    "EX": THERE,
}  # fmt: skip
KINDS_OF_POS = {
    "NOUN": NOUN, "PROPN": NOUN, "PRON": PRONOUN, "DET": DETERMINER, "ADJ": ADJECTIVE,
    "NUM": ADJECTIVE, "ADV": ADVERB, "ADP": PREPOSITION, "CCONJ": COORDINATOR,
    "SCONJ": SUBORDINATOR, "PART": ADVERB,
}  # fmt: skip
SUBORDINATORS = (
    "that", "if", "because", "although", "though", "while", "whereas", "whether", "unless", "lest",
)  # fmt: skip
COPULAS = (*BE, "become", "becomes", "became", "seem", "seems", "remain", "remains", "remained")
INSIDE_PHRASE = (DETERMINER, ADJECTIVE, NOUN, GENITIVE)
SUBJECT_PRONOUNS = ("i", "he", "she", "we", "they")
DIVIDING = ";:—–()"


@dataclass(eq=False)
class _Group:
    """A verb group of a sentence, and what belongs to it; places are those of words."""

    marker: int
    verb: int
    first: int
    semi: int = NONE  # the semi-modal
    former: "_Group | None" = None  # the group before it in the sentence
    shares: "_Group | None" = None
    subject: tuple[int, int, int] = (NONE, NONE, NONE)
    object: tuple[int, int, int] = (NONE, NONE, NONE)
    agent: tuple[int, int, int] = (NONE, NONE, NONE)
    antecedent: int = NONE
    passive: bool = False
    negation: int = NONE
    main: bool = True
    expletive: bool = False
    imperative: bool = False
    inverted: bool = False  # the subject is known, and after the first verb


NOTHING = (NONE, NONE, NONE)


def find_tagged_clauses(words: Words, sentences: Numbers | None = None) -> FoundClauses:
    """Find the finite clauses of words whose parts of speech are known.

    Parameters
    ----------
    words : Words
        The words with their parts of speech.
    sentences : ndarray of int64, optional
        The numbers of the sentences to read; all if left out.
    """
    reader = _Reader(words)
    bounds = np.flatnonzero(np.diff(words.sentence, prepend=-1, append=-1)).tolist()
    wanted = None if sentences is None else set(sentences.tolist())
    groups: list[_Group] = []
    for first, end in pairwise(bounds):
        if wanted is None or int(words.sentence[first]) in wanted:
            groups += reader.read_sentence(first, end)
    return _tabulate(words, groups)


class _Reader:
    """The words as lists, which are quick to read one by one."""

    def __init__(self, words: Words) -> None:
        self.form: list[str] = words.form.take(np.arange(len(words))).tolist()
        self.verb_form: list[int] = words.verb_form.tolist()
        self.kind: list[str] = _name_kinds(words).tolist()
        self.gap = _read_gaps(words)
        self.inversions = {each.first: each for each in find_inversions(words)}
        self.semi: list[str] = name_semi_modal(words).tolist()
        self.is_number: list[bool] = (
            words.columns["pos"].is_any(["NUM"]) | words.columns["xpos"].is_any(["CD"])
        ).tolist()
        self.is_year: list[bool] = is_year(words).tolist()
        self.is_common: list[bool] = words.columns["xpos"].is_any(["NN", "NNS"]).tolist()

    # ------------------------------------------------------------------------------ verb groups

    def read_sentence(self, start: int, end: int) -> list[_Group]:
        """The clauses of a sentence, in the order of their verbs."""
        self.start, self.end = start, end
        groups = list(self._find_groups())
        for number, group in enumerate(groups):
            former = groups[number - 1] if number else None
            group.former = former
            self._find_subject(group, former)
        subjects = {group.subject[0] for group in groups}
        for number, group in enumerate(groups):
            limit = groups[number + 1].first if number + 1 < len(groups) else end
            self._find_others(group, limit, subjects)
        return groups

    def _find_groups(self) -> Iterator[_Group]:
        at, last = self.start, None
        while at < self.end:
            group = self._group_at(at, last)
            if group is None:
                at += 1
                continue
            yield group
            last, at = group, max(group.verb, group.marker) + 1

    def _group_at(self, at: int, last: _Group | None) -> _Group | None:
        form = self.verb_form[at]
        if form == PAST and last is not None and self._is_perfect(at, last):
            form = self.verb_form[at] = PARTICIPLE
        if form == PARTICIPLE and last is not None and self._is_second_past(at, last):
            form = self.verb_form[at] = PAST
        if form in (MODAL, PAST, PRESENT):
            return self._extend(at)
        if form == BASE and self._is_imperative(at, last):
            return self._imperative(at)
        if last is not None and form in (BASE, PARTICIPLE, GERUND) and self._is_joint(at, last):
            return _Group(last.marker, at, at, shares=last, passive=last.passive)
        return None

    def _extend(self, marker: int) -> _Group:
        """The group that a finite verb begins."""
        group = _Group(marker, marker, marker)
        if marker in self.inversions:
            _, low, subject, high, group.verb = self.inversions[marker]
            group.subject, group.inverted = (subject, low, high), True
        while (following := self._next_verb(group)) != NONE:
            group.verb = following
        group.passive = self._is_passive(group)
        return group

    def _next_verb(self, group: _Group) -> int:
        """The next verb of a group, after adverbs, and in a question after the subject."""
        at = self._skip_adverbs(group.verb + 1)
        if at >= self.end:
            return NONE
        last, form = self.form[group.verb], self.verb_form[at]
        if self.semi[group.verb] and self.form[at] == "to" and group.semi == NONE:
            at = self._skip_adverbs(at + 1)
            if at < self.end and self.verb_form[at] == BASE and self._takes_infinitive(group):
                group.semi = group.verb
                return at
            return NONE
        is_inverted = group.verb == group.marker and self.kind[at] == PRONOUN
        if is_inverted and self._begins_clause(group.marker):
            at = self._skip_adverbs(at + 1)
            form = self.verb_form[at] if at < self.end else OTHER
        if self.verb_form[group.verb] == MODAL or last in DO:
            return at if form == BASE else NONE
        if last in HAVE:
            return at if form in (PARTICIPLE, PAST) else NONE
        if last in BE:
            return at if form in (PARTICIPLE, PAST, GERUND) else NONE
        return at if last in GET and form == PARTICIPLE else NONE

    def _takes_infinitive(self, group: _Group) -> bool:
        before = self.form[group.verb - 1] if group.verb > group.marker else ""
        if self.semi[group.verb] == "used":
            return group.verb == group.marker
        return self.semi[group.verb] != "going" or before in (*BE, "not", "n't")

    def _skip_adverbs(self, at: int) -> int:
        while at < self.end and self.kind[at] == ADVERB:
            at += 1
        return at

    def _begins_clause(self, at: int) -> bool:
        return (
            at == self.start
            or self.kind[at - 1] in (WH, COORDINATOR, ADVERB)
            or bool(self.gap[at].strip())
        )

    def _is_passive(self, group: _Group) -> bool:
        if self.verb_form[group.verb] not in (PARTICIPLE, PAST) or group.verb == group.marker:
            return False
        before = [
            self.form[at] for at in range(group.first, group.verb) if self.verb_form[at] != OTHER
        ]
        is_state = self.form[group.verb] in STATES and self._by_phrase(group, self.end) == NOTHING
        return bool(before) and before[-1] in (*BE, *GET) and not is_state

    def _is_imperative(self, at: int, last: _Group | None) -> bool:
        before = at
        while before > self.start and self.kind[before - 1] == ADVERB:
            before -= 1
        if before == self.start:
            return True
        if self.kind[before - 1] == COORDINATOR:
            return before - 1 == self.start or (last is not None and last.imperative)
        return self.form[before - 1] == "please" or ":" in self.gap[before]

    def _imperative(self, at: int) -> _Group:
        group = _Group(at, at, at, imperative=True)
        if self.form[at] in DO:
            verb = self._next_verb(group)
            group.verb = verb if verb != NONE else at
        if self.form[at] == "let" and at + 1 < self.end and self.form[at + 1] in ("us", "'s"):
            verb = self._skip_adverbs(at + 2)
            if verb < self.end and self.verb_form[verb] == BASE:
                group.verb, group.subject = verb, (at + 1, at + 1, at + 1)
        return group

    def _is_joint(self, at: int, last: _Group) -> bool:
        """Whether a verb shares the auxiliary of the group before it."""
        if last.marker == last.verb and not last.imperative:
            return False
        if self.verb_form[at] != self.verb_form[last.verb]:
            return False
        before = at
        while before - 1 > last.verb and self.kind[before - 1] == ADVERB:
            before -= 1
        if self.kind[before - 1] == COORDINATOR:
            return True
        return "," in self.gap[before] and self._goes_on(at)

    def _is_perfect(self, at: int, last: _Group) -> bool:
        """Whether *contributed* is a participle, as in *has built peace and contributed*."""
        if self.form[last.marker] not in HAVE or not self.form[at].endswith("ed"):
            return False
        before = at
        while before - 1 > last.verb and self.kind[before - 1] == ADVERB:
            before -= 1
        return self.kind[before - 1] == COORDINATOR and self.verb_form[last.verb] == PARTICIPLE

    def _is_second_past(self, at: int, last: _Group) -> bool:
        """Whether a participle is a past tense, as *called* in *he spoke and called on them*."""
        is_past = last.marker == last.verb and self.verb_form[last.verb] == PAST
        if not is_past or self.kind[at - 1] != COORDINATOR or at + 1 >= self.end:
            return False
        following = (PREPOSITION, DETERMINER, PRONOUN, TO)
        if self.gap[at + 1].strip():
            return False
        is_object = self.is_number[at + 1] and self.kind[at - 2] == NOUN  # *adopted three laws*
        return self.kind[at + 1] in following or is_object

    def _goes_on(self, at: int) -> bool:
        """Whether a coordinator and a verb of the same form follow."""
        for later in range(at + 1, self.end - 1):
            if self.verb_form[later] in (MODAL, PAST, PRESENT):
                return False
            if self.kind[later] == COORDINATOR:
                verb = self._skip_adverbs(later + 1)
                if verb < self.end and self.verb_form[verb] == self.verb_form[at]:
                    return True
        return False

    # ------------------------------------------------------------------------------ subjects

    def _find_subject(self, group: _Group, former: _Group | None) -> None:
        if group.shares is not None:
            _inherit(group, group.shares)
            return
        if group.imperative or group.inverted:
            return
        after_former = self.start if former is None else max(former.verb, former.marker) + 1
        at = group.marker
        while at > after_former and self.kind[at - 1] == ADVERB:
            at -= 1
        before = at - 1
        if former is not None and self._ends_relative(after_former, at, former):
            noun = former.antecedent
            group.subject, group.main = (noun, noun, noun), True
        elif before < after_former:
            self._find_inverted(group, former)
        elif self.kind[before] == WH:
            self._take_relative(group, before)
        elif self.form[before] in SUBJECT_PRONOUNS:
            self._take_pronoun(group, former, before)
        elif self.kind[before] == COORDINATOR and former is not None:
            _inherit(group, self._agreeing(group, former))
        elif (
            "," in self.gap[at]
            and former is not None
            and not self._is_parenthesis(after_former, at)
        ):
            _inherit(group, self._agreeing(group, former))
        else:
            self._take_phrase(group, former, after_former, at)

    def _agreeing(self, group: _Group, former: _Group) -> _Group:
        """The last group before a coordinated one whose verb has the same number.

        *He takes up what they raise, and adopts it*: what *they* do is passed by.
        """
        form, last = self.verb_form[group.marker], former
        if form != PRESENT:
            return former
        is_singular = self.form[group.marker].endswith("s")
        while self.verb_form[last.marker] == PRESENT and last.subject != NOTHING:
            if self.form[last.marker].endswith("s") == is_singular:
                return last
            if last.former is None:
                return former
            last = last.former
        return former

    def _take_pronoun(self, group: _Group, former: _Group | None, at: int) -> None:
        """The pronoun directly before a verb, which can be nothing but its subject."""
        group.subject = (at, at, at)
        start = self.start if former is None else max(former.verb, former.marker) + 1
        _, subordinate = self._clause_start(start, group.marker, former)
        group.main = not subordinate
        if former is not None and not subordinate:
            group.main = not self._is_contact_clause(at, former)

    def _ends_relative(self, start: int, at: int, former: _Group) -> bool:
        """Whether a verb follows a relative clause that belongs to its own subject."""
        if former.antecedent == NONE or former.shares is not None:
            return False
        if self.kind[at - 1] in (COORDINATOR, WH):
            return False
        if "," in self.gap[at]:
            return True
        if any(self.kind[k] in (COORDINATOR, SUBORDINATOR, WH) for k in range(start, at)):
            return False
        free = [p for p in self._phrases(start, at) if not self._is_adverbial(p, start)]
        is_object = len(free) == 1 and free[0][1] == self._skip_adverbs(start)
        return not free or (is_object and self.form[former.verb] not in TELLING)

    def _is_adverbial(self, phrase: tuple[int, int, int], start: int) -> bool:
        """Whether a phrase follows a preposition, or says when."""
        return self._follows_preposition(phrase[1], start) or self._is_time(phrase[0])

    def _find_inverted(self, group: _Group, former: _Group | None) -> None:
        """The subject of a verb that begins its clause: of a question, or of *there is*."""
        if former is not None:
            _inherit(group, former)
            return
        group.subject = self._phrase_at(self._skip_adverbs(group.marker + 1), self.end)

    def _take_relative(self, group: _Group, at: int) -> None:
        group.subject = (at, at, at)
        group.main = at == self.start and self.form[at] != "that"
        if at - 2 >= self.start and self.form[at - 1] == "of" and self._take_partitive(group, at):
            return
        if self.form[at] in RELATIVES:
            nouns = [k for k in range(self.start, at) if self.kind[k] in (NOUN, PRONOUN)]
            group.antecedent = nouns[-1] if nouns else NONE

    def _take_partitive(self, group: _Group, at: int) -> bool:
        """Take *19 of which*, *all of which* or *the main parts of which* for a subject."""
        begin = at - 2
        while (
            begin > self.start
            and self.kind[begin - 1] in INSIDE_PHRASE
            and (not self.gap[begin].strip())
        ):
            begin -= 1
        head, low, high = self._phrase_at(begin, at - 1)
        if high != at - 2:
            return False
        group.subject = (head, low, at)
        return True

    def _is_parenthesis(self, start: int, at: int) -> bool:
        """Whether a comma before a verb ends what another comma began after the subject."""
        phrase = self._phrase_at(start, at)
        return phrase != NOTHING and any("," in self.gap[k] for k in range(phrase[2] + 1, at))

    def _take_phrase(self, group: _Group, former: _Group | None, start: int, at: int) -> None:
        """The first noun phrase before a verb that follows no preposition."""
        begin, subordinate = self._clause_start(start, at, former)
        phrases = list(self._phrases(begin, at))
        free = [p for p in phrases if not self._follows_preposition(p[1], begin)]
        group.main = not subordinate
        there = [k for k in range(begin, at) if self.kind[k] == THERE]
        if there and self.form[group.verb] in BE:
            group.subject = self._phrase_at(self._skip_adverbs(group.verb + 1), self.end)
            return
        timeless = [p for p in free if not self._is_time(p[0])]
        if not timeless and former is not None and (noun := self._find_object_of(former)) != NONE:
            group.subject, group.main = (noun, noun, noun), True
            return
        chosen = (timeless or free or phrases or [NOTHING])[0]
        if chosen == NOTHING and former is not None:
            _inherit(group, former)
            return
        head, low, _ = chosen
        group.subject = (head, low, max(head, at - 1 if head != NONE else NONE))
        if former is not None and not subordinate and head != NONE:
            group.main = not self._is_contact_clause(low, former)
        group.expletive = head != NONE and self.form[head] == "it" and self._is_extraposed(group)

    def _find_object_of(self, former: _Group) -> int:
        """The noun before a relative clause whose subject another noun is: *laws that we made*."""
        at = former.subject[1] - 2
        if at < self.start or self.form[at + 1] not in RELATIVES or self.kind[at] != NOUN:
            return NONE
        return at

    def _clause_start(self, start: int, at: int, former: _Group | None) -> tuple[int, bool]:
        """Where the clause of a verb begins, and whether it is subordinate."""
        begin, subordinate = start, False
        for k in range(start, at):
            if self.kind[k] in (SUBORDINATOR, WH):
                begin, subordinate = k + 1, True
            elif any(mark in self.gap[k] for mark in DIVIDING) and k > start:
                begin, subordinate = k, False
        commas = [k for k in range(begin + 1, at) if "," in self.gap[k]]
        if commas and (former is not None or subordinate):
            last = commas[-1]
            first = last + 1 if self.kind[last] == COORDINATOR else last
            phrases = self._phrases(first, at)
            if any(not self._follows_preposition(p[1], first) for p in phrases):
                is_after = subordinate and former is not None and former.verb >= begin
                return first, subordinate and not is_after
        if former is None and not subordinate and self.kind[begin] in (PREPOSITION, TO):
            opened = self._after_opening(commas, at)
            return (begin if opened == NONE else opened), False
        if former is not None and begin == start:
            joins = [k for k in range(begin, at) if self.kind[k] == COORDINATOR]
            joins = joins[:1] if joins[:1] == [begin] else joins  # *and Ann and Bo came*
            if joins and any(True for _ in self._phrases(joins[-1] + 1, at)):
                begin = joins[-1] + 1
        return begin, subordinate

    def _after_opening(self, commas: list[int], at: int) -> int:
        """Where a subject begins that follows a preposition and its noun: *in Rome, they met*."""
        for comma in reversed(commas):
            phrase = self._phrase_at(comma, at)
            if phrase != NOTHING and not self._is_joined(comma, at):
                return comma
        return NONE

    def _is_joined(self, start: int, at: int) -> bool:
        """Whether a comma is one of a list: *China, Laos, and Thailand*."""
        return any(
            self.kind[k] == COORDINATOR and ("," in self.gap[k] or k == start)
            for k in range(start, at)
        )

    def _is_contact_clause(self, low: int, former: _Group) -> bool:
        """Whether a subject directly follows a verb or a noun: *we believe it is*."""
        gap = self.gap[low].strip()
        after_verb = low == former.verb + 1
        after_noun = self.kind[low] == PRONOUN and self.kind[low - 1] == NOUN
        return not gap and (after_verb or after_noun)

    def _is_extraposed(self, group: _Group) -> bool:
        """Whether *it is* and an adjective are followed by *that* or *to*."""
        at = self._skip_adverbs(group.verb + 1)
        if self.form[group.verb] not in BE or at + 1 >= self.end:
            return False
        return self.kind[at] == ADJECTIVE and self.form[at + 1] in ("that", "to")

    def _follows_preposition(self, at: int, begin: int) -> bool:
        before = at - 1
        while before >= begin and self.kind[before] == ADVERB:
            before -= 1
        return before >= begin and (
            self.kind[before] in (PREPOSITION, TO) or self.verb_form[before] in (BASE, GERUND)
        )

    # ------------------------------------------------------------------------------ noun phrases

    def _phrases(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        at = start
        while at < end:
            phrase = self._phrase_at(at, end)
            if phrase == NOTHING:
                at += 1
                continue
            yield phrase
            at = phrase[2] + 1

    def _phrase_at(self, at: int, end: int) -> tuple[int, int, int]:
        """The noun phrase that begins at a word: its head, its first word and its last."""
        if at >= end:
            return NOTHING
        if self.kind[at] == PRONOUN:
            return at, at, at
        if self._is_date(at):
            return at, at, at
        head, k = NONE, at
        while k < end and self._continues_phrase(k, at, head):
            head = k if self.kind[k] == NOUN else head
            k += 1
        if head != NONE:
            return head, at, k - 1
        alone = self.kind[at] == DETERMINER or self.is_number[at]
        return (at, at, at) if alone and k == at + 1 else NOTHING

    def _is_date(self, at: int) -> bool:
        """Whether a number is a year, and no part of what follows: *in 2015 China signed*."""
        if not self.is_year[at] or at == self.start or at + 1 >= self.end:
            return False
        dated = self.kind[at - 1] in (PREPOSITION, TO) or self.form[at - 1] in MONTHS
        return dated and not self.is_common[at + 1]

    def _continues_phrase(self, k: int, start: int, head: int) -> bool:
        if k > start and self.gap[k].strip(" -\"“”‘’'") and not self._lists_adjectives(k, head):
            return False
        if self.kind[k] == DETERMINER:
            return head == NONE
        if self.kind[k] == ADJECTIVE and head != NONE:
            return self.kind[k - 1] == GENITIVE or self.is_number[k]
        if self.kind[k] == NOUN and head != NONE and self.is_number[k - 1]:
            return False  # "In March 2013 Chinese President"
        if self.kind[k] == COORDINATOR:
            return k > start and self._lists_adjectives(k, head)
        if self.kind[k] == ADVERB:  # *a very good man*
            return (
                k > start
                and head == NONE
                and k + 1 < self.end
                and (self.kind[k + 1] in (ADJECTIVE, NOUN))
            )
        is_modifier = self.verb_form[k] in (PARTICIPLE, GERUND) and head == NONE and k > start
        return self.kind[k] in INSIDE_PHRASE or (is_modifier and self.kind[k - 1] != TO)

    def _lists_adjectives(self, k: int, head: int) -> bool:
        """Whether a word goes on with a list of adjectives: *open, clean and peaceful cities*."""
        after = k + 1 if self.kind[k] == COORDINATOR else k
        if head != NONE or after >= self.end or self.kind[k - 1] != ADJECTIVE:
            return False
        is_comma = self.gap[k].strip() in ("", ",") and not self.gap[after].strip(" ,")
        return is_comma and self.kind[after] == ADJECTIVE and not self.is_number[after]

    # ------------------------------------------------------------------------------ after the verb

    def _find_others(self, group: _Group, limit: int, subjects: set[int]) -> None:
        limit = self._clause_end(group, limit)
        if group.passive:
            group.agent = self._by_phrase(group, limit)
        elif self.form[group.verb] not in COPULAS:
            group.object = self._object(group, limit)
            if group.object[0] in subjects:
                group.object = NOTHING
        group.negation = self._find_negation(group)

    def _clause_end(self, group: _Group, limit: int) -> int:
        for at in range(max(group.verb, group.marker) + 1, limit):
            if any(mark in self.gap[at] for mark in DIVIDING):
                return at
        return limit

    def _object(self, group: _Group, limit: int) -> tuple[int, int, int]:
        at = self._skip_adverbs(group.verb + 1)
        if at + 2 < limit and self.form[at] in ("more", "less") and self.form[at + 1] == "than":
            at += 2
        found = self._phrase_at(at, limit)
        if found == NOTHING or self.gap[at].strip(" -\"“”‘’'"):
            return NOTHING
        if self.kind[found[0]] == PRONOUN:
            second = self._phrase_at(found[2] + 1, limit)
            is_object = second != NOTHING and not self.gap[second[1]].strip()
            found = second if is_object and not self._is_time(second[0]) else found
        return NOTHING if self._is_time(found[0]) else found

    def _is_time(self, at: int) -> bool:
        return self.form[at].rstrip("s") in NO_AGENTS or self.form[at] in WEEKDAYS

    def _by_phrase(self, group: _Group, limit: int) -> tuple[int, int, int]:
        for at in range(group.verb + 1, limit - 1):
            if self.verb_form[at] in (MODAL, PAST, PRESENT):
                return NOTHING
            if self.form[at] != "by":
                continue
            found = self._phrase_at(at + 1, limit)
            if found != NOTHING and not (
                self.form[found[0]].rstrip("s") in NO_AGENTS
                or self.form[found[0]] in MONTHS
                or self.is_number[found[0]]
            ):
                return found
        return NOTHING

    def _find_negation(self, group: _Group) -> int:
        """The word that negates a group, its subject or its object."""
        last = min(group.verb + 1, self.end - 1)
        first = group.first
        while first > self.start and (
            self.kind[first - 1] == ADVERB or self.form[first - 1] in ("no", "nor")
        ):
            first -= 1
        for at in range(first, last + 1):
            limited = at + 1 < self.end and self.form[at + 1] in LIMITS
            if self.form[at] in NOT and not limited and self.kind[at] != DETERMINER:
                return at
            if self.form[at] == "no" and at + 1 < self.end and self.form[at + 1] == "longer":
                return at
        nobodies = (self._find_nobody(phrase) for phrase in (group.subject, group.object))
        return next((at for at in nobodies if at != NONE), NONE)

    def _find_nobody(self, phrase: tuple[int, int, int]) -> int:
        head, low, _ = phrase
        if head == NONE:
            return NONE
        return head if self.form[head] in NOBODY else low if self.form[low] in NO else NONE


def _inherit(group: _Group, former: _Group) -> None:
    """Take the subject of the clause that a clause is coordinated with."""
    group.subject, group.antecedent = former.subject, former.antecedent
    group.main, group.expletive = former.main, former.expletive


def _name_kinds(words: Words) -> NDArray[np.object_]:
    """What each word is for the rules."""
    xpos, pos = words.columns["xpos"], words.columns["pos"]
    by_xpos = np.array([KINDS_OF_XPOS.get(v, "") for v in xpos.values], dtype=object)[xpos.codes]
    by_pos = np.array([KINDS_OF_POS.get(v, ELSE) for v in pos.values], dtype=object)[pos.codes]
    kind = np.where(by_xpos == "", by_pos, by_xpos)
    kind = np.where(words.verb_form != OTHER, VERB, kind)
    preposed = (kind == PREPOSITION) & words.form.is_any(SUBORDINATORS)
    before_gerund = np.append(words.verb_form[1:] == GERUND, False)  # *on implementing it*
    clausal = pos.is_any(["SCONJ"]) & (kind == PREPOSITION) & ~before_gerund
    kind = np.where(preposed | clausal, SUBORDINATOR, kind)
    kind = np.where(words.form.is_any(["n't", "not", "never"]), ADVERB, kind)
    kind = np.where(words.form.is_any(["to"]), TO, kind)
    possessive = np.array([form.endswith(("'s", "s'")) for form in words.form.values], dtype=bool)
    kind = np.where((kind == NOUN) & possessive[words.form.codes], GENITIVE, kind)
    relative = words.form.is_any(RELATIVES) & (kind == PRONOUN)
    return np.where(relative, WH, kind).astype(object)


def _read_gaps(words: Words) -> list[str]:
    """What is written before each word, since the word before it."""
    gaps: list[str] = []
    for number, text in enumerate(words.store.texts):
        at = np.flatnonzero(words.document == number)
        starts, ends = words.start[at].tolist(), words.end[at].tolist()
        pairs = zip([0, *ends], starts, strict=False)
        gaps += [text[end:start] for end, start in pairs]
    return gaps


def _tabulate(words: Words, groups: list[_Group]) -> FoundClauses:
    """The clauses of all sentences as arrays."""

    def numbers(values: list[int]) -> Numbers:
        return np.array(values, dtype=np.int64)

    def phrase(values: list[tuple[int, int, int]]) -> Phrase:
        columns = np.array(values, dtype=np.int64).reshape(-1, 3)
        return columns[:, 0], columns[:, 1], columns[:, 2]

    marker = numbers([group.marker for group in groups])
    semi = numbers([group.semi for group in groups])
    names = name_semi_modal(words)[semi] if len(words) else np.empty(0, dtype=object)
    modal = name_modals(words, marker, np.where(semi == NONE, "", names).astype(object))
    imperative = np.array([group.imperative for group in groups], dtype=bool)
    first = numbers([group.first for group in groups])
    last = numbers([max(group.verb, group.first) for group in groups])
    owner = _divide(words, first)
    low, high = first.copy(), last.copy()
    owned = np.flatnonzero(owner != NONE)
    np.minimum.at(low, owner[owned], owned)
    np.maximum.at(high, owner[owned], owned)
    return FoundClauses(
        verb=numbers([group.verb for group in groups]),
        first=first,
        last=last,
        low=low,
        high=high,
        subject=phrase([group.subject for group in groups]),
        agent=phrase([group.agent for group in groups]),
        object=phrase([group.object for group in groups]),
        antecedent=numbers([group.antecedent for group in groups]),
        passive=np.array([group.passive for group in groups], dtype=bool),
        negation=numbers([group.negation for group in groups]),
        modal_word=find_modals(words, marker, semi, modal),
        main=np.array([group.main for group in groups], dtype=bool),
        expletive=np.array([group.expletive for group in groups], dtype=bool),
        modal=modal,
        tense=name_tenses(words, marker, modal, imperative),
        owner=owner,
    )


def _divide(words: Words, first: Numbers) -> Numbers:
    """Give each word of a sentence to the clause whose verb group it follows, or else precedes."""
    owner = np.searchsorted(first, np.arange(len(words)), side="right") - 1
    if not len(first):
        return np.full(len(words), NONE, dtype=np.int64)
    same = (owner >= 0) & (words.sentence[first[owner]] == words.sentence)
    following = np.minimum(owner + 1, len(first) - 1)
    before = words.sentence[first[following]] == words.sentence
    return np.where(same, owner, np.where(before, following, NONE))
