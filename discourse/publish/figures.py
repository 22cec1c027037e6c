"""A figure leaves as a bundle: vector and pixels, what it draws as a table, and how it was made."""

import hashlib
import json
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from discourse.errors import DiscourseError
from discourse.publish.drawn import drawn
from discourse.publish.files import csv_bytes, json_bytes, write_together
from discourse.publish.plots.canvas import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def save_figure(
    ax: "Axes", path: str | PathLike[str], *, table: pd.DataFrame, caption: str, alt: str
) -> None:
    """Save a figure as a bundle: ``path.pdf``, ``.svg``, ``.png``, ``.csv`` and ``.json``.

    The same figure gives the same bytes each time. Fonts are embedded in the PDF, text stays text
    in the SVG, the PNG has 300 dots an inch.

    Parameters
    ----------
    path : where to, without an ending: ``"../figures/frequencies"``.
    table : exactly the rows that the figure draws; they become the CSV, and the way they were made
        becomes part of the JSON.
    caption : what stands under the figure in print.
    alt : what the figure shows, in words, for readers who do not see it.

    Raises
    ------
    DiscourseError : no caption or alternative text, a table of no verb, a folder that is not there.

    Examples
    --------
    >>> import discourse as dc, tempfile, pathlib
    >>> table = dc.frequencies(dc.read("seeds/")).head(3)
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> dc.save_figure(dc.plot.frequencies(table), folder / "top", table=table,
    ...                caption="The three most frequent words.", alt="Dots: the, and, of.")
    >>> sorted(file.name for file in folder.iterdir())
    ['top.csv', 'top.json', 'top.pdf', 'top.png', 'top.svg']
    """
    target = Path(path)
    provenance = _checked(target, table, caption, alt)
    files = {
        ending: _rendered(ax, ending, title=caption, subject=provenance)
        for ending in ("pdf", "svg", "png")
    }
    files["csv"] = csv_bytes(table)
    record = {
        "caption": caption,
        "alt": alt,
        "recipe": json.loads(provenance),
        "drawn": drawn(ax),
        "sha256": {f"{target.name}.{ending}": _sha256(raw) for ending, raw in files.items()},
    }
    files["json"] = json_bytes(record)
    write_together({target.parent / f"{target.name}.{end}": raw for end, raw in files.items()})


def _checked(target: Path, table: pd.DataFrame, caption: str, alt: str) -> str:
    """The provenance of a table that can be saved under this name."""
    if not alt.strip():
        raise DiscourseError(
            f"{target.name} has no alternative text; say in alt= what the figure shows."
        )
    if not caption.strip():
        raise DiscourseError(f"{target.name} has no caption; say in caption= what it is.")
    if not target.parent.is_dir():
        raise DiscourseError(f"there is no folder {target.parent}; make it, or name another.")
    provenance = table.attrs.get("provenance")
    if provenance is None:
        raise DiscourseError(
            f"the table of {target.name} does not say how it was made; give rows of a table that "
            "a verb made, as dc.frequencies(corpus).head(20)."
        )
    return str(provenance)


def _rendered(ax: "Axes", ending: str, *, title: str, subject: str) -> bytes:
    """The figure in one format, without the date and without the version of matplotlib."""
    metadata: dict[str, dict[str, Any]] = {
        "pdf": {"Title": title, "Subject": subject, "Creator": "discourse", "Producer": None}
        | dict.fromkeys(("CreationDate", "ModDate")),
        "svg": {"Title": title, "Description": subject, "Creator": "discourse", "Date": None},
        "png": {"Title": title, "Description": subject, "Software": "discourse"},
    }
    page = BytesIO()
    with style():
        ax.figure.savefig(page, format=ending, metadata=metadata[ending])  # type: ignore[union-attr]
    return page.getvalue()


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
