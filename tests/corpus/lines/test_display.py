import re

import discourse as dc
from discourse.text.width import collapse_space, count_columns


def test_white_space_is_folded_and_kept_at_the_ends():
    assert collapse_space("  a\n\n b\t") == " a b "
    assert collapse_space("") == ""


def test_chinese_takes_two_columns_and_a_combining_accent_none():
    assert [count_columns(text) for text in ("ab", "和平", "e\u0301", "🕊")] == [2, 4, 1, 2 - 1]


def test_nodes_are_aligned():
    corpus = dc.Corpus.from_texts({"d": "Long before this x after.\n\n和平 x 也。 A x"})
    shown = repr(dc.concordance(corpus, "x", context=2)).splitlines()
    assert (
        len({count_columns(line[: line.index(" x ")]) for line in (f"{row} " for row in shown[1:])})
        == 1
    )


def test_a_long_context_is_cut_on_the_far_side():
    corpus = dc.Corpus.from_texts({"d": f"{'a' * 50} x {'b' * 50}"})
    line = repr(dc.concordance(corpus, "x")).splitlines()[1]
    assert line == f"1  {'a' * 39}  x  {'b' * 39}"


HEBREW = "אדם נולד חופשי ושווה"


def cells_of(html):
    """The rows of a table: the attributes and the text of each cell."""
    return [
        [(dict(re.findall(r'(\w+)="([^"]*)"', cell[0])), cell[1]) for cell in cells]
        for row in re.findall(r"<tr .*?</tr>", html)
        if (cells := re.findall(r"<td (.*?)>(.*?)</td>", row))
    ]


def side_of(cell):
    return re.search(r"text-align: (\w+)", cell[0]["style"])[1]


def test_lines_from_right_to_left_have_their_neighbours_beside_the_node():
    corpus = dc.Corpus.from_texts({"a": HEBREW})
    html = dc.concordance(corpus, "חופשי")._repr_html_()
    ((place, left, node, right),) = cells_of(html)
    assert '<table style="' in html and '" dir="rtl">' in html
    assert (left[1], node[1], right[1]) == ("אדם נולד ", "חופשי", " ושווה")
    # In a table from right to left, the first cell is the rightmost.
    assert [side_of(cell) for cell in (place, left, node, right)] == [
        "right",
        "left",
        "right",
        "right",
    ]
    assert all("dir" not in cell[0] for cell in (place, left, node, right))


def test_a_line_in_the_other_direction_has_turned_cells():
    corpus = dc.Corpus.from_texts({"a": HEBREW, "b": "say חופשי or free", "c": "is חופשי a word"})
    html = dc.concordance(corpus, "חופשי")._repr_html_()
    hebrew, english, _ = cells_of(html)
    assert '" dir="rtl">\n<tbody>' not in html
    assert [text for _, text in hebrew] == ["a/1", " ושווה", "חופשי", "אדם נולד "]
    assert [cell.get("dir") for cell, _ in hebrew] == [None, "rtl", "rtl", "rtl"]
    assert [side_of(cell) for cell in hebrew[1:]] == ["right", "right", "left"]
    assert [text for _, text in english] == ["b/1", "say ", "חופשי", " or free"]
    assert [side_of(cell) for cell in english[1:]] == ["right", "left", "left"]


def test_a_single_line_and_a_page_have_their_direction():
    corpus = dc.Corpus.from_texts({"a": f"{HEBREW}\n\nFree and equal."})
    line = dc.concordance(corpus, "חופשי")[0]._repr_html_()
    assert 'dir="rtl" style="text-align: right"' in line
    first, second = re.findall(r"<p style.*?>", corpus.show("חופשי")._repr_html_())[:2]
    assert 'text-align: right" dir="rtl"' in first
    assert "dir" not in second


def test_money_is_no_mathematics():
    corpus = dc.Corpus.from_texts({"a": "It cost $5 million and then $6 million."})
    lines = dc.concordance(corpus, "million")
    for shown in (lines, lines[0], corpus.show("million")):
        assert re.match(r'<\w+ class="[^"]*\bmathjax_ignore"', shown._repr_html_())
