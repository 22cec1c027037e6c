"""Discourse analysis in notebooks: every number resolves to the lines of text behind it."""

from discourse.analyses.collocates import collocates
from discourse.analyses.concordance import concordance
from discourse.analyses.dispersion import dispersion
from discourse.analyses.frequencies import frequencies
from discourse.analyses.ngrams import ngrams
from discourse.analyses.positions import positions
from discourse.analyses.tfidf import tfidf
from discourse.corpus.corpus import Corpus, read
from discourse.corpus.storage import load
from discourse.errors import DiscourseError
from discourse.publish import plot
from discourse.publish.evidence import evidence, lines
from discourse.publish.export import export, import_csv
from discourse.publish.figures import save_figure
from discourse.publish.recipes import with_record
from discourse.publish.site import save_site
from discourse.publish.verify import verify
from discourse.text.stopwords import stopwords
from discourse.text.words import Words

__all__ = [
    "Corpus",
    "DiscourseError",
    "Words",
    "collocates",
    "concordance",
    "dispersion",
    "evidence",
    "export",
    "frequencies",
    "import_csv",
    "lines",
    "load",
    "ngrams",
    "plot",
    "positions",
    "read",
    "save_figure",
    "save_site",
    "stopwords",
    "tfidf",
    "verify",
    "with_record",
]
