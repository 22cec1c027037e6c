"""What a tagger is: from the words of sentences to values for each word."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from discourse.errors import DiscourseError, count_noun
from discourse.text.limits import shorten

LEMMA, POS, XPOS, FEATS, DEPREL, HEAD = "lemma", "pos", "xpos", "feats", "deprel", "head"
# All that taggers say about a word; each is the layer of that name.
ATTRIBUTES = (LEMMA, POS, XPOS, FEATS, DEPREL, HEAD)
PARSED = (DEPREL, HEAD)

Sentence = Sequence[str]
Values = Mapping[str, Sequence[str]]


class Tagger(Protocol):
    """Gives each word of a sentence its values.

    Attributes
    ----------
    name : str
        What layers record as their maker.
    attributes : tuple of str
        What it says about words, in the order of `ATTRIBUTES`.
    languages : tuple of str
        The codes of the languages that it knows; empty if it is asked about any.
    record : mapping
        What layers record of it besides its name: version, model and its hash.
    """

    @property
    def name(self) -> str:
        """What layers record as their maker."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """What it says about words."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that it knows."""

    @property
    def record(self) -> Mapping[str, Any]:
        """What layers record of it."""

    def tag(
        self, sentences: Sequence[Sentence], attributes: Sequence[str], language: str
    ) -> Sequence[Values]:
        """Give the words of some sentences their values.

        Parameters
        ----------
        sentences : sequence of sequence of str
            The words of each sentence; punctuation marks are words.
        attributes : sequence of str
            What is asked for.
        language : str
            The code of their language.

        Returns
        -------
        sequence of mapping of str to sequence of str
            For each sentence, one value per word for each attribute; "" for none. ``head`` is the
            number of the head in the sentence, from 1, and "0" for the root.
        """


def tag_sentences(
    tagger: Tagger, sentences: Sequence[Sentence], attributes: Sequence[str], language: str
) -> Sequence[Values]:
    """Ask a tagger about sentences.

    Raises
    ------
    DiscourseError
        If it leaves out a sentence, an attribute or the value of a word.
    """
    found = list(tagger.tag(sentences, attributes, language))
    if len(found) != len(sentences):
        raise DiscourseError(
            f"the tagger {tagger.name} returned values for {len(found):,} of "
            f"{count_noun(len(sentences), 'sentence')}, of which the first is "
            f"{_show(sentences[0])}; it must return them for each."
        )
    for sentence, values in zip(sentences, found, strict=True):
        for name in attributes:
            given = len(values[name]) if name in values else 0
            if given != len(sentence):
                raise DiscourseError(
                    f"the tagger {tagger.name} gave {given:,} of the values of {name} for "
                    f"the {count_noun(len(sentence), 'word')} of {_show(sentence)}; it must give "
                    "one for each."
                )
        _check_heads(tagger, sentence, values.get(HEAD, ()))
    return found


def _check_heads(tagger: Tagger, sentence: Sentence, heads: Sequence[str]) -> None:
    """Refuse a head that is no word of the sentence; "" is none that is known."""
    for head in heads:
        if head and not (head.isdecimal() and int(head) <= len(sentence)):
            raise DiscourseError(
                f"the tagger {tagger.name} gave the head {head!r} in {_show(sentence)}, which has "
                f"{count_noun(len(sentence), 'word')}; a head is the number of a word, or 0 for a "
                "root."
            )


def _show(sentence: Sentence) -> str:
    return repr(shorten(" ".join(sentence)))
