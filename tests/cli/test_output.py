"""Results: aligned for people, exact for programs, harmless for a terminal."""

import json

import pandas as pd
import pytest

import discourse as dc
from discourse.cli.output import FORMATS, align_lines, format_aligned


@pytest.fixture
def table():
    made = pd.DataFrame({"term": ["a|b & c", "中文"], "count": [10, 2], "mi": [1 / 3, None]})
    made.attrs["provenance"] = '{"verb": "x"}'
    return made


def written(form, table):
    return "\n".join(FORMATS[form](table))


def test_a_table_is_aligned_by_the_width_of_its_characters(table):
    assert list(format_aligned(table)) == [
        "term     count      mi",
        "a|b & c     10  0.3333",
        "中文         2",
    ]


def test_an_empty_table_is_its_header(table):
    assert list(format_aligned(table.head(0))) == ["term  count  mi"]
    assert written("csv", table.head(0)) == "term,count,mi"


def test_csv_is_exact_and_json_carries_the_recipe(table):
    assert written("csv", table).splitlines()[1] == "a|b & c,10,0.3333333333"
    assert json.loads(written("json", table)) == {
        "provenance": {"verb": "x"},
        "rows": [
            {"term": "a|b & c", "count": 10, "mi": 0.3333333333},
            {"term": "中文", "count": 2, "mi": None},
        ],
    }


def test_markdown_and_latex_escape_characters_with_a_meaning(table):
    assert "| a\\|b \\& c | 10 | 0.3333 |" in written("markdown", table)
    assert "a\\textbar{}b \\& c & 10 & 0.3333 \\\\" in written("latex", table)


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_is_left_as_it_was(table, form):
    before = table.copy()
    written(form, table)
    pd.testing.assert_frame_equal(table, before)


def test_nothing_in_a_cell_controls_a_terminal():
    cells = pd.DataFrame({"term": ["a\x1b[31m\nb\u202e"]})
    assert list(format_aligned(cells))[1] == "a\\x1b[31m\\nb\\u202e"


def test_invisible_characters_of_words_are_kept():
    cells = pd.DataFrame({"term": ["inter\u00adnational", "\u0645\u06cc\u200c\u062e"]})
    assert list(format_aligned(cells))[1:] == cells["term"].tolist()


def test_nodes_are_aligned():
    corpus = dc.Corpus.from_texts({"a": "Peace now. We all want peace."})
    lines = list(align_lines(dc.concordance(corpus, "peace"), 80, colour=False))
    assert lines[0].index("Peace") == lines[1].index("peace")
    assert [line[:1] for line in lines] == ["1", "1"]


def test_a_line_is_at_most_as_wide_as_the_terminal(paper):
    for width in (60, 100, 200):
        lines = align_lines(dc.concordance(paper, "rights", context=40), width, colour=False)
        assert max(map(len, lines)) <= width


def test_only_the_node_is_in_colour():
    corpus = dc.Corpus.from_texts({"a": "Peace \x1b[31mnow."})
    (line,) = align_lines(dc.concordance(corpus, "peace"), 80, colour=True)
    assert "\x1b[1;36mPeace\x1b[0m" in line
    assert line.count("\x1b") == 2


def test_lines_are_plain_in_a_pipe(discourse):
    _, out, _ = discourse("kwic", "seeds", "community of shared future")
    assert (out.count("\n"), "\x1b" in out) == (7, False)


def test_lines_for_other_programs_are_their_table(discourse):
    _, out, _ = discourse("kwic", "seeds", "shared future", "--format", "csv")
    assert out.startswith("line_id,document,section,start_char,end_char,left,node,right\n")


def test_json_names_the_texts_because_the_session_ends(discourse):
    _, out, _ = discourse("freq", "docs/speeches", "--format", "json", "--rows", "1")
    corpus = json.loads(out)["provenance"]["corpus"]
    assert next(iter(corpus["documents"])) == "1990-Li"
