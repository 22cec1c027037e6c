import pytest

import discourse as dc
from discourse.corpus.query.parsing import parse
from discourse.corpus.query.writing import write_query


@pytest.mark.parametrize(
    "query",
    [
        '[word="communit.*"] []{0,2} "future"',
        '"human" ("rights" | "being" %c){1,3}',
        '[lower="a" & (word!="b" | !(lower="c"))]',
        '"a" "b" within s',
        '("a" | "b") minus [word="c"]',
        '"a" union ("b" minus "c") union ("a" "b")',
        'meet("a", "b" minus "c", -5, 5, within=s) within section',
        "communit* of shared|common future",
    ],
)
def test_what_is_written_means_what_was_read(query):
    words = dc.Tokenizer()
    hits = parse(query, words).hits
    again = parse(write_query(hits), words).hits
    assert write_query(again) == write_query(hits)


def test_what_is_written_has_the_same_hits(paper):
    for query in ("communit* of shared|common future", '[word="[A-Z].*"]{2,3} within s', "rig?ts"):
        hits = parse(query, paper.tokenizer).hits
        assert paper.find(write_query(hits)).tolist() == paper.find(query).tolist()
