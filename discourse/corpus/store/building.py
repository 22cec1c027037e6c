"""A store is built of files, or of documents in memory."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

from discourse.corpus.store.annotations import make_layers
from discourse.corpus.store.assembly import Assembly, assemble, tabulate_skipped
from discourse.corpus.store.block import make_block, read_block
from discourse.corpus.store.derived_metadata import add_metadata_columns
from discourse.corpus.store.layering import add_layer
from discourse.corpus.store.manifest import refuse_saved_corpus
from discourse.corpus.store.notices import warn_of_texts
from discourse.corpus.store.parallel import describe_failure, map_tasks
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError
from discourse.text.description import hash_description
from discourse.text.document import Document
from discourse.text.encodings import NotDecoded
from discourse.text.folder import TextFile
from discourse.text.metadata import is_pattern
from discourse.text.nltk_texts import FileChoice, list_nltk_texts
from discourse.text.readers.formats import TOKENISED_ENDINGS
from discourse.text.reading import ReadOptions, list_described_files, name_other_files
from discourse.text.segmenters import FILE
from discourse.text.tokenizer import Tokenizer

CATEGORY = "category"  # the column of NLTK's categories
TASK_BYTES = 1 << 22  # of files that one task reads: some tenths of a second of work


def read_store(
    path: Path,
    *,
    metadata: str | PathLike[str] | None,
    options: ReadOptions,
    tokenizer: Tokenizer | None,
    executor: Executor | None,
) -> Store:
    """Read the texts at a path."""
    refuse_saved_corpus(path)
    files = list_described_files(path, metadata, options)
    tokenizer = tokenizer or choose_tokenizer(files)
    work = partial(read_block, options=options, tokenizer=tokenizer)
    blocks = map_tasks(work, _group_files(files), executor, "reading")
    try:
        made = assemble(blocks, tokenizer)
    except NotDecoded as error:
        raise name_other_files(error, files, options) from None
    except BrokenExecutor as error:
        raise DiscourseError(
            f"a worker ended, perhaps for want of memory ({describe_failure(error)}); give fewer "
            "workers, or leave executor out."
        ) from error
    return make_read_store(made, tokenizer, options, record_options(options, metadata, files))


def make_read_store(
    made: Assembly, tokenizer: Tokenizer, options: ReadOptions, read: Mapping[str, Any]
) -> Store:
    """Make a store of texts that were read, and say what is wrong with them."""
    store = _store_assembly(made, tokenizer)
    warn_of_texts(store, made.damaged, options.encodings)
    return replace(store, read_options=read)


def read_nltk_store(
    reader: Any, *, metadata: str | None, text: str, choice: FileChoice, tokenizer: Tokenizer
) -> Store:
    """Read the texts of a corpus reader of NLTK."""
    found = list_nltk_texts(reader, metadata, text, choice)
    options = ReadOptions(found.encodings)
    if found.files:
        blocks = [read_block(found.files, options, tokenizer)]
    else:
        blocks = [make_block(found.documents, tokenizer)]
    made = assemble(blocks, tokenizer)
    store = _store_assembly(made, tokenizer)
    warn_of_texts(store, made.damaged)
    read = record_options(options, metadata, [])
    if found.corpus:
        chosen = {name: list(names) for name, names in choice._asdict().items() if names}
        read["nltk"] = {"corpus": found.corpus, "text": text, **chosen}
    store = replace(store, read_options=read)
    if not found.categories or CATEGORY in store.sources:
        return store
    return add_metadata_columns(store, None, "document", {CATEGORY: found.categories})


def store_documents(
    documents: Iterable[Document],
    tokenizer: Tokenizer,
    orders: Mapping[str, tuple[str, ...]] | None = None,
    *,
    warn: bool = True,
) -> Store:
    """Build a store of documents that are in memory; say what is wrong with them, if `warn`."""
    made = assemble([make_block(list(documents), tokenizer)], tokenizer)
    store = _store_assembly(made, tokenizer)
    if warn:
        warn_of_texts(store, made.damaged)
    return replace(store, orders=orders) if orders else store


def _store_assembly(made: Assembly, tokenizer: Tokenizer) -> Store:
    skipped = tabulate_skipped(made.skipped)
    store = Store(
        tokenizer, made.index, made.texts, made.sources, made.regions, skipped=skipped,
        given=made.given,
    )  # fmt: skip
    for layer in make_layers(made.labels, store.digests.tolist()):
        store = add_layer(store, layer)
    return store


def choose_tokenizer(files: Sequence[TextFile]) -> Tokenizer:
    """The tokeniser of texts for which none is given: the built-in rule, or their own tokens.

    Raises
    ------
    DiscourseError
        If some of the files bring their own tokens and others do not.
    """
    own = [file for file in files if file.path.suffix.casefold() in TOKENISED_ENDINGS]
    if not own:
        return Tokenizer()
    other = next((file for file in files if file not in own), None)
    if other is not None:
        raise DiscourseError(
            f"{own[0].place} is tokenised already and {other.place} is not; read them apart, or "
            "give tokenizer=dc.Tokenizer() to divide both by the same rule."
        )
    return Tokenizer(segmenter=FILE)


def record_options(
    options: ReadOptions, metadata: str | PathLike[str] | None, files: Sequence[TextFile]
) -> dict[str, Any]:
    """The options other than the defaults, with which the texts can be read again.

    Descriptions of folders are recorded by their hashes, because a text does not show which it had.
    """
    changed = {
        key: value for key, value in vars(options).items() if value != vars(ReadOptions())[key]
    }
    shared = {file.shared for file in files if file.shared and file.description == file.shared}
    if shared:
        digests = {hash_description(path.read_bytes())[:12] for path in shared}
        changed["folder"] = sorted(digests)
    if metadata is None:
        return changed
    if is_pattern(metadata):
        return {**changed, "metadata": str(metadata)}
    digest = hashlib.sha256(Path(metadata).read_bytes()).hexdigest()
    return {**changed, "metadata": {"file": Path(metadata).name, "sha256": digest[:12]}}


def _group_files(files: Sequence[TextFile]) -> list[list[TextFile]]:
    """The files in their order, grouped into tasks that are worth a worker's while."""
    tasks: list[list[TextFile]] = []
    size = TASK_BYTES
    for file in files:
        if size >= TASK_BYTES:
            tasks.append([])
            size = 0
        tasks[-1].append(file)
        size += file.length
    return tasks
