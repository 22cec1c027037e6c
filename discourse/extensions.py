"""What other installed packages add, each under an entry point; ``discourse help extending`` shows how."""

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from discourse.errors import DiscourseError, one_of

KINDS = ("verbs", "measures", "plots", "readers", "layers")


@cache
def _entry_points(kind: str) -> dict[str, EntryPoint]:
    found: dict[str, EntryPoint] = {}
    for entry in sorted(entry_points(group=f"discourse.{kind}"), key=lambda each: each.value):
        if entry.name in found:
            raise DiscourseError(
                f"{found[entry.name].value} and {entry.value} both add {entry.name!r} to the "
                f"{kind} of discourse; uninstall one of the two packages."
            )
        found[entry.name] = entry
    return found


def extension_names(kind: str) -> list[str]:
    """The names that other packages add to the verbs, measures, plots, readers or layers."""
    return sorted(_entry_points(kind))


def load_extension(kind: str, name: str) -> Any:
    """What another package adds under a name.

    Raises
    ------
    DiscourseError
        For a name that no package adds, or one whose module cannot be imported.
    """
    one_of(kind, name, _entry_points(kind))
    entry = _entry_points(kind)[name]
    try:
        return entry.load()
    except (ImportError, AttributeError) as error:
        raise DiscourseError(
            f"{entry.value}, which adds {name!r} to the {kind} of discourse, cannot be imported "
            f"({error}); update or uninstall its package."
        ) from error
