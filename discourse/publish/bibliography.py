"""The works that verbs cite, as BibTeX and as they are named in a text."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd
import regex

from discourse.errors import DiscourseError

# Separates authors; within braces, "and" is part of a name.
_AND = regex.compile(r" and (?![^{]*\})")
_FIELD = regex.compile(r"^  ([\w-]+) = \{(.*)\},$", regex.M)
# Characters of plain text that BibTeX and LaTeX would take as markup.
_BIBTEX_SIGNS = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """A work: the kind and key of its BibTeX entry, and the fields in their order."""

    kind: str
    key: str
    fields: Mapping[str, str]

    @property
    def bibtex(self) -> str:
        """The BibTeX entry, one line per field."""
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in self.fields.items())
        return f"@{self.kind}{{{self.key},\n{fields}}}\n"

    @property
    def label(self) -> str:
        """Authors and year, e.g. ``Lijffijt and Gries 2012``; a year that is in a title is enough.

        A work without authors is named by its title.
        """
        authors = [_family_name(author) for author in _AND.split(self._authors)]
        named = " and ".join(authors) if len(authors) < 3 else f"{authors[0]} et al."
        year = self.fields["year"]
        said = "author" not in self.fields and regex.search(rf"\b{regex.escape(year)}\b", named)
        return named if said else f"{named} {year}"

    @property
    def _authors(self) -> str:
        """The authors; of a work without authors, its title."""
        return self.fields.get("author", f"{{{self.fields['title']}}}")

    def with_fields(self, **fields: str) -> "Reference":
        """The work with further fields."""
        return Reference(self.kind, self.key, {**self.fields, **fields})


def cite_work(key: str) -> Reference:
    """Look up a work by its key.

    Raises
    ------
    DiscourseError
        If the key is not in ``references.toml``.

    Examples
    --------
    >>> cite_work("lijffijt-gries-2012").label
    'Lijffijt and Gries 2012'
    """
    if key not in read_references():
        raise DiscourseError(f"{key!r} is not in references.toml; add the work there.")
    return read_references()[key]


@cache
def read_references() -> dict[str, Reference]:
    """The works in ``references.toml`` by their keys."""
    text = (files("discourse.publish") / "references.toml").read_text(encoding="utf-8")
    return {
        key: Reference(fields.pop("kind"), key, fields)
        for key, fields in tomllib.loads(text).items()
    }


def document_reference(row: Mapping[Any, Any]) -> Reference:
    """A document as a work, from its metadata; its key ends with the start of its line ids."""
    given = {name: escape_bibtex(str(value)) for name, value in row.items() if not pd.isna(value)}
    author = given.get("author", given.get("publisher"))
    year = regex.search(r"\b\d{4}\b", given.get("date", given.get("year", "")))
    parts = [given.get("chapter", ""), f"sha256 {given['sha256']}"]
    fields = {
        "author": f"{{{author}}}" if author else "",
        "title": f"{{{given['title']}}}",
        "key": "" if author else given["title"],
        "howpublished": given.get("provenance", given.get("source", "")),
        "publisher": given.get("publisher", ""),
        "year": year[0] if year else "n.d.",
        "url": regex.sub(r"[{}\\\s]", "", str(row["url"])) if "url" in given else "",
        "note": "; ".join(filter(None, parts)),
    }
    kept = {name: value for name, value in fields.items() if value}
    return Reference("misc", f"text-{given['sha256'][:12]}", kept)


def list_references(bibtex: str) -> list[str]:
    """The works of some BibTeX as a list to read, by author and year.

    Examples
    --------
    >>> list_references(cite_work("dunning-1993").bibtex)[0].split(". ")[0]
    'Dunning, Ted (1993)'
    """
    entries = bibtex.split("\n@")
    return sorted(_as_entry(dict(_FIELD.findall(entry))) for entry in entries)


def _as_entry(fields: Mapping[str, str]) -> str:
    """A work in one line: authors, year, title, and where it appeared."""
    authors = "; ".join(_AND.split(fields.get("author", "")))
    fields = {name: _read_plain(text) for name, text in {**fields, "author": authors}.items()}
    author = fields["author"]
    year = f"({fields['year']})" if "year" in fields else ""
    volume = fields.get("volume", "")
    if "number" in fields:
        volume += f"({fields['number']})"
    journal = f"{fields.get('journal', '')} {volume}".strip()
    publisher = "" if author == fields.get("publisher") else fields.get("publisher", "")
    where = [journal, *(fields.get(name, "") for name in ("booktitle", "howpublished")), publisher]
    place = ", ".join(filter(None, [*where, fields.get("pages", "").replace("--", "–")]))
    version = f"Version {fields['version']}" if "version" in fields else ""
    more = [version, *(fields.get(name, "") for name in ("note", "doi", "url"))]
    named = [*filter(None, [author, fields.get("title", "")]), place, *more]
    named[0] = f"{named[0]} {year}".strip()
    return f"{'. '.join(filter(None, named))}."


def _read_plain(text: str) -> str:
    return regex.sub(r"\\([&%$#_{}])|[{}]", r"\1", text).replace("``", "“").replace("''", "”")


def escape_bibtex(text: str) -> str:
    r"""Escape plain text for a BibTeX field.

    Examples
    --------
    >>> print(escape_bibtex("Peace & rights: 100 %"))
    Peace \& rights: 100 \%
    """
    return "".join(_BIBTEX_SIGNS.get(character, character) for character in text)


def _family_name(author: str) -> str:
    """The family name of an author; the whole name of an institution, which is in braces."""
    family = author if author.startswith("{") and author.endswith("}") else author.split(",")[0]
    return regex.sub(r"\\([&%$#_{}])|[{}]", r"\1", family)
