"""Match queries a second time, token by token, with plain lists: none of the index's arrays.

`verify` compares the hits found here with those of the index. The two share the tokeniser, the
records of a layer as they are stored, and the syntax tree of a query (`parse`); below the tree, no
function serves both. This checks the index, not the meaning of the language. Every query is matched
against the whole text, word by word.
"""

import time
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import regex

from discourse.corpus.query.parsing import parse
from discourse.corpus.query.pattern import (
    Both,
    Choice,
    Condition,
    Containing,
    Edge,
    Find,
    Hits,
    Meet,
    Minus,
    Not,
    Pattern,
    SpanHits,
    Structure,
    Test,
    Token,
    TokenSequence,
    Union,
    Word,
)  # fmt: skip
from discourse.corpus.query.reread_tokens import RereadTokens, Surroundings
from discourse.corpus.query.rereading import holds
from discourse.corpus.store.parts import UNITS
from discourse.errors import DiscourseError
from discourse.text.tokenizer import Tokenizer

# For all the words that one regular expression is compared with, and in addition for each.
SECONDS_PER_REGEX, SECONDS_PER_WORD = 10, 40e-6

OPERATORS = frozenset(".^$*+?{}[]|()")  # of regular expressions

Span = tuple[int, int]


def find_without_index(
    tokens: RereadTokens, query: str, tokenizer: Tokenizer, *, within: str = "section"
) -> list[tuple[str, int, int]]:
    """Find the hits of a query in tokens that were read again from the texts.

    Returns
    -------
    list of (str, int, int)
        For each hit, in the order of the text, its document, its first character and the one after
        its last.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.query.rereading import reread
    >>> tokens = reread(dc.Corpus.from_texts({"a": "Peace and rights."}).store)
    >>> find_without_index(tokens, "peace|rights", dc.Tokenizer())
    [('a', 0, 5), ('a', 10, 16)]
    """
    found: list[tuple[str, int, int]] = []
    for first, end in _match_query(tokens, query, tokenizer, within):
        after = tokens.starts[end - 1] + len(tokens.words[end - 1])
        found.append((tokens.parts(first)["document"], tokens.starts[first], after))
    return found


def count_without_index(tokens: RereadTokens, query: str, tokenizer: Tokenizer) -> int:
    """Count the hits of a query in tokens that were read again from the texts."""
    return len(_match_query(tokens, query, tokenizer, "section"))


def _match_query(tokens: RereadTokens, query: str, tokenizer: Tokenizer, within: str) -> list[Span]:
    """The first token of each hit of a query, and the one after its last."""
    wanted = parse(query, tokenizer, tokens.layers, joined=tokens.joined)
    spans = _Search(tokens, within).find(wanted.hits, _Reach())
    if not wanted.condition:
        return spans
    if tokens.layers:  # whose labels differ within a stretch
        return [
            span for span in spans if holds(wanted.condition, tokens.parts(span[0]), tokens.orders)
        ]
    return _keep_where(tokens, spans, wanted.condition)


def _keep_where(tokens: RereadTokens, spans: Sequence[Span], condition: Condition) -> list[Span]:
    """The hits in the stretches whose parts satisfy a condition, each of which is asked once."""
    known: dict[int, bool] = {}
    for first, _ in spans:
        at = tokens.at[first]
        if at not in known:
            known[at] = holds(condition, tokens.stretches[at].parts, tokens.orders)
    return [span for span in spans if known[tokens.at[span[0]]]]


@dataclass(frozen=True)
class _Reach:
    """What hits must lie in: the finest unit that the query names, and kinds of stretches.

    Each kind is a list: for each token, the end of the stretch that reaches furthest from it.
    `inside` is the one stretch that is searched, if it is not the whole text.
    """

    unit: str = ""
    reach: tuple[list[int], ...] = ()
    inside: Span | None = None


