"""Which words of a lexicon does a corpus not have?"""

from collections.abc import Sequence
from dataclasses import replace
from os import PathLike
from typing import Any, cast

import numpy as np
import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.parsing import parse
from discourse.corpus.query.pattern import Choice, Find, Pattern, Token, Word
from discourse.corpus.query.writing import write_value_query
from discourse.corpus.references.frequency_list import FrequencyList, Rates
from discourse.corpus.references.frequency_list import reference as frequency_list
from discourse.corpus.store.layer_values import (
    TERM,
    check_counted,
    counted_names,
    layer_values,
)
from discourse.corpus.store.store import Store
from discourse.corpus.tabulation import sort_strongest_first
from discourse.errors import DiscourseError, check_type
from discourse.layers.lexicon_file import CQL, LITERAL, Form
from discourse.layers.lexicons import Lexicon
from discourse.layers.lexicons import lexicon as read_lexicon
from discourse.layers.makers.categories import find_form
from discourse.measures.inference import absence_bound
from discourse.record import verb

COLUMNS = (
    "category", "term", "count", "per_thousand_high", "count_reference", "per_thousand_reference",
    "expected", "query",
)  # fmt: skip
Reference = Corpus | FrequencyList | Rates


def _load_other(reference: str | Reference | None) -> Reference | None:
    """What the rates are taken from; a string is the name or the path of a frequency list."""
    if reference is None:
        return None
    if isinstance(reference, (str, PathLike)):
        return frequency_list(reference)
    kinds, expected = (Corpus, FrequencyList, Rates), "a Corpus or a frequency list"
    way_out = "give dc.read('texts/'), or a list such as dc.reference('udhr')"
    checked: Any = check_type("reference", reference, kinds, expected, way_out)
    return cast(Reference, checked)


def _lines_of_lexicon(lexicon: "str | PathLike[str] | Sequence[str] | Lexicon") -> list[str]:
    return read_lexicon(lexicon).lines


def _count_forms(corpus: Corpus, lexicon: Sequence[str], **parameters: Any) -> int:
    return len(_searched_forms(read_lexicon(lexicon)))


def _name_lexicon(corpus: Corpus, lexicon: Sequence[str], **parameters: Any) -> str:
    return read_lexicon(lexicon).name


def _mark_lexicon(corpus: Corpus, lexicon: Sequence[str], **parameters: Any) -> str:
    return read_lexicon(lexicon).mark


@verb(
    columns=COLUMNS,
    cites=("clopper-pearson-1934",),
    methods=(
        "{searched:form} of the lexicon “{name}”",
        "{mark?}(SHA-256 {mark}…)",
        "were searched",
        "{!of=term?}in the {of:layer}",
        "and those without a hit listed",
        "with the exact one-sided 95% upper bound of their rate [@clopper-pearson-1934]",
        "and their rate in {reference}",
    ),
    recorded={"lexicon": _lines_of_lexicon, "reference": _load_other},
    facts={"searched": _count_forms, "name": _name_lexicon, "mark": _mark_lexicon},
)
def absences(
    corpus: Corpus,
    lexicon: str | Sequence[str] | Lexicon,
    *,
    of: str = TERM,
    reference: str | Corpus | FrequencyList | Rates | None = None,
) -> pd.DataFrame:
    """One row per form of a lexicon that does not occur; the most expected first, ties by term.

    Parameters
    ----------
    corpus : Corpus
        The corpus to search.
    lexicon : str, sequence of str or Lexicon
        A TOML file, the name of a lexicon that `dc.layers.lexicon` knows, such as "modals", or
        what it gives.
    of : str
        What the forms are: "term", or values of a token layer, such as "lemma", in any case: *have
        to* is then also *had to*. Queries in CQL say this themselves, and stay as they are.
    reference : str, Corpus or FrequencyList, optional
        Where the forms may occur: a corpus, a frequency list, or the name or path of a list as
        `dc.reference` takes it.

    Returns
    -------
    DataFrame
        The columns are ``category, term, count, per_thousand_high, count_reference,
        per_thousand_reference, expected, query``. ``term`` is the form as the lexicon has it, and
        ``count`` is 0. ``per_thousand_high`` is the exact one-sided 95 % upper bound of its rate
        [1]_: with a higher rate, a text of this length would be unlikely to have no hit.
        ``count_reference`` and ``per_thousand_reference`` are its count and rate in the reference,
        and ``expected`` is how many hits this rate would give here. The three are missing without
        a reference, and where a list cannot say: of phrases and queries in CQL, and, for rates
        without counts, of wildcards.

    Raises
    ------
    DiscourseError
        For a lexicon that cannot be read, a malformed query in it, an unknown layer or reference,
        or a reference that does not have the layer.

    See Also
    --------
    dc.layers.lexicon : Categories of words, read from a file.
    dc.keyness : Words that distinguish a corpus from another.
    dc.reference : A frequency list to compare with.

    Notes
    -----
    Limits: that a form does not occur says something only if it could have: where fewer than three
    hits are ``expected``, chance alone gives none in more than one text of twenty. Both this and
    the bound take tokens for independent draws; words come in bursts, so that a text is without a
    word by chance more often. Exceptions of the lexicon are not looked at: a form that occurs only
    as an exception is not absent. What is said in other words, or meant without any, is not seen.

    ``discourse docs labelling-spans`` shows it with a lexicon.

    References
    ----------
    .. [1] Clopper & Pearson (1934), The use of confidence or fiducial limits illustrated in the
       case of the binomial. Biometrika 26(4), 404-413.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.absences(dc.read("seeds/"), "modals", reference="inaugural")
    >>> table[["term", "count", "per_thousand_high", "expected"]].head(3).round(2)
       term  count  per_thousand_high  expected
    0  will      0               2.16      9.47
    1   can      0               2.16      4.92
    2  must      0               2.16      3.75
    """
    known = read_lexicon(lexicon)
    other = _load_other(reference)
    of = check_counted(corpus.store, of)
    _check_reference(other, of)
    searched = [(form, _write_query(form, corpus.store, of)) for form in _searched_forms(known)]
    missing = [
        (form, query) for form, query in searched if not len(find_form(corpus, known, query))
    ]
    absent, queries = [form for form, _ in missing], [query for _, query in missing]
    counts, rates = _find_in_reference(known, queries, other)
    table = pd.DataFrame(
        {
            "category": pd.Series([form.category for form in absent], dtype="str"),
            "term": pd.Series([form.form for form in absent], dtype="str"),
            "count": np.zeros(len(absent), dtype=np.int64),
            "per_thousand_high": 1000 * float(absence_bound(corpus.size)),
            "count_reference": counts,
            "per_thousand_reference": rates,
            "expected": rates * corpus.size / 1000,
            "query": pd.Series([query.form for query in queries], dtype="str"),
        }
    ).astype({"per_thousand_high": "float64"})
    return sort_strongest_first(table, "expected")[list(COLUMNS)]


