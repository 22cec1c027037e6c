"""Lines in a spreadsheet, to be coded without a browser, and back."""

from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.lines.worksheet import (
    CODE,
    COLUMNS,
    LINES_SHEET,
    NOTE,
    check_workbook,
    make_plain,
    make_workbook,
    save_workbook,
)
from discourse.corpus.store.file_sets import write_together
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_path, check_type
from discourse.layers.aligning import whole_store
from discourse.layers.coding.code_file import CodeFile
from discourse.layers.coding.code_rows import (
    Coding,
    check_line_id,
    check_note,
    line_order,
    read_limited,
)
from discourse.layers.coding.codebook import BETWEEN_LABELS, Codebook
from discourse.layers.coding.codebook import codebook as read_codebook
from discourse.layers.register import check_corpus
from discourse.text.limits import shorten
from discourse.text.office_files import import_writer, make_text_cell
from discourse.text.table_files import SHEET_ENDINGS, read_table_rows

NEEDED = ("line_id", "node", CODE, NOTE)
BOOK_COLUMNS = ("code", "definition", "example", "exclusion", "parent")
BOOK_SHEET = "codebook"


def to_sheet(
    lines: Concordance,
    path: str | PathLike[str],
    codebook: str | PathLike[str] | Codebook,
    *,
    coder: str | None = None,
) -> None:
    """Write lines to a workbook in which a reader can code them.

    Parameters
    ----------
    lines : Concordance
        The lines, such as ``lines.sample(50, seed=1)`` for a second coder.
    path : str or PathLike
        The file to write, such as ``rights.xlsx``.
    codebook : str, PathLike or Codebook
        The codebook. It is the second sheet, and the column ``code`` offers its codes.
    coder : str, optional
        Whose codes and notes are filled in; by default nobody's, as a coder should not see those of
        others.

    Raises
    ------
    DiscourseError
        If the file cannot be written, openpyxl is not installed, or there are more lines, or longer
        ones, than a workbook can hold.

    Notes
    -----
    Every cell is marked as text, so that no text of a corpus is run as a formula.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> paper = dc.read("seeds/")
    >>> lines = dc.concordance(paper, "human rights")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dc.layers.to_sheet(lines, folder + "/rights.xlsx", "notebooks/codes/rights.toml")
    """
    way_out = "give lines, such as dc.concordance(corpus, 'human rights')"
    check_type("lines", lines, Concordance, "a Concordance", way_out)
    target = check_workbook(path)
    book = read_codebook(codebook)
    said = {} if coder is None else CodeFile(book, coder).read()
    answers = {
        line_id: (f"{BETWEEN_LABELS} ".join(coding.labels), coding.note)
        for line_id, coding in said.items()
    }
    made = make_workbook(lines.to_frame(), answers)
    _add_codebook(made, book, len(lines))
    write_together({target: save_workbook(made)})


def _add_codebook(made: Any, book: Codebook, lines: int) -> None:
    """Add a sheet with the codes, which the cells of the lines offer."""
    if lines and not book.several:
        offered = _offer_codes(import_writer("openpyxl"), lines, len(book.codes))
        made[LINES_SHEET].data_validations.append(offered)
    beside = made.create_sheet(BOOK_SHEET)
    for entry in [BOOK_COLUMNS, *([getattr(each, n) for n in BOOK_COLUMNS] for each in book.codes)]:
        beside.append([make_text_cell(beside, cell) if cell else None for cell in entry])


def _offer_codes(openpyxl: Any, lines: int, codes: int) -> Any:
    """A list of the codes to choose from, in each cell of the column of codes."""
    listed = f"'{BOOK_SHEET}'!$A$2:$A${codes + 1}"
    letter = openpyxl.utils.get_column_letter(COLUMNS.index(CODE) + 1)
    offered = openpyxl.worksheet.datavalidation.DataValidation(
        type="list", formula1=listed, allow_blank=True
    )
    offered.add(f"{letter}2:{letter}{lines + 1}")
    return offered


# ----------------------------------------------------------------------------------- and back


