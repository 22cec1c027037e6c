"""Finite clauses by the dependencies of a parser, in the relations of Universal Dependencies.

All words are looked at together. A *predicate* is the word that a clause depends on: a verb, or
what a copula links to its subject. Its *marker* is the finite verb of its group, which coordinated
verbs share. Its *core* is the verb that a semi-modal introduces (*have to build*), mostly the
predicate itself.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from discourse.layers.syntax.english import (
    BE,
    CAUSATIVES,
    DO,
    FREE_RELATIVES,
    GET,
    HAVE,
    LIMITS,
    LINKING,
    MONTHS,
    NO,
    NO_AGENTS,
    NOBODY,
    NOT,
    RELATIVES,
    STATES,
    WH,
)
from discourse.layers.syntax.found_clauses import FoundClauses, Phrase
from discourse.layers.syntax.groups import (
    find_modals,
    name_modals,
    name_semi_modal,
    name_tenses,
)
from discourse.layers.syntax.tagged_clauses import find_tagged_clauses
from discourse.layers.syntax.trees import Trees, either, holds, pick
from discourse.layers.syntax.words import (
    BASE,
    GERUND,
    MODAL,
    NONE,
    OTHER,
    PARTICIPLE,
    PAST,
    PRESENT,
    Mask,
    Numbers,
    Words,
)

LONGEST_CHAIN = 12  # coordinated verbs that share an auxiliary or a subject
MAIN = ("root", "parataxis", "list", "discourse", "dislocated", "")
# Words with these relations mark no clause of their own, however they are tagged.
NO_PREDICATE = ("fixed", "flat", "goeswith", "compound", "case", "mark", "cc", "nummod", "amod")
# Words with these relations are no part of the phrase of their head.
OUTSIDE_PHRASE = ("case", "cc", "mark", "punct", "parataxis", "discourse", "cop", "aux")
QUOTES = "\"“‘«'"


def find_parsed_clauses(words: Words) -> FoundClauses:
    """Find the finite clauses of words whose heads and relations are known.

    A finite verb that has no subject by the parse has the one that the rules over parts of speech
    find before it.
    """
    steps = _Steps(words)
    found = steps.clauses()
    lacking = (found.subject[0] == NONE) & steps.needs_subject(found)
    relative = np.unique(words.sentence[found.verb[found.antecedent != NONE]])
    doubtful = np.isin(words.sentence[found.verb], relative) & (found.subject[0] != NONE)
    read = np.unique(words.sentence[found.verb[lacking | doubtful]])
    if not len(read):
        return found
    ruled = find_tagged_clauses(words, read)
    found = _fill_subjects(found, ruled, lacking, steps.can_be_subject)
    return _mend_subjects(found, ruled, doubtful)


def _mend_subjects(found: FoundClauses, ruled: FoundClauses, doubtful: Mask) -> FoundClauses:
    """Give a clause the noun of a relative clause as subject, and not the object in that clause.

    *The refugees who crossed the border were denied asylum*: not the border was.
    """
    if len(ruled.verb) < 2:
        return found
    at = np.clip(np.searchsorted(ruled.verb, found.verb), 1, len(ruled.verb) - 1)
    before = np.searchsorted(found.verb, ruled.verb[at - 1])
    before = np.minimum(before, len(found.verb) - 1)
    wrong = doubtful & (ruled.verb[at] == found.verb) & (found.subject[0] != NONE)
    wrong &= (ruled.antecedent[at - 1] != NONE) & (ruled.verb[at - 1] == found.verb[before])
    # By both ways, the clause before is a relative one.
    wrong &= ruled.antecedent[at - 1] == ruled.subject[0][at]
    wrong &= found.antecedent[before] == ruled.subject[0][at]
    wrong &= (ruled.object[0][at - 1] == found.subject[0]) & (found.object[0][before] == NONE)
    if not wrong.any():
        return found
    subject = tuple(
        np.where(wrong, other[at], mine)
        for mine, other in zip(found.subject, ruled.subject, strict=True)
    )
    objects = [column.copy() for column in found.object]
    for column, other in zip(objects, found.subject, strict=True):
        column[before[wrong]] = other[wrong]
    main = np.where(wrong, ruled.main[at], found.main)
    low = np.where(wrong, np.minimum(found.low, ruled.subject[1][at]), found.low)
    return replace(
        found,
        subject=(subject[0], subject[1], subject[2]),
        object=(objects[0], objects[1], objects[2]),
        main=main,
        low=low,
    )


def _fill_subjects(
    found: FoundClauses, ruled: FoundClauses, lacking: Mask, possible: Mask
) -> FoundClauses:
    """Give clauses without a subject that of the rules, if it is a possible word before them."""
    if not len(ruled.verb):
        return found
    at = np.minimum(np.searchsorted(ruled.verb, found.verb), len(ruled.verb) - 1)
    known = lacking & (ruled.verb[at] == found.verb)
    known &= holds(possible, ruled.subject[0][at]) & (ruled.subject[0][at] < found.first)

    def fill(mine: Numbers, other: Numbers) -> Numbers:
        return np.where(known, other[at], mine)

    head, low, high = map(fill, found.subject, ruled.subject)
    owner = found.owner.copy()
    for clause in np.flatnonzero(known & (high < found.first)).tolist():
        owner[max(low[clause], 0) : high[clause] + 1] = clause
    return replace(
        found,
        subject=(head, low, high),
        antecedent=fill(found.antecedent, ruled.antecedent),
        low=np.where(known, np.minimum(found.low, low), found.low),
        owner=owner,
    )


@dataclass(frozen=True, eq=False)
class _Steps:
    """The steps of finding clauses, each with a value per word."""

    words: Words

    @cached_property
    def trees(self) -> Trees:
        return Trees(self.words.head)

    @cached_property
    def places(self) -> Numbers:
        return np.arange(len(self.words))

    def related(self, *relations: str) -> Mask:
        """Which words have one of some relations to their heads, whatever the subtype."""
        return self.words.relation.is_any(relations)

    def written(self, *forms: str) -> Mask:
        return self.words.form.is_any(forms)

    def child(self, wanted: Mask) -> Numbers:
        """The first of some words among the dependents of each core, else of its predicate."""
        found = self.trees.first_child(wanted)
        return either(pick(found, self.core), found)

    # ------------------------------------------------------------------------------ verb groups

    @cached_property
    def verb_form(self) -> Numbers:
        """The form of each verb; *contributed* is a participle in *has built and contributed*."""
        form = self.words.verb_form
        has = self.trees.has_child(self.related("aux") & self.written(*HAVE))
        bare = ~self.trees.has_child(self.related("nsubj", "csubj", "expl", "aux"))
        perfect = holds(has & (form == PARTICIPLE), self.words.head)
        regular = np.array([v.endswith("ed") for v in self.words.form.values], dtype=bool)
        joined = self.related("conj") & (form == PAST) & bare & perfect
        form = np.where(joined & regular[self.words.form.codes], PARTICIPLE, form)
        # A verb with a subject of its own and no auxiliary is finite, whatever the tagger says.
        finite = self.trees.has_child(self.words.columns["deprel"].is_any(["nsubj"]))
        finite &= ~self.trees.has_child(self.related("aux", "cop") | self.written("to")) & ~perfect
        given = self.related("root", "conj", "parataxis", "ccomp")
        given |= self.trees.has_child(self.related("mark"))
        relative = self.words.columns["deprel"].contains("relcl")
        form = np.where((form == PARTICIPLE) & finite & given, PAST, form)
        form = np.where((form == BASE) & finite & (given | relative), PRESENT, form)
        return np.where(self._follows_causative & (form == PRESENT), BASE, form)

    @cached_property
    def _follows_causative(self) -> Mask:
        """Verbs that are infinitives without *to*: *let the word go forth*."""
        at = np.arange(len(self.words))
        plain: Mask = self.words.form.take(at) == self.words.lemma.take(at)
        causative = holds(self.words.lemma.is_any(CAUSATIVES), self.words.head)
        unmarked = ~self.trees.has_child(self.related("mark", "aux"))
        return plain & causative & unmarked & self.related("ccomp", "xcomp")

    @cached_property
    def own_marker(self) -> Numbers:
        """The first finite verb in the group of each predicate."""
        form = self.verb_form
        finite = np.isin(form, (MODAL, PAST, PRESENT)) & ~self.related(*NO_PREDICATE)
        bare = ~self.trees.has_child(self.related("nsubj", "csubj", "expl", "aux"))
        # A participle after a noun (*the law passed in 1949*) is often tagged as a past tense.
        finite &= ~(self.words.columns["deprel"].is_any(["acl"]) & (form == PAST) & bare)
        linked = self.related("aux", "cop") & (self.words.head != NONE)
        predicate = np.where(linked, self.words.head, self.places)
        found = np.full(len(self.words), NONE, dtype=np.int64)
        at = np.flatnonzero(finite)[::-1]
        found[predicate[at]] = at
        return found

    @cached_property
    def has_to(self) -> Mask:
        return self.trees.has_child(self.written("to") & self.related("mark", "aux"))

    @cached_property
    def unmarked(self) -> Mask:
        """Predicates without a finite form: imperatives, and subjunctives."""
        given = self.related("root", "parataxis") | self.words.columns["feats"].contains("Mood=Imp")
        base: Mask = (self.verb_form == BASE) & ~self.related("aux", "cop", *NO_PREDICATE)
        helped = self.trees.has_child(self.related("aux") & ~self.written(*DO, "let"))
        base &= (self.own_marker == NONE) & ~self.has_to & ~helped
        return base & given

    @cached_property
    def semi_modal(self) -> NDArray[np.object_]:
        """The semi-modal that each word is, where an infinitive depends on it."""
        infinitive = self.trees.has_child(self.related("xcomp") & self.has_to)
        passive = self.trees.has_child(self.words.columns["deprel"].is_any(["aux:pass"]))
        passive |= self.trees.has_child(self.related("obj"))
        return np.where(infinitive & ~passive, name_semi_modal(self.words), "").astype(object)

    @cached_property
    def us(self) -> Numbers:
        """For each *let*, its *us*."""
        us = self.written("us", "'s") & self.related("obj", "iobj", "nsubj")
        own = self.trees.first_child(us)
        inner = pick(own, self.trees.first_child(self.related("ccomp", "xcomp")))
        let = self.words.lemma.is_any(["let"]) & ~self.trees.has_child(self.related("nsubj"))
        return np.where(let, either(own, inner), NONE)

    @cached_property
    def core(self) -> Numbers:
        """The verb that a semi-modal, or *let us*, introduces; else the word itself."""
        infinitive = self.trees.first_child(self.related("xcomp") & self.has_to)
        after_let = self.trees.first_child(
            self.related("xcomp", "ccomp") & (self.verb_form == BASE)
        )
        core = np.where(self.semi_modal != "", infinitive, self.places)
        return np.where((self.us != NONE) & (after_let != NONE), after_let, core)

    @cached_property
    def predicate_of_core(self) -> Numbers:
        """The predicate whose core a word is, else the word itself."""
        found = self.places.copy()
        moved = np.flatnonzero(self.core != self.places)
        found[self.core[moved]] = moved
        return found

    @cached_property
    def enumerated(self) -> Mask:
        """Verbs that follow a comma without a coordinator: *China builds roads, earns trust*."""
        finite: Mask = np.isin(self.verb_form, (PAST, PRESENT))
        finite &= self.own_marker == self.places
        finite &= self.related("parataxis") & (
            self.verb_form == pick(self.verb_form, self.words.head)
        )
        finite &= ~self.trees.has_child(self.related("nsubj", "csubj", "expl"))
        before, _ = self.trees.reach(self.related("advmod", "mark"))
        for at in np.flatnonzero(finite).tolist():
            finite[at] = self.words.gap_before(int(before[at])).strip() == ","
        return finite

    @cached_property
    def coordinated_with(self) -> Numbers:
        """The predicate that each coordinated word is coordinated with.

        Parsers often attach the second verb to the object of the first, so nouns are passed by.
        """
        verbal = self.verb_form != OTHER
        joined = self.related("conj") | self.enumerated
        primary = (self.own_marker != NONE) | self.unmarked
        above = pick(self.trees.climb(~primary & ~verbal), self.words.head)
        above = np.where(verbal, above, self.words.head)
        return np.where(joined & (above != NONE), pick(self.predicate_of_core, above), NONE)

    @cached_property
    def marker(self) -> Numbers:
        """The finite verb of each predicate, its own or a shared one; `NONE` of other words."""
        marker = np.where(self.unmarked, self.places, self.own_marker)
        form, other = self.verb_form, self.coordinated_with
        joint = np.isin(form, (BASE, PARTICIPLE, GERUND)) & (other != NONE) & ~self.has_to
        joint &= self.related("conj")
        joint &= ~self.trees.has_child(self.related("nsubj", "csubj")) & (marker == NONE)
        joint &= form == pick(form, pick(self.core, other))
        return self._pass_on(marker, joint)

    def _pass_on(self, given: Numbers, to: Mask) -> Numbers:
        """Give coordinated predicates what those have that they are coordinated with."""
        for _ in range(LONGEST_CHAIN):
            new = np.where(to & (given == NONE), pick(given, self.coordinated_with), given)
            if (new == given).all():
                break
            given = new
        return given

    @cached_property
    def is_predicate(self) -> Mask:
        found: Mask = self.marker != NONE
        return found

    @cached_property
    def verb(self) -> Numbers:
        """The lexical verb of each predicate, which may be a copula."""
        return either(pick(self.trees.last_child(self.related("cop")), self.core), self.core)

    @cached_property
    def has_own_marker(self) -> Mask:
        marked: Mask = self.own_marker != NONE
        return marked | self.unmarked

    @cached_property
    def is_imperative(self) -> Mask:
        """Predicates without a subject whose first verb has its base form, or is *do*."""
        marker = self.marker
        bare = holds((self.verb_form == BASE) | self.written("do"), marker)
        alone: Mask = self.subject == NONE
        return self.is_predicate & bare & alone

    # ------------------------------------------------------------------------------ participants

    @cached_property
    def subject(self) -> Numbers:
        """The subject of each predicate, as the parser has it."""
        nominal = self.related("nsubj") & ~self.words.columns["deprel"].is_any(["nsubj:outer"])
        nominal &= ~self._is_no_noun & ~holds(self._is_listed, self.words.head)
        subject = either(self.trees.first_child(nominal), self.child(nominal))
        subject = pick(self._last_adjective, subject)
        for wanted in (
            self.related("expl") & self.written("it"),
            nominal,
            self.related("csubj"),
        ):
            subject = either(subject, self.child(wanted))
        subject = np.where(self.us != NONE, self.us, subject)
        # *what happens*: the pronoun is the head of its relative clause.
        free = self.words.columns["deprel"].contains("relcl") & (subject == NONE)
        free &= holds(self.written(*FREE_RELATIVES), self.words.head)
        subject = np.where(free, self.words.head, subject)
        base = pick(self.verb_form, self.marker) == BASE
        joined = self.related("conj") | self.enumerated
        return self._pass_on(subject, self.is_predicate & joined & ~base)

    @cached_property
    def _last_adjective(self) -> Numbers:
        """The noun of *third and fourth reports* where *third* was taken for it; else the word."""
        adjective = self.words.columns["pos"].is_any(["ADJ"])
        noun = self.related("conj") & self.words.columns["pos"].is_any(["NOUN", "PROPN"])
        noun &= ~self.trees.has_child(self.related("det", "nmod"))
        modified = self.trees.has_child(adjective & self.related("amod"))
        found = self.trees.first_child(noun & modified)
        return np.where(adjective & (found != NONE), found, self.places)

    @cached_property
    def _is_no_noun(self) -> Mask:
        """Which words are participles or finite verbs, and so the subject of nothing."""
        verbal = np.isin(self.verb_form, (PARTICIPLE, PAST, PRESENT))
        return verbal & ~self.trees.has_child(self.related("det", "amod", "nmod", "cop"))

    @cached_property
    def is_passive(self) -> Mask:
        """Which predicates are passive: *be* or *get*, directly before a participle of an event.

        On political prose this is at least as good as the parser's own label of passives.
        """
        auxiliary = pick(self.trees.last_child(self.related("aux", "cop")), self.core)
        rule = holds(self.written(*BE, *GET), auxiliary) & (auxiliary < self.core)
        rule &= np.isin(pick(self.verb_form, self.core), (PARTICIPLE, PAST))
        shares = self.is_predicate & ~self.has_own_marker & (self.verb_form == PARTICIPLE)
        shares &= ~self.trees.has_child(self.related("aux"))
        passive = self._pass_on(np.where(rule, 1, NONE), shares)
        state = holds(self.words.form.is_any(STATES), self.core)
        found: Mask = (passive == 1) & ~(state & (self._by_phrase == NONE))
        return found

    @cached_property
    def _by_phrase(self) -> Numbers:
        """The noun that says by whom, of each predicate."""
        deprel = self.words.columns["deprel"]
        agents = deprel.is_any(["obl:agent"])
        agents |= self.related("obl")
        agents &= self.trees.has_child(self.written("by"))
        untrue = (
            self.words.lemma.is_any(NO_AGENTS)
            | self.written(*MONTHS)
            | self.words.columns["pos"].is_any(["NUM"])
        )
        return self.child(agents & ~untrue & (self.verb_form != GERUND))

    @cached_property
    def agent(self) -> Numbers:
        return np.where(self.is_passive, self._by_phrase, NONE)

    @cached_property
    def object(self) -> Numbers:
        """The direct object of each active predicate; coordinated verbs share what follows them."""
        governed = self.trees.has_child(self.related("case") & self.written("to"))
        found = self.trees.first_child(self.related("obj") & ~governed)
        own = np.where(self.core == self.places, found, pick(found, self.core))
        own = pick(self._last_adjective, own)
        copula = self.words.lemma.is_any(LINKING) | (self.verb != self.core)
        own = np.where(copula, NONE, own)  # *become a city* has no object
        shared = self._pass_on(own, self.is_predicate & self.related("conj"))
        shared = np.where(shared > self.places, shared, NONE)
        return np.where(self.is_passive, NONE, either(own, shared))

    @cached_property
    def named(self) -> Numbers:
        """The last word of the name that a word begins, else the word itself."""
        return either(self.trees.last_child(self.related("flat")), self.places)

    @cached_property
    def top(self) -> Numbers:
        """The first of the coordinated predicates that each one belongs to."""
        return self.trees.climb(self.related("conj"))

    @cached_property
    def antecedent(self) -> Numbers:
        """The noun that a relative clause depends on, where its subject is a relative pronoun."""
        relative = holds(self.written(*RELATIVES), self.subject)
        adnominal = self.words.columns["deprel"].contains("relcl")[self.top]
        return np.where(relative & adnominal, pick(self.words.head, self.top), NONE)

    # ------------------------------------------------------------------------------ other values

    @cached_property
    def is_main(self) -> Mask:
        """Which predicates are in main clauses: those that nothing makes subordinate."""
        marked = self.trees.has_child(self.related("mark"))
        marked |= self.trees.has_child(self.written(*WH))
        marked &= ~self.related(*MAIN)
        relative = self.trees.has_child(self.written("who", "which") & self.related("nsubj"))
        partitive = self.trees.has_child(self.written("which", "whom"))  # *32 of which*
        relative |= self.trees.has_child(partitive & self.related("nsubj"))
        marked |= relative & ~self.related("root")
        marked |= self.related("ccomp", "csubj", "xcomp")
        marked |= self.words.columns["deprel"].contains("relcl") & ~self._is_loose
        reported = self.related("ccomp") & ~self.trees.has_child(self.related("mark"))
        low, _ = self.trees.reach(np.ones(len(self.words), dtype=bool))
        for at in np.flatnonzero(reported & self.is_predicate).tolist():
            gap = self.words.gap_before(int(low[at]))
            marked[at] = not any(mark in gap for mark in QUOTES)
        marked &= ~self._is_listed
        return ~marked[self._highest]

    @cached_property
    def _is_loose(self) -> Mask:
        """Which relative clauses are none: after a comma, without a relative pronoun."""
        relative: Mask = self.words.columns["deprel"].contains("relcl") & self.is_predicate
        pronoun = self.written(*WH, "that")
        low, _ = self.trees.reach(np.ones(len(self.words), dtype=bool))
        for at in np.flatnonzero(relative).tolist():
            begins = "," in self.words.gap_before(int(low[at]))
            relative[at] = begins and not pronoun[low[at] : at].any()
        return relative

    @cached_property
    def _is_listed(self) -> Mask:
        """Which finite verbs were taken for what *including* governs, which are nouns only."""
        governed = self.related("ccomp") & ~self.trees.has_child(self.related("mark"))
        return governed & holds(self.written("including"), self.words.head)

    @cached_property
    def _highest(self) -> Numbers:
        """The first of the coordinated predicates that are main or subordinate together.

        *We met people, some of whom spoke, and we listened*: *listened* is not the people's.
        """
        adnominal = self.words.columns["deprel"].contains("relcl") | self.related("appos")
        new = self.related("conj") & adnominal[self.top]
        new &= self.trees.has_child(self.related("nsubj") & ~self.written(*RELATIVES))
        low, _ = self.trees.reach(np.ones(len(self.words), dtype=bool))
        for at in np.flatnonzero(new).tolist():
            new[at] = "," in self.words.gap_before(int(low[at]))
        return self.trees.climb(self.related("conj") & ~new)

    @cached_property
    def negation(self) -> Numbers:
        """The word that negates each predicate, its subject or its object."""
        following = np.append((self.written(*LIMITS) | self.related("mark"))[1:], False)
        negates = self.written(*NOT) & ~following & ~self.related("nsubj", "obj", "det")
        no = self.written("no")
        negates |= np.append(self.written("longer")[1:], False) & no
        negates |= self.written("longer") & self.trees.has_child(no)
        at = np.flatnonzero(negates & (self.words.head != NONE))[::-1]
        above = np.where(self.related("aux", "cop")[at], at, self.words.head[at])
        linked = self.related("aux", "cop")[above]
        above = np.where(linked, self.words.head[above], above)
        found = np.full(len(self.words), NONE, dtype=np.int64)
        found[pick(self.predicate_of_core, above)] = either(self.trees.first_child(no)[at], at)
        for phrase in (self.subject, self.object, self.core):
            found = either(found, pick(self._nobody, phrase))
        return np.where(self.is_predicate, found, NONE)

    @cached_property
    def _nobody(self) -> Numbers:
        """The word that makes each word none: itself, its *no*, or the *no* of *no one*."""
        denied = self.trees.first_child(self.written(*NO) & self.related("det", "cc"))
        found = np.where(self.written(*NOBODY), self.places, denied)
        no_one = np.append(False, self.written("no")[:-1])
        return np.where((found == NONE) & no_one, self.places - 1, found)

    # ------------------------------------------------------------------------------ clauses

    def needs_subject(self, found: FoundClauses) -> Mask:
        """Which clauses without a subject have a finite verb, and so one that was missed."""
        needed: Mask = (found.tense != "") | (found.modal != "")
        return needed

    @cached_property
    def can_be_subject(self) -> Mask:
        """Which words no verb has as its object, and no preposition governs."""
        governed = self.related("obj", "iobj") | self.trees.has_child(self.related("case"))
        asking = self.written(*WH) & ~self.written(*RELATIVES)
        return ~governed & ~asking

    def clauses(self) -> FoundClauses:
        """What was found, one value per clause."""
        at = np.flatnonzero(self.is_predicate)
        at = at[np.argsort(self.verb[at], kind="stable")]
        at = at[np.append(True, np.diff(self.verb[at]) > 0)[: len(at)]]
        number = np.full(len(self.words), NONE, dtype=np.int64)
        number[at] = np.arange(len(at))
        owner = number[self.trees.climb(~(number != NONE))]
        first, last = self._groups(at)
        low, high = _bounds(owner, first, last)
        modal = name_modals(self.words, self.marker[at], self.semi_modal[at])
        tense = name_tenses(self.words, self.marker[at], modal, self.is_imperative[at])
        subject = self.subject[at]
        return FoundClauses(
            verb=self.verb[at],
            first=first,
            last=last,
            low=low,
            high=high,
            subject=self._phrase(subject),
            agent=self._phrase(self.agent[at]),
            object=self._phrase(self.object[at]),
            antecedent=pick(self.named, self.antecedent[at]),
            passive=self.is_passive[at],
            negation=self.negation[at],
            modal_word=find_modals(self.words, self.marker[at], at, modal),
            main=self.is_main[at],
            expletive=holds(self.related("expl"), subject),
            modal=modal,
            tense=tense,
            owner=owner,
        )

    def _groups(self, at: Numbers) -> tuple[Numbers, Numbers]:
        """The first and the last word of the verb group of each predicate."""
        auxiliary = self.trees.first_child(self.related("aux", "cop"))
        marker = np.where(self.has_own_marker[at], self.marker[at], NONE)
        parts = np.stack([marker, auxiliary[at], auxiliary[self.core[at]], self.verb[at]])
        first = np.where(parts == NONE, len(self.words), parts).min(axis=0)
        return first, np.maximum(self.verb[at], marker)

    def _phrase(self, heads: Numbers) -> Phrase:
        low, high = self.phrase_bounds
        return pick(self.named, heads), pick(low, heads), pick(high, heads)

    @cached_property
    def phrase_bounds(self) -> tuple[Numbers, Numbers]:
        """The first and the last word of the phrase of each word, without clauses in it."""
        return self.trees.reach(~self.is_predicate & ~self.related(*OUTSIDE_PHRASE))


def _bounds(owner: Numbers, first: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
    """The first and the last word of each clause."""
    low, high = first.copy(), last.copy()
    owned = np.flatnonzero(owner != NONE)
    np.minimum.at(low, owner[owned], owned)
    np.maximum.at(high, owner[owned], owned)
    return low, high
