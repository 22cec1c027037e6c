"""The stored notebooks and figures are up to date, and were run in order.

nbval, which runs with every `pytest`, compares the stored output of each cell with what
the cell gives now. It does not check images, the files in figures/, or cells that were
never run or whose outputs were cleared. Those are checked here, and each check is shown to
find its fault in a damaged copy. What the notebooks give now is taken from nbval's own run, so
that each is executed once; if nbval did not run them all, refresh.py does.
"""

from __future__ import annotations

import ast
import html
import importlib.util
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import nltk
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbval.plugin import IPyNbCell

from discourse.publish.claims.binding import NotebookCorpora, saved_texts

pytestmark = pytest.mark.slow  # most of these start kernels

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Those whose texts are on this computer: the others are skipped, and stay as they are stored.
AT_HAND = [path for path in NOTEBOOKS if not NotebookCorpora(path).missing]
MAX_LINES = 15

# Letters are drawn slightly differently on each platform. The stored images come from this
# one; on others, only their existence and their tables are checked.
SAME_IMAGES = (platform.system(), platform.machine()) == ("Linux", "x86_64")

each_notebook = pytest.mark.parametrize(
    "notebook", [pytest.param(path, id=path.name) for path in NOTEBOOKS]
)

only_same_images = pytest.mark.skipif(
    not SAME_IMAGES, reason="images are compared only on Linux x86_64"
)


# ---- house rules: each takes a notebook and yields its faults, one line per fault -----------


def faults(path):
    """Return every fault of a notebook, preceded by the name of its file."""
    notebook = nbformat.read(path, as_version=4)
    return [f"{path.name}{fault}" for rule in RULES for fault in rule(notebook)]


