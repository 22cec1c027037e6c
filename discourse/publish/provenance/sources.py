"""Texts found again by their hash, and the corpora that recipes describe made of them."""

import csv
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any

from discourse.corpus.corpus import Corpus, in_memory
from discourse.corpus.query.rereading import read_again
from discourse.corpus.references.frequency_list import (
    SHIPPED,
    WORDFREQ,
    FrequencyList,
    Rates,
    reference,
)
from discourse.errors import DiscourseError, one_of
from discourse.publish.provenance.recipes import Recipe, subset_by
from discourse.text.delimited import DELIMITERS, ROWS
from discourse.text.document import Document, text_hash
from discourse.text.encodings import decoded
from discourse.text.folder import Source
from discourse.text.limits import LARGEST
from discourse.text.metadata import described, is_pattern
from discourse.text.reading import Options, documents
from discourse.text.tokenizer import Words

LARGEST_TEXT = 2**30
# Harmless to try: the characters found are held against those that should stand there.
ENCODINGS = ("utf-8", "cp1252", "latin-1")
LIST_KEYS = ("fingerprint", "list", "sha256", "version", "words", "subset")
CORPUS_KEYS = ("fingerprint", "documents", "encoding", "words", "subset", "read")


class Texts:
    """The files below a folder by the hash of their bytes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._corpora: dict[str, Corpus | FrequencyList | Rates] = {}
        self._texts: dict[str, str] = {}
        # Figures of one corpus follow one another, and its tokens take more room than its index.
        self.read_again = lru_cache(maxsize=1)(read_again)

    @cached_property
    def by_hash(self) -> dict[str, Path]:
        """The path of each file by the first twelve hex digits of its sha256."""
        return {_digest(path)[:12]: path for path in reversed(list(files_below(self.root)))}

    def corpus(self, recipe: Recipe) -> Any:
        """The corpus, or the list of frequencies, that a recipe describes.

        Raises
        ------
        DiscourseError : a text that is not below the folder, a malformed recipe, or texts that
            give another corpus than the recipe's.
        """
        key = json.dumps(recipe, sort_keys=True)
        if key not in self._corpora:
            self._corpora[key] = self._listed(recipe) if "list" in recipe else self._made(recipe)
        return self._corpora[key]

    def text_at(self, line_id: str) -> str:
        """The characters that a line's id names, of a file or of a row of a table."""
        digest, _, span = line_id.partition(":")
        start, _, end = span.partition("-")
        if digest not in self._texts:
            self._texts[digest] = self._text(digest)
        return self._texts[digest][int(start) : int(end)]

    def _text(self, digest: str) -> str:
        if digest not in self.by_hash and digest in self._cells:
            return self._cells[digest]
        source = Source(self._path("a line", digest), "a line")
        (document,) = documents([source], Options(ENCODINGS))
        return document.text if isinstance(document, Document) else ""

    @cached_property
    def _cells(self) -> dict[str, str]:
        """Every cell of the tables by its hash: a line does not say in which column its text is."""
        cells = (cell for table in self._tables() for cell in _cells(table.path))
        return {text_hash(cell)[:12]: cell for cell in cells}

    def _made(self, recipe: Recipe) -> Corpus:
        for key in recipe:
            one_of("key of a corpus's recipe", key, CORPUS_KEYS)
        texts = self._documents(
            _mapping(recipe, "documents"), _mapping({"read": {}, **recipe}, "read")
        )
        whole = in_memory(texts, Words.of_recipe(_mapping(recipe, "words")))
        corpus: Corpus = subset_by(whole, recipe["subset"])
        if corpus.fingerprint != recipe["fingerprint"]:
            raise DiscourseError(
                f"the texts give the corpus {corpus.fingerprint} and not "
                f"{recipe['fingerprint']}: their descriptions, names or regions have changed."
            )
        return corpus

    def _listed(self, recipe: Recipe) -> FrequencyList | Rates:
        """A list that is shipped, or one below the folder with the hash."""
        for key in recipe:
            one_of("key of a list's recipe", key, LIST_KEYS)
        name, digest = str(recipe["list"]), str(recipe.get("sha256"))[:12]
        shipped = name in SHIPPED or name.startswith(WORDFREQ)
        at_hand = shipped and digest not in self.by_hash
        source = name if at_hand else self._path(name, digest)
        whole = reference(source, words=Words.of_recipe(_mapping(recipe, "words")))
        found: FrequencyList | Rates = subset_by(whole, recipe.get("subset", []))
        if found.recipe != dict(recipe):
            raise DiscourseError(
                f"the list {name!r} that is here is not the one of the recipe: {found.recipe} and "
                f"not {dict(recipe)}."
            )
        return found

    def _documents(self, wanted: Mapping[str, str], read: Mapping[str, Any]) -> list[Document]:
        """The texts with these hashes, read as they were."""
        options = Options(
            encodings=tuple(read.get("encodings", ("utf-8",))),
            text=str(read.get("text", "text")),
            document=str(read.get("document", "document")),
            on_error="skip",
        )
        sources = [Source(self.by_hash[h], name) for name, h in wanted.items() if h in self.by_hash]
        sources += self._tables() if len(sources) < len(wanted) else []
        if "metadata" in read:
            metadata = self._metadata(read["metadata"])
            sources = described(
                sources,
                metadata,
                document=options.document,
                encodings=options.encodings,
                all_here=False,
            )
        found = {d.name: d for d in documents(sources, options) if isinstance(d, Document)}
        return [self._checked(name, digest, found.get(name)) for name, digest in wanted.items()]

    def _tables(self) -> list[Source]:
        """Every file that holds a text in each row: such texts have hashes of their own."""
        return [Source(path, path.stem) for path in self.by_hash.values() if path.suffix in ROWS]

    def _metadata(self, recorded: object) -> str | Path:
        if isinstance(recorded, Mapping):
            return self._path(str(recorded["file"]), str(recorded["sha256"]))
        if not is_pattern(str(recorded)):
            raise DiscourseError(f"the recipe's metadata {recorded!r} is no pattern of names.")
        return str(recorded)

    def _checked(self, name: str, digest: str, document: Document | None) -> Document:
        if document is None or document.sha256[:12] != digest:
            self._path(name, digest)
            raise DiscourseError(f"{name!r} cannot be read as it was when the recipe was made.")
        return document

    def _path(self, name: str, digest: str) -> Path:
        path = self.by_hash.get(digest)
        if path is None:
            near = [p for p in self.by_hash.values() if p.stem == Path(name).stem]
            other = f"; {near[0].relative_to(self.root)} has another hash" if near else ""
            raise DiscourseError(
                f"no text below {self.root} has the hash {digest} of {name!r}{other}."
            )
        return path


def files_below(root: Path) -> Iterator[Path]:
    """The regular files below a folder, sorted; nothing hidden, nothing behind a link."""
    for folder, inner, names in os.walk(root, followlinks=False):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _digest(path: Path) -> str:
    if path.stat().st_size > LARGEST_TEXT:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _cells(path: Path) -> Iterator[str]:
    """The texts in the cells of a table; of one that cannot be read, those before the fault."""
    before = csv.field_size_limit(LARGEST)
    with suppress(AttributeError, csv.Error, DiscourseError, RecursionError, ValueError):
        text = decoded(path.read_bytes(), ENCODINGS, path.name).text
        if path.suffix in DELIMITERS:
            delimiter = max(DELIMITERS[path.suffix], key=text.partition("\n")[0].count)
            yield from chain.from_iterable(
                csv.reader(StringIO(text, newline=""), delimiter=delimiter)
            )
        else:
            for line in filter(str.strip, text.split("\n")):
                yield from (cell for cell in json.loads(line).values() if isinstance(cell, str))
    csv.field_size_limit(before)


def _mapping(recipe: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = recipe.get(key)
    if not isinstance(value, dict):
        raise DiscourseError(
            f"the recipe's {key!r} is {value!r} and no mapping; save the table anew."
        )
    return value
