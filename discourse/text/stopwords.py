"""Function words, for tables that are to show content words; nothing removes them unasked."""

from importlib.resources import files

from discourse.errors import one_of


def stopwords(language: str = "en") -> frozenset[str]:
    """The function words of a language, folded as terms are.

    The list is Snowball's without negation and modals, which discourse analysis needs. It is never
    applied unless you do: counts, ranks and TF-IDF are of all words.

    Raises
    ------
    DiscourseError : a language without a list.

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