def code_cells(notebook):
    """Yield non-empty code cells with their number (from 1, counting cells of all kinds)."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code" and cell.source.strip():
            yield number, cell


def begins_with_a_title(notebook):
    first = notebook.cells[0] if notebook.cells else None
    if first is None or first.cell_type != "markdown" or not first.source.startswith("# "):
        yield ", cell 1: begin with a Markdown title, '# The question of this notebook'"


def was_run_from_top_to_bottom(notebook):
    for expected, (number, cell) in enumerate(code_cells(notebook), 1):
        if cell.execution_count is None:
            yield f", cell {number}: was never run, or its outputs were cleared; `make notebooks`"
        elif cell.execution_count != expected:
            yield (
                f", cell {number}: was run as number {cell.execution_count}, but is code "
                f"cell {expected}; `make notebooks` runs from top to bottom"
            )


def says_nothing_on_stderr(notebook):
    for number, cell in code_cells(notebook):
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                said = output.get("text") or output.get("evalue")
                yield f", cell {number}: writes to stderr {said.strip().splitlines()[0]!r}"


def has_short_cells(notebook):
    for number, cell in code_cells(notebook):
        lines = len(cell.source.strip().splitlines())
        if lines > MAX_LINES:
            yield f", cell {number}: has {lines} lines; the limit is {MAX_LINES}; 2 to 5 read best"


def only_calls_public_names(notebook):
    refused = {ast.FunctionDef: "def", ast.ClassDef: "class", ast.For: "for", ast.While: "while"}
    for number, cell in code_cells(notebook):
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            yield f", cell {number}: is not plain Python; use no magics and no shell lines"
            continue
        for node in ast.walk(tree):
            if word := refused.get(type(node)):
                yield f", cell {number}: has a `{word}`; move code that needs it into the package"


def ends_no_cell_with_a_semicolon(notebook):
    for number, cell in code_cells(notebook):
        if cell.source.rstrip().endswith(";"):
            yield f", cell {number}: ends with a semicolon, which fails in nbval; write `ax = …`"


def shows_what_it_draws(notebook):
    for number, cell in code_cells(notebook):
        if "dc.plot." not in cell.source:
            continue
        shown = [out for out in cell.outputs if "image/png" in out.get("data", {})]
        if not shown:
            yield f", cell {number}: draws a figure and does not show it"
        if not all(out.metadata.get("image/png", {}).get("alt") for out in shown):
            yield f", cell {number}: shows a figure without alternative text; save it in this cell"


def lets_nbval_look(notebook):
    marks = re.compile(r"#\s*(?:NBVAL|PYTEST_VALIDATE)_\w+", re.IGNORECASE)
    for number, cell in code_cells(notebook):
        tags = [tag for tag in cell.metadata.get("tags", []) if "nbval" in tag or "raises" in tag]
        for mark in [*marks.findall(cell.source), *tags]:
            yield f", cell {number}: asks nbval to look away with {mark!r}"


def names_the_kernel_python3(notebook):
    name = notebook.metadata.get("kernelspec", {}).get("name")
    if name != "python3":
        yield f": its kernel is {name!r}, not 'python3'; `make notebooks`"


def tells_no_time_and_no_machine(notebook):
    if "version" in notebook.metadata.get("language_info", {}):
        yield ": names the version of Python that ran it; `make notebooks`"
    if "widgets" in notebook.metadata:
        yield ": keeps the state of widgets, which differs on every run; `make notebooks`"
    for number, cell in code_cells(notebook):
        for key in {"execution", "ExecuteTime"} & set(cell.metadata):
            yield f", cell {number}: keeps the time of its run ({key!r}); `make notebooks`"


RULES = [
    begins_with_a_title,
    was_run_from_top_to_bottom,
    says_nothing_on_stderr,
    has_short_cells,
    only_calls_public_names,
    ends_no_cell_with_a_semicolon,
    shows_what_it_draws,
    lets_nbval_look,
    names_the_kernel_python3,
    tells_no_time_and_no_machine,
]


# ---- the re-run: compare what is stored with what the notebooks give now -------------------


def differences(stored, fresh):
    """Yield the differences between two trees of notebooks/ and figures/, one line each."""
    for path in sorted((fresh / "notebooks").glob("*.ipynb")):
        yield from notebook_differences(stored / "notebooks" / path.name, path)
    yield from figure_differences(stored / "figures", fresh / "figures")


def notebook_differences(stored, fresh):
    if stored.read_bytes() == fresh.read_bytes():
        return
    old, new = (nbformat.read(path, as_version=4).cells for path in (stored, fresh))
    found = False
    for number, (was, now) in enumerate(zip(old, new, strict=True), 1):
        for what in cell_differences(was, now):
            found = True
            yield f"{stored.name}, cell {number}: {what}"
    if not found and SAME_IMAGES:
        yield f"{stored.name}: is not stored as `make notebooks` stores it (metadata or layout)"


def cell_differences(was, now):
    if was.get("execution_count") != now.get("execution_count"):
        yield f"its number is {was.execution_count}, but {now.execution_count} when run again"
    old, new = outputs(was), outputs(now)
    for kind in sorted(old.keys() | new.keys()):
        if kind.startswith("image/") and kind in old and kind in new and not SAME_IMAGES:
            continue
        if kind not in new:
            yield f"stores {kind}, which it no longer gives"
        elif kind not in old:
            yield f"gives {kind}, which is not stored"
        elif old[kind] != new[kind]:
            yield f"{kind} differs{first_difference(old[kind], new[kind])}"


def outputs(cell):
    """Return everything a cell gave, by kind: 'stdout', 'text/html', 'image/png' …"""
    given = {}
    for output in cell.get("outputs", []):
        parts = output.get("data") or {output.get("name", output.output_type): output.get("text")}
        for kind, value in parts.items():
            given[kind] = given.get(kind, "") + str(value)
    return given


def first_difference(old, new):
    """Describe the first line that differs; nothing for images, which have no lines."""
    for was, now in zip(old.splitlines(), new.splitlines(), strict=False):
        if was != now and len(was) < 200 and len(now) < 200:
            return f": stored {was.strip()!r}, now {now.strip()!r}"
    return ""


def figure_differences(stored, fresh):
    old, new = figure_files(stored), figure_files(fresh)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield f"figures/{name}: no notebook draws it; delete it or draw it"
        elif name not in old:
            yield f"figures/{name}: is drawn but not stored; `make notebooks`"
        elif old[name] != new[name] and (SAME_IMAGES or name.endswith(".csv")):
            yield f"figures/{name}: differs from what the notebooks draw; `make notebooks`"


def figure_files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "README.md" and not path.name.startswith(".")
    }


# ---- running, once per session -------------------------------------------------------------


def copied(source, target):
    """Copy the tree without its figures, so that all figures in the copy come from its run."""
    for folder in ("notebooks", "seeds"):
        if (source / folder).is_dir():
            unwanted = shutil.ignore_patterns(".*", "__pycache__")
            shutil.copytree(source / folder, target / folder, ignore=unwanted)
    for folder in (source / "figures", *(source / "figures").glob("*/")):
        (target / folder.relative_to(source)).mkdir(parents=True, exist_ok=True)
    # The manifest of figures has the hashes of these two.
    for name in ("requirements.lock", "environment.yml"):
        if (source / name).exists():
            shutil.copy(source / name, target / name)
    return target


def refresh(tree, *names, cwd=None):
    """Run refresh.py of this tree, as `make notebooks` does."""
    command = [sys.executable, tree / "notebooks" / "refresh.py", *names]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)


def nbval(*paths):
    """Run pytest on notebooks with this repository's settings; return the failed cells."""
    options = ["-q", "--tb=no", "-rf", "-p", "no:cacheprovider", "-c", ROOT / "pyproject.toml"]
    command = [sys.executable, "-m", "pytest", *options, "--rootdir", paths[0].parent, *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    failed = re.findall(r"^FAILED .*?([^/\\\s]+\.ipynb)::Cell (\d+)", done.stdout, re.M)
    return [(name, int(cell)) for name, cell in failed]


@pytest.fixture(scope="session")
def rerun(request, tmp_path_factory):
    """A copy of the repository in which every notebook has been executed again."""
    tree = copied(ROOT, tmp_path_factory.mktemp("rerun") / "tree")
    if cells := cells_that_nbval_ran(request.session):
        for path in AT_HAND:
            store_run(tree / "notebooks" / path.name, cells[path])
        traces = request.config.pluginmanager.get_plugin("leaves-no-trace")
        for path in traces.drawn():
            target = tree / "figures" / path.relative_to(ROOT / "figures")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        traces.put_back()  # from here on figures/ is what is stored
    else:
        done = refresh(tree)
        assert done.returncode == 0, done.stdout + done.stderr
    for folder in {
        bundle.parent
        for path in NOTEBOOKS
        if path not in AT_HAND
        for bundle, _ in saved_texts(path)
    }:
        shutil.copytree(folder, tree / folder.relative_to(ROOT), dirs_exist_ok=True)
    return tree


def cells_that_nbval_ran(session):
    """The cells of each notebook after this session ran them; nothing unless it ran all."""
    cells = {path: [] for path in AT_HAND}
    for item in session.items:
        if isinstance(item, IPyNbCell) and item.path in cells:
            cells[item.path].append(item)
    wanted = {path: len(code(nbformat.read(path, as_version=4))) for path in AT_HAND}
    ran = all(item.test_outputs is not None for items in cells.values() for item in items)
    return cells if ran and wanted == {path: len(cells[path]) for path in AT_HAND} else None


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def store_run(path, items):
    """Store a notebook with the outputs of nbval's run, by the functions of refresh.py."""
    notebook = nbformat.read(path, as_version=4)
    REFRESH.forget_old_run(notebook)
    for cell, item in zip(code(notebook), items, strict=True):
        cell.outputs = item.test_outputs
    for count, (_, cell) in enumerate(code_cells(notebook), 1):  # nbval's kernels do not count
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
    REFRESH.forget_machine(notebook)
    REFRESH.store(notebook, path)


def refresh_module():
    """notebooks/refresh.py as a module."""
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "notebooks" / "refresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFRESH = refresh_module()


@pytest.fixture(scope="session")
def good(tmp_path_factory):
    """A small tree without faults: one notebook and one figure, just refreshed."""
    tree = tmp_path_factory.mktemp("good") / "tree"
    (tree / "notebooks").mkdir(parents=True)
    (tree / "figures").mkdir()
    shutil.copy(ROOT / "notebooks" / "refresh.py", tree / "notebooks")
    nbformat.write(small_notebook(), tree / "notebooks" / "small.ipynb")
    done = refresh(tree)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree


def small_notebook():
    cells = [
        "import matplotlib.pyplot as plt\nimport pandas as pd",
        'table = pd.DataFrame({"term": ["rights", "peace"], "count": [7, 2]})\ntable',
        'fig, ax = plt.subplots()\nbars = ax.barh(table["term"], table["count"])',
        'fig.savefig("../figures/bars.png")',
    ]
    title = new_markdown_cell("# Which word comes more often?")
    return new_notebook(cells=[title, *map(new_code_cell, cells)])


@pytest.fixture
def damage(good, tmp_path):
    """A function that returns a copy of the good tree with a damaged notebook."""

    def damaged(change):
        tree = shutil.copytree(good, tmp_path / "damaged")
        alter(tree / "notebooks" / "small.ipynb", change)
        return tree

    return damaged


def alter(path, change):
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def found_in(tree):
    return faults(tree / "notebooks" / "small.ipynb")


# ---- kinds of damage -----------------------------------------------------------------------


def nothing(notebook):
    pass


def outputs_cleared(notebook):
    for _, cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None


def cell_never_run(notebook):
    notebook.cells.insert(3, new_code_cell("1 + 1"))


def number_changed(notebook):
    data = notebook.cells[2].outputs[0].data
    data.update({kind: text.replace("7", "8") for kind, text in data.items()})


def image_replaced(notebook):
    image = next(output for output in notebook.cells[3].outputs if "data" in output)
    image.data["image/png"] = "iVBORw0KGgo="


@pytest.fixture(scope="session")
def nbval_fails(good):
    """The cells that nbval, run once over a copy per kind of damage, fails: {kind: cells}."""
    tree = shutil.copytree(good, good.parent / "nbval")
    kinds = [nothing, outputs_cleared, cell_never_run, number_changed, image_replaced]
    paths = {kind: tree / "notebooks" / f"{kind.__name__}.ipynb" for kind in kinds}
    for kind, path in paths.items():
        shutil.copy(tree / "notebooks" / "small.ipynb", path)
        alter(path, kind)
    failed = nbval(*paths.values())
    return {
        kind: [cell for name, cell in failed if name == path.name] for kind, path in paths.items()
    }


# ---- the notebooks of this repository ------------------------------------------------------


@each_notebook
def test_notebook_keeps_the_house_rules(notebook):
    found = faults(notebook)
    assert not found, "\n".join(found)


@pytest.mark.after_notebooks
def test_notebooks_and_figures_are_what_a_fresh_run_gives(rerun):
    found = list(differences(ROOT, rerun))
    assert not found, "\n".join(found)


# ---- texts of others are not in this repository -------------------------------------------


TEXT_FILES = (".csv", ".json", ".md", ".html", ".tex", ".svg")
MOST_WORDS = 11  # in a row: a formula of five words, with three on either side
ON_ADDRESSES = [path for path in NOTEBOOKS if "nltk.corpus.inaugural" in path.read_text("utf-8")]


def test_lines_of_the_addresses_have_at_most_three_words_on_either_side():
    folders = {bundle.parent for path in ON_ADDRESSES for bundle, _ in saved_texts(path)}
    files = [path for folder in folders for path in folder.glob("*.csv")]
    assert files
    for path in files:
        table = pd.read_csv(path, keep_default_na=False)
        for side in {"left", "right"} & set(table.columns):
            words = table[side].str.count(r"\w[\w'’.-]*")
            assert words.max() <= 3, table[side][words > 3].tolist()


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in ON_ADDRESSES])
def test_no_notebook_or_figure_has_more_than_eleven_words_of_an_address_in_a_row(path):
    if path not in AT_HAND:
        pytest.skip("needs the inaugural addresses; fetch them with `make corpora`")
    known = stretches(
        " ".join(nltk.corpus.inaugural.raw(name) for name in nltk.corpus.inaugural.fileids())
    )
    stored = nbformat.read(path, as_version=4)
    given = [value for cell in stored.cells for value in outputs(cell).values()]
    texts = [re.sub("<[^>]*>", " ", html.unescape(text)) for text in given]
    texts += [cell.source for cell in stored.cells]
    texts += [
        file.read_text("utf-8")
        for bundle, _ in saved_texts(path)
        for file in bundle.parent.glob(f"{bundle.stem}*")
        if file.suffix in TEXT_FILES
    ]
    for text in texts:
        found = stretches(text) & known
        assert not found, found


