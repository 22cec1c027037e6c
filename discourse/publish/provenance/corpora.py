"""The one way from a recipe to the corpus, or the frequency list, that it names.

A `Finder` takes the part of a recipe that describes a corpus, and gives the corpus. There are
three: `find_in_session` for tables that are about to be saved, `FolderCorpora` for saved tables
that are checked against the texts in a folder, and `find_given` for claims about a corpus that the
caller has.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from discourse import record
from discourse.corpus.corpus import Corpus
from discourse.corpus.query.reread_tokens import RereadTokens
from discourse.corpus.query.rereading import reread
from discourse.corpus.references.frequency_list import (
    SHIPPED,
    WORDFREQ,
    FrequencyList,
    Rates,
    reference,
)
from discourse.corpus.store.building import store_documents
from discourse.corpus.store.derived_metadata import joined_values
from discourse.corpus.store.metadata_steps import apply_steps, check_steps, orders_of
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, one_of
from discourse.publish.provenance.hashed_files import ENCODINGS, HashedFiles
from discourse.publish.provenance.recipes import Finder, Recipe, RemadeTables, replace_parts
from discourse.publish.provenance.recorded_layers import add_recorded_layers
from discourse.text.document import EDITED, Document, compose
from discourse.text.encodings import LATIN_1_TO_THE_LETTER, USUAL_ENCODING, is_latin_1
from discourse.text.folder import TextFile
from discourse.text.limits import shorten
from discourse.text.metadata import add_metadata, is_pattern
from discourse.text.nltk_texts import FileChoice, read_nltk_documents
from discourse.text.reading import ReadOptions, Skipped, read_documents
from discourse.text.sentences import FoundStarts
from discourse.text.tokenizer import Tokenizer

CorpusOrList = Corpus | FrequencyList | Rates

# Of the corpora that are checked: a token takes about 100 bytes, which is more than in the index.
MOST_TOKENS_KEPT = 3_000_000
MOST_COPIES = 5  # of each text, whose descriptions are tried
LIST_KEYS = ("fingerprint", "list", "sha256", "version", "words", "subset")
CORPUS_KEYS = (
    "fingerprint", "documents", "encoding", "metadata", "order", "words", "subset", "read",
    "columns", "layers", "joined",
)  # fmt: skip
NAMED = 3  # documents of a corpus, in an error


def find_in_session(name: str) -> Finder:
    """Return a finder of the corpora of this session; `name` is the table's, for the error."""

    def find(part: Recipe) -> Any:
        corpus = record.find_kept(part)
        if corpus is None:
            raise DiscourseError(
                f"the table of {name} was made in another session; read the texts and make it "
                "again here, or compare what was saved with dc.verify."
            )
        return corpus

    return find


def find_given(corpus: Corpus, other: CorpusOrList | None = None) -> Finder:
    """Return a finder that gives this corpus, or the shipped list that a recipe names.

    If another corpus or list is given, it takes the place of the list.
    """

    def find(part: Recipe) -> Any:
        if "list" not in part:
            return corpus
        return reference(part["list"]) if other is None else other

    return find


def complete_recipe(recipe: Recipe, find: Finder) -> Recipe:
    """Return a recipe of this session with the full recipe of each corpus, as a bundle has it."""
    parameters = replace_parts(recipe["parameters"], lambda part: find(part).recipe)
    return {**recipe, "corpus": find(recipe["corpus"]).recipe, "parameters": parameters}


