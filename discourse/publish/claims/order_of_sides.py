"""Whether the sides of a comparison are what its sentence compares, and in this order."""

from collections.abc import Iterator

import regex

from discourse.publish.claims.claim_words import (
    OPTION,
    is_among,
    labels_of,
    names_one,
    subjects_of,
    words_of,
)
from discourse.publish.claims.claims import Claims, is_share
from discourse.publish.claims.comparative_words import VERB_OF_ORDER, sign_of
from discourse.publish.claims.comparisons import (
    Inequality,
    RankClaim,
    is_literal,
    parse_comparison,
    split_unquoted,
)
from discourse.publish.claims.documents_of_claim import claimed_documents
from discourse.publish.claims.notebook_code import FAULTS
from discourse.publish.claims.number_words import NUMBER_WORD
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.claims.written_numbers import WRITTEN_NUMBER, is_number, number_value

# What a comparison is with; another "than", or the end of the clause, ends it.
_COMPARED_WITH = regex.compile(
    rf"\b(?:than|ahead of|behind|over|(?:compared|relative) (?:with|to)|"
    rf"{VERB_OF_ORDER}(?: by| behind)?)\b(?P<other>[^.;:!?,]*)",
    regex.I,
)
_COMPARED_FIRST = regex.compile(
    r"\b(?:compared (?:with|to)|relative to|in (?:comparison|contrast) (?:with|to)|next to|"
    r"as against|unlike) (?P<other>[^.;:!?,]*),(?P<own>[^.;:!?]*)\Z",
    regex.I,
)
_THAN = regex.compile(
    r"\b(?:than|ahead of|compared (?:with|to)|relative to)\b(?P<other>[^.;:!?,]*)", regex.I
)
# One or two words and the end of what is compared with: "than peace", not "than in section 2".
_UNMARKED = regex.compile(
    r"\s*(?:the (?:name|phrase|term|word) )?[\"“‘']?(?!(?:a|an|any\w*|all|at|average|before|by|"
    r"chance|during|each|else\w*|ever\w*|expected|for|he|her|here|his|i|in|it|its|most|much|now|of|on|"
    r"other|others|our|she|some|that|the|their|them|then|there|these|they|this|those|under|usual\w*|we|"
    r"what|when|where|with\w*|you\w*)\b)"
    r"(?P<term>\p{L}[\p{L}'’-]*(?: \p{L}[\p{L}'’-]*)?)[\"”’']?"
    r"\s*(?=[)\]]|\Z|\s(?:and|are|but|did|do|does|has|have|in|is|or|was|were)\b)",
    regex.I,
)
_CLAUSE = regex.compile(r"[.;:!?]")
# "The ratio of peace to war is 2", and "peace has 2 times the hits of war".
_RATIO_OF = regex.compile(
    r"\bratio (?:of|between) (?P<own>[^.;:!?,]*?) (?:to|and) (?P<other>[^.;:!?,]*?),? "
    r"(?:is|was|equals|of|comes to|amounts to) \Z",
    regex.I,
)
_TIMES = regex.compile(
    r"[\s-]*(?:times|fold)\b[^.;:!?,]*?\b(?:as|of|than|that of|with)\b(?P<other>[^.;:!?,]*)",
    regex.I,
)
# Columns that say how much there is of something: only the rival's own number shows which is more.
_AMOUNTS = regex.compile(
    r"count|range|tokens|types|characters|per_\w+|documents|sections|sentences"
)
# What takes rows out of a table before one of them is the highest.
_CONDITION = regex.compile(r"(?P<column>\w+)(?P<sign>>=|<=|!=|>|<)(?P<value>\S.*)", regex.S)
_EXCEPT = regex.compile(
    r"\b(?:after|apart from|aside from|besides|beyond|but|except(?: for)?|excluding|leaving out|"
    r"other than|without)\b(?P<words>[^.;:!?]*)",
    regex.I,
)


def check_order(number: ProseNumber, claims: Claims) -> Iterator[tuple[str, str]]:
    """Give what a comparison should compare, and what it does; nothing if no doubt is found.

    Noticed are sides of comparisons and ratios that are exchanged, a number in place of the rival
    that the sentence names, and a rank among rows of which a condition takes some away that the
    sentence does not name.
    """
    yield from _check_ratio(number)
    comparison = parse_comparison(number.claim)
    if isinstance(comparison, RankClaim):
        yield from _check_rivals(number, comparison)
    if not isinstance(comparison, Inequality) or len(comparison.sides) != 2:
        return
    if any(map(is_literal, comparison.sides)):
        yield from _check_literal(number, comparison, claims)
        return
    if rival := _other_rival(number, comparison, claims):
        yield f"a comparison with what the sentence names: {rival}", number.claim
        return
    first, second = map(_names_of_side, comparison.sides)
    if not first - second or not second - first or not sign_of(number.text):
        return
    for own, other in _compared_in(number):
        if _are_exchanged(first, second, own, other):
            yield "a comparison whose first side is what the sentence compares", number.claim
            return


def _are_exchanged(first: set[str], second: set[str], own: set[str], other: set[str]) -> bool:
    """Whether a sentence compares the second side, and only it, with the first, and only it."""
    one, rest = first - second, second - first
    return (
        names_one(one, other)
        and names_one(rest, own)
        and not names_one(rest, other)
        and not names_one(one, own)
    )


