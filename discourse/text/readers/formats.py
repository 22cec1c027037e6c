"""The readers, by the ending of the file names that they read."""

from collections.abc import Callable, Iterator, Mapping

from discourse.errors import DiscourseError
from discourse.text.delimited import TABLE_ENDINGS
from discourse.text.extract import Extract, RawFile
from discourse.text.readers.markdown import read_markdown
from discourse.text.readers.pdf import read_pdf
from discourse.text.readers.plain import read_plain
from discourse.text.readers.table import read_table
from discourse.text.readers.tei import read_tei
from discourse.text.readers.web import read_web_page
from discourse.text.readers.word import read_word

Reader = Callable[[RawFile], Iterator[Extract | DiscourseError]]

READERS: Mapping[str, Reader] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".docx": read_word,
    ".pdf": read_pdf,
    ".xml": read_tei,
    **dict.fromkeys(TABLE_ENDINGS, read_table),
}
