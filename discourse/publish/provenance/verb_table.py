"""The table of verbs: what one row of each is, and its columns."""

import inspect

import pandas as pd

from discourse.extensions import extension_names, name_package
from discourse.publish.provenance.recipes import find_verb, verb_names


class VerbTable(pd.DataFrame):
    """A table that a notebook shows with whole cells; what is taken out of it is a plain table."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def _repr_html_(self) -> str | None:
        with pd.option_context("display.max_colwidth", None):
            html: str | None = super()._repr_html_()  # type: ignore[misc]
        return html


def verbs() -> pd.DataFrame:
    """One row per verb: a function that makes a table of a corpus; in alphabetical order.

    Returns
    -------
    DataFrame
        The columns are ``verb, first_line, column_names, package``. ``first_line`` is that of the
        verb's documentation, and says what one row of its table is. ``column_names`` are the
        columns that the table has if no parameter asks for others; further measures, labels and
        notes follow them. ``package`` is the package that adds the verb: "discourse-toolkit", or
        one that extends it. A notebook shows all cells whole.

    See Also
    --------
    dc.methods : The paragraph that describes tables of verbs, with their sources.

    Examples
    --------
    >>> import discourse as dc
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


def _first_line(name: str) -> str:
    return (inspect.getdoc(find_verb(name).function) or "").partition("\n")[0]


def _column_names(name: str) -> str:
    entry = find_verb(name)
    return ", ".join(column for column in entry.columns if column not in entry.optional)


def _package_of(name: str) -> str:
    for kind in ("verbs", "layers"):
        if name in extension_names(kind):
            return name_package(kind, name)
    return "discourse-toolkit"
