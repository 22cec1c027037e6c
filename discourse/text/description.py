"""The description beside a text: its metadata, and the markers at which its regions begin.

``discourse help descriptions`` documents the format for users.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import regex

from discourse.errors import DiscourseError, one_of
from discourse.text.document import COUNT, DROP, READINGS, SHOW, TREATMENTS, Value

DESCRIPTION_TABLES = ("source", "text", "region")
TEXT_KEYS = ("encoding", "sha256", "transcript", "reading")
RULE_KEYS = ("name", "treatment", "begins", "matches", "section", "head")
T = TypeVar("T")

TOML_ADVICE = (
    """write each value on a line such as title = "A text", below a line such as [source] """
    "(see `discourse help descriptions`)"
)


@dataclass(frozen=True)
class RegionRule:
    """One ``[[region]]`` of a description: a marker, and how the text there is treated.

    Either ``begins`` or ``matches`` is given. ``section`` is "" if the region is not counted.
    """

    name: str
    treatment: str
    begins: regex.Pattern[str] | None
    matches: regex.Pattern[str] | None
    section: str
    head: bool


@dataclass(frozen=True)
class TextDescription:
    """What a description file says about the text beside it; ``digest`` is the file's own sha256.

    Without ``rules`` it says nothing about regions. ``encoding`` and ``sha256`` are "" if not
    given. ``transcript`` says that lines of the text begin with their speaker; ``reading`` is that
    of an edition which is counted, "" if not given.
    """

    path: Path
    metadata: Mapping[str, Value]
    encoding: str
    sha256: str
    rules: tuple[RegionRule, ...]
    digest: str
    transcript: bool = False
    reading: str = ""


def read_description(path: Path) -> TextDescription:
    """Read the description in a TOML file.

    Raises
    ------
    DiscourseError
        If the file is not TOML, or has keys or values that the format does not know.
    """
    raw = path.read_bytes()
    make = partial(_parse_description, path, digest=hashlib.sha256(raw).hexdigest())
    return parse_toml(raw, make, place=str(path), way_out=TOML_ADVICE)


def parse_toml(raw: bytes, make: Callable[[dict[str, Any]], T], *, place: str, way_out: str) -> T:
    """Parse some TOML, and return what `make` makes of it.

    Raises
    ------
    DiscourseError
        If the bytes are not TOML, or `make` refuses their content; the message begins with `place`.
    """
    try:
        return make(tomllib.loads(raw.decode("utf-8")))
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8; save it as UTF-8."
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = f"{error}; {way_out}."
    except DiscourseError as error:
        reason = str(error)
    raise DiscourseError(f"{place}: {reason}")


def _parse_description(path: Path, content: Mapping[str, Any], digest: str) -> TextDescription:
    _check_keys("table", content, DESCRIPTION_TABLES)
    text = _check_type("[text]", content.get("text", {}), dict, "a table")
    _check_keys("key of [text]", text, TEXT_KEYS)
    rules = _check_type("region", content.get("region", []), list, "a list of tables, [[region]]")
    return TextDescription(
        path=path,
        metadata=_parse_source(_check_type("[source]", content.get("source", {}), dict, "a table")),
        encoding=_check_string("encoding of [text]", text.get("encoding", "")),
        sha256=_check_string("sha256 of [text]", text.get("sha256", "")),
        rules=tuple(_parse_region(number, rule) for number, rule in enumerate(rules, 1)),
        digest=digest,
        transcript=_check_type(
            "transcript of [text]", text.get("transcript", False), bool, "true or false"
        ),
        reading=one_of("reading of [text]", text["reading"], READINGS) if "reading" in text else "",
    )


def _parse_source(source: Mapping[str, Any]) -> dict[str, Value]:
    for key, value in source.items():
        if not isinstance(value, Value):
            raise DiscourseError(
                f"{key} of [source] is {value!r}; give a string, a number, true, false or a date."
            )
    return dict(source)


def _parse_region(number: int, rule: object) -> RegionRule:
    given = _check_type(f"region {number}", rule, dict, "a table, [[region]]")
    _check_keys(f"key of [[region]] {number}", given, RULE_KEYS)
    name = _check_string(f"name of [[region]] {number}", given.get("name", ""))
    if not name:
        raise DiscourseError(f"[[region]] {number} has no name; add one, such as name = 'pager'.")
    if ("begins" in given) == ("matches" in given):
        raise DiscourseError(
            f"region {name!r} needs one marker: begins = '…' (it runs to the next region) "
            "or matches = '…' (each match is a region)."
        )
    treatment = _parse_treatment(name, given)
    return RegionRule(
        name=name,
        treatment=treatment,
        begins=_compile_marker(name, given["begins"]) if "begins" in given else None,
        matches=_compile_marker(name, given["matches"]) if "matches" in given else None,
        section=_parse_section(name, given) if treatment == COUNT else "",
        head=_check_type(
            f"head of region {name!r}", given.get("head", False), bool, "true or false"
        ),
    )


def _parse_treatment(name: str, given: Mapping[str, Any]) -> str:
    """How a region is treated; only one with ``begins`` can be counted."""
    if "matches" in given:
        if "treatment" not in given:
            raise DiscourseError(
                f"region {name!r} has no treatment; add treatment = {DROP!r} or {SHOW!r}."
            )
        allowed: tuple[str, ...] = (SHOW, DROP)
    else:
        allowed = TREATMENTS
    treatment = given.get("treatment", COUNT)
    one_of(f"treatment of region {name!r}", treatment, allowed)
    for key in ("section", "head"):
        if treatment != COUNT and key in given:
            raise DiscourseError(
                f"region {name!r} is not counted, so it has no {key}; remove {key}."
            )
    return str(treatment)


def _parse_section(name: str, given: Mapping[str, Any]) -> str:
    section = _check_string(f"section of region {name!r}", given.get("section", name))
    if not section:
        raise DiscourseError(f"section of region {name!r} is ''; give it a label, such as '1'.")
    return section


def _compile_marker(name: str, marker: object) -> regex.Pattern[str]:
    """Compile a literal string, or ``{ regex = "…" }`` whose ``^`` and ``$`` are ends of a line."""
    if isinstance(marker, str) and marker:
        return regex.compile(regex.escape(marker, special_only=True))
    if isinstance(marker, dict) and list(marker) == ["regex"] and isinstance(marker["regex"], str):
        try:
            return regex.compile(marker["regex"], regex.MULTILINE)
        except (regex.error, RecursionError, OverflowError) as error:
            raise DiscourseError(
                f"the marker of region {name!r} is not a regular expression: {error}."
            ) from None
    raise DiscourseError(
        f"the marker of region {name!r} is {marker!r}; give a string, or {{ regex = '…' }}."
    )


def _check_keys(name: str, keys: Iterable[str], choices: tuple[str, ...]) -> None:
    for key in keys:
        one_of(name, key, choices)


def _check_string(name: str, value: object) -> str:
    return str(_check_type(name, value, str, "a string, in quotes"))


def _check_type(name: str, value: object, kind: type, wanted: str) -> Any:
    if not isinstance(value, kind):
        raise DiscourseError(f"{name} is {value!r}; give {wanted}.")
    return value
