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
from functools import cache

import regex

from discourse.publish.claims.comparative_words import COMPARATIVE_WORDS
from discourse.publish.claims.counted_nouns import COUNTED, FUNCTION_WORD, is_count
from discourse.publish.claims.number_words import NO_HITS, ORDINAL_WORDS
from discourse.publish.claims.paragraphs import MarkdownSpan, Paragraph
from discourse.publish.claims.written_numbers import WRITTEN_NUMBER, is_number
from discourse.publish.provenance.recipes import parameters_of, verb_names

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_PLACE = (
    "(?:appendix|article|cell|chapter|equation|example|figure|footnote|item|line|note|notebook|"
    "page|paragraph|part|row|section|sentence|step|table|volume)"
)
_SHORT_PLACE = r"(?:app|arts?|chs?|eds?|eqs?|figs?|fn|nn?|nos?|paras?|pp?|sec|tab|vols?)\."
_WORD_NUMBER = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PLACE_NUMBER = rf"(?:\d+(?:\.\d+)*[a-z]?|{_WORD_NUMBER})\b"
_NOTHING_COUNTED = (
    rf"(?!\s(?:(?:(?!{FUNCTION_WORD}\b)[\p{{L}}’'-]+\s){{0,2}}"
    rf"(?!{FUNCTION_WORD}\b)\p{{Ll}}{{2,}}s|{COUNTED}|of|per|in total|altogether|"
    r"(?:is|are|was|were) (?:attested|counted|found|there))\b)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
# After these, a number says how many; "the year is 1999" says a year.
_SAYS_HOW_MANY = (
    r"(?<!(?<!\b(?:year|date)s?\b[^.;:]{0,20})\b(?:is|are|was|were|equals?|reach(?:es|ed)?|makes?|"
    r"has|have|had|contains?|occurs?|appears?|counts?|numbers?|totals?|hits|occurrences),? )"
    r"(?<!(?<!\b(?:year|date|edition|period|published|time)s?)[:=] )"
)
_PART_OF = "half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|halves"
# What an author counts of the own argument: "two reasons", but not what a text has.
_OF_ARGUMENT = (
    "(?:aims|answers|approaches|arguments|assumptions|caveats|claims|comments|conclusions|"
    "considerations|difficulties|hypotheses|ideas|issues|limitations|limits|objections|options|"
    "points|possibilities|problems|purposes|questions|reasons|remarks|senses|stages|steps|tasks|"
    "things|traditions|views|ways)"
)
# "The Four Freedoms", but not "Ninety Hits".
_NAME_NUMBER = "(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Hundred|Thousand)"
_CAPITAL_COUNTED = "(?:Hits|Occurrences|Instances|Mentions|Times|Tokens|Types|Words)"
_JOINED_NUMBER = f"(?:half|zero|{_WORD_NUMBER[3:-1]})"
_ORDINAL = r"\d+(?:st|nd|rd|th)"
_DEGREES = (
    "alone all always both each either every fewer fewest last least less majority minority "
    "more most neither never no nobody nothing nowhere only single sole solely "
    "completely countless entirely everywhere exclusively handful hardly innumerable invariably "
    "myriad purely rarely scarcely seldom umpteen unique uniquely wholly"
).split()
_WHOLES = r"without exceptions?|lion['’]s share|(?:bulk|(?:better|greater|larger) part) of"
_ABSENT = r"(?:does|do|did) not occur|absent|unattested"
# What says an order or a whole instead of a number: superlatives, comparatives, "all", "never".
WORD_OF_DEGREE = regex.compile(
    rf"\b(?!{NO_HITS})(?:{'|'.join([*_DEGREES, *ORDINAL_WORDS])}|"
    rf"{COMPARATIVE_WORDS}|{_ABSENT}|{_WHOLES})\b",
    regex.I,
)

# What needs no claim, in addition to what Markdown marks as code, quotation or address. If several
# rules cover a number, the first one is reported.
RULES: dict[str, regex.Pattern[str]] = {
    # Whether it says more than a number is seen by `_is_formula`.
    "formula": regex.compile(r"\$\$[^$]+\$\$|\$(?=\S)[^$\n]+(?<=\S)\$"),
    "address": regex.compile(
        r"\b(?:https?://|doi:|10\.\d{4,}/)\S+|\b(?:ISBN|ISSN|ORCID|arXiv)(?: |: ?)\d[\d.X-]+"
    ),
    "quotation": regex.compile(r'"[^"]*"|“[^”]*”'),
    "date": regex.compile(
        rf"\b(?:\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?|"
        rf"\d{{4}}-\d\d-\d\d)(?!\d){_NOTHING_COUNTED}"
    ),
    "year": regex.compile(
        rf"(?<![\d.,]){_SAYS_HOW_MANY}{_YEAR}(?:[/–-]\d\d)?(?!\d|[.,]\d| ?%|(?!s\b)\p{{L}})"
        rf"{_NOTHING_COUNTED}"
    ),
    "time": regex.compile(
        r"\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.m\.|[ap]m\b|o['’]clock\b)|"
        r"\bhalf an? (?:century|decade|hour|minute|year)\b",
        regex.I,
    ),
    "label": regex.compile(
        rf"\b(?:{_PLACE} {_PLACE_NUMBER}(?:(?<=\bpage \d+) of \d+)?|"
        rf"{_PLACE}s {_PLACE_NUMBER}(?:(?:, {_PLACE_NUMBER})*,? (?:and|or|to) |[-–])"
        rf"{_PLACE_NUMBER}|(?-i:[\p{{L}}]*){_SHORT_PLACE} ?\d+(?:\.\d+)*(?:[-–]\d+)?)|"
        r"§§? ?\d+(?:\.\d+)*(?:[-–]\d+)?|\[\^\d+\]",
        regex.I,
    ),
    # Pages after the year of a publication, and the numbers of resolutions and laws.
    "reference": regex.compile(
        rf"(?<=[(\[][^()\[\]]*\b{_YEAR}[a-z]?(?:: ?|, ))\d+(?:[-–]\d+)?(?=[)\];,])|"
        rf"(?<=\p{{Lu}}\p{{L}}+ {_YEAR}[a-z]?, )\d+[-–]\d+|"
        r"\b(?:Resolution|Directive|Regulation|Decree|Document|Doc\.) (?:No\. ?)?\d+|"
        r"\b\p{Lu}+(?:/\p{Lu}+)+/\d+"
    ),
    "version": regex.compile(r"\b(?:\d+(?:\.\d+){2,}|(?:version|Python) \d+(?:\.\d+)*)"),
    "size": regex.compile(
        r"\b\d+(?:\.\d+)?(?: by \d+| [×x] \d+)? ?(?:mm|cm|px|pt|dpi|[kMG]B|ms)\b"
    ),
    "name": regex.compile(
        r"\b\p{Lu}[\p{L}\p{M}]{0,5}-?\d{1,3}(?!\d)|\b\d+-grams?\b|\b\p{L}{1,2}[²³]|"
        r"\b\d+-fold(?= cross)|"
        r"\b(?:one|two)-(?:sided|tailed|way|dimensional)\b|(?<![\d/])9/11(?![\d/])|"
        rf"(?<=[\p{{Ll}},;:] ){_NAME_NUMBER} (?!{_CAPITAL_COUNTED})\p{{Lu}}\p{{L}}+"
    ),
    "ordinal": regex.compile(
        rf"\b{_ORDINAL}(?:(?:,? (?:and|or|to) |[-–]){_ORDINAL})?"
        r"(?= (?:percentiles?(?<!(?:[ai]t|in|above|below) the \d+\w\w percentile)|century|"
        r"centuries|anniversary|session|edition|\p{Lu}))"
    ),
    # The level of an interval, and 0 as a place on a scale.
    "level": regex.compile(
        r"\b\d\d(?:\.\d)?(?: ?%| per ?cent)(?= (?:confidence |credible )?(?:intervals?|CIs?)\b)"
    ),
    "scale": regex.compile(r"\b(?:above|below|excludes?|includes?|near) zero\b", regex.I),
    "pronoun": regex.compile(
        r"\b(?:(?:the|this|that|which|each|every|any|no|another|such|other|last|next|first|either|"
        rf"neither|latter|former) one(?! {COUNTED}\b)|one(?= \p{{L}}+ (?:per|each)\b)|"
        r"one(?= of (?:its|the|their|these|those|which|whom)\b)|"
        r"one(?= [^.;:]{1,80}\bthe other\b)|one(?='s)|one(?= (?:another|by one|can|could|"
        r"may|might|must|should|would|hand|\p{L}+ after another)\b))\b",
        regex.I,
    ),
    "adverb": regex.compile(
        r"\bat once\b|\bonce(?= (?:more|again|it|they|the|a|an|we|you|this|that|he|she|"
        r"in a while)\b)",
        regex.I,
    ),
    "compound": regex.compile(
        rf"\b{_JOINED_NUMBER}-(?!(?:fold|hit|occurrence|odd|point|time|to|{_PART_OF})s?\b)"
        rf"(?!(?:digit|figure)s? (?:counts?|frequency|numbers?|rates?|totals?)\b)"
        rf"(?!(?:{_WORD_NUMBER[3:-1]}|hundred|thousand|million|billion)\b)\p{{L}}+",
        regex.I,
    ),
    "argument": regex.compile(
        r"(?<!\b(?:has|have|had|contains?|names|lists|gives|asks) )"
        rf"\b{_WORD_NUMBER} (?:\p{{L}}+ )?{_OF_ARGUMENT}\b|\bone (?=reason\b|way\b)|"
        rf"\bone (?=point\b(?! (?:zero|nought|{_WORD_NUMBER[3:-1]})\b))",
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
# What divides a formula into sides, and what may stand in one that is a number and nothing else.
_BORDER = regex.compile(
    r"\\(?:approx|cong|colon|colone?qq?|doteq|equiv|geq?|geqslant|gg|gt|in|leftarrow|leq?|"
    r"leqslant|ll|longrightarrow|lt|mapsto|neq?|ni|propto|Rightarrow|rightarrow|sim|simeq|to)"
    r"(?!\p{L})|[=<>≈≤≥∼:;]|\\\\|&|\\q?quad(?!\p{L})"
)
_INEQUALITY = regex.compile(r"[<>≤≥]|\\(?:geq?|geqslant|gg|gt|leq?|leqslant|ll|lt)")
_SCRIPT = regex.compile(r"[_^]\s*(?:\{[^{}]*\}|\\\p{L}+|[^\s{}\\])")
_WRAPPER = regex.compile(
    r"\\(?:bf|bfseries|big|bigg|Big|Bigg|boldsymbol|boxed|cdot|d?frac|displaystyle|div|em|fbox|it|"
    r"large|Large|left|math\w+|mbox|mp|operatorname|overline|pm|right|rm|sf|strut|text\w*|tfrac|"
    r"textstyle|times|tt|underline|[,;:!% ])(?!(?<=\p{L})\p{L})|[{}~()\[\].,+*/|−-]|\s"
)
# Markdown takes the stroke from "\\,".
_SET_APART = regex.compile(r"(?:[,;:!~\s]|\\q?quad)\s*[(\[]\s*[\d.,]+\s*[)\]]")
# "i = 1, …, n" counts the members of a formula.
_AND_SO_ON = regex.compile(r"\d+\s*,?\s*(?:\d+\s*,\s*)*(?:\\[lc]?dots|…|\.\.\.)")
_SCALE_OF = regex.compile(
    rf"\s*[-\u2212]?[01]\s*{_RELATION}.*{_RELATION}\s*[-\u2212]?[01]\s*", regex.S
)
# The ends of a scale, which a text may name in code: "0 where a word is spread evenly".
_ENDS_OF_SCALE = ("0", "1", "-1", "\u22121")
_CODE_SIGN = regex.compile(r"[=()\[\]{}_/\\<>:\"'*+#]")
_DIGITS = r"\d[\d,.]*"
_PARAMETER = regex.compile(r"(\w+)[\"']?\]?\s*(?:[=:]|==|[<>]=?)\s*([-\d.]*\d)")
_ELLIPSIS = regex.compile(r"\[?(?:…|\.\.\.)\]?")


@dataclass(frozen=True)
class PassedValues:
    """The numbers that the code of a notebook passes as keyword arguments, by the argument.

    ``code`` is all of the code, without blanks.
    """

    values: Mapping[str, set[str]] = field(default_factory=dict)
    code: str = ""

    @staticmethod
    def of(trees: Iterable[ast.AST]) -> "PassedValues":
        """Collect the values of the calls in some syntax trees."""
        found: dict[str, set[str]] = {}
        trees = list(trees)
        for tree in trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.keyword) and node.arg:
                    found.setdefault(node.arg, set()).add(ast.unparse(node.value))
        return PassedValues(found, "\n".join(_without_blanks(ast.unparse(tree)) for tree in trees))

    def allow(self, code: str) -> bool:
        """Whether a piece of code says nothing else than what is passed.

        A parameter of a verb that no call passes is described in general, so any value is allowed.
        Other names have the numbers that they have in the code.
        """
        if _without_blanks(code) in self.code:
            return True
        if _GLUED_TO_WORD.search(code) or _SAYS_COUNT.search(code):
            return False
        return all(
            value in self.values.get(name, {value} if name in _known_parameters() else set())
            for name, value in _PARAMETER.findall(code)
        )


# Parameters of other functions that prose may describe.
_OTHER_PARAMETERS = (
    "alpha", "dpi", "font_size", "head", "height", "p", "q", "random_state", "seed", "tail",
    "width",
)  # fmt: skip
_GLUED_TO_WORD = regex.compile(rf"(?<![\w.]){_DIGITS}(?:x|{COUNTED})\b", regex.I)
_SAYS_COUNT = regex.compile(
    rf"\b{_DIGITS}[\s-]+{COUNTED}\b|\b{COUNTED}\s*[:=(]+\s*{_DIGITS}", regex.I
)


@cache
def _known_parameters() -> frozenset[str]:
    named = (name for verb in verb_names() for name in parameters_of(verb))
    return frozenset([*named, *_OTHER_PARAMETERS])


def _without_blanks(code: str) -> str:
    return "".join(code.split()).replace('"', "'")


def find_exempt(paragraph: Paragraph, passed: PassedValues) -> Iterator[MarkdownSpan]:
    """Find the stretches that need no claim: as Markdown marks them, then by the rules."""
    for span in paragraph.spans:
        text = paragraph.text[span.start : span.end]
        ends_in_number = regex.search(r"\d[^\p{L}]*\Z", text) is not None
        if ends_in_number and is_count(paragraph.text, span.end):
            continue
        if span.kind in ("quotation", "address") or (
            span.kind == "code" and _is_code(text) and passed.allow(text)
        ):
            yield span
        number = span.kind == "heading" and _HEADING_NUMBER.match(paragraph.text)
        if number:
            yield MarkdownSpan(0, number.end(), "heading")
    for rule, pattern in RULES.items():
        for match in pattern.finditer(paragraph.text):
            if _stays_exempt(rule, match, paragraph):
                yield MarkdownSpan(*match.span(), rule)


# Rules that hold for no number that counts what follows; of labels, only right before hits.
_NEVER_COUNTS = ("address", "quotation", "reference", "size", "version")
_COUNTS_HITS = ("label", "name", "ordinal")


def _stays_exempt(rule: str, match: "regex.Match[str]", paragraph: Paragraph) -> bool:
    """Whether a stretch that a rule exempts does not count what follows."""
    text, end = match.string, match.end()
    if rule == "formula":
        says_count = regex.search(rf"\b{COUNTED}\b", match[0]) or is_count(text, end)
        return not says_count and _is_formula(match[0].strip("$"))
    if rule == "address" and _SAYS_COUNT.search(match[0]):
        return False
    if rule == "year" and paragraph.is_value and match[0] == text.strip():
        return False
    if rule in _NEVER_COUNTS and regex.search(r"\d[^\p{L}]*\Z", match[0]):
        return not is_count(text, end)
    if rule in ("size", *_COUNTS_HITS):
        return not is_count(text, end, directly=True)
    return True


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
    return _SCALE_OF.fullmatch(plain) is not None or not (
        _SET_APART.search(text) or _says_result(plain)
    )


def _says_result(text: str) -> bool:
    """Whether a side of a formula is a number, a sum or a product of numbers."""
    plain = _SCRIPT.sub("", _SCRIPT.sub("", _AND_SO_ON.sub("n", text)))
    borders = list(_BORDER.finditer(plain))
    starts, ends = [0, *(each.end() for each in borders)], [*(each.start() for each in borders)]
    sides = [
        _WRAPPER.sub("", plain[start:end])
        for start, end in zip(starts, [*ends, len(plain)], strict=True)
    ]
    return bool(borders) and any(
        side.isdecimal() and not (at == 0 and _INEQUALITY.fullmatch(borders[0][0]))
        for at, side in enumerate(sides)
    )


def _is_code(text: str) -> bool:
    """Whether text in code font is code: neither a number alone nor words of a sentence."""
    text = text.strip()
    if is_number(text):
        return text in _ENDS_OF_SCALE
    return " " not in text or _CODE_SIGN.search(text) is not None or not WRITTEN_NUMBER.search(text)
