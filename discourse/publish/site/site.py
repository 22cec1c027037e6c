"""Notebooks as one page that answers back: every number opens the lines behind it."""

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

from discourse.corpus.store.file_sets import write_together
from discourse.errors import DiscourseError, check_path, check_text
from discourse.publish.claims.binding import NotebookCorpora, examine_prose, tally_of
from discourse.publish.claims.notebook import NotebookCell, notebook_cells
from discourse.publish.claims.notebook_code import NotebookCode
from discourse.publish.claims.notebook_texts import CorporaOfNames
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.site.calls import remake_notebook_tables
from discourse.publish.site.ledger import Ledger, PageText
from discourse.publish.site.marked_prose import NotebookProse, anchor_of
from discourse.publish.site.outputs import NotebookOutputs, find_saved_bundles
from discourse.publish.site.page_source import MOST_CHARACTERS, write_page_text

COLUMNS = ("notebook", "numbers", "rows", "marks", "numbers_plain", "rows_plain")
# What the page says of itself, above all.
LEAD = (
    "Every number with a dotted underline, every row of a table and every mark of a figure opens "
    "the lines of text that it rests on. This page counts them again in the text that it contains."
)


@dataclass(frozen=True)
class PageArticle:
    """A notebook as HTML, its headings (level, anchor, text), and how much of it is linked."""

    name: str
    html: str
    headings: Sequence[tuple[int, str, str]]
    linked: tuple[int, int, int, int, int]


def save_site(
    notebooks: str | PathLike[str], out: str | PathLike[str], *, title: str | None = None
) -> pd.DataFrame:
    """Save notebooks as one page that needs no network and shows the lines behind every number.

    ``index.html`` contains the notebooks as articles, the figures, drawn again from their bundles,
    and the texts with their regions. Each bound number of the prose, each row of a table and each
    mark of a figure opens its lines, and a script in the page counts them again. No notebook is
    executed: the stored outputs are shown. The same input gives the same bytes.

    Parameters
    ----------
    notebooks : str or path-like
        A folder of notebooks, which are taken in the order of their names, or one notebook. The
        texts that bundles name are searched for below the folder that contains it, and notebooks
        read nothing outside of that folder.
    out : str or path-like
        A folder, created if it does not exist.
    title : str, optional
        The title of the page; by default that of the text, if there is only one.

    Returns
    -------
    DataFrame
        One row per notebook, with the columns ``notebook, numbers, rows, marks, numbers_plain,
        rows_plain``: what is linked, and what could not be linked, i.e. numbers in prose without a
        claim, and rows of tables that are in no table of the notebook's own code. Of a notebook on
        texts that are not on this computer, such as a corpus of NLTK that was not fetched, the page
        has the title, and how to fetch them.
        ``attrs["bytes"]`` is the size of the page.

    Raises
    ------
    DiscourseError
        If there is no notebook, or if a bound number, a table or a figure is not what the text
        gives.

    See Also
    --------
    dc.verify : Check that what is published still holds.
    dc.save_figure : Save a figure with its table, its lines and its recipe.

    Notes
    -----
    ``discourse docs publish`` explains the page that is made.

    Examples
    --------
    >>> import discourse as dc, tempfile
    >>> linked = dc.save_site("notebooks/04-tfidf-by-section.ipynb", tempfile.mkdtemp())
    >>> list(linked.columns)
    ['notebook', 'numbers', 'rows', 'marks', 'numbers_plain', 'rows_plain']
    >>> linked["numbers_plain"].tolist(), linked.attrs["bytes"] < 1_000_000
    ([0], True)
    """
    folder_of_page = check_path("out", out)
    if title is not None:
        check_text("title", title, "How often is peace named?")
    paths = _find_notebooks(check_path("notebooks", notebooks))
    study = paths[0].parent.parent
    corpora = {path: NotebookCorpora(path, places=(study,)) for path in paths}
    folder = FolderCorpora(study)
    ledger = Ledger()
    for each in corpora.values():
        for corpus in [] if each.missing else each.all:
            ledger.enter_texts(corpus)
    names = [path.stem for path in paths]
    articles = [_write_article(path, names, corpora[path], folder, ledger) for path in paths]
    page = write_page(title or _default_title(ledger, paths), articles, ledger)
    folder_of_page.mkdir(parents=True, exist_ok=True)
    write_together({folder_of_page / "index.html": page})
    rows = [(article.name, *article.linked) for article in articles]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table.attrs["bytes"] = len(page)
    return table


