"""A figure of two panels."""

import discourse as dc

paper = dc.read("seeds/")
words = dc.frequencies(paper).head(10)
key = dc.keyness(paper, dc.reference("udhr")).head(10)
axes = dc.plot.panels("ab", height=75)
ax = dc.plot.frequencies(words, ax=axes["a"])
ax = dc.plot.keyness(key, ax=axes["b"], sides=["the chapter", "the Declaration"])
dc.save_figure(
    ax.figure,
    "figures/panels",
    tables={"a": words, "b": key},
    caption="**a** The most frequent words of the chapter. **b** What distinguishes it from "
    "the Universal Declaration of Human Rights.",
    alt="Two panels. Left, ten dots from the, 108 times, to convention, 19 times. Right, "
    "ten log ratios: on, china, convention and international are more frequent in "
    "the chapter; be, everyone, shall, right and any in the Declaration.",
)
