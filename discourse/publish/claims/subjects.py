"""Whether a claim is about what its sentence names: another may give the same number.

A sentence is not understood here. What is noticed is a claim about words that the sentence does not
name, where words that it does name would give the same number; about words that the section of the
notebook never names; about another section of the text than the sentence names; and about another
unit, such as types instead of tokens.
"""

from collections.abc import Iterator, Sequence

import regex

from discourse.corpus.query.parsing import split_restriction
from discourse.corpus.query.writing import equals, restrict_query
from discourse.corpus.store.parts import partition
from discourse.publish.claims.claim_words import (
    CLAIMED_SECTION,
    OPTION,
    PARTS,
    ROWS_OF_TERM,
    WORD,
    is_among,
    is_named,
    subjects_of,
    words_of,
)
from discourse.publish.claims.claims import Claims, is_share
from discourse.publish.claims.code_values import CODE
from discourse.publish.claims.comparisons import (
    parse_comparison,
    sides_of,
    split_unquoted,
)
from discourse.publish.claims.named_documents import check_document
from discourse.publish.claims.notebook_code import FAULTS
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.claims.order_of_sides import check_order
from discourse.publish.claims.senses_of_numbers import check_sense
from discourse.publish.claims.unrestricted_ranks import check_unrestricted
from discourse.publish.claims.words_of_change import check_change
from discourse.publish.claims.written_numbers import agrees_with

# What may be counted under its own name, and the words for hits.
UNITS = ("characters", "documents", "hapaxes", "sections", "sentences", "tokens", "types")
_HITS = ("hits", "occurrences", "times")
TAKING_ROWS = ("head", "tail", "nlargest", "nsmallest", "sample")  # methods of a table

_SECTIONS = regex.compile(
    r"(?<!\b(?:after|before|until|from|since|to) )\bsections? (?!(?:as|at|by|for|from|in|is|"
    r"of|on|that|to|where|which|with)\b)(\w+)\b"
    r"(?:((?:, \w+)*),? (?:and|or|to) (\w+)\b)?",
    regex.I,
)
# What says, between words and a number, that the number is theirs.
_HAS = (
    r"(?:(?:has|had|have|occurs?|occurred|appears?|appeared|counts|scores?|gets|makes|is used|"
    r"is found)|(?:comes|amounts) to)(?: (?:a total of|exactly|just|only|about|some))?"
)
_PLAIN = regex.compile(r"[\p{L}\p{M}'’-]+(?: [\p{L}\p{M}'’-]+)*")
_CLAUSE_OR_COMMA = regex.compile(r"[.;:!?,]")
_DENIED = regex.compile(
    r"\b(?:not|never|cannot|hardly|\p{L}+n['’]t)"
    r"(?: (?:have|has|had|occurs?|appears?|contains?|get|reach(?:es)?))?\s+\Z",
    regex.I,
)
_BUT = regex.compile(r"\b(?:but|rather)\b|[;:–—]", regex.I)
_DIFFERENCE = regex.compile(
    r"\s+(?:\p{L}+\s+)?(?:fewer|more|less)\b(?! or less)[^.;:]*\bthan\b|\s+(?:fewer|less)\b"
    r"|\s+(?:hits?|occurrences?|times)\s+(?:fewer|less)\b",
    regex.I,
)
_RATE = regex.compile(
    r"[)\]\s]*(?:\b(?:hits?|instances?|mentions?|occurrences?|times)\s+)?"
    r"\b(?:per|in (?:a|each|every))\s+(?:cent|hundred|mille|million|thousand|"
    r"(?:\d[\d,]*|ten|a hundred)(?: thousand| million)? (?:tokens|words))\b",
    regex.I,
)
_PART_OF = regex.compile(r"\bof (?:(?:all|its|our|such|the|their|these|those) )*\Z", regex.I)
_IN_SECTION = regex.compile(
    r"\s*(?:hits?|occurrences?|times|instances?|mentions?)?(?:\s+of \p{L}+)?,?\s+(?:all |both )?"
    r"(?:of them |are )?in (?:the )?(?:(?:section|part) (?P<section>\w+)|(?P<section>\p{L}+))\b"
    r"(?! (?:and|or|to) )",
    regex.I,
)
_CLAUSE = regex.compile(r"[.;:!?]")
_OF_TEXTS = regex.compile(
    r"\b(?:texts?|corp(?:us|ora)|collections?|documents?|speech(?:es)?)\s+(?:are|consists? of|"
    r"contains?|counts?|comprises?|ha[ds]|have|holds?|numbers?|totals?|(?:add|sum)s? up to)"
    r"(?:\s+(?:about|in all|some|a total of))?\s*\Z",
    regex.I,
)
_OF_IT = regex.compile(r"\s+tokens\s+of\s+(?:it|its|that|them|these|this|those)\b", regex.I)


