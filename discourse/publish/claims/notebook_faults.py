"""What makes the calls of a notebook read something else than they seem to: named, not guessed."""

import ast
from collections.abc import Iterable
from pathlib import Path

import regex

import discourse
from discourse.publish.claims.notebook_calls import CORPUS_READERS, OtherName, PackageName
from discourse.publish.claims.notebook_code import NotebookCode

_CHANGES_FOLDER = regex.compile(r"(?m)^[ \t]*%?(?:cd|pushd|popd|chdir)\b(?=[ \t]+[^\s=(]|[ \t]*$)")
_CHANGING = ("os.chdir", "os.fchdir")


def fault_of_code(cells: Iterable[str], folder: Path) -> str:
    """Say why it is not known what the readers of a notebook read, "" if nothing hides it.

    Parameters
    ----------
    cells : iterable of str
        The code cells.
    folder : Path
        The folder of the notebook.

    Examples
    --------
    >>> fault_of_code(["paper = dc.read('seeds/')"], Path("notebooks"))
    ''
    >>> fault_of_code(["%cd other", "paper = dc.read('seeds/')"], Path("notebooks"))
    "'%cd other' changes the folder before dc.read is called; read 'other/…' instead."
    """
    for beside in (folder / "discourse.py", folder / "discourse" / "__init__.py"):
        if beside.is_file() and beside.resolve() != Path(discourse.__file__).resolve():
            return (
                f"{beside.name if beside.suffix and beside.stem == 'discourse' else 'discourse/'} "
                "beside the notebook is imported in place of the package; rename it."
            )
    code, changed = NotebookCode(), ""
    for cell in cells:
        if line := _CHANGES_FOLDER.search(cell):
            end = cell.find("\n", line.start())
            changed = changed or cell[line.start() : None if end < 0 else end].strip()
        for statement in code.follow([cell]):
            for node in ast.walk(statement):
                if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                    if isinstance(code.evaluate(node.value), PackageName):
                        return _rebound(ast.unparse(node))
                if not isinstance(node, ast.Call):
                    continue
                called = code.evaluate(node.func)
                if called in [OtherName(name) for name in _CHANGING]:
                    changed = changed or ast.unparse(node)
                if isinstance(node.func, ast.Name) and node.func.id == "setattr" and node.args:
                    if isinstance(code.evaluate(node.args[0]), PackageName):
                        return _rebound(ast.unparse(node))
                is_reader = isinstance(called, PackageName) and called.name in CORPUS_READERS
                if changed and is_reader:
                    return (
                        f"{changed!r} changes the folder before dc.{called.name} is called; "
                        "read 'other/…' instead."
                    )
    return ""


def _rebound(code: str) -> str:
    return f"{code!r} sets a function of the package to something else; give yours another name."
