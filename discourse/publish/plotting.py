"""The plots, most of them by the name of the verb whose table they draw.

`dispersion` draws a table of `dc.positions`, `dispersion_band` one of `dc.dispersion`, and
`association` one of `dc.keyness` or `dc.collocates`. Each draws the rows it is given, in their
order, and gives the axes; `dc.save_figure` saves them.

Examples
--------
>>> import discourse as dc
>>> ax = dc.plot.frequencies(dc.frequencies(dc.read("seeds/")).head(20))
>>> ax.get_xlabel()
'Count'
"""

from discourse.publish.plots.association import association
from discourse.publish.plots.collocates import collocates
from discourse.publish.plots.dispersion import dispersion_band
from discourse.publish.plots.frequencies import frequencies
from discourse.publish.plots.keyness import keyness
from discourse.publish.plots.ngrams import ngrams
from discourse.publish.plots.positions import dispersion
from discourse.publish.plots.tfidf import tfidf

__all__ = [
    "association",
    "collocates",
    "dispersion",
    "dispersion_band",
    "frequencies",
    "keyness",
    "ngrams",
    "tfidf",
]
