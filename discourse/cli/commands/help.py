"""``discourse help``: print a page of the documentation, which is installed with the package."""

from argparse import Namespace
from importlib.resources import files
from importlib.resources.abc import Traversable

from discourse.cli.parser import Parser, add_quiet
from discourse.errors import one_of

FOLDERS = ("guides", "coming-from")  # those in docs/ with pages; the others hold texts of examples


def add_help(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = "Print a page of the documentation; without a topic, the list of pages."
    parser.epilog = f"for example: discourse {name} queries"
    parser.add_argument("topic", nargs="?", default="", help="the name of a page")
    add_quiet(parser)


def run_help(args: Namespace, name: str) -> int:
    """Print a page, or each topic with the heading of its page."""
    found = find_pages()
    if args.topic:
        print(found[one_of("topic", args.topic, found)].read_text(encoding="utf-8").rstrip())
        return 0
    width = max(map(len, found))
    for topic, page in found.items():
        heading = page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        print(f"  {topic:<{width}}  {heading}")
    return 0


def find_pages() -> dict[str, Traversable]:
    """The pages by topic: in a clone beside the package, otherwise inside it."""
    package = files("discourse")
    installed = package / "docs"
    docs = installed if installed.is_dir() else package / ".." / "docs"
    found = {}
    for before, folder in [("", docs), *((f"{name}/", docs / name) for name in FOLDERS)]:
        pages = sorted(page.name for page in folder.iterdir() if page.name.endswith(".md"))
        found.update({before + name.removesuffix(".md"): folder / name for name in pages})
    return found
