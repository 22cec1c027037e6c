"""English words that compare: which say more, which say less, and which say that two are equal."""

from collections.abc import Iterable, Iterator

import regex

# Adjectives and adverbs that say much of something, and those that say little of it.
_MUCH = (
    "ample big broad bulky common dense frequent full great heavy high huge large lengthy long "
    "loud numerous often plentiful popular prevalent prominent rich strong tall thick wide"
).split()
_LITTLE = (
    "brief infrequent low meagre minor modest narrow poor rare scant scanty scarce seldom short "
    "slender slight slim small sparse thin tiny uncommon unusual weak"
).split()
# Of time and place: they rank, but which number is the greater is the author's.
_OF_PLACE = "close early far late near new old young".split()
_IRREGULAR_MORE, _IRREGULAR_LESS = ("more", "most"), ("less", "least", "fewer", "fewest")
_VERBS_OF_MORE = (
    "beat dwarf dominate eclipse exceed outdo outnumber outpace outperform outrank outscore "
    "outshine outstrip outweigh overshadow overtake predominate prevail surpass"
).split()
_VERBS_OF_LESS = ("lag", "trail")


def _forms_of(adjective: str) -> tuple[str, str]:
    """The comparative and the superlative of a short adjective."""
    stem = adjective
    if adjective.endswith("y"):
        stem = f"{adjective[:-1]}i"
    elif adjective.endswith("e"):
        stem = adjective[:-1]
    elif regex.fullmatch(r"[^aeiou]+[aeiou][bgmnt]", adjective):
        stem = adjective + adjective[-1]
    return f"{stem}er", f"{stem}est"


def _all_forms(adjectives: Iterable[str]) -> Iterator[str]:
    for adjective in adjectives:
        yield from _forms_of(adjective)


def _verb_forms(verbs: Iterable[str]) -> str:
    stems = (regex.sub("e$", "", verb) for verb in verbs)
    ends = "(?:e|es|s|ed|ged|n|ing|ging)?"
    return "|".join(f"{stem}{ends}" for stem in stems)


_MORE = "|".join([*_IRREGULAR_MORE, *_all_forms(_MUCH)])
_LESS = "|".join([*_IRREGULAR_LESS, *_all_forms(_LITTLE)])
_LITTLE_WORD = rf"(?:{'|'.join(_LITTLE)})(?:ly)?"
_AT = r"(?<!\bat )"
_TURNED = regex.compile(rf"{_AT}\b(?P<degree>more|most|less|least) {_LITTLE_WORD}\b", regex.I)
UP = regex.compile(
    rf"\b(?:{_MORE}|over|above|at least|majority|ahead|mainly|mostly|"
    rf"{_verb_forms(_VERBS_OF_MORE)}|predominantly)\b",
    regex.I,
)
_DOWN = regex.compile(
    rf"\b(?:{_LESS}|under|below|at most|minority|behind|{_verb_forms(_VERBS_OF_LESS)}|"
    r"fall(?:s|en|ing)? short|fell short)\b",
    regex.I,
)
_SUPERLATIVES = [_forms_of(word)[1] for word in (*_MUCH, *_LITTLE, *_OF_PLACE)]
SUPERLATIVE = regex.compile(rf"{_AT}\b(?:most|least|fewest|{'|'.join(_SUPERLATIVES)})\b", regex.I)
# "Is outnumbered by" says less.
_PASSIVE = regex.compile(
    rf"\b(?:{'|'.join(regex.sub('e$', '', verb) for verb in _VERBS_OF_MORE)})(?:ed|ged|en|n)"
    r"(?= by\b)",
    regex.I,
)
# A verb after which the other side is named: "outstrips *war*", "is dwarfed by *peace*".
VERB_OF_ORDER = rf"(?:{_verb_forms([*_VERBS_OF_MORE, *_VERBS_OF_LESS])}|outdid|outdone|overtook)"
# What something does that becomes more, and that becomes less.
VERBS_OF_RISE = (
    "climb(?:s|ed)|gr(?:ows|ew|own)|increase[sd]|jump(?:s|ed)|rises|rose|risen|soar(?:s|ed)|"
    "surge[sd]|multipl(?:y|ies|ied)"
)
VERBS_OF_FALL = (
    "decline[sd]|decreas(?:es|ed)|diminish(?:es|ed)|drop(?:s|ped)|dwindle[sd]|f(?:alls|ell|allen)"
    "(?! short\\b)|plummet(?:s|ed)|plunge[sd]|recede[sd]|shr(?:inks|ank|unk)|wane[sd]"
)
NEGATED = regex.compile(
    r"\b(?:at (?:least|most)|no (?:more|fewer|less) than|not (?:more|fewer|less))\b", regex.I
)
# Each ordinary word that compares, as it is listed where nothing is claimed of it.
COMPARATIVE_WORDS = "|".join(
    [
        *_IRREGULAR_MORE,
        *_IRREGULAR_LESS,
        *_all_forms((*_MUCH, *_LITTLE, *_OF_PLACE)),
        *(f"{regex.sub('e$', '', verb)}(?:es|s|ed|e)" for verb in _VERBS_OF_MORE),
        "differ(?:s|ed)?",
        "identical(?:ly)?",
        "equal(?:s|led|ly)?",
        r"as (?:common|frequent|long|many|often|rare|short)(?:ly)? as",
        "outnumber|outweigh|exceed|surpass",
        "as much as|foremost|out(?:did|do|does|done)|over(?:take|taken|took)",
        r"runners?-up|tied with|top(?:s|ped)",
        r"rank(?:s|ed)? (?:above|ahead|behind|below|higher|lower)",
        VERBS_OF_RISE,
        VERBS_OF_FALL,
    ]
)


def sign_of(text: str) -> int:
    """1 if words say more, -1 if they say less, 0 if they say neither or both.

    Examples
    --------
    >>> sign_of("the longest"), sign_of("fewer than"), sign_of("as many as")
    (1, -1, 0)
    >>> sign_of("scarcer"), sign_of("less rare"), sign_of("more seldom"), sign_of("outnumbered by")
    (-1, 1, -1, -1)
    """
    plain = _PASSIVE.sub("fewer", NEGATED.sub(" ", text))
    plain = _TURNED.sub(_turn_degree, plain)
    return bool(UP.search(plain)) - bool(_DOWN.search(plain))


def _turn_degree(found: "regex.Match[str]") -> str:
    return "fewer" if found["degree"].lower() in _IRREGULAR_MORE else "more"
