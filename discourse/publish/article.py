"""The skeleton of an article: the figures and tables of a folder, its methods and references."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from discourse.corpus.corpus import read
from discourse.corpus.store.file_sets import write_together
from discourse.errors import DiscourseError, check_path
from discourse.publish.bibliography import list_references
from discourse.publish.bound_text import BoundPiece, find_bound, show_text, write_bound
from discourse.publish.export.text_tables import escape_latex
from discourse.publish.manuscripts.article_head import HEAD_MARK, LATEX, OFFICE
from discourse.publish.manuscripts.latex_commands import write_latex_claim
from discourse.publish.manuscripts.passage import write_comment
from discourse.publish.methods import describe_folder
from discourse.publish.provenance.bundle import is_bundle, read_record
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.saved_items import SavedItem, list_items, rows_of_table, say_evidence
from discourse.text.office_files import import_writer, save_without_times

AVAILABILITY = (
    "Each number and each figure can be traced to the lines of text behind it: they are in the "
    "files whose names end in .evidence.csv. The command “discourse verify” recomputes all of "
    "them from the texts."
)
TO_WRITE = "To be written."
MARGIN = 1.6  # of a page, in centimetres
LONGEST_HEAD = 255  # characters of the comments of a Word file
COMMENTED_BY, INITIALS = "discourse", "d"
PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage[margin=16mm]{geometry}  % figures are 85 or 178 mm wide
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{graphicx,longtable,booktabs}
\usepackage[round]{natbib}
\setlength{\emergencystretch}{3em}
\newcommand{\claim}[2]{#1}  % a number, and the claim that discourse verify checks
\newcommand{\exempt}[2]{#1}  % a number, and why it needs no claim
\title{Title}
\author{Author}
\date{}
\begin{document}
\maketitle
"""


@dataclass(frozen=True)
class _Outline:
    """What an article says, whatever it is written in.

    ``head`` is Python that says where its numbers are from. A section has paragraphs, whose bound
    numbers are written as in Markdown, and figures and tables.
    """

    head: Sequence[str]
    sections: Mapping[str, Sequence[str | SavedItem]]
    bibtex: str


def save_article(
    folder: str | PathLike[str],
    path: str | PathLike[str],
    *,
    texts: str | PathLike[str] | None = None,
) -> Path:
    r"""Write the skeleton of an article with all figures and tables of a folder.

    It has a section on data and methods with the paragraph of `dc.methods`, a section on results
    with every figure and table in the order of their names, each with its caption, the files of the
    lines behind them, and the references. What is left to write says so. LaTeX takes the files from
    the folder, so that a figure that is saved again is in the next PDF; Word holds copies of them.

    `verify` checks the article where it finds it, as `check_manuscript` does. A number is bound to
    a claim by ``\claim{7}{peace}`` in LaTeX, and in Word by a comment on it, ``claim: peace``.
    Every other number has to be in a sentence of a caption, of the methods or on the lines, as
    these are now.

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
    dc.check_manuscript : Check every number of an article, or of any other manuscript.
    dc.methods : The paragraph alone.
    dc.contact_sheet : All figures of a folder at a glance.

    Notes
    -----
    ``discourse docs guides/manuscript`` shows how an article is written.

    Examples
    --------
    >>> import discourse as dc, tempfile, pathlib
    >>> article = dc.save_article("figures/", pathlib.Path(tempfile.mkdtemp()) / "article.tex")
    >>> article.read_text("utf-8").count("includegraphics")
    13
    """
    source, target = check_path("folder", folder), check_path("path", path)
    writers: Mapping[str, Callable[[Path, _Outline], dict[Path, bytes]]] = {
        LATEX: _write_latex,
        OFFICE: _write_word,
    }
    if target.suffix not in writers:
        raise DiscourseError(f"{target} is neither .tex nor .docx; give one of these endings.")
    if not target.parent.is_dir():
        raise DiscourseError(f"there is no folder {target.parent}; make it, or name another.")
    if not source.is_dir():
        raise DiscourseError(f"{source} is not a folder; give one with saved figures.")
    above = check_path("texts", source.resolve().parent if texts is None else texts)
    outline = _plan_article(source, target.parent, FolderCorpora(above))
    write_together(writers[target.suffix](target, outline))
    return target


def _plan_article(folder: Path, start: Path, corpora: FolderCorpora) -> _Outline:
    made = describe_folder(folder, corpora)
    items = list(list_items(folder))
    head = [f'figures = "{_name_from(folder, start)}"']
    results = [TO_WRITE]
    if found := _find_texts(folder, corpora):
        place, tokens, types = found
        head.append(f'paper = dc.read("{_name_from(place, start)}")')
        sizes = [
            write_bound(f"{size:,}", f"corpus; {name}")
            for name, size in (("tokens", tokens), ("types", types))
        ]
        results.append(
            "Each number of this text is written with its claim, as here: "
            f"the texts have {sizes[0]} tokens of {sizes[1]} types."
        )
    sections: dict[str, Sequence[str | SavedItem]] = {
        "Introduction": [TO_WRITE],
        "Data and methods": [made.text],
        "Results": [*results, *items],
        "Discussion": [TO_WRITE],
        "Data availability": [AVAILABILITY, "\n".join(say_evidence(items))],
    }
    return _Outline(head, sections, made.bibtex)


