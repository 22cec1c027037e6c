"""A figure of several panels: a bundle of its pages, and a bundle with a table for each panel.

The bundle of a panel is one like those of other figures, without pages, and is checked as they are.
"""

import json
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from types import NoneType
from typing import Any, cast

import pandas as pd

from discourse.errors import DiscourseError
from discourse.publish.export.data_files import json_bytes, refuse_twice
from discourse.publish.export.manifest import digest_of, write_listed
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.bundle import (
    ENDINGS,
    Bundle,
    is_bundle,
    refuse_malformed,
)
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.misleading_texts import refuse_misleading
from discourse.publish.provenance.record_shape import PANELS

PANELS_FORMAT = "discourse panels 1"
ENTRIES = {
    "caption": str, "alt": str, "added": (str, NoneType), "grid": dict, "panels": list,
    "sha256": dict,
}  # fmt: skip
OTHER_ENTRIES = ("format", "dpi", "added_texts", "added_artists")
NEEDED = (".pdf", ".png", ".svg")  # pages of every figure


def panel_path(path: str | PathLike[str], letter: str) -> Path:
    """The path of the bundle of a panel; without a letter, that of the figure."""
    whole = Path(path)
    return whole.with_name(f"{whole.name}-{letter}") if letter and whole.name else whole


def save_panels(
    path: str | PathLike[str],
    pages: Mapping[str, bytes],
    described: Mapping[str, Any],
    bundles: Mapping[str, tuple[Bundle, Mapping[str, Any]]],
) -> None:
    """Write the pages of a figure, and the table and the record of each panel: all or none."""
    whole = Path(path)
    files = {whole.with_name(f"{whole.name}.{end}"): raw for end, raw in pages.items()}
    for letter, (made, entries) in bundles.items():
        named = {"caption": f"Panel {letter}.", "alt": f"Panel {letter}."}
        files |= made.files({}, {**named, **entries})
    content = {
        "format": PANELS_FORMAT,
        **described,
        "panels": list(bundles),
        "sha256": {
            file.name: digest_of(raw) for file, raw in files.items() if file.suffix != ".csv"
        },
    }
    refuse_misleading(whole.name, content, pd.DataFrame(), ())
    write_listed({**files, whole.with_name(f"{whole.name}.json"): json_bytes(content)})


def is_figure_of_panels(path: Path) -> bool:
    """Whether a JSON file describes a figure of several panels."""
    with path.open("rb") as file:
        return PANELS_FORMAT.encode() in file.read(200)


def read_panels(path: Path) -> dict[str, Any]:
    """Read the JSON file of a figure of panels.

    Raises
    ------
    DiscourseError
        If the file is too large, is not JSON, or lacks an entry.
    """
    try:
        record: dict[str, Any] = json.loads(read_bounded(path), object_pairs_hook=refuse_twice)
    except (ValueError, RecursionError) as error:
        if isinstance(error, DiscourseError):
            raise DiscourseError(f"{path}: {error}") from None
        raise DiscourseError(f"{path} is not JSON ({error}); save it again.") from None
    for key, kind in ENTRIES.items():
        is_there = isinstance(record, dict) and key in record
        if not is_there or not isinstance(record[key], cast("type", kind)):
            raise DiscourseError(
                f"{path}: its entry {key!r} is missing or malformed; save it again."
            )
    refuse_malformed(path, record, PANELS)
    return record


def panel_records(path: Path, record: Mapping[str, Any]) -> list[Path]:
    """The JSON files of the panels of a figure."""
    return [
        panel_path(path.with_suffix(""), str(letter)).with_suffix(".json")
        for letter in record["panels"]
    ]


def pages_of_panels(path: Path) -> list[Path]:
    """The files that a figure of panels may have beside those of its panels."""
    return [path.with_suffix(ending) for ending in ENDINGS if ending != ".csv"]


def check_panels(path: Path, name: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    """Find files of a figure of panels that are missing or have other bytes than were saved.

    Each panel is checked by its own bundle.
    """
    for key in record:
        if key not in (*ENTRIES, *OTHER_ENTRIES):
            yield Finding(
                f"{name}.json", str(key), "an entry that a figure of panels has", "another"
            )
    for ending in (".html", ".md", ".tex"):  # nothing would compare them
        if path.with_suffix(ending).exists():
            yield Finding(f"{name}{ending}", "file", "a file of a figure", "another file")
    panels = {each.name: each for each in panel_records(path, record)}
    beside = {each.name: each for each in pages_of_panels(path) if each != path}
    for file in sorted(set(record["sha256"]) - {*panels, *beside}):
        yield Finding(name, "sha256", f"files named {path.stem}", file)
    needed = {*panels, *(f"{path.stem}{ending}" for ending in NEEDED)}
    for file, place in sorted((panels | beside).items()):
        if file not in record["sha256"] and file not in needed and not place.exists():
            continue
        there = is_own_file(place) and (file not in panels or is_bundle(place))
        found = digest_of(read_bounded(place)) if there else "no such file"
        if found != record["sha256"].get(file):
            whole = Path(name).parent.joinpath(file).as_posix()
            yield Finding(whole, "sha256", str(record["sha256"].get(file, "a hash")), found)
