"""The plots. Each has the name of the verb whose table it draws.

Only `association` draws the tables of several verbs: `dc.keyness`, `dc.collocates`,
`dc.contrast` and `dc.changes`. A plot draws the rows that it is given, in their order, and returns
the axes; `dc.save_figure` saves them.

Examples
--------
>>> import discourse as dc
>>> ax = dc.plot.frequencies(dc.frequencies(dc.read("seeds/")).head(20))
>>> ax.get_xlabel()
'Count'
"""

from discourse.extensions import extension_names
from discourse.publish.plots.association import association
from discourse.publish.plots.clauses import clauses
from discourse.publish.plots.collocates import collocates
from discourse.publish.plots.compare import compare
from discourse.publish.plots.contrast import contrast
from discourse.publish.plots.correspondence import correspondence
from discourse.publish.plots.dispersion import dispersion
from discourse.publish.plots.families import families
from discourse.publish.plots.frequencies import frequencies
from discourse.publish.plots.keyness import keyness
from discourse.publish.plots.multiverse import multiverse
from discourse.publish.plots.ngrams import ngrams
from discourse.publish.plots.panels import panels
from discourse.publish.plots.positions import positions
from discourse.publish.plots.register import find_plot
from discourse.publish.plots.sketch import sketch
from discourse.publish.plots.tfidf import tfidf
from discourse.publish.plots.trend import trend
from discourse.renames import PLOTS, warn_renamed

__all__ = [
    "association",
    "clauses",
    "collocates",
    "compare",
    "contrast",
    "correspondence",
    "dispersion",
    "families",
    "frequencies",
    "keyness",
    "multiverse",
    "ngrams",
    "panels",
    "positions",
    "sketch",
    "tfidf",
    "trend",
]


def __dir__() -> list[str]:
    return sorted({*__all__, *extension_names("plots")})


def __getattr__(name: str) -> object:
    """Find a plot of another package, or one by its name in an earlier version."""
    if name in PLOTS:
        warn_renamed(f"dc.plot.{name}", f"dc.plot.{PLOTS[name]}")
        return globals()[PLOTS[name]]
    if name in extension_names("plots"):
        return find_plot(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
