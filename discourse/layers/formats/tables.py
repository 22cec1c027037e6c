"""Tables: a tag for each token, one token per line, and spans with the characters they are on."""

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.file_sets import write_together
from discourse.corpus.store.layer import Layer, write_cell
from discourse.corpus.store.layering import extract_layer
from discourse.corpus.store.store import Store
from discourse.errors import (
    DiscourseError,
    check_path,
    check_target,
    check_text,
    check_texts,
    check_type,
    one_of,
)
from discourse.layers.aligning import ForeignText, align, match_name, open_source, whole_store
from discourse.layers.csv_cells import read_cells, write_cells
from discourse.layers.register import check_corpus
from discourse.text.annotation import TOKEN
from discourse.text.limits import shorten
from discourse.text.readers.tokenised import TokenisedText
from discourse.text.readers.vertical import NO_VALUES, vertical_layer_name

WORD_COLUMNS = ("word", "token", "form", "text")
CODER, BETWEEN_CODERS = "coder", ", "
PLACE_COLUMNS = ("document", "start", "end")


def from_tsv(
    corpus: Corpus,
    path: str | PathLike[str],
    *,
    columns: Sequence[str] | None = None,
    document: str | None = None,
) -> list[Layer]:
    r"""Read tags of tokens, one token per line and its values between tabs, as USAS taggers write.

    Parameters
    ----------
    corpus : Corpus
        The texts that the file was made of. The tokens of the corpus stay what they are.
    path : str or PathLike
        The file, which is named like its document. Blank lines are ignored.
    columns : sequence of str, optional
        The names of the columns, of which one is ``word``, ``token``, ``form`` or ``text``; by
        default the first line names them.
    document : str, optional
        The document that the file is of, if it is named otherwise.

    Returns
    -------
    list of Layer
        One layer of tokens per column; ``_`` and an empty cell are no value.

    Raises
    ------
    DiscourseError
        If the columns have no names, a line has more or fewer, or the words do not spell the text.

    See Also
    --------
    dc.layers.from_vertical : Layers from vertical text.
    dc.Corpus.with_layer : A corpus with one more layer.

    Notes
    -----
    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    >>> import discourse as dc, pathlib, tempfile
    >>> corpus = dc.Corpus.from_texts({"a": "We build."})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.tsv")
    ...     _ = path.write_text("Text\tUSAS\nWe\tZ8\nbuild\tH1\n.\tPUNCT\n")
    ...     layers = dc.layers.from_tsv(corpus, path)
    >>> layers
    [Layer 'usas': 3 tokens, 3 labels]
    """
    check_corpus("from_tsv", corpus)
    source = open_source(check_path("path", path))
    rows = list(_split_lines(source.text))
    if columns is None:
        first = rows.pop(0)[1] if rows else []
        named = [cell.strip().casefold() for cell in first]
    else:
        named = check_texts("columns", columns, "word")
    word = next((named.index(name) for name in WORD_COLUMNS if name in named), None)
    if word is None or len(set(named)) < len(named):
        raise DiscourseError(
            f"{source.place} has the columns {shorten(', '.join(named)) or 'of no line'}; name "
            f"each once, and that of the words one of {', '.join(WORD_COLUMNS)}: in the first "
            "line, or with columns=."
        )
    made = TokenisedText()
    for line, cells in rows:
        _write_row(made, cells, named, word, f"{source.place}, line {line}")
    if not made.tokens:
        raise DiscourseError(f"{source.place} has no token; give the file of a tagger.")
    found = made.extract("utf-8", name="", source="", metadata={})
    labels = found.annotation.labels if found.annotation else ()
    text = ForeignText(source.path.stem, source.place, found.text, labels)
    return align(corpus, [text], source.about, document)


def _split_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.removesuffix("\r").split("\t")


def _write_row(
    made: TokenisedText, cells: Sequence[str], columns: Sequence[str], word: int, place: str
) -> None:
    if len(cells) != len(columns):
        raise DiscourseError(
            f"{place} has {len(cells)} column{'' if len(cells) == 1 else 's'}, and the file has "
            f"{len(columns)}: {', '.join(columns)}; write _ where there is no value."
        )
    if not cells[word].strip():
        raise DiscourseError(f"{place} has no word; remove the line.")
    span = made.write_token(cells[word])
    for column, value in zip(columns, cells, strict=True):
        if column != columns[word] and value.strip() not in NO_VALUES:
            about = {"maker": "TSV", "column": column}
            made.label(vertical_layer_name(column), TOKEN, span, value.strip(), about)


