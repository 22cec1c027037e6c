"""Claims that would give an unbound number of a manuscript, the likeliest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, permutations

import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import equals
from discourse.corpus.store.parts import partition
from discourse.errors import DiscourseError, make_plural
from discourse.publish.claims.bound_numbers import qualified_text
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.notebook_code import FAULTS
from discourse.publish.claims.number_words import least_amount
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.claims.numbers_as_read import qualifier_before
from discourse.publish.claims.proposals import (
    NO_MEASURE,
    as_term,
    candidate_cells,
    candidate_totals,
    comparisons_holding,
    find_names,
    is_fraction,
)
from discourse.publish.claims.subjects import check_subject
from discourse.publish.claims.written_numbers import agrees_with, is_percentage
from discourse.publish.manuscripts.claimed_lines import ClaimedLines, find_claimed_lines
from discourse.publish.manuscripts.manuscript_numbers import ManuscriptNumber
from discourse.publish.provenance.recipes import all_verbs
from discourse.text.stopwords import stopwords

# How likely a claim is, by where its words are named, and by what it counts.
SAME_CLAIM, MARKED_NEAR, IN_HEADS, MARKED, IN_WORDS = 10.0, 6.0, 5.0, 3.0, 2.0
OF_PLACE, OF_UNIT, PER_WORD = 1.0, 3.0, 0.4
DOUBTED, OF_FRACTION = -4.0, -3.0  # a whole number for a value that is none is a rounded one
OTHER_NUMBER = -10.0
OF_TOTAL, OF_MEASURE, OF_HEAD = 1.5, -0.5, 2.0
OF_ASKED = 7.0  # "2 texts": what the noun behind the number says comes before any word
MOST_WORDS = 6  # of a phrase that is tried as a query
MOST_PHRASES = 40  # of a sentence
MOST_TERMS_OF_CELLS = 6  # whose rows in the tables of all verbs are tried
MOST_VALUES = 200  # of a column of metadata whose values are looked for in the sentence
MOST_CANDIDATES = 8  # that are shown
_UNITS_OF_TOTALS = regex.compile(
    r"\s+(?:\p{L}+\s+)?(token|type|word|sentence|section|document|text|hapax|character|"
    r"paragraph)(?:e?s)?\b",
    regex.I,
)
_UNITS_OF_HITS = regex.compile(
    r"\s+(?:\p{L}+\s+)?(?:hits?|times?|occurrences?|instances?|mentions?|matches)\b", regex.I
)
_OF_ALL_WORDS = regex.compile(r"\b(?:tokens|words|whole text|all (?:the )?texts?)\b", regex.I)
_TYPES_AND_TOKENS = regex.compile(
    r"\btypes?\b.*\btokens?\b|\btokens?\b.*\btypes?\b", regex.I | regex.S
)
_UNIT_NAMES = {"words": "tokens", "texts": "documents"}
_OF_EVERY_TEXT = ("characters", "sections", "sha256", "tokens", "provenance")
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*")


@dataclass(frozen=True)
class Candidate:
    """A claim that gives a number, the value that it gives, and the lines behind it.

    ``gives`` is False for a claim that is asked for and gives another number: the text is wrong.
    """

    claim: str
    value: float
    score: float
    lines: ClaimedLines
    gives: bool = True


@dataclass(frozen=True)
class _NamedTerm:
    """Words that a sentence names, as tables list them, and how likely a claim is about them."""

    term: str
    score: float


def find_candidates(
    each: ManuscriptNumber,
    claims: Claims,
    surroundings: str,
    known: Iterable[str] = (),
    tables: Sequence[str] = (),
) -> list[Candidate]:
    """Find claims that give a number, the likeliest first.

    What the sentence emphasises, quotes or sets as code is tried first, then what its cell stands
    beside and under, then the other words of the sentence; as queries, in the parts that the
    sentence names, and as rows of every verb that needs nothing else. Then follow the totals and
    parts of the corpus. For a word of degree, such as "more than" or "the most frequent", the terms
    that the sentence marks are compared.

    Parameters
    ----------
    each : ManuscriptNumber
        The number, or the word of degree.
    claims : Claims
        The claims about the texts.
    surroundings : str
        What the manuscript says.
    known : iterable of str, optional
        Claims that are tried before all others, such as that of a sentence that was changed.
    tables : sequence of str, optional
        The tables in whose rows a term may be the first or last, such as "frequencies".
    """
    corpus = claims.corpus
    if corpus is None:
        raise DiscourseError("there are no texts to find claims in; name them with --texts.")
    if each.is_degree:
        found_for_word = comparisons_holding(each.number, tables, claims, corpus)
        compared = dict(islice(found_for_word, MOST_CANDIDATES))
        return [
            Candidate(claim, value, MARKED_NEAR, find_claimed_lines(claim, claims))
            for claim, value in compared.items()
        ]
    number, scores = each.number, dict.fromkeys(known, SAME_CLAIM)
    if least_amount(number.text) is not None:  # "dozens" is bound to a comparison, by its author
        return []
    qualifier = number.qualifier or qualifier_before(number.context, number.start)
    for claim, score in _scored_claims(each, corpus):
        scores[claim] = max(score, scores.get(claim, score))
    found, said = [], f"{surroundings}\n{each.passage.heads}"
    for claim, score in scores.items():
        try:
            value = claims.value(claim)
        except FAULTS:  # no row, no number, or not a query
            continue
        if not agrees_with(qualified_text(qualifier, number.text, claim), value):
            continue
        score += DOUBTED * _is_doubted(number, claim, claims, said)
        score += OF_FRACTION * (value != round(value) and number.text.isalnum())
        found.append((claim, value, score))
    found.sort(key=lambda item: (-item[2], len(item[0]), item[0]))
    given = [
        Candidate(claim, value, score, find_claimed_lines(claim, claims))
        for claim, value, score in found[:MOST_CANDIDATES]
    ]
    return [*given, *_hits_of_other_number(each, claims, [claim for claim, _, _ in found])]


def _hits_of_other_number(
    each: ManuscriptNumber, claims: Claims, found: Sequence[str]
) -> Iterator[Candidate]:
    """The hits of the only word that a sentence marks, if it counts hits and has another number."""
    number, corpus = each.number, claims.corpus
    marked = number.named[: number.named_near]
    if corpus is None or len(marked) != 1 or not _UNITS_OF_HITS.match(number.following):
        return
    term = as_term(marked[0], corpus)
    if term and term not in found and _occurs(term, corpus):
        lines = find_claimed_lines(term, claims)
        yield Candidate(term, claims.value(term), OTHER_NUMBER, lines, gives=False)


def _scored_claims(each: ManuscriptNumber, corpus: Corpus) -> Iterator[tuple[str, float]]:
    """Claims that the number may be bound to, and how likely each is."""
    number = each.number
    terms = list(_named_terms(each, corpus))
    places = list(_named_places(f"{number.sentence} {each.passage.heads}", corpus))
    sections = [value for column, value in places if column == "section"]
    if is_percentage(number.text) or is_fraction(number.text):
        yield from _scored_shares(number, terms, places, sections)
        return
    counts_hits = OF_UNIT if _UNITS_OF_HITS.match(number.following) else 0.0
    for named in terms:
        yield named.term, named.score + counts_hits
        for column, value in places:
            restricted = f"{named.term} :: {equals(column, value)}"
            yield restricted, named.score + counts_hits + OF_PLACE
    unit = _UNITS_OF_TOTALS.match(number.following)
    asked = make_plural(unit[1].lower()) if unit else ""
    for claim in candidate_totals(corpus, f"{number.sentence} {each.passage.heads}"):
        column = claim.split("; ")[-1]
        is_asked = column == _UNIT_NAMES.get(asked, asked)
        yield claim, OF_TOTAL + OF_ASKED * is_asked
    if not number.text.isalnum() and _TYPES_AND_TOKENS.search(number.sentence):
        yield "corpus; types / corpus; tokens", OF_TOTAL + OF_ASKED
    head = each.passage.heads.rpartition(" | ")[2]
    rows = [named for named in terms[:MOST_TERMS_OF_CELLS] if _occurs(named.term, corpus)]
    for named in rows:
        for claim in candidate_cells(named.term, sections):
            column = claim.split("; ")[2]
            is_head = bool(head) and as_term(head, corpus) == as_term(
                column.replace("_", " "), corpus
            )
            yield claim, named.score + OF_MEASURE + OF_HEAD * is_head
    marked = [named.term for named in terms if named.score >= MARKED][:MOST_TERMS_OF_CELLS]
    for term, other in permutations(marked, 2):
        yield f"{term} / {other}", MARKED
        yield from _claims_of_pair(term, other)


def _claims_of_pair(term: str, node: str) -> Iterator[tuple[str, float]]:
    """How often one of two words is near the other, and the measures of that."""
    for column in all_verbs()["collocates"].columns:
        if column not in NO_MEASURE or column == "count":
            yield f"collocates; {term}; {column}; node={node}", MARKED


def _scored_shares(
    number: ProseNumber,
    terms: Sequence[_NamedTerm],
    places: Sequence[tuple[str, str]],
    sections: Sequence[str],
) -> Iterator[tuple[str, float]]:
    of_all = OF_UNIT if _OF_ALL_WORDS.search(number.following) else OF_MEASURE
    for named in terms:
        yield f"{named.term} / corpus; tokens", named.score + of_all
        for column, value in places:
            part = f"{named.term} :: {equals(column, value)}"
            yield f"{part} / {named.term}", named.score + OF_PLACE
            if column == "section":
                yield f"{part} / parts; {value}; tokens", named.score + of_all + OF_PLACE
        for other in terms:
            if named.term != other.term and min(named.score, other.score) >= MARKED:
                yield f"{named.term} / {other.term}", min(named.score, other.score) - 1
    for section in sections:
        yield f"parts; {section}; tokens / corpus; tokens", OF_TOTAL + OF_PLACE
    if _TYPES_AND_TOKENS.search(number.sentence):
        yield "corpus; types / corpus; tokens", OF_TOTAL + OF_ASKED


def _named_terms(each: ManuscriptNumber, corpus: Corpus) -> Iterator[_NamedTerm]:
    """What is marked in the sentence, heads of the cell, what is marked elsewhere, other words."""
    number, seen = each.number, set()
    marked = [(name, MARKED_NEAR) for name in number.named[: number.named_near]]
    heads = [(name, IN_HEADS) for name in each.passage.heads.split(" | ") if name]
    marked_before = [(name, MARKED) for name in number.named[number.named_near :]]
    words = _phrases_of(number, corpus)
    for name, score in [*marked, *heads, *marked_before, *words]:
        term = as_term(name, corpus)
        if term and term not in seen:
            seen.add(term)
            yield _NamedTerm(term, score)


def _phrases_of(number: ProseNumber, corpus: Corpus) -> list[tuple[str, float]]:
    """The phrases of a sentence that occur in the texts, the longest and the nearest first."""
    function_words = stopwords("en")
    found: dict[str, float] = {}
    sentence = f"{number.preceding}{number.text}{number.following}"
    place = len(number.preceding)
    for piece in regex.split(r"[.,;:!?()\[\]\"“”]|\d+", sentence):
        words = [(word[0], word.start()) for word in _WORD.finditer(piece)]
        at = sentence.find(piece)
        for size in range(min(MOST_WORDS, len(words)), 0, -1):
            for first in range(len(words) - size + 1):
                chosen = [word for word, _ in words[first : first + size]]
                is_bare = {chosen[0].casefold(), chosen[-1].casefold()} & function_words
                if is_bare or all(len(word) < 3 for word in chosen):
                    continue
                phrase = " ".join(chosen)
                near = 1 / (1 + abs(at + words[first][1] - place) / 40)
                found.setdefault(phrase, IN_WORDS + PER_WORD * (size - 1) + near)
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_PHRASES]
    return [(phrase, score) for phrase, score in best if _occurs(phrase, corpus)]


def _occurs(phrase: str, corpus: Corpus) -> bool:
    try:
        return len(corpus.find(phrase)) > 0
    except DiscourseError:  # words that mean something in a query
        return False


def _named_places(text: str, corpus: Corpus) -> Iterator[tuple[str, str]]:
    """The parts of the corpus that a sentence names: a column, and its value there."""
    for section in find_names(text, partition(corpus.store, "section").labels):
        yield "section", section
    table = corpus.documents
    for column in table.columns:
        if column in _OF_EVERY_TEXT:
            continue
        values = table[column].dropna().astype(str).drop_duplicates().tolist()
        if 1 < len(values) <= MOST_VALUES:
            yield from ((str(column), value) for value in find_names(text, values))


def _is_doubted(number: ProseNumber, claim: str, claims: Claims, surroundings: str) -> bool:
    """Whether the check would say that a claim is about something else."""
    try:
        bound = replace(number, claim=claim)
        return any(True for _ in check_subject(bound, surroundings, claims))
    except FAULTS:
        return True
