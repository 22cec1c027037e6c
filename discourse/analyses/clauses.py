"""Who does what in each finite clause?"""

from collections.abc import Iterable, Sequence
from os import PathLike
from typing import Any

import numpy as np
import pandas as pd
import regex
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.line_ids import JOINT, line_ids
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.store.parts import span_layer_names
from discourse.corpus.store.placing import SpanLayer
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, ElsewhereError, check_texts, one_of
from discourse.layer_notes import NOTE
from discourse.layers.lexicons import Lexicon
from discourse.layers.lexicons import lexicon as read_lexicon
from discourse.layers.syntax.abbreviations import join_abbreviations
from discourse.layers.syntax.accuracy import (
    PARSE,
    TAGS,
    is_measured,
    note_clauses,
    read_accuracy,
)
from discourse.layers.syntax.actors import Actors, find_actors
from discourse.layers.syntax.contractions import split_contractions
from discourse.layers.syntax.english import MONTHS
from discourse.layers.syntax.found_clauses import FoundClauses
from discourse.layers.syntax.mending import mend_words
from discourse.layers.syntax.numerals import find_numerals
from discourse.layers.syntax.parsed_clauses import find_parsed_clauses
from discourse.layers.syntax.requirements import (
    VerbForms,
    check_actors,
    check_english,
    check_verb_forms,
    check_words_and_sentences,
    choose_parse,
    read_penn_tags,
    tell_verb_forms,
)
from discourse.layers.syntax.tagged_clauses import find_tagged_clauses
from discourse.layers.syntax.words import (
    NONE,
    Mask,
    Numbers,
    Words,
    read_words,
    word_layers,
)
from discourse.record import verb

COLUMNS = (
    "line_id", "document", "section", "subject", "subject_phrase", "subject_class", "antecedent",
    "verb", "voice", "actor", "actor_class", "agent", "agent_phrase", "object", "object_phrase",
    "negated", "modal", "tense", "quantity", "year", "main", "clause_id", "subject_id",
    "subject_phrase_id", "antecedent_id", "verb_id", "actor_id", "agent_id", "agent_phrase_id",
    "object_id", "object_phrase_id", "negated_id", "modal_id", "quantity_id", "year_id",
)  # fmt: skip
Numerals = list[list[tuple[int, int]]]  # the first and the last word of the numbers of each clause
MOST_CLAUSES = 5_000_000  # of shards: a kilobyte each
_YEAR = regex.compile(r"(1\d{3}|20\d{2})([-–](1\d{3}|20\d{2}))?")
_NAME = regex.compile(r"\p{Lu}\d+")  # G20


def _record_lines(actors: "str | PathLike[str] | Sequence[str] | Lexicon") -> list[str]:
    return read_lexicon(actors).lines


def _name_method(corpus: Corpus, by_parse: bool | None = None, **parameters: Any) -> str:
    if choose_parse(corpus.store, by_parse):
        return "the dependencies of the layers deprel and head"
    return "rules over parts of speech"


def _accuracy_of_clauses(corpus: Corpus, by_parse: bool | None = None, **parameters: Any) -> str:
    """How well clauses, subjects and actors are found in other texts; "" if not measured so."""
    way = PARSE if choose_parse(corpus.store, by_parse) else TAGS
    if not is_measured(corpus.store, way):
        return ""
    measured = read_accuracy()[way]
    figures = [
        f"{name} with precision {measured[field]['precision']:.2f} "
        f"and recall {measured[field]['recall']:.2f}"
        for name, field in (("clauses", "clause"), ("subjects", "subject"), ("actors", "actor"))
    ]
    return ", ".join(figures[:-1]) + f", and {figures[-1]}"


def _note_accuracy_of_clauses(
    corpus: Corpus, by_parse: bool | None = None, **parameters: Any
) -> str:
    return note_clauses(corpus.store, PARSE if choose_parse(corpus.store, by_parse) else TAGS)


def _name_layers(corpus: Corpus, by_parse: bool | None = None, **parameters: Any) -> list[str]:
    return word_layers(corpus.store, parsed=choose_parse(corpus.store, by_parse))


