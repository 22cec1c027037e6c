"""Whether a claim is about the document that its sentence names, or about each of them."""

from collections.abc import Iterator, Mapping

import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.parsing import split_restriction
from discourse.corpus.query.writing import equals, restrict_query
from discourse.publish.claims.bound_numbers import check_bound, is_true, qualified_text
from discourse.publish.claims.claim_words import subjects_of, words_of
from discourse.publish.claims.claims import Claims, is_share
from discourse.publish.claims.comparative_words import sign_of
from discourse.publish.claims.comparisons import (
    Inequality,
    parse_comparison,
    sides_of,
    split_unquoted,
)
from discourse.publish.claims.document_of_number import find_compared, find_said_document
from discourse.publish.claims.documents_of_claim import (
    claimed_documents,
    of_document,
    with_document,
)
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
_PLACE = regex.compile(
    r"\s*(?:hits?|occurrences?|times|instances?|mentions?)?(?:\s+of \p{L}+)?,?\s+"
    rf"in (?:(?:the )?{_NOUN} (?P<label>{_LABEL})|(?P<label>{_LABEL})(?=[.,;:!?)]|\s*\Z)|"
    rf"(?P<each>each|every|either)(?: (?:one )?of the)? {_NOUN}\b|"
    rf"the (?P<nth>{'|'.join(ORDINAL_WORDS)}|last) {_NOUN}\b)(?!,? (?:and|or|to) )",
    regex.I,
)
_PLACE_BEFORE = regex.compile(rf"(?:^|[.;:,!?])\s*in {_NOUN} (?P<label>{_LABEL}),", regex.I)
_PART_OF = regex.compile(r"\bof (?:(?:all|its|our|such|the|their|these|those) )*\Z", regex.I)

_IN_EACH = rf"in (?:each|every)(?: one)?(?: of the)? {_NOUN}"
_EACH = regex.compile(rf"[^.;:!?,]*\b{_IN_EACH}\s*(?:[.;:!?,)]|\Z)", regex.I)
_EACH_BEFORE = regex.compile(rf"(?:^|[.;:!?]\s*){_IN_EACH},[^.;:!?,]*\Z", regex.I)
_IN_ALL = regex.compile(r"\b(?:all|altogether|both|corpus|overall|together|total|texts)\b", regex.I)


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
    claimed = claimed_documents(number.claim)
    found: list[tuple[str, str]] = []
    if claimed:
        found += _check_claimed(number, {each.casefold() for each in claimed}, corpus)
    elif "document" not in number.claim:
        found += _check_all_hits(number, claims, corpus)
    yield from found or _check_said(number, claims, corpus)


def _labels(corpus: Corpus) -> dict[str, str]:
    return {str(name).casefold(): str(name) for name in corpus}


def _check_claimed(
    number: ProseNumber, claimed: set[str], corpus: Corpus
) -> Iterator[tuple[str, str]]:
    """A claim about a document, in a sentence that names other documents only."""
    labels = _labels(corpus)
    if any(_is_mentioned(each, number.sentence) for each in claimed):
        return
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


def _is_mentioned(label: str, sentence: str) -> bool:
    """Whether a sentence names a document anywhere: "from 63 in Anna to 21 in Bert"."""
    name = rf"{regex.escape(label)}(?![\p{{L}}\p{{N}}])"
    if len(label) == 1:  # "a" is an article, too
        name = rf"(?:among|and|by|from|in|of|or|than|to|within|{_NOUN})\s+{name}"
    return regex.search(rf"(?<![\p{{L}}\p{{N}}]){name}", sentence, regex.I) is not None


def _check_said(number: ProseNumber, claims: Claims, corpus: Corpus) -> Iterator[tuple[str, str]]:
    """A claim about another document than the one that the sentence gives the number to.

    It is doubted only if it does not hold for that document.
    """
    if _EACH.match(number.following) or _EACH_BEFORE.search(number.preceding):
        yield from _check_each(number, claims, corpus)
        return
    known = _labels(corpus)
    labels = _readable_labels(number, claims, known)
    said = find_said_document(number, labels) if labels else ""
    if not said and labels and parse_comparison(number.claim):
        said = find_compared(number, labels)
        yield from _check_compared(number, said, known)
        return
    claimed = claimed_documents(number.claim)
    if not said or (not claimed and _may_be_whole(number)):
        return
    if {each.casefold() for each in claimed} - set(known) or said in claimed or len(claimed) > 1:
        return
    other = with_document(number.claim, said) if claimed else of_document(number.claim, said)
    if other and _is_otherwise(number, other, claims):
        yield f"a claim about document {said}, such as {other}", number.claim


def _check_each(number: ProseNumber, claims: Claims, corpus: Corpus) -> Iterator[tuple[str, str]]:
    """A comparison of the whole corpus, said to hold in each document, where it does not."""
    if claimed_documents(number.claim) or not isinstance(
        parse_comparison(number.claim), Inequality
    ):
        return
    for name in map(str, corpus):
        other = of_document(number.claim, name)
        if other and _is_otherwise(number, other, claims):
            yield f"a claim about each document, such as {other}", number.claim
            return


def _may_be_whole(number: ProseNumber) -> bool:
    """Whether a number may be the whole that a part is of: "63 of the [84]", "[84] in all"."""
    clause = regex.split(r"[.;:!?]", number.following)[0]
    return bool(_PART_OF.search(number.preceding) or _IN_ALL.search(clause))


def _check_compared(
    number: ProseNumber, said: str, known: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Words that compare, which are said of another document than the first side of their claim."""
    if not said:
        return
    comparison, first = parse_comparison(number.claim), number.claim
    if isinstance(comparison, Inequality):
        if not sign_of(number.text) or "==" in comparison.signs:  # "is as long as", "differs from"
            return
        first = comparison.sides[0]
    own = claimed_documents(first)
    if len(own) == 1 and {each.casefold() for each in own} <= set(known) and said not in own:
        yield f"a claim about document {said}", number.claim


def _readable_labels(
    number: ProseNumber, claims: Claims, known: Mapping[str, str]
) -> dict[str, str]:
    """The names of documents in a sentence that it can only mean as names, in small letters.

    These are no single letters and numbers, no words of the claim, nothing that the sentence marks
    as a word, and no words that the texts have in small letters.
    """
    text = f"{number.sentence} {number.heads}".casefold()
    of_claim = {word for each in subjects_of(number.claim) for word in words_of(each)}
    marked = {name.casefold() for name in number.named[: number.named_near]}
    return {
        low: name
        for low, name in known.items()
        if low in text
        and regex.search(r"\p{L}.*\p{L}", low)
        and low not in of_claim
        and low not in marked
        and not _is_word_of_texts(low, claims)
    }


def _is_word_of_texts(label: str, claims: Claims) -> bool:
    try:
        return label.isalpha() and claims.value(f'[word="{label}"]') > 0
    except FAULTS:  # no query
        return False


def _is_otherwise(number: ProseNumber, claim: str, claims: Claims) -> bool:
    """Whether another claim can be computed and contradicts the text of a number."""
    try:
        if parse_comparison(claim):
            return not is_true(claim, claims)
        claims.value(claim)
        text = qualified_text(number.qualifier, number.text, claim)
        return bool(list(check_bound(text, claim, claims)))
    except FAULTS:
        return False
