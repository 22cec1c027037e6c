"""Whether a notebook says and shows what is so: its numbers, its saved corpora, its pictures."""

import base64
import binascii
import html
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import regex

from discourse.errors import count_noun
from discourse.publish.checks.saved_corpora import check_loaded
from discourse.publish.checks.study import StudyCheck
from discourse.publish.claims.binding import (
    DEGREE,
    QUOTED_UNREAD,
    NotebookCorpora,
    check_numbers,
    examine_prose,
    tally_of,
)
from discourse.publish.claims.notebook import NotebookCell, join_source, notebook_cells
from discourse.publish.export.manifest import digest_of
from discourse.publish.provenance.finding import Finding

UNREAD = "numbers whose texts are not on this computer, not compared"
OUTPUTS = "outputs of cells (run=True, --run), not compared"
ELSEWHERE = "pictures in notebooks whose bundles are elsewhere, not compared"
BACKED = "a bundle with its alternative text, or a file that a manifest lists"
LONGEST_NAME = 80  # characters of an alternative text, in a finding
_SPECIFICATION = regex.compile(r"application/.*(?:vega|plotly|bokeh)")  # drawn by the browser
_IMAGE = regex.compile(r"<img\b[^>]*>|<svg\b", regex.IGNORECASE)
_SOURCE = regex.compile(r"""\bsrc=["']data:image/[^,"']*,([^"']*)["']""", regex.IGNORECASE)
_ALT = regex.compile(r"""\balt=(?:"([^"]*)"|'([^']*)')""", regex.IGNORECASE)


def check_notebook(path: Path, name: str, check: StudyCheck) -> Iterator[Finding]:
    """Bound numbers that differ from their claims, unbound numbers, and pictures of no bundle."""
    checked = check.checked
    checked["notebooks"] += 1
    cells = notebook_cells(path)
    outputs = sum(bool(cell.outputs) for cell in cells)
    corpora = NotebookCorpora(path, places=check.study.places)
    if outputs and not (check.study.run and not corpora.missing):
        checked[OUTPUTS] += outputs
    numbers = examine_prose(path, corpora)
    for rule, count in tally_of(numbers).items():
        if rule == "bound":
            checked["numbers bound"] += count
        elif rule == DEGREE:
            checked["words of degree, not checked"] += count
        elif rule != "unbound":
            checked[f"numbers exempt ({rule})"] += count
    said: list[str] = []
    for finding in check_numbers(numbers, corpora, strict=check.study.strict):
        said.append(finding.found)
        yield finding._replace(file=name)
    _note_missing(name, corpora, tally_of(numbers)[QUOTED_UNREAD], check)
    for finding in check_loaded(name, corpora, check.corpora, checked):
        if not any(finding.found in each for each in said):  # a claim on it has said why
            yield finding
    yield from _check_pictures(path, name, cells, check)


def _note_missing(name: str, corpora: NotebookCorpora, quoted: int, check: StudyCheck) -> None:
    """Note how many numbers were not compared because their texts are not on this computer."""
    if corpora.left:
        check.checked["numbers bound"] -= corpora.left
        check.checked[UNREAD] += corpora.left
    left = corpora.left + quoted
    for sentence in corpora.missing:
        check.missing[f"{name}: {count_noun(left, 'number')}"] = sentence


def _check_pictures(
    path: Path, name: str, cells: Iterable[NotebookCell], check: StudyCheck
) -> Iterator[Finding]:
    """Pictures in the stored outputs that neither a bundle nor a manifest knows.

    A bundle is known by its alternative text, which the output of its figure has, too.
    """
    study = check.study
    elsewhere = {
        alt
        for (record, entry), alts in study.captions.items()
        if entry == "alt" and not record.is_relative_to(study.root.resolve())
        for alt in alts
    }
    for number, cell in enumerate(cells, 1):
        for alt, digest in _pictures_in(cell.outputs):
            if alt in study.alts or digest in study.pictures:
                check.checked["pictures in notebooks"] += 1
            elif alt in elsewhere:
                check.checked[ELSEWHERE] += 1
            else:
                shown = alt[:LONGEST_NAME] or "without a text"
                yield Finding(name, f"cell {number}, picture", BACKED, f"neither: {shown}")


def _pictures_in(outputs: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The alternative text and the hash of each picture that outputs show."""
    for output in outputs:
        data, metadata = output.get("data"), output.get("metadata")
        if not isinstance(data, Mapping):
            continue
        kinds = [kind for kind in data if kind.startswith("image/") or _SPECIFICATION.match(kind)]
        if kinds:
            said = metadata.get(kinds[0]) if isinstance(metadata, Mapping) else None
            alt = said.get("alt") if isinstance(said, Mapping) else None
            text = join_source(data.get("text/plain", "")) if alt is None else str(alt)
            yield text, _digest_of_output(kinds[0], join_source(data[kinds[0]]))
        yield from _pictures_of_page(join_source(data.get("text/html", "")))


def _digest_of_output(kind: str, content: str) -> str:
    """The hash of a picture: SVG is stored as text, and other kinds in base 64."""
    return (
        digest_of(content.encode("utf-8", "replace")) if "svg" in kind else _hash_base_64(content)
    )


def _pictures_of_page(page: str) -> Iterator[tuple[str, str]]:
    """The pictures that are in an HTML output itself; those with an address are files."""
    for tag in _IMAGE.findall(page):
        source, alt = _SOURCE.search(tag), _ALT.search(tag)
        if source or tag[1:].casefold() == "svg":
            text = html.unescape((alt[1] or alt[2] or "") if alt else "")
            yield text, _hash_base_64(source[1]) if source else ""


def _hash_base_64(content: str) -> str:
    """The hash of what is written in base 64; "" if it is not."""
    with suppress(binascii.Error, ValueError):
        return digest_of(base64.b64decode(content))
    return ""
