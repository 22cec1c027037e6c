import pytest

import discourse as dc


def test_a_stroke_marks_each_position(paper):
    table = dc.positions(paper, ["community of shared future", "human rights"])
    ax = dc.plot.positions(table, paper.parts("section"))
    strokes = [
        [segment[0][0] for segment in collection.get_segments()] for collection in ax.collections
    ]
    baseline, borders, hits = strokes[:3]
    assert hits == [23, 67, 86, 139, 164, 180, 276]
    assert borders == [1, 65, 340, 532, 912, 1184]
    assert baseline == [1]


def test_each_term_is_named_with_its_hits_in_the_order_of_the_table(paper):
    table = dc.positions(paper, ["human rights", "community of shared future"])
    ax = dc.plot.positions(table, paper.parts("section"))
    labels = [text.get_text() for text in ax.texts]
    assert labels == ["human rights  18", "community of shared future  7"]
    assert ax.texts[0].get_position()[1] < ax.texts[1].get_position()[1]
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first row stands on top"


def test_parts_are_named_over_their_middle(paper):
    ax = dc.plot.positions(dc.positions(paper, "rights"), paper.parts("section"))
    (above,) = ax.child_axes
    assert [label.get_text() for label in above.get_xticklabels()] == [
        "lead", "1", "2", "3", "4", "5",
    ]  # fmt: skip
    assert above.get_xticks()[0] == (1 + 65) / 2


