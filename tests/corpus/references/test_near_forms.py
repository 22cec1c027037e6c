import pytest

import discourse as dc

FILLER = " and so it is" * 3


def near(one, other, **options):
    """The near forms of a comparison, by term."""
    corpora = [dc.Corpus.from_texts({"a": text + FILLER}, **options) for text in (one, other)]
    table = dc.keyness(*corpora).set_index("term")
    return table.loc[table["near_form"] != "", "near_form"].to_dict()


@pytest.mark.parametrize(
    ("one", "other", "forms"),
    [
        ("cooperation " * 6, "co-operation co-operation", {"cooperation": "co-operation (2)"}),
        ("co-operation " * 6, "cooperation", {"co-operation": "cooperation (1)"}),
        ("China " * 6, "China's China's", {"china": "china's (2)"}),
        ("China’s " * 6, "China", {"china's": "china (1)"}),
        ("law-enforcement " * 6, "Law enforcement.", {"law-enforcement": "law enforcement (1)"}),
        ("UN " * 6, "The United Nations.", {"un": "united nations (1)"}),
        ("peace " * 6, "war", {}),
        ("were " * 6, "we're", {}),
        ("us " * 6, "United States", {}),
        ("cooperation " * 4, "co-operation", {}),  # too few to be estimable
    ],
)
def test_a_zero_says_what_the_other_side_has_instead(one, other, forms):
    assert near(one, other) == forms
    assert near(other, one) == forms


def test_case_matters_where_the_tokeniser_keeps_it():
    keep = dc.Tokenizer(case="keep")
    assert near("Peace " * 6, "peace", tokenizer=keep) == {"Peace": "peace (1)"}


def test_an_abbreviation_is_not_spelled_across_sections():
    assert near("UN " * 6, "We are United.\n\nNations differ.") == {}


def test_a_list_has_the_words_of_what_an_abbreviation_stands_for(paper):
    table = dc.keyness(paper, dc.reference("udhr")).set_index("term")
    assert table.loc["un", "near_form"] == "united nations (united 5, nations 8)"
    assert table.loc["cooperation", "near_form"] == "co-operation (2)"
    present = (table["count"] > 0) & (table["count_reference"] > 0)
    assert (table.loc[present, "near_form"] == "").all()


def test_against_rates_nothing_is_absent(paper):
    pytest.importorskip("wordfreq")
    assert (dc.keyness(paper, "wordfreq:en")["near_form"] == "").all()
