"""The plots by the names of the tables that they draw: ``dc.plot.frequencies(table)``."""

from discourse.publish.plots.dispersion import dispersion
from discourse.publish.plots.frequencies import frequencies
from discourse.publish.plots.tfidf import tfidf

__all__ = ["dispersion", "frequencies", "tfidf"]
