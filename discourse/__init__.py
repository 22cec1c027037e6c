"""Discourse analysis in notebooks: every number resolves to the lines of text behind it."""

from discourse.analyses.concordance import concordance
from discourse.corpus.corpus import Corpus, read
from discourse.errors import DiscourseError
from discourse.text.words import Words

__all__ = [
    "Corpus",
    "DiscourseError",
    "Words",
    "concordance",
    "read",
]
