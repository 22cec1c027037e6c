from itertools import product

import pytest

import discourse as dc
from discourse.text.tokenizer import CHOICES
from discourse.text.tokenizer_texts import read_tokenizer, write_tokenizer


@pytest.mark.parametrize("values", list(product(*CHOICES.values()))[::7])
def test_a_tokenizer_is_read_as_it_is_written(values):
    tokenizer = dc.Tokenizer(**dict(zip(CHOICES, values, strict=True)))
    assert read_tokenizer(write_tokenizer(tokenizer)) == tokenizer


def test_a_segmenter_is_named():
    assert write_tokenizer(dc.Tokenizer(segmenter="file")) == "segmenter=file"
    assert read_tokenizer("hyphen = split,segmenter=zh") == dc.Tokenizer(
        hyphen="split", segmenter="zh"
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("", "tokenizer='' is not a tokenizer; write its choices, such as 'hyphen=split'"),
        ("split", "tokenizer='split' is not a tokenizer"),
        ("hyphen=split possessive=split", "is not a tokenizer"),
        ("hyphen=split, ", "is not a tokenizer"),
        ("hypen=split", "choice of a tokenizer='hypen' is not known"),
        ("hyphen=no", "hyphen='no' is not known; choose 'keep', 'split'"),
        (None, "tokenizer expects a tokenizer, or its choices as text, got None"),
        (["hyphen=split"], "tokenizer expects a tokenizer, or its choices as text, got a list"),
    ],
)
def test_what_is_no_tokenizer_is_refused(given, message):
    with pytest.raises(dc.DiscourseError, match=message):
        read_tokenizer(given)
