import importlib.metadata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse import extensions
from discourse.layers.making import remake
from discourse.layers.register import MAKERS
from discourse.record import VERBS, verb

WORDS = [
    "Peace",
    "we",
    "will",
    "not",
    '"',
    "“",
    "”",
    "1945",
    "the",
    "UN",
    ".",
    "\n\n",
    "say",
    "half",
]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1).map(" ".join), min_size=1, max_size=3)
RULES = sorted(set(MAKERS) - {"categories"})


@pytest.mark.parametrize("rule", RULES)
def test_a_layer_says_how_it_was_made_and_is_made_again_from_it(paper, rule):
    layer = dc.layers.make(paper, rule)
    assert layer.name == MAKERS[rule].layer
    assert layer.texts == ("592c40085518",)
    again = dc.layers.make(paper, layer.about["maker"], **layer.about["parameters"])
    assert (again.digest, again.about) == (layer.digest, layer.about)
    assert layer.about.get("measured", {}) == MAKERS[rule].measured
    assert remake(paper, layer.name, layer.about).digest == layer.digest


@pytest.mark.slow
@settings(max_examples=10)
@given(TEXTS)
def test_a_layer_of_a_text_does_not_depend_on_the_other_texts(texts):
    corpus = dc.Corpus.from_texts({str(n): f"We met. {t}" for n, t in enumerate(texts)})
    for rule in RULES:
        together = dc.layers.make(corpus, rule).table
        one_by_one = pd.concat([dc.layers.make(corpus[name], rule).table for name in corpus])
        ids = [sorted(zip(t["line_id"], t["label"], strict=True)) for t in (together, one_by_one)]
        assert ids[0] == sorted(set(ids[1]))


def test_a_subset_has_the_layer_of_its_texts(paper):
    part = paper.subset('section = "1"')
    whole, layer = (dc.layers.make(corpus, "quotations") for corpus in (paper, part))
    assert layer.digest == whole.digest
    assert part.with_layer(layer).find("<quotation/>").shape == (4, 2)


def test_a_text_that_occurs_twice_is_labelled_once():
    corpus = dc.Corpus.from_texts({"a": 'He said "no".', "b": 'He said "no".'})
    assert len(dc.layers.make(corpus, "quotations")) == 1
    assert len(corpus.with_layer(dc.layers.make(corpus, "quotations")).find("<quotation/>")) == 2


def test_what_is_dropped_is_not_labelled(paper):
    table = dc.layers.make(paper, "quotations").table
    assert len(table) == 9, "the title in the blurb, which is dropped, is a tenth"


@pytest.mark.filterwarnings("ignore:the language 'Klingonish'")
@pytest.mark.parametrize("maker", ["quotations", "numbers", "names", "modals"])
@pytest.mark.parametrize(
    ("languages", "status"),
    [
        (["en", ""], "measured"),
        (["English", "en-GB"], "measured"),
        (["de", "de"], "candidates"),
        (["en", "German"], "candidates"),
        (["Klingonish", "en"], "candidates"),
    ],
)
def test_a_rule_is_measured_in_english_alone(maker, languages, status):
    texts = pd.DataFrame({"text": ['Er sagte "39".', 'He may say "39".'], "language": languages})
    corpus = dc.Corpus.from_frame(texts)
    layer = dc.layers.make(corpus, maker)
    assert ("measured" in layer.about) == (status == "measured")
    assert corpus.with_layer(layer).layers["status"].tolist() == [status]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda c: dc.layers.make(c, "quotation"), "maker='quotation' is not known; choose "),
        (lambda c: dc.layers.make(c, "modals", foo=1), "parameter of modals='foo' is not known; "),
        (lambda c: dc.layers.make(c, "quotations", foo=1), "the maker 'quotations' takes no para"),
        (lambda c: dc.layers.make(c, "categories"), "the maker 'categories' needs lexicon=; wri"),
        (lambda c: dc.layers.make("x", "modals"), "dc.layers.make expects a Corpus, got 'x'; make"),
        (lambda c: dc.layers.make(c, "modals", name="a b"), "'a b' cannot name a layer; give one"),
        (lambda c: dc.layers.make(c, "openings", words=0), "words expects a whole number of at "),
    ],
)
def test_what_cannot_be_made_is_refused(call, message):
    with pytest.raises(dc.DiscourseError) as error:
        call(dc.Corpus.from_texts({"a": "peace"}))
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("about", "message"),
    [
        (
            {"maker": "categories", "parameters": {"lexicon": "modals.toml"}},
            "the recipe of the layer 'x' names a lexicon by 'modals.toml' and not by its lines; ",
        ),
        (
            {"maker": "names", "parameters": {"gazetteer": 3}},
            "the recipe of the layer 'x' names a gazetteer by 3 and not by its lines; make the ",
        ),
        ({"maker": "modals", "parameters": []}, "the parameters of the layer 'x' are no table; "),
        ({"maker": "modals", "parameters": {"name": "y"}}, "parameter of modals='name' is not "),
        ({"maker": "none"}, "maker='none' is not known; choose "),
    ],
)
def test_a_recipe_reads_no_file(about, message):
    with pytest.raises(dc.DiscourseError) as error:
        remake(dc.Corpus.from_texts({"a": "peace"}), "x", about)
    assert str(error.value).startswith(message)


@pytest.fixture
def install(monkeypatch):
    """A function that makes a function look like a maker of an installed package."""

    def add(name, function):
        entry = importlib.metadata.EntryPoint(name, f"{__name__}:x", "discourse.layers")
        package = type("Package", (), {"name": "their-package", "version": "1.0"})
        object.__setattr__(entry, "dist", package)
        monkeypatch.setattr(type(entry), "load", lambda self: function)
        monkeypatch.setattr(
            extensions, "entry_points", lambda group: [entry] * (group == "discourse.layers")
        )
        extensions._find_entry_points.cache_clear()

    before = dict(VERBS)
    yield add
    monkeypatch.undo()
    VERBS.clear()
    VERBS.update(before)
    extensions._find_entry_points.cache_clear()


def test_a_maker_of_another_package_makes_a_layer(install):
    @verb(columns=("line_id", "label"))
    def their_codes(corpus: dc.Corpus, *, node: str = "peace") -> pd.DataFrame:
        """One row per hit."""
        return dc.concordance(corpus, node).frame[["line_id"]].assign(label="calm")

    install("their_codes", their_codes)
    corpus = dc.Corpus.from_texts({"a": "Peace and war."})
    layer = dc.layers.make(corpus, "their_codes", node="war")
    assert (layer.name, len(layer)) == ("their_codes", 1)
    assert layer.about == {
        "maker": "their_codes",
        "version": {"their-package": "1.0"},
        "parameters": {"node": "war"},
    }
    row = dc.layers.makers().set_index("maker").loc["their_codes"]
    assert (row["version"], row["on"]) == ("their-package 1.0", "candidates")


def test_a_maker_with_a_name_of_discourse_is_refused(install):
    install("numbers", lambda corpus: None)
    with pytest.raises(dc.DiscourseError, match="adds the layer 'numbers', but discourse has that"):
        dc.layers.make(dc.Corpus.from_texts({"a": "5"}), "numbers")
