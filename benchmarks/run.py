"""Measure this package and its peers in one run, and write the table into results.md.

make bench                  1 and 10 million tokens
SIZE=S make bench           1 million only;  SIZE=L: also 100 million, without the peers
SIZE=XL make bench          100 million and 1 billion in shards, see sharded.py
make bench ARGS=folder      with your own texts (default: ../shared/corpora)
CONC=python make bench      with Conc, which this interpreter has
ROUNDS=3 make bench         each task in three fresh processes, of which the best counts
NOTE="…" make bench         a sentence on the machine, for the heading
"""

import importlib
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from texts import SEED, make

HERE = Path(__file__).resolve().parent
DEFAULT = HERE.parents[1] / "shared" / "corpora"
SIZES = {"S": (10**6,), "": (10**6, 10**7), "M": (10**6, 10**7), "L": (10**6, 10**7, 10**8)}
IN_SHARDS = "XL"
COMPARED = 10**7  # with more tokens, the peers take hours or run out of memory
ROUNDS = int(os.environ.get("ROUNDS", "1"))  # how often each task starts in a fresh process
READERS = "bench_readers"  # always with a million words
LONGEST = 3_600  # seconds of the clock that a task may take
BY_HAND = "## Goals that are missed"
CONC = {  # of its tasks, what ours is called
    "frequencies": "frequencies of all types",
    "2-grams": "2-grams as a table",
    "collocates": "collocates of *the*, windows inside documents",
    "concordance": "the same hits, as lines in context",
}
NO_QUANTEDA = (
    "quanteda is not among the peers: it is a package of R that could not be installed here. Conc "
    "is measured where CONC names an interpreter that has it."
)
VERSIONS = ("discourse-toolkit", "numpy", "scipy", "pandas", "pyarrow", "scikit-learn", "nltk")
TEXT = "texts.arrow"


@dataclass(frozen=True)
class Measured:
    """One row of the table of results: what `measuring.py` prints of a task, and of its peer's."""

    label: str
    ours: dict[str, float]
    peer: dict[str, float] | None
    goal: str


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    size = os.environ.get("SIZE", "").upper()
    if size not in (*SIZES, IN_SHARDS):
        raise SystemExit(f"SIZE={size} is not known; choose S, M, L or {IN_SHARDS}.")
    if not source.is_dir():
        raise SystemExit(
            f"{source} does not exist; name a folder of English texts: make bench ARGS=folder"
        )
    if size == IN_SHARDS:
        subprocess.check_call([sys.executable, str(HERE / "sharded.py"), str(source)])
        return
    built = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        # Bytecode is kept, as after an installation: compiling it would be in the first calls.
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(scratch, "bytecode")))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        report = [heading(), importing()]
        for number in SIZES[size]:
            folder, saved = Path(scratch, f"{number}"), Path(scratch, f"{number}.corpus")
            texts, digest = make(source, folder, number)
            built.append(build(folder, saved))
            report.append(section(number, built[-1], texts, digest, folder, saved))
            print(report[-1], flush=True)
            write([*report, growth(built)])


def write(report: list[str]) -> None:
    """Write the results so far; what people have written at their end is kept."""
    path = HERE / "results.md"
    _, title, kept = path.read_text(encoding="utf-8").partition(BY_HAND)
    path.write_text("\n".join([*report, title + kept]), encoding="utf-8")


def heading() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return (
        "# Speed and memory, measured\n\n"
        "Written by `make bench`. Seconds are processor seconds, of one core. Each "
        "task, and each task of a peer, runs in a process of its own, without settings of the "
        "allocator: *first* is the first call in it, as in a cell that is run once in a new "
        "notebook, and *later* the best of up to three more. Ours and the peer's alternate. "
        "What a verb of ours imports at its first use is in *first*; "
        "what reading a text imports, and what the peers import, is not counted. Bytecode is "
        "there, as after an installation. The ratio is of the first calls. *Returned* are the "
        "rows of a table, the cells of a matrix or the hits of a query, ours and the peer's. "
        "Goals are for ten million tokens. A task that is *inf* took more than an hour or more "
        f"than 24 GiB. Processes of each task: {ROUNDS}; the best counts.\n\n"
        f"{NO_QUANTEDA} {os.environ.get('NOTE', '')}\n\n"
        f"Python {sys.version.split()[0]}, {versions}; seed {SEED}.\n"
    )


def importing() -> str:
    """Report the medians of five processes, after a first one that writes the bytecode."""
    code = (
        "import sys, time; t = time.process_time(); import discourse as dc; "
        "a = time.process_time(); "
        "heavy = {'matplotlib', 'sklearn', 'nltk', 'pandas'} & set(sys.modules); "
        "dc.read('seeds'); print(a - t, time.process_time() - t, *heavy)"
    )
    command = [sys.executable, "-c", code]
    said = [subprocess.check_output(command, text=True, cwd=HERE.parent).split() for _ in range(6)]
    alone, read = (statistics.median(float(row[at]) for row in said[1:]) for at in (0, 1))
    heavy = ", ".join(said[-1][2:]) or "nothing heavy"
    return (
        f"`import discourse`: {alone:.2f} s (goal: under 0.5 s), {heavy} loaded. Import, and the "
        f"first `dc.read` of the text in `seeds/`: {read:.2f} s (goal: under 1 s).\n"
    )


def build(folder: Path, saved: Path) -> dict[str, float]:
    """Read and index a folder in a separate process, and return what it reports."""
    return _run("building.py", folder, saved)


