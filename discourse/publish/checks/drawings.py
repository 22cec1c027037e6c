"""Whether a saved figure shows what its plot draws: in its record, and in each of its files."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from discourse.errors import DiscourseError
from discourse.extensions import check_packages
from discourse.publish.checks.records import is_of_this_version
from discourse.publish.plots.drawing_differences import (
    FreshDrawing,
    added_texts,
    compare_descriptions,
    fresh_drawing,
)
from discourse.publish.plots.drawing_tools import drawing_tools
from discourse.publish.plots.panel_grid import PanelDrawing, redrawn_panels
from discourse.publish.plots.raster_differences import check_pdf, check_png
from discourse.publish.plots.readback import compare_drawn, redraw
from discourse.publish.plots.rendering import DPI, page_words, render
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_differences import find_svg_differences
from discourse.publish.plots.svg_parts import read_svg, without_ids
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.bundle import FIRST_FORMAT
from discourse.publish.provenance.finding import Finding
from discourse.record import WITHOUT_HITS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BY_HASH = "files, compared by hash alone"
BY_HAND = "figures drawn by hand, not checked"
OF_OTHER_VERSION = "figures of another version, whose look was not checked"
NOT_COMPARED = "pictures of another platform, other axes or with additions, not checked"
FIRST_VERSION = "0.1.0"


def check_figure(
    path: Path,
    name: str,
    record: Mapping[str, Any],
    rows: pd.DataFrame,
    beside: Mapping[str, pd.DataFrame],
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Draw a figure again, and compare its record and its files with the fresh drawing.

    Parameters
    ----------
    path : Path
        The record of the bundle.
    name : str
        The path of the bundle, without an ending.
    record : mapping
        The record.
    rows : DataFrame
        The rows of its table, made again.
    beside : mapping of DataFrame
        The further tables of its plot.
    checked : Counter
        What was checked; drawings and pictures are added to it.

    Yields
    ------
    Finding
        What a reader sees otherwise.
    """
    used = record["plot"]
    check_packages(used.get("versions") or {}, f"plot.{used['name']}")
    checked["drawings"] += 1
    if record.get("added") is not None:
        checked[f"figures with additions ({name}: {record['added']})"] += 1
    with fresh_drawing(used, rows, beside) as fresh:
        if record["format"] == FIRST_FORMAT or not is_of_this_version(record["recipe"]):
            if record["format"] != FIRST_FORMAT:
                checked[OF_OTHER_VERSION] += 1
            differences = list(_compare_data(fresh, used, rows, beside, record))
        else:
            has_same_print = used.get("tools") == drawing_tools() and fresh.canvas == "own"
            differences = list(
                compare_descriptions(
                    fresh,
                    record["drawn"],
                    record["seen"],
                    same_print=has_same_print,
                    added=record["added"] is not None,
                )
            )
            if "panel_of" not in record:
                texts = None
                if record["added"] is not None:
                    texts = added_texts(fresh.seen, record["seen"])
                words = page_words(str(record["caption"]), str(record["alt"]), record["recipe"])
                whole = _Pages(words, texts, used["inches"], has_same_print)
                yield from _check_files(path, name, record, fresh.figure, whole, checked)
    for place, wanted, found, _ in differences:
        yield Finding(f"{name}.json", place, wanted, found)


def _compare_data(
    fresh: FreshDrawing,
    used: Mapping[str, Any],
    rows: pd.DataFrame,
    beside: Mapping[str, pd.DataFrame],
    record: Mapping[str, Any],
) -> Iterator[Difference]:
    """Compare the values alone: another version drew what is around them."""
    differences = list(compare_drawn(fresh.drawn, record["drawn"]))
    if differences and record["recipe"].get("versions", {}).get("discourse") == FIRST_VERSION:
        for before in _rows_as_before(rows):
            drawn = redraw(used, before, beside)
            differences = list(compare_drawn(drawn, record["drawn"])) and differences
    for place, wanted, found in differences:
        yield Difference(f"drawn {place}", str(wanted), str(found))