@verb(
    columns=COLUMNS,
    methods=(
        "finite clauses were found by {method},",
        "and their subjects and agents classed",
        "{!mark?}by a lexicon of {classes:form};",
        "{mark?}by a lexicon of {classes:form} (SHA-256 {mark}…);",
        "pronouns stand for the last subject that they agree with",
        "{accuracy?}(on 113 sentences of other speeches, with the same tagger, {accuracy})",
        "{!accuracy?}(how well was not measured with these layers)",
        "{layers?}with the layer {layers} beside",
    ),
    recorded={"actors": _record_lines},
    facts={
        "method": _name_method,
        "accuracy": _accuracy_of_clauses,
        "rests_on": _name_layers,
        NOTE: _note_accuracy_of_clauses,
        "classes": lambda corpus, actors, **parameters: len(read_lexicon(actors).forms),
        "mark": lambda corpus, actors, **parameters: read_lexicon(actors).mark,
    },
)
def clauses(
    corpus: Corpus,
    *,
    actors: str | Sequence[str] | Lexicon = "actors",
    by_parse: bool | None = None,
    layers: str | Sequence[str] = (),
) -> pd.DataFrame:
    """One row per finite clause, in the order of the text: who does what, to whom, and how.

    Parameters
    ----------
    corpus : Corpus
        English texts with layers of tokens: ``pos`` or ``xpos``, forms of verbs (``xpos`` with
        tags of the Penn treebank, or ``feats``), and ``deprel`` and ``head`` if they are parsed.
    actors : str, sequence of str or Lexicon
        The classes of subjects and agents: a lexicon of your own, its file, "actors", which has
        pronouns, countries, governments, organisations, people and persons, or "person", which has
        the persons of pronouns.
    by_parse : bool, optional
        Whether clauses are found by dependencies (True) or by rules over parts of speech (False);
        by default by dependencies if the corpus has them.
    layers : str or sequence of str
        Layers of spans, such as "quotation". Each is a column with the labels of the spans that
        have a word of the clause, divided by "; ".

    Returns
    -------
    DataFrame
        The columns are ``line_id, document, section, subject, subject_phrase, subject_class,
        antecedent, verb, voice, actor, actor_class, agent, agent_phrase, object, object_phrase,
        negated, modal, tense, quantity, year, main``, then the line ids of what they show:
        ``clause_id, subject_id, subject_phrase_id, antecedent_id, verb_id, actor_id, agent_id,
        agent_phrase_id, object_id, object_phrase_id, negated_id, modal_id, quantity_id, year_id``,
        and a column for each of `layers`. `dc.lines` shows each of them; several numbers have their
        ids divided by "; ". ``negated_id`` is the word that negates. ``line_id``
        is the verb group, such as *has always safeguarded*. ``subject``, ``agent`` and
        ``object`` are head nouns as they are written, and ``verb`` is a lemma. ``antecedent`` is
        the noun that a pronoun as subject stands for. ``voice`` is "active" or "passive".
        ``actor`` is the name of who acts: the subject of an active clause, the agent of a passive
        one, "" where none is named. ``actor_class`` and ``subject_class`` are classes of the
        lexicon, "open" for a pronoun that could not be resolved, and "" for what the lexicon does
        not have. ``tense`` is "present" or "past" by the form of the first verb, and "" after a
        modal other than *have to*. ``quantity`` and ``year`` are the numbers in the clause as they
        are written, divided by "; ". ``main`` tells main clauses from subordinate ones. What a
        clause does not have is "", and so is its line id.

    Raises
    ------
    DiscourseError
        If the corpus has no layer of parts of speech, no forms of verbs or, with
        ``by_parse=True``, no parse; if a document is in another language than English; if a subset
        has only a part of a sentence, or spans are joined to one token; for a lexicon that cannot
        be read, or does not class subjects.

    See Also
    --------
    dc.plot.clauses : Draw the table.
    dc.layers.tag : Lemmas, parts of speech and syntax.
    dc.sketch : The company of a word by grammatical slot.
    dc.layers.measured : How well rules and taggers do.

    Notes
    -----
    Coordinated finite verbs are a row each, with the subject that they share (*China has
    safeguarded peace and upholds the order*). Imperatives have no subject; *let us build* has *us*.
    A passive is *be* or *get* with a participle that names an event: *is determined to* is active.

    On 113 sentences of State of the Union addresses, which the rules were not made with, and with
    the package's own tagger, clauses were found with precision 0.97 and recall 0.91 by
    dependencies, and with 0.96 and 0.92 by rules over parts of speech; subjects with 0.91 and 0.84,
    and with 0.88 and 0.84; actors, pronouns among them, with 0.86 and 0.78, and with 0.85 and 0.79.
    ``discourse docs grammar`` has all columns, with intervals, and says who labelled them.

    Slips of the tagger that grammar alone shows (*des* as a verb, *adopted* as a participle in *The
    council adopted new rules*) are mended first. A finite verb without a subject by the parse has
    that of the rules over parts of speech.

    The grammatical relations are those of Universal Dependencies [1]_. How grammar puts actors into
    the foreground or leaves them out is an old question of discourse analysis [2]_.

    Limits: only English, and only finite clauses. Tagger, parser and rules err; how often was
    measured in edited prose, and not in headlines, verse or speech, so read the lines before you
    count. Pronouns are resolved by rules, three sentences back at most, and *this* and *that* not
    at all. Who acts by the grammar is not always who is responsible: a passive without an agent, or
    a nominalisation (*the destruction of*), leaves it open.

    References
    ----------
    .. [1] de Marneffe, Manning, Nivre & Zeman (2021), Universal Dependencies. Computational
       Linguistics 47(2), 255-308.
    .. [2] van Leeuwen (1996), The representation of social actors. In Caldas-Coulthard & Coulthard,
       Texts and Practices. Routledge, London, 32-70.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.clauses(dc.read("docs/clauses/"))
    >>> table[["subject", "verb", "voice", "actor", "actor_class"]].head(4)
      subject     verb    voice    actor   actor_class
    0   China     sign   active    China       country
    1      It  protect   active    China       country
    2      It    build   active    China       country
    3   rules    adopt  passive  council  organisation
    """
    known = check_actors(read_lexicon(actors))
    named = _check_layers(corpus, layers)
    tables, forms, number = [], VerbForms(), 0
    for table, own in corpus.store.ask(_tabulate_clauses, known, named, by_parse):
        forms |= own
        number += len(table)
        if number > MOST_CLAUSES and not corpus.store.is_here:
            raise ElsewhereError(
                f"this lists each clause, and lists {MOST_CLAUSES:,} of shards at most; ask a "
                "subset, such as the documents of a year."
            )
        tables.append(table)
    check_verb_forms(forms)
    return pd.concat(tables, ignore_index=True)


