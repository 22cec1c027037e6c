"""A study in one step: texts in, executed notebooks, figures, evidence, methods and a page out."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.corpus.corpus import Corpus, read
from discourse.errors import HINT, DiscourseError
from discourse.publish.claims.claims import Claims
from discourse.publish.run_notebooks import import_nbclient, steady_environment
from discourse.publish.site.site import save_site
from discourse.publish.studies.gathering import Gathered, find_name_pattern, gather_texts
from discourse.publish.studies.notebooks_of_study import (
    StudyCell,
    fill_numbers,
    quote,
    write_notebooks,
)
from discourse.publish.studies.one_kernel import OneKernel
from discourse.publish.studies.plan import StudyPlan, plan_study
from discourse.publish.verify import verify

_README = """# A study

Made by `discourse study`. Open `notebooks/` in JupyterLab, change what you like, and run it again.

- `seeds/`: the texts; `metadata.csv`, if it is there, says more of them
- `codes/`, if it is there: the codebooks, and what each coder gave
- `notebooks/`: one question each
- `figures/`: figures, tables, the lines of text behind them, and the paragraph on methods
- `site/`: the notebooks as one page, on which every number opens its lines

`discourse verify .` checks that everything still holds. After a change, `discourse publish \
notebooks/ --out site/` makes the page again.
"""


@dataclass(frozen=True)
class MadeStudy:
    """A study that was made: where, by which plan, its notebooks, and what does not hold."""

    folder: Path
    plan: StudyPlan
    notebooks: tuple[str, ...]
    findings: int


def make_study(
    texts: Path,
    folder: Path,
    *,
    metadata: str = "",
    codebooks: Sequence[Path] = (),
    on_error: str = "raise",
    note: Callable[[str], None] = lambda message: None,
) -> MadeStudy:
    """Make a study of some texts, in a new folder; the texts are copied and never changed.

    Parameters
    ----------
    texts : Path
        A folder of texts, or one file.
    folder : Path
        The new folder.
    metadata : str, optional
        A table with one row per file, or a pattern of file names, such as
        ``"{year:d}-{speaker}"``; by default a table in the folder that has a column ``document``
        and no texts, or what names of the form ``1990-Adams.txt`` and folders of texts say.
    codebooks : sequence of Path, optional
        Codebooks with the files of their coders, besides those in the folder of the texts.
    on_error : str, optional
        "skip" to leave out files that cannot be read.
    note : callable, optional
        Told what is being done.

    Raises
    ------
    DiscourseError
        If the folder is not empty, the texts cannot be read or are too large to be copied, or what
        executes notebooks is not installed.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DiscourseError(f"{folder} is not empty; name a new folder with --out.")
    if not texts.exists():
        raise DiscourseError(f"{texts} does not exist; give a folder of texts, or one file.")
    import_nbclient()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as place:
        made = Path(place) / "study"
        gathered = gather_texts(texts, made, metadata=metadata, codebooks=codebooks)
        corpus, arguments = _read_copies(gathered, texts, on_error)
        note(f"read {corpus!r}")
        plan = plan_study(corpus, gathered.codebooks)
        for path in gathered.codebooks:
            if path.name not in [codes.file for codes in plan.codes]:
                note(f"{path.name} has no codes yet, so no notebook asks for them")
        names = _run_study(made, corpus, plan, arguments, note)
        save_site(made / "notebooks", made / "site")
        findings = len(verify(made))
        if folder.exists():
            folder.rmdir()
        shutil.move(made, folder)
    return MadeStudy(folder, plan, tuple(names), findings)


def _read_copies(gathered: Gathered, texts: Path, on_error: str) -> tuple[Corpus, str]:
    """Read the copies, and write the arguments by which a notebook reads them.

    An error names what was given, and not the copies.
    """
    copy = gathered.texts
    try:
        metadata = gathered.metadata or (find_name_pattern(copy) if texts.is_dir() else None)
        corpus = read(copy, metadata=metadata or None, on_error=on_error)
    except DiscourseError as error:
        said = str(error).replace(str(copy), str(texts)).replace(f"{copy.parent}/", "")
        raise DiscourseError(said, page=error.page) from None
    written = f"../{metadata.name}" if isinstance(metadata, Path) else metadata
    arguments = f", metadata={quote(written)}" if written else ""
    return corpus, arguments + ("" if on_error == "raise" else f', on_error="{on_error}"')


def _run_study(
    made: Path, corpus: Corpus, plan: StudyPlan, arguments: str, note: Callable[[str], None]
) -> list[str]:
    """Write the notebooks and execute them one after another; return their names."""
    claims = Claims(corpus)
    counted = ("tokens", "types")
    numbers = {name: f"{claims.value(f'corpus; {name}'):,}" for name in counted}
    notebooks = write_notebooks(plan, f'dc.read("../seeds/"{arguments})')
    (made / "figures").mkdir()
    (made / "notebooks").mkdir()
    (made / "README.md").write_text(_README, encoding="utf-8")
    with (
        tempfile.TemporaryDirectory() as profile,
        steady_environment(profile),
        OneKernel() as kernel,
    ):
        for name, cells in notebooks.items():
            note(f"running {name}")
            _execute(kernel, made / "notebooks" / f"{name}.ipynb", fill_numbers(cells, numbers))
    return list(notebooks)


def _execute(kernel: OneKernel, path: Path, cells: list[StudyCell]) -> None:
    import nbformat

    notebook: Any = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=[_make_cell(nbformat.v4, at, cell) for at, cell in enumerate(cells)],
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
    )
    nbclient = import_nbclient()
    try:
        kernel.execute(notebook, path.parent)
    except (nbclient.exceptions.CellControlSignal, RuntimeError, TimeoutError) as error:
        lines = [line for line in str(error).splitlines() if line and not line.startswith(HINT)]
        reason = lines[-1] if lines else type(error).__name__
        raise DiscourseError(
            f"the notebook {path.stem} cannot be run on these texts: {reason}"
        ) from None
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # the times of the run
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def _make_cell(v4: Any, at: int, cell: StudyCell) -> Any:
    make = v4.new_code_cell if cell.kind == "code" else v4.new_markdown_cell
    made = make(cell.source)
    made["id"] = hashlib.sha256(f"{at}{cell.source}".encode()).hexdigest()[:8]
    return made
