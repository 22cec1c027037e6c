"""Bytes become text in the encoding that was named; another one is proposed, never applied."""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from discourse.errors import DiscourseError

# Longer marks first: the one of UTF-32 begins like the one of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 10_000  # bytes on either side of the first wrong one, from which an encoding is guessed
# Guessed without any fit to a language, as these are; of the others a guess without it is none.
CHINESE_AND_MORE = ("big5", "gb", "cp932", "cp949", "euc_", "shift_jis", "johab")
USUAL = "cp1252"  # what most Western files are in that are not UTF-8


class NotDecoded(DiscourseError):
    """Bytes that are in none of the encodings named."""


@dataclass(frozen=True)
class Decoded:
    """A text, and the encoding that it was in."""

    text: str
    encoding: str


def decode(raw: bytes, encodings: Sequence[str], place: str) -> Decoded:
    """The text in some bytes, in the first of some encodings that fits all of them.

    A byte order mark says what the bytes are, whatever was named, and is no part of the text.

    Raises
    ------
    NotDecoded : bytes that fit none of the encodings, with what they may be in.
    DiscourseError : an encoding that Python does not know; NUL characters, which no text has.
    """
    marked = next((encoding for mark, encoding in MARKS if raw.startswith(mark)), "")
    for encoding in [marked] if marked else encodings:
        try:
            text = raw.decode(encoding)
        except LookupError:
            raise DiscourseError(
                f"encoding={encoding!r} is not known to Python; name another, as 'utf-8'."
            ) from None
        except UnicodeError:
            continue
        _refuse_nul(raw, text, place)
        return Decoded(text, encoding.removesuffix("-sig"))
    if marked:
        raise DiscourseError(
            f"{place} begins with the mark of {marked.removesuffix('-sig')}, but byte "
            f"{_first_wrong(raw, marked)} is not that; it is damaged: get the file again."
        )
    if b"\0" in raw[:SAMPLE]:
        raise DiscourseError(f"{place} is no text: it holds NUL bytes; take it out of the folder.")
    raise NotDecoded(f"{place}: {reason(raw, encodings)}")


def _refuse_nul(raw: bytes, text: str, place: str) -> None:
    """NUL in every other byte is UTF-16 without its mark; elsewhere it is no text."""
    at = text.find("\0")
    if at < 0:
        return
    halves = {"utf-16-le": raw[1:SAMPLE:2], "utf-16-be": raw[0:SAMPLE:2]}
    shares = {name: half.count(0) / max(len(half), 1) for name, half in halves.items()}
    likely = max(shares, key=lambda name: shares[name])
    if shares[likely] > 0.5:
        raise NotDecoded(
            f"{place} has NUL in every other byte, as UTF-16 has; "
            f"name that, as encoding={likely!r}."
        )
    raise DiscourseError(
        f"{place}: character {at} is NUL, which no text has; take the file out of the folder."
    )


def reason(raw: bytes, encodings: Sequence[str]) -> str:
    """Where some bytes leave an encoding, and how they would read in others."""
    at = _first_wrong(raw, encodings[0])
    named = " or ".join(encodings)
    readings = "; ".join(_readings(raw, at))
    line = raw.count(b"\n", 0, at) + 1
    return (
        f"byte {at} (line {line}) is not {named}. It reads {readings}. Name the encoding that "
        f"reads right, as encoding=('utf-8', '{USUAL}'): the first that fits a file is taken."
    )


def _first_wrong(raw: bytes, encoding: str) -> int:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    except UnicodeError:
        return 0
    return len(raw)


def _readings(raw: bytes, at: int) -> Iterator[str]:
    """The words around a byte as the likeliest encodings read them."""
    start = max(raw.rfind(b" ", 0, at), raw.rfind(b"\n", 0, at), at - 20) + 1
    words = regex.match(rb"\S*\s?\S{0,20}", raw, pos=start)
    found = words[0] if words else raw[at : at + 20]
    guessed = _guess(raw[max(0, at - SAMPLE) : at + SAMPLE])
    for encoding, said in [*guessed, (USUAL, "")]:
        yield f"{found.decode(encoding, 'replace')!r} in {encoding}{said}"


def _guess(sample: bytes) -> list[tuple[str, str]]:
    """The encoding that charset-normalizer thinks of, and how far the text looks like a language.

    Without that package there is no guess.
    """
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return []
    best = from_bytes(sample).best()
    if best is None or USUAL in best.could_be_from_charset or best.encoding.startswith("utf"):
        return []
    if best.percent_coherence > 0:
        return [(best.encoding, f" (a guess, {best.percent_coherence:.0f} % sure)")]
    return [(best.encoding, " (a guess)")] if best.encoding.startswith(CHINESE_AND_MORE) else []


def find_declared(raw: bytes, pattern: bytes) -> list[str]:
    """The encoding that a file itself declares in its first bytes, if Python knows it."""
    found = regex.search(pattern, raw[:2048], regex.IGNORECASE)
    name = found[1].decode("ascii", "replace").casefold() if found else ""
    # What calls itself ISO-8859-1 on the web is read as its superset, as every browser does.
    name = USUAL if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii") else name
    try:
        return [codecs.lookup(name).name] if name else []
    except LookupError:
        return []
