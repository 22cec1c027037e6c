"""Frequencies in facets."""

import discourse as dc

paper = dc.read("seeds/")
table = dc.frequencies(paper, by="section")
words = ["rights", "cooperation", "future", "development"]
table = table[table["term"].isin(words)]
ax = dc.plot.frequencies(table, facet="part", width="page")
dc.save_figure(
    ax,
    "figures/frequencies-facets",
    table=table,
    caption="Four words by section. A hollow dot is a section without a hit.",
    alt="Six panels, one per section, with the rates of four words: rights is highest in "
    "the lead and section 3, future is in the lead and section 1 only, cooperation "
    "is highest in section 5.",
)
