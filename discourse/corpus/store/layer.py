"""A layer: what is said about stretches of text, whoever says it."""

import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, NoReturn

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import regex
from numpy.typing import NDArray

from discourse.errors import DiscourseError, check_text, check_texts, check_type, describe, one_of
from discourse.layer_notes import MEASURED
from discourse.text.document import compose
from discourse.text.limits import shorten

SHAPES = ("span", "token")
# Names that mean something else in a query, in `by=` or in `of=`.
RESERVED_NAMES = (
    "word", "lower", "term", "s", "sentence", "section", "document", "within", "containing",
    "minus", "meet", "and", "or", "in", "joined", "all", "tokens", "sections", "characters",
    "sha256", "made_by", "description_digest", "line_id", "label",
)  # fmt: skip
_NAME = regex.compile(r"[\p{L}_][\p{L}\p{N}_]*")
_TEXT = regex.compile(r"[0-9a-f]{12}")
_LINE_ID = r"^(?P<text>[0-9a-f]{12}):(?P<start>\d{1,10})-(?P<end>\d{1,10})$"
NOTHING_SAID = "0" * 16  # the digest of a text without a span
SHOWN = 3  # spans that a message names


@dataclass(frozen=True, eq=False, repr=False)
class Layer:
    """Labels of stretches of text, and who gave them.

    A layer never changes a text or its tokens. `Corpus.with_layer` adds it to a corpus, whose
    queries and verbs then know it by its name.

    Parameters
    ----------
    name : str
        One word, as queries write it: ``within quotation``, ``[lemma="build"]``.
    table : DataFrame
        One row per span, with the columns ``line_id`` and ``label``, which are strings, and any
        columns of its own. Two rows may not have the same ``line_id`` and ``label``.
    about : mapping, optional
        Who made the layer, and how: ``maker`` names a rule, a tagger or a coder, ``measured`` is a
        mapping with ``precision``, ``recall`` and ``on`` (the texts that they were measured on);
        besides these, whatever a reader should know. Values are strings, numbers, or lists and
        mappings of them.
    shape : str, default "span"
        "span" for stretches that may nest and overlap, "token" for one value per token, such as a
        part of speech.
    texts : iterable of str, optional
        The texts that the layer covers, by the first twelve hex digits of their sha256; by default
        those in which a span lies. In a text that it does not cover, nothing is known.

    Raises
    ------
    DiscourseError
        For a name that means something else in a query, a table without these columns, a
        malformed ``line_id``, a label that is not a string, a span that is given twice, or
        overlapping spans in a layer of tokens.

    See Also
    --------
    dc.Corpus.with_layer : Add a layer to a corpus.
    dc.layers.make : A layer by a rule.
    dc.layers.codes : The codes of readers as layers.
    dc.layers.from_csv : A layer from a table of another program.

    Notes
    -----
    ``discourse docs labelling-spans`` explains how layers are made and used.

    Examples
    --------
    >>> import discourse as dc, pandas as pd
    >>> corpus = dc.Corpus.from_texts({"a": "Peace and human rights."})
    >>> lines = dc.concordance(corpus, "human rights").frame
    >>> coded = pd.DataFrame({"line_id": lines["line_id"], "label": "institution"})
    >>> coded_corpus = corpus.with_layer(dc.Layer("code", coded, {"maker": "coder A"}))
    >>> len(dc.concordance(coded_corpus, 'rights :: code = "institution"'))
    1
    """

    name: str
    spans: "Spans"
    about: Mapping[str, Any]
    shape: str
    texts: tuple[str, ...]

    def __init__(
        self,
        name: str,
        table: "pd.DataFrame | Spans",
        about: Mapping[str, Any] | None = None,
        *,
        shape: str = "span",
        texts: Iterable[str] | None = None,
    ) -> None:
        put = object.__setattr__
        put(self, "name", check_layer_name(name))
        put(self, "shape", one_of("shape", shape, SHAPES))
        put(self, "about", _check_about({} if about is None else about))
        spans = table if isinstance(table, Spans) else _read_spans(name, table)
        put(self, "spans", spans)
        named = [] if texts is None else check_texts("texts", texts, "592c40085518")
        bad = next((text for text in named if not _TEXT.fullmatch(text)), None)
        if bad is not None:
            raise DiscourseError(
                f"texts={bad!r} is not the beginning of a sha256; give its first twelve hex digits."
            )
        put(self, "texts", tuple(sorted({*named, *spans.texts})))
        if shape == "token":
            _refuse_overlap(self)
        elif "" in spans.values:
            raise DiscourseError(
                f"the layer {name!r} has a span without a label; label it, or drop the row."
            )

    def __repr__(self) -> str:
        return (
            f"Layer {self.name!r}: {len(self):,} {self.shape}{'' if len(self) == 1 else 's'}, "
            f"{len(self.spans.values):,} label{'' if len(self.spans.values) == 1 else 's'}"
        )

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def table(self) -> pd.DataFrame:
        """One row per span, in the order of the texts: ``line_id, label`` and its own columns."""
        return self.spans.tabulate()

    @property
    def digest(self) -> str:
        """Sixteen hex digits that change with any span, label or column, and with the shape."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        return digest_layer(self.name, self.shape, self.text_digests)

    @property
    def text_digests(self) -> dict[str, str]:
        """What is said about each text that the layer covers, as sixteen hex digits."""
        return dict(self._text_digests)

    @cached_property
    def _text_digests(self) -> dict[str, str]:
        return dict.fromkeys(self.texts, NOTHING_SAID) | self.spans.text_digests()


def limit_layer(layer: Layer, texts: Iterable[str]) -> Layer:
    """What a layer says about some texts."""
    here = sorted({*texts} & {*layer.texts})
    return Layer(layer.name, layer.spans.limit(here), layer.about, shape=layer.shape, texts=here)


def digest_layer(name: str, shape: str, text_digests: Mapping[str, str]) -> str:
    """Sixteen hex digits for what a layer says about some texts.

    They follow from those of the texts, so that the layer of a subset has the same, whether it was
    made of all texts or of these alone.
    """
    said = [name, shape, sorted(text_digests.items())]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def layer_recipe(digest: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """What a bundle records of a layer: its digest, and how it was made.

    How good it is, is no part of it: a rule that is measured again makes the same layer.
    """
    return {"digest": digest, **{key: about[key] for key in about if key != MEASURED}}


def refuse_other_maker(
    name: str,
    one: Mapping[str, Any],
    other: Mapping[str, Any],
    shards: tuple[str, str] = ("one shard", "another"),
) -> NoReturn:
    """Say that a layer was made in different ways in two shards."""
    raise DiscourseError(
        f"the layer {name!r} was made by {dict(one)} in {shards[0]} and by {dict(other)} in "
        f"{shards[1]}; make it in the same way for all."
    )


@dataclass(frozen=True, eq=False)
class Spans:
    """The spans of a layer as arrays, sorted by text, start, descending end and label.

    Attributes
    ----------
    texts : tuple of str
        The first twelve hex digits of each text's sha256, ascending.
    text, start, end : ndarray of int64, shape (spans,)
        The number of the text of each span, its first character and the one after its last.
    values : tuple of str
        The labels, ascending.
    label : ndarray of int64, shape (spans,)
        The number of the label of each span.
    columns : DataFrame
        The columns of its own, one row per span.
    """

    texts: tuple[str, ...]
    text: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    values: tuple[str, ...]
    label: NDArray[np.int64]
    columns: pd.DataFrame = field(default_factory=pd.DataFrame)

    @staticmethod
    def of_columns(
        texts: Iterable[str],
        start: NDArray[Any],
        end: NDArray[Any],
        labels: Iterable[str],
        columns: pd.DataFrame | None = None,
    ) -> "Spans":
        """Sort spans that are given by text, characters and label."""
        known_texts, text = _number_strings(texts)
        values, label = _number_strings(labels)
        start, end = start.astype(np.int64), end.astype(np.int64)
        order = np.lexsort((label, -end, start, text))
        own = pd.DataFrame(index=range(len(order))) if columns is None else columns
        own = own.iloc[order].reset_index(drop=True)
        return Spans(known_texts, text[order], start[order], end[order], values, label[order], own)

    def __len__(self) -> int:
        return len(self.start)

    def take(self, rows: NDArray[np.int64]) -> "Spans":
        """Some of the spans, with the texts and labels that they have."""
        texts, text = np.unique(self.text[rows], return_inverse=True)
        values, label = np.unique(self.label[rows], return_inverse=True)
        return Spans(
            tuple(self.texts[number] for number in texts.tolist()),
            text.astype(np.int64),
            self.start[rows],
            self.end[rows],
            tuple(self.values[number] for number in values.tolist()),
            label.astype(np.int64),
            self.columns.iloc[rows].reset_index(drop=True),
        )

    def limit(self, texts: Collection[str]) -> "Spans":
        """The spans of some texts."""
        here = [number for number, text in enumerate(self.texts) if text in texts]
        if len(here) == len(self.texts):
            return self
        return self.take(np.flatnonzero(np.isin(self.text, here)))

    def line_ids(self, rows: NDArray[np.int64] | slice = slice(None)) -> list[str]:
        """The ``line_id`` of some spans."""
        columns = (self.text[rows].tolist(), self.start[rows].tolist(), self.end[rows].tolist())
        return [f"{self.texts[t]}:{s}-{e}" for t, s, e in zip(*columns, strict=True)]

    def tabulate(self) -> pd.DataFrame:
        """One row per span: ``line_id, label`` and the columns of its own."""
        labels = np.array(self.values, dtype=object)[self.label]
        own = {str(name): self.columns[name] for name in self.columns}
        return pd.DataFrame(
            {
                "line_id": pd.Series(self.line_ids(), dtype="str"),
                "label": pd.Series(labels, dtype="str"),
                **own,
            }
        )

    def text_digests(self) -> dict[str, str]:
        """Sixteen hex digits for what is said about each text; numbers and their text are one."""
        names = sorted(map(str, self.columns))
        columns = [list(map(write_cell, self.columns[name].tolist())) for name in names]
        borders = np.searchsorted(self.text, np.arange(len(self.texts) + 1)).tolist()
        digests = {}
        for text, (first, end) in zip(self.texts, pairwise(borders), strict=True):
            used, label = np.unique(self.label[first:end], return_inverse=True)
            made = hashlib.sha256()
            for numbers in (self.start[first:end], self.end[first:end], label):
                made.update(numbers.astype("<i8").tobytes())
            values = [self.values[number] for number in used.tolist()]
            own = [[name, column[first:end]] for name, column in zip(names, columns, strict=True)]
            made.update(json.dumps([values, own], ensure_ascii=False).encode())
            digests[text] = made.hexdigest()[:16]
        return digests


def write_cell(value: Any) -> str:
    """A value of a column of a layer's own, as its file holds it; a missing one is empty."""
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, (np.number, np.bool_)):  # as pandas has them, not as Python writes them
        value = value.item()
    return repr(value) if isinstance(value, float) else str(value)


