"""The codes of all coders as layers of a corpus.

Each coder's are a layer of their own, ``rights_A``; the layer ``rights`` has what they agree on and
what was decided. ``discourse help coding`` explains why.
"""

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.layer import Layer
from discourse.errors import DiscourseError, check_text, count_noun, one_of, warn_user
from discourse.layers.coding.code_file import (
    ENDING,
    CodeFile,
    find_orphans,
    is_of_texts,
    measure_texts,
)
from discourse.layers.coding.code_rows import Coding, line_order, read_rows
from discourse.layers.coding.codebook import DECIDED, Codebook
from discourse.layers.coding.codebook import codebook as read_codebook
from discourse.layers.coding.units import CodedUnits, why_undefined
from discourse.layers.register import check_corpus
from discourse.measures.agreement import krippendorff_alpha

# Keys of `about`.
CODEBOOK, AGREEMENT, UNDECIDED, OUTDATED = "codebook", "agreement", "undecided", "outdated"
ALPHA_DIGITS = 6  # fewer than those in which machines may differ
BETWEEN = ", "  # between the coders of a line

_Codings = dict[str, Coding]


def codes(
    corpus: Corpus, codebook: str | PathLike[str] | Codebook, *, coder: str | None = None
) -> list[Layer]:
    """Make layers of the codes that coders have given to lines of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The texts; of a subset, its texts as a whole.
    codebook : str, PathLike or Codebook
        The codebook: its TOML file. The files of its coders are beside it, such as
        ``codes/rights.A.csv``.
    coder : str, optional
        Whose codes alone are the layer that is named after the codebook.

    Returns
    -------
    list of Layer
        First a layer named after the codebook, such as ``rights``: of each line that coders agree
        on, or that one coder alone has coded, its codes, and of others what was decided. A line
        that they differ on and that nobody has decided is left out. Then a layer for each coder,
        such as ``rights_A``. A decision counts even if all coders of its line have changed to
        another code since; a warning says so. The column ``note`` has the notes; in the first
        layer, ``coder`` has those who gave the code, and ``decided_by`` who decided.

    Raises
    ------
    DiscourseError
        If there are no codes yet, a line is of no text of the corpus, or a file of codes was
        changed by hand and is none now. The message names the file and the line of it.

    See Also
    --------
    dc.layers.revision : What is uncoded, disputed or lost.
    dc.agreement : How far coders agree.
    dc.Corpus.with_layer : A corpus with one more layer.

    Notes
    -----
    ``discourse docs coding`` explains codebooks, coders and decisions.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> layers = dc.layers.codes(paper, "notebooks/codes/rights.toml")
    >>> coded = paper.with_layer(*layers)
    >>> dc.frequencies(coded, of="rights_A")[["term", "count"]]
              term  count
    0  institution     10
    1         head      4
    2      process      4
    """
    check_corpus("codes", corpus)
    book = read_codebook(codebook)
    by_coder, decided = read_codings(book)
    if not by_coder:
        raise DiscourseError(_advise_first_code(book))
    covered = _check_known_lines(corpus, book)
    if coder is None:
        first = common_layer(book, by_coder, decided, covered)
        _warn_of_outdated(book, first)
    else:
        one = one_of("coder", check_text("coder", coder, "A"), by_coder)
        first = layer_of_coder(book, one, by_coder[one], covered, book.name)
    own = [
        layer_of_coder(book, each, codings, covered, f"{book.name}_{each}")
        for each, codings in by_coder.items()
    ]
    return [first, *own]


def _advise_first_code(book: Codebook) -> str:
    missing = f"no file of codes, such as {book.name}.A{ENDING}, is beside {book.place}; "
    orphans = find_orphans(book)
    if orphans:
        renamed = f"{book.name}.{orphans[0].split('.')[1]}{ENDING}"
        return (
            f"{missing}{', '.join(orphans)} are codes of no codebook there: if this one was "
            f"renamed, rename them as well, such as to {renamed}."
        )
    return f"{missing}code lines with dc.layers.code_file(codebook, 'A').put(line_id, code)."


