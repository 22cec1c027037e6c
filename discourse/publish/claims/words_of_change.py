"""Verbs that say that something became more or less, and whether their claim says so, too.

"Rose" needs a comparison of one thing at two places, of which the later one has more; and "rose
from 28 to 25" is false, whatever the two numbers are bound to.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.parsing import split_restriction
from discourse.corpus.store.parts import partition
from discourse.publish.claims.claim_words import OPTION, subject_of
from discourse.publish.claims.claims import Claims, is_share
from discourse.publish.claims.comparative_words import VERBS_OF_FALL, VERBS_OF_RISE
from discourse.publish.claims.comparisons import (
    Inequality,
    is_literal,
    parse_comparison,
    split_unquoted,
)
from discourse.publish.claims.number_words import NUMBER_WORD
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.claims.written_numbers import WRITTEN_NUMBER, is_number, number_value

ONE_THING = "a claim about one thing at two places: 'A :: section = 2 > A :: section = 1'"
_CHANGE = regex.compile(rf"\b(?:(?P<up>{VERBS_OF_RISE})|(?P<down>{VERBS_OF_FALL}))\b", regex.I)
_NUMBER = rf"(?P<number>{WRITTEN_NUMBER.pattern}|{NUMBER_WORD.pattern})"
_FROM = regex.compile(rf"\bfrom {_NUMBER}[^.,;:]{{0,60}}?\bto\s+\Z", regex.I)
_TO = regex.compile(rf"\bto {_NUMBER}[^.,;:]{{0,60}}?\bfrom\s+\Z", regex.I)
# Which options of a cell say where something is counted.
_PLACES = ("part", "section", "document", "time", "year", "decade")
_A_PLACE = r"(?:(?:the\s+)?(?:document|file|part|section|text|year)\s+)?"
_VALUE = regex.compile(r"(?<![!<>])=\s*\"?([^\s\"&|()]+)")


def change_of(text: str) -> int:
    """1 if words say that something became more, -1 if less, 0 if they say neither or both.

    Examples
    --------
    >>> change_of("rose"), change_of("has fallen"), change_of("the rise"), change_of("falls short")
    (1, -1, 0, 0)
    """
    found = {
        name for each in _CHANGE.finditer(text) for name, word in each.groupdict().items() if word
    }
    return {frozenset({"up"}): 1, frozenset({"down"}): -1}.get(frozenset(found), 0)


def check_change(number: ProseNumber, claims: Claims) -> Iterator[tuple[str, str]]:
    """Give what a claim of a change should be, and what it is; nothing if no doubt is found.

    Parameters
    ----------
    number : ProseNumber
        A bound number, or bound words, whose claim holds.
    claims : Claims
        The claims of the notebook.
    """
    comparison = parse_comparison(number.claim)
    if comparison is None:
        yield from _check_ends(number)
        return
    direction = change_of(number.text)
    if not direction or not isinstance(comparison, Inequality):
        return
    wanted = "more" if direction > 0 else "less"
    sides, signs = list(comparison.sides), list(comparison.signs)
    if any(map(is_literal, sides)):
        ends = _sides_of_ratio(sides)
        if ends is None:
            if _counts_hits(next(side for side in sides if not is_literal(side))):
                yield ONE_THING, number.claim
            return
        if len(signs) != 1:
            return
        if is_literal(sides[0]):
            signs = [signs[0].translate(str.maketrans("<>", "><"))]
        sides = ends
    if len({subject_of(side) for side in sides}) > 1:
        yield ONE_THING, number.claim
        return
    places = list(map(_counted_where, sides))
    order = _order_said(places, number.sentence) or _order_of(places, claims.corpus)
    for (first, second), sign in zip(pairwise(order), signs, strict=True):
        if first is None or second is None or first == second:
            continue
        rises = (sign[0] == ">") == (first > second)
        if sign == "==" or rises != (direction > 0):
            yield f"a comparison in which the later place has {wanted}", number.claim
            return


def _check_ends(number: ProseNumber) -> Iterator[tuple[str, str]]:
    """The second number of "rose from 25 to 28"."""
    for pattern, is_later in ((_FROM, True), (_TO, False)):
        found = pattern.search(number.preceding)
        if found is None or not is_number(number.text) or not is_number(found["number"]):
            continue
        verbs = list(_CHANGE.finditer(number.preceding, 0, found.start()))
        direction = change_of(verbs[-1][0]) if verbs else 0
        other, own = number_value(found["number"]), number_value(number.text)
        change = own - other if is_later else other - own
        if direction and change * direction <= 0:
            said = "greater" if (direction > 0) == is_later else "less"
            yield f"a number {said} than {found['number']}: '{verbs[-1][0]}'", number.text


def _counts_hits(side: str) -> bool:
    """Whether a side is a query or a count, which says nothing of a change."""
    fields = split_unquoted(split_unquoted(side, " @ ")[0], ";")
    return len(fields) == 1 or "count" in fields


def _sides_of_ratio(sides: Sequence[str]) -> list[str] | None:
    """The two claims of "A / B > 1"."""
    claimed = next(side for side in sides if not is_literal(side))
    halves = split_unquoted(claimed, " / ")
    return halves if is_share(claimed) and len(halves) == 2 else None


def _counted_where(side: str) -> str:
    """Where a claim counts: the value of the condition of a query, or of an option of a cell."""
    cell, *fields = split_unquoted(split_unquoted(side, " @ ")[0], ";")
    condition = split_restriction(cell)[1] if not fields else ""
    options = [found for field in fields if (found := OPTION.fullmatch(field))]
    values = [found[2].strip('"') for found in options if found[1] in _PLACES]
    values += _VALUE.findall(condition or "")
    return values[0] if len(values) == 1 else ""


def _order_said(places: Sequence[str], sentence: str) -> list[float | None]:
    """The order in which a sentence names two places, "from Bert to Anna"; none if it does not."""
    if len(places) != 2 or not all(places):
        return []
    first, second = map(regex.escape, places)
    found = {
        positions
        for start, end, positions in ((first, second, (0.0, 1.0)), (second, first, (1.0, 0.0)))
        if regex.search(
            rf"\bfrom\s+{_A_PLACE}{start}\s+to\s+{_A_PLACE}{end}(?![\p{{L}}\p{{N}}])",
            sentence,
            regex.I,
        )
    }
    return list(found.pop()) if len(found) == 1 else []


def _order_of(places: Sequence[str], corpus: Corpus | None) -> list[float | None]:
    """The order of places: that of numbers, or of the sections or documents of the corpus."""
    try:
        return [float(place) for place in places]
    except ValueError:
        pass
    for by in ("section", "document"):
        labels = [] if corpus is None else list(partition(corpus.store, by).labels)
        if set(places) <= set(labels):
            return [float(labels.index(place)) for place in places]
    return [None] * len(places)
