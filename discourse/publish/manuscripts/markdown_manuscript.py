"""A manuscript in Markdown or Quarto, or a notebook: no cell of code in it is executed."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import regex

from discourse.publish.claims.code_prose import plain_paragraph, read_code_prose, written_names
from discourse.publish.claims.exemptions import PassedValues
from discourse.publish.claims.notebook import notebook_cells
from discourse.publish.claims.notebook_code import NotebookCode, syntax_tree
from discourse.publish.claims.paragraphs import Paragraph, read_paragraphs
from discourse.publish.claims.written_names import WrittenNames
from discourse.publish.manuscripts.passage import (
    CAPTION_KIND,
    CELL_KIND,
    CODE_KIND,
    HEADING_KIND,
    PARAGRAPH_KIND,
    Passage,
    is_caption,
)
from discourse.publish.manuscripts.xml_parts import raw_manuscript
from discourse.text.readers.raised import raise_digits

_FRONT = regex.compile(r"\A---[ \t]*\n(?P<matter>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", regex.S)
_SAID_IN_FRONT = regex.compile(
    r"(?m)^(?:title|subtitle|abstract|description|caption):[ \t]*(?P<said>(?:[|>][-+]?[ \t]*)?"
    r"[^\n]*(?:\n[ \t]+[^\n]*)*)"
)
# A cell of code that Quarto executes, as in "```{python}".
_CHUNK = regex.compile(
    r"(?ms)^(?P<fence>`{3,}|~{3,})[ \t]*\{(?P<language>\w+)[^}\n]*\}[ \t]*\n(?P<code>.*?)"
    r"^(?P=fence)[`~]*[ \t]*$"
)
_OPTION_OF_CHUNK = regex.compile(
    r"(?m)^[ \t]*#\|[ \t]*(?:fig-|tbl-)?(?:sub)?(?:cap|alt|title|column):[ \t]*(?P<said>.*)$"
)
# Attributes, short codes, the keys of works and of figures: nothing of them is shown as it is.
_NOT_SHOWN = regex.compile(
    r"(?<=[)\]\w`#:] ?)\{[ \t]*(?:(?:[#.][\p{L}_][\w:.-]*|=\w+|-|[\p{L}_][\w:-]*="
    r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}\"']+))[ \t]*)+\}|\{\{<[^\n]*?>\}\}|"
    r"(?<![\w@])-?@[\p{L}_][\w:.#$%&+?<>~/-]*\w"
)

# What refers to a note, and begins one: neither is text, so that notes may be numbered anew.
_REFERS_TO_NOTE = regex.compile(r"\[\^[^\]\[\s]+\](?!:)")
_BEGINS_NOTE = regex.compile(r"(?m)^ {0,3}\[\^[^\]\[\s]+\]:[ \t]*")
# Code in a line that is executed; what it shows is not known.
_EXECUTED = regex.compile(r"(?<!`)`(?:\{\w+\}|r|python|julia)[ \t][^`\n]+`(?!`)")
# Raised and lowered, as in "x^2^", "H~2~O" and "2^nd^".
_RAISED = regex.compile(r"(?<=[\p{L}\p{N})])\^(?P<said>[-+\d]+|st|nd|rd|th)\^")
_LOWERED = regex.compile(r"(?<=\p{L})~(?P<said>\d+)~(?!~)")


_INCLUDES = regex.compile(r"\{\{<\s*(?:include|embed)\s+(?P<name>[^\s<>{}]+)[^\n<>]*>\}\}")


class MarkdownPassages(NamedTuple):
    """The passages of a manuscript, and what its code passes to functions."""

    passages: list[Passage]
    passed: PassedValues


def read_markdown_manuscript(path: Path) -> MarkdownPassages:
    """Read the passages of an .md or .qmd file.

    Raises
    ------
    DiscourseError
        If the file cannot be read, or is not in UTF-8.
    """
    return read_markdown_source(path, raw_manuscript(path).decode().text)


def find_includes(path: Path) -> list[str]:
    """The files that Quarto would put into a manuscript: they are not read."""
    source = raw_manuscript(path).decode().text
    names = dict.fromkeys(found["name"] for found in _INCLUDES.finditer(source))
    return [f"{name}: is included, and not read; check it by itself" for name in names]


def read_markdown_source(path: Path, source: str) -> MarkdownPassages:
    """Read the passages of a source in Markdown or Quarto, which may be one that is not saved."""
    source = source.replace("\r\n", "\n")
    chunks = list(_CHUNK.finditer(source))
    front = _FRONT.match(source)
    prose = source
    for hidden in [*chunks, *([front] if front else [])]:
        prose = prose[: hidden.start()] + _blank(hidden[0]) + prose[hidden.end() :]
    for pattern in (_NOT_SHOWN, _EXECUTED):
        prose = pattern.sub(lambda hidden: _blank(hidden[0]), prose)
    prose = _BEGINS_NOTE.sub("- ", _REFERS_TO_NOTE.sub("", prose))
    prose = _RAISED.sub(lambda raised: raise_digits(raised["said"]), prose)
    prose = _LOWERED.sub(r"\g<said>", prose)
    found = [(paragraph, "") for paragraph in [*_front_paragraphs(front), *read_paragraphs(prose)]]
    python = [chunk["code"] for chunk in chunks if chunk["language"] == "python"]
    code, written = NotebookCode(), written_names(python)
    for chunk in chunks:
        line = source.count("\n", 0, chunk.start("code")) + 1
        found += [(each, CODE_KIND) for each in _chunk_paragraphs(chunk, line, code, written)]
    passages = [_passage_of(path, paragraph, kind) for paragraph, kind in found if paragraph.text]
    passages.sort(key=lambda passage: passage.lines[0])
    return MarkdownPassages(passages, PassedValues.of(map(syntax_tree, python)))


def read_notebook_manuscript(path: Path) -> MarkdownPassages:
    """Read the passages of a notebook, as `verify` reads them.

    Raises
    ------
    DiscourseError
        If the file is not a notebook.
    """
    raw_manuscript(path)  # refuses a file that is too large
    cells = notebook_cells(path)
    sources = [cell.source for cell in cells if cell.kind == "code"]
    code, written = NotebookCode(), written_names(sources)
    passages = []
    for number, cell in enumerate(cells, 1):
        is_code = cell.kind == "code"
        read = read_code_prose(cell.source, code, written) if is_code else (
            read_paragraphs(cell.source)
        )  # fmt: skip
        for paragraph in read:
            passage = _passage_of(path, paragraph, CODE_KIND if is_code else "")
            passage.place = f"cell {number}"
            passages.append(passage)
    return MarkdownPassages(passages, PassedValues.of(map(syntax_tree, sources)))


def _blank(text: str) -> str:
    """Spaces in place of a text, so that all others stay where they are."""
    return regex.sub(r"[^\n]", " ", text)


def _front_paragraphs(front: "regex.Match[str] | None") -> Iterator[Paragraph]:
    """What the matter before a manuscript says to readers: its title and its abstract."""
    for found in _SAID_IN_FRONT.finditer(front["matter"]) if front else ():
        line = front["matter"].count("\n", 0, found.start("said")) + 2 if front else 1
        said = regex.sub(r"\A[|>][-+]?[ \t]*", "", found["said"])
        yield plain_paragraph(said.strip().strip("\"'"), line)


def _chunk_paragraphs(
    chunk: "regex.Match[str]", line: int, code: NotebookCode, written: WrittenNames
) -> Iterator[Paragraph]:
    """The captions of a cell of code; of one in Python, all that it says to readers."""
    for found in _OPTION_OF_CHUNK.finditer(chunk["code"]):
        at = line + chunk["code"].count("\n", 0, found.start())
        yield plain_paragraph(found["said"].strip().strip("\"'"), at)
    if chunk["language"] == "python":
        rest = regex.sub(r"(?m)^[ \t]*#\|.*$", "", chunk["code"])
        for paragraph in read_code_prose(rest, code, written):
            paragraph.line += line - 1
            yield paragraph


def _passage_of(path: Path, paragraph: Paragraph, kind: str) -> Passage:
    lines, line = [], paragraph.line
    for sign in paragraph.text:
        lines.append(line)
        line += sign == "\n"
    kind = kind or _kind_of_paragraph(paragraph)
    return Passage("", kind, paragraph, paragraph.heads, (), path, lines=lines or [line])


def _kind_of_paragraph(paragraph: Paragraph) -> str:
    whole = {span.kind for span in paragraph.spans if span.end - span.start == len(paragraph.text)}
    if "heading" in whole:
        return HEADING_KIND
    if paragraph.is_cell:
        return CELL_KIND
    if is_caption(paragraph.text):
        return CAPTION_KIND
    return PARAGRAPH_KIND
