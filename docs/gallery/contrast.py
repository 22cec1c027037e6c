"""Two words by grammatical slot."""

import discourse as dc

paper = dc.read("seeds/")
paper = paper.with_layer(*dc.layers.tag(paper))
table = dc.contrast(paper, "right", "future")
table = table[table["log_ratio"].notna()]
ax = dc.plot.contrast(table)
dc.save_figure(
    ax,
    "figures/contrast",
    table=table,
    caption="What goes with *right* and what with *future*, by grammatical slot. An arrow is the "
    "open end of an interval: one of the words never has this collocate.",
    alt="Four rows in two slots. Share is a modifier of future only, six times; human and "
    "international are modifiers of right only, 13 and seven times; community of comes seven "
    "times before future, and never before right.",
)
