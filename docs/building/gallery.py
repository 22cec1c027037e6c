"""The gallery: each figure of this repository with the few lines of its notebook that make it."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from discourse.publish.bound_text import show_text

ROOT = Path(__file__).resolve().parents[2]
INTRODUCTION = """# Gallery

The figures of this repository. Each was drawn and saved by the lines below it, which are those of
its notebook; run them in the folder `notebooks/`. [Figures for a paper](figures.md) describes
sizes, fonts, other languages and panels.
"""


@dataclass(frozen=True)
class Snippet:
    """A figure, the notebook that saves it, the lines that make it, and what they say of it."""

    figure: str
    notebook: str
    code: str
    caption: str
    alt: str


def find_snippets(notebooks: Path = ROOT / "notebooks") -> Iterator[Snippet]:
    """What makes each figure, in the order of the notebooks."""
    for path in sorted(notebooks.glob("*.ipynb")):
        statements = [
            statement
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
            if cell["cell_type"] == "code"
            for statement in ast.parse("".join(cell["source"])).body
        ]
        for number, statement in enumerate(statements):
            call = _saving_call(statement)
            if call is not None:
                needed = _statements_before(statements[:number], _names_read(statement))
                yield _make_snippet(path.stem, needed, call)


def write_page() -> str:
    """The page of the gallery."""
    parts = [INTRODUCTION]
    for snippet in find_snippets():
        parts.append(
            f"({snippet.figure.replace('/', '-')})=\n## {_title_of(snippet.figure)}\n\n"
            f"```{{image}} /figures/{snippet.figure}.png\n:alt: {snippet.alt}\n"
            f":class: gallery-figure\n```\n\n{snippet.caption}\n\n"
            f"```python\n{snippet.code}\n```\n\n"
            f"From [](tutorials/{snippet.notebook}.ipynb).\n"
        )
    return "\n".join(parts)


def _title_of(figure: str) -> str:
    return Path(figure).name.replace("-", " ").capitalize().replace("Tfidf", "TF-IDF")


def _saving_call(statement: ast.stmt) -> ast.Call | None:
    """The call of `dc.save_figure` that a statement is; None if it is another one."""
    call = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
    if isinstance(call, ast.Call) and ast.unparse(call.func) == "dc.save_figure":
        return call
    return None


def _statements_before(statements: list[ast.stmt], names: set[str]) -> list[ast.stmt]:
    """The statements that the values of some names come from, in their order."""
    kept = []
    for statement in reversed(statements):
        set_here = _names_set(statement)
        if set_here & names:
            kept.append(statement)
            names = (names - set_here) | _names_read(statement)
    return kept[::-1]


def _names_set(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name for alias in statement.names}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _names_read(statement: ast.stmt) -> set[str]:
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _make_snippet(notebook: str, needed: list[ast.stmt], call: ast.Call) -> Snippet:
    """The lines that draw, and a call that saves; its caption stands above the lines in full."""
    words = {
        keyword.arg: show_text(keyword.value.value)
        for keyword in call.keywords
        if keyword.arg in ("caption", "alt") and isinstance(keyword.value, ast.Constant)
    }
    figure = ast.literal_eval(call.args[1]).removeprefix("../figures/")
    lines = [ast.unparse(statement) for statement in needed]
    imports = [line for line in lines if line.startswith(("import", "from"))]
    others = [line for line in lines if line not in imports]
    kept = [keyword for keyword in call.keywords if keyword.arg not in ("caption", "alt")]
    options = [f"{keyword.arg}={ast.unparse(keyword.value)}" for keyword in kept]
    drawn, place = (ast.unparse(argument) for argument in call.args)
    arguments = [drawn, place.replace("'", '"'), *options, 'caption="…"', 'alt="…"']
    saved = f"dc.save_figure({', '.join(arguments)})"
    code = "\n".join([*imports, "", *(_with_double_quotes(line) for line in others), saved])
    return Snippet(figure, notebook, code, words["caption"], " ".join(words["alt"].split()))


def _with_double_quotes(line: str) -> str:
    """A line of code with the quotation marks of this repository."""
    return re.sub(r"'([^'\"\\]*)'", r'"\1"', line)