def read_codings(book: Codebook) -> tuple[dict[str, _Codings], _Codings]:
    """What each coder says, in alphabetical order, and what was decided."""
    by_coder = {file.coder: file.read() for file in open_files(book)}
    decided = decisions_path(book)
    decisions = CodeFile(book, "decisions", decided, decides=True).read() if decided else {}
    return by_coder, decisions


def find_files(book: Codebook) -> list[tuple[str, Path]]:
    """The coders who have a file beside a codebook, in alphabetical order, and their files."""
    return [
        (coder, path)
        for path in sorted(_folder_of(book).glob(f"*{ENDING}"))
        if (coder := coder_of(book, path)) and coder != DECIDED
    ]


def open_files(book: Codebook) -> list[CodeFile]:
    """The files of all coders beside a codebook; refuse one whose name is that of no coder."""
    opened = []
    for coder, path in find_files(book):
        try:
            opened.append(CodeFile(book, coder, path))
        except DiscourseError as error:
            raise DiscourseError(
                f"{path.name} is no file of a coder: {error} Rename the file, or move it to "
                "another folder."
            ) from None
    return opened


def coder_of(book: Codebook, path: Path) -> str:
    """The coder whose file it is, "decided" if it has decisions, or "" if it is another file."""
    opening = f"{book.name}."
    middle = path.name.removeprefix(opening).removesuffix(ENDING)
    is_named = path.name == f"{opening}{middle}{ENDING}" and "." not in middle
    return middle if is_named else ""


def decisions_path(book: Codebook) -> Path | None:
    """The file of decisions beside a codebook; None if nothing was decided."""
    path = _folder_of(book) / f"{book.name}.{DECIDED}{ENDING}"
    return path if path.is_file() else None


def _folder_of(book: Codebook) -> Path:
    if book.path is None:
        raise DiscourseError(
            "the codebook is in no file, so no codes are beside it; save it as a TOML file."
        )
    return book.path.parent


def _check_known_lines(corpus: Corpus, book: Codebook) -> list[str]:
    """The texts of a corpus; refuse a line that is in none of them."""
    lengths = measure_texts(corpus)
    paths = [path for _, path in find_files(book)]
    decided = decisions_path(book)
    for path in [*paths, *([decided] if decided else [])]:
        for row in read_rows(path, decided=path == decided):
            if not is_of_texts(row.line_id, lengths):
                chosen = ", decides=True" if path == decided else ""
                raise DiscourseError(
                    f"{path.name}, line {row.number}: {row.line_id} is of no text of this corpus; "
                    "dc.layers.revision(lines, codebook) lists all such lines, and "
                    f"dc.layers.code_file(codebook, coder{chosen}).remove(line_ids) takes them out."
                )
    return list(lengths)


def layer_of_coder(
    book: Codebook, coder: str, codings: Mapping[str, Coding], texts: Sequence[str], name: str
) -> Layer:
    """What one coder says, as a layer of the texts with these digests."""
    table = _tabulate_codes(
        (line, label, {"note": coding.note})
        for line, coding in codings.items()
        for label in coding.labels
    )
    about = {"maker": f"coder {coder}", "coder": coder, CODEBOOK: describe_codebook(book)}
    return Layer(name, table, about, texts=texts)


def _warn_of_outdated(book: Codebook, common: Layer) -> None:
    outdated = int(common.about.get(OUTDATED, 0))
    if outdated:
        warn_user(
            f"{count_noun(outdated, 'decision')} of {book.name}.{DECIDED}{ENDING} differ"
            f"{'' if outdated > 1 else 's'} from what all coders of the line say now; "
            "dc.layers.revision(lines, codebook) lists them."
        )


