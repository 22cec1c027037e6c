"""What a code cell says to readers: captions, alternative texts, titles, printed text, comments."""

import ast
import io
import re
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
    "HTML", "Latex", "Markdown", "annotate", "display", "figtext", "legend", "print", "set_caption",
    "set_label", "set_text", "set_title", "set_xlabel", "set_xticklabels", "set_ylabel",
    "set_yticklabels", "suptitle", "text", "title", "xlabel", "ylabel",
)  # fmt: skip
# The other arguments by which these functions take a text.
TEXT_OF_FUNCTION = ("data", "s", "t", "text")
# What plots take, and other functions under the same name as data.
SAID_BY_PLOT = ("labels", "sides")
_DRAWING = re.compile(r"\bplot\b|^(?:ax|axes|axs|fig|figure|plt)\b")
# Functions that take coordinates beside a text, so that their numbers are not said.
PLACED = ("annotate", "figtext", "legend", "text")
# Expressions that a cell shows, if they are its last, without a call; sums are left to it.
SHOWN_ALONE = (ast.BinOp, ast.Constant, ast.JoinedStr, ast.Tuple)
SAVING = ("save_figure", "save_table")
# Codes that say how a value is formatted, such as "%.2f" and "{:.2f}": no numbers.
_PERCENT_CODE = re.compile(r"%(?:\(\w+\))?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[a-zA-Z%]")
_BRACE_CODE = re.compile(r"\{[^{}]*\}")


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
        if isinstance(statement, ast.Expr) and isinstance(statement.value, SHOWN_ALONE):
            sums = isinstance(statement.value, ast.BinOp)
            yield from _read_texts(statement.value, code, numbers=not sums)
        for node in ast.walk(statement):
            for said, numbers in _find_said(node):
                yield from _read_texts(said, code, numbers=numbers)
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


def _find_said(node: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """The arguments of a call that a reader sees, and whether their numbers are said, too."""
    if not isinstance(node, ast.Call):
        return
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    said = list(SAID_BY_ARGUMENT)
    if name in SAID_BY_FUNCTION:
        yield from ((each, name not in PLACED) for each in node.args)
        said += TEXT_OF_FUNCTION
    if _DRAWING.search(ast.unparse(node.func)):
        said += SAID_BY_PLOT
    yield from ((each.value, False) for each in node.keywords if each.arg in said)


def _read_texts(said: ast.expr, code: NotebookCode, *, numbers: bool) -> Iterator[Paragraph]:
    """The text of an expression, or the pieces of it that are written out."""
    whole = code.evaluate(said)
    if isinstance(whole, str):
        yield plain_paragraph(whole, said.lineno)
        return
    for text, node in _find_written(said, numbers=numbers):
        yield plain_paragraph(text, node.lineno)


def _find_written(node: ast.AST, *, numbers: bool) -> Iterator[tuple[str, ast.expr]]:
    """The strings that an expression says, and its numbers if these are said.

    Arguments of calls, and keys, may be queries; those of ``"…".format`` and the like are said.
    """
    if isinstance(node, ast.expr) and _is_written_number(node):
        if numbers:
            yield ast.unparse(node), node
        return
    match node:
        case ast.Constant(value=str(text)):
            yield text, node
        case ast.JoinedStr(values=parts):
            for part in parts:
                inner = part.value if isinstance(part, ast.FormattedValue) else part
                yield from _find_written(inner, numbers=True)
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod(), right=right):
            yield _PERCENT_CODE.sub(_blank_code, text), node
            yield from _find_written(right, numbers=True)
        case ast.Call():
            yield from _find_written_in_call(node)
        case ast.Subscript(value=value):
            yield from _find_written(value, numbers=False)
        case ast.Dict(values=parts):
            for part in parts:
                yield from _find_written(part, numbers=numbers)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            for part in parts:
                yield from _find_written(part, numbers=numbers)
        case ast.IfExp(body=body, orelse=other):
            yield from _find_written(body, numbers=numbers)
            yield from _find_written(other, numbers=numbers)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _find_written(child, numbers=False)


def _find_written_in_call(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    match call.func:
        case ast.Attribute(value=ast.Constant(value=str(text)) as owner, attr="format"):
            yield _BRACE_CODE.sub("{}", text), owner
        case ast.Attribute(value=owner, attr=method):
            yield from _find_written(owner, numbers=False)
            if method not in ("format", "join"):
                return
        case ast.Name(id="str" | "repr"):
            pass
        case _:
            return
    for argument in [*call.args, *(each.value for each in call.keywords)]:
        if isinstance(argument, (ast.Constant, ast.List, ast.Tuple)):
            yield from _find_written(argument, numbers=True)


def _is_written_number(node: ast.expr) -> bool:
    """Whether an expression is a number, or is made of nothing but numbers, such as ``3 * 7``."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case ast.UnaryOp(operand=operand):
            return _is_written_number(operand)
        case ast.BinOp(left=left, right=right):
            return _is_written_number(left) and _is_written_number(right)
    return False


def _blank_code(code: re.Match[str]) -> str:
    return "%" if code[0] == "%%" else "{}"


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
