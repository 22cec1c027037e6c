"""``discourse publish``: notebooks as one page that answers for every number in it."""

from argparse import Namespace

from discourse.cli.output import write_table
from discourse.cli.parser import Parser, add_output
from discourse.publish.site.site import save_site


def add(parser: Parser, name: str) -> None:
    """What the command takes."""
    parser.description = "One row a notebook: how many numbers, rows and marks are linked in it."
    parser.epilog = f"for example: discourse {name} notebooks/ --out site/"
    parser.add_argument("notebooks", help="a folder of notebooks, or one notebook")
    parser.add_argument("--out", default="site", help="the folder to save the page in")
    parser.add_argument("--title", help="of the page; by default that of the text")
    add_output(parser)


def run(args: Namespace, name: str) -> int:
    """Save the page, and say what is linked in it."""
    linked = save_site(args.notebooks, args.out, title=args.title)
    write_table(linked, args.format, args.rows)
    if not args.quiet and args.format == "table":
        print(f"{args.out}/index.html: {linked.attrs['bytes'] / 1000:,.0f} kB")
    return 0
