"""The formulas of docstrings as mathematics, before numpydoc reads the docstrings."""

from typing import Any

from formulas import write_formulas
from sphinx.application import Sphinx

BEFORE_NUMPYDOC = 400  # which has the default priority, 500


def setup(app: Sphinx) -> dict[str, bool]:
    """Let autodoc show formulas as mathematics."""
    app.connect("autodoc-process-docstring", _replace_lines, priority=BEFORE_NUMPYDOC)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _replace_lines(
    app: Sphinx, what: str, name: str, value: Any, options: Any, lines: list[str]
) -> None:
    lines[:] = write_formulas(lines)
