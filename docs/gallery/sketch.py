"""A word sketch."""

import discourse as dc

paper = dc.read("seeds/")
paper = paper.with_layer(*dc.layers.tag(paper))
table = dc.sketch(paper, "right")
table = table.groupby("slot", observed=True).head(4).head(16)
ax = dc.plot.sketch(table)
dc.save_figure(
    ax,
    "figures/sketch",
    table=table,
    caption="The company of *right* by grammatical slot: up to four words of each, with "
    "their counts.",
    alt="Sixteen dots below the names of six slots: human and international as modifiers "
    "of right, convention and governance as what it modifies, child and person after "
    "of.",
)