def _tabulate_clauses(
    store: Store, known: Lexicon, named: Sequence[str], by_parse: bool | None
) -> tuple[pd.DataFrame, VerbForms]:
    """The clauses of a shard, or of the whole corpus, and whether its verbs have forms."""
    check_english(store)
    find = find_parsed_clauses if choose_parse(store, by_parse) else find_tagged_clauses
    check_words_and_sentences(store)
    words = read_penn_tags(read_words(store))
    forms = tell_verb_forms(words)
    words = mend_words(split_contractions(join_abbreviations(words)))
    found = find(words)
    who = find_actors(Corpus(store), words, found, known)
    table = pd.DataFrame({**_show_clauses(words, found, who), **_identify(words, found, who)})
    hits = _token_spans(words, found.first, found.last)
    places = Concordance(store, hits, context=0).to_frame()
    for name in ("line_id", "document", "section"):
        table[name] = places[name]
    for name in named:
        table[name] = _label_clauses(store, name, _token_spans(words, found.low, found.high))
    # What a file gives as two words with a verb each can be one token here.
    table = table.drop_duplicates(["document", "line_id"], ignore_index=True)
    return table[[*COLUMNS, *named]], forms


def _check_layers(corpus: Corpus, layers: object) -> list[str]:
    named = check_texts("layers", layers, "quotation")
    for name in named:
        one_of("layers", name, span_layer_names(corpus.store))
        if name in COLUMNS:
            raise DiscourseError(
                f"the layer {name!r} has the name of a column of dc.clauses; make it under another "
                f"name, such as {name + '_layer'!r}."
            )
    return named


def _label_clauses(store: Store, name: str, clauses: NDArray[np.int64]) -> "pd.Series[str]":
    """The labels of the spans of a layer that have a token in common with each clause."""
    layer = store.layers[name]
    assert isinstance(layer, SpanLayer)
    here = np.flatnonzero(layer.has_tokens)
    first, end = layer.first[here], layer.end[here]
    # The spans that can reach a clause follow one another, as their first tokens ascend.
    low = np.searchsorted(np.maximum.accumulate(end), clauses[:, 0], side="right")
    high = np.searchsorted(first, clauses[:, 1], side="left")
    written = []
    for start, at, to in zip(clauses[:, 0].tolist(), low.tolist(), high.tolist(), strict=True):
        over = here[at:to][end[at:to] > start]
        written.append(JOINT.join(layer.values[at] for at in np.unique(layer.labels[over])))
    return _strings(written)


# ------------------------------------------------------------------------------------- columns


def _show_clauses(words: Words, found: FoundClauses, who: Actors) -> dict[str, Any]:
    """What the columns show of each clause."""
    quantity, year = _find_numbers(words, found)
    subject, agent, item = found.subject, found.agent, found.object
    return {
        "subject": _write(words, subject[0], subject[0]),
        "subject_phrase": _write(words, *subject[1:]),
        "subject_class": _strings(who.subject_class),
        "antecedent": _write(words, who.antecedent, who.antecedent),
        "verb": _strings(words.lemma.take(found.verb)),
        "voice": _strings(np.where(found.passive, "passive", "active")),
        "actor": _write(words, who.actor_low, who.actor),
        "actor_class": _strings(who.actor_class),
        "agent": _write(words, agent[0], agent[0]),
        "agent_phrase": _write(words, *agent[1:]),
        "object": _write(words, item[0], item[0]),
        "object_phrase": _write(words, *item[1:]),
        "negated": found.negation != NONE,
        "modal": _strings(found.modal),
        "tense": _strings(found.tense),
        "quantity": _write_numbers(words, quantity),
        "year": _write_numbers(words, year),
        "main": found.main,
    }


