"""What is in the folder of a study besides bundles: links, hidden notebooks, files of neither."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from discourse.errors import DiscourseError
from discourse.publish.export.manifest import MANIFEST, SETTINGS
from discourse.publish.export.manifest import METHODS as PARAGRAPH
from discourse.publish.provenance.allowance import is_inside, read_bounded
from discourse.publish.provenance.bundle import ENDINGS, LINES_ENDING, REFERENCE_ENDING
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.hashed_files import files_below

FIGURES, NOTEBOOKS = "figures", "notebooks"
NOTEBOOK = ".ipynb"
# Pictures that no text is read from: beside a notebook, they are what a reader sees.
PICTURES = frozenset(
    ".png .apng .svg .svgz .jpg .jpeg .jpe .jfif .jp2 .jxl .gif .bmp .ico .eps .ps .ai .psd .xcf "
    ".tif .tiff .webp .avif .heic .heif .emf .wmf .cdr .djvu .xps".split()
)
# What explains a folder, or leads into it, and need not be a figure or a table.
EXPLAINING, EXPLAINED_IN = ("readme", "index"), frozenset(("", ".md", ".rst"))
# How the names begin of hidden files that macOS adds on other disks, and editors while they write.
OF_PROGRAMS = ("._", ".#", ".~")
COPIES = ".ipynb_checkpoints"  # made by JupyterLab, and never published
# What a study is written up in.
MANUSCRIPTS = frozenset(
    ".md .qmd .rmd .rst .adoc .org .tex .typ .docx .odt .rtf .pages .html .htm .xhtml .mhtml .epub "
    ".doc .docm .ppt .pptx .odp .key".split()
)
PRINTED = ".pdf"  # in the folder of the study itself; elsewhere it is a text or belongs to a figure
# What readers of a study open besides; source code and settings are not among it.
OPENED = (
    MANUSCRIPTS
    | PICTURES
    | frozenset(
        ".pdf .lyx .fodt .fods .rnw .mdx .textile .wpd .pub .wps .log .mp4 .mov .webm .avi".split()
    )
)
DATA = frozenset(
    ".csv .tsv .tab .xlsx .xls .xlsm .ods .json .jsonl .txt .xml .parquet .feather .rds .sav .dta "
    ".zip .7z .rar .gz .tgz .bz2 .xz .tar".split()
)
USUAL = frozenset(
    "license licence copying notice authors requirements environment package package-lock "
    "codemeta citation changelog changes contributing security code_of_conduct".split()
)
# Files that systems and editors leave behind.
OF_SYSTEMS = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store"))
# An environment is no part of a study, and is full of links.
ENVIRONMENT = ("pyvenv.cfg", "conda-meta")


def is_notebook(path: Path) -> bool:
    """Whether a file is a notebook by its name, in small letters or capitals."""
    return path.suffix.casefold() == NOTEBOOK


def find_odd_entries(root: Path, places: Sequence[Path]) -> Iterator[Finding]:
    """Links to a file that is not checked, hidden notebooks, and what is no file at all."""
    checked = {Path(os.path.realpath(path)) for path in files_below(root)}
    for folder, inner, names in os.walk(root):
        here = Path(folder)
        if any((here / mark).exists() for mark in ENVIRONMENT):
            inner.clear()
            continue
        for name in sorted([*inner, *names]):
            path = here / name
            if path.is_symlink():
                yield from _check_link(path, root, places, checked)
            elif not (path.is_file() or path.is_dir()):
                yield Finding(
                    path.relative_to(root).as_posix(),
                    "file",
                    "a file or a folder",
                    "a pipe, a socket or a device",
                )
            elif name.startswith(".") and is_notebook(path) and path.is_file():
                yield _hidden(path, root)
            elif name.startswith(".") and name in inner and name != COPIES:
                yield from (_hidden(each, root) for each in _notebooks_in(path))
        inner[:] = sorted(name for name in inner if not name.startswith("."))


def _check_link(
    path: Path, root: Path, places: Sequence[Path], checked: Collection[Path]
) -> Iterator[Finding]:
    """A link is followed inside the folder: what it leads to is checked there."""
    name, target = path.relative_to(root).as_posix(), Path(os.path.realpath(path))
    if not is_inside(path, places):
        yield Finding(name, "link", "a file of this folder", "a link that leads out of it")
    elif not target.is_dir() and target not in checked and target.parent.is_relative_to(root):
        yield Finding(name, "link", "a file that is checked", "a link to one that is not")


def _hidden(path: Path, root: Path) -> Finding:
    name = path.relative_to(root).as_posix()
    return Finding(name, "file", "a notebook that can be seen", "a hidden one, not checked")


def _notebooks_in(folder: Path) -> list[Path]:
    """The notebooks in a hidden folder, which is not searched further."""
    if not os.access(folder, os.R_OK):
        return []
    return sorted(path for path in folder.iterdir() if is_notebook(path) and path.is_file())


def count_copies(root: Path) -> int:
    """The notebooks that JupyterLab copies when it saves; nobody sees them, and none is read."""
    found = 0
    for folder, inner, _ in os.walk(root):
        if COPIES in inner:
            found += len(_notebooks_in(Path(folder) / COPIES))
        inner[:] = [name for name in inner if not name.startswith(".")]
    return found


def find_manuscripts(root: Path, files: Iterable[Path], known: Collection[Path]) -> list[Path]:
    """Pages that belong to no bundle, and are not known otherwise.

    What explains a folder is none, except beside figures: there it says what they show.
    """
    return [
        path
        for path in files
        if _is_manuscript(path, root)
        and path not in known
        and not _is_paragraph(path)
        and (not _explains(path) or path.parent.name.casefold() == FIGURES)
    ]


def _is_manuscript(path: Path, root: Path) -> bool:
    ending = path.suffix.casefold()
    return ending in MANUSCRIPTS or (ending == PRINTED and path.parent == root)


def _is_paragraph(path: Path) -> bool:
    """Whether a file is the paragraph on methods of the bundles beside it, which is compared."""
    return path.name == PARAGRAPH and path.with_name(MANIFEST).exists()


def _explains(path: Path) -> bool:
    return path.stem.casefold() in EXPLAINING and path.suffix.casefold() in EXPLAINED_IN


def is_left_behind(path: Path) -> bool:
    """Whether a system or an editor made a file for itself: nobody publishes it."""
    name = path.name.casefold()
    return name in OF_SYSTEMS or name.endswith(("~", ".swp")) or (name[0] + name[-1] == "##")


def find_unnamed_files(
    root: Path, files: Iterable[Path], known: Collection[Path], texts: Collection[Path]
) -> list[Path]:
    """Pages, pictures and data that belong to nothing that is checked, and that readers may open.

    Files beside texts that are read, beside a saved corpus, and data that a notebook names are
    none; nor are usual ones, such as a licence.
    """
    of_texts = {path.parent for path in texts} - {root}
    every = list(files)
    of_corpora = {path.parent for path in every if path.suffix == ".arrow"}
    notebooks = [path for path in every if is_notebook(path)]
    code = "".join(map(_read_source, notebooks))
    return [
        path
        for path in every
        if path not in known
        and path not in texts
        and path.parent not in of_texts | of_corpora
        and path.name not in {MANIFEST, *SETTINGS}
        and path.stem.casefold() not in USUAL
        and not is_left_behind(path)
        and not _is_paragraph(path)
        and (
            path.suffix.casefold() in OPENED
            or (path.suffix.casefold() in DATA and path.name not in code)
            or _explains(path)
        )
    ]


def _read_source(path: Path) -> str:
    """What a notebook holds; nothing of one that is too large or cannot be read."""
    with suppress(DiscourseError, OSError):
        return read_bounded(path).decode("utf-8", "replace")
    return ""


def find_namesakes(files: Iterable[Path], texts: Collection[Path]) -> list[Path]:
    """Files with the name of a text that is read, and with another content."""
    names = {path.name for path in texts}
    return [path for path in files if path.name in names and path not in texts]


def find_strays(root: Path, files: Iterable[Path], backed: Collection[Path]) -> list[Path]:
    """Files that belong to no bundle, where figures and tables are published.

    In a folder named figures, these are all files; below it, and in a folder with bundles, all that
    have the endings of their files, and pictures, hidden ones, too; beside notebooks, below a
    folder named notebooks, and in the folder of a study itself, all pictures.
    """
    published = {path.parent for path in backed}
    every = sorted({*files, *_links_below(root), *_hidden_pages(root, published)})
    beside = {path.parent for path in every if is_notebook(path)}
    if published or beside:
        beside.add(root)
    return [
        path
        for path in every
        if path not in backed
        and path.name != MANIFEST
        and not is_notebook(path)
        and not is_left_behind(path)
        and not _explains(path)
        and not (_is_paragraph(path) or (path.name == PARAGRAPH and path.parent in published))
        and _is_published(path, root, published, beside)
    ]


def _is_published(
    path: Path, root: Path, published: Collection[Path], beside: Collection[Path]
) -> bool:
    ending = path.suffix.casefold()
    is_page = ending in PICTURES or ending in ENDINGS
    if path.parent.name.casefold() == FIGURES and not path.name.startswith("."):
        return path.name not in SETTINGS
    inside = path.relative_to(root).parts[:-1]
    if path.parent in published or FIGURES in map(str.casefold, inside):  # texts may be here, too
        return is_page
    above = [root.name, *inside]
    return ending in PICTURES and (path.parent in beside or NOTEBOOKS in above)


def _hidden_pages(root: Path, published: Collection[Path]) -> Iterator[Path]:
    """Hidden files where figures and tables are published: a page may show them."""
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        here = Path(folder)
        if here in published or FIGURES in map(str.casefold, here.relative_to(root.parent).parts):
            hidden = (name for name in names if name.startswith("."))
            yield from (here / name for name in hidden if not name.startswith(OF_PROGRAMS))


def is_lines_of_bundle(path: Path) -> bool:
    """Whether a file has the name of the lines of a bundle, which stand beside its record."""
    return path.name.endswith((LINES_ENDING, REFERENCE_ENDING))


def _links_below(root: Path) -> Iterator[Path]:
    """Links to files, which a reader sees as files."""
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        paths = (Path(folder) / name for name in names if not name.startswith("."))
        yield from (path for path in paths if path.is_symlink() and path.is_file())
