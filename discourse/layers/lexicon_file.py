"""The file of a lexicon: categories and their forms, read from TOML and checked.

``discourse help labelling-spans`` documents the format for users.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from discourse.corpus.query.parsing import is_cql, parse
from discourse.errors import DiscourseError, describe, one_of
from discourse.text.tokenizer import Tokenizer

FILE_KEYS = ("name", "version", "source", "several", "exceptions", "categories")
CATEGORY_KEYS = ("forms", "includes", "several", "exceptions", "note")
SEPARATOR = "/"
MISSPELT = 0.8  # how alike a list's key is to one of the format if it is not a nested category
# How a form is written, the most definite first: of two forms with the same hit, it wins.
LITERAL, WILDCARD, CQL = range(3)


@dataclass(frozen=True)
class Form:
    """A form of a category, or an exception to it.

    Attributes
    ----------
    category : str
        The category with those that it is nested in, such as "law/court"; "" for an exception.
    form : str
        A phrase, which may have wildcards, or a query in CQL.
    kind : int
        LITERAL, WILDCARD or CQL.
    shares : bool
        Whether its hits may belong to another category as well.
    """

    category: str
    form: str
    kind: int
    shares: bool


@dataclass(frozen=True)
class _Category:
    """A category of the file: its own forms, the categories it includes, and what it shares."""

    forms: tuple[str, ...]
    includes: tuple[str, ...]
    exceptions: tuple[str, ...]
    several: bool


def read_forms(content: Mapping[str, Any]) -> list[Form]:
    """Read the forms of a lexicon from the content of its file, in the order of the file.

    Raises
    ------
    DiscourseError
        For a key that the format does not know, a value that is no form, a form in two categories
        without ``several = true``, or categories that include one another.
    """
    _check_known_keys("key of a lexicon", content, FILE_KEYS)
    several = _check_several("several", content.get("several", False))
    given = content.get("categories")
    if not isinstance(given, Mapping) or not given:
        raise DiscourseError(
            'a lexicon needs categories; add a line such as \'peace = ["peace", "treat*"]\' '
            "below a line [categories]."
        )
    categories = dict(_read_categories(given, (), several))
    exceptions = [*_check_forms("the exceptions", content.get("exceptions", []))]
    forms: list[Form] = []
    for name, category in categories.items():
        exceptions += category.exceptions
        forms += [Form(name, form, _kind_of(form), category.several) for form in category.forms]
        forms += _included_forms(categories, name)
    _refuse_shared_forms(forms)
    return [*forms, *(Form("", form, _kind_of(form), True) for form in exceptions)]


def _read_categories(
    given: Mapping[str, Any], above: tuple[str, ...], several: bool
) -> Iterator[tuple[str, _Category]]:
    """The categories of a table, each followed by those that are nested in it."""
    for key, value in given.items():
        path = (*above, _check_category_name(key, above))
        name = SEPARATOR.join(path)
        if isinstance(value, list):
            value = {"forms": value}
        if not isinstance(value, Mapping):
            raise DiscourseError(
                f"category {name!r} is {describe(value)}; give a list of forms, or a table with "
                "forms = [...]."
            )
        nested = {
            key: part
            for key, part in value.items()
            if isinstance(part, Mapping) or (isinstance(part, list) and key not in CATEGORY_KEYS)
        }
        own = {key: part for key, part in value.items() if key not in nested}
        for misspelt in nested:
            if isinstance(nested[misspelt], list) and get_close_matches(
                misspelt, CATEGORY_KEYS, n=1, cutoff=MISSPELT
            ):
                one_of(f"key of category {name}", misspelt, CATEGORY_KEYS)
        _check_known_keys(f"key of category {name}", own, CATEGORY_KEYS)
        what = f"category {name!r}"
        category = _Category(
            forms=_check_forms(what, own.get("forms", [])),
            includes=_check_forms(f"includes of {what}", own.get("includes", []), are_names=True),
            exceptions=_check_forms(f"exceptions of {what}", own.get("exceptions", [])),
            several=several or _check_several(f"several of {what}", own.get("several", False)),
        )
        if not (category.forms or category.includes or nested):
            raise DiscourseError(f"{what} has no forms; add some, such as forms = ['peace'].")
        yield name, category
        yield from _read_categories(nested, path, several)


def _check_category_name(key: str, above: tuple[str, ...]) -> str:
    name = unicodedata.normalize("NFC", key)
    if not name.strip() or SEPARATOR in name:
        within = f" in {SEPARATOR.join(above)!r}" if above else ""
        raise DiscourseError(
            f"{key!r}{within} cannot name a category; give a name without {SEPARATOR!r}, and nest "
            f"categories as tables."
        )
    return name


def _included_forms(categories: Mapping[str, _Category], name: str) -> list[Form]:
    """The forms of the categories that a category includes, directly or by way of others."""
    found: dict[str, None] = {}
    _follow_includes(categories, name, [name], found)
    return [
        Form(name, form, _kind_of(form), True)
        for other in found
        for form in categories[other].forms
    ]


def _follow_includes(
    categories: Mapping[str, _Category], name: str, way: list[str], found: dict[str, None]
) -> None:
    for included in categories[name].includes:
        one_of(f"category included by {name}", included, categories)
        for other in categories:
            if other != included and not other.startswith(included + SEPARATOR):
                continue
            if other in way:
                circle = " → ".join([*way[way.index(other) :], other])
                raise DiscourseError(
                    f"categories include one another: {circle}; take one of them out of includes."
                )
            if other not in found:
                found[other] = None
                _follow_includes(categories, other, [*way, other], found)


def _kind_of(form: str) -> int:
    if is_cql(form):
        return CQL
    return WILDCARD if any(sign in form for sign in "*?|") else LITERAL


def _check_forms(what: str, given: object, *, are_names: bool = False) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise DiscourseError(f"{what} expects a list of strings, got {describe(given)}.")
    for form in given:
        if not isinstance(form, str) or not form.strip():
            raise DiscourseError(f"{what} has {form!r} among its forms; give words in quotes.")
        if not are_names and _kind_of(form) != CQL:
            _check_phrase(what, form)
    return tuple(unicodedata.normalize("NFC", form) for form in given)


def _check_phrase(what: str, form: str) -> None:
    """Refuse a form that no text can have, when the file is read and not when it is used."""
    try:
        parse(form, Tokenizer())
    except DiscourseError as error:
        reason = str(error).partition("\n")[0]
        raise DiscourseError(f"{what} has the form {form!r}, which is no query: {reason}") from None


def _check_several(what: str, given: object) -> bool:
    if not isinstance(given, bool):
        raise DiscourseError(f"{what} is {describe(given)}; write several = true.")
    return given


def _check_known_keys(what: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in given:
        one_of(what, key, known)


def _refuse_shared_forms(forms: list[Form]) -> None:
    """Refuse a form that the file gives to two categories without saying so."""
    fold = Tokenizer().fold
    owners: dict[str, str] = {}
    for each in forms:
        if each.shares or each.kind == CQL:
            continue
        key = " ".join(fold(each.form).split())
        other = owners.setdefault(key, each.category)
        if other != each.category:
            raise DiscourseError(
                f"{each.form!r} is a form of {other!r} and of {each.category!r}; take it out of "
                "one of them, or write several = true in one."
            )
