"""The dictionary that the model of English is trained with."""

import gzip
import sys

import pytest


@pytest.fixture
def word_forms(root, tmp_path, monkeypatch):
    """The module, with a lexicon of four entries."""
    monkeypatch.syspath_prepend(str(root / "benchmarks" / "models"))
    import word_forms

    table = tmp_path / "table.csv.gz"
    table.write_bytes(
        gzip.compress(
            b"advocate,noun,advocates\n"
            b"advocate,verb,advocated,,advocating,advocates\n"
            b"travel,verb,traveled/travelled,,traveling/travelling,travels\n"
            b"new,adj,newer,newest\n"
        )
    )
    monkeypatch.setattr(word_forms, "_find_file", lambda name: table)
    yield word_forms
    for name in ("word_forms", "treebank"):
        sys.modules.pop(name, None)


@pytest.fixture
def build(word_forms):
    def build(*words):
        """The dictionary of a treebank of these words: form, lemma, pos, xpos and features."""
        from treebank import Sentence

        sentence = Sentence("", "")
        for form, *values in words:
            sentence.forms.append(form)
            for name, value in zip(("lemma", "pos", "xpos", "feats"), values, strict=True):
                sentence.values[name].append(value)
        return word_forms.build_dictionary([sentence])

    return build


def shorten(readings):
    return {f"{reading.lemma}/{reading.xpos}" for reading in readings}


THE = ("the", "the", "DET", "DT", "")
SLIP = ("the", "they", "PRON", "PRP", "Typo=Yes")
RIGHT = ("advocates", "advocate", "NOUN", "NNS", "Number=Plur")


def test_a_form_that_the_treebank_hardly_has_has_the_readings_of_the_lexicon(build):
    made = build(THE, RIGHT)
    assert shorten(made["advocates"]) == {"advocate/NNS", "advocate/VBZ"}
    assert shorten(made["travelled"]) >= {"travel/VBD", "travel/VBN"}
    assert shorten(made["advocated"]) >= {"advocate/VBD", "advocate/VBN"}


def test_a_frequent_form_has_the_readings_of_the_treebank_without_slips(build):
    made = build(*[THE] * 200, SLIP, *[RIGHT] * 101)
    assert shorten(made["the"]) == {"the/DT"}
    assert shorten(made["advocates"]) == {"advocate/NNS"}
    assert shorten(build(*[THE] * 10, SLIP)["the"]) >= {"the/DT", "they/PRP"}


def test_what_is_written_with_a_capital_may_be_a_name(build):
    made = build(THE)
    assert shorten(made["Advocates"]) == {"Advocate/NNPS"}
    assert shorten(made["New"]) == {"New/NNP"}
    assert "Travelled" not in made


def test_a_rare_form_has_guesses_by_words_that_end_as_it_does(build):
    walked = ("walked", "walk", "VERB", "VBD", "Tense=Past|VerbForm=Fin")
    talked = ("talked", "talked", "ADJ", "JJ", "Degree=Pos")
    made = build(walked, talked)
    assert shorten(made["talked"]) == {"talked/JJ", "talk/VBD"}
    assert shorten(build(*[walked] * 21, talked)["walked"]) == {"walk/VBD"}


@pytest.mark.parametrize(
    ("form", "lemma", "other", "made"),
    [
        ("bridges", "bridge", "ridges", "ridge"),
        ("was", "be", "has", ""),
        ("unties", "untie", "ties", "tie"),
        ("better", "good", "butter", ""),
        ("a", "a", "b", "b"),
    ],
)
def test_a_rule_keeps_the_longest_stretch(word_forms, form, lemma, other, made):
    rule = word_forms.find_rule(form, lemma)
    assert rule.apply(form) == lemma
    assert rule.apply(other) == made
