"""Sequences of four words, by count."""

import discourse as dc

paper = dc.read("seeds/")
table = dc.ngrams(paper, 4, min_count=4)
ax = dc.plot.ngrams(table)
dc.save_figure(
    ax,
    "figures/ngrams",
    table=table,
    caption="Sequences of four words that occur at least four times in the chapter.",
    alt="Dots, one row per sequence: the convention on the, thirteen times; a community of "
    "shared and four others, seven times.",
)