@dataclass
class _Search:
    """The search for one query."""

    tokens: RereadTokens
    within: str
    starts: dict[Pattern, Sequence[int]] = field(default_factory=dict)
    places: dict[Edge, set[int]] = field(default_factory=dict)
    reaches: dict[Hits, list[int]] = field(default_factory=dict)

    def find(self, wanted: Hits, limits: _Reach) -> list[Span]:
        """Find hits: the first token and the one after the last, ascending."""
        if isinstance(wanted, Find):
            return self._find_pattern(wanted.pattern, limits)
        if isinstance(wanted, SpanHits):
            return self._find_structure(wanted.structure, limits)
        if isinstance(wanted, Minus):
            left_out = set(self.find(wanted.right, limits))
            return [span for span in self.find(wanted.left, limits) if span not in left_out]
        if isinstance(wanted, Union):
            return sorted({*self.find(wanted.left, limits), *self.find(wanted.right, limits)})
        if isinstance(wanted, Meet):
            return self._find_near(wanted, limits)
        if isinstance(wanted, Containing):
            return [
                span
                for span in self.find(wanted.hits, limits)
                if self._contains(span, wanted.inner, limits) != wanted.negated
            ]
        if not wanted.negated:
            return self.find(wanted.hits, self._add_limit(limits, wanted.limit))
        outside = self._add_limit(_Reach(), wanted.limit)
        return [
            span
            for span in self.find(wanted.hits, limits)
            if self._stop(span[0], outside) < span[1]
        ]

    # -------------------------------------------------------------------------------- limits

    def _add_limit(self, limits: _Reach, limit: str | Hits) -> _Reach:
        if isinstance(limit, str):
            finest = max(limit, limits.unit or limit, key=UNITS.index)
            return _Reach(finest, limits.reach, limits.inside)
        if limit not in self.reaches:
            furthest = [0] * len(self.tokens)
            for first, end in self.find(limit, _Reach()):
                furthest[first] = max(furthest[first], end)
            self.reaches[limit] = list(accumulate(furthest, max))
        return _Reach(limits.unit, (*limits.reach, self.reaches[limit]), limits.inside)

    def _stop(self, at: int, limits: _Reach) -> int:
        """The token that no hit from a token on may reach; the token itself, if none may."""
        border = self.tokens.stops(limits.unit or self.within)[self.tokens.at[at]]
        if not limits.reach and not limits.inside:
            return max(at, border)
        stops = [border]
        stops += [furthest[at] for furthest in limits.reach]
        if limits.inside:
            first, end = limits.inside
            stops.append(end if at >= first else at)
        return max(at, min(stops))

    # -------------------------------------------------------------------------- kinds of hits

    def _find_pattern(self, pattern: Pattern, limits: _Reach) -> list[Span]:
        if pattern not in self.starts:
            self.starts[pattern] = self._possible_starts(pattern)
        starts = self.starts[pattern]
        if isinstance(pattern, Token) and not limits.reach and not limits.inside:
            return [(at, at + 1) for at in starts]  # A single token crosses no border.
        first, after = limits.inside or (0, len(self.tokens))
        length = _length_of_phrase(pattern)  # its possible starts have all of its words
        found: list[Span] = []
        for at in starts[bisect_left(starts, first) : bisect_left(starts, after)]:
            stop = self._stop(at, limits)
            if length:
                end = at + length if at + length <= stop else at
            else:
                end = max(self._possible_ends(pattern, {at}, stop), default=at)
            if end > max(at, found[-1][1] if found else 0):  # It is not inside another hit.
                found.append((at, end))
        return found

    def _find_structure(self, structure: Structure, limits: _Reach) -> list[Span]:
        found = self.tokens.spans(structure.name, self._make_row_test(structure.test))
        # The unit of the caller is meant for patterns; a span is as long as it is.
        limited = limits != _Reach()
        return [
            span
            for span in sorted(set(found))
            if not limited or self._stop(span[0], limits) >= span[1]
        ]

    def _find_near(self, wanted: Meet, limits: _Reach) -> list[Span]:
        reach = max(abs(wanted.low), abs(wanted.high))
        near = self._surroundings(wanted.near, reach, limits)
        kept = []
        for first, end in self.find(wanted.node, limits):
            if not (near.close[first] or near.close[end - 1]):
                continue
            others = near.hits[
                max(bisect_left(near.reached, first - reach) - 1, 0) : bisect_left(
                    near.firsts, end + reach
                )
            ]
            if self._has_near_hit((first, end), others, wanted, limits):
                kept.append((first, end))
        return kept

    def _surroundings(self, wanted: Hits, reach: int, limits: _Reach) -> Surroundings:
        """The hits of a query and what is close to them; those asked for last are kept.

        The rows of a table of collocates ask for the same ones.
        """
        asked = (wanted, reach, limits, self.within)
        if self.tokens.surroundings and self.tokens.surroundings[0] == asked:
            return self.tokens.surroundings[1]
        hits = self.find(wanted, limits)
        reached = list(accumulate((end for _, end in hits), max, initial=0))
        close = bytearray(len(self.tokens))
        for first, end in hits:
            start, stop = max(first - reach, 0), min(end + reach, len(close))
            close[start:stop] = b"\1" * (stop - start)
        found = Surroundings(hits, [first for first, _ in hits], reached, close)
        self.tokens.surroundings = (asked, found)
        return found

    def _has_near_hit(self, span: Span, others: list[Span], wanted: Meet, limits: _Reach) -> bool:
        begin, after = span
        is_near = False
        for first, last in others:
            if first >= after:
                distance, start, end = first - after + 1, begin, last
            elif last <= begin:
                distance, start, end = last - 1 - begin, first, after
            else:
                return False  # It overlaps the hit.
            if not is_near and wanted.low <= distance <= wanted.high:
                is_near = self._stop(start, limits) >= end
        return is_near

    def _contains(self, span: Span, inner: Hits, limits: _Reach) -> bool:
        """Whether something is found inside a hit; the hit is then all the text there is."""
        first, end = limits.inside or (0, len(self.tokens))
        narrow = (max(first, span[0]), min(end, span[1]))
        found = self.find(inner, _Reach(limits.unit, limits.reach, narrow))
        return any(span[0] <= first and last <= span[1] for first, last in found)

    # ------------------------------------------------------------------------------- patterns

    def _possible_starts(self, pattern: Pattern) -> Sequence[int]:
        """The tokens at which a hit of a pattern may begin: those that pass its first test."""
        tests = _first_tests(pattern)
        if tests is None:
            return range(len(self.tokens))
        if all(map(_asks_for_forms, tests)):
            kinds = set().union(*(passing_kinds(test, self.tokens) for test in tests))
            return self._starts_of_sequence([kinds, *self._kinds_after_first(pattern)])
        return [
            at
            for at in range(len(self.tokens))
            if any(passes(test, self.tokens, at) for test in tests)
        ]

    def _kinds_after_first(self, pattern: Pattern) -> list[set[int]]:
        """The kinds of the words behind the first, as far as each is asked for by one test."""
        items = pattern.items if isinstance(pattern, TokenSequence) else ()
        known: list[set[int]] = []
        for item in items:
            if not isinstance(item, Token) or not _asks_for_forms(item.test):
                break
            known.append(passing_kinds(item.test, self.tokens))
        return known[1:]

    def _starts_of_sequence(self, kinds: Sequence[set[int]]) -> Sequence[int]:
        """The tokens that begin a sequence of words of these kinds; the rarest are looked up."""
        counts = [self.tokens.count_places(each) for each in kinds]
        rarest = counts.index(min(counts))
        starts = [at - rarest for at in self.tokens.places(kinds[rarest]) if at >= rarest]
        kind, after = self.tokens.kind, len(self.tokens)
        for offset, each in enumerate(kinds):
            if offset != rarest:
                starts = [at for at in starts if at + offset < after and kind[at + offset] in each]
        return starts

    def _possible_ends(self, pattern: Pattern, starts: set[int], stop: int) -> set[int]:
        """The positions at which a pattern may end if it begins at one of `starts`."""
        if isinstance(pattern, Token):
            return {at + 1 for at in starts if at < stop and passes(pattern.test, self.tokens, at)}
        if isinstance(pattern, Edge):
            return starts & self._places_of(pattern)
        if isinstance(pattern, TokenSequence):
            for item in pattern.items:
                starts = self._possible_ends(item, starts, stop)
            return starts
        if isinstance(pattern, Choice):
            return {
                end
                for option in pattern.options
                for end in self._possible_ends(option, starts, stop)
            }
        found = starts if pattern.least == 0 else set()
        for times in range(1, pattern.most + 1):
            starts = self._possible_ends(pattern.item, starts, stop)
            found = found | starts if times >= pattern.least else found
            if not starts:
                break
        return found

    def _places_of(self, edge: Edge) -> set[int]:
        if edge not in self.places:
            structure = edge.structure
            spans = self.tokens.spans(structure.name, self._make_row_test(structure.test))
            self.places[edge] = {span[edge.is_end] for span in spans}
        return self.places[edge]

    def _make_row_test(self, test: Test) -> Callable[[Mapping[str, str]], bool]:
        known: dict[tuple[Word, str], bool] = {}

        def has(word: Word, row: Mapping[str, str]) -> bool:
            key = (word, row[word.attribute])
            if key not in known:
                known[key] = bool(_matching_strings(word, [key[1]]))
            return known[key]

        return lambda row: _is_true(test, lambda word: has(word, row))


