"""Tables in a notebook, with dollar signs as they are.

JupyterLab sets what is between two dollar signs as mathematics: *It cost $5 and then $6* loses its
signs and its blanks.
"""

import sys
from functools import cache
from typing import Any

import pandas as pd

# The class that keeps JupyterLab from setting an element as mathematics.
NO_MATHS = "mathjax_ignore"
_READ_AS_MATHS = ("$", "\\")


@cache
def show_dollars() -> None:
    """Let the notebook that is running show the tables of this package without mathematics.

    Only tables with a recipe are shown in another way, and only if they have a sign that would be
    read as mathematics. Where someone else shows tables, nothing is changed.
    """
    ipython = sys.modules.get("IPython")
    shell: Any = None if ipython is None else ipython.get_ipython()
    if shell is None:
        return
    html = shell.display_formatter.formatters["text/html"]
    if pd.DataFrame not in html.type_printers and not html.deferred_printers.get(
        (pd.DataFrame.__module__, pd.DataFrame.__name__)
    ):
        html.for_type(pd.DataFrame, _write_table)


def _write_table(table: pd.DataFrame) -> str | None:
    """The HTML of a table as pandas writes it, marked as text if it may look like mathematics."""
    html: str | None = table._repr_html_()  # type: ignore[operator]
    if not html or "provenance" not in table.attrs or not any(s in html for s in _READ_AS_MATHS):
        return html
    with pd.option_context("display.html.use_mathjax", False):
        marked: str | None = table._repr_html_()  # type: ignore[operator]
    return marked
