"""Execute the notebooks from top to bottom and store the results.

    python notebooks/refresh.py               every notebook beside this file
    python notebooks/refresh.py 03 tfidf      notebooks whose names contain 03 or tfidf

Works from any directory. The same package, texts and lock give the same bytes, so
`git diff` after a run shows only findings that have changed. A notebook with a failing
cell is reported and left unchanged; the others still run. A notebook on texts of NLTK that are
not on this computer is skipped, with a sentence on how to fetch them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from discourse.publish.claims.binding import NotebookCorpora

FOLDER = Path(__file__).resolve().parent
SECONDS_PER_CELL = 600
WIDGET = "application/vnd.jupyter.widget-view+json"

STEADY = {
    "SOURCE_DATE_EPOCH": "0",  # no dates in figures
    "PYTHONHASHSEED": "0",  # no order that depends on a hash
    "JUPYTER_PREFER_ENV_PATH": "1",  # use the kernel of this Python, not another one of that name
}


def main(names: list[str]) -> bool:
    """Refresh the selected notebooks; return whether all of them ran."""
    found = chosen(names)
    if not found:
        print(f"no notebook in {FOLDER} is called {' or '.join(names) or '*.ipynb'}")
        return False
    with tempfile.TemporaryDirectory() as profile:
        os.environ.update(STEADY, IPYTHONDIR=profile)  # ignore the user's IPython settings
        return all([refresh(path) for path in found])


def chosen(names: list[str]) -> list[Path]:
    """Return all notebooks, or those whose names contain one of `names`."""
    stems = [Path(name).stem for name in names]
    every = sorted(FOLDER.glob("*.ipynb"))
    return [path for path in every if not stems or any(stem in path.stem for stem in stems)]


def refresh(path: Path) -> bool:
    """Execute one notebook and store it; on an error, print where and store nothing.

    A notebook whose texts are not on this computer stays as it is, which is no error.
    """
    if missing := NotebookCorpora(path).missing:
        print(f"{path.name}: skipped; {missing[0]} Here, `make corpora` fetches them.")
        return True
    notebook = nbformat.read(path, as_version=4)
    forget_old_run(notebook)
    begun: list[int] = []
    try:
        execute(notebook, path.parent, begun)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        print(f"{path.name}, cell {begun[-1] if begun else 1}: {reason(error)}")
        print(f"{path.name}: left as it was")
        return False
    forget_machine(notebook)
    store(notebook, path)
    print(f"{path.name}: {len(begun)} cells run")
    return True


def execute(notebook: NotebookNode, folder: Path, begun: list[int]) -> None:
    """Run every code cell in a fresh kernel; append the number of each, from 1, to `begun`."""
    NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        coalesce_streams=True,  # one block of printed text, however many pieces it arrives in
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=lambda cell, cell_index: begun.append(cell_index + 1),
        extra_arguments=["--log-level=ERROR"],
    ).execute()


def forget_old_run(notebook: NotebookNode) -> None:
    """Clear the results of an earlier run, so that a cell that did not run is recognisable."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def forget_machine(notebook: NotebookNode) -> None:
    """Drop what depends on the run rather than the findings: times, versions, folded cells.

    A widget needs the kernel that is gone; the table that is stored before it stays.
    """
    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
    )
    for cell in notebook.cells:
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k == "tags"})
        if cell.cell_type == "code":
            cell.outputs = [each for each in cell.outputs if list(each.get("data", ())) != [WIDGET]]


def store(notebook: NotebookNode, path: Path) -> None:
    """Write in one step, so that an interrupted run leaves the old notebook intact."""
    text = nbformat.writes(notebook).rstrip("\n") + "\n"
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def reason(error: Exception) -> str:
    """Return the name and message of the error in the cell, without the traceback."""
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}"
    return str(error).strip().splitlines()[0]


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
