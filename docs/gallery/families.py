"""A formula and its variants."""

import discourse as dc

paper = dc.read("seeds/")
table = dc.families(paper)
family = table[table["family"] == "a community of shared future for"]
ax = dc.plot.families(family)
dc.save_figure(
    ax,
    "figures/families",
    table=family,
    caption="A formula and its variants, aligned where the formula begins. The dark part of "
    "a bar is its hits outside the longer rows.",
    alt="Five rows: a community of shared future for, seven hits; with humanity, six; "
    "with building before it, four; with in after it, three; with of before it, two.",
)
