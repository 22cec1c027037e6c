"""References for which there are numbers but no text: frequency lists and rates."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.metadata import version
from importlib.resources import as_file, files
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.query.conditions import which_satisfy
from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.references.list_file import read_list_description, read_listing
from discourse.errors import (
    DiscourseError,
    check_path,
    check_text,
    check_type,
    hide_controls,
    one_of,
)
from discourse.renames import accept_words
from discourse.text.tokenizer import Tokenizer

if TYPE_CHECKING:
    from scipy import sparse

SHIPPED = ("inaugural", "udhr")
WORDFREQ = "wordfreq:"


@accept_words
def reference(
    source: str | PathLike[str], *, tokenizer: Tokenizer | None = None
) -> "FrequencyList | Rates":
    """Load a list of frequencies to compare a corpus with.

    Parameters
    ----------
    source : str or PathLike
        The name of a list, or a CSV file of your own:

        - "udhr": the Universal Declaration of Human Rights in English, by article;
        - "inaugural": 59 inaugural addresses of US presidents, 1789-2021, by address;
        - "wordfreq:en", or another language of the package wordfreq
          (``pip install 'discourse-toolkit[lang]'``): rates without counts;
        - a CSV file with the columns ``term, count`` and, where known, ``document`` or ``part``.
          A ``.toml`` file of the same name beside it may describe it, as for the lists above.
    tokenizer : Tokenizer, optional
        How the list was tokenised; by default as its description says, otherwise `Tokenizer()`.

    Returns
    -------
    FrequencyList or Rates
        The list; `FrequencyList.subset` takes some of its parts.

    Raises
    ------
    DiscourseError
        If there is no such list, its file is not the one described, or a row is not a count of a
        term.

    See Also
    --------
    dc.keyness : Words that distinguish a corpus from another.
    dc.absences : Words of a lexicon that a corpus lacks.
    dc.FrequencyList : The list, its parts and its source.

    Notes
    -----
    ``discourse docs keyness`` explains what a reference is for.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.reference("udhr")
    Frequency list udhr: 31 parts, 1,681 tokens, 500 types
    >>> dc.reference("inaugural").subset("year >= 1945")
    Frequency list inaugural: 20 documents, 38,183 tokens, 4,538 types
    """
    if isinstance(source, PathLike):
        source = check_path("source", source)
    elif not isinstance(source, str):
        check_text("source", source, "udhr")
    if tokenizer is not None:
        way_out = "write tokenizer=dc.Tokenizer(hyphen='split')"
        check_type("tokenizer", tokenizer, Tokenizer, "a Tokenizer", way_out)
    name = str(source)
    if name.endswith(".csv"):
        return _read_frequency_list(Path(name), tokenizer)
    return _load_shipped(name, tokenizer)


@cache
def _load_shipped(name: str, tokenizer: Tokenizer | None) -> "FrequencyList | Rates":
    if name.startswith(WORDFREQ):
        return Rates(name, tokenizer or Tokenizer())
    one_of("reference", name, [*SHIPPED, f"{WORDFREQ}en", "<file>.csv"])
    if tokenizer is not None and tokenizer == _load_shipped(name, None).tokenizer:
        return _load_shipped(name, None)
    with as_file(files("discourse.corpus.references")) as folder:
        return _read_frequency_list(folder / f"{name}.csv", tokenizer)


def _read_frequency_list(path: Path, tokenizer: Tokenizer | None) -> "FrequencyList":
    """Read a list and its description, and refuse a file that is not the one described."""
    if not path.is_file():
        shipped = " or ".join(map(repr, SHIPPED))
        raise DiscourseError(f"{path} does not exist; give a frequency list as CSV, {shipped}.")
    raw = path.read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    described = read_list_description(path)
    if described.sha256 not in (None, sha256):
        raise DiscourseError(
            f"{path.name} is not the list that {path.stem}.toml describes: its sha256 is "
            f"{sha256[:12]}…, not {str(described.sha256)[:12]}…; put the right file back."
        )
    tokenizer = tokenizer or described.tokenizer or Tokenizer()
    listing, documents = read_listing(raw, path.name, tokenizer)
    counts, labels, terms = _count_matrix(listing[listing["count"] > 0], path.name)
    parts = pd.DataFrame({"part": labels, "tokens": counts.sum(axis=1)})
    if len(described.parts):
        parts = parts.merge(described.parts, how="left", on="part", validate="1:1")
    return FrequencyList(
        path.stem, sha256, tokenizer, documents, tuple(terms), parts, counts, listing,
        described.about,
    )  # fmt: skip


def _count_matrix(rows: pd.DataFrame, name: str) -> "tuple[sparse.csr_array, list[str], list[str]]":
    """Counts (parts, terms), the parts in the order of the file, and the terms in alphabetical."""
    from scipy import sparse

    if rows.empty:
        raise DiscourseError(
            f"{name} has no count above 0; give a list with at least one occurrence."
        )
    part, labels = pd.factorize(rows["part"])
    term, terms = pd.factorize(rows["term"], sort=True)
    return sparse.coo_array((rows["count"], (part, term))).tocsr(), list(labels), list(terms)


@dataclass(frozen=True, eq=False, repr=False)
class FrequencyList:
    """How often each term occurs in each part of a corpus whose text is not available.

    A list never changes: its tables, counts and description are given away as copies.

    Attributes
    ----------
    name : str
        The name of the list.
    sha256 : str
        The hash of its CSV file.
    tokenizer : Tokenizer
        How it was tokenised.
    parts_are_documents : bool
        Whether its parts are documents, so that documents can be counted.
    terms : tuple of str
        The types, in alphabetical order.
    conditions : tuple of str
        The conditions that a subset was taken by, in their order.

    See Also
    --------
    dc.reference : Load a list.
    dc.keyness : Compare a corpus with a list.
    dc.Corpus : Texts, if there are any.

    Notes
    -----
    ``discourse docs keyness`` explains what a reference is for.

    Examples
    --------
    >>> import discourse as dc
    >>> addresses = dc.reference("inaugural")
    >>> addresses.parts[["part", "tokens", "year", "speaker"]].head(2)
                  part  tokens  year     speaker
    0  1789-Washington    1430  1789  Washington
    1  1793-Washington     135  1793  Washington
    """

    name: str
    sha256: str
    tokenizer: Tokenizer
    parts_are_documents: bool
    terms: tuple[str, ...]
    _parts: pd.DataFrame
    _counts: "sparse.csr_array"
    _listing: pd.DataFrame
    _about: Mapping[str, Any] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    _whole: "FrequencyList | None" = None

    def __repr__(self) -> str:
        part = "document" if self.parts_are_documents else "part"
        counts = (
            (len(self._parts), part), (self.size, "token"), (len(self.terms), "type"),
        )  # fmt: skip
        content = ", ".join(f"{n:,} {unit}{'' if n == 1 else 's'}" for n, unit in counts)
        return hide_controls(f"Frequency list {self.name}: {content}")

    @property
    def parts(self) -> pd.DataFrame:
        """One row per part: ``part, tokens``, and metadata."""
        return self._parts.copy()

    @property
    def counts(self) -> "sparse.csr_array":
        """Counts as a sparse matrix, (parts, terms)."""
        return self._counts.copy()

    @property
    def about(self) -> dict[str, Any]:
        """What the description says about the source."""
        return deepcopy(dict(self._about))

    @property
    def size(self) -> int:
        """The number of tokens."""
        return int(self._parts["tokens"].sum())

    @property
    def recipe(self) -> dict[str, Any]:
        """What the list is, as provenance records it; a copy."""
        made = {"list": self.name, "sha256": self.sha256, "words": self.tokenizer.recipe}
        return _sign_recipe({**made, "subset": list(self.conditions)}, self.signed_words)

    @property
    def signed_words(self) -> dict[str, str]:
        """The choices of the tokeniser as the fingerprint covers them."""
        return self.tokenizer.simplify_recipe(set("".join(self.whole.terms)))

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change with the file, the tokeniser or the subset."""
        return str(self.recipe["fingerprint"])

    @property
    def identity(self) -> dict[str, Any]:
        """The recipe; of a subset also the fingerprint of the whole list."""
        if self._whole is None:
            return self.recipe
        return {**self.recipe, "whole": self.whole.fingerprint}

    @property
    def whole(self) -> "FrequencyList":
        """The list that this one is a subset of; a list that is not a subset is its own whole."""
        return self._whole or self

    def dtm(self, *, by: str = "part") -> "tuple[sparse.csr_array, list[str], list[str]]":
        """Counts by part and term: a document-term matrix, as `Corpus.dtm` gives it.

        Parameters
        ----------
        by : str, optional
            Has no effect: a list has only its own parts.

        Returns
        -------
        counts : csr_array of int, shape (parts, terms)
            How often each term occurs in each part.
        parts : list of str
            The parts, in the order of the rows.
        terms : list of str
            The terms, in the order of the columns.

        Examples
        --------
        >>> import discourse as dc
        >>> counts, parts, terms = dc.reference("udhr").dtm()
        >>> counts.shape, parts[:2], int(counts[:, [terms.index("peace")]].sum())
        ((31, 500), ['preamble', '1'], 2)
        """
        return self.counts, self._parts["part"].tolist(), list(self.terms)

    def rows(self, term: str) -> pd.DataFrame:
        """The rows of the file behind a ``count_reference``.

        Parameters
        ----------
        term : str
            A term of the list.

        Returns
        -------
        DataFrame
            One row per part that has the term: ``line, part, term, count``. ``line`` is the line of
            the CSV file, whose sha256 is in the provenance.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.reference("udhr").rows("peace")
           line      part   term  count
        0    91  preamble  peace      1
        1   927        26  peace      1
        """
        here = self._rows_by_term.get(check_text("term", term, "peace"), np.empty(0, np.intp))
        rows = self._listing.iloc[here]
        return rows[rows["part"].isin(self._parts["part"])].reset_index(drop=True)

    @cached_property
    def _rows_by_term(self) -> "Mapping[Any, NDArray[np.intp]]":
        indices: Any = self._listing.groupby("term", sort=False).indices
        return cast("Mapping[Any, NDArray[np.intp]]", indices)

    def subset(self, condition: str) -> "FrequencyList":
        """The parts of the list that satisfy a condition, as a list.

        Parameters
        ----------
        condition : str
            Comparisons of ``part`` (or ``document``) or a metadata column, as in `Corpus.subset`.

        Returns
        -------
        FrequencyList
            The counts of these parts.

        Raises
        ------
        DiscourseError
            If there is no such column, or no part satisfies the condition.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.reference("inaugural").subset('speaker = "Lincoln"')
        Frequency list inaugural: 2 documents, 4,333 tokens, 1,181 types
        """
        known = self._parts.assign(document=self._parts["part"])
        wanted = parse_condition(condition)
        for comparison in (comparison for group in wanted for comparison in group):
            one_of("condition", comparison.attribute, map(str, known.columns))
        kept = which_satisfy({str(name): known[name] for name in known}, wanted, len(known))
        if not kept.any():
            columns = ", ".join(map(str, self._parts.columns))
            raise DiscourseError(
                f'no part of {self.name} answers "{condition}"; the columns here are {columns}.'
            )
        counts = self._counts[np.flatnonzero(kept)]
        here = np.flatnonzero(counts.sum(axis=0))
        return replace(
            self,
            _parts=self._parts[kept].reset_index(drop=True),
            _counts=counts[:, here],
            terms=tuple(self.terms[number] for number in here.tolist()),
            conditions=(*self.conditions, condition),
            _whole=self.whole,
        )


