"""Match queries a second time, token by token, with plain lists: no index, no arrays.

`verify` compares the hits found here with those of the index. The two share the tokeniser and the
syntax tree of a query (`parse`), and nothing else: this checks the index, not the meaning of the
language. Every query is matched against the whole text, word by word.
"""

import time
from bisect import bisect_left
from collections.abc import Iterable

import regex

from discourse.corpus.query.parsing import parse
from discourse.corpus.query.pattern import (
    Both,
    Choice,
    Hits,
    Meet,
    Minus,
    Not,
    Pattern,
    Test,
    Token,
    TokenSequence,
    Word,
    literal_text,
    pattern_length,
)  # fmt: skip
from discourse.corpus.query.rereading import RereadTokens, holds
from discourse.errors import DiscourseError
from discourse.text.tokenizer import Tokenizer

SECONDS_PER_REGEX = 10  # for all the words that one regular expression is compared with

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
    wanted = parse(query, tokenizer)
    found: list[tuple[str, int, int]] = []
    for first, end in find_spans(wanted.hits, tokens, within):
        parts = tokens.parts(first)
        if holds(wanted.condition, parts):
            after = tokens.starts[end - 1] + len(tokens.words[end - 1])
            found.append((parts["document"], tokens.starts[first], after))
    return found


def find_spans(wanted: Hits, tokens: RereadTokens, within: str) -> list[Span]:
    """Find hits: the first token and the one after the last, ascending; none is inside another."""
    if isinstance(wanted, Minus):
        left_out = set(find_spans(wanted.right, tokens, within))
        return [span for span in find_spans(wanted.left, tokens, within) if span not in left_out]
    stops = tokens.stops(wanted.within or within)
    if isinstance(wanted, Meet):
        near = find_spans(wanted.near, tokens, within)
        node = find_spans(wanted.node, tokens, within)
        reach = max(abs(wanted.low), abs(wanted.high))
        ends_near, firsts_near = [end for _, end in near], [first for first, _ in near]
        return [
            (first, end)
            for first, end in node
            if _has_near_hit(
                (first, end),
                near[bisect_left(ends_near, first - reach) : bisect_left(firsts_near, end + reach)],
                wanted,
                tokens,
                stops,
            )
        ]
    found: list[Span] = []
    for at in possible_starts(wanted.pattern, tokens):
        end = max(possible_ends(wanted.pattern, {at}, tokens, stops[tokens.at[at]]), default=at)
        if end > max(at, found[-1][1] if found else 0):  # It is not inside another hit.
            found.append((at, end))
    return found


def _has_near_hit(
    span: Span, others: list[Span], wanted: Meet, tokens: RereadTokens, stops: list[int]
) -> bool:
    if any(first < span[1] and span[0] < last for first, last in others):
        return False
    for first, last in others:
        after = first >= span[1]
        distance = first - span[1] + 1 if after else last - 1 - span[0]
        one, other = (span[1] - 1, first) if after else (last - 1, span[0])
        if other < stops[tokens.at[one]] and wanted.low <= distance <= wanted.high:
            return True
    return False


def possible_starts(pattern: Pattern, tokens: RereadTokens) -> Iterable[int]:
    """The tokens at which a hit of a pattern may begin: those that pass its first test."""
    tests = _first_tests(pattern)
    if tests is None:
        return range(len(tokens))
    words = set().union(*(passing_words(test, tokens) for test in tests))
    return [at for at, word in enumerate(tokens.words) if word in words]


def _first_tests(pattern: Pattern) -> list[Test] | None:
    """The tests of which a hit's first token must pass one; None if it may be any token."""
    if pattern_length(pattern)[0] == 0:
        return None
    if isinstance(pattern, Token):
        return [pattern.test]
    if not isinstance(pattern, Choice):
        return _first_tests(
            pattern.items[0] if isinstance(pattern, TokenSequence) else pattern.item
        )
    options = [_first_tests(option) for option in pattern.options]
    return None if None in options else [test for tests in options for test in tests or []]


def possible_ends(pattern: Pattern, starts: set[int], tokens: RereadTokens, stop: int) -> set[int]:
    """The positions at which a pattern may end if it begins at one of `starts`."""
    if isinstance(pattern, Token):
        words = passing_words(pattern.test, tokens)
        return {at + 1 for at in starts if at < stop and tokens.words[at] in words}
    if isinstance(pattern, TokenSequence):
        for item in pattern.items:
            starts = possible_ends(item, starts, tokens, stop)
        return starts
    if isinstance(pattern, Choice):
        return {
            end for option in pattern.options for end in possible_ends(option, starts, tokens, stop)
        }
    found = starts if pattern.least == 0 else set()
    for times in range(1, pattern.most + 1):
        starts = possible_ends(pattern.item, starts, tokens, stop)
        found = found | starts if times >= pattern.least else found
        if not starts:
            break
    return found


def passing_words(test: Test, tokens: RereadTokens) -> set[str]:
    """The words that pass a test, evaluated once per test."""
    if test not in tokens.passing:
        tokens.passing[test] = _find_passing(test, tokens)
    return tokens.passing[test]


def _find_passing(test: Test, tokens: RereadTokens) -> set[str]:
    if isinstance(test, Word):
        return _match_words(test, tokens.lower)
    if isinstance(test, Not):
        return tokens.lower.keys() - passing_words(test.test, tokens)
    parts = [passing_words(part, tokens) for part in test.tests]
    return set(tokens.lower).intersection(*parts) if isinstance(test, Both) else set().union(*parts)


def _match_words(test: Word, lower: dict[str, str]) -> set[str]:
    """The words that a regular expression matches, as written or as counted."""
    forms = {word: str(word) for word in lower} if test.attribute == "word" else lower
    text = None if test.ignore_case else literal_text(test.value)
    if text is not None:
        return {word for word, form in forms.items() if form == text}
    flags = regex.DOTALL | (regex.IGNORECASE if test.ignore_case else 0)
    matches = regex.compile(test.value, flags).fullmatch
    until = time.monotonic() + SECONDS_PER_REGEX
    try:
        return {
            word
            for word, form in forms.items()
            if matches(form, timeout=max(until - time.monotonic(), 1e-9))
        }
    except TimeoutError:
        raise DiscourseError(
            f'the regular expression "{test.value}" takes more than {SECONDS_PER_REGEX} seconds; '
            "write it without nested repetitions."
        ) from None
