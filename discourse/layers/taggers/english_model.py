"""The model of English that the package brings."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from discourse.layers.taggers.english_lemmas import mend_lemma
from discourse.layers.taggers.tagger import LEMMA, POS, XPOS, Sentence, Values
from discourse.layers.taggers.udpipe import UDPipe
from discourse.text.packages import name_with_version

ENGLISH = "english"
LEMMAS = "lemmas"
TREEBANK = "UD English EWT"


@dataclass(frozen=True)
class EnglishModel:
    """A model of UDPipe whose lemmas are mended by a word list.

    Attributes
    ----------
    model : UDPipe
        The model.
    """

    model: UDPipe
    name: str = field(default=ENGLISH, init=False)
    languages: tuple[str, ...] = field(default=("en",), init=False)

    @property
    def attributes(self) -> tuple[str, ...]:
        """What the model says about a word."""
        return self.model.attributes

    @property
    def record(self) -> Mapping[str, Any]:
        """The model with its hash, and the word list."""
        return {**self.model.record, LEMMAS: name_with_version("simplemma")}

    def tag(
        self, sentences: Sequence[Sentence], attributes: Sequence[str], language: str
    ) -> Sequence[Values]:
        """Give the words of some sentences their values."""
        if LEMMA not in attributes:
            return self.model.tag(sentences, attributes, language)
        needed = list(dict.fromkeys((*attributes, POS, XPOS)))
        found = self.model.tag(sentences, needed, language)
        return [
            {**values, LEMMA: list(map(mend_lemma, forms, *map(values.get, (POS, XPOS, LEMMA))))}
            for forms, values in zip(sentences, found, strict=True)
        ]


def english() -> EnglishModel:
    """The model of English that the package brings."""
    path = Path(str(files("discourse.layers") / "data" / "english-ewt.udpipe"))
    return EnglishModel(UDPipe(path))


@cache
def read_english_record() -> dict[str, Any]:
    """What is known of the model of English: its treebank, how it was trained, how good it is."""
    raw = (files("discourse.layers") / "data" / "english-ewt.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)
