"""The sentences on methods that an article takes over, and those that its author changed."""

from collections import Counter
from difflib import get_close_matches

from discourse.publish.manuscripts.manuscript import Manuscript
from discourse.publish.manuscripts.passage import PARAGRAPH_KIND
from discourse.publish.manuscripts.saved_words import SavedWords, as_letters, sentences_of

CHANGED = "sentences on methods that authors changed in articles ({}: “{}”), not compared"
LEAST_ALIKE = 0.85  # of a sentence that was changed, and that on the methods


def count_changed_methods(
    manuscript: Manuscript, name: str, saved: SavedWords, checked: "Counter[str]"
) -> None:
    """Name the sentences that are nearly, and not quite, those that the methods have now.

    Parameters
    ----------
    manuscript : Manuscript
        The article.
    name : str
        Its name in the summary.
    saved : SavedWords
        What the folder of its figures says.
    checked : Counter
        What was checked, to which they are added.
    """
    for passage in manuscript.passages:
        if passage.kind != PARAGRAPH_KIND:
            continue
        for sentence in sentences_of(passage.text):
            plain = as_letters(sentence)
            if plain in saved.methods:
                continue
            if get_close_matches(plain, saved.methods, n=1, cutoff=LEAST_ALIKE):
                checked[CHANGED.format(name, sentence)] += 1
