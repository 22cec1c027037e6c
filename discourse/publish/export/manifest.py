"""The manifest of a folder: the files that belong to it, and what they were saved with.

`save_figure`, `save_table` and `export` keep it. So a bundle that was deleted, or two that changed
names, are noticed; and a file that no bundle contains can be listed as one that belongs here. Its
last entry is the hash of all others: a line that was taken out by hand is noticed, too.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from discourse.corpus.store.file_sets import write_together
from discourse.corpus.store.manifest import seal_manifest
from discourse.errors import DiscourseError
from discourse.publish.export.data_files import json_bytes, refuse_twice
from discourse.record import package_version

MANIFEST = "manifest.json"
MANIFEST_FORMAT = "discourse manifest 1"
# The paragraph on methods. It is listed, so that it is missed; what it says is compared elsewhere.
METHODS = "methods.md"
# Files of a study that say which packages it uses, and how its figures look: beside the figures, or
# in the folder above.
SETTINGS = ("requirements.lock", "requirements.txt", "environment.yml", "matplotlibrc")
# What the package brings that a figure shows: they change with its version alone.
BROUGHT = {
    "discourse.mplstyle": "discourse.publish.plots",
    "inaugural.toml": "discourse.corpus.references",
    "udhr.toml": "discourse.corpus.references",
}
LARGEST_MANIFEST = 2**26  # bytes


def is_manifest(path: Path) -> bool:
    """Whether a file says that it is a manifest of figures and tables."""
    if not _is_plain_file(path) or not os.access(path, os.R_OK):
        return False
    with path.open("rb") as file:
        return MANIFEST_FORMAT.encode() in file.read(200)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Read the manifest of a folder; None if it has none.

    Raises
    ------
    DiscourseError
        If the file is not a manifest.
    """
    path = folder / MANIFEST
    if not path.exists() and not path.is_symlink():
        return None
    try:
        readable = _is_plain_file(path) and path.stat().st_size <= LARGEST_MANIFEST
        raw = path.read_bytes() if readable else b""
        manifest = json.loads(raw, object_pairs_hook=refuse_twice)
        whole = all(isinstance(manifest[key], dict) for key in ("files", "settings"))
    except (KeyError, RecursionError, TypeError, ValueError):
        whole = False
    if not whole or manifest.get("format") != MANIFEST_FORMAT:
        raise DiscourseError(
            f"{path} is not a manifest; delete it, and write it anew with `discourse verify "
            "--update`."
        )
    return dict(manifest)


def write_listed(pages: Mapping[Path, bytes]) -> None:
    """Write files and list them in the manifests of their folders: all or none."""
    manifests: dict[Path, bytes] = {}
    for folder in {path.parent for path in pages}:
        before = read_manifest(folder) or {"files": {}}
        new = {path.name: digest_of(raw) for path, raw in pages.items() if path.parent == folder}
        listed = {**before["files"], **_find_paragraph(folder), **new}
        manifests[folder / MANIFEST] = _manifest_bytes(folder, listed)
    write_together({**pages, **manifests})


def update_manifest(folder: Path, names: Iterable[str]) -> list[str]:
    """List these files of a folder, and no others; return what has changed."""
    before = read_manifest(folder)
    listed = {} if before is None else before["files"]
    found = {name: digest_of((folder / name).read_bytes()) for name in names}
    found |= _find_paragraph(folder)
    raw = _manifest_bytes(folder, found)
    if before is None or raw != (folder / MANIFEST).read_bytes():
        write_together({folder / MANIFEST: raw})
    both = [name for name in found if name in listed and name != METHODS]
    changed = [name for name in both if found[name] != listed[name]]
    return [
        *(f"added {name}" for name in sorted(set(found) - set(listed))),
        *(f"removed {name}" for name in sorted(set(listed) - set(found))),
        *(f"changed {name}" for name in sorted(changed)),
    ]


def _manifest_bytes(folder: Path, listed: Mapping[str, str]) -> bytes:
    content = {
        "format": MANIFEST_FORMAT,
        "settings": settings_of(folder),
        "files": dict(sorted(listed.items())),
    }
    return json_bytes(seal_manifest(content))


def _find_paragraph(folder: Path) -> dict[str, str]:
    """The paragraph on methods of a folder, if it has one."""
    path = folder / METHODS
    return {METHODS: digest_of(path.read_bytes())} if _is_plain_file(path) else {}


def settings_of(folder: Path) -> dict[str, str]:
    """What is installed, and the hash of each file that says how figures are made."""
    found = {"discourse": package_version()}
    for name, package in BROUGHT.items():
        found[name] = digest_of((files(package) / name).read_bytes())
    for above in (".", ".."):
        for setting in SETTINGS:
            if _is_plain_file(path := folder / above / setting):
                found[f"{above}/{setting}".removeprefix("./")] = digest_of(path.read_bytes())
    return found


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def digest_of(raw: bytes) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(raw).hexdigest()
