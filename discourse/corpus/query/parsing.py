"""Parse a query: a phrase here, CQL in `cql`. ``discourse help queries`` describes both."""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from types import MappingProxyType

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
from discourse.corpus.store.placing import PlacedLayer
from discourse.errors import DiscourseError, check_text
from discourse.text.tokenizer import Tokenizer

# Queries: those of a table are matched by two matchers, and again for their lines.
MOST_KEPT = 1_024
# Patterns that start with this skip a sign after a backslash: it is text, not part of the syntax.
_ESCAPED = r"(?s)\\.(*SKIP)(*FAIL)|"
_RESTRICTION = regex.compile(_ESCAPED + "::")
# In CQL, a text in quotation marks contains no sign of the syntax.
_RESTRICTION_OF_CQL = regex.compile(r'(?s)"(?:[^"\\]|\\.)*"(*SKIP)(*FAIL)|::')
_ALTERNATIVE = regex.compile(_ESCAPED + r"\|")
_BLANKS = regex.compile(_ESCAPED + r"\s+")
# Also what is CQL in other programs and refused here: !"the", 1:"the", MU(meet "the" "end" -1 1).
_CQL = regex.compile(
    r"""(?xs) [(\s]* (?: " | meet\s*\( | < | !\s*["(] | \w+:["(] | MU\s*\( )
    | (?:\\. | [^\\])*? (?: \[ | </?[^\W\d][^<>]*> )
    """
)
SPECIAL = regex.compile(r'[\\*?|\["<!]|:(?=[:"(])')


def parse(
    query: str,
    tokenizer: Tokenizer,
    layers: Mapping[str, PlacedLayer] = MappingProxyType({}),
    *,
    joined: bool = False,
) -> Query:
    """Parse a query.

    Parameters
    ----------
    query : str
        A phrase or CQL, with or without a condition after ``::``.
    tokenizer : Tokenizer
        The tokeniser of the corpus, which splits phrases.
    layers : mapping of str to TokenLayer or SpanLayer, optional
        The layers of the corpus, which the query may name.
    joined : bool, default False
        Whether some tokens of the corpus are several words with ``_`` between them.

    Returns
    -------
    Query
        The hits that are wanted, and the condition on their parts.

    Raises
    ------
    DiscourseError
        If the query is malformed. The message marks the place and shows a query that would work.
    """
    if layers:  # their names and values decide what a query means
        return _parse_anew(query, tokenizer, layers, joined)
    return _parse_once(query, tokenizer, joined)


@lru_cache(maxsize=MOST_KEPT)
def _parse_once(query: str, tokenizer: Tokenizer, joined: bool) -> Query:
    """Parse a query without layers, or give the one that was parsed before."""
    return _parse_anew(query, tokenizer, MappingProxyType({}), joined)


def _parse_anew(
    query: str, tokenizer: Tokenizer, layers: Mapping[str, PlacedLayer], joined: bool
) -> Query:
    if is_cql(query):
        from discourse.corpus.query.cql import parse_cql

        return parse_cql(query, tokenizer, layers, joined=joined)
    phrase, restriction = split_restriction(query)
    condition = () if restriction is None else parse_condition(restriction)
    return Query(Find(_parse_phrase(phrase, tokenizer, joined=joined)), condition)


def is_cql(query: str) -> bool:
    """Whether a query is CQL and no phrase; what follows ``::`` is the same in both."""
    return bool(_CQL.match(_RESTRICTION.split(query, maxsplit=1)[0]))


def split_restriction(query: str) -> tuple[str, str | None]:
    r"""Split a query where `parse` does: into what it finds, and its condition if it has one.

    Parameters
    ----------
    query : str
        A phrase or CQL.

    Returns
    -------
    tuple of str and (str or None)
        What stands before the ``::`` and after it, with the blanks around it.

    Examples
    --------
    >>> split_restriction('rights :: section = "2"'), split_restriction('[word="a::b"]')
    (('rights ', ' section = "2"'), ('[word="a::b"]', None))
    """
    border = (_RESTRICTION_OF_CQL if is_cql(query) else _RESTRICTION).search(query)
    return (query[: border.start()], query[border.end() :]) if border else (query, None)


def parse_condition(text: str) -> Condition:
    """Parse what follows ``::``, or the condition of a subset."""
    from discourse.corpus.query.restriction import parse_restriction

    return parse_restriction(check_text("condition", text, 'document = "a"'))


def term_query(terms: Sequence[str], tokenizer: Tokenizer) -> str:
    r"""Write the query whose hits are exactly the tokens counted as these terms, in a row.

    Examples
    --------
    >>> import discourse as dc
    >>> term_query(["human", "rights"], dc.Tokenizer())
    'human rights'
    >>> term_query(["u.s."], dc.Tokenizer())
    '[lower="u\\.s\\."]'
    """
    phrase = SPECIAL.sub(r"\\\g<0>", " ".join(terms))
    wanted = _sequence_of([Token(Word("lower", escape_value(term))) for term in terms])
    # Version 0.1 wrote CQL for what a choice cuts off, such as 's, and saved tables have it.
    is_whole = tokenizer.spans(phrase).tolist() == tokenizer.phrase_spans(phrase)
    if is_whole and not _CQL.match(phrase) and _try_phrase(phrase, tokenizer) == wanted:
        return phrase
    return " ".join(f'[lower="{escape_value(term)}"]' for term in terms)