def _run(script: str, *arguments: object, interpreter: str = sys.executable) -> dict[str, float]:
    command = [interpreter, str(HERE / script), *map(str, arguments)]
    return json.loads(subprocess.check_output(command, text=True, timeout=LONGEST))


def _try(*arguments: object) -> dict[str, float]:
    """What `measuring.py` prints; of a task that needs too much time or memory, nothing."""
    try:
        return _run("measuring.py", *arguments)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"not finished: {error}", file=sys.stderr, flush=True)
        return {"first": math.inf, "later": math.inf, "gib": math.nan, "returned": 0}


def section(
    number: int, built: dict[str, float], texts: int, digest: str, folder: Path, saved: Path
) -> str:
    loaded = "Here the corpus of each task is loaded from disk." if number > COMPARED else ""
    lines = [
        f"\n## {built['tokens']:,} tokens, {built['types']:,} types, {texts:,} texts ({digest})\n",
        f"Built in {built['seconds']:.1f} s with a peak of {built['gib']:.2f} GiB "
        f"(goal for 100M: ≤ 4 GiB). {on_disk(built, saved)} {loaded}\n",
    ]
    measured = [loading(built, saved), *works(number, folder, saved)]
    return "\n".join([*lines, table(measured), *conc(number, built, measured, folder)])


def on_disk(built: dict[str, float], saved: Path) -> str:
    size = sum(f.stat().st_size for f in saved.rglob("*") if f.is_file() and f.name != TEXT)
    return f"On disk, without the text: {size / built['tokens']:.1f} bytes per token (goal: ≤ 16)."


def loading(built: dict[str, float], saved: Path) -> Measured:
    """Time loading and the first query, compared with building the same corpus."""
    code = (
        "import sys, time, discourse as dc; dc.Corpus.from_texts({'a': 'b'}).find('b'); "
        "t = time.process_time(); n = len(dc.load(sys.argv[1]).find('of the people')); "
        "print(time.process_time() - t, n)"
    )
    command = [sys.executable, "-c", code, str(saved)]
    said = [subprocess.check_output(command, text=True).split() for _ in range(3)]
    seconds = min(float(first) for first, _ in said)
    ours = {"first": seconds, "later": seconds, "gib": math.nan, "returned": int(said[0][1])}
    peer = {**ours, "first": built["seconds"]}
    return Measured("load and first query, versus building", ours, peer, "≥ 50× (≥ 30× at 1M)")


def works(number: int, folder: Path, saved: Path) -> list[Measured]:
    """Run the tasks of every bench_*.py beside this file; those of a large corpus load it."""
    measured = []
    for file in sorted(HERE.glob("bench_*.py")):
        if file.stem == READERS and number != min(SIZES["L"]):
            continue
        for at, (label, _, peer, goal) in enumerate(importlib.import_module(file.stem).WORK):
            sides = ["ours"] if peer is None or number > COMPARED else ["ours", "peer"]
            best: dict[str, dict[str, float]] = {}
            for _ in range(ROUNDS):
                for side in sides:  # in turn, so that other load of the machine affects both
                    is_large = number > COMPARED and not label.startswith("files")
                    found = _try(file.stem, at, side, saved if is_large else folder)
                    known = best.get(side, found)
                    best[side] = {name: min(found[name], known[name]) for name in found}
            measured.append(Measured(label, best["ours"], best.get("peer"), goal))
            print(f"{label}: {best['ours']['first']:.3f} s", file=sys.stderr, flush=True)
    return measured


def table(rows: list[Measured]) -> str:
    lines = [
        "| task | first | later | peer, first | peer, later | ratio | returned | GiB | goal |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for row in rows:
        ours, peer = row.ours, row.peer
        theirs = f"{peer['first']:.3g} | {peer['later']:.3g}" if peer else " | "
        ratio = f"{peer['first'] / ours['first']:.1f}×" if peer else ""
        returned = " / ".join(f"{side['returned']:,}" for side in (ours, peer) if side)
        gib = "" if math.isnan(ours["gib"]) else f"{ours['gib']:.2f}"
        lines.append(
            f"| {row.label} | {ours['first']:.3g} | {ours['later']:.3g} | {theirs} | {ratio} "
            f"| {returned} | {gib} | {row.goal} |"
        )
    return "\n".join(lines) + "\n"


def conc(number: int, built: dict[str, float], measured: list[Measured], folder: Path) -> list[str]:
    """A table of Conc beside ours, if there is one."""
    interpreter = os.environ.get("CONC", "")
    if not interpreter or number > COMPARED:
        return []
    ours = {row.label: row.ours for row in measured}
    beside = {task: ours[label] for task, label in CONC.items()}
    reading = {"first": built["seconds"], "later": built["seconds"], "returned": built["tokens"]}
    lines = [
        "Conc, on the same files; building includes writing to disk, in ours it does not.\n",
        "| task | ours, first | ours, later | Conc, first | Conc, later | ratio | returned |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as saved:
        for task, own in {"build": reading, **beside}.items():
            peer = _run("conc_tasks.py", task, folder, saved, interpreter=interpreter)
            lines.append(
                f"| {task} | {own['first']:.3g} | {own['later']:.3g} | {peer['first']:.3g} "
                f"| {peer['later']:.3g} | {peer['first'] / own['first']:.1f}× "
                f"| {own['returned']:,} / {peer['returned']:,} |"
            )
            print(lines[-1], file=sys.stderr, flush=True)
    return ["\n".join(lines) + "\n"]


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
