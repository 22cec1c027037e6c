"""Whether a PNG or a PDF consists of what this package writes, once and in order, and no more."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping

import regex

from discourse.publish.plots.seen_differences import Difference

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_CHUNKS = ("IHDR", "texts", "pHYs", "IDAT", "IEND")
PNG_TEXTS = ("tEXt", "iTXt", "zTXt")
PNG_WORDS = ("Comment", "Description", "Software", "Title")
_OBJECT = regex.compile(rb"(\d+) 0 obj\n")
_XREF = regex.compile(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [fn] \n)+)")
_TRAILER = regex.compile(
    rb"trailer\n<< /Size (\d+) /Root (\d+) 0 R /Info (\d+) 0 R >>\nstartxref\n(\d+)\n%%EOF\n"
)
_STREAM = regex.compile(rb"(.*?)stream\n(.*)\nendstream\nendobj\n", regex.DOTALL)
_LENGTH = regex.compile(rb"/Length (\d+)( 0 R)?\b")
_STRING = regex.compile(rb"\((?:\\.|[^()\\]|(?R))*\)|<[0-9A-Fa-f\s]*>(?!>)", regex.DOTALL)
_NAME = regex.compile(rb"/[^\s/<>\[\](){}%]*")
# Names that a figure gives: to fonts, looks, hatches, pictures, marks, and sets of marks.
_OWN_NAME = regex.compile(rb"/(?:[FAHIMP]\d+|C\d+_\d+(?:_\d+)?|[A-Z]{6}\+[\w-]+)")
_HEAD = regex.compile(rb"%PDF-1\.4\n%[^\n]*\n")


def find_odd_png(raw: bytes) -> Iterator[Difference]:
    """Find chunks of a PNG that this package does not write, and what is behind its end."""
    chunks = list(_read_chunks(raw))
    kinds = ["texts" if kind in PNG_TEXTS else kind for kind, _ in chunks]
    order = [kind for at, kind in enumerate(kinds) if not at or kinds[at - 1] != kind]
    if tuple(order) != PNG_CHUNKS:
        yield Difference("its chunks", ", ".join(PNG_CHUNKS), ", ".join(order))
    words = Counter(data.partition(b"\0")[0].decode("latin-1") for kind, data in chunks
                    if kind in PNG_TEXTS)  # fmt: skip
    if words != Counter(PNG_WORDS):
        yield Difference("its texts", ", ".join(PNG_WORDS), ", ".join(sorted(words.elements())))


def _read_chunks(raw: bytes) -> Iterator[tuple[str, bytes]]:
    at = len(PNG_SIGNATURE)
    if not raw.startswith(PNG_SIGNATURE):
        yield "no PNG", b""
        return
    while at + 12 <= len(raw):
        length, kind = struct.unpack(">I4s", raw[at : at + 8])
        data, end = raw[at + 8 : at + 8 + length], at + 12 + length
        if raw[end - 4 : end] != struct.pack(">I", zlib.crc32(kind + data)):
            yield "a damaged chunk", b""
            return
        yield kind.decode("latin-1"), data
        at = end
        if kind == b"IEND":
            break
    if at != len(raw):
        yield f"{len(raw) - at} further bytes", b""


def find_odd_pdf(raw: bytes, fresh: bytes) -> Iterator[Difference]:
    """Find what a PDF has that that of a fresh drawing has not: objects, entries, a later version.

    Parameters
    ----------
    raw, fresh : bytes
        The file, and that of a fresh drawing.

    Yields
    ------
    Difference
        What is not so.
    """
    try:
        objects, wanted = _read_objects(raw), _read_objects(fresh)
    except (ValueError, IndexError) as error:
        yield Difference("the structure of the file", "that of a figure", str(error))
        return
    known = {name for each in wanted.values() for name in _names_in(each)}
    for number, each in sorted(objects.items()):
        for name in sorted(_names_in(each) - known):
            if not _OWN_NAME.fullmatch(name):
                place = f"object {number} of the file"
                yield Difference(place, "an entry of a figure", name.decode("latin-1"))
    if _words_of(objects) != _words_of(wanted):
        yield Difference("its metadata", "those of the figure", "others")
    for kind in (b"/Type /Page ", b"/Type /Catalog", b"/Annots"):
        counts = [sum(part.count(kind) for part in side.values()) for side in (wanted, objects)]
        if counts[0] != counts[1]:
            what = f"the number of {kind.decode().split('/')[-1].strip()}"
            yield Difference(what, str(counts[0]), str(counts[1]))
    for notes in _notes_of(objects):
        if notes.split() != [b"[", b"]"]:
            yield Difference("the notes on the page", "none", "some")


def _read_objects(raw: bytes) -> dict[int, bytes]:
    """The objects of a PDF by their numbers, if the file has nothing else, without its streams.

    Raises
    ------
    ValueError
        If it has.
    """
    trailer = _TRAILER.search(raw)
    head = _HEAD.match(raw)
    if head is None or trailer is None or trailer.end() != len(raw):
        raise ValueError("it does not end with one trailer")
    size, _, _, at = map(int, trailer.groups())
    table = _XREF.fullmatch(raw[at : trailer.start()])
    if table is None or int(table[1]) != size:
        raise ValueError("its table of objects is not where it says, or there is another")
    entries = table[2].split(b" \n")[:-1]
    places = sorted((int(each[:10]), number) for number, each in enumerate(entries) if number)
    ends = [place for place, _ in places[1:]] + [at]
    if len(entries) != size or places[0][0] != head.end():
        raise ValueError("something is before its objects")
    whole = {n: raw[begin:end] for (begin, n), end in zip(places, ends, strict=True)}
    return {number: _read_object(number, each, whole) for number, each in whole.items()}


def _read_object(number: int, written: bytes, whole: Mapping[int, bytes]) -> bytes:
    """An object without its stream, which has the length that it says."""
    begin = b"%d 0 obj\n" % number
    if not written.startswith(begin) or not written.endswith(b"\nendobj\n"):
        raise ValueError(f"object {number} is not where its table says")
    stream = _STREAM.fullmatch(written)
    inside = written if stream is None else stream[1]
    if stream is not None:
        length = _LENGTH.search(stream[1])
        if length is None:
            raise ValueError(f"object {number} has no length")
        said = int(length[1])
        if length[2]:
            said = int(whole[said].split(b"\n")[1])
        if said != len(stream[2]):
            raise ValueError(f"object {number} is longer or shorter than it says")
    bare = _STRING.sub(b"()", inside)
    if bare.count(b" obj\n") != 1 or b"%" in bare:
        raise ValueError(f"object {number} holds another one, or a note")
    return inside[len(begin) :].removesuffix(b"endobj\n")


def _names_in(written: bytes) -> set[bytes]:
    return set(_NAME.findall(_STRING.sub(b"()", written)))


def _words_of(objects: Mapping[int, bytes]) -> list[list[bytes]]:
    """The objects with the words of a PDF: its title, its recipe and its alternative text."""
    return [each.split() for each in objects.values() if b"/Creator (discourse)" in each]


def _notes_of(objects: Mapping[int, bytes]) -> Iterator[bytes]:
    """The lists of notes that pages refer to."""
    for each in objects.values():
        for number in regex.findall(rb"/Annots (\d+) 0 R", each):
            yield objects.get(int(number), b"none")
        if regex.search(rb"/Annots\s*\[", each):
            yield b"within the page"
