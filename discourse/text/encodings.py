"""Bytes become text in an encoding that was named; others are suggested, never applied."""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from discourse.errors import DiscourseError

# Longer marks first: the mark of UTF-32 begins like that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE_BYTES = 10_000  # around the first misfit, from which an encoding is guessed
# For these encodings a guess is kept even if the text resembles no language that
# charset-normalizer knows; for all others it is discarded.
MULTIBYTE_PREFIXES = ("big5", "gb", "cp932", "cp949", "euc_", "shift_jis", "johab")
USUAL_ENCODING = "cp1252"  # the encoding of most Western files that are not UTF-8
# Latin-1 has no letters for these bytes, cp1252 has: a file with them was named Latin-1 by mistake.
LATIN_1 = "iso8859-1"
_NOT_LATIN_1 = regex.compile(rb"[\x80-\x9f]")
# By this name of it, Latin-1 is taken to the letter, as version 0.1.0 did by any.
LATIN_1_TO_THE_LETTER = "8859"


class NotDecoded(DiscourseError):
    """Bytes that are in none of the encodings given: the file, and the reason."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)  # both, so that a worker process can send it back
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True)
class Decoded:
    """A text, and the encoding that it was in."""

    text: str
    encoding: str


def decode(raw: bytes, encodings: Sequence[str], place: str) -> Decoded:
    """Decode some bytes in the first encoding that fits all of them.

    A byte order mark decides the encoding, whatever was named, and is not part of the text. Bytes
    that Latin-1 has no letters for are read as its superset cp1252, as browsers do.

    Raises
    ------
    NotDecoded
        If the bytes fit none of the encodings; the message shows how they read in likely ones.
    DiscourseError
        If Python does not know an encoding, or the text contains NUL characters.
    """
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if raw.startswith(mark)), "")
    for named in [marked] if marked else encodings:
        encoding = _widen_latin_1(named, raw)
        try:
            text = raw.decode(encoding)
        except LookupError:
            raise DiscourseError(
                f"encoding={named!r} is not known to Python; name another, such as 'utf-8'."
            ) from None
        except UnicodeError:
            continue
        _refuse_nul(raw, text, place)
        return Decoded(text, encoding.removesuffix("-sig"))
    if marked:
        raise DiscourseError(
            f"{place} begins with the byte order mark of {marked.removesuffix('-sig')}, but byte "
            f"{_find_misfit(raw, marked)} does not fit; the file is damaged: get it again."
        )
    if b"\0" in raw[:SAMPLE_BYTES]:
        raise DiscourseError(
            f"{place} is not a text: it contains NUL bytes; remove it from the folder."
        )
    raise NotDecoded(place, explain_misfit(raw, encodings))


def is_latin_1(encoding: str) -> bool:
    """Whether a name is one of Latin-1."""
    try:
        return codecs.lookup(encoding).name == LATIN_1
    except LookupError:
        return False


def _widen_latin_1(encoding: str, raw: bytes) -> str:
    """The encoding to read some bytes in: cp1252 if they cannot be the Latin-1 that was named."""
    if encoding == LATIN_1_TO_THE_LETTER or not is_latin_1(encoding):
        return encoding
    if not _NOT_LATIN_1.search(raw):
        return encoding
    try:
        raw.decode(USUAL_ENCODING)
    except UnicodeDecodeError:
        return encoding
    return USUAL_ENCODING


def _refuse_nul(raw: bytes, text: str, place: str) -> None:
    """Refuse NUL: in every other byte it means UTF-16 without its mark, elsewhere not a text."""
    at = text.find("\0")
    if at < 0:
        return
    halves = {"utf-16-le": raw[1:SAMPLE_BYTES:2], "utf-16-be": raw[0:SAMPLE_BYTES:2]}
    shares = {name: half.count(0) / max(len(half), 1) for name, half in halves.items()}
    likely = max(shares, key=lambda name: shares[name])
    if shares[likely] > 0.5:
        raise NotDecoded(place, f"every other byte is NUL, as in UTF-16; give encoding={likely!r}.")
    raise DiscourseError(
        f"{place}: character {at} is NUL, which no text contains; remove the file from the folder."
    )


def explain_misfit(raw: bytes, encodings: Sequence[str]) -> str:
    """Explain where some bytes do not fit an encoding, and how they would read in others."""
    at = _find_misfit(raw, encodings[0])
    named = " or ".join(encodings)
    readings = "; ".join(_show_readings(raw, at))
    line = raw.count(b"\n", 0, at) + 1
    return (
        f"byte {at} (line {line}) is not {named}. It reads {readings}. Name the encoding that "
        f"reads correctly, such as encoding=('utf-8', '{USUAL_ENCODING}'): the first that fits a "
        "file is used."
    )


def _find_misfit(raw: bytes, encoding: str) -> int:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    except UnicodeError:
        return 0
    return len(raw)


def _show_readings(raw: bytes, at: int) -> Iterator[str]:
    """Show the words around a byte as they read in the likeliest encodings."""
    start = max(raw.rfind(b" ", 0, at), raw.rfind(b"\n", 0, at), at - 20) + 1
    words = regex.match(rb"\S*\s?\S{0,20}", raw, pos=start)
    found = words[0] if words else raw[at : at + 20]
    guesses = _guess_encoding(raw[max(0, at - SAMPLE_BYTES) : at + SAMPLE_BYTES])
    for encoding, certainty in [*guesses, (USUAL_ENCODING, "")]:
        yield f"{found.decode(encoding, 'replace')!r} in {encoding}{certainty}"


def _guess_encoding(sample: bytes) -> list[tuple[str, str]]:
    """Guess an encoding with charset-normalizer, and say how much the text resembles a language.

    Without that package, there is no guess.
    """
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return []
    best = from_bytes(sample).best()
    if best is None or USUAL_ENCODING in best.could_be_from_charset:
        return []
    if best.encoding.startswith("utf"):
        return []
    if best.percent_coherence > 0:
        return [(best.encoding, f" (a guess, {best.percent_coherence:.0f} % sure)")]
    return [(best.encoding, " (a guess)")] if best.encoding.startswith(MULTIBYTE_PREFIXES) else []


def find_declared_encoding(raw: bytes, pattern: bytes) -> list[str]:
    """Find the encoding that a file declares in its first bytes, if Python knows it."""
    found = regex.search(pattern, raw[:2048], regex.IGNORECASE)
    name = found[1].decode("ascii", "replace").casefold() if found else ""
    # Browsers read what declares itself ISO-8859-1 as its superset cp1252, and so do we.
    name = USUAL_ENCODING if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii") else name
    try:
        return [codecs.lookup(name).name] if name else []
    except LookupError:
        return []
