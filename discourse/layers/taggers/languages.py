"""Refuse texts in another language than a tagger knows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

import numpy as np
import pandas as pd

from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, warn_user
from discourse.layers.taggers.found_languages import (
    ENGLISH,
    ENGLISH_SHARE,
    FOREIGN_SHARE,
    LATIN,
    FoundLanguage,
    find_language,
    measure_foreign,
    needs_other_script,
)
from discourse.layers.taggers.tagger import Tagger
from discourse.text.languages import find_language_code

ENOUGH = 100  # words by which a text is judged by itself, and not only with all others
_SAY_IT = "give the language of the text when it is read, in a column 'language'"


@dataclass(frozen=True)
class Reader:
    """Who reads texts, and in which languages.

    Attributes
    ----------
    languages : tuple of str
        The codes of the languages.
    says : str
        What messages say of it: *the tagger english knows 'en'*.
    way_out : str
        What they advise.
    """

    languages: tuple[str, ...]
    says: str
    way_out: str


def check_tagger_language(store: Store, numbers: Sequence[int], tagger: Tagger) -> None:
    """Refuse documents in a language that a tagger does not know; warn if it cannot be told.

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
    known = ", ".join(map(repr, tagger.languages))
    reader = Reader(
        tagger.languages,
        f"the tagger {tagger.name} knows {known}",
        "give tagger= one that knows it (discourse help models lists some)",
    )
    unnamed = find_unnamed(store, numbers)
    for number in sorted({*numbers} - {*unnamed}):
        language = store.sources["language"].iloc[number]
        if find_language_code(language) not in tagger.languages:
            _refuse_language(
                f"{_name_document(store, number)} is in the language {language!r}",
                reader,
                "tag only the other texts with corpus.subset('language = ...')",
            )
    if unknown := judge_documents(store, unnamed, reader):
        more = f" and {len(unknown) - 1:,} more" if len(unknown) > 1 else ""
        warn_user(
            f"the language of {unknown[0]}{more} could not be told, as there are few function "
            f"words, and it was taken for English; {_SAY_IT}."
        )


def find_unnamed(store: Store, numbers: Sequence[int]) -> list[int]:
    """The documents, of some, of whose language their metadata say nothing."""
    given = store.sources.get("language")
    if given is None:
        return list(numbers)
    return [at for at in numbers if pd.isna(given.iloc[at]) or not str(given.iloc[at]).strip()]


def judge_documents(store: Store, numbers: Sequence[int], reader: Reader) -> list[str]:
    """Refuse documents whose words are of a language that they are not read in.

    Parameters
    ----------
    store : Store
        The texts.
    numbers : sequence of int
        Documents that name no language.
    reader : Reader
        Who reads them.

    Returns
    -------
    list of str
        Those that were taken for English although no language could be told.

    Raises
    ------
    DiscourseError
        For a long document, or for all of them together.
    """
    if not len(numbers):
        return []
    unknown = []
    total = np.zeros(len(store.index.vocabulary.terms), dtype=np.int64)
    for number in numbers:
        counted = _count_terms(store, number)
        total += counted
        name = _name_document(store, number)
        if counted.sum() >= ENOUGH and not _judge(store, [number], name, counted, reader):
            unknown.append(name)
    first, last = (_name_document(store, numbers[at]) for at in (0, -1))
    named = f"the texts from {first} to {last}" if len(numbers) > 1 else first
    return unknown if _judge(store, numbers, named, total, reader) else unknown or [named]


def _name_document(store: Store, number: int) -> str:
    return repr(store.sources["document"].iloc[number])


def _count_terms(store: Store, number: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    first, end = store.index.documents[number : number + 2].tolist()
    terms = len(store.index.vocabulary.terms)
    return np.bincount(store.index.term_ids[first:end], minlength=terms).astype(np.int64)


def _judge(
    store: Store,
    numbers: Sequence[int],
    name: str,
    counted: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    reader: Reader,
) -> bool:
    """Whether the language of some documents could be told, if they are long enough for that."""
    terms = store.index.vocabulary.terms
    found = find_language({terms[at]: int(counted[at]) for at in np.flatnonzero(counted).tolist()})
    if not (found.code in ("", ENGLISH) or found.is_proved) and not _is_foreign(store, numbers):
        found = replace(found, code="")
    if found.code and found.code not in reader.languages:
        _refuse_language(f"{name}: the language found is {_describe(found)}", reader, _SAY_IT)
    if found.code not in ("", ENGLISH) and len(reader.languages) > 1:
        raise DiscourseError(
            f"{name}: the language found is {_describe(found)}, and a text without a language is "
            f"taken for English; {_SAY_IT}."
        )
    if found.script == LATIN and all(map(needs_other_script, reader.languages)):
        _refuse_language(f"{name} is in Latin letters", reader, _SAY_IT)
    is_told = counted.sum() < ENOUGH or found.english >= ENGLISH_SHARE
    if is_told or reader.languages != (ENGLISH,):
        return True
    if _is_foreign(store, numbers):
        _refuse_language(
            f"{name} is not in English: its function words are {found.english:.0%} of the words, "
            "and many other words are not in its word list",
            reader,
            _SAY_IT,
        )
    return False


def _is_foreign(store: Store, numbers: Sequence[int]) -> bool:
    """Whether texts have ordinary words of another language, and not only names or addresses."""
    return measure_foreign(" ".join(store.texts[number] for number in numbers)) >= FOREIGN_SHARE


def _describe(found: FoundLanguage) -> str:
    """A language by its name, and by what it was found."""
    import iso639

    match = iso639.Language.match(found.code).name.partition(" (")[0]
    if not found.share:
        return f"{match}, by its script"
    english = "" if found.code == ENGLISH else f", and those of English {found.english:.0%}"
    return f"{match}, whose function words are {found.share:.0%} of the words{english}"


def _refuse_language(what: str, reader: Reader, way_out: str) -> NoReturn:
    raise DiscourseError(f"{what}, and {reader.says}; {reader.way_out}, or {way_out}.")
