"""Put the sources of the site together in one folder, and build the site from it.

Sphinx wants all of its sources in one folder. Here they come from ``docs/``, from the notebooks,
from pages beside the README, and from the docstrings. Links between files of the repository become
links between pages.
"""

import argparse
import json
import posixpath
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))

import gallery
import reference
import synonyms
from sphinx.cmd.build import main as build_with_sphinx

ROOT = Path(__file__).resolve().parents[2]
DOCS, FIGURES = ROOT / "docs", ROOT / "figures"
MADE_BY_SPHINX = ".buildinfo"
# Pages outside docs/, and their places in the site.
OTHER_PAGES: Mapping[str, str] = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "benchmarks/results.md": "benchmarks/speed.md",
    "benchmarks/calibration.md": "benchmarks/calibration.md",
    "benchmarks/calibration-groups.md": "benchmarks/calibration-groups.md",
    "benchmarks/calibration-trends.md": "benchmarks/calibration-trends.md",
}
LINK = re.compile(r"(?P<before>\]\(|(?<=\s)src=\")(?P<target>[^)\s\"#]+)(?P<anchor>#[^)\s\"]*)?")
CODE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)\s*?$|`[^`\n]+`", re.M | re.S)


def main() -> int:
    """Build the site; the exit code is that of Sphinx."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path, help="the folder for the pages")
    args = parser.parse_args()
    if args.output.exists() and not (args.output / MADE_BY_SPHINX).is_file():
        parser.error(f"{args.output} is not a site that this script made; name another folder")
    with TemporaryDirectory() as folder:  # a folder of notebooks would be one more study to verify
        work = Path(folder)
        write_sources(work / "sources")
        code = _run_sphinx(work / "sources", work / "site", work / "read")
        if code == 0:
            shutil.rmtree(args.output, ignore_errors=True)
            shutil.copytree(work / "site", args.output)
    return code


def _run_sphinx(sources: Path, output: Path, read: Path) -> int:
    options = ["--builder", "html", "--jobs", "2", "--quiet", "--fail-on-warning", "--keep-going"]
    places = ["--conf-dir", str(DOCS), "--doctree-dir", str(read), str(sources), str(output)]
    return build_with_sphinx([*options, *places])


def write_sources(folder: Path) -> None:
    """Write all pages, and the pictures that they show, into a new folder."""
    pages = {place: text.encode() for place, text in assemble_pages().items()}
    pictures = {
        f"figures/{path.relative_to(FIGURES).as_posix()}": path.read_bytes()
        for path in FIGURES.rglob("*.png")
    }
    for place, content in (pages | pictures | gallery.draw_examples()).items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def assemble_pages() -> dict[str, str]:
    """Each page of the site by its place in it."""
    pages = {}
    for path in reference.written_pages():
        place = path.relative_to(DOCS).as_posix()
        pages[place] = rewrite_links(read_text(path), f"docs/{place}", place)
    for origin, place in OTHER_PAGES.items():
        if place not in pages and (ROOT / origin).is_file():
            pages[place] = rewrite_links(read_text(ROOT / origin), origin, place)
    pages |= _assemble_tutorials()
    pages |= reference.write_pages()
    pages["gallery.md"] = gallery.write_page()
    return _add_contents(synonyms.add_index(pages, read_text(DOCS / "glossary.md")))


def read_text(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------ links


def place_in_site(path: str) -> str | None:
    """The place in the site of a file of the repository; None if it is not part of the site."""
    if path in OTHER_PAGES:
        return OTHER_PAGES[path]
    folder, _, name = path.partition("/")
    if folder == "docs" and name.endswith(".md"):
        return name
    if folder == "notebooks" and name.endswith(".ipynb"):
        return f"tutorials/{name}"
    return path if folder == "figures" and name.endswith(".png") else None


def rewrite_links(text: str, origin: str, place: str) -> str:
    """Let the links of a page lead to pages of the site; those to other files become plain text.

    Parameters
    ----------
    text : str
        The page as Markdown.
    origin, place : str
        Its path in the repository, and in the site.
    """
    pieces, last = [], 0
    for code in CODE.finditer(text):
        pieces += [_rewrite_prose(text[last : code.start()], origin, place), code[0]]
        last = code.end()
    return "".join([*pieces, _rewrite_prose(text[last:], origin, place)])


def _rewrite_prose(text: str, origin: str, place: str) -> str:
    def rewrite(match: re.Match[str]) -> str:
        target, anchor = match["target"], match["anchor"] or ""
        if "://" in target or target.startswith("mailto:"):
            return match[0]
        file = posixpath.normpath(posixpath.join(posixpath.dirname(origin), target))
        there = place_in_site(file)
        if there is None:
            return f"{match['before']}{NO_PAGE}"
        if file in OTHER_PAGES and there == "index.md":
            anchor = ""  # the first page has other headings than the README
        return match["before"] + posixpath.relpath(there, posixpath.dirname(place) or ".") + anchor

    found = LINK.sub(rewrite, text)
    return re.sub(rf"\[([^\]\[]*)\]\({NO_PAGE}[^)]*\)", r"\1", found)


NO_PAGE = "no-page:"


# -------------------------------------------------------------------------------------- tutorials


def _assemble_tutorials() -> dict[str, str]:
    """The notebooks with their outputs as they are stored."""
    pages = {}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        place, notebook = f"tutorials/{path.name}", json.loads(read_text(path))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                text = rewrite_links("".join(cell["source"]), f"notebooks/{path.name}", place)
                cell["source"] = text.splitlines(keepends=True)
        pages[place] = json.dumps(notebook, ensure_ascii=False, indent=1)
    return pages


def short_title(name: str) -> str:
    """The short title of a notebook, from its file name.

    Examples
    --------
    >>> short_title("04-tfidf-by-section.ipynb")
    '04 TF-IDF by section'
    """
    number, _, words = name.removesuffix(".ipynb").partition("-")
    return f"{number} {gallery.write_title(words)}".strip()


# --------------------------------------------------------------------------------------- contents

TUTORIALS = """# Tutorials

Each notebook asks one question: 10 to 14 of the inaugural addresses of US presidents, which NLTK
has (`make corpora` fetches them), all others of the chapter in `seeds/`. They are shown here with
their outputs, which `make test` compares. Press a number in the prose to see its claim and the
lines behind it.

"""
TOPICS = """# Topics

One page for each part of the toolkit, in the order in which a study needs them.

"""
# The pages of docs/, in the order in which a study needs them; new ones follow by name.
TOPIC_ORDER = (
    "your-own-texts", "descriptions", "queries", "families", "keyness", "groups", "trends",
    "labelling-spans", "models", "layer-files", "grammar", "sketches", "browsing", "coding",
    "figures", "evidence", "numbers-in-prose", "manuscripts", "robustness", "publish", "scale",
    "command-line", "extending",
)  # fmt: skip
ABOUT = (
    "glossary", "faq", "testing", "gold", "limits", "benchmarks/calibration",
    "benchmarks/calibration-groups", "benchmarks/calibration-trends", "benchmarks/speed",
    "changelog", "contributing", "security",
)  # fmt: skip
# Rows of the first page about what is only in the site, and the row that they are before.
ROWS_OF_THE_SITE = (
    "| follow a study of one text, notebook by notebook | [Tutorials](tutorials/index.md) |\n"
    "| see what a verb takes, and what its columns mean | [Reference](reference/index.rst) |\n"
    "| choose a figure, with the code that draws it | [Gallery](gallery.md) |\n"
)
ROW_AFTER = "| read about one topic "
CHAPTERS = (
    "Start <start>", "tutorials/index", "guides/index", "Coming from … <coming-from/index>",
    "topics", "reference/index", "gallery", "about",
)  # fmt: skip


def _add_contents(pages: dict[str, str]) -> dict[str, str]:
    """The pages with lists of what is below them, and the pages that are such lists."""
    tutorials = [place.partition("/")[2] for place in pages if place.startswith("tutorials/")]
    questions = {name: _question(pages[f"tutorials/{name}"]) for name in tutorials}
    rows = [
        f"| [{short_title(name)}]({name}) | {question} |" for name, question in questions.items()
    ]
    pages["tutorials/index.md"] = (
        TUTORIALS + "\n".join(["| notebook | question |", "|---|---|", *rows, ""])
    ) + _contents(f"{short_title(name)} <{name}>" for name in tutorials)
    about = [name for name in ABOUT if f"{name}.md" in pages]
    topics = _topics(pages)
    pages["topics.md"] = TOPICS + _list_pages(pages, topics) + _contents(topics)
    pages["about.md"] = "# About\n\n" + _list_pages(pages, about) + _contents(about)
    for folder in reference.PAGE_FOLDERS:
        below = [place for place in pages if re.fullmatch(rf"{folder}/(?!index\.).*", place)]
        pages[f"{folder}/index.md"] += _contents(place.split("/")[1][:-3] for place in below)
    before, row, after = pages["index.md"].partition(ROW_AFTER)
    pages["index.md"] = f"{before}{ROWS_OF_THE_SITE}{row}{after}{_contents(CHAPTERS)}"
    return pages


def _list_pages(pages: Mapping[str, str], names: Iterable[str]) -> str:
    return "".join(f"- [{_heading(pages[f'{name}.md'])}]({name}.md)\n" for name in names)


def _topics(pages: Mapping[str, str]) -> list[str]:
    """The pages on one topic each."""
    others = {"index", "start", "gallery", *ABOUT}
    names = {place.removesuffix(".md") for place in pages if "/" not in place} - others
    first = [name for name in TOPIC_ORDER if name in names]
    return [*first, *sorted(names - set(first))]


def _contents(pages: Iterable[str]) -> str:
    return "\n```{toctree}\n:hidden:\n\n" + "\n".join(pages) + "\n```\n"


def _heading(page: str) -> str:
    return page.lstrip().partition("\n")[0].removeprefix("# ")


def _question(notebook: str) -> str:
    return _heading("".join(json.loads(notebook)["cells"][0]["source"]))


if __name__ == "__main__":
    sys.exit(main())
