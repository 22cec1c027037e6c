"""Lexical diversity by the package lexicalrichness 0.5.1, written to diversity.csv.

The package is not a dependency, so use a separate environment: python make_diversity.py
"""

import csv
import math
from pathlib import Path

COLUMNS = [
    "tokens", "step", "ttr", "mattr", "mtld", "hdd", "root_ttr", "herdan_c", "yule_k", "msttr",
]  # fmt: skip
TEXTS = [(120, 5_000), (300, 500), (300, 20_000), (1_000, 1_000), (2_000, 100_000)]


def text(tokens: int, step: int) -> list[int]:
    """A text of a few common and many rare types; a larger step makes it less varied."""
    return [(7_919 * position % 1_009) ** 2 // step for position in range(1, tokens + 1)]


def main() -> None:
    from lexicalrichness import LexicalRichness

    below = math.nextafter(0.72, 0)  # it closes a factor at the threshold, we below it
    with Path(__file__).with_name("diversity.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for tokens, step in TEXTS:
            words = [str(type_id) for type_id in text(tokens, step)]
            of = LexicalRichness(words, preprocessor=None, tokenizer=None)
            # To discard a rest means for it to discard the last segment, even a whole one.
            rest = tokens % 100 > 0
            values = (
                of.ttr, of.mattr(50), of.mtld(below), of.hdd(42),
                of.rttr, of.Herdan, of.yulek, of.msttr(100, discard=rest),
            )  # fmt: skip
            writer.writerow([tokens, step, *(f"{value:.12g}" for value in values)])


if __name__ == "__main__":
    main()