def stretches(text):
    """All stretches of a text that are one word longer than what may be shown."""
    words = re.findall(r"[^\W_]+", text.casefold())
    size = MOST_WORDS + 1
    return {" ".join(words[at : at + size]) for at in range(len(words) - size + 1)}


# ---- the checks find what they should ------------------------------------------------------


def test_an_undamaged_notebook_has_no_fault(good, nbval_fails):
    assert nbval_fails[nothing] == []
    assert found_in(good) == []


def test_cleared_outputs_are_found_though_nbval_lets_them_pass(damage, nbval_fails):
    assert nbval_fails[outputs_cleared] == []
    advice = "was never run, or its outputs were cleared; `make notebooks`"
    assert found_in(damage(outputs_cleared)) == [
        f"small.ipynb, cell {number}: {advice}" for number in (2, 3, 4, 5)
    ]


def test_a_cell_never_run_is_found_though_nbval_lets_it_pass(damage, nbval_fails):
    assert nbval_fails[cell_never_run] == []
    assert "small.ipynb, cell 4: was never run" in found_in(damage(cell_never_run))[0]


def test_a_cell_run_out_of_order_is_found(damage):
    tree = damage(lambda notebook: notebook.cells[3].update(execution_count=9))
    assert found_in(tree) == [
        "small.ipynb, cell 4: was run as number 9, but is code cell 3; "
        "`make notebooks` runs from top to bottom"
    ]


