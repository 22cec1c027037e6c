import json

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.plots.clauses import MOST_CLAUSES, SHAPES
from discourse.publish.plots.register import rows_of_marks
from discourse.publish.site.marks import marks_of


def made(rows):
    """A table of clauses: document, section, voice, actor_class, agent, quantity, year, main."""
    columns = [
        "document", "section", "voice", "actor_class", "agent", "quantity", "year", "main",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


ROWS = made(
    [
        ("a", "1", "active", "country", "", "", "", True),
        ("a", "1", "passive", "", "", "3", "", True),
        ("a", "1", "passive", "people", "men", "", "", False),
        ("a", "2", "active", "", "", "", "1990", True),
    ]
)


def marks(ax):
    """Place, shape and fill of each mark, by the row that it shows."""
    found = {}
    for line in ax.lines:
        for row, (x, y) in zip(rows_of_marks(line), line.get_xydata().tolist(), strict=True):
            found[row] = (x, y, line.get_marker(), line.get_fillstyle())
    return found


def test_each_clause_is_a_mark_in_the_strip_of_its_section():
    found = marks(dc.plot.clauses(ROWS))
    assert [found[row][:2] for row in range(4)] == [(0, 0), (1, 0), (2, 0), (0, 1)]


def test_a_mark_is_filled_open_or_half_filled_by_voice_and_has_the_shape_of_its_class():
    found = marks(dc.plot.clauses(ROWS))
    assert [found[row][2:] for row in range(4)] == [
        (SHAPES[0], "full"), ("o", "none"), (SHAPES[1], "left"), ("o", "full"),
    ]  # fmt: skip


def test_subordinate_clauses_are_smaller():
    ax = dc.plot.clauses(ROWS.assign(actor_class="", voice="active"))
    sizes = {row: line.get_markersize() for line in ax.lines for row in rows_of_marks(line)}
    assert sizes[2] < sizes[0] == sizes[1] == sizes[3]


def test_ticks_stand_below_clauses_with_numbers_and_above_quotations():
    ax = dc.plot.clauses(ROWS.assign(quotation=["quotation", "", "", ""]))
    guides, numbers, quotations = (
        [segment.tolist() for segment in strokes.get_segments()] for strokes in ax.collections
    )
    assert len(guides) == 2
    assert [segment[0][0] for segment in numbers] == [1, 0]
    assert all(segment[0][1] > round(segment[0][1]) for segment in numbers)
    assert [segment[0][0] for segment in quotations] == [0]
    assert quotations[0][1][1] < 0


def test_sections_are_named_with_their_documents_if_there_are_several():
    def labels(table):
        return [label.get_text() for label in dc.plot.clauses(table).get_yticklabels()]

    assert labels(ROWS) == ["1", "2"]
    assert labels(ROWS.assign(document=["a", "a", "a", "b"])) == ["a", "b"]
    assert labels(ROWS.assign(document=["a", "b", "b", "b"])) == ["a · 1", "b · 1", "b · 2"]


def test_the_legend_says_what_is_drawn_and_no_more():
    def legend(table):
        return [text.get_text() for text in dc.plot.clauses(table).get_legend().get_texts()]

    assert legend(ROWS) == [
        "country", "people", "other actor", "passive without agent", "passive with agent",
        "small: subordinate", "below: number",
    ]  # fmt: skip
    assert legend(ROWS.head(1)) == ["country"]


def test_a_long_section_goes_on_in_further_lines():
    ax = dc.plot.clauses(pd.concat([ROWS.head(1)] * 100, ignore_index=True))
    lines = {y for _, y, *_ in marks(ax).values()}
    assert len(lines) > 1
    assert max(x for x, *_ in marks(ax).values()) < ax.get_xlim()[1]


def test_more_classes_than_shapes_are_drawn_as_others():
    names = [f"class {number}" for number in range(len(SHAPES) + 2)]
    table = pd.concat([ROWS.head(1).assign(actor_class=name) for name in names], ignore_index=True)
    shapes = [shape for _, _, shape, _ in marks(dc.plot.clauses(table)).values()]
    assert shapes.count("o") == 2


def test_too_many_clauses_are_refused():
    table = pd.concat([ROWS.head(1)] * (MOST_CLAUSES + 1), ignore_index=True)
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.clauses(table)
    assert str(error.value) == (
        "plot.clauses draws at most 2,000 clauses, and the table has 2,001; draw one document, or "
        "the main clauses: table[table['main']]."
    )


def test_each_mark_can_be_a_link_to_its_clause():
    areas = {mark.row: mark for mark in marks_of(dc.plot.clauses(ROWS))}
    assert sorted(areas) == [0, 1, 2, 3]
    assert areas[0].left < areas[1].left and areas[0].top < areas[3].top


def test_a_figure_of_clauses_is_saved_and_verified(root, tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    source = root / "docs" / "clauses" / "talk.conllu"
    (texts / "talk.conllu").write_bytes(source.read_bytes())
    table = dc.clauses(dc.read(texts))
    ax = dc.plot.clauses(table)
    dc.save_figure(ax, tmp_path / "who", table=table, caption="Who acts.", alt="Marks.")
    assert dc.verify(tmp_path).empty
    drawn = json.loads((tmp_path / "who.json").read_text(encoding="utf-8"))["drawn"]
    assert sum(map(len, drawn["points"])) == len(table)


def test_a_figure_whose_marks_were_moved_is_found(root, tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    source = root / "docs" / "clauses" / "talk.conllu"
    (texts / "talk.conllu").write_bytes(source.read_bytes())
    table = dc.clauses(dc.read(texts))
    ax = dc.plot.clauses(table)
    dc.save_figure(ax, tmp_path / "who", table=table, caption="Who acts.", alt="Marks.")
    record = json.loads((tmp_path / "who.json").read_text(encoding="utf-8"))
    record["drawn"]["points"][0][0][0] += 1
    (tmp_path / "who.json").write_text(json.dumps(record), encoding="utf-8")
    assert not dc.verify(tmp_path).empty
