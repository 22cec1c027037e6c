"""What rose and what fell."""

import discourse as dc

speeches = dc.read("docs/speeches", metadata="{year:d}-{speaker}")
table = dc.changes(speeches)
table = table[table["status"] != "not estimable"]
ax = dc.plot.association(table)
dc.save_figure(
    ax,
    "figures/changes",
    table=table,
    caption="All words with five occurrences or more in six short speeches: the change of their "
    "rate from the first speech to the last, in doublings, by count. It describes these "
    "speeches; six are too few for a test.",
    alt="Eight labelled points. Far above zero, with the lowest count: rights. A little above: "
    "the, of. Below: all, peace, is, we, it.",
)
