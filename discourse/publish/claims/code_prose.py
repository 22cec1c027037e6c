"""What a code cell says to readers: captions, alternative texts, titles, printed text, comments."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from discourse.publish.bound_text import find_bound, show_text
from discourse.publish.claims.notebook_code import NotebookCode, PackageName, syntax_tree
from discourse.publish.claims.paragraphs import MarkdownSpan, Paragraph

# Arguments, and functions, whose texts a reader sees.
SAID_BY_ARGUMENT = (
    "added", "alt", "caption", "label", "note", "notes", "suptitle", "title", "xlabel", "ylabel",
)  # fmt: skip
SAID_BY_FUNCTION = (
    "HTML", "Latex", "Markdown", "annotate", "display", "figtext", "print", "set_label",
    "set_title", "set_xlabel", "set_ylabel", "suptitle", "text", "title", "xlabel", "ylabel",
)  # fmt: skip
SAVING = ("save_figure", "save_table")


@dataclass(frozen=True)
class SavedText:
    """A caption or alternative text, with its claims, as a cell saves it with a bundle."""

    path: str
    entry: str
    text: str


def read_code_prose(cell: str, code: NotebookCode) -> Iterator[Paragraph]:
    """Read the prose of a code cell.

    Parameters
    ----------
    cell : str
        The source of the cell.
    code : NotebookCode
        The names that the cells before it have set.

    Yields
    ------
    Paragraph
        A text; of a text that is put together with computed values, each piece that is written out.

    Examples
    --------
    >>> cell = 'print("It has 7 hits.")  # of two'
    >>> [paragraph.text for paragraph in read_code_prose(cell, NotebookCode())]
    ['It has 7 hits.', 'of two']
    """
    for statement in code.follow([cell]):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            yield from _read_texts(statement.value, code)
        for node in ast.walk(statement):
            for said in _find_said(node):
                yield from _read_texts(said, code)
    yield from _read_comments(cell)


def find_saved_texts(cell: str, code: NotebookCode) -> Iterator[SavedText]:
    """Find the captions and alternative texts that a cell saves with bundles, as written out."""
    for call, path in find_saving_calls(cell, code):
        named = {str(each.arg): code.evaluate(each.value) for each in call.keywords}
        for entry in ("caption", "alt"):
            if path is not None and isinstance(named.get(entry), str):
                yield SavedText(path, entry, named[entry])


def find_saving_calls(cell: str, code: NotebookCode) -> Iterator[tuple[ast.Call, str | None]]:
    """Find the calls of a cell that save bundles, each with its path; None if it is computed."""
    for statement in code.follow([cell]):
        for node in ast.walk(statement):
            if not isinstance(node, ast.Call):
                continue
            called = code.evaluate(node.func)
            if isinstance(called, PackageName) and called.name in SAVING:
                given = [each.value for each in node.keywords if each.arg == "path"]
                written = [*given, *node.args[1:2]]
                path = code.evaluate(written[0]) if written else None
                yield node, path if isinstance(path, str) else None


def plain_paragraph(text: str, line: int) -> Paragraph:
    """Return a text that is no Markdown, with its bound numbers, as a paragraph."""
    spans = [
        MarkdownSpan(piece.start, piece.end, "claim", piece.claim) for piece in find_bound(text)
    ]
    return Paragraph(line, show_text(text), spans)


def _find_said(node: ast.AST) -> Iterator[ast.expr]:
    """The arguments of a call that a reader sees."""
    if not isinstance(node, ast.Call):
        return
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in SAID_BY_FUNCTION:
        yield from node.args
    yield from (each.value for each in node.keywords if each.arg in SAID_BY_ARGUMENT)


def _read_texts(said: ast.expr, code: NotebookCode) -> Iterator[Paragraph]:
    """The text of an expression, or the pieces of it that are written out."""
    whole = code.evaluate(said)
    if isinstance(whole, str):
        yield plain_paragraph(whole, said.lineno)
        return
    for node in _find_strings(said):
        yield plain_paragraph(str(node.value), node.lineno)


def _find_strings(node: ast.AST) -> Iterator[ast.Constant]:
    """The strings of an expression, except arguments of calls and keys: these may be queries."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):  # such as "…".format(…)
            yield from _find_strings(node.func.value)
    elif isinstance(node, ast.Subscript):
        yield from _find_strings(node.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _find_strings(child)


def _read_comments(cell: str) -> Iterator[Paragraph]:
    """The comments of a cell, except code that is commented out."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(cell).readline))
    except (tokenize.TokenError, SyntaxError):  # a magic or a shell command
        return
    for token in tokens:
        text = token.string.lstrip("#! ")
        if token.type == tokenize.COMMENT and not _is_disabled_code(text):
            yield plain_paragraph(text, token.start[0])


def _is_disabled_code(text: str) -> bool:
    """Whether a comment is code: it contains a call or sets a name."""
    kinds = (ast.Call, ast.Assign, ast.AugAssign, ast.Import, ast.ImportFrom)
    return any(isinstance(node, kinds) for node in ast.walk(syntax_tree(text)))
