"""What a code cell says to readers: captions, alternative texts, titles, printed text, comments."""

import ast
import io
import re
import tokenize
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from discourse.publish.bound_text import find_bound, show_text
from discourse.publish.claims.cell_magics import (
    is_markdown,
    magic_of,
    rest_of_cell,
    texts_of_magics,
)
from discourse.publish.claims.counted_nouns import is_count
from discourse.publish.claims.notebook_calls import PackageName, TextCall
from discourse.publish.claims.notebook_code import NotebookCode, syntax_tree
from discourse.publish.claims.number_words import NUMBER_WORD
from discourse.publish.claims.paragraphs import (
    MarkdownSpan,
    Paragraph,
    plain_letters,
    read_paragraphs,
    turned_spans,
)
from discourse.publish.claims.written_names import (
    MADE_BY_HAND,
    WrittenNames,
    is_of_constants,
    is_written_out,
    last_name,
    names_used,
)
from discourse.publish.claims.written_numbers import WRITTEN_NUMBER
from discourse.publish.claims.written_pieces import find_written, is_written_number
from discourse.publish.provenance.recipes import all_verbs

# What gives the cells of a table one by one, what puts others in their place, and what makes a
# table of texts and numbers that are written out.
GIVING_CELLS = ("array", "at", "iat", "iloc", "loc", "to_numpy", "values")
PUTTING_CELLS = ("insert", "map", "replace", "update")
MAKING_TABLES = ("StringIO", "from_dict", "from_records")
# Arguments, and functions, whose texts a reader sees.
SAID_BY_ARGUMENT = (
    "added", "alt", "caption", "label", "note", "notes", "suptitle", "title", "xlabel", "ylabel",
)  # fmt: skip
SAID_BY_FUNCTION = (
    "HTML", "Latex", "Markdown", "Math", "Pretty", "annotate", "critical", "debug", "display",
    "display_html", "display_latex", "display_markdown", "display_pretty", "echo", "error",
    "figtext", "info", "legend", "log", "pprint", "print", "rprint", "set_caption", "set_label",
    "set_text", "set_title", "set_xlabel", "set_xticklabels", "set_ylabel", "set_yticklabels",
    "suptitle", "text", "title", "warn", "warning", "write", "writelines", "xlabel", "ylabel",
)  # fmt: skip
# The other arguments by which these functions take a text.
TEXT_OF_FUNCTION = ("data", "end", "s", "sep", "t", "text")
# What plots take, and other functions under the same name as data.
SAID_BY_PLOT = ("labels", "sides")
_DRAWING = re.compile(r"\bplot\b|^(?:ax|axes|axs|fig|figure|plt)\b")
# Functions that take coordinates or amounts beside a text, so that their numbers are not said.
PLACED = (
    "annotate", "critical", "debug", "error", "figtext", "info", "legend", "log", "text", "warn",
    "warning",
)  # fmt: skip
# Expressions that a cell shows, if they are its last, without a call; sums are left to it.
SHOWN_ALONE = (
    ast.BinOp, ast.Constant, ast.Dict, ast.JoinedStr, ast.List, ast.Name, ast.Set, ast.Subscript,
    ast.Tuple,
)  # fmt: skip
NUMBERS = (WRITTEN_NUMBER, NUMBER_WORD)
# Columns of verbs that say what a row is, not how many.
NAMES_OF_ROWS = (
    "document", "label", "line_id", "part", "query", "query_other", "section", "slot", "status",
    "term", "time", "year",
)  # fmt: skip
SAVING = ("save_figure", "save_table")


@dataclass(frozen=True)
class SavedText:
    """A caption or alternative text, with its claims, as a cell saves it with a bundle."""

    path: str
    entry: str
    text: str


def read_code_prose(
    cell: str, code: NotebookCode, written: WrittenNames | None = None
) -> Iterator[Paragraph]:
    """Read the prose of a code cell.

    Parameters
    ----------
    cell : str
        The source of the cell.
    code : NotebookCode
        The names that the cells before it have set.
    written : WrittenNames, optional
        Those of them that stand for texts, numbers and tables written by hand.

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
    written = written or WrittenNames()
    if magic := magic_of(cell):
        if is_markdown(magic):
            yield from read_paragraphs(rest_of_cell(cell))
    for line, text in texts_of_magics(cell):
        yield plain_paragraph(text, line)
    statements = syntax_tree(cell).body
    for statement in code.follow([cell]):
        shown, numbers = _shown_by(
            statement, written, is_last=statement.lineno == _last(statements)
        )
        written.enter(statement)
        found = [(said, numbers) for said in shown]
        found += [each for node in ast.walk(statement) for each in _find_said(node, written)]
        read = [
            paragraph
            for said, numbers in found
            for paragraph in _read_said_texts(
                written.what_is_shown(said), code, written, numbers=numbers
            )
        ]
        yield from read
        for text, line in _find_counts(statement, {paragraph.text for paragraph in read}, code):
            written.counted.add(text)
            yield plain_paragraph(text, line)
        written.follow(statement)
    yield from _read_comments(cell)


def _find_counts(
    statement: ast.stmt, read: Container[str], code: NotebookCode
) -> Iterator[tuple[str, int]]:
    """The texts that count something, wherever a statement has them, unless they are queries."""
    queries: set[int] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and _takes_queries(node, code):
            queries |= {id(each) for each in ast.walk(node)}
    for node in ast.walk(statement):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = show_text(plain_letters(node.value))
            if text in read or id(node) in queries:
                continue
            numbers = (each for pattern in NUMBERS for each in pattern.finditer(text))
            if any(is_count(text, number.end(), directly=True) for number in numbers):
                yield node.value, node.lineno


def _takes_queries(call: ast.Call, code: NotebookCode) -> bool:
    """Whether a call is one of this package, or of a corpus, whose texts are queries or data."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    known = code.evaluate(call.func)
    is_ours = isinstance(known, PackageName) and known.name not in SAVING
    return is_ours or (owner is not None and isinstance(code.evaluate(owner), TextCall))


