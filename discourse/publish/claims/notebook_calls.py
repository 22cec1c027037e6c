"""The calls by which a notebook makes its corpora and layers, and what they make.

A call is what the code says, read but not executed: the function, and its arguments, which are
constants. Only functions of this package are called, and only with files that may be read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from discourse import layers
from discourse.corpus.corpus import Corpus, load, read
from discourse.corpus.store.layer import Layer
from discourse.errors import DiscourseError
from discourse.layers.coding.codes import decisions_path, find_files
from discourse.layers.lexicons import SHIPPED_LEXICONS
from discourse.layers.taggers.udpipe import ENDING
from discourse.publish.provenance.allowance import find_named, read_bounded, refuse_outside
from discourse.text.metadata import is_pattern
from discourse.text.nltk_texts import nltk_reader
from discourse.text.tokenizer import Tokenizer

CORPORA_OF_NLTK = "nltk.corpus."
FROM_TEXTS, FROM_NLTK = "Corpus.from_texts", "Corpus.from_nltk"
FROM_FRAME = "Corpus.from_frame"
# The calls that make a corpus of files, of texts in the code, or of what NLTK offers.
CORPUS_READERS: dict[str, Callable[..., Corpus]] = {
    "load": load, "read": read, FROM_TEXTS: Corpus.from_texts, FROM_NLTK: Corpus.from_nltk,
    FROM_FRAME: Corpus.from_frame,
}  # fmt: skip

# What a rule for layers takes by the path of a file.
FILES_OF_RULES = ("gazetteer", "lexicon")


@dataclass(frozen=True)
class PackageName:
    """A public name of this package, such as "read"; "" is the package itself."""

    name: str


@dataclass(frozen=True)
class OtherName:
    """A name of another package that is understood, such as "pathlib.Path" or "nltk.corpus"."""

    name: str


@dataclass(frozen=True)
class TokenizerCall:
    """A call ``dc.Tokenizer(…)``, with its arguments by name."""

    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class FrameCall:
    """A call ``pd.read_csv(path, …)`` or ``pd.DataFrame(cells)``, with its arguments."""

    source: Any
    is_file: bool
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class ReadCall:
    """A call that reads a corpus, such as ``dc.read(…)``, with its arguments by name."""

    function: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class ReferenceCall:
    """A call ``dc.reference(source)``, which gives a frequency list."""

    source: str


@dataclass(frozen=True)
class SubsetCall:
    """A call ``whole.subset(condition)`` on a corpus or a frequency list."""

    whole: "TextCall"
    condition: str


@dataclass(frozen=True)
class FileCall:
    """A call ``dc.layers.read(path)`` or ``dc.layers.lexicon(path)``."""

    function: str
    path: str


@dataclass(frozen=True)
class MakeCall:
    """A call ``dc.layers.make(corpus, maker, …)``; its other arguments by name."""

    maker: "str | FileCall"
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class CodesCall:
    """A call ``dc.layers.codes(corpus, path, …)``; its other arguments by name."""

    path: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class TagCall:
    """A call ``dc.layers.tag(corpus, tagger, …)``; its other arguments by name."""

    tagger: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class LayeredCall:
    """A call ``whole.with_layer(layer)``, or ``whole.with_layer(*layers)``."""

    whole: "TextCall"
    layer: FileCall | MakeCall | CodesCall | TagCall


@dataclass(frozen=True)
class JoinedCall:
    """A call ``whole.joined(name)``."""

    whole: "TextCall"
    name: str


@dataclass(frozen=True)
class MetadataCall:
    """A call ``whole.with_metadata(table, on=…, column=…)``; the table is the path of a file."""

    whole: "TextCall"
    arguments: Mapping[str, Any]


TextCall = ReadCall | ReferenceCall | SubsetCall | LayeredCall | JoinedCall | MetadataCall
LayerCall = FileCall | MakeCall | CodesCall | TagCall


def layers_of_call(
    call: LayerCall, corpus: Corpus, folder: Path, places: Sequence[Path] = ()
) -> list[Layer]:
    """Make the layers of a call, or read them.

    Parameters
    ----------
    call : FileCall, MakeCall, CodesCall or TagCall
        The call.
    corpus : Corpus
        What the layers are about.
    folder : Path
        The folder of the notebook, from which the paths in the call start.
    places : sequence of Path, optional
        The folders from which the notebook may read; by default, from anywhere.

    Raises
    ------
    DiscourseError
        If there is no such file, if it leads out of `places`, or if it gives no layer.
    """

    def find(path: str) -> Path:
        return find_named(folder, path, places)

    match call:
        case FileCall(function="read", path=path):
            return [layers.read(find(path))]
        case MakeCall(maker=FileCall(path=path), arguments=arguments):
            known = path in SHIPPED_LEXICONS
            lexicon = layers.lexicon(path if known else find(path))
            return [layers.make(corpus, lexicon, **_with_files(arguments, find))]
        case MakeCall(maker=str(maker), arguments=arguments):
            return [layers.make(corpus, maker, **_with_files(arguments, find))]
        case CodesCall(path=path, arguments=arguments):
            book = layers.codebook(find(path))
            decided = decisions_path(book)
            for file in [*(file for _, file in find_files(book)), *([decided] if decided else [])]:
                refuse_outside(file, file.name, places)
            return layers.codes(corpus, book, **arguments)
        case TagCall(tagger=tagger, arguments=arguments):
            is_model = tagger.endswith(ENDING) or (folder / tagger).is_file()
            return layers.tag(corpus, find(tagger) if is_model else tagger, **arguments)
    raise DiscourseError(f"{call} gives no layer; make one with dc.layers.make.")


def _with_files(arguments: Mapping[str, Any], find: Callable[[str], Path]) -> dict[str, Any]:
    """The arguments of a rule, with the paths of files in place of what the code names."""
    return {
        name: find(value)
        if name in FILES_OF_RULES and isinstance(value, str) and value not in SHIPPED_LEXICONS
        else value
        for name, value in arguments.items()
    }


def nltk_name(call: ReadCall) -> str:
    """Return the name of the corpus in a call ``dc.Corpus.from_nltk(nltk.corpus.NAME, …)``."""
    return str(call.arguments["reader"].name.removeprefix(CORPORA_OF_NLTK))


def corpus_of_call(call: ReadCall, folder: Path, places: Sequence[Path] = ()) -> Corpus:
    """Read the corpus of a call.

    Parameters
    ----------
    call : ReadCall
        The call.
    folder : Path
        The folder of the notebook, from which the paths in the call start.
    places : sequence of Path, optional
        The folders from which the notebook may read; by default, from anywhere.

    Raises
    ------
    MissingTextsError
        If they are those of NLTK, and not on this computer.
    DiscourseError
        If the texts cannot be read, or lead out of `places`.
    """
    arguments = dict(call.arguments)
    path, metadata = arguments.get("path"), arguments.get("metadata")
    if isinstance(table := arguments.get("table"), FrameCall):
        arguments["table"] = _read_frame(table, folder, places)
    if isinstance(words := arguments.get("tokenizer"), TokenizerCall):
        arguments["tokenizer"] = Tokenizer(**words.arguments)
    if call.function == FROM_NLTK:
        arguments["reader"] = nltk_reader(nltk_name(call))
    if isinstance(path, str):
        arguments["path"] = find_named(folder, path, places)
    elif isinstance(path, (list, tuple)):
        arguments["path"] = [find_named(folder, str(each), places) for each in path]
    if isinstance(metadata, str) and not is_pattern(metadata):
        arguments["metadata"] = find_named(folder, metadata, places)
    if call.function == "load":  # what is published rests on it, so its hashes are compared
        arguments["verify"] = True
    return CORPUS_READERS[call.function](**arguments)


def _read_frame(call: FrameCall, folder: Path, places: Sequence[Path]) -> pd.DataFrame:
    """The table of a call, as pandas reads or makes it."""
    if not call.is_file:
        return pd.DataFrame(call.source)
    content = read_bounded(find_named(folder, str(call.source), places))
    table: pd.DataFrame = pd.read_csv(BytesIO(content), **call.arguments)
    return table


def add_metadata_of(
    call: MetadataCall, corpus: Corpus, folder: Path, places: Sequence[Path] = ()
) -> Corpus:
    """Add the metadata of a call to a corpus.

    Parameters
    ----------
    call : MetadataCall
        The call.
    corpus : Corpus
        What the metadata are about.
    folder : Path
        The folder of the notebook, from which the path of a table starts.
    places : sequence of Path, optional
        The folders from which the notebook may read; by default, from anywhere.

    Raises
    ------
    DiscourseError
        If the table cannot be read, leads out of `places`, or does not fit the corpus.
    """
    given = dict(call.arguments)
    if "table" in given:
        given["table"] = find_named(folder, str(given["table"]), places)
    return corpus.with_metadata(**given)
