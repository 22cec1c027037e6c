"""Measure this package and its peers in one run, and write the table into results.md.

make bench                  1 and 10 million tokens, in a few minutes
SIZE=S make bench           1 million only;  SIZE=L: also build 100 million
make bench ARGS=folder      with your own texts (default: ../shared/corpora)
"""

import importlib
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from importlib.metadata import version
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer
from texts import SEED, make
from timing import Measured, measure, once

import discourse as dc

HERE = Path(__file__).resolve().parent
DEFAULT = HERE.parents[1] / "shared" / "corpora"
SIZES = {"S": (10**6,), "": (10**6, 10**7), "M": (10**6, 10**7), "L": (10**6, 10**7, 10**8)}
COMPARED = 10**7  # with more tokens, the peers take hours or run out of memory
VERSIONS = ("discourse-toolkit", "numpy", "scipy", "pandas", "pyarrow", "scikit-learn", "nltk")
TEXT = "texts.arrow"
# Freed memory stays with the process, for our tasks and the peers' alike. A virtual machine would
# return it to its host, and getting it back takes longer than most of the tasks.
KEEPING = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 40)}


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    size = os.environ.get("SIZE", "").upper()
    if size not in SIZES:
        raise SystemExit(f"SIZE={size} is not known; choose S, M or L.")
    if not source.is_dir():
        raise SystemExit(
            f"{source} does not exist; name a folder of English texts: make bench ARGS=folder"
        )
    if KEEPING.keys() - os.environ.keys():
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | KEEPING)
    report = [heading(), importing()]
    built = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        for number in SIZES[size]:
            folder, saved = Path(scratch, f"{number}"), Path(scratch, f"{number}.corpus")
            texts, digest = make(source, folder, number)
            built.append(build(folder, saved))
            report.append(section(built[-1], texts, digest, folder, saved))
            print(report[-1], flush=True)
    report.append(growth(built))
    print(report[-1])
    (HERE / "results.md").write_text("\n".join(report), encoding="utf-8")


def heading() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return (
        "# Measured\n\nWritten by `make bench`. Seconds are processor seconds. Our runs and the "
        "peer's alternate and the best of up to five counts, so that ratios are meaningful "
        "although seconds depend on the machine. Freed memory stays with the process. Goals are "
        "for ten million tokens.\n\n"
        f"Python {sys.version.split()[0]}, {versions}; seed {SEED}.\n"
    )


def importing() -> str:
    """Report the median of five imports, after a first one that writes the bytecode."""
    code = (
        "import sys, time; t = time.perf_counter(); import discourse; "
        "print(time.perf_counter() - t, *({'matplotlib', 'sklearn', 'nltk'} & set(sys.modules)))"
    )
    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-c", code]
        said = [subprocess.check_output(command, env=env, text=True).split() for _ in range(6)]
    seconds = statistics.median(float(first) for first, *_ in said[1:])
    heavy = ", ".join(said[-1][1:]) or "nothing heavy"
    return f"`import discourse`: {seconds:.2f} s (goal: under 0.5 s), {heavy} loaded.\n"


def build(folder: Path, saved: Path) -> dict[str, float]:
    """Read and index a folder in a separate process, and return what it reports."""
    return in_process("building.py", folder, saved)


def in_process(script: str, *paths: Path) -> dict[str, float]:
    """Run a script with its own memory, and return what it reports."""
    command = [sys.executable, str(HERE / script), *map(str, paths)]
    plain = {name: value for name, value in os.environ.items() if name not in KEEPING}
    return json.loads(subprocess.check_output(command, env=plain, text=True))


def section(built: dict[str, float], texts: int, digest: str, folder: Path, saved: Path) -> str:
    lines = [
        f"\n## {built['tokens']:,} tokens, {built['types']:,} types, {texts:,} texts ({digest})\n",
        f"Built in {built['seconds']:.1f} s with a peak of {built['gib']:.2f} GiB "
        f"(goal for 100M: ≤ 4 GiB). {on_disk(built, saved)}\n",
    ]
    if built["tokens"] > 1.5 * COMPARED:
        return "\n".join([*lines, table([loading(built, saved)])])
    families = in_process("peak.py", saved)
    lines.append(
        f"The {families['rows']:,} formulas of three words or more take a peak of "
        f"{families['gib']:.2f} GiB (goal for 10M: ≤ 4 GiB).\n"
    )
    rows = [reading(folder), loading(built, saved)]
    return "\n".join([*lines, table([*rows, *works(saved, tokens(saved))])])


def tokens(saved: Path) -> list[str]:
    """Return the words of a corpus for the peers, with one string object per type."""
    index = dc.load(saved).store.index
    terms = list(index.vocabulary.terms)
    return [terms[number] for number in index.term_ids.tolist()]


def on_disk(built: dict[str, float], saved: Path) -> str:
    size = sum(f.stat().st_size for f in saved.rglob("*") if f.is_file() and f.name != TEXT)
    return f"On disk, without the text: {size / built['tokens']:.1f} bytes per token (goal: ≤ 16)."


def reading(folder: Path) -> Measured:
    files = sorted(map(str, folder.glob("*.txt")))
    return measure(
        "files → corpus with offsets and postings",
        lambda: dc.read(folder).store.index.postings,
        lambda: CountVectorizer(input="filename", token_pattern="[a-z]+").fit_transform(files),
        "≥ 2.5×",
    )


def loading(built: dict[str, float], saved: Path) -> Measured:
    """Time loading and the first query, compared with building the same corpus."""
    seconds = min(once(lambda: dc.load(saved).find("of the people")) for _ in range(5))
    return Measured("load and first query, versus building", seconds, built["seconds"], "≥ 50×")


def works(saved: Path, words: list[str]) -> list[Measured]:
    """Run the tasks of every bench_*.py beside this file."""
    corpus = dc.load(saved)
    measured = []
    for file in sorted(HERE.glob("bench_*.py")):
        for label, ours, peer, goal in importlib.import_module(file.stem).WORK:
            theirs = None if peer is None else partial(peer, words)
            measured.append(measure(label, partial(ours, corpus), theirs, goal))
            print(f"{label}: {measured[-1].ours:.3f} s", file=sys.stderr, flush=True)
    return measured


def table(rows: list[Measured]) -> str:
    lines = ["| task | seconds | peer | ratio | goal |", "| --- | ---: | ---: | ---: | --- |"]
    for row in rows:
        peer = "" if row.peer is None else f"{row.peer:.3g}"
        ratio = "" if row.ratio is None else f"{row.ratio:.1f}×"
        lines.append(f"| {row.label} | {row.ours:.3g} | {peer} | {ratio} | {row.goal} |")
    return "\n".join(lines) + "\n"


def growth(built: list[dict[str, float]]) -> str:
    if len(built) < 2:
        return ""
    first, last = built[-2], built[-1]
    exponent = math.log(last["seconds"] / first["seconds"]) / math.log(
        last["tokens"] / first["tokens"]
    )
    return (
        f"\nFrom {first['tokens']:,} to {last['tokens']:,} tokens, the time to build grows with an "
        f"exponent of {exponent:.2f} (goal: ≤ 1.1).\n"
    )


if __name__ == "__main__":
    main()
