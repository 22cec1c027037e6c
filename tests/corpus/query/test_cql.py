import pytest

import discourse as dc
from discourse.analyses.ngrams import LONGEST_NGRAM

CORPUS = dc.Corpus.from_texts(
    {"a": "The right to peace. Human rights and human duties; HUMAN dignity.", "b": "No rights."}
)


def nodes(query, **options):
    return [line.node for line in dc.concordance(CORPUS, query, **options)]


def refusal(query):
    with pytest.raises(dc.DiscourseError) as error:
        CORPUS.find(query)
    return str(error.value)


def test_word_is_the_token_as_written_and_lower_as_it_is_counted():
    assert nodes('"human"') == ["human"]
    assert nodes('[word="human"]') == ["human"]
    assert nodes('[word="human"%c]') == ["Human", "human", "HUMAN"]
    assert nodes('"HUMAN"%c') == ["Human", "human", "HUMAN"]
    assert nodes('[lower="human"]') == ["Human", "human", "HUMAN"]


def test_a_value_is_a_regular_expression_for_the_whole_word():
    assert nodes('"right"') == ["right"]
    assert nodes('"right.*"') == ["right", "rights", "rights"]
    assert nodes('"right|peace"') == ["right", "peace"]


def test_tests_of_a_token_are_joined_by_signs():
    assert nodes('[lower="human" & word!="human"]') == ["Human", "HUMAN"]
    assert nodes('[word="No" | word="peace"]') == ["peace", "No"]
    assert nodes('[!(lower="h.*" | lower="r.*" | lower="d.*")]') == [
        "The", "to", "peace", "and", "No",
    ]  # fmt: skip


def test_patterns_are_repeated_and_one_of_several():
    assert nodes('"human"%c []{0,3} "duties"') == ["Human rights and human duties"]
    assert nodes('"human" []? "duties"') == ["human duties"]
    assert nodes('("Human" "rights" | "human") "and"? "duties"?') == [
        "Human rights and", "human duties",
    ]  # fmt: skip
    assert nodes('"to"{2}') == []
    assert nodes('[lower="r.*|h.*"]{2,}') == ["Human rights"]


def test_the_longest_hit_is_given_and_what_is_inside_it_is_not():
    assert nodes('"Human"? "rights"') == ["Human rights", "rights"]
    assert nodes('[lower="human"] []{0,3} [lower="human"]') == [
        "Human rights and human", "human duties; HUMAN",
    ]  # fmt: skip
    assert nodes('[]{2} :: document = "b"') == ["No rights"]


def test_within_ends_a_hit_where_a_unit_ends():
    assert nodes('"peace" []* "rights"') == ["peace. Human rights"]
    assert nodes('"peace" []* "rights" within s') == []


def test_union_has_the_hits_of_both_in_order_and_each_once():
    corpus = dc.Corpus.from_texts({"a": "b a c a b"})
    assert corpus.find('"b" union "a" "c" union "a" union "b"').tolist() == [
        [0, 1], [1, 2], [1, 3], [3, 4], [4, 5]
    ]  # fmt: skip
    assert corpus.find('"b" union "a" minus "b"').tolist() == [[1, 2], [3, 4]]
    assert corpus.find('"b" union ("a" minus "b")').tolist() == [[0, 1], [1, 2], [3, 4], [4, 5]]
    assert corpus.find('"z" union "y"').tolist() == []


def test_union_is_no_part_of_a_longer_pattern():
    assert refusal('"human" ("rights" union "right")').startswith(
        "union and minus return hits and cannot be part of a longer pattern:"
    )


def test_minus_takes_hits_away():
    assert nodes('"rights" minus "rights" :: document = "a"') == []
    assert nodes('"right.*" minus "right"') == ["rights", "rights"]


def test_meet_gives_the_hits_near_others_seen_from_the_hit():
    assert nodes('meet("duties", "Human", -3, 3)') == []
    assert nodes('meet("duties", "Human", -4, 0)') == ["duties"]
    assert nodes('meet("duties", "Human", 0, 4)') == []
    assert nodes('meet("peace", "Human", -5, 5)') == ["peace"]
    assert nodes('meet("peace", "Human", -5, 5, within=s)') == []


