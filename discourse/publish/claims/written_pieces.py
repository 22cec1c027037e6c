"""The pieces of an expression that are written out: what a reader sees of it."""

import ast
import re
from collections.abc import Iterator

from discourse.publish.claims.written_names import WrittenNames, is_of_constants

# Codes that say how a value is formatted, such as "%.2f" and "{:.2f}": no numbers.
_PERCENT_CODE = re.compile(r"%(?:\(\w+\))?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[a-zA-Z%]")
_BRACE_CODE = re.compile(r"\{[^{}]*\}")
# Expressions that compute something, of constants alone or of more.
COMPUTED = (ast.Call, ast.DictComp, ast.GeneratorExp, ast.ListComp, ast.SetComp)


def find_written(
    node: ast.AST, written: WrittenNames, *, numbers: bool
) -> Iterator[tuple[str, ast.expr]]:
    """The strings that an expression says, and its numbers if these are said.

    Arguments of calls, and keys, may be queries; those of ``"…".format`` and the like are said.

    Examples
    --------
    >>> said = ast.parse("f'{7} of {len(table)} hits'", mode="eval").body
    >>> [text for text, _ in find_written(said, WrittenNames(), numbers=True)]
    ['7', ' of ', ' hits']
    """
    if isinstance(node, ast.expr) and is_written_number(node):
        if numbers:
            yield ast.unparse(node), node
        return
    if numbers and isinstance(node, COMPUTED) and is_of_constants(node):
        yield from _constants_of(node)
        return
    match node:
        case ast.Constant(value=str(text)):
            yield text, node
        case ast.Name() if written.is_only_shown(node):
            yield from find_written(written.what_is_shown(node), written, numbers=numbers)
        case ast.JoinedStr(values=parts):
            for part in parts:
                inner = part.value if isinstance(part, ast.FormattedValue) else part
                yield from find_written(inner, written, numbers=True)
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod(), right=right):
            yield _PERCENT_CODE.sub(_blank_code, text), node
            yield from find_written(right, written, numbers=True)
        case ast.Call():
            yield from _find_in_call(node, written, numbers=numbers)
        case ast.Subscript(value=value) if written.is_only_shown(value):
            yield from find_written(written.what_is_shown(value), written, numbers=numbers)
        case ast.Subscript(value=value):
            yield from find_written(value, written, numbers=False)
        case ast.Dict(values=parts):
            for part in parts:
                yield from find_written(part, written, numbers=numbers)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            for part in parts:
                yield from find_written(part, written, numbers=numbers)
        case ast.IfExp(body=body, orelse=other):
            yield from find_written(body, written, numbers=numbers)
            yield from find_written(other, written, numbers=numbers)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from find_written(child, written, numbers=False)


def _constants_of(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The numbers and texts from which an expression is computed that has no others."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, (str, int, float)):
            if not isinstance(each.value, bool):
                yield str(each.value), each


def _find_in_call(
    call: ast.Call, written: WrittenNames, *, numbers: bool
) -> Iterator[tuple[str, ast.expr]]:
    match call.func:
        case ast.Attribute() if numbers and written.is_by_hand(call):
            pass
        case ast.Attribute(value=ast.Constant(value=str(text)) as owner, attr="format"):
            yield _BRACE_CODE.sub("{}", text), owner
        case ast.Attribute(value=owner, attr=method):
            yield from find_written(owner, written, numbers=False)
            if method not in ("format", "join"):
                return
        case ast.Name(id="str" | "repr"):
            pass
        case _ if numbers and written.is_by_hand(call):
            pass
        case _:
            return
    for argument in [*call.args, *(each.value for each in call.keywords)]:
        if isinstance(argument, (ast.Constant, ast.Dict, ast.List, ast.Tuple, ast.Name)):
            yield from find_written(argument, written, numbers=True)


def is_written_number(node: ast.expr) -> bool:
    """Whether an expression is a number, or is made of nothing but numbers, such as ``3 * 7``."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case ast.UnaryOp(operand=operand):
            return is_written_number(operand)
        case ast.BinOp(left=left, right=right):
            return is_written_number(left) and is_written_number(right)
    return False


def _blank_code(code: re.Match[str]) -> str:
    return "%" if code[0] == "%%" else "{}"
