from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.rereading import read_again

CONDITIONS = [
    'section = "1"', 'section != "2"', 'sentence = "2"', 'sentence != "1"',
    'document = "a" & sentence = "2" | document = "b"',
]  # fmt: skip


def labels(corpus, unit):
    parts = corpus.partition(unit)
    return [parts.labels[part].rpartition("/")[2] for part in parts.of(range(corpus.size))]


@given(
    st.lists(st.sampled_from(["One two. ", "Three. ", "four ", "\n\n"]), min_size=1, max_size=12),
    st.lists(st.sampled_from(CONDITIONS), max_size=2),
)
def test_tokens_read_again_are_those_of_the_index(pieces, conditions):
    corpus = dc.Corpus.from_texts({"a": "Zero. " + "".join(pieces), "b": "One. Two.\n\nThree."})
    for condition in conditions:
        try:
            corpus = corpus.subset(condition)
        except dc.DiscourseError:
            return
    tokens = read_again(corpus)
    assert tokens.words == corpus.to_nltk().tokens
    assert list(tokens.starts) == corpus.index.starts.tolist()
    for unit in ("document", "section", "sentence"):
        parts = [str(tokens.parts(at)[unit]) for at in range(len(tokens))]
        assert parts == labels(corpus, unit)
