"""A pipeline of spaCy that the user has loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from discourse.errors import DiscourseError
from discourse.layers.taggers.tagger import (
    ATTRIBUTES,
    DEPREL,
    FEATS,
    HEAD,
    LEMMA,
    POS,
    XPOS,
    Sentence,
    Values,
)
from discourse.layers.taggers.tagger_packages import import_tagger
from discourse.text.packages import name_with_version

# What spaCy calls the attributes of a token, and what its documents call their presence.
_READ = {LEMMA: "lemma_", POS: "pos_", XPOS: "tag_", FEATS: "morph", DEPREL: "dep_"}
_PRESENT = {LEMMA: "LEMMA", POS: "POS", XPOS: "TAG", FEATS: "MORPH", DEPREL: "DEP", HEAD: "DEP"}


def is_pipeline(value: object) -> bool:
    """Whether something is a pipeline of spaCy, without importing it."""
    return all(hasattr(value, name) for name in ("pipe_names", "vocab", "pipe", "meta"))


@dataclass(frozen=True, eq=False)
class SpacyPipeline:
    """A pipeline such as ``spacy.load("en_core_web_sm")``.

    Attributes
    ----------
    pipeline : Language
        The pipeline.
    """

    pipeline: Any
    name: str = "spaCy"

    @property
    def languages(self) -> tuple[str, ...]:
        """The language of the pipeline."""
        return (str(self.pipeline.lang),)

    @property
    def record(self) -> Mapping[str, Any]:
        """The version of spaCy, and the pipeline with its version."""
        meta = self.pipeline.meta
        model = {"name": f"{meta['lang']}_{meta['name']}", "version": str(meta["version"])}
        return {"program": name_with_version("spacy"), "model": model}

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        """What the pipeline gives, as it shows for a sentence of two words."""
        (doc,) = self._run([["Yes", "."]])
        known = tuple(name for name in ATTRIBUTES if doc.has_annotation(_PRESENT[name]))
        if not known:
            raise DiscourseError(
                f"the pipeline {self.record['model']['name']} has no tagger, lemmatizer or parser; "
                'load one that has, such as spacy.load("en_core_web_sm").'
            )
        return known

    def tag(
        self, sentences: Sequence[Sentence], attributes: Sequence[str], language: str
    ) -> Sequence[Values]:
        """Give the words of some sentences their values."""
        return [
            {name: _read_attribute(doc, name) for name in attributes}
            for doc in self._run(sentences)
        ]

    def _run(self, sentences: Sequence[Sentence]) -> list[Any]:
        tokens = import_tagger("spacy.tokens", "spaCy", "spacy")
        docs = (tokens.Doc(self.pipeline.vocab, words=list(words)) for words in sentences)
        return list(self.pipeline.pipe(docs))


def _read_attribute(doc: Any, name: str) -> list[str]:
    if name == HEAD:
        return ["0" if token.head.i == token.i else str(token.head.i + 1) for token in doc]
    return [str(getattr(token, _READ[name])) for token in doc]
