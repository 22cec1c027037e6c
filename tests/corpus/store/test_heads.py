"""The head of each token, whatever the tokens are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.store.heads import NOWHERE, head_chain, head_tokens
from discourse.errors import DiscourseError


def headed(text, pieces, **options):
    """A corpus of one text with a layer of heads; each piece is a word and its distance."""
    corpus = dc.Corpus.from_texts({"a": text}, **options)
    digest = corpus.documents["sha256"].iloc[0][:12]
    rows, at = [], 0
    for form, label in pieces:
        at = text.index(form, at)
        rows.append((f"{digest}:{at}-{at + len(form)}", label))
        at += len(form)
    table = pd.DataFrame(rows, columns=["line_id", "label"], dtype="str")
    return corpus.with_layer(dc.Layer("head", table, shape="token"))


def heads(corpus):
    return head_tokens(corpus.store).tolist()


def test_a_head_is_a_distance_a_root_its_own_head_and_the_rest_nowhere():
    corpus = headed("We build it: now", [("We", "+3"), ("build", "0"), ("it", "-6"), ("now", "-2")])
    assert heads(corpus) == [1, 1, 1, NOWHERE]  # the colon is no token
    assert head_chain(corpus.store, 1).tolist() == [1, NOWHERE, 1, NOWHERE]
    assert head_chain(corpus.store, 2).tolist() == [NOWHERE] * 4


def test_heads_of_heads_are_followed_up_to_the_root():
    corpus = headed("a b c d", [("a", "+2"), ("b", "+2"), ("c", "+2"), ("d", "0")])
    assert [head_chain(corpus.store, steps).tolist() for steps in (1, 2, 3)] == [
        [1, 2, 3, NOWHERE],
        [2, 3, NOWHERE, NOWHERE],
        [3, NOWHERE, NOWHERE, NOWHERE],
    ]


def test_a_token_of_several_pieces_has_the_head_outside_of_it():
    # "'s" is covered less than China, whose head is a piece of its own token.
    pieces = [("China", "+5"), ("'s", "+3"), ("aims", "0")]
    assert heads(headed("China's aims", pieces)) == [1, 1]
    # A root inside makes the token a root.
    pieces = [("can", "0"), ("'t", "-3"), ("go", "-6")]
    assert heads(headed("can't go", pieces)) == [0, 0]
    # Two pieces of one token that have each other as head have none outside.
    assert heads(headed("can't go", [("can", "+3"), ("'t", "-3")])) == [NOWHERE, NOWHERE]
    # The head of the first piece is in the token, and has no head that is known.
    assert heads(headed("can't go", [("can", "+3")])) == [NOWHERE, NOWHERE]


def test_a_piece_of_several_tokens_gives_each_of_them_its_head():
    assert heads(headed("New York grew", [("New York", "+9"), ("grew", "0")])) == [2, 2, 2]
    # The head of "grew" is the first token of the piece.
    assert heads(headed("grew New York", [("grew", "+5"), ("New York", "0")])) == [1, 1, 2]


def test_heads_outlive_another_tokeniser():
    text = "China's long-held aims"
    pieces = [("China", "+18"), ("'s", "-5"), ("long", "+5"), ("held", "+5"), ("aims", "0")]
    assert heads(headed(text, pieces)) == [2, 2, 2]
    split = dc.Tokenizer(possessive="split", hyphen="split")
    assert heads(headed(text, pieces, tokenizer=split)) == [4, 0, 3, 4, 4]


CONLLU = """# newdoc id = a
1\tWe\t_\t_\t_\t_\t2\t_\t_\t_
2\tbuild\t_\t_\t_\t_\t0\t_\t_\t_
3\tNew\t_\t_\t_\t_\t4\t_\t_\t_
4\tYork\t_\t_\t_\t_\t2\t_\t_\t_
5\t.\t_\t_\t_\t_\t2\t_\t_\t_

# newdoc id = b
1\tPeace\t_\t_\t_\t_\t3\t_\t_\t_
2\t,\t_\t_\t_\t_\t1\t_\t_\t_
3\tgrows\t_\t_\t_\t_\t0\t_\t_\t_

