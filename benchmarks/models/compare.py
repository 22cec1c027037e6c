"""Compare the model of English with other taggers, on the test part of the same treebank.

    python benchmarks/models/compare.py ../shared/treebanks/ud-english-ewt

NLTK's averaged perceptron is trained on the same sentences. denckring-en-pos, which was trained on
them too and knows no marks, is scored if it is installed, and simplemma for lemmas by form alone.
Processor seconds are measured, on one core. Prints the table of docs/models.md.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from train import MODEL
from treebank import Sentence, read_treebank

from discourse.layers.taggers.english_model import english

SEED = 1  # the perceptron shuffles its sentences
ITERATIONS = 5
Tagged = list[list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("treebank", type=Path, help="a folder with train and test.conllu")
    treebank = parser.parse_args().treebank
    train, test = (read_treebank(treebank / f"{part}.conllu") for part in ("train", "test"))
    print("| tagger | tag | without marks | lemma | words a second | megabytes |")
    print("|---|---|---|---|---|---|")
    report("UDPipe, ours", MODEL.stat().st_size, test, *tag_udpipe())
    perceptron, size = train_perceptron(train)
    report("averaged perceptron of NLTK", size, test, perceptron)
    for name, made in (("denckring-en-pos", tag_denckring), ("simplemma", lemmatize)):
        try:
            report(name, None, test, *made())
        except ImportError:
            print(f"{name} is not installed", file=sys.stderr)


Work = Callable[[list[Sentence]], Tagged]


def report(
    name: str, size: int | None, test: list[Sentence], tag: Work | None, lemma: Work | None = None
) -> None:
    cells = [name]
    seconds = 0.0
    if tag is None:
        cells += ["", ""]
    else:
        found, seconds = once(tag, test)
        cells += [share(test, "pos", found, every=True), share(test, "pos", found, every=False)]
    if lemma is None:
        cells.append("")
    else:
        found, again = once(lemma, test)
        seconds = seconds or again
        cells.append(share(test, "lemma", found, every=True))
    words = sum(len(sentence.forms) for sentence in test)
    cells += [f"{words / seconds:,.0f}", "" if size is None else f"{size / 1e6:.1f}"]
    print("|", " | ".join(cells), "|")


def once(work: Work, test: list[Sentence]) -> tuple[Tagged, float]:
    work(test[:10])  # open the model first
    start = time.process_time()
    found = work(test)
    return found, time.process_time() - start


def share(test: list[Sentence], field: str, found: Tagged, *, every: bool) -> str:
    """The share of right values; "" where nothing is said about marks."""
    right = total = 0
    for sentence, values in zip(test, found, strict=True):
        for value, known, pos in zip(
            values, sentence.values[field], sentence.values["pos"], strict=True
        ):
            if every or pos != "PUNCT":
                if value == "" and every:
                    return ""
                right += value == known
                total += 1
    return f"{right / total:.4f}"


def tag_udpipe() -> tuple[Work, Work]:
    model = english()

    def tag(test: list[Sentence], field: str = "pos") -> Tagged:
        found = model.tag([sentence.forms for sentence in test], [field], "en")
        return [list(values[field]) for values in found]

    return tag, lambda test: tag(test, "lemma")


def train_perceptron(train: list[Sentence]) -> tuple[Work, int]:
    from nltk.tag.perceptron import PerceptronTagger

    random.seed(SEED)
    tagger = PerceptronTagger(load=False)
    pairs = [list(zip(each.forms, each.values["pos"], strict=True)) for each in train]
    tagger.train(pairs, nr_iter=ITERATIONS)
    size = len(json.dumps([tagger.model.weights, tagger.tagdict, sorted(tagger.classes)]))
    return lambda test: [[tag for _, tag in tagger.tag(each.forms)] for each in test], size


def tag_denckring() -> tuple[Work]:
    from denckring_en_pos import EnglishPosPack

    pack = EnglishPosPack()

    def tag(test: list[Sentence]) -> Tagged:
        made = []
        for sentence in test:
            words = [at for at, pos in enumerate(sentence.values["pos"]) if pos != "PUNCT"]
            tags = pack.pos_tags([sentence.forms[at] for at in words])
            values = [""] * len(sentence.forms)
            for at, found in zip(words, tags, strict=True):
                values[at] = found.upos
            made.append(values)
        return made

    return (tag,)


def lemmatize() -> tuple[None, Work]:
    import simplemma

    def lemma(test: list[Sentence]) -> Tagged:
        return [[simplemma.lemmatize(form, lang="en") for form in each.forms] for each in test]

    return None, lemma


if __name__ == "__main__":
    main()
