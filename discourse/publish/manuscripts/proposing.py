"""The claims of a manuscript, found one number after the other, and kept in its file."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.errors import DiscourseError
from discourse.publish.claims.comparisons import split_unquoted
from discourse.publish.claims.proposals import lists_terms
from discourse.publish.manuscripts.candidates import Candidate, find_candidates
from discourse.publish.manuscripts.checking import (
    LOST,
    UNBOUND,
    CheckedManuscript,
    CheckedNumber,
    check_whole,
    judge_claim,
)
from discourse.publish.manuscripts.claims_file import (
    FiledClaim,
    find_claims_file,
    read_claims_file,
    write_claims_file,
)
from discourse.publish.manuscripts.manuscript_numbers import place_in_text
from discourse.publish.manuscripts.manuscript_texts import ManuscriptTexts

# A change that another program would notice gets another number.
SCHEMA_OF_PROPOSALS = "discourse-bind/1"
COLUMNS_OF_PROPOSALS = {
    "place": "str", "sentence": "str", "number": "str", "order": "int64", "claim": "str",
    "value": "float64", "lines": "int64", "line_ids": "str",
}  # fmt: skip


@dataclass
class ManuscriptBinding:
    """The numbers of a manuscript that need a claim, and the file that keeps what is decided.

    Nothing is decided here: `accept` and `exempt` do what a reader has chosen, and write it at
    once.
    """

    checked: CheckedManuscript
    _found: dict[int, list[Candidate]] = field(default_factory=dict)

    @staticmethod
    def of(
        path: Path, corpus: Corpus | None = None, *, claims: Path | None = None, texts: str = ""
    ) -> "ManuscriptBinding":
        """Check a manuscript, and begin to bind it; a file of claims is written when one is made.

        Parameters
        ----------
        path : Path
            The manuscript.
        corpus : Corpus, optional
            The texts; by default those that the file of claims names.
        claims : Path, optional
            The file of claims; by default the one beside the manuscript.
        texts : str, optional
            Where the texts are, as the file of claims shall say.
        """
        place = claims or find_claims_file(path)
        given = claims if claims is not None and claims.exists() else None
        file = read_claims_file(place)
        checked = check_whole(path, corpus, claims=given)
        if checked.claims.corpus is None:
            made = ManuscriptTexts(checked.manuscript, file, corpus).claims
            checked = replace(checked, claims=made)
        if texts and not file.texts:
            relative = os.path.relpath(texts, place.parent)
            file = replace(file, texts=Path(relative).as_posix())
        return ManuscriptBinding(replace(checked, file=file))

    @cached_property
    def open_numbers(self) -> list[CheckedNumber]:
        """The numbers without a claim, in the order of the text; then claims that are lost.

        A word of degree, such as "more than", is among them if a claim is found that holds for it.
        """
        wanting = [each for each in self.checked.numbers if each.status in (LOST, UNBOUND)]
        degrees = [CheckedNumber(UNBOUND, number=number) for number in self.checked.degrees]
        wanting += [each for each in degrees if self.candidates(each)]
        return sorted(wanting, key=_place_of)

    def candidates(self, each: CheckedNumber) -> list[Candidate]:
        """Claims that give a number, the likeliest first; that of a changed sentence before all."""
        if each.number is None:
            return []
        if id(each) not in self._found:
            lost = each.lost.claim.claim if each.lost is not None else ""
            said, known = self.checked.manuscript.text, filter(None, [lost])
            self._found[id(each)] = find_candidates(
                each.number, self.checked.claims, said, known, self._tables
            )
        return self._found[id(each)]

    @cached_property
    def _tables(self) -> list[str]:
        """The tables with a row per term that claims of the manuscript name, and frequencies."""
        named = [split_unquoted(each.claim, ";")[0] for each in self.checked.numbers if each.claim]
        return [name for name in dict.fromkeys(["frequencies", *named]) if lists_terms(name)]

    def judge(self, each: CheckedNumber, claim: str) -> CheckedNumber:
        """What the check would say of a number that was bound to a claim."""
        if each.number is None:
            raise DiscourseError("the sentence of this claim is gone; drop it, or skip it.")
        return judge_claim(each.number, claim, self.checked.manuscript, self.checked.claims)

    def accept(self, each: CheckedNumber, claim: str) -> None:
        """Bind a number to a claim, and write it."""
        self._keep(each, claim=" ".join(claim.split()))

    def exempt(self, each: CheckedNumber, reason: str) -> None:
        """Exempt a number for a reason, and write it."""
        self._keep(each, exempt=reason.strip())

    def drop(self, each: CheckedNumber) -> None:
        """Take a lost claim out of the file."""
        self._write_claims(self._without(each))

    def _keep(self, each: CheckedNumber, claim: str = "", exempt: str = "") -> None:
        number = each.number
        if number is None or not (claim or exempt):
            raise DiscourseError("a number is bound to a claim, or exempt for a reason; give one.")
        made = FiledClaim(
            number.sentence,
            number.number.text,
            number.order,
            claim,
            exempt,
            number.passage.heads,
            number.digest,
            number.occurrence,
        )
        self._write_claims([*self._without(each), made])

    def _without(self, each: CheckedNumber) -> list[FiledClaim]:
        """The claims of the file without the lost one that a number replaces."""
        claims = list(self.checked.file.claims)
        if each.lost is not None and each.lost.claim in claims:
            claims.remove(each.lost.claim)
        return claims

    def _write_claims(self, claims: list[FiledClaim]) -> None:
        file = self.checked.file.with_claims(claims)
        write_claims_file(file, self.checked.manuscript.path.name)
        self.checked = replace(self.checked, file=file)


def _place_of(each: CheckedNumber) -> tuple[bool, tuple[int, int]]:
    return each.number is None, (0, 0) if each.number is None else place_in_text(each.number)


def propose_claims(binding: ManuscriptBinding) -> Iterator[tuple[CheckedNumber, list[Candidate]]]:
    """Each number that needs a claim, with its candidates."""
    for each in binding.open_numbers:
        yield each, binding.candidates(each)


def table_of_proposals(binding: ManuscriptBinding) -> pd.DataFrame:
    """One row per candidate; a number without one has a row with an empty ``claim``."""
    rows = []
    for each, found in propose_claims(binding):
        if each.number is None:
            continue
        number = each.number
        own = (number.place, number.sentence, number.number.text, number.order)
        rows += [(*own, c.claim, c.value, c.lines.total, " ".join(c.lines.ids)) for c in found] or [
            (*own, "", float("nan"), 0, "")
        ]
    table = pd.DataFrame(rows, columns=list(COLUMNS_OF_PROPOSALS))
    return table.astype(COLUMNS_OF_PROPOSALS)


def report_proposals(binding: ManuscriptBinding) -> dict[str, Any]:
    """The numbers that need a claim, each with its candidates and their lines, for a tool.

    What a person chooses of them, the tool writes into the file of claims: ``entry`` is what it
    says there, but for the claim.
    """
    return {
        "schema": SCHEMA_OF_PROPOSALS,
        "manuscript": binding.checked.manuscript.path.name,
        "claims": binding.checked.file.path.name,
        "numbers": [
            {
                "place": number.place,
                "entry": {
                    "sentence": number.sentence,
                    "beside": number.passage.heads,
                    "number": number.number.text,
                    "order": number.order,
                    "occurrence": number.occurrence,
                    "digest": number.digest,
                },
                "candidates": [
                    {
                        "claim": candidate.claim,
                        "value": candidate.value,
                        "gives": candidate.gives,
                        "lines": candidate.lines.total,
                        "line_ids": list(candidate.lines.ids),
                        "text": list(candidate.lines.texts),
                    }
                    for candidate in found
                ],
            }
            for each, found in propose_claims(binding)
            if (number := each.number) is not None
        ],
    }
