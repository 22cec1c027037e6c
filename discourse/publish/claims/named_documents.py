"""Whether a claim is about the document that its sentence names, or about each of them."""

from collections.abc import Iterator

import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.parsing import split_restriction
from discourse.corpus.query.writing import equals, restrict_query
from discourse.publish.claims.claims import Claims, is_share
from discourse.publish.claims.comparisons import parse_comparison, sides_of, split_unquoted
from discourse.publish.claims.notebook_code import FAULTS
from discourse.publish.claims.number_words import ORDINAL_WORDS
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.claims.written_numbers import agrees_with

_NOUN = r"(?:documents?|files?|texts?)"
_LABEL = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}_'’-]*(?:\.[\p{L}\p{N}]+)*"
# "In text b", and "in b" at the end of a clause, where no article is meant.
_NAMED = regex.compile(
    rf"\b{_NOUN} (?P<label>{_LABEL})|"
    rf"\b(?:in|of|from|among|within) (?P<label>{_LABEL})"
    r"(?=[.,;:!?)]|\s*\Z|\s+(?:and|or|but|than)\b)",
    regex.I,
)
_CLAIMED = regex.compile(r"\bdocument\s*=\s*(?:\"([^\"]*)\"|([^\s\";&]+))")
_PLACE = regex.compile(
    r"\s*(?:hits?|occurrences?|times|instances?|mentions?)?(?:\s+of \p{L}+)?,?\s+"
    rf"in (?:(?:the )?{_NOUN} (?P<label>{_LABEL})|(?P<label>{_LABEL})(?=[.,;:!?)]|\s*\Z)|"
    rf"(?P<each>each|every|either)(?: (?:one )?of the)? {_NOUN}\b|"
    rf"the (?P<nth>{'|'.join(ORDINAL_WORDS)}|last) {_NOUN}\b)(?! (?:and|or|to) )",
    regex.I,
)
_PLACE_BEFORE = regex.compile(rf"(?:^|[.;:,!?])\s*in {_NOUN} (?P<label>{_LABEL}),", regex.I)
_PART_OF = regex.compile(r"\bof (?:(?:all|its|our|such|the|their|these|those) )*\Z", regex.I)


def check_document(number: ProseNumber, claims: Claims) -> Iterator[tuple[str, str]]:
    """Give which document a claim should be about, and the claim; nothing if no doubt is found.

    Parameters
    ----------
    number : ProseNumber
        A bound number whose claim holds.
    claims : Claims
        The claims of the notebook.
    """
    corpus = claims.corpus
    if corpus is None or " @ " in number.claim:
        return
    claimed = {first or second for first, second in _CLAIMED.findall(number.claim)}
    if claimed:
        yield from _check_claimed(number, {each.casefold() for each in claimed}, corpus)
    elif "document" not in number.claim:
        yield from _check_all_hits(number, claims, corpus)


def _labels(corpus: Corpus) -> dict[str, str]:
    return {str(name).casefold(): str(name) for name in corpus}


def _check_claimed(
    number: ProseNumber, claimed: set[str], corpus: Corpus
) -> Iterator[tuple[str, str]]:
    """A claim about a document, in a sentence that names other documents only."""
    labels = _labels(corpus)
    found = {each["label"].casefold() for each in _NAMED.finditer(number.sentence)}
    found |= {name.casefold() for name in number.named[: number.named_near]}
    named = found & set(labels)
    if named and not named & claimed:
        shown = ", ".join(sorted(labels[each] for each in named))
        yield f"a claim about document {shown}", number.claim


def _check_all_hits(
    number: ProseNumber, claims: Claims, corpus: Corpus
) -> Iterator[tuple[str, str]]:
    """All hits of a query, where the sentence says that they are in a document, or in each."""
    is_query = len(split_unquoted(number.claim, ";")) == 1 and not parse_comparison(number.claim)
    if not is_query or is_share(number.claim) or _PART_OF.search(number.preceding):
        return
    if split_restriction(sides_of(number.claim)[0])[1]:
        return
    found = _PLACE.match(number.following) or _PLACE_BEFORE.search(number.preceding)
    if found is None:
        return
    names = list(map(str, corpus))
    groups = found.groupdict()
    if groups.get("each"):
        asked = names
    elif nth := groups.get("nth"):
        at = len(names) if nth.lower() == "last" else ORDINAL_WORDS[nth.lower()]
        asked = names[at - 1 : at]
    else:
        label = _labels(corpus).get(groups["label"].casefold())
        asked = [label] if label is not None else []
    for name in asked:
        restricted = restrict_query(number.claim, equals("document", name))
        try:
            value = claims.value(restricted)
        except FAULTS:  # not a query
            return
        if not agrees_with(number.text, value):
            yield f"a claim about document {name}, such as {restricted}", number.claim
            return
