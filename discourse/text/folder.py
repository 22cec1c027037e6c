"""Which files of a folder are texts, and the names of their documents."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from discourse.errors import DiscourseError
from discourse.text.document import Value, compose
from discourse.text.limits import LARGEST_FILE, format_bytes, shorten
from discourse.text.readers.formats import find_reader, read_endings

DESCRIPTION_ENDING = ".toml"
FOLDER_DESCRIPTION = "folder.toml"  # describes every text in its folder and in those below it
# What Word and Windows leave beside the files of a folder.
LOCK_FILE = "~$"
SYSTEM_FILES = frozenset(["thumbs.db", "ehthumbs.db", "desktop.ini"])
NOT_REGULAR = "is not a regular file; remove it from the folder."


@dataclass(frozen=True)
class TextFile:
    """A file to read, the name of its document, and the metadata given for it elsewhere.

    ``refusal`` says why it cannot be read, if that is known before it is opened. ``shared`` is the
    description of its folder, which counts unless one beside the file has its name; ``alone`` says
    that there is none beside it.
    """

    path: Path
    name: str
    refusal: str = ""
    metadata: Mapping[str, Value] = field(default_factory=dict)
    shared: Path | None = None
    alone: bool = False

    @property
    def description(self) -> Path | None:
        """The description of the text: the one beside it, or else that of its folder."""
        if self.alone:
            return self.shared
        beside = self.path.with_suffix(DESCRIPTION_ENDING)
        if not os.path.lexists(beside):
            return self.shared
        _refuse_link(beside)
        return beside if beside.is_file() else self.shared

    @property
    def place(self) -> str:
        """The path as messages show it."""
        return shorten(str(self.path))

    @property
    def length(self) -> int:
        """The size of the file in bytes; 0 for a file that is refused."""
        return 0 if self.refusal else self.path.stat().st_size


def list_files(path: Path, *, exclude: Path | None = None) -> list[TextFile]:
    """List the files at a path, sorted by name.

    Hidden files, descriptions, READMEs, Word's lock files, what Windows keeps in a folder
    (Thumbs.db, desktop.ini) and the file `exclude` are ignored.

    Raises
    ------
    DiscourseError
        If nothing is there, the folder has no texts, or two files make the same document name.
    """
    read_endings()  # refuses what other packages must not add
    if path.is_dir():
        return _list_folder(path, exclude)
    if not os.path.lexists(path):
        raise DiscourseError(
            f"{shorten(str(path))} does not exist; give a text file, or a folder that holds some."
        )
    above = path.with_name(FOLDER_DESCRIPTION)
    _refuse_link(above)
    shared = above if above.is_file() and above != path else None
    return [TextFile(path, compose(path.stem), _file_refusal(path), shared=shared)]


def _list_folder(folder: Path, exclude: Path | None) -> list[TextFile]:
    # Sorting by parts gives the order in which paths compare, several times faster.
    found = sorted(_walk_folder(folder), key=lambda file: file.parts)
    files = [file for file in found if not _is_ignored(file, exclude)]
    has_descriptions = any(file.suffix == DESCRIPTION_ENDING for file in found)
    texts_without_ending = {
        file.with_suffix("")
        for file in files
        if has_descriptions and file.suffix != DESCRIPTION_ENDING
    }
    listed = [
        file
        for file in files
        if file.suffix != DESCRIPTION_ENDING or file.with_suffix("") not in texts_without_ending
    ]
    shared = {
        file.parent: file
        for file in listed
        if file.name == FOLDER_DESCRIPTION and file.is_file() and not _link_refusal(file, folder)
    }
    described = {
        file: _nearest_description(shared, file)
        for file in (listed if shared else [])
        if file.name != FOLDER_DESCRIPTION
    }
    used = set(described.values())
    above = len(folder.parts)
    texts = [
        TextFile(
            file,
            compose("/".join([*file.parts[above:-1], file.stem])),
            _link_refusal(file, folder) or _file_refusal(file),
            shared=described.get(file),
            alone=not has_descriptions,
        )
        for file in listed
        if file not in used
    ]
    if not texts:
        raise DiscourseError(
            f"{shorten(str(folder))} contains no texts; "
            f"put files into it that end in {', '.join(read_endings())}."
        )
    _check_document_names(texts)
    return texts


def _nearest_description(shared: Mapping[Path, Path], file: Path) -> Path | None:
    """The description of the folder of a file, or of the nearest one above that has one."""
    return next((shared[folder] for folder in file.parents if folder in shared), None)


def _walk_folder(folder: Path) -> Iterator[Path]:
    """List all files and links below a folder except hidden ones; links are not followed."""
    for here, folders, files in os.walk(folder, onerror=_refuse_folder):
        above = Path(here)
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (above / name).is_symlink()]
        yield from (above / name for name in [*files, *links] if not name.startswith("."))


def _refuse_folder(error: OSError) -> None:
    raise DiscourseError(
        f"{shorten(str(error.filename))} cannot be opened ({error.strerror}); "
        "make it readable, or remove it."
    )


def _is_ignored(file: Path, exclude: Path | None) -> bool:
    """Whether a file says something about the texts, or is left by a program, and is no text."""
    is_excluded = exclude is not None and file.resolve() == exclude.resolve()
    is_left = file.name.startswith(LOCK_FILE) or file.name.casefold() in SYSTEM_FILES
    return is_excluded or is_left or file.stem.casefold() == "readme"


def _link_refusal(file: Path, folder: Path) -> str:
    """Why a link is refused: only files in the folder itself are read."""
    if not file.is_symlink():
        return ""
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError):
        return "is a link to nothing; remove it from the folder."
    if target.is_dir() or not target.is_relative_to(folder.resolve()):
        return "is a link that leads elsewhere; put its target into the folder itself."
    return ""


def _refuse_link(description: Path) -> None:
    """Refuse a description that is a link out of its folder."""
    if refusal := _link_refusal(description, description.parent):
        raise DiscourseError(f"{shorten(str(description))} {refusal}")


def _file_refusal(file: Path) -> str:
    """Why a file is refused, as far as can be seen without opening it."""
    if not _is_utf8(str(file)):
        return "has a name that is not UTF-8; rename it."
    if file.suffix == DESCRIPTION_ENDING:
        return "describes no text: no file beside it has its name; rename it, or remove it."
    if find_reader(file.suffix.casefold()) is None:
        return (
            "is of a kind that is not read; convert it to one of "
            f"{', '.join(read_endings())}, or remove it."
        )
    try:
        found = file.stat()
    except OSError:
        return NOT_REGULAR
    if not S_ISREG(found.st_mode):
        return NOT_REGULAR
    if found.st_size > LARGEST_FILE:
        size, limit = format_bytes(found.st_size), format_bytes(LARGEST_FILE)
        return f"has {size}, and the limit is {limit}; divide it."
    return ""


def _is_utf8(name: str) -> bool:
    """Whether a name can be written as UTF-8; Python gives bytes that are not a half surrogate."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_document_names(files: Sequence[TextFile]) -> None:
    """Refuse two files with the same name: often one is a copy of the other in another format.

    A file that is refused anyway, such as a picture beside its caption, makes no document.
    """
    places: dict[str, str] = {}
    for file in files:
        if file.refusal:
            continue
        if file.name in places:
            raise DiscourseError(
                f"{places[file.name]} and {file.place} would both be the document "
                f"{shorten(file.name)!r}; rename one of them, or remove it."
            )
        places[file.name] = file.place
