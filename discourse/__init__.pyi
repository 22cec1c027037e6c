"""The public names, and the modules that they are in."""

from . import layers as layers
from . import plot as plot
from .analyses.absences import absences as absences
from .analyses.agreement import agreement as agreement
from .analyses.clauses import clauses as clauses
from .analyses.collocates import collocates as collocates
from .analyses.concordance import concordance as concordance
from .analyses.confusion import confusion as confusion
from .analyses.contrast import contrast as contrast
from .analyses.dispersion import dispersion as dispersion
from .analyses.diversity import diversity as diversity
from .analyses.frequencies import frequencies as frequencies
from .analyses.keyness import keyness as keyness
from .analyses.ngrams import ngrams as ngrams
from .analyses.positions import positions as positions
from .analyses.sketch import sketch as sketch
from .analyses.tfidf import tfidf as tfidf
from .corpus.corpus import Corpus as Corpus
from .corpus.corpus import load as load
from .corpus.corpus import read as read
from .corpus.lines.line import Line as Line
from .corpus.lines.lines import Concordance as Concordance
from .corpus.references.frequency_list import FrequencyList as FrequencyList
from .corpus.references.frequency_list import reference as reference
from .corpus.store.layer import Layer as Layer
from .errors import DiscourseError as DiscourseError
from .lab.browse import browse as browse
from .lab.browser import Browser as Browser
from .publish.contact_sheet import contact_sheet as contact_sheet
from .publish.evidence import evidence as evidence
from .publish.evidence import lines as lines
from .publish.export.export import export as export
from .publish.export.export import import_csv as import_csv
from .publish.figures import save_figure as save_figure
from .publish.methods import Methods as Methods
from .publish.methods import methods as methods
from .publish.provenance.recipes import with_record as with_record
from .publish.provenance.verb_table import verbs as verbs
from .publish.site.site import save_site as save_site
from .publish.tables import save_table as save_table
from .publish.verify import verify as verify
from .text.stopwords import stopwords as stopwords
from .text.tokenizer import Tokenizer as Tokenizer

__version__: str