def _length_of_phrase(pattern: Pattern) -> int:
    """How many words a pattern has that asks for the forms of each; 0 for any other pattern."""
    items = pattern.items if isinstance(pattern, TokenSequence) else ()
    is_phrase = all(isinstance(item, Token) and _asks_for_forms(item.test) for item in items)
    return len(items) if is_phrase else 0


def _may_be_empty(pattern: Pattern) -> bool:
    """Whether a pattern has a hit without a token."""
    if isinstance(pattern, TokenSequence):
        return all(map(_may_be_empty, pattern.items))
    if isinstance(pattern, Choice):
        return any(map(_may_be_empty, pattern.options))
    if isinstance(pattern, (Token, Edge)):
        return isinstance(pattern, Edge)
    return pattern.least == 0 or _may_be_empty(pattern.item)


def _first_tests(pattern: Pattern) -> list[Test] | None:
    """The tests of which a hit's first token must pass one; None if it may be any token."""
    if _may_be_empty(pattern):
        return None
    if isinstance(pattern, Token):
        return [pattern.test]
    if isinstance(pattern, TokenSequence):
        return _first_tests(next(item for item in pattern.items if not isinstance(item, Edge)))
    if not isinstance(pattern, Choice):
        return None if isinstance(pattern, Edge) else _first_tests(pattern.item)
    options = [_first_tests(option) for option in pattern.options]
    return None if None in options else [test for tests in options for test in tests or []]