def with_full_recipe(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose provenance says all that is known of each corpus, to leave the session.

    A table without provenance, or one of another session, is returned as it is.
    """
    provenance = table.attrs.get("provenance")
    if not provenance:
        return table
    try:
        full = complete_recipe(json.loads(provenance), find_in_session("this table"))
    except (DiscourseError, KeyError):
        return table
    complete = table.copy()
    complete.attrs["provenance"] = json.dumps(full, ensure_ascii=False)
    return complete


def name_corpus(part: Recipe) -> str:
    """Name the corpus of a recipe: its fingerprint, its documents, and the part that it is.

    Examples
    --------
    >>> import discourse as dc
    >>> name_corpus(dc.Corpus.from_texts({"a": "Peace.", "b": "War."}).recipe)
    "the corpus 8eaddaaf4b858ac5 ('a', 'b')"
    """
    known = part if "documents" in part else getattr(record.find_kept(part), "recipe", {})
    names = [repr(shorten(str(name))) for name in known.get("documents", ())]
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    subset = known.get("subset") or part.get("subset") or ()
    about = [f"{', '.join(names[:NAMED])}{more}"] * bool(names) + list(map(str, subset))
    described = f" ({'; '.join(about)})" if about else ""
    return f"the corpus {part.get('fingerprint')}{described}"


class FolderCorpora:
    """The corpora that can be made again from the texts below a folder, and tables of them."""

    def __init__(self, root: Path) -> None:
        self.files = HashedFiles(root)
        self.tables = RemadeTables()
        self.sentences: FoundStarts = {}  # of its texts
        self._found: dict[str, CorpusOrList] = {}
        self._read_again: dict[str, RereadTokens] = {}

    def rerun(self, recipe: Recipe) -> pd.DataFrame:
        """Make the table of a recipe, unless it is among ``tables``, where it is kept."""
        return self.tables.rerun(recipe, self.find)

    def rerun_beside(self, record: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
        """Make the further tables of the plot of a figure, by the record of its bundle."""
        return {key: self.rerun(recipe) for key, recipe in record["plot"]["beside"].items()}

    def find(self, recipe: Recipe) -> Any:
        """Find the corpus, or the frequency list, that a recipe describes.

        Raises
        ------
        DiscourseError
            If a text is not below the folder, if the recipe is malformed, or if the texts give
            another corpus than the recipe names.
        """
        key = json.dumps(recipe, sort_keys=True)
        if key not in self._found:
            self._found[key] = (
                self._read_list(recipe) if "list" in recipe else self._read_corpus(recipe)
            )
        return self._found[key]

    def find_other_names(self, recipe: Recipe) -> Iterator[tuple[str, Path]]:
        """Find the documents of a corpus under whose name no file has their text, and the file.

        A text is found by its hash, so that its file may be moved; but its name is what readers
        see. Names of the documents in a table, or in a file that is divided, are read from it.
        """
        for name, digest in _mapping_at(recipe, "documents").items():
            copies = self.files.copies.get(str(digest), [])
            if copies and not any(_has_name(path, str(name)) for path in copies):
                yield str(name), copies[0]

    def read_again(self, corpus: Corpus) -> RereadTokens:
        """The tokens of a corpus as the second matcher reads them; the last are kept."""
        kept = self._read_again
        if corpus.fingerprint not in kept:
            while kept and sum(map(len, kept.values())) + corpus.size > MOST_TOKENS_KEPT:
                del kept[next(iter(kept))]
            kept[corpus.fingerprint] = reread(corpus.store)
        return kept[corpus.fingerprint]

    def _read_corpus(self, recipe: Recipe) -> Corpus:
        for key in recipe:
            one_of("key of a corpus's recipe", key, CORPUS_KEYS)
        refusals = []
        # A copy of a text may be described in another way, or not at all.
        ways = [*product(range(self._count_copies(recipe)), (True, False), (False,))]
        if self._are_rows(recipe):
            ways.append((0, True, True))
        for copy, composed, typed in ways:
            try:
                corpus = self._make_corpus(recipe, composed=composed, copy=copy, typed=typed)
            except DiscourseError as error:
                refusals.append(error)
                continue
            if corpus.fingerprint == recipe["fingerprint"]:
                return corpus
            refusals.append(
                DiscourseError(
                    f"the texts give the corpus {corpus.fingerprint}, not "
                    f"{recipe['fingerprint']}: their descriptions, names or regions have changed."
                )
            )
        raise refusals[0]

    def _count_copies(self, recipe: Recipe) -> int:
        digests = _mapping_at(recipe, "documents").values()
        found = (len(self.files.copies.get(str(digest), [])) for digest in digests)
        return min(max(found, default=1) or 1, MOST_COPIES)

    def _are_rows(self, recipe: Recipe) -> bool:
        """Whether no text is a file, so that they may be the rows of a table."""
        digests = map(str, _mapping_at(recipe, "documents").values())
        return self.files.copies.keys().isdisjoint(digests)

    def _make_corpus(
        self, recipe: Recipe, *, composed: bool, copy: int = 0, typed: bool = False
    ) -> Corpus:
        """Make the corpus; version 0.1 did not compose its metadata.

        `copy` counts, from 0, which of several equal files is read. Metadata are `typed` where
        pandas read the table.
        """
        documents, read = _mapping_at(recipe, "documents"), {"read": {}, **recipe}
        if "nltk" in _mapping_at(read, "read"):
            texts = self._read_with_nltk(documents, _mapping_at(read, "read"))
        else:
            texts = self._read_documents(
                documents,
                _mapping_at(read, "read"),
                _mapping_at({"encoding": {}, **recipe}, "encoding"),
                composed=composed,
                copy=copy,
            )
        texts = _type_metadata(texts) if typed else texts
        tokenizer = Tokenizer.of_recipe(_mapping_at(recipe, "words"))
        orders = orders_of(recipe.get("order", {}), ())
        store = store_documents(texts, tokenizer, orders, warn=False)
        store = _restore_columns(store, recipe.get("columns", []))
        steps = check_steps(recipe.get("metadata", []))
        for step in steps:
            self._check_joined_table(step)
        recorded = _mapping_at({"layers": {}, **recipe}, "layers")
        whole = add_recorded_layers(Corpus(apply_steps(store, steps)), recorded, self.files)
        for name in recipe.get("joined", []):
            whole = whole.joined(name)
        corpus: Corpus = _subset_by(whole, recipe["subset"])
        return corpus

    def _check_joined_table(self, step: Mapping[str, Any]) -> None:
        """Refuse a step whose table says something else than the step, or is not here."""
        if "table" not in step:
            return
        source = _mapping_at(step, "table")
        path = self.files.path(str(source.get("file")), str(source.get("sha256")))
        again = joined_values(path, step["of"], step["column"])
        if any(again.get(label) != value for label, value in step["values"].items()):
            raise DiscourseError(
                f"the recipe's {step['column']!r} is not what {path.name} says; save it again."
            )

    def read_texts(self, digests: Iterable[str], about: Mapping[str, Any]) -> Corpus:
        """Read the files with these hashes, with the tokeniser that a layer records."""
        recipe = {
            "documents": {digest: digest for digest in digests},
            "words": about.get("words", Tokenizer().recipe),
            "read": {"encodings": list(ENCODINGS)},
            "subset": [],
        }
        return self._make_corpus(recipe, composed=True)

    def _read_list(self, recipe: Recipe) -> FrequencyList | Rates:
        """The list that this package ships, or the file below the folder that has its hash."""
        for key in recipe:
            one_of("key of a list's recipe", key, LIST_KEYS)
        name, digest = str(recipe["list"]), str(recipe.get("sha256"))[:12]
        shipped = name in SHIPPED or name.startswith(WORDFREQ)
        at_hand = shipped and digest not in self.files.by_hash
        source = name if at_hand else self.files.path(name, digest)
        whole = reference(source, tokenizer=Tokenizer.of_recipe(_mapping_at(recipe, "words")))
        found: FrequencyList | Rates = _subset_by(whole, recipe.get("subset", []))
        if found.recipe != dict(recipe):
            raise DiscourseError(
                f"the list {name!r} found here is not the one in the recipe: it is {found.recipe}, "
                f"not {dict(recipe)}."
            )
        return found

    def _read_documents(
        self,
        wanted: Mapping[str, str],
        read: Mapping[str, Any],
        recorded: Mapping[str, str],
        *,
        composed: bool,
        copy: int,
    ) -> list[Document]:
        """The texts with these hashes, read with the options that the recipe records."""
        options = ReadOptions(
            encodings=tuple(read.get("encodings", ("utf-8",))),
            text=compose(str(read.get("text", "text"))),
            document=compose(str(read.get("document", "document"))),
            on_error="skip",
            composed=composed,
            speaker=str(read.get("speaker", "speaker")),
            transcript=bool(read.get("transcript", False)),
            reading=str(read.get("reading", EDITED)),
        )
        shared = read.get("folder", [])
        if not isinstance(shared, list):
            raise DiscourseError(
                "the recipe's 'folder' does not list hashes; save the table again."
            )
        sources = [
            self._name_source(paths[min(copy, len(paths) - 1)], name, shared)
            for name, digest in wanted.items()
            if (paths := self.files.copies.get(digest))
        ]
        if len(sources) < len(wanted):
            sources += self.files.tables()
            sources += self._name_exports(wanted, shared)
        if "metadata" in read:
            metadata = self._find_metadata(read)
            sources = add_metadata(
                sources,
                metadata,
                document=options.document,
                encodings=options.encodings,
                all_here=False,
            )
        items = list(read_documents(sources, options))
        found = {compose(each.name): each for each in items if isinstance(each, Document)}
        found |= _read_latin_1(sources, options, found, recorded)
        reasons = {each.file: each.reason for each in items if isinstance(each, Skipped)}
        return [
            self._check_document(name, digest, found.get(compose(name)), reasons)
            for name, digest in wanted.items()
        ]

    def _read_with_nltk(self, wanted: Mapping[str, str], read: Mapping[str, Any]) -> list[Document]:
        """The texts with these hashes among those of one of NLTK's own corpora.

        Raises
        ------
        DiscourseError
            If NLTK does not have the corpus here, or if its texts have changed.
        """
        about = _mapping_at(read, "nltk")
        choice = FileChoice.read(about.get("fileids"), about.get("categories"))
        found = read_nltk_documents(
            str(about.get("corpus")), _pattern_in(read), str(about.get("text")), choice
        )
        by_name = {each.name: each for each in found}
        for name, digest in wanted.items():
            if name not in by_name or by_name[name].sha256[:12] != digest:
                raise DiscourseError(
                    f"NLTK's corpus {about.get('corpus')!r} has no text {shorten(str(name))!r} "
                    f"with the hash {digest} here; fetch the version that was analysed."
                )
            self.files.note_text(digest, by_name[name].text)
        return [by_name[name] for name in wanted]

    def _name_source(self, path: Path, name: str, shared: Any) -> TextFile:
        return TextFile(path, name, shared=self.files.folder_description(path, shared))

    def _name_exports(self, wanted: Mapping[str, str], shared: Any) -> list[TextFile]:
        """The files that hold several documents, under each name that these were read by."""
        names = dict.fromkeys(name.rpartition("/")[0] for name in wanted)
        return [
            replace(source, name=name)
            for source in self.files.exports(shared)
            for name in names
            if name and f"/{source.path.with_suffix('').as_posix()}".endswith(f"/{name}")
        ]

    def _find_metadata(self, read: Mapping[str, Any]) -> str | Path:
        recorded = read["metadata"]
        if isinstance(recorded, Mapping):
            return self.files.path(str(recorded["file"]), str(recorded["sha256"]))
        return _pattern_in(read) or ""

    def _check_document(
        self, name: str, digest: str, document: Document | None, reasons: Mapping[str, str]
    ) -> Document:
        if document is None or document.sha256[:12] != digest:
            place = TextFile(self.files.path(name, digest), name).place
            reason = f": {reasons[place]}" if place in reasons else "."
            raise DiscourseError(
                f"{name!r} can no longer be read as when the recipe was made{reason}"
            )
        return replace(document, name=name)


def _type_metadata(documents: Sequence[Document]) -> list[Document]:
    """Documents whose metadata have the types that pandas gives to the columns of a CSV."""
    table = pd.DataFrame([dict(each.metadata) for each in documents])
    typed = pd.read_csv(StringIO(table.to_csv(index=False))).to_dict("records")
    if len(typed) != len(documents):
        return list(documents)
    return [
        replace(document, metadata={str(name): value for name, value in row.items()})
        for document, row in zip(documents, typed, strict=True)
    ]


def _pattern_in(read: Mapping[str, Any]) -> str | None:
    """The pattern of file names that a recipe records, if it does."""
    recorded = read.get("metadata")
    if recorded is not None and not is_pattern(str(recorded)):
        raise DiscourseError(f"the recipe's metadata {recorded!r} is not a pattern of names.")
    return None if recorded is None else str(recorded)


def _has_name(path: Path, name: str) -> bool:
    """Whether a document has the name of its file, with the folders that its name contains."""
    ending = f"/{compose(name)}"
    places = (find().with_suffix("").as_posix() for find in (path.absolute, path.resolve))
    return any(f"/{compose(place)}".endswith(ending) for place in places)


def _read_latin_1(
    sources: list[TextFile],
    options: ReadOptions,
    found: Mapping[str, Document],
    recorded: Mapping[str, str],
) -> dict[str, Document]:
    """Read again, to the letter, what version 0.1.0 read as Latin-1 and is read as cp1252 now."""
    other = {
        name: encoding
        for name, encoding in recorded.items()
        if is_latin_1(str(encoding)) and name in found and found[name].made_by == USUAL_ENCODING
    }
    if not other:
        return {}
    exact = replace(options, encodings=(LATIN_1_TO_THE_LETTER,))
    again = [each for each in read_documents(sources, exact) if isinstance(each, Document)]
    return {
        each.name: replace(each, made_by=other[each.name]) for each in again if each.name in other
    }


def _subset_by(whole: Any, conditions: Iterable[str]) -> Any:
    """Apply the conditions of a subset to a corpus or a frequency list, one after the other."""
    for condition in conditions:
        whole = whole.subset(str(condition))
    return whole


def _restore_columns(store: Store, columns: Any) -> Store:
    """Put the metadata in the order of the corpus that a subset was taken from.

    Some of its columns may be known only from documents that are not in the subset.
    """
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        raise DiscourseError("the recipe's 'columns' does not list names; save the table again.")
    if not set(store.sources.columns) <= set(columns) or len(set(columns)) < len(columns):
        return store
    return replace(store, sources=store.sources.reindex(columns=columns))


def _mapping_at(recipe: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = recipe.get(key)
    if not isinstance(value, dict):
        raise DiscourseError(
            f"the recipe's {key!r} is {value!r}, not a mapping; save the table again."
        )
    return value