def _identify(words: Words, found: FoundClauses, who: Actors) -> dict[str, Any]:
    """The line ids of what the columns show; "" for what a clause does not have."""
    places = {
        "clause_id": (found.low, found.high),
        "subject_id": (found.subject[0], found.subject[0]),
        "subject_phrase_id": found.subject[1:],
        "antecedent_id": (who.antecedent, who.antecedent),
        "verb_id": (found.verb, found.verb),
        "actor_id": (who.actor_low, who.actor),
        "agent_id": (found.agent[0], found.agent[0]),
        "agent_phrase_id": found.agent[1:],
        "object_id": (found.object[0], found.object[0]),
        "object_phrase_id": found.object[1:],
        "negated_id": (found.negation, found.negation),
        "modal_id": (found.modal_word, found.modal_word),
    }
    ids = {name: _line_ids_of(words, *each) for name, each in places.items()}
    quantity, year = _find_numbers(words, found)
    return ids | {
        "quantity_id": _name_numbers(words, quantity),
        "year_id": _name_numbers(words, year),
    }


def _strings(values: Iterable[str]) -> "pd.Series[str]":
    return pd.Series(list(values), dtype="str")


def _write(words: Words, low: Numbers, high: Numbers) -> "pd.Series[str]":
    """What is written from a word to another, on one line."""
    pairs = zip(low.tolist(), high.tolist(), strict=True)
    return _strings("" if at == NONE else " ".join(words.slice(at, to).split()) for at, to in pairs)


def _token_spans(words: Words, low: Numbers, high: Numbers) -> NDArray[np.int64]:
    """The first token and the one after the last of stretches of words."""
    return np.stack([words.first[low], words.after[high]], axis=1)


def _line_ids_of(words: Words, low: Numbers, high: Numbers) -> "pd.Series[str]":
    ids = np.full(len(low), "", dtype=object)
    known = np.flatnonzero(low != NONE)
    ids[known] = line_ids(words.store, _token_spans(words, low[known], high[known]))
    return _strings(ids)


def _find_numbers(words: Words, found: FoundClauses) -> tuple[Numerals, Numerals]:
    """The first and the last words of the quantities and of the years; days are left out."""
    number = find_numerals(words) & (found.owner != NONE)
    quantities: Numerals = [[] for _ in found.verb]
    years: Numerals = [[] for _ in found.verb]
    month = words.form.is_any(MONTHS)
    follows = _follows(words, number, found.owner)
    for at in np.flatnonzero(number & ~follows).tolist():
        last = at
        while last + 1 < len(words) and follows[last + 1]:
            last += 1
        written, clause = " ".join(words.slice(at, last).split()), int(found.owner[at])
        if _YEAR.fullmatch(written):
            years[clause].append((at, last))
        elif not (_NAME.fullmatch(written) or month[max(at - 1, 0)] or month[_next(words, last)]):
            quantities[clause].append((at, last))  # no name, and no day
    return quantities, years


def _write_numbers(words: Words, numbers: Numerals) -> "pd.Series[str]":
    return _strings(
        JOINT.join(" ".join(words.slice(at, last).split()) for at, last in each) for each in numbers
    )


def _name_numbers(words: Words, numbers: Numerals) -> "pd.Series[str]":
    """The line ids of the numbers of each clause."""
    low, high = np.array([pair for each in numbers for pair in each], np.int64).reshape(-1, 2).T
    ids = iter(_line_ids_of(words, low, high))
    return _strings(JOINT.join(next(ids) for _ in each) for each in numbers)


def _next(words: Words, at: int) -> int:
    return min(at + 1, len(words) - 1)


def _follows(words: Words, number: Mask, owner: Numbers) -> Mask:
    """Which numbers directly follow another of the same clause: *9 billion*, not *2017, 3,453*."""
    follows = np.zeros(len(number), dtype=bool)
    follows[1:] = number[1:] & number[:-1] & (owner[1:] == owner[:-1])
    name = np.array([bool(_NAME.fullmatch(form.upper())) for form in words.form.values], dtype=bool)
    follows &= ~name[words.form.codes]
    follows[1:] &= ~name[words.form.codes[:-1]]
    for at in np.flatnonzero(follows).tolist():
        follows[at] = not words.gap_before(at).strip(" -\n\t")
    return follows
