"""What a corpus is compared with when there is no text of it: frequency lists, and rates."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import as_file, files
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.query.conditions import which_answer
from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.references.list_file import read_list_description, read_listing
from discourse.errors import DiscourseError, check_path, check_text, check_type, one_of
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
    """A list of frequencies to compare a corpus with.

    Parameters
    ----------
    source : "udhr", the Universal Declaration of Human Rights in English by article; "inaugural",
        59 inaugural addresses of US presidents, 1789-2021, by address; "wordfreq:en" or another
        language of the package wordfreq (``pip install 'discourse-toolkit[lang]'``), which has
        rates without counts; or a CSV file of your own with the columns ``term, count`` and, where
        known, ``document`` or ``part``. A ``.toml`` file of the same name beside it describes it
        as those beside the shipped lists do.
    tokenizer : how the list was split into words; by default as its description says, else
        `Tokenizer()`.

    Raises
    ------
    DiscourseError : a list that is not there or was changed, or rows that are no counts of terms.

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
    with as_file(files("discourse.corpus.references")) as folder:
        return _read_frequency_list(folder / f"{name}.csv", tokenizer)


def _read_frequency_list(path: Path, tokenizer: Tokenizer | None) -> "FrequencyList":
    """A list and its description, if the one is what the other says."""
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
        path.stem, sha256, tokenizer, documents, terms, parts, counts, listing, described.about
    )


def _count_matrix(rows: pd.DataFrame, name: str) -> "tuple[sparse.csr_array, list[str], list[str]]":
    """Counts (parts × terms), the parts in the order of the file, and the terms in alphabet's."""
    from scipy import sparse

    if rows.empty:
        raise DiscourseError(f"{name} counts nothing; give a list with at least one occurrence.")
    part, labels = pd.factorize(rows["part"])
    term, terms = pd.factorize(rows["term"], sort=True)
    return sparse.coo_array((rows["count"], (part, term))).tocsr(), list(labels), list(terms)


@dataclass(frozen=True, eq=False, repr=False)
class FrequencyList:
    """How often each term stands in each part of a corpus whose text is not here.

    ``terms`` are in the order of the alphabet, ``counts`` is a sparse (parts × terms) matrix,
    ``parts`` a table with a row a part: ``part, tokens`` and metadata. ``documents`` says whether
    the parts are documents. ``about`` is what the description says of the source.

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
    documents: bool
    terms: Sequence[str]
    parts: pd.DataFrame
    counts: "sparse.csr_array"
    listing: pd.DataFrame
    about: Mapping[str, Any] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    taken_from: "FrequencyList | None" = None

    def __repr__(self) -> str:
        parts = "document" if self.documents else "part"
        counts = (
            (len(self.parts), parts), (self.size, "token"), (len(self.terms), "type"),
        )  # fmt: skip
        told = ", ".join(f"{n:,} {unit}{'' if n == 1 else 's'}" for n, unit in counts)
        return f"Frequency list {self.name}: {told}"

    @property
    def size(self) -> int:
        """The number of tokens."""
        return int(self.parts["tokens"].sum())

    @property
    def recipe(self) -> dict[str, Any]:
        """What the list is, as provenance records it."""
        made = {"list": self.name, "sha256": self.sha256, "words": self.tokenizer.recipe}
        return _sign_recipe({**made, "subset": list(self.conditions)})

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change with the file, the tokeniser or the subset."""
        return str(self.recipe["fingerprint"])

    @property
    def identity(self) -> dict[str, Any]:
        """The recipe; of a subset also the fingerprint of the whole list."""
        if self.taken_from is None:
            return self.recipe
        return {**self.recipe, "whole": self.whole.fingerprint}

    @property
    def whole(self) -> "FrequencyList":
        """The list that this one is a subset of; a list that is none is its own whole."""
        return self.taken_from or self

    def dtm(self, *, by: str = "part") -> "tuple[sparse.csr_array, list[str], list[str]]":
        """Counts (parts × terms), the parts and the terms; a list has no parts but its own."""
        return self.counts, self.parts["part"].tolist(), list(self.terms)

    def rows(self, term: str) -> pd.DataFrame:
        """The rows of the list behind a ``count_reference``: ``line, part, term, count``.

        ``line`` is the line of the CSV file, whose sha256 is in the provenance.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.reference("udhr").rows("peace")
           line      part   term  count
        0    91  preamble  peace      1
        1   927        26  peace      1
        """
        rows = self.listing[self.listing["term"] == check_text("term", term, "peace")]
        return rows[rows["part"].isin(self.parts["part"])].reset_index(drop=True)

    def subset(self, condition: str) -> "FrequencyList":
        """The parts of the list that answer a condition, as a list.

        Parameters
        ----------
        condition : comparisons of ``part`` (or ``document``) or a metadata column, as in
            `Corpus.subset`.

        Raises
        ------
        DiscourseError : a column that is not here, or no part that answers.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.reference("inaugural").subset('speaker = "Lincoln"')
        Frequency list inaugural: 2 documents, 4,333 tokens, 1,181 types
        """
        known = self.parts.assign(document=self.parts["part"])
        wanted = parse_condition(condition)
        for comparison in (comparison for group in wanted for comparison in group):
            one_of("condition", comparison.attribute, map(str, known.columns))
        held = which_answer({str(name): known[name] for name in known}, wanted, len(known))
        return self._held(held, condition)

    def _held(self, held: NDArray[np.bool_], condition: str) -> "FrequencyList":
        if not held.any():
            columns = ", ".join(map(str, self.parts.columns))
            raise DiscourseError(
                f'no part of {self.name} answers "{condition}"; the columns here are {columns}.'
            )
        counts = self.counts[np.flatnonzero(held)]
        kept = np.flatnonzero(counts.sum(axis=0))
        return replace(
            self,
            parts=self.parts[held].reset_index(drop=True),
            counts=counts[:, kept],
            terms=[self.terms[number] for number in kept.tolist()],
            conditions=(*self.conditions, condition),
            taken_from=self.whole,
        )


@dataclass(frozen=True)
class Rates:
    """How frequent words are in a language in general, after the package wordfreq.

    Its frequencies were merged from subtitles, news, books, the web and more, up to 2021, and go
    in steps of 2 %. There are no counts behind them, so only effects can be measured; numbers of
    several digits and words in two parts are not listed.
    """

    name: str
    tokenizer: Tokenizer

    def __post_init__(self) -> None:
        self.per_thousand([])

    @property
    def recipe(self) -> dict[str, Any]:
        """What the rates are, as provenance records it."""
        made = {"list": self.name, "version": version("wordfreq"), "words": self.tokenizer.recipe}
        return _sign_recipe(made)

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
        """How often each term stands in a thousand tokens; 0 where the list does not have it."""
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
        return np.array([1000 * listed.get(term, 0.0) for term in terms], dtype=np.float64)


def _sign_recipe(made: dict[str, Any]) -> dict[str, Any]:
    """A recipe with the fingerprint of what it says."""
    content = json.dumps(made, ensure_ascii=False, sort_keys=True)
    return {"fingerprint": hashlib.sha256(content.encode()).hexdigest()[:16], **made}
