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
from discourse.text.document import COUNT, DROP, SHOW, TREATMENTS, Value

TABLES = ("source", "text", "region")
TEXT_KEYS = ("encoding", "sha256")
RULE_KEYS = ("name", "treatment", "begins", "matches", "section", "head")
T = TypeVar("T")

FORMAT = "see `discourse help descriptions`"


@dataclass(frozen=True)
class Rule:
    """One ``[[region]]`` of a description: a marker, and what becomes of the text there.

    Of ``begins`` and ``matches`` one is given. ``section`` is "" where nothing is counted.
    """

    name: str
    treatment: str
    begins: regex.Pattern[str] | None
    matches: regex.Pattern[str] | None
    section: str
    head: bool


@dataclass(frozen=True)
class TextDescription:
    """What a description file says of the text beside it; ``digest`` is the file's own sha256.

    Without rules it says nothing of regions. ``encoding`` and ``sha256`` are "" where not given.
    """

    path: Path
    metadata: Mapping[str, Value]
    encoding: str
    sha256: str
    rules: tuple[Rule, ...]
    digest: str


def read_description(path: Path) -> TextDescription:
    """The description in a TOML file.

    Raises
    ------
    DiscourseError : the file is no TOML, or has keys or values that the format does not know.
    """
    raw = path.read_bytes()
    made = partial(_description, path, digest=hashlib.sha256(raw).hexdigest())
    return parse_toml(raw, made, place=str(path), way_out=FORMAT)


def parse_toml(raw: bytes, make: Callable[[dict[str, Any]], T], *, place: str, way_out: str) -> T:
    """What is made of some TOML.

    Raises
    ------
    DiscourseError : bytes that are no TOML, or of which nothing can be made; with their place.
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


def _description(path: Path, content: Mapping[str, Any], digest: str) -> TextDescription:
    _known("table", content, TABLES)
    text = _typed("[text]", content.get("text", {}), dict, "a table")
    _known("key of [text]", text, TEXT_KEYS)
    rules = _typed("region", content.get("region", []), list, "a list of tables, [[region]]")
    return TextDescription(
        path=path,
        metadata=_metadata(_typed("[source]", content.get("source", {}), dict, "a table")),
        encoding=_string("encoding of [text]", text.get("encoding", "")),
        sha256=_string("sha256 of [text]", text.get("sha256", "")),
        rules=tuple(_rule(number, rule) for number, rule in enumerate(rules, 1)),
        digest=digest,
    )


def _metadata(source: Mapping[str, Any]) -> dict[str, Value]:
    for key, value in source.items():
        if not isinstance(value, Value):
            raise DiscourseError(
                f"{key} of [source] is {value!r}; give a string, a number, true, false or a date."
            )
    return dict(source)


def _rule(number: int, rule: object) -> Rule:
    given = _typed(f"region {number}", rule, dict, "a table, [[region]]")
    _known(f"key of [[region]] {number}", given, RULE_KEYS)
    name = _string(f"name of [[region]] {number}", given.get("name", ""))
    if not name:
        raise DiscourseError(f"[[region]] {number} has no name; give it one, as name = 'pager'.")
    if ("begins" in given) == ("matches" in given):
        raise DiscourseError(
            f"region {name!r} needs one marker: begins (it runs to the next region) "
            "or matches (it is what matches, wherever that is)."
        )
    treatment = _treatment(name, given)
    return Rule(
        name=name,
        treatment=treatment,
        begins=_marker(name, given["begins"]) if "begins" in given else None,
        matches=_marker(name, given["matches"]) if "matches" in given else None,
        section=_section(name, given) if treatment == COUNT else "",
        head=_typed(f"head of region {name!r}", given.get("head", False), bool, "true or false"),
    )


def _treatment(name: str, given: Mapping[str, Any]) -> str:
    """What becomes of the region; only one that begins somewhere can be counted."""
    if "matches" in given:
        if "treatment" not in given:
            raise DiscourseError(f"region {name!r} needs a treatment, {SHOW!r} or {DROP!r}.")
        allowed: tuple[str, ...] = (SHOW, DROP)
    else:
        allowed = TREATMENTS
    treatment = given.get("treatment", COUNT)
    one_of(f"treatment of region {name!r}", treatment, allowed)
    for key in ("section", "head"):
        if treatment != COUNT and key in given:
            raise DiscourseError(
                f"region {name!r} is not counted, so it has no {key}; take {key} out."
            )
    return str(treatment)


def _section(name: str, given: Mapping[str, Any]) -> str:
    section = _string(f"section of region {name!r}", given.get("section", name))
    if not section:
        raise DiscourseError(f"section of region {name!r} is ''; give it a label, as '1'.")
    return section


def _marker(name: str, marker: object) -> regex.Pattern[str]:
    """A literal string, or ``{ regex = "…" }`` in which ``^`` and ``$`` are the ends of a line."""
    if isinstance(marker, str) and marker:
        return regex.compile(regex.escape(marker, special_only=True))
    if isinstance(marker, dict) and list(marker) == ["regex"] and isinstance(marker["regex"], str):
        try:
            return regex.compile(marker["regex"], regex.MULTILINE)
        except (regex.error, RecursionError, OverflowError) as error:
            raise DiscourseError(
                f"the marker of region {name!r} is no regular expression: {error}."
            ) from None
    raise DiscourseError(
        f"the marker of region {name!r} is {marker!r}; give a string, or {{ regex = '…' }}."
    )


def _known(name: str, keys: Iterable[str], choices: tuple[str, ...]) -> None:
    for key in keys:
        one_of(name, key, choices)


def _string(name: str, value: object) -> str:
    return str(_typed(name, value, str, "a string, in quotes"))


def _typed(name: str, value: object, kind: type, wanted: str) -> Any:
    if not isinstance(value, kind):
        raise DiscourseError(f"{name} is {value!r}; give {wanted}.")
    return value
