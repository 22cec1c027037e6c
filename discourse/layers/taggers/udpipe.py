"""Models of UDPipe in files."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from discourse.errors import DiscourseError
from discourse.layers.taggers.tagger import (
    ATTRIBUTES,
    DEPREL,
    FEATS,
    HEAD,
    LEMMA,
    PARSED,
    POS,
    XPOS,
    Sentence,
    Values,
)
from discourse.text.limits import shorten

ENDING = ".udpipe"
MAKER = "udpipe"
KEPT = 8  # answers of models about a stretch of a text, of about a megabyte each
PUBLISHED = (
    "models are published for many languages at https://lindat.mff.cuni.cz/repository: search for "
    "UDPipe"
)
# The fields of a line of CoNLL-U.
_FORM = 1
_FIELDS = {LEMMA: 2, POS: 3, XPOS: 4, FEATS: 5, HEAD: 6, DEPREL: 7}


@dataclass(frozen=True)
class UDPipe:
    """A model of UDPipe in a file.

    Attributes
    ----------
    path : Path
        The file.
    name : str
        What layers record as their maker.
    languages : tuple of str
        The codes of the languages that it knows.
    """

    path: Path
    name: str = MAKER
    languages: tuple[str, ...] = ()

    @property
    def record(self) -> Mapping[str, Any]:
        """The model with its hash; every release of UDPipe 1 gives the same values."""
        return {"model": {"file": self.path.name, "sha256": self._sha256}}

    @cached_property
    def _sha256(self) -> str:
        try:
            return hashlib.sha256(self.path.read_bytes()).hexdigest()
        except OSError as refusal:
            if self.path.is_dir():
                what = f"is a folder, and a model of UDPipe is a file whose name ends in {ENDING}"
            elif self.path.exists():
                what = f"cannot be read ({refusal.strerror})"
            else:
                what = "does not exist"
            raise DiscourseError(f"{shorten(str(self.path))} {what}; {PUBLISHED}.") from None

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        """What the model says about a word; a model without a parser has no tree."""
        parsed = _process(self, [["Yes"]], parse=True) is not None
        return tuple(name for name in ATTRIBUTES if parsed or name not in PARSED)

    def tag(
        self, sentences: Sequence[Sentence], attributes: Sequence[str], language: str
    ) -> Sequence[Values]:
        """Give the words of some sentences their values."""
        if not sentences:
            return []
        parse = not {*attributes}.isdisjoint(PARSED)
        written = _process(self, sentences, parse=parse) or ""
        return [_read_sentence(block, attributes) for block in written.split("\n\n") if block]


def _process(model: UDPipe, sentences: Sequence[Sentence], *, parse: bool) -> str | None:
    """Sentences in CoNLL-U with the values of a model; None if it cannot give them."""
    words = "".join("\n".join(sentence) + "\n\n" for sentence in sentences)
    return _ask(model.path, model._sha256, words, parse=parse)


@lru_cache(KEPT)
def _ask(path: Path, sha256: str, words: str, *, parse: bool) -> str | None:
    """What a model says of words; the last answers are kept: notebooks share their texts."""
    from ufal.udpipe import Pipeline, ProcessingError

    parser = Pipeline.DEFAULT if parse else Pipeline.NONE
    pipeline = Pipeline(_load(path, sha256), "vertical", Pipeline.DEFAULT, parser, "conllu")
    failed = ProcessingError()
    written = str(pipeline.process(words, failed))
    return None if failed.occurred() else written


def _read_sentence(block: str, attributes: Sequence[str]) -> Values:
    rows = [line.split("\t") for line in block.split("\n") if line and "\t" in line]
    return {name: _read_column(rows, _FIELDS[name]) for name in attributes}


def _read_column(rows: Sequence[Sequence[str]], field: int) -> list[str]:
    if field == _FIELDS[LEMMA]:  # a word of which the model knows no lemma is its own
        return [row[_FORM] if row[field] == "_" else row[field] for row in rows]
    return ["" if row[field] == "_" else row[field] for row in rows]


@cache
def _load(path: Path, sha256: str) -> Any:
    """Open a model, once in each process."""
    from ufal.udpipe import Model

    model = Model.load(str(path))
    if model is None:
        raise DiscourseError(
            f"{shorten(str(path))} is not a model of UDPipe 1; give one whose name ends in .udpipe "
            "as it was published."
        )
    return model
