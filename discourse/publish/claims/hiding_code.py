"""Code that runs a text, or finds a name by a text: what it does cannot be read."""

import ast
from collections import Counter
from collections.abc import Iterable

import regex

from discourse.publish.claims.notebook_code import syntax_tree

# Functions that run a text as code, or give something by a name that is a text.
HIDING = frozenset(
    "__import__ compile delattr eval exec exec_module execfile getattr globals import_module "
    "locals run_cell run_line_magic run_module run_path setattr system vars".split()
)
_MAGIC = regex.compile(
    r"(?m)^\s*(%(?:run|load|loadpy|macro|rerun|recall)\b|%%(?:python|script)\w*)"
)


def find_hiding_code(cells: Iterable[str]) -> "Counter[str]":
    """Count the calls in code cells that run a text as code, or find a name by a text.

    Examples
    --------
    >>> dict(find_hiding_code(["exec('n = 2' + '8')", "getattr(dc, 're' + 'ad')('x')", "len('a')"]))
    {'exec': 1, 'getattr': 1}
    """
    found: Counter[str] = Counter()
    for cell in cells:
        found.update(_MAGIC.findall(cell))
        for node in ast.walk(syntax_tree(cell)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                found[name] += name in HIDING
    return +found
