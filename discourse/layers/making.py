"""Make layers by rule, and list the rules."""

from collections.abc import Callable, Mapping
from inspect import Parameter
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.layer import Layer
from discourse.errors import DiscourseError, check_text, describe, one_of
from discourse.extensions import check_extension_names, extension_names, package_versions
from discourse.layers.gazetteer import Gazetteer, read_gazetteer
from discourse.layers.lexicons import Lexicon, lexicon
from discourse.layers.makers import (  # noqa: F401  each registers its makers
    categories,
    headings,
    names,
    numbers,
    openings,
    quotations,
)
from discourse.layers.register import MAKERS, Maker, check_corpus
from discourse.record import load_extension_verb
from discourse.text.languages import find_language_code
from discourse.text.tokenizer import Tokenizer


def make(
    corpus: Corpus, maker: "str | Lexicon", *, name: str | None = None, **parameters: Any
) -> Layer:
    """Make a layer of all texts of a corpus by a rule.

    Parameters
    ----------
    corpus : Corpus
        The texts; of a subset, its texts as a whole.
    maker : str or Lexicon
        The name of a rule, as `makers` lists them, or of one that another package adds; or a
        lexicon, which is short for the rule "categories" with ``lexicon=``.
    name : str, optional
        The name of the layer; each rule has one of its own.
    **parameters : object
        What the rule takes, by name.

    Returns
    -------
    Layer
        The spans, and in ``about`` the rule, its version, its parameters and, if all documents are
        in English, how well it does (``measured``).
        ``make(corpus, about["maker"], **about["parameters"])`` makes it again: of a lexicon or a
        gazetteer, the parameters hold the lines.

    Raises
    ------
    DiscourseError
        For an unknown rule, or a parameter that it does not take.

    See Also
    --------
    dc.layers.makers : The rules that make layers.
    dc.layers.tag : Lemmas, parts of speech and syntax.
    dc.Corpus.with_layer : A corpus with one more layer.

    Notes
    -----
    ``discourse docs labelling-spans`` explains how layers are made and used.

    Examples
    --------
    >>> import discourse as dc
    >>> layer = dc.layers.make(dc.read("seeds/"), "quotations")
    >>> layer
    Layer 'quotation': 9 spans, 1 label
    """
    check_corpus("make", corpus)
    if isinstance(maker, Lexicon):
        maker, parameters = "categories", {"lexicon": maker, **parameters}
    return _make_by_rule(corpus, check_text("maker", maker, "quotations"), name, parameters)


def remake(corpus: Corpus, name: str, about: Mapping[str, Any]) -> Layer:
    """Make a layer again from what a recipe says about it.

    Parameters
    ----------
    corpus : Corpus
        The texts.
    name : str
        The name of the layer.
    about : mapping
        Its rule and the parameters: ``maker, parameters``.

    Returns
    -------
    Layer
        The layer as the rule makes it now.

    Raises
    ------
    DiscourseError
        For an unknown rule or parameter, or a lexicon or gazetteer that is not given by its lines:
        a recipe may come from anyone, and reads no file.
    """
    parameters = about.get("parameters", {})
    if not isinstance(parameters, Mapping):
        raise DiscourseError(f"the parameters of the layer {name!r} are no table; make it again.")
    for key in _READERS:
        if not isinstance(parameters.get(key, []), (list, type(None))):
            raise DiscourseError(
                f"the recipe of the layer {name!r} names a {key} by {describe(parameters[key])} "
                "and not by its lines; make the layer again."
            )
    return _make_by_rule(corpus, str(about.get("maker")), name, dict(parameters))


