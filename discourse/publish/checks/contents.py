"""What a study has: its bundles and notebooks, and what they say of each other."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from discourse.errors import DiscourseError
from discourse.publish.checks.study import Study
from discourse.publish.claims.binding import count_unnamed_saves, saved_texts
from discourse.publish.export.manifest import MANIFEST, digest_of, is_manifest
from discourse.publish.manuscripts.article_head import LATEX, OFFICE, read_head
from discourse.publish.provenance.allowance import OutOfTimeError, limited_time, read_bounded
from discourse.publish.provenance.bundle import (
    LINES_ENDING,
    REFERENCE_ENDING,
    files_of,
    is_bundle,
    read_record,
)
from discourse.publish.provenance.listed_files import listed_digests
from discourse.publish.provenance.panels_of_bundle import (
    is_figure_of_panels,
    pages_of_panels,
    read_panels,
)
from discourse.publish.provenance.recorded_layers import is_layer_file
from discourse.publish.provenance.study_folder import is_notebook

# The file to which `export` writes `evidence`: lines by their ids. It is not a bundle.
EVIDENCE_FILE = "evidence.csv"
LONGEST_START = 1 << 20  # bytes of a record in which its entries are looked for
HASH_DIGITS = 12  # of the hash of a text, in a recipe
UNREADABLE, BUNDLE, PANELS, NOTEBOOK, ARTICLE, LINES, LAYER = (
    "unreadable", "bundle", "panels", "notebook", "article", "lines", "layer",
)  # fmt: skip


def kind_of(path: Path) -> str | None:
    """What a file is to be checked as; None if nothing can be said of it by itself."""
    if not os.access(path, os.R_OK):
        return UNREADABLE
    if path.suffix == ".json" and is_bundle(path):
        return BUNDLE
    if path.suffix == ".json" and is_figure_of_panels(path):
        return PANELS
    if path.suffix == ".json" and (_has_lost_format(path) or _is_in_place_of_record(path)):
        return BUNDLE
    if is_notebook(path):
        return NOTEBOOK
    if path.suffix.casefold() in (LATEX, OFFICE) and read_head(path):
        return ARTICLE
    if path.name == EVIDENCE_FILE:
        return LINES
    is_alone = not path.with_suffix(".json").is_file()
    return LAYER if is_layer_file(path) and is_alone else None


def _has_lost_format(path: Path) -> bool:
    """Whether a JSON file is the record of a table, but does not say that it is one."""
    with path.open("rb") as file:
        start = file.read(LONGEST_START)
    return b'"recipe"' in start and b'"sha256"' in start and path.with_suffix(".csv").is_file()


def _is_in_place_of_record(path: Path) -> bool:
    """Whether a JSON file stands where the record of a bundle would, among its files."""
    beside = {file.name.removeprefix(path.stem) for file in files_of(path) if file.exists()}
    is_printed = ".csv" in beside and bool(beside & {".pdf", ".svg", ".tex"})
    is_listed = is_printed and path.with_name(MANIFEST).exists()
    return is_listed or bool(beside & {LINES_ENDING, REFERENCE_ENDING})


@dataclass
class Contents:
    """What the files of a study say of each other.

    Attributes
    ----------
    backed : set of Path
        The files that bundles contain, and those of lines.
    captions : dict
        The captions and alternative texts that notebooks give, by the record of the bundle and the
        name of its entry.
    saved : dict
        The notebook that saves each bundle, by its record.
    unnamed : int
        How often notebooks save something under a name that is not written out.
    alts : dict
        The records of the bundles by their alternative texts.
    bundled : set of str
        The hashes of the files of bundles.
    digests : set of str
        The first digits of the hashes of the texts that bundles are made from.
    pictures : set of str
        The hashes of the files that manifests list.
    """

    backed: set[Path] = field(default_factory=set)
    captions: dict[tuple[Path, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    saved: dict[Path, str] = field(default_factory=dict)
    unnamed: int = 0
    alts: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    bundled: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)

    def describe(self, study: Study) -> Study:
        """A study with what its files say of each other."""
        captions = {key: frozenset(texts) for key, texts in self.captions.items()}
        return replace(
            study,
            captions=captions,
            alts={alt: tuple(records) for alt, records in self.alts.items()},
            bundled=frozenset(self.bundled),
            pictures=frozenset(self.pictures),
        )

    def is_text(self, path: Path) -> bool:
        """Whether a bundle was made from a file."""
        with suppress(DiscourseError, OSError):
            return digest_of(read_bounded(path))[:HASH_DIGITS] in self.digests
        return False


def survey(kinds: Mapping[Path, str | None], seconds: float) -> Contents:
    """Read what the bundles, the notebooks and the manifests of a study name.

    A file that cannot be read, or takes too long, is a finding of its own check.
    """
    contents = Contents(backed=find_backed(kinds))
    for path in find_manifests(kinds):
        contents.pictures |= listed_digests(path.parent)
    for path, kind in kinds.items():
        with suppress(Exception, OutOfTimeError), limited_time(seconds):
            if kind in (BUNDLE, PANELS):
                record = read_record(path) if kind == BUNDLE else read_panels(path)
                if alt := str(record.get("alt", "")):
                    contents.alts[alt].append(path)
                contents.bundled.update(map(str, record["sha256"].values()))
                contents.digests.update(_recorded_documents(record))
            elif kind == NOTEBOOK:
                _survey_notebook(path, contents)
    return contents


def _survey_notebook(path: Path, contents: Contents) -> None:
    for record, saved in saved_texts(path):
        contents.captions[record, saved.entry].add(saved.text)
        contents.saved[record] = path.name
    contents.unnamed += count_unnamed_saves(path)


def _recorded_documents(record: Mapping[str, Any]) -> Iterator[str]:
    documents = record.get("recipe", {}).get("corpus", {}).get("documents", {})
    return map(str, documents.values())


def find_backed(kinds: Mapping[Path, str | None]) -> set[Path]:
    """The files that bundles contain, and those of lines."""
    found: set[Path] = set()
    for path, kind in kinds.items():
        if kind == LINES:
            found.add(path)
        elif kind == BUNDLE:
            found.update(files_of(path))
        elif kind == PANELS:
            found.update(pages_of_panels(path))
    return found


def find_manifests(files: Iterable[Path]) -> list[Path]:
    """The manifests of figures; a saved corpus has a file of this name, too."""
    return [path for path in files if path.name == MANIFEST and is_manifest(path)]
