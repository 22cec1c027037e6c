"""Tags of Chinese words by rjieba."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from discourse.layers.taggers.tagger import XPOS, Sentence, Values
from discourse.layers.taggers.tagger_packages import import_tagger
from discourse.text.packages import name_with_version

LANGUAGES = ("zh",)


@dataclass(frozen=True)
class RJieba:
    """The tags of jieba's dictionary, such as "n" and "v": for finding words, not for counts."""

    name: str = field(default="rjieba", init=False)
    attributes: tuple[str, ...] = field(default=(XPOS,), init=False)
    languages: tuple[str, ...] = field(default=LANGUAGES, init=False)

    def __post_init__(self) -> None:
        _import_rjieba()

    @property
    def record(self) -> Mapping[str, Any]:
        """The version of the package, which brings its dictionary."""
        return {"program": name_with_version("rjieba")}

    def tag(
        self, sentences: Sequence[Sentence], attributes: Sequence[str], language: str
    ) -> Sequence[Values]:
        """Give the words of some sentences their values."""
        rjieba = _import_rjieba()
        return [{XPOS: _align(sentence, rjieba.tag("".join(sentence)))} for sentence in sentences]


def _align(words: Sentence, pieces: Sequence[tuple[str, str]]) -> list[str]:
    """The tag of the piece that most of a word lies in; of the first of several."""
    of_character = [tag for piece, tag in pieces for _ in piece]
    tags, at = [], 0
    for word in words:
        here = of_character[at : at + len(word)]
        tags.append(max(here, key=here.count, default=""))
        at += len(word)
    return tags


def _import_rjieba() -> Any:
    return import_tagger("rjieba", "rjieba", "'discourse-toolkit[zh]'")
