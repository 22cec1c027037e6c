"""Which files are texts: what stands in a folder, and what it is called."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from discourse.errors import DiscourseError
from discourse.text.document import Value
from discourse.text.limits import LARGEST, format_bytes, shorten
from discourse.text.readers.formats import find_reader, read_endings

DESCRIPTION = ".toml"
NO_FILE = "is no regular file; take it out of the folder."


@dataclass(frozen=True)
class TextFile:
    """A file to be read, the name of its document, and what is said of it elsewhere.

    ``refusal`` says why it cannot be read, where that is known before its bytes are.
    """

    path: Path
    name: str
    refusal: str = ""
    metadata: Mapping[str, Value] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The path as it stands in a message."""
        return shorten(str(self.path))

    @property
    def length(self) -> int:
        """The bytes of the file; of one that is refused, none."""
        return 0 if self.refusal else self.path.stat().st_size


def list_files(path: Path, *, besides: Path | None = None) -> list[TextFile]:
    """The files at a path, in the order of their names.

    Left aside are hidden files, descriptions, a README, and the file `besides`.

    Raises
    ------
    DiscourseError : nothing there, a folder without texts, or two files of one name.
    """
    if path.is_dir():
        return _of_folder(path, besides)
    if not os.path.lexists(path):
        raise DiscourseError(
            f"{shorten(str(path))} does not exist; give a text file, or a folder that holds some."
        )
    return [TextFile(path, path.stem, _refusal(path))]


def _of_folder(folder: Path, besides: Path | None) -> list[TextFile]:
    # by their parts, as paths compare, but several times faster
    found = sorted(_files(folder), key=lambda file: file.parts)
    files = [file for file in found if not _is_aside(file, besides)]
    described = any(file.suffix == DESCRIPTION for file in files)
    named = {file.with_suffix("") for file in files if described and file.suffix != DESCRIPTION}
    above = len(folder.parts)
    texts = [
        TextFile(
            file,
            "/".join([*file.parts[above:-1], file.stem]),
            _leaves(file, folder) or _refusal(file),
        )
        for file in files
        if file.suffix != DESCRIPTION or file.with_suffix("") not in named
    ]
    if not texts:
        raise DiscourseError(
            f"{shorten(str(folder))} holds no text; put files into it that end in "
            f"{', '.join(read_endings())}."
        )
    _check_names(texts)
    return texts


def _files(folder: Path) -> Iterator[Path]:
    """Every file and link below a folder; links are not followed, hidden names left out."""
    for here, folders, files in os.walk(folder, onerror=_refuse_folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        yield from (Path(here) / name for name in [*files, *links] if not name.startswith("."))


def _refuse_folder(error: OSError) -> None:
    raise DiscourseError(
        f"{shorten(str(error.filename))} cannot be opened ({error.strerror}); "
        "make it readable, or take it out."
    )


def _is_aside(file: Path, besides: Path | None) -> bool:
    """Whether a file tells about the texts and is none itself."""
    is_besides = besides is not None and file.resolve() == besides.resolve()
    return is_besides or file.stem.casefold() == "readme"


def _leaves(file: Path, folder: Path) -> str:
    """Why a link is refused: what is read stands in the folder itself."""
    if not file.is_symlink():
        return ""
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError):
        return "is a link to nothing; take it out of the folder."
    if target.is_dir() or not target.is_relative_to(folder.resolve()):
        return "is a link that leads elsewhere; put what it leads to into the folder itself."
    return ""


def _refusal(file: Path) -> str:
    """Why a file is not read, as far as can be seen from outside."""
    if file.suffix == DESCRIPTION:
        return "describes no text: no file beside it has its name; rename it, or take it out."
    if find_reader(file.suffix.casefold()) is None:
        return (
            "is of a kind that is not read; convert it to one of "
            f"{', '.join(read_endings())}, or take it out."
        )
    try:
        found = file.stat()
    except OSError:
        return NO_FILE
    if not S_ISREG(found.st_mode):
        return NO_FILE
    if found.st_size > LARGEST:
        return f"has {format_bytes(found.st_size)}; at most {format_bytes(LARGEST)} are read: divide it."
    return ""


def _check_names(found: Sequence[TextFile]) -> None:
    """Refuse two files of one name: often one is a copy of the other in another format."""
    places: dict[str, str] = {}
    for source in found:
        if source.name in places:
            raise DiscourseError(
                f"{places[source.name]} and {source.place} would both be the document "
                f"{shorten(source.name)!r}; rename one of them, or take it out."
            )
        places[source.name] = source.place
