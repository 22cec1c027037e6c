"""The layers that a recipe names: made again by rule or tagger, or read from their file."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import regex

from discourse import layers
from discourse.corpus.corpus import Corpus
from discourse.corpus.store.layer import Layer, layer_recipe, limit_layer
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError
from discourse.layer_notes import MEASURED
from discourse.layers.coding.code_file import CodeFile
from discourse.layers.coding.codebook import DECIDED, Codebook, codebook, is_codebook
from discourse.layers.coding.codes import coder_of, decisions_path, find_files
from discourse.layers.files import CSV, RECORD, find_changed_spans, read_layer_record
from discourse.layers.making import remake
from discourse.layers.taggers.choosing import find_recorded
from discourse.layers.taggers.tagging import retag
from discourse.publish.provenance.allowance import is_own_file
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.hashed_files import HashedFiles

_BEGINS = regex.compile(rb"line_id,label[,\r\n]")  # how the file of a layer begins


class LayerTexts(Protocol):
    """The texts below a folder, which can be read again by their hashes."""

    files: HashedFiles

    def read_texts(self, digests: Iterable[str], about: Mapping[str, Any]) -> Corpus:
        """Read the files with these hashes, with the tokeniser that a layer records."""


def add_recorded_layers(corpus: Corpus, recorded: Mapping[str, Any], files: HashedFiles) -> Corpus:
    """Give a corpus the layers of a recipe.

    Parameters
    ----------
    corpus : Corpus
        The corpus without them.
    recorded : mapping
        What the recipe says of each layer, by name.
    files : HashedFiles
        The files among which layers are looked for that no rule makes.

    Returns
    -------
    Corpus
        The corpus with all of them.

    Raises
    ------
    DiscourseError
        If a layer is not what was recorded, or cannot be found.
    """
    # The files of tokenised texts bring layers, which the corpus has already.
    brought = {name: layer.recipe for name, layer in corpus.store.layers.items()}
    waiting = {name: entry for name, entry in recorded.items() if brought.get(name) != entry}
    while waiting:
        refused: dict[str, DiscourseError] = {}
        for name, entry in list(waiting.items()):
            try:
                corpus = corpus.with_layer(_find_layer(corpus, name, entry, files))
                del waiting[name]
            except DiscourseError as error:  # a rule may ask for a layer that is still to come
                refused[name] = error
        if len(refused) == len(waiting) and refused:
            # What a coder has changed also changes what all coders agree on.
            own = [name for name in refused if _codebook_of(name, recorded[name]) != name]
            raise refused[[*own, *refused][0]]
    return corpus


def _find_layer(corpus: Corpus, name: str, entry: Any, files: HashedFiles) -> Layer:
    if not isinstance(entry, dict) or "digest" not in entry:
        raise DiscourseError(f"the recipe of the layer {name!r} is malformed; save it again.")
    found = _make_again(corpus, name, entry, files)
    if found is not None:
        if layer_recipe(found.digest, found.about) == entry:
            return found
        raise DiscourseError(_describe_change(name, entry, found))
    layers_found = _make_codes(corpus, name, entry, files)
    if not any(layer_recipe(each.digest, each.about) == entry for each in layers_found):
        # A layer in a file may cover more texts than the corpus has, if that was a subset.
        here = corpus.store.digests.tolist()
        named = _find_layer_files(name, entry, files, needed=not layers_found)
        layers_found += [limit_layer(layers.read(path), here) for path in named]
    for found in layers_found:
        if layer_recipe(found.digest, found.about) == entry:
            return found
    raise DiscourseError(_describe_change(name, entry, layers_found[0]))


def _make_again(
    corpus: Corpus, name: str, about: Mapping[str, Any], files: HashedFiles
) -> Layer | None:
    """A layer as its rule or its tagger makes it now; None if neither is here."""
    if about.get("maker") in layers.makers()["maker"].tolist():
        return remake(corpus, name, about)
    tagger = find_recorded(about, lambda sha256: files.by_hash.get(sha256[:12]))
    if tagger is None or name not in tagger.attributes:
        return None
    parsed = bool(about["parameters"].get("parsed"))
    known = _TAGGED.setdefault(files, {})
    key = _name_tagging(corpus.store, about)
    if key not in known:  # a tagger makes all layers of a text at once
        known[key] = retag(corpus, tagger, parsed=parsed)
    return next((layer for layer in known[key] if layer.name == name), None)


def _name_tagging(store: Store, about: Mapping[str, Any]) -> str:
    """What the layers that a tagger makes of some texts follow from."""
    tagged = {key: about[key] for key in about if key not in ("digest", MEASURED)}
    index = store.index
    places = (index.documents, index.sections, index.runs, index.starts)
    texts = [store.digests.tolist(), store.languages, *(array.tolist() for array in places)]
    return hashlib.sha256(json.dumps([tagged, texts], sort_keys=True).encode()).hexdigest()


# What taggers say about texts below a folder.
_TAGGED: WeakKeyDictionary[HashedFiles, dict[str, list[Layer]]] = WeakKeyDictionary()


def _make_codes(
    corpus: Corpus, name: str, entry: Mapping[str, Any], files: HashedFiles
) -> list[Layer]:
    """The layers of this name that coders have coded, if their codebook and files are here."""
    book = entry.get("codebook")
    used = str(book.get("sha256")) if isinstance(book, Mapping) else ""
    path = files.by_hash.get(used[:12])
    if path is None or not is_codebook(path):
        return []
    _refuse_links(path)
    made = layers.codes(corpus, path)
    if entry.get("coder") in [each.about["coder"] for each in made[1:]]:
        made += layers.codes(corpus, path, coder=str(entry["coder"]))[:1]
    return [each for each in made if each.name == name]


def _refuse_links(path: Path) -> None:
    """Refuse a codebook beside which a file of codes is a link, a pipe or a device."""
    book = codebook(path)
    decided = decisions_path(book)
    for file in [*(file for _, file in find_files(book)), *([decided] if decided else [])]:
        if not is_own_file(file):
            raise DiscourseError(f"{file} is a link, a pipe or a device; put the codes there.")


def _find_layer_files(
    name: str, entry: Mapping[str, Any], files: HashedFiles, *, needed: bool
) -> list[Path]:
    """The files of layers of this name, those that were made as the recipe says first."""
    made = {key: value for key, value in entry.items() if key != "digest"}
    named = [
        (path, record)
        for path, record in _records_below(files).items()
        if record["name"] == name and is_own_file(path.with_suffix(CSV))
    ]
    if not named and needed:
        raise DiscourseError(
            _describe_codebook(name, entry, files)
            or f"no file of the layer {name!r}, which {entry.get('maker') or 'nobody'} made, is "
            f"below {files.root} with its record; save it there with dc.layers.write."
        )
    named.sort(key=lambda pair: layer_recipe("", pair[1]["about"]) != {"digest": "", **made})
    return [path.with_suffix(CSV) for path, _ in named]


def _codebook_of(name: str, entry: Any) -> str:
    """The name of the codebook of a layer of codes, "" for another layer."""
    book = entry.get("codebook") if isinstance(entry, Mapping) else None
    named = str(book.get("name", "")) if isinstance(book, Mapping) and "file" in book else ""
    return named if named and name in (named, f"{named}_{entry.get('coder')}") else ""


def _describe_codebook(name: str, entry: Mapping[str, Any], files: HashedFiles) -> str:
    """Why a layer of codes cannot be made again; "" for another layer."""
    named = _codebook_of(name, entry)
    if not named:
        return ""
    used = str(entry["codebook"].get("sha256"))[:12]
    if used in files.by_hash:
        return (
            f"the layer {name!r} was made of the codes in {named}.{entry['coder']}.csv, which is "
            f"not beside {files.by_hash[used].name}; put it back."
        )
    file = str(entry["codebook"]["file"])
    here = [digest for digest, path in files.by_hash.items() if path.name == file]
    found = f"has changed: its sha256 is {here[0]} now" if here else f"is not below {files.root}"
    return (
        f"the layer {name!r} was made with the codebook {file}, sha256 {used}, which {found}; put "
        "that one back, or save again what was made with it."
    )


def _records_below(files: HashedFiles) -> dict[Path, dict[str, Any]]:
    """The record of each layer that has one, by its path."""
    found = {}
    for path in files.by_hash.values():
        record = _try_record(path) if path.suffix == RECORD else None
        if record is not None:
            found[path] = record
    return found


def _try_record(path: Path) -> dict[str, Any] | None:
    """The record of a layer, or None if a file is something else."""
    try:
        return read_layer_record(path)
    except DiscourseError:
        return None


def is_layer_file(path: Path) -> bool:
    """Whether a CSV file holds the spans of a layer: it begins with their two columns."""
    if path.suffix != CSV:
        return False
    with path.open("rb") as file:
        return _BEGINS.match(file.read(len("line_id,label") + 2)) is not None


def check_layer_file(path: Path, name: str, corpora: LayerTexts) -> Iterator[Finding]:
    """Compare a layer's file with its record, its texts, and its rule, codebook or model.

    Parameters
    ----------
    path : Path
        The spans; their record is beside them.
    name : str
        What the file is called in a finding.
    corpora : LayerTexts
        The texts.

    Yields
    ------
    Finding
        A span that was changed, that lies in no text, or that the rule does not make; a record, a
        codebook or a model that is not what was recorded.
    """
    record = path.with_suffix(RECORD)
    if record.is_symlink():
        yield Finding(name, "record", f"a record in {record.name}", "a link")
        return
    try:
        book = _find_codebook(path)
        if book is not None:
            yield from _check_codes(path, book, name, corpora.files)
            return
        if read_layer_record(path) is None:
            yield Finding(name, "record", f"a record in {path.with_suffix(RECORD).name}", "none")
            return
        for span in find_changed_spans(path):
            yield Finding(name, span.place, span.recorded, span.found)
        layer = layers.read(path)
        yield from _check_lines(layer.spans.line_ids(), name, corpora.files)
        yield from _check_means(layer, name, corpora.files)
        yield from _check_rule(layer, name, corpora)
    except DiscourseError as error:
        yield Finding(name, "layer", "a layer of texts that are here", str(error))


def _find_codebook(path: Path) -> Codebook | None:
    """The codebook beside a file of codes; None if the file is of something else."""
    for beside in sorted(path.parent.glob(f"*{RECORD}")):
        if is_own_file(beside) and is_codebook(beside):
            book = codebook(beside)
            if coder_of(book, path):
                return book
    return None


def _check_codes(path: Path, book: Codebook, name: str, files: HashedFiles) -> Iterator[Finding]:
    """Check the codes of a coder, and that their lines are in texts that are here."""
    decides = coder_of(book, path) == DECIDED
    codings = CodeFile(book, "coder", path, decides=decides).read()
    yield from _check_lines(codings, name, files)


def _check_lines(line_ids: Iterable[str], name: str, files: HashedFiles) -> Iterator[Finding]:
    """Lines of texts that are not here, one finding for each text, and lines outside their text."""
    missing = set()
    for line_id in line_ids:
        text = line_id.partition(":")[0]
        if text in missing:
            continue
        try:
            inside = bool(files.text_at(line_id))
        except DiscourseError:
            missing.add(text)
            yield Finding(name, line_id, f"a text with the hash {text}", f"none in {files.root}")
            continue
        if not inside:
            yield Finding(name, line_id, "a span of its text", "characters after its end")


def _check_means(layer: Layer, name: str, files: HashedFiles) -> Iterator[Finding]:
    """The codebook that a coder used, and the model of a tagger, if it is here."""
    for kind in ("codebook", "model"):
        used = layer.about.get(kind)
        if not isinstance(used, Mapping) or not used.get("sha256"):
            continue
        digest, file = str(used["sha256"])[:12], str(used.get("file", kind))
        here = [path.name for path in files.by_hash.values()]
        if digest not in files.by_hash and (kind == "codebook" or file in here):
            found = "another file of that name" if file in here else "no such file"
            yield Finding(name, kind, f"{file} with the hash {digest}", found)


def _check_rule(layer: Layer, name: str, corpora: LayerTexts) -> Iterator[Finding]:
    """What the rule of a layer makes of the same texts, if they are files that are here."""
    if not all(text in corpora.files.by_hash for text in layer.texts):
        return
    try:
        texts = corpora.read_texts(layer.texts, layer.about)
        again = _make_again(texts, layer.name, layer.about, corpora.files)
    except DiscourseError:  # they were read with options that the layer does not record
        return
    if again is None:
        return
    version, today = layer.about.get("version"), again.about.get("version")
    if version != today:
        yield Finding(name, "version", f"version {today} of {layer.about['maker']}", str(version))
    if again.digest == layer.digest:
        return
    made, stored = (
        dict(zip(each.spans.line_ids(), each.table["label"], strict=True))
        for each in (again, layer)
    )
    for line_id in sorted({*made, *stored}):
        if made.get(line_id) != stored.get(line_id):
            expected, found = (each.get(line_id, "no span") for each in (made, stored))
            yield Finding(name, line_id, expected, found)


def _describe_change(name: str, entry: Mapping[str, Any], found: Layer) -> str:
    """How a layer differs from what was recorded of it."""
    today = layer_recipe(found.digest, found.about)
    named = _codebook_of(name, entry)
    # How far coders agree follows from their codes.
    follows = {"digest", "agreement", "undecided", "outdated"} if named else {"digest"}
    for key in sorted({*entry, *today} - follows):
        if entry.get(key) != today.get(key):
            return (
                f"the layer {name!r} was made with {key}={entry.get(key)!r}, and is now made with "
                f"{key}={today.get(key)!r}."
            )
    if named == name:
        return (
            f"the layer {name!r} has other codes, notes or decisions than recorded: one of the "
            f"files {named}.*.csv has changed; compare it with its former version."
        )
    if named:
        return (
            f"the layer {name!r} has other codes or notes than recorded: {named}.{entry['coder']}"
            ".csv has changed; compare it with its former version."
        )
    return (
        f"the layer {name!r} has other spans than recorded: its digest is {found.digest}, not "
        f"{entry['digest']}."
    )
