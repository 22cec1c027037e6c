"""What a call that cannot be answered says: what was given, what is allowed, the way out."""

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 40  # characters of a value in a message


class DiscourseError(ValueError):
    """A call that cannot be answered, and the way out.

    Examples
    --------
    >>> import discourse as dc
    >>> try:
    ...     dc.read("no-such-folder")
    ... except dc.DiscourseError as error:
    ...     print(error)
    no-such-folder does not exist; give a text file, or a folder that holds some.
    """


def one_of(name: str, value: str, choices: Iterable[str]) -> str:
    """Return `value` if it is among `choices`; otherwise name them, and the nearest."""
    choices = list(choices)
    if value in choices:
        return value
    near = get_close_matches(str(value), choices, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    allowed = f"choose {', '.join(map(repr, choices))}" if choices else "there is none here"
    raise DiscourseError(f"{name}={value!r} is not known; {allowed}.{hint}")


def several_of(name: str, values: str | Iterable[str], choices: Iterable[str]) -> list[str]:
    """Some values, if each is among `choices`; one alone may stand by itself."""
    choices = list(choices)
    return [
        one_of(name, each, choices) for each in ([values] if isinstance(values, str) else values)
    ]


def describe(value: object) -> str:
    """A value as a message names it: a short text or number itself, anything else by its type."""
    if value is None or isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str) and len(value) < SHOWN:
        return repr(value)
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"