# ------------------------------------------------------------------------------------------ spans


def from_csv(
    corpus: Corpus,
    path: str | PathLike[str],
    *,
    name: str = "",
    shape: str = "span",
    columns: Mapping[str, str] | None = None,
) -> Layer:
    r"""Read spans from a CSV file, such as one that INCEpTION or CATMA exports.

    Parameters
    ----------
    corpus : Corpus
        The texts that the spans are on.
    path : str or PathLike
        The file. It has the column ``label``, and either ``line_id`` or ``document``, ``start`` and
        ``end``: the first character of a span, counted from 0, and the one after its last. If it
        has a column ``text``, that must be what is there. Other columns are kept.
    name : str, optional
        The name of the layer; by default that of the file.
    shape : str, default "span"
        "span", or "token" for at most one value per token.
    columns : mapping of str to str, optional
        What the file calls these columns, such as
        ``{"start": "Start Offset", "label": "Tag", "coder": "Author"}``.

    Returns
    -------
    Layer
        The spans, which cover all texts of the corpus. If several coders gave one label to one
        span, each in a row, the column ``coder`` names all of them; `by_coder` divides such a
        layer.

    Raises
    ------
    DiscourseError
        If a column is missing, a span is not in its text, or its text is not in the corpus.

    See Also
    --------
    dc.layers.to_csv : A layer as a CSV file.
    dc.layers.read : A layer from a file.
    dc.Corpus.with_layer : A corpus with one more layer.

    Notes
    -----
    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    >>> import discourse as dc, pathlib, tempfile
    >>> corpus = dc.Corpus.from_texts({"a": "We build."})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "act.csv")
    ...     _ = path.write_text("document,start,end,label\na,3,8,process\n")
    ...     dc.layers.from_csv(corpus, path)
    Layer 'act': 1 span, 1 label
    """
    check_corpus("from_csv", corpus)
    source = open_source(check_path("path", path))
    table = _rename_columns(read_cells(source.path, source.data), columns, source.place)
    store = whole_store(corpus)
    by_id = "line_id" in table.columns
    for column in ("label",) if by_id else (*PLACE_COLUMNS, "label"):
        if column not in table.columns:
            raise DiscourseError(
                f"{source.place} has no column {column!r}; its columns are "
                f"{', '.join(table.columns)}. Spans need label, and line_id or document, start "
                "and end."
            )
    if not by_id:
        table["document"] = [match_name(name, corpus) for name in table["document"]]
        table.insert(0, "line_id", _make_line_ids(store, table, source.place))
    table = table.drop(columns=[column for column in PLACE_COLUMNS if column in table])
    shown = table.pop("text") if "text" in table else None
    layer = Layer(
        check_text("name", name, "code") or source.path.stem,
        _join_coders(table),
        {"maker": "CSV", **source.about},
        shape=shape,
    )
    _check_spans(store, table["line_id"].tolist(), shown, source.place)
    covered = {*layer.texts, *map(str, store.digests)}
    return Layer(layer.name, layer.spans, layer.about, shape=layer.shape, texts=covered)


def _rename_columns(
    table: pd.DataFrame, columns: Mapping[str, str] | None, place: str
) -> pd.DataFrame:
    """A table with our names for its columns."""
    if columns is None:
        return table
    way_out = "such as {'label': 'Tag'}"
    check_type("columns", columns, Mapping, "a mapping of our names to those of the file", way_out)
    for name in columns.values():
        one_of(f"{place}: column", name, table.columns)
    return table.rename(columns={theirs: ours for ours, theirs in columns.items()})


def _join_coders(table: pd.DataFrame) -> pd.DataFrame:
    """One row per span and label, with all coders who gave it; other columns are of the first."""
    if CODER not in table:
        return table
    keys = ["line_id", "label"]
    joined = table.groupby(keys, sort=False)[CODER].agg(
        lambda names: BETWEEN_CODERS.join(dict.fromkeys(names))
    )
    first = table.drop_duplicates(keys).reset_index(drop=True)
    return first.assign(**{CODER: joined.to_numpy()})


