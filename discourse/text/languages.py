"""The code of a language, from the ways in which people name it: de, deu, ger, German, de-DE."""

from functools import cache

import pandas as pd

DEFAULT_LANGUAGE = "en"
# Names and codes that ISO 639 has not, or no longer has.
_OTHER_NAMES = {
    "greek": "el", "iw": "he", "in": "id", "ji": "yi", "farsi": "fa", "mandarin": "zh",
    "norwegian bokmal": "nb", "castilian": "es",
}  # fmt: skip


def language_code(given: object) -> str:
    """Return the code of a language; English for one that is not known.

    Examples
    --------
    >>> [language_code(name) for name in ("de", "deu", "ger", "German", "de-DE", "Klingonish")]
    ['de', 'de', 'de', 'de', 'de', 'en']
    """
    return find_language_code(given) or DEFAULT_LANGUAGE


def find_language_code(given: object) -> str | None:
    """Return the code of a language, of two letters if it has one; None for one not known.

    Examples
    --------
    >>> find_language_code("pt_BR"), find_language_code("grc"), find_language_code("Klingonish")
    ('pt', 'grc', None)
    """
    if given is None or given is pd.NA or given != given:
        return DEFAULT_LANGUAGE
    name = " ".join(str(given).split()).casefold()
    return _find_by_name(name) if name not in ("", DEFAULT_LANGUAGE) else DEFAULT_LANGUAGE


@cache
def _find_by_name(name: str) -> str | None:
    import iso639

    tag = name.replace("_", "-").partition("-")[0]
    for key in dict.fromkeys((name, tag)):
        if key in _OTHER_NAMES:
            return _OTHER_NAMES[key]
        try:
            found = iso639.Language.match(key, strict_case=False)
        except iso639.LanguageNotFoundError:
            continue
        return _shorten_code(found.part3, found.part1, found.macrolanguage)
    return None


def _shorten_code(code: str, short: str | None, wider: str | None) -> str | None:
    """The code of two letters, or that of the wider language: Mandarin is read as Chinese."""
    if short or code == "und":
        return short
    return _find_by_name(wider) if wider else code
