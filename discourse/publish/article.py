"""The skeleton of an article: the figures and tables of a folder, its methods and references."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from discourse.corpus.store.file_sets import write_together
from discourse.errors import DiscourseError, check_path
from discourse.publish.export.data_files import read_csv
from discourse.publish.export.sheet import make_sheet
from discourse.publish.export.text_tables import escape_latex
from discourse.publish.methods import Methods, methods
from discourse.publish.provenance.allowance import is_own_file, read_bounded
from discourse.publish.provenance.bundle import is_bundle, read_record
from discourse.publish.provenance.panels_of_bundle import is_figure_of_panels, read_panels
from discourse.text.office_files import import_writer, save_without_times

AVAILABILITY = (
    "Each number and each figure can be traced to the lines of text behind it: they are in the "
    "files whose names end in .evidence.csv. The command “discourse verify” recomputes all of "
    "them from the texts."
)
TO_WRITE = "To be written."
MARGIN = 1.6  # of a page, in centimetres
PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage[margin=16mm]{geometry}  % figures are 85 or 178 mm wide
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{graphicx,longtable,booktabs}
\usepackage[round]{natbib}
\title{Title}
\author{Author}
\date{}
\begin{document}
\maketitle
"""


@dataclass(frozen=True)
class _Item:
    """A figure or a table of the folder, by the path of its bundle without an ending."""

    path: Path
    caption: str
    alt: str = ""
    digits: int | None = None  # of a table


def save_article(
    folder: str | PathLike[str],
    path: str | PathLike[str],
    *,
    texts: str | PathLike[str] | None = None,
) -> Path:
    """Write the skeleton of an article with all figures and tables of a folder.

    It has a section on data and methods with the paragraph of `dc.methods`, a section on results
    with every figure and table in the order of their names, each with its caption, and the
    references. What is left to write says so. LaTeX takes the files from the folder, so that a
    figure that is saved again is in the next PDF; Word holds copies of them.

    Parameters
    ----------
    folder : str or path
        The folder with the figures and tables.
    path : str or path
        The article, ``.tex`` or ``.docx``; for the latter, the extra `export` is needed. A ``.bib``
        of the same name is written beside it. An article that is there is overwritten.
    texts : str or path, optional
        The folder with the texts, if it is not the folder above that of the figures.

    Returns
    -------
    Path
        The article.

    Raises
    ------
    DiscourseError
        For another ending, a folder of `path` that does not exist, or a `folder` that holds no
        figure or table, or whose texts are not found.

    See Also
    --------
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.methods : The paragraph alone.
    dc.contact_sheet : All figures of a folder at a glance.

    Examples
    --------
    >>> import discourse as dc, tempfile, pathlib
    >>> article = dc.save_article("figures/", pathlib.Path(tempfile.mkdtemp()) / "article.tex")
    >>> article.read_text("utf-8").count("includegraphics")
    13
    """
    source, target = check_path("folder", folder), check_path("path", path)
    writers: Mapping[str, Callable[[Path, Sequence[_Item], Methods], dict[Path, bytes]]] = {
        ".tex": _write_latex,
        ".docx": _write_word,
    }
    if target.suffix not in writers:
        raise DiscourseError(f"{target} is neither .tex nor .docx; give one of these endings.")
    if not target.parent.is_dir():
        raise DiscourseError(f"there is no folder {target.parent}; make it, or name another.")
    made = methods(source, texts=texts)
    write_together(writers[target.suffix](target, list(_list_items(source)), made))
    return target


def _list_items(folder: Path) -> Iterator[_Item]:
    for path in sorted(folder.glob("*.json")):
        if not is_own_file(path):
            continue
        if is_figure_of_panels(path):
            record: Mapping[str, Any] = read_panels(path)
        elif is_bundle(path):
            record = read_record(path)
        else:
            continue
        name = path.with_suffix("")
        if "digits" in record:
            yield _Item(name, record["caption"], digits=record["digits"])
        elif is_own_file(path.with_suffix(".pdf")):
            yield _Item(name, record["caption"], record["alt"])


# ---------------------------------------------------------------------------------------- LaTeX


def _write_latex(target: Path, items: Sequence[_Item], made: Methods) -> dict[Path, bytes]:
    results = "\n".join(_latex_item(item, target.parent) for item in items)
    sections = {
        "Introduction": TO_WRITE,
        "Data and methods": escape_latex(made.text),
        "Results": f"{TO_WRITE}\n\n{results}",
        "Discussion": TO_WRITE,
        "Data availability": escape_latex(AVAILABILITY),
    }
    body = "".join(f"\n\\section{{{name}}}\n{text}\n" for name, text in sections.items())
    end = (
        "\n\\nocite{*}\n\\bibliographystyle{plainnat}\n"
        f"\\bibliography{{{target.stem}}}\n\\end{{document}}\n"
    )
    bibliography = target.with_suffix(".bib")
    return {target: f"{PREAMBLE}{body}{end}".encode(), bibliography: made.bibtex.encode()}


def _latex_item(item: _Item, start: Path) -> str:
    place = Path(os.path.relpath(item.path, start)).as_posix()
    if item.digits is not None:
        return f"\\input{{{place}.tex}}\n"
    return (
        f"\\begin{{figure}}\n\\centering\n\\includegraphics{{{place}.pdf}}\n"
        f"\\caption{{{escape_latex(item.caption)}}}\n\\label{{fig:{item.path.name}}}\n"
        "\\end{figure}\n"
    )


# ----------------------------------------------------------------------------------------- Word


def _write_word(target: Path, items: Sequence[_Item], made: Methods) -> dict[Path, bytes]:
    docx = import_writer("docx")
    document = docx.Document()
    page = document.sections[0]
    page.left_margin = page.right_margin = docx.shared.Cm(MARGIN)
    document.add_heading("Title", 0)
    for name, text in {"Introduction": TO_WRITE, "Data and methods": made.text}.items():
        document.add_heading(name, 1)
        document.add_paragraph(text)
    document.add_heading("Results", 1)
    document.add_paragraph(TO_WRITE)
    for item in items:
        _add_to_word(docx, document, item)
    for name, text in {"Discussion": TO_WRITE, "Data availability": AVAILABILITY}.items():
        document.add_heading(name, 1)
        document.add_paragraph(text)
    document.add_heading("References", 1)
    bibliography = target.with_suffix(".bib")
    document.add_paragraph(f"The works cited are in {bibliography.name}.")
    return {target: save_without_times(document.save), bibliography: made.bibtex.encode()}


def _add_to_word(docx: Any, document: Any, item: _Item) -> None:
    caption = f"{item.path.name}: {item.caption}"
    if item.digits is None:
        picture = document.add_picture(str(item.path.with_suffix(".png")))
        widest = document.sections[0].page_width - 2 * docx.shared.Cm(MARGIN)
        if picture.width > widest:
            picture.height = round(picture.height * widest / picture.width)
            picture.width = widest
        picture._inline.docPr.set("descr", item.alt)
        document.add_paragraph(caption, style="Caption")
        return
    document.add_paragraph(caption, style="Caption")
    table = read_csv(read_bounded(item.path.with_suffix(".csv")))
    sheet = make_sheet(table.drop(columns="query", errors="ignore"), digits=item.digits)
    rows = [sheet.heads, *sheet.rows]
    written = document.add_table(rows=len(rows), cols=len(sheet.heads))
    for cells, row in zip(written.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
