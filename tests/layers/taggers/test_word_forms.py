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
    def build(*words, closed_guesses=False):
        """The dictionary of a treebank of these words: form, lemma, pos, xpos and features."""
        from treebank import Sentence

        sentence = Sentence("", "")
        for form, *values in words:
            sentence.forms.append(form)
            for name, value in zip(("lemma", "pos", "xpos", "feats"), values, strict=True):
                sentence.values[name].append(value)
        return word_forms.build_dictionary([sentence], closed_guesses=closed_guesses)

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


SHALL = ("shall", "shall", "AUX", "MD", "VerbForm=Fin")
CALL = ("call", "call", "VERB", "VB", "VerbForm=Inf")


def test_a_guess_is_of_a_closed_class_only_in_training(build):
    assert shorten(build(SHALL, CALL)["call"]) == {"call/VB"}
    assert shorten(build(SHALL, CALL, closed_guesses=True)["call"]) == {"call/VB", "call/MD"}


def test_a_word_of_a_closed_class_is_one_with_capitals(build):
    name = ("Shall", "Shall", "PROPN", "NNP", "Number=Sing")
    assert shorten(build(SHALL, name)["Shall"]) == {"Shall/NNP", "shall/MD"}


def test_guesses_are_learned_from_words_of_open_classes_without_slips(word_forms, build):
    from treebank import Sentence

    words = [*[THE] * 200, SLIP, CALL]
    sentence = Sentence("", "", [form for form, *_ in words])
    for at, field in enumerate(("lemma", "pos", "xpos", "feats"), 1):
        sentence.values[field] = [word[at] for word in words]
    sentence.values |= {"head": ["1"] * len(words), "deprel": ["det"] * len(words)}
    (kept,) = word_forms.select_listed([sentence], build(*words))
    assert (kept.forms, kept.values["lemma"], kept.values["head"]) == (["call"], ["call"], ["0"])


def test_no_form_has_a_closed_class_that_the_treebank_does_not_give_it(word_forms, build):
    rare = [(f"{start}ould", f"{start}ould", "NOUN", "NN", "Number=Sing") for start in "bcfgm"]
    made = build(SHALL, THE, ("would", "would", "AUX", "MD", "VerbForm=Fin"), *rare)
    closed = {form for form, found in made.items() if any(each.is_closed for each in found)}
    assert closed == {"shall", "the", "would"}


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
