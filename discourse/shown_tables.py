"""Tables in a notebook, with dollar signs as they are, and with what is to be said of them.

JupyterLab sets what is between two dollar signs as mathematics: *It cost $5 and then $6* loses its
signs and its blanks.
"""

import sys
from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

import pandas as pd

from discourse.layer_notes import NOTE

# The class that keeps JupyterLab from setting an element as mathematics.
NO_MATHS = "mathjax_ignore"
_READ_AS_MATHS = ("$", "\\")


@cache
def show_notes_and_dollars() -> None:
    """Let the notebook, or IPython, that is running show tables with their notes and dollars.

    Only tables with a recipe are shown in another way, and only if they have a note, or a sign that
    would be read as mathematics. Where someone else shows tables, nothing is changed.
    """
    ipython = sys.modules.get("IPython")
    shell: Any = None if ipython is None else ipython.get_ipython()
    if shell is None:
        return
    printers: dict[str, Callable[..., Any]] = {"text/html": _write_html, "text/plain": _print_text}
    for kind, printer in printers.items():
        formatter = shell.display_formatter.formatters[kind]
        if pd.DataFrame not in formatter.type_printers and not formatter.deferred_printers.get(
            (pd.DataFrame.__module__, pd.DataFrame.__name__)
        ):
            formatter.for_type(pd.DataFrame, printer)


def _print_text(table: pd.DataFrame, printer: Any, cycle: bool) -> None:
    """The text of a table as pandas writes it, and its note."""
    note = _read_note(table)
    for number, line in enumerate([*repr(table).splitlines(), *(["", note] if note else [])]):
        if number:
            printer.break_()
        printer.text(line)


def _write_html(table: pd.DataFrame) -> str | None:
    """The HTML of a table as pandas writes it, marked as text if it may look like mathematics."""
    html: str | None = table._repr_html_()  # type: ignore[operator]
    if not html or "provenance" not in table.attrs:
        return html
    if any(sign in html for sign in _READ_AS_MATHS):
        with pd.option_context("display.html.use_mathjax", False):
            html = table._repr_html_()  # type: ignore[operator]
    note = _read_note(table)
    return f"{html}\n<p>{escape(note)}</p>" if note else html


def _read_note(table: pd.DataFrame) -> str:
    """What is to be said below a table that this package made."""
    return str(table.attrs.get(NOTE, "")) if "provenance" in table.attrs else ""
