"""A manuscript with 60 numbers, right and with 20 of them wrong, in each format.

A number is written as ``{28|rights}``: what it says and its claim; ``{28|rights|26}`` has the wrong
number that is planted. ``{12|exempt: why}`` is exempt by its author, ``{9|}`` is bound to nothing,
and ``{2017|=}`` is exempt by a rule. ``^[...]`` is a note, and ``*...*`` is emphasised.
"""

import html
import json
import re
import zipfile
from pathlib import Path

NUMBER = re.compile(r"\{([^{}|]+)\|([^{}|]*)(?:\|([^{}]*))?\}")
NOTE = re.compile(r"\^\[((?:[^\[\]])*)\]")
EMPHASIS = re.compile(r"\*([^*]+)\*")

HEADING = "Results"
PARAGRAPHS = [
    "The chapter has {1,384|corpus; tokens|1,348} tokens of {475|corpus; types} types in "
    "{six|corpus; sections} sections, and was published in {2017|=}.",
    "The phrase *community of shared future* has {7|community of shared future|eight} hits, "
    '{six|community of shared future :: section = "1"} of them in section {1|=}.',
    "*Rights* occurs {28|rights|26} times, and *china* {25|china} times. Of the hits of *rights*, "
    '{14|rights :: section = "3"|15} are in section {3|=}.',
    "*Human rights* has {18|human rights|19} hits; *peace* has {three|peace|four} and *utopia* has "
    "{0|utopia}.",
    "About {27 %|parts; 3; tokens / corpus; tokens|37 %} of the words are in section {3|=}. "
    "{Half|share; cooperation; count; section = 5} of the hits of *cooperation* are in section "
    "{5|=}.",
    "*Future* is concentrated: its DP is {0.76|dispersion; future; dp|0.67}, and that of *china* "
    "is {0.25|dispersion; china; dp}. *Rights* has {20.2|frequencies; rights; per_thousand|22.0} "
    "hits per thousand words.",
    "*The* has more than {100|the|110} hits, *and* at least {70|and}, and *of* fewer than {66|of}.",
    "*International* has {28|international|38} hits.^[In section {3|=} the word *international* "
    'has {8|international :: section = "3"|9} hits, and in section {5|=} it has '
    '{5|international :: section = "5"}.]',
    "An earlier study found {12|exempt: another text} hits of *development*, where this text has "
    "{6|development}.",
    "It was read by {nine|} students and {41|} teachers.",
    "The word *council* has {3|council|5} hits and *un* has {seven|un}. *United nations* occurs "
    "{four|united nations|five} times.",
    "*Declaration* occurs {4|declaration|14} times, and all of them are in section {2|=}; "
    "*governance* occurs {three|governance} times.",
    'In the lead, *rights* occurs {three|rights :: section = "lead"|two} times, on {15|=} December '
    "{2017|=}.",
    "*World* has {3|world} hits, *common* {one|common}, *war* {none|war}, and *peace* has "
    "{three|peace}.",
]
CAPTION = "Table {1|=}. The {five|exempt: rows of the table} words in section {3|=} and elsewhere."
TABLE = [
    ["word", "hits", "in section {3|=}"],
    ["rights", "{28|rights}", '{14|rights :: section = "3"}'],
    ["china", "{25|china|24}", '{8|china :: section = "3"}'],
    ["international", "{28|international}", '{8|international :: section = "3"|6}'],
    ["cooperation", "{12|cooperation|21}", '{0|cooperation :: section = "3"}'],
    ["un", "{7|un|9}", '{4|un :: section = "3"}'],
]
ENDINGS = (".docx", ".odt", ".tex", ".md", ".qmd", ".ipynb", ".html", ".pdf")
WITH_NOTES = (".docx", ".odt", ".tex", ".html")  # formats whose notes are known as such


class GoldNumber:
    """A number of the gold manuscript: what it says, what it is bound to, the wrong one planted."""

    def __init__(self, match, *, in_note):
        self.right, self.claim, wrong = match.groups()
        self.wrong = wrong or self.right
        self.in_note = in_note

    @property
    def status(self):
        """What the check has to say of the right number."""
        if self.claim == "=" or self.claim.startswith("exempt:"):
            return "exempt"
        return "holds" if self.claim else "unbound"


def numbers():
    """The numbers, those of notes last."""
    texts = [*PARAGRAPHS[:9], CAPTION, *(cell for row in TABLE for cell in row), *PARAGRAPHS[9:]]
    body = [NOTE.sub("", text) for text in texts]
    notes = [note for text in texts for note in NOTE.findall(text)]
    return [
        GoldNumber(match, in_note=in_note)
        for in_note, part in ((False, body), (True, notes))
        for text in part
        for match in NUMBER.finditer(text)
    ]


