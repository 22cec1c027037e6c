"""Past tenses that a tagger took for participles: *The council adopted new rules*.

*Adopted* is the past tense where a noun phrase opens a clause without a finite verb, and another
noun phrase follows as an object. What follows *by* or a comma is none, nor is a time: *the rules
adopted last year*. Verbs with two objects can be passive with one of them: *a city called Rome*.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from discourse.layers.syntax.english import (
    FOLLOWED,
    INTRANSITIVES,
    MONTHS,
    NO_AGENTS,
    SELDOM_PASSIVE,
    TWO_OBJECTS,
    WEEKDAYS,
)
from discourse.layers.syntax.trees import LONGEST_CLAUSE, find_top
from discourse.layers.syntax.words import (
    GERUND,
    MODAL,
    NONE,
    OTHER,
    PARTICIPLE,
    PAST,
    PRESENT,
    Column,
    Numbers,
    Words,
)

FINITE = (MODAL, PAST, PRESENT)
DETERMINERS = ("DT", "PDT", "PRP$", "WP$")
PRONOUNS = ("PRP",)
NOUNS = ("NN", "NNS", "NNP", "NNPS")
ADJECTIVES = ("JJ", "JJR", "JJS", "CD", "POS")
ADVERBS = ("RB", "RBR", "RBS")
OPENINGS = ("IN", "TO", "CC", *ADVERBS)
SUBORDINATORS = (
    "that", "because", "although", "though", "while", "whereas", "if", "unless", "when", "since",
    "where", "why", "how", "after", "before", "until", "as",
)  # fmt: skip
DIVIDING = frozenset(";:—–()")
ENDS = frozenset(".!?")
TIMES = frozenset((*NO_AGENTS, *MONTHS, *WEEKDAYS))
RELATIONS = ("nsubj", "obj", "obl", "parataxis")
NO_CLAUSES = ("obj", "iobj", "nsubj", "obl")  # relations that no clause has to its head
# Participles before a noun that make an adjective with the noun before them: *state owned firms*.
OF_COMPOUNDS = (
    "based", "owned", "led", "backed", "sponsored", "funded", "run", "held", "controlled", "driven",
    "related", "born", "made", "trained", "known", "style", "sized", "aged",
)  # fmt: skip


class Past(NamedTuple):
    """A clause with a past tense that was taken for a participle; places are those of words.

    Attributes
    ----------
    start, end : int
        The first word of the clause, and the one after its last.
    low, subject, verb : int
        The first word of the subject, its head, and the verb.
    first, object : int
        The first word of the object, and its head; `NONE` if there is none.
    """

    start: int
    end: int
    low: int
    subject: int
    verb: int
    first: int
    object: int


def find_misread_pasts(words: Words) -> list[Past]:
    """The participles that are past tenses, each with its clause.

    Parameters
    ----------
    words : Words
        The words with their parts of speech.
    """
    participle = words.verb_form == PARTICIPLE
    before = words.columns["xpos"].is_any([*NOUNS, *PRONOUNS, *ADVERBS, "WP", "WDT", "DT"])
    candidates = np.flatnonzero(participle & np.append(False, before[:-1]))
    if not len(candidates):
        return []
    reader = _Reader(words)
    pasts = []
    for at in candidates.tolist():
        if (found := reader.read(at)) is not None:
            reader.verb_form[at] = PAST
            pasts.append(found)
    return pasts


class _Reader:
    """The sentences of candidates, read word by word."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.sentence = words.sentence
        self.verb_form = words.verb_form.copy()  # each past that is found is one for the next
        self.xpos = words.columns["xpos"]
        self.form = words.form

    def tag(self, at: int) -> str:
        return str(self.xpos.values[self.xpos.codes[at]])

    def written(self, at: int) -> str:
        return str(self.form.values[self.form.codes[at]])

    def gap(self, at: int) -> str:
        return self.words.gap_before(at).strip()

    def read(self, verb: int) -> Past | None:
        """The clause of a participle, if it is a past tense."""
        first = int(np.searchsorted(self.sentence, self.sentence[verb], side="left"))
        after = int(np.searchsorted(self.sentence, self.sentence[verb], side="right"))
        start = self._find_start(verb, first)
        parted = "," in self.gap(verb) and start == first
        low = self._find_parted(verb, start) if parted else self._find_subject(verb, start)
        if low is None:
            return None
        if self._ends_opening(low[0], start, first):
            start = low[0]
        if not self._opens(low[0], start):
            return None
        if self._has_finite(start, low[1] if parted else verb):
            return None
        last = verb + 1
        while last < after and self.tag(last) in ADVERBS and not self.gap(last):
            last += 1
        head, limit = self._find_object(last, after)
        end = self._find_end(limit if head != NONE else verb + 1, after)
        if end is None:
            return None
        past = Past(start, end, *low, verb, last, head)
        is_whole = start == first and end == after
        opens = start in (first, low[0])
        if parted and (head == NONE or self.tag(last) not in DETERMINERS):
            return past if head == NONE and self._is_without_object(past, opens) else None
        return past if self._is_past(past, limit, is_whole, opens=opens) else None

    def _find_start(self, verb: int, first: int) -> int:
        """Where the clause of a verb begins."""
        for at in range(verb - 1, max(first, verb - LONGEST_CLAUSE), -1):
            gap = self.gap(at)
            if DIVIDING & {*gap} or (self.tag(at) == "CC" and "," in gap):
                return at + (self.tag(at) == "CC")
            if self.written(at) in SUBORDINATORS and self.tag(at) in ("IN", "WRB"):
                return at + 1
        return max(first, verb - LONGEST_CLAUSE)

    def _find_subject(
        self, verb: int, start: int, *, parted: bool = False
    ) -> tuple[int, int] | None:
        """The first word and the head of the noun phrase right before a verb."""
        at = verb - 1
        if self.gap(verb) and not parted:
            return None
        while at >= start and self.tag(at) in ADVERBS and not self.gap(at):
            at -= 1
        if at < start or (self.gap(at + 1) and not parted):
            return None
        if self.tag(at) in PRONOUNS:
            return at, at
        if self.tag(at) not in NOUNS:
            return None
        head = low = at
        while low > start and self._continues(low, head):
            low -= 1
        # *The government of China*: the head is the noun before.
        while low - 1 > start and self.written(low - 1) == "of" and self.tag(low - 2) in NOUNS:
            head = low = low - 2
            while low > start and self._continues(low, head):
                low -= 1
        return low, head

    def _find_parted(self, verb: int, start: int) -> tuple[int, int] | None:
        """The noun phrase before what stands between it and its verb: *the king, 80, resigned*."""
        commas = [at for at in range(start + 1, verb) if "," in self.gap(at)]
        if not commas or (found := self._find_subject(commas[0], start, parted=True)) is None:
            return None
        return found if found[0] == start else None

    def _ends_opening(self, low: int, start: int, first: int) -> bool:
        """Whether a subject follows another clause: *when talks failed, the army moved*."""
        if "," not in self.gap(low) or low == start:
            return False
        subordinate = start in (first, first + 1) and self.written(first) in SUBORDINATORS
        return subordinate and self._has_finite(start, low)

    def _continues(self, low: int, head: int) -> bool:
        """Whether the word before a part of a noun phrase belongs to it."""
        before, tag = low - 1, self.tag(low - 1)
        if self.gap(low).strip("-'\"“”‘’&") or self.tag(low) in (*DETERMINERS, *PRONOUNS):
            return False
        if (
            tag == "CD"
            and len(self.written(before)) == 4
            and before > 0
            and self.tag(before - 1) == "IN"
        ):
            return False  # *in 2012 engineers*
        joined = tag == "CC" and self.written(before) in ("and", "&")
        if joined:
            return self.tag(before - 1) in NOUNS and self.tag(low) in NOUNS
        if tag in NOUNS:
            return self.tag(low) in (*NOUNS, "POS", "CC", *ADJECTIVES)
        return tag in (*DETERMINERS, *ADJECTIVES)

    def _opens(self, low: int, start: int) -> bool:
        """Whether nothing but an adverb or a prepositional phrase is before a subject."""
        if low == start:
            return True
        if self._is_time(start):
            return self.tag(low) in (*DETERMINERS, *PRONOUNS) or "," in self.gap(low)
        if self.tag(start) == "VBG" and "," in self.gap(low):
            return True  # *having lost the vote, the king resigned*
        if self.tag(start) not in OPENINGS:
            return False
        opening = range(start, low)
        if all(self.tag(at) in (*ADVERBS, "CC") for at in opening):
            return True
        if any(self.verb_form[at] not in (OTHER, GERUND) for at in opening):
            return False
        if self.tag(low - 1) in ("IN", "TO", *DETERMINERS, *ADJECTIVES[:3]):
            return False
        return "," in self.gap(low) or self.tag(low - 1) == "CD" or self.tag(low) in DETERMINERS

    def _find_object(self, at: int, after: int) -> tuple[int, int]:
        """The head of the noun phrase that begins at a word, and the word after the phrase."""
        head, first = NONE, at
        while at < after and not (at > first and self.gap(at).strip("-'\"“”‘’&")):
            tag = self.tag(at)
            if tag in PRONOUNS and at == first:
                return at, at + 1
            if head != NONE and tag not in (*NOUNS, "POS"):
                if self.tag(at) != "CD" and self.tag(at - 1) != "POS":
                    break
            if tag not in (*DETERMINERS, *NOUNS, *ADJECTIVES, "VBG", "VBN", *ADVERBS):
                break
            head = at if tag in NOUNS else head
            at += 1
        if first < after and self.gap(first):
            return NONE, first
        return (head, at) if head != NONE else (NONE, first)

    def _find_end(self, at: int, after: int) -> int | None:
        """Where a clause ends; None if a finite verb follows that is of no other clause."""
        bound = None
        after = min(after, at + LONGEST_CLAUSE)
        for k in range(at, after):
            gap = self.gap(k)
            divides = (
                bool(DIVIDING & {*gap}) or "," in gap or self.tag(k) in ("CC", "WDT", "WP", "WRB")
            )
            divides |= self.written(k) in SUBORDINATORS and self.tag(k) in ("IN", "DT")
            if divides and bound is None:
                bound = k
            if self.verb_form[k] in FINITE:
                return bound
        return after

    def _has_finite(self, first: int, after: int) -> bool:
        return any(self.verb_form[at] in FINITE for at in range(first, after))

    def _is_past(self, past: Past, limit: int, is_whole: bool, *, opens: bool) -> bool:
        form, whole = self.written(past.verb), is_whole and self._is_ended(past.end)
        if past.object == NONE:
            return self._is_without_object(past, opens)
        if self._is_time(past.object):
            return False
        opening = range(past.first, past.object + 1)
        if any(self._is_time(at) for at in opening[:-1]):
            return False  # *the rules adopted last year protect people*, with *protect* a noun
        told = any(self.tag(at) in (*DETERMINERS, *PRONOUNS) for at in opening)
        own = self.tag(past.low) in (*DETERMINERS, *PRONOUNS, "NNP", "NNPS")
        if form in TWO_OBJECTS:
            named = self.tag(past.object) in ("NNP", "NNPS") and not told
            return (
                whole
                and not named
                and self.tag(past.low) in (*DETERMINERS, *PRONOUNS, "NNP", "NNPS")
            )
        if form in OF_COMPOUNDS and not told:
            return False
        return whole or told or own or self._is_ended(past.end)

    def _is_without_object(self, past: Past, opens: bool) -> bool:
        """Whether a verb has no passive with what follows it: *prices rose*, *called for peace*."""
        form = self.written(past.verb)
        if self._is_reported(past) and form not in TWO_OBJECTS:
            return True
        if not self._is_ended(past.end):
            return False
        following = [self.written(at) for at in range(past.first, min(past.end, past.first + 2))]
        if "by" in following:
            return False
        goes_on = following[0] if following else ""
        if form in INTRANSITIVES or goes_on in FOLLOWED.get(form, ()):
            return True
        return opens and form in SELDOM_PASSIVE

    def _is_time(self, at: int) -> bool:
        """Whether a noun says when, or is what no one does."""
        form = self.written(at)
        return self.tag(at) in NOUNS and not {form, form.removesuffix("s")}.isdisjoint(TIMES)

    def _is_ended(self, end: int) -> bool:
        """Whether a sentence ends with its mark: heads and captions mostly have none."""
        last = int(np.searchsorted(self.sentence, self.sentence[end - 1], side="right")) - 1
        text = self.words.store.texts[int(self.words.document[last])]
        at = int(self.words.end[last])
        rest = text[at : at + 4].lstrip("\"'”’)")
        return rest[:1] in ENDS or text[at - 1 : at] == "."

    def _is_reported(self, past: Past) -> bool:
        """Whether *that* and a clause follow: *the council proposed that the rules change*."""
        at = past.first
        same = at < len(self.words) and self.sentence[at] == self.sentence[past.verb]
        that = same and self.written(at) == "that" and self.tag(at) == "IN"
        return bool(that) and not self.gap(at)


