"""The readers, by the ending of the file names that they read."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from discourse.errors import DiscourseError, describe
from discourse.extensions import (
    check_extension_names,
    describe_extension,
    extension_names,
    load_extension,
)
from discourse.text.extract import Extract, RawFile
from discourse.text.readers.chat import read_chat
from discourse.text.readers.conllu import read_conllu
from discourse.text.readers.markdown import read_markdown
from discourse.text.readers.odt import read_odt
from discourse.text.readers.pdf import read_pdf
from discourse.text.readers.plain import read_plain
from discourse.text.readers.rtf import read_rtf
from discourse.text.readers.subtitles import read_subtitles
from discourse.text.readers.table import read_table
from discourse.text.readers.tei import read_tei
from discourse.text.readers.vertical import read_vertical
from discourse.text.readers.web import read_web_page
from discourse.text.readers.word import read_word
from discourse.text.table_files import TABLE_ENDINGS

Reader = Callable[[RawFile], Iterator[Extract | DiscourseError]]

READERS: Mapping[str, Reader] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".docx": read_word,
    ".odt": read_odt,
    ".rtf": read_rtf,
    ".pdf": read_pdf,
    ".xml": read_tei,
    ".conllu": read_conllu,
    ".vrt": read_vertical,
    ".vtt": read_subtitles,
    ".srt": read_subtitles,
    ".cha": read_chat,
    **dict.fromkeys(TABLE_ENDINGS, read_table),
}

# Names of endings that other packages cannot add.
TAKEN_NAMES = {ending[1:] for ending in (*READERS, ".toml")}

# The files that bring their own tokens.
TOKENISED_ENDINGS = (".conllu", ".vrt")


def read_endings() -> list[str]:
    """The endings of the files that are read, those of other packages included.

    Raises
    ------
    DiscourseError
        If a package adds an ending that is read already, or one that no file name has.
    """
    check_extension_names("readers", TAKEN_NAMES)
    added = extension_names("readers")
    for name in added:
        if not name.isalnum() or name != name.casefold():
            raise DiscourseError(
                f"{describe_extension('readers', name)} is not named for the ending of a file; "
                "name it in lower-case letters and digits, without the dot."
            )
    return [*READERS, *(f".{name}" for name in added)]


def find_reader(ending: str) -> Reader | None:
    """The reader of files with an ending, in lower case and with its dot, if there is one."""
    if ending in READERS:
        return READERS[ending]
    return partial(_read_by_extension, ending[1:]) if ending in read_endings() else None


def _read_by_extension(name: str, raw: RawFile) -> Iterator[Extract | DiscourseError]:
    """What the reader of another package finds, if these are texts tiled by regions."""
    for extract in load_extension("readers", name)(raw):
        if not isinstance(extract, (Extract, DiscourseError)):
            raise DiscourseError(
                f"{raw.place} cannot be read: {describe_extension('readers', name)} gives "
                f"{describe(extract)} and not an Extract."
            )
        if isinstance(extract, Extract) and not _is_tiled(extract):
            raise DiscourseError(
                f"{raw.place} cannot be read: the regions that "
                f"{describe_extension('readers', name)} gives do not cover the text without a gap."
            )
        yield extract


def _is_tiled(extract: Extract) -> bool:
    """Whether regions follow one another from the first character of a text to the last."""
    ends = [region.end for region in extract.regions]
    starts = [region.start for region in extract.regions]
    return starts == [0, *ends[:-1]] and ends[-1:] == [len(extract.text)]