def write(path, *, wrong=False, bound=None):
    """Write the manuscript in the format of a path.

    `bound` writes a number with its claim, in a format whose manuscripts can have claims.
    """

    def shown(match):
        number = GoldNumber(match, in_note=False)
        text = number.wrong if wrong else number.right
        is_claim = number.claim not in ("", "=")
        return bound(text, number.claim) if bound and is_claim else text

    def fill(text):
        return NUMBER.sub(shown, text)

    paragraphs = [fill(text) for text in PARAGRAPHS]
    table = [[fill(cell) for cell in row] for row in TABLE]
    WRITERS[path.suffix](path, paragraphs, fill(CAPTION), table)
    return path


def _blocks(paragraphs, caption, table):
    """The blocks in their order: paragraphs as texts, the caption and the table as pairs."""
    yield from (("paragraph", text) for text in paragraphs[:9])
    yield "caption", caption
    yield "table", table
    yield from (("paragraph", text) for text in paragraphs[9:])


def _write_markdown(path, paragraphs, caption, table):
    path.write_text(_markdown(paragraphs, caption, table), encoding="utf-8")


def _markdown(paragraphs, caption, table):
    lines, notes = [f"# {HEADING}", ""], []
    for kind, content in _blocks(paragraphs, caption, table):
        if kind == "table":
            head, *rows = [f"| {' | '.join(row)} |" for row in content]
            lines += [head, "|---|---|---|", *rows, ""]
        else:
            notes += NOTE.findall(content)
            lines += [NOTE.sub("", content), ""]
    return "\n".join([*lines, *(f"{note}\n" for note in notes)])


def _write_notebook(path, paragraphs, caption, table):
    cells = [
        {"cell_type": "code", "source": 'import discourse as dc\n\npaper = dc.read("texts")',
         "outputs": [], "execution_count": None, "metadata": {}},
        {"cell_type": "markdown", "source": _markdown(paragraphs, caption, table), "metadata": {}},
    ]  # fmt: skip
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _write_latex(path, paragraphs, caption, table):
    def latex(text):
        text = text.replace(" %", r"\,\%")
        return EMPHASIS.sub(r"\\emph{\1}", NOTE.sub(r"\\footnote{\1}", text))

    lines = [r"\documentclass{article}", r"\newcommand{\claim}[2]{#1}",
             r"\newcommand{\exempt}[2]{#1}", r"\begin{document}",
             rf"\section{{{HEADING}}}"]  # fmt: skip
    for kind, content in _blocks(paragraphs, caption, table):
        if kind == "caption":
            lines += [r"\begin{table}", rf"\caption{{{latex(content)}}}"]
        elif kind == "table":
            rows = [" & ".join(map(latex, row)) + r" \\" for row in content]
            lines += [r"\begin{tabular}{lrr}", *rows, r"\end{tabular}", r"\end{table}"]
        else:
            lines += [latex(content), ""]
    path.write_text("\n".join([*lines, r"\end{document}"]), encoding="utf-8")


def _write_html(path, paragraphs, caption, table):
    def markup(text):
        links = r'<a href="#" title="\2">\1</a>'
        text = html.escape(text, quote=False)
        text = re.sub(r"\[([^\[\]]+)\]\(# '([^']+)'\)", links, text.replace('"', "&quot;"))
        return EMPHASIS.sub(r"<em>\1</em>", text)

    lines, notes = [f"<html><body><h1>{HEADING}</h1>"], []
    for kind, content in _blocks(paragraphs, caption, table):
        if kind == "table":
            head, *rows = ["".join(f"<td>{markup(cell)}</td>" for cell in row) for row in content]
            head = head.replace("td>", "th>")
            lines += ["<table>", *(f"<tr>{row}</tr>" for row in [head, *rows]), "</table>"]
        elif kind == "caption":
            lines.append(f"<figcaption>{markup(content)}</figcaption>")
        else:
            notes += NOTE.findall(content)
            lines.append(f"<p>{markup(NOTE.sub('', content))}</p>")
    lines += ['<section class="footnotes">', *(f"<p>{markup(note)}</p>" for note in notes)]
    path.write_text("\n".join([*lines, "</section></body></html>"]), encoding="utf-8")


