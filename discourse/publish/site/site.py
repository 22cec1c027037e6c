"""Notebooks as one page that answers back: every number in it opens the lines behind it."""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from importlib.resources import files
from os import PathLike
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.errors import DiscourseError, check_path, check_text
from discourse.publish.claims.binding import notebook_corpus, reads_corpus, tally
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.notebook import NotebookCell, notebook_cells
from discourse.publish.export.data_files import write_together
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.site.calls import tables_made
from discourse.publish.site.ledger import Ledger, PageText
from discourse.publish.site.marked_prose import Prose, anchor_of
from discourse.publish.site.outputs import Outputs
from discourse.publish.site.page_source import MOST_CHARACTERS, text_html

COLUMNS = ("notebook", "numbers", "rows", "marks", "numbers_plain", "rows_plain")


@dataclass(frozen=True)
class Article:
    """A notebook as HTML, its headings (level, anchor, text), and what in it is linked."""

    name: str
    html: str
    headings: Sequence[tuple[int, str, str]]
    linked: tuple[int, int, int, int, int]


def save_site(
    notebooks: str | PathLike[str], out: str | PathLike[str], *, title: str | None = None
) -> pd.DataFrame:
    """Save notebooks as one page that needs no network, and answers for every number in it.

    ``index.html`` holds the notebooks as articles, figures that are drawn again from their
    bundles, and the texts with their regions. Each bound number of the prose, each row of a table
    and each mark of a figure opens its lines, and a script in the page counts them again. Nothing
    of a notebook is executed: its stored outputs are shown. The same input gives the same bytes.

    Parameters
    ----------
    notebooks : a folder of notebooks, in the order of their names, or one notebook. Bundles name
        texts, which are looked for below the folder that holds it.
    out : a folder, made if it is not there.
    title : of the page; by default that of the text, where there is one.

    Returns
    -------
    DataFrame with ``notebook, numbers, rows, marks, numbers_plain, rows_plain``: what is linked in
    each, and what could not be: numbers in prose without a claim, and rows of tables that no table
    of the notebook's own code answers for. ``attrs["bytes"]`` is the size of the page.

    Raises
    ------
    DiscourseError : no notebook there, or a bound number, a table or a figure that is not what the
        text gives.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> linked = dc.save_site("notebooks/04-tfidf-by-section.ipynb", tempfile.mkdtemp())
    >>> list(linked.columns)
    ['notebook', 'numbers', 'rows', 'marks', 'numbers_plain', 'rows_plain']
    >>> linked["rows_plain"].tolist(), linked.attrs["bytes"] < 1_000_000
    ([0], True)
    """
    folder_of_page = check_path("out", out)
    if title is not None:
        check_text("title", title, "How often is peace named?")
    paths = _notebooks(check_path("notebooks", notebooks))
    corpora = {path: notebook_corpus(path) for path in paths if reads_corpus(path)}
    folder = FolderCorpora(paths[0].parent.parent)
    ledger = Ledger()
    for corpus in corpora.values():
        ledger.read(corpus)
    names = [path.stem for path in paths]
    articles = [_article(path, names, corpora.get(path), folder, ledger) for path in paths]
    page = _page(title or _title(ledger, paths), articles, ledger)
    folder_of_page.mkdir(parents=True, exist_ok=True)
    write_together({folder_of_page / "index.html": page})
    rows = [(article.name, *article.linked) for article in articles]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table.attrs["bytes"] = len(page)
    return table


def _notebooks(path: Path) -> list[Path]:
    found = [path] if path.is_file() else sorted(path.glob("*.ipynb"))
    if not found:
        raise DiscourseError(
            f"{path} holds no notebook; give a folder with .ipynb files, or one of them."
        )
    return [each.resolve() for each in found]


def _title(ledger: Ledger, paths: Sequence[Path]) -> str:
    """The title of the only text, else the name of the folder around the notebooks."""
    titles = [str(source.metadata.get("title", "")) for source in ledger.sources.values()]
    return titles[0] if len(titles) == 1 and titles[0] else paths[0].parent.parent.name


# ---------------------------------------------------------------------------- a notebook


