"""Which measures a table has: those chosen by name, and functions that the user gives."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from types import ModuleType
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from discourse.errors import DiscourseError, describe, one_of
from discourse.extensions import (
    check_extension_names,
    describe_extension,
    extension_names,
    is_extension,
    load_extension,
)

from . import association, dispersion
from .arguments import Floats

ASSOCIATION = ("count", "size", "count_reference", "size_reference")
DISPERSION = ("counts", "sizes")


class AssociationMeasure(Protocol):
    """A measure that compares how often terms occur in two texts, or in windows and elsewhere."""

    def __call__(
        self, count: Any, size: Any, count_reference: Any, size_reference: Any, /
    ) -> ArrayLike:
        """One number per term."""


class DispersionMeasure(Protocol):
    """A measure of how evenly terms are spread over parts."""

    def __call__(self, counts: sparse.csr_array, sizes: Any, /) -> ArrayLike:
        """One number per term."""


@dataclass(frozen=True)
class MeasureChoice:
    """The measures that a verb adds to its table when asked.

    ``named`` are those of this package by name, ``takes`` the arguments that each of them takes,
    and ``columns`` the columns that the table has in any case.
    """

    named: Mapping[str, Callable[..., Any]]
    takes: tuple[str, ...]
    columns: tuple[str, ...]

    def choose(self, measures: Any) -> dict[str, Callable[..., Any]]:
        """The measures asked for, by the names of their columns.

        Raises
        ------
        DiscourseError
            If a name is not known, or a function does not fit or has a name that is taken.
        """
        if isinstance(measures, str) or callable(measures):
            measures = [measures]
        if not isinstance(measures, Iterable):
            raise DiscourseError(f"measures expects a list of measures, got {describe(measures)}.")
        given = list(measures)
        if given:
            check_extension_names("measures", self._reserved_names())
        chosen: dict[str, Callable[..., Any]] = {}
        for name, measure in map(self._find, given):
            if name in chosen and given.count(name) < 2:
                raise DiscourseError(
                    f"measures has two functions named {name!r}, and a table has one column of a "
                    "name; rename one of them."
                )
            chosen[name] = measure
        return chosen

    def record(self, measures: Any) -> list[str]:
        """The measures that a recipe can name: all but functions that no package adds."""
        return [name for name in self.choose(measures) if name in self._known_names()]

    def _known_names(self) -> list[str]:
        return [*self.named, *extension_names("measures")]

    def _reserved_names(self) -> set[str]:
        """Names that mean something already: of columns, and of every published measure."""
        published = (*_list_functions(association), *_list_functions(dispersion))
        return {*self.columns, *self.named, *published}

    def _find(self, measure: object) -> tuple[str, Callable[..., Any]]:
        if isinstance(measure, str):
            return measure, self._load(one_of("measures", measure, self._known_names()))
        if not callable(measure):
            raise DiscourseError(
                f"measures expects names or functions of ({', '.join(self.takes)}), "
                f"got {describe(measure)}."
            )
        for name, function in self.named.items():
            if function is measure:
                return name, function
        for name in extension_names("measures"):
            if is_extension("measures", name, measure):
                return name, self._load(name)
        name = self._name_function(measure)
        return name, self._check_function(measure, f"the function {name}")

    def _load(self, name: str) -> Callable[..., Any]:
        if name in self.named:
            return self.named[name]
        function = load_extension("measures", name)
        return self._check_function(function, describe_extension("measures", name))

    def _name_function(self, function: Callable[..., Any]) -> str:
        name = str(getattr(function, "__name__", ""))
        if not name.isidentifier():
            raise DiscourseError(
                "a function given as a measure needs a name for its column; define it with def."
            )
        if name in {*self._reserved_names(), *extension_names("measures")}:
            raise DiscourseError(
                f"a function given as a measure has the name {name!r}, which means something else "
                "in a table; rename the function."
            )
        return name

    def _check_function(self, function: Any, what: str) -> Callable[..., Any]:
        """The function, if it takes the arguments of a measure; what it gives is checked."""
        if _count_required(function) != len(self.takes):
            raise DiscourseError(
                f"{what} does not fit here: a measure takes ({', '.join(self.takes)})."
            )
        return _check_results(function, what)


def _list_functions(module: ModuleType) -> list[str]:
    """The public functions that a module defines."""
    return [
        name for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and name[0] != "_"
    ]  # fmt: skip


def _count_required(function: Any) -> int:
    """The number of positional arguments that a function requires; -1 if unknown."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return -1
    required = [each for each in parameters if each.default is each.empty]
    if any(each.kind is each.KEYWORD_ONLY for each in required):
        return -1
    return sum(each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD) for each in required)


def _check_results(function: Callable[..., Any], what: str) -> Callable[..., Any]:
    """The function, given copies and refused if it does not give one number per term."""

    @wraps(function)
    def measure_terms(*arguments: Any) -> Floats:
        terms = arguments[0].shape[0]
        made = function(*(each.copy() if hasattr(each, "copy") else each for each in arguments))
        try:
            values = np.asarray(made)
        except ValueError:  # lists of different lengths
            values = np.asarray(None)
        if values.dtype.kind not in "iuf":
            wrong = "something other than numbers"
        elif values.shape != (terms,):
            wrong = f"numbers of shape {values.shape}"
        elif np.isinf(values).any():
            wrong = "infinite numbers"
        else:
            return values.astype(np.float64)
        raise DiscourseError(
            f"{what} gives {wrong} for {terms} terms; give one number per term, and nan where it "
            "is not defined."
        )

    return measure_terms
