"""Layers: labels of stretches of text, made by rules, by taggers and by word lists.

======================  ==========================================================================
`make`                  a layer of all texts of a corpus, by the name of a rule
`tag`                   lemmas, parts of speech and syntax, by a tagger
`lexicon`               categories of words and phrases, read from a file
`makers`                the rules, with their parameters and how well each does
`measured`              precision and recall of rules, of the tagger and of `dc.clauses`
`unpaired_marks`        quotation marks that have no partner
`codebook`              codes that readers give to lines, read from a file
`code_file`             the codes that one coder has given, kept in a file
`codes`                 the codes of all coders as layers
`revision`              what is uncoded, disputed or lost after a change
`to_sheet`, …           lines in a spreadsheet, to be coded there, and back
`by_coder`              a layer of several coders, divided into one for each
`read`, `write`         a layer as a file, with the record of who made it beside it
`from_conllu`, …        what a file of another program says about texts of a corpus
`to_conllu`, …          a corpus and its layers for another program
======================  ==========================================================================

``discourse help labelling-spans`` explains how layers are made and used, and
``discourse help layer-files`` the formats.

Examples
--------
>>> import discourse as dc
>>> paper = dc.read("seeds/")
>>> paper = paper.with_layer(dc.layers.make(paper, "quotations"))
>>> len(dc.concordance(paper, '"shared" "future" within quotation'))
3
"""

from discourse.layers.coding.code_file import CodeFile, code_file
from discourse.layers.coding.codebook import Codebook, codebook
from discourse.layers.coding.coders import by_coder
from discourse.layers.coding.codes import codes
from discourse.layers.coding.revision import revision
from discourse.layers.coding.sheets import from_sheet, to_sheet
from discourse.layers.files import read, write
from discourse.layers.formats.conllu import from_conllu, to_conllu
from discourse.layers.formats.qdc import from_qdc, to_qdc
from discourse.layers.formats.qdpx import from_qdpx, to_qdpx
from discourse.layers.formats.spacy_docs import from_spacy
from discourse.layers.formats.tables import from_csv, from_tsv, to_csv
from discourse.layers.formats.tei_words import from_tei
from discourse.layers.formats.vertical import from_vertical, to_vertical
from discourse.layers.lexicons import Lexicon, lexicon
from discourse.layers.makers.quotations import unpaired_marks
from discourse.layers.making import make, makers
from discourse.layers.measurements import measured
from discourse.layers.taggers.tagging import tag

__all__ = [
    "CodeFile",
    "Codebook",
    "Lexicon",
    "by_coder",
    "code_file",
    "codebook",
    "codes",
    "from_conllu",
    "from_csv",
    "from_qdc",
    "from_qdpx",
    "from_sheet",
    "from_spacy",
    "from_tei",
    "from_tsv",
    "from_vertical",
    "lexicon",
    "make",
    "makers",
    "measured",
    "read",
    "revision",
    "tag",
    "to_conllu",
    "to_csv",
    "to_qdc",
    "to_qdpx",
    "to_sheet",
    "to_vertical",
    "unpaired_marks",
    "write",
]