def test_the_tokens_of_the_other_hits_never_count():
    assert nodes('meet([lower="rights"], "Human" "rights", -5, 5)') == []
    assert nodes('meet([lower="human"], [lower="human"], -5, 5)') == []


def test_a_hit_counts_once_however_many_others_are_near():
    assert nodes('meet("duties", "human|HUMAN|and", -5, 5)') == ["duties"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ('"human rights"', '''\
"human rights" is one token with a space in it, but no token contains a space:
  "human rights"
  ^
This would work: "human" "rights"'''),
        ('[lower="human rights"]', '''\
"human rights" is one token with a space in it, but no token contains a space:
  [lower="human rights"]
         ^
This would work: "human" "rights"'''),
        ('"human" & "rights"', '''\
the query breaks here:
  "human" & "rights"
          ^
This would work: "human" "rights"'''),
        ('[word="human" "rights"', '''\
the query breaks here:
  [word="human" "rights"
                ^
This would work: [word="human"] "rights"'''),
        ('[word="human"', '''\
the query ends too early here:
  [word="human"
               ^
This would work: [word="human"]'''),
        ('"和平', '''\
the query breaks here:
  "和平
  ^
This would work: "和平"'''),
        ('"和平" "a', '''\
the query breaks here:
  "和平" "a
         ^
This would work: "和平" "a"'''),
        ("[word=“human”]", '''\
the query breaks here:
  [word=“human”]
        ^
This would work: [word="human"]'''),
        ('[pos="NN"]', '''\
pos is a layer that this corpus does not have; add it with corpus.with_layer(*dc.layers.tag(\
corpus)), on the command line with --layer pos, or use word or lower:
  [pos="NN"]
   ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('"a"%d', '''\
%d is not a flag; the only one is %c (ignore case):
  "a"%d
     ^
This would work: "a"%c'''),
        ('"a(b"', '''\
this is not a regular expression (missing ) at position 3):
  "a(b"
  ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('"a{1000000000}"', '''\
this repeats letters more than 1,000 times:
  "a{1000000000}"
  ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('"(?R)"', '''\
(?R is not allowed in a value; allowed are (?: (?i) (?= (?! (?<:
  "(?R)"
  ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('"a" within x', '''\
x is not a unit; within takes s, document, section, sentence:
  "a" within x
             ^
This would work: "a" within s'''),
        ('meet("zz", "b", -9, 9, within=zz)', '''\
zz is not a unit; within takes s, document, section, sentence:
  meet("zz", "b", -9, 9, within=zz)
                                ^
This would work: meet("zz", "b", -9, 9, within=s)'''),
        ('"sectoin" within sectoin :: section = "1"', '''\
sectoin is not a unit; within takes s, document, section, sentence:
  "sectoin" within sectoin :: section = "1"
                   ^
This would work: "sectoin" within section :: section = "1"'''),
        ('meet("a", "b", 5, -5)', '''\
the window from 5 to -5 is empty:
  meet("a", "b", 5, -5)
                 ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('meet("a", "b", -5, 5) "c"', '''\
meet, minus and within return hits and cannot be part of a longer pattern:
  meet("a", "b", -5, 5) "c"
  ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('"a"{3,1}', '''\
a repetition from 3 to 1 times is not possible:
  "a"{3,1}
  ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ("[]{0}", '''\
this pattern can match no token:
  []{0}
  ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ("[]{0,1000}", '''\
this pattern may match 1,000 tokens, but at most 500 are allowed:
  []{0,1000}
  ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('"a"{3000000}', '''\
this repeats more than 10,000 times:
  "a"{3000000}
  ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('("a"{200}){200}', '''\
this pattern may match 40,000 tokens, but at most 10,000 are allowed:
  ("a"{200}){200}
  ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('"b" ("a"{0}){99}', '''\
this pattern can match no token:
  "b" ("a"{0}){99}
       ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('meet("a", "b", -5, 2000000000000000000)', '''\
a window reaches at most 1,000,000,000,000,000,000 tokens:
  meet("a", "b", -5, 2000000000000000000)
                 ^
This would work: [word="communit.*"] []{0,2} "future"'''),
        ('human :: section = "1', '''\
the condition breaks here:
  section = "1
            ^
This would work: section = "1"'''),
        ("human :: section", '''\
the condition ends too early here:
  section
         ^
This would work: section = "2" & year >= 2017'''),
    ],
)  # fmt: skip
def test_a_query_that_breaks_is_shown_the_place_and_one_that_works(query, said):
    assert refusal(query) == said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ('"a"{N}', "this repeats more than 10,000 times:"),
        ('"a"{2,N}', "this repeats more than 10,000 times:"),
        ('meet("a", "b", -N, 5)', "a window reaches at most 1,000,000,000,000,000,000 tokens:"),
        ('"a{N}"', "this repeats letters more than 1,000 times:"),
    ],
)
def test_a_number_of_any_length_is_refused_as_a_great_one_is(query, said):
    assert refusal(query.replace("N", "9" * 5_000)).startswith(said)


@pytest.mark.slow
def test_an_n_gram_of_the_greatest_length_is_a_query():
    corpus = dc.Corpus.from_texts({"a": "to be " * LONGEST_NGRAM})
    (row,) = dc.ngrams(corpus, LONGEST_NGRAM, within="document", min_count=5_001).to_dict("records")
    assert len(dc.lines(corpus, row)) == row["count"] == 5_001


def test_the_query_that_would_work_works():
    for query in (
        '"human rights"',
        '[word="human" "rights"',
        "[word=“human”]",
        '"human" & "rights"',
    ):
        dc.concordance(CORPUS, refusal(query).rpartition("This would work: ")[2])


def test_signs_that_are_escaped_are_text():
    corpus = dc.Corpus.from_texts({"d": "x"})
    assert len(corpus.find(r'"\{99999\}\(\?R|x"')) == 1
    assert len(corpus.find('"(?i)X"')) == len(corpus.find('"(?:x)(?!y)"')) == 1


def test_a_condition_has_parentheses_and_numbers():
    import pandas as pd

    table = pd.DataFrame({"text": ["x", "x", "x"], "year": [1990, 2000, 2010], "col": list("aba")})
    corpus = dc.Corpus.from_frame(table)
    assert len(corpus.find('x :: (year < 1995 | year >= 2010) & col = "a"')) == 2
    assert len(corpus.find("x :: year != 1990.0")) == 2
    for part in ('col = "a"', 'col = "b"'):
        assert corpus.subset(part).size in (1, 2)


def test_a_condition_that_would_be_multiplied_out_without_end_is_refused():
    groups = " & ".join(['(section = "1" | section = "2")'] * 40)
    assert refusal(f"x :: {groups}").startswith("this condition has more than 1,000 alternatives:")


def test_too_many_parentheses_are_refused():
    assert nodes("(" * 2_000 + '"peace"' + ")" * 2_000) == ["peace"]
    nested = '("a" | ' * 2_000 + '"peace"' + ")" * 2_000
    assert refusal(nested) == "this query has too many nested parentheses; write it with fewer."
    assert (
        len(refusal(nested + ")")) < 300
    )  # only the part of a long query around the place is shown


@pytest.mark.parametrize("query", ['[lower="Maße"]', '[lower="MASSE" %c]', '[lower="DON’T"]'])
def test_a_value_of_lower_is_folded_as_tokens_are(query):
    corpus = dc.Corpus.from_texts({"a": "Maße und Masse. Don’t."})
    assert len(dc.concordance(corpus, query)) == 1
    assert len(dc.concordance(corpus, '[word="Maße"]')) == 1


def test_the_first_rule_folds_as_version_0_1_did():
    first = dc.Corpus.from_texts({"a": "Maße und Masse."}, tokenizer=dc.Tokenizer(rule="1"))
    assert len(dc.concordance(first, '[lower="masse"]')) == 2
