"""The description beside a text: its metadata, and the markers at which its regions begin.

``discourse help descriptions`` documents the format for users.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

import regex

from discourse.errors import DiscourseError, one_of
from discourse.text.document import COUNT, DROP, READINGS, SHOW, TREATMENTS, Value, compose
from discourse.text.limits import format_bytes

DESCRIPTION_TABLES = ("source", "text", "documents", "region")
FOLDER_TABLES = (*DESCRIPTION_TABLES, "kind")
TEXT_KEYS = ("encoding", "sha256", "transcript", "reading")
FOLDER_TEXT_KEYS = ("encoding", "transcript", "reading")  # a hash belongs to one text
DOCUMENTS_KEYS = ("begins",)
KIND_KEYS = ("files", "contains", "source", "region")
SOURCE_KEYS = ("regex", "optional")
RULE_KEYS = ("name", "treatment", "begins", "matches", "section", "head", "optional")
SECONDS_PER_PATTERN = 5.0
LARGEST_DESCRIPTION = 2**20  # bytes
MOST_REPEATED = 100_000  # characters that the repetitions of a pattern stand for
T = TypeVar("T")

TOML_ADVICE = (
    """write each value on a line such as title = "A text", below a line such as [source] """
    "(see `discourse help descriptions`)"
)


@dataclass(frozen=True)
class RegionRule:
    """One ``[[region]]`` of a description: a marker, and how the text there is treated.

    Either ``begins`` or ``matches`` is given. ``section`` is "" if the region is not counted. An
    optional region may be missing from a text.
    """

    name: str
    treatment: str
    begins: regex.Pattern[str] | None
    matches: regex.Pattern[str] | None
    section: str
    head: bool
    is_optional: bool = False


@dataclass(frozen=True)
class SourcePattern:
    """Metadata that is found in the text: the first group of a pattern, or all that it matches."""

    pattern: regex.Pattern[str]
    is_optional: bool


@dataclass(frozen=True)
class TextKind:
    """A ``[[kind]]`` of texts in a folder: which files, or what they contain, and what they are."""

    files: tuple[str, ...]
    contains: regex.Pattern[str] | None
    metadata: Mapping[str, Value | SourcePattern]
    rules: tuple[RegionRule, ...]

    def includes(self, file: str, text: str) -> bool:
        """Whether a text is of this kind; `file` is its path in the folder."""
        name = file.rpartition("/")[2]
        fits = any(fnmatchcase(file if "/" in glob else name, glob) for glob in self.files)
        if self.files and not fits:
            return False
        return self.contains is None or bool(
            self.contains.search(text, timeout=SECONDS_PER_PATTERN)
        )


@dataclass(frozen=True)
class TextDescription:
    """What a description says about a text, or about those of a folder.

    ``digest`` is the sha256 of the description itself. Without ``rules`` it says nothing about
    regions. ``encoding`` and ``sha256`` are "" if not given. ``documents`` is the marker at which
    each document of a file begins that holds several. ``transcript`` says that lines of the text
    begin with their speaker; ``reading`` is that of an edition which is counted, "" if not given.
    """

    path: Path
    metadata: Mapping[str, Value | SourcePattern]
    encoding: str
    sha256: str
    rules: tuple[RegionRule, ...]
    digest: str
    documents: regex.Pattern[str] | None = None
    kinds: tuple[TextKind, ...] = ()

    def of_kind(self, file: str, text: str) -> "TextDescription":
        """The description of a text that is of some kind: the first ``[[kind]]`` that includes it.

        Its metadata is added to that of the folder; its regions, if it has any, replace the
        folder's.
        """
        try:
            kind = next((kind for kind in self.kinds if kind.includes(file, text)), None)
        except TimeoutError:
            raise DiscourseError(
                f"{self.path}: what a kind contains takes more than {SECONDS_PER_PATTERN:g} "
                "seconds to find; write it without nested repetitions."
            ) from None
        if kind is None:
            return self
        return replace(
            self, metadata={**self.metadata, **kind.metadata}, rules=kind.rules or self.rules
        )

    def metadata_in(self, text: str) -> dict[str, Value]:
        """The metadata of a text, whose patterns are looked up in it."""
        found: dict[str, Value] = {}
        for key, value in self.metadata.items():
            if isinstance(value, SourcePattern):
                told = _find_metadata(self.path, key, value, text)
                found |= {key: told} if told else {}
            else:
                found[key] = value
        return found

    transcript: bool = False
    reading: str = ""


def _find_metadata(path: Path, key: str, wanted: SourcePattern, text: str) -> str:
    """What a pattern finds in a text; "" if it is optional and finds nothing."""
    try:
        found = wanted.pattern.search(text, timeout=SECONDS_PER_PATTERN)
    except TimeoutError:
        raise DiscourseError(
            f"{path}: the pattern of {key!r} takes more than {SECONDS_PER_PATTERN:g} seconds; "
            "write it without nested repetitions."
        ) from None
    if found is None:
        if wanted.is_optional:
            return ""
        raise DiscourseError(
            f"{path}: {key!r} should be found by {wanted.pattern.pattern!r}, which does not occur; "
            "correct the pattern, or add optional = true."
        )
    return " ".join((found[1] if wanted.pattern.groups else found[0] or "").split())


def read_description(path: Path, *, of_folder: bool = False) -> TextDescription:
    """Read the description in a TOML file, of the text beside it or of its folder.

    Raises
    ------
    DiscourseError
        If the file is not TOML, or has keys or values that the format does not know.
    """
    size = path.stat().st_size
    if size > LARGEST_DESCRIPTION:
        raise DiscourseError(
            f"{path} has {format_bytes(size)}, and a description has at most "
            f"{format_bytes(LARGEST_DESCRIPTION)}; give what a regular expression can find as one."
        )
    return _read_cached(path, path.read_bytes(), of_folder)


@lru_cache(maxsize=8)  # the description of a folder is read for each of its texts
def _read_cached(path: Path, raw: bytes, of_folder: bool) -> TextDescription:
    digest = hash_description(raw)
    make = partial(_parse_description, path, digest=digest, of_folder=of_folder)
    return parse_toml(raw, make, place=str(path), way_out=TOML_ADVICE)


def hash_description(raw: bytes) -> str:
    """The sha256 of a description, the same however its lines end."""
    return hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()


def parse_toml(
    raw: bytes,
    make: Callable[[dict[str, Any]], T],
    *,
    place: str,
    way_out: str,
    page: str = "descriptions",
) -> T:
    """Parse some TOML, and return what `make` makes of it.

    Raises
    ------
    DiscourseError
        If the bytes are not TOML, or `make` refuses their content; the message begins with `place`.
        It names the `page` of the documentation, or the page that the error of `make` names.
    """
    try:
        return make(tomllib.loads(raw.decode("utf-8")))
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8; save it as UTF-8."
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = f"{error}; {way_out}."
    except DiscourseError as error:
        reason, page = str(error), error.page or page
    raise DiscourseError(f"{place}: {reason}", page=page)


def _parse_description(
    path: Path, content: Mapping[str, Any], digest: str, *, of_folder: bool
) -> TextDescription:
    _check_entries("table", content, FOLDER_TABLES if of_folder else DESCRIPTION_TABLES)
    text = _check_type("[text]", content.get("text", {}), dict, "a table")
    _check_entries("key of [text]", text, FOLDER_TEXT_KEYS if of_folder else TEXT_KEYS)
    kinds = _check_type("kind", content.get("kind", []), list, "a list of tables, [[kind]]")
    return TextDescription(
        path=path,
        metadata=_parse_source("[source]", content.get("source", {})),
        encoding=_check_string("encoding of [text]", text.get("encoding", "")),
        sha256=_check_string("sha256 of [text]", text.get("sha256", "")),
        rules=_parse_regions(content),
        digest=digest,
        documents=_parse_documents(content["documents"]) if "documents" in content else None,
        kinds=tuple(_parse_kind(number, kind) for number, kind in enumerate(kinds, 1)),
        transcript=_check_type(
            "transcript of [text]", text.get("transcript", False), bool, "true or false"
        ),
        reading=one_of("reading of [text]", text["reading"], READINGS) if "reading" in text else "",
    )


def _parse_source(place: str, source: object) -> dict[str, Value | SourcePattern]:
    given = _check_type(place, source, dict, "a table")
    return {key: _parse_source_value(f"{key} of {place}", value) for key, value in given.items()}


def _parse_source_value(name: str, value: object) -> Value | SourcePattern:
    if isinstance(value, dict) and "regex" in value:
        _check_entries(f"key of {name}", value, SOURCE_KEYS)
        optional = _check_type(
            f"optional of {name}", value.get("optional", False), bool, "true or false"
        )
        return SourcePattern(_compile_regex(f"the pattern of {name}", value["regex"]), optional)
    if not isinstance(value, Value):
        raise DiscourseError(
            f"{name} is {value!r}; give a string, a number, true, false or a date."
        )
    return value


def _parse_documents(given: object) -> regex.Pattern[str]:
    """Read the marker at which each document of a file begins."""
    documents = _check_type("[documents]", given, dict, "a table")
    _check_entries("key of [documents]", documents, DOCUMENTS_KEYS)
    if "begins" not in documents:
        raise DiscourseError(
            "[documents] has no marker; add one, such as begins = { regex = '^Document \\d+' }."
        )
    return _compile_marker("[documents]", documents["begins"])


def _parse_kind(number: int, kind: object) -> TextKind:
    place = f"[[kind]] {number}"
    given = _check_type(f"kind {number}", kind, dict, "a table, [[kind]]")
    _check_entries(f"key of {place}", given, KIND_KEYS)
    if "files" not in given and "contains" not in given:
        raise DiscourseError(
            f"{place} does not say which texts are of this kind; add files = 'news-*.txt', or "
            "contains = '…'."
        )
    files = given.get("files", [])
    listed = (
        [files]
        if isinstance(files, str)
        else _check_type(f"files of {place}", files, list, "a string, or a list of them")
    )
    return TextKind(
        files=tuple(_check_string(f"files of {place}", each) for each in listed),
        contains=_compile_marker(place, given["contains"]) if "contains" in given else None,
        metadata=_parse_source(f"[kind.source] {number}", given.get("source", {})),
        rules=_parse_regions(given),
    )


def _parse_regions(given: Mapping[str, Any]) -> tuple[RegionRule, ...]:
    rules = _check_type("region", given.get("region", []), list, "a list of tables, [[region]]")
    return tuple(_parse_region(number, rule) for number, rule in enumerate(rules, 1))


def _parse_region(number: int, rule: object) -> RegionRule:
    given = _check_type(f"region {number}", rule, dict, "a table, [[region]]")
    _check_entries(f"key of [[region]] {number}", given, RULE_KEYS)
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
        begins=_compile_marker(f"region {name!r}", given["begins"]) if "begins" in given else None,
        matches=(
            _compile_marker(f"region {name!r}", given["matches"]) if "matches" in given else None
        ),
        section=_parse_section(name, given) if treatment == COUNT else "",
        head=_check_type(
            f"head of region {name!r}", given.get("head", False), bool, "true or false"
        ),
        is_optional=_check_type(
            f"optional of region {name!r}", given.get("optional", False), bool, "true or false"
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
    return compose(section)


def _compile_marker(name: str, marker: object) -> regex.Pattern[str]:
    """Compile a literal string, or ``{ regex = "…" }`` whose ``^`` and ``$`` are ends of a line."""
    if isinstance(marker, str) and marker:
        return regex.compile(regex.escape(marker, special_only=True))
    if isinstance(marker, dict) and list(marker) == ["regex"] and isinstance(marker["regex"], str):
        return _compile_regex(f"the marker of {name}", marker["regex"])
    raise DiscourseError(
        f"the marker of {name} is {marker!r}; give a string, or {{ regex = '…' }}."
    )


def _compile_regex(name: str, pattern: object) -> regex.Pattern[str]:
    if _expanded_size(_check_string(name, pattern)) > MOST_REPEATED:
        raise DiscourseError(
            f"{name} repeats more than {MOST_REPEATED:,} characters; write it without nested "
            "repetitions."
        )
    try:
        return regex.compile(str(pattern), regex.MULTILINE)
    except (regex.error, RecursionError, OverflowError) as error:
        raise DiscourseError(f"{name} is not a regular expression: {error}.") from None


def _expanded_size(pattern: str) -> int:
    """About how many characters a pattern has if its counted repetitions are written out."""
    sizes, last = [0], 0
    for part in _PATTERN_PARTS.finditer(pattern):
        if part[0] == "(":
            sizes.append(0)
            last = 0
        elif part[0] == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif part.lastgroup == "times":
            more = last * (max(map(int, regex.findall(r"\d{1,9}", part[0]))) - 1)
            sizes[-1] += more
            last += more
        else:
            last = 1
            sizes[-1] += 1
    return sum(sizes)


_PATTERN_PARTS = regex.compile(
    r"(?s)\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<times>\{(?:\d+,?\d*|,\d+)\})|."
)


def _check_entries(name: str, keys: Iterable[str], choices: tuple[str, ...]) -> None:
    for key in keys:
        one_of(name, key, choices)


def _check_string(name: str, value: object) -> str:
    return str(_check_type(name, value, str, "a string, in quotes"))


def _check_type(name: str, value: object, kind: type, wanted: str) -> Any:
    if not isinstance(value, kind):
        raise DiscourseError(f"{name} is {value!r}; give {wanted}.")
    return value
