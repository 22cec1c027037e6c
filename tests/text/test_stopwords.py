import pytest

import discourse as dc


def test_negation_and_modals_are_not_on_the_list():
    assert not dc.stopwords() & {"no", "not", "nor", "cannot", "don't", "would", "should", "must"}


def test_the_list_is_of_folded_terms():
    words = dc.Tokenizer()
    assert {words.fold(word) for word in dc.stopwords()} == dc.stopwords()
    assert {"the", "of", "it's"} <= dc.stopwords()


def test_a_language_without_a_list_is_refused():
    with pytest.raises(dc.DiscourseError) as error:
        dc.stopwords("fr")
    assert str(error.value) == "language='fr' is not known; choose 'en'."
