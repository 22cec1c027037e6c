"""Mend lemmas of English that are no words, such as *bridg*: a model guesses that of a new form.

A lemma that the word list of simplemma does not have is replaced by the one that the list has for
the form, and so is *fulfil* of *fulfills*: before -s no letter is doubled. Names are left alone, as
the list has few of them.
"""

from collections.abc import Iterator
from functools import lru_cache

_LANGUAGE = "en"
_MENDED = frozenset({"NOUN", "VERB", "ADJ", "ADV", "AUX"})
_NOUN, _VERB, _GERUND, _ING = "NOUN", "VERB", "VBG", "ing"


@lru_cache(maxsize=1 << 17)
def mend_lemma(form: str, pos: str, xpos: str, lemma: str) -> str:
    """The lemma of a word of English, or a better one if that is no word.

    Parameters
    ----------
    form, pos, xpos, lemma : str
        The word, and what a tagger says of it.

    Returns
    -------
    str
        The lemma.

    Examples
    --------
    >>> mend_lemma("bridges", "NOUN", "NNS", "bridg"), mend_lemma("ruling", "VERB", "VBG", "rul")
    ('bridge', 'rule')
    >>> mend_lemma("founded", "VERB", "VBD", "found"), mend_lemma("Xi", "PROPN", "NNP", "Xi")
    ('found', 'Xi')
    >>> [mend_lemma(form, "VERB", "VBZ", "fulfil") for form in ("fulfills", "fulfils")]
    ['fulfill', 'fulfil']
    >>> mend_lemma("rebuilt", "VERB", "VBD", "re-build")
    'rebuild'
    >>> mend_lemma("Houses", "NOUN", "NNS", "House"), mend_lemma("TVs", "NOUN", "NNS", "TV")
    ('house', 'TV')
    """
    if pos == _NOUN and lemma[:1].isupper() and lemma[1:].islower() and is_word(lemma.lower()):
        lemma = lemma.lower()  # a common noun with the capital of a sentence
    if pos in _MENDED and "-" in lemma and "-" not in form:
        lemma = lemma.replace("-", "")  # the lexicon has *re-build* beside *rebuilt*
    if pos not in _MENDED or not lemma.isalpha() or _is_possible(form, pos, lemma):
        return lemma
    word = form.lower()
    if not is_word(word):
        return lemma
    listed = _look_up(word)
    if listed == word and pos == _VERB and xpos == _GERUND:
        return next(filter(_is_lemma, _take_off_ending(word)), listed)
    return listed


def _is_possible(form: str, pos: str, lemma: str) -> bool:
    """Whether a lemma is a word; of a verb that is not its own form, whether it is a lemma."""
    word = form.lower()
    if pos == _VERB and lemma != word:
        return _is_lemma(lemma) and not _is_other_spelling(word, lemma)
    return is_word(lemma)


def _is_other_spelling(word: str, lemma: str) -> bool:
    """Whether a form in -s shows a doubled letter that its lemma lacks: *fulfil* of *fulfills*."""
    return word == f"{lemma}{lemma[-1:]}s" and _look_up(word) == word.removesuffix("s")


def _take_off_ending(word: str) -> Iterator[str]:
    """The words that a gerund may be of: *build*, *rule*, *run*."""
    stem = word.removesuffix(_ING)
    if stem in ("", word):
        return
    yield from (stem, f"{stem}e")
    if stem[-1:] == stem[-2:-1]:
        yield stem[:-1]


def is_word(word: str) -> bool:
    """Whether a list of English words has a word."""
    from simplemma import is_known

    return is_known(word, _LANGUAGE)


def looks_like_name(word: str) -> bool:
    """Whether a word has a capital at its start alone, and is in no list: *Jinping*."""
    return word[:1].isupper() and word[1:].islower() and not is_word(word.lower())


def _is_lemma(word: str) -> bool:
    return is_word(word) and _look_up(word) == word


def _look_up(word: str) -> str:
    from simplemma import lemmatize

    return lemmatize(word, _LANGUAGE)
