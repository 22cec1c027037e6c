"""Find in the texts of a corpus what another program says about them.

Such a program keeps the characters of a text, but not always its white space. So its text and that
of the corpus are compared without white space: if they are the same, each of its spans is found by
counting characters; if not, the place where they differ is named, and nothing is guessed.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.annotations import DocumentLabels, make_layers
from discourse.corpus.store.layer import Layer
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_text, one_of
from discourse.text.annotation import TOKEN, Labels, Spans
from discourse.text.document import COUNT
from discourse.text.limits import LARGEST_FILE, format_bytes, shorten
from discourse.text.readers.distances import HEAD, move_heads
from discourse.text.squeezing import Squeezed, first_difference, show_difference, squeeze

# What a program may say of an element about the characters of the text that it was made of.
FIRST_CHARACTER, LAST_CHARACTER = "char_start", "char_end"


@dataclass(frozen=True, eq=False)
class ForeignText:
    """A text as another program has it, and what that says about it.

    ``name`` is what the text may be called in the corpus, ``place`` how messages name it.
    """

    name: str
    place: str
    text: str
    labels: Sequence[Labels]


@dataclass(frozen=True, eq=False)
class SourceFile:
    """A file of another program: its content, and how layers and messages name it."""

    path: Path
    place: str
    data: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The content as text, which must be UTF-8."""
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DiscourseError(
                f"{self.place}: byte {error.start} is not UTF-8; save the file in UTF-8."
            ) from None

    @property
    def about(self) -> dict[str, str]:
        """The file as the layers made of it name it."""
        return {"file": self.path.name, "sha256": hashlib.sha256(self.data).hexdigest()}


def open_source(path: Path) -> SourceFile:
    """Read the content of a file, unless it is missing or too large."""
    place = shorten(str(path))
    if not path.is_file():
        raise DiscourseError(f"{place} does not exist; give the file of another program.")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise DiscourseError(
            f"{place} has {format_bytes(size)}, and the limit is {format_bytes(LARGEST_FILE)}; "
            "divide it."
        )
    try:
        return SourceFile(path, place, path.read_bytes())
    except OSError as error:
        raise DiscourseError(f"{place} cannot be read ({error.strerror}).") from None


def whole_store(corpus: Corpus) -> Store:
    """The store with all tokens of the texts; layers are about whole texts."""
    return corpus.store.whole or corpus.store


def match_name(called: str, corpus: Corpus) -> str:
    """The document that a text is named like: as it is, without its folder, or its ending."""
    path = PurePosixPath(called.replace("\\", "/"))
    names = (called, str(path.with_suffix("")) if path.name else called, path.name, path.stem)
    return next((name for name in names if name in corpus.whole), path.name or called)


def align(
    corpus: Corpus,
    texts: Sequence[ForeignText],
    about: Mapping[str, Any],
    document: str | None = None,
) -> list[Layer]:
    """Make layers of what another program says about texts of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The corpus.
    texts : sequence of ForeignText
        The texts of the other program.
    about : mapping
        Where they come from.
    document : str, optional
        The document that the only text is of.

    Returns
    -------
    list of Layer
        One layer for each name.

    Raises
    ------
    DiscourseError
        If a text is of no document, two are of the same, or one differs from its document.
    """
    store = whole_store(corpus)
    numbers = [find_document(store, each, len(texts), document) for each in texts]
    for at, number in enumerate(numbers):
        if number in numbers[:at]:
            name = store.sources["document"].iloc[number]
            raise DiscourseError(
                f"{texts[at].place} and {texts[numbers.index(number)].place} are both of the "
                f"document {name!r}; keep one of them."
            )
    found = [
        (number, placed)
        for number, each in zip(numbers, texts, strict=True)
        for placed in _place_labels(store, number, each)
    ]
    return make_documented_layers(store, found, about, numbers)


def make_documented_layers(
    store: Store,
    found: Iterable[DocumentLabels],
    about: Mapping[str, Any],
    numbers: Sequence[int],
) -> list[Layer]:
    """Make layers of labels that are placed, which cover all of some documents."""
    covered = {str(store.digests[number]) for number in numbers}
    return [
        Layer(
            layer.name, layer.spans, {**layer.about, **about}, shape=layer.shape,
            texts=sorted({*layer.texts, *covered}),
        )
        for layer in make_layers(found, store.digests.tolist())
    ]  # fmt: skip