def _article(
    path: Path, names: Sequence[str], corpus: Corpus | None, folder: FolderCorpora, ledger: Ledger
) -> Article:
    stored = notebook_cells(path)
    code = [cell.source for cell in stored if cell.kind == "code"]
    made = [] if corpus is None else tables_made(code, corpus, path.parent)
    prose = Prose(ledger, None if corpus is None else Claims(corpus), path.stem, names)
    outputs = Outputs(ledger, prose, path.parent, folder, corpus, made)
    body = "\n".join(_cell(cell, prose, outputs) for cell in stored)
    linked = (prose.bound, outputs.rows, outputs.marks, tally(path)["unbound"], outputs.plain)
    return Article(
        path.stem,
        f'<article class="notebook"{_named(prose)}>\n{body}\n</article>',
        prose.headings,
        linked,
    )


def _named(prose: Prose) -> str:
    """The anchor of a notebook without a heading, on which it would be else."""
    return "" if prose.headings else f' id="{escape(anchor_of(prose.notebook))}"'


def _cell(cell: NotebookCell, prose: Prose, outputs: Outputs) -> str:
    if cell.kind == "markdown":
        return prose.html(cell.source)
    if cell.kind != "code" or not cell.source.strip():
        return ""
    shown = "\n".join(
        [*(outputs.html(output, cell.source) for output in cell.outputs),
         *outputs.saved(cell.source)]
    )  # fmt: skip
    return (
        '<details class="code"><summary>Code</summary>'
        f"<pre><code>{escape(cell.source)}</code></pre></details>\n{shown}"
    )


# ------------------------------------------------------------------------------ the page


def _page(title: str, articles: Sequence[Article], ledger: Ledger) -> bytes:
    """The page, with the hashes of its own style and script as its content policy."""
    sources = list(ledger.sources.values())
    whole = sum(len(source.text) for source in sources) <= MOST_CHARACTERS
    style, script = _asset("page.css"), _asset("page.js")
    cited = [None if whole else ledger.cited.get(at, set()) for at in range(len(sources))]
    filled = {
        "title": escape(title),
        "style": style,
        "script": script,
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "contents": "\n".join(_contents(articles)),
        "articles": "\n".join(article.html for article in articles),
        "texts": "\n".join(map(text_html, range(len(sources)), sources, cited)),
        "ledger": _json(ledger, sources, whole),
        "version": escape(version("discourse-toolkit")),
    }
    template = Template(_asset("page.html"))
    kilobytes = len(template.substitute(filled, size="").encode("utf-8")) / 1000
    return template.substitute(filled, size=f"{kilobytes:,.0f} kB").encode("utf-8")


def _asset(name: str) -> str:
    return (files("discourse.publish.site") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The hash by which a content policy knows an inline style or script."""
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _contents(articles: Sequence[Article]) -> Iterator[str]:
    for article in articles:
        opening, *others = article.headings or [(2, anchor_of(article.name), article.name)]
        inner = "".join(
            f'<li><a href="#{escape(anchor)}">{escape(text)}</a></li>'
            for level, anchor, text in others
            if level == opening[0] + 1
        )
        link = f'<a href="#{escape(opening[1])}">{escape(opening[2])}</a>'
        yield f"<li>{link}{f'<ol>{inner}</ol>' if inner else ''}</li>"


def _json(ledger: Ledger, sources: Sequence[PageText], whole: bool) -> str:
    """The ledger for the script: one entry a line, and no sign in it that HTML would read."""
    documents = [json.dumps(_document(source, whole), ensure_ascii=False) for source in sources]
    lists = {"documents": documents, "evidence": ledger.evidence, "numbers": ledger.numbers}
    rows = {name: ",\n".join(entries) for name, entries in lists.items()}
    body = ",\n".join(f'"{name}": [\n{each}\n]' for name, each in rows.items())
    return f"{{{body}}}".replace("<", "\\u003c")


def _document(source: PageText, whole: bool) -> dict[str, Any]:
    """A text for the script; ``utf8`` says whether its hash is that of the text in UTF-8."""
    encoded = source.text.encode("utf-8", "replace")
    flat = source.tokens.ravel().astype("int64")
    return {
        "name": source.name,
        "sha256": source.sha256,
        "whole": whole,
        "utf8": whole and hashlib.sha256(encoded).hexdigest() == source.sha256,
        # Where the words are: each border as its distance from the one before.
        "tokens": [int(flat[0]), *(flat[1:] - flat[:-1]).tolist()] if whole and len(flat) else [],
    }
