import math

import numpy as np
import pytest
from nltk.collocations import TrigramCollocationFinder
from nltk.metrics import TrigramAssocMeasures

from discourse.measures import association, sequences

PAIRS = [
    (sequences.sequence_dice, association.dice),
    (sequences.sequence_log_dice, association.log_dice),
    (sequences.sequence_mi, association.mi),
    (sequences.sequence_t_score, association.t_score),
    (sequences.sequence_z_score, association.z_score),
]


@pytest.mark.parametrize(("of_words", "of_pairs"), PAIRS)
def test_for_two_words_the_values_are_those_of_the_table_of_the_pair(of_words, of_pairs):
    count, first, second, places = np.array([4, 1, 7]), np.array([9, 5, 7]), np.array([6, 8, 7]), 40
    expected = of_pairs(count, first, second - count, places - first)
    found = of_words(count, np.stack([first, second], axis=1), places)
    assert found == pytest.approx(expected)


def test_three_words_by_hand():
    count, words, places = [4], [[10, 20, 5]], 100
    assert sequences.expected_sequences(words, places) == pytest.approx(100 * 0.1 * 0.2 * 0.05)
    assert sequences.sequence_mi(count, words, places) == pytest.approx(math.log2(4 / 0.1))
    assert sequences.sequence_t_score(count, words, places) == pytest.approx((4 - 0.1) / 2)
    assert sequences.sequence_z_score(count, words, places) == pytest.approx(3.9 / math.sqrt(0.1))
    assert sequences.sequence_dice(count, words, places) == pytest.approx(3 * 4 / 35)


def test_agreement_with_the_mutual_information_of_trigrams_in_nltk():
    words = "a b c a b c a c b b a c a b c".split()
    finder = TrigramCollocationFinder.from_words(words)
    theirs = dict(finder.score_ngrams(TrigramAssocMeasures.pmi))
    counts, of = finder.ngram_fd, finder.word_fd  # nltk counts each word anywhere
    frequencies = [[of[word] for word in gram] for gram in theirs]
    found = sequences.sequence_mi([counts[gram] for gram in theirs], frequencies, len(words))
    assert found == pytest.approx(list(theirs.values()))


def test_what_does_not_occur_has_no_value_and_what_cannot_be_is_refused():
    assert np.isnan(sequences.sequence_mi([0], [[1, 2]], 10))
    assert np.isnan(sequences.sequence_log_dice([0], [[1, 2]], 10))
    for wrong in ([1, 2], [[11, 2]]):
        with pytest.raises(ValueError, match="one row per sequence, one column per word"):
            sequences.sequence_mi([1], wrong, 10)
