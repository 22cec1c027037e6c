"""CHAT transcripts of TalkBank: each utterance of a main tier, without its codes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import regex

from discourse.text.document import COUNT, DROP, SHOW, Value
from discourse.text.extract import TURN, Extract, RawFile, TextBlock, join_blocks, tile_blocks
from discourse.text.limits import shorten

GAP = "\n\n"
_LINE_END = regex.compile(r"\r\n|\n|\r")
_TIER = regex.compile(r"([@*%][^\s:]+)(?::[\t ]*(.*)|[\t ]*)", regex.DOTALL)
# When it is said, in milliseconds, between two signs of their own that not every copy keeps.
_TIME = regex.compile(r"[\x15\u2022]?\s*\b(\d+)_\d+\b\s*[\x15\u2022]?|[\x15\u2022]")
# What is no word that was said: codes in brackets, events, fillers and fragments after "&", words
# that were left out after "0", and speech that could not be understood.
_CODE = regex.compile(
    r"""\[[^\]]*\] | &\S+ | (?<!\S)0\p{L}\S* | \b(?:xxx|xx|yyy|yy|www)\b(?:@\S+)?""", regex.VERBOSE
)
_PAUSE = regex.compile(r"\((?:\.+|[\d:.]+)\)")
# Signs of a transcriber on a word: an unspoken part in brackets, a form marker, length and tone.
_SIGNS = regex.compile(
    r"(?<=\S)@\S+|[<>\u2039\u203a\u2191\u2193\u02c8\u02cc^()]|(?<=\p{L}):+(?=\S)"
)
_LINKER = regex.compile(r"(?<!\S)\+\S*")
MONTHS = dict(
    zip("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), range(1, 13), strict=True)
)


class _Tier(NamedTuple):
    name: str
    text: str


def read_chat(raw: RawFile) -> Iterator[Extract]:
    """Read a CHAT file: each utterance is a turn, with the code and the role of its speaker.

    Its words are counted as they were said. Codes of the transcriber, events, fragments and what
    was not understood are dropped behind the utterance; so are the tiers that depend on it.
    """
    content = raw.decode()
    tiers = list(_parse_tiers(content.text.lstrip("\ufeff"), raw))
    if not any(tier.name.startswith("*") for tier in tiers):
        raise raw.error(
            "has no utterances, which begin with '*' and a code, such as '*CHI:'; "
            "export it again as CHAT."
        )
    headers = {tier.name: tier.text for tier in reversed(tiers) if tier.name.startswith("@")}
    roles = _parse_roles(headers.get("@Participants", ""))
    blocks = [block for tier in tiers for block in _write_tier(tier, roles)]
    yield Extract(
        join_blocks(blocks),
        tile_blocks(blocks),
        content.encoding,
        metadata=_read_metadata(headers),
    )


def _parse_tiers(text: str, raw: RawFile) -> Iterator[_Tier]:
    """Divide a file into its tiers; a line that begins with white space continues the last."""
    lines: list[str] = []
    began = 1
    for number, line in enumerate(_LINE_END.split(text), 1):
        if line and not line[:1].isspace():
            if lines:
                yield _parse_tier(" ".join(lines), began, raw)
            lines, began = [], number
        lines += filter(None, [line.strip()])
    if lines:
        yield _parse_tier(" ".join(lines), began, raw)


def _parse_tier(text: str, line: int, raw: RawFile) -> _Tier:
    found = _TIER.fullmatch(text)
    if found is None:
        raise raw.error(
            f"has {shorten(text)!r} in line {line}, which begins with no tier, such as '*CHI:'; "
            "begin it with one, or with a tab if it continues the line above."
        )
    return _Tier(found[1], (found[2] or "").strip())


def _parse_roles(participants: str) -> dict[str, str]:
    """The role of each participant: the last word after the code, as in ``CHI Ross Child``."""
    entries = (entry.split() for entry in participants.split(","))
    return {entry[0]: entry[-1].replace("_", " ") for entry in entries if len(entry) > 1}


def _write_tier(tier: _Tier, roles: Mapping[str, str]) -> Iterator[TextBlock]:
    """Write a tier as blocks; headers are metadata, or say nothing about the text."""
    if tier.name.startswith("%"):
        yield TextBlock(f"{tier.name}: {tier.text}{GAP}", "", DROP, "tier")
    elif tier.name.startswith("*"):
        code = tier.name[1:]
        yield TextBlock(f"{code}:{GAP}", "", SHOW, "speaker")
        said, left_out, time = _clean_utterance(tier.text)
        known = {"speaker": code, "role": roles.get(code, ""), "start": time}
        attributes = {key: value for key, value in known.items() if value}
        yield TextBlock(f"{said}{GAP}", TURN, COUNT, "", attributes)
        if left_out:
            yield TextBlock(f"{left_out}{GAP}", "", DROP, "code")


def _clean_utterance(text: str) -> tuple[str, str, str]:
    """The words of an utterance, what was left out of it, and when it begins, if that is known."""
    time = _TIME.search(text)
    text = _PAUSE.sub(" ", _TIME.sub(" ", text))
    left_out = " ".join(_CODE.findall(text))
    said = _LINKER.sub(" ", _SIGNS.sub("", _CODE.sub(" ", text)))
    start = f"{int(time[1]) / 1000:.3f}" if time and time[1] else ""
    return " ".join(said.split()), left_out, start


def _read_metadata(headers: Mapping[str, str]) -> dict[str, Value]:
    """The language and the date that the headers name, and the title if there is one."""
    found: dict[str, Value] = {
        "title": headers.get("@Title", ""),
        "date": _convert_date(headers.get("@Date", "")),
        "language": headers.get("@Languages", "").partition(",")[0].strip().casefold(),
    }
    return {key: value for key, value in found.items() if value}


def _convert_date(written: str) -> str:
    """A date such as 12-JAN-1995 in the order of ISO 8601; any other as it is written."""
    day, _, rest = written.partition("-")
    month, _, year = rest.partition("-")
    if month.upper() in MONTHS and day.isdecimal() and year.isdecimal():
        return f"{year}-{MONTHS[month.upper()]:02d}-{int(day):02d}"
    return written
