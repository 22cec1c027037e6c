"""The types of a corpus: forms as they are written, and the terms that they count as."""

import unicodedata
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import regex
from numpy.typing import NDArray

from discourse.corpus.store.strings import Strings
from discourse.text.tokenizer import Tokenizer


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The forms and terms of a corpus.

    Attributes
    ----------
    forms : Strings
        Words as they are written, in the order of their numbers.
    terms : Strings
        Folded forms, in alphabetical order.
    term_of_form : ndarray of uint32, shape (forms,)
        The number of the term that each form counts as.
    plain_terms : dict
        By tokeniser, which terms can be written in a query as they are.
    """

    forms: Strings
    terms: Strings
    term_of_form: NDArray[np.uint32]
    plain_terms: dict[Hashable, NDArray[np.bool_]] = field(default_factory=dict, init=False)

    @cached_property
    def term_id(self) -> Mapping[str, int]:
        """The number of each term."""
        return TermNumbers(self.terms)

    def characters(self) -> set[str]:
        """The characters that occur in the forms."""
        return {letter for data in self.forms.buffers() for letter in data.tobytes().decode()}

    @cached_property
    def lengths(self) -> NDArray[np.uint32]:
        """The number of characters of each form."""
        lengths: NDArray[np.uint32] = pc.utf8_length(self.forms.array).to_numpy().astype(np.uint32)
        return lengths

    @cached_property
    def ranks(self) -> NDArray[np.uint32]:
        """The place of each term in sorted order, from 1, ignoring case and accents."""
        return collation_ranks(list(self.terms)) + np.uint32(1)


def collation_ranks(names: list[str]) -> NDArray[np.uint32]:
    """The place of each name in sorted order, ignoring case and accents."""
    keys = [_collation_key(name) for name in names]
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    return np.array([places[key] for key in keys], dtype=np.uint32)


def _collation_key(name: str) -> str:
    if name.isascii():
        return name.casefold()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", name.casefold()))


_ACCENTS = regex.compile(r"\p{Mn}+")


class TermNumbers(Mapping[str, int]):
    """The place of each string in a sorted sequence, found by bisection without building a dict."""

    def __init__(self, ordered: Sequence[str]) -> None:
        self.ordered = ordered

    def __getitem__(self, string: str) -> int:
        at = bisect_left(self.ordered, string)
        if at == len(self.ordered) or self.ordered[at] != string:
            raise KeyError(string)
        return at

    def __iter__(self) -> Iterator[str]:
        return iter(self.ordered)

    def __len__(self) -> int:
        return len(self.ordered)


def make_vocabulary(
    forms: pa.StringArray, tokenizer: Tokenizer, language: str = "", first: int | None = None
) -> Vocabulary:
    """Fold each form into the term that it counts as; forms from `first` on are of a language."""
    first = len(forms) if first is None else first
    folded = pa.concat_arrays(
        [_fold_forms(forms[:first], tokenizer, ""), _fold_forms(forms[first:], tokenizer, language)]
    ).dictionary_encode()
    order = pc.sort_indices(folded.dictionary)
    rank = np.empty(len(order), dtype=np.uint32)
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.uint32)
    return Vocabulary(
        Strings(forms),
        Strings(folded.dictionary.take(order)),
        rank[folded.indices.to_numpy()],
    )


def _fold_forms(forms: pa.StringArray, tokenizer: Tokenizer, language: str) -> pa.StringArray:
    # Arrow folds ASCII, which is nearly all of most texts; a grave accent is an apostrophe there.
    simple = pc.and_not(pc.string_is_ascii(forms), pc.match_substring(forms, "`"))
    other = pc.invert(simple) if not language else pa.array([True] * len(forms), pa.bool_())
    lower = forms if tokenizer.case == "keep" else pc.ascii_lower(forms)
    folded = [tokenizer.fold(form, language) for form in Strings(forms.filter(other))]
    return pc.replace_with_mask(lower, other, pa.array(folded, pa.string()))


def separate_by_language(
    forms: pa.StringArray, ids: NDArray[np.uint32], chosen: NDArray[np.bool_], tokenizer: Tokenizer
) -> tuple[pa.StringArray, NDArray[np.uint32]]:
    """Give forms that another language folds otherwise a second number in its texts.

    `chosen` says which tokens are of texts in that language. The second forms follow the first.
    """
    dotted = pc.match_substring(forms, "I").to_numpy(zero_copy_only=False)
    there = chosen & dotted[ids]
    again, places = np.unique(ids[there], return_inverse=True)
    ids[there] = (len(forms) + places).astype(np.uint32)
    return pa.concat_arrays([forms, forms.take(pa.array(again))]), ids
