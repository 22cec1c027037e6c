"""The prose of a LaTeX file as Markdown: what a reader sees, and the claims of its numbers."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from discourse.publish.bound_text import write_bound

# Commands of which nothing is read: what they are given is a place, a key or a size.
_SILENT = frozenset(
    "label ref eqref pageref autoref cref nameref cite citep citet citealp citealt citeauthor "
    "citeyear nocite bibliography bibliographystyle includegraphics input include usepackage "
    "documentclass begin end vspace hspace newcommand renewcommand setlength url hypersetup "
    "graphicspath pagestyle thispagestyle cmidrule cline multirow".split()
)
_HEADS = frozenset("title part chapter section subsection subsubsection paragraph".split())
_BLOCKS = frozenset("caption author date item footnotetext".split())
_EMPHASIS = {
    "emph": "*", "textit": "*", "textsl": "*", "textbf": "**", "texttt": "`",
}  # fmt: skip
_SIGNS = {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "ldots": "…",
    "dots": "…", "S": "§", "textendash": "–", "textemdash": "—", "textquotedblleft": "“",
    "textquotedblright": "”", "textquoteleft": "‘", "textquoteright": "’", "quad": " ",
    "qquad": " ", "textbar": "|", "textless": "<", "textgreater": ">", "textminus": "−",
}  # fmt: skip
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "'": "’", "~": " "}
# A line end, a place where a word may be divided, and spaces.
_SPACES = {"\\": "\n", "-": "", "/": "", ";": " ", ":": " ", "!": ""}
_BOUND = "bound"
# The pieces that LaTeX reads: commands with the blanks after them, groups, marks, other text.
_PIECE = regex.compile(
    r"(?P<comment>%[^\n]*)|\\(?P<command>[A-Za-z]+)\*?[ \t]*|\\(?P<sign>[^A-Za-z\n])|"
    r"\\(?P<end>\n)|(?P<open>\{)|(?P<close>\})|(?P<cell>&)|(?P<blank>\n[ \t]*\n\s*)|"
    r"(?P<ligature>---?|``|''|[`'~])|(?P<text>[^\\%{}&\n`'~-]+|-|\n)"
)
_OPTION = regex.compile(r"\s*\[[^\[\]]*\]")
_MARKDOWN = regex.compile(r"([\\`*_\[\]<>#|])")
_LIST = regex.compile(r"^(\s*)(?:(\d+)([.)])|([-+]))(?=\s)")
BODY_START, BODY_END = r"\begin{document}", r"\end{document}"


class ProseBlock(NamedTuple):
    """A paragraph, head or caption as Markdown, and the line of the file where it begins."""

    line: int
    markdown: str


def read_latex(source: str) -> Iterator[ProseBlock]:
    r"""Read the paragraphs, heads and captions of a LaTeX file, and the title of its preamble.

    A number in ``\bound{…}{…}`` has the claim of its second argument.

    Examples
    --------
    >>> for block in read_latex(r"\section{Results} There are \bound{7}{peace} \emph{hits}."):
    ...     print(block)
    ProseBlock(line=1, markdown='# Results')
    ProseBlock(line=1, markdown='There are [7](# "peace") *hits*.')
    """
    start = source.find(BODY_START)
    end = source.find(BODY_END)
    if start >= 0:
        title = regex.search(r"\\title\s*\{", source[:start])
        if title:
            yield from _Reader(source, title.start()).read_argument_of_title()
    first = start + len(BODY_START) if start >= 0 else 0
    yield from _Reader(source, first, end if end >= 0 else len(source)).read()


class _Reader:
    """Reads a stretch of a file from left to right, and gives its blocks."""

    def __init__(self, source: str, start: int, end: int | None = None) -> None:
        self._source = source
        self._at = start
        self._end = len(source) if end is None else end
        self._blocks: list[ProseBlock] = []
        self._written: list[str] = []
        self._line = self._line_of(start)

    def read(self) -> list[ProseBlock]:
        """All blocks of the stretch."""
        while self._at < self._end:
            self._read_piece()
        self._close()
        return self._blocks

    def read_argument_of_title(self) -> list[ProseBlock]:
        """The block of one command."""
        self._read_piece()
        self._close()
        return self._blocks

    def _read_piece(self) -> None:
        found = _PIECE.match(self._source, self._at, self._end)
        if found is None:
            self._at += 1
            return
        self._at = found.end()
        if found["command"]:
            self._read_command(found["command"])
        elif found["sign"] is not None:
            self._write(_SPACES.get(found["sign"], _escape_signs(found["sign"])))
        elif found["blank"] or found["cell"]:
            self._close()
        elif found["ligature"]:
            self._write(_LIGATURES[found["ligature"]])
        elif found["text"]:
            self._write(_escape_signs(found["text"]))

    def _read_command(self, name: str) -> None:
        if name == _BOUND:
            shown, claim = self._argument(), self._argument()
            text = _as_line(_Reader(shown, 0).read())
            self._write(write_bound(text, claim.replace(r"\%", "%")))
        elif name == "footnote":
            self._write(f" ({_as_line(_Reader(self._argument(), 0).read())})")
        elif name in _SIGNS:
            self._write(_escape_signs(_SIGNS[name]))
        elif name in _EMPHASIS:
            mark = _EMPHASIS[name]
            self._write(f"{mark}{_as_line(_Reader(self._argument(), 0).read())}{mark}")
        elif name in _HEADS or name in _BLOCKS:
            self._read_block(name)
        elif name in _SILENT:
            while self._source[self._at : self._at + 1] in ("{", "["):
                self._argument()

    def _read_block(self, name: str) -> None:
        self._close()
        self._line = self._line_of(self._at)
        if name == "item":
            return
        inner = _Reader(self._argument(), 0).read()
        mark = "# " if name in _HEADS else ""
        line = self._line
        self._blocks += [
            ProseBlock(line + each.line - 1, f"{mark}{each.markdown}") for each in inner
        ]
        self._line = self._line_of(self._at)

    def _argument(self) -> str:
        """The text in the braces or brackets that follow, without these."""
        option = _OPTION.match(self._source, self._at, self._end)
        if option:
            self._at = option.end()
        opened = regex.compile(r"\s*\{").match(self._source, self._at, self._end)
        if opened is None:
            return ""
        start = at = opened.end()
        depth = 1
        while at < self._end and depth:
            sign = self._source[at]
            at += 2 if sign == "\\" else 1
            depth += (sign == "{") - (sign == "}")
        self._at = min(at, self._end)
        return self._source[start : self._at - 1]

    def _write(self, text: str) -> None:
        if not self._written and not text.strip():
            return
        if not self._written:
            self._line = self._line_of(self._at - len(text))
        self._written.append(text)

    def _close(self) -> None:
        text = "".join(self._written).strip()
        self._written = []
        if text:
            self._blocks.append(ProseBlock(self._line, _LIST.sub(_escape_list, text)))

    def _line_of(self, at: int) -> int:
        return self._source.count("\n", 0, max(at, 0)) + 1


def escape_markdown(text: str) -> str:
    r"""Plain text as Markdown that shows it.

    Examples
    --------
    >>> print(escape_markdown("1. a_b *c*"))
    1\. a\_b \*c\*
    """
    return _LIST.sub(_escape_list, _escape_signs(text))


def _escape_signs(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _escape_list(found: "regex.Match[str]") -> str:
    if found[4]:
        return f"{found[1]}\\{found[4]}"
    return f"{found[1]}{found[2]}\\{found[3]}"


def _as_line(blocks: list[ProseBlock]) -> str:
    return " ".join(" ".join(each.markdown.split()) for each in blocks)
