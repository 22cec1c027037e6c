"""Measure one task in a process of its own, and print what it took as JSON.

A task is given a corpus: of the texts in a folder or, if the folder is that of a saved corpus,
loaded. A task whose label begins with "files" is given the folder, and one whose module prepares
something is given that.

The first call is what a cell in a new notebook takes: its memory is fresh, and what a verb imports
at its first use is imported in it. The best of the calls after it is what stays once all of that is
there. What reading a text imports, and what the peers import, is imported before, and not counted.
"""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import discourse as dc

RUNS = 4
ENOUGH = 5.0  # seconds after which a task is not run again
LIMIT = 24 << 30  # bytes of its own that a process may have
PEERS = ("nltk", "nltk.text", "pandas", "sklearn.feature_extraction.text")


def main(file: str, number: str, side: str, folder: str) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))
    _ = dc.Corpus.from_texts({"a": "What reading imports is not counted."}).store.index.postings
    module = importlib.import_module(file)
    task = module.WORK[int(number)]
    work = task[1] if side == "ours" else task[2]
    if side == "peer":
        for name in PEERS:
            importlib.import_module(name)
    if hasattr(module, "prepare"):
        given = module.prepare(Path(folder), task[0])
    elif task[0].startswith("files"):
        given = Path(folder)
    else:
        given = prepare(side, Path(folder))
    print(json.dumps(measure(work, given)))


class Words(list[str]):
    """The words of a corpus, for a peer.

    Attributes
    ----------
    sizes : ndarray of int
        The number of words of each document.
    """

    sizes: np.ndarray


def prepare(side: str, folder: Path) -> Any:
    """The corpus; for a peer its words, with one string object per type."""
    corpus = dc.load(folder) if folder.suffix == ".corpus" else dc.read(folder)
    _ = corpus.store.index.postings
    if side == "ours":
        return corpus
    terms = list(corpus.store.index.vocabulary.terms)
    words = Words(terms[number] for number in corpus.store.index.term_ids.tolist())
    words.sizes = np.diff(corpus.store.index.documents)
    return words


def measure(work: Callable[[Any], Any], given: Any) -> dict[str, float]:
    first, returned = once(work, given)
    later = [first]
    while len(later) < RUNS and sum(later) < ENOUGH:
        later.append(once(work, given)[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    peak *= 1 / 1024 if sys.platform == "darwin" else 1  # macOS counts bytes, others kilobytes
    return {"first": first, "later": min(later[1:], default=first), "gib": peak,
            "returned": count_rows(returned)}  # fmt: skip


def once(work: Callable[[Any], Any], given: Any) -> tuple[float, Any]:
    """Processor seconds: other work of the machine increases elapsed time tenfold."""
    start = time.process_time()
    returned = work(given)
    return time.process_time() - start, returned


def count_rows(returned: Any) -> int:
    """The rows of a table, the cells of a sparse matrix, the hits or lines of a list."""
    return int(returned.nnz if hasattr(returned, "nnz") else len(returned))


if __name__ == "__main__":
    main(*sys.argv[1:])
