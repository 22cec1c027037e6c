"""The works that verbs cite: as BibTeX, and as a reader of a paragraph sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd
import regex

from discourse.errors import DiscourseError

_ENTRY = regex.compile(r"@(?P<kind>\w+)\{(?P<key>[^,\s]+),\n(?P<fields>(?:  .*\n)*)\}\n")
_FIELD = regex.compile(r"  (\w+) = \{(.*)\},\n")
_BETWEEN = regex.compile(r" and (?![^{]*\})")  # in braces it is part of a name
# What BibTeX and LaTeX take as markup, in titles and names that are no markup.
_BIBTEX_SIGNS = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """A work: its kind and key in BibTeX, and its fields in their order."""

    kind: str
    key: str
    fields: Mapping[str, str]

    @property
    def bibtex(self) -> str:
        """The entry, one line a field."""
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in self.fields.items())
        return f"@{self.kind}{{{self.key},\n{fields}}}\n"

    @property
    def label(self) -> str:
        """Author and year, as in ``Lijffijt and Gries 2012``."""
        authors = [_family_name(author) for author in _BETWEEN.split(self._authors)]
        named = " and ".join(authors) if len(authors) < 3 else f"{authors[0]} et al."
        return f"{named} {self.fields['year']}"

    @property
    def _authors(self) -> str:
        """Who made it; a work without an author is known by its title."""
        return self.fields.get("author", f"{{{self.fields['title']}}}")

    def with_fields(self, **fields: str) -> "Reference":
        """The work with further fields."""
        return Reference(self.kind, self.key, {**self.fields, **fields})


def cite_work(key: str) -> Reference:
    """The work with a key.

    Raises
    ------
    DiscourseError : a key that is not in ``references.bib``.

    Examples
    --------
    >>> cite_work("lijffijt-gries-2012").label
    'Lijffijt and Gries 2012'
    """
    if key not in read_references():
        raise DiscourseError(f"{key!r} is not in references.bib; add the work there.")
    return read_references()[key]


@cache
def read_references() -> dict[str, Reference]:
    """The works of ``references.bib`` by their keys."""
    text = (files("discourse.publish") / "references.bib").read_text(encoding="utf-8")
    return {
        entry["key"]: Reference(entry["kind"], entry["key"], dict(_FIELD.findall(entry["fields"])))
        for entry in _ENTRY.finditer(text)
    }


def document_reference(row: Mapping[Any, Any]) -> Reference:
    """A document of a corpus as a work, by its metadata; its key is that of its line ids."""
    given = {name: escape_bibtex(str(value)) for name, value in row.items() if not pd.isna(value)}
    author = given.get("author", given.get("publisher"))
    year = regex.search(r"\b\d{4}\b", given.get("date", given.get("year", "")))
    parts = [given.get("chapter", ""), f"sha256 {given['sha256']}"]
    fields = {
        "author": f"{{{author}}}" if author else "",
        "title": given["title"],
        "howpublished": given.get("provenance", given.get("source", "")),
        "publisher": given.get("publisher", ""),
        "year": year[0] if year else "n.d.",
        "url": regex.sub(r"[{}\\\s]", "", str(row["url"])) if "url" in given else "",
        "note": "; ".join(filter(None, parts)),
    }
    kept = {name: value for name, value in fields.items() if value}
    return Reference("misc", f"text-{given['sha256'][:12]}", kept)


def escape_bibtex(text: str) -> str:
    r"""A text as a field of BibTeX holds it.

    Examples
    --------
    >>> print(escape_bibtex("Peace & rights: 100 %"))
    Peace \& rights: 100 \%
    """
    return "".join(_BIBTEX_SIGNS.get(character, character) for character in text)


def _family_name(author: str) -> str:
    """The family name; all of a name in braces, which is that of a body."""
    family = author if author.startswith("{") and author.endswith("}") else author.split(",")[0]
    return regex.sub(r"\\([&%$#_{}])|[{}]", r"\1", family)
