"""Give a trained tagger another dictionary than that which it was trained with.

UDPipe has no option for this, but its files allow it: after some bytes comes the dictionary, as a
block that begins with its length, and then what the tagger has learned.
"""

from __future__ import annotations

import struct

HEAD = struct.Struct("<III")  # the length of a block, that of its compressed bytes, and a sum
PROPERTIES = 5  # bytes of the compression, before its data
LONGEST_OPENING = 60  # bytes before the dictionary
WORD = 2**32


def exchange_dictionary(tagger: bytes, other: bytes) -> bytes:
    """A tagger with the dictionary of another, which was trained with the same options."""
    opening, _, learned = _divide_model(tagger)
    other_opening, dictionary, _ = _divide_model(other)
    if opening != other_opening:
        raise SystemExit("The two taggers were trained with other options.")
    return opening + dictionary + learned


def _divide_model(model: bytes) -> tuple[bytes, bytes, bytes]:
    """What comes before the dictionary of a model, the dictionary, and what comes after it."""
    for start in range(LONGEST_OPENING):
        length, compressed, total = HEAD.unpack_from(model, start)
        if total == (length * 19991 + compressed * 199999991 + 1234567890) % WORD:
            end = start + HEAD.size + PROPERTIES + compressed
            return model[:start], model[start:end], model[end:]
    raise SystemExit("No dictionary was found in the model; this release of UDPipe has another.")
