"""Read a treebank in CoNLL-U as it is needed for training and scoring."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PARTS = ("train", "dev", "test")
FIELDS = {"lemma": 2, "pos": 3, "xpos": 4, "feats": 5, "head": 6, "deprel": 7}


@dataclass
class Sentence:
    """A sentence: its text, its words by field, and where each word begins and ends in the text."""

    text: str
    begins: str  # "document", "paragraph" or ""
    forms: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    spans: list[tuple[int, int]] = field(default_factory=list)
    is_clitic: list[bool] = field(default_factory=list)

    def select_words(self, kept: Sequence[int]) -> Sentence:
        """The sentence with some of its words only, and without a tree."""
        values = {name: [column[at] for at in kept] for name, column in self.values.items()}
        values |= {"head": ["0"] * len(kept), "deprel": ["root"] * len(kept)}
        return Sentence(self.text, self.begins, [self.forms[at] for at in kept], values)

    @property
    def conllu(self) -> str:
        columns = [self.values[name] for name in FIELDS]
        rows = zip(self.forms, *columns, strict=True)
        lines = (
            "\t".join([str(number), *(value or "_" for value in row), "_", "_"])
            for number, row in enumerate(rows, 1)
        )
        return "\n".join(lines) + "\n\n"


def read_treebank(path: Path) -> list[Sentence]:
    sentences = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if block.strip():
            sentences.append(_read_sentence(block.split("\n")))
    return sentences


def _read_sentence(lines: list[str]) -> Sentence:
    comments = [line for line in lines if line.startswith("#")]
    text = next(line.partition("= ")[2] for line in comments if line.startswith("# text ="))
    begins = ""
    for word, meaning in (("# newpar", "paragraph"), ("# newdoc", "document")):
        begins = meaning if any(line.startswith(word) for line in comments) else begins
    sentence = Sentence(text, begins)
    at, whole, last = 0, (0, 0), 0  # the written word that divided words belong to
    for line in lines:
        cells = line.split("\t")
        if len(cells) < 10 or "." in cells[0]:
            continue
        if "-" in cells[0]:
            start = text.index(cells[1], at)
            whole, last = (start, start + len(cells[1])), int(cells[0].partition("-")[2])
            at = start
            continue
        number, form = int(cells[0]), cells[1]
        inside = number <= last
        start = text.find(form, at, whole[1] if inside else None)
        if start < 0:  # the parts of a divided word are not always written in it
            start, end = whole
        else:
            end = start + len(form)
        sentence.is_clitic.append(inside and start > whole[0])
        at = whole[1] if number == last else end if not inside else max(at, start)
        sentence.forms.append(form)
        sentence.spans.append((start, end))
        for name, column in FIELDS.items():
            empty = cells[column] == "_" and name != "lemma"
            sentence.values[name].append("" if empty else cells[column])
    return sentence


def hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
