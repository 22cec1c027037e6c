"""The layers that a recipe names: made again by their rule, or read from their file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from discourse import layers
from discourse.corpus.corpus import Corpus
from discourse.corpus.store.layer import Layer, layer_recipe
from discourse.errors import DiscourseError
from discourse.layers.files import RECORD, find_changed_spans, read_layer_record
from discourse.layers.making import remake
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.hashed_files import HashedFiles


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
            raise next(iter(refused.values()))
    return corpus


def _find_layer(corpus: Corpus, name: str, entry: Any, files: HashedFiles) -> Layer:
    if not isinstance(entry, dict) or "digest" not in entry:
        raise DiscourseError(f"the recipe of the layer {name!r} is malformed; save it again.")
    if entry.get("maker") in layers.makers()["maker"].tolist():
        found = remake(corpus, name, entry)
    else:
        found = layers.read(_find_file(name, entry, files))
    if layer_recipe(found.digest, found.about) != entry:
        raise DiscourseError(_describe_change(name, entry, found, files))
    return found


def _find_file(name: str, entry: Mapping[str, Any], files: HashedFiles) -> Path:
    """The file of a layer whose record names its digest, or else its name."""
    records = _records_below(files)
    named = [path for path, record in records.items() if record.get("name") == name]
    exact = [path for path in named if records[path].get("digest") == entry["digest"]]
    for path in (*exact, *named):
        return path.with_suffix(".csv")
    raise DiscourseError(
        f"no file of the layer {name!r}, which {entry.get('maker') or 'nobody'} made, is below "
        f"{files.root}; save it there with dc.layers.write."
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


def is_layer_record(path: Path) -> bool:
    """Whether a file is the record of a layer."""
    return path.suffix == RECORD and _try_record(path) is not None


def check_layer_file(record: Path, name: str, files: HashedFiles) -> Iterator[Finding]:
    """Find the spans of a layer's file that are not those of its record, or lie in no text.

    Parameters
    ----------
    record : Path
        The record; the spans are in the CSV file beside it.
    name : str
        What the CSV file is called in a finding.
    files : HashedFiles
        The texts.

    Yields
    ------
    Finding
        A span that was changed, a text that is not here, or a span outside its text.
    """
    path = record.with_suffix(".csv")
    try:
        for span in find_changed_spans(path):
            yield Finding(name, span.place, span.recorded, span.found)
        layer = layers.read(path)
        for line_id in layer.spans.line_ids():
            if not files.text_at(line_id):
                yield Finding(name, line_id, "a span of its text", "characters after its end")
    except DiscourseError as error:
        yield Finding(name, "layer", "a layer of texts that are here", str(error))


def _describe_change(name: str, entry: Mapping[str, Any], found: Layer, files: HashedFiles) -> str:
    """How a layer differs from what was recorded of it."""
    today = layer_recipe(found.digest, found.about)
    for key in sorted({*entry, *today} - {"digest"}):
        if entry.get(key) != today.get(key):
            return (
                f"the layer {name!r} was made with {key}={entry.get(key)!r}, and is now made with "
                f"{key}={today.get(key)!r}."
            )
    return (
        f"the layer {name!r} has other spans than recorded: its digest is {found.digest}, not "
        f"{entry['digest']}."
    )