def check_subject(
    number: ProseNumber, surroundings: str, claims: Claims
) -> Iterator[tuple[str, str]]:
    """Give what a claim should be about, and what it is; nothing if no doubt is found.

    Parameters
    ----------
    number : ProseNumber
        A bound number whose claim holds.
    surroundings : str
        What the section of the notebook shows, without claims.
    claims : Claims
        The claims of the notebook.
    """
    yield from _check_denied(number)
    subjects = subjects_of(number.claim)
    for subject in subjects:
        if ROWS_OF_TERM.search(number.claim) and not is_named(subject, number.sentence):
            yield "a claim about words that the sentence names", number.claim
            return
        if not is_named(subject, f"{number.context} {surroundings}"):
            yield "a claim about words that are named near it", number.claim
            return
    exchanged = _find_exchanged(number, subjects, claims)
    if exchanged:
        yield f"a claim about what the sentence names, such as {exchanged}", number.claim
        return
    yield from _check_names_of_cell(number, subjects, claims)
    yield from _check_owner(number, subjects, claims)
    yield from check_order(number, claims)
    yield from check_unrestricted(number, claims)
    yield from check_change(number, claims)
    yield from _check_section(number)
    yield from _check_named_part(number, claims)
    yield from _check_place(number, claims)
    yield from check_document(number, claims)
    yield from check_sense(number)
    yield from _check_unit(number)


def _check_denied(number: ProseNumber) -> Iterator[tuple[str, str]]:
    """A number that is denied, or that says a difference or a rate, which its claim does not."""
    if parse_comparison(number.claim):
        return
    if _DENIED.search(number.preceding) and not _BUT.search(number.following):
        yield "a sentence that says the number", "one that denies it"
    if is_share(number.claim):
        return
    columns = split_unquoted(number.claim, ";")[1:]
    in_doublings = any(name.startswith("log_ratio") for name in columns)
    if _DIFFERENCE.match(number.following) and not in_doublings:
        yield "a ratio, such as 'A / B': a claim gives no difference", number.claim
    is_rate = any(name.startswith("per_") for name in columns)
    if _RATE.match(number.following) and not is_rate:
        yield "a claim about a rate, such as 'frequencies; rights; per_thousand'", number.claim


def _find_exchanged(number: ProseNumber, subjects: Sequence[str], claims: Claims) -> str:
    """A claim about words that the sentence marks which gives the same number, "" if none does."""
    if len(subjects) != 1 or parse_comparison(number.claim):
        return ""
    (subject,) = subjects
    if is_named(subject, number.sentence):
        return ""
    for name in number.named[: number.named_near]:
        if is_named(subject, name) or ";" in name:
            continue
        other = number.claim.replace(subject, name.lower())
        try:
            if agrees_with(number.text, claims.value(other)):
                return other
        except FAULTS:  # no row, or not a query
            continue
    return ""


def _check_owner(
    number: ProseNumber, subjects: Sequence[str], claims: Claims
) -> Iterator[tuple[str, str]]:
    """A claim about other words than the marked ones that "have" the number: "*war* has [28]"."""
    if len(subjects) != 1 or is_share(number.claim) or parse_comparison(number.claim):
        return
    before, clause = number.preceding.rstrip(), _CLAUSE_OR_COMMA.split(number.following)[0]
    if " @ " in number.claim or is_named(subjects[0], clause):  # "the chapter has 28 hits of it"
        return
    for name in number.named[: number.named_near]:
        said = regex.search(rf"{regex.escape(name)}[\"”'’*_`]*\s+{_HAS}\Z", before)
        if said is None or not WORD.search(name):
            continue
        if not _shares_words(name, number.claim) or _gives_another(name, number, claims):
            yield f"a claim about what has the number: {name}", number.claim
            return


def _check_names_of_cell(
    number: ProseNumber, subjects: Sequence[str], claims: Claims
) -> Iterator[tuple[str, str]]:
    """A claim about other words than those of its row and its column, where the text has these."""
    if not number.heads or len(subjects) != 1:
        return
    if is_named(subjects[0], f"{number.heads} {number.sentence}"):
        return
    for name in number.heads.split(" | "):
        try:
            is_of_text = bool(WORD.search(name)) and claims.value(name.lower()) > 0
        except FAULTS:  # not a query
            continue
        if is_of_text:
            yield f"a claim about what its row and its column name: {name}", number.claim
            return


