import pytest

import discourse as dc


@pytest.fixture
def words_of():
    """The words that a tagger is asked about, sentence by sentence."""

    def ask(corpus, **options):
        seen = []

        def listen(sentences):
            seen.extend(list(sentence) for sentence in sentences)
            return [{"pos": ["X"] * len(sentence)} for sentence in sentences]

        dc.layers.tag(corpus, listen, layers="pos", **options)
        return seen[1:]  # the first shows what the tagger gives

    return ask


@pytest.fixture
def labels_of():
    """The values of the tokens of a corpus in a layer, in the order of the text."""

    def read(corpus, layer):
        store = corpus.with_layer(layer).store
        placed = store.layers[layer.name]
        values = list(placed.values)
        return [values[at] for at in placed.ids.tolist()]

    return read
