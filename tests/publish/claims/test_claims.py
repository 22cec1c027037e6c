import math

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.claims.bound_numbers import check_bound
from discourse.publish.claims.claims import Claims
from discourse.publish.provenance.recipes import CORPUS_TABLES, VerbCall, verb_names

KNOWN = [*verb_names(), *CORPUS_TABLES]


@pytest.fixture
def claims():
    """Claims about ten tokens, seven types, in two sections."""
    text = "peace and war and peace\n\nrights of peace or rights"
    return Claims(dc.Corpus.from_texts({"a": text}))


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("frequencies; and war; count", 1),
        ("frequencies; peace of rights; count", 0),
        ("peace", 3),
        ('peace :: section = "1"', 2),
        ("must|shall", 0),
        ('[lower="(war|x;y)"]', 1),  # a sign in quotes does not divide
        ("corpus; tokens", 10),
        ("share", 0),
        ("share; peace; count; section = 1", 2 / 3),
        ("parts; rows", 2),
        ("frequencies; rows; count>=2", 3),
        ("frequencies; rows; term!=and", 5),
        ("frequencies; rows; queries=peace, rights, mercy; count>=2", 2),
        ("corpus; types", 6),
        ("corpus; hapaxes", 3),
        ("corpus; sections", 2),
        ("parts; 2; types", 4),
        ("parts; a; tokens; by=document", 10),
        ("documents; a; characters", 23 + 2 + 25),
        ("audit; paragraph; tokens; section=2", 5),
        ("frequencies; peace; per_thousand", 1000 * 3 / 10),
        ("frequencies; peace; count; by=section; part=2", 1),
        ("tfidf; war; tfidf; by=section", 1 / 5 * math.log(2 / 1)),
        ("dispersion; rights; range", 1),
        ("dispersion; of peace; count", 1),
        ("positions; war; position", 3),
        ('peace :: section = "1" / peace', 2 / 3),
        ("parts; 1; tokens / corpus; tokens", 5 / 10),
    ],
)
def test_a_claim_gives_the_number_that_can_be_counted_by_hand(claims, claim, value):
    assert claims.value(claim) == pytest.approx(value)


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (
            "terms; peace; count",
            f"verb='terms' is not known; choose {', '.join(map(repr, KNOWN))}.",
        ),
        (
            "frequencies; peace; counts",
            "column='counts' is not known; choose 'term', 'count', 'per_thousand', 'range', "
            "'query'. Did you mean 'count'?",
        ),
        (
            "frequencies; peaces; count",
            "no row of frequencies has term 'peaces'. Did you mean 'peace'?",
        ),
        ("frequencies; peace; count; range=2", "no row of frequencies has range '2'."),
        (
            "frequencies; peace; count; by=section",
            "frequencies has 2 rows of 'peace'; name the one you mean, such as part=…",
        ),
        ("parts; tokens", "parts has 2 rows; name the one you mean, such as part=…"),
        (
            "corpus; a; tokens",
            "the rows of corpus have no names; write 'corpus; tokens'.",
        ),
        ("frequencies; peace; query", "query is 'peace' there, which is not a number."),
        ("dispersion; zzz; dp", "dp has no value there: it is missing."),
        ("frequencies; peace; count; min_count=4", "no row of frequencies has term 'peace'."),
        ("frequencies; peace; count; min_count=x", "frequencies does not take min_count='x'."),
        ("ngrams; peace; count; n=1000000", "ngrams does not take n='1000000'."),
        (
            "frequencies; peace; count; bye=section",
            "frequencies: option='bye' is not known; choose 'queries', 'by', 'of', 'min_count', "
            "'term', 'count', 'per_thousand', 'range', 'query'. Did you mean 'by'?",
        ),
        ("concordance; peace; start_char", "concordance needs query=, which is not given."),
        (
            "frequencies; peace; count; part=2; per_thousand",
            "'frequencies; peace; count; part=2; per_thousand' is not a claim; write 'table; row; "
            "column', followed by what else the table needs, such as 'tfidf; declaration; tfidf; "
            "by=section; part=2'.",
        ),
        ("peace / zzz", "'peace / zzz' divides by 0."),
        ("peace @ a", "'peace @ a' names a corpus, but there is no notebook with its name."),
        ("peace > war", "'peace > war' is a comparison, which gives no number."),
        (
            "peace / war / of",
            "'peace / war / of' divides twice; divide only one number by one: 'A / B'.",
        ),
    ],
)
def test_a_claim_that_gives_no_number_says_why(claims, claim, message):
    with pytest.raises(dc.DiscourseError) as error:
        claims.value(claim)
    assert str(error.value) == message


