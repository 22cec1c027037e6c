"""A study in one step: texts in, executed notebooks, figures, evidence, methods and a page out."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.corpus.corpus import Corpus, read
from discourse.errors import DiscourseError
from discourse.publish.claims.claims import Claims
from discourse.publish.run_notebooks import import_nbclient, steady_environment
from discourse.publish.site.site import save_site
from discourse.publish.studies.notebooks_of_study import StudyCell, fill_numbers, write_notebooks
from discourse.publish.studies.one_kernel import OneKernel
from discourse.publish.studies.plan import StudyPlan, find_name_pattern, plan_study
from discourse.publish.verify import verify
from discourse.text.limits import LARGEST_FILE, format_bytes

_README = """# A study

Made by `discourse study`. Open `notebooks/` in JupyterLab, change what you like, and run it again.

- `seeds/`: the texts
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
        A pattern of file names, such as ``"{year:d}-{speaker}"``; by default one that names of the
        form ``1990-Adams.txt`` have.
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
        _copy_texts(texts, made / "seeds")
        pattern = metadata or (find_name_pattern(made / "seeds") if texts.is_dir() else "")
        corpus = _read_copy(made / "seeds", texts, pattern, on_error)
        note(f"read {corpus!r}")
        plan = plan_study(corpus, made / "seeds")
        arguments = f', metadata="{pattern}"' if pattern else ""
        arguments += "" if on_error == "raise" else f', on_error="{on_error}"'
        names = _run_study(made, corpus, plan, arguments, note)
        save_site(made / "notebooks", made / "site")
        findings = len(verify(made))
        if folder.exists():
            folder.rmdir()
        shutil.move(made, folder)
    return MadeStudy(folder, plan, tuple(names), findings)


def _read_copy(copy: Path, texts: Path, pattern: str, on_error: str) -> Corpus:
    """Read the copy of the texts; an error names the texts themselves."""
    try:
        return read(copy, metadata=pattern or None, on_error=on_error)
    except DiscourseError:
        read(texts, metadata=pattern or None, on_error=on_error)  # raises the same of these
        raise


def _copy_texts(texts: Path, seeds: Path) -> None:
    files = [path for path in ([texts] if texts.is_file() else texts.rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    if size > LARGEST_FILE:
        raise DiscourseError(
            f"{texts} has {format_bytes(size)}, and a study copies at most "
            f"{format_bytes(LARGEST_FILE)}; begin with `discourse new`."
        )
    if texts.is_file():
        seeds.mkdir(parents=True)
        shutil.copyfile(texts, seeds / texts.name)
        beside = texts.with_suffix(".toml")
        if beside.is_file():
            shutil.copyfile(beside, seeds / beside.name)
    else:
        shutil.copytree(texts, seeds, ignore=shutil.ignore_patterns(".*"))


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
        reason = str(error).strip().splitlines()[-1]
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
