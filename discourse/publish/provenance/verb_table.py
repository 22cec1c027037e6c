"""The table of verbs: what one row of each is, and its columns."""

import inspect
from textwrap import wrap

import pandas as pd

from discourse.extensions import extension_names, name_package
from discourse.publish.provenance.recipes import find_verb, verb_names

COLUMNS = ("verb", "first_line", "column_names", "package")
OWN_PACKAGE = "discourse-toolkit"
WIDTH = 79  # of a terminal of 80 columns
GAP = 2


class VerbTable(pd.DataFrame):
    """A table that is shown with whole cells; what is taken out of it is a plain table."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def __repr__(self) -> str:
        if list(self.columns) != list(COLUMNS):  # someone has added a column, or renamed one
            return super().__repr__()
        left = max(map(len, ["verb", *self["verb"]])) + GAP
        rows = zip(*(self[name] for name in COLUMNS), strict=True)
        blocks = [_write_verb(*map(str, row), left=left) for row in rows]
        size = f"[{len(self)} verbs; columns of this table: {', '.join(COLUMNS)}]"
        return "\n\n".join([*blocks, size])

    def _repr_html_(self) -> str | None:
        with pd.option_context("display.max_colwidth", None):
            html: str | None = super()._repr_html_()  # type: ignore[misc]
        return html


def verbs() -> pd.DataFrame:
    r"""One row per verb: a function that makes a table of a corpus; in alphabetical order.

    Returns
    -------
    DataFrame
        The columns are ``verb, first_line, column_names, package``. ``first_line`` is that of the
        verb's documentation, and says what one row of its table is. ``column_names`` are the
        columns that the table has if no parameter asks for others; further measures, labels and
        notes follow them. ``package`` is the package that adds the verb: "discourse-toolkit", or
        one that extends it. A notebook shows all cells whole. ``print`` wraps them, and names only
        packages that extend this one.

    See Also
    --------
    dc.methods : The paragraph that describes tables of verbs, with their sources.

    Notes
    -----
    ``discourse docs extending`` explains how a verb of your own is added.

    Examples
    --------
    >>> import discourse as dc
    >>> print("\n".join(str(dc.verbs()).splitlines()[:2]))
    absences        One row per form of a lexicon that does not occur; the most
                    expected first, ties by term.
    >>> table = dc.verbs().set_index("verb")
    >>> table.loc["tfidf", "first_line"]
    'One row per term and part; highest `tfidf` first, ties by term, then by part.'
    >>> table.loc["tfidf", "column_names"]
    'part, term, count, tf, idf, tfidf, idf_smooth, tfidf_smooth, query'
    """
    return VerbTable(
        {
            "verb": pd.Series(verb_names(), dtype="str"),
            "first_line": pd.Series(map(_first_line, verb_names()), dtype="str"),
            "column_names": pd.Series(map(_column_names, verb_names()), dtype="str"),
            "package": pd.Series(map(_package_of, verb_names()), dtype="str"),
        }
    )


def _write_verb(verb: str, first_line: str, column_names: str, package: str, *, left: int) -> str:
    """The row of a verb as text: its name, and beside it the cells, each from a line of its own."""
    from_package = [] if package == OWN_PACKAGE else [f"from the package {package}"]
    cells = [first_line, f"columns: {column_names}", *from_package]
    lines = [
        line for cell in cells for line in wrap(cell, WIDTH - left, break_on_hyphens=False)
    ]  # fmt: skip
    return "\n".join(
        f"{name:<{left}}{line}"
        for name, line in zip([verb, *[""] * (len(lines) - 1)], lines, strict=True)
    )


def _first_line(name: str) -> str:
    return (inspect.getdoc(find_verb(name).function) or "").partition("\n")[0]


def _column_names(name: str) -> str:
    entry = find_verb(name)
    return ", ".join(column for column in entry.columns if column not in entry.optional)


def _package_of(name: str) -> str:
    for kind in ("verbs", "layers"):
        if name in extension_names(kind):
            return name_package(kind, name)
    return OWN_PACKAGE