def _make_line_ids(store: Store, table: pd.DataFrame, place: str) -> list[str]:
    """The ids of spans that are given by document and characters."""
    ids = []
    rows = zip(*(table[column].tolist() for column in PLACE_COLUMNS), strict=True)
    for number, (document, start, end) in enumerate(rows, 1):
        if document not in store.document_numbers:
            what = f"{place}, row {number}: document"
            document = one_of(what, document, store.document_numbers)
        if not (start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal()):
            raise DiscourseError(
                f"{place}, row {number} has the characters {shorten(start)!r} to {shorten(end)!r}; "
                "give whole numbers, counted from 0."
            )
        digest = store.digests[store.document_numbers[document]]
        ids.append(f"{digest}:{int(start)}-{int(end)}")
    return ids


def _check_spans(
    store: Store, ids: Sequence[str], shown: "pd.Series[str] | None", place: str
) -> None:
    """Refuse a span that is in no text, or whose text is not what the table shows of it."""
    numbers = {str(digest): number for number, digest in enumerate(store.digests)}
    texts = [""] * len(ids) if shown is None else shown.tolist()
    for row, (line_id, text) in enumerate(zip(ids, texts, strict=True), 1):
        digest, _, span = line_id.partition(":")
        start, end = map(int, span.split("-"))
        if digest not in numbers:
            raise DiscourseError(
                f"{place}, row {row}: {line_id} is of a text that is not in this corpus, or has "
                "changed since; remove the row, or make the span again."
            )
        written = store.texts[numbers[digest]]
        if end > len(written):
            raise DiscourseError(
                f"{place}, row {row}: the span ends at character {end:,}, and the text of "
                f"{store.sources['document'].iloc[numbers[digest]]!r} has {len(written):,}; "
                "correct the characters."
            )
        found = written[start:end].encode("utf-8", "replace").decode()
        if text and found != text:
            raise DiscourseError(
                f"{place}, row {row} shows {shorten(text)!r}, and {line_id} is "
                f"{shorten(found)!r}; correct the characters, or remove the column 'text'."
            )


def to_csv(corpus: Corpus, path: str | PathLike[str], name: str) -> None:
    """Write a layer as a table for other programs, with the text of each span.

    Parameters
    ----------
    corpus : Corpus
        The corpus.
    path : str or PathLike
        The file to write.
    name : str
        The name of the layer.

    See Also
    --------
    dc.layers.from_csv : Spans from a CSV file.
    dc.layers.write : A layer to a file.

    Notes
    -----
    The columns are ``document, start, end, label``, those of the layer and ``text``. `write` writes
    a layer with its record, for this program.

    ``discourse docs layer-files`` explains the formats of layers.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> corpus = dc.read("seeds/")
    >>> corpus = corpus.with_layer(dc.layers.make(corpus, "quotations"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dc.layers.to_csv(corpus, folder + "/quotations.csv", "quotation")
    ...     layer = dc.layers.from_csv(corpus, folder + "/quotations.csv", name="quotation")
    >>> layer.digest == corpus.layer("quotation").digest
    True
    """
    check_corpus("to_csv", corpus)
    target = check_target("path", path)
    store = whole_store(corpus)
    layer = extract_layer(store, name)
    spans = layer.spans
    numbers: dict[str, int] = {}
    for number, digest in enumerate(store.digests):
        numbers.setdefault(str(digest), number)
    of_span = np.array([numbers[text] for text in spans.texts], dtype=np.int64)[spans.text]
    names = store.sources["document"].to_numpy()[of_span]
    starts, ends = spans.start.tolist(), spans.end.tolist()
    table: dict[str, Any] = {
        "document": names,
        "start": starts,
        "end": ends,
        "label": np.array(spans.values, dtype=object)[spans.label],
    }
    for column in spans.columns:
        if str(column) in (*PLACE_COLUMNS, "text"):
            raise DiscourseError(
                f"the layer {name!r} has a column {column!r}, which would be mistaken for that of "
                "the file; write it with dc.layers.write."
            )
        table[str(column)] = list(map(write_cell, spans.columns[column].tolist()))
    table["text"] = [
        store.texts[number][start:end]
        for number, start, end in zip(of_span.tolist(), starts, ends, strict=True)
    ]
    written = write_cells({name: list(map(str, cells)) for name, cells in table.items()})
    write_together({Path(target): written.encode("utf-8", "replace")})
