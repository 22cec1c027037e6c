"""Queries about heads: examples counted by hand, and random trees by brute force."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.parsing import parse
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import find_without_index
from discourse.corpus.query.writing import write_query

CONLLU = """# newdoc id = a
1\tThe\tthe\tDET\t_\t_\t2\tdet\t_\t_
2\tworld\tworld\tNOUN\t_\t_\t4\tnsubj\t_\t_
3\tslowly\tslowly\tADV\t_\t_\t4\tadvmod\t_\t_
4\tbuilds\tbuild\tVERB\t_\t_\t0\troot\t_\t_
5\ta\ta\tDET\t_\t_\t8\tdet\t_\t_
6\tcommon\tcommon\tADJ\t_\t_\t8\tamod\t_\t_
7\t"\t"\tPUNCT\t_\t_\t8\tpunct\t_\t_
8\tfuture\tfuture\tNOUN\t_\t_\t4\tobj\t_\t_
9\tpeace\tpeace\tNOUN\t_\t_\t7\tdep\t_\t_

# newdoc id = b
1\tWe\twe\tPRON\t_\t_\t2\tnsubj\t_\t_
2\tbuilt\tbuild\tVERB\t_\t_\t0\troot\t_\t_
3\troads\troad\tNOUN\t_\t_\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    path = tmp_path_factory.mktemp("heads") / "x.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return dc.read(path)


def nodes(corpus, query):
    return [line.node for line in dc.concordance(corpus, query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('[head.lemma="build"]', ["world", "slowly", "future", "We", "roads"]),
        ('[head.lemma="build" & deprel="obj"]', ["future", "roads"]),
        ('[head.word="built"]', ["We", "roads"]),
        ('[head.lower="BUILT"]', ["We", "roads"]),
        ('[head.head.lemma="build"]', ["The", "a", "common"]),
        ('[head.head.head.word=".*"%c & lemma="the"]', ["The"]),
        ('[head.head.head.word=".+"]', []),
        # neither a root has a head, nor what depends on a comma or quotation mark
        ('[head.lemma=""]', ["builds", "peace", "built"]),
        ('[head.word=""]', ["builds", "peace", "built"]),
        ('[head.pos!="VERB"]', ["The", "builds", "a", "common", "peace", "built"]),
        ('[head="0"]', ["builds", "built"]),
        ('[head.head="0" & pos="ADV"]', ["slowly"]),
        ('[pos="ADJ"] [head.lemma="build"]', ['common " future']),
        ('[head.pos="NOUN"]+', ["The", "a common"]),
        ('[head.pos="NOUN" | head.lemma="build" & deprel="nsubj"]{2}', ["The world", "a common"]),
        ('meet([head.lemma="build"], "slowly", -1, 1)', ["world"]),
        ('[head.lemma="build"] :: document = "b"', ["We", "roads"]),
    ],
)  # fmt: skip
def test_heads_by_hand(corpus, query, expected):
    assert nodes(corpus, query) == expected
    again = find_without_index(reread(corpus.store), query, corpus.tokenizer)
    assert len(again) == len(expected)
    hits = parse(query, corpus.tokenizer, corpus.store.layers).hits
    assert parse(write_query(hits), corpus.tokenizer, corpus.store.layers).hits == hits


def test_a_written_query_about_heads_escapes_its_values():
    query = r'[head.lemma="U\.N\.|\"x\"" & head.head.word!="a"%c]'
    layers = {name: None for name in ("lemma", "head")}
    hits = parse(query, dc.Tokenizer(), layers).hits
    assert parse(write_query(hits), dc.Tokenizer(), layers).hits == hits


def test_subsets_saved_and_joined_corpora_know_heads(corpus, tmp_path):
    assert nodes(corpus.subset('document = "b"'), '[head.lemma="build"]') == ["We", "roads"]
    name = dc.concordance(corpus, '"common" "future"').frame[["line_id"]].assign(label="aim")
    named = corpus.with_layer(dc.Layer("aim", name))
    # The joined token has the values of "common", whose head in it leads to that of "future".
    assert nodes(named.joined("aim"), '[head.lemma="build" & deprel="amod|obj"]') == [
        'common " future', "roads",
    ]  # fmt: skip
    # What depends on a token that is left out, has no head.
    assert nodes(named.without("aim"), '[head.lemma=""]') == ["builds", "a", "peace", "built"]
    corpus.save(tmp_path / "x.corpus")
    loaded = dc.load(tmp_path / "x.corpus")
    assert nodes(loaded, '[head.head.lemma="build"]') == ["The", "a", "common"]


def test_what_counts_around_hits_takes_queries_about_heads(corpus):
    query = '[head.lemma="build" & deprel="nsubj"]'
    table = dc.collocates(corpus, query, window=2, of="lemma")
    assert all(len(dc.lines(corpus, row)) == row["count"] for _, row in table.iterrows())
    with ThreadPoolExecutor(2) as executor:
        again = dc.collocates(corpus, query, window=2, of="lemma", executor=executor)
    pd.testing.assert_frame_equal(table, again)
    assert dc.dispersion(corpus, [query], by="document")["count"].tolist() == [2]


def test_a_layer_whose_values_are_no_distances_is_refused_with_the_way_out(corpus):
    table = corpus.layer("head").table.assign(label="2")
    other = corpus.with_layer(dc.Layer("head", table, shape="token"))
    with pytest.raises(dc.DiscourseError, match="has the value '2', which is no distance; give"):
        other.find('[head.lemma="build"]')
    spans = corpus.with_layer(dc.Layer("head", table))
    with pytest.raises(dc.DiscourseError, match="head is a layer of spans, and leads to no other"):
        spans.find('[head.lemma="build"]')


@st.composite
def trees(draw):
    """Words with a part of speech and a head each; its own for a root."""
    size = draw(st.integers(1, 9))
    words = st.sampled_from(["a", "bc", "def", "A"])
    each = {"min_size": size, "max_size": size}
    return (
        draw(st.lists(words, **each)),
        draw(st.lists(st.sampled_from(["N", "V", ""]), **each)),
        draw(st.lists(st.integers(0, size - 1), **each)),
    )


@given(trees(), st.integers(1, 4), st.sampled_from(["N", "V", ""]), st.booleans())
def test_chains_of_heads_are_those_of_a_walk_up_the_tree(tree, steps, wanted, negated):
    forms, tags, heads = tree
    corpus = dc.Corpus.from_texts({"x": " ".join(forms)})
    starts = corpus.store.index.starts.astype(int)
    ids = [f"{corpus.store.digests[0]}:{start}-{start + len(form)}"
           for start, form in zip(starts, forms, strict=True)]  # fmt: skip
    labels = ["0" if head == at else f"{starts[head] - starts[at]:+d}"
              for at, head in enumerate(heads)]  # fmt: skip
    valued = [at for at, tag in enumerate(tags) if tag]
    pos = pd.DataFrame({"line_id": np.array(ids)[valued], "label": np.array(tags)[valued]},
                       dtype="str")  # fmt: skip
    corpus = corpus.with_layer(dc.Layer("pos", pos, shape="token", texts=corpus.store.digests))
    table = pd.DataFrame({"line_id": ids, "label": labels})
    corpus = corpus.with_layer(dc.Layer("head", table, shape="token"))

    def value_at(token):
        for _ in range(steps):
            if heads[token] == token:
                return ""
            token = heads[token]
        return tags[token]

    sign = "!=" if negated else "="
    found = corpus.find(f'[{"head." * steps}pos{sign}"{wanted}"]')[:, 0].tolist()
    assert found == [at for at in range(len(forms)) if (value_at(at) == wanted) != negated]
