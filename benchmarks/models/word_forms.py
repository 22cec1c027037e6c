"""The dictionary that the tagger is trained with: what each form may be.

UDPipe's own way is to add six guesses to every form of the treebank. The more there is to choose
from, the slower a tagger is, as it weighs every three words in a row in all combinations. So here
frequent forms have what they have in the treebank, without slips that occur once in a while;
others have also the readings of a lexicon, and rare ones guesses by their endings.

A guess may be of a closed class: *built* may be a modal verb, by its ending. The tagger learns from
such guesses that they are wrong, and without them it would be worse at words that it does not know.
But it is not to choose them. So it is trained with one dictionary, and works with another: there, a
form is of a closed class only if the treebank has it so, in small letters or as it is.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from treebank import Sentence, hash_file

LEXICON = "lemminflect"
TABLE = "resources/infl_lu.csv.gz"

RARE_SHARE, RARE_SLIP = 1 / 500, 1 / 20  # of the occurrences of a form; rarer readings are left out
SLIP = "Typo=Yes"
FREQUENT = 100  # a form that occurs more often has no readings but those of the treebank
GUESSES = ((0, 4), (5, 6), (20, 3))  # a form that occurs at most so often has so many guesses
ENDING = 4  # letters
RULES = 8  # guesses by one ending

# The classes that new words do not enter, in Universal Dependencies and in the Penn Treebank.
CLOSED = frozenset("ADP AUX CCONJ DET PART PRON SCONJ".split())
CLOSED_XPOS = frozenset("CC DT EX IN MD PDT POS PRP PRP$ RP TO WDT WP WP$ WRB".split())

EMPTY = "_"
PRESENT = "Mood=Ind|Number={}|Person={}|Tense=Pres|VerbForm=Fin"
PAST = "Mood=Ind|Number={}|Person={}|Tense=Past|VerbForm=Fin"
# What the treebank says of regular words of these classes.
TAGS = {
    "NN": [("NOUN", "Number=Sing")],
    "NNS": [("NOUN", "Number=Plur")],
    "NNP": [("PROPN", "Number=Sing")],
    "NNPS": [("PROPN", "Number=Plur")],
    "JJ": [("ADJ", "Degree=Pos")],
    "JJR": [("ADJ", "Degree=Cmp")],
    "JJS": [("ADJ", "Degree=Sup")],
    "RB": [("ADV", EMPTY)],
    "RBR": [("ADV", "Degree=Cmp")],
    "RBS": [("ADV", "Degree=Sup")],
    "VB": [("VERB", "VerbForm=Inf"), ("VERB", "Mood=Imp|VerbForm=Fin")],
    "VBP": [
        ("VERB", PRESENT.format(number, person))
        for number, person in (("Plur", 3), ("Sing", 1), ("Plur", 1), ("Sing", 2))
    ],
    "VBZ": [("VERB", PRESENT.format("Sing", 3))],
    "VBD": [
        ("VERB", PAST.format(number, person))
        for number, person in (("Sing", 3), ("Plur", 3), ("Sing", 1), ("Plur", 1))
    ],
    "VBN": [("VERB", "Tense=Past|VerbForm=Part|Voice=Pass"), ("VERB", "Tense=Past|VerbForm=Part")],
    "VBG": [("VERB", "Tense=Pres|VerbForm=Part"), ("VERB", "VerbForm=Ger")],
}
# The classes of a lemma, and those of the forms that follow it in the table.
BASES = {"noun": ["NN"], "adj": ["JJ"], "adv": ["RB"], "verb": ["VB", "VBP"]}
INFLECTED = {
    "noun": ["NNS"],
    "adj": ["JJR", "JJS"],
    "adv": ["RBR", "RBS"],
    "verb": ["VBD", "VBN", "VBG", "VBZ"],
}
NAMES = {"NN", "NNS", "JJ", "JJR", "JJS", "RB", "VB", "VBG"}  # what a name may be made of


class Reading(NamedTuple):
    lemma: str
    pos: str
    xpos: str
    feats: str

    @property
    def tag(self) -> tuple[str, str, str]:
        return self[1:]

    @property
    def is_closed(self) -> bool:
        """Whether it is of a closed class."""
        return self.pos in CLOSED or self.xpos in CLOSED_XPOS


class Rule(NamedTuple):
    """A form becomes a lemma: what is cut off in front, put there, and the same behind."""

    cut: str
    put: str
    cut_behind: str
    put_behind: str

    def apply(self, form: str) -> str:
        """The lemma of a form, or nothing if the rule does not fit."""
        kept = len(form) - len(self.cut_behind)
        fits = form.startswith(self.cut) and form.endswith(self.cut_behind)
        if not fits or kept < len(self.cut):
            return ""
        return self.put + form[len(self.cut) : kept] + self.put_behind


Readings = dict[str, list[Reading]]


def write_dictionary(path: Path, readings: Readings) -> Path:
    """Write a dictionary as UDPipe reads it, and return its file."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for form in sorted(readings):
            for reading in sorted(readings[form]):
                out.write("\t".join([form, *reading]) + "\n")
    return path


