"""The steps from one concordance to another: recorded as they are taken, and repeatable."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from discourse.errors import DiscourseError, describe, one_of

P = ParamSpec("P")
Lines = TypeVar("Lines")


@dataclass(frozen=True, repr=False)
class Step:
    """A method call that made one concordance from another: the name and the arguments."""

    name: str
    arguments: tuple[Any, ...]
    options: tuple[tuple[str, Any], ...] = ()

    def __iter__(self) -> Iterator[Any]:
        yield from (self.name, list(self.arguments), dict(self.options))

    def __repr__(self) -> str:
        given = [*map(repr, self.arguments), *(f"{key}={value!r}" for key, value in self.options)]
        return f"{self.name}({', '.join(given)})"


# The methods that turn lines into other lines, by name. A recipe may call only these.
LINE_STEPS: dict[str, Callable[..., Any]] = {}


def step(method: Callable[Concatenate[Lines, P], Lines]) -> Callable[Concatenate[Lines, P], Lines]:
    """Record each call of a method in the ``steps`` of the lines that it makes."""

    @wraps(method)
    def record_step(lines: Lines, /, *args: P.args, **kwargs: P.kwargs) -> Lines:
        made: Any = method(lines, *args, **kwargs)
        call = Step(method.__name__, args, tuple(kwargs.items()))
        return cast(Lines, replace(made, steps=(*cast(Any, lines).steps, call)))

    LINE_STEPS[method.__name__] = record_step
    return record_step


def take_step(lines: Lines, given: object) -> Lines:
    """Repeat a step from ``lines.steps`` or a recipe: a name, arguments, named arguments."""
    if not isinstance(given, (Step, list, tuple)) or len(parts := list(given)) != 3:
        raise DiscourseError(
            f"steps expects the steps of a concordance, got {describe(given)} among them; "
            "give lines.steps."
        )
    name, arguments, options = parts
    method = LINE_STEPS[one_of("step", name, LINE_STEPS)]
    try:
        signature(method).bind(lines, *arguments, **dict(options))
    except TypeError as error:
        raise DiscourseError(
            f"{name} takes other arguments: {error}; see help(dc.Concordance.{name})."
        ) from None
    return cast(Lines, method(lines, *arguments, **dict(options)))