def test_parts_in_several_stretches_are_refused(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.positions(dc.positions(paper, "rights"), paper.parts("publisher"))
    assert str(error.value) == (
        "plot.positions marks the borders of parts that are stretches of the text; "
        "give it corpus.parts of 'document', 'section' or 'sentence'."
    )


def labels_of(ax):
    return [text.get_text() for text in ax.texts]


def test_a_query_without_hits_is_an_empty_row_and_a_filtered_one_none():
    corpus = dc.Corpus.from_texts({"a": "Peace and rights, war and peace."})
    table = dc.positions(corpus, ["peace", "nowhere", "war"])
    assert labels_of(dc.plot.positions(table, corpus.parts())) == [
        "peace  2",
        "nowhere  0",
        "war  1",
    ]
    # A term whose rows the author left out has hits, so no row of the figure says that it has none.
    left = table[table["term"] != "war"]
    assert labels_of(dc.plot.positions(left, corpus.parts())) == ["peace  2", "nowhere  0"]
    turned = table.iloc[::-1]
    assert labels_of(dc.plot.positions(turned, corpus.parts())) == [
        "war  1",
        "peace  2",
        "nowhere  0",
    ]


def test_a_figure_with_a_query_without_hits_is_saved_and_verified(tmp_path):
    (tmp_path / "a.txt").write_text("Peace and rights, war and peace.", encoding="utf-8")
    corpus = dc.read(tmp_path / "a.txt")
    table = dc.positions(corpus, ["nowhere", "war"])
    ax = dc.plot.positions(table, corpus.parts())
    dc.save_figure(ax, tmp_path / "war", table=table, caption="War.", alt="One stroke.")
    assert dc.verify(tmp_path).empty
    whole = (tmp_path / "war.json").read_text("utf-8")
    (tmp_path / "war.json").write_text(whole.replace("nowhere  0", "nowhere  9"), "utf-8")
    assert "nowhere  0" in dc.verify(tmp_path)["expected"].str.cat()


def test_a_figure_of_version_0_1_0_without_a_row_for_such_a_query_verifies(
    tmp_path, as_first_format
):
    (tmp_path / "a.txt").write_text("Peace and rights, war and peace.", encoding="utf-8")
    corpus = dc.read(tmp_path / "a.txt")
    table = dc.positions(corpus, ["war", "nowhere"])
    del table.attrs["without_hits"]
    ax = dc.plot.positions(table, corpus.parts())
    dc.save_figure(ax, tmp_path / "war", table=table, caption="War.", alt="One stroke.")
    as_first_format(tmp_path / "war.json")
    assert dc.verify(tmp_path).empty
    whole = (tmp_path / "war.json").read_text("utf-8")
    (tmp_path / "war.json").write_text(whole.replace('"0.1.0"', '"0.2.0"'), "utf-8")
    assert "nowhere  0" in dc.verify(tmp_path)["expected"].str.cat()


@pytest.mark.parametrize("width", ["column", "page"])
def test_a_long_query_is_broken_into_lines_inside_the_figure(paper, width):
    query = "|".join(["rights", "peace", "democracy", "development", "future", "humanity"] * 4)
    table = dc.positions(paper, ["china", query])
    ax = dc.plot.positions(table, paper.parts(), width=width)
    ax.figure.canvas.draw()
    whole, axes = ax.figure.bbox, ax.get_window_extent()
    boxes = [label.get_window_extent() for label in ax.texts]
    assert all(box.x1 <= whole.x1 for box in boxes)
    assert boxes[1].y1 < boxes[0].y0, "the label of the second row is below that of the first"
    assert boxes[0].y1 <= axes.y1
    assert axes.width > 0.8 * whole.width


@pytest.fixture(scope="module")
def long():
    """200 documents, 60 to 89 of which have a cluster of one word."""
    texts = {
        f"{at:03}": " ".join(["peace", *["war"] * (20 if 60 <= at < 90 else 1), *["word"] * 30])
        for at in range(200)
    }
    return dc.Corpus.from_texts(texts)


def greys(strokes):
    return [round(float(colour[0]), 2) for colour in strokes.get_colors()]


def test_hits_that_would_run_together_are_darker_where_there_are_more(long):
    table = dc.positions(long, ["peace", "war"])
    ax = dc.plot.positions(table, long.parts("document"))
    peace, war = (ax.collections[at] for at in (2, 5))
    assert (len(peace.get_segments()), len(war.get_segments())) == (200, 170 + 30 * 20)
    where = dict(zip([segment[0][0] for segment in war.get_segments()], greys(war), strict=True))
    inside, outside = (
        [where[at] for at in table[(table["term"] == "war") & near]["position"]]
        for near in (table["document"].between("060", "089"), table["document"] < "060")
    )
    assert max(inside) < min(outside)
    assert min(greys(peace)) > max(inside)
    assert ax.get_xlabel() == "Position in the text (tokens); darker: more hits"


def test_few_hits_are_all_of_one_shade(paper):
    ax = dc.plot.positions(dc.positions(paper, "human rights"), paper.parts("section"))
    assert len(ax.collections[2].get_colors()) == 1
    assert ax.get_xlabel() == "Position in the text (tokens)"


def test_borders_of_many_parts_are_ticks_below_the_strokes(long):
    ax = dc.plot.positions(dc.positions(long, "peace"), long.parts("document"))
    _, borders, strokes = ax.collections
    assert len(borders.get_segments()) == 200
    assert min(y for segment in borders.get_segments() for _, y in segment) == max(
        y for segment in strokes.get_segments() for _, y in segment
    )


def test_more_terms_than_a_page_holds_are_refused(paper):
    words = dc.frequencies(paper).head(60)["term"].tolist()
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.positions(dc.positions(paper, words), paper.parts("section"))
    assert str(error.value) == (
        "60 terms would be drawn, and a page holds 26; draw some of them: "
        "table[table['term'].isin(terms)]."
    )


def test_labels_reach_the_names_of_parts_and_the_bundle_verifies(tmp_path):
    (tmp_path / "a.txt").write_text("# One\n\nPeace, rights.\n\n# Two\n\nOf rights.\n", "utf-8")
    corpus = dc.read(tmp_path / "a.txt")
    hits, parts = dc.positions(corpus, "rights"), corpus.parts("section")
    first = str(parts["part"].iloc[0])
    labels = {"rights": "Rechte", first: "Anfang"}
    ax = dc.plot.positions(hits, parts, labels=labels)
    names = [text.get_text() for text in ax.child_axes[0].get_xticklabels()]
    assert names[0] == "Anfang"
    assert names[1:] == parts["part"].astype(str).tolist()[1:]
    assert [text.get_text() for text in ax.texts] == ["Rechte  2"]
    assert str(parts["part"].iloc[0]) == first, "the table is as it was"
    path = tmp_path / "figures" / "where"
    path.parent.mkdir()
    dc.save_figure(ax, path, table=hits, caption="x", alt="x")
    assert dc.verify(tmp_path).to_dict("records") == []
    only_parts = dc.plot.positions(hits, parts, labels={first: "Anfang"})
    assert [text.get_text() for text in only_parts.texts] == ["rights  2"]


def test_labels_that_name_nothing_or_two_parts_alike_are_refused(paper):
    hits, parts = dc.positions(paper, "rights"), paper.parts("section")
    with pytest.raises(dc.DiscourseError, match="'nowhere', which no row of the table has"):
        dc.plot.positions(hits, parts, labels={"nowhere": "x"})
    first, second = map(str, parts["part"].head(2))
    with pytest.raises(dc.DiscourseError, match=r"of the column '(part|section)' as 'x'"):
        dc.plot.positions(hits, parts, labels={first: "x", second: "x"})