def from_sheet(
    corpus: Corpus,
    path: str | PathLike[str],
    codebook: str | PathLike[str] | Codebook,
    coder: str,
) -> CodeFile:
    """Read the codes of a workbook into the file of a coder.

    Parameters
    ----------
    corpus : Corpus
        The texts that the lines are of.
    path : str or PathLike
        The workbook, ``.xlsx`` or ``.ods``, with the columns ``line_id``, ``node``, ``code`` and
        ``note``, as `to_sheet` writes them.
    codebook : str, PathLike or Codebook
        The codebook. Its codes may be separated by ``;`` where a line may have several.
    coder : str
        Who has coded.

    Returns
    -------
    CodeFile
        The file of the coder, with these codes. A line without a code in the workbook keeps those
        that it has in the file. `undo` takes all of them back.

    Raises
    ------
    DiscourseError
        If a row has a code that is not in the codebook, a line twice, or a ``line_id`` whose text
        is not in ``node``: the columns were then sorted apart, or the text has changed. The message
        names the row, and the file of the coder stays as it was.

    Examples
    --------
    >>> import discourse as dc, shutil, tempfile
    >>> paper = dc.read("seeds/")
    >>> lines = dc.concordance(paper, "human rights")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     book = shutil.copy("notebooks/codes/rights.toml", folder)
    ...     dc.layers.code_file(book, "A").put(lines[0].line_id, "head")
    ...     dc.layers.to_sheet(lines, folder + "/a.xlsx", book, coder="A")
    ...     len(dc.layers.from_sheet(paper, folder + "/a.xlsx", book, "B").read())
    1
    """
    check_corpus("from_sheet", corpus)
    source = check_path("path", path)
    file = CodeFile(codebook, coder)
    if source.suffix.casefold() not in SHEET_ENDINGS or not source.is_file():
        raise DiscourseError(
            f"{shorten(str(source))} is not a workbook; give one that dc.layers.to_sheet wrote."
        )
    file.update(_read_codings(whole_store(corpus), source, file.codebook))
    return file


def _read_codings(store: Store, path: Path, book: Codebook) -> dict[str, Coding]:
    """What a workbook says of each line that it has a code or a note for."""
    found: dict[str, Coding] = {}
    seen: dict[str, str] = {}
    texts = dict(zip(store.digests.tolist(), store.texts, strict=True))
    for place, cells in _read_rows(path):
        try:
            line_id = check_line_id(cells.get("line_id", ""))
            _check_node(texts, line_id, cells.get("node", ""))
            first = seen.setdefault(line_id, place)
            if first != place:
                raise DiscourseError(f"{line_id} is in {first} already; remove one of the rows.")
            labels = [each.strip() for each in cells.get(CODE, "").split(BETWEEN_LABELS)]
            coding = Coding(
                book.check_labels(list(filter(None, labels))), check_note(cells.get(NOTE, ""))
            )
        except DiscourseError as error:
            raise DiscourseError(f"{place}: {error}") from None
        if coding:
            found[line_id] = coding
    return found


def _read_rows(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The place and the cells of each row."""
    needed = [(name, "column") for name in NEEDED]
    try:
        _, rows = read_table_rows(
            read_limited(path), path.suffix.casefold(), ("utf-8",), path.name, *needed
        )
        for place, row in rows:
            if isinstance(row, DiscourseError):
                raise row
            yield place, {name: str(value) for name, value in row.items()}
    except DiscourseError as error:
        # What reads tables takes other names of columns, too.
        raise DiscourseError(str(error).partition(" Name the right one")[0]) from None


def _check_node(texts: Mapping[str, str], line_id: str, node: str) -> None:
    """Refuse a line whose text is not the node beside it."""
    text, start, end = line_order(line_id)
    there = texts.get(text, "")[start:end]
    if not there:
        raise DiscourseError(f"{line_id} is of no text of this corpus; give that of the lines.")
    if make_plain(there) != make_plain(node):
        raise DiscourseError(
            f"{line_id} is {shorten(there)!r}, and the node beside it {shorten(node)!r}; the "
            "columns were sorted apart, or the text has changed: write the sheet again."
        )
