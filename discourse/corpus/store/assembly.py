"""Join blocks: the tokens, texts and tables of many become one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Any, NoReturn

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.annotations import DocumentLabels
from discourse.corpus.store.block import ATTRIBUTE, LABEL, REGIONS, TokenBlock
from discourse.corpus.store.index import Index
from discourse.corpus.store.numbering import number_strings
from discourse.corpus.store.strings import Strings
from discourse.corpus.store.vocabulary import make_vocabulary, separate_by_language
from discourse.errors import DiscourseError, describe
from discourse.text.document import COUNT, TREATMENTS
from discourse.text.folding import DOTLESS
from discourse.text.languages import language_code
from discourse.text.reading import Skipped
from discourse.text.tokenizer import Tokenizer

# Values of metadata that JSON and Arrow can hold; others become text.
HELD_ON_DISK = (str, int, float, date, time, timedelta, Decimal, bytes, list, dict)


@dataclass(frozen=True, eq=False)
class Assembly:
    """Everything a store is made of, except its tokeniser."""

    index: Index
    texts: Strings
    sources: pd.DataFrame
    regions: pd.DataFrame
    skipped: list[Skipped]
    given: pa.Table | None
    labels: list[DocumentLabels]
    damaged: list[tuple[str, str]]


def assemble(blocks: Iterable[TokenBlock], tokenizer: Tokenizer) -> Assembly:
    """Join blocks, and number their tokens, documents and forms as one.

    Parameters
    ----------
    blocks : iterable of TokenBlock
        The blocks, in the order of the corpus.
    tokenizer : Tokenizer
        Turns a form into the term that it counts as.

    Returns
    -------
    Assembly
        The index, texts and tables of all blocks.

    Raises
    ------
    DiscourseError
        If there is no document at all, or two have the same name.
    """
    forms: list[pa.StringArray] = []
    ids, starts = GrowingArray(), GrowingArray()
    sizes: list[int] = []
    texts: list[pa.LargeBinaryArray] = []
    rows: list[dict[str, object]] = []
    tables: list[pa.Table] = []
    skipped: list[Skipped] = []
    given: list[pa.Table] = []
    labels: list[DocumentLabels] = []
    damaged: list[tuple[str, str]] = []
    size = 0
    for block in blocks:
        labels += [(len(rows) + number, each) for number, each in block.labels]
        given += [] if block.given is None else [block.given]
        tables.append(_renumber_regions(block.regions, len(rows), size))
        forms.append(block.forms.dictionary)
        ids.append(block.forms.indices.to_numpy())
        starts.append(block.starts)
        sizes.append(len(block.starts))
        texts += block.texts.chunks
        rows += block.sources
        skipped += block.skipped
        damaged += block.damaged
        size += len(block.starts)
    sources = make_source_frame(rows, skipped)
    # A block whose sections lack an attribute that others have gets a column of nulls.
    joined = pa.concat_tables([REGIONS.empty_table(), *tables], promote_options="default")
    regions = region_frame(joined)
    known = _number_as_one(forms, sizes, ids.values)
    index = _assemble_index(
        known, ids.values, starts.values, list_languages(sources), regions, tokenizer
    )
    whole = Strings(pa.chunked_array(texts, pa.large_binary()))
    table = pa.concat_tables(given) if given else None
    return Assembly(index, whole, sources, regions, skipped, table, labels, damaged)


def tabulate_skipped(skipped: Iterable[Skipped] = ()) -> pd.DataFrame:
    """List what could not be read, one row per file or row of a file: ``file, reason``."""
    rows = [(item.file, item.reason) for item in skipped]
    return pd.DataFrame(rows, columns=["file", "reason"], dtype="str")


def list_languages(sources: pd.DataFrame) -> list[str]:
    """The code of each document's language; English where none, or one not known, is given."""
    given = sources.get("language", pd.Series("", sources.index)).tolist()
    codes = {value: language_code(value) for value in dict.fromkeys(given)}
    return [codes[value] for value in given]


def region_frame(table: pa.Table) -> pd.DataFrame:
    """The table of regions, with labels as categories because a text has few distinct ones."""
    frame: pd.DataFrame = table.unify_dictionaries().to_pandas()
    return frame.assign(treatment=frame["treatment"].cat.set_categories(list(TREATMENTS)))


def arrow_regions(regions: pd.DataFrame) -> pa.Table:
    """Turn `region_frame` back into an Arrow table."""
    types = {field.name: field.type for field in REGIONS}
    types |= {name: LABEL for name in regions if str(name).startswith(ATTRIBUTE)}
    return pa.table({name: pa.array(regions[name]).cast(kind) for name, kind in types.items()})


def _renumber_regions(regions: pa.Table, documents: int, tokens: int) -> pa.Table:
    """Shift the document and token numbers of a block by those of the blocks before it."""
    for name, before in (("document", documents), ("first_token", tokens)):
        column = pa.array(regions[name].to_numpy() + before)
        regions = regions.set_column(regions.schema.get_field_index(name), name, column)
    return regions


def make_source_frame(
    rows: list[dict[str, object]], skipped: Sequence[Skipped] = ()
) -> pd.DataFrame:
    """One row per document, whose metadata are values that a query can name."""
    if not rows:
        refuse_no_text(skipped)
    sources = pd.DataFrame(rows).apply(_convert_for_queries)
    refuse_repeated(sources["document"])
    return sources


def refuse_no_text(skipped: Sequence[Skipped]) -> NoReturn:
    """Refuse to make a corpus of nothing, and say why the first text was skipped, if any was."""
    if skipped:
        raise DiscourseError(
            f"none of {len(skipped):,} files could be read; the first: {skipped[0].reason}"
        )
    raise DiscourseError("a corpus needs at least one text; none was given.")


