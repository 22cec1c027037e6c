import sys

import pytest

import discourse as dc


def test_negation_and_modals_are_not_on_the_list():
    assert not dc.stopwords() & {"no", "not", "nor", "cannot", "don't", "would", "should", "must"}


def test_the_list_is_of_folded_terms():
    words = dc.Tokenizer()
    assert {words.fold(word) for word in dc.stopwords()} == dc.stopwords()
    assert {"the", "of", "it's"} <= dc.stopwords()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", {"der", "und", "für", "daß"}),
        ("French", {"le", "été", "l", "l'", "qu'"}),
        ("pt-BR", {"não", "para"}),
        ("Polish", {"jeśli", "być"}),
        ("no", {"og", "ikke"}),
        ("tr", {"ve", "için"}),
    ],
)
def test_other_languages_have_lists_by_any_of_their_names(language, words):
    pytest.importorskip("stop_words")
    assert words <= dc.stopwords(language)


@pytest.mark.parametrize("language", ["en", "English", "eng", "en-GB"])
def test_the_english_list_has_several_names(language):
    assert dc.stopwords(language) == dc.stopwords()


def test_a_list_of_one_s_own_is_a_file_or_words(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("# of my own\nThe of\nDON’T  # sic\n", encoding="utf-8")
    assert dc.stopwords(path) == dc.stopwords(str(path)) == {"the", "of", "don't"}
    assert dc.stopwords(["The", "of"]) == dc.stopwords(iter(["the", "OF"])) == {"the", "of"}


def test_a_language_without_a_list_is_refused():
    pytest.importorskip("stop_words")
    with pytest.raises(dc.DiscourseError) as error:
        dc.stopwords("Basque")
    assert str(error.value).startswith("language='eu' is not known; choose 'ar', 'bg', ")
    with pytest.raises(dc.DiscourseError, match="language='Klingonish' is not known; choose 'ar'"):
        dc.stopwords("Klingonish")


def test_a_missing_file_and_a_missing_package_are_named(monkeypatch, tmp_path):
    with pytest.raises(dc.DiscourseError, match=r"cannot be read .*; give the path of a list\."):
        dc.stopwords(tmp_path / "none.txt")
    monkeypatch.setitem(sys.modules, "stop_words", None)
    with pytest.raises(dc.DiscourseError) as error:
        dc.stopwords("de")
    assert str(error.value) == (
        "the stop words of 'de' are in the package stop-words; pip install "
        "'discourse-toolkit[lang]', or give a list of your own, as in dc.stopwords('my-words.txt')."
    )
