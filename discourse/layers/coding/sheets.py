"""Lines in a spreadsheet, to be coded without a browser, and back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.lines.worksheet import (
    CODE,
    COLUMNS,
    LINES_SHEET,
    NEEDED,
    NOTE,
    Answers,
    check_workbook,
    keep_answers,
    make_plain,
    make_workbook,
    read_sheet,
    save_workbook,
)
from discourse.corpus.store.file_sets import write_together
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_flag, check_path, check_type
from discourse.layers.aligning import whole_store
from discourse.layers.coding.code_file import SHOWN, CodeFile
from discourse.layers.coding.code_rows import (
    Coding,
    check_line_id,
    check_note,
    line_order,
    read_limited,
)
from discourse.layers.coding.codebook import BETWEEN_LABELS, Codebook
from discourse.layers.coding.codebook import codebook as read_codebook
from discourse.layers.coding.codes import read_codings
from discourse.layers.coding.line_layers import hidden_layers, leave_out_layers
from discourse.layers.register import check_corpus
from discourse.text.limits import shorten
from discourse.text.office_files import import_writer, make_text_cell
from discourse.text.table_files import SHEET_ENDINGS

BOOK_COLUMNS = ("code", "definition", "example", "exclusion", "parent")
BOOK_SHEET = "codebook"
# A hidden sheet with the codes and notes that were filled in, and the file that they were from.
WRITTEN_SHEET = "written"
WRITTEN = ("line_id", "file", "code_written", "note_written")
Codings = Mapping[str, Coding]
CODERS = "coders"  # the column with what each coder says, for somebody who decides


def to_sheet(
    lines: Concordance,
    path: str | PathLike[str],
    codebook: str | PathLike[str] | Codebook,
    *,
    coder: str | None = None,
    decides: bool = False,
    blind: bool = False,
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
    decides : bool, default False
        Whether `coder` decides about lines that coders differ on. The column ``coders`` then has
        what each of them says, and the decisions are filled in.
    blind : bool, default False
        Whether the sheet is for a coder who must not see what others say: lines that were found,
        chosen or ordered by codes, other than those of `coder`, are then refused.

    Raises
    ------
    DiscourseError
        If lines for a blind coder show what others say, the file cannot be written, openpyxl is not
        installed, there are more lines, or longer ones, than a workbook can hold, or the file is
        there already with codes or notes that would be lost.

    See Also
    --------
    dc.layers.from_sheet : Codes from a workbook.
    dc.browse : Read, sort and code lines in JupyterLab.

    Notes
    -----
    Every cell is marked as text, so that no text of a corpus is run as a formula. A hidden sheet
    has the codes and notes that were filled in, so that `from_sheet` knows which of them were
    changed.

    ``discourse docs coding`` explains codebooks, coders and decisions.

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
    if check_flag("blind", blind):
        lines = _hide_codes(lines, book, coder, decides)
    table = lines.to_frame()
    file = _find_file(book, coder, check_flag("decides", decides))
    said = {} if file is None else file.read()
    answers = {
        line_id: (_write_codes(coding.labels), coding.note)
        for line_id in table["line_id"]
        if (coding := said.get(line_id))
    }
    keep_answers(target, answers)
    made = make_workbook(table, answers, {CODERS: _what_coders_say(book)} if decides else {})
    _add_codebook(made, book, len(lines))
    if file is not None and answers:
        _add_written(made, file.path.name, answers)
    write_together({target: save_workbook(made)})


def _hide_codes(
    lines: Concordance, book: Codebook, coder: str | None, decides: bool
) -> Concordance:
    if decides:
        raise DiscourseError(
            "who decides sees the codes of all coders; leave blind=True or decides=True out."
        )
    return leave_out_layers(lines, hidden_layers(lines.store, book, coder))


def _find_file(book: Codebook, coder: str | None, decides: bool) -> CodeFile | None:
    if coder is None and decides:
        raise DiscourseError("decides=True is for somebody who decides; give coder='A' as well.")
    return None if coder is None else CodeFile(book, coder, decides=decides)


def _write_codes(labels: Iterable[str]) -> str:
    return f"{BETWEEN_LABELS} ".join(labels)


def _what_coders_say(book: Codebook) -> dict[str, str]:
    """What each coder says of a line, in one cell."""
    by_coder, _ = read_codings(book)
    said: dict[str, list[str]] = {}
    for coder, codings in by_coder.items():
        for line_id, coding in codings.items():
            if coding.labels:
                said.setdefault(line_id, []).append(f"{coder}: {_write_codes(coding.labels)}")
    return {line_id: ", ".join(each) for line_id, each in said.items()}


def _add_written(made: Any, file: str, answers: Answers) -> None:
    """Add a hidden sheet with what was filled in, and the file that it was from."""
    beside = made.create_sheet(WRITTEN_SHEET)
    beside.sheet_state = "hidden"
    for row in [WRITTEN, *((line_id, file, *cells) for line_id, cells in answers.items())]:
        beside.append([make_text_cell(beside, cell) if cell else None for cell in row])


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
    *,
    decides: bool = False,
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
        Who has coded, or decided.
    decides : bool, default False
        Whether the codes are decisions about lines that coders differ on.

    Returns
    -------
    CodeFile
        The file of the coder, or of the decisions, with these codes. A line without a code in the
        workbook keeps those that it has in the file, and so does a cell that is as `to_sheet`
        filled it in. `undo` takes all of them back.

    Raises
    ------
    DiscourseError
        If a row has a code that is not in the codebook, a line twice, or a ``line_id`` whose text
        is not in ``node``: the columns were then sorted apart, or the text has changed. If a code
        or a note was changed in the workbook, and otherwise in the file since the workbook was
        written. The message names the row or the lines, and the file of the coder stays as it was.

    See Also
    --------
    dc.layers.to_sheet : Lines to code in a workbook.
    dc.layers.code_file : The codes of one coder, in a file.

    Notes
    -----
    ``discourse docs coding`` explains codebooks, coders and decisions.

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
    file = CodeFile(codebook, coder, decides=decides)
    if source.suffix.casefold() not in SHEET_ENDINGS or not source.is_file():
        raise DiscourseError(
            f"{shorten(str(source))} is not a workbook; give one that dc.layers.to_sheet wrote."
        )
    data = read_limited(source)
    written = _read_written(data, source, file)
    found = _read_codings(whole_store(corpus), data, source, file.codebook, written)
    file.change(list(found), partial(_merge, found, written, source.name))
    return file


def _read_written(data: bytes, path: Path, file: CodeFile) -> dict[str, Coding]:
    """What the workbook was filled in with from the file of a coder; nothing if it was not."""
    try:
        rows = [row for _, row in read_sheet(data, path, WRITTEN)]
    except DiscourseError:
        return {}  # a workbook without this sheet: every code in it is a change
    found = {}
    for row in rows:
        if row.get("file") == file.path.name:
            labels = _split_labels(row.get("code_written", ""))
            now = tuple(map(file.codebook.current, labels))
            found[row.get("line_id", "")] = Coding(now, row.get("note_written", ""))
    return found


def _split_labels(cell: str) -> list[str]:
    return list(filter(None, (each.strip() for each in cell.split(BETWEEN_LABELS))))


def _read_codings(
    store: Store, data: bytes, path: Path, book: Codebook, written: Mapping[str, Coding]
) -> dict[str, Coding]:
    """What a workbook says of each line whose code or note was written or changed in it."""
    found: dict[str, Coding] = {}
    seen: dict[str, str] = {}
    texts = dict(zip(store.digests.tolist(), store.texts, strict=True))
    for place, cells in read_sheet(data, path, NEEDED):
        try:
            line_id = check_line_id(cells.get("line_id", ""))
            _check_node(texts, line_id, cells.get("node", ""))
            first = seen.setdefault(line_id, place)
            if first != place:
                raise DiscourseError(f"{line_id} is in {first} already; remove one of the rows.")
            before = written.get(line_id, Coding())
            labels = [book.current(each) for each in _split_labels(cells.get(CODE, ""))]
            note = check_note(cells.get(NOTE, ""))
            coding = Coding(
                () if set(labels) == set(before.labels) else book.check_labels(labels),
                "" if make_plain(note) == make_plain(before.note) else note,
            )
        except DiscourseError as error:
            raise DiscourseError(f"{place}: {error}") from None
        if coding:
            found[line_id] = coding
    return found


def _merge(
    found: Mapping[str, Coding], written: Mapping[str, Coding], place: str, now: Codings
) -> Codings:
    """What is to be said of lines: the changes of a workbook, unless the file has others."""
    conflicts = [
        f"{line_id} ({shorten(change)!r}, in the file "
        f"{repr(shorten(there)) if there else 'nothing'})"
        for line_id, coding in found.items()
        for change, there in _find_conflicts(coding, written.get(line_id, Coding()), now[line_id])
    ]
    if conflicts:
        more = f" and {len(conflicts) - SHOWN:,} more" if conflicts[SHOWN:] else ""
        raise DiscourseError(
            f"{shorten(place)} was not written from the codes or notes that the file has now of "
            f"{', '.join(conflicts[:SHOWN])}{more}. Nothing was changed: empty these cells to keep "
            "what is in the file, or give it what the sheet has first, with "
            "dc.layers.code_file(codebook, coder).put(line_id, code, note)."
        )
    return {
        line_id: Coding(coding.labels or now[line_id].labels, coding.note or now[line_id].note)
        for line_id, coding in found.items()
    }


def _find_conflicts(change: Coding, before: Coding, said: Coding) -> Iterator[tuple[str, str]]:
    """The changes of a line in a workbook that do not fit what the file says by now, with that."""
    # Whoever removed a line from the file knew its codes; a note alone would also bring it back.
    is_removed = bool(before) and not said
    if change.labels and (is_removed or not _are_one_of(said.labels, change.labels, before.labels)):
        yield _write_codes(change.labels), _write_codes(said.labels)
    notes = {make_plain(change.note), make_plain(before.note)}
    if change.note and (is_removed or make_plain(said.note) not in notes):
        yield change.note, said.note


def _are_one_of(labels: Sequence[str], *known: Sequence[str]) -> bool:
    """Whether labels are the same as others, in whatever order the codebook has had them."""
    return set(labels) in map(set, known)


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