@dataclass(frozen=True)
class Rates:
    """How frequent words are in a language in general, from the package wordfreq.

    Its frequencies were merged from subtitles, news, books, the web and more, up to 2021, and
    rounded in steps of 2 %. There are no counts behind them, so only effects can be measured.
    Numbers of several digits and words in two parts are not listed.

    Attributes
    ----------
    name : str
        "wordfreq:" and a language, e.g. "wordfreq:en".
    tokenizer : Tokenizer
        How the words are taken to be tokenised.
    """

    name: str
    tokenizer: Tokenizer

    def __post_init__(self) -> None:
        self.per_thousand([])

    @property
    def recipe(self) -> dict[str, Any]:
        """What the rates are, as provenance records it; a copy."""
        made = {"list": self.name, "version": version("wordfreq"), "words": self.tokenizer.recipe}
        return _sign_recipe(made, self.signed_words)

    @property
    def signed_words(self) -> dict[str, str]:
        """The choices of the tokeniser as the fingerprint covers them."""
        return self.tokenizer.simplify_recipe("")

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change with the version of the rates or the tokeniser."""
        return str(self.recipe["fingerprint"])

    @property
    def identity(self) -> dict[str, Any]:
        """The recipe: rates have no parts."""
        return self.recipe

    @property
    def whole(self) -> "Rates":
        """The rates themselves: they have no parts."""
        return self

    def per_thousand(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """How often each term occurs in a thousand tokens.

        Parameters
        ----------
        terms : sequence of str
            The terms to look up.

        Returns
        -------
        ndarray of float, shape (terms,)
            Rates per thousand; 0 for a term that is not listed.

        Raises
        ------
        DiscourseError
            If wordfreq is not installed, or does not have the language.
        """
        try:
            import wordfreq
        except ImportError:
            raise DiscourseError(
                f"{self.name} needs the package wordfreq; pip install 'discourse-toolkit[lang]'."
            ) from None
        language = one_of(
            "language", self.name.removeprefix(WORDFREQ), sorted(wordfreq.available_languages())
        )
        listed = wordfreq.get_frequency_dict(language, "best")
        # The list is case-folded: its form of "Straße" is "strasse".
        found = (listed.get(term, 0.0) or listed.get(term.casefold(), 0.0) for term in terms)
        return np.array([1000 * rate for rate in found], dtype=np.float64)


def _sign_recipe(made: dict[str, Any], signed_words: dict[str, str]) -> dict[str, Any]:
    """Put the fingerprint of a recipe in front of it."""
    content = json.dumps({**made, "words": signed_words}, ensure_ascii=False, sort_keys=True)
    return {"fingerprint": hashlib.sha256(content.encode()).hexdigest()[:16], **made}
