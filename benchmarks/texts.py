"""Make corpora for benchmarks: documents drawn from a folder, with a few letters changed."""

import hashlib
from pathlib import Path

import numpy as np

SEED = 20171215
CHANGED = 150  # one letter in 150 changes, i.e. 3 % of the words, so that the number of types grows
SMALLEST = 2_000  # bytes
FOREIGN = 0.01  # largest share of non-ASCII bytes, because the peers tokenise with [a-z]+


def make(source: Path, folder: Path, tokens: int, stream: int | None = None) -> tuple[int, str]:
    """Write texts with `tokens` tokens in all; return the number of texts and a hash of them.

    Those of each `stream` are other ones, so that several can be made at a time.
    """
    originals = [text for file in sorted(source.rglob("*.txt")) if len(text := plain(file))]
    if not originals:
        raise SystemExit(f"{source} holds no English text of {SMALLEST:,} bytes or more.")
    seed = SEED if stream is None else [SEED, stream]
    rng, digest = np.random.default_rng(seed), hashlib.sha256()
    folder.mkdir(parents=True)
    made = number = 0
    while made < tokens:
        text = changed(originals[rng.integers(len(originals))], rng)
        (folder / f"{number:06d}.txt").write_bytes(text.tobytes())
        digest.update(text.tobytes())
        made += int(np.count_nonzero((text[1:] <= 32) & (text[:-1] > 32)))
        number += 1
    return number, digest.hexdigest()[:16]


def plain(file: Path) -> np.ndarray:
    """Return the ASCII bytes of a text; nothing if it is short or has too many other bytes."""
    raw = np.frombuffer(file.read_bytes(), np.uint8)
    ascii_ = raw[(raw < 128) & (raw != 0)]
    enough = len(raw) >= SMALLEST and len(raw) - len(ascii_) <= FOREIGN * len(raw)
    return ascii_ if enough else raw[:0]


def changed(text: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the text with some of its letters replaced by random ones."""
    copy = text.copy()
    letters = np.flatnonzero((copy | 32) - 97 < 26)
    hit = rng.choice(letters, len(letters) // CHANGED, replace=False)
    copy[hit] = rng.integers(97, 123, len(hit))
    return copy