def lift_pasts(words: Words, pasts: Sequence[Past]) -> Words:
    """Make the verb of each clause its head, with its subject and its object.

    Parameters
    ----------
    words : Words
        The words with their heads.
    pasts : sequence of Past
        The clauses.
    """
    if not pasts:
        return words
    head, deprel = words.head.copy(), words.columns["deprel"]
    codes, values = deprel.codes.copy(), [*deprel.values, *RELATIONS]
    code_of = {name: len(deprel.values) + at for at, name in enumerate(RELATIONS)}
    for past in pasts:
        top = find_top(head, range(past.start, past.end))
        above, relation = int(head[top]), int(codes[top])
        if above != NONE and deprel.values[relation].partition(":")[0] in NO_CLAUSES:
            relation = code_of["parataxis"]
        _attach_others(head, codes, past, top, code_of["obl"])
        for first, last in ((past.low, past.verb), (past.first, past.object + 1)):
            inner = past.subject if first == past.low else past.object
            for at in range(first, last) if inner != NONE else ():
                if not first <= head[at] < last or at == inner:
                    head[at] = inner if at != inner else past.verb
        head[past.verb], codes[past.verb] = above, relation
        codes[past.subject] = code_of["nsubj"]
        if past.object != NONE:
            codes[past.object] = code_of["obj"]
        _attach_followers(head, past, top)
    columns = {**words.columns, "deprel": Column(tuple(values), codes)}
    return replace(words, head=head, columns=columns)


def _attach_followers(head: Numbers, past: Past, top: int) -> None:
    """Give the verb what depends on a clause from outside of it; words near it can."""
    first = max(0, past.start - LONGEST_CLAUSE)
    near = head[first : past.end + LONGEST_CLAUSE]
    outside = np.isin(near, [past.subject, past.object, top]) & (near != NONE)
    outside[past.start - first : past.end - first] = False
    near[outside] = past.verb


def _attach_others(head: Numbers, codes: Numbers, past: Past, top: int, obl: int) -> None:
    """Attach what is neither subject nor object to the verb, and an opening to its own noun."""
    outer = {past.subject, past.object, past.verb, top}
    opening = [at for at in range(past.start, past.low) if codes[at] >= 0]
    for at in range(past.start, past.end):
        if past.low <= at <= past.verb or past.first <= at <= past.object:
            continue
        above = int(head[at])
        if at == top or not past.start <= above < past.end or (above in outer and at != above):
            governor = past.verb
            if at in opening and at != opening[-1] and len(opening) > 1:
                governor = opening[-1]
            if at == top or (opening and at == opening[-1]):
                codes[at] = obl
            head[at] = governor
