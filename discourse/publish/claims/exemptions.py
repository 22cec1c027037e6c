"""Which numbers of the prose need no claim, by rules that are narrow and counted in the report.

The rules know English: its months, its words for numbered parts ("section 3") and for what is
counted ("1995 tokens"). They do not parse sentences, so they can err both ways: "June 7" is taken
for a date wherever it occurs, and a date in another language is reported as an unbound number,
unless it is written as code. Only what Markdown marks (code, block quotations, links, headings)
does not depend on the language.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from discourse.publish.claims.number_words import NO_HITS, ORDINAL_WORDS
from discourse.publish.claims.paragraphs import MarkdownSpan, Paragraph
from discourse.publish.claims.written_numbers import WRITTEN_NUMBER, is_number

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_PLACE = (
    "(?:article|cell|chapter|figure|line|note|notebook|page|paragraph|part|row|section|sentence|"
    "step|table)"
)
_PLACE_NUMBER = (
    r"(?:\d+(?:\.\d+)*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
)
_COUNTED = (
    "(?:character|document|hapax|hit|line|section|sentence|time|token|type|word)(?:e?s)?|of|per"
)
# Words that end what a number may count: after "in 2017 the words", "words" are not counted.
_FUNCTION_WORD = (
    "(?:a|an|and|are|as|at|be|before|by|for|from|had|has|have|he|her|his|in|is|it|its|of|on|or|"
    "our|she|that|the|their|there|they|this|through|to|until|was|we|were|when|which|who|with|thus)"
)
_NOTHING_COUNTED = (
    rf"(?!\s(?:(?:(?!{_FUNCTION_WORD}\b)[\p{{L}}’'-]+\s){{0,2}}"
    rf"(?!{_FUNCTION_WORD}\b)\p{{Ll}}{{2,}}s|{_COUNTED})\b)"
)
_ORDINAL = r"\d+(?:st|nd|rd|th)"
_DEGREES = (
    "alone all always both each either every fewer fewest last least less majority minority "
    "more most neither never no nobody nothing nowhere only single sole solely"
).split()
# Adjectives for numbers, sizes, times and places, without "er" and "est".
_STEMS = (
    "bigg clos common dens earli few great high larg lat long low near new old poor rar rich short "
    "small strong weak wid"
).split()
_COMPARED = r"(?:outnumber|outweigh|exceed|surpass)(?:e?s|ed)?|(?:does|do|did) not occur|absent"
# What says an order or a whole instead of a number: superlatives, comparatives, "all", "never".
WORD_OF_DEGREE = regex.compile(
    rf"\b(?!{NO_HITS})(?:{'|'.join([*_DEGREES, *ORDINAL_WORDS])}|"
    rf"(?:{'|'.join(_STEMS)})(?:er|est)|{_COMPARED})\b",
    regex.I,
)

# What needs no claim, in addition to what Markdown marks as code, quotation or address. If several
# rules cover a number, the first one is reported.
RULES: dict[str, regex.Pattern[str]] = {
    # Whether it says more than a number is seen by `_is_formula`.
    "formula": regex.compile(r"\$\$[^$]+\$\$|\$(?=\S)[^$\n]+(?<=\S)\$"),
    "address": regex.compile(r"\b(?:https?://|doi:|10\.\d{4,}/)\S+"),
    "quotation": regex.compile(r'"[^"]*"|“[^”]*”'),
    "date": regex.compile(
        rf"\b(?:\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?|"
        rf"\d{{4}}-\d\d-\d\d)(?!\d){_NOTHING_COUNTED}"
    ),
    "year": regex.compile(rf"(?<![\d.,])(?:1[5-9]|20)\d\d(?!\d|[.,]\d| ?%){_NOTHING_COUNTED}"),
    "label": regex.compile(
        rf"\b(?:{_PLACE} {_PLACE_NUMBER}|"
        rf"{_PLACE}s {_PLACE_NUMBER}(?:(?:, {_PLACE_NUMBER})*,? (?:and|or|to) |[-–])"
        rf"{_PLACE_NUMBER})|\[\^\d+\]",
        regex.I,
    ),
    "version": regex.compile(r"\b(?:\d+(?:\.\d+){2,}|(?:version|Python) \d+(?:\.\d+)*)"),
    "size": regex.compile(r"\b\d+(?:\.\d+)?(?: by \d+| [×x] \d+)? ?(?:mm|cm|px|dpi|[kMG]B|ms)\b"),
    "name": regex.compile(
        r"\b\p{Lu}[\p{L}\p{M}]{0,5}-?\d{1,3}(?!\d)|\b\d+-grams?\b|\b\p{L}{1,2}[²³]|"
        r"\b(?:one|two)-(?:sided|tailed|way|dimensional)\b"
    ),
    "ordinal": regex.compile(
        rf"\b{_ORDINAL}(?:(?:,? (?:and|or|to) |[-–]){_ORDINAL})?"
        r"(?= (?:percentiles?|century|centuries|anniversary|session|edition|\p{Lu}))"
    ),
    # The level of an interval, and 0 as a place on a scale.
    "level": regex.compile(
        r"\b\d\d(?:\.\d)?(?: ?%| per ?cent)(?= (?:confidence |credible )?(?:intervals?|CIs?)\b)"
    ),
    "scale": regex.compile(r"\b(?:above|below|excludes?|includes?|near) zero\b", regex.I),
    "pronoun": regex.compile(
        r"\b(?:(?:the|this|that|which|each|every|any|no|another|such|other|last|next|first|either|"
        r"neither|latter|former) one|one(?= \p{L}+ (?:per|each)\b)|"
        r"one(?= of (?:its|the|their|these|those)\b)|one(?='s)|one(?= (?:another|by one|can|could|"
        r"may|might|must|should|would|hand|\p{L}+ after another)\b))\b",
        regex.I,
    ),
    "adverb": regex.compile(
        r"\bat once\b|\bonce(?= (?:more|again|it|they|the|a|an|we|you|this|that|he|she|"
        r"in a while)\b)",
        regex.I,
    ),
    "degree": WORD_OF_DEGREE,
}
# With a point, as in "2. Words" and "2.1 The text": "21 Peace" may as well say how many.
_HEADING_NUMBER = regex.compile(r"\d{1,2}(?:\.|(?:\.\d{1,2})+\.?)(?= \p{Lu})")
# In a formula: words, and commands that only set what they contain; variables; a number as result.
_SET_TEXT = regex.compile(
    r"\\(?:mbox|text\w*|mathrm|operatorname)\s*\{[^{}]*\}|\\(?:boldsymbol|[dt]?frac|math\w+|left|right|"
    r"q?quad|times|cdot|[,;:!% ])"
)
_COMMAND = regex.compile(r"\\(?:\p{L}+|.)|\p{L}")
_VARIABLE = regex.compile(r"\p{L}")
_RELATION = r"(?:[=<>≈≤≥∼~]|\\(?:approx|equiv|geq?|gt|leq?|lt|sim|simeq)(?!\p{L}))"
_RESULT = regex.compile(rf"{_RELATION}[\s{{}}]*[-\u2212]?[\d.,{{}}]*\d[\s{{}}.,;]*\Z")
_SCALE_OF = regex.compile(
    rf"\s*[-\u2212]?[01]\s*{_RELATION}.*{_RELATION}\s*[-\u2212]?[01]\s*", regex.S
)
# The ends of a scale, which a text may name in code: "0 where a word is spread evenly".
_ENDS_OF_SCALE = ("0", "1", "-1", "\u22121")
_CODE_SIGN = regex.compile(r"[=()\[\]{}_/\\<>:\"'*+#]")
_PARAMETER = regex.compile(r"(\w+)\s*=\s*([-\d.]+)")
_ELLIPSIS = regex.compile(r"\[?(?:…|\.\.\.)\]?")


@dataclass(frozen=True)
class PassedValues:
    """The numbers that the code of a notebook passes as keyword arguments, by the argument."""

    values: Mapping[str, set[str]] = field(default_factory=dict)

    @staticmethod
    def of(trees: Iterable[ast.AST]) -> "PassedValues":
        """Collect the values of the calls in some syntax trees."""
        found: dict[str, set[str]] = {}
        for tree in trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.keyword) and node.arg:
                    found.setdefault(node.arg, set()).add(ast.unparse(node.value))
        return PassedValues(found)

    def allow(self, code: str) -> bool:
        """Whether a piece of code says nothing else than what is passed.

        A parameter that no call passes is described in general, so any value is allowed.
        """
        return all(
            value in self.values.get(name, {value}) for name, value in _PARAMETER.findall(code)
        )


def find_exempt(paragraph: Paragraph, passed: PassedValues) -> Iterator[MarkdownSpan]:
    """Find the stretches that need no claim: as Markdown marks them, then by the rules."""
    for span in paragraph.spans:
        text = paragraph.text[span.start : span.end]
        if span.kind in ("quotation", "address") or (
            span.kind == "code" and _is_code(text) and passed.allow(text)
        ):
            yield span
        number = span.kind == "heading" and _HEADING_NUMBER.match(paragraph.text)
        if number:
            yield MarkdownSpan(0, number.end(), "heading")
    for rule, pattern in RULES.items():
        for match in pattern.finditer(paragraph.text):
            if rule != "formula" or _is_formula(match[0].strip("$")):
                yield MarkdownSpan(*match.span(), rule)


def is_quoted_from(quotation: str, at: int, sources: Sequence[str]) -> bool:
    """Whether the words around a number in a quotation occur in a text, up to an ellipsis.

    Examples
    --------
    >>> is_quoted_from('"It has … 7 dwarfs."', 10, ["Snow White and the 7 dwarfs. The end."])
    True
    """
    start = max((gap.end() for gap in _ELLIPSIS.finditer(quotation, 0, at)), default=0)
    after = _ELLIPSIS.search(quotation, at)
    words = _plain(quotation[start : after.start() if after else len(quotation)])
    return any(words in _plain(source) for source in sources)


def _plain(text: str) -> str:
    """A text without quotation marks around it, with single spaces."""
    return " ".join(text.translate(str.maketrans("“”‘’", "\"\"''")).split()).strip("\"' ")


def _is_formula(text: str) -> bool:
    """Whether maths has a variable and does not say which number something is, as "x = 21" does."""
    plain = _SET_TEXT.sub(lambda words: _COMMAND.sub(" ", words[0]), text)
    if not _VARIABLE.search(plain):
        return False
    return _RESULT.search(plain[-80:]) is None or _SCALE_OF.fullmatch(plain) is not None


def _is_code(text: str) -> bool:
    """Whether text in code font is code: neither a number alone nor words of a sentence."""
    text = text.strip()
    if is_number(text):
        return text in _ENDS_OF_SCALE
    return " " not in text or _CODE_SIGN.search(text) is not None or not WRITTEN_NUMBER.search(text)
