"""The one central object: texts, and where every token of them is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import reduce
from operator import attrgetter
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.lines.page import Page, read_page
from discourse.corpus.query.finding import find
from discourse.corpus.query.opening import (
    change_whole,
    list_shards_elsewhere,
    load_shards,
    take_subset,
)
from discourse.corpus.query.subset import write_mask
from discourse.corpus.query.writing import equals
from discourse.corpus.store.assembly import tabulate_skipped
from discourse.corpus.store.building import read_nltk_store, read_store, store_documents
from discourse.corpus.store.counting import term_counts
from discourse.corpus.store.derived_metadata import add_metadata_columns
from discourse.corpus.store.document_order import sort_documents
from discourse.corpus.store.duplicates import duplicates_table
from discourse.corpus.store.inventory import audit_table, documents_table, parts_table
from discourse.corpus.store.joining import join_spans
from discourse.corpus.store.layer import Layer
from discourse.corpus.store.layer_values import TERM, count_values
from discourse.corpus.store.layering import (
    add_layer,
    extract_layer,
    find_span_layer,
    layers_table,
    misfits_table,
)
from discourse.corpus.store.loading import load_store
from discourse.corpus.store.parts import partition
from discourse.corpus.store.saving import save
from discourse.corpus.store.shard_folder import list_shards
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
from discourse.text.document import (
    READINGS,
    Document,
    Value,
    compose,
    plain_document,
    text_hash,
)
from discourse.text.nltk_texts import FileChoice
from discourse.text.reading import ON_ERROR, ReadOptions
from discourse.text.tokenizer import Tokenizer
from discourse.text.turns import divide_into_turns, join_turns

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
    speaker: str = "speaker",
    transcript: bool = False,
    reading: str = "edited",
    on_error: str = "raise",
    executor: Executor | None = None,
) -> "Corpus":
    """Read a text, or the texts of a folder, into a corpus.

    Parameters
    ----------
    path : str or PathLike
        A file, or a folder whose files are read in the order of their names: text, Markdown, HTML,
        Word, OpenDocument, RTF, PDF, TEI XML, subtitles (WebVTT, SubRip), CHAT transcripts, tables
        with a text in each row (CSV, TSV, JSON lines, workbooks), and texts that are tokenised
        already (CoNLL-U, vertical text), whose columns become layers. A ``.toml`` file of the same
        name beside a text describes it: its metadata, and which regions of it are counted; a file
        ``folder.toml`` describes all texts of a folder. A text without a description is divided at
        its headings, or at its paragraphs if it has none; `Corpus.audit` shows which.
    encoding : str or sequence of str
        The encoding of texts whose description names none. If several are given, the first that
        fits a text is used.
    tokenizer : Tokenizer, optional
        What counts as a token; by default `Tokenizer()`, and for texts that are tokenised already
        their own tokens, ``Tokenizer(segmenter="file")``.
    metadata : str or PathLike, optional
        A table with one row per file, or a pattern for the names of files, such as
        ``"{year:d}-{speaker}.txt"``, in which ``:d`` stands for digits.
    text, document, speaker : str
        The columns of tables with the texts, with the names of texts or files, and in a transcript
        with the speakers.
    transcript : bool
        Whether the files are transcripts: a line that begins with a name, such as ``LI:``, begins
        the turn of a speaker, and the rows of a table with one document name are its turns. Turns
        are sections with their speaker (``by="speaker"``, ``:: speaker = "LI"``). TEI, subtitles
        and CHAT have turns without being asked.
    reading : str
        What is counted where a TEI edition gives several readings: "edited" (corrections,
        regular spellings, expansions) or "original" (what the source has).
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

    See Also
    --------
    dc.Corpus.from_texts : A corpus from texts in Python.
    dc.Corpus.from_frame : A corpus from the rows of a table.
    dc.load : A saved corpus, without reading its texts again.
    dc.Tokenizer : How words are found in a text.

    Notes
    -----
    ``discourse docs your-own-texts`` shows each kind of file, metadata, encodings and words.

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
        compose(check_text("text", text, "text")),
        compose(check_text("document", document, "document")),
        one_of("on_error", on_error, ON_ERROR),
        speaker=check_text("speaker", speaker, "speaker"),
        transcript=check_flag("transcript", transcript),
        reading=one_of("reading", reading, READINGS),
    )
    return Corpus(
        read_store(
            check_path("path", path),
            metadata=metadata,
            options=options,
            tokenizer=None if tokenizer is None else _check_tokenizer(tokenizer),
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

    See Also
    --------
    dc.read : Texts of a folder become a corpus.
    dc.load : A saved corpus.
    dc.verbs : What can be asked of a corpus.
    dc.FrequencyList : Counts of texts that are not available.

    Notes
    -----
    ``discourse docs your-own-texts`` explains how texts become a corpus.

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
    def from_texts(
        texts: Mapping[str, str],
        *,
        transcript: bool = False,
        tokenizer: Tokenizer | None = None,
    ) -> "Corpus":
        """Make a corpus of strings, by name.

        Parameters
        ----------
        texts : mapping of str to str
            The text of each document.
        transcript : bool
            Whether a line that begins with a name, such as ``LI:``, begins the turn of a speaker.
        tokenizer : Tokenizer, optional
            What counts as a token; by default `Tokenizer()`.

        Returns
        -------
        Corpus
            One document per string, in the order of the mapping.

        Raises
        ------
        DiscourseError
            For a text that is not a string, or is empty, or is no transcript although all are.

        See Also
        --------
        dc.Corpus.from_frame : The texts and metadata of a table.
        dc.read : The files of a folder.

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
        documents = [plain_document(str(name), text, {}) for name, text in texts.items()]
        if check_flag("transcript", transcript):
            documents = [
                replace(each, regions=divide_into_turns(each.text, each.regions, repr(each.name)))
                for each in documents
            ]
        return corpus_of_documents(documents, tokenizer)

    @staticmethod
    @accept_words
    def from_frame(
        table: pd.DataFrame,
        *,
        text: str = "text",
        document: str = "document",
        speaker: str = "speaker",
        transcript: bool = False,
        tokenizer: Tokenizer | None = None,
    ) -> "Corpus":
        """Make a corpus of the rows of a table; the other columns are its metadata.

        Parameters
        ----------
        table : DataFrame
            One row per document. Any column name will do that is not one of the package's own, such
            as "section" or "tokens"; a condition quotes a name that is not a single word. The
            order of an ordered categorical column is the order of its parts.
        text : str
            The column that holds the texts.
        document : str
            The column that names them; without a "document" a row's label is its name.
        speaker : str
            In a transcript, the column that says who speaks.
        transcript : bool
            Whether each row is a turn, and the rows with one document name are one document.
        tokenizer : Tokenizer, optional
            What counts as a token; by default `Tokenizer()`.

        Returns
        -------
        Corpus
            The documents in the order of the rows. The turns of a transcript are sections with
            their speaker, and with every column that changes within the document.

        Raises
        ------
        DiscourseError
            If a row has no text, two columns or two documents have the same name, or a column has
            a name of the package's own.

        See Also
        --------
        dc.Corpus.from_texts : Strings by name.
        dc.read : Files, among them tables.
        dc.Corpus.with_metadata : Columns for a corpus that is there already.

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
        text, document = (
            compose(check_text("text", text, "text")),
            compose(check_text("document", document, "document")),
        )
        table = table.set_axis([compose(str(name)) for name in table.columns], axis="columns")
        check_text("speaker", speaker, "speaker")
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
        _check_rows_named(names, document)
        others = table.drop(columns=[text, document], errors="ignore")
        ordered = [name for name in others.select_dtypes("category") if others[name].cat.ordered]
        orders = {
            str(name): tuple(compose(str(each)) for each in others[name].cat.categories)
            for name in ordered
        }
        for name in ordered:  # pandas writes the bin (0, 1] as (0.0, 1.0] where others are missing
            if isinstance(others[name].cat.categories, pd.IntervalIndex):
                others[name] = others[name].cat.rename_categories(str)
        metadata = others.to_dict("records") or [{}] * len(table)  # pandas 3.0: [] for no columns
        rows = zip(names, table[text], metadata, strict=True)
        if check_flag("transcript", transcript):
            speaker = one_of("speaker", speaker, table.columns)
            one_of("document", document, table.columns)
            turns = [(str(n), {text: t, **{str(k): v for k, v in m.items()}}) for n, t, m in rows]
            return corpus_of_documents(_join_documents(turns, text, speaker), tokenizer)
        # So that the texts are found in a file with this table.
        given = {"text": text, "document": document}
        return corpus_of_documents(
            [plain_document(str(n), t, {str(k): v for k, v in m.items()}) for n, t, m in rows],
            tokenizer,
            orders=orders,
            read={name: column for name, column in given.items() if column != name},
        )

    @staticmethod
    def from_nltk(
        reader: "nltk.corpus.reader.CorpusReader",
        *,
        metadata: str | None = None,
        text: str = "auto",
        tokenizer: Tokenizer | None = None,
        fileids: str | Sequence[str] | None = None,
        categories: str | Sequence[str] | None = None,
    ) -> "Corpus":
        r"""Make a corpus of the texts of an NLTK corpus reader.

        Parameters
        ----------
        reader : CorpusReader
            One of `nltk.corpus`, such as ``nltk.corpus.inaugural``, or a reader of your own. Its
            files are the documents; the categories of a file, if the reader knows some, are its
            metadata ``category``, joined by ``;`` where there are several.
        metadata : str, optional
            A pattern of file names with named groups, such as
            ``r"(?P<year>\d{4})-(?P<speaker>\w+)"`` or, as in `read`, ``"{year:d}-{speaker}"``. It
            has to fit each name as a whole, with its ending or without.
        text : str
            "raw" takes a file as it is, "words" the words of the reader: a blank is put between two
            words, a new line between two sentences, and an empty line between two paragraphs.
            "auto" takes the file if it is nothing but text, and the words if it has markup or tags.
        tokenizer : Tokenizer, optional
            What counts as a token; by default `Tokenizer()`.
        fileids : str or sequence of str, optional
            The files to read, by the names that ``reader.fileids()`` gives; by default all.
        categories : str or sequence of str, optional
            The categories whose files to read, by the names that ``reader.categories()`` gives.

        Returns
        -------
        Corpus
            One document per file, in the order of the reader. Files in ``.txt`` are read as `read`
            reads them: in UTF-8, or else in the encoding that the reader names.

        Raises
        ------
        DiscourseError
            If NLTK's data are not on this computer, the reader has no files, a file has no text,
            two have the same name, or a name does not fit the pattern; also if the reader lacks a
            file or a category that is asked for, or if files and categories are both given.

        See Also
        --------
        dc.Corpus.to_nltk : A corpus as a text of NLTK.
        dc.read : The files of a folder.

        Notes
        -----
        `verify` makes the corpus again: one of `nltk.corpus` with NLTK, from wherever its data are;
        one of a reader of your own from the ``.txt`` files below the folder that it checks.

        Examples
        --------
        >>> import discourse as dc, nltk
        >>> nltk.data.path.append("docs")  # NLTK reads only in folders that it was told of
        >>> reader = nltk.corpus.reader.PlaintextCorpusReader("docs/speeches", r".*\.txt")
        >>> corpus = dc.Corpus.from_nltk(reader, metadata=r"(?P<year>\d{4})-(?P<speaker>\w+)")
        >>> corpus.documents[["document", "year", "speaker"]]
          document  year speaker
        0  1990-Li  1990      Li
        >>> nltk.data.path.remove("docs")
        """
        if metadata is not None:
            check_text("metadata", metadata, r"(?P<year>\d{4})-(?P<speaker>\w+)")
        words, choice = _check_tokenizer(tokenizer), FileChoice.read(fileids, categories)
        return Corpus(
            read_nltk_store(reader, metadata=metadata, text=text, choice=choice, tokenizer=words)
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
        counts = [
            (len(store.texts), "document"),
            (store.number_of_sections, "section"),
            (store.size, "token"),
        ]
        counts += [(len(store.terms), "type")] if store.is_here else []  # shards have to be asked
        content = ", ".join(f"{n:,} {unit}{'' if n == 1 else 's'}" for n, unit in counts)
        skipped = f" ({len(store.skipped):,} skipped: see .skipped)" if len(store.skipped) else ""
        number = 0 if store.is_here else len(store.firsts) - 1
        shards = f" in {number:,} shard{'' if number == 1 else 's'}" if number else ""
        return f"Corpus{shards}: {content}{skipped}"

    def __len__(self) -> int:
        return len(self.store.texts)

    def __iter__(self) -> Iterator[str]:
        return iter(self.store.sources["document"].tolist())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._as_named_here(name) in self.store.document_numbers

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

        See Also
        --------
        dc.Corpus.show : The text as it is read.
        dc.Tokenizer : What counts as a token.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.Corpus.from_texts({"a": "Peace and rights."}).tokens("a")
        ['Peace', 'and', 'rights']
        """
        at = self.store.document_numbers[self._check_name(document)]
        return self.store.ask_of_document(list_forms, at)

    def _check_name(self, name: str) -> str:
        if not isinstance(name, str):
            raise DiscourseError(
                f"corpus[…] expects the name of a document, got {describe(name)}; list(corpus) "
                "gives the names."
            )
        return self._as_named_here(name) if name in self else one_of("document", name, self)

    def _as_named_here(self, name: str) -> str:
        """A name in its composed form; corpora of version 0.1 may have others."""
        return name if name in self.store.document_numbers else compose(name)

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

    def parts(self, by: str | Sequence[str] = "section") -> pd.DataFrame:
        """One row per part of the corpus.

        Parameters
        ----------
        by : str or sequence of str
            "document", "section", "sentence", a metadata column or a layer of spans, or several, as
            in ``["party", "decade"]``, whose combinations are the parts.

        Returns
        -------
        DataFrame
            One row per part, with the columns ``part, head, position, tokens, types``. ``head`` is
            the heading of a section. ``position`` is the place of the part's first token in the
            corpus, counted from 1; it is missing for the parts of a metadata column, which may
            consist of several stretches. Sections that know their speaker, or anything else, have a
            column for it. If `by` names several columns, these follow.

        See Also
        --------
        dc.Corpus.documents : One row per document.
        dc.frequencies : Counts by part.
        dc.Corpus.subset : One part as a corpus.

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
            treatment, line_end_hyphens, soft_hyphens, kept_hyphens, damaged, language, opening,
            duplicate_of``. The regions of a document tile its text, so their characters add up to
            its length. ``treatment`` is ``count``, ``show`` or ``drop``. ``line_end_hyphens`` is
            the number of hyphens between letters at the end of a line: they are kept, and the word
            counts as two tokens. ``soft_hyphens`` and ``kept_hyphens`` are inside words: in a PDF,
            they are the line ends at which a word was joined, without its hyphen and with it.
            ``damaged`` is the number of places where letters were lost (U+FFFD) or misread
            (``Itâ€™s``) before the text was read here. ``language`` is the one whose rules divide
            sentences. ``opening`` is how the region begins. ``duplicate_of`` names an earlier
            document that is equal or nearly equal, as `duplicates` finds it, so that its words are
            counted twice.

        See Also
        --------
        dc.Corpus.show : The text itself, with what is counted.
        dc.Corpus.parts : The size of each part.

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

    def duplicates(self, *, similarity: float = 0.8) -> pd.DataFrame:
        """One row per document whose counted words are those of an earlier one, or nearly so.

        Parameters
        ----------
        similarity : float
            From 0.1 to 1: how much two texts must have in common. 1 finds equal texts only.

        Returns
        -------
        DataFrame
            One row per duplicate, with the columns ``document, duplicate_of, similarity, tokens,
            tokens_other``, in the order of the corpus. ``similarity`` is the share of runs of five
            tokens that both texts have, of those that either has (Jaccard). ``duplicate_of`` is the
            most similar earlier document that is no duplicate itself, so that the corpus without
            all rows of ``document`` keeps one of each group.

        See Also
        --------
        dc.Corpus.documents : All documents.
        dc.Corpus.subset : The corpus without some of them.

        Notes
        -----
        In a corpus of more than 64 documents, candidates are found by MinHash (64 permutations,
        in bands); a pair just as similar as `similarity` is missed with a probability below 1 in
        10,000, a more similar one more rarely. Candidates are then compared exactly.

        Examples
        --------
        >>> import discourse as dc
        >>> texts = {"a": "We want peace.", "b": "Rights.", "c": "we want peace"}
        >>> twice = dc.Corpus.from_texts(texts)
        >>> twice.duplicates()
          document duplicate_of  similarity  tokens  tokens_other
        0        c            a         1.0       3             3
        >>> twice.subset(~twice.documents["document"].isin(twice.duplicates()["document"]))
        Corpus: 2 documents, 2 sections, 4 tokens, 4 types
        """
        table = duplicates_table(self.store, similarity)
        table.attrs["provenance"] = recipe("duplicates", self, {"similarity": similarity})
        return table

    def dtm(
        self,
        *,
        by: str | Sequence[str] = "document",
        of: str = TERM,
        executor: Executor | None = None,
    ) -> tuple["sparse.csr_array", list[str], list[str]]:
        """The document-term matrix.

        Parameters
        ----------
        by : str or sequence of str
            "document", "section", "sentence", a metadata column or a layer of spans, or several, as
            in ``["party", "decade"]``, whose combinations are the parts.
        of : str
            What is counted: "term", a layer that gives each token a value, or several of them, as
            in "lemma+pos".
        executor : Executor, optional
            Any `concurrent.futures.Executor` to count with; the numbers are the same. A corpus in
            shards is counted by its own.

        Returns
        -------
        counts : sparse array
            (parts × terms), how often each term occurs in each part.
        parts : list of str
            The labels of the parts.
        terms : list of str
            The terms, in alphabetical order.

        See Also
        --------
        dc.frequencies : The same counts as a table.
        dc.correspondence : A map of such a matrix.

        Examples
        --------
        >>> import discourse as dc
        >>> counts, parts, terms = dc.read("seeds/").dtm(by="section")
        >>> counts.shape, parts[:2], terms[-2:]
        ((6, 475), ['lead', '1'], ['year', 'zero'])
        """
        store = count_values(self.store, of)
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

        See Also
        --------
        dc.Corpus.from_nltk : A corpus of a reader of NLTK.
        dc.export : Tables for other programs.

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

        See Also
        --------
        dc.load : Load it again.
        dc.save_table : Save a table.

        Examples
        --------
        >>> import discourse as dc, tempfile
        >>> with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ...     dc.read("seeds/").save(folder + "/paper.corpus")
        """
        save(self.store, check_path("path", path))

    # ----------------------------------------------------------- more metadata, another order

    def with_metadata(
        self,
        table: "pd.DataFrame | str | PathLike[str] | None" = None,
        *,
        on: str = "document",
        **columns: Any,
    ) -> "Corpus":
        """Add metadata to the corpus, as columns that are derived or joined.

        Parameters
        ----------
        table : DataFrame, str or PathLike, optional
            A table, or the path of one. Its column `on` says what each row is about; its other
            columns are added. Rows about nothing in the corpus are ignored.
        on : str
            The column that a table, or a mapping, refers to: "document" or a metadata column.
        **columns : object
            For each new column one of these: a function of a document, which is a row of
            `documents` in which numerals are numbers; a mapping from the values of `on`; a column
            and the edges that divide it, as in ``("year", [1990, 2000])``, where an edge belongs
            to the bin above it and a mapping of the edges names the bins; or one value per
            document.

        Returns
        -------
        Corpus
            The same texts and tokens, with more metadata. Its recipe holds the added values, so a
            table by them can be verified. Mappings, bins and tables are applied again; what a
            function or a list gave is taken as recorded, because a function is not saved.

        Raises
        ------
        DiscourseError
            If a column exists already, a document has no value in a table or a mapping, or a
            function fails.

        See Also
        --------
        dc.Corpus.documents : The metadata that a corpus has.
        dc.Corpus.subset : The documents with some value.

        Examples
        --------
        >>> import discourse as dc
        >>> speeches = dc.read("docs/speeches", metadata="{year:d}-{speaker}")
        >>> more = speeches.with_metadata(
        ...     decade=lambda d: d["year"] // 10 * 10, period=("year", [2000, 2010])
        ... )
        >>> more.parts("period")[["part", "tokens"]]
                 part  tokens
        0  below 2000      15
        1   2000-2009      87
        2   from 2010      33
        """
        check_text("on", on, "document")
        return Corpus(add_metadata_columns(self.store, table, compose(on), columns))

    def sort(self, *by: str) -> "Corpus":
        """Put the documents in the order of their metadata.

        Parameters
        ----------
        *by : str
            Metadata columns, the most important first; documents that agree in all of them keep
            their order. The order of values is that of parts: missing ones first, numbers as
            numbers, ordered categories as they were given.

        Returns
        -------
        Corpus
            The same documents in another order.

        Raises
        ------
        DiscourseError
            For an unknown column, or none.

        See Also
        --------
        dc.Corpus.documents : The documents in their order.
        dc.trend : Rates over time.

        Examples
        --------
        >>> import discourse as dc
        >>> list(dc.read("docs/speeches", metadata="{year:d}-{speaker}").sort("speaker"))[:3]
        ['2005-Ada', '2020-Kim', '1990-Li']
        """
        names = [check_text("by", name, "year") for name in by]
        ordered = Corpus(sort_documents(self.whole.store, names))
        for condition in self.store.conditions:
            ordered = ordered.subset(condition)
        return ordered

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

        See Also
        --------
        dc.concordance : The hits with their contexts.
        dc.positions : The hits as a table.

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

        See Also
        --------
        dc.concordance : The hits of a query, one below the other.
        dc.Corpus.audit : What of the text is counted.

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
        return read_page(store, hits)

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

        See Also
        --------
        dc.Corpus.parts : The parts that there are.
        dc.Corpus.only : The tokens in spans of a layer.
        dc.Corpus.without : The tokens outside them.

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
            take_subset(
                store, condition if isinstance(condition, str) else write_mask(store, condition)
            )
        )

    # ------------------------------------------------------------------------------- layers

    @property
    def layers(self) -> pd.DataFrame:
        """One row per layer, in the order in which they were added.

        The columns are ``layer, shape, spans, labels, maker, precision, recall, status, documents,
        misfits``. ``spans`` is the number of spans, or of tokens with a value; ``documents`` the
        number of documents that the layer covers. ``status`` is "measured" if precision and recall
        of its maker were measured on texts that it was not made for, "candidates" if they were
        not, "coded" if a reader gave the labels, and otherwise "given". ``misfits`` counts the
        rows of `misfits`.

        Examples
        --------
        >>> import discourse as dc
        >>> dc.read("seeds/").layers.empty
        True
        """
        table = layers_table(self.store)
        table.attrs["provenance"] = recipe("layers", self, {})
        return table

    def layer(self, name: str) -> Layer:
        """A layer of the corpus by its name; in a subset, without the spans that are left out.

        Parameters
        ----------
        name : str
            The name of a layer that `layers` lists.

        Returns
        -------
        Layer
            The layer; `Layer.table` has a row per span.

        See Also
        --------
        dc.Corpus.layers : The table of all layers.
        dc.Corpus.with_layer : Add a layer.

        Examples
        --------
        >>> import discourse as dc, pandas as pd
        >>> corpus = dc.Corpus.from_texts({"a": "Peace and human rights."})
        >>> line_id = dc.concordance(corpus, "human rights").frame["line_id"]
        >>> coded = dc.Layer("code", pd.DataFrame({"line_id": line_id, "label": "aim"}))
        >>> corpus.with_layer(coded).layer("code")
        Layer 'code': 1 span, 1 label
        """
        return extract_layer(self.store, name)

    def with_layer(self, *layers: Layer) -> "Corpus":
        """Add a layer, or several; queries and verbs then know each by its name.

        Parameters
        ----------
        *layers : Layer
            The layers. Each replaces a layer of the same name.

        Returns
        -------
        Corpus
            The same texts and tokens, and what the layer says about them. Of a subset, the whole
            corpus gets the layer, and the subset is taken again.

        Raises
        ------
        DiscourseError
            If a span is of a text that is not in the corpus or has changed, or lies outside its
            text, or if a metadata column has the layer's name.

        See Also
        --------
        dc.Layer : What is said about stretches of text.
        dc.layers.make : A layer by a rule.
        dc.layers.tag : Lemmas, parts of speech and syntax.
        dc.Corpus.misfits : Where a layer and the tokens do not match.

        Notes
        -----
        A token belongs to a span if it has a character in common with it. It has the value of that
        piece of a token layer that covers most of its characters, or of the first of several that
        cover equally many. `misfits` lists where this matters.

        Examples
        --------
        >>> import discourse as dc, pandas as pd
        >>> corpus = dc.Corpus.from_texts({"a": "Peace and human rights."})
        >>> line_id = dc.concordance(corpus, "human rights").frame["line_id"]
        >>> coded = dc.Layer("code", pd.DataFrame({"line_id": line_id, "label": "aim"}))
        >>> dc.frequencies(corpus.with_layer(coded), by="code")[["part", "term"]].values.tolist()
        [['', 'and'], ['aim', 'human'], ['', 'peace'], ['aim', 'rights']]
        """
        for layer in layers:
            way_out = "make one with dc.Layer(name, table)"
            if isinstance(layer, (list, tuple)):
                way_out = "write with_layer(*layers) to give those of a list"
            check_type("with_layer", layer, Layer, "a Layer", way_out)
        return Corpus(change_whole(self.store, lambda whole: reduce(add_layer, layers, whole)))

    def misfits(self, name: str) -> pd.DataFrame:
        """One row per token or span of a layer that do not match one to one.

        Parameters
        ----------
        name : str
            The name of a layer that `layers` lists.

        Returns
        -------
        DataFrame
            The columns are ``line_id, document, misfit, text, label``. ``misfit`` is "several
            pieces" or "piece of several tokens" of a token, and "token partly inside" or "no token"
            of a span. A token to which a layer gives no value is none; ``[pos=""]`` finds those.

        See Also
        --------
        dc.Corpus.layers : The number of misfits of each layer.
        dc.Corpus.with_layer : How a token gets its value.

        Examples
        --------
        >>> import discourse as dc, pandas as pd
        >>> corpus = dc.Corpus.from_texts({"a": "China's rights"})
        >>> digest = corpus.documents["sha256"][0][:12]
        >>> name = pd.DataFrame({"line_id": [f"{digest}:0-5"], "label": ["country"]})
        >>> corpus.with_layer(dc.Layer("name", name)).misfits("name")[["misfit", "text"]]
                        misfit   text
        0  token partly inside  China
        """
        table = misfits_table(self.store, name)
        table.attrs["provenance"] = recipe("misfits", self, {"name": name})
        return table

    def only(self, name: str) -> "Corpus":
        """Keep the tokens that lie in a span of a layer: short for ``subset('name != ""')``.

        Parameters
        ----------
        name : str
            The name of a layer of spans.

        Returns
        -------
        Corpus
            The subset.

        See Also
        --------
        dc.Corpus.without : The other tokens.
        dc.Corpus.subset : Any other condition.

        Examples
        --------
        >>> import discourse as dc, pandas as pd
        >>> corpus = dc.Corpus.from_texts({"a": "Peace and human rights."})
        >>> line_id = dc.concordance(corpus, "human rights").frame["line_id"]
        >>> coded = dc.Layer("code", pd.DataFrame({"line_id": line_id, "label": "aim"}))
        >>> corpus.with_layer(coded).only("code").terms
        ('human', 'rights')
        """
        return self.subset(f'{find_span_layer(self.store, name).name} != ""')

    def without(self, name: str) -> "Corpus":
        """Leave out the tokens that lie in a span of a layer: short for ``subset('name = ""')``.

        Parameters
        ----------
        name : str
            The name of a layer of spans.

        Returns
        -------
        Corpus
            The subset. No phrase or n-gram bridges what is left out.

        See Also
        --------
        dc.Corpus.only : The other tokens.
        dc.Corpus.joined : Spans as single tokens.
        dc.Corpus.subset : Any other condition.

        Examples
        --------
        >>> import discourse as dc, pandas as pd
        >>> corpus = dc.Corpus.from_texts({"a": "Peace and human rights."})
        >>> line_id = dc.concordance(corpus, "human rights").frame["line_id"]
        >>> coded = dc.Layer("code", pd.DataFrame({"line_id": line_id, "label": "aim"}))
        >>> corpus.with_layer(coded).without("code").terms
        ('and', 'peace')
        """
        return self.subset(equals(find_span_layer(self.store, name).name, ""))

    def joined(self, name: str) -> "Corpus":
        """Count each span of a layer as one token, such as *United_Nations*.

        Parameters
        ----------
        name : str
            The name of a layer of spans. Of spans that overlap, the first is joined, and of those
            that begin together the longest. A span that crosses a section, or text that is left
            out, is not joined.

        Returns
        -------
        Corpus
            The same texts with fewer tokens; ``_`` stands for the blanks of a joined token. Other
            layers stay where they were. Of a subset, the whole corpus is joined, and the subset is
            taken again.

        See Also
        --------
        dc.Corpus.only : The tokens in spans.
        dc.Corpus.without : The tokens outside them.

        Examples
        --------
        >>> import discourse as dc, pandas as pd
        >>> corpus = dc.Corpus.from_texts({"a": "Peace and human rights."})
        >>> line_id = dc.concordance(corpus, "human rights").frame["line_id"]
        >>> coded = dc.Layer("code", pd.DataFrame({"line_id": line_id, "label": "aim"}))
        >>> corpus.with_layer(coded).joined("code").terms
        ('and', 'human_rights', 'peace')
        """
        find_span_layer(self.store, name)
        return Corpus(change_whole(self.store, lambda whole: join_spans(whole, name)))


@accept_words
def load(
    path: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    verify: bool | None = None,
    tokenizer: Tokenizer | None = None,
    executor: Executor | None = None,
) -> Corpus:
    """Load a saved corpus, or several as one.

    The files are mapped into memory: a corpus of any size is ready in milliseconds, and many
    processes share it. Nothing is unpickled.

    Parameters
    ----------
    path : str, PathLike or sequence of these
        A folder that `Corpus.save` wrote, or a folder of shards that ``discourse index --shards``
        wrote. The documents of several follow one another as if they had been read together; they
        are renumbered, in memory.
    verify : bool, optional
        True compares each file with its saved SHA-256 hash, and the corpus with its fingerprint;
        False only checks that all numbers are within their bounds. By default each file is compared
        with its saved checksum if all files have 64 MB or less, about four million tokens. The
        checksum notices what happens to files on a disk or on the way; a file that someone changed
        so that its checksum stays the same is found with True alone. So is, in a larger corpus, a
        number that was changed into another possible one.
    tokenizer : Tokenizer, optional
        What counts as a token, as it was given when the texts were read; needed only for a
        segmenter of your own, because functions are not saved.
    executor : Executor, optional
        Who counts: any `concurrent.futures.Executor`, or a Dask client. The corpora are then shards
        that are opened where the workers are and see these paths; their texts are not brought here,
        and verbs ask each shard and add up the answers, which are those of one machine. A verb
        that cannot be asked of shards says so; see ``discourse help scale``.

    Returns
    -------
    Corpus
        The corpus that was saved.

    Raises
    ------
    DiscourseError
        If there is no saved corpus, or it is truncated, damaged, of a newer version or of another
        tokeniser; or if shards are subsets, differ in how they were made, or cannot be opened by
        the executor.

    See Also
    --------
    dc.Corpus.save : Save a corpus, to load it without reading its texts again.
    dc.read : Texts of a folder become a corpus.

    Notes
    -----
    If documents of several corpora have the same name, the names of all documents begin with that
    of their corpus: ``2001/001`` is the document ``001`` of ``2001.corpus``.

    ``discourse docs scale`` explains saved corpora and shards.

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
    if verify is not None:
        check_flag("verify", verify)
    if isinstance(path, (str, PathLike)):
        return _load_from_folder(Path(path), verify, tokenizer, executor)
    if executor is None:
        return Corpus(load_store(path, verify=verify, tokenizer=tokenizer))
    paths = [str(Path(shard).absolute()) for shard in path]
    return Corpus(load_shards(paths, executor, verify, tokenizer))


def _load_from_folder(
    path: Path, verify: bool | None, tokenizer: Tokenizer | None, executor: Executor | None
) -> Corpus:
    """Load a corpus that was saved in a folder, or a folder of shards."""
    store: Store
    if executor is None:
        shards = list_shards(path)
        found = path if shards is None else shards.paths
        store = load_store(found, verify=verify, tokenizer=tokenizer)
        if shards is not None and shards.skipped is not None:
            store = replace(store, skipped=tabulate_skipped(shards.skipped))
    else:
        folder = path.absolute()
        shards = list_shards_elsewhere(folder, executor)
        paths, skipped = ([folder], None) if shards is None else (shards.paths, shards.skipped)
        store = load_shards([*map(str, paths)], executor, verify, tokenizer, skipped)
    if shards is not None:
        shards.check(store.sources)
    return Corpus(store)


def list_forms(store: Store, document: int) -> list[str]:
    """The tokens of a document as they are written."""
    index = store.index
    first, last = index.documents[document : document + 2]
    return [index.vocabulary.forms[number] for number in index.ids[first:last].tolist()]


# The inside of a corpus; the completion of a notebook does not offer these names.
_INNER = ("store", "identity")


def _check_tokenizer(tokenizer: Tokenizer | None) -> Tokenizer:
    if tokenizer is None:
        return Tokenizer()
    way_out = "write tokenizer=dc.Tokenizer(hyphen='split')"
    return check_type("tokenizer", tokenizer, Tokenizer, "a Tokenizer", way_out)


def corpus_of_documents(
    documents: Iterable[Document],
    tokenizer: Tokenizer | None,
    *,
    orders: Mapping[str, tuple[str, ...]] | None = None,
    read: Mapping[str, str] | None = None,
) -> Corpus:
    """Make a corpus of documents that are in memory.

    `orders` are those of its categories, and `read` names the columns of a table with these texts.
    """
    store = store_documents(documents, _check_tokenizer(tokenizer), orders)
    return Corpus(replace(store, read_options=read or {}))


def _join_documents(
    rows: Iterable[tuple[str, Mapping[str, Value]]], text: str, speaker: str
) -> Iterator[Document]:
    """Join the rows of each document, which are its turns."""
    turns: dict[str, list[Mapping[str, Value]]] = {}
    for name, row in rows:
        given = {
            key: value
            for key, value in row.items()
            if not (pd.api.types.is_scalar(value) and pd.isna(value))
        }
        turns.setdefault(compose(name), []).append(given)
    for name, joined in join_turns(turns, text=text, speaker=speaker).items():
        digest = text_hash(joined.text)
        yield Document(name, joined.text, digest, joined.regions, joined.metadata)


def _check_rows_named(names: "pd.Series[Any]", column: str) -> None:
    """Refuse a row that names no document: it would be one of the name 'nan'."""
    unnamed = np.flatnonzero(names.isna().to_numpy())
    if len(unnamed):
        raise DiscourseError(
            f"row {unnamed[0] + 1:,} of {len(names):,} has no name in {column!r}; give it one, or "
            "drop the row. In a CSV that pandas wrote, a text with a lone carriage return (\\r) "
            "is broken into two rows: write the file with "
            "df.replace(r'\\r\\n?', '\\n', regex=True).to_csv(…)."
        )
