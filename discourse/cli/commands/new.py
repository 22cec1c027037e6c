"""``discourse new``: an empty study, to put texts into."""

import shutil
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from discourse.cli.parser import Parser, add_quiet
from discourse.errors import DiscourseError

# Where each file of a study comes from. A notebook is kept under another ending, so that no tool
# takes the empty one for an analysis.
STUDY: Mapping[str, str] = {
    "README.md": "readme.md",
    "notebooks/01-first-look.ipynb": "notebook.json",
    "seeds/my-text.toml": "description.toml",
}


def add(parser: Parser, name: str) -> None:
    """What the command takes."""
    parser.description = (
        "An empty study: a notebook to start from, and seeds/ with a description to fill in."
    )
    parser.epilog = f"for example: discourse {name} my-study"
    parser.add_argument("folder", help="a folder that is not there yet, or is empty")
    add_quiet(parser)


def run(args: Namespace, name: str) -> int:
    """Make the study, all of it or nothing."""
    folder = Path(args.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DiscourseError(f"{folder} is not empty; name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        _fill(made)
        made.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()  # Windows puts nothing in the place of a folder, be it empty
        made.replace(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    if not args.quiet:
        print(
            f"{folder} is made: put your text into {folder / 'seeds'}, then read README.md there."
        )
    return 0


def _fill(folder: Path) -> None:
    templates = files("discourse.cli") / "study"
    for name, template in STUDY.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((templates / template).read_bytes())
    (folder / "figures").mkdir()