def _write_word(path, paragraphs, caption, table):
    import docx

    document = docx.Document()
    document.add_heading(HEADING, 1)
    notes = []
    for kind, content in _blocks(paragraphs, caption, table):
        if kind == "table":
            cells = document.add_table(len(content), 3)
            for at, row in enumerate(content):
                for column, text in enumerate(row):
                    _add_runs(document, cells.cell(at, column).paragraphs[0], text)
            continue
        notes += NOTE.findall(content)
        style = "Caption" if kind == "caption" else None
        paragraph = document.add_paragraph(style=style)
        _add_runs(document, paragraph, NOTE.sub("", content))
        for _ in NOTE.findall(content):
            _add_reference(paragraph, len(notes))
    document.save(path)
    _add_word_notes(path, notes)


def _add_runs(document, paragraph, text):
    """Add a text with emphasis; ``\u00ab28|claim: rights\u00bb`` is a number with a comment."""
    for piece in re.split(r"(\*[^*]+\*|\u00ab[^\u00bb]+\u00bb)", text):
        if piece.startswith("\u00ab"):
            shown, comment = piece[1:-1].split("|", 1)
            run = paragraph.add_run(shown)
            document.add_comment([run], text=comment, author="A", initials="A")
        elif piece:
            paragraph.add_run(piece.strip("*")).italic = True if piece[0] == "*" else None


def _add_reference(paragraph, number):
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    paragraph.add_run()._r.append(reference)


def _add_word_notes(path, notes):
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        f'<w:footnote w:id="{at}"><w:p>{_word_runs(note)}</w:p></w:footnote>'
        for at, note in enumerate(notes, 1)
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "word/footnotes.xml", f'<w:footnotes xmlns:w="{name}">{body}</w:footnotes>'
        )


def _word_runs(text):
    text = re.sub("\u00ab([^|\u00bb]+)\\|[^\u00bb]+\u00bb", r"\1", text)
    return "".join(
        f"<w:r>{'<w:rPr><w:i/></w:rPr>' if piece.startswith('*') else ''}"
        f'<w:t xml:space="preserve">{piece.strip("*")}</w:t></w:r>'
        for piece in re.split(r"(\*[^*]+\*)", text)
        if piece
    )


ODT_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
ODT_STYLES = (
    '<office:automatic-styles><style:style style:name="E" style:family="text">'
    '<style:text-properties fo:font-style="italic"/></style:style></office:automatic-styles>'
)


def write_odt(path, body):
    """Write an .odt file whose text has a body."""
    content = (
        f"<office:document-content {ODT_NAMES}>{ODT_STYLES}<office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)


def _write_odt(path, paragraphs, caption, table):
    counted = iter(range(1, 1_000))

    def comment(match):
        shown, said = match.groups()
        name = f"c{next(counted)}"
        return (
            f'<office:annotation office:name="{name}"><text:p>{said}</text:p></office:annotation>'
            f'{shown}<office:annotation-end office:name="{name}"/>'
        )

    def marked(text):
        text = html.escape(text, quote=False)
        text = EMPHASIS.sub(r'<text:span text:style-name="E">\1</text:span>', text)
        text = re.sub("\u00ab([^|\u00bb]+)\\|([^\u00bb]+)\u00bb", comment, text)
        return NOTE.sub(
            r'<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
            r"<text:note-body><text:p>\1</text:p></text:note-body></text:note>",
            text,
        )

    body = f'<text:h text:outline-level="1">{HEADING}</text:h>'
    for kind, content in _blocks(paragraphs, caption, table):
        if kind == "table":
            cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
            rows = ("".join(cell.format(marked(text)) for text in row) for row in content)
            inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
            body += f"<table:table>{inside}</table:table>"
        else:
            style = ' text:style-name="Caption"' if kind == "caption" else ""
            body += f"<text:p{style}>{marked(content)}</text:p>"
    write_odt(path, body)


def _write_pdf(path, paragraphs, caption, table):
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    style = getSampleStyleSheet()
    parts, notes = [Paragraph(HEADING, style["Heading1"])], []
    for kind, content in _blocks(paragraphs, caption, table):
        if kind == "table":
            parts.append(Table(content))
        else:
            notes += NOTE.findall(content)
            text = EMPHASIS.sub(r"<i>\1</i>", html.escape(NOTE.sub("", content), quote=False))
            parts.append(Paragraph(text, style["Normal"]))
    parts += [Paragraph(EMPHASIS.sub(r"<i>\1</i>", note), style["Normal"]) for note in notes]
    SimpleDocTemplate(str(path), invariant=1).build(parts)


WRITERS = {
    ".docx": _write_word, ".odt": _write_odt, ".tex": _write_latex, ".md": _write_markdown,
    ".qmd": _write_markdown, ".ipynb": _write_notebook, ".html": _write_html, ".pdf": _write_pdf,
}  # fmt: skip
HERE = Path(__file__).parent
