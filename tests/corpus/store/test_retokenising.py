import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.corpus import Corpus
from discourse.corpus.store.retokenising import retokenise

SPLIT = dc.Tokenizer(possessive="split", hyphen="split", emoji="keep")
WORDS = ["peace", "China's", "win-win", "36,000", "👍", "l'homme", "—", "US", "naïve"]
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=4
).map(lambda pieces: "peace. " + "\n\n".join(pieces))


def again(corpus, tokenizer=SPLIT):
    return Corpus(retokenise(corpus.store, tokenizer))


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from([SPLIT, dc.Tokenizer(case="keep")]))
def test_other_tokens_are_those_of_texts_read_with_their_rule(texts, tokenizer):
    frame = pd.DataFrame({"text": texts, "year": range(len(texts)), "language": "tr"})
    moved = again(dc.Corpus.from_frame(frame), tokenizer)
    read = dc.Corpus.from_frame(frame, tokenizer=tokenizer)
    assert moved.identity == read.identity
    assert moved.terms == read.terms
    for by in ("document", "section", "sentence", "year"):
        assert moved.parts(by).equals(read.parts(by))


def test_a_described_text_keeps_its_regions_and_heads(paper, root):
    moved, read = again(paper), dc.read(root / "seeds", tokenizer=SPLIT)
    assert moved.identity == read.identity
    assert moved.audit().equals(read.audit())
    assert moved.store.regions.equals(read.store.regions)
    assert again(moved, paper.tokenizer).identity == paper.identity


def test_turns_keep_their_speakers():
    texts = {"a": "LI: win-win\nWU: peace\nLI: China's"}
    moved = again(dc.Corpus.from_texts(texts, transcript=True))
    read = dc.Corpus.from_texts(texts, transcript=True, tokenizer=SPLIT)
    assert moved.identity == read.identity
    assert moved.parts("speaker")[["part", "tokens"]].values.tolist() == [["LI", 4], ["WU", 1]]


def test_spans_are_placed_on_the_new_tokens_and_joined_again(paper):
    named = paper.with_layer(dc.layers.make(paper, "names"))
    moved = again(named)
    assert moved.layers["spans"].tolist() == named.layers["spans"].tolist()
    # Of China's, the name is the first of two tokens.
    assert len(dc.concordance(moved, '[lower="china"] within name')) == 31
    joined = again(named.joined("name"))
    assert joined.store.joined == ("name",)
    assert joined.terms == again(named).joined("name").terms


def test_tokenised_texts_are_divided_by_a_rule(root):
    talks = dc.read(root / "docs" / "parsed")
    moved = again(talks, dc.Tokenizer())
    read = dc.read(root / "docs" / "parsed", tokenizer=dc.Tokenizer())
    assert moved.identity == read.identity
    assert moved.layers["layer"].tolist() == talks.layers["layer"].tolist()


def test_metadata_that_was_added_stays(paper):
    dated = paper.with_metadata(decade=[2010])
    assert again(dated).documents["decade"].tolist() == [2010]


def test_the_same_rule_gives_the_same_store(paper):
    assert retokenise(paper.store, dc.Tokenizer()) is paper.store


def test_what_has_no_rule_is_refused():
    corpus = dc.Corpus.from_texts({"a": "peace"})
    with pytest.raises(dc.DiscourseError, match="takes the tokens of files, which are read with"):
        again(corpus, dc.Tokenizer(segmenter="file"))
    chinese = dc.Corpus.from_texts(
        {"a": "和平"}, tokenizer=dc.Tokenizer(segmenter=lambda _: [(0, 2)])
    )
    with pytest.raises(dc.DiscourseError, match="segmenter"):
        again(chinese, dc.Tokenizer())
