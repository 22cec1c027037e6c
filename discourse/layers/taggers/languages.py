"""Refuse texts in another language than a tagger knows."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError
from discourse.layers.taggers.tagger import Tagger
from discourse.text.languages import find_language_code
from discourse.text.stopwords import stopwords

ENGLISH = "en"
# Texts of which no language is given are taken for English if function words are this frequent:
# of the Declaration of Human Rights in 400 languages, English has 46 %, Scots 28 % and Nigerian
# Pidgin 23 %, and no other more than 16 %.
FUNCTION_WORDS = 0.2
ENOUGH = 100  # tokens; the share of fewer says little


def check_language(store: Store, numbers: Sequence[int], tagger: Tagger) -> None:
    """Refuse documents in a language that a tagger does not know.

    Parameters
    ----------
    store : Store
        The texts.
    numbers : sequence of int
        The documents that are to be tagged.
    tagger : Tagger
        The tagger.

    Raises
    ------
    DiscourseError
        For a document whose metadata name another language; and for one without a language that is
        not in English, if the tagger knows only that.
    """
    if not tagger.languages:
        return
    given = store.sources.get("language")
    unknown = []
    for number in numbers:
        language = None if given is None else given.iloc[number]
        if language is None or pd.isna(language) or not str(language).strip():
            unknown.append(number)
            continue
        code = find_language_code(language)
        if code not in tagger.languages:
            raise DiscourseError(
                f"{store.sources['document'].iloc[number]!r} is in the language {language!r}, and "
                f"the tagger {tagger.name} knows {', '.join(map(repr, tagger.languages))}; "
                "give tagger= one that knows it, or tag only the other texts with "
                "corpus.subset('language = ...')."
            )
    if tagger.languages == (ENGLISH,):
        _check_english(store, unknown, tagger)


def _check_english(store: Store, numbers: Sequence[int], tagger: Tagger) -> None:
    known = stopwords(ENGLISH)
    is_function = np.array([term in known for term in store.index.vocabulary.terms], dtype=bool)
    for number in numbers:
        first, end = store.index.documents[number : number + 2].tolist()
        share = is_function[store.index.term_ids[first:end]].mean() if end > first else 1.0
        if end - first >= ENOUGH and share < FUNCTION_WORDS:
            raise DiscourseError(
                f"{store.sources['document'].iloc[number]!r} is not in English, which the tagger "
                f"{tagger.name} knows: function words of English are {share:.0%} of its words; "
                "give tagger= another, or the language of the text when it is read, in a column "
                "'language'."
            )
