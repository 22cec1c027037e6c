"""Score taggers and parsers: on the words of a treebank, and on our tokens of its raw text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from treebank import Sentence

import discourse as dc
from discourse.layers.taggers.tagger import ATTRIBUTES
from discourse.layers.taggers.tagging import tag_texts
from discourse.layers.taggers.word_cutting import NO_TOKEN, SentenceWords
from discourse.layers.taggers.word_values import TokenValues

COUNTED = "a value is right if it is that of the treebank"


def score_words(gold: list[Sentence], found: Iterable[dict[str, list[str]]]) -> dict[str, float]:
    """The share of the words of a treebank whose value is right, as field and as UAS and LAS.

    ``uas_without_marks`` and ``las_without_marks`` leave out punctuation, as many papers do.
    """
    right: dict[str, list[np.ndarray]] = {}
    for sentence, values in zip(gold, found, strict=True):
        same = {name: np.array(values[name]) == np.array(sentence.values[name]) for name in values}
        if "head" in same:
            is_word = np.array(sentence.values["pos"]) != "PUNCT"
            heads, edges = same.pop("head"), same.pop("deprel")
            same |= {"uas": heads, "las": heads & edges}
            same["uas_without_marks"] = same["uas"][is_word]
            same["las_without_marks"] = same["las"][is_word]
        for name, column in same.items():
            right.setdefault({"pos": "upos"}.get(name, name), []).append(column)
    return {name: round(float(np.concatenate(all_).mean()), 4) for name, all_ in right.items()}


def score_tokens(tagger, gold: list[Sentence], on: str) -> dict[str, dict[str, object]]:
    """Precision and recall of each layer on our tokens of the raw text of a treebank."""
    texts, placed = {}, {}
    for number, sentences in enumerate(_divide_documents(gold)):
        name = f"{number:04}"
        texts[name], placed[name] = _join_texts(sentences)
    table = pd.DataFrame({"document": list(texts), "text": list(texts.values())})
    corpus = dc.Corpus.from_frame(table.assign(language="en"))
    made = {layer.name: layer for layer in tag_texts(corpus, tagger, tagger.attributes)}
    counts = {name: np.zeros(3, dtype=int) for name in made}
    tagged = corpus.with_layer(*made.values())
    for number, name in enumerate(texts):
        first, end = corpus.store.index.documents[number : number + 2].tolist()
        known = _find_gold(corpus, first, end, placed[name])
        for layer in made:
            placed_layer = tagged.store.layers[layer]
            values = list(placed_layer.values)
            found = [values[at] for at in placed_layer.ids[first:end].tolist()]
            counts[layer] += _compare(found, known[layer])
    return {name: _describe(*counts[name].tolist(), on) for name in made}


def _divide_documents(gold: list[Sentence]) -> Iterator[list[Sentence]]:
    document: list[Sentence] = []
    for sentence in gold:
        if sentence.begins == "document" and document:
            yield document
            document = []
        document.append(sentence)
    yield document


def _join_texts(sentences: list[Sentence]) -> tuple[str, list[tuple[int, Sentence]]]:
    text, places = "", []
    for sentence in sentences:
        if text:
            text += "\n\n" if sentence.begins else " "
        places.append((len(text), sentence))
        text += sentence.text
    return text, places


def _find_gold(
    corpus: dc.Corpus, first: int, end: int, places: list[tuple[int, Sentence]]
) -> dict[str, list[str]]:
    """The values that the treebank has for our tokens, by the rule that tagging has."""
    index = corpus.store.index
    starts = index.starts[first:end].astype(np.int64)
    ends = index.ends[np.arange(first, end)].astype(np.int64)
    tokens = TokenValues(starts, ATTRIBUTES)
    for offset, sentence in places:
        words = SentenceWords()
        taken: set[int] = set()
        for at, (start, stop) in enumerate(sentence.spans):
            start, stop = start + offset, stop + offset
            token = int(np.searchsorted(ends, start, side="right"))
            covered = [
                other
                for other in range(token, int(np.searchsorted(starts, stop)))
                if starts[other] < stop
            ]
            mine = covered[0] if covered else NO_TOKEN
            words.add(sentence.forms[at], start, mine, sentence.is_clitic[at])
            words.others += [(other, mine) for other in covered[1:] if other not in taken]
            taken.update(covered[1:])
        tokens.add(words, sentence.values)
    return tokens.columns


def _compare(found: list[str], known: list[str]) -> np.ndarray:
    """How many values are right, are given, and are there."""
    pairs = list(zip(found, known, strict=True))
    return np.array(
        [
            sum(one == other != "" for one, other in pairs),
            sum(value != "" for value in found),
            sum(value != "" for value in known),
        ]
    )


def _describe(right: int, given: int, there: int, on: str) -> dict[str, object]:
    made: dict[str, object] = {}
    for name, total in (("precision", given), ("recall", there)):
        interval = binomtest(right, total).proportion_ci(0.95, method="wilson")
        made[name] = round(right / total, 4)
        made[f"{name}_low"], made[f"{name}_high"] = (
            round(float(interval.low), 4),
            round(float(interval.high), 4),
        )
    return {**made, "found": given, "labelled": there, "counted": COUNTED, "on": on}
