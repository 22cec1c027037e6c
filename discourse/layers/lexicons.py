"""Lexicons: categories of words and phrases, which other programs call dictionaries."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from os import PathLike
from typing import Any

import pandas as pd

from discourse.corpus.store.file_sets import write_together
from discourse.corpus.store.layer import check_layer_name
from discourse.errors import DiscourseError, check_path, check_target, describe, one_of
from discourse.layers.given_lines import encode_given_lines, join_lines
from discourse.layers.lexicon_file import Form, read_forms
from discourse.text.description import parse_toml

SHIPPED_LEXICONS = (
    "actors", "hedges", "modals", "negation", "person", "quantifiers", "reporting",
)  # fmt: skip
DEFAULT_NAME = "category"  # of a layer, if the file gives no name
KIND_WORDS = ("literal", "wildcard", "cql")
ADVICE = 'write lines such as peace = ["peace", "treat*"] below [categories]'


@dataclass(frozen=True, repr=False)
class Lexicon:
    """Categories of words and phrases, as a file lists them.

    Attributes
    ----------
    name : str
        The name of the layer that it makes.
    text : str
        The content of its file.
    forms : tuple of Form
        Its forms, in the order of the file.
    place : str
        What messages call it: its file.

    See Also
    --------
    dc.layers.lexicon : Read a lexicon.
    dc.layers.make : Label a corpus with it.
    dc.absences : Its forms that a corpus lacks.

    Notes
    -----
    ``discourse docs labelling-spans`` explains how layers are made and used.

    Examples
    --------
    >>> import discourse as dc
    >>> modals = dc.layers.lexicon("modals")
    >>> modals
    Lexicon modal: 3 categories, 21 forms
    """

    name: str
    text: str
    forms: tuple[Form, ...]
    place: str

    def __repr__(self) -> str:
        known = [form for form in self.forms if form.category]
        categories, forms = len({form.category for form in known}), len(known)
        return (
            f"Lexicon {self.name}: {categories:,} categor{'y' if categories == 1 else 'ies'}, "
            f"{forms:,} form{'' if forms == 1 else 's'}"
        )

    @property
    def sha256(self) -> str:
        """The hash of its file."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def mark(self) -> str:
        """The start of its hash, which tells it from others; "" for one that discourse has."""
        is_shipped = any(self.text == read_data_lexicon(name).text for name in SHIPPED_LEXICONS)
        return "" if is_shipped else self.sha256[:12]

    @property
    def table(self) -> pd.DataFrame:
        """One row per form: ``category, form, kind``; exceptions have no category."""
        return pd.DataFrame(
            {
                "category": pd.Series([form.category for form in self.forms], dtype="str"),
                "form": pd.Series([form.form for form in self.forms], dtype="str"),
                "kind": pd.Series([KIND_WORDS[form.kind] for form in self.forms], dtype="str"),
            }
        )

    @property
    def lines(self) -> list[str]:
        """The lines of its file, which a recipe records; `lexicon` reads them, too."""
        return self.text.splitlines()

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file of the lexicon, to edit it.

        Parameters
        ----------
        path : str or PathLike
            A file that does not exist yet.

        Raises
        ------
        DiscourseError
            If the file exists, or its folder does not.

        Examples
        --------
        >>> import discourse as dc, pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     dc.layers.lexicon("modals").save(pathlib.Path(folder, "mine.toml"))
        ...     dc.layers.lexicon(pathlib.Path(folder, "mine.toml"))
        Lexicon modal: 3 categories, 21 forms
        """
        file = check_target("path", path)
        if file.exists():
            raise DiscourseError(f"{file} exists; give another name, or remove it first.")
        write_together({file: self.text.encode()})


def lexicon(source: "str | PathLike[str] | Sequence[str] | Lexicon") -> Lexicon:
    """Read a lexicon: categories of words and phrases, which can label a corpus.

    Parameters
    ----------
    source : str, PathLike, sequence of str or Lexicon
        A TOML file; the name of a lexicon that discourse has: "actors", "hedges", "modals",
        "negation", "person", "quantifiers" or "reporting"; or the lines of a file, as recipes
        record them.

    Returns
    -------
    Lexicon
        Its categories and forms. `make` labels a corpus with it, `dc.absences` lists which of its
        forms a corpus does not have.

    Raises
    ------
    DiscourseError
        If there is no such file, or its content is not that of a lexicon; the message names the
        file, the category and the value.

    See Also
    --------
    dc.layers.make : A layer by a rule.
    dc.absences : Words of a lexicon that a corpus lacks.

    Notes
    -----
    ``discourse docs labelling-spans`` explains how layers are made and used.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.layers.lexicon("modals").table.head(2)
          category   form     kind
    0  possibility    can  literal
    1  possibility  can't  literal
    """
    if isinstance(source, Lexicon):
        return source
    given = encode_given_lines(source)
    if given is not None:
        return _parse_lexicon(given, "the lexicon")
    if isinstance(source, str) and source in SHIPPED_LEXICONS:
        return read_data_lexicon(source)
    if not isinstance(source, (str, PathLike)):
        raise DiscourseError(
            f"lexicon expects a file, a name or the lines of a file, got {describe(source)}; write "
            "dc.layers.lexicon('lexicon.toml')."
        )
    path = check_path("lexicon", source)
    if not path.is_file():
        if path.suffix != ".toml":
            one_of("lexicon", str(source), [*SHIPPED_LEXICONS, "<file>.toml"])
        raise DiscourseError(f"{path} does not exist; give a lexicon as a TOML file.")
    return _parse_lexicon(path.read_bytes(), path.name)


@cache
def read_data_lexicon(name: str) -> Lexicon:
    """Read a lexicon that is installed with the package."""
    raw = (files("discourse.layers") / "data" / f"{name}.toml").read_bytes()
    return _parse_lexicon(raw, f"{name}.toml")


def _parse_lexicon(raw: bytes, place: str) -> Lexicon:
    def make(content: dict[str, Any]) -> Lexicon:
        name = check_layer_name(content.get("name", DEFAULT_NAME))
        text = join_lines(raw.decode("utf-8").splitlines())
        return Lexicon(name, text, tuple(read_forms(content)), place)

    return parse_toml(raw, make, place=place, way_out=ADVICE, page="labelling-spans")
