"""Openings: the first words of sentences, and their class."""

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.errors import check_count
from discourse.layers.lexicons import read_data_lexicon
from discourse.layers.makers.categories import find_form
from discourse.layers.passages import DROPPED, read_passages
from discourse.layers.register import check_corpus, maker, tabulate_spans

COLUMNS = {"line_id": "str", "label": "str", "first": "str"}
OTHER = "other"


@maker("opening", version=2)
def openings(corpus: Corpus, *, words: int = 1) -> pd.DataFrame:
    """One row per sentence: its first words, labelled with the class of what it begins with.

    The class is that of the longest form in the list of openings that the sentence begins with,
    such as "connective" for *In addition* and "preposition" for *In*; "other" if it begins with
    none of them, mostly a noun, an adjective or a participle. Sentences are those of ``by=
    "sentence"``: the head of a section and an item of a list are sentences, too. Where a page
    number or another dropped stretch divides a sentence, what follows it is no opening.

    Parameters
    ----------
    corpus : Corpus
        The texts, in English.
    words : int
        How many words of each sentence the span has. A longer form is in the span as a whole.

    Returns
    -------
    DataFrame
        The columns are ``line_id, label, first``. The labels are "article", "demonstrative",
        "pronoun", "possessive", "existential", "quantifier", "coordinator", "subordinator",
        "connective", "adverb", "preposition", "wh-word", "negative", "verb" and "other";
        ``first`` is the form that was found, or the first word.

    Notes
    -----
    A form has one class, whatever it does in the sentence: *That* is a demonstrative in *That we
    know*, and *Since* a subordinator in *Since 1945*.
    """
    check_corpus("make", corpus)
    check_count("words", words, least=1)
    classes = _find_classes(corpus)
    rows = []
    offset = _first_tokens(corpus)
    for passages in read_passages(corpus, sentences=True):
        after = np.append(passages.openings[1:], len(passages.starts))
        for first, end in zip(passages.openings.tolist(), after.tolist(), strict=True):
            label, length, form = classes.get(offset[passages.digest] + first, (OTHER, 1, ""))
            last = min(max(first + words, first + length), end) - 1
            while DROPPED in passages.text[passages.starts[first] : passages.ends[last]]:
                last -= 1
            line_id = passages.line_id(int(passages.starts[first]), int(passages.ends[last]))
            rows.append((line_id, label, form or passages.forms[first]))
    return tabulate_spans(rows, COLUMNS)


def _first_tokens(corpus: Corpus) -> dict[str, int]:
    """The first token of each text in the whole corpus, where the text occurs first."""
    store = corpus.whole.store
    pairs = zip(store.digests.tolist(), store.index.documents[:-1].tolist(), strict=True)
    return dict(reversed(list(pairs)))


def _find_classes(corpus: Corpus) -> dict[int, tuple[str, int, str]]:
    """What begins at the first token of a sentence: its class, its length and its form."""
    known = read_data_lexicon("openings")
    sentences = corpus.whole.store.sentences
    found: dict[int, tuple[int, int, str, str]] = {}
    for form in known.forms:
        hits = find_form(corpus.whole, known, form)
        hits = hits[np.isin(hits[:, 0], sentences)]
        for first, end in hits.tolist():
            # The longest form is taken, and of two, the one without a wildcard.
            better = (end - first, -form.kind, form.category, form.form)
            if first not in found or better[:2] > found[first][:2]:
                found[first] = better
    return {first: (category, length, form) for first, (length, _, category, form) in found.items()}
