"""Whether the record of a bundle says all that it should, and nothing else."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import regex

from discourse.errors import DiscourseError
from discourse.extensions import check_packages
from discourse.publish.export.manifest import digest_of
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.bundle import (
    BUNDLE_FORMAT,
    ENDINGS,
    FIRST_FORMAT,
    LINES_ENDING,
    OPTIONAL_ENTRIES,
    REFERENCE_ENDING,
    entries_of,
    files_of,
)
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.panels_of_bundle import (
    is_figure_of_panels,
    panel_records,
    read_panels,
)
from discourse.publish.provenance.recipes import mandatory_parameters, parameters_of
from discourse.record import NOT_RECORDED, package_version

RECIPE_KEYS = ("verb", "corpus", "parameters", "versions", "steps")
PLOT_KEYS = ("name", "beside", "inches", "canvas", "tools", "options", "title", "versions")
TOOLS = ("matplotlib", "freetype", "platform")
WORDS_OF_FIRST = ("format", "alt", "plot", "drawn", "digits")  # entries of the first format
FIGURE_FILES, TABLE_FILES = ("csv", "pdf", "png", "svg"), ("csv", "html", "md", "tex")
PAGES_OF_FIGURES = (".pdf", ".png", ".svg", ".tiff", ".eps")
# Files that only a bundle of the other kind has: nothing would compare them.
_OF_FIGURES, _OF_TABLES = PAGES_OF_FIGURES, (".html", ".md", ".tex")
FIRST_VERSION = "0.1.0"  # of this package that saved figures
BY_DEFAULT = "parameters that no recipe records, taken with their defaults"
LESS_CHECKED = "bundles of the first format ({}), whose rows, lines and look were not checked"


def is_of_this_version(recipe: Mapping[str, Any]) -> bool:
    """Whether the installed version of this package made a table."""
    versions = recipe.get("versions")
    return isinstance(versions, Mapping) and versions.get("discourse") == package_version()


def check_record(
    path: Path, name: str, record: Mapping[str, Any], checked: "Counter[str]"
) -> Iterator[Finding]:
    """Find what a record has too much or too little, and files with other bytes than it says."""
    is_first = record["format"] == FIRST_FORMAT
    if is_first:
        checked[LESS_CHECKED.format(name)] += 1
        yield from _find_later_files(path, name)
    file = f"{name}.json"
    known = {"format", *entries_of(record), *(WORDS_OF_FIRST if is_first else OPTIONAL_ENTRIES)}
    for key in record:
        if key not in known:
            yield Finding(file, str(key), "an entry that a bundle has", "one that it does not")
    yield from _check_keys(file, "recipe", record["recipe"], RECIPE_KEYS)
    if isinstance(record.get("plot"), Mapping):
        yield from _check_keys(file, "plot", record["plot"], PLOT_KEYS)
        tools = record["plot"].get("tools", {})
        yield from _check_keys(file, "plot, tools", tools, TOOLS)
        if not is_first:
            lost = [tool for tool in TOOLS if not isinstance(tools.get(tool), str)]
            yield from (Finding(file, f"plot, tools, {tool}", "a version", "none") for tool in lost)
    if "added_texts" in record and (record.get("added") is None or not record["added_texts"]):
        yield Finding(file, "added_texts", "no such entry: no text was added", "one")
    yield from _check_recipe(name, record["recipe"], checked, strict=not is_first)
    yield from _check_hashes(path, name, record)
    if "panel_of" in record:
        yield from _check_panel(path, name, record)


def _find_later_files(path: Path, name: str) -> Iterator[Finding]:
    """Lines beside a bundle of the first format, which had none: it may be one of the second."""
    for ending in (LINES_ENDING, REFERENCE_ENDING):
        if path.with_name(path.stem + ending).exists():
            wanted = "no lines beside a bundle of the first format"
            yield Finding(f"{name}{ending}", "file", wanted, "a file with lines")


def _check_panel(path: Path, name: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    """A panel that no figure has, and pages of its own, which nothing compares."""
    whole = path.with_name(f"{Path(str(record['panel_of'])).name}.json")
    is_listed = is_own_file(whole) and is_figure_of_panels(whole)
    with suppress(DiscourseError):  # a figure that is malformed is a finding of its own
        is_listed = is_listed and path in panel_records(whole, read_panels(whole))
    if not is_listed:
        yield Finding(f"{name}.json", "panel_of", "a figure with this panel", whole.stem)
    for ending in PAGES_OF_FIGURES:
        if path.with_suffix(ending).exists():
            yield Finding(f"{name}{ending}", "page", "none: it is on that of its figure", "a page")


def _check_keys(
    file: str, part: str, found: Mapping[str, Any], known: tuple[str, ...]
) -> Iterator[Finding]:
    for key in found:
        if key not in known:
            yield Finding(file, f"{part}, {key}", f"an entry of a {part}", "an unknown one")


def _check_recipe(
    name: str, recipe: Mapping[str, Any], checked: "Counter[str]", *, strict: bool
) -> Iterator[Finding]:
    """A version that does not exist yet, steps of lines on a table, and parameters left out.

    One with a default may have come later: the table is made again with the default.
    """
    file = f"{name}.json"
    versions = recipe.get("versions")
    version = versions.get("discourse") if isinstance(versions, Mapping) else None
    if version != package_version() and not _is_earlier(version):
        wanted = f"a version up to {package_version()}"
        yield Finding(file, "recipe, versions", wanted, str(version or "none"))
    if recipe.get("steps") and recipe.get("verb") != "concordance":
        yield Finding(file, "recipe, steps", "none: it makes a table", "steps of lines")
    given = recipe.get("parameters")
    if strict and is_of_this_version(recipe) and isinstance(given, Mapping):
        check_packages(dict(versions or {}), f"a table of {recipe.get('verb')}")
        verb = str(recipe.get("verb"))
        needed = mandatory_parameters(verb)
        left_out = [each for each in parameters_of(verb) if each not in {*given, *NOT_RECORDED}]
        for parameter in left_out:
            if parameter in needed:
                yield Finding(file, f"recipe, {parameter}", "a value", "none")
        if defaults := [each for each in left_out if each not in needed]:
            checked[f"{BY_DEFAULT} ({name}: {', '.join(defaults)})"] += len(defaults)


def _is_earlier(version: object) -> bool:
    """Whether a version was released before the installed one; only numbers were."""
    if not isinstance(version, str) or not _RELEASE.fullmatch(version):
        return False
    return _as_numbers(FIRST_VERSION) <= _as_numbers(version) < _as_numbers(package_version())


_RELEASE = regex.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


def _as_numbers(version: str) -> list[int]:
    return [int(each) if each.isdigit() else 0 for each in version.split(".")]


def _check_hashes(path: Path, name: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    """Files of a bundle that are missing, not listed, or have other bytes than were saved."""
    hashes = record["sha256"]
    folder = Path(name).parent
    endings = (*ENDINGS, LINES_ENDING, REFERENCE_ENDING)
    listed = {path.stem + ending for ending in endings if ending != ".json"} & set(hashes)
    for other in sorted(set(hashes) - listed):
        yield Finding(name, "sha256", f"files named {path.stem}", other)
    wanted = {path.stem + ending for ending in _needed_endings(record)}
    is_table = "drawn" not in record
    for ending in _OF_FIGURES if is_table else _OF_TABLES:
        if path.with_name(path.stem + ending).exists():
            kind = "a table" if is_table else "a figure"
            yield Finding(f"{name}{ending}", "file", f"a file of {kind}", "another file")
    present = {each.name for each in files_of(path) if each != path and each.exists()}
    for file in sorted({*listed, *wanted, *present}):
        beside = path.with_name(file)
        found = digest_of(read_bounded(beside)) if is_own_file(beside) else _name_lack(beside)
        if found != hashes.get(file):
            whole = folder.joinpath(file).as_posix()
            expected = str(hashes.get(file, "a hash of it in the record"))
            yield Finding(whole, "sha256", expected, found)


def _needed_endings(record: Mapping[str, Any]) -> list[str]:
    """The files that a bundle must have; that of a panel has its table alone."""
    if record["format"] != BUNDLE_FORMAT:
        return [".csv"]
    kind = TABLE_FILES if "digits" in record else FIGURE_FILES
    files = [".csv"] if "panel_of" in record else [f".{ending}" for ending in kind]
    further = {LINES_ENDING: "evidence", REFERENCE_ENDING: "evidence_reference"}
    return files + [ending for ending, entry in further.items() if record.get(entry)]


def _name_lack(path: Path) -> str:
    is_there = path.is_symlink() or path.exists()
    return "a link, a pipe or a device" if is_there else "no such file"
