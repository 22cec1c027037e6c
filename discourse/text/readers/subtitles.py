"""Subtitles, WebVTT and SubRip: what is said in the cues, joined into turns."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import regex

from discourse.text.document import COUNT, DROP, SHOW
from discourse.text.extract import TURN, Extract, RawFile, TextBlock, join_blocks, tile_blocks
from discourse.text.turns import Label, find_labels

GAP = "\n\n"
_TIMES = regex.compile(r"^[^\S\n]*((?:\d+:)?\d+:\d\d[.,]\d+)[^\S\n]*-->[^\n]*$", regex.MULTILINE)
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
        said, *others = text[match.end() : end].removeprefix("\n").split("\n\n")
        if end < len(text) and not others:
            said = _cut_number(said.rstrip("\n"))
        # A cue that says nothing is followed by its blank line, and then by the number of the next.
        is_empty = said.startswith("\n")
        cues.append(_Cue(match[1].replace(",", "."), "" if is_empty else said.strip("\n")))
        notes += _find_notes(others)
    return cues, notes


def _cut_number(said: str) -> str:
    """Cut off the number of the next cue, if no blank line separates it from this one."""
    *lines, last = said.split("\n")
    return "\n".join(lines) if last.strip().isdecimal() else said


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
            yield (_clean(voice) if voice else None), _clean(text[start:end])


def _divide_by_label(all_labels: bool, text: str) -> Iterator[tuple[str | None, str]]:
    """Divide a cue at the names in it, and where another speaker begins who is not named ("")."""
    text = _clean(text)
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
