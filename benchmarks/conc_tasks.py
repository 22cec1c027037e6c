"""Measure one task of Conc in a process of its own, and print what it took as JSON.

It is run by an interpreter that has Conc, which asks for other versions of what we need, too. Words
are found by spaCy's rules for English, which need no model.
"""

import json
import logging
import sys
import time
from pathlib import Path

import spacy
from conc.conc import Conc
from conc.corpus import Corpus
from spacy.language import Language

# Conc switches these off, and asks for a model that has them.
UNUSED = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner", "senter")
RUNS, ENOUGH = 4, 5.0
EVERY = {"page_size": 10**9}  # 0 divides by it in two of them

TASKS = {
    "frequencies": lambda conc: conc.frequencies(**EVERY),
    "2-grams": lambda conc: conc.ngram_frequencies(ngram_length=2, **EVERY),
    "collocates": lambda conc: conc.collocates(
        "the", context_length=5, min_collocate_frequency=1, **EVERY
    ),
    "concordance": lambda conc: conc.concordance("of the people", **EVERY),
}


def main(task: str, folder: str, saved: str) -> None:
    logging.disable(logging.CRITICAL)
    if task == "build":
        print(json.dumps(build(folder, Path(saved))))
        return
    conc = Conc(Corpus().load(str(next(Path(saved).glob("*.corpus")))))
    first, returned = once(task, conc)
    later = [first]
    while len(later) < RUNS and sum(later) < ENOUGH:
        later.append(once(task, conc)[0])
    print(
        json.dumps({"first": first, "later": min(later[1:], default=first), "returned": returned})
    )


@Language.component("unused")
def leave(doc):
    return doc


def build(folder: str, saved: Path) -> dict[str, float]:
    saved.mkdir(parents=True, exist_ok=True)
    english = spacy.blank("en")
    for name in UNUSED:
        english.add_pipe("unused", name=name)
    english.to_disk(saved / "blank")
    start = time.process_time()
    made = Corpus(name="texts", description="made").build_from_files(
        folder, str(saved), model=str(saved / "blank")
    )
    seconds = time.process_time() - start
    return {"first": seconds, "later": seconds, "returned": made.word_token_count}


def once(task: str, conc: Conc) -> tuple[float, int]:
    start = time.process_time()
    rows = len(TASKS[task](conc).to_frame())
    return time.process_time() - start, rows


if __name__ == "__main__":
    main(*sys.argv[1:])
