"""Subtitles, WebVTT and SubRip: what is said in the cues, joined into turns."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from discourse.text.document import COUNT, DROP, SHOW
from discourse.text.extract import TURN, Extract, RawFile, TextBlock, join_blocks, tile_blocks
from discourse.text.turns import find_labels

GAP = "\n\n"
_TIMES = regex.compile(r"^[^\S\n]*((?:\d+:)?\d+:\d\d[.,]\d+)[^\S\n]*-->[^\n]*$", regex.MULTILINE)
_VOICE = regex.compile(r"<v(?:\.[^\s>]*)?[^\S\n]+([^>\n]+)>|(</v>)")
# Styles, times inside a cue and, in SubRip, commands such as {\an8}.
_TAG = regex.compile(r"</?[A-Za-z][^<>\n]*>|<\d[\d:.]*>|\{\\[^{}\n]*\}")
_SOUND = regex.compile(r"^[^\S\n]*[-–]?[^\S\n]*(\[[^\]\n]*\])[^\S\n]*$", regex.MULTILINE)
_IN_CAPITALS = regex.compile(r"\P{Ll}*")


@dataclass
class _Speech:
    """What one speaker says in consecutive cues, and the sounds that interrupt it."""

    speaker: str
    time: str
    lines: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Cue:
    time: str
    text: str


def read_subtitles(raw: RawFile) -> Iterator[Extract]:
    """Read subtitles: consecutive cues of one speaker are a turn, which knows when it begins.

    A speaker is a voice of WebVTT, or a name before what is said: in capitals, before most cues,
    or if the file is read as a transcript. Numbers, times and styles are no text; a line in square
    brackets, such as [applause], is shown, and comments are dropped.
    """
    content = raw.decode()
    text = content.text.replace("\r\n", "\n").replace("\r", "\n")
    cues, notes = _parse_cues(text)
    if not cues:
        raise raw.error(
            "has no cues, such as '00:00:01,000 --> 00:00:02,000' above a line of text; "
            "export it again as subtitles."
        )
    blocks = [
        block
        for speech in _join_speeches(cues, all_labels=raw.transcript or _are_mostly_labelled(cues))
        for block in _write_speech(speech)
    ]
    blocks += [TextBlock(note + GAP, "", DROP, "note") for note in notes]
    yield Extract(join_blocks(blocks), tile_blocks(blocks), content.encoding)


def _parse_cues(text: str) -> tuple[list[_Cue], list[str]]:
    """Divide a file into its cues and its comments."""
    times = list(_TIMES.finditer(text))
    starts = [match.start() for match in times] + [len(text)]
    cues: list[_Cue] = []
    notes = list(_find_notes(text[: starts[0]].split("\n\n")))
    for match, end in zip(times, starts[1:], strict=True):
        said, *others = text[match.end() : end].strip("\n").split("\n\n")
        if end < len(text) and not others:
            said = _cut_number(said)
        cues.append(_Cue(match[1].replace(",", "."), said))
        notes += _find_notes(others)
    return cues, notes


def _cut_number(said: str) -> str:
    """Cut off the number of the next cue, if no blank line separates it from this one."""
    *lines, last = said.split("\n")
    return "\n".join(lines) if lines and last.strip().isdecimal() else said


def _find_notes(blocks: list[str]) -> Iterator[str]:
    for block in blocks:
        if block.lstrip().startswith("NOTE"):
            yield block.strip().removeprefix("NOTE").strip()


def _are_mostly_labelled(cues: list[_Cue]) -> bool:
    labelled = sum(bool(find_labels(text := _clean(cue.text), [(0, len(text))])) for cue in cues)
    return labelled > 1 and 2 * labelled >= len(cues)


def _join_speeches(cues: list[_Cue], *, all_labels: bool) -> list[_Speech]:
    """Join what one speaker says in consecutive cues."""
    speeches: list[_Speech] = []
    has_voices = any(_VOICE.search(cue.text) for cue in cues)
    for cue in cues:
        for speaker, said in _divide_cue(cue.text, has_voices, all_labels):
            is_silent = not _SOUND.sub("", said).strip()
            unknown = speaker is None and (is_silent or not has_voices)
            if not speeches or not (unknown or speeches[-1].speaker == (speaker or "")):
                speeches.append(_Speech(speaker or "", cue.time))
            speech = speeches[-1]
            speech.sounds += _SOUND.findall(said)
            lines = (" ".join(line.split()) for line in _SOUND.sub("", said).split("\n"))
            speech.lines += filter(None, lines)
    return speeches


def _divide_cue(text: str, has_voices: bool, all_labels: bool) -> Iterator[tuple[str | None, str]]:
    """Divide a cue among its speakers; None is one that it does not name."""
    if has_voices:
        places = [(match.start(), match.end(), match[1]) for match in _VOICE.finditer(text)]
        starts = [(0, 0, None), *places, (len(text), len(text), None)]
        for (_, start, voice), (end, _, _) in pairwise(starts):
            if text[start:end].strip():
                yield (_clean(voice) if voice else None), _clean(text[start:end])
        return
    cleaned = _clean(text)
    labels = [
        label
        for label in find_labels(cleaned, [(0, len(cleaned))])
        if all_labels or _IN_CAPITALS.fullmatch(label.speaker)
    ]
    yield None, cleaned[: labels[0].start if labels else len(cleaned)]
    for label, end in zip(
        labels, [*(each.start for each in labels[1:]), len(cleaned)], strict=False
    ):
        yield label.speaker, cleaned[label.end : end]


def _clean(text: str) -> str:
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
