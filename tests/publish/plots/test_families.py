from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse import plot
from discourse.publish.plots.canvas import INK
from discourse.publish.plots.families import INHERITED

HEAD = "a community of shared future for"


@pytest.fixture(scope="module")
def table(paper):
    return dc.families(paper)


@pytest.fixture(scope="module")
def family(table):
    return table[table["family"] == HEAD]


def drawn_rows(ax):
    """The words and their colours from left to right, row by row, as the renderer places them."""
    ax.figure.canvas.draw()
    rows = {}
    for text in ax.texts:
        if text.get_color() in (INK, INHERITED) and "dark" not in text.get_text():
            box, place = text.get_window_extent(), getattr(text, "xy", text.get_position())[1]
            if text.get_text()[0].isalpha():
                found = (box.x0, box.x1, text.get_text(), text.get_color())
                rows.setdefault(round(place, 2), []).append(found)
    return [sorted(rows[place]) for place in sorted(rows)]


def test_variants_are_aligned_where_the_head_begins(family):
    rows = drawn_rows(plot.families(family))
    assert [" ".join(text for _, _, text, _ in row) for row in rows] == family["term"].tolist()
    heads = {x for row in rows for x, _, text, _ in row if text.startswith(HEAD)}
    assert max(heads) - min(heads) < 0.01
    for row in rows:
        for (_, end, *_), (start, *_) in pairwise(row):
            assert 0 < start - end < 10  # pixels: one space


def test_names_as_they_are_written_are_aligned_as_well(family):
    names = {term: term.replace("humanity", "Humanity") for term in family["term"][1:4]}
    plain = dc.plot.families(family)
    named = dc.plot.families(family, labels=names)
    shown = [text.get_text() for text in named.texts]
    assert [text.lower() for text in shown] == [text.get_text() for text in plain.texts]
    assert "Humanity" in shown


def test_the_words_that_the_parent_has_are_pale(family):
    rows = drawn_rows(plot.families(family))
    pale = [" ".join(text for *_, text, colour in row if colour == INHERITED) for row in rows]
    assert pale == family["parent"].tolist()


def test_bars_are_as_long_as_the_counts(family):
    counts, own = plot.families(family).collections
    for bars, column in ((counts, "count"), (own, "count_own")):
        lengths = [np.ptp(path.vertices[:, 0]) for path in bars.get_paths()]
        longest = np.ptp(counts.get_paths()[0].vertices[:, 0])
        assert np.allclose(np.divide(lengths, longest), family[column] / 7)


def test_what_has_no_room_is_cut_between_words(table):
    ax = plot.families(table.head(9), width="column")
    ax.figure.canvas.draw()
    texts = [text.get_text() for text in ax.texts]
    assert any("…" in text for text in texts)
    words = {word for term in table["term"] for word in term.split()}
    assert {word for text in texts[:20] for word in text.split() if word.isalpha()} <= words | {
        "hits", "in", "no", "longer", "variant"
    }  # fmt: skip
    bars = ax.collections[0].get_window_extent()
    for text in ax.texts[: len(texts) - 10]:
        assert text.get_window_extent().x1 < bars.x0


def test_families_have_a_gap_between_them(table):
    ax = plot.families(table.head(15))
    places = sorted({round(float(path.vertices[0, 1]), 2)
                     for path in ax.collections[0].get_paths()})  # fmt: skip
    assert np.flatnonzero(np.diff(places) > 1).tolist() == [8, 13]


def test_a_row_without_its_head_is_drawn_whole(family):
    only = family.tail(1)
    texts = [text.get_text() for text in plot.families(only).texts[:2]]
    assert texts == [HEAD, "of"]
    ax = plot.families(family, labels={HEAD: "Schicksalsgemeinschaft"})
    assert ax.texts[0].get_text() == "Schicksalsgemeinschaft"


def test_given_axes_are_drawn_on(family):
    _, ax = plt.subplots(figsize=(7, 2))
    assert plot.families(family, ax) is ax


def test_more_rows_than_a_page_holds_are_refused(table):
    many = pd.concat([table] * 2)
    with pytest.raises(dc.DiscourseError, match=r"draw the first of them, with table\.head\("):
        plot.families(many)


def test_a_saved_figure_verifies(table, family, root, tmp_path):
    dc.save_figure(
        plot.families(family), tmp_path / "formula", table=family, caption="A.", alt="Rows."
    )
    found = dc.verify(tmp_path, texts=root / "seeds")
    assert (len(found), found.attrs["checked"]["bundles"]) == (0, 1)
