"""The file of a notebook: its cells, as JupyterLab stores them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from discourse.errors import DiscourseError
from discourse.text.limits import LARGEST_FILE, format_bytes


class NotebookCell(NamedTuple):
    """A cell of a notebook: "markdown", "code" or another kind, and what it holds."""

    kind: str
    source: str
    outputs: Sequence[Mapping[str, Any]]
    attachments: Mapping[str, Any] = {}


def notebook_cells(notebook: Path) -> list[NotebookCell]:
    """Read the cells of a notebook.

    Raises
    ------
    DiscourseError
        If the file does not exist or is not a notebook.
    """
    stored = _read_notebook(notebook)
    try:
        return [
            NotebookCell(
                cell["cell_type"],
                join_source(cell["source"]),
                cell.get("outputs", []),
                cell.get("attachments", {}),
            )
            for cell in stored["cells"]
        ]
    except (AttributeError, KeyError, TypeError):
        raise _no_notebook(notebook) from None


def language_of(notebook: Path) -> str:
    """The language of a notebook's code, in small letters; Python where nothing is said of it.

    Raises
    ------
    DiscourseError
        If the file does not exist or is not a notebook.
    """
    stored = _read_notebook(notebook).get("metadata")
    said = stored if isinstance(stored, Mapping) else {}
    named = [(said.get("kernelspec"), "language"), (said.get("language_info"), "name")]
    found = [str(each[key]) for each, key in named if isinstance(each, Mapping) and each.get(key)]
    others = [each.casefold() for each in found if each.casefold() not in ("python", "ipython")]
    return others[0] if others else "python"


def _read_notebook(notebook: Path) -> Mapping[str, Any]:
    """The content of a notebook, as it is stored."""
    if not notebook.is_file():
        raise DiscourseError(f"{notebook} does not exist; give a notebook, an .ipynb file.")
    if notebook.stat().st_size > LARGEST_FILE:
        raise DiscourseError(
            f"{notebook} has more than {format_bytes(LARGEST_FILE)}; clear its outputs."
        )
    try:
        stored = json.loads(notebook.read_text(encoding="utf-8"))
    except (RecursionError, ValueError):
        raise _no_notebook(notebook) from None
    if not isinstance(stored, Mapping):
        raise _no_notebook(notebook)
    return stored


def _no_notebook(notebook: Path) -> DiscourseError:
    return DiscourseError(
        f"{notebook} is not a notebook; give an .ipynb file of format 4, as JupyterLab saves it."
    )


def join_source(text: Any) -> str:
    """Return a text of a notebook as one string; it may be stored as a list of lines."""
    return "".join(text) if isinstance(text, list) else str(text)


def cell_sources(notebook: Path, kind: str) -> list[tuple[int, str]]:
    """Read the sources of the "markdown" or "code" cells, each with the number of its cell.

    Cells of all kinds are counted, from 1.

    Raises
    ------
    DiscourseError
        If the file does not exist or is not a notebook.
    """
    return [
        (at, cell.source)
        for at, cell in enumerate(notebook_cells(notebook), 1)
        if cell.kind == kind
    ]
