"""A layer as a file: its spans as CSV, and beside it its record, which says who made it.

The record (``NAME.toml``) has a checksum of every span, so that a span that was changed by hand is
named, and not only noticed.
"""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any
from zlib import crc32

import pandas as pd

from discourse.corpus.store.file_sets import write_together
from discourse.corpus.store.layer import Layer, Spans, write_cell
from discourse.errors import DiscourseError, check_path, check_target, check_type
from discourse.layers.csv_cells import read_cells, write_cells
from discourse.layers.toml_text import write_toml
from discourse.text.limits import LARGEST_FILE, format_bytes, shorten

CSV, RECORD = ".csv", ".toml"
TEXT_KIND = "text"
RECORD_FORMAT = "discourse layer 1"
BETWEEN = "\x1f"  # between the parts of which the checksum of a span is made
LARGEST_LAYER = 4 * LARGEST_FILE
_ENTRIES = {
    "name": str, "shape": str, "spans": int, "labels": int, "digest": str, "about_digest": str,
    "about": dict, "texts": dict,
}  # fmt: skip


@dataclass(frozen=True)
class ChangedSpan:
    """A span of a file that is not what its record says: its place, and what each of them has."""

    place: str
    recorded: str
    found: str


def write(layer: Layer, path: str | PathLike[str]) -> None:
    """Write a layer to a file, with its record beside it.

    Parameters
    ----------
    layer : Layer
        The layer.
    path : str or PathLike
        The file to write, such as ``layers/code.csv``. Its record is written beside it, as
        ``layers/code.toml``: who made the layer and how, the texts by their hashes, and a checksum
        of each span.

    Raises
    ------
    DiscourseError
        If the file is in no folder, or cannot be written; nothing is then changed.

    See Also
    --------
    dc.layers.read : A layer from a file.
    dc.layers.to_csv : A layer as a CSV file.

    Notes
    -----
    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> layer = dc.layers.make(dc.read("seeds/"), "quotations")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dc.layers.write(layer, folder + "/quotation.csv")
    ...     dc.layers.read(folder + "/quotation.csv").digest == layer.digest
    True
    """
    check_type("layer", layer, Layer, "a Layer", "write corpus.layer('name')")
    target = _check_csv_target(check_target("path", path))
    write_together({target: _spans_as_csv(layer.spans), target.with_suffix(RECORD): _record(layer)})


def read(path: str | PathLike[str]) -> Layer:
    """Read a layer from a file that `write` wrote, or from another one with the same columns.

    Parameters
    ----------
    path : str or PathLike
        The file, such as ``layers/code.csv``. It has the columns ``line_id`` and ``label``, and
        any of its own. Without a record beside it, it is a layer of spans that is named after the
        file.

    Returns
    -------
    Layer
        The layer. What was changed in the file by hand is read as it is now; its digest is then
        no longer that of the record, and `dc.verify` names the spans.

    Raises
    ------
    DiscourseError
        If the file or its record cannot be read, or the spans are no layer.

    See Also
    --------
    dc.layers.write : A layer to a file.
    dc.layers.from_csv : Spans from a CSV file.
    dc.Corpus.with_layer : A corpus with one more layer.

    Notes
    -----
    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> layer = dc.layers.make(dc.read("seeds/"), "quotations")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dc.layers.write(layer, folder + "/quotation.csv")
    ...     dc.layers.read(folder + "/quotation.csv")
    Layer 'quotation': 9 spans, 1 label
    """
    source = _check_source(check_path("path", path))
    record = read_layer_record(source)
    table = read_cells(source)
    if record is None:
        return Layer(source.stem, table, {"file": source.name})
    kinds = record.get("columns", {})
    for column in table.columns.drop(["line_id", "label"], errors="ignore"):
        table[column] = restore_kind(table[column], str(kinds.get(column, "")))
    try:
        texts = list(record["texts"])
        return Layer(record["name"], table, record["about"], shape=record["shape"], texts=texts)
    except DiscourseError as error:
        raise DiscourseError(f"{shorten(str(source))}: {error}") from None


