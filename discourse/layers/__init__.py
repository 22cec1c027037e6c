"""Layers: labels of stretches of text, made by rules and by word lists.

======================  ==========================================================================
`make`                  a layer of all texts of a corpus, by the name of a rule
`lexicon`               categories of words and phrases, read from a file
`makers`                the rules, with their parameters and how well each does
`unpaired_marks`        quotation marks that have no partner
======================  ==========================================================================

``discourse help labelling-spans`` explains them.
"""

from discourse.layers.lexicons import Lexicon, lexicon
from discourse.layers.makers.quotations import unpaired_marks
from discourse.layers.making import make, makers

__all__ = ["Lexicon", "lexicon", "make", "makers", "unpaired_marks"]
