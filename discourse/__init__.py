"""Discourse analysis in notebooks: every number resolves to the lines of text behind it.

The public names stand in ``__init__.pyi``. They are imported when the first of them is used: pandas
takes a second, and ``discourse --help`` does not need it.
"""

import ast
from importlib import import_module
from pathlib import Path

_STUB = ast.parse(Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
_ROOMS = {
    name.name: f"{__name__}.{line.module}"
    for line in _STUB.body
    if isinstance(line, ast.ImportFrom)
    for name in line.names
}

__all__ = sorted(_ROOMS)


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> object:
    """A public name; with the first of them all are imported, so every verb is registered."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for public, room in _ROOMS.items():
        home = import_module(room)
        # A module, as `plot`, is no attribute of its room until it is imported itself.
        globals()[public] = getattr(home, public, None) or import_module(f"{room}.{public}")
    return globals()[name]
