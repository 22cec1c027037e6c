"""Subtitles, WebVTT and SubRip: what is said in the cues, joined into turns."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import regex

from discourse.text.document import COUNT, DROP, SHOW
from discourse.text.extract import TURN, Extract, RawFile, TextBlock, join_blocks, tile_blocks
from discourse.text.limits import shorten
from discourse.text.turns import Label, find_labels

GAP = "\n\n"
HEADER = "WEBVTT"
STYLES = ("STYLE", "REGION")  # blocks of WebVTT that say how cues look, and contain no text
# The times of a cue, and where it is shown.
_TIME = r"(?:\d+:)?\d+:\d\d(?:[.,]\d+)?"
_TIMES = regex.compile(rf"\s*({_TIME})\s*-->\s*{_TIME}(?:\s+\w+:\S+)*\s*")
# A line that begins as times do: one before or after an arrow, or two of them.
_BROKEN_TIMES = regex.compile(
    r"""\s*(?: \d+:[\d:.,]*\s*[-\u2013\u2014=]*[>\u2192] | \d[\d\s:.,]*--> | -->\s*\d+:
    | \d+:\d\d(?::\d\d)?[.,:]\d+\s*\S{0,3}\s*\d+:\d\d[.:] )""",
    regex.VERBOSE,
)
_NOTE = regex.compile(r"NOTE(?!\S)")
# A line below the header that says something about the file, such as "Language: en".
_SETTING = regex.compile(r"\s*[\w-]+\s*[:=]")
_VOICE = regex.compile(r"<v(?:\.[^\s>]*)?[^\S\n]+([^>\n]+)>|(</v>)")
# Styles, times inside a cue and, in SubRip, commands such as {\an8}.
_TAG = regex.compile(r"</?[A-Za-z][^<>\n]*>|<\d[\d:.]*>|\{\\[^{}\n]*\}")
_SOUND = regex.compile(r"^[^\S\n]*[-–]?[^\S\n]*(\[[^\]\n]*\])[^\S\n]*$", regex.MULTILINE)
# A new speaker who is not named: two angle brackets, or a dash before each of several lines.
_CHANGE = regex.compile(r"^[^\S\n]*>>+[^\S\n]*", regex.MULTILINE)
_DASH = regex.compile(r"^[^\S\n]*[-–—](?!-)[^\S\n]*", regex.MULTILINE)
_IN_CAPITALS = regex.compile(r"\P{Ll}*")


@dataclass
class _Speech:
    """What one speaker says in consecutive cues, and the sounds that interrupt it."""

    speaker: str
    time: str = ""
    lines: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)


@dataclass
class _Block:
    """The lines between two blank lines, or below the ``time`` of a cue.

    ``touches_times`` says that the times of the next cue follow directly.
    """

    line: int
    lines: list[str]
    time: str = ""
    touches_times: bool = False

    def ends_in_number(self) -> bool:
        return bool(self.lines) and self.lines[-1].strip().isdecimal()


@dataclass(frozen=True)
class _Cue:
    time: str
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read_subtitles(raw: RawFile) -> Iterator[Extract]:
    """Read subtitles: consecutive cues of one speaker are a turn, which knows when it begins.

    A speaker is a voice of WebVTT, or a name before what is said: in capitals, before most cues,
    or if the file is read as a transcript. Numbers, times and styles are no text; a line in square
    brackets, such as [applause], is shown, and comments are dropped. Text outside of a cue
    continues the cue before it.
    """
    content = raw.decode()
    text = content.text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = _divide_blocks(text.removeprefix("\ufeff"), raw)
    if not any(block.time for block in blocks):
        raise raw.error(
            "has no cues, such as '00:00:01,000 --> 00:00:02,000' above a line of text; "
            "export it again as subtitles."
        )
    cues, notes = _sort_blocks(blocks, raw)
    written = [
        block
        for speech in _join_speeches(cues, all_labels=raw.transcript or _are_mostly_labelled(cues))
        for block in _write_speech(speech)
    ]
    written += [TextBlock(note + GAP, "", DROP, "note") for note in notes]
    yield Extract(join_blocks(written), tile_blocks(written), content.encoding)


def _divide_blocks(text: str, raw: RawFile) -> list[_Block]:
    """Divide a file at its blank lines and above the times of each cue."""
    blocks: list[_Block] = []
    begins = True
    for number, line in enumerate(text.split("\n"), 1):
        times = _TIMES.fullmatch(line)
        if times:
            if not begins:
                blocks[-1].touches_times = True
            blocks.append(_Block(number, [], times[1].replace(",", ".")))
        elif _BROKEN_TIMES.match(line):
            raise raw.error(
                f"has {shorten(line.strip())!r} in line {number}, which is not the time of a cue, "
                "such as '00:00:01,000 --> 00:00:02,000'; correct it there."
            )
        elif line.strip() and begins:
            blocks.append(_Block(number, [line]))
        elif line.strip():
            blocks[-1].lines.append(line)
        begins = not times and not line.strip()
    return blocks


def _sort_blocks(blocks: list[_Block], raw: RawFile) -> tuple[list[_Cue], list[str]]:
    """Sort the blocks of a file into its cues and its comments.

    Only WebVTT has a header, styles and comments. Any other block continues the cue before it.
    """
    is_web = raw.path.suffix.casefold() == ".vtt" or blocks[0].lines[:1] == [HEADER]
    cues: list[_Cue] = []
    notes: list[str] = []
    is_numbered = False
    for block in blocks:
        first = "".join(block.lines[:1])
        if is_web and _NOTE.match(first) and not block.time:
            notes.append("\n".join(block.lines).removeprefix("NOTE").strip())
            continue
        if block.touches_times and not block.time:
            is_numbered = is_numbered or (not cues and block.ends_in_number())
            is_name = is_web and len(block.lines) == 1 and block.line > 1
            if is_name or block.ends_in_number():
                block.lines.pop()
        elif block.touches_times and is_numbered and block.ends_in_number():
            block.lines.pop()  # no blank line separates the cue from the number of the next
        if block.time:
            cues.append(_Cue(block.time, block.lines))
        elif is_web and block.line == 1 and first.startswith(HEADER):
            notes += [line for line in block.lines[1:] if not _SETTING.match(line)]
        elif block.lines and not (is_web and first in STYLES):
            _continue_cue(cues, block, raw)
    return cues, notes


def _continue_cue(cues: list[_Cue], block: _Block, raw: RawFile) -> None:
    """Add lines below a blank line to the cue above it."""
    if not cues:
        raise raw.error(
            f"has {shorten(block.lines[0])!r} in line {block.line}, above the first cue; put it "
            "below the times of a cue, or remove it."
        )
    cues[-1].lines.extend(block.lines)


def _are_mostly_labelled(cues: list[_Cue]) -> bool:
    labelled = sum(
        bool(find_labels(text := _strip_tags(cue.text), [(0, len(text))])) for cue in cues
    )
    return labelled > 1 and 2 * labelled >= len(cues)


def _join_speeches(cues: list[_Cue], *, all_labels: bool) -> list[_Speech]:
    """Join what one speaker says in consecutive cues."""
    speeches: list[_Speech] = []
    has_voices = any(_VOICE.search(cue.text) for cue in cues)
    divide = _divide_by_voice if has_voices else partial(_divide_by_label, all_labels)
    for cue in cues:
        for speaker, said in divide(cue.text):
            words = _SOUND.sub("", said)
            if not speeches or not _continues(speeches[-1], speaker, words, has_voices=has_voices):
                speeches.append(_Speech(speaker or ""))
            speech = speeches[-1]
            speech.time = speech.time if speech.lines else cue.time
            speech.sounds += _SOUND.findall(said)
            speech.lines += filter(None, (" ".join(line.split()) for line in words.split("\n")))
    return speeches


def _continues(speech: _Speech, speaker: str | None, words: str, *, has_voices: bool) -> bool:
    """Whether some words continue a speech: its speaker is named again, or nobody is named.

    In a file with voices, words without one are not those of the last voice.
    """
    if speaker is None:
        return not words.strip() or not has_voices or not speech.speaker
    return bool(speaker) and speech.speaker == speaker


def _divide_by_voice(text: str) -> Iterator[tuple[str | None, str]]:
    """Divide a cue among its voices; None stands for what has none."""
    places = [(match.start(), match.end(), match[1]) for match in _VOICE.finditer(text)]
    starts = [(0, 0, None), *places, (len(text), len(text), None)]
    for (_, start, voice), (end, _, _) in pairwise(starts):
        if text[start:end].strip():
            yield (_strip_tags(voice) if voice else None), _strip_tags(text[start:end])


def _divide_by_label(all_labels: bool, text: str) -> Iterator[tuple[str | None, str]]:
    """Divide a cue at the names in it, and where another speaker begins who is not named ("")."""
    text = _strip_tags(text)
    labels = [
        label
        for label in find_labels(text, [(0, len(text))])
        if all_labels or _IN_CAPITALS.fullmatch(label.speaker)
    ]
    starts = {label.start for label in labels}
    dashes = list(_DASH.finditer(text))
    changes = [*_CHANGE.finditer(text), *(dashes if len(dashes) > 1 else ())]
    labels += [
        Label(change.start(), change.end(), "")
        for change in changes
        if change.start() not in starts
    ]
    labels.sort()
    ends = [*(label.start for label in labels), len(text)]
    yield None, text[: ends[0]]
    for label, end in zip(labels, ends[1:], strict=True):
        yield label.speaker, text[label.end : end]


def _strip_tags(text: str) -> str:
    """Text without tags, and with the characters that entities stand for."""
    return html.unescape(_TAG.sub("", text))


def _write_speech(speech: _Speech) -> Iterator[TextBlock]:
    """Write a speech as blocks: what is said, then the sounds."""
    if speech.lines:
        known = {"speaker": speech.speaker, "start": speech.time}
        attributes = {key: value for key, value in known.items() if value}
        yield TextBlock("\n".join(speech.lines) + GAP, TURN, COUNT, "", attributes)
    for sound in speech.sounds:
        yield TextBlock(sound + GAP, "", SHOW, "sound")
