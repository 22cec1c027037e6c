import discourse as dc


def test_observed_and_expected_are_in_the_order_of_the_table(paper):
    table = dc.collocates(paper, "rights").head(4)
    ax = dc.plot.collocates(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == table["term"].tolist()
    expected, counted = ax.lines
    assert expected.get_xdata().tolist() == table["expected"].tolist()
    assert counted.get_xdata().tolist() == table["count"].tolist()
    assert expected.get_markerfacecolor() == "white"
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["expected", "observed"]
    assert ax.get_xlim()[0] == 0
