"""``discourse new``: start an empty study."""

import shutil
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from discourse.cli.parser import Parser, add_quiet
from discourse.errors import DiscourseError

# The files of a study, and the template of each. The notebook's template has another ending, so
# that no tool takes it for an analysis.
STUDY_FILES: Mapping[str, str] = {
    "README.md": "readme.md",
    "notebooks/01-first-look.ipynb": "notebook.json",
    "seeds/my-text.toml": "description.toml",
}


def add_new(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = (
        "Start an empty study: a notebook, and seeds/ with a description to fill in."
    )
    parser.epilog = f"for example: discourse {name} my-study"
    parser.add_argument("folder", help="a folder that does not exist yet, or is empty")
    add_quiet(parser)


def run_new(args: Namespace, name: str) -> int:
    """Write all files of the study, or none."""
    folder = Path(args.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DiscourseError(f"{folder} is not empty; name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        _write_study(made)
        made.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()  # Windows does not replace a folder, not even an empty one
        made.replace(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    if not args.quiet:
        print(f"{folder} is ready: put your text into {folder / 'seeds'}, then read README.md.")
    return 0


def _write_study(folder: Path) -> None:
    templates = files("discourse.cli") / "study"
    for name, template in STUDY_FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((templates / template).read_bytes())
    (folder / "figures").mkdir()
