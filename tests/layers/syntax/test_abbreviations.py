"""Words of several tokens, and abbreviations with their points, as one word of a clause."""

from importlib.resources import files

import pytest

import discourse as dc


@pytest.fixture(scope="module")
def clauses_of():
    if not (files("discourse.layers") / "data" / "english-ewt.udpipe").is_file():
        pytest.skip("needs the model of English")

    def find(text, by_parse=None):
        corpus = dc.Corpus.from_texts({"a": text})
        return dc.clauses(corpus.with_layer(*dc.layers.tag(corpus)), by_parse=by_parse)

    return find


@pytest.mark.parametrize("by_parse", [True, False])
@pytest.mark.parametrize(
    ("text", "subject", "actor"),
    [
        ("The U.S. signed the treaty.", "U.S.", "U.S."),
        ("The treaty was signed by the U.N.", "treaty", "U.N."),
        ("The U.K. and the U.N. signed the treaty.", "U.K.", "U.K."),
        ("U.S. officials rejected the plan.", "officials", "officials"),
        ("Dr. Smith opened the school.", "Smith", "Dr. Smith"),
        ("Mr. J. F. Kennedy spoke.", "Kennedy", "Mr. J. F. Kennedy"),
    ],
)
def test_a_name_is_as_it_is_written(clauses_of, text, subject, actor, by_parse):
    table = clauses_of(text, by_parse)
    assert table[["subject", "actor"]].to_numpy().tolist() == [[subject, actor]]


def test_an_address_is_one_word(clauses_of):
    table = clauses_of("See https://example.org/a for 5 reports.")
    assert table[["object", "quantity"]].to_numpy().tolist() == [["https://example.org/a", "5"]]


@pytest.mark.parametrize("by_parse", [True, False])
@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("We meet at 5:30 in the room.", ""),
        ("That was gr8.", ""),
        ("The firm paid $1.2bn for it.", "1.2bn"),
        ("The firm paid £3m for two roads.", "3m; two"),
        ("He gave 10,000 to 20 people at 10:15.", "10,000; 20"),
    ],
)
def test_a_quantity_is_a_number(clauses_of, text, quantity, by_parse):
    assert clauses_of(text, by_parse)["quantity"].tolist() == [quantity]


@pytest.mark.parametrize("by_parse", [True, False])
def test_an_s_after_nobody_is_its_verb(clauses_of, by_parse):
    table = clauses_of("Nobody's perfect.", by_parse)
    assert table[["subject", "verb", "negated"]].to_numpy().tolist() == [["Nobody", "be", True]]


@pytest.mark.parametrize("by_parse", [True, False])
def test_a_possessive_is_no_verb(clauses_of, by_parse):
    table = clauses_of("Nobody's fault was found, and China's road was built.", by_parse)
    assert table["verb"].tolist() == ["find", "build"]


@pytest.mark.parametrize("by_parse", [True, False])
@pytest.mark.parametrize("name", ["Jinping", "Xi Jinping"])
def test_it_stands_for_no_person_of_unknown_name(clauses_of, name, by_parse):
    table = clauses_of(f"{name} spoke. It protects people.", by_parse)
    assert table["antecedent"].tolist()[-1] == ""


def test_it_stands_for_a_noun_with_the_capital_of_a_sentence(clauses_of):
    table = clauses_of("Peace was good. It protects people.")
    assert table["antecedent"].tolist() == ["", "Peace"]
