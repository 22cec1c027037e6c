"""``discourse help``: print a page of the documentation, which is installed with the package."""

from argparse import Namespace
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from discourse.cli.parser import Parser, add_quiet
from discourse.errors import one_of


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
    found = dict(walk_pages(installed if installed.is_dir() else package / ".." / "docs"))
    return {
        topic: found[topic] for topic in sorted(found, key=lambda topic: (topic.count("/"), topic))
    }


def walk_pages(folder: Traversable, before: str = "") -> Iterator[tuple[str, Traversable]]:
    """Each page of a folder and of the folders in it, with its topic, such as "guides/tei"."""
    for item in folder.iterdir():
        if item.name.endswith(".md"):
            yield before + item.name.removesuffix(".md"), item
        elif item.is_dir():
            yield from walk_pages(item, f"{before}{item.name}/")
