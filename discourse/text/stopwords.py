"""Function words, for tables of content words; no verb removes them unasked."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from os import PathLike
from pathlib import Path

from discourse.errors import DiscourseError, check_path, check_texts, one_of
from discourse.text.folding import fold_word
from discourse.text.languages import find_language_code
from discourse.text.overlays import ELIDED

OWN_LISTS = ("en",)
LIST_ENDING = ".txt"
# A code of ours, and that of the package stop-words.
_OTHER_CODES = {"no": "nb", "nn": "nb"}


def stopwords(language: str | PathLike[str] | Iterable[str] = "en") -> frozenset[str]:
    """Return the function words of a language, folded as terms are.

    Parameters
    ----------
    language : str, PathLike or iterable of str, optional
        A language, by its code or its English name; or a list of one's own: the path of a text
        file (``.txt``, words divided by white space, with comments behind ``#``), or the words.

    Returns
    -------
    frozenset of str
        The function words.

    Raises
    ------
    DiscourseError
        If there is no list for the language, or the package with the lists is not installed.

    See Also
    --------
    dc.frequencies : How often each type occurs.
    dc.layers.lexicon : Categories of words, read from a file.

    Notes
    -----
    The English list is Snowball's without negation and modals, which discourse analysis needs.
    Lists of 32 other languages come from the package stop-words
    (``pip install 'discourse-toolkit[lang]'``). They differ in length, and contain negation, modals
    and more: look at a list before you use it. No verb applies one unasked: counts, ranks and
    TF-IDF always include all words.

    ``discourse docs your-own-texts`` explains what counts as a word.

    Examples
    --------
    >>> import discourse as dc
    >>> terms = dc.frequencies(dc.read("seeds/"))
    >>> terms[~terms["term"].isin(dc.stopwords())].head(3)["term"].tolist()
    ['international', 'rights', 'china']
    >>> "not" in dc.stopwords()
    False
    >>> sorted(dc.stopwords(["The", "of"]))
    ['of', 'the']
    """
    if isinstance(language, str) and not language.endswith(LIST_ENDING):
        return _list_of_language(language)
    if isinstance(language, (str, PathLike)):
        return _fold_words(_read_stop_list(check_path("language", language)))
    if isinstance(language, Iterable) and not isinstance(language, Mapping):
        language = list(language)
    return _fold_words(check_texts("language", language, "en"))


def _list_of_language(name: str) -> frozenset[str]:
    code = find_language_code(name) if name.strip() else None
    if code in OWN_LISTS:
        shipped = files("discourse.text") / f"stopwords_{code}.txt"
        return _fold_words(_words_of_list(shipped.read_text(encoding="utf-8")))
    try:
        import stop_words
    except ImportError:
        raise DiscourseError(
            f"the stop words of {name!r} are in the package stop-words; pip install "
            "'discourse-toolkit[lang]', or give a list of your own, as in "
            "dc.stopwords('my-words.txt')."
        ) from None
    known = {*OWN_LISTS, *stop_words.LANGUAGE_MAPPING}
    code = _OTHER_CODES.get(str(code), code)
    one_of("language", name if code is None else code, sorted(known))
    return _fold_words(stop_words.get_stop_words(code), str(code))


def _read_stop_list(path: Path) -> list[str]:
    try:
        return _words_of_list(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DiscourseError(
            f"language={str(path)!r} cannot be read ({error.strerror}); give the path of a list."
        ) from None
    except UnicodeDecodeError:
        raise DiscourseError(f"{path} is not UTF-8; save the list as UTF-8.") from None


def _words_of_list(text: str) -> list[str]:
    return " ".join(line.partition("#")[0] for line in text.splitlines()).split()


def _fold_words(words: Iterable[str], language: str = "") -> frozenset[str]:
    """Fold words; an elided one such as ``l`` also as it is counted when it is split: ``l'``."""
    folded = {fold_word(word, language) for word in words}
    return frozenset(folded | {f"{word}'" for word in folded & ELIDED if language in ELIDING})


# Languages whose words are elided before a vowel.
ELIDING = ("fr", "it", "ca", "oc")
