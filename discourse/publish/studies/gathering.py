"""What goes where in a study: texts, the codes of their lines, and a table of metadata."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import regex

from discourse.errors import DiscourseError
from discourse.layers.coding.codebook import Codebook, codebook, is_codebook
from discourse.layers.coding.codes import decisions_path, find_files
from discourse.text.folder import list_files
from discourse.text.limits import LARGEST_FILE, format_bytes
from discourse.text.metadata import is_pattern
from discourse.text.table_files import TABLE_ENDINGS, read_table_rows

# Names of files that begin with a year, such as "1990-Adams.txt".
_DATED_NAME = regex.compile(r"(?:1[5-9]|20)\d\d-[^-/]+")
_YEAR = regex.compile(r"(?:1[5-9]|20)\d\d")
DATED_PATTERN = "{year:d}-{name}"
SEEDS, CODES = "seeds", "codes"


@dataclass(frozen=True)
class Gathered:
    """What was copied into the folder of a study.

    Attributes
    ----------
    texts : Path
        The folder with the texts.
    codebooks : tuple of Path
        The codebooks, each with the files of its coders beside it.
    metadata : Path, str or None
        The table with the metadata of the texts, or a pattern of their names.
    """

    texts: Path
    codebooks: tuple[Path, ...]
    metadata: Path | str | None


def gather_texts(
    texts: Path, folder: Path, *, metadata: str = "", codebooks: Sequence[Path] = ()
) -> Gathered:
    """Copy texts, codebooks with their codes, and a table of metadata into the folder of a study.

    Codebooks in the folder of the texts are found, and so is a table there that has a column
    ``document`` and no texts.
    """
    _refuse_large_folder(texts)
    books = [*map(codebook, [*_find_codebooks(texts), *codebooks])]
    table = Path(metadata) if metadata and not is_pattern(metadata) else None
    if table is None and not metadata:
        table = _find_metadata_table(texts)
    if table is not None and not table.is_file():
        raise DiscourseError(
            f"--metadata {str(table)!r} is neither a table that exists nor a pattern of file names "
            "such as '{year}-{name}'."
        )
    apart = {path.resolve() for path in _files_of_codes(books)}
    apart |= {table.resolve()} if table else set()
    _copy_texts(texts, folder / SEEDS, apart)
    return Gathered(
        folder / SEEDS,
        tuple(_copy_codes(books, folder / CODES)),
        _copy_table(table, folder) if table else metadata or None,
    )


def _refuse_large_folder(texts: Path) -> None:
    files = [path for path in ([texts] if texts.is_file() else texts.rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    if size > LARGEST_FILE:
        raise DiscourseError(
            f"{texts} has {format_bytes(size)}, and a study copies at most "
            f"{format_bytes(LARGEST_FILE)}; begin with `discourse new`."
        )


def _find_codebooks(texts: Path) -> list[Path]:
    found = [] if texts.is_file() else sorted(texts.rglob("*.toml"))
    seen = (path for path in found if not _has_hidden_part(path, texts))
    return [path for path in seen if is_codebook(path)]


def _has_hidden_part(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _find_metadata_table(texts: Path) -> Path | None:
    """The one table in a folder that names documents and has no texts, beside files that do."""
    if texts.is_file():
        return None
    tables = [path for path in sorted(texts.iterdir()) if _names_documents(path)]
    return tables[0] if len(tables) == 1 else None


def _names_documents(path: Path) -> bool:
    if path.suffix.casefold() not in TABLE_ENDINGS or not path.is_file():
        return False
    with suppress(DiscourseError, OSError):
        needed = ("document", "document")
        _, rows = read_table_rows(
            path.read_bytes(), path.suffix.casefold(), ("utf-8",), path.name, needed
        )
        _, first = next(rows, ("", {"text": ""}))
        return isinstance(first, dict) and "text" not in first
    return False


def _files_of_codes(books: Iterable[Codebook]) -> Iterator[Path]:
    """The files of codebooks, of their coders, and of what was decided."""
    for book in books:
        assert book.path is not None  # it was read from a file
        yield book.path
        yield from (path for _, path in find_files(book))
        if decided := decisions_path(book):
            yield decided


def _copy_codes(books: Sequence[Codebook], folder: Path) -> Iterator[Path]:
    for book in books:
        folder.mkdir(exist_ok=True)
        first, *others = _files_of_codes([book])
        for path in (first, *others):
            if (folder / path.name).exists():
                raise DiscourseError(
                    f"two files of codes are named {path.name}; rename one, or keep one of them."
                )
            shutil.copyfile(path, folder / path.name)
        yield folder / first.name


def _copy_texts(texts: Path, seeds: Path, apart: set[Path]) -> None:
    """Copy texts and their descriptions, without hidden files and without those of `apart`."""
    if texts.is_file():
        seeds.mkdir(parents=True)
        shutil.copyfile(texts, seeds / texts.name)
        beside = texts.with_suffix(".toml")
        if beside.is_file():
            shutil.copyfile(beside, seeds / beside.name)
        return

    def leave_out(here: str, names: list[str]) -> set[str]:
        return {
            name for name in names if name.startswith(".") or (Path(here) / name).resolve() in apart
        }

    shutil.copytree(texts, seeds, ignore=leave_out)
    for path in sorted(seeds.rglob("*"), reverse=True):  # folders of which nothing was copied
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _copy_table(table: Path, folder: Path) -> Path:
    copy = folder / f"metadata{table.suffix.casefold()}"
    shutil.copyfile(table, copy)
    return copy


def find_name_pattern(folder: Path) -> str:
    """The pattern by which the names say years and groups; "" if they do not.

    A name may begin with a year, and texts in several folders are groups, or those of years.

    Examples
    --------
    >>> find_name_pattern(Path("docs/speeches")), find_name_pattern(Path("seeds"))
    ('{year:d}-{name}', '')
    """
    names = [file.name for file in list_files(folder)]
    ends = [each.rpartition("/")[2] for each in names]
    pattern = DATED_PATTERN if len(names) > 1 and all(map(_DATED_NAME.fullmatch, ends)) else ""
    folders = {each.rpartition("/")[0] for each in names}
    if len(folders) > 1 and all(each.count("/") == 1 for each in names):
        of_years = not pattern and all(map(_YEAR.fullmatch, folders))
        return f"{'{year:d}' if of_years else '{group}'}/{pattern or '{file}'}"
    return pattern
