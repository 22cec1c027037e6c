"""What files say about texts that are tokenised already, as a store keeps it.

The tokens and sentences of the files are a table with one row per document, like the texts
themselves: a subset, or a change of what is counted, leaves them as they are. The labels become
layers.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.layer import RESERVED_NAMES, Layer, Spans
from discourse.errors import DiscourseError
from discourse.text.annotation import Labels, spans_array, tokens_between
from discourse.text.document import Document

NUMBERS = pa.large_list(pa.uint32())
GIVEN = pa.schema({"tokens": NUMBERS, "sentences": NUMBERS})
# The labels of a document, by its number among those of a block or a store.
DocumentLabels = tuple[int, Labels]


def tabulate_given(documents: Sequence[Document]) -> pa.Table:
    """The tokens and sentences of tokenised documents, one row per document."""
    annotations = [document.annotation for document in documents]
    nothing = np.empty(0, dtype=np.int64)
    tokens = [nothing if each is None else each.tokens.ravel() for each in annotations]
    sentences = [nothing if each is None else each.sentences for each in annotations]
    columns = {"tokens": pa.array(tokens, NUMBERS), "sentences": pa.array(sentences, NUMBERS)}
    return pa.table(columns, schema=GIVEN)


def given_tokens(given: pa.Table, document: int) -> NDArray[np.int64]:
    """The first character of each token of a document, and the one after its last."""
    return spans_array(_numbers_of_document(given, "tokens", document))


def given_sentences(given: pa.Table) -> Iterator[NDArray[np.int64]]:
    """Where the sentences of each document begin."""
    for document in range(given.num_rows):
        yield _numbers_of_document(given, "sentences", document)


def _numbers_of_document(given: pa.Table, column: str, document: int) -> NDArray[np.int64]:
    return np.array(given[column][document].values, dtype=np.int64)


def words_finder(given: pa.Table, texts: Sequence[str]) -> Callable[[int, int, int], Any]:
    """A function that gives the words in a stretch of a document, from the stretch's start."""

    def find(document: int, start: int, end: int) -> NDArray[np.int64]:
        tokens = given_tokens(given, document)
        return tokens_between(texts[document], tokens, start, end)

    return find


def refuse_cut_tokens(document: Document) -> None:
    """Refuse a document without tokens, and one with a token that crosses a border.

    Raises
    ------
    DiscourseError
        If the file of the document brings no tokens, or a region ends inside a token.
    """
    if document.annotation is None:
        raise DiscourseError(
            f"{document.name} is not tokenised already, as CoNLL-U or vertical text is; read it "
            "with tokenizer=dc.Tokenizer()."
        )
    tokens = document.annotation.tokens
    for region in document.regions:
        at = int(np.searchsorted(tokens[:, 1], region.start, "right"))
        if at < len(tokens) and tokens[at, 0] < region.start:
            start, end = tokens[at].tolist()
            raise DiscourseError(
                f"{document.name}: the region {region.name!r} begins at character {region.start}, "
                f"inside the token {document.text[start:end]!r}; begin it before or after."
            )


# ---------------------------------------------------------------------------------------- layers


def make_layers(labels: Iterable[DocumentLabels], digests: Sequence[str]) -> list[Layer]:
    """The layers that the labels of documents make, one for each name.

    Parameters
    ----------
    labels : iterable of (int, Labels)
        The number of a document, and labels on its text.
    digests : sequence of str
        The text of each document, by the first twelve hex digits of its sha256.

    Returns
    -------
    list of Layer
        The layers, in the order in which their names occur. Each covers all of the documents: a
        text without a column has no value in it.

    Raises
    ------
    DiscourseError
        If labels of one name are a value per token in one document and spans in another.
    """
    grouped: dict[str, list[DocumentLabels]] = {}
    covered: set[str] = set()
    for number, each in labels:
        covered.add(digests[number])
        grouped.setdefault(_usable_name(each.name), []).append((number, each))
    return [_make_layer(name, found, digests, covered) for name, found in grouped.items()]


def _usable_name(name: str) -> str:
    return f"{name}_layer" if name in RESERVED_NAMES else name


def _make_layer(
    name: str, found: Sequence[DocumentLabels], digests: Sequence[str], covered: Iterable[str]
) -> Layer:
    shapes = {each.shape for _, each in found}
    if len(shapes) > 1:
        raise DiscourseError(
            f"{name!r} is a column of tokens in one text and an element in another; rename "
            "one of them."
        )
    # Documents with one text have one annotation, because the hash is that of the whole source.
    first = {digests[number]: number for number, _ in reversed(found)}
    kept = [(number, each) for number, each in found if first[digests[number]] == number]
    spans = np.concatenate([each.spans for _, each in kept])
    texts = np.repeat(
        np.array([digests[number] for number, _ in kept], dtype=object),
        [len(each.spans) for _, each in kept],
    )
    written = [label for _, each in kept for label in each.labels]
    if not all(map(str.isascii, set(written))):
        written = [unicodedata.normalize("NFC", label) for label in written]
    table = Spans.of_columns(texts, spans[:, 0], spans[:, 1], written, _join_columns(kept))
    about = dict(kept[0][1].about)
    return Layer(name, _drop_repeated(table), about, shape=shapes.pop(), texts=covered)


def _join_columns(kept: Sequence[DocumentLabels]) -> pd.DataFrame:
    """The columns of labels of several documents; a value that one does not have is empty."""
    names = list(dict.fromkeys(name for _, each in kept for name in each.columns))
    return pd.DataFrame(
        {
            _column_name(name): pd.Series(
                [
                    value
                    for _, each in kept
                    for value in each.columns.get(name) or [""] * len(each.labels)
                ],
                dtype="str",
            )
            for name in names
        },
        index=range(sum(len(each.labels) for _, each in kept)),
    )


def _column_name(name: str) -> str:
    return f"{name}_given" if name in ("line_id", "label") else name


def _drop_repeated(spans: Spans) -> Spans:
    """Keep one of the elements that say the same of the same stretch."""
    keys = np.stack([spans.text, spans.start, spans.end, spans.label])
    same = np.append(False, (keys[:, 1:] == keys[:, :-1]).all(axis=0))[: len(spans)]
    if not same.any():
        return spans
    kept = np.flatnonzero(~same)
    return Spans(
        spans.texts, spans.text[kept], spans.start[kept], spans.end[kept], spans.values,
        spans.label[kept], spans.columns.iloc[kept].reset_index(drop=True),
    )  # fmt: skip
