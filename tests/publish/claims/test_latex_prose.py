"""LaTeX is read as a reader sees it: paragraphs, heads and captions, and the claims of numbers."""

import pytest

from discourse.publish.claims.latex_prose import escape_markdown, read_latex
from discourse.publish.claims.paragraphs import read_paragraphs


def shown(source):
    """The blocks of a file, as plain text, each with its line."""
    return [
        (block.line, paragraph.text)
        for block in read_latex(source)
        for paragraph in read_paragraphs(block.markdown)
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"50\,\% of 1\,384", "50,% of 1,384"),
        (r"Peace \& war, ``so'' to say---or `so'.", "Peace & war, “so” to say—or ‘so’."),
        (r"\emph{peace} and \textbf{war} in {\itshape words}", "peace and war in words"),
        (r"see \citep[12]{gries} and Figure~\ref{fig:x}", "see  and Figure"),
        ("words % 28 hits", "words"),
        (r"inter\-national", "international"),
        (r"words\footnote{With 9 hits.} more", "words (With 9 hits.) more"),
        (r"\num{28} hits", "28 hits"),
        (r"a_b \_ * [x] <y>", "a_b _ * [x] <y>"),
    ],
)
def test_what_is_read_of_a_paragraph(source, text):
    assert [found for _, found in shown(source)] == [text]


def test_each_block_has_its_line():
    source = "\n".join([
        r"\title{Peace}", r"\begin{document}", r"\maketitle", r"\section{Words}", "One line",
        "and another.", "", r"\begin{figure}", r"\includegraphics[width=9cm]{x.pdf}",
        r"\caption{Nine words.}", r"\end{figure}", "", r"\item 9 hits", r"\end{document}", "28",
    ])  # fmt: skip
    assert shown(source) == [
        (1, "Peace"),
        (4, "Words"),
        (5, "One line\nand another."),
        (10, "Nine words."),
        (13, "9 hits"),
    ]


def test_a_bound_number_has_its_claim():
    (block,) = read_latex(r'\bound{50 \%}{share; "a"; count; section = 4 / [word="\d+"%c] \% b}')
    (paragraph,) = read_paragraphs(block.markdown)
    (span,) = [each for each in paragraph.spans if each.kind == "claim"]
    assert paragraph.text == "50 %"
    assert span.claim == r'share; "a"; count; section = 4 / [word="\d+"%c] % b'


@pytest.mark.parametrize("text", ["1. one", "- one", "a*b*c [7](# 'x') <b>", "# no head", "`x`"])
def test_plain_text_stays_what_it_is(text):
    (paragraph,) = read_paragraphs(escape_markdown(text))
    assert paragraph.text == text and not paragraph.spans


def test_an_open_brace_ends_with_the_file():
    assert shown(r"\emph{peace") and shown(r"\section{") == []
