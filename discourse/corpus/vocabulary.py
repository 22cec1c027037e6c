"""The types of a corpus: forms as they are written, and terms, the folded forms that are counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Forms in the order of their ids, terms in the order of the alphabet.

    ``term_of_form`` gives the term's number for each form's number.
    """

    forms: Sequence[str]
    terms: Sequence[str]
    term_of_form: NDArray[np.uint32]

    @cached_property
    def term_id(self) -> dict[str, int]:
        """The number of each term."""
        return {term: number for number, term in enumerate(self.terms)}


def vocabulary(forms: Sequence[str], fold: Callable[[str], str]) -> Vocabulary:
    """Fold each form into the term that it is counted as."""
    folded = [fold(form) for form in forms]
    terms = sorted(set(folded))
    number = {term: at for at, term in enumerate(terms)}
    return Vocabulary(
        forms, terms, np.fromiter((number[term] for term in folded), np.uint32, len(folded))
    )