def test_a_stored_number_that_was_changed_is_found_by_nbval(nbval_fails):
    assert nbval_fails[number_changed] == [1]  # nbval counts code cells from 0


def test_a_stored_number_that_was_changed_is_found_by_the_rerun(damage, good):
    assert list(differences(damage(number_changed), good)) == [
        "small.ipynb, cell 3: text/html differs: stored '<td>8</td>', now '<td>7</td>'",
        "small.ipynb, cell 3: text/plain differs: "
        "stored '0  rights      8', now '0  rights      7'",
    ]


@only_same_images
def test_a_replaced_image_is_found_though_nbval_lets_it_pass(damage, good, nbval_fails):
    assert nbval_fails[image_replaced] == []
    tree = damage(image_replaced)
    assert list(differences(tree, good)) == ["small.ipynb, cell 4: image/png differs"]


def test_a_removed_image_is_found(damage, good):
    tree = damage(lambda notebook: notebook.cells[3].outputs.clear())
    assert "small.ipynb, cell 4: gives image/png, which is not stored" in differences(tree, good)


@only_same_images
def test_a_figure_that_differs_from_what_is_drawn_is_found(damage, good):
    tree = damage(nothing)
    (tree / "figures" / "bars.png").write_bytes(b"another picture")
    advice = "differs from what the notebooks draw; `make notebooks`"
    assert list(differences(tree, good)) == [f"figures/bars.png: {advice}"]