def check_layer_name(name: object) -> str:
    """Return the name of a layer, unless a query could not name it."""
    given = compose(check_text("name", name, "quotation"))
    if not _NAME.fullmatch(given):
        raise DiscourseError(
            f"{given!r} cannot name a layer; give one word of letters, digits and _, such as "
            "'quotation'."
        )
    if given in RESERVED_NAMES:
        raise DiscourseError(
            f"a layer cannot be named {given!r}, which means something else in queries and "
            f"tables; rename it, for example to {given + '_layer'!r}."
        )
    return given


def _check_about(about: Mapping[str, Any]) -> dict[str, Any]:
    check_type("about", about, Mapping, "a mapping", 'such as {"maker": "coder A"}')
    try:
        written = json.dumps(dict(about), ensure_ascii=False, allow_nan=False)
        written.encode()
        _check_measured(about.get(MEASURED))
        return dict(json.loads(written))
    except (TypeError, ValueError) as error:
        raise DiscourseError(
            f"about={shorten(str(about))} cannot be written to a file ({error}); give strings, "
            "numbers, and lists or mappings of them."
        ) from None


def _check_measured(measured: object) -> None:
    """Refuse a precision or a recall that is none."""
    if measured is None:
        return
    way_out = 'such as {"precision": 0.9, "recall": 0.8, "on": "200 sentences"}'
    given = check_type(MEASURED, measured, Mapping, "a mapping", way_out)
    for key in ("precision", "recall"):
        value = given.get(key)
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if value is not None and not (number and 0 <= value <= 1):
            raise DiscourseError(
                f"{key} of measured expects a number from 0 to 1, got {describe(value)}."
            )