def test_a_lexicon_of_discourse_is_named_by_a_claim(claims):
    """None of the 21 forms of modal verbs occurs; 943 hits in 137,863 words are 0.0684 in 10."""
    assert claims.value("absences; rows; lexicon=modals") == 21
    expected = claims.value("absences; will; expected; lexicon=modals; reference=inaugural")
    assert expected == pytest.approx(0.0684, abs=1e-4)


def test_a_list_of_frequencies_is_named_by_a_claim_and_no_file_is(claims):
    table = dc.keyness(claims.corpus, dc.reference("udhr"))
    (row,) = table[table["term"] == "rights"].to_dict("records")
    assert (
        claims.value("keyness; rights; count_reference; reference=udhr") == row["count_reference"]
    )
    with pytest.raises(dc.DiscourseError) as error:
        claims.value("keyness; rights; log_ratio; reference=udhr.csv")
    assert str(error.value) == "keyness does not take reference='udhr.csv'."


def test_nothing_in_a_claim_is_evaluated(claims):
    with pytest.raises(dc.DiscourseError) as error:
        claims.value("frequencies; peace; count; min_count=__import__('os').getpid()")
    assert str(error.value) == (
        "frequencies does not take min_count=\"__import__('os').getpid()\"."
    )


def test_a_new_verb_can_be_claimed_by_itself(claims, register):
    @register(columns=("term", "length"))
    def lengths(corpus: dc.Corpus, *, add: tuple[int, ...] = (), twice: bool = False):
        length = len("peace") + sum(add)
        return pd.DataFrame({"term": ["peace"], "length": [2 * length if twice else length]})

    assert claims.value("lengths; peace; length") == 5
    assert claims.value("lengths; peace; length; add=1, 2; twice=true") == 2 * (5 + 1 + 2)


def test_each_table_is_made_once(claims, monkeypatch):
    made, make = [], VerbCall.make_table
    monkeypatch.setattr(VerbCall, "make_table", lambda call: made.append(call.verb) or make(call))
    for claim in (
        "frequencies; peace; count",
        "frequencies; war; range",
        "frequencies; of; count; min_count=1",  # the default
        "parts; 1; tokens",
    ):
        claims.value(claim)
    assert made == ["frequencies", "parts"]


@pytest.fixture
def coded_claims():
    """Claims about three hits of *peace*, two of them coded "aim" and one "state"."""
    corpus = dc.Corpus.from_texts({"a": "peace and war and peace\n\nrights of peace or rights"})
    codes = dc.concordance(corpus, "peace").frame[["line_id"]].assign(label=["aim", "aim", "state"])
    return Claims(corpus.with_layer(dc.Layer("goal", codes)))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("2", "goal = aim"),
        ("2 of 3", "goal = aim"),
        ("one of the three", 'goal = "state"'),
        ("none of three", "goal = other"),
        ("2 out of 3", 'peace :: section = "1" / peace'),
    ],
)
def test_a_part_and_its_whole_are_bound_together(coded_claims, text, claim):
    assert list(check_bound(text, claim, coded_claims)) == []


@pytest.mark.parametrize(
    ("text", "claim", "found"),
    [
        ("1 of 3", "goal = aim", [("2", "1")]),
        ("2 of 4", "goal = aim", [("3", "4")]),
        ("2 of 3", "peace", [("a claim that gives one number",
         "'peace' gives one number; write 'A / B', or 'layer = label'.")]),
        ("2 of 3 of 4", "goal = aim", [("a number and nothing else, or two as in '10 of 18'",
         "2 of 3 of 4")]),
    ],
)  # fmt: skip
def test_a_part_or_a_whole_that_is_not_so_is_named(coded_claims, text, claim, found):
    assert list(check_bound(text, claim, coded_claims)) == found


def test_two_columns_at_once_are_divided_by_a_comma():
    frame = pd.DataFrame(
        {"text": ["peace peace", "peace war"], "party": list("XX"), "year": [1, 2]}
    )
    claims = Claims(dc.Corpus.from_frame(frame))
    assert claims.value("frequencies; peace; count; by=party, year; part=X/1") == 2
    assert claims.value("frequencies; peace; count; by=party, year; year=2") == 1
    assert claims.value("frequencies; peace; count; by=party; part=X") == 3
    odd = dc.Corpus.from_frame(frame.rename(columns={"party": "party, year"}))
    assert Claims(odd).value("frequencies; peace; count; by=party, year; part=X") == 3


def test_a_claim_inside_a_claim_is_quoted(paper):
    claims = Claims(paper)
    inside = 'claim="frequencies; rights; count > peace"; leave_out=section'
    assert claims.value(f"multiverse; rows; {inside}; holds=True") == 7
    assert claims.value(f"multiverse; value; {inside}; left_out=lead") == len(
        paper.subset('section != "lead"').find("rights")
    )