def build_dictionary(sentences: Iterable[Sentence], *, closed_guesses: bool) -> Readings:
    """The readings of the forms of a treebank and of the lexicon.

    With guesses of closed classes, it is the dictionary for training; without, that to work with.
    """
    seen = _count_readings(sentences)
    counts = {form: sum(readings.values()) for form, readings in seen.items()}
    listed, guesser = _read_lexicon(), Guesser(seen)
    made: Readings = {}
    for form in {**seen, **listed}:
        count = counts.get(form, 0)
        found = dict.fromkeys(seen.get(form, ()))
        if count <= FREQUENT:
            found |= dict.fromkeys(reading for reading, _ in listed.get(form, ()))
        guesses = _choose_guesses(guesser.guess(form), found, count)
        if not closed_guesses:
            guesses = [guess for guess in guesses if not guess.is_closed]
            guesses += _find_closed(form.lower(), seen) if count <= FREQUENT else []
        found |= dict.fromkeys(guesses)
        made[form] = [each for each in found if not _is_slip(each, seen.get(form, {}), count)]
    for name, readings in _find_names(listed):
        if counts.get(name.lower(), 0) <= FREQUENT:
            made[name] = list(dict.fromkeys([*made.get(name, ()), *readings]))
    return made


def select_listed(sentences: Iterable[Sentence], readings: Readings) -> Iterator[Sentence]:
    """Sentences with their words of open classes, without slips: those that a dictionary has.

    UDPipe guesses what it does not know by the words that it is trained on.
    """
    listed = {form: set(found) for form, found in readings.items()}
    for sentence in sentences:
        words = zip(sentence.forms, _read_words(sentence), strict=True)
        kept = [
            at
            for at, (form, reading) in enumerate(words)
            if reading in listed[form] and not reading.is_closed
        ]
        if kept:
            yield sentence.select_words(kept)


def _count_readings(sentences: Iterable[Sentence]) -> dict[str, Counter[Reading]]:
    counted: dict[str, Counter[Reading]] = defaultdict(Counter)
    for sentence in sentences:
        for form, reading in zip(sentence.forms, _read_words(sentence), strict=True):
            counted[form][reading] += 1
    return counted


def _read_words(sentence: Sentence) -> Iterator[Reading]:
    columns = [sentence.values[name] for name in ("lemma", "pos", "xpos", "feats")]
    for values in zip(*columns, strict=True):
        yield Reading(*(value or EMPTY for value in values))


def _is_slip(reading: Reading, seen: Mapping[Reading, int], count: int) -> bool:
    """Whether a reading is so rare that nothing is lost without it."""
    if reading not in seen:
        return False
    return seen[reading] < count * (RARE_SLIP if SLIP in reading.feats else RARE_SHARE)


def _find_closed(form: str, seen: Mapping[str, Counter[Reading]]) -> Iterator[Reading]:
    """The readings of closed classes that a form in small letters has in the treebank."""
    readings = seen.get(form, Counter())
    for reading in readings:
        if reading.is_closed and not _is_slip(reading, readings, readings.total()):
            yield reading


def _choose_guesses(
    guesses: Iterable[Reading], known: Iterable[Reading], count: int
) -> list[Reading]:
    """The first guesses, each of a class that the form does not have yet."""
    wanted = next((number for most, number in GUESSES if count <= most), 0)
    tags = {reading.tag for reading in known}
    chosen: list[Reading] = []
    for guess in guesses:
        if len(chosen) == wanted:
            break
        if guess.tag not in tags:
            tags.add(guess.tag)
            chosen.append(guess)
    return chosen


# ---------------------------------------------------------------------------------- the lexicon


def describe_lexicon() -> dict[str, str]:
    """The version of the lexicon, and its hash."""
    version = _find_package().version
    return {"package": f"{LEXICON} {version}", "sha256": hash_file(_find_file(TABLE))}


def find_licence() -> Path:
    """The text of the licence of the lexicon."""
    return _find_file("LICENSE")


def _find_file(name: str) -> Path:
    files = _find_package().files or ()
    return next(Path(str(each.locate())) for each in files if str(each).endswith(name))


