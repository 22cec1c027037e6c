"""Which document a sentence, or a table, says that a number is of.

A name of a document is read where it is the subject ("Anna has [54]"), the place ("in Anna's text",
"in the book by Anna"), what a comparison is about, or the head of a row or a column. It is read
nowhere else: "unlike Anna" and "Anna and Bert" say of no number that it is Anna's.
"""

from collections.abc import Iterator, Mapping

import regex

from discourse.publish.claims.claim_words import words_of
from discourse.publish.claims.numbers import ProseNumber

# A name in capitals or with digits, which is not the first of several, as in "Anna Karenina".
_NAME = (
    r"(?P<name>[\p{Lu}\p{N}][\p{L}\p{M}\p{N}_-]*+(?:\.[\p{L}\p{N}]++)*+)(?![\p{L}\p{N}])"
    r"(?!\s+\p{Lu})"
)
_NOUN = (
    r"(?:address|article|book|chapter|document|essay|file|letter|novel|paper|play|poem|speech|"
    r"story|talk|text|work)"
)
_OWNED = rf"(?:own\s+)?(?:{_NOUN}|hits|lines|pages|sentences|tokens|words)\b"
_OWNER = (
    rf"(?:{_NAME}['’]s?\s+{_OWNED}|(?:[Tt]he|[Tt]his)\s+{_NOUN}\s+(?:by|of|from)\s+{_NAME}(?!['’])|"
    rf"(?:{_NOUN}\s+)?{_NAME}(?!['’]))"
)
_START = (
    r"(?P<start>^|[;:]\s+|,\s+(?:(?:and|but|while|whereas)\s+)?|\b(?:and|but|while|whereas)\s+)"
)
_VERB = (
    r"(?:has|had|uses|used|says|said|writes|wrote|contains|contained|mentions|mentioned|counts|"
    r"scores|shows|repeats|repeated)"
)
_STOP = (
    r"(?:as|by|compared|fewer|for|from|in|less|like|more|never|no|not|others?|than|that|to|what|"
    r"which|who|whose|with)"
)
_SUBJECT = regex.compile(
    rf"{_START}{_OWNER}\s+{_VERB}(?:\s+(?!{_STOP}\b)[\p{{L}}'’-]+){{0,4}}\s+\Z", regex.M
)
_PLACE_BEFORE = regex.compile(
    rf"{_START}(?:[Ii]n|[Ww]ithin|[Tt]hroughout)\s+{_OWNER}(?P<gap>,?[^.;:!?,]*)\Z", regex.M
)
_ELLIPTIC = regex.compile(
    rf"\d[^.;:!?]*[,;]\s+(?:(?:and|but|while|whereas)\s+)?(?:in\s+|for\s+)?{_OWNER}\s+\Z"
)
# What shows that a number is not only that of the name: "in Anna and Bert", "in Anna, Bert".
_ALONE = (
    r"(?!\s*(?:,\s*)?(?:&|(?:and|or|nor|to|plus|with|as\s+well\s+as|together)\s+(?!\d)))"
    r"(?!,\s+\p{Lu}[\p{L}\p{N}-]*+(?!\s+(?:has\s+)?\d))"
)
_HITS = r"(?:hits?|occurrences?|times|instances?|mentions?|words|tokens)"
_OF_WORD = r"(?:\s+of\s+[\"“‘]?\p{L}+[\"”’]?(?:\s+(?!in\b|are\b|is\b)\p{L}+)?)?"
_PLACE_AFTER = regex.compile(
    rf"\A(?:\s+of\s+(?:(?:all|its|the)\s+)*{_HITS})?(?:\s+{_HITS})?{_OF_WORD}"
    rf"(?:\s+(?:are|is|were|was|occur|occurs))?\s+(?:in|within)\s+{_OWNER}{_ALONE}|"
    rf"\A\s+of\s+{_NAME}['’]s?\s+{_OWNED}"
)
_ELSEWHERE = regex.compile(
    r"\b(?:all|altogether|both|compared|elsewhere|former|in|latter|not|others?|outside|overall|"
    r"rivals?|than|those|total|whole|whose)\b",
    regex.I,
)
_OTHERWISE = regex.compile(r"\b(?:respectively|together|in turn)\b", regex.I)
# "Bert is the [longest] text", "the [longest] text is by Bert".
_COMPARED = regex.compile(
    rf"{_START}{_OWNER}\s+(?:is|was|has|had|uses|used)"
    rf"(?:\s+(?:a|also|by\s+far|clearly|far|much|the))*\s+\Z",
    regex.M,
)
_COMPARED_AFTER = regex.compile(
    rf"\A\s+{_NOUN}\s+(?:is|was)\s+(?:(?:by|from)\s+|that\s+(?:by|of)\s+)?{_OWNER}{_ALONE}"
)


def find_said_document(number: ProseNumber, labels: Mapping[str, str]) -> str:
    """Find the only document that a number can be of, as the names say; "" if none is said.

    Parameters
    ----------
    number : ProseNumber
        A bound number.
    labels : mapping of str to str
        The names of the documents, by these names in small letters.
    """
    if number.heads:
        heads = {labels.get(cell.strip().casefold(), "") for cell in number.heads.split("|")}
        named = heads - {""}
        return named.pop() if len(named) == 1 else ""
    if _OTHERWISE.search(number.sentence):
        return ""
    return next(_said_after(number, labels), "") or next(_said_before(number, labels), "")


def _said_after(number: ProseNumber, labels: Mapping[str, str]) -> Iterator[str]:
    found = _PLACE_AFTER.match(number.following)
    if found and (label := _label_of(found["name"], labels)):
        yield label


def _said_before(number: ProseNumber, labels: Mapping[str, str]) -> Iterator[str]:
    """The documents in front of a number, the nearest first."""
    before = number.preceding
    for pattern in (_ELLIPTIC, _SUBJECT, _PLACE_BEFORE):
        for found in reversed(list(pattern.finditer(before, overlapped=True))):
            gap = found.groupdict().get("gap") or ""
            label = _label_of(found["name"], labels)
            if not label or _ELSEWHERE.search(gap) or _names_in(gap, labels):
                continue
            if _is_coordinated(found, before):
                continue
            yield label


def _is_coordinated(found: "regex.Match[str]", before: str) -> bool:
    """Whether "and" may join two names: "Anna and Bert had", not "Anna has 63 and Bert has"."""
    start = (found.groupdict().get("start") or "").strip()
    if not start or start[0] in ";:":
        return False
    clause = regex.split(r"[.;:!?]", before[: found.start()])[-1]
    joins = start.isalpha() or regex.search(r"\b(?:and|but)\b", start) is not None
    return joins and regex.search(r"\d", clause) is None


def find_compared(number: ProseNumber, labels: Mapping[str, str]) -> str:
    """Find the document that bound words, such as "longest", are said of; "" if none is.

    Parameters
    ----------
    number : ProseNumber
        Bound words.
    labels : mapping of str to str
        The names of the documents, by these names in small letters.
    """
    after = _COMPARED_AFTER.match(number.following)
    found = [after] if after else list(_COMPARED.finditer(number.preceding, overlapped=True))[-1:]
    for each in found:
        if not _is_coordinated(each, number.preceding):
            return _label_of(each["name"], labels)
    return ""


def _label_of(name: str, labels: Mapping[str, str]) -> str:
    return labels.get(name.casefold(), "")


def _names_in(text: str, labels: Mapping[str, str]) -> set[str]:
    """The documents that a text names, in whatever place."""
    found = (labels.get(word.removesuffix("'s").casefold()) for word in words_of(text))
    return {label for label in found if label}
