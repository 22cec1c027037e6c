"""``discourse docs``: open the documentation in the browser, where its pages are installed."""

import webbrowser
from argparse import Namespace
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

from discourse.cli.catalogue import PAGES_OF_COMMANDS, SHORT_NAMES
from discourse.cli.commands.help import find_pages
from discourse.cli.parser import Parser, add_quiet
from discourse.errors import DiscourseError

BUILT = Path(__file__).resolve().parents[3] / "build" / "docs"  # by `make docs`, in a clone
INSTALLED = "discourse_toolkit_docs"  # the package of the extra `docs`; its folder "pages"
FIRST_PAGE = "index"
OF_SPHINX = ("genindex", "search")  # pages of which nobody asks by name
REFERENCE = "reference/"


def add_docs(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = (
        "Open a page of the documentation in the browser, and print where it is. The pages need no "
        "network. The extra `docs` installs them: pip install 'discourse-toolkit[docs]'. In a "
        "clone of the repository, `make docs` builds them."
    )
    parser.epilog = f"for example: discourse {name} keyness"
    parser.add_argument(
        "page", nargs="?", default=FIRST_PAGE,
        help="the name of a page, e.g. queries or antconc, of a verb, or of a command, e.g. kwic "
        "(default: the first page)",
    )  # fmt: skip
    parser.add_argument(
        "--folder", type=Path, help="where the pages are (default: in the clone, or as installed)"
    )
    add_quiet(parser)


def run_docs(args: Namespace, name: str) -> int:
    """Open a page."""
    path = find_page(args.folder or find_site(), args.page)
    webbrowser.open(path.as_uri())
    if not args.quiet:
        print(path)
    return 0


def find_site() -> Path:
    """The folder of the pages: of those that were built here, or else of those installed."""
    spec = find_spec(INSTALLED)
    if (BUILT / f"{FIRST_PAGE}.html").is_file() or spec is None or spec.origin is None:
        return BUILT
    return Path(spec.origin).parent / "pages"


def find_page(folder: Path, name: str) -> Path:
    """The file of a page, by its name, by the last part of it, or by that of a verb or command.

    A page that has the name itself comes first, then that of a verb, then that of a command.

    Raises
    ------
    DiscourseError
        If the folder has no pages, or none of this name.
    """
    if not (folder / f"{FIRST_PAGE}.html").is_file():
        topic = f" {name}" if name in find_pages() and name != FIRST_PAGE else ""
        raise DiscourseError(
            f"{folder} has no pages; install them with pip install 'discourse-toolkit[docs]', "
            "build them with `make docs` in a clone of the repository, name their folder with "
            f"--folder, or read one here: discourse help{topic}."
        )
    files = sorted(path.relative_to(folder) for path in folder.rglob("*.html"))
    names = [path.with_suffix("").as_posix() for path in files if path.parts[0][0] != "_"]
    pages = [page for page in names if page not in OF_SPHINX]
    verb = REFERENCE + find_verb_name(name)
    command = PAGES_OF_COMMANDS.get(name, "")
    ending = [page for page in pages if page.endswith(f"/{name}")]
    if name not in pages and verb in pages:
        page = verb
    elif name not in pages and command in pages:
        page = command
    elif name not in pages and len(ending) == 1:
        page = ending[0]
    elif name in pages:
        page = name
    else:
        near = [page for page in pages if name in page] + get_close_matches(name, pages)
        hint = f" Did you mean {' or '.join(dict.fromkeys(map(repr, near[:3])))}?" if near else ""
        raise DiscourseError(
            f"page={name!r} is not known; without a name, discourse docs opens the first page, "
            f"which leads to all.{hint}"
        )
    return (folder / page).with_suffix(".html").resolve()


def find_verb_name(name: str) -> str:
    """The name of a verb in Python, which may be given as in a terminal, or after ``dc.``.

    Examples
    --------
    >>> find_verb_name("kwic"), find_verb_name("dc.keyness")
    ('concordance', 'keyness')
    """
    long_names = {short: verb for verb, short in SHORT_NAMES.items()}
    return long_names.get(name, name.removeprefix("dc."))
