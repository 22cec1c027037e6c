"""``discourse publish``: save notebooks as one page whose numbers open their lines."""

from argparse import Namespace

from discourse.cli.output import write_table
from discourse.cli.parser import Parser, add_output
from discourse.publish.site.site import save_site


def add_publish(parser: Parser, name: str) -> None:
    """Add the arguments of the command."""
    parser.description = (
        "Save the page; one row per notebook, with the numbers, rows and marks that are linked."
    )
    parser.epilog = f"for example: discourse {name} notebooks/ --out site/"
    parser.add_argument("notebooks", help="a folder of notebooks, or one notebook")
    parser.add_argument("--out", default="site", help="folder for the page (default: site)")
    parser.add_argument("--title", help="title of the page (default: that of the text)")
    add_output(parser)


def run_publish(args: Namespace, name: str) -> int:
    """Save the page and write what is linked in it."""
    linked = save_site(args.notebooks, args.out, title=args.title)
    write_table(linked, args.format, args.rows)
    if not args.quiet and args.format == "table":
        print(f"{args.out}/index.html: {linked.attrs['bytes'] / 1000:,.0f} kB")
    return 0
