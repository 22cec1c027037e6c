"""The units that coders have coded: who gave what to which line, as arrays that measures take."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.layering import find_span_layer
from discourse.corpus.store.placing import SpanLayer
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_texts
from discourse.measures.agreement import (
    MISSING,
    Distance,
    masi_distance,
    nominal_distance,
    ordinal_distance,
)

Integers = NDArray[np.int64]
# What one coder says of each line: its codes. A line is known by its id, or by its tokens.
Said = Mapping[Any, frozenset[str]]
UNDEFINED = "alpha, kappa and ac1 are not defined"


@dataclass(frozen=True, eq=False)
class CodedUnits:
    """Lines, and what each coder gave to them.

    Attributes
    ----------
    coders : tuple of str
        The coders.
    said : tuple of mapping
        What each of them says: the codes of each line that they coded.
    codes : tuple of str
        All codes that could be given; if they are `ordered`, from the lowest to the highest.
    ordered : bool
        Whether the codes are degrees.
    several : bool
        Whether a line may have several codes.
    """

    coders: tuple[str, ...]
    said: tuple[Said, ...]
    codes: tuple[str, ...]
    ordered: bool = False
    several: bool = False

    @cached_property
    def compared(self) -> list[Any]:
        """The lines that two coders or more have coded, in order."""
        lines = {line for each in self.said for line in each}
        return sorted(line for line in lines if sum(line in each for each in self.said) > 1)

    @cached_property
    def values(self) -> list[frozenset[str]]:
        """The values that a coding may have: each code, or each set of codes that was given."""
        if not self.several:
            return [frozenset([code]) for code in self.codes]
        given = {value for each in self.said for value in each.values()}
        return sorted(given, key=sorted)

    @property
    def distance(self) -> Distance:
        """How far two values are apart."""
        if self.several:
            apart = masi_distance(self.values)
            return lambda totals: apart
        return ordinal_distance if self.ordered else nominal_distance

    def codings(self) -> Integers:
        """The number of the value of each coding: (compared lines, coders), -1 for none."""
        numbers = {value: number for number, value in enumerate(self.values)}
        return self._tabulate(lambda codes: numbers[codes])

    def codings_of(self, code: str) -> Integers:
        """Whether each coding has a code, 1 or 0: (compared lines, coders), -1 for none."""
        return self._tabulate(lambda codes: int(code in codes))

    def _tabulate(self, number: Any) -> Integers:
        rows = [
            [number(each[line]) if line in each else MISSING for each in self.said]
            for line in self.compared
        ]
        return np.array(rows, dtype=np.int64).reshape(-1, len(self.coders))

    def pair(self, one: int, other: int) -> "CodedUnits":
        """What two of the coders gave."""
        return CodedUnits(
            (self.coders[one], self.coders[other]),
            (self.said[one], self.said[other]),
            self.codes,
            self.ordered,
            self.several,
        )


def why_undefined(lines: int, codes: int, alpha: float) -> str:
    """Why coders have no agreement beyond chance; "" if they have.

    Parameters
    ----------
    lines : int
        The lines that two coders or more have coded.
    codes : int
        The codes that could be given.
    alpha : float
        Krippendorff's alpha by its formula.

    Returns
    -------
    str
        The reason, for tables and messages.
    """
    if not lines:
        return "no line was coded by two coders"
    if codes == 1:
        return f"there is one code alone, so {UNDEFINED}"
    if lines == 1:
        return f"one line alone was coded by two coders, so {UNDEFINED}"
    # AC1 would be 1, as chance is held to give all codes; but nobody has told two codes apart.
    return f"all codings are the same, so {UNDEFINED}" if math.isnan(alpha) else ""


def read_units(store: Store, coded: Mapping[str, str]) -> CodedUnits:
    """Read what coders gave from their layers, and from the codebook that these record.

    Parameters
    ----------
    store : Store
        The store of a corpus.
    coded : mapping of str to str
        The name of each coder's layer, as `find_coded_layers` gives it.

    Returns
    -------
    CodedUnits
        The lines are their tokens, as the hits of queries are: one without a token is none, and one
        of a text that the corpus has twice is two. Codes that are in no codebook are those that
        were given, in alphabetical order.
    """
    layers = [find_span_layer(store, name) for name in coded.values()]
    said = [_read_layer(layer) for layer in layers]
    books: list[Mapping[str, Any]] = [
        book for layer in layers if isinstance(book := layer.about.get("codebook"), Mapping)
    ]
    listed = dict.fromkeys(str(code) for book in books for code in book.get("codes", ()))
    given = sorted({code for each in said for codes in each.values() for code in codes})
    same = len({str(book.get("codes")) for book in books}) == 1 and len(books) == len(layers)
    return CodedUnits(
        tuple(coded),
        tuple(said),
        tuple(dict.fromkeys([*listed, *given])),
        ordered=same and all(book.get("ordered") is True for book in books),
        several=any(len(codes) > 1 for each in said for codes in each.values()),
    )


def _read_layer(layer: SpanLayer) -> dict[tuple[int, int], frozenset[str]]:
    here = layer.has_tokens
    labels = [layer.values[number] for number in layer.labels[here].tolist()]
    tokens = zip(layer.first[here].tolist(), layer.end[here].tolist(), strict=True)
    said: dict[tuple[int, int], set[str]] = {}
    for line, label in zip(tokens, labels, strict=True):
        said.setdefault(line, set()).add(label)
    return {line: frozenset(codes) for line, codes in said.items()}


def find_coded_layers(store: Store, layers: str | Sequence[str]) -> dict[str, str]:
    """The layers of the coders who are compared, by the name of the coder.

    Parameters
    ----------
    store : Store
        The store of a corpus.
    layers : str or sequence of str
        The name of a codebook, of which each coder has a layer, or the layers themselves.

    Returns
    -------
    dict of str to str
        The name of each coder's layer. What no coder made is called by the name of its layer.

    Raises
    ------
    DiscourseError
        For something that is no layer of spans, or less than two of them.
    """
    if isinstance(layers, str):
        return _find_layers_of_codebook(store, layers)
    named = check_texts("layers", layers, "rights")
    if len(set(named)) < max(2, len(named)):
        raise DiscourseError(
            f"layers={named!r} are not two layers or more, each named once; name the layers of "
            "two coders, such as ['rights_A', 'rights_B']."
        )
    coders = [str(find_span_layer(store, name).about.get("coder", name)) for name in named]
    return dict(zip(coders if len(set(coders)) == len(named) else named, named, strict=True))


def _find_layers_of_codebook(store: Store, name: str) -> dict[str, str]:
    books: dict[str, dict[str, str]] = {}
    for layer in store.layers.values():
        book, coder = layer.about.get("codebook"), layer.about.get("coder")
        if isinstance(book, Mapping) and coder and layer.name.startswith(f"{book.get('name')}_"):
            books.setdefault(str(book["name"]), {})[str(coder)] = layer.name
    found = books.get(name, {})
    if not found:
        given = (
            f"choose {', '.join(map(repr, books))}"
            if books
            else ("add the codes with corpus.with_layer(*dc.layers.codes(corpus, 'rights.toml'))")
        )
        raise DiscourseError(
            f"layers={name!r} is the name of no codebook whose coders have layers here; {given}, "
            "or name the layers of two coders."
        )
    if len(found) < 2:
        raise DiscourseError(
            f"only {', '.join(found)} has coded {name!r}, and agreement needs two coders; let "
            "another person code the lines, or a sample of them."
        )
    return dict(sorted(found.items()))