def _rows_as_before(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Rows as version 0.1.0 drew them."""
    if {"part", "term"} <= set(rows.columns):  # it left the cells of cut rows empty
        before = rows.copy()
        before.attrs.pop("provenance", None)
        yield before
    if "part" in rows and rows["part"].dtype == "category":
        # It sorted the parts of metadata as text: chapter 10 before chapter 2.
        labels = sorted(rows["part"].cat.categories)
        yield rows.assign(part=rows["part"].cat.reorder_categories(labels, ordered=True))
    if rows.attrs.get(WITHOUT_HITS):  # it left out a query without hits
        before = rows.copy()
        del before.attrs[WITHOUT_HITS]
        yield before


def check_pages_of_panels(
    path: Path,
    name: str,
    record: Mapping[str, Any],
    panels: Mapping[str, tuple[Mapping[str, Any], pd.DataFrame, Mapping[str, pd.DataFrame]]],
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Draw a figure of panels again, and compare its pages with the fresh drawing.

    Parameters
    ----------
    path : Path
        The record of the figure.
    name : str
        The path of the figure, without an ending.
    record : mapping
        The record.
    panels : mapping of tuple
        For each letter the record of the panel, its rows, made again, and the further tables.
    checked : Counter
        What was checked; pictures are added to it.

    Yields
    ------
    Finding
        What a reader sees otherwise.
    """
    recipes = {letter: panel["recipe"] for letter, (panel, *_) in panels.items()}
    if not all(map(is_of_this_version, recipes.values())):
        checked[OF_OTHER_VERSION] += 1
        return
    drawings = {
        letter: PanelDrawing(panel["plot"], rows, beside)
        for letter, (panel, rows, beside) in panels.items()
    }
    grid = record["grid"]
    tools = [each.recipe.get("tools") for each in drawings.values()]
    has_same_print = grid["canvas"] == "own" and all(each == drawing_tools() for each in tools)
    words = page_words(str(record["caption"]), str(record["alt"]), recipes)
    texts = None if record["added"] is None else list(map(str, record.get("added_texts", [])))
    with redrawn_panels(grid, drawings) as fresh:
        whole = _Pages(words, texts, grid["inches"], has_same_print)
        yield from _check_files(path, name, record, fresh, whole, checked)


class _Pages(NamedTuple):
    """What the pages of a figure should be, beside what is drawn on them."""

    words: dict[str, str]
    added: list[str] | None  # the texts that the author added
    inches: Sequence[float]
    has_same_print: bool

    @property
    def is_exact(self) -> bool:
        """Whether the pages are those of a fresh drawing, byte by byte."""
        return self.has_same_print and self.added is None


def _check_files(
    path: Path,
    name: str,
    record: Mapping[str, Any],
    fresh: "Figure",
    wanted: _Pages,
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Compare the pages of a figure with those of the fresh drawing."""
    words = wanted.words
    dpi = float(record.get("dpi", DPI))
    if further := sum(file.endswith((".tiff", ".eps")) for file in record["sha256"]):
        checked[BY_HASH] += further
    for ending in ("svg", "png", "pdf"):
        file = path.with_suffix(f".{ending}")
        if not is_own_file(file):
            continue  # a finding of its hash
        raw = read_bounded(file)
        drawn = None
        if wanted.is_exact or ending == "svg":
            drawn = render(fresh, ending, **words, dpi=dpi)
        checked["pictures" if drawn else NOT_COMPARED] += 1
        if ending == "svg":
            found = _compare_svg(raw, drawn or b"", wanted)
        elif ending == "png":
            entries = {"Title": words["title"], "Description": words["subject"]}
            entries["Comment"] = words["alt"]
            found = check_png(raw, wanted.inches, entries, drawn, dpi=dpi)
        else:
            found = check_pdf(raw, wanted.inches, drawn)
        for place, expected, shown, _ in found:
            yield Finding(f"{name}.{ending}", place, expected, shown)


def _compare_svg(raw: bytes, drawn: bytes, wanted: _Pages) -> Iterator[Difference]:
    if without_ids(raw) == without_ids(drawn):
        return
    try:
        page = read_svg(raw)
    except DiscourseError as error:
        yield Difference("the page", "an SVG", str(error))
        return
    if page.title != wanted.words["title"]:
        yield Difference("its title", wanted.words["title"], page.title)
    # What was added takes room, so that places are then shares of the frame.
    is_exact = wanted.is_exact
    found = list(
        find_svg_differences(read_svg(drawn), page, same_print=is_exact, added=wanted.added)
    )
    yield from found
    if is_exact and not found:
        yield Difference("the page", "what its plot draws", "something else")