def common_layer(
    book: Codebook, by_coder: Mapping[str, _Codings], decided: _Codings, texts: Sequence[str]
) -> Layer:
    """What coders agree on, what one alone says, and what was decided."""
    rows: list[tuple[str, str, dict[str, str]]] = []
    undecided = outdated = 0
    for line in coded_lines([*by_coder.values(), decided]):
        said = {coder: each[line] for coder, each in by_coder.items()
                if line in each and each[line].labels}  # fmt: skip
        found = settle(said, decided.get(line))
        undecided += found is None
        outdated += is_outdated(said, decided.get(line))
        if found is None:
            continue
        own = {
            "note": found.note,
            "coder": BETWEEN.join(said),
            "decided_by": found.decided_by,
        }
        rows += [(line, label, own) for label in found.labels]
    coders = list(by_coder)
    about = {
        "maker": f"coders {' and '.join(coders)}" if coders[1:] else f"coder {coders[0]}",
        "coder": BETWEEN.join(coders),
        CODEBOOK: describe_codebook(book),
        UNDECIDED: undecided,
        **({OUTDATED: outdated} if outdated else {}),
        **_describe_agreement(book, by_coder),
    }
    return Layer(book.name, _tabulate_codes(rows), about, texts=texts)


def coded_lines(sources: Sequence[_Codings]) -> list[str]:
    """The lines that have a code in one of several files, in the order of the texts."""
    lines = {line for each in sources for line, coding in each.items() if coding.labels}
    return sorted(lines, key=line_order)


def settle(said: Mapping[str, Coding], decision: Coding | None) -> Coding | None:
    """What holds of a line: the decision, or what all its coders say; None if they differ."""
    if decision and decision.labels:
        return decision
    if len({coding.labels for coding in said.values()}) > 1:
        return None
    notes = dict.fromkeys(coding.note for coding in said.values() if coding.note)
    return Coding(next(iter(said.values())).labels, " / ".join(notes))


def is_outdated(said: Mapping[str, Coding], decision: Coding | None) -> bool:
    """Whether a line was decided, and all its coders now say one and the same other thing."""
    given = {coding.labels for coding in said.values()}
    decided = decision.labels if decision else ()
    return bool(decided) and len(given) == 1 and decided not in given


def describe_codebook(book: Codebook) -> dict[str, Any]:
    """What a layer records of its codebook."""
    choices = {"ordered": book.ordered, "several": book.several}
    return {
        "name": book.name,
        "file": book.place,
        "sha256": book.sha256,
        "codes": book.labels,
        **{key: True for key, value in choices.items() if value},
    }


def _describe_agreement(book: Codebook, by_coder: Mapping[str, _Codings]) -> dict[str, Any]:
    """Alpha of all coders and the lines that it is of; nothing if it is undefined."""
    units = units_of(book, by_coder)
    alpha = krippendorff_alpha(units.codings(), len(units.values), units.distance)
    if why_undefined(len(units.compared), len(units.codes), alpha):
        return {}
    return {AGREEMENT: {"alpha": round(alpha, ALPHA_DIGITS), "lines": len(units.compared)}}


def units_of(book: Codebook, by_coder: Mapping[str, _Codings]) -> CodedUnits:
    """What coders say, as the measures of agreement take it."""
    said = tuple(
        {line: frozenset(coding.labels) for line, coding in each.items() if coding.labels}
        for each in by_coder.values()
    )
    return CodedUnits(tuple(by_coder), said, tuple(book.labels), book.ordered, book.several)


def _tabulate_codes(rows: Iterable[tuple[str, str, dict[str, str]]]) -> pd.DataFrame:
    listed = list(rows)
    columns = {
        "line_id": [line for line, _, _ in listed],
        "label": [label for _, label, _ in listed],
    }
    own = listed[0][2] if listed else {}
    columns |= {name: [cells[name] for _, _, cells in listed] for name in own}
    return pd.DataFrame({name: pd.Series(each, dtype="str") for name, each in columns.items()})
