"""The numbers that the code of a notebook passes to its calls, as in ``code; ngrams; n``."""

import ast
import inspect
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from discourse.errors import DiscourseError
from discourse.publish.claims.notebook_calls import PackageName
from discourse.publish.claims.notebook_code import UNKNOWN, NotebookCode
from discourse.publish.provenance.recipes import find_verb, parameters_of, verb_names

CODE = "code"


def find_code_value(cells: Iterable[str], name: str, parameter: str) -> float:
    """Find the number that the code of a notebook passes, without executing it.

    Parameters
    ----------
    cells : iterable of str
        The sources of the code cells.
    name : str
        The function that is called, or the name that its statement sets.
    parameter : str
        The argument, or the method whose only argument it is, as in ``terms.head(20)``.

    Returns
    -------
    float
        The number; of a list, how many items it has; the default of a verb, if nothing is passed.

    Raises
    ------
    DiscourseError
        If no call passes it, if calls pass different numbers, or if it is not written out.

    Examples
    --------
    >>> cells = ["top = dc.ngrams(paper, 4).head(20)", "dc.dispersion(paper, ['peace', 'rights'])"]
    >>> find_code_value(cells, "ngrams", "n"), find_code_value(cells, "top", "head")
    (4, 20)
    >>> find_code_value(cells, "dispersion", "queries")
    2
    """
    found = set(_values_passed(cells, name, parameter))
    if len(found) != 1:
        how_many = "no number that is written out" if not found else "different numbers"
        raise DiscourseError(
            f"the code passes {how_many} as {parameter} to {name!r}; name a function that it "
            "calls, or what the statement sets, and an argument, such as 'code; ngrams; n'."
        )
    return found.pop()


def _values_passed(cells: Iterable[str], name: str, parameter: str) -> Iterator[float]:
    code = NotebookCode()
    for statement in code.follow(cells):
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        is_named = any(isinstance(each, ast.Name) and each.id == name for each in targets)
        for node in _walk_what_runs(statement):
            if isinstance(node, ast.Call) and (is_named or _function_name(node.func) == name):
                yield from _values_of_call(node, parameter, code)


def _walk_what_runs(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a statement, without what is under a condition that is never true."""
    yield node
    never: list[ast.AST] = []
    match node:
        case ast.If(test=ast.Constant(value=value)) | ast.While(test=ast.Constant(value=value)):
            never = [] if value else list(node.body)
        case ast.IfExp(test=ast.Constant(value=value)):
            never = [node.orelse if value else node.body]
        case ast.BoolOp(op=ast.And(), values=[ast.Constant(value=value), *rest]):
            never = [] if value else list(rest)
        case ast.BoolOp(op=ast.Or(), values=[ast.Constant(value=value), *rest]):
            never = list(rest) if value else []
    for child in ast.iter_child_nodes(node):
        if child not in never:
            yield from _walk_what_runs(child)


def _values_of_call(call: ast.Call, parameter: str, code: NotebookCode) -> Iterator[float]:
    """The number that a call passes as an argument, or takes by default."""
    called = code.evaluate(call.func)
    verb = called.name if isinstance(called, PackageName) and called.name in verb_names() else ""
    names: Sequence[str] = list(parameters_of(verb)) if verb else []
    given = dict(zip(names, call.args[1:], strict=False))
    given |= {str(each.arg): each.value for each in call.keywords}
    if _function_name(call.func) == parameter and len(call.args) == 1:
        given[parameter] = call.args[0]
    if parameter in given:
        yield from _numbers_of(code.evaluate(given[parameter]))
    elif parameter in names:
        function = inspect.signature(find_verb(verb).function)
        yield from _numbers_of(function.parameters[parameter].default)


def _numbers_of(value: Any) -> Iterator[float]:
    """A number, or the number of texts in a list."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value
    elif value is not UNKNOWN and isinstance(value, (list, set, tuple)):
        if all(isinstance(item, str) for item in value):
            yield len(value)


def _function_name(function: ast.expr) -> str:
    return str(getattr(function, "attr", getattr(function, "id", "")))
