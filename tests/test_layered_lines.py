"""Every row of every verb resolves to its lines in corpora with random layers."""

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import find_without_index

WORDS = ("peace", "war", "of", "the", "Rights", "win-win", "China's")
MARKS = (" ", " ", " ", ", ", ". ", "\n\n")


@st.composite
def texts(draw):
    words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=25))
    return "".join(word + draw(st.sampled_from(MARKS)) for word in words).strip()


@st.composite
def layered(draw):
    """A corpus with a layer of tokens and one of spans, which nest, overlap and cross sections."""
    given_texts = {name: draw(texts()) for name in "ab"}
    corpus = dc.Corpus.from_texts(given_texts)
    digests = corpus.documents["sha256"].str[:12].tolist()
    spans, pieces = set(), set()
    for digest, text in zip(digests, given_texts.values(), strict=True):
        for _ in range(draw(st.integers(0, 5))):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, min(len(text), start + 30)))
            spans.add((f"{digest}:{start}-{end}", draw(st.sampled_from(["a", "b.c", 'd "e"']))))
        at = 0
        while at < len(text):
            end = min(len(text), at + draw(st.integers(1, 9)))
            if draw(st.booleans()):
                pieces.add((f"{digest}:{at}-{end}", draw(st.sampled_from(["N", "V", "ADJ|x"]))))
            at = end
    columns = ["line_id", "label"]
    spans = pd.DataFrame(sorted(spans), columns=columns, dtype=object)
    pieces = pd.DataFrame(sorted(pieces), columns=columns, dtype=object)
    corpus = corpus.with_layer(dc.Layer("code", spans))
    return corpus.with_layer(dc.Layer("pos", pieces, shape="token"))


def tables(corpus):
    """Tables of every verb that counts, over both layers."""
    for of in ("term", "pos"):
        yield dc.frequencies(corpus, of=of)
        yield dc.frequencies(corpus, of=of, by="code")
        yield dc.ngrams(corpus, 2, of=of)
        yield dc.ngrams(corpus, 2, of=of, by="code", within="sentence")
        yield dc.collocates(corpus, "of|the|peace", of=of, window=2)
        if len(corpus.parts("code")) > 1:
            yield dc.tfidf(corpus, by="code", of=of)
            yield dc.dispersion(corpus, by="code", of=of)
            yield dc.dispersion(corpus, ["peace", "N V"], by="code", of=of)
    yield dc.frequencies(corpus, of="code")
    yield dc.frequencies(corpus, of="code", by="section")


def check(corpus):
    tokens = reread(corpus.store)
    for table in tables(corpus):
        for row in table.to_dict("records"):
            lines = dc.lines(corpus, row)
            assert len(lines) == row["count"], row
            again = find_without_index(tokens, row["query"], corpus.tokenizer)
            assert len(again) == row["count"], row


@pytest.mark.slow
@settings(max_examples=15)
@given(layered())
def test_every_row_has_as_many_lines_as_it_counts_in_both_matchers(corpus):
    check(corpus)


@pytest.mark.slow
@settings(max_examples=15)
@given(layered())
def test_so_it_is_where_spans_are_left_out_kept_or_joined(corpus):
    parts = corpus.parts("code")["part"].tolist()
    if "" in parts:
        check(corpus.without("code"))
    if parts != [""]:
        check(corpus.only("code"))
    check(corpus.joined("code"))


@pytest.mark.slow
@settings(max_examples=15)
@given(layered())
def test_parts_by_labels_add_up_to_the_whole(corpus):
    assert corpus.parts("code")["tokens"].sum() == corpus.size
    whole = dc.frequencies(corpus).set_index("term")["count"]
    parts = dc.frequencies(corpus, by="code").groupby("term")["count"].sum()
    assert parts.sort_index().equals(whole.sort_index())


@pytest.mark.parametrize("of", ["term", "pos"])
def test_workers_count_the_same(of):
    corpus = dc.Corpus.from_texts({"a": "Peace of the world. " * 40, "b": "War of words. " * 30})
    digests = corpus.documents["sha256"].str[:12].tolist()
    rows = [(f"{digests[0]}:{20 * at}-{20 * at + 5}", "N") for at in range(40)]
    layer = dc.Layer("pos", pd.DataFrame(rows, columns=["line_id", "label"]), shape="token")
    corpus = corpus.with_layer(layer)
    with ThreadPoolExecutor(2) as executor:
        for work in (
            lambda **k: dc.ngrams(corpus, [1, 2], of=of, **k),
            lambda **k: dc.collocates(corpus, "of", of=of, **k),
            lambda **k: pd.DataFrame(corpus.dtm(of=of, **k)[0].toarray()),
        ):
            pd.testing.assert_frame_equal(work(), work(executor=executor))
