"""Which claim of a file belongs to which number of the manuscript, as its text is now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from discourse.publish.claims.paragraphs import read_paragraphs
from discourse.publish.manuscripts.claims_file import FiledClaim
from discourse.publish.manuscripts.manuscript_numbers import (
    ManuscriptNumber,
    NumberedSentence,
    digest_of_text,
    normalise_sentence,
)

# How alike a sentence must be to be offered for a claim whose own sentence is gone.
LEAST_ALIKE = 0.6
# Sentences that are compared with a lost one; each comparison takes about a tenth of a millisecond.
MOST_COMPARED = 5_000


@dataclass(frozen=True)
class LostClaim:
    """A claim whose sentence is not in the manuscript, and the number that is nearest to its own.

    ``alike`` is how alike the two sentences are, from 0 to 1.
    """

    claim: FiledClaim
    nearest: ManuscriptNumber | None = None
    alike: float = 0.0


@dataclass(frozen=True)
class MatchedClaims:
    """The claims of a file: those that belong to a number, and those that are lost."""

    found: tuple[tuple[ManuscriptNumber, FiledClaim], ...]
    lost: tuple[LostClaim, ...]

    def notes(self) -> Iterator[str]:
        """What to say of numbers that have another claim, too, and of which claim counts."""
        first: dict[tuple[int, int], str] = {}
        for number, claim in self.found:
            said = claim.claim or f"exempt: {claim.exempt}"
            if number.number.claim:
                if number.number.claim != said:
                    yield (
                        f"{number.place}, {number.number.text}: the manuscript itself binds it to "
                        f"{number.number.claim!r}, which counts, and the file of claims to "
                        f"{said!r}; remove one"
                    )
                continue
            place = (number.number.cell, number.number.start)
            if first.setdefault(place, said) != said:
                yield (
                    f"{number.place}, {number.number.text}: the file of claims binds it to "
                    f"{first[place]!r}, which counts, and to {said!r}; remove one"
                )


def match_claims(
    sentences: Sequence[NumberedSentence], claims: Sequence[FiledClaim]
) -> MatchedClaims:
    """Find the number of each claim: by its sentence, in which another number may stand now.

    A sentence that occurs several times has as many claims, in the order of the text.
    """
    found: list[tuple[ManuscriptNumber, FiledClaim]] = []
    left: list[FiledClaim] = []
    by_digest: dict[str, list[NumberedSentence]] = {}
    for sentence in sentences:
        by_digest.setdefault(sentence.digest, []).append(sentence)
    digests = _Digests(sentences)
    groups: dict[str, list[list[FiledClaim]]] = {}
    for group in _group_claims(claims):
        groups.setdefault(digests.find(group[0]), []).append(group)
    for digest, own in groups.items():
        pairs = _pair_sentences(by_digest.get(digest, []), own)
        for group, matched in pairs:
            for claim in group:
                if matched is not None and claim.order <= len(matched.numbers):
                    found.append((matched.numbers[claim.order - 1], claim))
                else:
                    left.append(claim)
    taken = {(n.number.cell, n.number.start) for n, _ in found}
    order = {id(claim): at for at, claim in enumerate(claims)}
    left.sort(key=lambda claim: order[id(claim)])
    return MatchedClaims(tuple(found), tuple(_find_nearest(sentences, left, taken)))


class _Digests:
    """The digest of the sentence that each claim is about, however its file has the sentence.

    A file that was written by hand, or before numbers were read as they are now, may have another
    digest for the very same words; and it may have the signs of Markdown around them.
    """

    def __init__(self, sentences: Sequence[NumberedSentence]) -> None:
        self._known = {each.digest for each in sentences}
        self._of_words = {
            (normalise_sentence(each.heads), each.sentence): each.digest for each in sentences
        }

    def find(self, claim: FiledClaim) -> str:
        """The digest of a claim's sentence; its own if there is no such sentence."""
        if claim.digest in self._known:
            return claim.digest
        heads = normalise_sentence(claim.beside)
        shown = " ".join(paragraph.text for paragraph in read_paragraphs(claim.sentence))
        for text in (claim.sentence, normalise_sentence(shown)):
            if found := self._of_words.get((heads, text)):
                return found
        digest = digest_of_text(shown, claim.beside)
        return digest if digest in self._known else claim.digest


def _group_claims(claims: Sequence[FiledClaim]) -> list[list[FiledClaim]]:
    """The claims of each sentence, apart where it occurs again."""
    groups: dict[tuple[str, str, int], list[FiledClaim]] = {}
    for claim in claims:
        groups.setdefault((claim.digest, claim.sentence, claim.occurrence), []).append(claim)
    return sorted(groups.values(), key=lambda group: group[0].occurrence)


def _pair_sentences(
    sentences: Sequence[NumberedSentence], groups: Sequence[list[FiledClaim]]
) -> Iterator[tuple[list[FiledClaim], NumberedSentence | None]]:
    """Pair each group with a sentence: first one of the very same words and numbers.

    Of several, it is the one at the same place among them, if that is free.
    """
    free = list(sentences)
    rest: list[list[FiledClaim]] = []
    for group in groups:
        same = [each for each in free if each.sentence == group[0].sentence]
        if same:
            chosen = min(same, key=lambda each: abs(each.occurrence - group[0].occurrence))
            free.remove(chosen)
            yield group, chosen
        else:
            rest.append(group)
    for group in rest:
        chosen_of_rest = min(
            free, key=lambda each: abs(each.occurrence - group[0].occurrence), default=None
        )
        if chosen_of_rest is not None:
            free.remove(chosen_of_rest)
        yield group, chosen_of_rest


def _find_nearest(
    sentences: Sequence[NumberedSentence],
    lost: Sequence[FiledClaim],
    taken: set[tuple[int, int]],
) -> Iterator[LostClaim]:
    """Offer each lost claim the most similar sentence, and in it a number that nobody has."""
    free: dict[str, list[ManuscriptNumber]] = {}
    for sentence in sentences[:MOST_COMPARED]:
        for number in sentence.numbers:
            if (number.number.cell, number.number.start) not in taken and not number.is_degree:
                free.setdefault(sentence.sentence, []).append(number)
    for claim in lost:
        near = get_close_matches(claim.sentence, free, n=1, cutoff=LEAST_ALIKE)
        numbers = free.get(near[0], []) if near else []
        if not numbers:
            yield LostClaim(claim)
            continue
        best = min(
            numbers,
            key=lambda number: (
                number.number.text != claim.number,
                abs(number.order - claim.order),
            ),
        )
        numbers.remove(best)
        if not numbers:
            del free[near[0]]
        alike = SequenceMatcher(None, claim.sentence, best.sentence).ratio()
        yield LostClaim(claim, best, alike)
