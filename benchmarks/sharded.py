"""Measure a corpus in shards on a cluster of two workers, and write the table into sharded.md.

SIZE=XL make bench          100 million and 1 billion tokens, in two sizes
TOKENS=1e6,1e7 …            other sizes
SCRATCH=folder …            where shards are built, 20 bytes per token, and kept: what is there is
                            not built again (default: a temporary folder, which is removed)

What a question takes is told in seconds of the clock, and in processor seconds of the machine that
asks and of the workers together. Memory is what a process has of its own (RssAnon), read twenty
times a second; pages of mapped files are the system's, which takes them back when it needs them.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from distributed import Client, LocalCluster
from texts import make
from watching import WATCH, watch

import discourse as dc
from discourse.corpus.store.shard_building import index_shards
from discourse.corpus.store.shard_folder import list_shards
from discourse.text.reading import ReadOptions

HERE = Path(__file__).resolve().parent
WORKERS = 2
TOKENS_OF_SHARD = 25_000_000
STREAM = 1_000_000  # tokens of texts that are made together
ROUND = 100_000_000  # tokens whose texts are there at a time
MEMORY = "4GiB"  # of a worker
PAGE = 30  # lines
KEPT = 5  # how often a 2-gram occurs at least
QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "a phrase, counted": lambda c: dc.frequencies(c, "of the people"),
    "the same, asked again": lambda c: dc.frequencies(c, "of the people"),
    "a page of lines, sorted by the next word": lambda c: (
        dc.concordance(c, "of the people").sort("R1").head(PAGE).frame
    ),
    "another page, of another query": lambda c: (
        dc.concordance(c, '[word="peace.*"] []{0,2} "nations"').sort("L1").head(PAGE).frame
    ),
    "frequencies of all types": lambda c: dc.frequencies(c),
    f"2-grams that occur at least {KEPT} times": lambda c: dc.ngrams(c, 2, min_count=KEPT),
    "collocates of *people*": lambda c: dc.collocates(c, "people"),
    "collocates of *the*": lambda c: dc.collocates(c, "the"),
    "keyness of all types against a list": lambda c: dc.keyness(
        c, dc.reference("udhr"), by="document"
    ),
}


@contextmanager
def workers() -> Iterator[Client]:
    with (
        LocalCluster(
            n_workers=WORKERS, threads_per_worker=1, memory_limit=MEMORY,
            host="127.0.0.1", dashboard_address=None,
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        client.run(watch)
        yield client


def main(source: Path) -> None:
    sizes = [int(float(size)) for size in os.environ.get("TOKENS", "1e8,1e9").split(",")]
    given = os.environ.get("SCRATCH")
    scratch = Path(given or tempfile.mkdtemp(prefix="shards-"))
    measured = []
    try:
        for size in sizes:
            measured.append(measure(source, scratch / f"{size}", size))
            print(json.dumps(measured[-1]), flush=True)
            write(measured)
    finally:
        if not given:
            shutil.rmtree(scratch, ignore_errors=True)


def measure(source: Path, folder: Path, size: int) -> dict[str, Any]:
    """Build the shards that are not there, and ask each question once."""
    folder.mkdir(parents=True, exist_ok=True)
    rounds = [build(source, folder, at, size) for at in range(0, size, ROUND)]
    paths = [path for each in rounds for path in list_shards(folder / str(each["round"]))]
    rows: dict[str, Any] = {"building and saving": sum_up(rounds)}
    with workers() as client:
        rows["opening"], corpus = ask(client, lambda _: dc.load(paths, executor=client), None)
        for label, question in QUESTIONS.items():
            rows[label] = ask(client, question, corpus)[0]  # no table is kept beside the next
            print(label, rows[label], file=sys.stderr, flush=True)
        types = len(corpus.store.lexicon.vocabulary.terms)
    disk = sum(each.stat().st_size for path in paths for each in path.rglob("*") if each.is_file())
    return {"tokens": corpus.size, "types": types, "documents": len(corpus), "shards": len(paths),
            "bytes": disk / corpus.size, "rows": rows}  # fmt: skip


def build(source: Path, folder: Path, first: int, size: int) -> dict[str, Any]:
    """Make texts, and of them shards, as many as one round has; tell what it took."""
    texts, shards, told = (folder / f"{first}{end}" for end in (".texts", "", ".json"))
    if told.is_file():
        return json.loads(told.read_text(encoding="utf-8"))
    shutil.rmtree(texts, ignore_errors=True)
    tokens = min(ROUND, size - first)
    streams = range(first // STREAM, (first + tokens - 1) // STREAM + 1)
    with ProcessPoolExecutor(WORKERS) as executor:
        for stream in streams:
            executor.submit(make, source, texts / f"{stream:04d}", min(tokens, STREAM), stream)
    number = max(tokens // TOKENS_OF_SHARD, WORKERS * 2)
    options = ReadOptions(("utf-8",), "text", "document", "raise")
    with workers() as client:
        row, _ = ask(
            client,
            lambda _: index_shards(
                texts, shards, number,
                metadata=None, options=options, tokenizer=None, executor=client,
            ),
            None,
        )  # fmt: skip
    shutil.rmtree(texts)
    told.write_text(json.dumps({**row, "round": first}), encoding="utf-8")
    return {**row, "round": first}


def sum_up(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """What several rounds took together, and the most memory that one of them did."""
    return {
        name: (max if name.endswith("gib") else sum)(each[name] for each in rounds)
        for name in rounds[0]
        if name != "round"
    }


def ask(client: Client, question: Callable[[Any], Any], given: Any) -> tuple[dict[str, float], Any]:
    """Put a question, and tell what it took here and with the workers."""
    before = client.run(watch)
    WATCH.take()
    clock, own = time.perf_counter(), time.process_time()
    answer = question(given)
    seconds, own = time.perf_counter() - clock, time.process_time() - own
    after = client.run(watch)
    return {
        "seconds": seconds,
        "own": own,
        "workers": sum(after[each][0] - before.get(each, (0.0,))[0] for each in after),
        "own_gib": WATCH.take(),
        "worker_gib": max(most for _, most in after.values()),
        "returned": len(answer),
    }, answer


def write(measured: list[dict[str, Any]]) -> None:
    """Write the results so far."""
    lines = [
        "# A corpus in shards, measured\n",
        "Written by `make bench SIZE=XL`: resampled texts, as in results.md, in shards of "
        f"{TOKENS_OF_SHARD:,} tokens, asked of a Dask cluster of {WORKERS} processes with one "
        f"thread and {MEMORY} each, and of a third process, the one that asks. *Clock* are "
        "seconds, the others processor seconds: *here* of the process that asks, *workers* of both "
        "together. GiB are the most that a process had of its own, without mapped files: goals "
        f"are 2 here, and 4 for a worker. {os.environ.get('NOTE', '')}\n",
        f"Python {sys.version.split()[0]}, discourse-toolkit {version('discourse-toolkit')}, "
        f"distributed {version('distributed')}.",
    ]
    for each in measured:
        lines.append(
            f"\n## {each['tokens']:,} tokens, {each['types']:,} types, {each['documents']:,} "
            f"texts in {each['shards']} shards\n\nOn disk, with the texts: {each['bytes']:.1f} "
            "bytes per token.\n\n"
            "| question | clock | here | workers | GiB here | GiB a worker | returned |\n"
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
        )
        lines += [
            f"| {label} | {row['seconds']:.3g} | {row['own']:.3g} | {row['workers']:.3g} "
            f"| {row['own_gib']:.2f} | {row['worker_gib']:.2f} | {row['returned']:,} |"
            for label, row in each["rows"].items()
        ]
    if len(measured) > 1:
        lines.append(growth(*measured[-2:]))
    (HERE / "sharded.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def growth(first: dict[str, Any], last: dict[str, Any]) -> str:
    """How much more processor time each question takes of the larger corpus."""
    times = last["tokens"] / first["tokens"]
    lines = [
        f"\n## From {first['tokens']:,} to {last['tokens']:,} tokens\n\nTokens are {times:.1f} "
        "times as many. Processor seconds, here and of the workers together, are:\n\n"
        "| question | times as many | GiB here, times | GiB a worker, times |\n"
        "| --- | ---: | ---: | ---: |"
    ]
    for label, row in last["rows"].items():
        former = first["rows"][label]
        took, before = (each["own"] + each["workers"] for each in (row, former))
        lines.append(
            f"| {label} | {took / before:.1f} | {row['own_gib'] / former['own_gib']:.1f} "
            f"| {row['worker_gib'] / former['worker_gib']:.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "shared" / "corpora")
