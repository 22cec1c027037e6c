"""Whether a saved figure shows what its plot draws: in its record, and in each of its files."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.extensions import check_packages
from discourse.publish.checks.additions import count_additions
from discourse.publish.checks.pages import WantedPages, check_pages, name_cause
from discourse.publish.checks.records import FIRST_VERSION, is_of_this_version
from discourse.publish.plots.drawing_differences import (
    FreshDrawing,
    added_texts,
    compare_descriptions,
    count_groups,
    fresh_drawing,
)
from discourse.publish.plots.drawing_tools import drawing_tools
from discourse.publish.plots.panel_grid import PanelDrawing, redrawn_panels
from discourse.publish.plots.readback import compare_drawn, redraw
from discourse.publish.plots.relabelling import names_of_author
from discourse.publish.plots.rendering import page_words
from discourse.publish.plots.seen_differences import Difference, list_additions
from discourse.publish.plots.svg_frames import Likeness
from discourse.publish.provenance.bundle import FIRST_FORMAT
from discourse.publish.provenance.corpora import name_corpus
from discourse.publish.provenance.finding import Finding
from discourse.record import WITHOUT_HITS

OF_OTHER_VERSION = "figures of another version ({}), whose look was not checked"


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
    _count_names(name, record, checked)
    with fresh_drawing(used, rows, beside) as fresh:
        things = texts = None
        if record.get("added") is not None:
            things = list_additions(fresh.seen, record["seen"])
            texts = added_texts(fresh.seen, record["seen"])
            said = str(record["added"])
            count_additions(name, said, things, texts, record["seen"], checked)
            if record.get("added_texts", texts) != texts:
                yield Finding(f"{name}.json", "added_texts", str(texts), str(record["added_texts"]))
        if record["format"] == FIRST_FORMAT or not is_of_this_version(record["recipe"]):
            if record["format"] != FIRST_FORMAT:
                checked[OF_OTHER_VERSION.format(name)] += 1
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
                words = page_words(str(record["caption"]), str(record["alt"]), record["recipe"])
                is_exact = has_same_print and texts is None
                most = None if things is None else count_groups(things)
                alike = Likeness(is_exact, fresh.canvas == "own", texts, most)
                why = name_cause(used.get("tools"), fresh.canvas, record["added"])
                whole = WantedPages(words, used["inches"], alike, why)
                yield from check_pages(path, name, record, fresh.figure, whole, checked)
    for place, wanted, found, _ in differences:
        yield Finding(f"{name}.json", place, wanted, found)


def _count_names(name: str, record: Mapping[str, Any], checked: "Counter[str]") -> None:
    """List what the author shows in place of names of the text, so that a person reads it."""
    target = record["recipe"]["corpus"]
    reference = record["recipe"].get("parameters", {}).get("reference")
    corpora = {"the target": target, "the reference": reference}
    for shown, meant in names_of_author(record["plot"].get("options")):
        made = corpora.get(meant)
        stands = f"{meant}, {_name_source(made)}" if isinstance(made, Mapping) else meant
        checked[f"names of the author ({name}: “{shown}” for {stands})"] += 1
    title = str(record["plot"].get("title", ""))
    if len(title) > 1:  # more than the letter of a panel
        checked[f"names of the author ({name}: “{title}” for a title)"] += 1


def _name_source(part: Mapping[str, Any]) -> str:
    return f"the list {part['list']!r}" if "list" in part else name_corpus(dict(part))


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
        checked[OF_OTHER_VERSION.format(name)] += 1
        return
    drawings = {
        letter: PanelDrawing(panel["plot"], rows, beside)
        for letter, (panel, rows, beside) in panels.items()
    }
    grid = record["grid"]
    tools = [each.recipe.get("tools") for each in drawings.values()]
    is_own = grid["canvas"] == "own"
    has_same_print = is_own and all(each == drawing_tools() for each in tools)
    words = page_words(str(record["caption"]), str(record["alt"]), recipes)
    texts = None if record["added"] is None else list(map(str, record.get("added_texts", [])))
    things = Counter(record.get("added_artists", {}))
    if texts is not None:
        count_additions(name, str(record["added"]), things, texts, {}, checked)
    with redrawn_panels(grid, drawings) as fresh:
        most = None if texts is None else count_groups(things)
        alike = Likeness(has_same_print and texts is None, is_own, texts, most)
        other = next((each for each in tools if each != drawing_tools()), drawing_tools())
        why = name_cause(other, grid["canvas"], record["added"])
        whole = WantedPages(words, grid["inches"], alike, why)
        yield from check_pages(path, name, record, fresh, whole, checked)
