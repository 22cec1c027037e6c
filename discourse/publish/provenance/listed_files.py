"""Whether the files of a folder, and its settings, are those that its manifest lists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from discourse.corpus.store.manifest import SEAL, seal_manifest
from discourse.errors import DiscourseError, count_noun
from discourse.publish.export.manifest import (
    BROUGHT,
    MANIFEST,
    METHODS,
    digest_of,
    read_manifest,
    settings_of,
)
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.bundle import FIRST_FORMAT, LINES_ENDING, REFERENCE_ENDING
from discourse.publish.provenance.finding import Finding

NO_FILE = "no such file"
UPDATE = "run `discourse verify --update`"
WITHOUT_MANIFEST = "folders without a manifest, not checked"
OTHER_SETTINGS = "settings of another version, not compared"
NAMED_BUNDLES = 5  # in a finding


def check_listed_record(path: Path, name: str) -> Iterator[Finding]:
    """A record of a bundle, or a file of lines, that the manifest does not list as it is.

    Bundles that are older than the manifest are one finding of it.
    """
    if not (path.parent / MANIFEST).exists():
        return
    manifest = _read_sound(path.parent)
    listed, found = manifest["files"].get(path.name), digest_of(read_bounded(path))
    if listed is None and path.suffix == ".json":
        if not is_of_first_format(path):
            yield Finding(name, "manifest", f"a bundle listed in {MANIFEST}", "one that is not")
    elif listed not in (None, found):
        others = [other for other, digest in manifest["files"].items() if digest == found]
        there = f"that of {Path(others[0]).stem}" if others else "another file"
        yield Finding(name, "manifest", "the file that was saved under this name", there)


def is_of_first_format(path: Path) -> bool:
    """Whether a record is of the format that version 0.1.0 wrote, without a manifest."""
    with path.open("rb") as file:
        return FIRST_FORMAT.encode() in file.read(200)


def check_manifest(
    folder: Path, name: str, backed: Iterable[Path], checked: "Counter[str]"
) -> Iterator[Finding]:
    """Check a manifest: itself, its files and settings, and the older bundles beside it.

    The files of bundles are checked with these, and the paragraph on methods by what it says.
    """
    manifest = read_manifest(folder) or {"files": {}, "settings": {}}
    own = {path.name for path in backed}
    sealed = seal_manifest({key: value for key, value in manifest.items() if key != SEAL})[SEAL]
    if manifest.get(SEAL) != sealed:
        wanted = f"the hash of what it lists; if it was changed on purpose, {UPDATE}"
        there = "another hash" if SEAL in manifest else "none"
        yield Finding(f"{name}{MANIFEST}", SEAL, wanted, there)
    for file, listed in manifest["files"].items():
        path = folder / file
        if file in own or Path(file).name != file:
            continue
        found = digest_of(read_bounded(path)) if is_own_file(path) else NO_FILE
        if found != listed and (file != METHODS or found == NO_FILE):
            yield Finding(f"{name}{file}", "manifest", str(listed), found)
    yield from _check_settings(folder, name, manifest["settings"], checked)
    yield from _find_older(folder, name, own - set(manifest["files"]))


def _find_older(folder: Path, name: str, unlisted: Iterable[str]) -> Iterator[Finding]:
    """The bundles of version 0.1.0, which wrote no manifest, beside one that was begun later."""
    records = (folder / file for file in sorted(unlisted) if file.endswith(".json"))
    older = [path.stem for path in records if is_own_file(path) and is_of_first_format(path)]
    if older:
        more = ", …" if len(older) > NAMED_BUNDLES else ""
        found = (
            f"{count_noun(len(older), 'bundle')} older than the manifest and not listed: "
            f"{', '.join(older[:NAMED_BUNDLES])}{more}"
        )
        yield Finding(f"{name}{MANIFEST}", "files", f"every bundle beside it; {UPDATE}", found)


def find_missing_manifest(
    name: str, records: Iterable[Path], checked: "Counter[str]"
) -> Iterator[Finding]:
    """A manifest that was lost: `save_figure` and `save_table` begin one where there is none.

    Bundles of version 0.1.0 never had one.
    """
    saved = [path for path in records if not is_of_first_format(path)]
    if saved:
        wanted = f"the list of {count_noun(len(saved), 'bundle')} beside it; {UPDATE}"
        yield Finding(f"{name}{MANIFEST}", "file", wanted, NO_FILE)
    else:
        checked[WITHOUT_MANIFEST] += 1


def _check_settings(
    folder: Path, name: str, listed: Mapping[str, str], checked: "Counter[str]"
) -> Iterator[Finding]:
    """Settings that have changed since something was saved here, or that are not listed."""
    found = settings_of(folder)
    same_version = listed.get("discourse") == found["discourse"]
    for setting in {**listed, **found}:
        if setting in BROUGHT and "discourse" in listed and not same_version:
            checked[OTHER_SETTINGS] += 1
            continue
        wanted, there = listed.get(setting, "not listed"), found.get(setting, NO_FILE)
        is_version = setting == "discourse" and setting in listed
        if wanted != there and not is_version:
            yield Finding(f"{name}{MANIFEST}", f"settings {setting}", str(wanted), there)


def _read_sound(folder: Path) -> Mapping[str, Any]:
    """The manifest of a folder; an empty one for one that is none, which is a finding itself."""
    with suppress(DiscourseError):
        return read_manifest(folder) or {"files": {}}
    return {"files": {}}


def listed_digests(folder: Path) -> set[str]:
    """The hashes of all files that a manifest lists."""
    return set(map(str, _read_sound(folder)["files"].values()))


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
