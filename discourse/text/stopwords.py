"""Function words, for tables of content words; no verb removes them unasked."""

from importlib.resources import files

from discourse.errors import one_of


def stopwords(language: str = "en") -> frozenset[str]:
    """Return the function words of a language, folded as terms are.

    Parameters
    ----------
    language : str, optional
        The language; there is a list for "en".

    Returns
    -------
    frozenset of str
        The function words.

    Raises
    ------
    DiscourseError
        If there is no list for the language.

    Notes
    -----
    The list is Snowball's without negation and modals, which discourse analysis needs. No verb
    applies it unasked: counts, ranks and TF-IDF always include all words.

    Examples
    --------
    >>> import discourse as dc
    >>> terms = dc.frequencies(dc.read("seeds/"))
    >>> terms[~terms["term"].isin(dc.stopwords())].head(3)["term"].tolist()
    ['international', 'rights', 'china']
    >>> "not" in dc.stopwords()
    False
    """
    one_of("language", language, ["en"])
    text = (files("discourse.text") / f"stopwords_{language}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(" ".join(lines).split())