def _read_spans(name: str, table: object) -> Spans:
    """Read a table of spans, and refuse one that is not."""
    if not isinstance(table, pd.DataFrame):
        raise DiscourseError(
            f"the layer {name!r} expects a DataFrame with the columns line_id and label, got "
            f"{describe(table)}."
        )
    for column in ("line_id", "label"):
        if column not in table.columns:
            raise DiscourseError(
                f"the table of the layer {name!r} has no column {column!r}; its columns are "
                f"{', '.join(map(str, table.columns))}."
            )
    repeated = table.columns[table.columns.duplicated()]
    if len(repeated):
        raise DiscourseError(f"the table of the layer {name!r} has two columns {repeated[0]!r}.")
    labels = table["label"].tolist()
    bad = next((at for at, label in enumerate(labels) if not isinstance(label, str)), None)
    if bad is not None:
        raise DiscourseError(
            f"the layer {name!r} has the label {labels[bad]!r} in row {bad}, which is not a "
            "string; convert labels to strings, or drop the row."
        )
    try:
        labels = [unicodedata.normalize("NFC", label) for label in labels]
        "".join(labels).encode()
    except UnicodeEncodeError:
        raise DiscourseError(
            f"the layer {name!r} has a label with half of a surrogate pair, which no file can "
            "hold; repair the labels."
        ) from None
    texts, start, end = _split_line_ids(name, table["line_id"])
    own = table.drop(columns=["line_id", "label"]).reset_index(drop=True)
    own = own.set_axis([str(column) for column in own.columns], axis="columns")
    own = own.apply(_simplify_column)
    spans = Spans.of_columns(texts, start, end, labels, own)
    _refuse_repeated(name, spans)
    return spans


