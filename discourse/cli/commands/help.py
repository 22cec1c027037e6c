"""``discourse help``: the pages of the documentation, which are installed with the package."""

from argparse import Namespace
from importlib.resources import files
from importlib.resources.abc import Traversable

from discourse.cli.parser import Parser, add_quiet
from discourse.errors import one_of


def add(parser: Parser, name: str) -> None:
    """What the command takes."""
    parser.description = "A page of the documentation; without a topic, the list of pages."
    parser.epilog = f"for example: discourse {name} queries"
    parser.add_argument("topic", nargs="?", default="", help="the name of a page")
    add_quiet(parser)


def run(args: Namespace, name: str) -> int:
    """Print a page, or the topics with the heading of each."""
    found = pages()
    if args.topic:
        print(found[one_of("topic", args.topic, found)].read_text(encoding="utf-8").rstrip())
        return 0
    width = max(map(len, found))
    for topic, page in found.items():
        heading = page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        print(f"  {topic:<{width}}  {heading}")
    return 0


def pages() -> dict[str, Traversable]:
    """The pages by topic: beside the package in a clone, inside it where it was installed."""
    package = files("discourse")
    installed = package / "docs"
    folder = installed if installed.is_dir() else package / ".." / "docs"
    found = (page for page in folder.iterdir() if page.name.endswith(".md"))
    return {page.name.removesuffix(".md"): page for page in sorted(found, key=lambda p: p.name)}
