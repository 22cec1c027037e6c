import pandas as pd
import pytest

import discourse as dc
from discourse.publish.claims.binding import check_prose
from discourse.publish.claims.proposals import propose

TEXT = "peace and war and peace\n\nrights of peace or rights"


def claims(table, number):
    return table.loc[table["number"] == number, "claim"].tolist()


def test_a_query_of_what_is_named_is_proposed(prose):
    table = propose(prose("The word *Peace* has 3 hits.", text=TEXT))
    assert claims(table, "3")[0] == "peace"


@pytest.mark.parametrize(
    ("sentence", "number", "claim"),
    [
        ("It has 10 tokens.", "10", "corpus; tokens"),
        ("A rate of 300.0 for `peace`.", "300.0", "frequencies; peace; per_thousand"),
        ("Of *rights*, section 2 has 2.", "2", 'rights :: section = "2"'),
        ("The 0.139 of “war” in section 1.", "0.139", "tfidf; war; tfidf; by=section; part=1"),
        ("Of *rights*, section 2 has 100 %.", "100 %", 'rights :: section = "2" / rights'),
        ("In section 1 stand 50 % of them.", "50 %", "parts; 1; tokens / corpus; tokens"),
        ("The document has 50 characters.", "50", "documents; text; characters"),
    ],
)  # fmt: skip
def test_totals_parts_rows_and_shares_are_proposed(prose, sentence, number, claim):
    sentence = sentence.replace("The document", "The text")
    assert claim in claims(propose(prose(sentence, text=TEXT)), number)


def test_words_for_amounts_and_for_nothing_are_proposed_what_holds(prose):
    table = propose(prose("*Peace* has dozens of hits, *treaty* has no hits.", text=TEXT))
    assert claims(table, "dozens") == ["frequencies; peace; per_thousand >= 24"]
    assert "treaty" in claims(table, "no")
    assert not [claim for claim in claims(table, "no") if "; peace; dp" in claim]


def test_every_proposal_gives_its_number_when_it_is_bound(prose):
    sentence = "Of *peace* and *rights*, 3 and 2 hits in 10 tokens, in section 2 are 1 and 2."
    table = propose(prose(sentence, text=TEXT))
    assert len(table) > 5
    marks = [f"[{row['number']}](# '{row['claim']}')" for _, row in table.iterrows()]
    notebook = prose("# Of *peace*, *rights* and *war*", "\n\n".join(marks), text=TEXT)
    assert [finding for finding in check_prose(notebook) if finding.row[-1] == ")"] == []


def test_strings_in_the_code_are_tried_as_queries(prose):
    read = 'import discourse as dc\npaper = dc.read("text.txt")'
    code = f'{read}\ndc.concordance(paper, "and war|peace")'
    table = propose(prose("The phrase stands 2 times.", code=code, text=TEXT))
    assert claims(table, "2")[0] == "and war|peace"


def test_a_number_that_nothing_gives_has_one_row_without_a_claim(prose):
    (row,) = propose(prose("There are 77 of *peace*.", text=TEXT)).to_dict("records")
    assert (row["cell"], row["line"], row["number"], row["claim"]) == (2, 1, "77", "")
    assert row["sentence"] == "There are 77 of peace."
    assert pd.isna(row["value"])


def test_bound_and_exempt_numbers_get_no_proposal_and_an_empty_table_has_its_types(prose):
    table = propose(prose("In 2017, [3](# 'peace') hits.", text=TEXT))
    assert table.dtypes.to_dict() == propose(prose("3 *peace*", text=TEXT)).dtypes.to_dict()
    assert len(table) == 0


def test_another_corpus_can_be_given(prose):
    corpus = dc.Corpus.from_texts({"a": "one two two"})
    assert claims(propose(prose("*two* 2", code="1 + 1"), corpus), "2")[0] == "two"


# ---- superlatives and comparisons -------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "word", "claim"),
    [
        (
            "*Peace* has [3](# 'frequencies; peace; count'), and is most frequent.",
            "most", "frequencies; peace; count is highest",
        ),
        ("*Peace* is more frequent than *rights*.", "more", "peace > rights"),
        ("*War* has fewer hits than *peace*.", "fewer", "war < peace"),
        ("*Rights* occurs only in section 2.", "only", 'rights :: section = "2" == rights'),
        (
            "*Peace* comes first: [3](# 'frequencies; peace; count').",
            "first", "frequencies; peace; count is highest",
        ),
        ("*War* is scarcer than *peace*, by far.", "scarcer", "war < peace"),
        ("*Peace* and *rights* differ.", "differ", "peace > rights"),
        ("*Shall* never occurs.", "never", "shall == 0"),
        (
            "*Rights* is entirely in section 2.",
            "entirely", 'rights :: section = "2" == rights',
        ),
        ("Every *rights* is in section 2.", "Every", 'rights :: section = "2" == rights'),
        ("A quarter of *rights* is in section 1.", "A quarter", ""),
    ],
)  # fmt: skip
def test_a_comparison_that_holds_is_proposed(prose, sentence, word, claim):
    assert claim in claims(propose(prose(sentence, text=TEXT)), word)


@pytest.mark.parametrize(
    "sentence",
    [
        "*War* has [1](# 'frequencies; war; count'), the most.",
        "*Rights* is more frequent than *peace*.",
        "*Peace* occurs only in section 2.",
        "Never the *peace*.",
    ],
)
def test_a_comparison_that_does_not_hold_is_not_proposed(prose, sentence):
    assert len(propose(prose(sentence, text=TEXT))) == 0


def test_words_for_numbers_and_shares_are_proposed(prose):
    table = propose(prose("*Rights*: two hits, all of them, none of *shall*.", text=TEXT))
    assert "rights" in claims(table, "two")
    assert "shall" in claims(table, "none")
    table = propose(prose("Half of the words are in section 2.", text=TEXT))
    assert claims(table, "Half") == ["parts; 2; tokens / corpus; tokens"]
