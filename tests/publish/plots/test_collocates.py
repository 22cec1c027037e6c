import discourse as dc


def test_observed_and_expected_are_in_the_order_of_the_table(paper):
    table = dc.collocates(paper, "rights").head(4)
    ax = dc.plot.collocates(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == table["term"].tolist()
    expected, enough, few = ax.lines
    counted = {*zip(enough.get_ydata(), enough.get_xdata(), strict=True)}
    counted |= {*zip(few.get_ydata(), few.get_xdata(), strict=True)}
    assert expected.get_xdata().tolist() == table["expected"].tolist()
    assert sorted(counted) == list(enumerate(table["count"]))
    assert expected.get_markerfacecolor() == "white"
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["expected", "observed", "under 5"]
    assert ax.get_xlim()[0] == 0


def test_counts_that_are_too_small_for_a_measure_are_grey(paper):
    table = dc.collocates(paper, "human rights").query("count in (2, 13, 5)")
    ax = dc.plot.collocates(table)
    enough, few = ax.lines[1:]
    assert enough.get_xdata().tolist() == [13, 5, 5]
    assert set(few.get_xdata()) == {2} and few.get_markerfacecolor() == "0.7"
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["expected", "observed", "under 5"]