def _find_notebooks(path: Path) -> list[Path]:
    found = [path] if path.is_file() else sorted(path.glob("*.ipynb"))
    if not found:
        raise DiscourseError(
            f"{path} contains no notebook; give a folder with .ipynb files, or one of them."
        )
    return [each.resolve() for each in found]


def _default_title(ledger: Ledger, paths: Sequence[Path]) -> str:
    """The title of the text if there is only one, otherwise the name of the folder."""
    titles = [str(source.metadata.get("title", "")) for source in ledger.sources.values()]
    return titles[0] if len(titles) == 1 and titles[0] else paths[0].parent.parent.name


# ---------------------------------------------------------------------------- a notebook


def _write_article(
    path: Path,
    names: Sequence[str],
    corpora: NotebookCorpora,
    folder: FolderCorpora,
    ledger: Ledger,
) -> PageArticle:
    if corpora.missing:
        return _leave_out(path, names, corpora.missing[0], ledger)
    stored = notebook_cells(path)
    cells = [cell.source for cell in stored if cell.kind == "code"]
    claims, tables = None, []
    if corpora.all:  # what they make is kept with the tables of the bundles, and made once
        claims = corpora.claims(folder.tables)
        tables = remake_notebook_tables(
            cells, claims.corpus, path.parent, folder.tables, places=corpora.places
        )
    prose = NotebookProse(ledger, claims, path.stem, names)
    outputs = NotebookOutputs(ledger, prose, folder, tables)
    code, followed = NotebookCode(), CorporaOfNames()
    body = "\n".join(
        _write_code_cell(cell, code, path.parent, outputs, followed, corpora)
        if cell.kind == "code"
        else prose.write_html(cell.source)
        for cell in stored
        if cell.kind in ("code", "markdown")
    )
    unbound = tally_of(examine_prose(path, corpora))["unbound"]
    linked = (prose.bound, outputs.rows, outputs.marks, unbound, outputs.plain)
    return PageArticle(
        path.stem,
        f'<article class="notebook"{_article_anchor(prose)}>\n{body}\n</article>',
        prose.headings,
        linked,
    )


def _leave_out(path: Path, names: Sequence[str], sentence: str, ledger: Ledger) -> PageArticle:
    """Write the title of a notebook whose texts are not on this computer, and how to fetch them."""
    prose = NotebookProse(ledger, None, path.stem, names)
    titles = (
        line
        for cell in notebook_cells(path)
        if cell.kind == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("# ")
    )
    title = prose.write_html(next(titles, f"# {path.stem}"))
    body = f"{title}\n<p>Not on this page: {escape(sentence)}</p>"
    html = f'<article class="notebook"{_article_anchor(prose)}>\n{body}\n</article>'
    return PageArticle(path.stem, html, prose.headings, (0, 0, 0, 0, 0))


def _article_anchor(prose: NotebookProse) -> str:
    """The anchor of a notebook without a heading, since otherwise its heading has it."""
    return "" if prose.headings else f' id="{escape(anchor_of(prose.notebook))}"'


