"""Measure both errors of keyness on three corpora, and its intervals; write calibration.md.

Texts are dealt to two sides at random, so that any difference between the sides is due to chance.
Differences to be found are planted in them. The counts of the inaugural addresses come with the
package; the other texts are read from a folder.

    make calibration CORPORA=folder
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse, stats

import discourse as dc
from discourse.corpus.store.counting import term_counts
from discourse.measures import stability
from discourse.measures.association import log_likelihood, log_ratio, log_ratio_interval
from discourse.measures.bootstrap import bootstrap_interval
from discourse.measures.inference import p_value, q_value

HALVINGS = 400
HALVINGS_OF_INTERVALS = 30
HALVINGS_OF_POWER = 40
PERMUTATIONS = 499  # keyness has more of them, which places p more exactly and finds as much
SEED = 20171215
BANDS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 500)
RATIOS = (2, 3, 5, 8, 12)
PLANTED_BANDS = ((10, 20), (20, 50), (50, 100), (100, 200), (200, 500), (500, 2_000))
WORDS = 4  # that are planted for each ratio and band, in each halving
COUNTS = (5, 6, 8, 10, 15, 20, 30, 50, 100, 200, 500)
SHORTEST_SPEECH = 100
PAGE = Path(__file__).with_suffix(".md")


class Texts(NamedTuple):
    """Counts of terms by document, (terms, documents), and how many are dealt to each side."""

    name: str
    counts: Any
    sides: tuple[int, ...]


class Halves(NamedTuple):
    """Documents that were dealt to two sides, with the terms that either has."""

    counts: Any
    sizes: np.ndarray
    target: np.ndarray

    @property
    def arguments(self) -> tuple[np.ndarray, int, np.ndarray, int]:
        """The four arguments of measures."""
        sides = self.target, ~self.target
        counts = [self.counts[:, side].sum(axis=1) for side in sides]
        sizes = [self.sizes[side].sum() for side in sides]
        return counts[0], sizes[0], counts[1], sizes[1]

    @property
    def tested(self) -> np.ndarray:
        """Whether keyness tests the term."""
        count, _, other, _ = self.arguments
        return (count + other >= stability.MIN_COUNT) & ~np.isnan(log_ratio(*self.arguments))

    @property
    def by_document(self) -> dict[str, Any]:
        """What the measures that take documents as units are given, of the terms tested."""
        counts = self.counts[self.tested]
        group = np.zeros(counts.shape[0], dtype=np.int64)
        sizes = self.sizes[None]
        return {"counts": counts, "sizes": sizes, "target": self.target, "group": group}


# ---- texts --------------------------------------------------------------------------------------


def addresses() -> Texts:
    """Return the inaugural addresses of US presidents, which the package has."""
    counts = sparse.csr_array(dc.reference("inaugural").counts.T)
    return Texts("inaugural", counts, (5, 8, 10, 15, 20, 29))


def read_texts(folder: Path) -> list[Texts]:
    """Return all three corpora."""
    union = dc.read(folder / "state_union", encoding=("utf-8", "cp1252"))
    session = dc.read(folder / "tei" / "parlamint")
    speeches = count_terms(session, "section")
    speeches = speeches[:, speeches.sum(axis=0) >= SHORTEST_SPEECH]
    return [
        addresses(),
        Texts("union", count_terms(union, "document"), (5, 8, 10, 20, 32)),
        Texts("parliament", speeches, (5, 8, 10, 12)),
    ]


def count_terms(corpus: dc.Corpus, by: str) -> Any:
    """Count the terms of each document or section, (terms, documents)."""
    return sparse.csr_array(term_counts(corpus.store, by=by).T)


def deal(texts: Texts, documents: int, halvings: int) -> Iterator[Halves]:
    """Draw documents at random and deal them to two sides, many times."""
    rng = np.random.default_rng([SEED, documents])
    for _ in range(halvings):
        drawn = rng.choice(texts.counts.shape[1], 2 * documents, replace=False)
        counts = texts.counts[:, drawn]
        sizes = counts.sum(axis=0)
        yield Halves(counts[counts.sum(axis=1) > 0], sizes, np.arange(2 * documents) < documents)


# ---- where nothing differs ----------------------------------------------------------------------


def called(halves: list[Halves]) -> dict[str, float]:
    """Count the significant and the robust terms on average, and how often there is any."""
    significant = np.array([count_significant(each) for each in halves])
    robust = np.array([find_robust(each.by_document).sum() for each in halves])
    return {
        "tokens": np.mean([each.sizes.sum() / 2 for each in halves]),
        "tested": np.mean([each.tested.sum() for each in halves]),
        "significant": significant.mean(),
        "any_significant": (significant > 0).mean(),
        "robust": robust.mean(),
        "any_robust": (robust > 0).mean(),
    }


def count_significant(halves: Halves) -> int:
    """Count the terms that are key at a false discovery rate of 5 %, if tokens were independent."""
    p = p_value(log_likelihood(*halves.arguments))[halves.tested]
    return int((q_value(p) <= 0.05).sum())


def find_robust(by_document: dict[str, Any]) -> np.ndarray:
    """Say which terms are robust, as keyness does."""
    return stability.robust_differences(**by_document, permutations=PERMUTATIONS, seed=1)[1]


def count_by_band(halves: list[Halves]) -> pd.DataFrame:
    """Show what chance does to terms by their combined count: one row per band of counts."""
    tables = []
    for each in halves:
        count, size, other, size_other = each.arguments
        low, high = log_ratio_interval(count, size, other, size_other)
        by_document = np.full((2, len(count)), np.nan)
        by_document[:, each.tested] = bootstrap_interval(**each.by_document, draws=999)
        columns = {
            "count": count + other,
            "one_sided": (count == 0) | (other == 0),
            "exact": (low > 0) | (high < 0),
            "document": np.where(
                np.isnan(by_document[0]), np.nan, (by_document[0] > 0) | (by_document[1] < 0)
            ),
        }
        tables.append(pd.DataFrame(columns))
    rows = pd.concat(tables, ignore_index=True)
    band = pd.cut(rows.pop("count"), [*BANDS, np.inf], right=False, labels=band_names())
    found = rows.groupby(band, observed=True)
    return found.mean().assign(
        rows=found.size(), known=rows["document"].notna().groupby(band).mean()
    )


def band_names() -> list[str]:
    """Name the bands by their counts: ``1``, ``5-9``, ``500-``."""
    ends = [*(after - 1 for after in BANDS[1:]), ""]
    return [str(b) if b == e else f"{b}-{e}" for b, e in zip(BANDS, ends, strict=True)]


# ---- where something differs --------------------------------------------------------------------


def measure_power(texts: Texts, documents: int) -> pd.DataFrame:
    """Return the share of planted words that are robust: a row per ratio, a column per band."""
    found: dict[tuple[int, int], list[bool]] = {}
    rng = np.random.default_rng([SEED, documents, 1])
    for halves in deal(texts, documents, HALVINGS_OF_POWER):
        planted, cells = plant(halves, rng)
        given = halves.by_document
        own = sparse.vstack([given["counts"], sparse.csr_array(np.array(planted))], format="csr")
        given |= {"counts": own, "group": np.zeros(own.shape[0], dtype=np.int64)}
        robust = find_robust(given)[-len(planted) :]
        for cell, is_robust in zip(cells, robust.tolist(), strict=True):
            found.setdefault(cell, []).append(is_robust)
    shares = [
        [np.mean(found.get((ratio, band), np.nan)) for band in range(len(PLANTED_BANDS))]
        for ratio in RATIOS
    ]
    return pd.DataFrame(shares, index=RATIOS)


def plant(halves: Halves, rng: np.random.Generator) -> tuple[list[np.ndarray], list[Any]]:
    """Make words rarer in the reference: real ones, bursts and all, with hits left out at random.

    Of a word with N hits, N / 2 · (1 + 1 / ratio) are left.
    """
    before = halves.counts.sum(axis=1)
    planted, cells = [], []
    for ratio in RATIOS:
        for band, (low, high) in enumerate(PLANTED_BANDS):
            factor = 2 * ratio / (ratio + 1)
            like = np.flatnonzero((before >= low * factor) & (before < high * factor))
            for term in rng.choice(like, min(WORDS, len(like)), replace=False):
                row = halves.counts[[term]].toarray()[0]
                row[~halves.target] = rng.binomial(row[~halves.target], 1 / ratio)
                planted.append(row)
                cells.append((ratio, band))
    return planted, cells


def find_even_word(texts: Texts, documents: int) -> float:
    """Return the share of halvings where a word of 12 hits here, 1 there in each is robust."""
    found = []
    for halves in deal(texts, documents, HALVINGS_OF_POWER):
        given = halves.by_document
        row = sparse.csr_array(np.where(halves.target, 12, 1)[None])
        own = sparse.vstack([given["counts"], row], format="csr")
        given |= {"counts": own, "group": np.zeros(own.shape[0], dtype=np.int64)}
        found.append(find_robust(given)[-1])
    return float(np.mean(found))


# ---- intervals if occurrences are independent ---------------------------------------------------


def cover(number: int) -> np.ndarray:
    """Return the exact coverage given the combined count, for ratios from 1 : 8 to 8 : 1."""
    ratios = np.linspace(-3, 3, 121)
    count = np.arange(number + 1)
    low, high = log_ratio_interval(count, 10**6, number - count, 10**6)
    inside = (low[:, None] <= ratios) & (ratios <= high[:, None])
    share = 1 / (1 + np.exp2(-ratios))
    return (stats.binom.pmf(count[:, None], number, share) * inside).sum(axis=0)


# ---- the page -----------------------------------------------------------------------------------


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown, with its numbers at the right."""
    lines = [head, ["---:"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def measure_chance(texts: Texts) -> tuple[str, float]:
    """Return what chance does by the number of documents, and the share with a robust row."""
    rows, shares = [], []
    for documents in texts.sides:
        found = called(list(deal(texts, documents, HALVINGS)))
        even = find_even_word(texts, documents)
        shares.append(found["any_robust"])
        rows.append(
            [str(documents), f"{found['tokens']:,.0f}", f"{found['tested']:,.0f}",
             f"{found['significant']:.1f}", f"{found['any_significant']:.1%}",
             f"{found['robust']:.2f}", f"{found['any_robust']:.1%}", f"{even:.0%}"]
        )  # fmt: skip
    head = ["documents per side", "tokens per side", "tested", "significant", "any", "robust",
            "any", "12 : 1 found"]  # fmt: skip
    return table(head, rows), float(np.mean(shares))


def band_table(texts: Texts, documents: int) -> str:
    """Return what chance does, by the combined count."""
    found = count_by_band(list(deal(texts, documents, HALVINGS_OF_INTERVALS)))
    rows = [
        [str(band), f"{row.rows:,.0f}", f"{row.one_sided:.1%}", f"{row.exact:.1%}",
         *(["", ""] if row.known == 0 else [f"{row.document:.1%}", f"{row.known:.0%}"])]
        for band, row in found.iterrows()
    ]  # fmt: skip
    head = ["combined count", "rows", "one side only", "exact off zero", "by document off zero",
            "have one"]  # fmt: skip
    return table(head, rows)


def power_table(texts: Texts, documents: int) -> str:
    """Return the power to find planted words."""
    found = measure_power(texts, documents)
    rows = [
        [f"{ratio} : 1", *("" if np.isnan(share) else f"{share:.0%}" for share in row)]
        for ratio, row in zip(found.index, found.to_numpy(), strict=True)
    ]
    return table(["ratio", *(f"{low}-{high - 1}" for low, high in PLANTED_BANDS)], rows)


def coverage_table() -> tuple[str, dict[str, float]]:
    """Return the coverage of the exact interval, and its extremes over all counts."""
    coverage = {number: cover(number) for number in range(5, 501)}
    rows = [
        [str(number), f"{coverage[number].mean():.1%}", f"{coverage[number][60]:.1%}",
         f"{coverage[number].min():.1%}"]
        for number in COUNTS
    ]  # fmt: skip
    means = np.array([each.mean() for each in coverage.values()])
    extremes = {
        "least": means.min(),
        "most": means.max(),
        "mean": means.mean(),
        "worst": min(each.min() for each in coverage.values()),
    }
    return table(["combined count", "mean", "1 : 1", "worst ratio"], rows), extremes


def page(corpora: list[Texts]) -> str:
    """Return the report, with the minimums that keyness takes from it."""
    coverage, extremes = coverage_table()
    named = {texts.name: texts for texts in corpora}
    blocks: dict[str, Any] = {
        f"{kind}_{name}": make(texts)
        for name, texts in named.items()
        for kind, make in (
            ("bands", lambda each: band_table(each, each.sides[-1])),
            ("power", lambda each: "\n\n".join(power_block(each))),
        )
    }
    for name, texts in named.items():
        blocks[f"chance_{name}"], blocks[f"any_{name}"] = measure_chance(texts)
    ten = band_table(named["inaugural"], stability.MIN_DOCUMENTS)
    return TEXT.format(
        coverage=coverage,
        ten=ten,
        halvings=HALVINGS,
        intervals=HALVINGS_OF_INTERVALS,
        power=HALVINGS_OF_POWER,
        planted=len(RATIOS) * len(PLANTED_BANDS) * WORDS,
        words=WORDS * HALVINGS_OF_POWER,
        permutations=PERMUTATIONS,
        of_keyness=stability.PERMUTATIONS,
        error=1.96 * np.sqrt(0.05 * 0.95 / HALVINGS),
        documents=stability.MIN_DOCUMENTS,
        count=stability.MIN_COUNT,
        shortest=SHORTEST_SPEECH,
        speeches=named["parliament"].counts.shape[1],
        **{name: texts.sides[-1] for name, texts in named.items()},
        **extremes,
        **blocks,
    )


def power_block(texts: Texts) -> Iterator[str]:
    """Return a table of power for ten documents per side, for twenty, and for all."""
    for documents in sorted({10, 20, texts.sides[-1]} & set(texts.sides)):
        yield f"With {documents} documents per side:"
        yield power_table(texts, documents)


TEXT = """\
# Both errors of keyness, and its intervals

Written by `make calibration`, not by hand. Three corpora: the 59 inaugural addresses of US
presidents (`dc.reference("inaugural")`), the 65 addresses on the State of the Union since 1945 that
NLTK has, and, in Catalan, the {speeches} speeches of {shortest} words or more in two sittings of
the Parliament of Catalonia (ParlaMint-ES-CT), whose lengths differ a hundredfold.

## Where nothing differs

Documents are dealt at random to two sides with equal numbers of documents, {halvings} times for
each number. Nothing is key between such sides, so any word that is called key is a false positive.

*Significant* is what is usually reported: log-likelihood at a false discovery rate of 5 %
(Benjamini-Hochberg), as if tokens were independent. *Robust* is the status that `dc.keyness(…,
inference=True)` gives: p of at most 5 % in a permutation test over documents with the maximum
statistic over all types tested ({of_keyness:,} permutations; {permutations} on this page, which
finds as much), and the same direction whichever document is left out. *Any* is the share of
halvings with at least one such row. *12 : 1 found* is how often a word is robust that was planted
alone: 12 hits in each document of the target, 1 in each of the reference.

### Inaugural addresses

{chance_inaugural}

### State of the Union

{chance_union}

### Parliament of Catalonia

{chance_parliament}

p-values based on tokens cannot be trusted at any size, because words come in bursts: nearly every
halving has words that they call key. The permutation test keeps its promise that at most 5 % of
halvings have a robust row: {any_inaugural:.1%}, {any_union:.1%} and {any_parliament:.1%} of those
of the three corpora have one. (A single line, of {halvings} halvings, can be off by {error:.1%}.)

## Where something differs

A planted word is a real one, bursts and all, of whose hits in the reference all but one in *ratio*
are left out at random. Columns are combined counts after that. Each share is that of about {words}
planted words which are robust, in {power} halvings with {planted} planted words in each; company
never helps a word that is tested by the maximum statistic.

### Inaugural addresses

{power_inaugural}

### State of the Union

{power_union}

### Parliament of Catalonia

{power_parliament}

A word that is twice as frequent is found in most cases if it has 500 occurrences, one that is eight
times as frequent if it has 100 to 200, and one with fewer than 50 hardly ever: `not shown` does not
mean that there is no difference. What counts is occurrences more than documents, from {documents}
documents per side. With fewer, even a word of 12 : 1 in every document is often missed, with five
in most halvings of two of the corpora; there the status `robust` is not given (`MIN_DOCUMENTS =
{documents}`). In the parliament it is missed throughout, because 12 hits in speeches of 108 words
and of 11,255 are no equal rates.

## Intervals of the log ratio

### If occurrences are independent

The share of exact mid-P intervals that contain the true ratio, from sums of binomial probabilities,
for two texts of equal size. Since counts are discrete, coverage goes up and down with the ratio:
*mean* is the average over true log ratios from -3 to 3 (from 1 : 8 to 8 : 1), *worst ratio* the
lowest among these.

{coverage}

Over all combined counts from 5 to 500, the mean is never below {least:.1%} and never above
{most:.1%}; it is {mean:.1%} on average. At the worst ratio for a count, coverage is {worst:.1%} or
more.

### In real texts

In {intervals} halvings where nothing differs. *One side only*: all occurrences are on one side by
chance, so the log ratio comes from the 0.5 that replaces a zero, and is not an estimate. *Off
zero*: the 95 % interval of the log ratio excludes 0, as it should in one row of twenty: the exact
one, and that by document (`interval="document"`), which *have one* of the words have, because four
documents of either side have the word.

#### Inaugural addresses, {inaugural} per side

{bands_inaugural}

#### Inaugural addresses, {documents} per side

{ten}

#### State of the Union, {union} per side

{bands_union}

#### Parliament of Catalonia, {parliament} per side

{bands_parliament}

Of words with fewer than {count} occurrences together, about a fifth or more occur on only one side
by chance, in the parliament of those with five to nine as well; their log ratio is not given
(`MIN_COUNT = {count}`, status `not estimable`). The exact intervals of frequent words are too
narrow for statements about other texts, because words come in bursts: read them as statements about
these texts. Intervals by document are meant for the others.
"""


def main(folder: Path) -> None:
    """Run all comparisons and write the page."""
    PAGE.write_text(page(read_texts(folder)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
