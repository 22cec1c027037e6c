import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.corpus.query.parsing import parse
from discourse.corpus.query.writing import part_conditions, write_complement, write_query
from discourse.corpus.store.parts import partition


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


@pytest.mark.parametrize("by", ["document", "section", "sentence", "party", "code", "two words"])
def test_a_part_and_its_complement_are_the_corpus(by):
    texts = ["peace war. peace\n\nwar", "war", 'a "b" peace']
    frame = pd.DataFrame({"text": texts, "party": ["x & y", None, 'q"r'], "two words": [*"abb"]})
    corpus = dc.Corpus.from_frame(frame)
    lines = dc.concordance(corpus, "peace|war").frame[["line_id"]].drop_duplicates()
    codes = pd.concat([lines.assign(label="one"), lines.head(3).assign(label='a & "b"')])
    corpus = corpus.with_layer(dc.Layer("code", codes))
    parts = partition(corpus.store, by)
    for condition in part_conditions(parts, np.arange(len(parts))):
        inside, outside = (corpus.subset(each) for each in (condition, write_complement(condition)))
        assert inside.size + outside.size == corpus.size
        assert 0 < inside.size < corpus.size