def _simplify_column(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """A column of whole numbers, of numbers or of truth values as it is; any other as text."""
    kinds = pd.api.types
    if kinds.is_bool_dtype(column) or kinds.is_signed_integer_dtype(column):
        return column
    if kinds.is_float_dtype(column):
        return column
    try:
        return pd.Series([write_cell(value) for value in column.tolist()], dtype="str")
    except UnicodeEncodeError:
        raise DiscourseError(
            f"the column {column.name!r} of a layer has half of a surrogate pair, which no file "
            "can hold; repair its text."
        ) from None


def _split_line_ids(
    name: str, column: "pd.Series[Any]"
) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """The text, the first character and the one after the last of each ``line_id``."""
    values = column.tolist()
    strings = pa.array([v if isinstance(v, str) else None for v in values], pa.string())
    found = pc.extract_regex(strings, _LINE_ID)
    bad = np.flatnonzero(pc.is_null(found).to_numpy(zero_copy_only=False))
    if len(bad):
        raise DiscourseError(
            f"the layer {name!r} has {values[bad[0]]!r} in row {bad[0]}, which is not a line_id; "
            "write one as '<12 hex digits of a sha256>:<first character>-<last + 1>'."
        )
    start, end = (
        pc.cast(pc.struct_field(found, field), pa.int64()).to_numpy() for field in ("start", "end")
    )
    empty = np.flatnonzero(start >= end)
    if len(empty):
        raise DiscourseError(
            f"the layer {name!r} has {values[empty[0]]!r} in row {empty[0]}, a span without a "
            "character; drop the row."
        )
    return pc.struct_field(found, "text").to_pylist(), start, end


def _number_strings(strings: Iterable[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The distinct strings, ascending, and the number of each string among them."""
    codes, found = pd.factorize(np.array(list(strings), dtype=object))
    order = sorted(range(len(found)), key=lambda at: found[at])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return tuple(str(found[at]) for at in order), rank[codes]


def _refuse_repeated(name: str, spans: Spans) -> None:
    columns = (spans.text, spans.start, spans.end, spans.label)
    same = np.logical_and.reduce([column[1:] == column[:-1] for column in columns])
    again = np.flatnonzero(same)
    if len(again):
        at = again[0]
        raise DiscourseError(
            f"the layer {name!r} labels {spans.line_ids(again[:1])[0]} twice as "
            f"{spans.values[spans.label[at]]!r}; drop the row that is given twice."
        )


def _refuse_overlap(layer: Layer) -> None:
    """Refuse two values for one token."""
    spans = layer.spans
    same_text = spans.text[1:] == spans.text[:-1]
    overlap = np.flatnonzero(same_text & (spans.start[1:] < spans.end[:-1]))
    if len(overlap):
        one, other = spans.line_ids(overlap[:1] + np.array([0, 1]))
        raise DiscourseError(
            f"the layer {layer.name!r} gives one value per token, but {one} and {other} overlap; "
            'drop one of them, or make a layer with shape="span".'
        )


def describe_spans(spans: Spans, rows: NDArray[np.int64]) -> str:
    """Name some spans for a message: the first few by id and label, and how many more."""
    shown = [
        f"{line_id} ({shorten(spans.values[label])})"
        for line_id, label in zip(
            spans.line_ids(rows[:SHOWN]), spans.label[rows[:SHOWN]].tolist(), strict=True
        )
    ]
    more = f" and {len(rows) - SHOWN:,} more" if len(rows) > SHOWN else ""
    return ", ".join(shown) + more
