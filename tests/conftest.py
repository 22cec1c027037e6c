"""Fixtures for all tests, and the clean-up after each test."""

from __future__ import annotations

import ast
import gc
import json
import os
import statistics
import sys
import time
from pathlib import Path

import hypothesis
import numpy as np
import pytest
from nbval.plugin import IPyNbCell

from discourse.publish.claims.binding import NotebookCorpora
from discourse.publish.provenance.recipes import all_verbs

all_verbs()  # registers every verb, so that tests can be parametrised by them

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "figures"

# What notebooks/refresh.py sets as well, so that nbval's kernels give the same bytes.
STEADY = {"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "JUPYTER_PREFER_ENV_PATH": "1"}

# Every run uses the same examples, so a failing test keeps failing until it is fixed.
# To search further: make test ARGS='--hypothesis-profile=search'
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("few", max_examples=10, derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile("same")


@pytest.fixture
def rng():
    """Random numbers that are the same on every run."""
    return np.random.default_rng(20171215)


@pytest.fixture(scope="session")
def root():
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def paper():
    """The corpus in seeds/."""
    import discourse as dc

    return dc.read(ROOT / "seeds")


@pytest.fixture(scope="session")
def shared():
    """The folder beside the repository with texts that are too large, or not ours, to commit."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder ../shared beside the repository")
    return folder


@pytest.fixture
def processor_time_ratio():
    """A function that says how many times as much processor time one function takes as another.

    To test that work grows no faster than its input, double the size twice:
    ``assert processor_time_ratio(work_on_quadruple, work_on_single) <= 2.6**2``. The two run in
    turn, several times, and the median of the ratios counts, because other work of the machine
    slows neighbouring runs alike. The smallest of three medians is returned: chance can raise one
    of them, but work that is quadratic raises all. The garbage collector, whose time depends on
    all objects alive, is off.
    """

    def seconds(work):
        start = time.process_time()
        work()
        return time.process_time() - start

    def median(larger, smaller, runs):
        return statistics.median(seconds(larger) / seconds(smaller) for _ in range(runs))

    def ratio(larger, smaller, *, runs=7):
        # Once a block of this size has been freed, glibc keeps what is freed later. Otherwise it
        # returns large blocks to the system, and getting them back can take longer than the work.
        block = bytearray(30 << 20)
        del block
        gc.collect()
        gc.disable()
        try:
            return min(median(larger, smaller, runs) for _ in range(3))
        finally:
            gc.enable()

    return ratio


@pytest.fixture(scope="session")
def pdf():
    """A function that makes a PDF."""

    def made(*pages):
        """Return a handwritten PDF with some lines of Latin text on each page."""
        objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
        kids = []
        for lines in pages:
            shown = " T* ".join(f"({line}) Tj" for line in lines)
            stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET"
            number = len(objects) + 1
            kids.append(f"{number} 0 R")
            objects += [
                f"<< /Type /Page /Parent 2 0 R /Contents {number + 1} 0 R /MediaBox [0 0 612 792] "
                "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> "
                ">> >> >>",
                f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
            ]
        objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
        data, places = b"%PDF-1.4\n", []
        for number, content in enumerate(objects, 1):
            places.append(len(data))
            data += f"{number} 0 obj\n{content}\nendobj\n".encode()
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        trailer = (
            f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
        )
        head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
        return data + (head + table + trailer).encode()

    return made


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A function that writes a study: texts, and an executed notebook with these cells.

    A string is a Markdown cell; ``["code"]`` is a code cell.
    """

    def written(*cells, texts, name="study"):
        for folder in ("texts", "notebooks", "figures"):
            (tmp_path / folder).mkdir(exist_ok=True)
        for file, text in texts.items():
            (tmp_path / "texts" / file).write_bytes(text.encode())
        monkeypatch.chdir(tmp_path / "notebooks")
        names = {}
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
        notebook["cells"] = [
            {"cell_type": "markdown", "metadata": {}, "source": cell}
            if isinstance(cell, str)
            else code_cell(cell[0], names)
            for cell in cells
        ]
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    return written


def code_cell(source, names):
    """Return a code cell as JupyterLab stores it after a run."""
    *body, last = ast.parse(source).body
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "cell", "exec"), names)
        shown = []
    else:
        shown = outputs(eval(compile(ast.Expression(last.value), "cell", "eval"), names), names)
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": shown}


