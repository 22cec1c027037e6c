"""Names in code that stand for texts, numbers and tables written out by hand, and other names."""

import ast
import builtins
from collections.abc import Iterable, Iterator

# Functions that only hold what is written into them.
MADE_BY_HAND = ("DataFrame", "Series", "dict", "from_dict", "from_records", "list", "set", "tuple")
_LITERALS = (ast.Constant, ast.JoinedStr, ast.Dict, ast.List, ast.Set, ast.Tuple)


class WrittenNames:
    """What the names in a notebook were set to, where that is written out by hand.

    ``counted`` are the texts that count something and were read where they are written.

    Parameters
    ----------
    used : iterable of str, optional
        The names that the code uses for something else than to show them.
    """

    def __init__(self, used: Iterable[str] = ()) -> None:
        self.used = frozenset(used)
        self.counted: set[str] = set()
        self._written: dict[str, ast.expr] = {}
        self._other: dict[str, str] = {}

    def enter(self, statement: ast.stmt) -> None:
        """Note what the statements inside of a loop or a condition set, before it is read."""
        for node in ast.walk(statement):
            match node:
                case ast.For(target=ast.Name(id=name), iter=value) if is_written_out(value):
                    self._written[name] = value
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if node is not statement:
                    if is_written_out(value):
                        self._written[name] = value

    def follow(self, statement: ast.stmt) -> None:
        """Go on after a statement."""
        match statement:
            case ast.ImportFrom(names=names) | ast.Import(names=names):
                self._other |= {each.asname: each.name for each in names if each.asname}
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                self._written.pop(name, None)
                if is_written_out(value):
                    self._written[name] = value
                self._other.pop(name, None)
                if isinstance(value, (ast.Name, ast.Attribute)):
                    self._other[name] = last_name(value)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._set_each(target, value)
            case ast.AugAssign(target=ast.Name(id=name)):
                self._written.pop(name, None)

    def _set_each(self, target: ast.expr, value: ast.expr) -> None:
        """Note the names of ``x = y = 7`` and of ``x, y = 7, 8``."""
        match target, value:
            case ast.Name(id=name), _:
                self._written.pop(name, None)
                if is_written_out(value):
                    self._written[name] = value
            case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
                for each, part in zip(targets, values, strict=True):
                    self._set_each(each, part)

    def function_name(self, function: ast.expr) -> str:
        """The name of a function by which it is known, whatever the notebook calls it."""
        name = last_name(function)
        return self._other.get(name, name) if isinstance(function, ast.Name) else name

    def what_is_shown(self, node: ast.expr) -> ast.expr:
        """What was written for a name that the code shows; any other expression itself."""
        return self._written.get(node.id, node) if isinstance(node, ast.Name) else node

    def is_by_hand(self, node: ast.expr) -> bool:
        """Whether an expression makes a table of what is written out, in it or under a name."""
        match node:
            case ast.Call(func=function) if last_name(function) in MADE_BY_HAND:
                given = [*node.args, *(each.value for each in node.keywords)]
                return bool(given) and all(
                    is_written_out(each) or self.is_only_shown(each) for each in given
                )
        return False

    def is_only_shown(self, node: ast.AST) -> bool:
        """Whether a name stands for what is written out, and is used for nothing but to show it."""
        return isinstance(node, ast.Name) and node.id in self._written and node.id not in self.used


def is_written_out(node: ast.expr) -> bool:
    """Whether an expression is a text, a number or a table that is written by hand.

    Examples
    --------
    >>> [is_written_out(ast.parse(text).body[0].value) for text in ("{'a': 7}", "f(7)", "paper")]
    [True, False, False]
    """
    match node:
        case ast.Call(func=function, args=args) if last_name(function) in MADE_BY_HAND:
            given = [*args, *(each.value for each in node.keywords)]
            return bool(given) and all(map(is_written_out, given))
        case ast.UnaryOp(operand=operand):
            return is_written_out(operand)
        case ast.BinOp(left=left, right=right):
            return is_written_out(left) and is_written_out(right)
    return isinstance(node, _LITERALS)


def is_of_constants(node: ast.AST) -> bool:
    """Whether an expression is computed from nothing but constants and functions of Python.

    Examples
    --------
    >>> [is_of_constants(ast.parse(text).body[0].value) for text in ("sum([3, 4])", "len(paper)")]
    [True, False]
    """
    set_here = {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }
    free = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    return all(name in set_here or hasattr(builtins, name) for name in free)


def last_name(node: ast.expr) -> str:
    """The last part of a name, such as "head" of ``table.head``; "" for other expressions."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


def names_used(trees: Iterable[ast.AST], shown: Iterable[ast.AST]) -> frozenset[str]:
    """The names that some code uses outside of what it shows."""
    inside = {id(node) for each in shown for node in ast.walk(each)}
    return frozenset(_names_in(trees, inside))


def _names_in(trees: Iterable[ast.AST], without: set[int]) -> Iterator[str]:
    for tree in trees:
        for node in ast.walk(tree):
            is_read = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            if is_read and id(node) not in without:
                yield node.id  # type: ignore[attr-defined]
