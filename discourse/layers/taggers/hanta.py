"""HanTa: lemmas and tags of German, English and Dutch, with the models of that package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from discourse.layers.taggers.tagger import LEMMA, XPOS, Sentence, Values
from discourse.layers.taggers.tagger_packages import import_tagger
from discourse.text.packages import name_with_version

_MODELS = {"de": "morphmodel_ger.pgz", "en": "morphmodel_en.pgz", "nl": "morphmodel_dutch.pgz"}
LANGUAGES = tuple(_MODELS)


@dataclass(frozen=True)
class HanTa:
    """The Hanover Tagger (Wartena 2019), an HMM over the morphemes of words."""

    name: str = field(default="hanta", init=False)
    attributes: tuple[str, ...] = field(default=(LEMMA, XPOS), init=False)
    languages: tuple[str, ...] = field(default=LANGUAGES, init=False)

    def __post_init__(self) -> None:
        _import_hanta()

    @property
    def record(self) -> Mapping[str, Any]:
        """The version of the package, whose models it brings."""
        return {"program": name_with_version("HanTa")}

    def tag(
        self, sentences: Sequence[Sentence], attributes: Sequence[str], language: str
    ) -> Sequence[Values]:
        """Give the words of some sentences their values."""
        model = _open(_MODELS[language])
        found = [model.tag_sent(list(sentence)) for sentence in sentences]
        return [{LEMMA: [row[1] for row in rows], XPOS: [row[2] for row in rows]} for rows in found]


def _import_hanta() -> Any:
    return import_tagger("HanTa.HanoverTagger", "hanta", "HanTa")


@cache
def _open(model: str) -> Any:
    """Open a model, once in each process."""
    return _import_hanta().HanoverTagger(model)