def outputs(value, names):
    """Return what a notebook would show for a value; for a saved figure, its image."""
    if value is None and "ax" in names:
        data, metadata = names["ax"].figure._repr_mimebundle_()
        return [{"output_type": "display_data", "data": data, "metadata": metadata}]
    data = {"text/plain": repr(value)}
    if hasattr(value, "_repr_html_"):
        data["text/html"] = value._repr_html_()
    return [{"output_type": "execute_result", "data": data, "metadata": {}}]


class LeavesNoTrace:
    """A plugin, so that it covers tests, doctests and notebooks; a fixture covers only tests/."""

    def __init__(self):
        self.written = {}

    def pytest_sessionstart(self):
        self.figures = contents(FIGURES)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        """Before the first notebook: note when figures were written, and set what kernels need."""
        if isinstance(item, IPyNbCell) and not self.written:
            self.written = {path: path.stat().st_mtime_ns for path in self.figures}
            os.environ.update(STEADY)

    def drawn(self):
        """The files in figures/ that the notebooks of this session have written."""
        return [
            path for path in contents(FIGURES) if self.written.get(path) != path.stat().st_mtime_ns
        ]

    def pytest_sessionfinish(self):
        self.put_back()

    def put_back(self):
        """Restore figures/, because nbval runs the notebooks, which write their figures there."""
        put_back(self.figures)

    def pytest_runtest_teardown(self):
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close("all")


def contents(folder):
    """Return the path and the bytes of every file in a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put_back(figures):
    """Make figures/ have these files and bytes, and no others."""
    for path in contents(FIGURES).keys() - figures.keys():
        path.unlink()
    for path, data in figures.items():
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)


@pytest.fixture
def figures_put_back():
    """Restore figures/ after a page of the documentation that saves a figure there."""
    figures = contents(FIGURES)
    yield
    put_back(figures)


def pytest_configure(config):
    config.pluginmanager.register(LeavesNoTrace(), "leaves-no-trace")


def pytest_collection_modifyitems(items):
    """Skip notebooks whose texts are not here; put last what looks at the others after nbval."""
    for notebook in {item.path for item in items if isinstance(item, IPyNbCell)}:
        if missing := NotebookCorpora(notebook).missing:
            skip = pytest.mark.skip(reason=f"{missing[0]} Here, `make corpora` fetches them.")
            for item in items:
                if item.path == notebook:
                    item.add_marker(skip)
    items.sort(key=lambda item: item.get_closest_marker("after_notebooks") is not None)


@pytest.fixture
def parsed(tmp_path):
    """A function from sentences to a corpus with the layers of a parser.

    A sentence has a line per word: the word, its lemma, UPOS, XPOS, the number of its head and its
    relation. A word that begins with ``+`` is written without a space before it.
    """
    import discourse as dc

    def read(*sentences, name="talk"):
        lines = []
        for sentence in sentences:
            rows = [row.split() for row in sentence.strip().splitlines()]
            for number, (word, lemma, upos, xpos, head, relation) in enumerate(rows, 1):
                joined = rows[number][0][:1] == "+" if number < len(rows) else False
                cells = (
                    number, word.removeprefix("+"), lemma, upos, xpos, "_", head, relation, "_",
                    "SpaceAfter=No" if joined else "_",
                )  # fmt: skip
                lines.append("\t".join(map(str, cells)))
            lines.append("")
        folder = tmp_path / name
        folder.mkdir()
        text = "\n".join([*lines, ""])
        (folder / f"{name}.conllu").write_text(text, encoding="utf-8", newline="\n")
        return dc.read(folder)

    return read
