"""Whether the files of a folder, and its settings, are those that its manifest lists."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from discourse.errors import DiscourseError
from discourse.publish.export.manifest import (
    BROUGHT,
    MANIFEST,
    digest_of,
    read_manifest,
    settings_of,
)
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.bundle import LINES_ENDING, REFERENCE_ENDING
from discourse.publish.provenance.finding import Finding

NO_FILE = "no such file"


def check_listed_record(path: Path, name: str) -> Iterator[Finding]:
    """A record of a bundle, or a file of lines, that the manifest does not list as it is."""
    if not (path.parent / MANIFEST).exists():
        return
    manifest = _read_sound(path.parent)
    listed, found = manifest["files"].get(path.name), digest_of(read_bounded(path))
    if listed is None and path.suffix == ".json":
        yield Finding(name, "manifest", f"a bundle listed in {MANIFEST}", "one that is not")
    elif listed not in (None, found):
        others = [other for other, digest in manifest["files"].items() if digest == found]
        there = f"that of {Path(others[0]).stem}" if others else "another file"
        yield Finding(name, "manifest", "the file that was saved under this name", there)


def check_manifest(folder: Path, name: str, backed: Iterable[Path]) -> Iterator[Finding]:
    """Files of a manifest that are lost or have other bytes; those of bundles know themselves."""
    manifest = read_manifest(folder) or {"files": {}, "settings": {}}
    own = {path.name for path in backed}
    for file, listed in manifest["files"].items():
        path = folder / file
        if file in own or Path(file).name != file:
            continue
        found = digest_of(read_bounded(path)) if is_own_file(path) else NO_FILE
        if found != listed:
            yield Finding(f"{name}{file}", "manifest", str(listed), found)
    yield from _check_settings(folder, name, manifest["settings"])


def _check_settings(folder: Path, name: str, listed: Mapping[str, str]) -> Iterator[Finding]:
    """Settings that have changed since something was saved here."""
    found = settings_of(folder)
    same_version = listed.get("discourse") == found["discourse"]
    for setting, digest in listed.items():
        if setting in BROUGHT and not same_version:
            continue
        if setting != "discourse" and found.get(setting, NO_FILE) != digest:
            there = found.get(setting, NO_FILE)
            yield Finding(f"{name}{MANIFEST}", f"settings {setting}", str(digest), there)


def _read_sound(folder: Path) -> Mapping[str, Any]:
    """The manifest of a folder; an empty one for one that is none, which is a finding itself."""
    with suppress(DiscourseError):
        return read_manifest(folder) or {"files": {}}
    return {"files": {}}


def list_known(folder: Path) -> list[str]:
    """The files that a manifest lists, except those of a bundle whose record is lost."""
    listed = _read_sound(folder)["files"]
    records = {Path(file).stem for file in listed if Path(file).suffix == ".json"}
    lost = {stem for stem in records if not is_own_file(folder / f"{stem}.json")}
    return [file for file in listed if _bundle_of(file) not in lost]


def _bundle_of(file: str) -> str:
    """The name of the bundle that a file has the name of."""
    ending = next((each for each in (LINES_ENDING, REFERENCE_ENDING) if file.endswith(each)), "")
    return file.removesuffix(ending) if ending else Path(file).stem
