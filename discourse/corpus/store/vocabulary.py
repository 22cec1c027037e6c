"""The types of a corpus: forms as they are written, and the terms that they count as."""

import unicodedata
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import regex
from numpy.typing import NDArray

from discourse.corpus.store.numbering import encode_distinct
from discourse.corpus.store.strings import Strings
from discourse.text.characters import IGNORABLE
from discourse.text.folding import FOLDED_SIGNS
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
        return self.forms.characters()

    @cached_property
    def lengths(self) -> NDArray[np.uint32]:
        """The number of characters of each form."""
        lengths: NDArray[np.uint32] = pc.utf8_length(self.forms.array).to_numpy().astype(np.uint32)
        return lengths

    @cached_property
    def visible_forms(self) -> pa.Array | pa.ChunkedArray:
        """The forms in NFC and without invisible characters, as queries compare them."""
        forms = self.forms.array
        other = pc.invert(pc.string_is_ascii(forms))
        seen = map(clean_form, Strings(forms.filter(other)))
        return pc.replace_with_mask(forms, other, pa.array(seen, pa.string()))

    @cached_property
    def ranks(self) -> NDArray[np.uint32]:
        """The place of each term in sorted order, from 1, ignoring case and accents."""
        return collation_ranks(list(self.terms)) + np.uint32(1)


def joins_in_order(vocabulary: Vocabulary) -> bool:
    """Whether terms joined with spaces sort as the numbers of the terms do.

    They do if the terms ascend and every character of theirs comes after the space.

    Examples
    --------
    >>> import discourse as dc
    >>> joins_in_order(dc.Corpus.from_texts({"a": "win-win win"}).store.index.vocabulary)
    True
    """
    terms = vocabulary.terms.array
    ascend = pc.all(pc.less(terms[:-1], terms[1:]), min_count=0).as_py()
    return bool(ascend) and all(
        data.min(initial=255) > ord(" ") for data in vocabulary.terms.buffers()
    )


def clean_form(form: str) -> str:
    """A form in NFC, without invisible characters such as a soft hyphen."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", form))


_INVISIBLE = regex.compile(f"[{IGNORABLE}]+")


def collation_ranks(names: list[str]) -> NDArray[np.uint32]:
    """The place of each name in sorted order, ignoring case and accents."""
    keys = [_collation_key(name) for name in names]
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    return np.array([places[key] for key in keys], dtype=np.uint32)


def _collation_key(name: str) -> str:
    if name.isascii():
        return name.casefold()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", name.casefold()))


_FOLDED = f"[{''.join(sorted(FOLDED_SIGNS))}]"
_ACCENTS = regex.compile(r"\p{Mn}+")


class TermNumbers(Mapping[str, int]):
    """The place of each of some sorted strings, found by bisection without building a dict."""

    def __init__(self, ordered: Strings) -> None:
        self.ordered = ordered

    def __getitem__(self, string: str) -> int:
        at = self.ordered.place(string)
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
    folded = [
        _fold_forms(forms[:first], tokenizer, ""),
        _fold_forms(forms[first:], tokenizer, language),
    ]
    return _number_terms(forms, pa.concat_arrays(folded))


def extend_vocabulary(
    vocabulary: Vocabulary, forms: Sequence[str], terms: Sequence[str]
) -> Vocabulary:
    """Add forms, numbered after those that are known, and the term that each counts as."""
    return _number_terms(
        _append_strings(vocabulary.forms.array, forms),
        _append_strings(_terms_of_forms(vocabulary), terms),
    )


def change_terms(vocabulary: Vocabulary, terms: Mapping[str, str]) -> Vocabulary:
    """Let some forms count as other terms."""
    known = zip(vocabulary.forms, _terms_of_forms(vocabulary).to_pylist(), strict=True)
    changed = [terms.get(form, term) for form, term in known]
    return _number_terms(vocabulary.forms.array, pa.array(changed, pa.string()))


def _terms_of_forms(vocabulary: Vocabulary) -> pa.StringArray:
    return vocabulary.terms.array.take(pa.array(vocabulary.term_of_form))


def _append_strings(known: pa.StringArray, more: Sequence[str]) -> pa.StringArray:
    return pa.concat_arrays([known, pa.array(more, known.type)])


def _number_terms(forms: pa.StringArray, terms: pa.StringArray) -> Vocabulary:
    """Number the terms that forms count as in alphabetical order."""
    folded = encode_distinct(terms)
    order = pc.sort_indices(folded.dictionary)
    rank = np.empty(len(order), dtype=np.uint32)
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.uint32)
    return Vocabulary(
        Strings(forms),
        Strings(folded.dictionary.take(order)),
        rank[folded.indices.to_numpy()],
    )


def _fold_forms(forms: pa.StringArray, tokenizer: Tokenizer, language: str) -> pa.StringArray:
    # Arrow folds ASCII, which is nearly all of most texts, but for the signs that become others.
    simple = pc.and_not(pc.string_is_ascii(forms), pc.match_substring_regex(forms, _FOLDED))
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
