"""The one central object: texts, and where every word of them is."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.assembly import assemble
from discourse.corpus.block import Block, block, read_block
from discourse.corpus.contexts import line_ids
from discourse.corpus.counting import term_counts
from discourse.corpus.index import Index
from discourse.corpus.matching import match
from discourse.corpus.parallel import each
from discourse.corpus.parts import (
    UNITS,
    Partition,
    borders,
    held_by,
    partition,
    sentence_bounds,
)
from discourse.corpus.query import parse
from discourse.corpus.reading import Reading
from discourse.corpus.strings import Strings
from discourse.corpus.subset import subset
from discourse.corpus.tables import audit_table, documents_table, parts_table, skipped_table
from discourse.errors import DiscourseError, one_of
from discourse.record import keep_in_sight, recipe
from discourse.text.document import Document, plain
from discourse.text.files import ON_ERROR, Options, prepared
from discourse.text.metadata import is_pattern
from discourse.text.sources import Source
from discourse.text.words import Words

if TYPE_CHECKING:
    import nltk
    from scipy import sparse

SHARE = 1 << 22  # bytes: some tenths of a second of work


def read(
    path: str | PathLike[str],
    *,
    encoding: str | Sequence[str] = "utf-8",
    words: Words | None = None,
    metadata: str | PathLike[str] | None = None,
    text: str = "text",
    document: str = "document",
    on_error: str = "raise",
    executor: Executor | None = None,
) -> "Corpus":
    """Read a text, or the texts of a folder, into a corpus.

    Parameters
    ----------
    path : a file, or a folder whose files are read in the order of their names: text, Markdown,
        HTML, Word, PDF, TEI XML, and tables with a text in each row (CSV, TSV, JSON lines). A
        ``.toml`` file of the same name beside a text describes it: its metadata, and which regions
        of it are counted. A text without one is divided at its headings, else at its paragraphs;
        the audit says which.
    encoding : of the texts whose description names none; of several the first that fits a text.
    words : what counts as a token; by default `Words()`.
    metadata : a table with a row for each file, or a pattern that file names are read by, as
        ``"{year}-{speaker}.txt"``.
    text, document : the columns of tables that hold the texts, and the names of texts or files.
    on_error : "raise", or "skip" what cannot be read: `Corpus.skipped` then lists it with reasons.
    executor : any `concurrent.futures.Executor` that reads the files, as a `ProcessPoolExecutor`
        or that of a Dask client; the corpus is the same with and without. It pays from about a
        million tokens.

    Raises
    ------
    DiscourseError : nothing there, an empty text, bytes in another encoding, a description that
        does not fit its text, or a script without spaces and no segmenter. Nothing is read half.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.read("seeds/")
    Corpus: 1 document, 6 sections, 1,384 tokens, 475 types
    """
    if not isinstance(path, (str, PathLike)):
        raise DiscourseError(
            f"read takes one file or one folder, and was given a {type(path).__name__}; put the "
            "texts into one folder, or give them to dc.Corpus.from_texts by name."
        )
    words = words or Words()
    encodings = (encoding,) if isinstance(encoding, str) else tuple(encoding)
    if not encodings:
        raise DiscourseError(f"encoding={encoding!r} names none; name one, as 'utf-8'.")
    options = Options(encodings, text, document, one_of("on_error", on_error, ON_ERROR))
    files = prepared(Path(path), metadata, options)
    work = partial(read_block, options=options, words=words)
    corpus = _corpus(each(work, _shares(files), executor, "reading"), words)
    return replace(corpus, reading=_reading(options, metadata))


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """Texts, and where every word of them is: documents, sections, sentences, tokens.

    A corpus is never changed, and a part of it is a corpus again. It is made by `read`,
    `Corpus.from_texts` or `Corpus.from_frame`.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> paper.size, len(paper.terms)
    (1384, 475)
    >>> paper.subset('section = "1"')
    Corpus: 1 document, 1 section, 275 tokens, 141 types
    """

    words: Words
    index: Index
    texts: Strings
    sources: pd.DataFrame
    regions: pd.DataFrame
    conditions: tuple[str, ...] = ()
    skipped: pd.DataFrame = field(default_factory=skipped_table)
    reading: Mapping[str, Any] = field(default_factory=dict)

    @staticmethod
    def from_texts(texts: Mapping[str, str], *, words: Words | None = None) -> "Corpus":
        """A corpus of strings by name.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Corpus.from_texts({"a": "One text.", "b": "Another text."})
        Corpus: 2 documents, 2 sections, 4 tokens, 3 types
        """
        if not isinstance(texts, Mapping):
            raise DiscourseError(
                f"from_texts takes texts by name, as {{'a': 'One text.'}}, and was given a "
                f"{type(texts).__name__}; give each text a name."
            )
        return in_memory([plain(str(name), text, {}) for name, text in texts.items()], words)

    @staticmethod
    def from_frame(
        table: pd.DataFrame,
        *,
        text: str = "text",
        document: str = "document",
        words: Words | None = None,
    ) -> "Corpus":
        """A corpus of the rows of a table; the other columns are its metadata.

        Parameters
        ----------
        text : the column that holds the texts.
        document : the column that names them; without a "document" it is their row's label.

        Examples
        --------
        >>> import discourse as dc, pandas as pd
        >>> table = pd.DataFrame({"year": [1990, 2000], "text": ["One text.", "Another text."]})
        >>> dc.Corpus.from_frame(table).subset("year > 1995")
        Corpus: 1 document, 1 section, 2 tokens, 2 types
        """
        one_of("text", text, map(str, table.columns))
        if document != "document":
            one_of("document", document, map(str, table.columns))
        bad = table.index[[not isinstance(item, str) for item in table[text]]]
        if len(bad):
            raise DiscourseError(
                f"row {bad[0]!r} has {table.loc[bad[0], text]!r} in {text!r}, which is no text; "
                "drop the row, or give it a text."
            )
        names = table[document] if document in table.columns else table.index.to_series()
        others = table.drop(columns=[text, document], errors="ignore")
        metadata = others.to_dict("records") or [{}] * len(table)  # pandas 3.0: [] for no columns
        rows = zip(names, table[text], metadata, strict=True)
        return in_memory(
            [plain(str(n), t, {str(k): v for k, v in m.items()}) for n, t, m in rows], words
        )

    def __repr__(self) -> str:
        counts = (
            (len(self.texts), "document"),
            (len(self.index.sections) - 1, "section"),
            (self.size, "token"),
            (len(self.terms), "type"),
        )
        held = ", ".join(f"{n:,} {unit}{'' if n == 1 else 's'}" for n, unit in counts)
        skipped = f" ({len(self.skipped):,} skipped: see .skipped)" if len(self.skipped) else ""
        return f"Corpus: {held}{skipped}"

    @property
    def size(self) -> int:
        """The number of tokens."""
        return self.index.size

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each term of the vocabulary stands here; in a subset some do not."""
        return np.diff(self.index.postings[0])

    @cached_property
    def terms(self) -> list[str]:
        """The types, in the order of the alphabet."""
        terms = self.index.vocabulary.terms
        here = np.flatnonzero(self.counts)
        return list(terms if len(here) == len(terms) else terms.take(here))

    @cached_property
    def recipe(self) -> dict[str, Any]:
        """What the corpus was made of, as provenance records it."""
        made = {
            "documents": {
                name: digest[:12]
                for name, digest in zip(
                    self.sources["document"], self.sources["sha256"], strict=True
                )
            },
            "words": self.words.recipe,
            "subset": list(self.conditions),
        }
        if others := self._made_otherwise:
            made["encoding"] = others
        described = self.sources.drop(columns="made_by").to_json(orient="values", date_format="iso")
        content = json.dumps([made, described], ensure_ascii=False)
        if self.reading:
            made["read"] = dict(self.reading)
        return {"fingerprint": hashlib.sha256(content.encode()).hexdigest()[:16], **made}

    @property
    def _made_otherwise(self) -> dict[str, str]:
        """What the texts were in that were not in UTF-8: an encoding, or a kind of file."""
        names, made_by = self.sources["document"], self.sources["made_by"]
        return {
            n: made for n, made in zip(names, made_by, strict=True) if made not in ("", "utf-8")
        }

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change with any text, description, token rule or subset."""
        return str(self.recipe["fingerprint"])

    # ------------------------------------------------------------------------------- tables

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row a document: ``document, tokens, sections, characters, sha256``, and metadata."""
        table = documents_table(self)
        table.attrs["provenance"] = recipe(Corpus.documents.func, self)  # type: ignore[attr-defined]
        return table

    def parts(self, by: str = "section") -> pd.DataFrame:
        """One row a part: ``part, head, position, tokens, types``.

        ``head`` is the head that a section opens with. ``position`` is the place of the part's
        first token in the corpus, 1 for the first of all; missing where a part is in several
        stretches, as by a metadata column.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("seeds/").parts("section")[["part", "position", "tokens", "types"]]
           part  position  tokens  types
        0  lead         1      64     44
        1     1        65     275    141
        2     2       340     192     96
        3     3       532     380    143
        4     4       912     272    135
        5     5      1184     201    114
        """
        table = parts_table(self, by)
        table.attrs["provenance"] = recipe(Corpus.parts, self, by)
        return table

    def audit(self) -> pd.DataFrame:
        """One row a region, with what became of it.

        The columns are ``document, region, section, characters, tokens, treatment,
        line_end_hyphens, opening``.

        The regions of a document tile its text, so their characters add up to all of it.
        ``treatment`` is what became of the region: ``count``, ``show`` or ``drop``.
        ``line_end_hyphens`` is the number of hyphens between letters at the end of a line: they
        are kept, and the word counts as two tokens. ``opening`` is how the text begins.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("seeds/").audit()[["region", "characters", "tokens", "treatment"]].head(3)
           region  characters  tokens treatment
        0   title          74       0      show
        1  kicker          13       0      show
        2   blurb         179       0      drop
        """
        return audit_table(self)

    def dtm(
        self, *, by: str = "document", executor: Executor | None = None
    ) -> tuple["sparse.csr_array", list[str], list[str]]:
        """The document-term matrix: counts (parts × terms), the parts and the terms.

        Parameters
        ----------
        by : "document", "section", "sentence" or a metadata column.
        executor : any `concurrent.futures.Executor` that counts; the numbers are the same.

        Examples
        --------
        >>> import discourse as dc
        >>> counts, parts, terms = dc.read("seeds/").dtm(by="section")
        >>> counts.shape, parts[:2], terms[-2:]
        ((6, 475), ['lead', '1'], ['year', 'zero'])
        """
        counts = term_counts(self, by=by, executor=executor)
        if len(self.terms) < counts.shape[1]:
            counts = counts[:, np.flatnonzero(self.counts)]
        return counts, list(self.partition(by).labels), self.terms

    def to_nltk(self) -> "nltk.Text":
        """The tokens as they are written, as an `nltk.Text`.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("seeds/").to_nltk().count("rights")
        15
        """
        import nltk

        forms = self.index.vocabulary.forms
        return nltk.Text([forms[number] for number in self.index.ids.tolist()])

    def save(self, path: str | PathLike[str]) -> None:
        """Write the corpus into a folder that `load` maps into memory.

        The old corpus in the folder, or none, is what a crash leaves behind. Many may read while
        it is written. Sentences are saved if they were asked for before.

        Parameters
        ----------
        path : a new folder, or one that a corpus was saved in.

        Raises
        ------
        DiscourseError : a folder with other files in it, another process that is saving there, or
            metadata that mixes types in one column.

        Examples
        --------
        >>> import discourse as dc, tempfile
        >>> with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ...     dc.read("seeds/").save(folder + "/paper.corpus")
        """
        from discourse.corpus.storage import save

        save(self, path)

    # -------------------------------------------------------------------------------- lines

    def find(self, query: str, *, within: str = "section") -> NDArray[np.int64]:
        """Where a query's hits are: (hits, 2), the first token and the one after the last.

        Parameters
        ----------
        query : a phrase, with ``*`` and ``?`` inside a word and ``|`` between alternatives, or
            CQL; after ``::`` the parts that it is restricted to, as ``rights :: section = "2"``.
            docs/queries.md tells the whole of it.
        within : no hit crosses the border of a "document", "section" or "sentence".

        Raises
        ------
        DiscourseError : a query that is none, or one that would take too long.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("seeds/").find('community of shared future :: section = "lead"')
        array([[22, 26]])
        """
        one_of("within", within, UNITS)
        parsed = parse(query, self.words)
        hits = match(self.index, parsed.hits, lambda unit: borders(self, unit or within))
        if not parsed.condition:
            return hits
        bounds, held = held_by(self, parsed.condition)
        return hits[held[np.searchsorted(bounds, hits[:, 0], side="right") - 1]]

    def show(self, query: str = "") -> Reading:
        """The text itself, with the hits of a query marked; what is dropped is left out.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Corpus.from_texts({"a": "Peace and rights."}).show("rights")
        a
        <BLANKLINE>
        § 1
        Peace and [rights].
        """
        hits = self.find(query) if query else np.empty((0, 2), dtype=np.int64)
        names = self.sources["document"].tolist()
        return Reading(names, self.texts, self.regions, self.index, hits, line_ids(self, hits))

    def subset(self, condition: str) -> "Corpus":
        """The part of the corpus that answers a condition, as a corpus.

        Parameters
        ----------
        condition : comparisons of ``document``, ``section``, ``sentence`` or a metadata column
            with ``=  !=  <  <=  >  >=``, joined by ``&`` and ``|``; a value in quotes is compared
            as text, a bare one as a number. ``title = ""`` holds where there is no title.

        Raises
        ------
        DiscourseError : a column that is not here, or nothing that answers.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("seeds/").subset('section = "1" | section = "2"').size
        467
        """
        keep_in_sight(self)  # a table of a subset that nobody keeps is made again of the whole
        return subset(self, condition)

    def partition(self, by: str) -> Partition:
        """The tokens divided by "document", "section", "sentence" or a metadata column."""
        return partition(self, by)

    @cached_property
    def sentences(self) -> NDArray[np.int64]:
        """The first token of each sentence, closed by the number of tokens."""
        return sentence_bounds(self)