def _check_ratio(number: ProseNumber) -> Iterator[tuple[str, str]]:
    """A ratio whose sides the sentence names in the other order."""
    sides = split_unquoted(number.claim, " / ")
    if len(sides) != 2:
        return
    first, second = map(_names_of_side, sides)
    clause = _CLAUSE.split(number.preceding)[-1]
    if said := _RATIO_OF.search(clause):
        own, other = said["own"], said["other"]
    elif said := _TIMES.match(number.following):
        own, other = clause, said["other"]
    else:
        return
    if _are_exchanged(first, second, words_of(own), words_of(other)):
        yield "a ratio whose first side is what the sentence compares", number.claim


def _names_of_side(side: str) -> set[str]:
    """The words that name a side, and its document; "a" may be an article."""
    return labels_of(side) | {name.casefold() for name in claimed_documents(side) if len(name) > 1}


def _compared_in(number: ProseNumber) -> Iterator[tuple[set[str], set[str]]]:
    """The words for what a sentence compares, and those for what it compares it with."""
    read = f"{number.text}{number.following}"
    clause = _CLAUSE.split(number.preceding)[-1]
    compared = _COMPARED_WITH.search(read, max(0, len(number.text) - 30))
    if compared and compared.start() <= len(number.text) + 40:
        yield words_of(f"{clause} {read[: compared.start()]}"), words_of(compared["other"])
    if before := _COMPARED_FIRST.search(clause):
        yield words_of(before["own"]), words_of(before["other"])


def _check_literal(
    number: ProseNumber, comparison: Inequality, claims: Claims
) -> Iterator[tuple[str, str]]:
    """A number that is written out, where the sentence names what it compares with."""
    claimed = next(side for side in comparison.sides if not is_literal(side))
    columns = [each for each in split_unquoted(claimed, ";")[1:] if not OPTION.fullmatch(each)]
    if is_share(claimed) or not (sign_of(number.text) or regex.search(r"\bas\b", number.text)):
        return
    if columns and not _AMOUNTS.fullmatch(split_unquoted(columns[-1], " @ ")[0]):
        return
    own = words_of(" ".join(subjects_of(number.claim)))
    rivals = [name for name in _rivals_in(number, claims) if not names_one(own, words_of(name))]
    if rivals:
        yield f"a comparison with what the sentence names: {rivals[0]}", number.claim


def _other_rival(number: ProseNumber, comparison: Inequality, claims: Claims) -> str:
    """What a sentence compares with and no side of its claim names, "" if there is nothing."""
    if not sign_of(number.text) or any(map(is_share, comparison.sides)):
        return ""
    named = words_of(number.claim)
    rivals = _rivals_in(number, claims)
    return "" if any(names_one(words_of(each), named) for each in rivals) else "".join(rivals[:1])


def _rivals_in(number: ProseNumber, claims: Claims) -> list[str]:
    """What a sentence compares with: what it marks behind "than", or a word that the text has."""
    read = f"{number.text}{number.following}"
    than = _THAN.search(read)
    other = than["other"] if than and than.start() <= len(number.text) + 40 else ""
    if not other:
        before = _COMPARED_FIRST.search(_CLAUSE.split(number.preceding)[-1])
        other = before["other"] if before else ""
    if not other or WRITTEN_NUMBER.search(other) or NUMBER_WORD.search(other):
        return []
    there = words_of(other)
    marked = [name for name in number.named[: number.named_near] if words_of(name) <= there]
    plain = _UNMARKED.match(other)
    if marked or plain is None:
        return marked
    try:
        return [plain["term"]] if claims.value(plain["term"].lower()) else []
    except FAULTS:  # no query, or no corpus
        return []


def _check_rivals(number: ProseNumber, comparison: RankClaim) -> Iterator[tuple[str, str]]:
    """Rows that a rank leaves out, where the sentence does not say so."""
    fields = split_unquoted(split_unquoted(comparison.cell, " @ ")[0], ";")
    for field in fields[1:]:
        found = _CONDITION.fullmatch(field)
        if found and not _is_said(found["value"], number):
            yield f"a sentence that says what the rank leaves out: {field}", number.claim
            return
        option = OPTION.fullmatch(field)
        if found or option is None or comparison.rank == "highest":
            continue
        if option[1].startswith("min_") and option[2] != "1" and not _is_said(option[2], number):
            yield f"a sentence that says what the rank leaves out: {field}", number.claim
            return


def _is_said(value: str, number: ProseNumber) -> bool:
    """Whether a sentence says a number, or marks a word or names it as an exception."""
    if is_number(value):
        said = (
            found[0]
            for pattern in (WRITTEN_NUMBER, NUMBER_WORD)
            for found in pattern.finditer(number.sentence)
        )
        return any(number_value(each) == number_value(value) for each in said if is_number(each))
    marked = words_of(" ".join(number.named[: number.named_near]))
    except_for = words_of(" ".join(found["words"] for found in _EXCEPT.finditer(number.sentence)))
    return all(is_among(word, marked | except_for) for word in words_of(value))
