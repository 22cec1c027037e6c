"""Fields of a store that are made when they are first read."""

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class DeferredField(Generic[T]):
    """A field of a dataclass, which is given its value, or a function that makes it.

    The function is called when the field is first read. Without a `default`, the field must be
    given.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Page:
    ...     words: DeferredField[list[str]] = DeferredField(list)
    >>> Page("human rights".split).words, Page(["peace"]).words, Page().words
    (['human', 'rights'], ['peace'], [])
    """

    def __init__(self, default: Callable[[], T] | None = None) -> None:
        self.default = default
        self._lock = Lock()

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Callable[[], T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> T | Callable[[], T]:
        if instance is None:  # dataclasses ask for the default in this way
            if self.default is None:
                raise AttributeError(self.name)
            return self.default
        value: Any = vars(instance)[self.name]
        if callable(value):
            made = value()
            # Another thread may have made it in the meantime: all get the one that was kept first.
            with self._lock:
                kept = vars(instance)[self.name]
                value = vars(instance)[self.name] = made if callable(kept) else kept
        found: T = value
        return found

    def __set__(self, instance: object, value: T | Callable[[], T]) -> None:
        vars(instance)[self.name] = value
