"""The description beside a text: its metadata, and the markers at which its regions begin.

The format is documented for users in ``seeds/README.md``.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import regex

from discourse.errors import DiscourseError, one_of
from discourse.text.document import COUNT, DROP, SHOW, TREATMENTS, Region, Value

SECONDS_A_MARKER = 5.0
TABLES = ("source", "text", "region")
TEXT_KEYS = ("encoding", "sha256")
RULE_KEYS = ("name", "treatment", "begins", "matches", "section", "head")


@dataclass(frozen=True)
class Rule:
    """One ``[[region]]`` of a description: a marker, and what becomes of the text there."""

    name: str
    treatment: str
    begins: regex.Pattern[str] | None
    matches: regex.Pattern[str] | None
    section: str
    head: bool


@dataclass(frozen=True)
class Description:
    """What a description file says of the text beside it."""

    path: Path
    metadata: Mapping[str, Value]
    encoding: str
    sha256: str
    rules: tuple[Rule, ...]
    digest: str

    def tile(self, text: str) -> tuple[Region, ...]:
        """Regions that cover a text exactly, in its order.

        Raises
        ------
        DiscourseError : a marker that the text does not have, or has more than once.
        """
        opened = list(self._opened(text))
        return tuple(self._cut(text, opened))

    def _opened(self, text: str) -> Iterator[Region]:
        """The regions that a ``begins`` opens: each runs to where the next one begins."""
        rules = [rule for rule in self.rules if rule.begins is not None]
        spans = list(self._begins(text, rules))
        if not spans or spans[0][0] != 0:
            place = f"character {spans[0][0]}" if spans else "no character"
            self._refuse(
                f"its first region begins at {place}, not at the text's start; "
                f"add a region for {_quote(text)}"
            )
        ends = [start for start, _ in spans[1:]] + [len(text)]
        for rule, (start, marked), end in zip(rules, spans, ends, strict=True):
            section = rule.section if rule.treatment == COUNT else ""
            yield Region(
                start, end, rule.name, rule.treatment, section, marked if rule.head else None
            )

    def _begins(self, text: str, rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
        after = 0
        for rule in rules:
            assert rule.begins is not None
            found = self._find(rule.begins, text, after, rule.name)
            if not found:
                self._refuse(
                    f"region {rule.name!r} should begin at {_shown(rule.begins)}, which the text "
                    f"does not have after {_place(text, after)}; correct the marker, or the order"
                )
            if len(found) > 1:
                places = " and ".join(_place(text, start) for start, _ in found[:2])
                self._refuse(
                    f"region {rule.name!r} should begin at {_shown(rule.begins)}, which stands at "
                    f"{places}; make the marker longer, so that it stands once"
                )
            yield found[0]
            after = found[0][1]

    def _cut(self, text: str, opened: Sequence[Region]) -> Iterator[Region]:
        """Cut the stretches that a ``matches`` finds out of the regions around them."""
        cuts = sorted(self._matches(text))
        for region in opened:
            at = region.start
            for start, end, rule in cuts:
                if not region.start <= start < region.end:
                    continue
                if end > region.end or start < at:
                    self._refuse(
                        f"region {rule.name!r} crosses the border of another region at "
                        f"{_place(text, start)}; let its marker match less"
                    )
                if start > at:
                    yield Region(
                        at, start, region.name, region.treatment, region.section, region.head
                    )
                yield Region(start, end, rule.name, rule.treatment)
                at = end
            if at < region.end:
                yield Region(
                    at, region.end, region.name, region.treatment, region.section, region.head
                )

    def _matches(self, text: str) -> Iterator[tuple[int, int, Rule]]:
        for rule in self.rules:
            if rule.matches is None:
                continue
            found = self._find(rule.matches, text, 0, rule.name)
            if not found:
                self._refuse(
                    f"region {rule.name!r} should match {_shown(rule.matches)}, which the text does "
                    "not have; correct the marker, or take the region out"
                )
            yield from ((start, end, rule) for start, end in found)

    def _find(
        self, marker: regex.Pattern[str], text: str, after: int, name: str
    ) -> list[tuple[int, int]]:
        try:
            found = [m.span() for m in marker.finditer(text, after, timeout=SECONDS_A_MARKER)]
        except TimeoutError:
            self._refuse(
                f"the marker of region {name!r} takes more than {SECONDS_A_MARKER:g} seconds; "
                "write it without nested repetitions"
            )
        return [span for span in found if span[0] < span[1]]

    def _refuse(self, reason: str) -> NoReturn:
        raise DiscourseError(f"{self.path}: {reason}.")


def read_description(path: Path) -> Description:
    """The description in a TOML file.

    Raises
    ------
    DiscourseError : the file is no TOML, or has keys or values that the format does not know.
    """
    raw = path.read_bytes()
    try:
        content = tomllib.loads(raw.decode("utf-8"))
        return _description(path, content, hashlib.sha256(raw).hexdigest())
    except UnicodeDecodeError as error:
        raise DiscourseError(
            f"{path}: byte {error.start} is not UTF-8; save it as UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise DiscourseError(f"{path}: {error}; see seeds/README.md for the format.") from None
    except DiscourseError as error:
        message = str(error)
        raise DiscourseError(
            message if message.startswith(str(path)) else f"{path}: {message}"
        ) from None


def _description(path: Path, content: Mapping[str, Any], digest: str) -> Description:
    for table in content:
        one_of("table", table, TABLES)
    text = content.get("text", {})
    for key in text:
        one_of("key of [text]", key, TEXT_KEYS)
    rules = content.get("region", [{"name": "text", "begins": {"regex": r"(?s)\A."}}])
    return Description(
        path=path,
        metadata=_metadata(content.get("source", {})),
        encoding=str(text.get("encoding", "")),
        sha256=str(text.get("sha256", "")),
        rules=tuple(_rule(number, rule) for number, rule in enumerate(rules, 1)),
        digest=digest,
    )


def _metadata(source: Mapping[str, Any]) -> dict[str, Value]:
    for key, value in source.items():
        if not isinstance(value, Value):
            raise DiscourseError(f"{key}={value!r} in [source] is not a string, number or date.")
    return dict(source)


def _rule(number: int, rule: Mapping[str, Any]) -> Rule:
    for key in rule:
        one_of(f"key of [[region]] {number}", key, RULE_KEYS)
    name = str(rule.get("name", ""))
    if not name:
        raise DiscourseError(f"[[region]] {number} has no name; give it one, as name = 'pager'.")
    if ("begins" in rule) == ("matches" in rule):
        raise DiscourseError(
            f"region {name!r} needs one marker: begins (it runs to the next region) "
            "or matches (it is what matches, wherever that is)."
        )
    treatment = one_of("treatment", str(rule.get("treatment", COUNT)), TREATMENTS)
    if "matches" in rule:
        one_of(f"treatment of the matches of region {name!r}", treatment, (SHOW, DROP))
    return Rule(
        name=name,
        treatment=treatment,
        begins=_marker(name, rule["begins"]) if "begins" in rule else None,
        matches=_marker(name, rule["matches"]) if "matches" in rule else None,
        section=str(rule.get("section", name)),
        head=bool(rule.get("head", False)),
    )


def _marker(name: str, marker: object) -> regex.Pattern[str]:
    """A literal string, or ``{ regex = "…" }`` in which ``^`` and ``$`` are the ends of a line."""
    if isinstance(marker, str) and marker:
        return regex.compile(regex.escape(marker, special_only=True))
    if isinstance(marker, dict) and set(marker) == {"regex"}:
        try:
            return regex.compile(str(marker["regex"]), regex.MULTILINE)
        except regex.error as error:
            raise DiscourseError(
                f"the marker of region {name!r} is no regular expression: {error}."
            ) from None
    raise DiscourseError(
        f"the marker of region {name!r} is {marker!r}; give a string, or {{ regex = '…' }}."
    )


def _place(text: str, at: int) -> str:
    return f"character {at} (line {text.count(chr(10), 0, at) + 1})"


def _quote(text: str) -> str:
    return repr(text[:30] + ("…" if len(text) > 30 else ""))


def _shown(marker: regex.Pattern[str]) -> str:
    return repr(marker.pattern)
