"""Tables as Markdown, LaTeX and HTML, with all markup characters escaped."""

from collections.abc import Sequence
from html import escape

import regex

from discourse.publish.export.sheet import Sheet

PAGE_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.4 system-ui, sans-serif; margin: 2em; }
table { border-collapse: collapse; }
caption { padding-bottom: 0.5em; text-align: left; }
th, td { padding: 0.15em 0.5em; text-align: left; vertical-align: top; }
th { border-bottom: 1px solid; }
.right { text-align: right; }
.node { font-weight: bold; white-space: nowrap; }
footer { margin-top: 2em; font-size: 0.8em; opacity: 0.7; overflow-wrap: anywhere; }
"""

PAGE_LETTERS = 95  # of 11 points on a line of 178 mm, the page of `save_article`
GAP_LETTERS = 3  # between two columns
LONG_TEXT = 40  # letters; a cell with more may have several lines, where a table is too wide

LATEX_SIGNS = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}  # fmt: skip


def markdown_table(sheet: Sheet) -> str:
    """A pipe table, below its caption and above its note if it has them."""
    caption = f"{_escape_markdown(sheet.caption)}\n\n" if sheet.caption else ""
    sides = ["---:" if at in sheet.right_aligned else ":---" for at in range(len(sheet.heads))]
    rows = [[_escape_markdown(text) for text in row] for row in (sheet.heads, *sheet.rows)]
    rows.insert(1, sides)
    note = f"\n{_escape_markdown(sheet.note)}\n" if sheet.note else ""
    return caption + "".join(f"| {' | '.join(row)} |\n" for row in rows) + note


def _escape_markdown(text: str) -> str:
    return regex.sub(r"[\\`*_\[\]<>|&~#$]", r"\\\g<0>", text)


def latex_table(sheet: Sheet, *, fits: bool = True) -> str:
    """A table for the LaTeX packages longtable and booktabs.

    ``fits`` is whether it stays on a page, as it did not in version 0.1.0.
    """
    sides = "".join(_latex_columns(sheet, fits=fits))
    caption = f"\\caption{{{escape_latex(sheet.caption)}}} \\\\\n" if sheet.caption else ""
    head = _latex_row([escape_latex(text) for text in sheet.heads])
    rows = "".join(_latex_row(_latex_cells(sheet, row)) for row in sheet.rows)
    note = f"\\noindent {escape_latex(sheet.note)}\n" if sheet.note else ""
    return (
        "% \\usepackage{longtable,booktabs}; \\usepackage[T1]{fontenc} with pdfLaTeX\n"
        f"\\begin{{longtable}}{{{sides}}}\n{caption}\\toprule\n{head}\\midrule\n\\endhead\n"
        f"{rows}\\bottomrule\n\\end{{longtable}}\n{note}"
    )


def _latex_columns(sheet: Sheet, *, fits: bool) -> list[str]:
    """How each column is set; in a table wider than a page, long texts share the room left."""
    sides = ["r" if at in sheet.right_aligned else "l" for at in range(len(sheet.heads))]
    columns = zip(sheet.heads, *sheet.rows, strict=True)
    lengths = [max(map(len, column)) for column in columns]
    long = [at for at, length in enumerate(lengths) if sides[at] == "l" and length > LONG_TEXT]
    gaps = GAP_LETTERS * len(sides)
    if fits and long and sum(lengths) + gaps > PAGE_LETTERS:
        others = sum(length for at, length in enumerate(lengths) if at not in long)
        share = max((PAGE_LETTERS - gaps - others) / PAGE_LETTERS / len(long), 0.2)
        for at in long:
            sides[at] = f"p{{{share:.2f}\\linewidth}}"
    return sides


def _latex_cells(sheet: Sheet, row: Sequence[str]) -> list[str]:
    """The cells of a row, the node in bold."""
    cells = [escape_latex(text) for text in row]
    return [rf"\textbf{{{cell}}}" if at == sheet.node else cell for at, cell in enumerate(cells)]


def _latex_row(cells: list[str]) -> str:
    # A [ or * at the start of a row would be read as an argument of the \\ before it.
    row = " & ".join(cells)
    return f"{'{}' if row.startswith(('[', '*')) else ''}{row} \\\\\n"


def escape_latex(text: str) -> str:
    """A text with all characters escaped that LaTeX would read as commands."""
    return "".join(LATEX_SIGNS.get(character, character) for character in text)


def html_page(sheet: Sheet) -> str:
    """A self-contained page that follows the reader's light or dark setting."""
    heads = "".join(_html_cell(sheet, at, text, "th") for at, text in enumerate(sheet.heads))
    rows = "\n".join(
        f"<tr>{''.join(_html_cell(sheet, at, text, 'td') for at, text in enumerate(row))}</tr>"
        for row in sheet.rows
    )
    caption = f"<caption>{escape(sheet.caption)}</caption>\n" if sheet.caption else ""
    title = escape(sheet.caption) or f"{len(sheet.rows):,} rows"
    direction = ' dir="rtl"' if sheet.right_to_left else ""
    note = f"<p>{escape(sheet.note)}</p>\n" if sheet.note else ""
    footer = f"<footer>{escape(sheet.provenance)}</footer>\n" if sheet.provenance else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>{PAGE_STYLE}</style>\n</head>\n<body>\n"
        f"<table{direction}>\n{caption}<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
        f"{note}{footer}</body>\n</html>\n"
    )


def _html_cell(sheet: Sheet, at: int, text: str, tag: str) -> str:
    kind = "node" if at == sheet.node else "right" if at in sheet.right_aligned else ""
    mark = f' class="{kind}"' if kind else ""
    if sheet.right_to_left:
        mark += f' style="text-align: {"left" if kind == "right" else "right"}"'
    return f"<{tag}{mark}>{escape(text)}</{tag}>"
