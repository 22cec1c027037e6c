"""Rates over time."""

import discourse as dc

speeches = dc.read("docs/speeches", metadata="{year:d}-{speaker}")
table = dc.trend(speeches, ["peace", "we"], bins=3)
ax = dc.plot.trend(table, documents=speeches.documents)
dc.save_figure(
    ax,
    "figures/trend",
    table=table,
    caption="*Peace* and *we* in six short speeches, in three spans of time. Bands are the "
    "exact interval of the rate. They are wide: six speeches are too few for a "
    "trend.",
    alt="Two strips of three points with wide bands. Peace falls from 111 to 53 per "
    "1,000 tokens; we falls from 74 to 22 and rises to 105.",
)