def test_a_missing_figure_is_found(damage, good):
    tree = damage(nothing)
    (tree / "figures" / "bars.png").unlink()
    advice = "is drawn but not stored; `make notebooks`"
    assert list(differences(tree, good)) == [f"figures/bars.png: {advice}"]


def test_a_figure_that_nobody_draws_is_found(damage, good):
    tree = damage(nothing)
    (tree / "figures" / "old.csv").write_text("term,count\n")
    advice = "no notebook draws it; delete it or draw it"
    assert list(differences(tree, good)) == [f"figures/old.csv: {advice}"]


def test_a_changed_layout_is_found(damage, good):
    tree = damage(lambda notebook: notebook.metadata.update(author="nobody"))
    assert list(differences(tree, good)) == [
        "small.ipynb: is not stored as `make notebooks` stores it (metadata or layout)"
    ]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("x = 1\n" * 16, "has 16 lines; the limit is 15; 2 to 5 read best"),
        ("def f():\n    pass", "has a `def`; move code that needs it into the package"),
        ("class A:\n    pass", "has a `class`; move code that needs it into the package"),
        ("for x in []:\n    pass", "has a `for`; move code that needs it into the package"),
        ("while False:\n    pass", "has a `while`; move code that needs it into the package"),
        ("%matplotlib inline", "is not plain Python; use no magics and no shell lines"),
        ("ax = dc.plot.x(y)", "draws a figure and does not show it"),
        ("x;", "ends with a semicolon, which fails in nbval; write `ax = …`"),
        ("# NBVAL_SKIP\nx", "asks nbval to look away with '# NBVAL_SKIP'"),
    ],
)
def test_a_cell_against_the_house_rules_is_found(damage, source, fault):
    tree = damage(lambda notebook: notebook.cells[1].update(source=source))
    assert found_in(tree) == [f"small.ipynb, cell 2: {fault}"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda nb: nb.cells.pop(0), ", cell 1: begin with a Markdown title"),
        (lambda nb: nb.metadata.kernelspec.update(name="conda"), ": its kernel is 'conda'"),
        (lambda nb: nb.metadata.language_info.update(version="3.11.7"), ": names the version"),
        (lambda nb: nb.metadata.update(widgets={}), ": keeps the state of widgets"),
        (lambda nb: nb.cells[1].metadata.update(execution={}), ", cell 2: keeps the time"),
        (lambda nb: nb.cells[1].metadata.update(tags=["nbval-skip"]), ", cell 2: asks nbval"),
    ],
)
def test_a_notebook_against_the_house_rules_is_found(damage, change, fault):
    assert found_in(damage(change))[0].startswith(f"small.ipynb{fault}")