def _find_texts(folder: Path, corpora: FolderCorpora) -> tuple[Path, int, int] | None:
    """The folder with all texts of a figure, and their tokens and types.

    None if no folder holds these texts alone, or they are not read without further parameters.
    """
    for path in sorted(folder.glob("*.json")):
        if not is_bundle(path):
            continue
        recipe = read_record(path)["recipe"].get("corpus", {})
        digests = sorted(map(str, recipe.get("documents", {}).values()))
        places = {copy.parent for each in digests for copy in corpora.files.copies.get(each, [])}
        for place in sorted(places):
            with suppress(DiscourseError):
                corpus = read(place)
                if sorted(each[:12] for each in corpus.documents["sha256"]) == digests:
                    return place, corpus.size, len(corpus.terms)
    return None


def _name_from(path: Path, start: Path) -> str:
    return Path(os.path.relpath(path.resolve(), start.resolve())).as_posix()


# ---------------------------------------------------------------------------------------- LaTeX


def _write_latex(target: Path, outline: _Outline) -> dict[Path, bytes]:
    head = "".join(f"{HEAD_MARK} {line}\n" for line in outline.head)
    body = "".join(
        f"\n\\section{{{name}}}\n" + "\n".join(_latex_part(part, target.parent) for part in parts)
        for name, parts in outline.sections.items()
    )
    end = (
        "\n\n\\nocite{*}\n\\bibliographystyle{plainnat}\n"
        f"\\bibliography{{{target.stem}}}\n\\end{{document}}\n"
    )
    bibliography = target.with_suffix(".bib")
    return {target: f"{head}{PREAMBLE}{body}{end}".encode(), bibliography: outline.bibtex.encode()}


def _latex_part(part: str | SavedItem, start: Path) -> str:
    if isinstance(part, str):
        pieces = _split_bound(part)
        return f"{''.join(_latex_text(text, claim) for text, claim in pieces)}\n"
    place = _name_from(part.path, start)
    if part.digits is not None:
        return f"\\input{{{place}.tex}}\n"
    return (
        f"\\begin{{figure}}\n\\centering\n\\includegraphics{{{place}.pdf}}\n"
        f"\\caption{{{escape_latex(part.caption)}}}\n\\label{{fig:{part.path.name}}}\n"
        "\\end{figure}\n"
    )


def _latex_text(text: str, claim: str) -> str:
    shown = escape_latex(text).replace("\n", "\\\\\n")
    return write_latex_claim(shown, claim) if claim else shown


def _split_bound(source: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text as it is shown, each with its claim, or with "" if it has none."""
    shown, at = show_text(source), 0
    for piece in [*find_bound(source), BoundPiece(len(shown), len(shown), "")]:
        yield shown[at : piece.start], ""
        yield shown[piece.start : piece.end], piece.claim
        at = piece.end


# ----------------------------------------------------------------------------------------- Word


def _write_word(target: Path, outline: _Outline) -> dict[Path, bytes]:
    docx = import_writer("docx")
    document = docx.Document()
    head = "\n".join(outline.head)
    if len(head) > LONGEST_HEAD:
        raise DiscourseError(
            f"the paths from {target.parent} to the figures and texts are too long for a Word "
            "file; write it nearer to them."
        )
    document.core_properties.comments = head
    page = document.sections[0]
    page.left_margin = page.right_margin = docx.shared.Cm(MARGIN)
    style = document.styles["Caption"].font
    style.bold, style.color.rgb = False, docx.shared.RGBColor(0, 0, 0)
    document.add_heading("Title", 0)
    for name, parts in outline.sections.items():
        document.add_heading(name, 1)
        for part in parts:
            _add_to_word(docx, document, part)
    document.add_heading("References", 1)
    for entry in list_references(outline.bibtex):
        document.add_paragraph(entry)
    bibliography = target.with_suffix(".bib")
    return {target: save_without_times(document.save), bibliography: outline.bibtex.encode()}


def _add_to_word(docx: Any, document: Any, part: str | SavedItem) -> None:
    if isinstance(part, str):
        paragraph = document.add_paragraph()
        for text, claim in _split_bound(part):
            _add_text(docx, document, paragraph, text, claim)
        return
    if part.digits is None:
        picture = document.add_picture(str(part.path.with_suffix(".png")))
        widest = document.sections[0].page_width - 2 * docx.shared.Cm(MARGIN)
        if picture.width > widest:
            picture.height = round(picture.height * widest / picture.width)
            picture.width = widest
        picture._inline.docPr.set("descr", part.alt)
    caption = document.add_paragraph(style="Caption")
    caption.add_run(f"{part.label}. ").bold = True
    caption.add_run(part.caption)
    if part.digits is not None:
        rows = rows_of_table(part)
        written = document.add_table(rows=len(rows), cols=len(rows[0]))
        for cells, row in zip(written.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text


def _add_text(docx: Any, document: Any, paragraph: Any, text: str, claim: str) -> None:
    """Add text to a paragraph; a claim is a comment on it."""
    run = paragraph.add_run(text)
    if claim:
        said = write_comment(claim)
        comment = document.add_comment(run, said, author=COMMENTED_BY, initials=INITIALS)
        comment._comment_elm.attrib.pop(docx.oxml.ns.qn("w:date"))  # as all other times
