"""The query language: a string becomes a `Query`. ``discourse help queries`` describes it."""

from collections.abc import Mapping, Sequence
from functools import partial

import regex

from discourse.corpus.query.pattern import (
    Choice,
    Condition,
    Find,
    Pattern,
    Query,
    Token,
    TokenSequence,
    Word,
    escape_value,
)
from discourse.errors import DiscourseError, check_text
from discourse.text.tokenizer import Tokenizer

# What stands where it is not escaped, is special in a phrase; the rest is text for the tokeniser.
_ESCAPED = r"(?s)\\.(*SKIP)(*FAIL)|"
_RESTRICTION = regex.compile(_ESCAPED + "::")
_ALTERNATIVE = regex.compile(_ESCAPED + r"\|")
_BLANKS = regex.compile(_ESCAPED + r"\s+")
_CQL = regex.compile(r'[(\s]*(?:"|meet\s*\()|(?s:(?:\\.|[^\\])*?)\[')
# Letters and digits of rare scripts, and the regular expressions of the wildcards.
MIAO, ADLAM = range(0x16F00, 0x16F45), range(0x1E950, 0x1E95A)
WILD = (".*", ".")
SPECIAL = regex.compile(r'[\\*?|\["]|:(?=:)')


def parse(query: str, tokenizer: Tokenizer) -> Query:
    """What a query means.

    Parameters
    ----------
    words : the corpus's tokeniser, which splits phrases.

    Raises
    ------
    DiscourseError : a query that is none; where it breaks, and one that would work.
    """
    phrase, *restriction = _RESTRICTION.split(query, maxsplit=1)
    if _CQL.match(phrase):
        from discourse.corpus.query.cql import parse_cql

        return parse_cql(query)
    condition = parse_condition(restriction[0]) if restriction else ()
    return Query(Find(_parse_phrase(phrase, tokenizer)), condition)


def parse_condition(text: str) -> Condition:
    """What follows ``::``, or the condition of a subset."""
    from discourse.corpus.query.cql import parse_restriction

    return parse_restriction(check_text("condition", text, 'document = "a"'))


def term_query(terms: Sequence[str], tokenizer: Tokenizer) -> str:
    r"""The query whose hits are exactly the tokens counted as these terms, in a row.

    Examples
    --------
    >>> import discourse as dc
    >>> term_query(["human", "rights"], dc.Tokenizer())
    'human rights'
    >>> term_query(["u.s."], dc.Tokenizer())
    '[lower="u\\.s\\."]'
    """
    phrase = SPECIAL.sub(r"\\\g<0>", " ".join(terms))
    wanted = TokenSequence(tuple(Token(Word("lower", escape_value(term))) for term in terms))
    if not _CQL.match(phrase) and _try_phrase(phrase, tokenizer) == wanted:
        return phrase
    return " ".join(f'[lower="{escape_value(term)}"]' for term in terms)


def _try_phrase(phrase: str, tokenizer: Tokenizer) -> Pattern | None:
    try:
        return _parse_phrase(phrase, tokenizer)
    except DiscourseError:
        return None


def _parse_phrase(phrase: str, tokenizer: Tokenizer) -> Pattern:
    """A phrase as a row of tokens; where ``|`` stands, a choice between some."""
    items: list[Pattern] = []
    if not _ALTERNATIVE.search(phrase):
        items += _parse_words(phrase, tokenizer)
    else:
        for chunk in _BLANKS.split(phrase.strip()):
            options = [_parse_option(part, chunk, tokenizer) for part in _ALTERNATIVE.split(chunk)]
            items += options[0].items if len(options) == 1 else [Choice(tuple(options))]
    if not items:
        raise DiscourseError(
            f'{phrase!r} holds no word; give a phrase, as human rights, or CQL, as [word="rights"].'
        )
    return TokenSequence(tuple(items))


def _parse_option(part: str, chunk: str, tokenizer: Tokenizer) -> TokenSequence:
    tokens = _parse_words(part, tokenizer)
    if "|" in chunk and not tokens:
        raise DiscourseError(
            f"{chunk!r} has no word on one side of |; write alternatives without blanks, as "
            'shared|common future, and longer ones in CQL, as "human" "rights" | "peace".'
        )
    return TokenSequence(tuple(tokens))


def _parse_words(text: str, tokenizer: Tokenizer) -> list[Pattern]:
    """The words of a text, each with its wildcards."""
    letters, digits = _choose_stand_ins(text, MIAO), _choose_stand_ins(text, ADLAM)
    marked = regex.sub(r"(?s)\\(.)|([*?])", partial(_replace_sign, letters, digits), text)
    meant = {
        sign: pattern
        for pair in (letters, digits)
        for sign, pattern in zip(pair, WILD, strict=True)
    }
    return [
        Token(Word("lower", _write_pattern(tokenizer.fold(marked[start:end]), meant)))
        for start, end in _join_wildcards(tokenizer.spans(marked).tolist(), marked, "".join(meant))
    ]


def _choose_stand_ins(text: str, signs: range) -> list[str]:
    """Two signs that stand for ``*`` and ``?`` while a phrase is tokenised."""
    return [chr(code) for code in signs if chr(code) not in text][:2]


def _replace_sign(letters: Sequence[str], digits: Sequence[str], found: regex.Match[str]) -> str:
    """What stands for a wildcard: beside a point or comma a digit, which alone it joins (9.*)."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    signs = digits if before in {".", ","} or after in {".", ","} else letters
    return found[1] or signs["*?".index(found[2])]


def _join_wildcards(spans: list[list[int]], text: str, wild: str) -> list[list[int]]:
    """Spans, those of wildcards alone joined to the letters they touch: a segmenter parts them."""
    joined: list[list[int]] = []
    for start, end in spans:
        if (
            joined
            and joined[-1][1] == start
            and _belong_together(text, joined[-1], [start, end], wild)
        ):
            joined[-1][1] = end
        else:
            joined.append([start, end])
    return joined


def _belong_together(text: str, left: list[int], right: list[int], wild: str) -> bool:
    before, after = text[slice(*left)], text[slice(*right)]
    alone = set(before) <= set(wild) or set(after) <= set(wild)
    return alone and bool(regex.match(r"\w", after)) and bool(regex.search(r"\w\Z", before))


def _write_pattern(term: str, meant: Mapping[str, str]) -> str:
    return "".join(meant.get(sign, sign) for sign in escape_value(term))
