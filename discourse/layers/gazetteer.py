"""A gazetteer: names with their kinds and variants, read from TOML and checked."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from os import PathLike
from typing import Any

from discourse.errors import DiscourseError, check_path, describe, one_of
from discourse.layers.given_lines import encode_given_lines, join_lines
from discourse.text.description import parse_toml
from discourse.text.tokenizer import Tokenizer

NAME_KEYS = ("name", "kind", "variants")
ADVICE = 'write lines such as name = "United Nations" below each line [[name]]'
_TOKENIZER = Tokenizer()


@dataclass(frozen=True)
class Name:
    """A name as the gazetteer lists it, one of its forms, and its kind."""

    name: str
    kind: str
    form: str

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The tokens of the form."""
        return tuple(_TOKENIZER.tokens(self.form))

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """What is written between its tokens."""
        spans = _TOKENIZER.spans(self.form).tolist()
        return tuple(self.form[before[1] : after[0]] for before, after in pairwise(spans))


@dataclass(frozen=True, repr=False)
class Gazetteer:
    """Names with their kinds and variants.

    Attributes
    ----------
    place : str
        What messages call it: its file.
    text : str
        The content of its file.
    names : tuple of Name
        Each form of each name.
    """

    place: str
    text: str
    names: tuple[Name, ...]

    def __repr__(self) -> str:
        return f"Gazetteer {self.place}: {len({each.name for each in self.names}):,} names"

    @property
    def sha256(self) -> str:
        """The hash of its file."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def lines(self) -> list[str]:
        """The lines of its file, from which `read_gazetteer` makes it again."""
        return self.text.splitlines()


def read_gazetteer(source: "str | PathLike[str] | Sequence[str] | Gazetteer") -> Gazetteer:
    """Read a gazetteer from its file, or from the lines of it.

    Raises
    ------
    DiscourseError
        If there is no such file, or its content is not that of a gazetteer.
    """
    if isinstance(source, Gazetteer):
        return source
    given = encode_given_lines(source)
    if given is not None:
        return _parse_gazetteer(given, "the gazetteer")
    path = check_path("gazetteer", source)
    if not path.is_file():
        raise DiscourseError(f"{path} does not exist; give a gazetteer as a TOML file.")
    return _parse_gazetteer(path.read_bytes(), path.name)


def _parse_gazetteer(raw: bytes, place: str) -> Gazetteer:
    def make(content: dict[str, Any]) -> Gazetteer:
        names = tuple(_read_names(content))
        _refuse_ambiguous(names)
        return Gazetteer(place, join_lines(raw.decode("utf-8").splitlines()), names)

    return parse_toml(raw, make, place=place, way_out=ADVICE, page="labelling-spans")


def _read_names(content: Mapping[str, Any]) -> Iterator[Name]:
    for key in content:
        one_of("key of a gazetteer", key, ("name",))
    entries = content.get("name")
    if not isinstance(entries, list) or not entries:
        raise DiscourseError("a gazetteer needs names; begin each with a line [[name]].")
    for number, entry in enumerate(entries, 1):
        yield from _read_entry(number, entry)


def _read_entry(number: int, entry: object) -> Iterator[Name]:
    what = f"[[name]] {number}"
    if not isinstance(entry, Mapping):
        raise DiscourseError(f"{what} is {describe(entry)}; begin each name with a line [[name]].")
    for key in entry:
        one_of(f"key of {what}", key, NAME_KEYS)
    name, kind = (_check_name_text(f"{key} of {what}", entry.get(key)) for key in ("name", "kind"))
    variants = entry.get("variants", [])
    if not isinstance(variants, list):
        raise DiscourseError(f"variants of {name!r} are {describe(variants)}; give a list.")
    for form in dict.fromkeys([name, *variants]):
        listed = Name(name, kind, _check_name_text(f"a variant of {name!r}", form))
        if not listed.tokens:
            raise DiscourseError(f"{form!r} of {name!r} has no letter or number; leave it out.")
        yield listed


def _check_name_text(what: str, given: object) -> str:
    if isinstance(given, str) and given.strip():
        return given
    raise DiscourseError(f"{what} is {describe(given)}; give a text.")


def _refuse_ambiguous(names: tuple[Name, ...]) -> None:
    owners: dict[tuple[tuple[str, ...], tuple[str, ...]], Name] = {}
    for each in names:
        other = owners.setdefault((each.tokens, each.gaps), each)
        if (other.name, other.kind) != (each.name, each.kind):
            raise DiscourseError(
                f"{each.form!r} is a form of {other.name!r} ({other.kind}) and of {each.name!r} "
                f"({each.kind}); take it out of one of them."
            )
