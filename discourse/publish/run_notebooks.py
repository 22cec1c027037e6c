"""Notebooks executed again, in a copy of their folder: do they give what is stored?"""

import base64
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from discourse.errors import DiscourseError
from discourse.publish.claims.notebook import join_source
from discourse.publish.provenance.finding import Finding

SECONDS_PER_CELL = 600
# The same environment as that of a notebook that is stored: no dates, no order by hashes.
STEADY = {"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "JUPYTER_PREFER_ENV_PATH": "1"}
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "venv", "env")
WIDGET = "application/vnd.jupyter.widget-view+json"
# Fonts are rendered differently on other systems: a share of the difference of black and white.
TOLERANCE = 0.02
LONGEST_SHOWN = 200  # characters of an output in a finding
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")


def run_notebooks(
    root: Path, notebooks: Sequence[Path], checked: "Counter[str]"
) -> Iterator[Finding]:
    """Execute notebooks in a copy of a folder, and compare what they give with what is stored.

    Raises
    ------
    DiscourseError
        If nbclient is not installed.
    """
    if not notebooks:
        return
    import_nbclient()
    with tempfile.TemporaryDirectory() as place, steady_environment(place):
        copy = Path(place) / "study"
        shutil.copytree(root, copy, ignore=NOT_COPIED)
        for path in notebooks:
            name = path.relative_to(root)
            yield from _run_notebook(copy / name, name.as_posix(), checked)
        yield from _compare_written(root, copy)


def import_nbclient() -> Any:
    """The package that executes notebooks.

    Raises
    ------
    DiscourseError
        If it is not installed.
    """
    try:
        import nbclient
    except ImportError:
        raise DiscourseError(
            "notebooks are executed with nbclient, which is not installed; install "
            "discourse-toolkit[lab]."
        ) from None
    return nbclient


@contextmanager
def steady_environment(profile: str) -> Iterator[None]:
    """Set what makes runs alike, and ignore the user's settings of IPython."""
    before = dict(os.environ)
    os.environ.update(STEADY, IPYTHONDIR=profile)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _run_notebook(path: Path, name: str, checked: "Counter[str]") -> Iterator[Finding]:
    """Each cell whose outputs differ; or the first that fails."""
    import nbformat

    nbclient = import_nbclient()
    stored = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    again = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    for cell in again.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    begun = [0]
    try:
        make_client(
            again,
            path.parent,
            on_cell_execute=lambda cell, cell_index: begun.append(cell_index + 1),
        ).execute()
    except (nbclient.exceptions.CellControlSignal, RuntimeError, TimeoutError) as error:
        reason = str(error).strip().splitlines()[-1]
        yield Finding(name, f"cell {begun[-1]}", "a cell that runs", reason)
        return
    for number, (before, now) in enumerate(zip(stored.cells, again.cells, strict=True), 1):
        if before.cell_type != "code":
            continue
        checked["outputs of cells"] += 1
        yield from _compare_outputs(before.outputs, now.outputs, name, f"cell {number}, output")


def make_client(notebook: Any, folder: Path, **options: Any) -> Any:
    """What executes a notebook in a folder, in a kernel of its own if none is given as ``km``."""
    return import_nbclient().NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=SECONDS_PER_CELL,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--log-level=ERROR"],
        **options,
    )


def _compare_outputs(
    stored: Iterable[Mapping[str, Any]], again: Iterable[Mapping[str, Any]], name: str, place: str
) -> Iterator[Finding]:
    before, now = list(_simplify(stored)), list(_simplify(again))
    for kind in sorted({*dict(before), *dict(now)}):
        was = [value for other, value in before if other == kind]
        is_now = [value for other, value in now if other == kind]
        if kind.startswith("image/png") and len(was) == len(is_now):
            if not all(map(_is_same_picture, was, is_now)):
                yield Finding(
                    name, f"{place} ({kind})", "the picture that the cell draws", "another"
                )
        elif was != is_now:
            yield Finding(name, f"{place} ({kind})", _shorten(is_now), _shorten(was))


def _simplify(outputs: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The kind and the content of each part of some outputs, without what differs in each run."""
    for output in outputs:
        data = output.get("data", {})
        if list(data) == [WIDGET]:
            continue
        if "text" in output:
            yield str(output.get("name", "text")), _ADDRESS.sub("0x", join_source(output["text"]))
        if output.get("output_type") == "error":
            yield "error", f"{output.get('ename')}: {output.get('evalue')}"
        for kind, value in data.items():
            if kind != WIDGET:
                yield kind, _ADDRESS.sub("0x", join_source(value))


def _shorten(texts: Sequence[str]) -> str:
    joined = " ".join(" ".join(texts).split())
    return f"{joined[:LONGEST_SHOWN]}…" if len(joined) > LONGEST_SHOWN else joined or "nothing"


def _is_same_picture(stored: str, again: str) -> bool:
    raw = [base64.b64decode(text) for text in (stored, again)]
    return raw[0] == raw[1] or _are_close(*raw)


def _are_close(stored: bytes, again: bytes) -> bool:
    """Whether two pictures have the same size and differ by little."""
    from matplotlib.image import imread

    try:
        before, now = (imread(BytesIO(raw), format="png") for raw in (stored, again))
    except (OSError, SyntaxError, ValueError):
        return False
    return before.shape == now.shape and bool(np.abs(before - now).mean() < TOLERANCE)


def _compare_written(root: Path, copy: Path) -> Iterator[Finding]:
    """Tables and pictures that the notebooks have written again, and that differ."""
    for path in sorted(copy.rglob("*")):
        name = path.relative_to(copy)
        if path.suffix not in (".csv", ".png") or not path.is_file():
            continue
        stored = root / name
        if not stored.is_file():
            yield Finding(name.as_posix(), "run", "a file that a notebook writes", "no such file")
            continue
        before, now = stored.read_bytes(), path.read_bytes()
        if before != now and not (path.suffix == ".png" and _are_close(before, now)):
            yield Finding(name.as_posix(), "run", "what its notebook writes", "something else")