def refuse_repeated(names: "pd.Series[Any]") -> None:
    """Refuse documents of one name."""
    repeated = names[names.duplicated()]
    if len(repeated):
        raise DiscourseError(
            f"two documents are named {repeated.iloc[0]!r}; give each a name of its own."
        )


def _convert_for_queries(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Convert metadata into values that a query can name.

    Whole numbers stay whole where some are missing: pandas would turn the year 1990 into 1990.0.
    Times become dates if all are midnight, otherwise text with the time of day. Values that neither
    JSON nor Arrow can hold, such as periods and paths, become text.
    """
    present = column.dropna()
    if pd.api.types.is_datetime64_any_dtype(column):
        whole_days = bool((present == present.dt.normalize()).all())
        days = present.dt.date if whole_days else present.dt.strftime("%Y-%m-%d %H:%M:%S")
        return pd.Series(days, index=column.index, dtype=object)
    if isinstance(column.dtype, (pd.PeriodDtype, pd.IntervalDtype)):
        return column.astype("str").where(column.notna(), None)
    if column.dtype.kind == "c":  # complex numbers
        return column.astype("str")
    if column.dtype == object:
        return column.map(_write_as_text, na_action="ignore").astype(object)
    is_whole = column.dtype == float and 0 < len(present) < len(column) and (present % 1 == 0).all()
    return column.astype("Int64") if is_whole else column


def _write_as_text(value: object) -> object:
    if isinstance(value, HELD_ON_DISK) or hasattr(value, "dtype"):
        return value
    if isinstance(value, PurePath):
        return value.as_posix()  # the same on every system
    if not has_text(value):
        raise DiscourseError(
            f"{describe(value)} cannot be metadata, because it has no text of its own; convert it "
            "to text, a number or a date."
        )
    return str(value)


def has_text(value: object) -> bool:
    """Whether the text of an object is its own, and not the address where Python keeps it."""
    kind = type(value)
    return kind.__str__ is not object.__str__ or kind.__repr__ is not object.__repr__


class GrowingArray:
    """Whole numbers that are appended to, in place where the system can extend their memory.

    Fresh memory takes longer than filling it: arrays that are kept and joined at the end would
    need twice as much.
    """

    def __init__(self) -> None:
        self.values = np.empty(0, dtype=np.uint32)

    def append(self, values: NDArray[np.integer[Any]]) -> None:
        """Append some numbers. No other array may share the memory of `values`."""
        size = len(self.values)
        self.values.resize(size + len(values), refcheck=False)
        self.values[size:] = values


def _number_as_one(
    forms: Sequence[pa.StringArray], sizes: Sequence[int], ids: NDArray[np.uint32]
) -> pa.StringArray:
    """Number the forms of all blocks in the order of their first occurrence, in place.

    ``ids`` are numbers in the ``forms`` of each block, and ``sizes`` its tokens.
    """
    numbers, known = number_strings(forms)
    end = 0
    for own, size in zip(forms, sizes, strict=True):
        start, end = end, end + size
        ids[start:end] = numbers[: len(own)][ids[start:end]]
        numbers = numbers[len(own) :]
    return known


def _assemble_index(
    known: pa.StringArray,
    numbered: NDArray[np.uint32],
    placed: NDArray[np.uint32],
    languages: Sequence[str],
    regions: pd.DataFrame,
    tokenizer: Tokenizer,
) -> Index:
    """The index of tokens whose forms are numbered; some languages fold a form otherwise."""
    size = len(placed)
    bounds = _document_bounds(regions, len(languages), size)
    first, dotless = len(known), np.isin(languages, DOTLESS)
    if dotless.any() and tokenizer.rule != "1":
        chosen = np.repeat(dotless, np.diff(bounds))
        known, numbered = separate_by_language(known, numbered, chosen, tokenizer)
    return Index(
        make_vocabulary(known, tokenizer, DOTLESS[0], first),
        numbered,
        placed,
        bounds,
        section_bounds(regions, size),
        run_bounds(regions, size),
    )


def _document_bounds(regions: pd.DataFrame, documents: int, size: int) -> NDArray[np.int64]:
    """The first token of each document, followed by the number of tokens."""
    opening = np.searchsorted(regions["document"].to_numpy(), np.arange(documents))
    return np.append(regions["first_token"].to_numpy()[opening], size).astype(np.int64)


def section_bounds(regions: pd.DataFrame, size: int) -> NDArray[np.int64]:
    """The first token of each section that has tokens, followed by the number of tokens."""
    rows = regions[regions["treatment"] == COUNT]
    section = rows["section"].cat.codes.to_numpy()
    changes = _change_mask(rows["document"].to_numpy()) | _change_mask(section)
    return _close_bounds(rows["first_token"].to_numpy()[changes], size)


def run_bounds(regions: pd.DataFrame, size: int) -> NDArray[np.int64]:
    """The first token of each uninterrupted stretch, followed by the number of tokens."""
    counts = (regions["treatment"] == COUNT).to_numpy()
    opens = counts & (_change_mask(regions["document"].to_numpy()) | _change_mask(counts))
    return _close_bounds(regions["first_token"].to_numpy()[opens], size)


def _change_mask(values: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Whether each value differs from the one before it; True for the first."""
    return np.concatenate([[True], values[1:] != values[:-1]])[: len(values)]


def _close_bounds(firsts: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Follow the first tokens of stretches by the number of tokens, and drop empty stretches."""
    bounds = np.unique(np.append(firsts, size)).astype(np.int64)
    return bounds if size else np.zeros(1, dtype=np.int64)
