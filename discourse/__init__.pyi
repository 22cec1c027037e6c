"""The public names, and the rooms that they are in."""

from .analyses.collocates import collocates as collocates
from .analyses.concordance import concordance as concordance
from .analyses.dispersion import dispersion as dispersion
from .analyses.diversity import diversity as diversity
from .analyses.frequencies import frequencies as frequencies
from .analyses.keyness import keyness as keyness
from .analyses.ngrams import ngrams as ngrams
from .analyses.positions import positions as positions
from .analyses.tfidf import tfidf as tfidf
from .corpus.corpus import Corpus as Corpus
from .corpus.corpus import read as read
from .corpus.reference import reference as reference
from .corpus.storage import load as load
from .errors import DiscourseError as DiscourseError
from .publish import plot as plot
from .publish.evidence import evidence as evidence
from .publish.evidence import lines as lines
from .publish.export import export as export
from .publish.export import import_csv as import_csv
from .publish.figures import save_figure as save_figure
from .publish.methods import methods as methods
from .publish.recipes import with_record as with_record
from .publish.tables import save_table as save_table
from .publish.verify import verify as verify
from .text.stopwords import stopwords as stopwords
from .text.words import Words as Words
