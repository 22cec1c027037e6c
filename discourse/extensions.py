"""What other packages add to discourse by entry points; ``discourse help extending`` shows how.

Names are known without importing what they stand for, so that `dir(dc)` and ``discourse --help``
stay quick.
"""

import sys
from collections.abc import Container, Mapping
from functools import cache
from importlib import metadata
from importlib.metadata import EntryPoint, EntryPoints
from typing import Any

from discourse.errors import DiscourseError, one_of

# What packages can add, and what one of each kind is called in a message.
KINDS = {
    "verbs": "verb",
    "measures": "measure",
    "plots": "plot",
    "readers": "reader",
    "layers": "layer",
}


@cache
def _read_entry_points() -> Any:
    # Of all groups at once, because this reads the metadata of every package: 0.03 s each time.
    return metadata.entry_points()


def entry_points(group: str) -> EntryPoints:
    """The entry points of a group, of all packages that are installed."""
    found: EntryPoints = _read_entry_points().select(group=group)
    return found


@cache
def _find_entry_points(kind: str) -> dict[str, list[EntryPoint]]:
    """The entry points of one kind by name; more than one where packages disagree."""
    found: dict[str, list[EntryPoint]] = {}
    for entry in sorted(entry_points(group=f"discourse.{kind}"), key=lambda each: each.value):
        found.setdefault(entry.name, []).append(entry)
    return found


def extension_names(kind: str) -> list[str]:
    """The names that other packages add to the verbs, measures, plots, readers or layers."""
    return sorted(_find_entry_points(kind))


def check_extension_names(kind: str, taken: Container[str]) -> None:
    """Refuse a name that discourse has itself, and one that two packages add.

    Raises
    ------
    DiscourseError
        If there is such a name; the message says which package adds it.
    """
    for name, entries in _find_entry_points(kind).items():
        packages = " and ".join(map(_package_with_version, entries))
        if name in taken:
            raise DiscourseError(
                f"the package {packages} adds the {KINDS[kind]} {name!r}, but discourse has that "
                "name itself; uninstall the package, or rename what it adds."
            )
        if len(entries) > 1:
            raise DiscourseError(
                f"the packages {packages} both add the {KINDS[kind]} {name!r}; uninstall one."
            )


def load_extension(kind: str, name: str) -> Any:
    """Import what another package adds under a name.

    Raises
    ------
    DiscourseError
        If no package or more than one adds the name, or if its module cannot be imported.
    """
    one_of(KINDS[kind], name, extension_names(kind))
    check_extension_names(kind, ())
    try:
        return _find_entry_points(kind)[name][0].load()
    except Exception as error:  # whatever the module of another package raises
        reason = f"{type(error).__name__}: {error}"
        raise DiscourseError(
            f"{describe_extension(kind, name)} cannot be imported ({reason}); "
            "update or uninstall the package."
        ) from error


def is_extension(kind: str, name: str, value: object) -> bool:
    """Whether a function is what a package adds under a name.

    Nothing is imported: the module of a function that is at hand has been imported already.
    """
    entries = _find_entry_points(kind).get(name, ())
    return any(entry.module in sys.modules and entry.load() is value for entry in entries)


def describe_extension(kind: str, name: str) -> str:
    """What a message calls an extension: its kind, name, package and version."""
    return f"the {KINDS[kind]} {name!r} of the package {name_package(kind, name)}"


def name_package(kind: str, name: str) -> str:
    """The package that adds a name, with its version, as a message shows it."""
    return _package_with_version(_find_entry_points(kind)[name][0])


def package_versions(kind: str, name: str) -> dict[str, str]:
    """The package that adds a name, with its version; empty if none does."""
    packages = [entry.dist for entry in _find_entry_points(kind).get(name, [])]
    return {package.name: package.version for package in packages if package is not None}


def check_packages(versions: Mapping[str, str], what: str) -> None:
    """Refuse to repeat what was made with an extension that is not installed here.

    Parameters
    ----------
    versions : Mapping of str to str
        Packages and their versions, as a recipe records them.
    what : str
        What was made with them.

    Raises
    ------
    DiscourseError
        If one of the packages is not among those that extend discourse here.
    """
    here = {
        package for kind in KINDS for name in extension_names(kind)
        for package in package_versions(kind, name)
    }  # fmt: skip
    for package, version in versions.items():
        if package not in {"discourse", *here}:
            raise DiscourseError(
                f"{what} was made with the package {package} {version}, which is not installed "
                "here; install it, then try again."
            )


def _package_with_version(entry: EntryPoint) -> str:
    package = entry.dist
    return entry.value if package is None else f"{package.name} {package.version}"