def _make_by_rule(corpus: Corpus, rule: str, name: str | None, parameters: dict[str, Any]) -> Layer:
    if rule in extension_names("layers"):
        return _make_by_extension(corpus, rule, name, parameters)
    entry = MAKERS[one_of("maker", rule, maker_names())]
    _check_maker_parameters(entry, parameters)
    files = {
        key: _READERS[key](parameters[key]) for key in _READERS if parameters.get(key) is not None
    }
    parameters = {**entry.parameters, **parameters, **files}
    table = entry.function(corpus, **parameters)
    recorded = {key: files[key].lines if key in files else parameters[key] for key in parameters}
    words = corpus.tokenizer.recipe
    about = {
        "maker": entry.name,
        "version": entry.version,
        "parameters": recorded,
        **{f"{key}_sha256": file.sha256 for key, file in files.items()},
        **({} if words == Tokenizer().recipe else {"words": words}),
        **_say_measured(entry, parameters, corpus),
    }
    named = files.get("lexicon")
    layer = named.name if isinstance(named, Lexicon) else entry.layer
    return Layer(layer if name is None else name, table, about, texts=corpus.store.digests.tolist())


# Parameters that change how much a label or a span says, and not where it is.
_SAME_SPANS = ("level", "words")
# Parameters that are files, and what reads them.
_READERS: dict[str, Callable[[Any], Lexicon | Gazetteer]] = {
    "gazetteer": read_gazetteer, "lexicon": lexicon,
}  # fmt: skip


def maker_names() -> list[str]:
    """The names of all rules, including those of other packages."""
    return sorted({*MAKERS, *extension_names("layers")})


def makers() -> pd.DataFrame:
    """List the rules that make layers.

    Returns
    -------
    DataFrame
        One row per rule: ``maker, layer, version, parameters, precision, recall, on``. Precision
        and recall are missing for a rule that was not measured, and ``on`` is then "candidates".

    See Also
    --------
    dc.layers.make : A layer by a rule.
    dc.layers.measured : How well rules and taggers do.

    Notes
    -----
    ``discourse docs labelling-spans`` explains how layers are made and used.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.layers.makers()["maker"].tolist()[:5]
    ['actors', 'categories', 'headings', 'hedges', 'modals']
    """
    rows = [
        {
            "maker": entry.name,
            "layer": entry.layer,
            "version": str(entry.version),
            "parameters": ", ".join(entry.parameters),
            "precision": entry.measured.get("precision"),
            "recall": entry.measured.get("recall"),
            "on": entry.measured.get("on", "candidates"),
        }
        for _, entry in sorted(MAKERS.items())
    ]
    for added in extension_names("layers"):
        versions = ", ".join(f"{p} {v}" for p, v in package_versions("layers", added).items())
        rows.append({"maker": added, "layer": added, "version": versions, "on": "candidates"})
    return pd.DataFrame(rows).astype({"precision": "float64", "recall": "float64"})


def _check_maker_parameters(entry: Maker, given: dict[str, Any]) -> None:
    for parameter in given:
        if not entry.parameters:
            raise DiscourseError(f"the maker {entry.name!r} takes no parameters, got {parameter}=.")
        one_of(f"parameter of {entry.name}", parameter, entry.parameters)
    for parameter, default in entry.parameters.items():
        if default is Parameter.empty and parameter not in given:
            raise DiscourseError(
                f"the maker {entry.name!r} needs {parameter}=; write "
                f"dc.layers.make(corpus, {entry.name!r}, {parameter}=...)."
            )


def _say_measured(entry: Maker, parameters: dict[str, Any], corpus: Corpus) -> dict[str, Any]:
    """What was measured of a rule, if it is used in the way in which it was measured."""
    same = all(
        parameters[name] == default or name in _SAME_SPANS
        for name, default in entry.parameters.items()
    )
    return {"measured": entry.measured} if same and entry.measured and _is_english(corpus) else {}


def _is_english(corpus: Corpus) -> bool:
    """Whether all documents are in English, in which the rules were measured."""
    given = corpus.store.sources.get("language")
    return given is None or all(find_language_code(each) == "en" for each in given.unique())


def _make_by_extension(
    corpus: Corpus, rule: str, name: str | None, parameters: dict[str, Any]
) -> Layer:
    """Make a layer by a rule that another package adds."""
    check_extension_names("layers", MAKERS)
    table = load_extension_verb(rule).function(corpus, **parameters)
    versions = package_versions("layers", rule)
    about = {"maker": rule, "version": versions, "parameters": parameters}
    return Layer(rule if name is None else name, table, about, texts=corpus.store.digests.tolist())
