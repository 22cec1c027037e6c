"""Words of each group."""

import discourse as dc

paper = dc.read("seeds/")
table = dc.compare(paper, by="section", min_count=4)
more = table[table["log_ratio"] > 0].groupby("part", observed=True).head(3)
ax = dc.plot.compare(more)
dc.save_figure(
    ax,
    "figures/compare",
    table=more,
    caption="The three words that distinguish each section most clearly from the others. "
    "Sections of one chapter are described; nothing is tested.",
    alt="Eighteen rows below the names of six sections, each with a log ratio and its "
    "interval: building in the lead, shared and future in section 1, report in "
    "section 3, corruption in section 4, cooperation in section 5.",
)
