"""How well slots are found, by a parse and by tags, against the trees of a treebank.

The test part of the English Web Treebank of Universal Dependencies is tagged and parsed by the
package's own model. A pair of a node and a collocate in a slot is right if the treebank's own tags
and heads give the same pair; pairs are counted on the corpus's tokens.
``REWRITE_MEASURED=1`` writes discourse/layers/data/measured_slots.toml anew.
"""

import os
import tomllib
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import binomtest

import discourse as dc
from discourse.corpus.query.pattern import Word
from discourse.corpus.query.token_tests import TokenTests
from discourse.layers.syntax.slots import BY_PARSER, BY_TAGS, NAMED_AFTER, Chain, Slot, SlotRow

DATA = files("discourse.layers") / "data"
RECORD = Path(str(DATA / "measured_slots.toml"))
MODEL = DATA / "english-ewt.udpipe"
# Adjectives alone, which the slot of modifiers has beside adverbs and nouns.
ADJECTIVES = "adjectives"
_NOUN, _BEFORE_NOUN = Word("pos", "NOUN|PROPN"), Word("pos", "ADJ|NOUN|PROPN")
_AMOD = Chain(((Word("deprel", "amod"),), ()), node=1, collocate=0)
_ADJ = SlotRow(Word("pos", "ADJ"), _NOUN, gap=_BEFORE_NOUN, most=2, is_node_first=False)
WAYS = {
    "parse": (*BY_PARSER, Slot(ADJECTIVES, (_AMOD,))),
    "tags": (*BY_TAGS, Slot(ADJECTIVES, (_ADJ,))),
}
# The name of each slot on the page; of two that are each other's reverse, one is measured.
SLOTS = {
    "modifier": "modifier",
    "its adjectives": ADJECTIVES,
    "subject": "subject",
    "object": "object",
    "predicate": "predicate",
    "and/or": "and/or",
    "prepositions": NAMED_AFTER,
}


@pytest.fixture(scope="module")
def treebank(shared):
    path = shared / "treebanks" / "ud-english-ewt" / "test.conllu"
    if not path.is_file() or not MODEL.is_file():
        pytest.skip("needs the test part of the treebank and the model of English")
    return dc.read(path, tokenizer=dc.Tokenizer())


@pytest.fixture(scope="module")
def tagged(treebank):
    """The same texts, tagged and parsed by the model."""
    store = treebank.store
    table = pd.DataFrame({"document": list(store.sources["document"]), "text": list(store.texts)})
    texts = dc.Corpus.from_frame(table.assign(language="en"))
    return texts.with_layer(*dc.layers.tag(texts))


def find_pairs(corpus, slots, name):
    """The node, the collocate and the preposition of each pair in a slot."""
    slot = next(slot for slot in slots if slot.name == name)
    pairs = slot.find(TokenTests(corpus.store))
    found = zip(pairs.node.tolist(), pairs.collocate.tolist(), pairs.naming.tolist(), strict=True)
    return {(*sorted(each[:2]), each[2]) if name == "and/or" else each for each in found}


def write_values(right, hits, wanted):
    values = {"right": right, "found": hits, "labelled": wanted}
    for name, of in (("precision", hits), ("recall", wanted)):
        low, high = binomtest(right, of).proportion_ci(method="wilson")
        values |= {
            name: round(right / of, 3),
            f"{name}_low": round(float(low), 3),
            f"{name}_high": round(float(high), 3),
        }
    return values


def measure(treebank, tagged):
    measured = {}
    for way, slots in WAYS.items():
        for title, name in SLOTS.items():
            gold = find_pairs(treebank, WAYS["parse"], name)
            found = find_pairs(tagged, slots, name)
            measured[f'{way}."{title}"'] = write_values(len(gold & found), len(found), len(gold))
    return measured


def read_record():
    content = tomllib.loads(RECORD.read_text(encoding="utf-8"))
    return {
        f'{way}."{title}"': values
        for way, slots in content.items()
        for title, values in slots.items()
    }


def write_record(measured):
    lines = ["# How well slots are found, as tests/layers/syntax/test_slot_gold.py measures it."]
    for name, values in measured.items():
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in values.items())]
    return "\n".join([*lines, ""])


@pytest.mark.slow
def test_the_record_says_what_is_measured(treebank, tagged):
    assert treebank.store.size == tagged.store.size
    measured = measure(treebank, tagged)
    if os.environ.get("REWRITE_MEASURED"):
        RECORD.write_text(write_record(measured), encoding="utf-8", newline="\n")
    assert read_record() == measured


def write_row(title, way, values):
    """A row of the table in docs/sketches.md."""
    cells = [f"`{title}`" if title == SLOTS[title] else title, way]
    for name in ("precision", "recall"):
        low, high = values[f"{name}_low"], values[f"{name}_high"]
        cells.append(f"{values[name]:.3f} ({low:.3f}–{high:.3f})")
    cells += [f"{values[name]:,}" for name in ("found", "labelled")]
    return f"| {' | '.join(cells)} |"


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize("title", sorted(SLOTS))
def test_the_page_on_sketches_prints_what_was_measured(root, way, title):
    page = (root / "docs" / "sketches.md").read_text(encoding="utf-8")
    assert write_row(title, way, read_record()[f'{way}."{title}"']) in page
