"""The methods paragraph beside the figures of a folder, and whether it says what was done."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import regex

from discourse.corpus.store.file_sets import write_together
from discourse.errors import DiscourseError
from discourse.publish.export.manifest import METHODS
from discourse.publish.methods import describe_folder
from discourse.publish.provenance.allowance import read_bounded
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding

_BUNDLE = regex.compile(r"\(“([^”]*)”\)")


def check_methods(folder: Path, name: str, corpora: FolderCorpora) -> Iterator[Finding]:
    """Bundles that a paragraph leaves out, and sentences that are not what was done."""
    path = folder / METHODS
    if not path.exists() and not path.is_symlink():
        return
    found = read_bounded(path).decode("utf-8", "replace").strip()
    expected = describe_folder(folder, corpora).text
    said = set(_BUNDLE.findall(found))
    for bundle in _BUNDLE.findall(expected):
        if bundle not in said:
            yield Finding(f"{name}{METHODS}", bundle, "a sentence on this bundle", "none")
    listed, wanted = _split(found), _split(expected)
    for sentence in wanted:
        if sentence not in listed:
            yield Finding(f"{name}{METHODS}", "sentence", sentence, "one that is missing")
    for sentence in listed:
        if sentence not in wanted:
            yield Finding(f"{name}{METHODS}", "sentence", "what was done", sentence)
    if listed != wanted and sorted(set(listed)) == sorted(set(wanted)):
        found = "one of them twice" if len(listed) > len(wanted) else "another order"
        yield Finding(f"{name}{METHODS}", "sentences", "each once, in their order", found)


def update_methods(folder: Path, corpora: FolderCorpora) -> list[str]:
    """Write the paragraph of a folder anew, if the folder has one; return what has changed."""
    path = folder / METHODS
    if not path.is_file() or path.is_symlink():
        return []
    with suppress(DiscourseError):  # `verify` says why it cannot be written
        raw = f"{describe_folder(folder, corpora).text}\n".encode()
        if raw != path.read_bytes():
            write_together({path: raw})
            return [f"wrote {METHODS}"]
    return []


def _split(paragraph: str) -> list[str]:
    return [sentence for sentence in regex.split(r"(?<=\.)\s+", paragraph) if sentence]
