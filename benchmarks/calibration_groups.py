"""Measure how often `dc.compare` calls a row robust where groups mean nothing.

Documents are dealt at random to groups, so that any difference between a group and the others is
due to chance. The counts of the inaugural addresses come with the package; the addresses on the
State of the Union are read from a folder.

    python benchmarks/calibration_groups.py folder
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

import discourse as dc
from discourse.corpus.store.counting import term_counts
from discourse.measures import stability
from discourse.measures.association import log_ratio
from discourse.measures.groups import robust_groups
from discourse.measures.inference import max_permutation_p_value

DEALS = 200
PERMUTATIONS = 99  # dc.compare has more of them, which places p more exactly
SEED = 20171215
# How many documents each group has.
DESIGNS = {
    "inaugural": ((19, 20, 20), (10, 12, 37), (10, 10, 10, 10, 19)),
    "union": ((21, 22, 22), (13, 13, 13, 13, 13)),
}
PAGE = Path(__file__).with_name("calibration-groups.md")


def addresses() -> Any:
    """Return the counts of the inaugural addresses, (terms, documents)."""
    return sparse.csr_array(dc.reference("inaugural").counts.T)


def unions(folder: Path) -> Any:
    """Return the counts of the addresses on the State of the Union, (terms, documents)."""
    corpus = dc.read(folder / "state_union", encoding=("utf-8", "cp1252"))
    return sparse.csr_array(term_counts(corpus.store, by="document").T)


def find_tested(counts: Any, sizes: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Say which terms `dc.compare` tests in which group, (groups, terms)."""
    whole, rows = counts.sum(axis=1), []
    for each in range(part.max() + 1):
        count, size = counts[:, part == each].sum(axis=1), sizes[part == each].sum()
        ratio = log_ratio(count, size, whole - count, sizes.sum() - size)
        rows.append((whole >= stability.MIN_COUNT) & ~np.isnan(ratio))
    return np.array(rows)


def measure(counts: Any, design: tuple[int, ...]) -> dict[str, float]:
    """Deal documents to groups many times; return how often anything is called."""
    rng = np.random.default_rng([SEED, *design])
    sizes, part = counts.sum(axis=0), np.repeat(np.arange(len(design)), design)
    families, alone, tests = [], [], []
    for _ in range(DEALS):
        dealt = rng.permutation(part)
        tested = find_tested(counts, sizes, dealt)
        _, robust = robust_groups(counts, sizes, dealt, tested, permutations=PERMUTATIONS, seed=1)
        families.append(robust.any())
        tests.append(tested.sum())
        alone.append(any_alone(counts, sizes, dealt, tested))
    return {"tested": np.mean(tests), "any": np.mean(families), "alone": np.mean(alone)}


def any_alone(counts: Any, sizes: np.ndarray, part: np.ndarray, tested: np.ndarray) -> bool:
    """Say whether tests of one group at a time, each a family of its own, find anything."""
    for each, rows in enumerate(tested):
        some = counts[rows]
        group = np.zeros(some.shape[0], dtype=np.int64)
        p = max_permutation_p_value(
            some, sizes[None], part == each, group=group, permutations=PERMUTATIONS, seed=1
        )
        if (p <= stability.LEVEL).any():
            return True
    return False


TEXT = """\
# How often groups that mean nothing have a robust row

Written by `python benchmarks/calibration_groups.py CORPORA`, not by hand. The documents of two
corpora, the 59 inaugural addresses of US presidents and the 65 addresses on the State of the Union
since 1945 that NLTK has, are dealt at random to groups, {deals} times for each design. Nothing
distinguishes such groups, so any word that is called robust in any of them is a false positive.

*Tested* is the number of rows that are tested, all groups together. *Any robust* is the share of
deals in which `dc.compare(…, inference=True)` has a robust row: p of at most 5 % in a permutation
test over documents with the maximum statistic over all types and groups ({of_compare:,}
permutations; {permutations} on this page), and the same direction whichever document is left out.
*Group by group* is the share of deals in which tests of one group after the other, each a family of
its own, have a p of at most 5 %: what one `dc.keyness` per group would do.

| corpus | documents per group | tested | any robust | group by group |
| --- | --- | ---: | ---: | ---: |
{rows}

The mean of *any robust* over all designs is {mean:.1%}. (A single line, of {deals} deals, can be
off by {error:.1%}.) Tests of one group after the other find something in {alone:.1%} of the deals.
"""


def main(folder: Path) -> None:
    """Deal the documents of both corpora and write the page."""
    corpora = {"inaugural": addresses(), "union": unions(folder)}
    found = []
    for name, designs in DESIGNS.items():
        for design in designs:
            found.append((name, design, measure(corpora[name], design)))
            print(found[-1], flush=True)
    rows = [
        f"| {name} | {', '.join(map(str, design))} | {each['tested']:,.0f} | {each['any']:.1%} | "
        f"{each['alone']:.1%} |"
        for name, design, each in found
    ]
    page = TEXT.format(
        deals=DEALS,
        of_compare=stability.PERMUTATIONS,
        permutations=PERMUTATIONS,
        rows="\n".join(rows),
        mean=np.mean([each["any"] for *_, each in found]),
        alone=np.mean([each["alone"] for *_, each in found]),
        error=1.96 * np.sqrt(0.05 * 0.95 / DEALS),
    )
    PAGE.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