@pytest.mark.parametrize(
    "output",
    [
        nbformat.v4.new_output("stream", name="stderr", text="Careful: old\nmore"),
        nbformat.v4.new_output("error", ename="ValueError", evalue="Careful: old", traceback=[]),
    ],
    ids=["warning", "error"],
)
def test_anything_on_stderr_is_found(damage, output):
    tree = damage(lambda notebook: notebook.cells[1].outputs.append(output))
    assert found_in(tree) == ["small.ipynb, cell 2: writes to stderr 'Careful: old'"]


# ---- refresh.py ----------------------------------------------------------------------------


def test_refresh_gives_the_same_bytes_again_from_any_folder(good, damage, tmp_path):
    tree = damage(lambda notebook: notebook.cells[1].metadata.update(execution={"started": "now"}))
    assert refresh(tree, cwd=tmp_path).returncode == 0
    names = ("notebooks/small.ipynb", "figures/bars.png")
    assert [(tree / name).read_bytes() for name in names] == [
        (good / name).read_bytes() for name in names
    ]


def test_refresh_names_a_failing_cell_leaves_its_notebook_and_runs_the_others(damage):
    tree = damage(lambda notebook: notebook.cells[1].update(source="1 / 0"))
    before = (tree / "notebooks" / "small.ipynb").read_bytes()
    nbformat.write(new_notebook(cells=[new_code_cell("7")]), tree / "notebooks" / "tiny.ipynb")
    done = refresh(tree)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "small.ipynb, cell 2: ZeroDivisionError: division by zero",
        "small.ipynb: left as it was",
        "tiny.ipynb: 1 cells run",
    ]
    assert (tree / "notebooks" / "small.ipynb").read_bytes() == before


def test_refresh_takes_the_names_of_notebooks(damage):
    tree = damage(nothing)
    nbformat.write(new_notebook(cells=[new_code_cell("7")]), tree / "notebooks" / "tiny.ipynb")
    assert refresh(tree, "notebooks/tiny.ipynb").stdout == "tiny.ipynb: 1 cells run\n"


def test_refresh_says_so_when_no_notebook_has_that_name(good):
    done = refresh(good, "nowhere")
    assert done.returncode == 1
    assert "is called nowhere" in done.stdout
