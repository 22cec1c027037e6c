"""What can be asked of a folder of texts: one text or many, dated, grouped, coded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from discourse.analyses.frequencies import frequencies
from discourse.analyses.ngrams import ngrams
from discourse.corpus.corpus import Corpus
from discourse.corpus.query.timeline import read_times
from discourse.errors import DiscourseError
from discourse.layers.coding.codebook import codebook
from discourse.layers.coding.codes import codes, read_codings
from discourse.layers.taggers.found_languages import LATIN, find_language
from discourse.publish.claims.number_words import NUMBER_SIGN, NUMBER_WORD
from discourse.publish.claims.written_numbers import WRITTEN_NUMBER
from discourse.text.languages import DEFAULT_LANGUAGE, find_language_code
from discourse.text.stopwords import stopwords

_TIMES = ("year", "date", "decade")
LEAST_TIMES = 3
MOST_PARTS = 40  # that a figure has room for
LEAST_HITS = 3  # of the word or phrase that is read in context
MOST_GROUPS, MEAN_TEXTS_OF_GROUP = 12, 2
_OF_EVERY_TEXT = (
    "document",
    "file",
    "tokens",
    "sections",
    "characters",
    "sha256",
    "title",
    "language",
)


@dataclass(frozen=True)
class PlannedCodes:
    """Codes of a study: the file of the codebook, its name, and how many coders have coded.

    ``has_lines`` says whether any line has a code that its coders agree on, or that was decided.
    """

    file: str
    name: str
    coders: int
    has_lines: bool


@dataclass(frozen=True)
class StudyPlan:
    """What the notebooks of a study ask, chosen by what is there.

    Attributes
    ----------
    node : str
        The most frequent phrase, or word, that is not of function words.
    terms : tuple of str
        The most frequent words that are not function words.
    parts : str
        "section" for one text in several sections, "document" for several texts, or "".
    time, group : str
        The column with the time of each text, and that with its group; "" if there is none.
    codes : tuple of PlannedCodes
        What was coded by whom.
    languages : tuple of str
        The languages of the texts that have a list of function words, as their codes.
    unlisted : tuple of str
        Those without a list; "" is one that is not known.
    """

    node: str
    terms: tuple[str, ...]
    parts: str
    time: str
    group: str
    codes: tuple[PlannedCodes, ...]
    languages: tuple[str, ...] = (DEFAULT_LANGUAGE,)
    unlisted: tuple[str, ...] = ()


def plan_study(corpus: Corpus, codebooks: Sequence[Path] = ()) -> StudyPlan:
    """Plan a study of some texts, and of what was coded by some codebooks."""
    counted = frequencies(corpus)
    languages = _find_languages(corpus, counted)
    lists = {code: found for code in languages if (found := _find_list(code)) is not None}
    function_words = frozenset().union(*lists.values())
    content = _content_words(counted, function_words)
    terms = tuple(content.head(4))
    documents = corpus.documents
    several = len(documents) > 1
    parts = "document" if several else "section"
    is_divided = 1 < len(corpus.parts(parts)) <= MOST_PARTS
    return StudyPlan(
        _find_node(corpus, terms, function_words),
        terms,
        parts if is_divided else "",
        _find_time(documents) if several else "",
        _find_group(documents) if several else "",
        tuple(_plan_codes(corpus, codebooks)),
        tuple(lists),
        tuple(code for code in languages if code not in lists),
    )


def _find_languages(corpus: Corpus, counted: pd.DataFrame) -> list[str]:
    """The languages that the metadata give, or else the one that the words tell."""
    given = corpus.documents.get("language", pd.Series(dtype="str")).dropna().unique()
    known = filter(None, map(find_language_code, given))
    found = find_language(dict(zip(counted["term"], counted["count"], strict=True)))
    told = found.code or (DEFAULT_LANGUAGE if found.script == LATIN else "")
    return list(dict.fromkeys(known)) or [told]


def _find_list(code: str) -> frozenset[str] | None:
    """The function words of a language; None if there is no list of them here."""
    try:
        return stopwords(code)
    except DiscourseError:
        return None


def _content_words(table: pd.DataFrame, function_words: frozenset[str]) -> "pd.Series[str]":
    found = table.loc[~table["term"].isin(function_words) & (table["count"] > 1), "term"].head(200)
    return found[[not writes_number(str(term)) for term in found]]


def writes_number(term: str) -> bool:
    """Whether a term has a number, which would need a claim in the prose of a notebook."""
    patterns = (WRITTEN_NUMBER, NUMBER_SIGN, NUMBER_WORD)
    return any(pattern.search(term) for pattern in patterns)


def _find_node(corpus: Corpus, terms: tuple[str, ...], function_words: frozenset[str]) -> str:
    """A frequent sequence of two words without function words, or else the most frequent word."""
    for term, count in ngrams(corpus, 2)[["term", "count"]].itertuples(index=False):
        if count < LEAST_HITS:
            break
        words = set(str(term).split())
        if len(words) > 1 and not function_words & words and not writes_number(str(term)):
            return str(term)
    return terms[0] if terms else ""


def _find_time(documents: pd.DataFrame) -> str:
    for name in _TIMES:
        if name in documents and documents[name].nunique() >= LEAST_TIMES:
            if None not in read_times(documents[name].astype(str).tolist()):
                return name
    return ""


def _find_group(documents: pd.DataFrame) -> str:
    """The column that divides the texts into a few groups, of two texts or more on average."""
    for name in documents.columns:
        if name in (*_OF_EVERY_TEXT, *_TIMES):
            continue
        sizes = documents[name].dropna().value_counts()
        if 1 < len(sizes) <= MOST_GROUPS and sizes.mean() >= MEAN_TEXTS_OF_GROUP:
            return str(name)
    return ""


def _plan_codes(corpus: Corpus, books: Iterable[Path]) -> Iterator[PlannedCodes]:
    """What was coded, of each codebook that has codes; codes of other texts are refused."""
    for path in books:
        book = codebook(path)
        given = {coder: codings for coder, codings in read_codings(book)[0].items() if codings}
        if given:
            common = codes(corpus, book)[0]
            yield PlannedCodes(path.name, book.name, len(given), len(common.table) > 0)