"""


@pytest.fixture
def parsed(tmp_path):
    (tmp_path / "x.conllu").write_text(CONLLU, encoding="utf-8")
    return dc.read(tmp_path / "x.conllu")


def test_subsets_joined_saved_and_merged_corpora_keep_heads(parsed, tmp_path):
    assert heads(parsed) == [1, 1, 3, 1, 5, 5]
    assert heads(parsed.subset('document = "b"')) == [1, 1]
    name = dc.concordance(parsed, "new york").frame[["line_id"]].assign(label="place")
    named = parsed.with_layer(dc.Layer("name", name))
    assert heads(named.without("name")) == [1, 1, 3, 3]
    assert heads(named.only("name")) == [1, NOWHERE]  # the verb is left out
    joined = named.joined("name")
    assert joined.tokens("a") == ["We", "build", "New_York"]
    assert heads(joined) == [1, 1, 1, 4, 4]
    assert heads(joined.subset('document = "b"')) == [1, 1]
    joined.save(tmp_path / "x.corpus")
    assert heads(dc.load(tmp_path / "x.corpus")) == heads(joined)
    assert heads(dc.load(tmp_path / "x.corpus").subset('document = "a"')) == [1, 1, 1]


def test_two_documents_of_one_text_have_its_heads():
    corpus = dc.Corpus.from_texts({"a": "We build", "b": "We build"})
    digest = corpus.documents["sha256"].iloc[0][:12]
    table = pd.DataFrame({"line_id": [f"{digest}:0-2", f"{digest}:3-8"], "label": ["+3", "0"]})
    assert heads(corpus.with_layer(dc.Layer("head", table, shape="token"))) == [1, 1, 3, 3]


def test_a_distance_out_of_the_text_leads_nowhere():
    corpus = dc.Corpus.from_texts({"a": "We", "b": "build", "c": "it"})
    ids = [f"{digest[:12]}:0-2" for digest in corpus.documents["sha256"][[0, 2]]]
    table = pd.DataFrame({"line_id": ids, "label": ["+999999999", "-999999999"]})
    labelled = corpus.with_layer(dc.Layer("head", table, shape="token"))
    assert heads(labelled) == [NOWHERE] * 3
    assert heads(dc.Corpus.from_texts({"a": ""}).with_layer(
        dc.Layer("head", table.head(0), shape="token"))) == []  # fmt: skip


def test_layers_of_a_subset_speak_of_its_texts_alone(parsed):
    part = parsed.subset('document = "b"')
    assert part.layer("head").table["label"].tolist() == ["+8", "-6", "0"]
    assert part.misfits("head").empty
    assert part.layers.set_index("layer").loc["head", "spans"] == 2


def test_what_is_no_layer_of_heads_is_refused():
    corpus = dc.Corpus.from_texts({"a": "We build"})
    with pytest.raises(DiscourseError, match=r"no layer of tokens 'head'; make it with .*tag\("):
        head_tokens(corpus.store)
    with pytest.raises(DiscourseError, match=r"the value '2', which is no distance; give"):
        heads(headed("We build", [("We", "2"), ("build", "0")]))


@st.composite
def trees(draw):
    """Words, the blanks after them, and for each the number of its head; itself for a root."""
    size = draw(st.integers(1, 8))
    forms = draw(st.lists(st.sampled_from(["a", "bcd", ",", "e-f", "gh"]), min_size=size,
                          max_size=size))  # fmt: skip
    blanks = draw(st.lists(st.sampled_from([" ", "  ", "\n"]), min_size=size, max_size=size))
    found = draw(st.lists(st.integers(0, size - 1), min_size=size, max_size=size))
    return forms, blanks, found


@given(trees())
def test_heads_are_those_of_the_words_by_brute_force(tree):
    forms, blanks, found = tree
    starts = np.cumsum([0, *(len(f) + len(b) for f, b in zip(forms, blanks, strict=True))])
    labels = [f"{starts[head] - starts[at]:+d}" if head != at else "0"
              for at, head in enumerate(found)]  # fmt: skip
    text = "".join(form + blank for form, blank in zip(forms, blanks, strict=True))
    corpus = headed(text, list(zip(forms, labels, strict=True)))
    tokens = [at for at, form in enumerate(forms) if form != ","]
    expected = [tokens.index(found[at]) if found[at] in tokens else NOWHERE for at in tokens]
    assert heads(corpus) == expected