def find_document(store: Store, text: ForeignText, texts: int, document: str | None) -> int:
    """The number of the document that one of some texts is of: as it is named, or the only one."""
    numbers = store.document_numbers
    if document is not None:
        check_text("document", document, "speech")
        if texts > 1:
            raise DiscourseError(
                f"document={document!r} names one document, and there are {texts:,} texts; leave "
                "it out, and name the texts like the documents."
            )
        return numbers[one_of("document", document, numbers)]
    if text.name in numbers:
        return numbers[text.name]
    if len(numbers) == 1 and texts == 1:
        return 0
    known = ", ".join(map(repr, list(numbers)[:3]))
    more = f" and {len(numbers) - 3:,} more" if len(numbers) > 3 else ""
    raise DiscourseError(
        f"{text.place} is of a text {shorten(text.name)!r}, and the documents are {known}{more}; "
        "name the text like its document, or give document=."
    )


def _place_labels(store: Store, number: int, text: ForeignText) -> Iterator[Labels]:
    """Find the labels of a text in the document that it is of."""
    written = store.texts[number]
    if written == text.text:
        for labels in text.labels:
            yield _keep_heads(labels, _restore_characters(labels, written), lambda place: place)
        return
    theirs = squeeze(text.text)
    ours = _choose_stretch(store, number, theirs, text)
    for labels in text.labels:
        first = theirs.count_before(labels.spans[:, 0])
        after = theirs.count_before(labels.spans[:, 1])
        empty = np.flatnonzero(after <= first)
        if len(empty):
            start, end = labels.spans[empty[0]].tolist()
            raise DiscourseError(
                f"{text.place}: {text.text[start:end]!r}, labelled "
                f"{shorten(labels.labels[empty[0]])!r}, has no visible character; remove the label."
            )
        moved = replace(labels, spans=ours.spans_at(first, after))
        yield _keep_heads(
            labels, _restore_characters(moved, written), partial(_move_character, theirs, ours)
        )


def _keep_heads(labels: Labels, placed: Labels, find_place: Callable[[int], int | None]) -> Labels:
    """Measure the distances of heads where the words are now."""
    if labels.name == HEAD and labels.shape == TOKEN:
        return move_heads(labels, placed, find_place)
    return placed


def _move_character(theirs: Squeezed, ours: Squeezed, place: int) -> int | None:
    """Where a character of a text is in the other one; None if it is in neither."""
    number = int(theirs.count_before(np.array(place)))
    inside = place >= 0 and number < len(theirs.places)
    return int(ours.places[number]) if inside else None


def _choose_stretch(store: Store, number: int, theirs: Squeezed, text: ForeignText) -> Squeezed:
    """The whole text of a document, or what is counted of it: one of them is what they have."""
    whole = squeeze(store.texts[number])
    at = first_difference(theirs, whole)
    if at is None:
        return whole
    counted = _squeeze_counted(store, number)
    other = first_difference(theirs, counted)
    if other is None:
        return counted
    nearer, place = (whole, at) if at >= other else (counted, other)
    name = store.sources["document"].iloc[number]
    raise DiscourseError(
        f"{text.place} is not of the text of {name!r}: they differ at "
        f"{show_difference(theirs, nearer, place)}, {place:,} characters after the beginning "
        "without white space; give the file that was made of this text."
    )


def _squeeze_counted(store: Store, number: int) -> Squeezed:
    regions = store.regions[store.regions["document"] == number]
    counted = regions[regions["treatment"] == COUNT]
    written = store.texts[number]
    places: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    for start, end in zip(counted["start"].tolist(), counted["end"].tolist(), strict=True):
        places.append(squeeze(written, start, end).places)
    return Squeezed(written, np.concatenate(places))


def _restore_characters(labels: Labels, written: str) -> Labels:
    """Take the characters that a file of ours states, where they agree with its elements."""
    if not {FIRST_CHARACTER, LAST_CHARACTER} <= labels.columns.keys():
        return labels
    stated = (labels.columns[FIRST_CHARACTER], labels.columns[LAST_CHARACTER])
    spans = labels.spans.copy()
    for row, pair in enumerate(zip(*stated, strict=True)):
        if all(map(str.isdecimal, pair)):
            start, end = map(int, pair)
            within = 0 <= start < end <= len(written)
            if within and start < spans[row, 1] and end > spans[row, 0]:
                spans[row] = start, end
    others = {
        name: values
        for name, values in labels.columns.items()
        if name not in (FIRST_CHARACTER, LAST_CHARACTER)
    }
    return replace(labels, spans=spans, columns=others)


def as_spans(pairs: Sequence[tuple[int, int]]) -> Spans:
    """Pairs of characters as an array."""
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
