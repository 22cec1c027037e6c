"""A function of the user as a tagger."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from discourse.errors import DiscourseError, count_noun, describe, one_of
from discourse.layers.taggers.tagger import ATTRIBUTES, HEAD, Sentence, Values
from discourse.text.limits import shorten

_SHOWN: Sequence[Sentence] = [["Yes", "."]]
_WAY_OUT = 'return a list with a mapping for each sentence, such as {"pos": ["INTJ", "PUNCT"]}'


@dataclass(frozen=True)
class FunctionTagger:
    """A function from sentences of words to a mapping of values for each.

    Attributes
    ----------
    function : callable
        The function.
    """

    function: Callable[[Sequence[Sentence]], Sequence[Values]]
    languages: tuple[str, ...] = field(default=(), init=False)

    @property
    def name(self) -> str:
        """The function with its module."""
        named = self.function if hasattr(self.function, "__qualname__") else type(self.function)
        return f"{named.__module__}.{named.__qualname__}"

    @property
    def record(self) -> Mapping[str, Any]:
        """Nothing: a function has no version."""
        return {}

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        """What the function gives, as it shows for a sentence of two words."""
        shown = self._call(_SHOWN)
        if len(shown) != len(_SHOWN):
            raise DiscourseError(
                f"the tagger {self.name} returned {count_noun(len(shown), 'mapping')} for one "
                f"sentence, {_SHOWN[0]}, by which it is asked what it gives; {_WAY_OUT}."
            )
        for name in shown[0]:
            try:
                one_of("key", name, ATTRIBUTES)
            except DiscourseError as refusal:
                raise DiscourseError(
                    f"the tagger {self.name} returned another key: {refusal}"
                ) from None
        known = tuple(name for name in ATTRIBUTES if name in shown[0])
        if not known:
            raise DiscourseError(
                f"the tagger {self.name} gives none of {', '.join(ATTRIBUTES)} for the sentence "
                f"{_SHOWN[0]}, by which it is asked what it gives; {_WAY_OUT}."
            )
        return known

    def tag(
        self, sentences: Sequence[Sentence], attributes: Sequence[str], language: str
    ) -> Sequence[Values]:
        """Give the words of some sentences their values."""
        if not sentences:
            return []
        found = self._call(sentences)
        for sentence, values in zip(sentences, found, strict=False):
            self._check_keys(values, sentence)
        return [
            {name: self._read_values(name, values[name]) for name in attributes if name in values}
            for values in found
        ]

    def _check_keys(self, values: Values, sentence: Sentence) -> None:
        """Refuse what would be left out: of which there is no layer, or not of all sentences."""
        for name in values:
            if name not in self.attributes:
                shown = " ".join(_SHOWN[0])
                raise DiscourseError(
                    f"the tagger {self.name} gave {name!r} for {shorten(' '.join(sentence))!r}, "
                    f"and not for {shown!r}; it must return the same keys for every sentence."
                )

    def _read_values(self, name: str, values: object) -> list[str]:
        """The values of the words of a sentence; the numbers of heads may be integers."""
        given = list(values) if isinstance(values, (list, tuple)) else None
        kinds = (str, int) if name == HEAD else (str,)
        wrong = [each for each in given or () if not isinstance(each, kinds)]
        if given is None or wrong:
            returned = describe(wrong[0] if wrong else values)
            raise DiscourseError(
                f"the tagger {self.name} returned {returned} in {name}; it must return a list of "
                'texts, with "" for no value.'
            )
        return list(map(str, given))

    def _call(self, sentences: Sequence[Sentence]) -> Sequence[Values]:
        returned = self.function(sentences)
        given = list(returned) if isinstance(returned, (list, tuple)) else None
        if given is None or not all(isinstance(values, Mapping) for values in given):
            raise DiscourseError(
                f"the tagger {self.name} returned {describe(returned)}; {_WAY_OUT}."
            )
        return given
