"""Lemmas by form alone in 54 languages, by simplemma."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from discourse.layers.taggers.tagger import LEMMA, Sentence, Values
from discourse.text.packages import name_with_version

_OTHER_CODES = {"no": "nb", "hr": "hbs", "sr": "hbs", "bs": "hbs"}


@dataclass(frozen=True)
class Simplemma:
    """The lemma that a form has in a word list, whatever its part of speech: *found*, *meet*."""

    name: str = field(default="simplemma", init=False)
    attributes: tuple[str, ...] = field(default=(LEMMA,), init=False)
    languages: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

        known = sorted({*SUPPORTED_LANGUAGES, *_OTHER_CODES})
        object.__setattr__(self, "languages", tuple(known))

    @property
    def record(self) -> Mapping[str, Any]:
        """The version of the package, which brings its word lists."""
        return {"program": name_with_version("simplemma")}

    def tag(
        self, sentences: Sequence[Sentence], attributes: Sequence[str], language: str
    ) -> Sequence[Values]:
        """Give the words of some sentences their lemmas."""
        from simplemma import lemmatize

        code = _OTHER_CODES.get(language, language)
        return [
            {LEMMA: [lemmatize(word, lang=code) for word in sentence]} for sentence in sentences
        ]