def _find_package() -> Distribution:
    """The package that the lexicon comes with; nothing of it is run."""
    try:
        return distribution(LEXICON)
    except PackageNotFoundError:
        raise SystemExit(f"Training needs a lexicon: pip install {LEXICON}") from None


def _read_lexicon() -> dict[str, list[tuple[Reading, str]]]:
    """The readings of each form, with the class of the table that each is of."""
    listed: dict[str, list[tuple[Reading, str]]] = defaultdict(list)
    with gzip.open(_find_file(TABLE), "rt", encoding="utf-8", newline="") as table:
        for lemma, kind, *cells in csv.reader(table):
            if kind == "verb" and not cells[1]:  # the participle is as the past tense
                cells[1] = cells[0]
            spelled = [cell.split("/") for cell in cells]
            slots = [
                *((xpos, [lemma]) for xpos in BASES[kind]),
                *zip(INFLECTED[kind], spelled, strict=False),
            ]
            for xpos, forms in slots:
                for form in filter(None, forms):
                    readings = (Reading(lemma, pos, xpos, feats) for pos, feats in TAGS[xpos])
                    listed[form] += [(reading, xpos) for reading in readings]
    return listed


def _find_names(
    listed: Mapping[str, list[tuple[Reading, str]]],
) -> Iterator[tuple[str, list[Reading]]]:
    """What is written with a capital may be a name: *Baker*, *Democrats*."""
    for form, readings in listed.items():
        if not form.islower() or len(form) < 2:
            continue
        name, found = form.capitalize(), []
        for reading, xpos in readings:
            if xpos in NAMES:
                is_plural = xpos == "NNS" and reading.lemma != form
                lemma = reading.lemma.capitalize() if is_plural else name
                new_xpos = "NNPS" if is_plural else "NNP"
                found += [Reading(lemma, pos, new_xpos, feats) for pos, feats in TAGS[new_xpos]]
        if found:
            yield name, found


# ---------------------------------------------------------------------------------- guesses


class Guesser:
    """Readings of a form by those of the treebank that end as it does."""

    def __init__(self, seen: Mapping[str, Iterable[Reading]]) -> None:
        forms: dict[str, dict[tuple[Rule, tuple[str, str, str]], set[str]]]
        forms = defaultdict(lambda: defaultdict(set))
        for written, readings in seen.items():
            for reading in readings:
                form = _take_off_capitals(written, reading.lemma)
                made = (find_rule(form, reading.lemma), reading.tag)
                for length in range(1, min(ENDING, len(form)) + 1):
                    forms[form[-length:]][made].add(form)
        self._rules = {
            ending: [
                made
                for _, made in sorted(
                    ((len(examples), made) for made, examples in found.items()), reverse=True
                )
            ]
            for ending, found in forms.items()
        }

    def guess(self, form: str) -> Iterator[Reading]:
        """Guesses of a form, and of it without capitals, the likeliest first."""
        done: set[str] = set()
        for variant in _vary_case(form):
            endings = [variant[-length:] for length in range(min(ENDING, len(variant)), 0, -1)]
            known = [ending for ending in endings if ending in self._rules]
            if not known or known[0] in done:
                continue
            done.add(known[0])
            rules = dict.fromkeys(made for ending in known for made in self._rules[ending])
            for rule, tag in list(rules)[:RULES]:
                if lemma := rule.apply(variant):
                    yield Reading(lemma, *tag)


@cache
def find_rule(form: str, lemma: str) -> Rule:
    """What makes a lemma of a form around the longest stretch that they share."""
    best = at = there = 0
    for offset in range(1 - len(lemma), max(1, len(form) - 1)):
        length = 0
        start, other = max(0, offset), max(0, -offset)
        for place in range(min(len(form) - start, len(lemma) - other)):
            length = length + 1 if form[start + place] == lemma[other + place] else 0
            if length > best:
                best, at, there = length, start + place + 1 - length, other + place + 1 - length
    return Rule(form[:at], lemma[:there], form[at + best :], lemma[there + best :])


def _take_off_capitals(form: str, lemma: str) -> str:
    """A form as its lemma is written: *Roads* of *road* without a capital."""
    if not (form.isalpha() and lemma.isalpha() and form[0].isupper()):
        return form
    if lemma.islower() and (form.isupper() or form[1:].islower()):
        return form.lower()
    if form.isupper() and lemma[0].isupper() and lemma[1:].islower():
        return form[0] + form[1:].lower()
    return form


def _vary_case(form: str) -> list[str]:
    if form[:1].isupper():
        return list(dict.fromkeys([form, form[:1] + form[1:].lower(), form.lower()]))
    return list(dict.fromkeys([form, form.lower()]))
