"""Layers: labels of stretches of text, made by rules and by word lists.

======================  ==========================================================================
`make`                  a layer of all texts of a corpus, by the name of a rule
`lexicon`               categories of words and phrases, read from a file
`makers`                the rules, with their parameters and how well each does
`unpaired_marks`        quotation marks that have no partner
`read`, `write`         a layer as a file, with the record of who made it beside it
`from_conllu`, …        what a file of another program says about texts of a corpus
`to_conllu`, …          a corpus and its layers for another program
======================  ==========================================================================

``discourse help labelling-spans`` explains how layers are made and used, and
``discourse help layer-files`` the formats.
"""

from discourse.layers.files import read, write
from discourse.layers.formats.conllu import from_conllu, to_conllu
from discourse.layers.lexicons import Lexicon, lexicon
from discourse.layers.makers.quotations import unpaired_marks
from discourse.layers.making import make, makers

__all__ = [
    "Lexicon",
    "from_conllu",
    "lexicon",
    "make",
    "makers",
    "read",
    "to_conllu",
    "unpaired_marks",
    "write",
]
