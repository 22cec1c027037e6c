"""Refuse texts in another language than a tagger knows."""

from collections.abc import Sequence
from typing import NoReturn

import iso639
import numpy as np
import pandas as pd

from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError
from discourse.layers.taggers.found_languages import (
    ENGLISH,
    ENGLISH_SHARE,
    LATIN,
    FoundLanguage,
    find_language,
    needs_other_script,
)
from discourse.layers.taggers.tagger import Tagger
from discourse.text.languages import find_language_code

ENOUGH = 100  # words by which a text is judged by itself, and not only with all others
_SAY_IT = "give the language of the text when it is read, in a column 'language'"


def check_tagger_language(store: Store, numbers: Sequence[int], tagger: Tagger) -> None:
    """Refuse documents in a language that a tagger does not know.

    Parameters
    ----------
    store : Store
        The texts.
    numbers : sequence of int
        The documents that are to be tagged.
    tagger : Tagger
        The tagger; one that names no languages is asked about any.

    Raises
    ------
    DiscourseError
        For a document whose metadata name another language; and for those without a language whose
        words are of another, or of one that the tagger would take for English.
    """
    if not tagger.languages:
        return
    given = store.sources.get("language")
    unknown = []
    for number in numbers:
        language = None if given is None else given.iloc[number]
        if language is None or pd.isna(language) or not str(language).strip():
            unknown.append(number)
        elif find_language_code(language) not in tagger.languages:
            _refuse_language(
                f"{_name_document(store, number)} is in the language {language!r}",
                tagger,
                "tag only the other texts with corpus.subset('language = ...')",
            )
    counts = {number: _count_terms(store, number) for number in unknown}
    for number, counted in counts.items():
        if counted.sum() >= ENOUGH:
            _judge(store, _name_document(store, number), counted, tagger)
    if counts:
        first, last = (_name_document(store, unknown[at]) for at in (0, -1))
        named = f"the texts from {first} to {last}" if len(unknown) > 1 else first
        _judge(store, named, np.sum(list(counts.values()), axis=0), tagger)


def _name_document(store: Store, number: int) -> str:
    return repr(store.sources["document"].iloc[number])


def _count_terms(store: Store, number: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    first, end = store.index.documents[number : number + 2].tolist()
    terms = len(store.index.vocabulary.terms)
    return np.bincount(store.index.term_ids[first:end], minlength=terms).astype(np.int64)


def _judge(
    store: Store, name: str, counted: "np.ndarray[tuple[int], np.dtype[np.int64]]", tagger: Tagger
) -> None:
    terms = store.index.vocabulary.terms
    found = find_language({terms[at]: int(counted[at]) for at in np.flatnonzero(counted).tolist()})
    if found.code and found.code not in tagger.languages:
        _refuse_language(f"{name}: the language found is {_describe(found)}", tagger, _SAY_IT)
    if found.code not in ("", ENGLISH) and len(tagger.languages) > 1:
        raise DiscourseError(
            f"{name}: the language found is {_describe(found)}, and a text without a language is "
            f"taken for English; {_SAY_IT}."
        )
    if found.script == LATIN and all(map(needs_other_script, tagger.languages)):
        _refuse_language(f"{name} is in Latin letters", tagger, _SAY_IT)
    if tagger.languages == (ENGLISH,) and counted.sum() >= ENOUGH and found.english < ENGLISH_SHARE:
        _refuse_language(
            f"{name} is not in English: its function words are {found.english:.0%} of the words",
            tagger,
            _SAY_IT,
        )


def _describe(found: FoundLanguage) -> str:
    """A language by its name, and by what it was found."""
    match = iso639.Language.match(found.code).name.partition(" (")[0]
    if not found.share:
        return f"{match}, by its script"
    english = "" if found.code == ENGLISH else f", and those of English {found.english:.0%}"
    return f"{match}, whose function words are {found.share:.0%} of the words{english}"


def _refuse_language(what: str, tagger: Tagger, way_out: str) -> NoReturn:
    known = ", ".join(map(repr, tagger.languages))
    raise DiscourseError(
        f"{what}, and the tagger {tagger.name} knows {known}; give tagger= one that knows it, or "
        f"{way_out}."
    )
