"""Effect and frequency of keywords, as labelled points."""

import discourse as dc

paper = dc.read("seeds/")
addresses = dc.reference("inaugural").subset("year >= 1945")
table = dc.keyness(paper, addresses).head(14)
ax = dc.plot.association(table)
dc.save_figure(
    ax,
    "figures/association",
    table=table,
    caption="The chapter compared with inaugural addresses since 1945: log ratio by combined "
    "count, for the fourteen words with the strongest evidence of a difference. "
    "Hollow: words that one side does not have.",
    alt="Labelled points. Upper left, hollow: words that occur only in the chapter, such as "
    "convention and report. Further right and lower: rights and human. Far right, below zero: our "
    "and, hollow, we.",
)