def find_changed_spans(path: Path) -> list[ChangedSpan]:
    """Find the spans of a layer's file that are not those of its record.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    list of ChangedSpan
        The spans that were added, changed or removed. Empty if the layer is the one that was
        recorded.

    Raises
    ------
    DiscourseError
        If the file has no record, or cannot be read.
    """
    record = read_layer_record(_check_source(path))
    if record is None:
        raise DiscourseError(
            f"{shorten(str(path))} has no record {path.with_suffix(RECORD).name!r} beside it; "
            "write it with dc.layers.write(layer, path)."
        )
    layer = read(path)
    found = []
    if digest_about(layer.about) != record["about_digest"]:
        found = [ChangedSpan("[about]", "what was written", "a record that was changed")]
    if layer.digest == record["digest"]:
        return found
    found += _compare_sums(layer, record["texts"])
    return found or [ChangedSpan(layer.name, record["digest"], layer.digest)]


def digest_about(about: Mapping[str, Any]) -> str:
    """Sixteen hex digits that change with anything that is said about a layer."""
    written = json.dumps(dict(about), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def read_layer_record(path: Path) -> dict[str, Any] | None:
    """Read the record beside the file of a layer; None if it has none."""
    beside = path.with_suffix(RECORD)
    if not beside.is_file():
        return None
    place = shorten(str(beside))
    try:
        record: dict[str, Any] = tomllib.loads(beside.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise DiscourseError(f"{place} is not TOML ({error}); write the layer again.") from None
    if record.get("format") != RECORD_FORMAT:
        raise DiscourseError(
            f"{place}: its format is not {RECORD_FORMAT!r}, so it is no record of a layer; write "
            "the layer again, under another name if the file belongs to something else."
        )
    for key, kind in _ENTRIES.items():
        if not isinstance(record.get(key), kind):
            raise DiscourseError(
                f"{place}: its entry {key!r} is missing or malformed; write the layer again."
            )
    return {**record, "about": _restore_missing(record["about"])}


# ----------------------------------------------------------------------------------------- writing


def _check_csv_target(path: Path) -> Path:
    target = path if path.suffix else path.with_name(f"{path.name}{CSV}")
    if target.suffix.casefold() != CSV:
        raise DiscourseError(
            f"{path.name!r} is not the name of a CSV file; write a layer to a file such as "
            f"{path.stem + CSV!r}."
        )
    beside = target.with_suffix(RECORD)
    if beside.is_file() and RECORD_FORMAT.encode() not in beside.read_bytes():
        raise DiscourseError(
            f"{beside} is no record of a layer and would be replaced; name another file."
        )
    return target


def _spans_as_csv(spans: Spans) -> bytes:
    own = {
        str(name): [write_cell(value) for value in spans.columns[name].tolist()]
        for name in spans.columns
    }
    table = spans.tabulate().assign(**own)
    return write_cells({str(name): table[name].tolist() for name in table}).encode()


def _record(layer: Layer) -> bytes:
    spans = layer.spans
    kinds = {str(name): name_kind(spans.columns[name]) for name in spans.columns}
    content: dict[str, Any] = {
        "format": RECORD_FORMAT,
        "name": layer.name,
        "shape": layer.shape,
        "spans": len(spans),
        "labels": len(spans.values),
        "digest": layer.digest,
        "columns": kinds,
        "about_digest": digest_about(layer.about),
        "about": _mark_missing(dict(layer.about)),
        "texts": {text: " ".join(sums) for text, sums in _sums_by_text(layer).items()},
    }
    comment = (
        f"# The record of {layer.name}{CSV}, which dc.verify compares with it.\n"
        "# [texts] has the hash of each text, and a checksum of each of its spans.\n"
    )
    return (comment + write_toml(content)).encode()


def _sums_by_text(layer: Layer) -> dict[str, list[str]]:
    """A checksum of each span, by text, in their order."""
    spans = layer.spans
    sums: dict[str, list[str]] = {text: [] for text in layer.texts}
    numbers = zip(spans.text.tolist(), _span_sums(spans), strict=True)
    for number, one in numbers:
        sums[spans.texts[number]].append(one)
    return sums


def _span_sums(spans: Spans) -> Iterator[str]:
    own = [list(map(write_cell, spans.columns[name].tolist())) for name in spans.columns]
    starts, ends = spans.start.tolist(), spans.end.tolist()
    for at, label in enumerate(spans.label.tolist()):
        said = [f"{starts[at]}-{ends[at]}", spans.values[label], *(column[at] for column in own)]
        yield f"{starts[at]}-{ends[at]}={crc32(BETWEEN.join(said).encode()):08x}"


def name_kind(column: "pd.Series[Any]") -> str:
    """What a column holds, as records call it: bool, int, float or text."""
    kinds = pd.api.types
    if kinds.is_bool_dtype(column):
        return "bool"
    if kinds.is_integer_dtype(column):
        return "int"
    return "float" if kinds.is_numeric_dtype(column) else TEXT_KIND


# TOML has no value for what is missing; JSON, in which `about` is checked, has.
_MISSING = {"missing": True}


def _mark_missing(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _mark_missing(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mark_missing(item) for item in value]
    return _MISSING if value is None else value


def _restore_missing(value: Any) -> Any:
    if value == _MISSING:
        return None
    if isinstance(value, dict):
        return {key: _restore_missing(item) for key, item in value.items()}
    return [_restore_missing(item) for item in value] if isinstance(value, list) else value


# ----------------------------------------------------------------------------------------- reading

# The types of a column of a kind, if values are missing and if none is, and what reads a cell.
_KINDS: Mapping[str, tuple[str, str, Callable[[str], Any]]] = {
    "bool": ("boolean", "bool", {"True": True, "False": False}.__getitem__),
    "int": ("Int64", "int64", int),
    "float": ("float64", "float64", float),
}


def _check_source(path: Path) -> Path:
    source = path if path.suffix else path.with_name(f"{path.name}{CSV}")
    source = source.with_suffix(CSV) if source.suffix.casefold() == RECORD else source
    if not source.is_file():
        raise DiscourseError(
            f"{shorten(str(source))} does not exist; give the file of a layer, such as 'code.csv'."
        )
    size = source.stat().st_size
    if size > LARGEST_LAYER:
        raise DiscourseError(
            f"{shorten(str(source))} has {format_bytes(size)}, and the limit is "
            f"{format_bytes(LARGEST_LAYER)}; divide it."
        )
    return source


def restore_kind(column: "pd.Series[str]", kind: str) -> "pd.Series[Any]":
    """Convert the cells of a column to the kind that the record names, if all of them are of it."""
    if kind not in _KINDS or column.str.contains("_", regex=False).any():
        return column  # Python would read 1_000 as a number
    with_missing, complete, restore = _KINDS[kind]
    try:
        # Python reads each number as it was written; pandas may be off by the last bit.
        values = [restore(cell) if cell else None for cell in column.tolist()]
        restored = pd.Series(values, column.index, with_missing)
    except (KeyError, ValueError, OverflowError):
        return column
    return (
        restored if restored.isna().any() else pd.Series(restored.to_numpy(complete), column.index)
    )


def _compare_sums(layer: Layer, recorded: Mapping[str, str]) -> Iterator[ChangedSpan]:
    """Name the spans that are not as recorded, and those that are gone."""
    spans = layer.spans
    rows_of: dict[str, list[int]] = {}
    for row, number in enumerate(spans.text.tolist()):
        rows_of.setdefault(spans.texts[number], []).append(row)
    sums = _sums_by_text(layer)
    for text in sorted({*sums, *recorded}):
        if text not in recorded:
            yield ChangedSpan(text, "no such text", "a text")
        known = Counter(str(recorded.get(text, "")).split())
        new = []
        for row, one in zip(rows_of.get(text, []), sums.get(text, []), strict=True):
            new += [] if known[one] else [row]
            known[one] -= known[one] > 0
        gone = [one.partition("=")[0] for one in known.elements()]
        for row in new:
            place = f"{spans.start[row]}-{spans.end[row]}"
            recorded_there = "another label or column" if place in gone else "no span"
            gone = [each for each in gone if each != place]
            yield ChangedSpan(f"{text}:{place}", recorded_there, spans.values[spans.label[row]])
        yield from (ChangedSpan(f"{text}:{place}", "a span", "none") for place in gone)
