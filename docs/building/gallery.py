"""The gallery: figures, each with the few lines that make it.

Most are the figures of the notebooks. The plots that no notebook has are drawn by the scripts in
``docs/gallery/`` when the site is built.
"""

import ast
import json
import os
import re
import runpy
import shutil
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import matplotlib as mpl

from discourse.publish.bound_text import show_text

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "gallery"
# What the scripts read, and the folder that they write to.
TEXTS = ("seeds", "docs/speeches")
WRITTEN = "figures"
STRING = re.compile(r"""'([^'\\]*)'|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
# Words of titles that are not written in small letters.
NAMES = {
    "Tfidf": "TF-IDF", "Ngrams": "N-grams", "i": "I", "united states": "United States",
}  # fmt: skip
INTRODUCTION = """# Gallery

Each figure was drawn and saved by the lines below it. [Figures for a paper](figures.md) describes
sizes, fonts, other languages and panels. Press a figure to go to its lines.
"""
FROM_NOTEBOOK = "From [](tutorials/{origin}.ipynb); the lines run in the folder `notebooks/`."
FROM_SCRIPT = "The lines run in the folder of the repository."


@dataclass(frozen=True)
class Snippet:
    """A figure, its heading, the lines that make it, and what they say of it.

    ``origin`` is the notebook that saves it, and empty if a script of the gallery does.
    """

    figure: str
    title: str
    origin: str
    code: str
    caption: str
    alt: str

    @property
    def picture(self) -> str:
        """The place of the picture in the site."""
        return f"/{'figures' if self.origin else 'gallery'}/{self.figure}.png"

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        name = self.figure.replace("/", "-")
        return name if self.origin else f"plot-{name}"


def find_snippets(notebooks: Path = ROOT / "notebooks") -> Iterator[Snippet]:
    """What makes each figure of the notebooks, in their order."""
    for path in sorted(notebooks.glob("*.ipynb")):
        statements = [
            statement
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
            if cell["cell_type"] == "code"
            for statement in ast.parse("".join(cell["source"])).body
        ]
        for needed, call in _saved_figures(statements):
            yield _make_snippet(path.stem, "", needed, call)


def find_examples(scripts: Path = EXAMPLES) -> Iterator[Snippet]:
    """What makes each figure that only the gallery has; its heading is that of the script."""
    for path in sorted(scripts.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for needed, call in _saved_figures(tree.body):
            title = (ast.get_docstring(tree) or "").rstrip(".")
            yield _make_snippet("", title, needed, call)


def draw_examples(scripts: Path = EXAMPLES) -> dict[str, bytes]:
    """Run the scripts of the gallery; the pictures by their places in the site."""
    with TemporaryDirectory() as folder:
        for texts in TEXTS:
            shutil.copytree(ROOT / texts, Path(folder) / texts)
        (Path(folder) / WRITTEN).mkdir()
        quiet = patch.dict(os.environ, {"MPLBACKEND": "agg"})
        with chdir(folder), quiet, mpl.rc_context({"backend": "agg"}):
            for path in sorted(scripts.glob("*.py")):
                runpy.run_path(str(path))
        found = sorted((Path(folder) / WRITTEN).glob("*.png"))
        return {f"gallery/{path.name}": path.read_bytes() for path in found}


def write_page() -> str:
    """The page of the gallery: all figures small, then each with its lines."""
    snippets = [*find_snippets(), *find_examples()]
    small = "\n".join(f"[![{each.title}]({each.picture})](#{each.anchor})" for each in snippets)
    parts = [INTRODUCTION, f"```{{container}} gallery-overview\n{small}\n```\n"]
    for each in snippets:
        source = FROM_NOTEBOOK.format(origin=each.origin) if each.origin else FROM_SCRIPT
        parts.append(
            f"({each.anchor})=\n## {each.title}\n\n"
            f"```{{image}} {each.picture}\n:alt: {each.alt}\n"
            f":class: gallery-figure\n```\n\n{each.caption}\n\n"
            f"```python\n{each.code}\n```\n\n{source}\n"
        )
    return "\n".join(parts)


def write_title(name: str) -> str:
    """The title that the name of a figure or of a notebook stands for.

    Examples
    --------
    >>> write_title("we-and-i"), write_title("tfidf-by-section")
    ('We and I', 'TF-IDF by section')
    """
    title = name.replace("-", " ").capitalize()
    for small, written in NAMES.items():
        title = re.sub(rf"\b{small}\b", written, title)
    return title


def _saved_figures(statements: list[ast.stmt]) -> Iterator[tuple[list[ast.stmt], ast.Call]]:
    """Each call that saves a figure, with the statements that it needs."""
    for number, statement in enumerate(statements):
        call = _saving_call(statement)
        if call is not None:
            yield _statements_before(statements[:number], _names_read(statement)), call


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
        if set_here & names or _axes_drawn_on(statement) & names:
            kept.append(statement)
            names = (names - set_here) | _names_read(statement)
    return kept[::-1]


def _axes_drawn_on(statement: ast.stmt) -> set[str]:
    """The names in the `ax` of the plots that a statement draws."""
    axes = [
        each.value
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
        for each in node.keywords
        if each.arg == "ax"
    ]
    return {node.id for each in axes for node in ast.walk(each) if isinstance(node, ast.Name)}


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


def _make_snippet(origin: str, title: str, needed: list[ast.stmt], call: ast.Call) -> Snippet:
    """The lines that draw, and a call that saves; its caption stands above the lines in full."""
    words = {
        keyword.arg: show_text(keyword.value.value)
        for keyword in call.keywords
        if keyword.arg in ("caption", "alt") and isinstance(keyword.value, ast.Constant)
    }
    figure = ast.literal_eval(call.args[1]).removeprefix("../").removeprefix(f"{WRITTEN}/")
    lines = [ast.unparse(statement) for statement in needed]
    imports = [line for line in lines if line.startswith(("import", "from"))]
    others = [line for line in lines if line not in imports]
    kept = [keyword for keyword in call.keywords if keyword.arg not in ("caption", "alt")]
    options = [f"{keyword.arg}={ast.unparse(keyword.value)}" for keyword in kept]
    drawn, place = (ast.unparse(argument) for argument in call.args)
    arguments = [drawn, place, *options, 'caption="…"', 'alt="…"']
    others.append(f"dc.save_figure({', '.join(arguments)})")
    code = "\n".join([*imports, "", *map(_with_double_quotes, others)])
    alt = " ".join(words["alt"].split())
    heading = title or write_title(Path(figure).name)
    return Snippet(figure, heading, origin, code, words["caption"], alt)


def _with_double_quotes(line: str) -> str:
    """A line of code with the quotation marks of this repository."""
    return STRING.sub(
        lambda found: found[0] if found[1] is None or '"' in found[1] else f'"{found[1]}"', line
    )
