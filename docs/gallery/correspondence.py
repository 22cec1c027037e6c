"""A map of parts and words."""

import discourse as dc

paper = dc.read("seeds/")
table = dc.correspondence(paper, by="section", min_count=5).head(30)
ax = dc.plot.correspondence(table)
dc.save_figure(
    ax,
    "figures/correspondence",
    table=table,
    caption="The sections of the chapter, and the words that place them. Sections are near "
    "each other if they use the same words at the same rates.",
    alt="A map of six sections and 24 words. The lead and section 1 are on the right "
    "with community, shared and future; section 3 is above with report and rights; "
    "section 4 is at the lower left with corruption and judicial.",
)
