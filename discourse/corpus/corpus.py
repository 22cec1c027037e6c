"""The one central object: texts, and where every token of them is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from operator import attrgetter
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.lines.line_ids import line_ids
from discourse.corpus.lines.page import Page
from discourse.corpus.query.finding import find
from discourse.corpus.query.subset import subset, write_mask
from discourse.corpus.query.writing import equals
from discourse.corpus.store.building import read_store, store_documents
from discourse.corpus.store.counting import term_counts
from discourse.corpus.store.inventory import audit_table, documents_table, parts_table
from discourse.corpus.store.loading import load_store
from discourse.corpus.store.parts import partition
from discourse.corpus.store.saving import save
from discourse.corpus.store.store import Store
from discourse.errors import (
    DiscourseError,
    check_flag,
    check_path,
    check_text,
    check_texts,
    check_type,
    describe,
    one_of,
)
from discourse.record import recipe
from discourse.renames import CORPUS_ATTRIBUTES, accept_words, warn_renamed
from discourse.text.document import Document, plain_document
from discourse.text.reading import ON_ERROR, ReadOptions
from discourse.text.tokenizer import Tokenizer

if TYPE_CHECKING:
    import nltk
    from scipy import sparse


@accept_words
def read(
    path: str | PathLike[str],
    *,
    encoding: str | Sequence[str] = "utf-8",
    tokenizer: Tokenizer | None = None,
    metadata: str | PathLike[str] | None = None,
    text: str = "text",
    document: str = "document",
    on_error: str = "raise",
    executor: Executor | None = None,
) -> "Corpus":
    """Read a text, or the texts of a folder, into a corpus.

    Parameters
    ----------
    path : str or PathLike
        A file, or a folder whose files are read in the order of their names: text, Markdown, HTML,
        Word, PDF, TEI XML, and tables with a text in each row (CSV, TSV, JSON lines). A ``.toml``
        file of the same name beside a text describes it: its metadata, and which regions of it are
        counted. A text without a description is divided at its headings, or at its paragraphs if
        it has none; `Corpus.audit` shows which.
    encoding : str or sequence of str
        The encoding of texts whose description names none. If several are given, the first that
        fits a text is used.
    tokenizer : Tokenizer, optional
        What counts as a token; by default `Tokenizer()`.
    metadata : str or PathLike, optional
        A table with one row per file, or a pattern for the names of files, such as
        ``"{year}-{speaker}.txt"``.
    text, document : str
        The columns of tables with the texts, and with the names of texts or files.
    on_error : str
        "raise", or "skip" to leave out files that cannot be read; `Corpus.skipped` lists them with
        the reasons.
    executor : Executor, optional
        Any `concurrent.futures.Executor` to read with, such as a `ProcessPoolExecutor` or that of a
        Dask client; the corpus is the same. Worthwhile from about a million tokens.

    Returns
    -------
    Corpus
        The texts that were read.

    Raises
    ------
    DiscourseError
        If there is nothing to read, a text is empty or in another encoding, a description does not
        fit its text, or a script without spaces needs a segmenter. No text is read in part.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.read("seeds/")
    Corpus: 1 document, 6 sections, 1,384 tokens, 475 types
    """
    if not isinstance(path, (str, PathLike)):
        raise DiscourseError(
            f"read expects one file or one folder, got {describe(path)}; put the texts into one "
            "folder, or give them to dc.Corpus.from_texts by name."
        )
    if metadata is not None:
        check_path("metadata", metadata)
    encodings = tuple(check_texts("encoding", encoding, "utf-8"))
    if not encodings:
        raise DiscourseError(f"encoding={encoding!r} is empty; name an encoding, such as 'utf-8'.")
    options = ReadOptions(
        encodings,
        check_text("text", text, "text"),
        check_text("document", document, "document"),
        one_of("on_error", on_error, ON_ERROR),
    )
    return Corpus(
        read_store(
            check_path("path", path),
            metadata=metadata,
            options=options,
            tokenizer=_check_tokenizer(tokenizer),
            executor=executor,
        )
    )


class Corpus:
    """Texts, and where every token of them is: documents, sections, sentences, tokens.

    A corpus never changes; a part of it is a corpus again. Corpora are made by `read`, `load`,
    `Corpus.from_texts` and `Corpus.from_frame`. In Python, a corpus maps the names of its
    documents to these documents: ``len(corpus)``, ``"name" in corpus``, ``corpus["name"]``.

    Attributes
    ----------
    store : Store
        The arrays behind the corpus, for those who write verbs of their own. They are shared and
        must not be changed.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> paper.size, len(paper.terms)
    (1384, 475)
    >>> paper.subset('section = "1"')
    Corpus: 1 document, 1 section, 275 tokens, 141 types
    """

    __slots__ = ("__weakref__", "store")

    store: Store

    def __init__(self, store: Store) -> None:
        if not isinstance(store, Store):
            raise DiscourseError(
                f"dc.Corpus({describe(store)}) is not how a corpus is made; read texts with "
                "dc.read('texts/'), or use dc.Corpus.from_texts or dc.Corpus.from_frame."
            )
        object.__setattr__(self, "store", store)

    def __setattr__(self, name: str, value: object) -> None:
        raise DiscourseError(f"a corpus never changes; {name!r} cannot be set.")

    def __dir__(self) -> list[str]:
        return sorted(name for name in vars(Corpus) if name[0] != "_" and name not in _INNER)

    def __reduce__(self) -> tuple[type["Corpus"], tuple[Store]]:
        return Corpus, (self.store,)

    @staticmethod
    @accept_words
    def from_texts(texts: Mapping[str, str], *, tokenizer: Tokenizer | None = None) -> "Corpus":
        """Make a corpus of strings, by name.

        Parameters
        ----------
        texts : mapping of str to str
            The text of each document.
        tokenizer : Tokenizer, optional
            What counts as a token; by default `Tokenizer()`.

        Returns
        -------
        Corpus
            One document per string, in the order of the mapping.

        Raises
        ------
        DiscourseError
            For a text that is not a string, or is empty.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Corpus.from_texts({"a": "One text.", "b": "Another text."})
        Corpus: 2 documents, 2 sections, 4 tokens, 3 types
        """
        if not isinstance(texts, Mapping):
            raise DiscourseError(
                "from_texts expects texts by name, such as {'a': 'One text.'}, got "
                f"{describe(texts)}; give each text a name."
            )
        for name, text in texts.items():
            if not isinstance(text, str):
                raise DiscourseError(
                    f"the text of {name!r} is {describe(text)}; give a string, or leave it out."
                )
        return corpus_of_documents(
            [plain_document(str(name), text, {}) for name, text in texts.items()], tokenizer
        )

    @staticmethod
    @accept_words
    def from_frame(
        table: pd.DataFrame,
        *,
        text: str = "text",
        document: str = "document",
        tokenizer: Tokenizer | None = None,
    ) -> "Corpus":
        """Make a corpus of the rows of a table; the other columns are its metadata.

        Parameters
        ----------
        table : DataFrame
            One row per document. Any column name will do that is not one of the package's own, such
            as "section" or "tokens"; a condition quotes a name that is not a single word.
        text : str
            The column that holds the texts.
        document : str
            The column that names them; without a "document" a row's label is its name.
        tokenizer : Tokenizer, optional
            What counts as a token; by default `Tokenizer()`.

        Returns
        -------
        Corpus
            The documents in the order of the rows.

        Raises
        ------
        DiscourseError
            If a row has no text, two columns or two documents have the same name, or a column has
            a name of the package's own.

        Examples
        --------
        >>> import discourse as dc, pandas as pd
        >>> table = pd.DataFrame({"year": [1990, 2000], "text": ["One text.", "Another text."]})
        >>> dc.Corpus.from_frame(table).subset("year > 1995")
        Corpus: 1 document, 1 section, 2 tokens, 2 types
        """
        if not isinstance(table, pd.DataFrame):
            raise DiscourseError(
                f"from_frame expects a DataFrame with a text in each row, got {describe(table)}."
            )
        check_text("document", document, "document")
        table = table.set_axis(table.columns.map(str), axis="columns")
        repeated = table.columns[table.columns.duplicated()]
        if len(repeated):
            raise DiscourseError(
                f"the frame has two columns {repeated[0]!r}; rename one of them, with "
                "df.columns = [...]."
            )
        one_of("text", text, table.columns)
        if document != "document":
            one_of("document", document, table.columns)
        bad = table.index[[not isinstance(item, str) for item in table[text]]]
        if len(bad):
            raise DiscourseError(
                f"row {bad[0]!r} has {table.loc[bad[0], text]!r} in {text!r}, which is not a text; "
                "drop the row, or give it a text."
            )
        names = table[document] if document in table.columns else table.index.to_series()
        others = table.drop(columns=[text, document], errors="ignore")
        metadata = others.to_dict("records") or [{}] * len(table)  # pandas 3.0: [] for no columns
        rows = zip(names, table[text], metadata, strict=True)
        return corpus_of_documents(
            [plain_document(str(n), t, {str(k): v for k, v in m.items()}) for n, t, m in rows],
            tokenizer,
        )

    def __getattr__(self, name: str) -> Any:
        """What a corpus was asked for before version 0.2: it is in the store now."""
        if name not in CORPUS_ATTRIBUTES:
            raise AttributeError(f"'Corpus' object has no attribute {name!r}")
        new = CORPUS_ATTRIBUTES[name]
        warn_renamed(f"corpus.{name}", f"corpus.{new}")
        return attrgetter(new)(self)

    # -------------------------------------------------------------------- by names of documents

    def __repr__(self) -> str:
        store = self.store
        counts = (
            (len(store.texts), "document"),
            (len(store.index.sections) - 1, "section"),
            (store.size, "token"),
            (len(store.terms), "type"),
        )
        content = ", ".join(f"{n:,} {unit}{'' if n == 1 else 's'}" for n, unit in counts)
        skipped = f" ({len(store.skipped):,} skipped: see .skipped)" if len(store.skipped) else ""
        return f"Corpus: {content}{skipped}"

    def __len__(self) -> int:
        return len(self.store.texts)

    def __iter__(self) -> Iterator[str]:
        return iter(self.store.sources["document"].tolist())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self.store.document_numbers

    def __getitem__(self, name: str) -> "Corpus":
        """One document as a corpus."""
        return self.subset(equals("document", self._check_name(name)))

    def tokens(self, document: str) -> list[str]:
        """The tokens of a document as they are written, in the order of the text.

        Parameters
        ----------
        document : str
            The name of the document.

        Returns
        -------
        list of str
            The tokens.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Corpus.from_texts({"a": "Peace and rights."}).tokens("a")
        ['Peace', 'and', 'rights']
        """
        index = self.store.index
        at = self.store.document_numbers[self._check_name(document)]
        forms = index.vocabulary.forms
        first, last = index.documents[at : at + 2]
        return [forms[number] for number in index.ids[first:last].tolist()]

    def _check_name(self, name: str) -> str:
        if not isinstance(name, str):
            raise DiscourseError(
                f"corpus[…] expects the name of a document, got {describe(name)}; list(corpus) "
                "gives the names."
            )
        return name if name in self else one_of("document", name, self)

    # -------------------------------------------------------------------------- what it is

    @property
    def size(self) -> int:
        """The number of tokens."""
        return self.store.size

    @property
    def terms(self) -> tuple[str, ...]:
        """The types, in alphabetical order."""
        return self.store.terms

    @property
    def tokenizer(self) -> Tokenizer:
        """What counts as a token here."""
        return self.store.tokenizer

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change with any text, description, tokeniser or subset."""
        return self.store.fingerprint

    @property
    def recipe(self) -> dict[str, Any]:
        """A copy of what the corpus was made of, as a bundle records it."""
        return self.store.recipe

    @property
    def identity(self) -> dict[str, Any]:
        """The fingerprint; for a subset also that of the whole corpus, and the conditions."""
        whole = self.store.whole
        if whole is None:
            return {"fingerprint": self.fingerprint}
        subset_by = list(self.store.conditions[len(whole.conditions) :])
        return {"fingerprint": self.fingerprint, "whole": whole.fingerprint, "subset": subset_by}

    @property
    def whole(self) -> "Corpus":
        """The corpus that this one is a subset of; otherwise the corpus itself."""
        return self if self.store.whole is None else Corpus(self.store.whole)

    # ------------------------------------------------------------------------------- tables

    @property
    def documents(self) -> pd.DataFrame:
        """One row per document: ``document, tokens, sections, characters, sha256``, and metadata.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("docs/speeches").documents[["document", "tokens"]].head(2)
          document  tokens
        0  1990-Li      15
        1  2000-Wu      12
        """
        table = documents_table(self.store)
        table.attrs["provenance"] = recipe("documents", self, {})
        return table

    @property
    def skipped(self) -> pd.DataFrame:
        """One row per file that could not be read: ``file, reason``."""
        return self.store.skipped.copy()

    def parts(self, by: str = "section") -> pd.DataFrame:
        """One row per part of the corpus.

        Parameters
        ----------
        by : str
            "document", "section", "sentence" or a metadata column.

        Returns
        -------
        DataFrame
            One row per part, with the columns ``part, head, position, tokens, types``. ``head`` is
            the heading of a section. ``position`` is the place of the part's first token in the
            corpus, counted from 1; it is missing for the parts of a metadata column, which may
            consist of several stretches.

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
        table = parts_table(self.store, by)
        table.attrs["provenance"] = recipe("parts", self, {"by": by})
        return table

    def audit(self) -> pd.DataFrame:
        """One row per region of the texts, with its treatment.

        Returns
        -------
        DataFrame
            One row per region, with the columns ``document, region, section, characters, tokens,
            treatment, line_end_hyphens, damaged, language, opening``. The regions of a document
            tile its text, so their characters add up to its length. ``treatment`` is ``count``,
            ``show`` or ``drop``. ``line_end_hyphens`` is the number of hyphens between letters at
            the end of a line: they are kept, and the word counts as two tokens. ``damaged`` is the
            number of places where letters were lost (U+FFFD) or misread (``Itâ€™s``) before the
            text was read here. ``language`` is the one whose rules divide sentences. ``opening`` is
            how the region begins.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("seeds/").audit()[["region", "characters", "tokens", "treatment"]].head(3)
           region  characters  tokens treatment
        0   title          74       0      show
        1  kicker          13       0      show
        2   blurb         179       0      drop
        """
        return audit_table(self.store)

    def dtm(
        self, *, by: str = "document", executor: Executor | None = None
    ) -> tuple["sparse.csr_array", list[str], list[str]]:
        """The document-term matrix.

        Parameters
        ----------
        by : str
            "document", "section", "sentence" or a metadata column.
        executor : Executor, optional
            Any `concurrent.futures.Executor` to count with; the numbers are the same.

        Returns
        -------
        counts : sparse array
            (parts × terms), how often each term occurs in each part.
        parts : list of str
            The labels of the parts.
        terms : list of str
            The terms, in alphabetical order.

        Examples
        --------
        >>> import discourse as dc
        >>> counts, parts, terms = dc.read("seeds/").dtm(by="section")
        >>> counts.shape, parts[:2], terms[-2:]
        ((6, 475), ['lead', '1'], ['year', 'zero'])
        """
        store = self.store
        counts = term_counts(store, by=by, executor=executor)
        if len(store.terms) < counts.shape[1]:
            counts = counts[:, np.flatnonzero(store.counts)]
        return counts, list(partition(store, by).labels), list(store.terms)

    def to_nltk(self) -> "nltk.Text":
        """The tokens as they are written, as an `nltk.Text`.

        Returns
        -------
        nltk.Text
            All tokens of the corpus, in the order of the text.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("seeds/").to_nltk().count("rights")
        15
        """
        import nltk

        index = self.store.index
        forms = index.vocabulary.forms
        return nltk.Text([forms[number] for number in index.ids.tolist()])

    def save(self, path: str | PathLike[str]) -> None:
        """Save the corpus in a folder that `load` maps into memory.

        A crash leaves the folder's old corpus, or none. Others may read the folder meanwhile.
        Sentences are saved only if they have been computed.

        Parameters
        ----------
        path : str or PathLike
            A new folder, or one in which a corpus was saved before.

        Raises
        ------
        DiscourseError
            For a folder with other files in it, one that another process is saving to, or metadata
            that mix types in one column.

        Examples
        --------
        >>> import discourse as dc, tempfile
        >>> with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ...     dc.read("seeds/").save(folder + "/paper.corpus")
        """
        save(self.store, check_path("path", path))

    # -------------------------------------------------------------------------------- lines

    def find(self, query: str, *, within: str = "section") -> NDArray[np.int64]:
        """The positions of a query's hits.

        Parameters
        ----------
        query : str
            A phrase, with ``*`` and ``?`` inside a word and ``|`` between alternatives, or CQL.
            After ``::`` it may name the parts to search, as in ``rights :: section = "2"``.
        within : str
            "document", "section" or "sentence": no hit crosses its borders.

        Returns
        -------
        ndarray
            (hits, 2): the first token of each hit, and the one after its last, counted from 0.

        Raises
        ------
        DiscourseError
            For a malformed query, or one that would take too long.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("seeds/").find('community of shared future :: section = "lead"')
        array([[22, 26]])
        """
        return find(self.store, check_text("query", query, "peace"), within=within)

    def show(self, query: str = "") -> Page:
        """The text itself, with the hits of a query marked; dropped regions are left out.

        Parameters
        ----------
        query : str
            A query; without one nothing is marked.

        Returns
        -------
        Page
            The text; a notebook shows it as a page.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Corpus.from_texts({"a": "Peace and rights."}).show("rights")
        a
        <BLANKLINE>
        § 1
        Peace and [rights].
        """
        store = self.store
        hits = (
            self.find(query)
            if not isinstance(query, str) or query
            else np.empty((0, 2), dtype=np.int64)
        )
        ids = line_ids(store, hits)
        return Page(list(self), store.texts, store.regions.copy(), store.index, hits, ids)

    def subset(self, condition: "str | pd.Series[Any] | NDArray[np.bool_]") -> "Corpus":
        """Take the part of the corpus that satisfies a condition, as a corpus.

        Parameters
        ----------
        condition : str, Series of bool or array of bool
            As a string, comparisons of ``document``, ``section``, ``sentence`` or a metadata column
            with ``=  !=  <  <=  >  >=  in``, joined by ``&`` or ``and`` and by ``|`` or ``or``. A
            value in quotes is compared as text, a bare one as a number; ``title = ""`` holds where
            there is no title. A column name that is not a single word is quoted too:
            ``"Speaker Name" in ("Li", "Wu")``. As a Series or array, one value per document in the
            order of `documents`; a Series is aligned on its index.

        Returns
        -------
        Corpus
            The same texts, with only the tokens of the selected parts counted. A Series or array is
            recorded as a condition on the names of the documents.

        Raises
        ------
        DiscourseError
            For an unknown column, a condition that nothing satisfies, or a Series or array that
            does not have one True or False per document.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("seeds/").subset('section in ("1", "2")').size
        467
        >>> speeches = dc.read("docs/speeches")
        >>> speeches.subset(speeches.documents["tokens"] < 13).recipe["subset"]
        ['document in ("2000-Wu", "2015-Noor", "2020-Kim")']
        """
        store = self.store
        return Corpus(
            subset(store, condition if isinstance(condition, str) else write_mask(store, condition))
        )


@accept_words
def load(
    path: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    verify: bool = False,
    tokenizer: Tokenizer | None = None,
) -> Corpus:
    """Load a saved corpus, or several as one.

    The files are mapped into memory: a corpus of any size is ready in milliseconds, and many
    processes share it. Nothing is unpickled.

    Parameters
    ----------
    path : str, PathLike or sequence of these
        A folder that `Corpus.save` wrote. The documents of several follow one another as if they
        had been read together; they are renumbered, in memory.
    verify : bool
        Compare each file with its saved hash, and the corpus with its fingerprint.
    tokenizer : Tokenizer, optional
        What counts as a token, as it was given when the texts were read; needed only for a
        segmenter of your own, because functions are not saved.

    Returns
    -------
    Corpus
        The corpus that was saved.

    Raises
    ------
    DiscourseError
        If there is no saved corpus, or it is truncated, altered, of a newer version or of another
        tokeniser; or if shards are subsets, or share the name of a document.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
    ...     dc.read("seeds/").save(folder + "/paper.corpus")
    ...     dc.load(folder + "/paper.corpus")
    Corpus: 1 document, 6 sections, 1,384 tokens, 475 types
    """
    if tokenizer is not None:
        _check_tokenizer(tokenizer)
    folders = [path] if isinstance(path, (str, PathLike)) else path
    way_out = "write dc.load('paper.corpus')"
    for folder in check_type(
        "path", folders, (list, tuple), "a folder, or a list of them", way_out
    ):
        check_path("path", folder)
    return Corpus(load_store(path, verify=check_flag("verify", verify), tokenizer=tokenizer))


# The inside of a corpus; the completion of a notebook does not offer these names.
_INNER = ("store", "identity")


def _check_tokenizer(tokenizer: Tokenizer | None) -> Tokenizer:
    if tokenizer is None:
        return Tokenizer()
    way_out = "write tokenizer=dc.Tokenizer(hyphen='split')"
    return check_type("tokenizer", tokenizer, Tokenizer, "a Tokenizer", way_out)


def corpus_of_documents(documents: Iterable[Document], tokenizer: Tokenizer | None) -> Corpus:
    """Make a corpus of documents that are in memory."""
    return Corpus(store_documents(documents, _check_tokenizer(tokenizer)))