def _reading(options: Options, metadata: str | PathLike[str] | None) -> dict[str, Any]:
    """What `read` was asked for beyond its defaults, so that the texts can be read again so."""
    asked = {key: value for key, value in vars(options).items() if value != vars(Options())[key]}
    if metadata is None:
        return asked
    if is_pattern(metadata):
        return {**asked, "metadata": str(metadata)}
    digest = hashlib.sha256(Path(metadata).read_bytes()).hexdigest()
    return {**asked, "metadata": {"file": Path(metadata).name, "sha256": digest[:12]}}


def _corpus(blocks: Iterable[Block], words: Words) -> Corpus:
    made = assemble(blocks, words.fold)
    skipped = skipped_table(made.skipped)
    return Corpus(words, made.index, made.texts, made.sources, made.regions, skipped=skipped)


def in_memory(source: Iterable[Document], words: Words | None) -> Corpus:
    """A corpus of documents that are in memory."""
    words = words or Words()
    return _corpus([block(list(source), words)], words)


def _shares(files: Sequence[Source]) -> list[list[Source]]:
    """Files in their order, as many together as are worth a worker's while."""
    shares: list[list[Source]] = []
    size = SHARE
    for file in files:
        if size >= SHARE:
            shares.append([])
            size = 0
        shares[-1].append(file)
        size += file.length
    return shares