# ------------------------------------------------------------------------------------ tests


def _is_true(test: Test, holds_for: Callable[[Word], bool]) -> bool:
    """Whether a test holds, given whether each of its comparisons holds."""
    if isinstance(test, Word):
        return holds_for(test)
    if isinstance(test, Not):
        return not _is_true(test.test, holds_for)
    parts = (_is_true(part, holds_for) for part in test.tests)
    return all(parts) if isinstance(test, Both) else any(parts)


def _asks_for_forms(test: Test) -> bool:
    """Whether a test is about `word` and `lower` alone."""
    if isinstance(test, Word):
        return test.attribute in ("word", "lower")
    return all(map(_asks_for_forms, [test.test] if isinstance(test, Not) else test.tests))


def passes(test: Test, tokens: RereadTokens, at: int) -> bool:
    """Whether a token passes a test."""
    if test in tokens.passing or _asks_for_forms(test):
        return tokens.kind[at] in passing_kinds(test, tokens)
    return _is_true(
        test,
        lambda word: (
            tokens.kind[at] in passing_kinds(word, tokens)
            if _asks_for_forms(word)
            else tokens.values(word.attribute)[at] in _passing_values(word, tokens)
        ),
    )


def passing_kinds(test: Test, tokens: RereadTokens) -> set[int]:
    """The kinds of words that pass a test of forms, evaluated once per test."""
    if test not in tokens.passing:
        tokens.passing[test] = _find_passing(test, tokens)
    return tokens.passing[test]


def _find_passing(test: Test, tokens: RereadTokens) -> set[int]:
    if isinstance(test, Word):
        kinds_of = tokens.kinds_by_form(test.attribute)
        passing = _matching_strings(test, kinds_of.keys())
        return {number for form in passing for number in kinds_of[form]}
    everything = set(range(len(tokens.kinds)))
    if isinstance(test, Not):
        return everything - passing_kinds(test.test, tokens)
    parts = [passing_kinds(part, tokens) for part in test.tests]
    return everything.intersection(*parts) if isinstance(test, Both) else set().union(*parts)


def _passing_values(test: Word, tokens: RereadTokens) -> set[str]:
    """The values of a layer that pass a test, evaluated once per test."""
    if test not in tokens.passing_values:
        values = set(tokens.values(test.attribute))
        tokens.passing_values[test] = _matching_strings(test, values)
    return tokens.passing_values[test]


def _matching_strings(test: Word, strings: Collection[str]) -> set[str]:
    """The strings that a regular expression matches."""
    text = None if test.ignore_case else _literal_text(test.value)
    if text is not None:
        return {text} if text in strings else set()
    flags = regex.DOTALL | (regex.IGNORECASE if test.ignore_case else 0)
    matches = regex.compile(test.value, flags).fullmatch
    limit = SECONDS_PER_REGEX + SECONDS_PER_WORD * len(strings)
    until = time.monotonic() + limit
    try:
        return {
            string
            for string in strings
            if matches(string, timeout=max(until - time.monotonic(), 1e-9))
        }
    except TimeoutError:
        raise DiscourseError(
            f'the regular expression "{test.value}" takes more than {limit:.2g} seconds; '
            "write it without nested repetitions."
        ) from None


def _literal_text(value: str) -> str | None:
    """The text that a regular expression stands for if none of its signs is an operator."""
    text, signs = "", iter(value)
    for sign in signs:
        escaped = next(signs, "w") if sign == "\\" else ""
        if sign in OPERATORS or escaped.isalnum() or escaped == "_":
            return None
        text += escaped or sign
    return text
