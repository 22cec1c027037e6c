"""Does a claim hold under other choices?"""

import discourse as dc

paper = dc.read("seeds/")
table = dc.multiverse(paper, "china > international", tokenizer="possessive=split", names="without")
ax = dc.plot.multiverse(table)
dc.save_figure(
    ax,
    "figures/multiverse",
    table=table,
    caption="The claim that China is more frequent than international, under other rules for "
    "tokens and without names. Filled: the claim holds.",
    alt="A strip of settings with a dot each, and below it a grid of the choices of each.",
)
