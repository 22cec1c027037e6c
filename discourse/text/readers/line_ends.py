"""Words that the end of a line or of a page divides: joined, with or without their hyphen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

SOFT_HYPHEN = "\u00ad"
# A word joiner follows a hyphen that was kept, so that the line end can still be seen there.
WORD_JOINER = "\u2060"
NON_BREAKING_HYPHEN = "\u2011"
PAGE_END = "\f"
# If more lines end with a hyphen than this, words were divided to fill the lines. In English
# speeches set in lines of 55 and 85 letters, 0 to 2.5 % do without division, 7 to 31 % with it.
SHARE_OF_DIVIDING_LINES = 0.05
# Words before which a hyphen stands for the rest of a word: "pre- and postwar". The group that
# occurs most often in the text is the one that its language has.
CONJUNCTIONS = (
    {"and", "or", "nor", "to"},  # English
    {
        "und",
        "oder",
        "bzw",
        "beziehungsweise",
        "respektive",
        "sowie",
        "bis",
        "noch",
        "als",
        "wie",
    },  # German
    {"en", "of", "tot"},  # Dutch
    {"et", "ou", "y", "o", "e", "u", "ed"},  # French, Spanish, Portuguese, Italian
    {"och", "eller", "og", "samt"},  # Swedish, Danish, Norwegian
    {"i", "a", "lub", "oraz", "nebo", "ili", "ali"},  # Polish, Czech, Croatian
    {"и", "или", "та", "або"},  # Russian, Ukrainian
    {"ja", "tai", "és", "vagy", "ve", "veya"},  # Finnish, Hungarian, Turkish
)
ALL_CONJUNCTIONS = frozenset[str]().union(*CONJUNCTIONS)
# Some of them end no word of another language, or next to none, so that they are conjunctions in a
# quotation, too. Others do: "mark-et", "want-ed", "there-of", "рабо-та".
UNMISTAKABLE = frozenset(
    "and und oder bzw beziehungsweise respektive sowie noch och og samt lub oraz nebo vagy és "
    "veya".split()
)

# No word goes on over more line ends.
MOST_LINES = 4

JOIN, KEEP, LEAVE = "join", "keep", "leave"

_HYPHENS = ("-", "\u2010", NON_BREAKING_HYPHEN)
_JOINTS = (*_HYPHENS, "'", "\u2019")

# Match a word from its first letter only: trying each letter takes seconds on long words.
_PIECE = rf"(?<![\p{{L}}\p{{M}}\p{{N}}])[\p{{L}}\p{{N}}][\p{{L}}\p{{M}}\p{{N}}{SOFT_HYPHEN}]*+"
_HYPHEN = r"[-\u2010\u2011]"
_OVER_LINE = regex.compile(
    rf"(?P<word>{_PIECE})(?:(?P<hyphen>{_HYPHEN})"
    rf"(?P<gap>[ \t]*\n[ \t]*|[ \t\n]*\f[ \t\n]*)(?P<next>{_PIECE})){{1,{MOST_LINES}}}"
)
_DIVIDED = regex.compile(rf"{_PIECE}(?:{_HYPHEN}[ \t\n\f]*[\n\f][ \t\n\f]*{_PIECE})+")
_WORD = regex.compile(_PIECE)
_HYPHENED = regex.compile(rf"(?P<word>{_PIECE}){_HYPHEN}(?=(?P<next>{_PIECE}))")


@dataclass(frozen=True)
class Division:
    """A hyphen between two pieces of a word, and the characters before and after the pieces."""

    before: str
    word: str
    hyphen: str
    following: str
    after: str


@dataclass(frozen=True)
class WordEvidence:
    """How often words and hyphenated pairs occur in a text where no line end divides them.

    ``first_parts`` are the words before a hyphen, ``conjunctions`` those of the text's language,
    and ``divides`` says whether the text divides words to fill its lines.
    """

    words: Counter[str]
    pairs: Counter[tuple[str, str]]
    first_parts: frozenset[str]
    conjunctions: frozenset[str]
    divides: bool


def join_broken_words(pages: Sequence[str]) -> list[str]:
    """Join the words that are divided at the end of a line or of a page.

    A soft hyphen marks where a word was joined. A hyphen that belongs to the word stays, and a
    word joiner follows it; tokens ignore both characters. The end of a word that goes over to the
    next page is moved to the page where the word begins. `_decide` says which hyphens stay.
    """
    text = PAGE_END.join(pages)
    evidence = _gather_evidence(text)

    joined, done = [], 0
    for match in _OVER_LINE.finditer(text):
        if match.start() < done:  # its first piece was moved to the page before
            continue
        pieces, page_ends = _join_pieces(match, evidence)
        rest = match.end()
        while page_ends and rest < len(text) and not text[rest].isspace():
            rest += 1
        joined += [text[done : match.start()], pieces, text[match.end() : rest], page_ends]
        done = rest
    return "".join([*joined, text[done:]]).split(PAGE_END)


def _gather_evidence(text: str) -> WordEvidence:
    """Count the words of a text, without the pieces of divided words."""
    whole = _DIVIDED.sub(" ", text)
    words = Counter(_key(word) for word in _WORD.findall(whole))
    pairs = Counter((_key(m["word"]), _key(m["next"])) for m in _HYPHENED.finditer(whole))
    divided = [(_key(match["word"]), _key(match["next"])) for match in _OVER_LINE.finditer(text)]
    joined = sum(words["".join(pair)] > 0 for pair in divided)
    hyphened = sum(pairs[pair] > 0 for pair in divided)
    share = len(divided) / (1 + text.count("\n") + text.count(PAGE_END))
    counted = {group: sum(words[word] for word in group) for group in map(frozenset, CONJUNCTIONS)}
    most = max(counted.values())
    return WordEvidence(
        words,
        pairs,
        frozenset(first for first, _ in pairs),
        frozenset[str]().union(*(group for group, times in counted.items() if times == most)),
        joined > hyphened or (joined == hyphened and share >= SHARE_OF_DIVIDING_LINES),
    )


def _key(word: str) -> str:
    """A word as it is looked up."""
    return word.replace(SOFT_HYPHEN, "").casefold()


def _join_pieces(match: regex.Match[str], evidence: WordEvidence) -> tuple[str, str]:
    """Join the pieces of a divided word, or leave them apart.

    The page ends between pieces that are joined come second: they belong after the word.
    """
    pieces = [match["word"], *match.captures("next")]
    start, end = match.start("word"), match.end("next")
    before, after = match.string[max(0, start - 1) : start], match.string[end : end + 1]
    joined = word = pieces[0]
    page_ends = ""
    for number, (hyphen, gap) in enumerate(
        zip(match.captures("hyphen"), match.captures("gap"), strict=True), 1
    ):
        following = "".join(pieces[number:])
        decision = _decide(Division(before, word, hyphen, following, after), evidence)
        if decision == LEAVE:
            hyphen, page_ends = hyphen + page_ends, ""
        else:
            page_ends += PAGE_END * gap.count(PAGE_END)
        signs = {JOIN: SOFT_HYPHEN, KEEP: hyphen + WORD_JOINER, LEAVE: hyphen + gap}
        joined += signs[decision] + pieces[number]
        before, word = (
            (before, word + pieces[number]) if decision == JOIN else (hyphen, pieces[number])
        )
    return joined, page_ends


def _decide(division: Division, evidence: WordEvidence) -> str:
    """Decide about a hyphen between the pieces of a word, by the first rule that applies.

    1. A non-breaking hyphen stays, and so does one between two words of a longer compound
       (``day-to-`` and ``day``).
    2. If the text has the whole word elsewhere, or the word with its hyphen, so it is here; the
       more frequent form wins.
    3. Before a conjunction, the hyphen stands for the rest of a word: the two are left apart.
       `_is_conjunction` says which words are one in this text.
    4. It stays beside a digit, beside a single letter, and before a capital after a small letter.
    5. It stays after a word that the text hyphenates elsewhere (``self-``), before a whole word.
    6. Otherwise it stays only in a text that does not divide words to fill its lines.
    """
    word, following = division.word, division.following
    pair = _key(word), _key(following)
    whole, hyphened = evidence.words["".join(pair)], evidence.pairs[pair]
    are_words = all(evidence.words[key] for key in pair)
    if division.hyphen == NON_BREAKING_HYPHEN or (division.before in _HYPHENS and are_words):
        return KEEP
    if whole or hyphened:
        return KEEP if hyphened >= whole else JOIN
    if division.after not in _JOINTS and _is_conjunction(following, evidence):
        return LEAVE
    if word[-1].isnumeric() or following[0].isnumeric() or min(map(len, pair)) == 1:
        return KEEP
    if following[0].isupper() and not (word.isupper() and following.isupper()):
        return KEEP
    if pair[0] in evidence.first_parts and evidence.words[pair[1]]:
        return KEEP
    return JOIN if evidence.divides else KEEP


def _is_conjunction(word: str, evidence: WordEvidence) -> bool:
    """Whether a word after a hyphen is a conjunction, not the end of a divided word.

    One of the text's language is. One of another language may be quoted. It is a conjunction
    unless it can be the end of a word of this text; a single small letter cannot.
    """
    key = _key(word)
    if key in evidence.conjunctions or key in UNMISTAKABLE:
        return True
    is_end = evidence.divides and not (len(key) == 1 and word.islower())
    return key in ALL_CONJUNCTIONS and not is_end