def _try_phrase(phrase: str, tokenizer: Tokenizer) -> Pattern | None:
    try:
        return _parse_phrase(phrase, tokenizer)
    except DiscourseError:
        return None


def _parse_phrase(phrase: str, tokenizer: Tokenizer, *, joined: bool = False) -> Pattern:
    """Parse a phrase into a row of tokens, with a choice wherever ``|`` joins words."""
    split = partial(_parse_words, tokenizer=tokenizer, joined=joined)
    items: list[Pattern] = []
    if not _ALTERNATIVE.search(phrase):
        items += split(phrase)
    else:
        for chunk in _BLANKS.split(phrase.strip()):
            options = [_check_alternative(split(part), chunk) for part in _ALTERNATIVE.split(chunk)]
            items += (
                options[0] if len(options) == 1 else [Choice(tuple(map(_sequence_of, options)))]
            )
    if not items:
        raise DiscourseError(
            f"{phrase!r} contains no word; give a phrase, such as human rights, or CQL, such as "
            '[word="rights"].'
        )
    return _sequence_of(items)


def _sequence_of(items: Sequence[Pattern]) -> Pattern:
    return items[0] if len(items) == 1 else TokenSequence(tuple(items))


def _check_alternative(tokens: list[Pattern], chunk: str) -> list[Pattern]:
    if "|" in chunk and not tokens:
        raise DiscourseError(
            f"{chunk!r} has no word on one side of |; write alternatives without spaces, such as "
            'shared|common future, and longer ones in CQL, such as "human" "rights" | "peace".'
        )
    return tokens


# ---------------------------------------------------------------------------------- wildcards

# A phrase is split by the tokeniser that splits the texts, and that one knows nothing of wildcards:
# it would read `win-*` as the word `win`, and `36,*` as `36`. Splitting the text between the
# wildcards does not help, because a hyphen, an apostrophe, a point or a comma joins two pieces only
# if both sides are right. So each wildcard is replaced by a word character, its stand-in. Then the
# phrase is tokenised and folded, and each stand-in becomes the regular expression of its wildcard:
#
#   communit* 36,*    ->    communitL 36,D    ->    `communitL`, `36,D`    ->    communit.*, 36,.*
#
# A stand-in must survive folding, and must not be in the phrase already. L is therefore a letter of
# a script without upper and lower case that is hardly ever used (Miao). Next to a point or comma
# only digits are joined, so D is a digit (Adlam). Both scripts have enough characters to choose one
# that the phrase does not contain.
_STAND_IN_LETTERS = range(0x16F00, 0x16F45)
_STAND_IN_DIGITS = range(0x1E950, 0x1E95A)
# The `_` of a joined token (`united_nations`) is treated as a wildcard that stands for itself.
_WILDCARDS = {"*": ".*", "?": ".", "_": "_"}
_SIGN = regex.compile(r"(?s)\\(?P<literal>.)|(?P<wildcard>[*?])")
_SIGN_WHERE_JOINED = regex.compile(r"(?s)\\(?P<literal>.)|(?P<wildcard>[*?_])")


def _parse_words(text: str, *, tokenizer: Tokenizer, joined: bool) -> list[Pattern]:
    """Split a text into words; the wildcards in them become regular expressions."""
    letters = _choose_stand_ins(text, _STAND_IN_LETTERS)
    digits = _choose_stand_ins(text, _STAND_IN_DIGITS)
    signs = _SIGN_WHERE_JOINED if joined else _SIGN
    replaced = signs.sub(partial(_replace_sign, letters, digits), text)
    meaning = {pair[sign]: _WILDCARDS[sign] for pair in (letters, digits) for sign in _WILDCARDS}
    spans = _join_stand_ins(tokenizer.phrase_spans(replaced), replaced, set(meaning))
    return [
        Token(Word("lower", _replace_stand_ins(tokenizer.fold(replaced[start:end]), meaning)))
        for start, end in spans
    ]


def _choose_stand_ins(text: str, candidates: range) -> dict[str, str]:
    """Choose for each wildcard a character that the text does not contain."""
    unused = (chr(code) for code in candidates if chr(code) not in text)
    return dict(zip(_WILDCARDS, unused, strict=False))


def _replace_sign(
    letters: Mapping[str, str], digits: Mapping[str, str], found: regex.Match[str]
) -> str:
    """Replace a wildcard by its stand-in, and a character after a backslash by itself."""
    if found["literal"]:
        return found["literal"]
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    beside_point = before in {".", ","} or after in {".", ","}
    return (digits if beside_point else letters)[found["wildcard"]]


def _join_stand_ins(spans: list[list[int]], text: str, stand_ins: set[str]) -> list[list[int]]:
    """Join stand-ins to the letters that they touch, from which a segmenter may separate them."""
    joined: list[list[int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            before, after = text[slice(*joined[-1])], text[start:end]
            if _belong_together(before, after, stand_ins):
                joined[-1][1] = end
                continue
        joined.append([start, end])
    return joined


def _belong_together(before: str, after: str, stand_ins: set[str]) -> bool:
    only_stand_ins = stand_ins.issuperset(before) or stand_ins.issuperset(after)
    touch = regex.search(r"\w\Z", before) and regex.match(r"\w", after)
    return only_stand_ins and bool(touch)


def _replace_stand_ins(term: str, meaning: Mapping[str, str]) -> str:
    return "".join(meaning.get(sign, sign) for sign in escape_value(term))
