"""HanTa and spaCy, by small stand-ins with the same calls, where they are not installed."""

import sys
from importlib import import_module
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest

import discourse as dc
from discourse.layers.taggers import hanta, spacy_pipeline, tagger_packages

GERMAN = {"Wir": ("wir", "PPER"), "bauten": ("bauen", "VV(FIN)"), "Brücken": ("Brücke", "NN")}


@pytest.fixture(autouse=True)
def versions(monkeypatch):
    for module in (hanta, spacy_pipeline):
        monkeypatch.setattr(module, "name_with_version", lambda package: f"{package} 1.0")


@pytest.fixture
def german():
    row = {"document": ["a"], "text": ["Wir bauten Brücken."], "language": ["German"]}
    return dc.Corpus.from_frame(pd.DataFrame(row))


class HanoverTagger:
    """What HanTa has: the name of a model, and words to (word, lemma, tag)."""

    opened = ()

    def __init__(self, model):
        HanoverTagger.opened += (model,)

    def tag_sent(self, words):
        return [(word, *GERMAN.get(word, (word, "$."))) for word in words]


@pytest.fixture
def with_hanta(monkeypatch):
    module = ModuleType("HanTa.HanoverTagger")
    module.HanoverTagger = HanoverTagger
    monkeypatch.setitem(sys.modules, "HanTa", ModuleType("HanTa"))
    monkeypatch.setitem(sys.modules, "HanTa.HanoverTagger", module)
    monkeypatch.setattr(HanoverTagger, "opened", ())
    hanta._open.cache_clear()
    yield
    hanta._open.cache_clear()


def test_hanta_gives_lemma_and_tag_by_the_model_of_the_language(with_hanta, german, labels_of):
    lemma, xpos = dc.layers.tag(german, "hanta")
    assert (lemma.name, labels_of(german, lemma)) == ("lemma", ["wir", "bauen", "Brücke"])
    assert (xpos.name, labels_of(german, xpos)) == ("xpos", ["PPER", "VV(FIN)", "NN"])
    assert HanoverTagger.opened == ("morphmodel_ger.pgz",)
    assert lemma.about["program"] == "HanTa 1.0"
    assert german.with_layer(lemma).layers["status"].tolist() == ["candidates"]


def test_hanta_refuses_other_languages(with_hanta):
    row = {"document": ["a"], "text": ["Nous construisons."], "language": ["French"]}
    with pytest.raises(dc.DiscourseError, match="'French', and the tagger hanta knows 'de', 'en'"):
        dc.layers.tag(dc.Corpus.from_frame(pd.DataFrame(row)), "hanta")


def test_hanta_that_is_missing_says_how_to_install_it(monkeypatch, german):
    def refuse(name):
        raise ImportError(name)

    monkeypatch.setattr(tagger_packages, "import_module", refuse)
    with pytest.raises(dc.DiscourseError, match=r"'hanta' needs a package; .* pip install HanTa\."):
        dc.layers.tag(german, "hanta")


class Doc:
    """A document of spaCy: tokens with attributes, and which of these were set."""

    def __init__(self, vocab, words):
        self.tokens = [SimpleNamespace(text=word, i=at) for at, word in enumerate(words)]
        self.known = set()

    def __iter__(self):
        return iter(self.tokens)

    def has_annotation(self, name):
        return name in self.known


class Pipeline:
    """A pipeline of spaCy with a tagger and a parser: the second word is the head of all."""

    lang, vocab, pipe_names = "de", None, ["tagger", "parser"]

    def __init__(self, known=("TAG", "DEP")):
        self.known = known
        self.meta = {"lang": "de", "name": "small", "version": "3.0"}

    def pipe(self, docs):
        for doc in docs:
            doc.known = set(self.known)
            for token in doc:
                token.tag_ = GERMAN.get(token.text, ("", "$."))[1]
                token.dep_ = "ROOT" if token.i == 1 else "sb"
                token.head = doc.tokens[min(1, len(doc.tokens) - 1)]
            yield doc


@pytest.fixture
def with_spacy(monkeypatch):
    module = ModuleType("spacy.tokens")
    module.Doc = Doc
    monkeypatch.setitem(sys.modules, "spacy", ModuleType("spacy"))
    monkeypatch.setitem(sys.modules, "spacy.tokens", module)


def test_spacy_gives_what_its_pipeline_has(with_spacy, german, labels_of):
    xpos, deprel, head = dc.layers.tag(german, Pipeline())
    assert [layer.name for layer in (xpos, deprel, head)] == ["xpos", "deprel", "head"]
    assert labels_of(german, xpos) == ["PPER", "VV(FIN)", "NN"]
    assert labels_of(german, deprel) == ["sb", "root", "sb"]
    # 4 = from W to b, 7 = from B back to b
    assert labels_of(german, head) == ["+4", "0", "-7"]
    assert xpos.about["model"] == {"name": "de_small", "version": "3.0"}
    assert xpos.about["maker"] == "spaCy"


def test_spacy_without_a_tagger_is_refused(with_spacy, german):
    with pytest.raises(dc.DiscourseError, match="de_small has no tagger, lemmatizer or parser"):
        dc.layers.tag(german, Pipeline(known=()))


def test_spacy_of_another_language_is_refused(with_spacy):
    text = "The roads of the country were built by the workers of that city."
    with pytest.raises(dc.DiscourseError, match=r"language found is English, .* spaCy knows 'de'"):
        dc.layers.tag(dc.Corpus.from_texts({"a": text}), Pipeline())


def test_simplemma_has_as_many_languages_as_the_page_says(root):
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    told = f"in {len(SUPPORTED_LANGUAGES)} languages"
    page = (root / "docs" / "models.md").read_text(encoding="utf-8")
    assert f'| `"simplemma"` | `lemma` by form alone, {told} | nothing |' in page
    assert told in import_module("discourse.layers.taggers.simple_lemmas").__doc__
    assert f"{len(SUPPORTED_LANGUAGES)} languages" in dc.layers.tag.__doc__
