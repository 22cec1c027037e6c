"""The Universal Declaration in 388 languages: read, or refused with the way out."""

import statistics

import pytest
import regex

import discourse as dc

UNSPACED = {
    "bod", "cmn_hans", "cmn_hant", "dzo", "iii", "jpn", "khm", "lao", "mya", "tha",
}  # fmt: skip
EMPTY = {"nku"}


@pytest.fixture(scope="module")
def languages(shared):
    return {file.stem: file for file in sorted((shared / "corpora/udhr").glob("*.txt"))}


@pytest.mark.slow
def test_every_language_is_read_or_needs_a_segmenter(languages):
    refused = {}
    for name, file in languages.items():
        try:
            dc.read(file)
        except dc.DiscourseError as error:
            refused[name] = str(error)
    assert len(languages) == 388
    assert {name for name, why in refused.items() if "segmenter" in why} == UNSPACED
    assert {name for name, why in refused.items() if "is empty" in why} == EMPTY
    assert set(refused) == UNSPACED | EMPTY


def test_tokens_of_every_language_are_the_runs_of_the_rule(languages):
    run = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00ad\u200c-\u200f]*")
    for name in sorted(set(languages) - UNSPACED - EMPTY):
        text = languages[name].read_text("utf-8")
        tokens = dc.Tokenizer().tokens(text)
        pieces = [piece for token in tokens for piece in run.findall(token)]
        assert [p.strip("\u00ad\u200e\u200f") for p in pieces] == [
            p.strip("\u00ad\u200c\u200d\u200e\u200f") for p in run.findall(text)
        ], name


def test_chinese_is_read_with_its_segmenter(languages):
    pytest.importorskip("rjieba")
    corpus = dc.read(languages["cmn_hans"], tokenizer=dc.Tokenizer(segmenter="zh"))
    assert len(corpus.find("人权")) > 0
    assert 1 < statistics.mean(map(len, corpus.terms)) < 4
