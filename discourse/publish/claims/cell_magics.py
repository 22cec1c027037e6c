"""Cells that are not plain Python: magics and shell commands, and what these show."""

from collections.abc import Iterator

import regex

# Magics of a whole cell whose rest is Python.
_OF_PYTHON = ("capture", "debug", "prun", "time", "timeit")
_OF_MARKDOWN = ("html", "markdown", "md", "svg")
_CELL_MAGIC = regex.compile(r"\s*%%(\w+)[^\n]*\n?")
_LINE = regex.compile(
    r"(?m)^(?P<before>[ \t]*(?:[\w, ]+=\s*)?)(?:%|!|\?).*$|^(?P<help>.*)\?\??[ \t]*$"
)
_SAID_BY_SHELL = regex.compile(r"(?m)^\s*!?\s*(?:cat|echo|printf|print|say|console\.log)\b(.*)$")
_SHELL_LINE = regex.compile(r"(?m)^\s*!.*$")


def without_magics(source: str) -> str:
    r"""Return the source of a cell with ``pass`` in place of magics and shell commands.

    Examples
    --------
    >>> without_magics("%matplotlib inline\nfiles = !ls\nx = 1")
    'pass\nfiles = None\nx = 1'
    """
    return _LINE.sub(lambda line: _instead_of(line["before"] or ""), source)


def _instead_of(before: str) -> str:
    return f"{before}None" if "=" in before else f"{before}pass"


def magic_of(source: str) -> str:
    r"""The magic of a whole cell whose rest is no Python, "" for any other cell.

    Examples
    --------
    >>> magic_of("%%markdown\n7 hits"), magic_of("%%time\nx = 1"), magic_of("x = 1")
    ('markdown', '', '')
    """
    found = _CELL_MAGIC.match(source)
    return "" if found is None or found[1] in _OF_PYTHON else found[1]


def is_markdown(magic: str) -> bool:
    """Whether the rest of a cell with this magic is Markdown, or HTML, as Markdown may be."""
    return magic in _OF_MARKDOWN


def rest_of_cell(source: str) -> str:
    """The source of a cell with an empty line in place of its magic, so that lines are counted."""
    return _CELL_MAGIC.sub("\n", source, count=1)


def texts_of_magics(source: str) -> Iterator[tuple[int, str]]:
    r"""The texts that commands of a shell show, each with its line from 1.

    Examples
    --------
    >>> list(texts_of_magics("!ls\n!echo 7 hits"))
    [(2, '7 hits')]
    """
    magic = magic_of(source)
    if magic == "latex":
        yield 1, rest_of_cell(source).strip()
    pieces = [source] if magic else _SHELL_LINE.findall(source)
    at = 0
    for piece in pieces:
        at = source.index(piece, at)
        for found in _SAID_BY_SHELL.finditer(piece):
            yield source.count("\n", 0, at + found.start(1)) + 1, found[1].strip(" \"';()")