def _write_code_cell(
    cell: NotebookCell,
    code: NotebookCode,
    folder: Path,
    outputs: NotebookOutputs,
    followed: CorporaOfNames,
    corpora: NotebookCorpora,
) -> str:
    bundles = find_saved_bundles(cell.source, code, folder, corpora.places)
    used = followed.follow(cell.source)
    if not cell.source.strip():
        return ""
    # A table of a corpus that is not written out may have rows like those of another.
    known = [] if None in used.values() else [call for call in used.values() if call is not None]
    outputs.use(corpora.of_calls(known), [repr(call) for call in known])
    shown = [outputs.write_html(output, bundles) for output in cell.outputs]
    shown += outputs.write_saved(bundles)
    return (
        '<details class="code"><summary>Code</summary>'
        f"<pre><code>{escape(cell.source)}</code></pre></details>\n" + "\n".join(shown)
    )


# ------------------------------------------------------------------------------ the page


def write_page(
    title: str, articles: Sequence[PageArticle], ledger: Ledger, lead: str = LEAD
) -> bytes:
    """Write a page; its content policy allows only its own style and script, by their hashes."""
    sources = list(ledger.sources.values())
    whole = sum(len(source.text) for source in sources) <= MOST_CHARACTERS
    style, script = read_asset("page.css"), read_asset("page.js")
    cited = [None if whole else ledger.cited.get(at, set()) for at in range(len(sources))]
    filled = {
        "title": escape(title),
        "lead": escape(lead),
        "style": style,
        "script": script,
        "style_hash": policy_hash(style),
        "script_hash": policy_hash(script),
        "contents": "\n".join(_contents_items(articles)),
        "articles": "\n".join(article.html for article in articles),
        "texts": "\n".join(map(write_page_text, range(len(sources)), sources, cited)),
        "ledger": _ledger_json(ledger, sources, whole),
        "version": escape(version("discourse-toolkit")),
    }
    template = Template(read_asset("page.html"))
    kilobytes = len(template.substitute(filled, size="").encode("utf-8")) / 1000
    return template.substitute(filled, size=f"{kilobytes:,.0f} kB").encode("utf-8")


def read_asset(name: str) -> str:
    """A file of a page, such as its style."""
    return (files("discourse.publish.site") / name).read_text(encoding="utf-8")


def policy_hash(text: str) -> str:
    """The hash by which a content policy allows an inline style or script."""
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _contents_items(articles: Sequence[PageArticle]) -> Iterator[str]:
    for article in articles:
        opening, *others = article.headings or [(2, anchor_of(article.name), article.name)]
        inner = "".join(
            f'<li><a href="#{escape(anchor)}">{escape(text)}</a></li>'
            for level, anchor, text in others
            if level == opening[0] + 1
        )
        link = f'<a href="#{escape(opening[1])}">{escape(opening[2])}</a>'
        yield f"<li>{link}{f'<ol>{inner}</ol>' if inner else ''}</li>"


def _ledger_json(ledger: Ledger, sources: Sequence[PageText], whole: bool) -> str:
    """Write the ledger for the script: one entry per line, without any "<" that HTML would read."""
    documents = [json.dumps(_text_entry(source, whole), ensure_ascii=False) for source in sources]
    lists = {"documents": documents, "evidence": ledger.evidence, "numbers": ledger.numbers}
    rows = {name: ",\n".join(entries) for name, entries in lists.items()}
    body = ",\n".join(f'"{name}": [\n{each}\n]' for name, each in rows.items())
    return f"{{{body}}}".replace("<", "\\u003c")


def _text_entry(source: PageText, whole: bool) -> dict[str, Any]:
    """Describe a text to the script; ``utf8``: whether its hash is that of the text in UTF-8."""
    encoded = source.text.encode("utf-8", "replace")
    flat = source.tokens.ravel().astype("int64")
    return {
        "name": source.name,
        "sha256": source.sha256,
        "whole": whole,
        "utf8": whole and hashlib.sha256(encoded).hexdigest() == source.sha256,
        # The starts and ends of the tokens, each as its distance from the one before.
        "tokens": [int(flat[0]), *(flat[1:] - flat[:-1]).tolist()] if whole and len(flat) else [],
    }
