import discourse as dc


def test_dots_are_in_the_order_of_the_table_at_their_counts(paper):
    table = dc.ngrams(paper, (3, 4)).head(5)
    ax = dc.plot.ngrams(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == table["term"].tolist()
    assert ax.lines[0].get_xdata().tolist() == table["count"].tolist()


def test_rows_by_part_are_named_with_their_part(paper):
    table = dc.ngrams(paper, 4, by="section")
    ax = dc.plot.ngrams(table[table["term"] == "community of shared future"])
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["", "lead", "1", "2", "3", "4", "5"]