def _searched_forms(known: Lexicon) -> list[Form]:
    """The forms of a lexicon, each once per category; exceptions are none."""
    return list(
        {(form.category, form.form): form for form in known.forms if form.category}.values()
    )


def _write_query(form: Form, store: Store, of: str) -> Form:
    """A form as it is searched: as the values of a layer, unless terms are or it is CQL already."""
    if of == TERM or form.kind == CQL:
        return form
    query = write_value_query(form.form, of, layer_values(store, of), ignore_case=True)
    return replace(form, form=query, kind=CQL)


def _check_reference(other: Reference | None, of: str) -> None:
    """Refuse a reference in which values of a layer cannot be looked for."""
    if of == TERM or other is None:
        return
    if not isinstance(other, Corpus):
        raise DiscourseError(
            f"of={of!r} needs a reference with the layer, and a list has words only; give a "
            "corpus, or leave out of."
        )
    for name in counted_names(of):
        if name != TERM and name not in other.store.layers:
            raise DiscourseError(
                f"the reference has no layer {name!r}, and of={of!r} looks for it on both sides; "
                "add the layer to the reference, too."
            )


def _find_in_reference(
    known: Lexicon, absent: list[Form], other: Reference | None
) -> tuple["pd.Series[Any]", "pd.Series[float]"]:
    """The counts of some forms in a reference, and their rates per thousand; missing if unknown."""
    if isinstance(other, Rates):
        found = [_rate_in(other, form) for form in absent]
        return pd.Series([pd.NA] * len(absent), dtype="Int64"), pd.Series(found, dtype="float64")
    counts: list[Any] = [None] * len(absent)
    if isinstance(other, Corpus):
        counts = [len(find_form(other, known, form)) for form in absent]
    elif other is not None:
        by_term = dict(zip(other.terms, other.counts.sum(axis=0).tolist(), strict=True))
        counts = [_count_in(by_term, other, form) for form in absent]
    column = pd.Series(counts, dtype="Int64")
    size = other.size if other is not None and other.size else np.nan
    return column, (1000 * column.astype("float64") / size).astype("float64")


def _rate_in(rates: Rates, form: Form) -> float:
    word = rates.tokenizer.fold(form.form)
    one = form.kind == LITERAL and len(rates.tokenizer.phrase_spans(form.form)) == 1
    return float(rates.per_thousand([word])[0]) if one else float("nan")


def _count_in(counts: dict[str, int], listed: FrequencyList, form: Form) -> int | None:
    """The count of a form that is one word, or a word with wildcards, in a list."""
    if form.kind == CQL:
        return None
    hits = parse(form.form, listed.tokenizer).hits
    words = _word_expressions(hits.pattern) if isinstance(hits, Find) else None
    if words is None:
        return None
    matches = regex.compile("|".join(f"(?:{word})" for word in words))
    return sum(count for term, count in counts.items() if matches.fullmatch(term))


def _word_expressions(pattern: Pattern) -> list[str] | None:
    """The expressions of a pattern of one word or of alternatives; None for any other."""
    if isinstance(pattern, Token) and isinstance(pattern.test, Word):
        return [pattern.test.value]
    if isinstance(pattern, Choice):
        options = [_word_expressions(option) for option in pattern.options]
        if None not in options:
            return [word for option in options for word in option or []]
    return None