def _gives_another(name: str, number: ProseNumber, claims: Claims) -> bool:
    """Whether a marked phrase has other words than the claim, and hits of its own: "human rights".

    Only phrases of plain words are compared: a query such as ``[lemma="build"]`` has other words.
    """
    (subject,) = subjects_of(number.claim)
    if not _PLAIN.fullmatch(subject) or words_of(name) == words_of(subject):
        return False
    is_of_term = regex.search(r";\s*count\Z", number.claim) is not None
    try:
        value = claims.value(
            name.lower() if is_of_term else number.claim.replace(subject, name.lower(), 1)
        )
    except FAULTS:  # no row, or not a query
        return False
    return value > 0 and not agrees_with(number.text, value)


def _shares_words(name: str, claim: str) -> bool:
    """Whether a claim names a word of a marked text, or the text a word of the claim."""
    words, there = words_of(name), words_of(claim)
    return any(is_among(word, there) for word in words) or any(
        is_among(word, words) for word in there
    )


def _check_section(number: ProseNumber) -> Iterator[tuple[str, str]]:
    """A claim about a section of the text, in a sentence that names other sections only."""
    named = {
        place
        for found in _SECTIONS.finditer(number.sentence)
        for place in WORD.findall(" ".join(filter(None, found.groups())))
    }
    words = {word.lower() for word in WORD.findall(number.sentence)}
    for section in CLAIMED_SECTION.findall(number.claim):
        if named and section.lower() not in words:
            yield f"a claim about section {', '.join(sorted(named))}", number.claim
            return


def _check_named_part(number: ProseNumber, claims: Claims) -> Iterator[tuple[str, str]]:
    """A claim about a part of the text, in a sentence that names other parts only."""
    words = words_of(number.sentence)
    for cell in (each for side in sides_of(number.claim) for each in split_unquoted(side, " / ")):
        fields = split_unquoted(split_unquoted(cell, " @ ")[0], ";")
        if fields[0] != PARTS or len(fields) < 3 or claims.corpus is None:
            continue
        labels = {label.lower() for label in partition(claims.corpus.store, "section").labels}
        named = {word for word in words & labels if not word.isdigit() or _is_place(word, number)}
        if fields[1].lower() in labels and named and fields[1].lower() not in words:
            yield f"a claim about the part {', '.join(sorted(named))}", number.claim
            return


def _check_place(number: ProseNumber, claims: Claims) -> Iterator[tuple[str, str]]:
    """All hits of a query, where the sentence says that they are in a section."""
    found = _IN_SECTION.match(number.following)
    is_query = len(split_unquoted(number.claim, ";")) == 1 and not parse_comparison(number.claim)
    if found is None or not is_query or is_share(number.claim) or claims.corpus is None:
        return
    if _PART_OF.search(number.preceding):
        return
    condition = split_restriction(number.claim)[1]
    labels = partition(claims.corpus.store, "section").labels
    section = next((each for each in labels if each.lower() == found["section"].lower()), None)
    if section is None or "section" in (condition or "") or " @ " in number.claim:
        return
    restricted = restrict_query(number.claim, equals("section", section))
    try:
        value = claims.value(restricted)
    except FAULTS:  # not a query
        return
    if not agrees_with(number.text, value):
        yield f"a claim about section {section}, such as {restricted}", number.claim


def _is_place(word: str, number: ProseNumber) -> bool:
    return any(word in words_of(found[0]) for found in _SECTIONS.finditer(number.sentence))


def _check_unit(number: ProseNumber) -> Iterator[tuple[str, str]]:
    """A claim about another unit than the word after the number."""
    found = WORD.match(number.following.lstrip())
    if found is None or is_share(number.claim) or parse_comparison(number.claim):
        return
    unit = found[0].lower()
    unit = {"hapax": "hapaxes"}.get(unit, unit if unit.endswith("s") else f"{unit}s")
    fields = split_unquoted(number.claim, ";")
    of_spans = "<" in number.claim or OPTION.fullmatch(number.claim) is not None
    if len(fields) == 1 and unit in UNITS and unit != "tokens":
        if not of_spans and unit not in words_of(number.claim):
            yield f"a claim about {unit}", number.claim
        return
    if len(fields) == 1 and unit == "tokens" and not of_spans and _is_of_texts(number):
        yield "a claim about tokens, such as 'corpus; tokens'", number.claim
        return
    if fields[0] == CODE and fields[-1] in TAKING_ROWS and unit in _HITS:
        yield f"a claim about {unit}, not about how many rows are taken", number.claim
        return
    columns = [field for field in fields[1:] if field in UNITS]
    if columns and unit in (*UNITS, *_HITS) and unit not in columns:
        yield f"a claim about {unit}", number.claim


def _is_of_texts(number: ProseNumber) -> bool:
    """Whether texts "have" a number of tokens, in a sentence that names no word of its claim."""
    is_named_there = any(is_named(each, number.sentence) for each in subjects_of(number.claim))
    has_texts = _OF_TEXTS.search(number.preceding) is not None
    return has_texts and not is_named_there and not _OF_IT.match(number.following)