def written_names(cells: Iterable[str]) -> WrittenNames:
    """Start to follow the names of a notebook, which uses some of them not only to show them."""
    trees, nothing = [syntax_tree(cell) for cell in cells], WrittenNames()
    shown: list[ast.AST] = [
        said for tree in trees for node in ast.walk(tree) for said, _ in _find_said(node, nothing)
    ]
    shown += [tree.body[-1] for tree in trees if tree.body and _is_shown_alone(tree.body[-1])]
    return WrittenNames(names_used(trees, shown))


def _last(statements: Sequence[ast.stmt]) -> int:
    return statements[-1].lineno if statements else 0


def _is_shown_alone(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=function)):
            return last_name(function) in MADE_BY_HAND
        case ast.Expr(value=value):
            return isinstance(value, SHOWN_ALONE)
    return False


def _shown_by(
    statement: ast.stmt, written: WrittenNames, *, is_last: bool
) -> tuple[Sequence[ast.expr], bool]:
    """What a statement shows without a call, and whether its numbers are said, too."""
    match statement:
        case ast.Expr(value=value):
            shown = written.what_is_shown(value)
            says = isinstance(shown, ast.Call) and (
                written.function_name(shown.func) in SAID_BY_FUNCTION
            )
            computed = written.is_by_hand(shown) or (is_of_constants(shown) and not says)
            if (is_last and computed) or isinstance(shown, SHOWN_ALONE):
                return [shown], not isinstance(shown, ast.BinOp)
        case ast.Raise(exc=ast.Call(args=args)):
            return args, True
        case ast.Assign(targets=[ast.Subscript(value=whole, slice=place)], value=value):
            is_cell = _is_of_counts(place) or _gives_cells(whole)
            if is_cell and is_written_out(value):
                return [value], True
        case ast.Assert(msg=ast.expr() as message):
            return [message], True
        case ast.AugAssign(target=ast.Subscript(slice=place), value=value):
            if _is_of_counts(place) and is_written_out(value):
                return [value], True
    return [], False


def _is_of_counts(place: ast.expr) -> bool:
    """Whether an item of a table is in a column of counts or measures."""
    named = (node.value for node in ast.walk(place) if isinstance(node, ast.Constant))
    return any(isinstance(name, str) and name in _columns_of_verbs() for name in named)


def _gives_cells(whole: ast.expr) -> bool:
    """Whether an item of an expression is a cell: ``table.iat[0, 1]``, ``table["x"].values[0]``."""
    made = whole.func if isinstance(whole, ast.Call) else whole
    return isinstance(made, ast.Attribute) and made.attr in GIVING_CELLS


@cache
def _columns_of_verbs() -> frozenset[str]:
    columns = (column for verb in all_verbs().values() for column in verb.columns)
    return frozenset(columns) - set(NAMES_OF_ROWS)


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
    text = plain_letters(text)
    spans = [
        MarkdownSpan(piece.start, piece.end, "claim", piece.claim) for piece in find_bound(text)
    ]
    shown = show_text(text)
    return Paragraph(line, shown, [*spans, *turned_spans(shown)])


def _find_said(node: ast.AST, written: WrittenNames) -> Iterator[tuple[ast.expr, bool]]:
    """What a reader sees of a call, a dict or a function, and whether its numbers are said, too."""
    match node:
        case ast.Call():
            yield from _find_said_by_call(node, written)
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and key.value in SAID_BY_ARGUMENT:
                    yield value, False
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            match node.body[0]:
                case ast.Expr(value=ast.Constant(value=str()) as said):
                    yield said, False


def _find_said_by_call(call: ast.Call, written: WrittenNames) -> Iterator[tuple[ast.expr, bool]]:
    """The arguments of a call that a reader sees, and whether their numbers are said, too."""
    name, said = written.function_name(call.func), list(SAID_BY_ARGUMENT)
    if name in SAID_BY_FUNCTION:
        yield from ((each, name not in PLACED) for each in call.args)
        said += TEXT_OF_FUNCTION
    if _DRAWING.search(ast.unparse(call.func)):
        said += SAID_BY_PLOT
    yield from ((each.value, False) for each in call.keywords if each.arg in said)
    if name == "replace":  # of numbers; of texts, it changes names
        yield from ((each, True) for each in call.args if is_written_number(each))
    if name in MAKING_TABLES:
        yield from ((each, True) for each in call.args if is_written_out(each))
    if name in PUTTING_CELLS:
        of_counts = _is_of_counts(call) or name in ("insert", "replace")
        holders = (each for each in call.args if isinstance(each, ast.Dict | ast.List | ast.BinOp))
        yield from ((each, True) for each in holders if of_counts and is_written_out(each))
    if name == "assign":
        columns = (each for each in call.keywords if each.arg in _columns_of_verbs())
        yield from ((each.value, True) for each in columns if is_written_out(each.value))


def _read_said_texts(
    said: ast.expr, code: NotebookCode, written: WrittenNames, *, numbers: bool
) -> Iterator[Paragraph]:
    """The text of an expression, or the pieces of it that are written out."""
    whole = code.evaluate(said)
    if isinstance(whole, str):
        if whole and whole not in written.counted:
            yield plain_paragraph(whole, said.lineno)
        return
    for text, node in find_written(said, written, numbers=numbers):
        yield plain_paragraph(text, node.lineno)


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
